"""Rulebook 2: workstream and queue, two independent decisions, and why a case is not distributed."""

from __future__ import annotations

from typing import Any

import pytest

from scenario import Stage, case, queue, workstream

QUEUES = [queue("Cards", "ann", priority=1), queue("Rest", "ann", default=True)]
STREAMS = [workstream("Urgent"), workstream("Normal"), workstream("Old", status="inactive")]
URGENT = {"when": {"attribute": "priority", "equals": 1}, "workstream": "urgent"}
CARD_RULES = [
    {"name": "Gold", "when": {"attribute": "product", "equals": "gold"}, "queue": "Rest"},
    {"name": "Card", "when": {"attribute": "subject", "contains": "CARD"}, "queue": "cards"},
]


def flow(*branches: dict[str, Any], default: str | None = None, entity: str = "case") -> list[dict[str, Any]]:
    whole: dict[str, Any] = {"name": f"Flow of {entity}", "entity": entity, "branches": list(branches)}
    return [{**whole, "default_workstream": default} if default else whole]


def ruleset(*, active: bool = True) -> list[dict[str, Any]]:
    return [{"name": "Rules", "active": active, "rules": CARD_RULES}]


def routed(play: Stage, row: dict[str, str], **parts: Any) -> tuple[Any, ...]:
    """Return where a case went: workstream, queue, the `routed` row's reason, why undistributed."""
    parts = {"workstreams": STREAMS, "queues": QUEUES, "flows": flow(default="Normal")} | parts
    story = play([row], **parts)
    said = {each["event"]: each["reason"] for each in story.log}
    place = story.case("C1")
    return place["workstream"], place["queue"], said["routed"], said.get("undistributed")


def test_the_first_branch_that_is_true_says_the_workstream(play: Stage) -> None:
    """2.2."""
    branches = flow(URGENT, {"when": None, "workstream": "Normal"}, URGENT)
    for priority, expected in (("1", "Urgent"), ("High", "Urgent"), ("2", "Normal"), ("", "Normal")):
        row = case("C1", "09:00:00", priority=priority)
        assert routed(play, row, flows=branches)[0] == expected


def test_no_branch_and_no_default_is_no_workstream(play: Stage) -> None:
    """2.2."""
    row = case("C1", "09:00:00", priority="2")

    assert routed(play, row, flows=flow(URGENT)) == (None, "Rest", "default", "no-workstream")


@pytest.mark.parametrize("gone", ["Renamed", "Old"])
def test_a_name_that_is_gone_or_inactive_strands_the_case(play: Stage, gone: str) -> None:
    """2.3: the rename trap; it does not fall through to the next branch or the default."""
    stranded = (None, "Rest", "default", "dangling-workstream")
    row = case("C1", "09:00:00")

    assert routed(play, row, flows=flow({"workstream": gone}, default="Normal")) == stranded
    assert routed(play, row, flows=flow(default=gone)) == stranded


def test_the_first_rule_that_matches_says_the_queue(play: Stage) -> None:
    """2.4: rules in order, else the default queue."""
    gold = case("C1", "09:00:00", product="Gold", subject="credit card")
    card = case("C1", "09:00:00", product="Silver", subject="credit card")
    other = case("C1", "09:00:00", product="Silver", subject="loan")

    assert routed(play, gold, rulesets=ruleset())[1:3] == ("Rest", "Gold")
    assert routed(play, card, rulesets=ruleset())[1:3] == ("Cards", "Card")
    assert routed(play, other, rulesets=ruleset())[1:3] == ("Rest", "default")
    assert routed(play, card, rulesets=ruleset(active=False))[1:3] == ("Rest", "default")


