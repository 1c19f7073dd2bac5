"""The shape of conditions: one operator each, groups with all and any (rulebook 2.8)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wscli.model.conditions import read_condition, write_condition
from wscli.model.findings import Findings
from wscli.model.routing import Compare, Condition, Group, attributes_of
from wscli.model.terms import Operator
from wscli.model.values import BAD


def read(raw: Any) -> Any:
    notes = Findings()
    value = read_condition(raw, ("when",), notes)
    assert (value is BAD) == bool(notes.errors)
    return value


def complaint(raw: Any) -> tuple[str, str]:
    notes = Findings()
    assert read_condition(raw, ("when",), notes) is BAD
    problem = notes.problems[0]
    return problem.path, f"{problem.message} {problem.hint or ''}"


def test_comparison() -> None:
    expected = Compare(attribute="priority", operator=Operator.EQUALS, value="1")
    assert read({"attribute": " priority ", "equals": "1"}) == expected
    assert read({"Equals": "1", "attribute": "priority"}) == expected
    assert read(None) is None


def test_lists_and_operators_without_value() -> None:
    assert read({"attribute": "p", "in": ["a", "b"]}).value == ("a", "b")
    for yes in (None, "true", "True"):
        assert read({"attribute": "p", "is-null": yes}).value is None


def test_groups_nest_and_may_be_empty() -> None:
    inner = {"any": [{"attribute": "a", "equals": "1"}, {"all": []}]}
    group = read({"all": [inner, {"attribute": "b", "contains": "x"}]})
    assert group.every and not group.parts[0].every
    assert group.parts[0].parts[1] == Group(every=True, parts=())
    assert attributes_of(group) == {"a", "b"}


@pytest.mark.parametrize(
    ("raw", "path", "message"),
    [
        ("priority equals 1", "when", "a condition must be a mapping, not text"),
        ({}, "when", "needs an attribute"),
        ({"equals": "1"}, "when", "needs an attribute"),
        ({"attribute": "a"}, "when", "needs exactly one operator"),
        ({"attribute": "a", "equals": "1", "contains": "2"}, "when", "needs exactly one operator"),
        ({"attribute": "a", "equal": "1"}, "when.equal", "did you mean 'equals'?"),
        ({"attribute": "a", "equals": None}, "when.equals", "use is-null to ask for nothing"),
        ({"attribute": "a", "equals": ["1"]}, "when.equals", "must be one value, not a list"),
        ({"attribute": "a", "in": "1"}, "when.in", "must be a list of values"),
        ({"attribute": "a", "in": []}, "when.in", "must be a list of values"),
        ({"attribute": "a", "is-null": "false"}, "when.is-null", "takes no value"),
        ({"all": [], "any": []}, "when", "must stand alone"),
        ({"all": {}}, "when.all", "must be a list of conditions"),
        ({"all": [None]}, "when.all[0]", "must not be empty"),
        ({"all": [{"any": [{"attribute": ""}]}]}, "when.all[0].any[0]", "needs an attribute"),
    ],
)
def test_refusals_name_the_place(raw: Any, path: str, message: str) -> None:
    where, said = complaint(raw)
    assert where == path
    assert message in said


def test_all_parts_are_judged_at_once() -> None:
    notes = Findings()
    assert read_condition({"all": ["x", {"attribute": "a", "equals": "1"}, {}]}, (), notes) is BAD
    assert [problem.path for problem in notes.problems] == ["all[0]", "all[2]"]


texts = st.text(max_size=8)
names = st.text("abc xyz_", min_size=1, max_size=8).map(str.strip).filter(bool)
unary = st.sampled_from([Operator.IS_NULL, Operator.IS_NOT_NULL])
lists = st.sampled_from([Operator.IN, Operator.NOT_IN])
single = st.sampled_from([each for each in Operator if "null" not in each and each not in ("in", "not-in")])
compares = (
    st.builds(Compare, attribute=names, operator=unary)
    | st.builds(
        Compare, attribute=names, operator=lists, value=st.lists(texts, min_size=1, max_size=3).map(tuple)
    )
    | st.builds(
        Compare, attribute=names, operator=single, value=texts.filter(str.strip) | st.integers().map(str)
    )
)
conditions = st.recursive(
    compares,
    lambda inner: st.builds(Group, every=st.booleans(), parts=st.lists(inner, max_size=3).map(tuple)),
    max_leaves=8,
)


def as_typed(written: Any) -> Any:
    """What a document reader yields for plain values: the source text of scalars."""
    if isinstance(written, bool):
        return str(written).lower()
    if isinstance(written, dict):
        return {key: as_typed(value) for key, value in written.items()}
    return [as_typed(value) for value in written] if isinstance(written, list) else str(written)


@given(conditions)
def test_what_is_written_reads_the_same(condition: Condition) -> None:
    assert read(as_typed(write_condition(condition))) == condition


def test_only_plain_whole_numbers_are_written_as_numbers() -> None:
    def written(value: str) -> Any:
        return write_condition(Compare(attribute="a", operator=Operator.EQUALS, value=value))["equals"]

    assert (written("12"), written("-3")) == (12, -3)
    assert [written(text) for text in ("007", "-0", "1.0", "", "9" * 30)] == [
        "007",
        "-0",
        "1.0",
        "",
        "9" * 30,
    ]
