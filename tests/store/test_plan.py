"""What would change, object by object and field by field, without a database."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from strategies import organisations
from wscli.model.behaviour import Behaviour
from wscli.model.organisation import Organisation
from wscli.model.terms import BasePresence
from wscli.model.workforce import Agent, Queue
from wscli.model.workstream import Workstream
from wscli.store import Change, plan

NOTHING = Organisation()
CASES = Workstream(name="Cases", capacity=50, assign_work_item_after_decline_or_timeout=120)


def changed(current: Organisation, wanted: Organisation) -> list[Change]:
    return [change for change in plan(current, wanted) if change.action != "unchanged"]


@settings(max_examples=50, deadline=None)
@given(organisations())
def test_what_is_as_it_is_wanted_is_unchanged(organisation: Organisation) -> None:
    changes = plan(organisation, organisation)
    assert {change.action for change in changes} == {"unchanged"}
    assert all(change.fields == {} for change in changes)


@settings(max_examples=50, deadline=None)
@given(organisations())
def test_from_nothing_all_is_created_and_back_to_nothing_all_is_deleted(organisation: Organisation) -> None:
    settings_sections = {"behaviour", "simulation"}
    there = [change for change in plan(NOTHING, organisation) if change.kind not in settings_sections]
    back = [change for change in plan(organisation, NOTHING) if change.kind not in settings_sections]
    assert {change.action for change in there} <= {"created"}
    assert [(change.kind, change.name, "deleted") for change in there] == [
        (change.kind, change.name, change.action) for change in back
    ]


def test_an_update_says_old_and_new_as_a_document_would() -> None:
    wanted = replace(
        CASES,
        capacity=30,
        assign_work_item_after_decline_or_timeout=None,
        allowed_presences=(BasePresence.AVAILABLE, BasePresence.BUSY),
    )
    assert changed(Organisation(workstreams=(CASES,)), Organisation(workstreams=(wanted,))) == [
        Change(
            kind="workstream",
            name="Cases",
            action="updated",
            fields={
                "capacity": {"old": 50, "new": 30},
                "assign_work_item_after_decline_or_timeout": {"old": "2m", "new": None},
                "allowed_presences": {"old": [], "new": ["available", "busy"]},
            },
        )
    ]


def test_a_created_object_says_what_a_document_would_state() -> None:
    (change,) = changed(NOTHING, Organisation(agents=(Agent(name="ann"),)))
    assert change.action == "created"
    assert change.fields == {"name": {"old": None, "new": "ann"}, "capacity": {"old": None, "new": 0}}


def test_another_spelling_is_an_update_of_the_name_and_of_nothing_else() -> None:
    before = Organisation(agents=(Agent(name="ann"),), queues=(Queue(name="Desk", members=("ann",)),))
    after = Organisation(agents=(Agent(name="ANN"),), queues=(Queue(name="Desk", members=("ANN",)),))
    assert changed(before, after) == [
        Change(kind="agent", name="ANN", action="updated", fields={"name": {"old": "ann", "new": "ANN"}})
    ]


def test_members_in_another_order_are_a_change() -> None:
    agents = (Agent(name="ann"), Agent(name="ben"))
    before = Organisation(agents=agents, queues=(Queue(name="Desk", members=("ann", "ben")),))
    after = Organisation(agents=agents, queues=(Queue(name="Desk", members=("ben", "ann")),))
    assert [change.fields for change in changed(before, after)] == [
        {"members": {"old": ["ann", "ben"], "new": ["ben", "ann"]}}
    ]


def test_the_order_is_that_of_definition_with_the_deleted_behind() -> None:
    def named(*names: str) -> Organisation:
        return Organisation(workstreams=tuple(Workstream(name=name, capacity=1) for name in names))

    changes = plan(named("a", "b", "c"), named("b", "new"), sections=["workstreams"])
    assert [(change.name, change.action) for change in changes] == [
        ("b", "unchanged"),
        ("new", "created"),
        ("a", "deleted"),
        ("c", "deleted"),
    ]


def test_only_the_sections_that_are_asked_for_are_planned() -> None:
    wanted = Organisation(workstreams=(CASES,), agents=(Agent(name="ann"),))
    assert [change.kind for change in plan(NOTHING, wanted, sections=["agents"])] == ["agent"]
    assert [change.kind for change in plan(NOTHING, wanted, sections=["behaviour"])] == ["behaviour"]


def test_a_part_of_the_settings_is_one_object_named_after_its_section() -> None:
    wanted = Organisation(behaviour=Behaviour(decline_probability=0.5))
    assert changed(NOTHING, wanted) == [
        Change(
            kind="behaviour",
            name="behaviour",
            action="updated",
            fields={"decline_probability": {"old": None, "new": 0.5}},
        )
    ]
