from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wscli.cases import Format, Vocabulary, read_inputs
from wscli.errors import Invalid

HEADER = "case_id,arrived_at,handle_seconds\n"
AT = "2026-03-02T09:00:00"
NINE = 1772442000000

Refused = Callable[..., Invalid]
Read = Callable[..., Any]


def faults(error: Invalid) -> list[tuple[int | None, str, str]]:
    return [(problem.line, problem.path, problem.message) for problem in error.problems]


def test_all_columns(read: Read) -> None:
    table, events = read(
        "case_id,arrived_at,handle_seconds,priority,queue,workstream,entity,patience_seconds,skills,subject\n"
        f"A,{AT},300|7200|120,High,cases,CASE WORKSTREAM,Incident,90.5,spanish:3 cards,Card lost\n"
        f"B,{AT}Z,7,,,,,,,\n",
        wanted={"subject", "priority"},
    )
    assert events is None
    assert len(table) == 2
    assert table.ids == ["A", "B"]
    assert list(table.arrived) == [NINE, NINE]
    assert list(table.handle) == [300_000, 7_000]
    assert table.patterns == {0: (300_000, 7_200_000, 120_000)}
    assert list(table.priority) == [1, 0]
    assert list(table.queue) == [0, -1]
    assert list(table.workstream) == [0, -1]
    assert table.entity == ["Incident", "case"]
    assert list(table.patience) == [90_500, -1]
    assert table.skills == {0: ((0, 3), (1, 1))}
    assert table.attributes == {"subject": ["Card lost", None]}
    assert table.columns[-1] == "subject"
    assert list(table.lines) == [2, 3]
    assert table.skipped == 0


def test_columns_that_are_not_there(read: Read) -> None:
    table, _ = read(HEADER + f"A,{AT},1\nB,{AT},2\n", wanted={"subject"})
    assert list(table.priority) == [0, 0]
    assert list(table.patience) == list(table.queue) == list(table.workstream) == [-1, -1]
    assert table.entity == ["case", "case"]
    assert table.skills == table.patterns == table.attributes == {}


@pytest.mark.parametrize("name", ["cases.csv", "cases.jsonl"])
def test_columns_compare_exactly_then_ignoring_case(read: Read, name: str) -> None:
    header = ["Case_ID", "ARRIVED_AT", "handle_seconds", "Subject", "subject", "Product"]
    row = ["A", AT, "1", "big", "small", "Gold"]
    text = f"{','.join(header)}\n{','.join(row)}\n"
    if name == "cases.jsonl":
        text = json.dumps(dict(zip(header, row, strict=True)))
    table, _ = read(text, name=name, wanted={"subject", "Subject", "SUBJECT", "product", "Case_id"})
    assert table.columns == ("case_id", "arrived_at", "handle_seconds", "Subject", "subject", "Product")
    assert table.attributes == {
        "subject": ["small"],
        "Subject": ["big"],
        "SUBJECT": ["big"],
        "product": ["Gold"],
    }


def test_only_wanted_attributes_are_kept_and_equal_texts_are_shared(read: Read) -> None:
    rows = "".join(f"{n},{AT},1,Credit card,x\n" for n in range(3))
    table, _ = read("case_id,arrived_at,handle_seconds,subject,other\n" + rows, wanted={"subject"})
    assert list(table.attributes) == ["subject"]
    assert len({id(text) for text in table.attributes["subject"]}) == 1


def test_every_fault_of_every_row_is_told_at_once(refused: Refused) -> None:
    error = refused(
        "case_id,arrived_at,handle_seconds,priority,queue,patience_seconds,skills,workstream\n"
        f"A,{AT},60,1,Cases,10,spanish:2,\n"
        "B,monday,-5,zero,Csaes,nan,klingon:2,No such\n"
        f",{AT},1|2,0,,inf,spanish:0,\n"
        f"C,{AT},,-1,,-1,spanish:1 spanish:2,\n"
    )
    found = faults(error)
    assert [(line, path) for line, path, _ in found] == [
        (3, "arrived_at"),
        (3, "handle_seconds"),
        (3, "priority"),
        (3, "queue"),
        (3, "workstream"),
        (3, "patience_seconds"),
        (3, "skills"),
        (4, "case_id"),
        (4, "handle_seconds"),
        (4, "priority"),
        (4, "patience_seconds"),
        (4, "skills"),
        (5, "priority"),
        (5, "patience_seconds"),
        (5, "skills"),
        (5, "handle_seconds"),
    ]
    by_place = {(line, path): problem for (line, path, _), problem in zip(found, error.problems, strict=True)}
    assert by_place[3, "queue"].hint == "did you mean 'Cases'?"
    assert by_place[5, "handle_seconds"].message == "it is missing"
    assert by_place[5, "skills"].message == "skill 'spanish' is named twice"
    assert error.message.startswith("3 bad rows in ")
    assert error.hint == "correct the rows, or go on without them: --skip-bad-rows"
    assert all(problem.file and problem.file.endswith("cases.csv") for problem in error.problems)


