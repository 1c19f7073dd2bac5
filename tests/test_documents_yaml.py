"""Reading YAML: scalars stay what was typed, every node has its place, nothing is executed or multiplied."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from wscli.documents import Document, path_text, read_text
from wscli.errors import Invalid, Problem


@pytest.fixture(params=["libyaml", "python"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run everything with both parsers of PyYAML."""
    if request.param == "python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)


def read(text: str) -> Document:
    [document] = read_text(text, "a.yaml", json=False)
    return document


def refused(text: str) -> list[Problem]:
    with pytest.raises(Invalid) as caught:
        read_text(text, "a.yaml", json=False)
    assert caught.value.message == "a.yaml cannot be read"
    return list(caught.value.problems)


@pytest.mark.parametrize(
    "typed", ["16:30", "010", "NO", "yes", "1.10", "1e3", "0x1F", "2026-03-02", "=", "1_0"]
)
def test_a_plain_scalar_is_the_text_that_was_typed(typed: str) -> None:
    assert read(f"a: {typed}\n").value == {"a": typed}


def test_a_plain_key_is_the_text_that_was_typed() -> None:
    assert read("on: 1\n010: 2\n16:30: 3\n").value == {"on": "1", "010": "2", "16:30": "3"}


@pytest.mark.parametrize("typed", ["", "~", "null", "Null", "NULL"])
def test_only_a_plain_null_is_none(typed: str) -> None:
    assert read(f"a: {typed}\n").value == {"a": None}


@pytest.mark.parametrize("typed", ["'null'", '"null"', "!!str null", "! null", "'~'"])
def test_a_quoted_null_is_text(typed: str) -> None:
    assert read(f"a: {typed}\n").value in ({"a": "null"}, {"a": "~"})


@pytest.mark.parametrize("text", ["", "\n", "# nothing here\n", "   "])
def test_an_empty_text_is_one_document_of_none(text: str) -> None:
    document = read(text)
    assert document.value is None
    assert document.problems == []
    assert document.place(("workstreams", 0)) == (1, 1)


def test_several_documents_in_one_text() -> None:
    documents = read_text("a: 1\n---\nb: 2\n---\n- c\n", "a.yaml", json=False)
    assert [document.value for document in documents] == [{"a": "1"}, {"b": "2"}, ["c"]]
    assert [document.place(()) for document in documents] == [(1, 1), (3, 1), (5, 1)]


TEXT = """\
version: 1
workstreams:
  - name: Case Workstream
    capacity:   50
    allowed_presences: [available, busy]
  - {name: "ünï", capacity: 7}
"""


def test_every_value_and_key_has_its_place() -> None:
    document = read(TEXT)
    assert document.places[("version",)] == (1, 10)
    assert document.places[("workstreams", 0)] == (3, 5)
    assert document.places[("workstreams", 0, "capacity")] == (4, 17)
    assert document.places[("workstreams", 0, "allowed_presences", 1)] == (5, 36)
    assert document.keys[("workstreams", 0, "capacity")] == (4, 5)
    assert document.keys[("workstreams", 1, "capacity")] == (6, 19)  # characters, not bytes


def test_a_path_without_a_place_has_that_of_the_nearest_value_around_it() -> None:
    document = read(TEXT)
    assert document.place(("workstreams", 1, "channel")) == (6, 5)
    assert document.place(("queues",)) == (1, 1)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("workstreams", 2, "capacity"), "workstreams[2].capacity"),
        ((), ""),
        ((3,), "[3]"),
        (("a", "In training", 0, 1), "a.In training[0][1]"),
        (("a", "b.c"), "a['b.c']"),
        (("a", ""), "a['']"),
        (("a", "\x1b[31m"), "a['\\x1b[31m']"),
        (("k" * 200,), "k" * 99 + "…"),
    ],
)
def test_a_path_is_shown_as_people_write_it(path: tuple[str | int, ...], text: str) -> None:
    assert path_text(path) == text


def test_a_key_given_twice_names_both_places_and_the_first_wins() -> None:
    document = read("workstreams:\n- name: a\n  capacity: 1\n  capacity: {b: [2]}\n  mode: push\n")
    assert document.value == {"workstreams": [{"name": "a", "capacity": "1", "mode": "push"}]}
    assert document.problems == [
        Problem(
            path="workstreams[0].capacity",
            message="the key 'capacity' is given twice",
            hint="the first is on line 3, column 3; keep one of them",
            file="a.yaml",
            line=4,
            column=3,
        )
    ]
    assert document.places[("workstreams", 0, "capacity")] == (3, 13)
    assert document.place(("workstreams", 0, "capacity", "b")) == (3, 13)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\n? [b]\n: 2\n", "a list or mapping cannot be a key"),
        ("a: 1\n~: 2\n", "null cannot be a key"),
        ("a: 1\n? &m {b: 1}\n: 2\n", "a list or mapping cannot be a key"),
        ("a: 1\n<<: {b: 2}\n", "merge keys (<<) are not read"),
        ("a: 1\n<<: [{b: 2}, {a: 3}]\n", "merge keys (<<) are not read"),
    ],
)
def test_what_cannot_be_a_key_is_a_problem_and_its_value_is_dropped(text: str, message: str) -> None:
    document = read(text)
    assert document.value == {"a": "1"}
    [problem] = document.problems
    assert (problem.message, problem.line) == (message, 2)
    assert problem.hint


def test_a_quoted_merge_key_is_a_key() -> None:
    assert read("'<<': {a: 1}\n").value == {"<<": {"a": "1"}}


