"""Times as somebody types them: of the day where one is, a step from there, or whole."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wscli.errors import Invalid
from wscli.model.clock_times import moment_of, read_time

NOW = 1_772_443_800_000  # 2026-03-02T09:30:00Z


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("09:10", -20), ("9:10:30", -19.5), ("+2h", 120), ("-1m", -1), ("2026-03-02T10:30+01:00", 0)],
)
def test_what_is_typed_is_read_from_where_one_is(text: str, minutes: float) -> None:
    assert read_time(text, UTC, NOW) == NOW + minutes * 60_000


def test_a_time_of_day_is_one_of_the_zone() -> None:
    madrid = ZoneInfo("Europe/Madrid")

    assert read_time("10:30", madrid, NOW) == NOW
    assert moment_of(NOW, madrid).hour == 10


@given(st.text(max_size=20))
def test_anything_else_is_refused_with_how_it_is_typed(text: str) -> None:
    try:
        at = read_time(text, UTC, NOW)
    except Invalid as error:
        assert error.hint is not None and "09:30" in error.hint
    else:
        assert isinstance(at, int)


@given(st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1)))
def test_a_whole_instant_needs_no_now(moment: datetime) -> None:
    at = moment.replace(microsecond=0)
    assert read_time(at.isoformat(), UTC, NOW) == round(at.replace(tzinfo=UTC).timestamp() * 1000)
