"""Rulebook 2.8, 2.9: what a condition says of a case."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.conditions import holds
from wscli.model.conditions import read_condition
from wscli.model.findings import Findings
from wscli.simulation.conditions import compile_condition

MADRID = ZoneInfo("Europe/Madrid")
TEXTS = [
    "",
    "10",
    "9",
    "10.0",
    "+9.",
    "-1",
    ".5",
    "1e3",
    "Gold",
    "gold card",
    "GOLD",
    "2026-03-02",
    "x\u00df",
]
INSTANTS = ["2026-03-02T09:00", "2026-03-02T08:00Z", "2026-03-02T09:00:00+02:00", "20260302T0900"]
COMPARING = ["equals", "not-equals", "greater-than", "greater-or-equal", "less-than", "less-or-equal"]
TEXTUAL = ["contains", "not-contains", "begins-with", "ends-with"]


def says(when: Any, **values: str | None) -> bool:
    """Whether a condition, as a document has it, is true of a case with these attributes."""
    found = Findings()
    condition = read_condition(when, (), found)
    assert not found.errors, found.errors
    return compile_condition(condition, MADRID)({"x": None, **values})


@pytest.mark.parametrize(
    ("operator", "operand", "true", "false"),
    [
        ("equals", "10", ["10", "10.0", " 10 ", "+10"], ["9", "ten", "1e1"]),
        ("not-equals", "10", ["9", "ten", "1e1"], ["10", "010.00"]),
        ("greater-than", "9", ["10", "9.01"], ["9", "-10", "8.99"]),
        ("greater-or-equal", "9", ["9.0", "10"], ["8.9"]),
        ("less-than", "10", ["9", "-1", "9.999"], ["10", "11"]),
        ("less-or-equal", "10", ["10.00"], ["10.01"]),
        ("less-than", "10a", ["10", "1"], ["9", "b"]),
        ("equals", "gold CARD", ["Gold card", "GOLD CARD"], ["Gold", "gold  card"]),
        ("equals", "STRASSE", ["straße"], ["strase"]),
        ("contains", "card", ["Credit CARD", "card"], ["car d", "cash"]),
        ("not-contains", "card", ["cash"], ["Credit CARD"]),
        ("begins-with", "cred", ["Credit card", "CRED"], ["a credit"]),
        ("ends-with", "CARD", ["credit card"], ["cards"]),
        ("contains", "1", ["10", "21.5"], ["20"]),
        (
            "greater-than",
            "2026-03-02T09:00",
            ["2026-03-02T08:00:01Z", "2026-03-03"],
            ["2026-03-02T08:00Z", "1999 or so"],
        ),
        ("equals", "2026-03-02T09:00", ["2026-03-02T08:00:00.000Z", "20260302T1000+0200"], ["2026-03-02"]),
    ],
)
def test_operators(operator: str, operand: str, true: list[str], false: list[str]) -> None:
    """Numbers if both read as plain decimals, instants if both read as ISO 8601, else text."""
    when = {"attribute": "x", operator: operand}

    assert [value for value in true + false if says(when, x=value)] == true


def test_lists_are_compared_as_single_values_are() -> None:
    inside = {"attribute": "x", "in": ["Gold", "10", "2026-03-02T09:00"]}
    outside = {"attribute": "x", "not-in": ["Gold", "10", "2026-03-02T09:00"]}
    for value, expected in (("gold", True), ("10.0", True), ("2026-03-02T08:00Z", True), ("Silver", False)):
        assert says(inside, x=value) is expected
        assert says(outside, x=value) is not expected


@pytest.mark.parametrize("operator", [*COMPARING, *TEXTUAL, "in", "not-in", "is-null", "is-not-null"])
def test_null_makes_every_comparison_false_but_those_that_say_not(operator: str) -> None:
    operand: Any = ["a"] if operator in ("in", "not-in") else "true"
    expected = operator in ("is-null", "not-equals", "not-contains", "not-in")
    for nothing in (None, ""):
        assert says({"attribute": "x", operator: operand}, x=nothing) is expected


def test_is_null_is_about_what_is_not_there() -> None:
    assert not says({"attribute": "x", "is-null": "true"}, x="0")
    assert says({"attribute": "x", "is-not-null": "true"}, x="0")


def test_groups_nest_and_an_empty_one_is_true() -> None:
    gold, ten = {"attribute": "x", "equals": "gold"}, {"attribute": "y", "equals": "10"}

    assert says(None) and says({"all": []}) and says({"any": []})
    for x, y in (("gold", "10"), ("gold", "9"), ("tin", "10"), ("tin", "9")):
        assert says({"all": [gold, ten]}, x=x, y=y) is (x == "gold" and y == "10")
        assert says({"any": [gold, {"all": [ten]}]}, x=x, y=y) is (x == "gold" or y == "10")


def test_priority_has_words() -> None:
    """2.9: in conditions too; elsewhere they are words."""
    for attribute in ("priority", "Priority"):
        assert says({"attribute": attribute, "equals": "High"}, **{attribute: "1"})
        assert says({"attribute": attribute, "less-than": "low"}, **{attribute: "2"})
        assert says({"attribute": attribute, "in": ["Low", "7"]}, **{attribute: "3"})
    assert not says({"attribute": "x", "equals": "High"}, x="1")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("2026-10-25T02:30:00", "2026-10-25T00:30:00Z"),
        ("2026-03-29T02:30:00", "2026-03-29T01:30:00Z"),
        ("2026-10-25T02:30:00+01:00", "2026-10-25T01:30:00Z"),
    ],
)
def test_instants_are_the_same_over_a_clock_change(left: str, right: str) -> None:
    """A local time that occurs twice is the first, one that does not exist has the offset before."""
    for one, other in ((left, right), (right, left)):
        assert says({"attribute": "x", "equals": one}, x=other)
        assert says({"attribute": "x", "less-or-equal": one}, x=other)
        assert not says({"attribute": "x", "less-than": one}, x=other)


def test_the_hour_that_occurs_twice_is_in_order() -> None:
    """02:15 of winter time comes after 02:30 of summer time, whatever the clocks say."""
    assert says({"attribute": "x", "less-than": "2026-10-25T02:15:00+01:00"}, x="2026-10-25T02:30:00")


@pytest.mark.parametrize("edge", ["0001-01-01", "9999-12-31T23:59:59", "0001-01-01T00:00+14:00"])
def test_the_edges_of_the_calendar_do_no_harm(edge: str) -> None:
    assert says({"attribute": "x", "equals": edge}, x=edge)
    says({"attribute": "x", "less-than": edge}, x="2026-03-02")


values = st.sampled_from(TEXTS + INSTANTS)
operands = values.filter(bool)  # what an empty operand means is not said
leaves = st.one_of(
    st.tuples(st.sampled_from(COMPARING + TEXTUAL), operands),
    st.tuples(st.sampled_from(["in", "not-in"]), st.lists(operands, min_size=1, max_size=3)),
    st.tuples(st.sampled_from(["is-null", "is-not-null"]), st.just("true")),
).map(lambda pair: {"attribute": "x", pair[0]: pair[1]})
conditions = st.recursive(
    leaves,
    lambda part: st.builds(
        lambda word, parts: {word: parts}, st.sampled_from(["all", "any"]), st.lists(part, max_size=3)
    ),
)


@given(condition=conditions, value=values)
def test_two_readings_of_the_rule_agree(condition: dict[str, Any], value: str) -> None:
    assert says(condition, x=value) is holds(condition, {"x": value}, MADRID)
