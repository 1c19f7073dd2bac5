"""From raw input to the model, or every problem of it: the only door.

Options and documents come through here alike, so that every wrong value is judged once, in the same
words. An object with a problem is not built; the others are, so that later checks see as much as
there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from wscli.errors import Path, path_text
from wscli.model import fields as tables
from wscli.model.behaviour import Behaviour
from wscli.model.calendar_values import CALENDAR_VALUES
from wscli.model.conditions import read_condition
from wscli.model.fields import Field, Noun
from wscli.model.findings import Findings, Locator, nowhere
from wscli.model.organisation import Organisation, Simulation, canonical
from wscli.model.routing import Branch, Flow, Rule, RuleSet
from wscli.model.terms import Channel, did_you_mean, name_key
from wscli.model.values import BAD, VALUES, Raw, Reader, as_list, kind_of, read_enum, without_point
from wscli.model.workforce import Agent, DatedPresence, Presence, Queue, Shift, Skill
from wscli.model.workstream import Workstream

VERSION = "1"


def read_object(noun: Noun, raw: Raw, path: Path, found: Findings) -> Any:
    """Return the model's object for a raw mapping, or BAD after noting all that is wrong with it."""
    if noun is tables.SKILL and isinstance(raw, str):
        raw = {"name": raw}
    if not isinstance(raw, dict):
        found.add(path, f"a {noun.name} must be a mapping, not {kind_of(raw)}")
        return BAD
    good = _check_keys(raw, noun.keys, path, found)
    values: dict[str, Any] = {}
    for field in noun.fields:
        value = _read_field(field, raw, path, found)
        good = good and value is not BAD
        values[field.name] = value
    return BUILDERS[noun.name](values, path, found) if good else BAD


def _check_keys(raw: Mapping[str, Raw], known: Iterable[str], path: Path, found: Findings) -> bool:
    """Note the keys that nothing reads; return whether there was none."""
    known = tuple(known)
    unknown = [key for key in raw if key not in known]
    for key in unknown:
        hint = did_you_mean(key, known) or f"known: {', '.join(known)}"
        found.add((*path, key), f"unknown key {key!r}", hint=hint, key=True)
    return not unknown


def _read_field(field: Field, raw: Mapping[str, Raw], path: Path, found: Findings) -> Any:
    given = raw.get(field.name)
    if given is None:
        if field.required:
            message = "is empty" if field.name in raw else "is required"
            place = (*path, field.name) if field.name in raw else path
            found.add(place, f"{field.name} {message}")
            return BAD
        return field.default
    return reader_of(field)(given, (*path, field.name), found)


def reader_of(field: Field) -> Reader:
    """Return what reads the values of a field."""
    if isinstance(field.kind, type) and issubclass(field.kind, StrEnum):
        return read_enum(field.kind)
    return READERS[str(field.kind)]


def _read_each(noun: Noun) -> Reader:
    """Return a reader of a list of objects, each named once."""

    def read(raw: Raw, path: Path, found: Findings) -> Any:
        items = as_list(raw, path, found)
        if items is BAD:
            return BAD
        things = [read_object(noun, item, (*path, index), found) for index, item in enumerate(items)]
        seen: set[str] = set()
        for index, thing in enumerate(things):
            name = getattr(thing, "name", None)
            if name is not None and name_key(name) in seen:
                found.add((*path, index, "name"), f"{name!r} is here twice", rule="duplicate-name")
                return BAD
            seen.add(name_key(name or ""))
        return BAD if BAD in things else tuple(things)

    return read


def _read_schedule(raw: Raw, path: Path, found: Findings) -> Any:
    items = as_list(raw, path, found)
    if items is BAD:
        return BAD
    entries = [_read_entry(item, (*path, index), found) for index, item in enumerate(items)]
    return BAD if BAD in entries else tuple(entries)


def _read_entry(raw: Raw, path: Path, found: Findings) -> Any:
    dated = isinstance(raw, dict) and "at" in raw
    return read_object(tables.DATED_PRESENCE if dated else tables.SHIFT, raw, path, found)


def _read_behaviour(raw: Raw, path: Path, found: Findings) -> Any:
    return read_object(tables.BEHAVIOUR, raw, path, found)


READERS: dict[str, Reader] = {
    **VALUES,
    **CALENDAR_VALUES,
    "condition": read_condition,
    "rules": _read_each(tables.RULE),
    "branches": _read_each(tables.BRANCH),
    "schedule": _read_schedule,
    "behaviour": _read_behaviour,
}


def _build_workstream(values: dict[str, Any], path: Path, found: Findings) -> Any:
    records = values["channel"] is Channel.ENTITY_RECORDS
    if values["entity"] is not None and not records:
        found.add(
            (*path, "entity"),
            f"is for channel entity-records only, not {values['channel']}",
            hint="leave it out",
        )
        return BAD
    if records and values["entity"] is None:
        values["entity"] = "case"
    return Workstream(**values)


def _build_agent(values: dict[str, Any], path: Path, found: Findings) -> Any:
    if values["behaviour"] is None:
        values["behaviour"] = Behaviour()
    return Agent(**values)


