"""Push: the matching pass, offers, and what becomes of them (rulebook 5)."""

from __future__ import annotations

from heapq import heappop, heappush, heapreplace
from typing import Any

from wscli.simulation.kernel.codes import (
    ACCEPTS,
    AWAY,
    BUSY_DND,
    DECLINES,
    IGNORES,
    NEVER,
    OPEN,
    RESPONSE,
    TIMER,
)
from wscli.simulation.kernel.entities import Agent, Case, Line, Pool
from wscli.simulation.kernel.queues import first_in_line, line_up, step_out
from wscli.simulation.kernel.staff import follow_load, give_units, refresh, set_presence, take_units
from wscli.simulation.kernel.work import begin, note_asked
from wscli.simulation.kernel.world import World


def match(w: World) -> None:
    """Run matching passes over the pools that changed until one assigns nothing (rulebook 5.3)."""
    while w.dirty:
        pools, w.dirty = w.dirty, {}
        if len(pools) == 1 and not w.work_gains:
            for pool in pools:
                if not pool.lines:
                    _serve(w, pool.line)
                    break
            else:
                _one_pass(w, pools)
        else:
            _one_pass(w, pools)


def _serve(w: World, line: Line) -> None:
    """Give the cases of the only line that changed their best agents, until one finds nobody."""
    while (case := first_in_line(line)) is not None:
        agent = _best(w, case)
        if agent is None:
            return
        _place(w, case, agent)


def _one_pass(w: World, pools: dict[Pool, None]) -> None:
    """Give the waiting cases, in order, their best agents; each line is left at its first refusal.

    An agent only loses room in a pass, so a line that found nobody stays so, but for one thing: work
    may bring an agent to a presence that another pool allows. Such a pool's cases further back in the
    order still have their turn in this pass, and all of it in the next.
    """
    turns: list[tuple[Any, ...]] = []
    for pool in pools:
        for line in (pool.line, *pool.lines.values()):
            _add_turn(w, turns, line)
    while turns:
        *order, _, case, line = heappop(turns)
        agent = _best(w, case) if case.ticket is not None else None
        if agent is None:
            continue
        known, w.dirty = w.dirty, {}
        _place(w, case, agent)
        if line is not None:
            _add_turn(w, turns, line)
        for pool in w.dirty:
            _late_turns(w, turns, pool, order)
        w.dirty.update(known)


def _add_turn(w: World, turns: list[tuple[Any, ...]], line: Line) -> None:
    """Add the turn of the first case in a line: its place in the order, then what it is."""
    case = first_in_line(line)
    if case is not None:
        w.sequence += 1
        heappush(turns, (line.pool.priority, case.entered, case.index, w.sequence, case, line))


def _late_turns(w: World, turns: list[tuple[Any, ...]], pool: Pool, order: list[int]) -> None:
    """Add a turn for each case of a pool that comes after the place reached in the order."""
    for line in (pool.line, *pool.lines.values()):
        for ticket in line.tickets:
            entered, index, _, case = ticket
            if case.ticket is ticket and [pool.priority, entered, index] > order:
                w.sequence += 1
                heappush(turns, (pool.priority, entered, index, w.sequence, case, None))


def _best(w: World, case: Case) -> Agent | None:
    """Return the eligible agent who ranks first for a case, or None (rulebook 5.1, 5.2)."""
    pool, agents, rank = case.pool, w.agents, w.rank
    assert pool is not None
    ready, bounds = pool.ready, pool.bounds
    past, line = case.past, case.line
    aside: list[tuple[int, ...]] = []
    second: Agent | None = None
    chosen: Agent | None = None
    while ready:
        key = ready[0]
        index = key[-1]
        agent = agents[index]
        if bounds.get(index) is not key:
            heappop(ready)
            continue
        if not (agent.signed_in and pool.allowed >> agent.presence & 1 and agent.remaining >= pool.units):
            heappop(ready)
            del bounds[index]
            continue
        current = rank(agent.remaining, agent.sessions[pool.workstream], agent.idle_since, index)
        if current != key:
            bounds[index] = current
            heapreplace(ready, current)
            continue
        if past is None or index not in past.missed_by:
            chosen = agent
            break
        aside.append(heappop(ready))
        if second is None and line is not None and index not in line.cooling:
            second = agent
    for key in aside:
        heappush(ready, key)
    return chosen or second


