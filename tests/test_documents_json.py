"""Reading JSON: numbers stay what was typed, every value has its place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wscli.documents import Document, Path, Raw, read_text
from wscli.errors import Invalid, Problem


def read(text: str) -> Document:
    [document] = read_text(text, "a.json", json=True)
    return document


def refused(text: str) -> Problem:
    with pytest.raises(Invalid) as caught:
        read_text(text, "a.json", json=True)
    [problem] = caught.value.problems
    return problem


@pytest.mark.parametrize("typed", ["1.10", "-0", "1e400", "true", "false", "NaN", "-Infinity", "9" * 5000])
def test_a_bare_word_is_the_text_that_was_typed(typed: str) -> None:
    assert read(f'{{"a": {typed}}}').value == {"a": typed}


def test_null_is_none_and_a_quoted_null_is_text() -> None:
    assert read('[null, "null", "", "~"]').value == [None, "null", "", "~"]


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_an_empty_text_is_a_document_of_none(text: str) -> None:
    assert read(text) == Document("a.json", None, places={(): (1, 1)})


def test_escapes_are_read() -> None:
    assert read(r'["\ud83d\ude00 \u00e9 \"\\\/\n"]').value == ['😀 é "\\/\n']


@pytest.mark.parametrize("text", [r'{"a": "x\ud800"}', r'{"a": "\udc00\ud83d"}', r'{"a": {"\ud800": 1}}'])
def test_half_of_a_surrogate_pair_is_a_problem(text: str) -> None:
    document = read(text)
    [problem] = document.problems
    assert "surrogate" in problem.message
    assert problem.path == "a"
    assert not any("\ud800" <= character <= "\udfff" for character in repr(document.value))


def test_places_of_values_and_keys() -> None:
    document = read('{"version": 1,\r\n "w": [\n  {"é": "😀", "capacity": 50},\n  []]}\n')
    assert document.places == {
        (): (1, 1),
        ("version",): (1, 13),
        ("w",): (2, 7),
        ("w", 0): (3, 3),
        ("w", 0, "é"): (3, 9),
        ("w", 0, "capacity"): (3, 26),
        ("w", 1): (4, 3),
    }
    assert document.keys[("w", 0, "capacity")] == (3, 14)


def test_a_key_given_twice_names_both_places_and_the_first_wins() -> None:
    document = read('{"a": 1,\n "b": {"a": 2, "\\u0061": [3]}}')
    assert document.value == {"a": "1", "b": {"a": "2"}}
    [problem] = document.problems
    assert problem.message == "the key 'a' is given twice"
    assert problem.hint == "the first is on line 2, column 8; keep one of them"
    assert (problem.path, problem.place) == ("b.a", "a.json:2:16")


SYNTAX = [
    ('{"a": 1,}', "9", "double quotes"),
    ("{a: 1}", "2", "double quotes"),
    ('{"a": yes}', "7", "double quotes"),
    ('{"a": 1\n "b": 2}', "2:2", "a comma"),
    ('{"a" 1}', "6", "colon"),
    ('{"a": 1}\n{}', "2:1", "one value"),
    ('["a\tb"]', "4", "\\t"),
    ('["\\q"]', "3", "\\\\"),
    ('["abc', "2", "close the quote"),
    ("[1, 2", "6", "bracket"),
]


@pytest.mark.parametrize(("text", "place", "hint"), SYNTAX, ids=[row[0] for row in SYNTAX])
def test_a_syntax_error_says_where_and_what_to_do(text: str, place: str, hint: str) -> None:
    problem = refused(text)
    assert problem.message.startswith("not JSON: ")
    assert hint in (problem.hint or "")
    if text != '{"a": 1,}':  # Python 3.13 points at the comma
        assert problem.place == f"a.json:{place if ':' in place else f'1:{place}'}"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


def at(value: Raw, path: Path) -> Any:
    found: Any = value
    for step in path:
        found = found[step]
    return found


@given(values, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_each_value_stands_at_its_place(value: Any, indent: int | str | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    document = read(text)
    lines = text.split("\n")
    for path, (line, column) in document.places.items():
        found = at(value, path)
        begins = found[:0] if isinstance(found, list) else {} if isinstance(found, dict) else found
        rest = lines[line - 1][column - 1 :]
        assert rest.startswith(json.dumps(begins, ensure_ascii=ascii_only).rstrip("]}"))
    for path, (line, column) in document.keys.items():
        assert lines[line - 1][column - 1 :].startswith(json.dumps(path[-1], ensure_ascii=ascii_only) + ":")


@given(st.text('{}[]",:\\ \n01aeu-.ntrls'))
def test_any_text_is_read_as_json_reads_it_or_refused(text: str) -> None:
    try:
        json.loads(text)
        valid = True
    except json.JSONDecodeError:
        valid = not text.strip()
    try:
        assert valid == bool(read(text).places)
    except Invalid:
        assert not valid
