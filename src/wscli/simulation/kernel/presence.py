"""Signing in and out, and presences that somebody says (rulebook 4)."""

from __future__ import annotations

from wscli.simulation.kernel.codes import OFFLINE
from wscli.simulation.kernel.entities import Agent
from wscli.simulation.kernel.offers import drop_offers
from wscli.simulation.kernel.staff import close_times, is_sticky, open_times, refresh, set_presence
from wscli.simulation.kernel.work import transfer
from wscli.simulation.kernel.world import World


def sign_in(w: World, agent: Agent, reason: str) -> None:
    """Sign an agent in with their default presence, which then behaves as a scripted one."""
    open_times(agent, w.now)
    agent.signed_in = True
    if not agent.ever_assigned:
        agent.idle_since = w.now
    _say(w, agent, agent.plan.default_presence, reason)


def sign_out(w: World, agent: Agent, reason: str) -> None:
    """Sign an agent out: Offline, and their outstanding offers are timeouts at once."""
    close_times(agent, w.now)
    agent.signed_in = False
    agent.sticky = True
    set_presence(w, agent, OFFLINE, reason)
    drop_offers(w, agent)


def end_shift(w: World, agent: Agent) -> None:
    """End a shift: sign out, and give Active cases back where the settings say so (rulebook 4.6)."""
    sign_out(w, agent, "shift-end")
    if w.plan.requeue:
        for case in sorted(agent.active, key=lambda case: case.index):
            assert case.pool is not None
            w.last = w.now
            transfer(w, case, case.pool, "shift-end")


def say_presence(w: World, agent: Agent, presence: int) -> None:
    """Put a signed-in agent into a presence; going Offline drops their offers."""
    was_offline = agent.presence == OFFLINE
    _say(w, agent, presence, "scripted")
    if presence == OFFLINE and not was_offline:
        drop_offers(w, agent)


def _say(w: World, agent: Agent, presence: int, reason: str) -> None:
    agent.sticky = is_sticky(w, presence)
    set_presence(w, agent, presence, reason)
    refresh(w, agent)
    if agent.lists:
        w.watch[agent.index] = agent