def _place(w: World, case: Case, agent: Agent) -> None:
    """Give a case to an agent: an offer, or at once where the workstream assigns (rulebook 5.5, 5.8)."""
    pool = case.pool
    assert pool is not None
    if w.probe is not None:
        w.probe.placing(w, case, agent)
    step_out(w, case)
    agent.idle_since = w.last = w.now
    agent.ever_assigned = True
    take_units(w, agent, pool)
    if pool.auto_assign:
        begin(w, case, agent)
        w.note("assigned", case, agent.index)
    else:
        _offer(w, case, agent, pool)
    if follow_load(w, agent, pool.units):
        refresh(w, agent)


def _offer(w: World, case: Case, agent: Agent, pool: Pool) -> None:
    index = case.index
    columns = w.columns
    case.offered_to = agent
    case.stamp += 1
    agent.offers[case] = None
    agent.made += 1
    columns.offers[index] += 1
    if columns.first_offered[index] < 0:
        columns.first_offered[index] = w.now
    w.note("offered", case, agent.index)
    timeout = pool.plan.offer_timeout
    does, after = IGNORES, timeout
    if index not in w.plan.scripted:
        asked = 0 if case.past is None else case.past.asked.get(agent.index, 0)
        does, after = w.answer(index, agent.index, asked + 1)
    if does == IGNORES or after > timeout:
        w.schedule(w.now + timeout, TIMER, time_out, case, case.stamp)
    else:
        handler = accept if does == ACCEPTS else decline
        w.schedule(w.now + after, RESPONSE, handler, case, case.stamp)
        assert does in (ACCEPTS, DECLINES)


def accept(w: World, case: Case, stamp: int) -> bool:
    """Make an offered case Active; its units are held already."""
    if stamp != case.stamp:
        return False
    agent = case.offered_to
    assert agent is not None
    case.offered_to = None
    del agent.offers[case]
    case.answered = True
    agent.accepted += 1
    w.columns.accepts[case.index] += 1
    begin(w, case, agent)
    w.note("accepted", case, agent.index)
    return True


def decline(w: World, case: Case, stamp: int) -> bool:
    """Take an offer back that the agent does not want."""
    if stamp != case.stamp:
        return False
    agent = case.offered_to
    assert agent is not None
    agent.declined += 1
    w.columns.declines[case.index] += 1
    presence = BUSY_DND if w.plan.dnd_after_decline else NEVER
    _give_back(w, case, "declined", "", presence, "declined-offer")
    return True


def time_out(w: World, case: Case, stamp: int) -> bool:
    """Take an offer back that was not answered in time."""
    if stamp != case.stamp:
        return False
    _missed(w, case, "", AWAY if w.plan.away_after_miss else NEVER)
    return True


def _missed(w: World, case: Case, reason: str, presence: int) -> None:
    agent = case.offered_to
    assert agent is not None
    agent.timed_out += 1
    w.columns.timeouts[case.index] += 1
    _give_back(w, case, "timed-out", reason, presence, "missed-offer")


def drop_offers(w: World, agent: Agent) -> None:
    """Turn all offers of an agent who went Offline into timeouts, in the order they were made."""
    for case in list(agent.offers):
        w.last = w.now
        _missed(w, case, "offline", NEVER)


def _give_back(w: World, case: Case, event: str, reason: str, presence: int, why: str) -> None:
    """End an offer without an answer that takes it: units back, Open in its place, cool-down begins."""
    agent, pool = case.offered_to, case.pool
    assert agent is not None and pool is not None
    case.offered_to = None
    case.stamp += 1
    del agent.offers[case]
    note_asked(case, agent)
    past = case.remember()
    past.missed_by[agent.index] = None
    if pool.plan.cooldown is None:
        past.cooling[agent.index] = NEVER
    else:
        until = w.now + max(pool.plan.cooldown, 1)
        past.cooling[agent.index] = until
        w.schedule(until, TIMER, cooled_down, case, agent.index)
    give_units(w, agent, pool)
    w.note(event, case, agent.index, reason)
    follow_load(w, agent, pool.units)
    line_up(w, case)
    if presence >= 0:
        agent.sticky = True
        set_presence(w, agent, presence, why)
    refresh(w, agent)


def cooled_down(w: World, case: Case, agent: int) -> bool:
    """End an agent's cool-down on a case; only for an Open case does it bring a matching pass."""
    if case.state != OPEN:
        return False
    if case.line is not None:
        step_out(w, case)
        line_up(w, case)
    return True
