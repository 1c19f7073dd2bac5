"""Push: how eligible agents rank for a case, one small function per policy (rulebook 5.2).

A rank is a tuple of integers made from the agent's own state toward the pool, smallest first, the
agent's index last, so that there are no ties. Whether they declined the case before comes in front of
all of it and is the kernel's business: it belongs to the case, not to the agent.
"""

from __future__ import annotations


def most_capacity(remaining: int, sessions: int, idle_since: int, agent: int) -> tuple[int, ...]:
    """Rank for classic-2019: most remaining units, fewest sessions of the workstream, idle longest."""
    return -remaining, sessions, idle_since, agent
