"""How a single value is read, one function per kind of field.

Raw input is text, None, a list or a mapping, whether it comes from an option, YAML or JSON; a reader
returns the model's value, or BAD after it has noted what is wrong. Nothing is raised, so that all
problems of an input come at once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from wscli.errors import Path
from wscli.model.behaviour import DISTRIBUTION_EXAMPLES, Backwards, Distribution, read_distribution
from wscli.model.duration import SECOND, read_duration
from wscli.model.findings import Findings
from wscli.model.terms import BasePresence, did_you_mean, name_key, read_term, squash

Raw = Any
"""None, str, list or dict of the same: what documents and options yield."""

BAD: Any = object()
"""Stands for a value that could not be read; what is wrong has been noted."""

Reader = Callable[[Raw, Path, Findings], Any]

_WHOLE = re.compile(r"(?:-(?=0+(?:\.0+)?$))?(-?[0-9]+)(?:\.0+)?")

LARGEST = 2_147_483_647
LONGEST_NAME = 100


def kind_of(raw: Raw) -> str:
    """Return what a raw value is, for messages."""
    names = {str: "text", list: "a list", dict: "a mapping", type(None): "nothing"}
    return names.get(type(raw), type(raw).__name__)


def read_text(raw: Raw, path: Path, found: Findings) -> Any:
    """Read a name or reference: 1–100 characters after trimming, no control characters."""
    if not isinstance(raw, str):
        found.add(path, f"must be text, not {kind_of(raw)}")
        return BAD
    text = raw.strip()
    odd = next((ch for ch in raw if unicodedata.category(ch) in ("Cc", "Cs", "Zl", "Zp")), None)
    if odd is not None:
        found.add(path, f"must not contain control characters or line breaks: found U+{ord(odd):04X}")
    elif not text:
        found.add(path, "must not be empty")
    elif len(text) > LONGEST_NAME:
        found.add(path, f"must have at most {LONGEST_NAME} characters, not {len(text)}")
    else:
        return text
    return BAD


def without_point(text: str) -> str:
    """Return `5` for `5.0` and `0` for `-0`, the same numbers to JSON; else the text."""
    whole = _WHOLE.fullmatch(text)
    return text if whole is None else whole[1]


def read_whole(low: int, high: int, what: str = "") -> Reader:
    """Return a reader of whole numbers from `low` to `high`, of `what` in the plural."""
    bounds = f"from {low} to {high}" + (f" {what}" if what else "")

    def read(raw: Raw, path: Path, found: Findings) -> Any:
        text = without_point(raw).strip() if isinstance(raw, str) else ""
        digits = text.removeprefix("-")
        if not (digits.isascii() and digits.isdigit()):
            said = repr(raw) if isinstance(raw, str) else kind_of(raw)
            found.add(path, f"must be a whole number {bounds}, not {said}")
            return BAD
        # More digits than any bound has could be megabytes of them.
        if len(digits) > 19 or not low <= int(text) <= high:
            found.add(path, f"must be {bounds}, not {text if len(text) < 30 else f'{text[:30]}…'}")
            return BAD
        return int(text)

    return read


def read_probability(raw: Raw, path: Path, found: Findings) -> Any:
    """Read a number from 0 to 1."""
    try:
        value = float(raw)
    except (TypeError, ValueError):
        value = -1.0
    if not 0 <= value <= 1:
        found.add(path, f"must be a number from 0 to 1, not {raw!r}")
        return BAD
    return value


_BOOLS = {
    "true": True,
    "yes": True,
    "on": True,
    "1": True,
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}


def read_bool(raw: Raw, path: Path, found: Findings) -> Any:
    """Read true or false (also yes, no, on, off)."""
    value = _BOOLS.get(raw.strip().lower()) if isinstance(raw, str) else None
    if value is None:
        found.add(path, f"must be true or false, not {raw!r}")
        return BAD
    return value


def read_enum(terms: type[StrEnum]) -> Reader:
    """Return a reader of one of the terms."""

    def read(raw: Raw, path: Path, found: Findings) -> Any:
        value = read_term(terms, raw) if isinstance(raw, str) else None
        if value is None:
            known = ", ".join(terms)
            said = repr(raw) if isinstance(raw, str) else kind_of(raw)
            found.add(path, f"{said} is not one of {known}", hint=did_you_mean(str(raw), terms))
            return BAD
        return value

    return read


def read_seconds(low: int = 0, high: int | None = None) -> Reader:
    """Return a reader of durations of whole seconds within bounds (given in seconds)."""

    def read(raw: Raw, path: Path, found: Findings) -> Any:
        if not isinstance(raw, str):
            found.add(path, f"must be a duration such as 5m, not {kind_of(raw)}")
            return BAD
        try:
            milliseconds = read_duration(without_point(raw))
        except ValueError as error:
            found.add(path, str(error))
            return BAD
        seconds, rest = divmod(milliseconds, SECOND)
        if rest:
            found.add(path, f"must be whole seconds, not {raw}")
        elif seconds < low or (high is not None and seconds > high):
            found.add(path, f"must be from 1s to 1h, not {raw}")
        else:
            return seconds
        return BAD

    return read


def read_seconds_or_none(raw: Raw, path: Path, found: Findings) -> Any:
    """Read a duration of whole seconds, or `none`."""
    if isinstance(raw, str) and squash(raw) in ("none", "null", "never"):
        return None
    return read_seconds()(raw, path, found)


def read_time(raw: Raw, path: Path, found: Findings) -> Distribution | Any:
    """Read a duration in milliseconds or a distribution of them."""
    if not isinstance(raw, str):
        found.add(path, f"must be a time such as {DISTRIBUTION_EXAMPLES}, not {kind_of(raw)}")
        return BAD
    try:
        return read_distribution(without_point(raw))
    except Backwards as error:
        found.add(path, str(error), rule="range-backwards")
    except ValueError as error:
        found.add(path, str(error))
    return BAD


def as_list(raw: Raw, path: Path, found: Findings, *, split: bool = False) -> list[Raw] | Any:
    """Return a raw list; with `split` text stands for the parts between its commas."""
    if isinstance(raw, str) and split:
        return [part for part in raw.split(",") if part.strip()]
    if not isinstance(raw, list):
        found.add(path, f"must be a list, not {kind_of(raw)}")
        return BAD
    return raw


def read_presences(raw: Raw, path: Path, found: Findings) -> Any:
    """Read a set of base presences, as a list or separated by commas, in the order of the terms."""
    items = as_list(raw, path, found, split=True)
    if items is BAD:
        return BAD
    values: set[BasePresence] = set()
    good = True
    for index, item in enumerate(items):
        place = (*path, index) if isinstance(raw, list) else path
        for word in item.split(",") if isinstance(item, str) else [item]:
            value = _read_presence(word, place, found)
            good = good and value is not BAD
            values.add(value)
    return tuple(term for term in BasePresence if term in values) if good else BAD


def _read_presence(raw: Raw, path: Path, found: Findings) -> Any:
    if isinstance(raw, str) and squash(raw) == "allowed":
        found.add(
            path,
            "there is no presence called 'Allowed': read as 'available'",
            hint="write available; the product page's own example has this slip",
            rule="presence-allowed",
            severity="warning",
        )
        return BasePresence.AVAILABLE
    value = read_term(BasePresence, raw) if isinstance(raw, str) else None
    if value is None:
        said = repr(raw.strip()) if isinstance(raw, str) else kind_of(raw)
        found.add(
            path,
            f"{said} is not a base presence: {', '.join(BasePresence)}",
            hint=did_you_mean(str(raw), BasePresence)
            or "allowed presences are base presences; a custom one counts as its base status",
        )
        return BAD
    return value


def read_names(raw: Raw, path: Path, found: Findings) -> Any:
    """Read a list of names, none of them twice."""
    items = as_list(raw, path, found)
    if items is BAD:
        return BAD
    names = [read_text(item, (*path, index), found) for index, item in enumerate(items)]
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name is not BAD and name_key(name) in seen:
            found.add((*path, index), f"{name!r} is listed twice", rule="duplicate-name")
            return BAD
        seen.add("" if name is BAD else name_key(name))
    return BAD if BAD in names else tuple(names)


def read_skills(raw: Raw, path: Path, found: Findings) -> Any:
    """Read skills with their ratings, as a mapping."""
    if not isinstance(raw, dict):
        found.add(path, "must be a mapping of skill to rating, such as {spanish: 3}")
        return BAD
    read_rating = read_whole(1, LARGEST)
    values = [
        (read_text(name, (*path, name), found), read_rating(rating, (*path, name), found))
        for name, rating in raw.items()
    ]
    if any(BAD in pair for pair in values):
        return BAD
    return BAD if _named_twice([name for name, _ in values], path, found) else tuple(values)


def _named_twice(names: list[str], path: Path, found: Findings) -> bool:
    seen: set[str] = set()
    for name in names:
        if name_key(name) in seen:
            found.add((*path, name), f"{name!r} is listed twice", rule="duplicate-name")
            return True
        seen.add(name_key(name))
    return False


VALUES: dict[str, Reader] = {
    "name": read_text,
    "text": read_text,
    "reference": read_text,
    "entity": read_text,
    "logical-name": read_text,
    "units": read_whole(0, LARGEST, "units"),
    "priority": read_whole(1, LARGEST),
    "count": read_whole(1, LARGEST),
    "probability": read_probability,
    "bool": read_bool,
    "seconds": read_seconds(),
    "seconds-or-none": read_seconds_or_none,
    "offer-timeout": read_seconds(1, 3600),
    "time": read_time,
    "presences": read_presences,
    "names": read_names,
    "skills": read_skills,
}
