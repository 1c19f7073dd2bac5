from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wscli.cases import read_mapping
from wscli.errors import Invalid, NotFound

HEADER = "number,opened_at,time spent,Priority\n"
ROW = "INC1,2026-03-02T09:00:00,60,2\n"
MAPPING = {"case_id": "number", "arrived_at": "opened_at", "handle_seconds": "time spent"}


def test_pairs() -> None:
    assert read_mapping("case_id=number, arrived_at = opened at,a=b=c") == {
        "case_id": "number",
        "arrived_at": "opened at",
        "a": "b=c",
    }


@pytest.mark.parametrize("text", ["", "case_id", "case_id=", "=number", "a=b,,c=d", "a=b,a=c"])
def test_pairs_that_are_none(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_mapping(text)
    assert len(caught.value.problems) == 1


def test_all_wrong_pairs_are_told() -> None:
    with pytest.raises(Invalid) as caught:
        read_mapping("a,b,c=d")
    assert [problem.message for problem in caught.value.problems] == [
        "'a' is not NEW=OLD",
        "'b' is not NEW=OLD",
    ]


@pytest.mark.parametrize(
    "text",
    ["case_id: number\npriority: 1\nqueue: no\n", '{"case_id": "number", "priority": 1, "queue": "no"}'],
)
def test_a_file_of_pairs_says_what_was_typed(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    assert read_mapping(f"@{path}") == {"case_id": "number", "priority": "1", "queue": "no"}


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", None),
        (b"- a\n", None),
        (b"a: b\na: c\n", 2),
        (b"a: [b]\n", 1),
        (b"a:\n", 1),
        (b"a: 'b\n", 2),
        (b"[" * 60_000, None),
        (b"\xff\xfe", None),
        (b"a: \x01\n", None),
        (b"a: b\n" * 20_000, None),
    ],
)
def test_files_that_are_no_mapping(tmp_path: Path, content: bytes, line: int | None) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_bytes(content)
    with pytest.raises(Invalid) as caught:
        read_mapping(f"@{path}")
    problems = caught.value.problems
    assert (problems[0].line if problems else None) == line


def test_a_missing_file_of_pairs(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_mapping(f"@{tmp_path / 'mapping.yaml'}")


def test_columns_are_renamed(read: Callable[..., Any]) -> None:
    table, _ = read(HEADER + ROW, mapping=MAPPING)
    assert table.columns == ("case_id", "arrived_at", "handle_seconds", "priority")
    assert table.ids == ["INC1"]
    assert list(table.handle) == [60_000]
    assert list(table.priority) == [2]


def test_renaming_is_for_json_lines_too(read: Callable[..., Any]) -> None:
    row = '{"number": 7, "opened_at": "2026-03-02T09:00:00", "time spent": 0.0005}\n'
    table, _ = read(row, name="cases.jsonl", mapping=MAPPING)
    assert table.columns == ("case_id", "arrived_at", "handle_seconds")
    assert list(table.handle) == [1]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cases.csv", "nummer,arrived_at,handle_seconds\n1,2026-03-02,1\n"),
        ("cases.jsonl", '{"nummer": "1", "arrived_at": "2026-03-02", "handle_seconds": 1}\n'),
    ],
)
def test_an_unknown_source_column_lists_the_columns(
    refused: Callable[..., Invalid], name: str, text: str
) -> None:
    error = refused(text, name=name, mapping={"case_id": "number"})
    (problem,) = error.problems
    assert problem.message == "--map case_id=number: there is no column 'number'"
    assert problem.hint == "did you mean 'nummer'? the columns are: nummer, arrived_at, handle_seconds"


def test_a_mapped_column_stands_before_one_of_that_name(read: Callable[..., Any]) -> None:
    text = "case_id,arrived_at,handle_seconds,priority,urgency\n1,2026-03-02,60,1 - Critical,3\n"
    table, _ = read(text, mapping={"priority": "urgency"})
    assert list(table.priority) == [3]
    assert table.columns == ("case_id", "arrived_at", "handle_seconds", "priority")


def test_a_column_can_be_moved_out_of_the_way(read: Callable[..., Any]) -> None:
    text = "case_id,arrived_at,handle_seconds,priority\n1,2026-03-02,60,1 - Critical\n"
    table, _ = read(text, mapping={"label": "priority"}, wanted={"label"})
    assert list(table.priority) == [0]
    assert table.attributes == {"label": ["1 - Critical"]}


def test_one_column_can_stand_for_two(read: Callable[..., Any]) -> None:
    text = "case_id,arrived_at,handle_seconds,group\n1,2026-03-02,60,Cases\n"
    table, _ = read(text, mapping={"queue": "group", "team": "group"}, wanted={"team"})
    assert list(table.queue) == [0]
    assert table.attributes == {"team": ["Cases"]}


def test_a_fault_names_the_column_as_the_file_has_it(refused: Callable[..., Invalid]) -> None:
    error = refused(HEADER + ROW.replace("60", "soon"), mapping=MAPPING)
    assert error.problems[0].path == "handle_seconds (time spent)"
