"""What an agent holds and which presence follows from it (rulebook 3.4, 4.3, 5.1).

Units are held from offer to answer and while a case is Active. Here is also where an agent who has
come to rank better, or to be eligible, is made known to the pools.
"""

from __future__ import annotations

from heapq import heapify, heappush

from wscli.simulation.kernel.codes import AVAILABLE, AWAY, BUSY, BUSY_DND, OFFLINE
from wscli.simulation.kernel.entities import Agent, Pool
from wscli.simulation.kernel.world import World

_STICKY = (AWAY, BUSY_DND, OFFLINE)


def open_times(agent: Agent, now: int) -> None:
    """Begin to count an agent's times: they sign in, or the run begins."""
    agent.signed_ms -= now
    agent.held_ms -= (agent.capacity - agent.remaining) * now
    if agent.load:
        agent.busy_ms -= now


def close_times(agent: Agent, now: int) -> None:
    """Stop counting an agent's times: they sign out, or the run ends."""
    agent.signed_ms += now
    agent.held_ms += (agent.capacity - agent.remaining) * now
    if agent.load:
        agent.busy_ms += now


def take_units(w: World, agent: Agent, pool: Pool) -> None:
    """Hold the units of a case; what follows from it for the presence comes after the row in the log."""
    if agent.signed_in:
        agent.held_ms -= pool.units * w.now
        if not agent.load:
            agent.busy_ms -= w.now
    agent.remaining -= pool.units
    agent.load += 1
    agent.sessions[pool.workstream] += 1
    if agent.lists:
        w.watch[agent.index] = agent


def give_units(w: World, agent: Agent, pool: Pool) -> None:
    """Give the units of a case back."""
    agent.remaining += pool.units
    agent.load -= 1
    agent.sessions[pool.workstream] -= 1
    if agent.signed_in:
        agent.held_ms += pool.units * w.now
        if not agent.load:
            agent.busy_ms += w.now
    if agent.lists:
        w.watch[agent.index] = agent


def follow_load(w: World, agent: Agent, units: int) -> bool:
    """Recompute the automatic presence after held units changed by `units` (rulebook 4.3).

    Returns whether a pool allows the new presence that did not allow the old one.
    """
    if agent.sticky or not units or not agent.signed_in:
        return False
    remaining = agent.remaining
    loaded = BUSY if remaining > 0 else BUSY_DND
    return set_presence(w, agent, AVAILABLE if remaining == agent.capacity else loaded, "automatic")


def set_presence(w: World, agent: Agent, presence: int, reason: str) -> bool:
    """Change the base presence and log it; a change to the presence they are in is none.

    Returns whether a pool allows the new presence that did not allow the old one.
    """
    old = agent.presence
    if presence == old:
        return False
    agent.presence = presence
    w.note("presence", None, agent.index, reason)
    if agent.lists:
        w.watch[agent.index] = agent
    return w.gains[old][presence]


def is_sticky(w: World, presence: int) -> bool:
    """Whether a presence that somebody said stays when the load changes."""
    return presence in _STICKY or not w.plan.automatic_presence


def refresh(w: World, agent: Agent) -> None:
    """Make an agent known to every pool in which they are eligible now and rank better than before."""
    if not agent.signed_in:
        return
    remaining, presence, index = agent.remaining, agent.presence, agent.index
    idle_since, sessions, rank = agent.idle_since, agent.sessions, w.rank
    for pool in agent.pools:
        if remaining < pool.units or not pool.allowed >> presence & 1:
            continue
        key = rank(remaining, sessions[pool.workstream], idle_since, index)
        bounds = pool.bounds
        bound = bounds.get(index)
        if bound is None or key < bound:
            bounds[index] = key
            ready = pool.ready
            heappush(ready, key)
            if len(ready) > 2 * len(bounds) + 16:
                pool.ready = list(bounds.values())
                heapify(pool.ready)
        if pool.line.count or pool.lines:
            w.dirty[pool] = None
