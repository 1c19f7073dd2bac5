"""Text of documents and files to plain values (interface §1 and §6, rule 1.1)."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

EPOCH = datetime(1970, 1, 1)

UNIT_MS = {
    "ms": 1,
    "s": 1_000, "sec": 1_000, "second": 1_000, "seconds": 1_000,
    "m": 60_000, "min": 60_000, "minute": 60_000, "minutes": 60_000,
    "h": 3_600_000, "hour": 3_600_000, "hours": 3_600_000,
    "d": 86_400_000, "day": 86_400_000, "days": 86_400_000,
}  # fmt: skip

INSTANT = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})"
    r"(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?"
    r"\s*([Zz]|[+-]\d{2}(?::?\d{2})?)?"
)


def half_up(value: Decimal) -> int:
    """Rule 1.1: fractions of a millisecond are rounded half up."""
    return int(value.to_integral_value(rounding=ROUND_HALF_UP))


def key(name: str) -> str:
    """Interface §1: names are compared by NFC and casefold."""
    return unicodedata.normalize("NFC", str(name).strip()).casefold()


def word(text: str, allowed: tuple[str, ...]) -> str | None:
    """Interface §1: a word of an enum, ignoring case, spaces, hyphens and underscores."""
    bare = re.sub(r"[\s_-]", "", str(text)).casefold()
    for candidate in allowed:
        if candidate.replace("-", "") == bare:
            return candidate
    return None


def given(row: dict[str, Any], column: str) -> str | None:
    """A cell of a file; a missing or empty one is absent."""
    value = row.get(column)
    if value is None or str(value).strip() == "":
        return None
    return str(value).strip()


def duration_ms(value: Any) -> int | None:
    """Interface §1: `1h30m`, `5 minutes`, `250ms`, 0 or null."""
    if value is None:
        return None
    text = str(value).strip().casefold()
    if text in ("none", "null", ""):
        return None
    if re.fullmatch(r"0+(\.0*)?", text):
        return 0
    parts = re.findall(r"(\d+(?:\.\d+)?)\s*([a-z]+)", text)
    if not parts:
        raise ValueError(f"not a duration: {value!r}")
    return half_up(sum((Decimal(number) * UNIT_MS[unit] for number, unit in parts), Decimal(0)))


def seconds_ms(text: str) -> int:
    """A number of seconds (interface §6)."""
    return half_up(Decimal(text.strip()) * 1000)


def local_ms(local: datetime, zone: tzinfo) -> int:
    """Rule 4.9: a missing local time has the offset before the change, a double one is the first.

    That is what `fold=0` means to Python's time zones.
    """
    offset = local.replace(tzinfo=zone, fold=0).utcoffset() or timedelta(0)
    return (local - offset - EPOCH) // timedelta(milliseconds=1)


def instant_ms(text: str, zone: tzinfo) -> int:
    """Interface §1: ISO 8601; without an offset it is in the given zone."""
    match = INSTANT.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not an instant: {text!r}")
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    local = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
    thousandths = half_up(Decimal("0." + (fraction or "0")) * 1000)
    if offset is None:
        return local_ms(local, zone) + thousandths
    if offset in "Zz":
        return local_ms(local, UTC) + thousandths
    digits = offset[1:].replace(":", "").ljust(4, "0")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    fixed = timezone(-away if offset[0] == "-" else away)
    return local_ms(local, fixed) + thousandths


def priority_number(text: str) -> int:
    """Rule 2.9: an integer, or High, Normal, Low as 1, 2, 3."""
    named = {"high": 1, "normal": 2, "low": 3}
    return named.get(text.strip().casefold()) or int(text)
