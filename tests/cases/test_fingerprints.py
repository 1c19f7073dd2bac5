"""What the bytes of a file were: hashed as they are read, packed as they are."""

from __future__ import annotations

import gzip
import hashlib
import io
from pathlib import Path

import pytest

from wscli.cases import CaseTable, EventTable, Format, Vocabulary, read_inputs
from wscli.cases.table import Fingerprint
from wscli.errors import Invalid

CASES = b"case_id,arrived_at,handle_seconds\n" + b"".join(
    f"C{number},2026-03-02T09:00:00,60\n".encode() for number in range(30_000)
)
EVENTS = b"at,event,agent\n2026-03-02T08:00:00,sign-in,ann\n"
NOBODY = Vocabulary.of(queues=[], workstreams=[], skills=[], agents=["ann"], presences=[])


class Terminal(io.RawIOBase):
    """Somebody who types, says that this is all, and does not want to be asked again."""

    def __init__(self, content: bytes) -> None:
        self.content = io.BytesIO(content)
        self.ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:
        assert not self.ended
        count = self.content.readinto(buffer)
        self.ended = not count
        return count


def of(content: bytes) -> Fingerprint:
    return Fingerprint(hashlib.sha256(content).hexdigest(), len(content))


def read(
    cases: str, events: str | None = None, stdin: io.BufferedIOBase | None = None
) -> tuple[CaseTable, EventTable | None]:
    return read_inputs(cases, events, Format(), NOBODY, stdin=stdin)


@pytest.mark.parametrize(
    "content",
    [
        CASES,
        CASES[:-1],
        b"\xef\xbb\xbf" + CASES,
        gzip.compress(CASES),
        gzip.compress(CASES[:600]) + gzip.compress(CASES[600:]),
        gzip.compress(CASES) + bytes(1 << 20),
    ],
    ids=["plain", "no-last-line-end", "marked", "packed", "packed-in-two", "padded"],
)
def test_all_the_bytes_of_a_file_count(tmp_path: Path, content: bytes) -> None:
    place, events = tmp_path / "cases.csv", tmp_path / "events.csv"
    place.write_bytes(content)
    events.write_bytes(EVENTS)
    table, event_table = read(str(place), str(events))

    assert len(table) == 30_000
    assert table.fingerprint == of(content)
    assert event_table is not None
    assert event_table.fingerprint == of(EVENTS)
    assert read("-", stdin=io.BytesIO(content))[0].fingerprint == of(content)


def test_json_lines_count_as_they_are_written(tmp_path: Path) -> None:
    lines = b'{"case_id": "A", "arrived_at": "2026-03-02T09:00:00", "handle_seconds": 1}\r\n\r\n'
    place = tmp_path / "cases.jsonl"
    place.write_bytes(lines)

    assert read(str(place))[0].fingerprint == of(lines)


def test_standard_input_is_read_to_its_end_once_and_stays_open() -> None:
    stdin = io.BufferedReader(Terminal(CASES))

    assert read("-", stdin=stdin)[0].fingerprint == of(CASES)
    assert not stdin.closed


def test_what_is_refused_is_refused_all_the_same(tmp_path: Path) -> None:
    place = tmp_path / "cases.csv"
    place.write_bytes(b"nothing,of,this\n1,2,3\n")
    with pytest.raises(Invalid):
        read(str(place))
