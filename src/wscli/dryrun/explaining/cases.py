"""A case explained: the run made once more with a probe, its facts, and the answer."""

from __future__ import annotations

from typing import Any

from wscli.dryrun.explaining.absence import absence
from wscli.dryrun.explaining.holdings import Holdings
from wscli.dryrun.explaining.names import Names, find_agent, find_case
from wscli.dryrun.explaining.nexts import nexts
from wscli.dryrun.explaining.others import spans_of, verdict_on
from wscli.dryrun.explaining.overtaking import add_cost
from wscli.dryrun.explaining.rankings import add_holdings
from wscli.dryrun.explaining.repeats import without_repeats
from wscli.dryrun.explaining.routes import routing
from wscli.dryrun.explaining.story import story
from wscli.dryrun.explaining.verdict import verdict
from wscli.dryrun.explaining.words import Clock
from wscli.dryrun.inputs import Inputs
from wscli.dryrun.invocation import Commands
from wscli.dryrun.request import Request
from wscli.measures import seconds
from wscli.model.organisation import Organisation
from wscli.simulation import Outcome, Window, simulate
from wscli.simulation.observers import LogRow
from wscli.simulation.tracing import CaseTrace

Row = dict[str, Any]
SCHEMA_VERSION = 1


def explain_case(
    organisation: Organisation,
    inputs: Inputs,
    request: Request,
    case_id: str,
    *,
    agent: str | None = None,
    commands: Commands,
) -> Row:
    """Return why a case went as it did, or with `agent` why not to that one (interface §7).

    Raises:
        NotFound: there is no such case in the file, or no such agent.
    """
    case = find_case(inputs.cases, case_id)
    index = find_agent(organisation, agent) if agent is not None else -1
    only = organisation.agents[index].name if agent is not None else None
    names = Names(organisation, inputs, request)
    holdings = Holdings(inputs.cases.ids[case])
    trace, outcome = traced(names, case, holdings)
    facts = _head(names, outcome, case) | {"agent": only}
    facts["routing"] = routing(names, outcome, case)
    facts["story"] = story(names, trace)
    add_holdings(names, facts["story"], holdings)
    add_cost(names, facts["story"], trace, holdings)
    clock = Clock(facts["arrived_at"])
    if not outcome.state[case]:
        facts["verdict"], facts["next"] = absence(names, outcome, case), []
        return facts
    if only is None:
        facts["verdict"] = verdict(names, facts, trace, clock)
    else:
        facts["with_agent"] = spans_of(names, trace, holdings, index)
        facts["verdict"] = verdict_on(names, facts, trace, only, clock)
    facts["next"] = nexts(names, facts, commands)
    if only is not None:
        facts["story"] = [_about(row, only) for row in facts["story"]]
    facts["story"] = without_repeats(facts["story"])
    return facts


def traced(names: Names, case: int, holdings: Holdings) -> tuple[CaseTrace, Outcome]:
    """Run the cases again and watch one of them, and who holds what."""
    request, inputs = names.request, names.inputs
    trace = CaseTrace(case, inputs.cases.ids[case], names.agents)

    def listen(row: LogRow) -> None:
        trace.row(row)
        holdings.row(row)

    outcome = simulate(
        names.organisation,
        inputs.cases,
        inputs.events,
        window=Window(start=request.start, until=request.until),
        zone=request.zone,
        seed=request.seed,
        log=listen,
        probe=trace,
    )
    trace.finish(outcome.end)
    return trace, outcome


def _head(names: Names, outcome: Outcome, case: int) -> Row:
    """Return what the case is, and how it stands at the end."""
    arrived, accepted = names.cases.arrived[case], outcome.accepted[case]
    workstream = names.optional(names.workstreams, outcome.workstream[case])
    skills = {names.skills[skill]: rating for skill, rating in names.cases.skills.get(case, ())}
    present = bool(outcome.state[case])
    return {
        "schema_version": SCHEMA_VERSION,
        "run": None,
        "case_id": names.cases.ids[case],
        "verdict": "",
        "outcome": outcome.outcome_of(case) if present else None,
        "arrived_at": names.instant(arrived),
        "wait_seconds": seconds(accepted - arrived) if accepted >= 0 else None,
        "open_seconds": _open_seconds(outcome, case) if present and accepted < 0 else None,
        "reason": (outcome.reason_of(case) or None) if present else None,
        "workstream": workstream,
        "queue": names.optional(names.queues, outcome.queue[case]),
        "units": names.units(workstream),
        "skills": skills,
        "skills_count": names.pushes(workstream),
        "from": names.instant(outcome.start),
        "until": names.instant(outcome.end),
    }


def _open_seconds(outcome: Outcome, case: int) -> float | int:
    """Return how long a case that nobody took was there: to its end, or to that of the run."""
    closed = outcome.closed[case]
    return seconds((closed if closed >= 0 else outcome.end) - outcome.cases.arrived[case])


def _about(row: Row, agent: str) -> Row:
    """Return a step of the story with only one agent among the candidates, and the one who was chosen."""
    if "candidates" not in row:
        return row
    kept = [each for each in row["candidates"] if each["agent"] == agent or each.get("chosen")]
    return row | {"candidates": kept}
