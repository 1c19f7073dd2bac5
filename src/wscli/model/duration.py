"""Durations as people write them: `90s`, `5m`, `1h30m`, `2d`, `5 minutes`, `250ms`.

Kept apart from dates on purpose: a duration has no zone and no calendar, a day is 24 hours.
Inside the program a duration is an integer of milliseconds or, where a field says so, of seconds.
"""

from __future__ import annotations

import re

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

LONGEST = 2_147_483_647 * MINUTE
"""The longest duration that the product's column of whole minutes can hold, in milliseconds."""

UNITS = {"d": DAY, "h": HOUR, "m": MINUTE, "s": SECOND, "ms": 1}
_WORDS = {
    "d": ("d", "day", "days"),
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "m": ("m", "min", "mins", "minute", "minutes"),
    "s": ("s", "sec", "secs", "second", "seconds"),
    "ms": ("ms", "msec", "millisecond", "milliseconds"),
}
_UNIT_OF = {word: unit for unit, words in _WORDS.items() for word in words}
_PART = re.compile(r"([0-9]+)\s*([A-Za-z]+)")
_WHOLE = re.compile(r"([0-9]+\s*[A-Za-z]+\s*)+")
EXAMPLES = "90s, 5m, 1h30m, 2d"


def read_duration(text: str) -> int:
    """Return the milliseconds that `text` says (interface §1).

    Raises:
        ValueError: with a message for people, if `text` is not a duration.
    """
    word = text.strip()
    if word == "0":
        return 0
    if word.isascii() and word.isdigit():
        raise ValueError(f"{text!r} has no unit: write {word}s, {word}m or {word}h")
    if word.startswith("-"):
        raise ValueError(f"a duration cannot be negative: {text!r}")
    if _WHOLE.fullmatch(word) is None:
        raise ValueError(f"{text!r} is not a duration: write it like {EXAMPLES}")
    total = 0
    for count, name in _PART.findall(word):
        unit = _UNIT_OF.get(name.lower())
        if unit is None:
            raise ValueError(f"{name!r} is not a unit of time: use d, h, m, s")
        # Enough digits to be too long; all of them could be megabytes.
        total += int(count.lstrip("0")[:20] or "0") * UNITS[unit]
    if total > LONGEST:
        raise ValueError(f"{text!r} is longer than 2147483647 minutes")
    return total


def write_duration(milliseconds: int) -> str:
    """Return the canonical text: largest unit first, no zero parts; `0` for none."""
    if milliseconds == 0:
        return "0"
    parts, rest = [], milliseconds
    for unit, size in UNITS.items():
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts)
