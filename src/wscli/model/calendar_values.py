"""How weekdays, times of day, time zones and instants are read; zones are only named, never applied."""

from __future__ import annotations

from typing import Any

from wscli.errors import Path
from wscli.model.findings import Findings
from wscli.model.terms import did_you_mean
from wscli.model.values import BAD, Raw, Reader, as_list

_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def read_days(raw: Raw, path: Path, found: Findings) -> Any:
    """Read weekdays as a list or comma list of names and ranges; `fri-mon` wraps (rulebook 4.9)."""
    items = as_list(raw, path, found, split=True)
    if items is BAD:
        return BAD
    days: set[int] = set()
    for item in items:
        first, dash, last = str(item).partition("-")
        start, end = _weekday(first), _weekday(last) if dash else None
        if start is None or (dash and end is None):
            found.add(path, f"{str(item).strip()!r} is not a weekday or a range: write mon-fri or sat,sun")
            return BAD
        length = 0 if end is None else (end - start) % 7
        days.update((start + offset) % 7 for offset in range(length + 1))
    if not days:
        found.add(path, "must name at least one weekday")
        return BAD
    return tuple(sorted(days))


def _weekday(text: str) -> int | None:
    """Return the weekday that `text` names in full or by its first letters, three at least."""
    word = text.strip().lower()
    return next((n for n, name in enumerate(_DAY_NAMES) if len(word) >= 3 and name.startswith(word)), None)


def read_clock(raw: Raw, path: Path, found: Findings) -> Any:
    """Read `HH:MM` as minutes of the day; 24:00 is the end of it."""
    hours, colon, minutes = raw.strip().partition(":") if isinstance(raw, str) else ("", "", "")
    shaped = bool(colon) and hours.isascii() and minutes.isascii() and hours.isdigit() and minutes.isdigit()
    value = int(hours) * 60 + int(minutes) if shaped and len(hours) <= 2 and len(minutes) == 2 else -1
    if not (0 <= value <= 24 * 60 and int(minutes) < 60):
        found.add(path, f"must be a time of day such as 08:00, not {raw!r}")
        return BAD
    return value % (24 * 60)


def read_zone(raw: Raw, path: Path, found: Findings) -> Any:
    """Read the name of a time zone of the IANA data base."""
    from zoneinfo import ZoneInfo, available_timezones

    try:
        return ZoneInfo(raw.strip() if isinstance(raw, str) else "").key
    except (ValueError, OSError, LookupError):
        hint = did_you_mean(str(raw), available_timezones())
        found.add(path, f"{raw!r} is not a time zone such as Europe/Madrid or UTC", hint=hint)
        return BAD


def read_instant(raw: Raw, path: Path, found: Findings) -> Any:
    """Read an ISO 8601 instant, kept as text: without an offset it means the run's zone."""
    from datetime import datetime

    try:
        return datetime.fromisoformat(raw.strip()).isoformat()
    except (ValueError, AttributeError):
        found.add(path, f"must be an instant such as 2026-03-02T09:00, not {raw!r}")
        return BAD


CALENDAR_VALUES: dict[str, Reader] = {
    "days": read_days,
    "clock": read_clock,
    "zone": read_zone,
    "instant": read_instant,
}
