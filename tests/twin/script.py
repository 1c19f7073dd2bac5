"""Rows of the events file and their refusals (section 9 of the rules)."""

from . import cases, pick, push, signing
from .reading import key
from .rows import EventRow
from .world import Agent, Case, World, is_member

NEEDS = {
    "wait": "active",
    "transfer": "active",
    "resume": "waiting",
    "reply": "waiting",
    "withdraw": "open",
    "accept": "open",
    "decline": "open",
    "ignore": "open",
}
ABOUT_AGENTS = ("sign-in", "sign-out", "presence")
ANSWERS = ("accept", "decline", "ignore")


def play_row(world: World, row: EventRow) -> None:
    """A row applies, or it is refused and the log says why."""
    world.happened = True
    if row.event in ABOUT_AGENTS:
        play_agent_row(world, row)
    else:
        play_case_row(world, row)


def play_agent_row(world: World, row: EventRow) -> None:
    """Rule 9: sign-in, sign-out and presence."""
    agent = cases.agent_named(world, row.agent or "")
    if row.event == "sign-in":
        if agent.signed_in:
            refuse(world, row, None, "already-signed-in")
        else:
            signing.sign_in(world, agent, "sign-in")
    elif not agent.signed_in:
        refuse(world, row, None, "not-signed-in")
    elif row.event == "sign-out":
        signing.sign_out(world, agent, "sign-out")
    else:
        base = world.configuration.base_of(row.value or "")
        signing.scripted_presence(world, agent, base)


def play_case_row(world: World, row: EventRow) -> None:
    """Rows about a case."""
    case = cases.case_named(world, row.case_id or "")
    if case is None or case.state is None:
        refuse(world, row, case, "not-arrived")
        return
    agent = cases.agent_named(world, row.agent) if row.agent else None
    reason = refusal(row, case, agent)
    if reason is not None:
        refuse(world, row, case, reason)
        return
    apply(world, row, case, agent)


def refusal(row: EventRow, case: Case, agent: Agent | None) -> str | None:
    """Rule 9: the first that holds."""
    if case.state == "closed":
        return "closed"
    if row.event == "pick" and case.state in ("active", "waiting"):
        return "already-assigned"
    needed = NEEDS.get(row.event)
    if needed is not None and case.state != needed:
        return f"not-{needed}"
    if row.event in ANSWERS:
        if case.offer is None:
            return "no-offer"
        if agent is not None and case.offer.agent is not agent:
            return "not-offered-to-agent"
        return None
    if row.event == "pick":
        return pick_refusal(case, agent)
    # 9, literally: nobody holds an Open case, so `withdraw` and `resolve` of one may name nobody.
    if agent is not None and case.agent is not agent:
        return "other-agent"
    return None


def pick_refusal(case: Case, agent: Agent | None) -> str | None:
    """Rules 6.3, 6.4 and 9."""
    if agent is None or not agent.signed_in:
        return "not-signed-in"
    if not case.distributed:
        return "undistributed"
    if not is_member(agent, case.queue):
        return "not-member"
    if push.mode(case) == "push" and not push.workstream_of(case).selectable:
        return "not-selectable"
    return None


def apply(world: World, row: EventRow, case: Case, agent: Agent | None) -> None:
    """What a row that is not refused does; `ignore` changes nothing and writes no row."""
    if row.event in ANSWERS:
        answer(world, row, case)
    elif row.event == "pick" and agent is not None:
        pick.take(world, case, agent)
    elif row.event == "wait":
        cases.enter_waiting(world, case)
    elif row.event == "resume":
        cases.resume(world, case)
    elif row.event == "reply":
        cases.reply(world, case)
    elif row.event == "transfer":
        cases.transfer(world, case, row.value, None)
    elif row.event == "withdraw":
        cases.withdraw(world, case, None)
    elif row.event == "resolve":
        resolve(world, case)


def answer(world: World, row: EventRow, case: Case) -> None:
    """Rule 5.5, by a row."""
    if row.event == "accept":
        push.accept(world, case)
    elif row.event == "decline":
        push.decline(world, case)


def resolve(world: World, case: Case) -> None:
    """Rule 9: Active and Waiting are resolved, Open is withdrawn."""
    if case.state == "open":
        cases.withdraw(world, case, "resolved-elsewhere")
    else:
        cases.resolve(world, case)


def refuse(world: World, row: EventRow, case: Case | None, reason: str) -> None:
    """Interface §7: case and agent as written; the rest is the case's, if it has arrived."""
    there = case if case is not None and case.state is not None else None
    world.log(
        "refused",
        case_id=row.case_id,
        agent=row.agent,
        queue=there.queue.name if there and there.queue else None,
        workstream=there.workstream.name if there and there.workstream else None,
        state=there.state if there else None,
        reason=f"{row.event}: {reason}",
    )


def finished_before(rows: list[EventRow], case_id: str, arrived_at: int, start: int) -> bool:
    """Rule 1.5: whether a row before the start finishes a case that had arrived.

    A row at the instant of the arrival comes before it (kinds 0 and 4 of rule 1.3).
    """
    return any(
        row.case_id == case_id and row.event in ("resolve", "withdraw") and arrived_at < row.at < start
        for row in rows
    )


def first_sign_row(rows: list[EventRow], agent: Agent) -> EventRow | None:
    """Rule 4.1: the first sign row of the agent, in time; at one instant the first of the file."""
    mine = [
        row
        for row in rows
        if row.event in ("sign-in", "sign-out") and key(row.agent or "") == key(agent.name)
    ]
    return min(mine, key=lambda row: (row.at, row.index)) if mine else None
