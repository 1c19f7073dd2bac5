"""Push: eligibility, rank, the matching pass, offers and their ends (section 5 of the rules)."""

from .cases import enter_active, has_skills
from .definitions import Workstream
from .presence import set_until_scripted, units_changed
from .world import FOREVER, Agent, Case, Offer, World, is_member


def waiting_push_cases(world: World) -> list[Case]:
    """Rules 3.3, 5.3 and 5.7, in the order (queue priority, queue-entry time, file order)."""
    found = []
    for case in world.cases:
        if case.state != "open" or not case.distributed or case.offer is not None:
            continue
        if mode(case) == "push" and not at_limit(world, case):
            found.append(case)
    return sorted(found, key=queue_order)


def at_limit(world: World, case: Case) -> bool:
    """Rule 5.7, and the same number for being given back, or requeue could go on for ever."""
    most = world.configuration.max_offers
    return case.offers >= most or case.transfers >= most


def queue_order(case: Case) -> tuple[float, int, int]:
    """Rules 5.3, 5.4 and 6.1."""
    priority = case.queue.priority if case.queue else FOREVER
    return (priority, case.queued_at, case.row.index)


def workstream_of(case: Case) -> Workstream:
    """The workstream of a distributed case."""
    if case.workstream is None:
        raise AssertionError(f"{case.row.case_id} is not distributed")
    return case.workstream


def mode(case: Case) -> str:
    """Push or pick."""
    return workstream_of(case).mode


def eligible(world: World, agent: Agent, case: Case) -> bool:
    """Rule 5.1."""
    if not is_member(agent, case.queue) or not agent.signed_in:
        return False
    if agent.base not in workstream_of(case).presences:
        return False
    if world.remaining(agent) < case.units:
        return False
    if world.now < case.cooling_until.get(agent, -FOREVER):
        return False
    return has_skills(agent, case)


def rank(world: World, agent: Agent, case: Case) -> tuple[bool, int, int, int, int]:
    """Rule 5.2, smallest first."""
    sessions = [each for each in world.in_hand(agent) if each.workstream is case.workstream]
    idle_since = agent.last_assigned_at
    if idle_since is None:
        idle_since = agent.signed_in_at
    return (
        agent in case.refused_by,
        -world.remaining(agent),
        len(sessions),
        idle_since,
        agent.definition.index,
    )


def matching_pass(world: World) -> bool:
    """Rule 5.3: pass after pass until a whole one assigns nothing; was anything assigned?

    Whom a presence change in mid-pass makes eligible is seen by the cases that come later in this
    pass, and by the earlier ones in the next.
    """
    any_assigned = False
    while True:
        assigned = False
        for case in waiting_push_cases(world):
            candidates = [agent for agent in world.agents if eligible(world, agent, case)]
            if candidates:
                assign(world, case, min(candidates, key=lambda agent: rank(world, agent, case)))
                assigned = any_assigned = True
        if not assigned:
            return any_assigned


def assign(world: World, case: Case, agent: Agent) -> None:
    """Rules 5.5 and 5.8: an offer, or Active at once."""
    world.happened = True
    world.speculating = False
    agent.last_assigned_at = world.now
    if workstream_of(case).auto_assign:
        enter_active(world, case, agent)
        world.log_case("assigned", case, agent)
        units_changed(world, agent, case.units)
    else:
        make_offer(world, case, agent)


def make_offer(world: World, case: Case, agent: Agent) -> None:
    """Rule 5.5: units are held; the offer times out after `offer_timeout`."""
    world.offer_numbers += 1
    case.offer = Offer(agent, world.offer_numbers)
    case.offers += 1
    case.offers_to[agent] = case.offers_to.get(agent, 0) + 1
    agent.made += 1
    if case.first_offered_at is None:
        case.first_offered_at = world.now
    world.log_case("offered", case, agent)
    units_changed(world, agent, case.units)
    timeout = world.now + workstream_of(case).offer_timeout
    world.schedule(timeout, 3, "offer-timeout", case, agent, case.offer.number)
    schedule_answer(world, case, agent, case.offer.number, timeout)


def schedule_answer(world: World, case: Case, agent: Agent, number: int, timeout: int) -> None:
    """Rules 7.1 and 7.2: the automatic answer, unless the events file answers this case."""
    for row in world.event_rows:
        if row.case_id == case.row.case_id and row.event in ("accept", "decline", "ignore"):
            return
    behaviour = agent.definition.behaviour
    count = case.offers_to[agent]
    u = draw_answer(world, case, agent, count)
    if u < behaviour.no_response:
        return
    declines = u < behaviour.no_response + behaviour.decline
    after = behaviour.accept_after
    at = world.now + world.configuration.sample(after, "accept-after", case.row.case_id, agent.name, count)
    if at <= timeout:
        world.schedule(at, 1, "auto-decline" if declines else "auto-accept", case, agent, number)


def draw_answer(world: World, case: Case, agent: Agent, count: int) -> float:
    """Rule 7.3: one addressed draw per offer; where all is 0 or 1 any number does."""
    behaviour = agent.definition.behaviour
    certain = all(each in (0.0, 1.0) for each in (behaviour.decline, behaviour.no_response))
    if certain and world.configuration.draw is None:
        return 0.0
    return world.configuration.drawn("answer", case.row.case_id, agent.name, count)


def accept(world: World, case: Case) -> None:
    """Rule 3: `open` to `active`; the units were held already."""
    agent = end_offer(case)
    agent.accepted += 1
    enter_active(world, case, agent)
    world.log_case("accepted", case, agent)


def decline(world: World, case: Case) -> None:
    """Rules 5.5, 5.6 and 4.7."""
    agent = end_offer(case)
    agent.declined += 1
    case.declines += 1
    world.log_case("declined", case, agent)
    give_back(world, case, agent)
    if world.configuration.presence_after_decline:
        set_until_scripted(world, agent, "busy-dnd", "declined-offer")


def time_out(world: World, case: Case, offline: bool) -> None:
    """Rules 5.5, 5.6 and 4.7; a timeout because of going Offline leaves Offline."""
    agent = end_offer(case)
    agent.timed_out += 1
    case.timeouts += 1
    world.log_case("timed-out", case, agent, "offline" if offline else None)
    give_back(world, case, agent)
    if world.configuration.presence_after_missed_offer and not offline:
        set_until_scripted(world, agent, "away", "missed-offer")


def give_back(world: World, case: Case, agent: Agent) -> None:
    """Rules 5.5 and 5.6: units back first (so presence follows the units), then the cool-down."""
    # 4.7: the units come back before the agent becomes Inactive or Busy-DND, so both changes show.
    units_changed(world, agent, case.units)
    case.refused_by.add(agent)
    wait = workstream_of(case).cool_down
    if wait is None:
        case.cooling_until[agent] = FOREVER
    else:
        # 5.6: N = 0 is over at the next millisecond.
        until = world.now + max(wait, 1)
        case.cooling_until[agent] = until
        world.schedule(until, 3, "cool-down", case, agent)


def end_offer(case: Case) -> Agent:
    """Takes the outstanding offer off the case and says whose it was."""
    if case.offer is None:
        raise AssertionError(f"{case.row.case_id} is not offered")
    agent = case.offer.agent
    case.offer = None
    return agent
