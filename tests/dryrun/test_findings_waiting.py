"""Waits that stand out, each beside a run that is much like it and in which nothing does."""

from __future__ import annotations

from pathlib import Path

import pytest

from doors import FrontDoor
from outstanding import Outstanding, agent, queue, rows, shift, workstream

HOUR = 3600


@pytest.fixture
def found(front_door: FrontDoor, tmp_path: Path) -> Outstanding:
    return Outstanding(front_door, tmp_path)


def test_a_backlog_that_grows_to_the_end_is_told(found: Outstanding) -> None:
    until = ("--until", "2026-03-02T10:00")
    told = found(rows("c", 60, 60, 600), *until)["left-waiting"]

    assert told["message"] == (
        "47 cases still wait in queue 'Q' at the end, the oldest for 47m; no figure of waits has them. "
        "That is near the most of the whole run (48): the backlog does not get less"
    )
    assert told["command"].startswith("wscli explain c13 ")
    assert found(rows("c", 60, 60, 100), *until) == {}


def test_urgent_cases_that_wait_longer_are_told(found: Outstanding) -> None:
    queues = [queue("Q", "ann"), queue("R", "ben")]
    cases = [
        *rows("c", 40, 60, 120, queue="Q", priority=1),
        *rows("d", 40, 60, 30, queue="R", priority=2),
    ]
    told = found(cases, queues=queues)["inverted-priority"]

    assert told["message"] == (
        "the 40 cases of priority 1 waited longer than the others: 19m30s on average against 0s. Within a "
        "queue age decides"
    )
    assert told["command"].startswith("wscli explain c39 ")
    for row in cases:
        row["priority"] = 3 - row["priority"]
    assert "inverted-priority" not in found(cases, queues=queues)


def test_a_queue_that_gets_what_another_leaves_is_told(found: Outstanding) -> None:
    """Five seconds are left between two cases of the first queue, and one of the second takes four."""
    queues = [queue("First", "ann"), queue("Then", "ann", priority=2)]
    cases = [*rows("c", 40, 100, 95, queue="First"), *rows("d", 40, 1, 4, first=1, queue="Then")]
    told = found(cases, "--service-level", "1m", queues=queues)["starved-queue"]

    assert told["message"].startswith("queue 'Then' gets what queue 'First' leaves: its cases waited 26m")
    queues[1]["members"] = ["ann", "ben"]
    assert "starved-queue" not in found(cases, "--service-level", "1m", queues=queues)


def test_many_withdrawn_cases_are_told_with_the_queue_that_has_most(found: Outstanding) -> None:
    queues = [queue("Q", "ann"), queue("R", "ben")]
    cases = [
        *rows("c", 60, 60, 600, queue="Q", patience_seconds=30),
        *rows("d", 60, 60, 30, queue="R", patience_seconds=30),
    ]
    told = found(cases, queues=queues)["many-withdrawn"]

    assert told["message"] == (
        "54 of 120 cases (45%) were withdrawn, most of them in queue 'Q' (54 of 60, 90%)"
    )
    assert told["command"].startswith("wscli explain c1 ")
    assert found(cases[60:], queues=queues) == {}


def test_the_queue_with_most_withdrawn_cases_comes_before_the_one_that_has_them_most_often(
    found: Outstanding,
) -> None:
    queues = [queue("Q", "ann"), queue("R", "ben")]
    cases = [
        *rows("c", 200, 60, 90, queue="Q", patience_seconds=30),
        *rows("d", 30, 60, 900, queue="R", patience_seconds=30),
    ]

    assert found(cases, queues=queues)["many-withdrawn"]["message"] == (
        "94 of 230 cases (41%) were withdrawn, most of them in queue 'Q' (66 of 200, 33%), most often in "
        "queue 'R' (28 of 30, 93%)"
    )


def test_a_service_level_below_a_half_is_told(found: Outstanding) -> None:
    told = found(rows("c", 40, 0, 60))["low-service-level"]

    assert told["message"] == "fewer than half of the cases (15%) were answered in less than 3m"
    assert "low-service-level" not in found(rows("c", 40, 0, 60), "--service-level", "10m")
    # Of a few cases it says nothing.
    assert found(rows("c", 20, 0, 60)) == {}


def test_cases_that_waited_over_night_are_told(found: Outstanding) -> None:
    staff = [agent(name, schedule=[shift("08:00", "17:00")]) for name in ("ann", "ben")]
    cases = [*rows("c", 48, 600, 60), *rows("late", 12, 300, 60, first=10 * HOUR)]
    told = found(cases, agents=staff)["out-of-hours"]

    assert told["message"] == (
        "12 cases (20% of those answered there) waited at a time when nobody in queue 'Q' was signed in "
        "(12h5m to 13h, 12h32m on average). They waited 12h35m on average, the others 0s"
    )
    assert told["command"].startswith("wscli explain late")
    staff[1]["schedule"] = [shift("00:00", "00:00")]
    assert found(cases, agents=staff) == {}


def test_a_wait_that_goes_on_when_somebody_is_there_is_not_all_out_of_hours(found: Outstanding) -> None:
    """Nobody is there from nine to ten: the first waits an hour, the last a minute; then they queue."""
    staff = [agent("ann", schedule=[shift("10:00", "09:00")])]
    cases = [*rows("c", 60, 60, 300), *rows("d", 60, 600, 30, first=8 * HOUR)]
    told = found(cases, agents=staff, queues=[queue("Q", "ann")])["out-of-hours"]

    assert told["message"] == (
        "60 cases (50% of those answered there) waited at a time when nobody in queue 'Q' was signed in "
        "(1m to 1h, 30m30s on average). They waited 2h58m on average, the others 0s"
    )


def test_waiting_that_is_that_of_one_queue_is_told(found: Outstanding) -> None:
    queues = [queue("Q", "ann"), queue("R", "ben")]
    cases = [*rows("c", 200, 60, 30, queue="Q"), *rows("d", 10, 1, 600, queue="R")]
    told = found(cases, queues=queues)["waiting-concentrated"]

    assert told["message"] == (
        "100% of all waiting is in queue 'R', with 5% of the cases: 44m56s on average, elsewhere 0s"
    )
    cases[200:] = rows("d", 10, 600, 500, queue="R")
    assert "waiting-concentrated" not in found(cases, queues=queues)


def test_agents_who_are_full_all_the_time_are_told(found: Outstanding) -> None:
    told = found(rows("c", 40, 60, 150))["full-queues"]

    assert told["message"].startswith("the agents of queue 'Q' were full for 98% of their time")
    assert found(rows("c", 40, 80, 150)) == {}


def test_a_chat_without_patience_is_told_and_a_record_is_not(found: Outstanding) -> None:
    chat = [workstream(channel="live-chat")]
    cases = rows("c", 120, 60, 180)

    told = found(cases, workstreams=chat)["endless-patience"]
    assert told["message"].endswith("nobody gave up: the cases have no column patience_seconds")
    assert "endless-patience" not in found(cases)
    patient = [{**row, "patience_seconds": ""} for row in cases]
    assert "endless-patience" not in found(patient, workstreams=chat)
