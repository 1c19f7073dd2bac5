"""Base presence of agents (rules 4.2 to 4.4 and 4.7)."""

from .world import Agent, World

STAYS = ("away", "busy-dnd", "offline")


def set_base(world: World, agent: Agent, base: str, reason: str) -> None:
    """Interface §7: a row for every change of base presence, and for changes only."""
    if agent.base == base:
        return
    agent.base = base
    world.log("presence", agent=agent.name, state=base, reason=reason)


def set_scripted(world: World, agent: Agent, base: str, reason: str) -> None:
    """Rules 4.2 and 4.3: Away, Busy-DND and Offline stay; Available and Busy do not."""
    agent.sticky = base in STAYS
    set_base(world, agent, base, reason)


def set_until_scripted(world: World, agent: Agent, base: str, reason: str) -> None:
    """Rule 4.7: until the next scripted presence or sign-in."""
    agent.sticky = True
    set_base(world, agent, base, reason)


def units_changed(world: World, agent: Agent, by: int) -> None:
    """Rule 4.3: automatic presence, recomputed when held units change by more than 0."""
    if by == 0 or agent.sticky or not world.configuration.automatic_presence:
        return
    if world.held(agent) == 0:
        base = "available"
    elif world.remaining(agent) > 0:
        base = "busy"
    else:
        base = "busy-dnd"
    set_base(world, agent, base, "automatic")
