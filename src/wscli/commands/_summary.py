"""The summary as people read it, in ten seconds: totals, findings, two plots, the rows with most trouble.

On a terminal and in a file it is the same but for its width, which is that of the terminal, else what
COLUMNS says, else 80: what was looked at is what is kept. What was assumed, skipped or refused is said
below it, on stderr. Programs get all of it in other formats, and nothing of this is for them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from wscli.amounts import count, duration, percent, were
from wscli.session import Format, Session

if TYPE_CHECKING:
    from wscli.report.terminal import Course

__all__ = ["give", "show"]

Row = dict[str, Any]
_INDENT = 15
"""Where the figures of the totals begin."""
_WIDEST = 100
"""Longer lines of text are hard to read."""
_PLAIN = str.maketrans({"–": "-", "…": "..."})
"""What stands for the typographic characters where the stream cannot carry them."""
_UNPLACED = {
    "dangling-workstream": "there is no such workstream, or it is inactive",
    "no-workstream": "no flow has a workstream for them",
    "no-queue": "no rule has a queue for them, and none is the default",
}
"""Why routing found no place for a case, in words (rulebook 2)."""


def give(
    session: Session, summary: Row, course: Callable[[], Course] | None = None, *, everything: bool = False
) -> None:
    """Write a summary to stdout in the wanted format: for people as `show` does."""
    if session.format is Format.TABLE and session.fields is None:
        show(session, summary, course, everything=everything)
    else:
        session.emit_object(summary)


def show(
    session: Session, summary: Row, course: Callable[[], Course] | None = None, *, everything: bool = False
) -> None:
    """Write the summary to stdout, and the notes to stderr.

    `course` gives what the plots are made of, and is asked only if there is something to draw;
    `everything` shows all rows of the tables, in order of definition.
    """
    from wscli.commands._summary_plots import plots
    from wscli.commands._summary_tables import tables

    page = _Page(session)
    for line in _head(summary):
        page.totals(line)
    _findings(page, summary.get("findings", ()))
    if course is not None:
        for title, lines in plots(summary, course, page.width, blocks=page.blocks):
            page.title(title)
            for line in lines:
                page.line(line)
    for table in tables(summary, everything=everything):
        page.title(table.title)
        session.emit_rows(table.rows, table.columns, width=page.width)
        if table.left_out:
            page.line(f"… {count(table.left_out)} more: --all")
    _notes(session, summary)


class _Page:
    """Lines for stdout, within its width and its characters."""

    def __init__(self, session: Session) -> None:
        from wscli.terminal import is_unicode

        self.out = session.stdout
        self.width = session.page_width
        self.colour = session.colour(self.out)
        self.unicode = is_unicode(self.out)
        self.blocks = self.unicode and session.environ.get("TERM") != "dumb"

    def line(self, text: str = "") -> None:
        self.out.write((text if self.unicode else text.translate(_PLAIN)) + "\n")

    def title(self, text: str) -> None:
        from wscli.terminal import paint

        self.line()
        self.line(paint(text, "heading", self.colour))

    def totals(self, text: str) -> None:
        """Write a line of the totals; what does not fit goes on below, where the figures are."""
        self.wrapped(text, " " * _INDENT)

    def wrapped(self, text: str, indent: str) -> None:
        """Write a text over as many lines as it needs, all but the first of them indented."""
        import textwrap

        first, rest = text[: len(indent)], text[len(indent) :]
        width = min(self.width, _WIDEST) - len(indent)
        lines = textwrap.wrap(rest, max(width, 20), break_on_hyphens=False)
        for number, line in enumerate(lines or [""]):
            self.line(((indent if number else first) + line).rstrip())


def _head(summary: Row) -> list[str]:
    lines = [_period(summary), "", _cases(summary), *_waits(summary)]
    handle = summary["handle"]
    lines += [
        f"Handle time    mean {duration(handle['mean'])}, median {duration(handle['p50'])}, "
        f"p90 {duration(handle['p90'])}",
        f"Agents         occupancy {percent(summary['occupancy'])}, "
        f"utilisation {percent(summary['utilisation'])}",
        f"Backlog        at most {count(summary['backlog']['max'])}, "
        f"on average {summary['backlog']['mean'] or 0:,.1f}",
    ]
    return lines + _distribution(summary)


def _period(summary: Row) -> str:
    return f"{summary['from']} – {summary['until']}  ({duration(summary['simulated_seconds'])})"


def _cases(summary: Row) -> str:
    cases = summary["cases"]
    ended = [("resolved", "resolved"), ("auto_closed", "auto-closed"), ("withdrawn", "withdrawn")]
    left = [
        ("active", "active"),
        ("waiting", "waiting"),
        ("open", "open"),
        ("undistributed", "undistributed"),
    ]
    # An undistributed case is Open as well; here each case is counted once.
    counts = {**cases, "open": cases["open"] - cases["undistributed"]}
    parts = [f"{count(counts[key])} {word}" for key, word in ended + left if counts[key] or key == "resolved"]
    return f"Cases          {count(cases['arrived'])} arrived: {', '.join(parts)}"


def _waits(summary: Row) -> list[str]:
    wait, so_far, level = summary["wait"], summary["wait_so_far"], summary["service_level"]
    lines = [
        f"Wait           mean {duration(wait['mean'])}, median {duration(wait['p50'])}, "
        f"p90 {duration(wait['p90'])}, p95 {duration(wait['p95'])}, longest {duration(wait['max'])}"
    ]
    if so_far["count"]:
        lines.append(
            f"Still open     {count(so_far['count'])}, waiting for {duration(so_far['mean'])} on average, "
            f"longest {duration(so_far['max'])}"
        )
    without = summary["cases"]["arrived"] - level["answered"]
    lines.append(
        f"Service level  {percent(level['fraction'])} of {count(level['answered'])} answered "
        f"in less than {duration(level['threshold'])}"
        + (f" ({count(without)} more unanswered)" if without > 0 else "")
    )
    return lines


def _distribution(summary: Row) -> list[str]:
    offers, picks = summary["offers"], summary["picks"]
    lines = []
    if offers["made"]:
        lines.append(
            f"Offers         {count(offers['made'])} made: {count(offers['accepted'])} accepted, "
            f"{count(offers['declined'])} declined, {count(offers['timed_out'])} timed out, "
            f"{count(offers['cancelled'])} cancelled"
        )
    if picks["made"]:
        lines.append(
            f"Picks          {count(picks['made'])}, {count(picks['over_capacity'])} of them over capacity"
        )
    return lines


def _findings(page: _Page, findings: list[Row]) -> None:
    """Write each finding, and its command in a line of its own: whole, so that it can be copied."""
    from wscli.terminal import printable

    if not findings:
        return
    page.title("Findings")
    for each in findings:
        page.wrapped(f"- {printable(each['message'])}", "  ")
        if each.get("command"):
            page.line(f"    {printable(each['command'])}")


def _notes(session: Session, summary: Row) -> None:
    """Say what was left out, refused or assumed: behind it all, on stderr."""
    for reason, number in summary["undistributed_reasons"].items():
        session.warn(
            f"{count(number, 'case')} {were(number)} not distributed: {_UNPLACED.get(reason, reason)}"
        )
    if skipped := summary["skipped_rows"]:
        session.warn(f"{count(skipped, 'bad row')} {were(skipped)} skipped")
    for reason, number in summary["refused_events"].items():
        session.warn(f"{count(number, 'event row')} {were(number)} refused: {reason}")
    for assumption in summary["assumptions"]:
        session.say(f"note: {assumption}")
