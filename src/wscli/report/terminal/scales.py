"""Where the marks of an axis are: instants, spans of time and counts that people would choose.

Marks of time are on the clock of the run's zone, so that midnight is midnight on both sides of a change of
the clocks. Nothing is drawn here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo

Mark = tuple[int, str]
"""An instant in epoch milliseconds, and what stands below it."""

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_STEPS = (
    *(1, 5, 10, 15, 30),
    *(each * _MINUTE for each in (1, 2, 5, 10, 15, 30)),
    *(each * _HOUR for each in (1, 2, 3, 6, 12)),
    *(each * _DAY for each in (1, 2, 7, 14)),
)
_MONTHS = (1, 2, 3, 6, *(12 * each for each in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)))
_LAST = datetime.max - timedelta(days=28)
"""Behind it a step may lead out of the calendar."""
_MONTH_MS = 30 * _DAY * 1000
# Not strftime: it speaks the language of whoever has set one.
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def instants(start: int, end: int, zone: tzinfo, most: int) -> list[Mark]:
    """Return at most `most` marks between two instants, the clock's round ones."""
    span = end - start
    for step in _STEPS:
        if span < step * 1000 * most:
            return list(_within(start, end, zone, _by_seconds(start, zone, step), step))
    for months in _MONTHS:
        if span < months * _MONTH_MS * most:
            break
    return list(_within(start, end, zone, _by_months(start, zone, months), months * 30 * _DAY))


def _within(start: int, end: int, zone: tzinfo, clocks: Iterator[datetime], step: int) -> Iterator[Mark]:
    last = start - 1
    for clock in clocks:
        at = round(clock.replace(tzinfo=zone).timestamp() * 1000)
        if at > end:
            return
        # An hour that the clocks skip or repeat has no instant of its own.
        if at > last:
            yield at, _label(clock, step)
            last = at


def _by_seconds(start: int, zone: tzinfo, step: int) -> Iterator[datetime]:
    """Yield clock times at multiples of `step` seconds; days count from a Monday."""
    first = _clock(start, zone)
    epoch = datetime(1969, 12, 29)
    clock = epoch + timedelta(seconds=(first - epoch) // timedelta(seconds=step) * step)
    while clock < _LAST:
        yield clock
        clock += timedelta(seconds=step)


def _by_months(start: int, zone: tzinfo, step: int) -> Iterator[datetime]:
    first = _clock(start, zone)
    month = (first.year * 12 + first.month - 1) // step * step
    while month < _LAST.year * 12:
        yield datetime(max(month // 12, 1), month % 12 + 1, 1)
        month += step


def _clock(at: int, zone: tzinfo) -> datetime:
    return (
        (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at)).astimezone(zone).replace(tzinfo=None)
    )


def _label(clock: datetime, step: int) -> str:
    """Return what stands below a mark: the date where one begins, else the time."""
    if step >= 28 * _DAY:
        month = _MONTH_NAMES[clock.month - 1]
        return str(clock.year) if step >= 360 * _DAY else f"{month} {clock.year}"
    if clock.hour == clock.minute == clock.second == 0:
        return f"{_DAY_NAMES[clock.weekday()]} {clock.day} {_MONTH_NAMES[clock.month - 1]}"
    return f"{clock:%H:%M:%S}" if step < _MINUTE else f"{clock:%H:%M}"


def count_above(most: int) -> int:
    """Return the end of an axis of counts: the next number from `most` on that is round and can be halved."""
    if most <= 1:
        return 1
    for small in (2, 4, 6, 8):
        if small >= most:
            return small
    size = 1
    while True:
        for factor in (10, 12, 16, 20, 30, 40, 50, 60, 80):
            if factor * size >= most:
                return factor * size
        size *= 10


EDGES = (1, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400, 172_800, 604_800)
"""Seconds at which spans of waiting part, as people speak of them."""


def spans(counts: Sequence[tuple[int, int]], keep: int, most: int) -> list[tuple[int, int | None, int]]:
    """Return spans of seconds from 0 on, and how many of `counts` (seconds, number) are in each.

    At most `most`: neighbours with the fewest are joined, but never across `keep`. The first is not empty
    unless it reaches to `keep`; the last has no end.
    """
    longest = max((seconds for seconds, _ in counts), default=0)
    edges = sorted({0, *(edge for edge in (*EDGES, keep) if edge <= longest)})
    numbers = [0] * len(edges)
    for seconds, number in counts:
        numbers[bisect_right(edges, seconds) - 1] += number
    while len(edges) > 1 and not numbers[0] and edges[1] != keep:
        del numbers[0], edges[1]
    while len(edges) > most:
        joints = [index for index in range(1, len(edges)) if edges[index] != keep]
        least = min(joints, key=lambda index: numbers[index - 1] + numbers[index])
        numbers[least - 1] += numbers.pop(least)
        del edges[least]
    return list(zip(edges, [*edges[1:], None], numbers, strict=True))
