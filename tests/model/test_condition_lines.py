"""Conditions typed in one line: how they are read, and that they read as people are shown them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wscli.errors import Problem
from wscli.model.condition_lines import spell_conditions
from wscli.model.conditions import read_condition, write_condition
from wscli.model.findings import Findings
from wscli.model.routing import Compare, Condition, Group
from wscli.model.terms import Operator
from wscli.model.values import BAD
from wscli.model.words import condition_text

PIECES = ("a", "in", "equals", "and", "a or b", "is-null", "[", "]", ",", '"', "'", "{", "1", "\\")
values = st.text(min_size=1, max_size=8).filter(str.strip) | st.sampled_from(PIECES)
names = values.map(str.strip)
unary = st.sampled_from([Operator.IS_NULL, Operator.IS_NOT_NULL])
lists = st.sampled_from([Operator.IN, Operator.NOT_IN])
single = st.sampled_from([each for each in Operator if "null" not in each and each not in ("in", "not-in")])
many = st.lists(values, min_size=1, max_size=3).map(tuple)
compares = (
    st.builds(Compare, attribute=names, operator=unary)
    | st.builds(Compare, attribute=names, operator=lists, value=many)
    | st.builds(Compare, attribute=names, operator=single, value=values | st.integers().map(str))
)
conditions = st.recursive(
    compares,
    lambda inner: st.builds(Group, every=st.booleans(), parts=st.lists(inner, max_size=3).map(tuple)),
    max_leaves=8,
)


def read(*texts: str) -> Any:
    notes = Findings()
    condition = read_condition(spell_conditions(texts, ("when",), notes), ("when",), notes)
    assert notes.problems == []
    return condition


def refused(*texts: str) -> list[Problem]:
    notes = Findings()
    spell_conditions(texts, ("when",), notes)
    assert [problem.path for problem in notes.problems] == ["when"] * len(notes.problems)
    return notes.problems


@pytest.mark.parametrize(
    ("text", "attribute", "operator", "value"),
    [
        ("priority equals 1", "priority", Operator.EQUALS, "1"),
        ("  priority   Equals   1  ", "priority", Operator.EQUALS, "1"),
        ("subject contains Credit card", "subject", Operator.CONTAINS, "Credit card"),
        ("subject contains bread and butter", "subject", Operator.CONTAINS, "bread and butter"),
        ('"product line" begins-with A', "product line", Operator.BEGINS_WITH, "A"),
        ("'product line' begins with A", "product line", Operator.BEGINS_WITH, "A"),
        ("subject is-null", "subject", Operator.IS_NULL, None),
        ("subject is not null", "subject", Operator.IS_NOT_NULL, None),
        ("product in Gold, Platinum", "product", Operator.IN, ("Gold", "Platinum")),
        ("product not in [Gold,Platinum ]", "product", Operator.NOT_IN, ("Gold", "Platinum")),
        ("""product in "A, B", 'C' """, "product", Operator.IN, ("A, B", "C")),
        ('subject equals " a \\"b\\" "', "subject", Operator.EQUALS, ' a "b" '),
        ('size equals 5"', "size", Operator.EQUALS, '5"'),
        (
            'subject equals "a equals 1 and b equals 2"',
            "subject",
            Operator.EQUALS,
            "a equals 1 and b equals 2",
        ),
        ("in in in", "in", Operator.IN, ("in",)),
    ],
)
def test_comparisons(text: str, attribute: str, operator: Operator, value: Any) -> None:
    assert read(text) == Compare(attribute=attribute, operator=operator, value=value)


def test_several_hold_all_together_and_none_is_no_condition() -> None:
    assert read("a equals 1", "b is-null") == Group(every=True, parts=(read("a equals 1"), read("b is-null")))
    assert read() is None


def test_json_says_groups() -> None:
    text = '{"any": [{"attribute": "a", "equals": 1.50}, {"attribute": "b", "is-null": true}, {"all": []}]}'
    nested = Group(every=False, parts=(read("a equals 1.50"), read("b is-null"), Group(every=True, parts=())))
    assert read(text) == nested
    assert read(text, "c equals x") == Group(every=True, parts=(nested, read("c equals x")))


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "has no attribute", "write it like 'priority equals 1'"),
        ('"" equals 1', "has no attribute", "write it like"),
        ("priority", "needs an operator after 'priority'", "operators: equals, "),
        ("priority=1", "needs an operator after 'priority=1'", "write it like 'priority equals 1'"),
        ("priority equal 1", "not 'equal'", "did you mean 'equals'?"),
        ("priority = 1", "not '='", "did you mean 'equals'?"),
        ("priority >= 1", "not '>='", "did you mean 'greater-or-equal'?"),
        ("priority is not 1", "not 'is'", "did you mean 'not-equals'?"),
        ("priority starts-with 1", "not 'starts-with'", "did you mean 'begins-with'?"),
        ("product line contains x", "not 'line'", 'stands in quotes: "product line" contains x'),
        ("priority xyz 1", "not 'xyz'", "operators: equals, "),
        ("priority equals", "needs a value after equals", "is-null asks for nothing"),
        ("product in", "needs a value after in", "write it like"),
        ("product in a,,b", "has nothing between two commas", "write it like"),
        ("product in [a, b", "opens a bracket that is not closed", "write it like"),
        ('product in "a" b', "needs a comma before 'b'", "write it like"),
        ("subject is-null x", "has a value, and is-null takes none", "leave 'x' out"),
        ("'subject equals 1", "opens a quote that is never closed", "write it like"),
        ('subject equals "a', "opens a quote that is never closed", "write it like"),
        ('subject equals "a" b', "goes on behind the quotes: 'b'", "put the whole value in quotes"),
        ("a equals 1 and b equals 2", "holds two conditions, with 'and' between", "repeat the option"),
        ("a in x, y OR b is not null", "holds two conditions, with 'OR' between", "write JSON"),
        ("{}x", "is not JSON: Extra data", '{"any": '),
        ('{"any": [], "any": []}', "is not JSON: a key is there twice", '{"any": '),
        ("[" * 81, "is nested 81 deep", "at most 80"),
    ],
)
def test_refusals_say_what_is_wrong_and_what_to_write(text: str, message: str, hint: str) -> None:
    (problem,) = refused(text)
    assert message in problem.message
    assert hint in (problem.hint or "")


def test_every_wrong_one_is_named_and_a_long_one_is_cut() -> None:
    assert len(refused("a", "b equals 1", "c")) == 2
    assert len(refused("x" * 100_000)[0].message) < 500
    assert len(refused('{"all": [' * 100_000)) == 1


@given(compares)
def test_a_comparison_reads_as_people_are_shown_it(compare: Compare) -> None:
    assert read(condition_text(write_condition(compare))) == compare


@given(conditions)
def test_any_condition_can_be_typed_as_json(condition: Condition) -> None:
    import json

    assert read(json.dumps(write_condition(condition))) == condition


@given(st.text(max_size=40) | st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    notes = Findings()
    raw = spell_conditions([text], ("when",), notes)
    assert (read_condition(raw, ("when",), notes) in (None, BAD)) == bool(notes.errors)
