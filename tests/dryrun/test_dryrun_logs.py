"""The two logs as files, to the byte (interface §7)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from doors import FrontDoor
from wscli.dryrun.logs import CASE_COLUMNS, Instants, LogWriter, opened, require_place, seconds_text
from wscli.errors import Failed, Invalid

ODD_ZONES = [
    "UTC",
    "Europe/Madrid",
    "Asia/Kathmandu",
    "America/St_Johns",  # changed its clocks at 00:01, and had seconds in its offset
    "Africa/Monrovia",  # 44 minutes and 30 seconds behind until 1972
    "Europe/Amsterdam",
    "Australia/Lord_Howe",  # half an hour of summer time
    "Pacific/Apia",  # left out a day
    "Etc/UTC",
]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def as_datetime_says(at: int, zone: str) -> str:
    text = (EPOCH + timedelta(milliseconds=at)).astimezone(ZoneInfo(zone)).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z") if zone == "UTC" else text


def ticks(text: str) -> int:
    return (datetime.fromisoformat(text) - EPOCH) // timedelta(milliseconds=1)


instants = st.integers(ticks("1900-01-01T00:00Z"), ticks("2999-12-31T00:00Z")) | st.integers(
    ticks("1985-01-01T00:00Z"), ticks("2030-01-01T00:00Z")
)


@given(at=instants, zone=st.sampled_from(ODD_ZONES), near=st.lists(st.integers(0, 900_000), max_size=5))
@example(at=ticks("2026-03-29T00:59:59.999Z"), zone="Europe/Madrid", near=[0, 1, 900_000])
@example(at=ticks("2026-10-25T00:59:59.999Z"), zone="Europe/Madrid", near=[1, 3_600_000])
@example(at=ticks("2010-03-14T03:30:59.999Z"), zone="America/St_Johns", near=[1])
@example(at=ticks("1971-06-01T00:00:00Z"), zone="Africa/Monrovia", near=[29_999, 30_000])
def test_instants_are_what_datetime_says(at: int, zone: str, near: list[int]) -> None:
    """A quarter of an hour is worked out once, so the instants beside one another are what is tried."""
    write = Instants(ZoneInfo(zone))
    for instant in [at, *(at + step for step in near), *(at - step for step in near)]:
        assert write(instant) == as_datetime_says(instant, zone)


def test_every_clock_change_of_forty_years() -> None:
    for zone in ODD_ZONES:
        place, write = ZoneInfo(zone), Instants(ZoneInfo(zone))
        hour, last = ticks("1985-01-01T00:00Z"), ticks("2025-01-01T00:00Z")
        offset = (EPOCH + timedelta(milliseconds=hour)).astimezone(place).utcoffset()
        while hour < last:
            hour += 6 * 3_600_000
            changed = (EPOCH + timedelta(milliseconds=hour)).astimezone(place).utcoffset()
            if changed != offset:
                offset = changed
                for minute in range(361):
                    at = hour - minute * 60_000 - 1
                    assert write(at) == as_datetime_says(at, zone)


@pytest.mark.parametrize(
    ("instant", "zone", "text"),
    [
        ("2026-03-02T09:00:00Z", "UTC", "2026-03-02T09:00:00.000Z"),
        ("2026-03-02T09:00:00.007Z", "Etc/UTC", "2026-03-02T09:00:00.007+00:00"),
        ("2026-03-29T00:59:59.999Z", "Europe/Madrid", "2026-03-29T01:59:59.999+01:00"),
        ("2026-03-29T01:00:00Z", "Europe/Madrid", "2026-03-29T03:00:00.000+02:00"),
        ("2026-10-25T00:30:00Z", "Europe/Madrid", "2026-10-25T02:30:00.000+02:00"),
        ("2026-10-25T01:30:00Z", "Europe/Madrid", "2026-10-25T02:30:00.000+01:00"),
        ("1969-12-31T23:59:59.999Z", "UTC", "1969-12-31T23:59:59.999Z"),
    ],
)
def test_instants_with_milliseconds_and_the_offset_of_the_zone(instant: str, zone: str, text: str) -> None:
    assert Instants(ZoneInfo(zone))(ticks(instant)) == text


def test_behind_the_calendar_there_is_an_error_and_no_traceback() -> None:
    with pytest.raises(Invalid, match="9999"):
        Instants(UTC)(ticks("9999-12-31T23:59:59Z") + 1_000_000)


@given(milliseconds=st.integers(0, 10**15))
def test_seconds_are_plain_decimals_without_trailing_zeros(milliseconds: int) -> None:
    text = seconds_text(milliseconds)

    whole, _, fraction = text.partition(".")
    assert int(whole) * 1000 + int((fraction + "000")[:3]) == milliseconds
    assert not text.endswith((".", "0")) or text == whole


@pytest.mark.parametrize(
    ("milliseconds", "text"), [(0, "0"), (5, "0.005"), (1500, "1.5"), (90_000, "90"), (100, "0.1")]
)
def test_seconds_text(milliseconds: int, text: str) -> None:
    assert seconds_text(milliseconds) == text


CASES = """case_id,arrived_at,handle_seconds,patience_seconds
"C,1",2026-03-29T01:59:30,30.25,
Cé2,2026-03-29T01:59:30,30,0.5
"""
CENTRE = """{"version": 1, "simulation": {"timezone": "Europe/Madrid"},
 "workstreams": [{"name": "W \\"1\\"", "capacity": 1, "allowed_presences": ["available"]}],
 "queues": [{"name": "Q", "priority": 1, "members": ["ann"]}], "agents": [{"name": "ann", "capacity": 1}]}"""
EVENTS = [
    ("2026-03-29T01:59:30.000+01:00", "arrived", "C,1", None, None, None, "open", None),
    ("2026-03-29T01:59:30.000+01:00", "routed", "C,1", None, "Q", 'W "1"', "open", "default"),
    ("2026-03-29T01:59:30.000+01:00", "arrived", "Cé2", None, None, None, "open", None),
    ("2026-03-29T01:59:30.000+01:00", "routed", "Cé2", None, "Q", 'W "1"', "open", "default"),
    ("2026-03-29T01:59:30.000+01:00", "offered", "C,1", "ann", "Q", 'W "1"', "open", None),
    ("2026-03-29T01:59:30.000+01:00", "presence", None, "ann", None, None, "busy-dnd", "automatic"),
    ("2026-03-29T01:59:30.000+01:00", "accepted", "C,1", "ann", "Q", 'W "1"', "active", None),
    ("2026-03-29T01:59:30.500+01:00", "withdrawn", "Cé2", None, "Q", 'W "1"', "closed", "patience"),
    ("2026-03-29T03:00:00.250+02:00", "resolved", "C,1", "ann", "Q", 'W "1"', "closed", None),
    ("2026-03-29T03:00:00.250+02:00", "presence", None, "ann", None, None, "available", "automatic"),
]
EVENT_COLUMNS = ["seq", "at", "event", "case_id", "agent", "queue", "workstream", "state", "reason"]
CLOSED = {
    "case_id": "C,1",
    "arrived_at": "2026-03-29T01:59:30.000+01:00",
    "queue": "Q",
    "workstream": 'W "1"',
    "state": "closed",
    "outcome": "resolved",
    "agent": "ann",
    "first_offered_at": "2026-03-29T01:59:30.000+01:00",
    "accepted_at": "2026-03-29T01:59:30.000+01:00",
    "closed_at": "2026-03-29T03:00:00.250+02:00",
    "offers": 1,
    "declines": 0,
    "timeouts": 0,
    "transfers": 0,
    "wait_seconds": 0,
    "handle_seconds": 30.25,
    "reason": None,
}


@pytest.fixture
def logs(front_door: FrontDoor, tmp_path: Path) -> dict[str, bytes]:
    """Both logs of one small run over a clock change, in both formats."""
    (tmp_path / "cases.csv").write_text(CASES, encoding="utf-8")
    (tmp_path / "centre.json").write_text(CENTRE, encoding="utf-8")
    found = {}
    for ending in ("csv", "JSONL"):
        places = [tmp_path / f"events.{ending}", tmp_path / f"cases-log.{ending}"]
        words = ["simulate", tmp_path / "cases.csv", "-f", tmp_path / "centre.json", "-o", "none"]
        assert front_door(*words, "--event-log", places[0], "--case-log", places[1]).code == 0
        found |= {place.name: place.read_bytes() for place in places}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    return found


def test_the_event_log_as_csv(logs: dict[str, bytes]) -> None:
    lines = logs["events.csv"].decode().split("\n")

    assert lines[0] == ",".join(EVENT_COLUMNS)
    assert lines[1] == '1,2026-03-29T01:59:30.000+01:00,arrived,"C,1",,,,open,'
    assert lines[6] == "6,2026-03-29T01:59:30.000+01:00,presence,,ann,,,busy-dnd,automatic"
    assert lines[8] == '8,2026-03-29T01:59:30.500+01:00,withdrawn,Cé2,,Q,"W ""1""",closed,patience'
    assert len(lines) == len(EVENTS) + 2 and lines[-1] == ""
    assert b"\r" not in logs["events.csv"]


