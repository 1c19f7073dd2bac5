"""The summary as programs read it: its shape and order, its digest, what it says was assumed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from doors import FrontDoor
from wscli import __version__

EXAMPLES = Path(__file__).parents[2] / "examples"
COUNTS = ["arrived", "closed", "resolved", "auto_closed", "withdrawn"]
COUNTS += ["open", "active", "waiting", "undistributed"]
PART: dict[str, Any] = {
    "cases": dict.fromkeys(COUNTS),
    "wait": dict.fromkeys(["count", "mean", "p50", "p90", "p95", "p99", "max"]),
    "wait_so_far": dict.fromkeys(["count", "mean", "max"]),
    "handle": dict.fromkeys(["count", "mean", "p50", "p90", "gross_mean"]),
    "service_level": dict.fromkeys(
        ["threshold", "answered_within", "answered", "fraction", "fraction_with_withdrawn"]
    ),
    "offers": dict.fromkeys(["made", "accepted", "declined", "timed_out", "cancelled"]),
    "picks": dict.fromkeys(["made", "over_capacity"]),
    "transfers": None,
}
BACKLOG = {"backlog": dict.fromkeys(["max", "mean"])}
AGENT = {
    "name": None,
    "offers": PART["offers"],
    "picks": PART["picks"],
    "handled": None,
    "occupancy": None,
    "utilisation": None,
    "signed_in_seconds": None,
}
SHAPE: dict[str, Any] = {
    **dict.fromkeys(["schema_version", "run", "semantics", "seed", "version", "digest", "settings"]),
    **dict.fromkeys(["from", "until", "simulated_seconds", "events"]),
    "cases": PART["cases"],
    "undistributed_reasons": None,
    **{key: PART[key] for key in list(PART)[1:]},
    "occupancy": None,
    "utilisation": None,
    **BACKLOG,
    "queues": [{"name": None, **PART, **BACKLOG}],
    "workstreams": [{"name": None, **PART, **BACKLOG}],
    "agents": [AGENT],
    **dict.fromkeys(["skipped_rows", "refused_events", "assumptions", "findings"]),
}
"""Interface §7: the keys in their order; None stands for a value."""

CENTRE: dict[str, Any] = {
    "version": 1,
    "workstreams": [{"name": "W", "capacity": 1, "allowed_presences": ["available"]}],
    "queues": [{"name": "Q", "priority": 1, "members": ["ann", "ben"]}],
    "agents": [{"name": "ann", "capacity": 1}, {"name": "ben", "capacity": 1}],
}
HEADER = "case_id,arrived_at,handle_seconds"
ROWS = ["b,2026-03-02T09:00:00,60", "a,2026-03-02T09:00:10,45.5", "c,2026-03-02T09:00:20,5"]
Simulate = Callable[..., dict[str, Any]]


@pytest.fixture
def simulate(front_door: FrontDoor, tmp_path: Path) -> Simulate:
    """Return a runner of case lines and a document: the summary."""

    def run(
        lines: list[str], *words: str, header: str = HEADER, events: str = "", **parts: Any
    ) -> dict[str, Any]:
        (tmp_path / "cases.csv").write_text("\n".join([header, *lines]))
        (tmp_path / "centre.json").write_text(json.dumps({**CENTRE, **parts}))
        given = ["simulate", str(tmp_path / "cases.csv"), "-f", str(tmp_path / "centre.json"), "-o", "json"]
        if events:
            (tmp_path / "events.csv").write_text(events)
            given += ["--events", str(tmp_path / "events.csv")]
        result = front_door(*given, *words)
        assert result.code == 0, result.stderr
        summary: dict[str, Any] = json.loads(result.stdout)
        return summary

    return run


def shape_of(value: Any, like: Any) -> Any:
    """Return the keys of a value in their order, as deep as `like` says."""
    if isinstance(like, list):
        return [shape_of(each, like[0]) for each in value]
    return {key: shape_of(value[key], like.get(key)) for key in value} if isinstance(like, dict) else None


def same_order(one: Any, other: Any) -> bool:
    return json.dumps(one) == json.dumps(other)


def test_the_shape_is_the_interfaces(simulate: Simulate) -> None:
    summary = simulate(ROWS)
    expected = {**SHAPE, "agents": [AGENT, AGENT]}

    assert same_order(shape_of(summary, SHAPE), expected)


def test_the_head_says_what_was_run(simulate: Simulate) -> None:
    summary = simulate(
        ROWS, "--seed", "7", "--timezone", "Europe/Madrid", "--until", "2026-03-02T09:01:30.500"
    )

    head = {key: summary[key] for key in list(SHAPE)[:11]}
    digest, settings = head.pop("digest"), head.pop("settings")
    assert head == {
        "schema_version": 1,
        "run": None,
        "semantics": "classic-2019",
        "seed": 7,
        "version": __version__,
        "from": "2026-03-02T09:00:00.000+01:00",
        "until": "2026-03-02T09:01:30.500+01:00",
        "simulated_seconds": 90.5,
        "events": 21,
    }
    assert digest.startswith("sha256:") and len(digest) == 71
    assert settings["timezone"] == "Europe/Madrid"


def test_events_are_counted_whether_or_not_they_are_written(simulate: Simulate, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    assert simulate(ROWS)["events"] == simulate(ROWS, "--event-log", str(log))["events"] == 21
    assert len(log.read_text().splitlines()) == 21


def test_settings_are_those_in_force(simulate: Simulate) -> None:
    settings = simulate(
        ROWS,
        "--service-level",
        "90s",
        "--handle-time",
        "5m",
        simulation={"service_level": "10m", "max_offers": 5},
    )["settings"]

    assert settings == {
        "service_level": "1m30s",
        "timezone": "UTC",
        "automatic_presence": True,
        "shift_end": "finish",
        "presence_after_missed_offer": False,
        "presence_after_decline": False,
        "max_offers": 5,
        "behaviour": {
            "accept_after": "0",
            "decline_probability": 0.0,
            "no_response_probability": 0.0,
            "pick_after": "0",
            "pick_order": "oldest",
        },
        "handle_time": "5m",
        "set": [],
    }


def test_refusals_and_skipped_rows_are_counted(simulate: Simulate) -> None:
    events = (
        "at,event,case_id,agent\n2026-03-02T09:00:05,resume,b,\n2026-03-02T09:00:06,accept,a,ann\nsoon,x,,\n"
    )
    summary = simulate([*ROWS, "d,never,1"], "--skip-bad-rows", events=events)

    assert (summary["skipped_rows"], summary["refused_events"]) == (2, {"not-arrived": 1, "not-waiting": 1})


def test_the_digest_does_not_depend_on_the_order_of_the_file(simulate: Simulate) -> None:
    """Rulebook 7.4: where no tie is broken by it."""
    expected = simulate(ROWS)["digest"]
    rows = list(ROWS)
    for seed in range(5):
        random.Random(seed).shuffle(rows)
        assert simulate(rows)["digest"] == expected


def test_the_digest_is_that_of_the_outcome_alone(simulate: Simulate) -> None:
    """Not of how it is shown, nor of what is measured; but of every case."""
    expected = simulate(ROWS)["digest"]

    assert simulate(ROWS, "--service-level", "1s", "--seed", "5")["digest"] == expected
    assert simulate(ROWS, "--until", "2026-03-02T12:00")["digest"] == expected
    other = [ROWS[0], ROWS[1], "c,2026-03-02T09:00:20,5.001"]
    assert simulate(other)["digest"] != expected
    assert simulate([*ROWS[:2], ROWS[2].replace("c,", "d,")])["digest"] != expected


def test_the_digest_does_not_depend_on_the_zone(simulate: Simulate) -> None:
    rows = [
        row.replace(":00:00,", ":00:00Z,").replace("0,45", "0Z,45").replace("20,5", "20Z,5") for row in ROWS
    ]

    assert simulate(rows)["digest"] == simulate(rows, "--timezone", "Asia/Kathmandu")["digest"]


def assumed(summary: dict[str, Any]) -> str:
    return "; ".join(summary["assumptions"])


def test_what_was_not_given_is_said(simulate: Simulate) -> None:
    assert simulate(ROWS)["assumptions"] == [
        "no patience column: nobody is withdrawn",
        "no priority column: cases have no priority",
        "no events file: agents are signed in for the whole run",
        "no flow: every case goes to the one active workstream",
        "no rule set: every case goes to the one queue",
    ]


def test_who_has_shifts_is_not_assumed_to_be_there_all_the_time(simulate: Simulate) -> None:
    """A dated presence is no shift (rulebook 4.9)."""
    shift = {"days": "mon-fri", "from": "08:00", "to": "16:00"}
    meeting = {"at": "2026-03-02T09:00", "presence": "away"}
    ann, ben = ({"name": name, "capacity": 100, "schedule": [shift]} for name in ("ann", "ben"))

    assert "signed in" not in assumed(simulate(ROWS, agents=[ann, ben]))
    for other in ({**ben, "schedule": [meeting]}, {**ben, "schedule": []}):
        assert "1 agent without shifts is signed in" in assumed(simulate(ROWS, agents=[ann, other]))


def test_what_was_given_is_not_assumed(simulate: Simulate) -> None:
    header = "case_id,arrived_at,handle_seconds,Priority,Patience_Seconds,queue,workstream"
    rows = [f"{row},1,500,Q,W" for row in ROWS]
    events = "at,event,case_id,agent\n2026-03-02T09:00:00,sign-in,,ann\n"

    assert simulate(rows, header=header, events=events)["assumptions"] == []


def test_assumptions_say_what_really_happens(simulate: Simulate) -> None:
    two = [*CENTRE["workstreams"], {"name": "V", "capacity": 1, "allowed_presences": ["available"]}]
    queues = [*CENTRE["queues"], {"name": "R", "priority": 2, "members": ["ann"]}]
    summary = simulate(ROWS, workstreams=two, queues=queues)

    assert summary["cases"]["undistributed"] == 3
    assert "no flow, and 2 active workstreams: cases that name none are not distributed" in assumed(summary)
    assert "no default queue: cases that name no queue are not distributed" in assumed(summary)
    default = [{**queues[0], "default": True}, queues[1]]
    assert "cases go to the default queue" in assumed(simulate(ROWS, queues=default))


def test_missing_columns_and_handle_times_are_said(simulate: Simulate) -> None:
    branch = {"when": {"attribute": "region", "equals": "north"}, "workstream": "W"}
    flows = [{"name": "F", "branches": [branch], "default_workstream": "W"}]
    summary = simulate(
        ["a,2026-03-02T09:00:00,", "b,2026-03-02T09:00:00,5"], "--handle-time", "1m", flows=flows
    )

    assert "no column region: conditions on it see nothing" in assumed(summary)
    assert "cases without handle_seconds take --handle-time" in assumed(summary)
    assert summary["handle"]["mean"] == 32.5