def test_no_default_queue_is_no_queue(play: Stage) -> None:
    """2.4."""
    two = [queue("Cards", "ann", priority=1), queue("Rest", "ann", priority=2)]
    row = case("C1", "09:00:00", product="", subject="loan")

    assert routed(play, row, rulesets=ruleset(), queues=two) == ("Normal", None, None, "no-queue")
    assert routed(play, row, rulesets=ruleset(), queues=two[:1]) == ("Normal", None, None, "no-queue")
    assert routed(play, row, queues=two) == ("Normal", None, None, "no-queue")


def test_a_case_file_may_take_either_decision(play: Stage) -> None:
    """2.5: then the `routed` row gives no reason; an inactive workstream is dangling."""
    both = case("C1", "09:00:00", queue="CARDS", workstream="urgent")
    assert routed(play, both, flows=flow(URGENT)) == ("Urgent", "Cards", None, None)
    old = case("C1", "09:00:00", workstream="Old")
    assert routed(play, old) == (None, "Rest", "default", "dangling-workstream")


def test_one_workstream_and_one_queue_need_no_rules(play: Stage) -> None:
    """2.6: with no flow and exactly one active workstream, with no rule set and exactly one queue."""
    row = case("C1", "09:00:00")
    one = {"workstreams": STREAMS[1:], "queues": QUEUES[:1], "flows": []}
    assert routed(play, row, **one) == ("Normal", "Cards", "default", None)
    two = {**one, "workstreams": STREAMS}
    assert routed(play, row, **two) == (None, "Cards", "default", "no-workstream")


def test_a_flow_is_for_one_entity(play: Stage) -> None:
    """2.2: a case of another entity has no flow."""
    row = case("C1", "09:00:00", entity="incident")

    assert routed(play, row, flows=flow(default="Normal"))[3] == "no-workstream"
    assert routed(play, row, flows=flow(default="Urgent", entity="Incident"))[0] == "Urgent"


def test_of_two_reasons_the_workstreams_is_given(play: Stage) -> None:
    """2.7."""
    two = [queue("Cards", "ann", priority=1), queue("Rest", "ann", priority=2)]

    assert routed(play, case("C1", "09:00:00"), flows=flow(URGENT), queues=two)[3] == "no-workstream"


def test_an_undistributed_case_is_open_and_can_only_be_withdrawn(play: Stage) -> None:
    """2.7: it has patience, can be withdrawn, and can be neither pushed nor picked."""
    cases = [
        case("C1", "09:00:00", patience_seconds="30"),
        case("C2", "09:00:00"),
        case("C3", "09:00:00"),
        case("C4", "09:00:00"),
    ]
    events = [
        ("09:00:10", "withdraw", "C2"),
        ("09:00:10", "resolve", "C3"),
        ("09:00:10", "pick", "C4", "ann"),
    ]
    story = play(cases, events, flows=flow(default="Gone"))

    assert story.told(but=("arrived", "routed", "presence", "undistributed")) == [
        "09:00:10 withdrawn C2",
        "09:00:10 withdrawn C3 (resolved-elsewhere)",
        "09:00:10 refused C4 ann (pick: undistributed)",
        "09:00:30 withdrawn C1 (patience)",
    ]
    ends = [(story.case(name)["outcome"], story.case(name)["reason"]) for name in ("C1", "C2", "C3", "C4")]
    assert ends == [
        ("withdrawn", "patience"),
        ("withdrawn", None),
        ("withdrawn", "resolved-elsewhere"),
        ("undistributed", "dangling-workstream"),
    ]


def test_a_condition_on_what_the_file_has_no_column_for_sees_null(play: Stage) -> None:
    """2.8."""
    missing = {"when": {"attribute": "region", "is-null": True}, "workstream": "Urgent"}

    assert routed(play, case("C1", "09:00:00"), flows=flow(missing, default="Normal"))[0] == "Urgent"


def test_conditions_see_the_entity(play: Stage) -> None:
    """2.8."""
    about = {"when": {"attribute": "entity", "equals": "CASE"}, "workstream": "Urgent"}

    assert routed(play, case("C1", "09:00:00"), flows=flow(about, default="Normal"))[0] == "Urgent"
