"""Where Open cases wait: lines of push pools, lists of pick pools, and the count of the backlog."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import Any

from wscli.simulation.kernel.codes import BY_PRIORITY, OLDEST, RANDOM
from wscli.simulation.kernel.entities import Case, Line, Pool
from wscli.simulation.kernel.world import World


def enter(w: World, case: Case) -> None:
    """Count a case as Open and let it wait in its pool, if it has one."""
    pool = case.pool
    for place in w.places_of(case) if pool is None else pool.places:
        place.open = count = place.open + 1
        if count > place.peak:
            w.fuller[place] = None
    if pool is not None:
        line_up(w, case, pool)


def leave(w: World, case: Case) -> None:
    """Count a case as no longer Open, and take it out of where it waits."""
    if case.ticket is not None:
        step_out(w, case)
    entered, start, pool = case.entered, w.start, case.pool
    waited = w.now - (entered if entered > start else start)
    if pool is None:
        for place in w.places_of(case):
            place.open -= 1
            place.open_ms += waited
        return
    pool.open_ms += waited
    anywhere, queue, workstream = pool.places
    anywhere.open -= 1
    queue.open -= 1
    workstream.open -= 1


def line_up(w: World, case: Case, pool: Pool) -> None:
    """Let an Open, distributed case without an offer wait: in a line (push) or on lists (pick)."""
    line = pool.line
    if case.past is not None:
        if at_limit(w, case):
            return
        if pool.push:
            line = _line_of(w, pool, case)
    w.sequence = sequence = w.sequence + 1
    case.ticket = ticket = (case.entered, case.index, sequence, case)
    if not pool.push:
        if case.index not in w.plan.reserved:
            _list(w, pool, case)
        return
    case.line = line
    heappush(line.tickets, ticket)
    if not line.count:
        # Behind a case that nobody can take nobody can take this one either: their line is the same.
        w.dirty[pool] = None
    line.count += 1


def at_limit(w: World, case: Case) -> bool:
    """Whether a case has been offered, or given back, as often as it may be (rulebook 5.7)."""
    most = w.plan.max_offers
    return w.columns.offers[case.index] >= most or w.columns.transfers[case.index] >= most


def _line_of(w: World, pool: Pool, case: Case) -> Line:
    """Return the line of the agents who are cooling down on a case now."""
    assert case.past is not None
    cooling = frozenset(agent for agent, until in case.past.cooling.items() if until > w.now or until < 0)
    if not cooling:
        return pool.line
    line = pool.lines.get(cooling)
    if line is None:
        line = pool.lines[cooling] = Line(pool, cooling)
    return line


def step_out(w: World, case: Case) -> None:
    """Take a waiting case out of its line or lists; what is left of it there is dropped when met."""
    line = case.line
    if line is None:
        _unlist(w, case)
        return
    case.ticket = case.line = None
    line.count -= 1
    if not line.count:
        line.tickets.clear()
        if line is not line.pool.line:
            del line.pool.lines[line.cooling]


def _unlist(w: World, case: Case) -> None:
    ticket, pool = case.ticket, case.pool
    assert pool is not None
    case.ticket = None
    for order, entries in pool.lists.items():
        if order == RANDOM or (entries and entries[0][-1] is ticket):
            w.stirred[pool] = None


def first_in_line(line: Line) -> Case:
    """Return the case that has waited longest in a line; there must be one."""
    tickets = line.tickets
    while True:
        ticket = tickets[0]
        case = ticket[3]
        if case.ticket is ticket:
            return case
        heappop(tickets)


def _list(w: World, pool: Pool, case: Case) -> None:
    """Put a pick case on the lists of its pool, one for each order that somebody there goes by."""
    ticket = case.ticket
    assert ticket is not None
    for order, entries in pool.lists.items():
        entry = (*list_key(w, pool, case, order), w.sequence, ticket)
        heappush(entries, entry)
        if order == RANDOM or entries[0] is entry:
            w.stirred[pool] = None


def list_key(w: World, pool: Pool, case: Case, order: int) -> tuple[int, ...]:
    """Return where a case stands on a list (rulebook 6.1, 6.5)."""
    if order in (OLDEST, RANDOM):
        return pool.priority, case.entered, case.index
    if order == BY_PRIORITY:
        return w.plan.priority[case.index] or (1 << 62), case.entered, case.index
    return -case.entered, -case.index


def first_on_list(entries: list[tuple[Any, ...]]) -> tuple[Any, ...] | None:
    """Return the first valid entry of a list; its last field is the ticket of the case."""
    while entries:
        ticket = entries[0][-1]
        if ticket[3].ticket is ticket:
            return entries[0]
        heappop(entries)
    return None
