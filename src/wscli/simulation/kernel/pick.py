"""Pick: looks at the list of open work items, and cases taken from it (rulebook 6).

Who sees a list change is known without asking everybody: an agent who was given no look waits as a
watcher at the pools that could give them one, and a pool wakes its watchers when its first case
changes.
"""

from __future__ import annotations

from typing import Any

from wscli.simulation.kernel.codes import OFFLINE, PICK, RANDOM
from wscli.simulation.kernel.entities import Agent, Case, Pool
from wscli.simulation.kernel.queues import first_on_list
from wscli.simulation.kernel.staff import follow_load, refresh, take_units
from wscli.simulation.kernel.work import begin, cancel_offer
from wscli.simulation.kernel.world import World


def give_looks(w: World) -> None:
    """Give a look to every agent, in order of definition, whose first case would be theirs to take."""
    stirred, w.stirred = w.stirred, {}
    for pool in stirred:
        w.watch.update(pool.watchers)
        pool.watchers.clear()
    watch, w.watch = w.watch, {}
    for index in sorted(watch):
        agent = watch[index]
        if agent.looking or not agent.signed_in:
            continue
        case = _first(w, agent, agent.looks + 1)
        if case is not None and _fits(agent, case.pool):
            agent.looking = True
            agent.looks += 1
            after = w.look_after(index, agent.looks)
            w.schedule(w.now + after, PICK, look, agent, agent.looks)
        else:
            _watch(agent, case)


def _first(w: World, agent: Agent, look: int) -> Case | None:
    """Return the first case on an agent's list, over all their pools, as they sort it in that look."""
    if agent.plan.pick_order == RANDOM:
        return _lucky(w, agent, look)
    firsts = [entry for entry in (first_on_list(entries) for _, entries in agent.lists) if entry is not None]
    if not firsts:
        return None
    case: Case = min(firsts)[-1][3]
    return case


def _lucky(w: World, agent: Agent, look: int) -> Case | None:
    """Return the case with the lowest lot; each case has its own, so that others coming change none."""
    cases: list[Case] = []
    for _, entries in agent.lists:
        # Nothing pops these lists from the top, so what has left is dropped here.
        entries[:] = [entry for entry in entries if entry[-1][3].ticket is entry[-1]]
        cases += [entry[-1][3] for entry in entries]
    return min(cases, key=lambda case: w.lot(case.index, agent.index, look), default=None)


def _fits(agent: Agent, pool: Pool | None) -> bool:
    """Whether a pool's workstream allows the agent's presence and its units fit (rulebook 6.5)."""
    assert pool is not None
    allowed = pool.allowed >> agent.presence & 1 if pool.allowed else agent.presence != OFFLINE
    return bool(allowed) and agent.remaining >= pool.units


def _watch(agent: Agent, blocking: Case | None) -> None:
    """Let an agent be woken by the pools that they could take from, and by the one that blocks them."""
    for pool, _ in agent.lists:
        if (blocking is not None and pool is blocking.pool) or _fits(agent, pool):
            pool.watchers[agent.index] = agent


def look(w: World, agent: Agent, token: int) -> bool:
    """Let an agent take what is first on their list now, if it fits and is allowed."""
    agent.looking = False
    w.watch[agent.index] = agent
    if not agent.signed_in:
        return False
    case = _first(w, agent, token)
    if case is None or not _fits(agent, case.pool):
        return False
    pick(w, agent, case)
    return True


def pick(w: World, agent: Agent, case: Case) -> None:
    """Make an Open case Active with the agent who takes it, whatever their units say."""
    pool = case.pool
    assert pool is not None
    if w.probe is not None:
        w.probe.placing(w, case, agent)
    if case.offered_to is not None:
        cancel_offer(w, case, "picked")
    agent.idle_since = w.now
    agent.ever_assigned = True
    agent.picks += 1
    w.columns.picks[case.index] += 1
    take_units(w, agent, pool)
    if agent.remaining < 0:
        agent.over_capacity += 1
        w.columns.over_capacity[case.index] += 1
    begin(w, case, agent)
    w.note("picked", case, agent.index)
    if follow_load(w, agent, pool.units):
        refresh(w, agent)


def listing(pool: Pool, order: int) -> list[tuple[Any, ...]]:
    """Return the pool's list in one order, made when first asked for."""
    return pool.lists.setdefault(order, [])
