"""Single values: the text of one field → what it says.

Every parser takes the text as it stands in the file and raises `BadValue`. Numbers are read exactly, never
through floats: half a millisecond is rounded up because the digits say so (rulebook 1.1). Instants have
their own module.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Generic, TypeVar

from wscli.model.terms import did_you_mean, squash

V = TypeVar("V")

LONGEST = 2_147_483_647 * 60_000
"""Milliseconds of the longest duration: 2147483647 minutes (interface §1)."""

LARGEST = 2_147_483_647
"""The largest priority and rating."""

MEMO_SIZE = 1 << 16

_PRIORITIES = {"high": 1, "normal": 2, "low": 3}
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)
_INTEGER = re.compile(r"\+?0*(\d{1,10})(\.0*)?", re.ASCII)
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_UNPRINTABLE = re.compile("[\x00\ud800-\udfff]")


class BadValue(ValueError):
    """The text of a field does not say what its column needs."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Memo(dict[str, V], Generic[V]):
    """A parser that remembers: `memo[text]`. Most columns say few things many times, and say them shared.

    It forgets everything when it has grown to 65,536 values, so that a column of all different values
    costs no memory.
    """

    def __init__(self, parse: Callable[[str], V]) -> None:
        super().__init__()
        self._parse = parse

    def __missing__(self, text: str) -> V:
        value = self._parse(text)
        if len(self) >= MEMO_SIZE:
            self.clear()
        self[text] = value
        return value


def shown(text: str) -> str:
    """Return `text` for a message: quoted, control characters escaped, not longer than 40 characters."""
    return repr(text if len(text) <= 40 else text[:39] + "…")


def milliseconds(text: str) -> int:
    """Read seconds ≥ 0 as milliseconds, rounded half up; raises `BadValue`."""
    whole, point, fraction = text.partition(".")
    if whole.isdecimal() and len(whole) <= 12 and text.isascii() and (not point or fraction.isdecimal()):
        value = int(whole) * 1000
        if point:
            value += int((fraction + "00")[:3]) + (fraction[3:4] >= "5")
        if value <= LONGEST:
            return value
    return _unusual_milliseconds(text)


def _unusual_milliseconds(text: str) -> int:
    """Read signs, exponents and blanks around the number too, and say what is wrong."""
    text = text.strip()
    if not text:
        raise BadValue("it is empty", "give the seconds as a number from 0 on")
    if not _NUMBER.fullmatch(text):
        raise BadValue(f"{shown(text)} is not a number", "give the seconds as a number from 0 on")
    exact = Context(prec=len(text) + 4)
    seconds = exact.create_decimal(text)
    if seconds < 0:
        raise BadValue(f"{shown(text)} is negative", "give the seconds as a number from 0 on")
    if seconds > LONGEST // 1000:
        raise BadValue(f"{shown(text)} is too long", "at most 2147483647 minutes")
    return int(exact.multiply(seconds, Decimal(1000)).to_integral_value(ROUND_HALF_UP, exact))


def handle_time(text: str) -> int | tuple[int, ...]:
    """Read `handle_seconds`: ms, or all parts of a pattern `300|7200|120` in ms; -1 where it is empty.

    Raises `BadValue`, for an even number of parts too: a pattern starts and ends active.
    """
    if "|" not in text:
        return milliseconds(text) if text and not text.isspace() else -1
    parts = tuple(milliseconds(part) for part in text.split("|"))
    if len(parts) % 2 == 0:
        raise BadValue(
            f"the pattern {shown(text)} has {len(parts)} parts",
            "an odd number is needed: active|waiting|active",
        )
    return parts


def patience(text: str) -> int:
    """Read `patience_seconds` as ms; -1 where it is empty. Raises `BadValue`."""
    return milliseconds(text) if text and not text.isspace() else -1


def _integer(text: str) -> int | None:
    """Return a positive integer up to `LARGEST`, also written `2.0` as spreadsheets do; else None."""
    found = _INTEGER.fullmatch(text)
    value = int(found[1]) if found else 0
    return value if 1 <= value <= LARGEST else None


def priority(text: str) -> int:
    """Read a priority: an integer ≥ 1, or High, Normal, Low = 1, 2, 3 (rulebook 2.9); 0 where it is empty.

    Raises `BadValue`.
    """
    text = text.strip()
    if not text:
        return 0
    value = _integer(text) or _PRIORITIES.get(squash(text))
    if value is None:
        hint = did_you_mean(text, ("High", "Normal", "Low")) if text.isalpha() else None
        raise BadValue(
            f"{shown(text)} is not a priority", hint or "an integer from 1 on, or High, Normal, Low"
        )
    return value


def rating(text: str) -> int:
    """Read the rating that a skill is needed at: an integer ≥ 1. Raises `BadValue`."""
    value = _integer(text.strip())
    if value is None:
        raise BadValue(f"{shown(text)} is not a rating", "an integer from 1 on, as in spanish:3")
    return value


def case_id(text: str) -> str:
    """Read a case id; raises `BadValue` where it is empty or no line of text."""
    text = text.strip()
    if not text:
        raise BadValue("it is empty", "every case needs an id of its own")
    return _checked(text, _CONTROL)


def are_plain(ids: list[str]) -> bool:
    """Whether every one of these stripped ids would pass `case_id`."""
    return "" not in ids and not _CONTROL.search("".join(ids))


def entity(text: str) -> str:
    """Read the logical name of the record type; `case` where it is empty. Raises `BadValue`."""
    return _checked(text.strip() or "case", _CONTROL)


def attribute(text: str) -> str | None:
    """Read an attribute for conditions; None where it is empty (rulebook 2.8). Raises `BadValue`."""
    return _checked(text.strip(), _UNPRINTABLE) or None


def _checked(text: str, forbidden: re.Pattern[str]) -> str:
    """Return `text`; a NUL or half a surrogate pair would break whatever prints or stores it later."""
    found = forbidden.search(text)
    if found:
        raise BadValue(f"{shown(text)} has the character {found[0]!r} in it", "take it out")
    return text
