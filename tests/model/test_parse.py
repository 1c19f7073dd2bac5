"""From raw documents to the model: all problems at once, each at its place."""

from typing import Any

import pytest

from wscli.errors import Path
from wscli.model import fields as tables
from wscli.model.findings import Findings
from wscli.model.parse import Parsed, Source, parse_documents, read_object
from wscli.model.terms import BasePresence, Channel, Mode
from wscli.model.values import BAD
from wscli.model.workforce import DatedPresence, Shift
from wscli.model.workstream import Workstream


def parse(*documents: Any) -> tuple[Parsed, list[tuple[str, str]]]:
    notes = Findings()
    parsed = parse_documents([Source(each) for each in documents], notes)
    return parsed, [(problem.path, problem.message) for problem in notes.problems]


def problems(*documents: Any) -> list[tuple[str, str]]:
    return parse(*documents)[1]


CASES = {"name": "Cases", "capacity": "50"}


def test_workstream_has_the_defaults_of_the_form() -> None:
    parsed, wrong = parse({"workstreams": [CASES]})
    assert wrong == []
    assert parsed.organisation.workstreams == (Workstream(name="Cases", capacity=50),)
    cases = parsed.organisation.workstreams[0]
    assert (cases.channel, cases.entity, cases.work_distribution_mode) == (
        Channel.ENTITY_RECORDS, "case", Mode.PUSH)  # fmt: skip
    assert (cases.auto_close_after_inactivity, cases.assign_work_item_after_decline_or_timeout) == (0, None)
    assert cases.offer_timeout == 120


def test_all_problems_of_a_document_come_at_once() -> None:
    document = {
        "workstreams": [
            {"name": "A", "capacity": "five", "work_distribution_mode": "pusch", "capacitty": "1"}
        ],
        "queues": [{"priority": "0"}],
        "agent": [],
    }
    assert [path for path, _ in problems(document)] == [
        "agent",
        "workstreams[0].capacitty",
        "workstreams[0].capacity",
        "workstreams[0].work_distribution_mode",
        "queues[0]",
        "queues[0].priority",
    ]


def test_unknown_key_suggests_the_near_one() -> None:
    notes = Findings()
    parse_documents([Source({"workstream": []})], notes)
    assert notes.problems[0].hint == "did you mean 'workstreams'?"


@pytest.mark.parametrize(
    ("document", "path", "message"),
    [
        ("text", "", "a document must be a mapping, not text"),
        ({"version": "2"}, "version", "this is version '2'"),
        ({"workstreams": {}}, "workstreams", "must be a list, not a mapping"),
        ({"workstreams": ["x"]}, "workstreams[0]", "a workstream must be a mapping, not text"),
        ({"workstreams": [{"name": "A"}]}, "workstreams[0]", "capacity is required"),
        ({"workstreams": [{"name": "A", "capacity": None}]}, "workstreams[0].capacity", "capacity is empty"),
        ({"behaviour": []}, "behaviour", "a behaviour must be a mapping, not a list"),
        ({"skills": [""]}, "skills[0].name", "must not be empty"),
        ({"simulation": {"service_level": "3"}}, "simulation.service_level", "has no unit"),
    ],
)
def test_refusals(document: Any, path: str, message: str) -> None:
    where, said = problems(document)[0]
    assert where == path
    assert message in said


def test_empty_documents_and_sections_say_nothing() -> None:
    parsed, wrong = parse(None, {}, {"version": "1", "queues": None, "behaviour": None})
    assert wrong == []
    assert parsed.sections == ("queues", "behaviour")


def test_documents_join_in_order_and_a_name_twice_names_both_places() -> None:
    parsed, wrong = parse({"workstreams": [CASES]}, {"workstreams": [{"name": "B", "capacity": "1"}]})
    assert [each.name for each in parsed.organisation.workstreams] == ["Cases", "B"]
    _, wrong = parse({"workstreams": [CASES]}, {"workstreams": [{"name": "CASES", "capacity": "1"}]})
    assert wrong == [("workstreams[0]", "'CASES' is here twice; first at workstreams[0]")]


def test_second_place_is_named_by_file_and_line() -> None:
    def locate(path: Path, *, key: bool = False) -> tuple[str | None, int | None, int | None]:
        return "a.yaml", 7, 3

    notes = Findings()
    parse_documents([Source({"skills": ["x"]}, locate), Source({"skills": ["X"]}, locate)], notes)
    assert notes.problems[0].message == "'X' is here twice; first at a.yaml:7"
    assert (notes.problems[0].place, notes.problems[0].rule) == ("a.yaml:7:3", "duplicate-name")