def test_the_event_log_as_json_lines(logs: dict[str, bytes]) -> None:
    expected = [dict(zip(EVENT_COLUMNS, (n, *row), strict=True)) for n, row in enumerate(EVENTS, 1)]
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in expected]

    assert logs["events.JSONL"].decode() == "".join(lines)


def test_the_case_log_as_csv(logs: dict[str, bytes]) -> None:
    lines = logs["cases-log.csv"].decode().split("\n")

    assert lines[0] == ",".join(CASE_COLUMNS) == ",".join(CLOSED)
    assert lines[1] == (
        '"C,1",2026-03-29T01:59:30.000+01:00,Q,"W ""1""",closed,resolved,ann,2026-03-29T01:59:30.000+01:00,'
        "2026-03-29T01:59:30.000+01:00,2026-03-29T03:00:00.250+02:00,1,0,0,0,0,30.25,"
    )
    assert lines[2] == (
        'Cé2,2026-03-29T01:59:30.000+01:00,Q,"W ""1""",closed,withdrawn,,,,'
        "2026-03-29T01:59:30.500+01:00,0,0,0,0,,,patience"
    )
    assert lines[3:] == [""]


def test_the_case_log_as_json_lines(logs: dict[str, bytes]) -> None:
    first = logs["cases-log.JSONL"].decode().split("\n")[0]

    assert first == json.dumps(CLOSED, ensure_ascii=False)


def test_a_block_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    place = tmp_path / "log.csv"
    place.write_text("before")
    with pytest.raises(ZeroDivisionError), opened(place) as stream:
        stream.write("half")
        raise ZeroDivisionError

    assert place.read_text() == "before"
    assert list(tmp_path.iterdir()) == [place]


def test_where_no_log_can_be_is_found_before_the_run(tmp_path: Path) -> None:
    (tmp_path / "taken.csv").mkdir()
    for place in (tmp_path / "taken.csv", tmp_path / "nowhere" / "log.csv"):
        with pytest.raises(Failed, match="cannot be written"):
            require_place(place)
    with pytest.raises(Failed, match="cannot be written"), opened(tmp_path / "nowhere" / "log.csv"):
        raise AssertionError("not reached")


def test_a_field_of_none_is_empty_in_csv_and_null_in_json(tmp_path: Path) -> None:
    for lines, expected in ((False, "a,b\n1,\n"), (True, '{"a": 1, "b": null}\n')):
        with opened(tmp_path / "log") as stream:
            LogWriter(stream, ["a", "b"], lines=lines).write([1, None])
        assert (tmp_path / "log").read_text() == expected
