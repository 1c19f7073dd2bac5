"""Writing: one text for one value, and every reader takes it for that value."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from enum import StrEnum
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from wscli.documents import dump_json, dump_yaml, read_text


def written(dump: Callable[[Any, io.StringIO], None], value: Any) -> str:
    stream = io.StringIO()
    dump(value, stream)
    return stream.getvalue()


CANONICAL = """\
version: 1
workstreams:
  - name: Case Workstream
    capacity: 50
    auto_close_after_inactivity: 1h30m
    allowed_presences: [available, busy-dnd]
    auto_assign: false
queues:
  - {name: Cases, priority: 1}
  - name: Everything else
    members: [ann, ben]
agents:
  - name: ünï 😀
    skills: {spanish: 3}
    schedule:
      - {days: mon-fri, from: "08:00", to: "16:30", timezone: Europe/Madrid}
    members:
      - a member with a long name 0
      - a member with a long name 1
      - a member with a long name 2
      - a member with a long name 3
flows:
  - when:
      all:
        - attribute: p
          in: [a, 1]
        - {attribute: q, equals: "a, b"}
    to: null
behaviour:
  accept_after: 10s
  handle: uniform(1m, 5m)
  decline_probability: 0.05
presences: []
simulation: {}
"""


def test_the_canonical_form() -> None:
    value = {
        "version": 1,
        "workstreams": [
            {
                "name": "Case Workstream",
                "capacity": 50,
                "auto_close_after_inactivity": "1h30m",
                "allowed_presences": ["available", "busy-dnd"],
                "auto_assign": False,
            },
        ],
        "queues": [{"name": "Cases", "priority": 1}, {"name": "Everything else", "members": ["ann", "ben"]}],
        "agents": [
            {
                "name": "ünï 😀",
                "skills": {"spanish": 3},
                "schedule": [
                    {"days": "mon-fri", "from": "08:00", "to": "16:30", "timezone": "Europe/Madrid"}
                ],
                "members": [f"a member with a long name {n}" for n in range(4)],
            },
        ],
        "flows": [
            {
                "when": {"all": [{"attribute": "p", "in": ["a", 1]}, {"attribute": "q", "equals": "a, b"}]},
                "to": None,
            }
        ],
        "behaviour": {"accept_after": "10s", "handle": "uniform(1m, 5m)", "decline_probability": 0.05},
        "presences": [],
        "simulation": {},
    }
    assert written(dump_yaml, value) == CANONICAL


QUOTED = [
    *("NO", "no", "y", "Yes", "on", "Off", "true", "null", "Null", "~", "NaN", "", "=", "<<"),
    *("16:30", "1.10", "010", "0x1F", "0o17", "1e3", "1_000", "12", "-1", "+1", ".5", ".inf", "0b1"),
    *("2026-03-02", "2026-03-02T12:00:00Z", "- a", "-", "---", "...", "@a", "`a", "%a", "!a", "&a", "*a"),
    *(
        "5 minutes",
        "#a",
        "a #b",
        "a: b",
        "a:",
        "[a",
        "{a",
        "]",
        ",a",
        "'a",
        '"a',
        "|",
        ">",
        "? a",
        " a",
        "a ",
        "a\nb",
        "a\tb",
    ),
]


@pytest.mark.parametrize("text", QUOTED)
def test_what_a_reader_could_take_for_something_else_is_quoted(text: str) -> None:
    assert written(dump_yaml, [[text]]) == f"- [{json.dumps(text)}]\n"
    assert written(dump_yaml, {text: text}) == f"{json.dumps(text)}: {json.dumps(text)}\n"


@pytest.mark.parametrize(
    "text", ["a", "5m", "250ms", "1h30m", "Case Workstream", "busy-dnd", "é", "none", "_x"]
)
def test_what_every_reader_takes_for_text_is_plain(text: str) -> None:
    assert written(dump_yaml, {text: [text]}) == f"{text}: [{text}]\n"


class Word(StrEnum):
    """Terms of the model are text."""

    NO = "no"
    PUSH = "push"


def test_terms_are_written_as_text() -> None:
    assert written(dump_yaml, [[Word.NO, Word.PUSH]]) == '- ["no", push]\n'


def test_an_object_that_occurs_twice_is_written_twice() -> None:
    shared = {"a": ["b"]}
    assert written(dump_yaml, {"c": shared, "d": shared}) == "c:\n  a: [b]\nd:\n  a: [b]\n"


def test_json_is_indented_and_keeps_text_as_it_is() -> None:
    assert written(dump_json, {"a": ["é", 1]}) == '{\n  "a": [\n    "é",\n    1\n  ]\n}\n'


SPECIAL = list("\x85\u2028\u2029\ufeff\ufffe\uffff\x00\x1b\x7f\xa0\n a")
PICTURES = ["😀", "👩\u200d👧", "e\u0301"]
WORDS = ["NO", "16:30", "010", "null", "~", "<<", "a: b", "a #b", "- a", "k" * 1_100, "é" * 1_020, "a " * 80]
texts = (
    st.text(max_size=20)
    | st.sampled_from(WORDS)
    | st.lists(st.sampled_from(SPECIAL + PICTURES), max_size=6).map("".join)
)


def nested(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=5),
        max_leaves=20,
    )


def as_typed(value: Any) -> Any:
    """The value with integers and booleans as the text they are written as."""
    if isinstance(value, dict):
        return {key: as_typed(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [as_typed(entry) for entry in value]
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else value


@given(nested(texts | st.none() | st.booleans() | st.integers()))
@example({"k" * 2_000: {"k" * 2_000: ["x" * 2_000, {"y" * 2_000: []}]}})
def test_what_is_written_is_read_back(value: Any) -> None:
    for dump, is_json in ((dump_yaml, False), (dump_json, True)):
        text = written(dump, value)
        assert not {"\x85", "\u2028", "\ufeff", "\0"} & set(text)
        [document] = read_text(text, "a", json=is_json)
        assert document.value == as_typed(value)
        assert document.problems == []


@given(nested(texts | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False)))
def test_another_reader_agrees(value: Any) -> None:
    text = written(dump_yaml, value)
    assert yaml.safe_load(text) == value
    assert yaml.load(text, Loader=yaml.CSafeLoader) == value


@given(nested(texts))
def test_what_is_read_is_written_as_it_was(value: Any) -> None:
    text = written(dump_yaml, value)
    [document] = read_text(text, "a", json=False)
    assert written(dump_yaml, document.value) == text


def test_half_of_a_surrogate_pair_is_escaped() -> None:
    assert written(dump_json, "\ud800") == '"\\ud800"\n'
    assert written(dump_yaml, "a\ud800") == '"a\\ud800"\n'
