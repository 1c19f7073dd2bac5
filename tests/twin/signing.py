"""Sign-in, sign-out, scripted presences and shift edges (rules 4.1, 4.2, 4.5, 4.6 and 4.9)."""

from .cases import transfer
from .definitions import Dated
from .presence import set_scripted
from .push import time_out
from .shifts import entry_is_followed
from .world import Agent, Offer, World


def sign_in(world: World, agent: Agent, reason: str) -> None:
    """Rule 4.2: sign-in sets the default presence, which behaves as a scripted one."""
    agent.signed_in = True
    agent.signed_in_at = world.now
    set_scripted(world, agent, agent.definition.default_base, reason)


def sign_out(world: World, agent: Agent, reason: str) -> None:
    """Rules 4.1 and 4.5: signing out is going Offline."""
    agent.signed_in = False
    set_scripted(world, agent, "offline", reason)
    miss_offers(world, agent)


def scripted_presence(world: World, agent: Agent, base: str) -> None:
    """Rules 4.3 and 4.5."""
    # 4.5: going Offline is a change to Offline; who is Offline already does not go there.
    goes_offline = base == "offline" and agent.base != "offline"
    set_scripted(world, agent, base, "scripted")
    if goes_offline:
        miss_offers(world, agent)


def miss_offers(world: World, agent: Agent) -> None:
    """Rule 4.5: outstanding offers become timeouts at once, in the order they were made."""
    mine = [case for case in world.cases if case.offer is not None and case.offer.agent is agent]
    for case in sorted(mine, key=lambda each: number(each.offer)):
        world.happened = world.happened or not world.speculating
        time_out(world, case, offline=True)


def number(offer: Offer | None) -> int:
    """Offers are numbered as they are made."""
    return offer.number if offer else 0


def shift_start(world: World, agent: Agent) -> None:
    """Rule 4.9: an edge that finds the agent so already does nothing."""
    if may_start(agent, world.now):
        sign_in(world, agent, "shift-start")


def may_start(agent: Agent, at: int) -> bool:
    """Rule 4.1, literally: whose first sign row is a sign-in is signed out until then."""
    return not agent.signed_in and agent.signed_out_before <= at


def shift_end(world: World, agent: Agent) -> None:
    """Rule 4.6: finish, or give Active cases back; Waiting cases stay."""
    if not agent.signed_in:
        return
    sign_out(world, agent, "shift-end")
    if not world.configuration.requeue:
        return
    # 4.6 gives no order for the cases that go back; it is that of the case file.
    for case in [each for each in world.cases if each.state == "active" and each.agent is agent]:
        # 1.6: a case that is given back is more than a schedule entry; it stands, whatever follows.
        world.happened = True
        world.speculating = False
        transfer(world, case, None, "shift-end")


def dated_presence(world: World, agent: Agent, entry: Dated) -> None:
    """Rule 4.9: dated entries outside a shift do nothing; nor do they for who is signed out."""
    if may_follow(agent, entry):
        scripted_presence(world, agent, entry.base)


def may_follow(agent: Agent, entry: Dated) -> bool:
    """Rule 4.9."""
    return agent.signed_in and entry_is_followed(agent.definition, entry.at)
