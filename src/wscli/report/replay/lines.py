"""A replay as lines, one for each event, when its time comes: for logs, and for terminals that only scroll.

Waiting is handed in, so that whoever writes the lines can send on what is written before it, and a test need
not wait.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from wscli.report.replay.player import MAX
from wscli.report.replay.state import Row
from wscli.report.replay.text import shown, width_of
from wscli.report.replay.timeline import AT, CASE, Timeline
from wscli.report.replay.times import Times

_EVENT = 13
_WIDEST = 24
"""Up to where a column is as wide as its widest name."""
_A_WHILE = 86_400.0
"""Seconds to wait at once at most: systems refuse to sleep for centuries."""


def paced(
    timeline: Timeline,
    first: int,
    speed: float,
    *,
    case: str | None = None,
    clock: Callable[[], float],
    wait: Callable[[float], object],
) -> Iterator[Row]:
    """Yield the rows from the instant `first` on, or those of a case, each when its time comes.

    `speed` is in simulated seconds per second of `clock`; `wait` is called with seconds.
    """
    begun = clock()
    for place in range(bisect_left(timeline.instants, first), len(timeline)):
        row = timeline.rows[place]
        if case is not None and row[CASE] != case:
            continue
        if speed != MAX:
            ahead = (row[AT] - first) / 1000 / speed - (clock() - begun)
            while ahead > 0:
                wait(min(ahead, _A_WHILE))
                ahead -= _A_WHILE
        yield row


class LineWriter:
    """Writes a row as a line: time, event, case, agent, queue or presence, and the reason."""

    def __init__(self, timeline: Timeline, times: Times) -> None:
        self.times = times
        self.dated = not times.one_day(timeline.start, timeline.end)
        self.fine = any(at % 1000 for at in timeline.instants)
        self.offset = times.shifted(timeline.start, timeline.end)
        organisation = timeline.organisation
        self.case = _widest(timeline.places)
        self.agent = _widest([each.name for each in organisation.agents])
        self.queue = max(_widest([each.name for each in organisation.queues]), len("available"))
        self._at: tuple[int, str] = (-1, "")

    def __call__(self, row: Row) -> str:
        """Return the line of a row."""
        _, at, event, case, agent, queue, _, state, reason = row
        place = state if event == "presence" else queue
        parts = [self._time(at), f"{event:<{_EVENT}}", _filled(case, self.case), _filled(agent, self.agent)]
        parts.append(_filled(place, self.queue))
        return "  ".join([*parts, f"({shown(reason)})" if reason else ""]).rstrip()

    def _time(self, at: int) -> str:
        if self._at[0] != at:
            clock = self.times.clock(at, fine=self.fine, offset=self.offset)
            self._at = (at, f"{self.times.date(at)} {clock}" if self.dated else clock)
        return self._at[1]


def _widest(names: Sequence[str] | dict[str, list[int]]) -> int:
    return min(_WIDEST, max((width_of(shown(name)) for name in names), default=1))


def _filled(name: str | None, width: int) -> str:
    text = shown(name) if name is not None else "-"
    return text + " " * (width - width_of(text))
