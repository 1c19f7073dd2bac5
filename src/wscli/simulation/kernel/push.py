"""Push: the matching pass, which gives waiting cases to the agents who rank first (rulebook 5.1–5.4)."""

from __future__ import annotations

from heapq import heappop, heappush, heapreplace
from typing import Any

from wscli.simulation.kernel.entities import NOBODY, Agent, Case, Key, Line, Pool
from wscli.simulation.kernel.offers import place
from wscli.simulation.kernel.queues import first_in_line
from wscli.simulation.kernel.staff import let_in, lines_for, refresh
from wscli.simulation.kernel.world import World


def match(w: World) -> None:
    """Run matching passes over the pools that changed until one assigns nothing (rulebook 5.3)."""
    # Emptied by popitem where that can be: a dict that was cleared has to find memory anew.
    dirty, freed, gains = w.dirty, w.freed, w.work_gains
    while dirty or freed:
        if freed:
            agent, _ = freed.popitem()
            if not (freed or dirty or gains):
                _employ(w, agent)
                continue
            let_in(w, agent)
            while freed:
                let_in(w, freed.popitem()[0])
            if not dirty:
                continue
        pool, _ = dirty.popitem()
        if not (dirty or gains or pool.lines):
            _serve(w, pool, pool.line)
        else:
            pools = [pool, *dirty]
            dirty.clear()
            _one_pass(w, pools)


def _employ(w: World, agent: Agent) -> None:
    """Give an agent what waits for them, in order; then they are known to their pools for what they are.

    They are the only one who can take anything: before they came free nobody could (rulebook 5.3).
    """
    turns: list[tuple[Any, ...]] = []
    for line in lines_for(agent):
        _add_turn(turns, line)
    while turns:
        _, _, _, _, case, pool, line = heappop(turns)
        while agent.remaining >= pool.units and pool.allowed >> agent.presence & 1:
            place(w, case, agent, pool)
            if not line.count:
                break
            if turns:
                _add_turn(turns, line)
                break
            case = first_in_line(line)
    refresh(w, agent, in_pass=True)


def _serve(w: World, pool: Pool, line: Line) -> None:
    """Give the cases of the only line that changed their best agents, until one finds nobody."""
    while line.count:
        key = _first_ready(w, pool)
        if key is None:
            return
        case = first_in_line(line)
        agent = w.agents[key[-1]] if case.past is None else _best_with_past(w, case, pool)
        if agent is None:
            return
        place(w, case, agent, pool)


def _one_pass(w: World, pools: list[Pool]) -> None:
    """Give the waiting cases, in order, their best agents; each line is left at its first refusal.

    An agent only loses room in a pass, so a line that found nobody stays so, but for one thing: work
    may bring an agent to a presence that another pool allows. Such a pool's cases further back in the
    order still have their turn in this pass, and all of it in the next.
    """
    turns: list[tuple[Any, ...]] = []
    gained: dict[Pool, None] = {}
    for pool in pools:
        for line in (pool.line, *pool.lines.values()):
            if line.count:
                _add_turn(turns, line)
    while turns:
        priority, entered, index, _, case, pool, line = heappop(turns)
        agent = _best(w, case, pool) if case.ticket is not None else None
        if agent is None:
            continue
        place(w, case, agent, pool)
        if line is not None and line.count:
            _add_turn(turns, line)
        if w.dirty:
            gained.update(w.dirty)
            for pool in w.dirty:
                _late_turns(w, turns, pool, (priority, entered, index))
            w.dirty.clear()
    w.dirty.update(gained)


def _add_turn(turns: list[tuple[Any, ...]], line: Line) -> None:
    """Add the turn of the first case in a line: its place in the order, then what it is."""
    case, pool = first_in_line(line), line.pool
    heappush(turns, (pool.priority, case.entered, case.index, 0, case, pool, line))


def _late_turns(w: World, turns: list[tuple[Any, ...]], pool: Pool, order: tuple[int, ...]) -> None:
    """Add a turn for each case of a pool that comes after the place reached in the order."""
    for line in (pool.line, *pool.lines.values()):
        for ticket in line.tickets:
            entered, index, _, case = ticket
            if case.ticket is ticket and (pool.priority, entered, index) > order:
                w.sequence += 1
                heappush(turns, (pool.priority, entered, index, w.sequence, case, pool, None))


def _best(w: World, case: Case, pool: Pool) -> Agent | None:
    """Return the eligible agent who ranks first for a case, or None (rulebook 5.1, 5.2)."""
    if case.past is not None:
        return _best_with_past(w, case, pool)
    key = _first_ready(w, pool)
    return None if key is None else w.agents[key[-1]]


def _best_with_past(w: World, case: Case, pool: Pool) -> Agent | None:
    """Return who ranks first for a case that somebody missed: they come behind all others, if at all."""
    past, line = case.past, case.line
    assert past is not None
    aside: list[Key] = []
    chosen: Agent | None = None
    while (key := _first_ready(w, pool)) is not None:
        index = key[-1]
        if index not in past.missed_by:
            chosen = w.agents[index]
            break
        aside.append(heappop(pool.ready))
        if chosen is None and line is not None and index not in line.cooling:
            chosen = w.agents[index]
    for key in aside:
        heappush(pool.ready, key)
    return chosen


def _first_ready(w: World, pool: Pool) -> Key | None:
    """Return the rank of the first agent who is eligible for a pool, brought up to date, or None."""
    ready, bounds, agents = pool.ready, pool.bounds, w.agents
    while ready:
        key = ready[0]
        index = key[-1]
        if bounds[index] is not key:
            heappop(ready)
            continue
        agent = agents[index]
        remaining = agent.remaining
        if remaining < pool.units or not pool.allowed >> agent.presence & 1 or not agent.signed_in:
            heappop(ready)
            bounds[index] = NOBODY
            continue
        current = w.rank(remaining, agent.sessions[pool.workstream], agent.idle_since, index)
        if current == key:
            return key
        bounds[index] = current
        heapreplace(ready, current)
    return None
