"""Cases that were lost: by routing, by nobody who could take them, by offers that came to an end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from doors import FrontDoor
from outstanding import MONDAY, Outstanding, agent, instant, pick, queue, rows, shift, workstream

FEW = rows("c", 4, 60, 30)
BRANCH = {"when": {"attribute": "subject", "contains": "card"}, "workstream": "Urgent"}
NAMED = rows("c", 4, 60, 30, subject="my card") + rows("d", 6, 60, 30, subject="other")


@pytest.fixture
def found(front_door: FrontDoor, tmp_path: Path) -> Outstanding:
    return Outstanding(front_door, tmp_path)


def flow(**fields: Any) -> list[dict[str, Any]]:
    return [{"name": "F", "branches": [BRANCH], "default_workstream": "W", **fields}]


# Stranded -------------------------------------------------------------------------------------------------


def test_a_branch_that_names_nothing_is_told_with_the_name_that_is_meant(found: Outstanding) -> None:
    """After a rename the new name is the one that no flow says."""
    both = [workstream(), workstream("Priority one")]
    told = found(NAMED, workstreams=both, flows=flow())["stranded-cases"]

    assert told["message"] == (
        "4 of 10 cases were never distributed: branch 1 of flow 'F' names workstream 'Urgent', "
        "which does not exist: renamed to 'Priority one'?"
    )
    assert told["command"].startswith("wscli explain c0 ")
    both[1]["name"] = "urgent"
    assert "stranded-cases" not in found(NAMED, workstreams=both, flows=flow())


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ("Urgend", "does not exist: did you mean 'Urgend'?"),
        ("Urgent", "is inactive"),
    ],
)
def test_a_slip_and_an_inactive_workstream_are_told_as_such(
    found: Outstanding, other: str, said: str
) -> None:
    both = [workstream(), workstream(other, status="inactive")]

    assert found(NAMED, workstreams=both, flows=flow())["stranded-cases"]["message"].endswith(said)


def test_each_name_that_leads_nowhere_is_told_once_with_its_own_cases(found: Outstanding) -> None:
    told = found.all(NAMED, flows=flow(default_workstream="Elsewhere"))

    assert [each["message"][:50] for each in told] == [
        "6 of 10 cases were never distributed: the default ",
        "4 of 10 cases were never distributed: branch 1 of ",
    ]
    assert [each["command"].split()[2] for each in told] == ["d0", "c0"]


def test_stranded_cases_that_gave_up_are_counted(found: Outstanding) -> None:
    """They are withdrawn at the end, and no figure says that routing has lost them."""
    cases = [{**row, "patience_seconds": 100} for row in NAMED]

    assert found(cases, flows=flow())["stranded-cases"]["message"].startswith("4 of 10 cases")


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (
            {"flows": flow(default_workstream=None), "workstreams": [workstream("Urgent")]},
            "6 of 10 cases were never distributed: no branch of flow 'F' takes them, and it has no default "
            "workstream",
        ),
        (
            {"workstreams": [workstream(), workstream("V")]},
            "10 of 10 cases were never distributed: there is no flow for entity 'case' to choose between 2 "
            "active workstreams",
        ),
        (
            {"queues": [queue("Q", "ann"), queue("R", "ben")]},
            "10 of 10 cases were never distributed: no rule set is active, and no queue is the default",
        ),
        (
            {
                "queues": [queue("Q", "ann"), queue("R", "ben")],
                "rulesets": [
                    {
                        "name": "S",
                        "active": True,
                        "rules": [{"name": "Cards", "when": BRANCH["when"], "queue": "Q"}],
                    }
                ],
            },
            "6 of 10 cases were never distributed: no rule of rule set 'S' takes them, and no queue is the "
            "default",
        ),
    ],
)
def test_no_workstream_and_no_queue_are_told(found: Outstanding, parts: dict[str, Any], said: str) -> None:
    assert found(NAMED, **parts)["stranded-cases"]["message"] == said


# Never to be taken ----------------------------------------------------------------------------------------


def test_cases_larger_than_everybody_can_never_be_taken(found: Outstanding) -> None:
    told = found(FEW, workstreams=[workstream(capacity=2)])["unreachable-cases"]

    assert told["message"] == (
        "4 cases of workstream 'W' could never be taken: one takes 2 units, and nobody in queue 'Q' has a "
        "capacity of more than 1"
    )
    big = [agent("ann"), agent("ben", 2)]
    assert found(FEW, workstreams=[workstream(capacity=2)], agents=big) == {}


def test_a_queue_without_members_is_told_also_where_its_cases_gave_up(found: Outstanding) -> None:
    queues = [queue("Q", "ann", "ben"), queue("Empty")]
    cases = [*rows("c", 4, 60, 30, queue="Q"), *rows("d", 3, 60, 30, queue="Empty", patience_seconds="40")]
    told = found(cases, queues=queues)["unreachable-cases"]

    assert told["message"] == "3 cases could never be taken: queue 'Empty' has no members"
    assert told["command"].startswith("wscli explain d0 ")
    assert found(cases[:4], queues=queues) == {}


def test_skills_that_nobody_has_are_named(found: Outstanding) -> None:
    cases = rows("c", 4, 60, 30, skills="spanish:3")
    staff = [agent("ann", skills={"spanish": 2}), agent("ben")]
    told = found(cases, skills=["spanish"], agents=staff)["unreachable-cases"]

    assert told["message"] == (
        "4 cases could never be taken: nobody in queue 'Q' has the skills that they require (spanish:3)"
    )
    staff[0]["skills"] = {"spanish": 3}
    assert found(cases, skills=["spanish"], agents=staff) == {}
    # Skills do not matter for picks (rulebook 6.1).
    assert found(cases, skills=["spanish"], workstreams=[pick()]) == {}


def test_different_skills_are_told_apart_and_who_has_them_elsewhere(found: Outstanding) -> None:
    cases = [
        *rows("c", 2, 60, 30, skills="latin:1", queue="Q"),
        *rows("d", 1, 60, 30, skills="spanish:4", queue="Q"),
    ]
    parts: dict[str, Any] = {
        "skills": ["spanish", "latin"],
        "queues": [queue("Q", "ann"), queue("R", "ann", "eva")],
        "agents": [agent("ann", skills={"spanish": 2}), agent("eva", skills={"spanish": 5})],
    }
    told = found.all(cases, **parts)

    assert [each["message"] for each in told] == [
        "3 cases could never be taken: nobody in queue 'Q' has the skills that they require "
        "(2 need latin:1, 1 needs spanish:4); eva has spanish:5, but is no member"
    ]
    parts["agents"].append(agent("max", skills={"latin": 1}))
    assert found(cases, **parts)["unreachable-cases"]["message"].endswith(
        "; 'eva' and 'max' have enough, but are no members"
    )


def test_cases_with_and_without_skills_are_not_told_as_one(found: Outstanding) -> None:
    """Ann could hold those that require nothing."""
    cases = [*rows("c", 2, 60, 30), *rows("d", 2, 60, 30, skills="latin:1")]
    staff = [agent("ann", 4), agent("ben", 1, skills={"latin": 1})]
    parts: dict[str, Any] = {"skills": ["latin"], "workstreams": [workstream(capacity=3)], "agents": staff}

    assert found(cases, **parts)["unreachable-cases"]["message"] == (
        "2 cases of workstream 'W' could never be taken: one takes 3 units, and nobody in queue 'Q' with the "
        "skills that they require has as much"
    )
    staff[0]["capacity"] = 2
    assert [each["message"][:7] for each in found.all(cases, **parts)] == ["2 cases", "2 cases"]


def test_a_queue_whose_members_never_came_is_told(found: Outstanding) -> None:
    queues = [queue("Q", "ann"), queue("R", "ben")]
    cases = [*rows("c", 4, 60, 30, queue="Q"), *rows("d", 4, 60, 30, queue="R")]
    staff = [agent("ann"), agent("ben", schedule=[shift("09:00", "10:00", "sun")])]
    until = ("--until", "2026-03-02T18:00")

    told = found(cases, *until, queues=queues, agents=staff)["unreachable-cases"]
    assert told["message"] == (
        "4 cases could never be taken: nobody in queue 'R' who could was ever signed in"
    )
    staff[1]["schedule"] = [shift("09:00", "10:00", "mon")]
    assert found(cases, *until, queues=queues, agents=staff) == {}


def test_a_presence_that_nobody_has_is_told_unless_a_row_may_bring_it(found: Outstanding) -> None:
    away = [workstream("V", allowed_presences=["away"])]
    told = found(FEW, workstreams=away)["unreachable-cases"]

    assert told["message"] == (
        "4 cases of workstream 'V' could never be taken: it gives cases only to agents who are away, "
        "and nobody ever is"
    )
    row = [(MONDAY.isoformat(), "presence", "", "ann", "away")]
    assert "unreachable-cases" not in found(FEW, events=row, workstreams=away)


def test_what_waits_behind_a_case_that_nobody_can_take_is_told(found: Outstanding) -> None:
    both = [pick("Small"), pick("Big", capacity=5)]
    cases = [*rows("big", 1, 60, 30, workstream="Big"), *rows("c", 7, 60, 30, first=5, workstream="Small")]
    told = found(cases, workstreams=both)

    assert list(told) == ["unreachable-cases", "blocked-list"]
    assert told["blocked-list"]["message"] == (
        "7 cases wait on the list behind big0, which nobody can take: an agent takes what comes first and "
        "skips nothing"
    )
    newest = {"pick_order": "newest"}
    assert list(found(cases, workstreams=both, behaviour=newest)) == ["unreachable-cases"]


# Not offered any more -------------------------------------------------------------------------------------


def test_the_limit_of_offers_is_told(found: Outstanding) -> None:
    never = {"no_response_probability": 1}
    asked = [workstream(assign_work_item_after_decline_or_timeout="0")]
    told = found(FEW, workstreams=asked, behaviour=never, simulation={"max_offers": 3})["offer-limit"]

    assert told["message"] == (
        "4 cases of workstream 'W' were offered 3 times, which is the limit (max_offers), and cannot be "
        "taken any more"
    )
    assert "offer-limit" not in found(FEW, workstreams=asked, simulation={"max_offers": 3})


def test_cases_that_everybody_declined_are_told(found: Outstanding) -> None:
    told = found(FEW, behaviour={"decline_probability": 1})["all-declined"]

    assert told["message"].startswith("4 cases of workstream 'W' were declined or missed by everybody")
    again = [workstream(assign_work_item_after_decline_or_timeout="1m")]
    assert "all-declined" not in found(
        FEW, workstreams=again, behaviour={"decline_probability": 1}, simulation={"max_offers": 9}
    )


def answers(*rows: tuple[float, str, str]) -> list[tuple[str, ...]]:
    return [(instant(seconds), event, case) for seconds, event, case in rows]


def test_answers_of_the_events_file_are_said_to_be_the_only_ones(found: Outstanding) -> None:
    """Of one cause there is one finding, whatever it does to offers and agents."""
    asked = [workstream(assign_work_item_after_decline_or_timeout="0", offer_timeout="1m")]
    parts: dict[str, Any] = {"workstreams": asked, "simulation": {"max_offers": 60}}
    events = answers((5, "decline", "c0"))
    told = found.all(rows("c", 1, 60, 30), events=events, **parts)

    assert [(each["rule"], each["message"]) for each in told] == [
        (
            "offer-limit",
            "1 case of workstream 'W' was offered 60 times, which is the limit (max_offers), and cannot be "
            "taken any more. c0 has answers in the events file, so only those count: 59 offers had none; add "
            "an accept row, or remove its rows",
        )
    ]
    two = found(rows("c", 2, 60, 30), events=[*events, *answers((65, "decline", "c1"))], **parts)
    assert two["offer-limit"]["message"].endswith(
        "2 cases have answers in the events file, so only those count: 118 offers had none; add accept rows, "
        "or remove theirs"
    )


def test_unanswered_offers_of_a_run_that_is_cut_short_have_their_cause(found: Outstanding) -> None:
    asked = [workstream(assign_work_item_after_decline_or_timeout="0", offer_timeout="1m")]
    until = ("--until", "2026-03-02T09:40")
    told = found.all(rows("c", 1, 60, 30), *until, events=answers((5, "decline", "c0")), workstreams=asked)

    assert [each["rule"] for each in told] == ["offers-timed-out"]
    assert "were not answered: each kept its case for up to 1m. c0 has answers in the" in told[0]["message"]


def test_rows_that_ignore_offers_are_answers(found: Outstanding) -> None:
    """Nothing is missing there: the file says what happened."""
    asked = [workstream(assign_work_item_after_decline_or_timeout="0", offer_timeout="1m")]
    ignored = answers(*((60 * minute + 1, "ignore", "c0") for minute in range(3)))
    told = found(rows("c", 1, 60, 30), events=ignored, workstreams=asked, simulation={"max_offers": 3})[
        "offer-limit"
    ]

    assert told["message"].endswith("cannot be taken any more")


# Rows that did not count ----------------------------------------------------------------------------------


def test_skipped_rows_are_told_with_the_command_that_names_them(found: Outstanding) -> None:
    cases = [*FEW, {"case_id": "x", "arrived_at": "never", "handle_seconds": 1}]
    told = found(cases, "--skip-bad-rows")["skipped-rows"]

    assert told["message"] == "1 of 5 case rows was bad and left out"
    assert told["command"].startswith("wscli simulate ") and "--skip-bad-rows" not in told["command"]
    assert found(FEW, "--skip-bad-rows") == {}


def test_refused_rows_are_told_with_their_reasons(found: Outstanding) -> None:
    at = MONDAY.isoformat()
    events = [
        (at, "sign-in", "", "ann"),
        (at, "resume", "c3"),
        (at, "resume", "c2"),
        (at, "sign-in", "", "ann"),
    ]
    told = found(FEW, events=events)["refused-events"]

    assert told["message"] == (
        "3 of 4 event rows could not apply when their time came: 2 not-arrived, 1 already-signed-in"
    )
    assert told["command"].endswith("-o none --event-log log.csv")
    assert found(FEW, events=events[:1]) == {}
