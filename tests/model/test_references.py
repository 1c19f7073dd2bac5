"""Who refers to an object by its name."""

from dataclasses import replace

from checking import ANN, BEN, FLOW, SOUND, with_agents

from wscli.model.references import Meant, Reference, meant_workstream, references
from wscli.model.terms import Status
from wscli.model.workforce import DatedPresence, Presence, Shift


def places(organisation: object, section: str, name: str) -> list[tuple[object, ...]]:
    return [(each.section, each.name, *each.path) for each in references(organisation, section, name)]  # type: ignore[arg-type]


def test_workstream_is_named_by_branches_and_defaults() -> None:
    assert references(SOUND, "workstreams", "cases") == [
        Reference(
            section="flows",
            name="Flow",
            path=("branches", 0, "workstream"),
            text="branch 1 of flow 'Flow'",
        ),
        Reference(
            section="flows",
            name="Flow",
            path=("default_workstream",),
            text="default workstream of flow 'Flow'",
        ),
    ]


def test_name_that_nothing_has_any_more_is_found() -> None:
    renamed = replace(SOUND, workstreams=())
    assert len(references(renamed, "workstreams", "Cases")) == 2


def test_flow_without_default_refers_with_its_branches_only() -> None:
    assert (
        len(
            references(
                replace(SOUND, flows=(replace(FLOW, default_workstream=None),)), "workstreams", "Cases"
            )
        )
        == 1
    )


def test_queue_agent_and_skill() -> None:
    assert places(SOUND, "queues", "CARDS") == [("rulesets", "Rules", "rules", 0, "queue")]
    assert places(SOUND, "agents", "Ben") == [
        ("queues", "Cards", "members", 1),
        ("queues", "Everything else", "members", 1),
    ]
    assert places(SOUND, "skills", "Spanish") == [("agents", "ann", "skills", "spanish")]
    assert references(SOUND, "queues", "Everything else") == []


def test_presence_is_named_by_defaults_and_dated_entries() -> None:
    shift = Shift(days=(0,), start=0, end=60)
    dated = DatedPresence(at="2026-03-02T12:00:00", presence="in training")
    ann = replace(ANN, default_presence="In Training", schedule=(shift, dated))
    organisation = replace(
        with_agents(ann, BEN), presences=(Presence(name="In training", base_status="away"),)
    )  # type: ignore[arg-type]
    assert places(organisation, "presences", "In training") == [
        ("agents", "ann", "default_presence"),
        ("agents", "ann", "schedule", 1, "presence"),
    ]


def test_rule_sets_and_flows_are_named_by_nobody() -> None:
    assert references(SOUND, "rulesets", "Rules") == references(SOUND, "flows", "Flow") == []


def test_what_a_flow_means_by_a_workstream_that_is_gone() -> None:
    (cases,) = SOUND.workstreams
    gone = replace(cases, name="Priority one")
    renamed = replace(SOUND, workstreams=(gone,))
    assert meant_workstream(renamed, "Cases") == Meant("Priority one", slip=False)
    assert meant_workstream(replace(SOUND, workstreams=(replace(cases, name="Casse"),)), "Cases") == Meant(
        "Casse", slip=True
    )
    # One that a flow uses, one that is inactive and one of two are no guess.
    assert meant_workstream(SOUND, "Urgent") is None
    asleep = replace(gone, status=Status.INACTIVE)
    assert meant_workstream(replace(SOUND, workstreams=(cases, asleep)), "Urgent") is None
    two = (cases, gone, replace(cases, name="Another"))
    assert meant_workstream(replace(SOUND, workstreams=two), "Urgent") is None
