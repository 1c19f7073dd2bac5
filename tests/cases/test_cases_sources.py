from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wscli.cases import CaseFormat, Format, Vocabulary, read_inputs
from wscli.cases.sources import format_of
from wscli.errors import Failed, Invalid, NotFound, Usage

CSV = "case_id,arrived_at,handle_seconds\n1,2026-03-02T09:00:00,60\n2,2026-03-02T09:01:00,0.5\n"
TSV = CSV.replace(",", "\t")
JSONL = (
    '{"case_id": "1", "arrived_at": "2026-03-02T09:00:00", "handle_seconds": 60}\n'
    '\n{"case_id": 2, "arrived_at": "2026-03-02T09:01:00", "handle_seconds": 0.5, "queue": null}\n'
)
FORMS = {"csv": CSV, "tsv": TSV, "jsonl": JSONL}


def from_stdin(content: bytes | io.BufferedReader, case_format: CaseFormat | None = None) -> Any:
    stdin = io.BytesIO(content) if isinstance(content, bytes) else content
    return read_inputs("-", None, Format(case_format=case_format), Vocabulary.of(), stdin=stdin)[0]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("packed", [False, True])
def test_every_form_packed_or_not_by_its_extension(read: Callable[..., Any], form: str, packed: bool) -> None:
    content = FORMS[form].encode()
    table, _ = read(gzip.compress(content) if packed else content, name=f"cases.{form}" + ".gz" * packed)
    assert (table.ids, list(table.handle)) == (["1", "2"], [60_000, 500])
    assert list(table.lines) == ([1, 3] if form == "jsonl" else [2, 3])


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("packed", [False, True])
def test_every_form_from_standard_input(form: str, packed: bool) -> None:
    content = FORMS[form].encode()
    table = from_stdin(gzip.compress(content) if packed else content, CaseFormat(form))
    assert (table.file, table.ids) == ("<stdin>", ["1", "2"])


def test_standard_input_is_csv_unless_said_and_stays_open() -> None:
    stdin = io.BufferedReader(io.BytesIO(CSV.encode()))  # type: ignore[arg-type]
    assert from_stdin(stdin).ids == ["1", "2"]
    assert not stdin.closed


def test_the_option_overrides_the_extension(read: Callable[..., Any]) -> None:
    table, _ = read(JSONL, name="cases.csv", case_format=CaseFormat.JSONL)
    assert table.ids == ["1", "2"]


def test_gzip_is_recognised_whatever_the_name(read: Callable[..., Any]) -> None:
    assert read(gzip.compress(CSV.encode()), name="cases.csv")[0].ids == ["1", "2"]
    assert read(CSV, name="cases.csv.gz")[0].ids == ["1", "2"]


def test_several_gzip_members_are_one_file(read: Callable[..., Any]) -> None:
    head, tail = CSV[:60].encode(), CSV[60:].encode()
    assert read(gzip.compress(head) + gzip.compress(tail), name="cases.csv.gz")[0].ids == ["1", "2"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.CSV", CaseFormat.CSV),
        ("a.tsv.gz", CaseFormat.TSV),
        ("a.ndjson", CaseFormat.JSONL),
        ("a.json.GZ", CaseFormat.JSONL),
        ("cases", None),
        ("a.gz", None),
    ],
)
def test_extensions(name: str, expected: CaseFormat | None) -> None:
    assert format_of(name) is expected


@pytest.mark.parametrize("text", [CSV, CSV.replace("\n", "\r\n"), CSV.replace("\n", "\r"), CSV.rstrip("\n")])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_byte_order_mark_and_line_ends(
    read: Callable[..., Any], text: str, mark: str, pack: Callable[[bytes], bytes]
) -> None:
    table, _ = read(pack((mark + text).encode()))
    assert table.columns == ("case_id", "arrived_at", "handle_seconds")
    assert list(table.lines) == [2, 3]


