"""Every format of data, as text."""

from __future__ import annotations

import csv
import io
import json
from enum import IntEnum
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from wscli.errors import Invalid
from wscli.model.terms import Mode
from wscli.output import Column, Format, plain, read_format, write_object, write_rows
from wscli.terminal import printable

ROWS = [
    {
        "name": "Case Workstream",
        "capacity": 50,
        "presences": ["available", "busy"],
        "auto": False,
        "timer": None,
    },
    {"name": "日本", "capacity": 5, "presences": [], "auto": True, "timer": "1m30s"},
]
COLUMNS = [
    Column("name"),
    Column("capacity"),
    Column("presences", "allowed"),
    "auto",
    Column("timer", table=False),
]


def rows(format: str, **details: object) -> str:
    page = io.StringIO()
    write_rows(page, details.pop("rows", ROWS), details.pop("columns", COLUMNS), Format(format), **details)  # type: ignore[arg-type]
    return page.getvalue()


def one(format: str, record: dict[str, object], **details: object) -> str:
    page = io.StringIO()
    write_object(page, record, Format(format), **details)  # type: ignore[arg-type]
    return page.getvalue()


def test_table() -> None:
    assert rows("table") == (
        "name             capacity  allowed          auto\n"
        "────────────────────────────────────────────────\n"
        "Case Workstream        50  available, busy  no\n"
        "日本                    5  -                yes\n"
    )


def test_table_folds_at_the_width_of_a_terminal_and_nowhere_else() -> None:
    long = [{"name": "word " * 60, "n": 1}]

    narrow = rows("table", rows=long, columns=["name", "n"], width=80).splitlines()
    assert (
        max(map(len, narrow))
        <= 80
        < max(map(len, rows("table", rows=long, columns=["name", "n"]).splitlines()))
    )
    assert "".join(narrow).count("word") == 60


def test_table_has_colour_only_where_wanted() -> None:
    assert "\x1b[1m" in rows("table", colour=True)
    assert "\x1b" not in rows("table")


def test_table_shows_markup_and_escapes_as_text() -> None:
    table = rows("table", rows=[{"name": "[red]x[/red] :smile: \x1b[2J\nb"}], columns=["name"], colour=True)

    assert "[red]x[/red] :smile: \\x1b[2J\\nb" in table


def test_table_without_letters_of_its_own_on_an_ascii_stream() -> None:
    page = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    write_rows(page, [{"n": 1}], ["n"], Format.TABLE)
    page.seek(0)

    assert page.read() == "n\n-\n1\n"


def test_json_lines_and_array() -> None:
    expected = [dict(row) for row in ROWS]

    assert json.loads(rows("json")) == expected
    assert [json.loads(line) for line in rows("jsonl").splitlines()] == expected
    assert rows("json").startswith('[\n  {\n    "name": "Case Workstream"')
    assert "日本" in rows("json")


def test_csv_and_tsv() -> None:
    assert rows("csv") == (
        "name,capacity,presences,auto,timer\n"
        'Case Workstream,50,"[""available"", ""busy""]",false,\n'
        "日本,5,[],true,1m30s\n"
    )
    awkward = [{"a": "x\ty\nz\\", "b": 1.5}]
    assert rows("tsv", rows=awkward, columns=["a", "b"]) == "a\tb\nx\\ty\\nz\\\\\t1.5\n"


def test_yaml_keeps_order_and_letters() -> None:
    assert yaml.safe_load(rows("yaml")) == ROWS
    assert rows("yaml").startswith("- name: Case Workstream\n  capacity: 50\n")
    assert "日本" in rows("yaml")


@pytest.mark.parametrize(
    ("format", "expected"),
    [
        ("table", ""),
        ("json", "[]\n"),
        ("jsonl", ""),
        ("csv", "a,b\n"),
        ("tsv", "a\tb\n"),
        ("yaml", "[]\n"),
        ("none", ""),
    ],
)
def test_an_empty_list_in_every_format(format: str, expected: str) -> None:
    assert rows(format, rows=[], columns=["a", "b"]) == expected


