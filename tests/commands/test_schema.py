"""The JSON Schema of the document: it accepts what is written, and refuses whatever the reader refuses."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from frontdoor import CENTRE, Result
from strategies import organisations
from wscli.documents import read_text
from wscli.model.findings import Findings
from wscli.model.organisation import Organisation
from wscli.model.parse import Source, parse_documents
from wscli.model.schema import document_schema
from wscli.model.terms import Operator
from wscli.model.write import write_organisation

Wscli = Callable[..., Result]
Document = Any
ROOT = Path(__file__).parent.parent.parent
EXAMPLES = sorted(set((ROOT / "examples").rglob("*.yaml")) - set((ROOT / "examples").rglob("github/*")))


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(document_schema())


def accepts(document: Document) -> bool:
    return validator().is_valid(document)


def shape_problems(document: Document) -> list[str]:
    """Return what the reader says of the shape of a document, as `validate` reads it."""
    found = Findings()
    read = read_text(json.dumps(document), "x.json", json=True)
    parse_documents([Source(each.value) for each in read], found)
    wrong = [problem for each in read for problem in each.problems] + found.errors
    return [f"{problem.path}: {problem.message}" for problem in wrong if problem.rule == "shape"]


# The command --------------------------------------------------------------------------------------------


def test_schema_is_a_schema_and_json_whatever_the_environment_says(
    wscli: Wscli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WSCLI_OUTPUT", "csv")
    result = wscli("schema")

    assert (result.code, result.err) == (0, "")
    assert json.loads(result.out) == document_schema()
    Draft202012Validator.check_schema(json.loads(result.out))
    assert yaml.safe_load(wscli("schema", "-o", "yaml").out) == document_schema()


@pytest.mark.parametrize("format", ["table", "csv", "none"])
def test_schema_is_no_table(wscli: Wscli, format: str) -> None:
    result = wscli("schema", "-o", format)

    assert (result.code, result.out) == (3, "")
    assert result.err == (
        f"error: a schema is json or yaml, not {format}, in --output\nhint: leave -o out for JSON\n"
    )


def test_every_field_is_described() -> None:
    defined = document_schema()["$defs"]

    for name in ("workstream", "queue", "agent", "flow", "simulation"):
        assert all(each["description"] for each in defined[name]["properties"].values())
    assert defined["workstream"]["properties"]["work_distribution_mode"]["default"] == "push"


# What it accepts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_example_is_accepted(path: Path) -> None:
    assert list(validator().iter_errors(yaml.safe_load(path.read_text(encoding="utf-8")))) == []


def test_the_document_of_the_tests_is_accepted_and_what_export_makes_of_it(wscli: Wscli) -> None:
    assert accepts(yaml.safe_load(CENTRE))
    assert wscli("apply", "-q", "-f", "-", input=CENTRE).code == 0
    result = wscli("export", "-o", "json")
    assert (result.code, result.err) == (0, "")
    assert accepts(json.loads(result.out))
    assert accepts(yaml.safe_load(wscli("export").out))


@given(organisations())
def test_every_export_is_accepted(organisation: Organisation) -> None:
    # Half a pair of surrogates is no text to anybody but Python.
    document = json.loads(json.dumps(write_organisation(organisation)))

    assert [error.message for error in validator().iter_errors(document)] == []


@pytest.mark.parametrize(
    "document",
    [
        None,
        {},
        {"version": 1, "workstreams": None, "behaviour": None, "simulation": None},
        {"workstreams": [{"name": "A", "capacity": 50, "channel": None, "entity": "case", "status": None}]},
        {"workstreams": [{"name": "A", "capacity": 5.0, "auto_close_after_inactivity": "1 day 2 hours"}]},
        {"workstreams": [{"name": "A", "capacity": 5, "assign_work_item_after_decline_or_timeout": "none"}]},
        {"skills": ["a", {"name": "b"}]},
        {
            "agents": [
                {"name": "a", "schedule": [{"days": ["mon", "wed-fri"], "from": "8:00", "to": "24:00"}]}
            ]
        },
        {"behaviour": {"accept_after": "lognormal(3m, 1.3)", "pick_after": "uniform(low=250ms, high=5m)"}},
        {"behaviour": {"accept_after": 0, "pick_after": "exponential(mean = 1h 30m)"}},
        {"flows": [{"name": "F", "branches": [{"when": {"all": []}, "workstream": "A"}]}]},
    ],
    ids=json.dumps,
)
def test_what_people_write_is_accepted_and_can_be_read(document: Document) -> None:
    assert accepts(document)
    assert shape_problems(document) == []


# What it refuses ----------------------------------------------------------------------------------------

TEXTS: list[Document] = [5, True, [], {}, "", "  ", "x" * 101, "a\nb", "a\x00", "a\x7f", "a\x85b", "a\u2028b"]
NUMBERS: list[Document] = ["five", -1, 2147483648, 1.5, True, [], {}, 10**30]
FLAGS: list[Document] = ["perhaps", 2, [], {}]
TERMS: list[Document] = ["pusch", "", 5, [], {}]
DURATIONS: list[Document] = [
    *(5, -1, 1.5, True, [], {}, "", "m", "5", "-5m", "5 fortnights", "5m!", "1.5h", "5m\nx", "1491308d2h8m"),
    *("1491309d", "99999999999999999999s", "1491308d3h"),
]
WHOLE_SECONDS: list[Document] = ["250ms", "1s500ms"]
OFFERS: list[Document] = [0, "0s", "0m0s", "61m", "3601s", "1h1s", "2h", "1d"]
TIMES: list[Document] = [
    *("exponential", "exponential()", "exponential(3)", "exponential(3m, 4m)", "exponential(high=3m)"),
    *("lognormal(3m)", "lognormal(mean=3m, cv=101)", "lognormal(mean=3m, cv=-1)", "lognormal(mean=3m, cv=x)"),
    *("uniform(1m)", "uniform(1m, 2m, 3m)", "uniform(1m; 2m)", "normal(3m)", "exponential(99999999d)"),
]
LISTS: list[Document] = ["x", 5, True, {}]
MAPPINGS: list[Document] = ["x", 5, True, []]
CLOCKS: list[Document] = ["8", "8:0", "25:00", "24:01", "12:60", "noon", 990, [], "008:00", "08:00x"]
INSTANTS: list[Document] = [
    *("yesterday", "2026-13-01", "2026-00-10", "2026-02-29", "2024-02-30", "1900-02-29", "2026-04-31"),
    *("0000-01-01", "2026-03-02T25:00", "2026-03-02T12:60", "2026-03-02T12:00+25:00", 20260302, [], ""),
]
ZONES: list[Document] = ["Europe/Madird", "CEST?", "", 1, [], "/etc/passwd", "../UTC"]
DAYS: list[Document] = [
    "",
    ",",
    "mo",
    "monx",
    "mon-",
    "mon-fry",
    "mon;tue",
    5,
    {},
    [],
    ["mon,tue"],
    [None],
    [[]],
]
OPERANDS: list[Document] = [None, [], {}, ["a"], "", "  "]
CONDITIONS: list[Document] = [
    *("priority equals 1", 5, [], {}, {"attribute": "a"}, {"equals": 1}, {"attribute": "", "equals": 1}),
    *({"attribute": ["a"], "equals": 1}, {"attribute": "a", "equal": 1}, {"all": {}}, {"any": "x"}),
    *({"attribute": "a", "equals": 1, "in": [1]}, {"all": [], "any": []}, {"all": [], "attribute": "a"}),
    *({"all": [None]}, {"all": ["x"]}, {"any": [{"attribute": "a"}]}, {"attribute": None, "equals": 1}),
    *({"attribute": "a", "is-null": False}, {"attribute": "a", "is-not-null": "x"}),
    *({"attribute": "a", "in": value} for value in ("x", [], [None], [[]], {}, None)),
    *(
        {"attribute": "a", operator.value: value}
        for operator in Operator
        for value in OPERANDS
        if operator not in (Operator.IN, Operator.NOT_IN, Operator.IS_NULL, Operator.IS_NOT_NULL)
    ),
]
NEEDED: list[Document] = [None]
WRONG: dict[tuple[str, ...], list[Document]] = {
    ("version",): [0, 2, "1", "one", None, [], True],
    ("workstreams",): LISTS,
    ("workstreams", "name"): TEXTS + NEEDED,
    ("workstreams", "channel"): TERMS,
    ("workstreams", "entity"): TEXTS,
    ("workstreams", "capacity"): NUMBERS + NEEDED,
    ("workstreams", "auto_close_after_inactivity"): DURATIONS + WHOLE_SECONDS,
    ("workstreams", "assign_work_item_after_decline_or_timeout"): DURATIONS + WHOLE_SECONDS,
    ("workstreams", "work_distribution_mode"): TERMS,
    ("workstreams", "allowed_presences"): [5, {}, ["availabel"], [5], [None], [["busy"]]],
    ("workstreams", "offer_timeout"): [*DURATIONS, *OFFERS],
    ("workstreams", "auto_assign"): FLAGS,
    ("workstreams", "enable_selecting_from_push"): FLAGS,
    ("workstreams", "matching_logic"): TERMS,
    ("workstreams", "status"): TERMS,
    ("queues", "priority"): [*NUMBERS, 0],
    ("queues", "default"): FLAGS,
    ("queues", "members"): [*LISTS, [None], [[]], ["a\n"], [""]],
    ("agents", "capacity"): NUMBERS,
    ("agents", "default_presence"): TEXTS,
    ("agents", "skills"): [*MAPPINGS, ["a:1"], {"a": None}, {"a": 0}, {"a": "x"}, {"": 1}, {"a\n": 1}],
    ("agents", "schedule"): [*LISTS, ["mon 08:00-09:00"], [None], [{}], [{"at": "2026-03-02"}]],
    ("agents", "behaviour"): [*MAPPINGS, ["accept_after=1s"], {"speed": 1}],
    ("presences", "base_status"): TERMS + NEEDED,
    ("skills", "name"): TEXTS + NEEDED,
    ("rulesets", "entity"): TEXTS,
    ("rulesets", "active"): FLAGS,
    ("rulesets", "rules"): [*LISTS, [None], [{"name": "r"}], [{"queue": "q"}], [{"name": "r", "queue": []}]],
    ("rulesets", "rules", "name"): TEXTS + NEEDED,
    ("rulesets", "rules", "when"): CONDITIONS,
    ("flows", "entity"): TEXTS,
    ("flows", "default_workstream"): TEXTS,
    ("flows", "branches"): [*LISTS, [None], [{}], [{"workstream": None}]],
    ("flows", "branches", "when"): CONDITIONS,
    ("agents", "schedule", "days"): DAYS + NEEDED,
    ("agents", "schedule", "from"): CLOCKS + NEEDED,
    ("agents", "schedule", "timezone"): ZONES,
    ("agents", "schedule", "at"): INSTANTS,
    ("behaviour",): MAPPINGS,
    ("behaviour", "accept_after"): DURATIONS + TIMES,
    ("behaviour", "decline_probability"): [-0.1, 1.1, "often", [], {}, True],
    ("behaviour", "pick_order"): TERMS,
    ("simulation",): MAPPINGS,
    ("simulation", "service_level"): DURATIONS + WHOLE_SECONDS,
    ("simulation", "timezone"): ZONES,
    ("simulation", "automatic_presence"): FLAGS,
    ("simulation", "shift_end"): TERMS,
    ("simulation", "max_offers"): [*NUMBERS, 0],
}
"""Wrong values by their place; a place inside a list means its first object."""

SOUND: Document = {
    "version": 1,
    "workstreams": [{"name": "A", "capacity": 50, "allowed_presences": ["available"]}],
    "queues": [{"name": "Q", "default": True, "members": ["ann"]}],
    "agents": [
        {
            "name": "ann",
            "skills": {"spanish": 3},
            "schedule": [{"days": "mon-fri", "from": "08:00", "to": "16:30", "timezone": "Europe/Madrid"}],
            "behaviour": {"accept_after": "15s"},
        }
    ],
    "presences": [{"name": "Training", "base_status": "away"}],
    "skills": [{"name": "spanish"}],
    "rulesets": [
        {
            "name": "R",
            "rules": [
                {"name": "r", "when": {"all": [{"attribute": "a", "in": ["x", 1]}]}, "queue": "Q"},
            ],
        }
    ],
    "flows": [{"name": "F", "branches": [{"workstream": "A"}], "default_workstream": "A"}],
    "behaviour": {"accept_after": "lognormal(mean=3m, cv=1.3)", "decline_probability": 0.1},
    "simulation": {"timezone": "UTC", "service_level": "3m"},
}


def with_value(place: tuple[str, ...], value: Document) -> Document:
    """Return the sound document with a value in one place."""
    document = copy.deepcopy(SOUND)
    inside = document
    for step in place[:-1]:
        inside = inside.setdefault(step, {})
        inside = inside[0] if isinstance(inside, list) else inside
    if place[-1] == "at":
        inside.clear()
        inside["presence"] = "busy"
    inside[place[-1]] = value
    return document


def wrong_documents() -> Iterator[tuple[str, Document]]:
    for place, values in WRONG.items():
        for value in values:
            yield f"{'.'.join(place)}={json.dumps(value)[:60]}", with_value(place, value)
    for place in ((), *((section,) for section in SOUND if section != "version")):
        yield f"{'.'.join(place)} unknown key", with_value((*place, "colour"), "red")
    yield "unknown key in a rule", with_value(("rulesets", "rules", "colour"), "red")
    yield "unknown key in a shift", with_value(("agents", "schedule", "colour"), "red")
    yield (
        "an entity without records",
        with_value(("workstreams",), [{"name": "A", "capacity": 5, "channel": "sms", "entity": "case"}]),
    )
    for document in ([], "x", 5, True, [{"version": 1}]):
        yield f"{document!r} is no document", document


WRONG_DOCUMENTS = dict(wrong_documents())


def test_the_sound_document_is_sound() -> None:
    assert accepts(SOUND)
    assert shape_problems(SOUND) == []


@pytest.mark.parametrize("name", WRONG_DOCUMENTS)
def test_what_the_reader_refuses_the_schema_refuses(name: str) -> None:
    document = WRONG_DOCUMENTS[name]

    refused = shape_problems(document)
    # What the schema describes is the canonical spelling: it also refuses what the reader understands.
    assert refused or not accepts(document)
    assert not (refused and accepts(document)), refused


def test_most_of_the_table_is_refused_by_the_reader() -> None:
    refused = [name for name, document in WRONG_DOCUMENTS.items() if shape_problems(document)]

    assert len(refused) > 0.9 * len(WRONG_DOCUMENTS) > 300


@pytest.mark.parametrize(
    ("document", "rule"),
    [
        ({"behaviour": {"accept_after": "uniform(5m, 1m)"}}, "range-backwards"),
        ({"behaviour": {"decline_probability": 0.6, "no_response_probability": 0.6}}, "shares-above-one"),
        ({"queues": [{"name": "Q", "default": True}, {"name": "q", "priority": 1}]}, "duplicate-name"),
    ],
)
def test_what_relates_two_values_is_a_rule_and_not_the_shape(document: Document, rule: str) -> None:
    found = Findings()
    parse_documents([Source(read_text(json.dumps(document), "x", json=True)[0].value)], found)

    assert accepts(document)
    assert [problem.rule for problem in found.errors] == [rule]


# Mutations ----------------------------------------------------------------------------------------------


def places(value: Document, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value in a document."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inside in items:
        yield from places(inside, (*path, key))


def replaced(value: Document, path: tuple[Any, ...], change: Callable[[Document], Document]) -> Document:
    if not path:
        return change(value)
    copied = dict(value) if isinstance(value, dict) else list(value)
    copied[path[0]] = replaced(copied[path[0]], path[1:], change)
    return copied


_REPERTOIRE = [value for values in WRONG.values() for value in values]
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5) | st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.from_regex(r"[0-9]{1,9} ?(d|h|m|s|ms)([0-9]{1,3}(m|s|ms))?", fullmatch=True),
    st.from_regex(r"[0-2]?[0-9]:[0-6][0-9]", fullmatch=True),
    st.from_regex(r"(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9](T[0-2][0-9]:[0-6][0-9])?", fullmatch=True),
    st.sampled_from(_REPERTOIRE),
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
)


@st.composite
def mutations(draw: st.DrawFn) -> Document:
    """Draw a document in which one to three values are replaced, left out, renamed, or moved elsewhere."""
    document = draw(
        st.just(SOUND) | organisations().map(lambda each: json.loads(json.dumps(write_organisation(each))))
    )
    for _ in range(draw(st.integers(1, 3))):
        paths = list(places(document))
        path = draw(st.sampled_from(paths))
        kind = draw(st.sampled_from(("replace", "move", "leave out", "add key")))
        if kind == "move":
            other = draw(st.sampled_from(paths))
            moved = document
            for step in other:
                moved = moved[step]
            document = replaced(document, path, lambda _, moved=moved: copy.deepcopy(moved))
        elif kind == "leave out" and path:
            document = replaced(document, path[:-1], lambda value, key=path[-1]: _without(value, key))
        elif kind == "add key":
            key, value = draw(st.sampled_from(("name", "at", "channel", "when", "x"))), draw(_VALUES)
            document = replaced(document, path, lambda old, k=key, v=value: _with(old, k, v))
        else:
            value = draw(_VALUES)
            document = replaced(document, path, lambda _, value=value: value)
    return document


def _without(value: Document, key: Any) -> Document:
    if isinstance(value, dict):
        return {name: inside for name, inside in value.items() if name != key}
    return [inside for index, inside in enumerate(value) if index != key]


def _with(value: Document, key: str, more: Document) -> Document:
    return {**value, key: more} if isinstance(value, dict) else value


@given(mutations())
def test_whatever_the_reader_refuses_by_shape_the_schema_refuses(document: Document) -> None:
    refused = shape_problems(document)

    assert not (refused and accepts(document)), refused
