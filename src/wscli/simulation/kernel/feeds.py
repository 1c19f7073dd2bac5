"""What is known before a run: event rows and schedules, in order of time, one at a time.

Schedules go on for ever; so here is also how long they are followed (rulebook 1.6).
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from typing import Any

from wscli.simulation.kernel.codes import FOREVER, OPEN, ORDER_BITS
from wscli.simulation.kernel.entities import Case
from wscli.simulation.kernel.offers import cooled_down
from wscli.simulation.kernel.plan import Plan, Row
from wscli.simulation.kernel.rows import apply_row
from wscli.simulation.kernel.work import patience_over
from wscli.simulation.kernel.world import World

_EIGHT_DAYS = 8 * 86_400_000


class Feed:
    """Rows to come; `at` is when the next is due, FOREVER if there is none."""

    __slots__ = ("at", "row", "source")

    def __init__(self, source: Iterator[Row]) -> None:
        self.source = source
        self._next()

    def _next(self) -> None:
        self.row = next(self.source, None)
        self.at = FOREVER if self.row is None else self.row[0]

    def push_due(self, heap: list[tuple[Any, ...]], now: int) -> None:
        """Put what is due now on the heap, each row in its place within the instant."""
        while self.at == now and self.row is not None:
            _, kind, place, *_ = self.row
            heappush(heap, (now, (kind << ORDER_BITS) + place, apply_row, self.row, 0))
            self._next()


class Known:
    """What is known beforehand: event rows, schedules, and the end of a run that has one.

    `at` is when the next row is due, `stop` the first instant that has to do with any of it.
    """

    __slots__ = ("at", "rows", "schedule", "stop", "until")

    def __init__(self, plan: Plan) -> None:
        self.rows, self.schedule = Feed(iter(plan.rows)), Feed(plan.schedule)
        self.until = plan.until
        self._note_next()

    def _note_next(self) -> None:
        self.at = min(self.rows.at, self.schedule.at)
        self.stop = self.at if self.until is None else min(self.at, self.until + 1)

    def push_due(self, heap: list[tuple[Any, ...]], now: int) -> None:
        """Put what is due now on the heap."""
        self.rows.push_due(heap, now)
        self.schedule.push_due(heap, now)
        self._note_next()

    def is_over(self, w: World, now: int, arrival_at: int) -> bool:
        """Whether the run ends before an instant: at its end, or because what is left cannot matter."""
        if self.until is not None:
            return now > self.until
        if now == FOREVER:
            return True
        comes = arrival_at < FOREVER or self.rows.at < FOREVER
        return not comes and not _may_matter(w, now)


def _may_matter(w: World, entry_at: int) -> bool:
    """Whether a schedule entry may still matter when no arrival and no row is left (rulebook 1.6).

    It does while anything else is pending, and for 8 days, or to the last dated entry, while a
    distributed case is Open.
    """
    heap = w.heap
    while _is_void(w, *heap[0][2:]):
        heappop(heap)
    if heap[0][0] < FOREVER:
        return True
    if w.hopeful[0] != w.last:
        hope = any(case.state == OPEN and case.pool is not None for case in w.flight.values())
        w.hopeful = (w.last, hope)
    return w.hopeful[1] and entry_at <= max(w.last + _EIGHT_DAYS, w.plan.last_dated)


def _is_void(w: World, handler: object, subject: Any, token: int) -> bool:
    """Whether an event on the heap no longer applies (rulebook 1.4)."""
    if not isinstance(subject, Case):
        return False
    if handler is cooled_down:
        return subject.state != OPEN
    if handler is patience_over:
        return subject.state != OPEN or w.columns.accepted[subject.index] >= 0
    return subject.stamp != token
