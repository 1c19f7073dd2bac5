"""Durations as people write them, and their canonical text (interface §1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wscli.model.duration import DAY, HOUR, LONGEST, MINUTE, SECOND, read_duration, write_duration


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("90s", 90 * SECOND),
        ("5m", 5 * MINUTE),
        ("1h30m", 90 * MINUTE),
        ("1h 30m", 90 * MINUTE),
        ("2d", 2 * DAY),
        ("5 minutes", 5 * MINUTE),
        ("1 Hour 1 min", 61 * MINUTE),
        ("250ms", 250),
        (" 0 ", 0),
        ("0s", 0),
        ("2147483647m", LONGEST),
        ("000000000000000000000000000007s", 7 * SECOND),
    ],
)
def test_reads(text: str, milliseconds: int) -> None:
    assert read_duration(text) == milliseconds


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("5", "has no unit: write 5s, 5m or 5h"),
        ("-5m", "cannot be negative"),
        ("five minutes", "is not a duration: write it like 90s"),
        ("", "is not a duration"),
        ("1.5h", "is not a duration"),
        ("5m!", "is not a duration"),
        ("5 parsecs", "'parsecs' is not a unit of time"),
        ("2147483648m", "longer than 2147483647 minutes"),
        ("9" * 5000 + "d", "longer than 2147483647 minutes"),
    ],
)
def test_refuses_with_a_reason(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_duration(text)


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(0, "0"), (90 * SECOND, "1m30s"), (DAY, "1d"), (25 * HOUR, "1d1h"), (1, "1ms"), (3_601_001, "1h1s1ms")],
)
def test_writes_largest_unit_first_without_zero_parts(milliseconds: int, text: str) -> None:
    assert write_duration(milliseconds) == text


@given(st.integers(0, LONGEST))
def test_what_is_written_reads_the_same(milliseconds: int) -> None:
    assert read_duration(write_duration(milliseconds)) == milliseconds