def test_skipped_rows_are_counted(read: Read) -> None:
    text = HEADER + f"A,{AT},1\nB,{AT}\nC,{AT},x\nA,{AT},1\nD,{AT},4\n"
    table, _ = read(text, skip_bad_rows=True)
    assert (table.ids, list(table.lines), table.skipped) == (["A", "D"], [2, 6], 3)


def test_twenty_rows_are_listed_and_all_are_counted(refused: Refused) -> None:
    error = refused(HEADER + "".join(f"{n},{AT},x\n" for n in range(10_000)))
    assert len(error.problems) == 20
    assert error.problems[-1].line == 21
    assert "10,000 bad rows in " in error.message
    assert "the first 20 are listed" in error.message


def test_a_bad_row_far_in_is_found_and_nothing_else_lost(read: Read, refused: Refused) -> None:
    rows = [f"{n},{AT},{n % 7}\n" for n in range(10_000)]
    rows[9_000] = f"x,{AT},?\n"
    assert faults(refused(HEADER + "".join(rows))) == [(9_002, "handle_seconds", "'?' is not a number")]
    table, _ = read(HEADER + "".join(rows), skip_bad_rows=True)
    assert len(table) == 9_999
    assert list(table.handle) == [n % 7 * 1000 for n in range(10_000) if n != 9_000]


def test_handle_seconds_may_be_absent_with_a_handle_time(read: Read) -> None:
    assert list(read(f"case_id,arrived_at\nA,{AT}\n", handle_optional=True)[0].handle) == [-1]
    text = HEADER + f"A,{AT},\nB,{AT},5\n"
    assert list(read(text, handle_optional=True)[0].handle) == [-1, 5_000]


def test_a_duplicate_id_names_both_lines(refused: Refused) -> None:
    error = refused(HEADER + f"A,{AT},1\nB,{AT},1\n A ,{AT},1\na,{AT},1\n")
    assert faults(error) == [(4, "case_id", "'A' is on line 2 already")]


def test_a_duplicate_of_a_bad_row_is_told_too(refused: Refused, read: Read) -> None:
    text = HEADER + f"A,{AT},x\nA,{AT},1\n"
    assert [line for line, _, _ in faults(refused(text))] == [2, 3]
    assert list(read(text, skip_bad_rows=True)[0].lines) == [3]


def test_a_duplicate_in_another_batch(refused: Refused) -> None:
    rows = "".join(f"{n},{AT},1\n" for n in range(9_000))
    assert faults(refused(HEADER + rows + f"5,{AT},1\n")) == [(9_002, "case_id", "'5' is on line 7 already")]


def test_a_row_starts_on_its_first_line(refused: Refused, read: Read) -> None:
    text = f'case_id,arrived_at,handle_seconds,note\nA,{AT},1,"one\ntwo\r\nthree"\n\nB,{AT},1,"a ""b"", c"\n'
    table, _ = read(text, wanted={"note"})
    assert list(table.lines) == [2, 6]
    assert table.attributes["note"] == ["one\ntwo\r\nthree", 'a "b", c']
    assert refused(text.replace(",1,", ",?,")).problems[1].line == 6


def test_wrong_number_of_fields(refused: Refused) -> None:
    error = refused(HEADER + f"A,{AT}\n\nB,{AT},1,more\nC,{AT},1\n")
    assert faults(error) == [
        (2, "row", "2 fields, but the header has 3"),
        (4, "row", "4 fields, but the header has 3"),
    ]


def test_a_quote_that_is_never_closed_is_not_skippable(refused: Refused) -> None:
    text = HEADER + f'A,{AT},1\n"B,{AT},1\nC,{AT},1\n'
    error = refused(text, skip_bad_rows=True)
    assert faults(error) == [(3, "row", "a quoted field runs from line 3 to 4: unexpected end of data")]


