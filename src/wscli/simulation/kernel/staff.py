"""What an agent holds and which presence follows from it (rulebook 3.4, 4.3, 5.1).

Units are held from offer to answer and while a case is Active. Here is also where an agent who has
come to rank better, or to be eligible, is made known to the pools.
"""

from __future__ import annotations

from heapq import heapify, heappush

from wscli.simulation.kernel.codes import AVAILABLE, AWAY, BUSY, BUSY_DND, NEVER, OFFLINE
from wscli.simulation.kernel.entities import NOBODY, Agent, Line, Pool
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
    units, now = pool.units, w.now
    if agent.signed_in:
        agent.held_ms -= units * now
        if not agent.load:
            agent.busy_ms -= now
    agent.remaining -= units
    agent.load += 1
    agent.sessions[pool.workstream] += 1
    if agent.lists:
        w.watch[agent.index] = agent


def give_units(w: World, agent: Agent, pool: Pool) -> None:
    """Give the units of a case back."""
    units, now = pool.units, w.now
    agent.remaining += units
    agent.load -= 1
    agent.sessions[pool.workstream] -= 1
    if agent.signed_in:
        agent.held_ms += units * now
        if not agent.load:
            agent.busy_ms += now
    if agent.lists:
        w.watch[agent.index] = agent


def follow_load(w: World, agent: Agent, units: int) -> bool:
    """Recompute the automatic presence after held units changed by `units` (rulebook 4.3).

    Returns whether a pool allows the new presence that did not allow the old one.
    """
    if agent.sticky or not units or not agent.signed_in:
        return False
    remaining = agent.remaining
    presence = AVAILABLE if remaining == agent.capacity else BUSY if remaining > 0 else BUSY_DND
    return presence != agent.presence and set_presence(w, agent, presence, "automatic")


def set_presence(w: World, agent: Agent, presence: int, reason: str) -> bool:
    """Change the base presence and log it; a change to the presence they are in is none.

    Returns whether a pool allows the new presence that did not allow the old one.
    """
    old = agent.presence
    if presence == old:
        return False
    agent.presence = presence
    w.events += 1
    if w.emit is not None:
        w.write(w.now, "presence", NEVER, agent.index, NEVER, NEVER, presence, reason)
    if agent.lists:
        w.watch[agent.index] = agent
    return w.gains[old][presence]


def is_sticky(w: World, presence: int) -> bool:
    """Whether a presence that somebody said stays when the load changes."""
    return presence in _STICKY or not w.plan.automatic_presence


def refresh(w: World, agent: Agent, *, in_pass: bool = False) -> None:
    """Put an agent among the ready of every pool that they are eligible for and rank better in than known.

    Unless it is the matching pass that asks, pools where cases wait are left to it: it looks at
    the agent first (`push.match`).
    """
    remaining = agent.remaining
    if remaining < agent.least or not agent.signed_in:
        return
    presence, index = agent.presence, agent.index
    idle_since, sessions, rank = agent.idle_since, agent.sessions, w.rank
    for units, allowed, workstream, bounds, ready, limit, line, lines in agent.pools:
        if remaining < units or not allowed >> presence & 1:
            continue
        if not in_pass and (line.count or lines):
            w.freed[agent] = None
            return
        key = rank(remaining, sessions[workstream], idle_since, index)
        if key < bounds[index]:
            bounds[index] = key
            heappush(ready, key)
            if len(ready) > limit:
                ready[:] = [bound for bound in bounds.values() if bound is not NOBODY]
                heapify(ready)


def lines_for(agent: Agent) -> list[Line]:
    """Return the lines in which cases wait that an agent may be given now."""
    found: list[Line] = []
    remaining, presence = agent.remaining, agent.presence
    if not agent.signed_in:
        return found
    for units, allowed, _, _, _, _, line, lines in agent.pools:
        if (line.count or lines) and remaining >= units and allowed >> presence & 1:
            if line.count:
                found.append(line)
            if lines:
                found += [other for other in lines.values() if agent.index not in other.cooling]
    return found


def let_in(w: World, agent: Agent) -> None:
    """Let an agent be one of those who may take what waits in their pools."""
    refresh(w, agent, in_pass=True)
    for line in lines_for(agent):
        w.dirty[line.pool] = None
