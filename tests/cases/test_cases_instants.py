from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wscli.cases.fields import BadValue
from wscli.cases.instants import InstantReader, check_time_format
from wscli.errors import Invalid

MADRID = ZoneInfo("Europe/Madrid")
NINE = 1772442000000  # 2026-03-02T09:00:00Z
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ZONES = [
    UTC,
    MADRID,
    *map(ZoneInfo, ("America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Casablanca")),
    ZoneInfo("Pacific/Apia"),  # a whole day is missing there
    timezone(timedelta(hours=5, minutes=45)),
]


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02T09:00:00",
        "2026-03-02 09:00:00",
        "2026-03-02t09:00",
        "2026-03-02T09",
        " 2026-03-02T09:00:00 ",
        "2026-03-02T09:00:00Z",
        "2026-03-02T10:00:00+01:00",
        "2026-03-02T04:00:00.000-0500",
        "20260302T090000Z",
        "2026-03-02T09:00:00.0004999",
    ],
)
def test_ways_to_write_one_instant(text: str) -> None:
    assert InstantReader(UTC).read(text) == NINE


def test_a_date_alone_is_its_midnight() -> None:
    assert InstantReader(UTC).read("2026-03-02") == NINE - 9 * 3_600_000
    assert InstantReader(MADRID).read("20260302") == NINE - 10 * 3_600_000


def test_fractions_are_rounded_half_up() -> None:
    """Rulebook 1.1."""
    read = InstantReader(UTC).read
    assert read("2026-03-02T09:00:00.0005") == NINE + 1
    assert read("2026-03-02T08:59:59.9995") == NINE
    assert read("2026-03-02T23:59:59.9999") == read("2026-03-03")


def test_without_an_offset_it_is_in_the_zone() -> None:
    assert InstantReader(MADRID).read("2026-03-02T10:00") == NINE
    assert InstantReader(MADRID).read("2026-03-02T09:00Z") == NINE


def test_a_local_time_that_does_not_exist_has_the_offset_before_the_change() -> None:
    read = InstantReader(MADRID).read
    assert read("2026-03-29T02:30") == read("2026-03-29T02:30+01:00")
    assert read("2026-03-29T03:00") == read("2026-03-29T03:00+02:00")


def test_a_local_time_that_occurs_twice_is_the_first() -> None:
    read = InstantReader(MADRID).read
    assert read("2026-10-25T02:30") == read("2026-10-25T02:30+02:00")
    assert read("2026-10-25T03:00") == read("2026-10-25T03:00+01:00")


@given(st.sampled_from(ZONES), st.datetimes(datetime(1970, 1, 3), datetime(2100, 1, 1)))
def test_the_cache_of_days_changes_nothing(zone: timezone | ZoneInfo, moment: datetime) -> None:
    expected = (moment.replace(tzinfo=zone) - EPOCH + timedelta(microseconds=500)) // timedelta(
        milliseconds=1
    )
    assert InstantReader(zone).read(moment.isoformat()) == expected


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_every_half_hour_of_a_year_of_changes(zone: timezone | ZoneInfo) -> None:
    read = InstantReader(zone).read
    for half_hours in range(0, 365 * 48, 1):
        moment = datetime(2011, 1, 1) + timedelta(minutes=30 * half_hours)
        assert read(moment.isoformat()) == (moment.replace(tzinfo=zone) - EPOCH) // timedelta(milliseconds=1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-13-02T09:00",
        "2026-02-29T09:00",
        "2026-03-02T25:00",
        "2026-03-02x09:00",
        "2026-03-02-09:00",
        "02/03/2026 09:00",
        "1772442000",
        "2026-03-02T09:00:00 UTC",
        "2026-03-02T09:00+25:00",
    ],
)
def test_what_is_no_instant(text: str) -> None:
    with pytest.raises(BadValue):
        InstantReader(UTC).read(text)


def test_the_reason_is_told() -> None:
    with pytest.raises(BadValue) as caught:
        InstantReader(UTC).read("2026-13-02T09:00")
    assert "month must be in 1..12" in caught.value.message
    assert "--time-format" in str(caught.value.hint)


@pytest.mark.parametrize(
    "text",
    ["0001-01-01T00:00", "1969-03-02T09:00", "0026-03-02T09:00", "9999-12-31T23:59", "3000-01-01T00:00Z"],
)
@pytest.mark.parametrize("zone", [UTC, MADRID, timezone(timedelta(hours=-12))], ids=str)
def test_years_out_of_range(text: str, zone: timezone | ZoneInfo) -> None:
    with pytest.raises(BadValue) as caught:
        InstantReader(zone).read(text)
    assert "1970 to 2999" in caught.value.message


@given(st.text(max_size=30))
def test_any_text_is_an_instant_or_a_bad_value(text: str) -> None:
    try:
        InstantReader(MADRID).read(text)
    except BadValue as fault:
        assert fault.message


def test_a_format_of_ones_own() -> None:
    read = InstantReader(MADRID, "%m/%d/%Y %I:%M %p").read
    assert read("03/02/2026 10:00 AM") == NINE
    assert read("03/02/2026 10:00 AM") == NINE
    assert read("2026-03-02T09:00Z") == NINE, "ISO 8601 is read all the same"
    with pytest.raises(BadValue) as caught:
        read("13/02/2026 10:00 AM")
    assert caught.value.message == "'13/02/2026 10:00 AM' is not of the form '%m/%d/%Y %I:%M %p'"


def test_a_format_with_an_offset() -> None:
    assert InstantReader(MADRID, "%d.%m.%Y %H:%M %z").read("02.03.2026 04:00 -0500") == NINE


@pytest.mark.parametrize("time_format", ["%m/%d/%Y %I:%M %p", "%d.%m.%y", "%Y%m%d%H%M%S%z", "%Y-%j"])
def test_formats_that_say_a_date(time_format: str) -> None:
    check_time_format(time_format)


@pytest.mark.parametrize("time_format", ["", "%", "%Q", "%H:%M", "%Y-%m", "dd/mm/yyyy"])
def test_formats_that_say_none(time_format: str) -> None:
    with pytest.raises(Invalid) as caught:
        check_time_format(time_format)
    assert "--time-format" in caught.value.message
