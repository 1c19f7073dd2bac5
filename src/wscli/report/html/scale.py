"""Time cut into pieces of a length that clocks have, and step functions averaged over them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = 1000, 60_000, 3_600_000, 86_400_000
_LENGTHS = (
    *(each * SECOND for each in (1, 2, 5, 10, 15, 30)),
    *(each * MINUTE for each in (1, 2, 5, 10, 15, 30)),
    *(each * HOUR for each in (1, 2, 3, 4, 6, 8, 12)),
    *(each * DAY for each in (1, 2, 7, 14, 28, 91, 364)),
)
Steps = Sequence[tuple[int, int]]
"""(instant, value from then on), in order; 0 before the first."""


@dataclass(frozen=True, slots=True)
class Bins:
    """The edges of the pieces: the first begins with the run and the last ends with it."""

    edges: tuple[int, ...]
    length: int

    def __len__(self) -> int:
        return len(self.edges) - 1

    def place(self, at: int) -> int:
        """Return in which piece an instant is; the end is in the last."""
        if at >= self.edges[-1]:
            return len(self) - 1
        return max(bisect_right(self.edges, at) - 1, 0)


def offset_of(zone: tzinfo, at: int) -> int:
    """Return by how many milliseconds clocks of a zone are ahead of UTC at an instant."""
    try:
        moment = (_EPOCH + timedelta(milliseconds=at)).astimezone(zone)
    except OverflowError:
        return 0
    passed = moment.utcoffset() or timedelta()
    return int(passed.total_seconds() * 1000)


def bins(start: int, end: int, most: int, zone: tzinfo = UTC) -> Bins:
    """Cut a run into at most some `most` pieces (and two), on full hours of the clock or whatever fits.

    Where clocks change, pieces of hours and days go on at the hours that clocks show, so one is longer or
    shorter than the others.
    """
    span = max(end - start, 1)
    length = next((each for each in _LENGTHS if span <= each * most), -(-span // most))
    offset = offset_of(zone, start)
    first = ((start + offset) // length + 1) * length - offset
    edges: list[int] = [start]
    for nominal in range(first, end + (DAY if length > HOUR else 0), length):
        edge = nominal + offset - offset_of(zone, nominal) if length > HOUR else nominal
        if edges[-1] < edge < end:
            edges.append(edge)
    return Bins((*edges, max(end, start + 1)), length)


def means(steps: Steps, grid: Bins) -> list[float]:
    """Return the mean of a step function over each piece."""
    sums = [0.0] * len(grid)
    for (at, value), (until, _) in pairwise([*steps, (grid.edges[-1], 0)]):
        if value and until > at:
            _spread(sums, grid, at, until, value)
    return [total / (end - start) for total, (start, end) in zip(sums, pairwise(grid.edges), strict=True)]


def totals(spans: Iterable[tuple[int, int, int]], grid: Bins) -> list[float]:
    """Return value × milliseconds of spans (from, to, value) in each piece."""
    sums = [0.0] * len(grid)
    for at, until, value in spans:
        if until > at:
            _spread(sums, grid, at, until, value)
    return sums


def _spread(sums: list[float], grid: Bins, at: int, until: int, value: int) -> None:
    at, until = max(at, grid.edges[0]), min(until, grid.edges[-1])
    if until <= at:
        return
    first, last = grid.place(at), grid.place(until)
    for place in range(first, last + 1):
        inside = min(until, grid.edges[place + 1]) - max(at, grid.edges[place])
        sums[place] += value * inside


def peaks(steps: Steps, grid: Bins) -> list[int]:
    """Return the largest value in each piece, that with which it begins included."""
    most, value, place = [0] * len(grid), 0, 0
    for at, following in steps:
        here = grid.place(at)
        while place < here:
            place += 1
            # A step at the very edge: what was before it does not count there.
            most[place] = 0 if at == grid.edges[place] else value
        value = following
        most[here] = max(most[here], value)
    for rest in range(place + 1, len(grid)):
        most[rest] = value
    return most


def tally(instants: Iterable[int], grid: Bins) -> list[int]:
    """Return how many instants are in each piece."""
    counts = [0] * len(grid)
    for at in instants:
        counts[grid.place(at)] += 1
    return counts


def summed(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return how many of some spans go on, as a step function."""
    changes: dict[int, int] = {}
    for at, until in spans:
        changes[at] = changes.get(at, 0) + 1
        changes[until] = changes.get(until, 0) - 1
    steps, value = [], 0
    for at in sorted(changes):
        value += changes[at]
        steps.append((at, value))
    return steps


def united(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans with those that touch or overlap made one."""
    joined: list[tuple[int, int]] = []
    for at, until in sorted(spans):
        if joined and at <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(until, joined[-1][1]))
        else:
            joined.append((at, until))
    return joined


def common(spans: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the time that is in both of two lists of spans, each in order and without overlap."""
    found, here, there = [], 0, 0
    while here < len(spans) and there < len(others):
        at, until = max(spans[here][0], others[there][0]), min(spans[here][1], others[there][1])
        if at < until:
            found.append((at, until))
        if spans[here][1] <= others[there][1]:
            here += 1
        else:
            there += 1
    return found
