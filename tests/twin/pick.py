"""Pick: the list an agent sees, looks at it, and taking a case (section 6 of the rules)."""

from .cases import cancel_offer, enter_active
from .presence import units_changed
from .push import at_limit, mode, queue_order, workstream_of
from .world import FOREVER, Agent, Case, World, is_member


def pick_list(world: World, agent: Agent, number: int) -> list[Case]:
    """Rules 6.1 and 6.5: Open, distributed pick cases of all queues, as the agent's nth look sorts them.

    A case for which the events file has a `pick` is left to it.
    """
    scripted = {row.case_id for row in world.event_rows if row.event == "pick"}
    seen = []
    for case in world.cases:
        if case.state != "open" or not case.distributed or mode(case) != "pick":
            continue
        if at_limit(world, case):
            continue
        if is_member(agent, case.queue) and case.row.case_id not in scripted:
            seen.append(case)
    return in_pick_order(world, agent, number, seen)


def in_pick_order(world: World, agent: Agent, number: int, cases: list[Case]) -> list[Case]:
    """Rule 6.5, `pick_order`; at random each case has a draw of its own, and the lowest is first."""
    order = agent.definition.behaviour.pick_order
    if order == "oldest":
        return sorted(cases, key=queue_order)
    if order == "priority":
        return sorted(cases, key=priority_order)
    if order == "newest":
        return sorted(cases, key=lambda case: (case.queued_at, case.row.index), reverse=True)

    def lot(case: Case) -> float:
        return world.configuration.drawn("pick-order", case.row.case_id, agent.name, number)

    return sorted(cases, key=lot)


def priority_order(case: Case) -> tuple[float, int, int]:
    """Case priority, none last; queue-entry time; file order."""
    priority = FOREVER if case.row.priority is None else case.row.priority
    return (priority, case.queued_at, case.row.index)


def first_to_take(world: World, agent: Agent, number: int) -> Case | None:
    """Rule 6.5: the first case in the agent's nth look, if its workstream allows the presence and it fits."""
    if not agent.signed_in:
        return None
    seen = pick_list(world, agent, number)
    if not seen:
        return None
    presences = workstream_of(seen[0]).presences
    allowed = agent.base in presences if presences else agent.base != "offline"
    if allowed and world.remaining(agent) >= seen[0].units:
        return seen[0]
    return None


def look_pending(world: World, agent: Agent) -> bool:
    """Whether the agent has a look that is not yet due or taken."""
    return any(each.what == "look" and each.agent is agent for each in world.pending)


def give_looks(world: World) -> None:
    """Rule 6.5: every agent in order of definition; a look at now + `pick_after`."""
    for agent in world.agents:
        number = agent.looks + 1
        if look_pending(world, agent) or first_to_take(world, agent, number) is None:
            continue
        agent.looks = number
        after = agent.definition.behaviour.pick_after
        wait = world.configuration.sample(after, "pick-after", "", agent.name, number)
        world.schedule_look(world.now + wait, agent, number)


def look(world: World, agent: Agent, number: int) -> None:
    """Rule 6.5: a look that is due takes what is first on the list then."""
    case = first_to_take(world, agent, number)
    if case is not None:
        take(world, case, agent)


def take(world: World, case: Case, agent: Agent) -> None:
    """Rules 6.2 to 6.4: Active at once; an outstanding offer is cancelled first."""
    world.happened = True
    world.speculating = False
    cancel_offer(world, case, "picked")
    agent.last_assigned_at = world.now
    agent.picks += 1
    enter_active(world, case, agent)
    if world.remaining(agent) < 0:
        agent.over_capacity += 1
    world.log_case("picked", case, agent)
    units_changed(world, agent, case.units)
