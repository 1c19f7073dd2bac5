"""What went into two runs differently, with paths that can be read."""

from __future__ import annotations

from typing import Any

import pytest

from wscli.comparison.configuration import differences
from wscli.model.findings import Findings
from wscli.model.organisation import Organisation
from wscli.model.parse import Source, parse_documents
from wscli.model.write import as_raw, write_organisation

DOCUMENT: dict[str, Any] = {
    "version": 1,
    "workstreams": [
        {"name": "Case Workstream", "capacity": 50, "allowed_presences": ["available"]},
        {"name": "Chat", "capacity": 20, "allowed_presences": ["busy"]},
    ],
    "queues": [{"name": "Cases", "priority": 1, "members": ["ann", "ben"]}],
    "agents": [
        {"name": "ann", "capacity": 100, "skills": {"spanish": 2, "trade 2.0": 1}},
        {"name": "ben", "capacity": 100, "behaviour": {"accept_after": "15s"}},
    ],
    "skills": ["spanish", "trade 2.0"],
    "rulesets": [
        {
            "name": "Rules",
            "active": True,
            "rules": [
                {
                    "name": "high",
                    "when": {"all": [{"attribute": "priority", "equals": 1}]},
                    "queue": "Cases",
                },
                {"name": "rest", "queue": "Cases"},
            ],
        }
    ],
    "simulation": {"service_level": "5m"},
}


def canonical(document: dict[str, Any]) -> dict[str, Any]:
    """The document as it is written, after reading it: what a side has."""
    found = Findings()
    organisation: Organisation = parse_documents([Source(as_raw(document))], found).organisation
    assert not found.errors
    return write_organisation(organisation)


def between(
    change: Any, inputs: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
) -> list[tuple[str, Any, Any]]:
    """What differs once something has been changed in a copy of the document."""
    import copy

    other = copy.deepcopy(DOCUMENT)
    change(other)
    found = differences(canonical(DOCUMENT), canonical(other), *inputs)
    return [(each["path"], each["a"], each["b"]) for each in found]


def nothing(document: dict[str, Any]) -> None:
    """The same document."""


def test_nothing_differs() -> None:
    assert between(nothing) == []


def test_a_field_of_a_named_object() -> None:
    def change(document: dict[str, Any]) -> None:
        document["queues"][0]["members"].append("cem")
        document["agents"].append({"name": "cem"})
        document["agents"][0]["capacity"] = 50

    assert between(change) == [
        ("queues[Cases].members", ["ann", "ben"], ["ann", "ben", "cem"]),
        ("agents[ann].capacity", 100, 50),
        ("agents[cem]", None, {"name": "cem", "capacity": 0}),
    ]


def test_a_field_that_one_leaves_out_has_its_default() -> None:
    def change(document: dict[str, Any]) -> None:
        document["workstreams"][0]["offer_timeout"] = "30s"
        document["workstreams"][0]["auto_assign"] = True
        document["simulation"] = {"max_offers": 3}
        document["behaviour"] = {"pick_after": "1m"}
        document["agents"][1]["behaviour"] = {"pick_after": "2m"}

    assert between(change) == [
        ("workstreams[Case Workstream].offer_timeout", "2m", "30s"),
        ("workstreams[Case Workstream].auto_assign", False, True),
        ("agents[ben].behaviour.accept_after", "15s", None),  # nobody's own: as for all
        ("agents[ben].behaviour.pick_after", None, "2m"),
        ("simulation.service_level", "5m", "3m"),
        ("simulation.max_offers", 1000, 3),
        ("behaviour.pick_after", "0", "1m"),
    ]


def test_a_default_that_is_said_is_no_difference() -> None:
    def change(document: dict[str, Any]) -> None:
        document["workstreams"][0]["offer_timeout"] = "2m"
        document["behaviour"] = {"accept_after": "0", "pick_order": "oldest"}

    assert between(change) == []


def test_a_skill_with_a_dot_in_its_name() -> None:
    def change(document: dict[str, Any]) -> None:
        document["agents"][0]["skills"] = {"spanish": 3}

    assert between(change) == [
        ("agents[ann].skills.spanish", 2, 3),
        ("agents[ann].skills[trade 2.0]", 1, None),
    ]


def test_a_condition_is_one_value() -> None:
    def change(document: dict[str, Any]) -> None:
        document["rulesets"][0]["rules"][0]["when"] = {"attribute": "priority", "equals": 2}

    [(path, old, new)] = between(change)

    assert path == "rulesets[Rules].rules[high].when"
    assert (list(old), new) == (["all"], {"attribute": "priority", "equals": 2})


def test_an_order_counts() -> None:
    def change(document: dict[str, Any]) -> None:
        document["rulesets"][0]["rules"].reverse()

    assert between(change) == [("rulesets[Rules].rules", ["high", "rest"], ["rest", "high"])]


def test_a_name_in_other_letters_is_the_same_object() -> None:
    def change(document: dict[str, Any]) -> None:
        document["agents"][1]["name"] = "BEN"

    assert between(change) == [
        ("queues[Cases].members", ["ann", "ben"], ["ann", "BEN"]),
        ("agents[ben].name", "ben", "BEN"),
    ]


def test_a_section_that_only_one_side_has() -> None:
    def change(document: dict[str, Any]) -> None:
        del document["rulesets"]

    [(path, old, new)] = between(change)

    assert (path, old["name"], new) == ("rulesets[Rules]", "Rules", None)


@pytest.mark.parametrize(
    ("a", "b", "path"),
    [
        ({"seed": 1}, {"seed": 2}, "seed"),
        ({"cases_sha256": "ab"}, {"cases_sha256": "cd"}, "cases_sha256"),
        ({"map": {"case_id": "number"}}, {"map": {"case_id": "id"}}, "map.case_id"),
        ({"set": ["x=1"]}, {}, "set"),
        ({}, {"until": "2026-03-02"}, "until"),
    ],
)
def test_other_inputs(a: dict[str, Any], b: dict[str, Any], path: str) -> None:
    assert [place for place, _, _ in between(nothing, (a, b))] == [path]
    assert between(nothing, (a, a)) == []
