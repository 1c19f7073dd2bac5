"""What the plots of a summary are made of, of a new run or of a saved one, and which of them there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from wscli.amounts import count, duration

if TYPE_CHECKING:
    from wscli.dryrun.execute import Run
    from wscli.report.terminal import Course
    from wscli.store import Store
    from wscli.store.runs import Run as Saved


def of_run(run: Run) -> Callable[[], Course]:
    """Return what gives the course of a run that was just made."""

    def course() -> Course:
        from wscli.report.terminal import course_of

        return course_of(run.outcome)

    return course


def of_saved(store: Store, saved: Saved) -> Callable[[], Course]:
    """Return what gives the course of a saved run; it raises Failed where that cannot be read."""

    def course() -> Course:
        from datetime import datetime

        from wscli.report.terminal import Course

        start, end = (
            round(datetime.fromisoformat(saved.summary[key]).timestamp() * 1000) for key in ("from", "until")
        )
        times = store.run_times(saved)
        return Course.of(start, end, *([row[column] for row in times] for column in range(3)))

    return course


def plots(
    summary: dict[str, Any], course: Callable[[], Course], width: int, *, blocks: bool
) -> Iterator[tuple[str, list[str]]]:
    """Yield the titles and lines of the plots that show something.

    `course` is asked only if there are more than a handful of cases and some of them waited.
    """
    from zoneinfo import ZoneInfo

    from wscli.report.terminal import ENOUGH, Canvas, open_cases, waits

    if summary["cases"]["arrived"] < ENOUGH or not summary["backlog"]["max"]:
        return
    found, canvas, level = course(), Canvas(width, blocks), summary["service_level"]
    zone = ZoneInfo(summary["settings"]["timezone"])
    for title, lines in (
        ("Open cases, each until its first answer", open_cases(found, zone, canvas)),
        (
            f"Waits of {count(level['answered'])} answered cases",
            waits(found, level["threshold"], canvas, duration),
        ),
    ):
        if lines:
            yield title, lines
