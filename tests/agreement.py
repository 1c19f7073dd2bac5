"""Two implementations of one rulebook, run on one world: every way in which they differ.

What the twin does not say by itself (who handled how many, how long the backlog was, what was refused) is
counted again from its event log, in the plainest way there is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import twin
from worlds import World, run_world
from wscli.simulation import Outcome
from wscli.simulation.draws import draws
from wscli.simulation.outcome import STATES

Log = list[dict[str, Any]]


def differences(world: World, folder: Path) -> list[str]:
    """Run a world in both and return what they do not agree in; files are written to `folder`."""
    window = _window(world)
    if (window["from_"] or "") > (window["until"] or "~"):
        return []  # the front door refuses it
    log, outcome = run_world(world, folder)
    result = twin.run(
        world.document,
        world.cases,
        world.events,
        handle_time=world.options.get("handle_time"),
        draw=draws(int(world.options.get("seed", "0"))),
        **window,
    )
    found = list(_log_differences(log, result.event_log))
    ours = {"cases": _cases(outcome), "agents": _agents(outcome), "run": _run(outcome)}
    theirs = {"cases": result.case_log, "agents": _twins_agents(result), "run": _twins_run(result)}
    for part, said in theirs.items():
        for mine, other in zip(ours[part], said, strict=True):
            for key in other:
                if mine[key] != other[key]:
                    who = other.get("case_id") or other.get("name") or part
                    found.append(f"{who}.{key}: simulator {mine[key]!r}, twin {other[key]!r}")
    return found


def _window(world: World) -> dict[str, str | None]:
    return {"from_": world.options.get("from"), "until": world.options.get("until")}


def _log_differences(ours: Log, theirs: Log) -> Iterator[str]:
    """Yield the first row in which two event logs differ; what follows from it says nothing more."""
    for number, (mine, other) in enumerate(zip(ours, theirs, strict=False), 1):
        if mine != other:
            yield f"row {number}: simulator {mine}, twin {other}"
            return
    if len(ours) != len(theirs):
        extra = (ours + theirs[len(ours) :])[min(len(ours), len(theirs)) :]
        yield f"{len(ours)} rows in the simulator's log, {len(theirs)} in the twin's; then {extra[0]}"


def _cases(outcome: Outcome) -> list[dict[str, Any]]:
    """Return the case log with times in milliseconds, as the twin gives it."""

    def instant(at: int) -> int | None:
        return at if at >= 0 else None

    rows = []
    for case in outcome.present():
        arrived, accepted = outcome.cases.arrived[case], outcome.accepted[case]
        closed, queue, workstream = outcome.closed[case], outcome.queue[case], outcome.workstream[case]
        agent = outcome.agent[case]
        answered = accepted >= 0
        rows.append(
            {
                "case_id": outcome.cases.ids[case],
                "arrived_at": arrived,
                "queue": outcome.queue_names[queue] if queue >= 0 else None,
                "workstream": outcome.workstream_names[workstream] if workstream >= 0 else None,
                "state": STATES[outcome.state[case]],
                "outcome": outcome.outcome_of(case),
                "agent": outcome.agents[agent].name if agent >= 0 else None,
                "first_offered_at": instant(outcome.first_offered[case]),
                "accepted_at": instant(accepted),
                "closed_at": instant(closed),
                "offers": outcome.offers[case],
                "declines": outcome.declines[case],
                "timeouts": outcome.timeouts[case],
                "transfers": outcome.transfers[case],
                "wait_seconds": accepted - arrived if answered else None,
                "handle_seconds": outcome.active_ms[case] if answered and closed >= 0 else None,
                "reason": outcome.reason_of(case) or None,
            }
        )
    return rows


def _agents(outcome: Outcome) -> list[dict[str, Any]]:
    return [
        {
            "name": agent.name,
            "signed_in_ms": agent.signed_ms,
            "held_unit_ms": agent.held_ms,
            "busy_ms": agent.busy_ms,
            "offers": {
                "made": agent.made,
                "accepted": agent.accepted,
                "declined": agent.declined,
                "timed_out": agent.timed_out,
                "cancelled": agent.cancelled,
            },
            "picks": {"made": agent.picks, "over_capacity": agent.over_capacity},
            "handled": agent.handled,
        }
        for agent in outcome.agents
    ]


def _twins_agents(result: twin.Result) -> list[dict[str, Any]]:
    ended = [row for row in result.event_log if row["event"] in ("resolved", "auto-closed")]
    handled = Counter(row["agent"] for row in ended)
    return [{**agent, "handled": handled[agent["name"]]} for agent in result.agents]


def _run(outcome: Outcome) -> list[dict[str, Any]]:
    names = [*outcome.queue_names, *outcome.workstream_names]
    parts = [*outcome.queue_backlogs, *outcome.workstream_backlogs]
    return [
        {
            "start": outcome.start,
            "end": outcome.end,
            "events": outcome.events,
            "refused": outcome.refused,
            "backlog_max": outcome.backlog.peak,
            "open": {"all": (outcome.backlog.peak, outcome.backlog.open_ms)}
            | {name: (part.peak, part.open_ms) for name, part in zip(names, parts, strict=True) if part.peak},
        }
    ]


def _twins_run(result: twin.Result) -> list[dict[str, Any]]:
    refused = [row["reason"].partition(": ")[2] for row in result.event_log if row["event"] == "refused"]
    return [
        {
            "start": result.start,
            "end": result.end,
            "events": len(result.event_log),
            "refused": dict(Counter(refused)),
            "backlog_max": result.backlog_max,
            "open": backlogs(result.event_log, result.end),
        }
    ]


def backlogs(log: Log, end: int) -> dict[str, tuple[int, int]]:
    """Return (most after any instant, milliseconds) of Open cases: of all, of each queue and workstream."""
    found: dict[str, tuple[int, int]] = {"all": (0, 0)}
    open_at: dict[str, tuple[str, ...]] = {}
    for position, row in enumerate(log):
        if row["event"] not in ("presence", "refused"):
            places = ("all", row["queue"], row["workstream"])
            open_at.pop(row["case_id"], None)
            if row["state"] == "open":
                open_at[row["case_id"]] = tuple(place for place in places if place is not None)
        until = log[position + 1]["at"] if position + 1 < len(log) else end
        last_of_instant = position + 1 == len(log) or until > row["at"]
        if last_of_instant:
            for place, number in Counter(place for places in open_at.values() for place in places).items():
                peak, passed = found.get(place, (0, 0))
                found[place] = (max(peak, number), passed + number * (until - row["at"]))
    return found
