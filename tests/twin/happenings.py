"""What is pending: whether it still applies (rule 1.4), and what it does."""

from . import cases, pick, push, script, signing
from .routing import route
from .world import Agent, Case, Pending, World


def applies(world: World, event: Pending) -> bool:
    """Rule 1.4: what no longer applies does nothing and moves neither the clock nor the end."""
    if event.what in ("row", "arrival"):
        return True
    if event.case is not None:
        return still_about(event, event.case)
    if event.agent is None:
        raise AssertionError(event.what)
    if event.what == "look":
        return pick.first_to_take(world, event.agent, event.token) is not None
    if event.what == "shift-start":
        return signing.may_start(event.agent, event.at)
    if event.what == "shift-end":
        return event.agent.signed_in
    return event.entry is not None and signing.may_follow(event.agent, event.entry)


def still_about(event: Pending, case: Case) -> bool:
    """Whether the case is still in the state, or the offer still stands, that the event is about."""
    if event.what in ("auto-accept", "auto-decline", "offer-timeout"):
        return case.offer is not None and case.offer.number == event.token
    if event.what == "cool-down":
        return case.state == "open"
    if event.what == "part-end":
        return case.state == "active" and case.episode == event.token
    if event.what in ("auto-close", "pattern-resume"):
        return case.state == "waiting" and case.episode == event.token
    raise AssertionError(event.what)


def from_schedule(event: Pending) -> bool:
    """Rule 1.6: schedule entries do not make the run longer."""
    return event.what in ("shift-start", "shift-end", "dated")


def play(world: World, event: Pending) -> None:
    """One event of rule 1.3."""
    if not applies(world, event):
        return
    if not from_schedule(event):
        world.happened = True
    if event.what == "row" and event.row is not None:
        script.play_row(world, event.row)
    elif event.case is not None:
        play_case(world, event.what, event.case)
    elif event.agent is not None:
        play_agent(world, event, event.agent)


def play_case(world: World, what: str, case: Case) -> None:
    """Events about a case."""
    if what == "arrival":
        arrive(world, case)
    elif what == "auto-accept":
        push.accept(world, case)
    elif what == "auto-decline":
        push.decline(world, case)
    elif what == "offer-timeout":
        push.time_out(world, case, offline=False)
    elif what == "part-end":
        cases.part_end(world, case)
    elif what == "auto-close":
        cases.auto_close(world, case)
    elif what == "pattern-resume":
        cases.resume(world, case)
    # A cool-down that is over only brings the matching pass that ends the instant (5.6).


def play_agent(world: World, event: Pending, agent: Agent) -> None:
    """Events about an agent."""
    if event.what == "look":
        pick.look(world, agent, event.token)
    elif event.what == "shift-start":
        signing.shift_start(world, agent)
    elif event.what == "shift-end":
        signing.shift_end(world, agent)
    elif event.what == "dated" and event.entry is not None:
        signing.dated_presence(world, agent, event.entry)


def arrive(world: World, case: Case) -> None:
    """Rules 2 and 3: a case is routed and enters its queue; backlog keeps its arrival (1.5)."""
    case.state = "open"
    case.enters_at = world.now
    case.queued_at = case.row.arrived_at
    world.log_case("arrived", case)
    decided = route(world.configuration, case.row)
    case.workstream = decided.workstream
    case.queue = decided.queue
    case.undistributed = decided.undistributed
    world.log_case("routed", case, None, decided.routed_by)
    if decided.undistributed is not None:
        world.log_case("undistributed", case, None, decided.undistributed)
