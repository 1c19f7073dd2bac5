"""Weekdays, times of day, zones and instants."""

from typing import Any

import pytest

from wscli.model.calendar_values import CALENDAR_VALUES
from wscli.model.findings import Findings
from wscli.model.values import BAD


def read(kind: str, raw: Any) -> Any:
    notes = Findings()
    value = CALENDAR_VALUES[kind](raw, ("x",), notes)
    assert (value is BAD) == bool(notes.errors)
    return value


def complaint(kind: str, raw: Any) -> str:
    notes = Findings()
    assert CALENDAR_VALUES[kind](raw, ("x",), notes) is BAD
    return f"{notes.problems[0].message} {notes.problems[0].hint or ''}"


@pytest.mark.parametrize(
    ("raw", "days"),
    [
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("sat,sun", (5, 6)),
        ("fri-mon", (0, 4, 5, 6)),
        (["mon", "wed-thu"], (0, 2, 3)),
        ("Monday - Tuesday", (0, 1)),
        ("mon-mon", (0,)),
        ("thurs", (3,)),
    ],
)
def test_days(raw: Any, days: tuple[int, ...]) -> None:
    assert read("days", raw) == days


@pytest.mark.parametrize(
    "raw", ["", "mo", "monkey", "mon-", "mon-fri-sat", "weekdays", [], [None], [["mon"]], None]
)
def test_what_is_no_weekday(raw: Any) -> None:
    complaint("days", raw)


def test_clock() -> None:
    assert (read("clock", "08:05"), read("clock", "8:05"), read("clock", "00:00")) == (485, 485, 0)
    assert read("clock", "24:00") == 0
    for odd in ("24:01", "08:60", "8", "8:5", "08:00:00", "-1:00", "a:b", "٠٨:٠٠", None, ["08:00"]):
        assert complaint("clock", odd).startswith("must be a time of day such as 08:00")


def test_zone() -> None:
    assert read("zone", " Europe/Madrid ") == "Europe/Madrid"
    assert read("zone", "UTC") == "UTC"
    assert "did you mean 'Europe/Madrid'?" in complaint("zone", "Europe/Madird")
    for odd in ("", "../etc/passwd", "/etc/passwd", "Europe", "a" * 5000, "a\0b", None, ["UTC"]):
        assert "is not a time zone" in complaint("zone", odd)


def test_instant_is_kept_as_said() -> None:
    assert read("instant", "2026-03-02T12:00") == "2026-03-02T12:00:00"
    assert read("instant", "2026-03-02T12:00:00.250+01:00") == "2026-03-02T12:00:00.250000+01:00"
    assert read("instant", "2026-03-02T12:00Z") == "2026-03-02T12:00:00+00:00"
    for odd in ("tomorrow", "2026-13-01", "", None, []):
        assert complaint("instant", odd).startswith("must be an instant such as")
