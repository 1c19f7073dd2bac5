"""From the model back to plain values: what `show` prints, `export` writes and the store keeps.

Durations become text, enumerations their terms, so that reading what was written gives the same object.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from wscli.model import fields as tables
from wscli.model.behaviour import Behaviour, write_distribution
from wscli.model.conditions import write_condition
from wscli.model.duration import SECOND, write_duration
from wscli.model.fields import Field, Noun
from wscli.model.organisation import Organisation
from wscli.model.workforce import WEEKDAYS, DatedPresence, Shift

Plain = Any


def write_object(noun: Noun, thing: object, *, terse: bool = False) -> dict[str, Plain]:
    """Return an object as a document states it.

    All fields in order; with `terse` those are left out that have their default and need not be shown.
    """
    written: dict[str, Plain] = {}
    for field in noun.fields:
        value = getattr(thing, field.name)
        if terse and not (field.required or field.canonical) and _is_default(noun, field, value, thing):
            continue
        written[field.name] = write_value(field, value, terse=terse)
    return written


def _is_default(noun: Noun, field: Field, value: object, thing: object) -> bool:
    if field.name == "behaviour":
        return value == Behaviour()
    if field.name == "entity" and noun is tables.WORKSTREAM:
        return value in (None, "case")
    return value == field.default


def write_value(field: Field, value: Any, *, terse: bool = False) -> Plain:
    """Return one value as a document states it."""
    if value is None:
        return None
    if isinstance(value, StrEnum):
        return value.value
    writer = _WRITERS.get(str(field.kind))
    return writer(value, terse) if writer is not None else value


def write_days(days: tuple[int, ...]) -> str:
    """Return weekdays as `mon-fri` where they follow each other, else as a comma list."""
    if len(days) > 2 and days == tuple(range(days[0], days[-1] + 1)):
        return f"{WEEKDAYS[days[0]]}-{WEEKDAYS[days[-1]]}"
    return ",".join(WEEKDAYS[day] for day in days)


def _write_entry(entry: Shift | DatedPresence) -> dict[str, Plain]:
    if isinstance(entry, DatedPresence):
        return {"at": entry.at, "presence": entry.presence}
    written = {
        "days": write_days(entry.days),
        "from": f"{entry.start // 60:02d}:{entry.start % 60:02d}",
        "to": f"{entry.end // 60:02d}:{entry.end % 60:02d}",
    }
    return written | ({"timezone": entry.timezone} if entry.timezone else {})


def _objects(noun: Noun) -> Callable[[Any, bool], Plain]:
    # What an object inside another leaves unsaid stays unsaid in every form.
    return lambda things, terse: [write_object(noun, thing, terse=True) for thing in things]


def _seconds(value: int, terse: bool) -> str:
    return write_duration(value * SECOND)


_WRITERS: dict[str, Callable[[Any, bool], Plain]] = {
    "seconds": _seconds,
    "seconds-or-none": _seconds,
    "offer-timeout": _seconds,
    "time": lambda value, terse: write_distribution(value),
    "presences": lambda value, terse: [term.value for term in value],
    "names": lambda value, terse: list(value),
    "skills": lambda value, terse: dict(value),
    "schedule": lambda value, terse: [_write_entry(entry) for entry in value],
    "behaviour": lambda value, terse: write_object(tables.BEHAVIOUR, value, terse=True),
    "condition": lambda value, terse: write_condition(value),
    "rules": _objects(tables.RULE),
    "branches": _objects(tables.BRANCH),
}


def raw_object(noun: Noun, thing: object) -> dict[str, Plain]:
    """Return an object as raw input, which reads as the same object: for changing some of its fields."""
    raw: dict[str, Plain] = as_raw(write_object(noun, thing, terse=True))
    return raw


def raw_document(organisation: Organisation) -> dict[str, Plain]:
    """Return a whole configuration as raw input, which reads as the same configuration."""
    raw: dict[str, Plain] = as_raw(write_organisation(organisation))
    return raw


def as_raw(plain: Plain) -> Plain:
    """Return plain values as raw input: numbers and truth as text, which is what readers take."""
    if isinstance(plain, dict):
        return {key: as_raw(value) for key, value in plain.items()}
    if isinstance(plain, list):
        return [as_raw(value) for value in plain]
    if isinstance(plain, bool):
        return "true" if plain else "false"
    return plain if plain is None or isinstance(plain, str) else str(plain)


def write_organisation(organisation: Organisation) -> dict[str, Plain]:
    """Return the canonical document: sections that hold something, in the order of the tables."""
    document: dict[str, Plain] = {"version": 1}
    for noun in tables.NOUNS:
        things = organisation.section(noun.section)
        if things:
            document[noun.section] = [_write_named(noun, thing) for thing in things]
    for noun in tables.SETTINGS:
        written = write_object(noun, getattr(organisation, noun.section), terse=True)
        if written:
            document[noun.section] = written
    return document


def _write_named(noun: Noun, thing: object) -> Plain:
    written = write_object(noun, thing, terse=True)
    return written["name"] if noun is tables.SKILL else written
