"""Changes of state of a case (section 3 of the rules)."""

from .presence import units_changed
from .reading import key
from .world import Agent, Case, World, is_member


def enter_active(world: World, case: Case, agent: Agent) -> None:
    """Rule 3, `open` or `waiting` to `active`: the active part goes on with what is left of it."""
    case.state = "active"
    case.episode += 1
    case.agent = agent
    case.last_agent = agent
    case.active_since = world.now
    if case.accepted_at is None:
        case.accepted_at = world.now
    if case.row.parts is not None:
        world.schedule(world.now + case.left, 0, "part-end", case, agent, case.episode)


def leave_active(world: World, case: Case) -> None:
    """Rule 3.5: an interrupted active part keeps what is left of it."""
    spent = world.now - case.active_since
    case.active_ms += spent
    case.left -= spent


def part_end(world: World, case: Case) -> None:
    """Interface §6: `300|7200|120` is active, waiting, active; the last part ends in resolved."""
    parts = case.row.parts or []
    if case.part == len(parts) - 1:
        resolve(world, case)
        return
    case.part += 1
    agent = enter_waiting(world, case)
    world.schedule(world.now + parts[case.part], 4, "pattern-resume", case, agent, case.episode)


def enter_waiting(world: World, case: Case) -> Agent:
    """Rules 3, 3.2 and 3.4: `active` to `waiting`; auto-close N later, N = 0 never."""
    agent = holder(case)
    leave_active(world, case)
    case.state = "waiting"
    case.episode += 1
    world.log_case("waiting", case, agent)
    units_changed(world, agent, case.units)
    after = case.workstream.auto_close if case.workstream else 0
    if after > 0:
        world.schedule(world.now + after, 3, "auto-close", case, agent, case.episode)
    return agent


def skip_waiting_part(case: Case) -> None:
    """Rule 3.5: whatever ends a waiting part skips the rest of it; a scripted `wait` is no part."""
    if case.part % 2 == 1 and case.row.parts is not None:
        case.part += 1
        case.left = case.row.parts[case.part]


def resume(world: World, case: Case) -> None:
    """Rules 3 and 3.4: `waiting` to `active` by the same agent, signed in or not."""
    agent = holder(case)
    skip_waiting_part(case)
    enter_active(world, case, agent)
    world.log_case("resumed", case, agent)
    units_changed(world, agent, case.units)


def reply(world: World, case: Case) -> None:
    """Rule 3: `waiting` to `open`: back to its queue, new queue-entry time."""
    agent = holder(case)
    skip_waiting_part(case)
    reopen(world, case)
    world.log_case("replied", case, agent)


def transfer(world: World, case: Case, queue_name: str | None, reason: str | None) -> None:
    """Rule 3: `active` to `open`: new queue-entry time, units back, one transfer counted."""
    agent = holder(case)
    leave_active(world, case)
    reopen(world, case)
    case.transfers += 1
    if queue_name is not None:
        case.queue = world.configuration.queue(queue_name)
    world.log_case("transferred", case, agent, reason)
    units_changed(world, agent, case.units)


def reopen(world: World, case: Case) -> None:
    """Back into a queue."""
    case.state = "open"
    case.episode += 1
    case.agent = None
    case.queued_at = world.now


def resolve(world: World, case: Case) -> None:
    """Rule 3: `active` or `waiting` to `closed`, resolved."""
    agent = holder(case)
    was_active = case.state == "active"
    if was_active:
        leave_active(world, case)
    close(world, case, "resolved", None)
    world.log_case("resolved", case, agent)
    if was_active:
        units_changed(world, agent, case.units)


def auto_close(world: World, case: Case) -> None:
    """Rules 3 and 3.2: `waiting` to `closed`, exactly N after it entered Waiting."""
    agent = holder(case)
    close(world, case, "auto-closed", None)
    world.log_case("auto-closed", case, agent)


def withdraw(world: World, case: Case, reason: str | None) -> None:
    """Rule 3: `open` to `closed`; the row of a cancelled offer comes first."""
    cancel_offer(world, case, "withdrawn")
    close(world, case, "withdrawn", reason)
    world.log_case("withdrawn", case, None, reason)


def cancel_offer(world: World, case: Case, reason: str) -> int:
    """Rules 3 and 6.4: an outstanding offer is cancelled; the units that come back."""
    if case.offer is None:
        return 0
    agent = case.offer.agent
    case.offer = None
    agent.cancelled += 1
    # Interface §7: in the row of the cancelled offer the case is still Open.
    world.log_case("cancelled", case, agent, reason)
    units_changed(world, agent, case.units)
    return case.units


def close(world: World, case: Case, outcome: str, reason: str | None) -> None:
    """`closed` is final."""
    case.state = "closed"
    case.episode += 1
    case.agent = None
    case.closed_at = world.now
    case.outcome = outcome
    case.reason = reason


def holder(case: Case) -> Agent:
    """Who holds an Active or Waiting case."""
    if case.agent is None:
        raise AssertionError(f"nobody holds {case.row.case_id}")
    return case.agent


def all_declined(world: World, case: Case) -> bool:
    """Rule 5.6: N is unset and every member who could get the case has declined or missed it."""
    if case.workstream is None or case.workstream.cool_down is not None:
        return False
    members = [agent for agent in world.agents if is_member(agent, case.queue) and has_skills(agent, case)]
    return bool(members) and all(agent in case.refused_by for agent in members)


def has_skills(agent: Agent, case: Case) -> bool:
    """Rule 5.1: every required skill at the required rating or above."""
    has = agent.definition.skills
    return all(name in has and has[name] >= rating for name, rating in case.row.skills.items())


def case_named(world: World, case_id: str) -> Case | None:
    """The case with that id; cases that do not exist in this run have none."""
    found = [case for case in world.cases if case.row.case_id == case_id]
    return found[0] if found else None


def agent_named(world: World, name: str) -> Agent:
    """The agent of that name, in any letter case."""
    return next(agent for agent in world.agents if key(agent.name) == key(name))
