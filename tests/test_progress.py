"""The line of progress: shown after a while, rewritten in place, gone at the end; no clock is waited for."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext

import pytest

from frontdoor import Terminal
from wscli.progress import PATIENCE, PERIOD, Progress
from wscli.session import Session


class Stage:
    """Says the lines that it is given, and notes what it was asked."""

    def __init__(self, *lines: str) -> None:
        self.lines = list(lines)
        self.asked: list[float] = []

    def line(self, passed: float) -> str:
        self.asked.append(passed)
        return self.lines.pop(0)


def watched(stream: io.StringIO, stage: Stage, times: list[float]) -> tuple[Progress, list[float]]:
    """Return what has looked on until `times`, what the clock says, are used up, and the waits there were."""
    clock: Iterator[float] = iter([*times, times[-1]])
    waits: list[float] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        return len(waits) > len(times)

    progress = Progress(stream, stage, clock=lambda: next(clock), wait=wait)
    progress.watch()
    return progress, waits


def test_what_is_over_in_time_says_nothing() -> None:
    stream, stage = io.StringIO(), Stage("never")
    progress = Progress(stream, stage, wait=lambda seconds: True)
    progress.watch()
    progress.clear()

    assert (stream.getvalue(), stage.asked) == ("", [])


def test_the_line_is_rewritten_and_goes_away() -> None:
    stream, stage = io.StringIO(), Stage("10% of it", "9%", "99%")
    progress, waits = watched(stream, stage, [1.0, 1.25, 1.5])

    assert stream.getvalue() == "\r10% of it\r9%       \r99%"
    assert stage.asked == [1.0, 1.25, 1.5]
    assert waits == [PATIENCE, PERIOD, PERIOD, PERIOD]
    progress.clear()
    assert stream.getvalue().endswith("\r99%\r     \r"), "with room for the ^C that a terminal shows"


def test_a_line_never_reaches_the_edge_of_the_terminal() -> None:
    stream = io.StringIO()
    watched(stream, Stage("x" * 200), [1.0])

    assert len(stream.getvalue()) < 80


def test_nobody_who_reads_is_no_error_of_the_work() -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    progress, _ = watched(Gone(), Stage("1%", "2%"), [1.0, 2.0])
    progress.clear()


def test_the_line_goes_away_when_the_work_is_interrupted() -> None:
    stream = io.StringIO()

    def wait(seconds: float) -> bool:
        return seconds == PERIOD or progress.over.is_set()

    progress = Progress(stream, Stage("1%"), wait=wait)
    with pytest.raises(KeyboardInterrupt), progress:
        # What the thread does between start and end is not waited for: here it may or may not have looked.
        raise KeyboardInterrupt

    assert not progress.thread.is_alive()
    assert stream.getvalue() in ("", "\r1%\r    \r")


def shown(session: Session) -> AbstractContextManager[object]:
    return session.progress(Stage())


@pytest.mark.parametrize(
    ("terminal", "quiet", "term", "expected"),
    [
        (True, False, "xterm", True),
        (False, False, "xterm", False),
        (True, True, "xterm", False),
        (True, False, "dumb", False),
    ],
)
def test_it_is_for_terminals_that_can_rewrite_a_line(
    terminal: bool, quiet: bool, term: str, expected: bool
) -> None:
    stderr = Terminal() if terminal else io.StringIO()
    found = shown(Session(quiet=quiet, stderr=stderr, environ={"TERM": term}))

    assert isinstance(found, Progress) is expected
    assert isinstance(found, nullcontext) is not expected
