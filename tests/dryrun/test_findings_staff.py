"""Agents who stand out, and what is assumed of them in favour of the result."""

from __future__ import annotations

from pathlib import Path

import pytest

from doors import FrontDoor
from outstanding import Outstanding, agent, instant, pick, queue, rows, shift, workstream

DAY = 86_400
SPREAD = rows("c", 48, 600, 30)


@pytest.fixture
def found(front_door: FrontDoor, tmp_path: Path) -> Outstanding:
    return Outstanding(front_door, tmp_path)


def test_somebody_who_had_nothing_of_plenty_is_told(found: Outstanding) -> None:
    """Of two who look at a list in the same instant the first in order has it."""
    told = found(SPREAD, workstreams=[pick()])["idle-agents"]

    assert told["message"] == (
        "1 agent had no case at all, though signed in and with enough cases in their queues: 'ben'"
    )
    assert told["command"].endswith("--agent ben") and told["command"].startswith("wscli explain c0 ")
    assert found(SPREAD) == {}
    # With five cases for each it may be chance.
    assert found(rows("c", 10, 3600, 30), workstreams=[pick()]) == {}


def test_a_capacity_that_fits_nothing_is_said_to_be_the_reason(found: Outstanding) -> None:
    staff = [agent("ann"), agent("ben", 0)]

    message = found(SPREAD, agents=staff)["idle-agents"]["message"]
    assert message.endswith("'ben'; their capacity (0) is less than any case takes")


def test_somebody_far_busier_than_the_others_is_told(found: Outstanding) -> None:
    queues = [queue("Own", "ann"), queue("Shared", "ann", "ben", "cid", "dan")]
    staff = [agent(name) for name in ("ann", "ben", "cid", "dan")]
    cases = [*rows("c", 48, 600, 550, queue="Own"), *rows("d", 48, 600, 30, first=60, queue="Shared")]
    told = found(cases, queues=queues, agents=staff)["uneven-load"]

    assert told["message"] == (
        "ann was full to 92% while signed in, the others of queue 'Shared' to 2% (median)"
    )
    assert found(cases[48:], queues=queues, agents=staff) == {}


def test_somebody_who_misses_most_offers_is_told(found: Outstanding) -> None:
    again = [workstream(assign_work_item_after_decline_or_timeout="1m")]
    staff = [agent("ann"), agent("ben", behaviour={"decline_probability": 0.9})]
    told = found(SPREAD, workstreams=again, agents=staff)["missed-offers"]

    assert told["message"].startswith("ben declined or missed ")
    # Also where it is told that many offers were not answered: who it was is another thing.
    staff[1]["behaviour"] = {"no_response_probability": 0.9}
    assert {"offers-timed-out", "missed-offers"} <= found(SPREAD, workstreams=again, agents=staff).keys()
    staff[0]["behaviour"] = {"no_response_probability": 0.9}
    both = found(SPREAD, workstreams=again, agents=staff, simulation={"max_offers": 1_000})
    assert "offers-timed-out" in both and "missed-offers" not in both
    del staff[0]["behaviour"]
    staff[1]["behaviour"] = {"decline_probability": 0.2}
    assert found(SPREAD, workstreams=again, agents=staff) == {}


def test_offers_that_nobody_answers_are_told_with_what_they_cost(found: Outstanding) -> None:
    again = [workstream(assign_work_item_after_decline_or_timeout="1m", offer_timeout="90s")]
    told = found(SPREAD, workstreams=again, behaviour={"no_response_probability": 0.4})["offers-timed-out"]

    assert told["message"].endswith("were not answered: each kept its case for up to 1m30s")
    assert found(SPREAD, workstreams=again, behaviour={"no_response_probability": 0.05}) == {}


def test_a_member_who_never_came_in_a_week_is_told(found: Outstanding) -> None:
    week = rows("c", 48, 14_400, 30)
    until = ("--until", "2026-03-10T09:00")
    events = [(instant(0), "sign-in", "", "ann"), (instant(30 * DAY), "sign-in", "", "ben")]

    assert found(week, *until, events=events)["never-signed-in"]["message"] == (
        "1 agent was never signed in: 'ben'"
    )
    events[1] = (instant(7 * DAY), "sign-in", "", "ben")
    assert "never-signed-in" not in found(week, *until, events=events)
    # In a shorter run they may just have been off.
    events[1] = (instant(30 * DAY), "sign-in", "", "ben")
    assert found(week, "--until", "2026-03-08T09:00", events=events) == {}


def test_working_day_and_night_is_told_to_be_assumed(found: Outstanding) -> None:
    cases = rows("c", 48, 3600, 30)
    told = found(cases)["always-signed-in"]

    assert told["message"] == (
        "all 2 agents have neither shifts nor sign-in rows and are taken to be at work day and night, for "
        "1d23h: waits come out too short"
    )
    assert told["command"] is None
    events = [(instant(0), "sign-in", "", "ann")]
    assert found(cases, events=events)["always-signed-in"]["message"].startswith("'ben' has neither")
    staff = [agent(name, schedule=[shift("00:00", "00:00")]) for name in ("ann", "ben")]
    assert found(cases, agents=staff) == {}
    assert found(cases[:20]) == {}


def test_picking_in_no_time_is_told_to_be_assumed(found: Outstanding) -> None:
    cases = rows("c", 120, 60, 100)
    told = found(cases, workstreams=[pick()])["prompt-agents"]

    assert told["message"] == (
        "100% of the cases were taken in the instant they came, because agents are assumed to pick at once "
        "(pick_after is 0): waits come out too short"
    )
    assert told["command"].endswith("--set behaviour.pick_after=1m")
    assert found(cases, workstreams=[pick()], behaviour={"pick_after": "10s"}) == {}
    assert "accept_after is 0" in found(cases)["prompt-agents"]["message"]
    assert found(cases, workstreams=[workstream(auto_assign=True)]) == {}
    assert found(cases[:90], workstreams=[pick()]) == {}