def test_a_stray_quote_on_one_line_is_a_bad_row(read: Read, refused: Refused) -> None:
    text = HEADER + f'"A"x,{AT},1\nB,{AT},1\n'
    assert faults(refused(text))[0][:2] == (2, "row")
    table, _ = read(text, skip_bad_rows=True)
    assert (table.ids, list(table.lines)) == (["B"], [3])


def test_a_very_long_field(read: Read, refused: Refused) -> None:
    text = f"case_id,arrived_at,handle_seconds,note\nA,{AT},1,{'x' * 500_000}\nB,{AT},1,{'y' * 100_000}\n"
    assert faults(refused(text)) == [(2, "row", "not readable: field larger than field limit (131072)")]
    table, _ = read(text, skip_bad_rows=True, wanted={"note"})
    assert table.ids == ["B"]


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff"])
def test_an_empty_file(refused: Refused, text: str) -> None:
    assert refused(text).problems[0].message == "it is empty"


@pytest.mark.parametrize(
    ("name", "text"), [("a.csv", HEADER), ("a.csv", HEADER.strip()), ("a.jsonl", ""), ("a.jsonl", "\n")]
)
def test_a_file_without_cases(refused: Refused, name: str, text: str) -> None:
    assert refused(text, name=name).problems[0].message.startswith("no cases in ")


def test_no_case_left(refused: Refused) -> None:
    error = refused(HEADER + "A,never,1\n", skip_bad_rows=True)
    assert "no cases left" in error.problems[0].message
    assert error.problems[1].line == 2


def test_missing_columns(refused: Refused) -> None:
    error = refused(f"id,arived_at,subject\nA,{AT},x\n")
    assert [(problem.path, problem.message, problem.line) for problem in error.problems] == [
        ("case_id", "no column case_id", 1),
        ("arrived_at", "no column arrived_at", 1),
        ("handle_seconds", "no column handle_seconds", 1),
    ]
    assert "did you mean 'arived_at'? the columns are: id, arived_at, subject" in str(error.problems[1].hint)
    assert "--map arrived_at=NAME" in str(error.problems[1].hint)
    assert "--handle-time" in str(error.problems[2].hint)


def test_missing_columns_of_json_lines(refused: Refused) -> None:
    rows = "".join(f'{{"case_id": {n}, "arrived": "{AT}"}}\n' for n in range(50))
    error = refused(rows, name="cases.jsonl")
    assert [problem.path for problem in error.problems] == ["arrived_at", "handle_seconds"]


def test_semicolons_are_told(refused: Refused) -> None:
    error = refused(HEADER.replace(",", ";") + f"A;{AT};1\n")
    assert "separated by commas" in str(error.problems[0].hint)


def test_a_column_that_is_there_twice(refused: Refused, read: Read) -> None:
    error = refused(f"case_id,arrived_at,handle_seconds,a, a\nA,{AT},1,2,3\n", skip_bad_rows=True)
    assert faults(error) == [(1, "header", "'a' is there twice, as column 4 and 5")]
    table, _ = read(f"case_id,arrived_at,handle_seconds,,\nA,{AT},1,,\n")
    assert table.columns == ("case_id", "arrived_at", "handle_seconds")


@pytest.mark.parametrize("bad", ["A\0", "\x1b[31mA", '"A\nB"', "\x7f"])
def test_an_id_is_a_line_of_text(refused: Refused, bad: str) -> None:
    error = refused(HEADER + f"{bad},{AT},1\n")
    assert faults(error)[0][:2] == (2, "case_id")
    assert "\x1b" not in error.problems[0].message


def test_a_nul_in_an_attribute(refused: Refused) -> None:
    error = refused(f"case_id,arrived_at,handle_seconds,subject\nA,{AT},1,x\0y\n", wanted={"subject"})
    assert faults(error) == [(2, "subject", "'x\\x00y' has the character '\\x00' in it")]


