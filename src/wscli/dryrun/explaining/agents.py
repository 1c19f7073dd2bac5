"""An agent at an instant: what they held, saw in their open work items, and could have taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wscli.dryrun.explaining.checks import failure_facts
from wscli.dryrun.explaining.names import Names, find_agent, presence_name
from wscli.dryrun.explaining.words import Clock, both, count
from wscli.dryrun.inputs import Inputs
from wscli.dryrun.invocation import Commands
from wscli.dryrun.request import Request
from wscli.errors import Invalid
from wscli.model.organisation import Organisation
from wscli.simulation.agent_state import AgentState, Held, Seen, agent_state

Row = dict[str, Any]
SCHEMA_VERSION = 1


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
    facts["next"] = _nexts(facts, commands)
    return facts


def _instant(names: Names, text: str) -> int:
    """Return an instant of the run; raises Invalid."""
    from wscli.cases.fields import BadValue
    from wscli.cases.instants import InstantReader

    request, events = names.request, names.inputs.events
    try:
        at: int = InstantReader(request.zone, request.time_format).read(text)
    except BadValue as error:
        raise Invalid(f"{error}, in --at", hint="as in 2026-03-02T09:00") from None
    first = [min(names.cases.arrived), *([min(events.at)] if events is not None and len(events) else [])]
    begins = request.start if request.start is not None else min(first)
    if at < begins:
        raise Invalid(f"--at {text} is before the run begins", hint=f"it begins at {names.instant(begins)}")
    if request.until is not None and at > request.until:
        raise Invalid(f"--at {text} is after the run ends", hint=f"--until is {names.instant(request.until)}")
    return at


def _facts(names: Names, state: AgentState, index: int, at: int) -> Row:
    agent = names.organisation.agents[index]
    listed = [_seen(names, each, index) for each in state.listed]
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
        "could_take": [each["case_id"] for each in listed if "check" not in each] if state.signed_in else [],
        "takes_next": first,
        "is_looking": state.looking,
        "waiting_for_push": [_seen(names, each, index) for each in state.pushed],
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
    return f"At {at} {name} was {facts['presence']} and {held}; {left}. {_could(facts)}"


def _could(facts: Row) -> str:
    listed, could, pushed = facts["open_work_items"], facts["could_take"], facts["waiting_for_push"]
    said = []
    if listed:
        saw = f"Of {count(len(listed), 'open work item')} on the list"
        said.append(f"{saw} {facts['agent']} could have taken {_ids(could) if could else 'none'}.")
    else:
        said.append("There was nothing on the list of open work items.")
    free = [each for each in pushed if "check" not in each and "offered_to" not in each]
    if pushed and not free:
        one = "could" if len(pushed) > 1 else "it could"
        said.append(
            f"{count(len(pushed), 'case')} waited to be pushed, but {one} not go to {facts['agent']}."
        )
    return " ".join(said)


def _ids(ids: Sequence[str]) -> str:
    shown = list(ids[:3])
    return both(shown) if len(ids) <= 3 else f"{', '.join(shown)} and {len(ids) - 3} more"


def _nexts(facts: Row, commands: Commands) -> list[str]:
    listed, pushed = facts["open_work_items"], facts["waiting_for_push"]
    behind = [each["case_id"] for each in (*pushed, *listed) if "check" in each]
    chosen = behind[:1] or [each["case_id"] for each in facts["held"][:1]]
    return [commands.case(case) for case in chosen]