def test_objects() -> None:
    record = {"name": "x", "capacity": 50, "flows": ["a", "b"], "timer": None}

    assert json.loads(one("json", record)) == yaml.safe_load(one("yaml", record)) == record
    assert one("csv", record) == 'name,capacity,flows,timer\nx,50,"[""a"", ""b""]",\n'
    assert one("table", record) == (
        "field     value\n───────────────\nname      x\ncapacity  50\nflows     a, b\ntimer     -\n"
    )
    assert one("none", record) == ""


def test_fields_pick_and_order_in_every_format() -> None:
    assert rows("csv", fields=["auto", "name"]).splitlines()[0] == "auto,name"
    assert list(json.loads(one("json", {"a": 1, "b": 2}, fields=["b"]))) == ["b"]
    assert "1m30s" in rows("table", fields=["timer"])


@pytest.mark.parametrize("format", list(Format))
def test_an_unknown_field_is_named_before_anything_is_written(format: Format) -> None:
    page = io.StringIO()
    with pytest.raises(Invalid, match="no such field 'capacty', 'zz'") as caught:
        write_rows(page, ROWS, COLUMNS, format, fields=["capacty", "name", "zz"])

    assert caught.value.hint == "did you mean 'capacity'? known are name, capacity, presences, auto, timer"
    assert page.getvalue() == ""


def test_read_format() -> None:
    assert read_format("JSON", "--output") is Format.JSON
    with pytest.raises(Invalid, match=r"no such output format 'jsn', in WSCLI_OUTPUT") as caught:
        read_format("jsn", "WSCLI_OUTPUT")
    assert caught.value.hint == "did you mean 'json'? known are table, json, jsonl, csv, tsv, yaml, none"


def test_plain_values() -> None:
    class Level(IntEnum):
        HIGH = 1

    value = {
        "m": Mode.PUSH,
        "l": Level.HIGH,
        "p": Path("a"),
        "t": (1, {"x": float("nan")}),
        "i": float("inf"),
    }

    assert plain(value) == {"m": "push", "l": 1, "p": "a", "t": [1, {"x": None}], "i": None}
    assert type(plain(Mode.PUSH)) is str


values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"])),
)


@given(st.lists(st.fixed_dictionaries({"a": values, "b": st.lists(values)}), max_size=5))
def test_json_and_yaml_give_back_what_went_in(records: list[dict[str, object]]) -> None:
    columns = ["a", "b"]

    assert json.loads(rows("json", rows=records, columns=columns)) == records
    assert [
        json.loads(line) for line in rows("jsonl", rows=records, columns=columns).split("\n")[:-1]
    ] == records
    assert yaml.safe_load(rows("yaml", rows=records, columns=columns)) == records


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")), min_size=1))
def test_csv_and_tsv_keep_every_text_apart(texts: list[str]) -> None:
    records = [{"n": number, "text": text} for number, text in enumerate(texts)]

    read = list(csv.DictReader(io.StringIO(rows("csv", rows=records, columns=["n", "text"]), newline="")))
    assert [row["text"] for row in read] == texts
    lines = rows("tsv", rows=records, columns=["n", "text"]).split("\n")[1:-1]
    assert len(lines) == len(texts) and all(line.count("\t") == 1 for line in lines)


@given(st.text())
def test_printable_sends_nothing_a_terminal_would_obey(text: str) -> None:
    shown = printable(text)

    assert not any(ord(ch) < 0x20 or 0x7F <= ord(ch) < 0xA0 or 0xD800 <= ord(ch) < 0xE000 for ch in shown)
    assert not set(shown) & set("\u2028\u2029\u202e\u2066")
    shown.encode()


def test_json_leaves_nothing_a_terminal_would_obey_and_says_the_same() -> None:
    text = "\x9b31m\x7f\u202e\x1b"

    written = rows("jsonl", rows=[{"a": text}], columns=["a"])
    assert written == '{"a": "\\u009b31m\\u007f\\u202e\\u001b"}\n'
    assert json.loads(written)["a"] == text
