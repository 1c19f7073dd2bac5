"""What a run leaves behind (interface §7 and section 8 of the rules)."""

from dataclasses import dataclass
from typing import Any

from .cases import all_declined
from .push import at_limit
from .world import Agent, Case, World


@dataclass
class Result:
    """The logs, the span of the run and the measures; instants and times in milliseconds."""

    event_log: list[dict[str, Any]]
    case_log: list[dict[str, Any]]
    start: int
    end: int
    agents: list[dict[str, Any]]
    backlog_max: int


def result_of(world: World) -> Result:
    """Everything the tests compare."""
    return Result(
        event_log=world.log_rows,
        case_log=[case_row(world, case) for case in world.cases],
        start=world.start,
        end=world.now,
        agents=[agent_row(agent) for agent in world.agents],
        backlog_max=world.backlog_max,
    )


def case_row(world: World, case: Case) -> dict[str, Any]:
    """Interface §7, "Case log", with all times in milliseconds; section 8 for wait and handle."""
    answered = case.accepted_at is not None
    handled = case.state == "closed" and answered
    return {
        "case_id": case.row.case_id,
        "arrived_at": case.row.arrived_at,
        "queue": case.queue.name if case.queue else None,
        "workstream": case.workstream.name if case.workstream else None,
        "state": case.state,
        "outcome": outcome(case),
        "agent": case.last_agent.name if case.last_agent else None,
        "first_offered_at": case.first_offered_at,
        "accepted_at": case.accepted_at,
        "closed_at": case.closed_at,
        "offers": case.offers,
        "declines": case.declines,
        "timeouts": case.timeouts,
        "transfers": case.transfers,
        "wait_seconds": (case.accepted_at or 0) - case.row.arrived_at if answered else None,
        "handle_seconds": case.active_ms if handled else None,
        "reason": reason(world, case),
    }


def outcome(case: Case) -> str | None:
    """Interface §7: `undistributed` goes before `open`."""
    if case.state == "open" and case.undistributed is not None:
        return "undistributed"
    return case.outcome or case.state


def reason(world: World, case: Case) -> str | None:
    """Why a case was withdrawn, is undistributed, or waits (rules 5.6 and 5.7)."""
    if case.state != "open":
        return case.reason
    if case.undistributed is not None:
        return case.undistributed
    if case.offer is None and at_limit(world, case):
        return "offer-limit"
    if case.offer is None and all_declined(world, case):
        return "all-declined"
    return None


def agent_row(agent: Agent) -> dict[str, Any]:
    """Section 8, the measures of one agent."""
    return {
        "name": agent.name,
        "signed_in_ms": agent.signed_in_ms,
        "held_unit_ms": agent.held_unit_ms,
        "busy_ms": agent.busy_ms,
        "offers": {
            "made": agent.made,
            "accepted": agent.accepted,
            "declined": agent.declined,
            "timed_out": agent.timed_out,
            "cancelled": agent.cancelled,
        },
        "picks": {"made": agent.picks, "over_capacity": agent.over_capacity},
    }