@pytest.mark.parametrize(
    "tag",
    ["!foo", "!!python/object/apply:os.system", "!!python/name:os.system", "!!binary", "!!set", "!!null"],
)
@pytest.mark.parametrize("node", ["x", "[x]", "{x: y}"])
def test_a_tag_is_a_problem_and_nothing_is_executed(tag: str, node: str) -> None:
    document = read(f"a:\n  - {tag} {node}\n")
    [problem] = document.problems
    assert problem.message == f"the tag {tag} is not read"
    assert (problem.path, problem.line, problem.column) == ("a[0]", 2, 5)


def test_the_tags_of_plain_types_change_nothing() -> None:
    document = read("a: !!int 010\nb: !!seq [!!bool yes]\nc: !!map {d: !!float 1.10}\n")
    assert document.value == {"a": "010", "b": ["yes"], "c": {"d": "1.10"}}
    assert document.problems == []


def test_an_alias_is_the_object_of_its_anchor() -> None:
    document = read("a: &slow {accept_after: 90s}\nb: *slow\nc: [*slow]\n")
    value: Any = document.value
    assert value["b"] is value["a"]
    assert value["c"][0] is value["a"]
    assert document.places[("b",)] == (2, 4)
    assert document.place(("b", "accept_after")) == (2, 4)


def test_an_alias_of_text_may_be_a_key() -> None:
    assert read("a: &n b\n*n : 1\n").value == {"a": "b", "b": "1"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: *slow\n", "the alias *slow has no anchor before it"),
        ("a: &slow x\n---\na: *slow\n", "the alias *slow has no anchor before it"),
        ("a: &slow [*slow]\n", "the alias *slow stands inside its own anchor"),
        ("a: &slow {b: [{c: *slow}]}\n", "the alias *slow stands inside its own anchor"),
    ],
)
def test_an_alias_of_nothing_or_of_itself_is_a_problem(text: str, message: str) -> None:
    [problem] = read_text(text, "a.yaml", json=False)[-1].problems
    assert problem.message == message
    assert problem.line


SYNTAX = [
    ("a:\n\tb: 1\n", "2:1", "a tab where YAML wants spaces", "indent with spaces"),
    ("a: @x\n", "1:4", "text cannot start with @", "quotes"),
    ("a: 1\nb: %x\n", "2:4", "text cannot start with %", "quotes"),
    ("a: Cases: urgent\n", "1:9", "a colon where no value can begin", "quotes"),
    ("key:value\nb: 1\n", "2:2", "a colon where no value can begin", "line before"),
    ("a: {b: c\nd: e\n", None, "after the { of line 1, column 4 comes neither", "close it"),
    ("a: [b\nc: d\n", "2:2", "after the [ of line 1, column 4 comes neither", "close it"),
    ("a: 'b\n", None, "the ' of line 1, column 4 is never closed", "close the quote"),
    ("a: {b: c}}\n", "1:10", "neither a key nor part of a value", "indent"),
    ("name: 'it's'\n", "1:11", "neither a key nor part of a value", "closing quote"),
    ("a:\n - b\n c: d\n", "3:2", "a list goes on without", "- "),
    ("a: ]\n", "1:4", "a bracket or comma in place of a value", "quotes"),
    ("? a\nb\n", None, "a key without a colon", "key: value"),
    ('a: "\\q"\n', None, "a backslash that means nothing", "single quotes"),
    ("a: *\n", "1:5", "text cannot start with & or *", "quotes"),
    ("a: > b\n", "1:6", "text after | or >", "next line"),
    ("%YAML 3.0\n---\na\n", "1:1", "not a version of YAML", "%YAML"),
]


@pytest.mark.parametrize(("text", "place", "message", "hint"), SYNTAX, ids=[row[0] for row in SYNTAX])
def test_a_syntax_error_says_where_and_what_to_do(
    text: str, place: str | None, message: str, hint: str
) -> None:
    [problem] = refused(text)
    assert message in problem.message
    assert hint in (problem.hint or "")
    assert problem.line and problem.column
    assert place is None or problem.place == f"a.yaml:{place}"  # the two parsers differ at the end of a file


def test_a_syntax_error_comes_with_the_problems_before_it() -> None:
    assert [problem.line for problem in refused("a: 1\na: 2\n---\nb: @\n")] == [2, 4]


@pytest.mark.parametrize(
    ("text", "place"), [("a: \0", "1:4"), ("a: 1\nb: x\x1b[31m\n", "2:5"), ("a\ud800", "1:2")]
)
def test_a_control_character_has_its_place(text: str, place: str) -> None:
    [problem] = refused(text)
    assert "cannot stand in YAML" in problem.message
    assert problem.place == f"a.yaml:{place}"


def without_nulls(value: Any) -> Any:
    """The value with null, which the loader of the next test leaves text, as that text."""
    if isinstance(value, dict):
        return {key: without_nulls(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [without_nulls(entry) for entry in value]
    return "" if value in (None, "~") else value


@given(st.text("ab:-[]{}, \n'#&*|>~!%@\t\"", max_size=25))
def test_any_text_is_read_as_pyyaml_reads_it_or_refused(text: str) -> None:
    loader = yaml.CBaseLoader if hasattr(yaml, "CSafeLoader") else yaml.BaseLoader  # all scalars as text
    try:
        documents = read_text(text, "a.yaml", json=False)
    except Invalid as error:
        assert error.problems
        with pytest.raises(yaml.YAMLError):
            list(yaml.load_all(text, Loader=loader))
        return
    if any(document.problems for document in documents):
        return  # what only we refuse
    expected = list(yaml.load_all(text, Loader=loader)) or [None]
    read = [document.value for document in documents]
    assert without_nulls(read) == without_nulls(expected)