@pytest.mark.parametrize(
    ("row", "path"),
    [
        ('{"case_id": "A", "arrived_at"', "row"),
        ('{"case_id": "A', "row"),
        ('["A"]', "row"),
        ('"A"', "row"),
        ("12", "row"),
        ("[" * 100_000, "row"),
        ('{"a":' * 100_000, "row"),
        ('{"case_id": ["A"], "arrived_at": "2026-03-02", "handle_seconds": 1}', "case_id"),
        ('{"case_id": "A", "arrived_at": "2026-03-02", "handle_seconds": 1, "subject": {"a": 1}}', "subject"),
        ('{"case_id": "A", "arrived_at": "2026-03-02", "handle_seconds": NaN}', "handle_seconds"),
        ('{"case_id": "A", "arrived_at": "2026-03-02", "handle_seconds": -Infinity}', "handle_seconds"),
        ('{"case_id": "A", "arrived_at": "2026-03-02", "handle_seconds": true}', "handle_seconds"),
        ('{"case_id": "\\ud800", "arrived_at": "2026-03-02", "handle_seconds": 1}', "case_id"),
        (
            '{"case_id": "A", "arrived_at": "2026-03-02", "handle_seconds": 1, "subject": "\\u0000"}',
            "subject",
        ),
        ('{"case_id": null, "arrived_at": "2026-03-02", "handle_seconds": 1}', "case_id"),
        ('{"case_id": "A", "handle_seconds": 1}', "arrived_at"),
    ],
)
def test_json_lines_that_are_bad_rows(refused: Refused, row: str, path: str) -> None:
    good = '{"case_id": "G", "arrived_at": "2026-03-02", "handle_seconds": 1}'
    error = refused(f"{good}\n{row}\n", name="cases.jsonl", wanted={"subject"})
    assert faults(error)[0][:2] == (2, path)


def test_a_json_array_is_told(refused: Refused) -> None:
    error = refused('[{"case_id": "A"}]', name="cases.json")
    assert error.problems[0].message == "it is a JSON array, not JSON Lines"


def test_json_values_as_text(read: Read) -> None:
    rows = (
        '{"case_id": 1, "arrived_at": "2026-03-02", "handle_seconds": 2.0015, "x": 1.10, "ignored": [1]}\n'
        '{"x": true, "handle_seconds": "1|2|3", "arrived_at": "2026-03-02", "case_id": "B", "priority": 2}\n'
        '{"case_id": "C", "arrived_at": "2026-03-02", "handle_seconds": 1e2, "x": null}\n'
    )
    table, _ = read(rows, name="cases.jsonl", wanted={"x", "y"})
    assert table.ids == ["1", "B", "C"]
    assert list(table.handle) == [2002, 1000, 100_000]
    assert table.patterns == {1: (1000, 2000, 3000)}
    assert table.attributes == {"x": ["1.10", "true", None]}
    assert list(table.priority) == [0, 2, 0]
    assert table.columns == ("case_id", "arrived_at", "handle_seconds", "x", "ignored", "priority")


def test_skills_with_blanks_stand_between_commas(read: Read, refused: Refused) -> None:
    text = f'case_id,arrived_at,handle_seconds,skills\nA,{AT},1,"credit cards:2, Spanish cards:4"\n'
    assert read(text)[0].skills == {0: ((2, 2), (0, 1), (1, 4))}
    alone = text.replace(" Spanish cards:4", "spanish: 3")
    assert read(alone)[0].skills == {0: ((2, 2), (0, 3))}
    error = refused(text.replace("Spanish", "spansh"))
    assert error.problems[0].hint == "did you mean 'spanish'?"


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(CELLS, st.integers(0, 10**6)), min_size=1, max_size=12),
    st.sampled_from(["csv", "tsv", "jsonl"]),
)
def test_what_is_written_is_read(tmp_path: Path, cases: list[tuple[str, int]], form: str) -> None:
    header = ["case_id", "arrived_at", "handle_seconds", "text"]
    rows = [
        [str(number), AT, f"{ms // 1000}.{ms % 1000:03}", text] for number, (text, ms) in enumerate(cases)
    ]
    out = io.StringIO(newline="")
    if form == "jsonl":
        out.writelines(json.dumps(dict(zip(header, row, strict=True))) + "\n" for row in rows)
    else:
        csv.writer(out, delimiter="\t" if form == "tsv" else ",").writerows([header, *rows])
    path = tmp_path / f"cases.{form}"
    path.write_bytes(out.getvalue().encode())
    table, _ = read_inputs(str(path), None, Format(), Vocabulary.of(), wanted=frozenset({"text"}))
    assert list(table.handle) == [ms for _, ms in cases]
    assert table.attributes["text"] == [text.strip() or None for text, _ in cases]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(
    st.binary(max_size=200) | st.text(max_size=100).map(str.encode), st.sampled_from(["csv", "tsv", "jsonl"])
)
def test_no_bytes_give_a_traceback(tmp_path: Path, content: bytes, form: str) -> None:
    path = tmp_path / f"cases.{form}"
    for head in (b"", HEADER.encode(), b"\x1f\x8b"):
        path.write_bytes(head + content)
        with pytest.raises(Invalid):
            read_inputs(str(path), None, Format(), Vocabulary.of())