def test_settings_may_be_said_once() -> None:
    assert "behaviour' is here twice" in problems({"behaviour": {}}, {"behaviour": {}})[0][1]


def test_names_inside_an_object_are_unique_too() -> None:
    rule = {"name": "r", "queue": "Q"}
    assert problems({"rulesets": [{"name": "R", "rules": [rule, rule]}]}) == [
        ("rulesets[0].rules[1].name", "'r' is here twice")
    ]


def test_entity_belongs_to_records() -> None:
    chat = {**CASES, "channel": "live-chat"}
    parsed, wrong = parse({"workstreams": [chat]})
    assert (wrong, parsed.organisation.workstreams[0].entity) == ([], None)
    assert problems({"workstreams": [{**chat, "entity": "case"}]})[0][0] == "workstreams[0].entity"


def test_shares_add_up_to_at_most_one() -> None:
    shares = {"decline_probability": "0.6", "no_response_probability": "0.4"}
    assert problems({"behaviour": shares}) == []
    assert "more than 1" in problems({"behaviour": {**shares, "decline_probability": "0.61"}})[0][1]


def test_schedule_holds_shifts_and_dated_presences() -> None:
    schedule = [
        {"days": "mon-fri", "from": "08:00", "to": "16:30", "timezone": "Europe/Madrid"},
        {"at": "2026-03-02T12:00", "presence": "In training"},
    ]
    parsed, wrong = parse({"agents": [{"name": "ann", "schedule": schedule}]})
    assert wrong == []
    assert parsed.organisation.agents[0].schedule == (
        Shift(days=(0, 1, 2, 3, 4), start=480, end=990, timezone="Europe/Madrid"),
        DatedPresence(at="2026-03-02T12:00:00", presence="In training"),
    )
    assert problems({"agents": [{"name": "ann", "schedule": [{"at": "x"}, {"days": "mon"}]}]}) == [
        ("agents[0].schedule[0].at", "must be an instant such as 2026-03-02T09:00, not 'x'"),
        ("agents[0].schedule[0]", "presence is required"),
        ("agents[0].schedule[1]", "from is required"),
        ("agents[0].schedule[1]", "to is required"),
    ]


def test_references_are_spelled_as_defined_but_flows_keep_what_they_say() -> None:
    parsed, _ = parse(
        {
            "workstreams": [CASES],
            "agents": [{"name": "Ann", "default_presence": "lunch", "skills": {"SPANISH": "1"}}],
            "queues": [{"name": "Q", "default": "true", "members": ["ANN", "zoe"]}],
            "presences": [{"name": "Lunch", "base_status": "away"}],
            "skills": ["Spanish"],
            "flows": [{"name": "F", "default_workstream": "CASES"}],
        }
    )
    organisation = parsed.organisation
    assert organisation.queues[0].members == ("Ann", "zoe")
    assert (organisation.agents[0].default_presence, organisation.agents[0].skills) == (
        "Lunch", (("Spanish", 1),))  # fmt: skip
    assert organisation.presences[0].base_status is BasePresence.AWAY
    assert organisation.flows[0].default_workstream == "CASES"


def test_origins_tell_where_each_object_stands_and_broken_which_are_missing() -> None:
    parsed, _ = parse({"queues": [{"name": "A", "priority": "x"}, {"name": "B"}, {}], "skills": ["", "s"]})
    assert {key: path for key, (_, path) in parsed.origins.items()} == {
        ("queues", "b"): ("queues", 1),
        ("skills", "s"): ("skills", 1),
    }
    assert ("queues", "a") in parsed.broken


def test_object_from_options_is_judged_alike() -> None:
    notes = Findings()
    raw = {"name": "A", "capacity": "five", "work_distribution_mode": "pusch"}
    assert read_object(tables.WORKSTREAM, raw, (), notes) is BAD
    assert [problem.path for problem in notes.problems] == ["capacity", "work_distribution_mode"]


def test_a_document_states_mappings_where_options_have_a_shorthand() -> None:
    agent = {"name": "ann", "skills": ["a:1"], "schedule": ["sat 08:00-16:00"], "behaviour": ["speed=1"]}

    assert problems({"agents": [agent]}) == [
        ("agents[0].skills", "must be a mapping of skill to rating, such as {spanish: 3}"),
        ("agents[0].schedule[0]", "a shift must be a mapping, not text"),
        ("agents[0].behaviour", "a behaviour must be a mapping, not a list"),
    ]
