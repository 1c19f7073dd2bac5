"""The event loop: instants in order, and within each the order of the rulebook's table (rulebook 1).

Arrivals and rows are sorted beforehand and never live on the heap longer than their instant; the heap
holds what is in flight. Schedules go on for ever, so they are followed only while they can matter.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush

from wscli.simulation.kernel.codes import (
    ACTIVE,
    ARRIVAL,
    FOREVER,
    NEVER,
    OPEN,
    ORDER_BITS,
    PATIENCE,
    PICK,
    RESOLVED,
)
from wscli.simulation.kernel.entities import Case
from wscli.simulation.kernel.feeds import Known
from wscli.simulation.kernel.pick import give_looks, listing
from wscli.simulation.kernel.plan import Plan
from wscli.simulation.kernel.push import match
from wscli.simulation.kernel.queues import at_limit, enter
from wscli.simulation.kernel.rows import take_back
from wscli.simulation.kernel.staff import close_times, open_times, refresh
from wscli.simulation.kernel.work import patience_over
from wscli.simulation.kernel.world import Emit, Habits, Probe, Rank, World


def run(
    plan: Plan,
    habits: Habits,
    rank: Rank,
    emit: Emit | None = None,
    probe: Probe | None = None,
    started: Callable[[World], object] | None = None,
) -> World:
    """Run a plan to its end and return the world with its columns filled (rulebook 1.5, 1.6).

    `started` is given the world as the first instant begins: others may look at it, and change nothing.
    """
    w = World(plan, habits, rank, emit, probe)
    _introduce(w)
    if started is not None:
        started(w)
    _play(w)
    _finish(w)
    return w


def _play(w: World) -> None:  # noqa: C901
    """Take one instant after the other, and settle each (rulebook 1.3).

    It is long because it is gone through at every instant, and calls are what Python is slow at.
    """
    plan, heap, dirty, freed, fuller, tentative = w.plan, w.heap, w.dirty, w.freed, w.fuller, w.tentative
    lists, probed = any(agent.lists for agent in w.agents), w.probe is not None
    arrivals, order_of_cases, position = plan.enters[:], plan.order, 0
    arrivals.append(FOREVER)
    arrival_at = arrivals[0]
    known = Known(plan)
    at = heap[0][0]
    while True:
        now = arrival_at if arrival_at < at else at
        if now >= known.stop:
            now = min(now, known.at)
            if known.is_over(w, now, arrival_at):
                break
            if known.at == now:
                known.push_due(heap, now)
                at = now
        w.now = now
        if arrival_at == now:
            # Nothing comes before arrivals that are alone at their instant, nor do they bring what would.
            alone = at > now
            while arrival_at == now:
                if alone:
                    w.last = now
                    arrive(w, order_of_cases[position], 0)
                else:
                    entry = (now, (ARRIVAL << ORDER_BITS) + position, arrive, order_of_cases[position], 0)
                    heappush(heap, entry)
                position += 1
                arrival_at = arrivals[position]
        while True:
            at, order, handler, subject, token = heap[0]
            if at == now:
                if order < _PICKS:
                    heappop(heap)
                    if handler(w, subject, token):
                        w.last = now
                    continue
            elif not (dirty or freed or lists):
                break
            if lists and (w.watch or w.stirred):
                _look(w, now)
                at, order = heap[0][:2]
            if at == now and order < _PATIENCE:
                _take(w, now)
            elif dirty or freed:
                # The pass may bring an agent to a presence in which a listed case is theirs: from the top.
                match(w)
            elif at == now:
                _end_patience(w, now)
            else:
                break
        if fuller or tentative or probed:
            _conclude(w, now)


def _introduce(w: World) -> None:
    """Bring agents and pools together."""
    for pool in w.pools:
        if pool.push:
            standing = pool.standing()
            for index in pool.plan.members:
                w.agents[index].pools.append(standing)
        else:
            for index in pool.plan.listeners:
                agent = w.agents[index]
                agent.lists.append((pool, listing(pool, agent.plan.pick_order)))
    for agent in w.agents:
        agent.least = min((units for units, *_ in agent.pools), default=0)
        if agent.signed_in:
            open_times(agent, w.now)
        refresh(w, agent)
        if agent.lists:
            w.watch[agent.index] = agent


def _conclude(w: World, now: int) -> None:
    """Note what can be said only when an instant is settled."""
    if w.fuller:
        _note_peaks(w)
    if w.tentative and w.last == now:
        w.keep()
    if w.probe is not None:
        w.probe.settled(w)


def _look(w: World, now: int) -> None:
    # An instant at which nothing was done is none: void events wake nobody (rulebook 1.4).
    if now in (w.last, w.acted):
        give_looks(w)


def _end_patience(w: World, now: int) -> None:
    """Withdraw the cases whose patience ends; then a matching pass, and again from the top."""
    while w.heap[0][0] == now:
        _take(w, now)
    match(w)


_PICKS = PICK << ORDER_BITS
_PATIENCE = PATIENCE << ORDER_BITS


def _take(w: World, now: int) -> None:
    _, _, handler, subject, token = heappop(w.heap)
    if handler(w, subject, token):
        w.last = now


def _note_peaks(w: World) -> None:
    """Note where more cases than ever are Open now that the instant is settled (rulebook 8, backlog)."""
    for place in w.fuller:
        if place.open > place.peak:
            place.peak = place.open
    w.fuller.clear()


def arrive(w: World, index: int, token: int) -> bool:
    """Route a case and let it enter its queue (rulebook 1.3 kind 4)."""
    plan = w.plan
    place = plan.pool[index]
    pool = w.pools[place] if place >= 0 else None
    entered, patience = plan.arrived[index], plan.patience[index]
    w.flight[index] = case = Case(index, pool, entered, plan.handle[index])
    if w.emit is not None:
        w.write(w.now, "arrived", index, NEVER, NEVER, NEVER, OPEN, "")
        w.write(w.now, "routed", index, NEVER, *w.place_of(case), OPEN, "")
    if pool is None:
        w.note("undistributed", case, NEVER)
    if patience >= 0:
        due = max(entered + patience, w.now)
        heappush(w.heap, (due, _PATIENCE + index, patience_over, case, 0))
    enter(w, case)
    return True


def _count_rows(w: World) -> None:
    """Count the rows that nearly every case has, all at once: one by one they would cost 1 % of a run."""
    columns, ending = w.columns, w.columns.ending
    came = len(ending) - ending.count(0) + len(w.flight)
    w.events += 2 * came + sum(columns.offers) + sum(columns.accepts) + ending.count(RESOLVED)


def _finish(w: World) -> None:
    """Book everything up to the end of the run and record what is still in flight."""
    plan = w.plan
    if plan.until is None:
        take_back(w)
    else:
        w.keep()
    _count_rows(w)
    w.now = end = w.last if plan.until is None else plan.until
    for agent in w.agents:
        if agent.signed_in:
            close_times(agent, end)
    for pool in w.pools:
        for place in pool.places:
            place.open_ms += pool.open_ms
    columns = w.columns
    for case in w.flight.values():
        if case.state == ACTIVE:
            case.active_ms += end - case.since
        columns.state[case.index] = case.state
        columns.entered[case.index] = case.entered
        columns.active_ms[case.index] = case.active_ms
        if case.state == OPEN:
            waited = end - max(case.entered, plan.start)
            for place in w.places_of(case):
                place.open_ms += waited
            _say_why(w, case)


def _say_why(w: World, case: Case) -> None:
    """Note why a distributed case still waits, where the rules give the reason (rulebook 5.6, 5.7)."""
    pool, past = case.pool, case.past
    if pool is None or past is None or case.offered_to is not None:
        return
    if at_limit(w, case):
        w.columns.reasons[case.index] = "offer-limit"
    elif pool.push and pool.plan.cooldown is None:
        members = set(pool.plan.members)
        if members and members <= set(past.missed_by):
            w.columns.reasons[case.index] = "all-declined"
