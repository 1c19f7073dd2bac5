"""An agent at an instant: what they held, saw in their open work items, and could have taken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from wscli.amounts import count
from wscli.dryrun.explaining.checks import failure_facts, missing_skills
from wscli.dryrun.explaining.names import Names, find_agent, presence_name
from wscli.dryrun.explaining.nexts import with_members
from wscli.dryrun.explaining.words import Clock, both, either
from wscli.dryrun.inputs import Inputs
from wscli.dryrun.invocation import Commands
from wscli.dryrun.request import Request
from wscli.errors import Invalid
from wscli.model.clock_times import read_time
from wscli.model.organisation import Organisation
from wscli.simulation.agent_state import AgentState, Beyond, Held, Seen, agent_state

Row = dict[str, Any]
SCHEMA_VERSION = 1
_MOST_QUEUES = 3


def explain_agent(
    organisation: Organisation,
    inputs: Inputs,
    request: Request,
    agent: str,
    at: str,
    *,
    commands: Commands,
) -> Row:
    """Return an agent as an instant of the run leaves them (interface §7).

    Raises:
        NotFound: there is no such agent.
        Invalid: `at` is no instant, or none of the run.
    """
    index = find_agent(organisation, agent)
    names = Names(organisation, inputs, request)
    instant = _instant(names, at)
    state = agent_state(
        organisation,
        inputs.cases,
        inputs.events,
        index,
        at=instant,
        start=request.start,
        zone=request.zone,
        seed=request.seed,
    )
    facts = _facts(names, state, index, instant)
    facts["verdict"] = _verdict(facts, Clock(facts["at"]))
    facts["next"] = _nexts(names, facts, commands)
    return facts


def _instant(names: Names, text: str) -> int:
    """Return an instant of the run; raises Invalid."""
    from wscli.cases.fields import BadValue
    from wscli.cases.instants import InstantReader

    request, events = names.request, names.inputs.events
    first = [min(names.cases.arrived), *([min(events.at)] if events is not None and len(events) else [])]
    begins = request.start if request.start is not None else min(first)
    try:
        at: int = InstantReader(request.zone, request.time_format).read(text)
    except BadValue:
        at = _typed(text, request.zone, begins)
    if at < begins:
        raise Invalid(f"--at {text} is before the run begins", hint=f"it begins at {names.instant(begins)}")
    if request.until is not None and at > request.until:
        raise Invalid(f"--at {text} is after the run ends", hint=f"--until is {names.instant(request.until)}")
    return at


def _typed(text: str, zone: tzinfo, begins: int) -> int:
    """Return a time as it is typed for short: of the day on which the run begins, or from there on."""
    try:
        return read_time(text, zone, begins)
    except Invalid as error:
        raise Invalid(f"{error}, in --at", hint="as in 09:30, 2026-03-02T09:30 or +15m") from None


def _facts(names: Names, state: AgentState, index: int, at: int) -> Row:
    agent = names.organisation.agents[index]
    listed = [_seen(names, each, index) for each in state.listed]
    could = [each["case_id"] for each in listed if "check" not in each] if state.signed_in else []
    first = names.cases.ids[state.first] if state.first >= 0 else None
    return {
        "schema_version": SCHEMA_VERSION,
        "run": None,
        "agent": agent.name,
        "at": names.instant(at),
        "verdict": "",
        "signed_in": state.signed_in,
        "presence": presence_name(state.presence),
        "presence_is": "said" if state.said else "automatic",
        "capacity": agent.capacity,
        "units_left": state.remaining,
        "queues": [queue.name for queue in names.organisation.queues if agent.name in queue.members],
        "held": [_held(names, each) for each in state.held],
        "open_work_items": listed,
        "could_take": could,
        "takes_next": first if first in could else None,
        "is_looking": state.looking,
        "waiting_for_push": [_seen(names, each, index) for each in state.pushed],
        "waiting_elsewhere": [_beyond(names, each, index) for each in state.beyond],
    }


def _beyond(names: Names, beyond: Beyond, agent: int) -> Row:
    return {
        "case_id": names.cases.ids[beyond.case],
        "queue": names.optional(names.queues, beyond.queue),
        "since": names.instant(beyond.since),
        "has_room": beyond.has_room,
        "lacks_skills": bool(missing_skills(names, beyond.case, agent)) if beyond.pushed else False,
    }


def _held(names: Names, held: Held) -> Row:
    return {
        "case_id": names.cases.ids[held.case],
        "how": held.how,
        "since": names.instant(held.since),
        "units": held.units,
    }


def _seen(names: Names, seen: Seen, agent: int) -> Row:
    facts: Row = {
        "case_id": names.cases.ids[seen.case],
        "workstream": names.workstreams[seen.workstream],
        "queue": names.queues[seen.queue],
        "since": names.instant(seen.since),
        "units": seen.units,
    }
    if seen.offered_to >= 0:
        facts["offered_to"] = names.agents[seen.offered_to]
    if seen.failure is not None:
        facts |= failure_facts(names, seen.case, agent, [seen.failure])
    return facts


def _verdict(facts: Row, clock: Clock) -> str:
    """Return what the agent did and could, in two sentences."""
    name, at = facts["agent"], f"{facts['at'][:10]} {clock(facts['at'])}"
    if not facts["signed_in"]:
        kept = [each["case_id"] for each in facts["held"]]
        return f"At {at} {name} was signed out" + (f", with {_ids(kept)} still theirs." if kept else ".")
    holding = [each["case_id"] for each in facts["held"] if each["how"] != "waiting"]
    held = f"held {_ids(holding)}" if holding else "held nothing"
    left = f"{facts['units_left']} of {facts['capacity']} units were left"
    full = facts["presence"] == "busy-dnd" and facts["presence_is"] == "automatic"
    was = "full" if full else facts["presence"]
    return f"At {at} {name} was {was} and {held}; {left}. {_could(facts)}"


def _could(facts: Row) -> str:
    agent = facts["agent"]
    listed, could, pushed = facts["open_work_items"], facts["could_take"], facts["waiting_for_push"]
    said = []
    if could:
        said.append(
            f"Of {count(len(listed), 'open work item')} on the list {agent} could have taken {_ids(could)}."
        )
    elif listed:
        ids = _ids([each["case_id"] for each in listed])
        said.append(
            f"{count(len(listed), 'open work item')} stood on the list ({ids}); {agent} could take none."
        )
    elif not pushed and facts["queues"]:
        queues = either(facts["queues"][:_MOST_QUEUES])
        said.append(
            f"Nothing waited in {queues if len(facts['queues']) <= _MOST_QUEUES else 'their queues'}."
        )
    free = [each for each in pushed if "check" not in each and "offered_to" not in each]
    if pushed and not free:
        one = "could" if len(pushed) > 1 else "it could"
        said.append(f"{count(len(pushed), 'case')} waited to be pushed, but {one} not go to {agent}.")
    return " ".join([*said, *_out_of_reach(facts)])


def _out_of_reach(facts: Row) -> list[str]:
    """Say what waited where the agent could not see it: in other queues, and in none."""
    queues: dict[str, list[str]] = {}
    stranded = []
    for each in facts["waiting_elsewhere"]:
        if each["queue"] is None:
            stranded.append(each["case_id"])
        else:
            queues.setdefault(each["queue"], []).append(each["case_id"])
    said = []
    if queues:
        cases = count(sum(map(len, queues.values())), "case")
        parts = [f"{_ids(ids)} in {queue}" for queue, ids in list(queues.items())[:_MOST_QUEUES]]
        if len(queues) > _MOST_QUEUES:
            parts.append(f"others in {count(len(queues) - _MOST_QUEUES, 'more queue')}")
        no_member = f"of which {facts['agent']} is not a member"
        if len(queues) == 1:
            said.append(f"{cases} waited elsewhere: {parts[0]}, {no_member}.")
        else:
            said.append(f"{cases} waited elsewhere, in queues {no_member}: {'; '.join(parts)}.")
    if stranded:
        were, them = ("was", "it") if len(stranded) == 1 else ("were", "them")
        said.append(f"{_ids(stranded)} {were} never distributed: nobody could see {them}.")
    return said


def _ids(ids: Sequence[str]) -> str:
    shown = list(ids[:3])
    return both(shown) if len(ids) <= 3 else f"{', '.join(shown)} and {len(ids) - 3} more"


def _nexts(names: Names, facts: Row, commands: Commands) -> list[Row]:
    """Return what to look at next: what the agent could not have, and what they held."""
    agent, found = facts["agent"], []
    seen = [*facts["waiting_for_push"], *facts["open_work_items"]]
    behind = next((each["case_id"] for each in seen if "check" in each), None)
    if behind is not None:
        command = commands.case(behind, agent)
        found.append({"why": f"why {behind} did not go to {agent}", "command": command})
    fitting = (each for each in facts["waiting_elsewhere"] if each["has_room"] and not each["lacks_skills"])
    elsewhere = next(fitting, None)
    if elsewhere is not None and not facts["could_take"]:
        path, value = with_members(names, elsewhere["queue"], [agent])
        command = commands.changed(elsewhere["case_id"], path, value, agent)
        why = f"would {agent} get {elsewhere['case_id']} as a member of {elsewhere['queue']}?"
        found.append({"why": why, "command": command})
    stranded = next((each["case_id"] for each in facts["waiting_elsewhere"] if each["queue"] is None), None)
    if stranded is not None:
        found.append({"why": f"why {stranded} was never distributed", "command": commands.case(stranded)})
    if not found and facts["held"]:
        case = facts["held"][0]["case_id"]
        found.append({"why": f"how {case} came to {agent}", "command": commands.case(case)})
    return [each for each in found if each["command"] is not None]
