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
    """The event rows and the schedules of a plan; `at` is when the next of them is due."""

    __slots__ = ("at", "ends", "rows", "schedule")

    def __init__(self, plan: Plan) -> None:
        self.rows, self.schedule = Feed(iter(plan.rows)), Feed(plan.schedule)
        self.ends = plan.until is not None
        self.at = min(self.rows.at, self.schedule.at)

    def push_due(self, heap: list[tuple[Any, ...]], now: int) -> int:
        """Put what is due now on the heap; return when the next is due."""
        self.rows.push_due(heap, now)
        self.schedule.push_due(heap, now)
        self.at = min(self.rows.at, self.schedule.at)
        return self.at

    def matters(self, w: World) -> bool:
        """Whether the run goes on for what is due next, now that no case is to arrive."""
        return self.ends or self.rows.at < FOREVER or self.at == FOREVER or _may_matter(w, self.at)


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