def _build_behaviour(values: dict[str, Any], path: Path, found: Findings) -> Any:
    shares = [values["decline_probability"] or 0.0, values["no_response_probability"] or 0.0]
    if sum(shares) > 1:
        message = "decline_probability and no_response_probability add up to more than 1"
        found.add(path, message, rule="shares-above-one")
        return BAD
    return Behaviour(**values)


def _build_shift(values: dict[str, Any], path: Path, found: Findings) -> Any:
    return Shift(days=values["days"], start=values["from"], end=values["to"], timezone=values["timezone"])


def _plainly(cls: Callable[..., Any]) -> Callable[[dict[str, Any], Path, Findings], Any]:
    return lambda values, path, found: cls(**values)


BUILDERS: dict[str, Callable[[dict[str, Any], Path, Findings], Any]] = {
    "workstream": _build_workstream,
    "queue": _plainly(Queue),
    "agent": _build_agent,
    "presence": _plainly(Presence),
    "skill": _plainly(Skill),
    "ruleset": _plainly(RuleSet),
    "rule": _plainly(Rule),
    "flow": _plainly(Flow),
    "branch": _plainly(Branch),
    "behaviour": _build_behaviour,
    "simulation": _plainly(Simulation),
    "shift": _build_shift,
    "dated presence": _plainly(DatedPresence),
}


@dataclass(frozen=True, slots=True)
class Source:
    """One raw document and what tells its places."""

    value: Raw
    locate: Locator = nowhere


@dataclass(frozen=True, slots=True)
class Parsed:
    """What documents say together: objects, which sections they have, and where each one stands.

    `origins`: section and name key → what locates it, and its path. `broken`: the same keys of objects
    that are there but could not be read.
    """

    organisation: Organisation
    sections: tuple[str, ...]
    origins: Mapping[tuple[str, str], tuple[Locator, Path]]
    broken: frozenset[tuple[str, str]] = frozenset()


class _Joining:
    """Reads documents one after the other into one organisation; each name and setting once."""

    def __init__(self, found: Findings) -> None:
        self.found = found
        self.things: dict[str, list[Any]] = {}
        self.origins: dict[tuple[str, str], tuple[Locator, Path]] = {}
        self.broken: set[tuple[str, str]] = set()

    def read(self, source: Source) -> None:
        self.found.locate = source.locate
        raw = {} if source.value is None else source.value
        if not isinstance(raw, dict):
            self.found.add((), f"a document must be a mapping, not {kind_of(raw)}")
            return
        named = {noun.section: noun for noun in tables.NOUNS}
        settings = {noun.section: noun for noun in tables.SETTINGS}
        _check_keys(raw, ("version", *named, *settings), (), self.found)
        version = raw.get("version", VERSION)
        if not isinstance(version, str) or without_point(version) != VERSION:
            self.found.add(("version",), f"this is version {version!r}", hint=f"write version: {VERSION}")
        for section, value in raw.items():
            if section in named:
                self._read_list(named[section], value, source.locate)
            elif section in settings:
                self._read_setting(settings[section], value, source.locate)

    def _read_list(self, noun: Noun, raw: Raw, locate: Locator) -> None:
        things = self.things.setdefault(noun.section, [])
        items = [] if raw is None else as_list(raw, (noun.section,), self.found)
        for index, item in enumerate([] if items is BAD else items):
            path: Path = (noun.section, index)
            thing = read_object(noun, item, path, self.found)
            if thing is BAD:
                name = item.get("name") if isinstance(item, dict) else item
                self.broken |= {(noun.section, name_key(name))} if isinstance(name, str) else set()
            elif self._once((noun.section, name_key(thing.name)), path, locate, thing.name):
                things.append(thing)

    def _read_setting(self, noun: Noun, raw: Raw, locate: Locator) -> None:
        thing = read_object(noun, {} if raw is None else raw, (noun.section,), self.found)
        if thing is not BAD and self._once((noun.section, ""), (noun.section,), locate, noun.section):
            self.things[noun.section] = [thing]

    def _once(self, key: tuple[str, str], path: Path, locate: Locator, name: str) -> bool:
        if key in self.origins:
            other, first = self.origins[key]
            file, line, _ = other(first)
            place = f"{file}:{line}" if file else path_text(first)
            self.found.add(path, f"{name!r} is here twice; first at {place}", rule="duplicate-name")
            return False
        self.origins[key] = (locate, path)
        return True


def parse_documents(sources: Iterable[Source], found: Findings) -> Parsed:
    """Join documents into one (partial) organisation; what is wrong is noted in `found`."""
    joining = _Joining(found)
    for source in sources:
        joining.read(source)
    found.locate = nowhere
    organisation = Organisation()
    for noun in tables.NOUNS:
        organisation = organisation.with_section(noun.section, joining.things.get(noun.section, ()))
    for noun in tables.SETTINGS:
        for setting in joining.things.get(noun.section, ()):
            organisation = replace(organisation, **{noun.section: setting})
    return Parsed(canonical(organisation), tuple(joining.things), joining.origins, frozenset(joining.broken))