def test_json_lines_with_mark_and_crlf(read: Callable[..., Any]) -> None:
    table, _ = read("\ufeff" + JSONL.replace("\n", "\r\n"), name="cases.jsonl")
    assert table.ids == ["1", "2"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("skip_bad_rows", [False, True])
def test_bytes_that_are_not_utf8_name_their_line(
    refused: Callable[..., Invalid], form: str, skip_bad_rows: bool
) -> None:
    rows = [f"{n},2026-03-02T09:00:00,{n}\n" for n in range(5000)]
    if form == "tsv":
        rows = [row.replace(",", "\t") for row in rows]
    if form == "jsonl":
        rows = [f'{{"case_id": {n}, "arrived_at": "2026-03-02", "handle_seconds": 1}}\n' for n in range(5000)]
    header = "" if form == "jsonl" else FORMS[form].splitlines(keepends=True)[0]
    lines = (header + "".join(rows)).encode().splitlines(keepends=True)
    lines[4321] = b"caf\xe9" + lines[4321]
    error = refused(b"".join(lines), name=f"cases.{form}", skip_bad_rows=skip_bad_rows)
    assert error.problems[0].line == 4322
    assert error.problems[0].message == "byte 0xe9 is not UTF-8"


def test_utf16_is_not_utf8(refused: Callable[..., Invalid]) -> None:
    assert "not UTF-8" in refused(CSV.encode("utf-16")).problems[0].message
    assert "NUL bytes" in refused(CSV.encode("utf-16-le")).problems[0].message


@pytest.mark.parametrize("keep", [2, 5, 12, 4000, -9, -1])
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_gzip_stream_cut_in_the_middle(refused: Callable[..., Invalid], keep: int, form: str) -> None:
    lines = FORMS[form] + "".join(f"{n * 7919 % 99991},no date\n" for n in range(5000))
    error = refused(gzip.compress(lines.encode())[:keep], name=f"cases.{form}.gz", skip_bad_rows=True)
    assert "gzip data is damaged" in error.problems[0].message


def test_a_gzip_stream_with_a_wrong_byte_or_a_wrong_end(refused: Callable[..., Invalid]) -> None:
    packed = bytearray(gzip.compress(CSV.encode()))
    packed[-6] ^= 1
    assert "gzip" in refused(bytes(packed), name="cases.csv.gz").message
    packed = bytearray(gzip.compress(CSV.encode()))
    packed[12:20] = b"\xff" * 8
    assert "gzip" in refused(bytes(packed), name="cases.csv.gz").message
    assert "gzip" in refused(gzip.compress(CSV.encode()) + b"and more", name="cases.csv.gz").message


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    for name in ("cases.csv", "no/cases.csv"):
        with pytest.raises(NotFound):
            read_inputs(str(tmp_path / name), None, Format(), Vocabulary.of())
    (tmp_path / "file").touch()
    with pytest.raises(NotFound):
        read_inputs(str(tmp_path / "file" / "cases.csv"), None, Format(), Vocabulary.of())


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("week.case.csv", "did you mean 'week.cases.csv'?"),
        ("nothing-like-it", "check the path; - reads standard input"),
        ("no/week.cases.csv", "there is no folder {folder}/no"),
    ],
)
def test_a_missing_file_is_told_from_its_neighbours(tmp_path: Path, name: str, hint: str) -> None:
    (tmp_path / "week.cases.csv").touch()
    with pytest.raises(NotFound) as caught:
        read_inputs(str(tmp_path / name), None, Format(), Vocabulary.of())
    assert caught.value.hint == hint.format(folder=tmp_path)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        read_inputs(str(tmp_path), None, Format(), Vocabulary.of())
    assert "is a folder" in caught.value.message


def test_an_impossible_path() -> None:
    with pytest.raises(Failed):
        read_inputs("cases\0.csv", None, Format(), Vocabulary.of())


def test_no_permission_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("wscli.cases.sources.io.FileIO", deny)
    with pytest.raises(Failed) as caught:
        read_inputs(str(tmp_path / "cases.csv"), None, Format(), Vocabulary.of())
    assert "no permission" in caught.value.message


def test_a_disk_that_fails_while_it_is_read() -> None:
    class Failing(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, _buffer: object) -> int:
            raise OSError(5, "Input/output error")

    with pytest.raises(Failed) as caught:
        read_inputs("-", None, Format(), Vocabulary.of(), stdin=Failing())  # type: ignore[arg-type]
    assert caught.value.message == "<stdin> cannot be read: Input/output error"


def test_cases_and_events_cannot_share_standard_input() -> None:
    with pytest.raises(Usage):
        read_inputs("-", "-", Format(), Vocabulary.of(), stdin=io.BytesIO())


def test_events_from_standard_input(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(CSV, encoding="utf-8")
    stdin = io.BytesIO(b"at,event,case_id\n2026-03-02T10:00:00,resolve,1\n")
    _, events = read_inputs(str(path), "-", Format(), Vocabulary.of(), stdin=stdin)
    assert events is not None
    assert (events.file, list(events.case)) == ("<stdin>", [0])
