"""What would change: two organisations laid beside each other, object by object, field by field.

Pure, so that `diff`, `apply` and a dry run show the same as what is then written. Objects are matched by
the form in which names compare: another spelling of the same name is a change of the field `name`, and
what refers to the object has not changed by it.

Order is not a field: objects that only stand elsewhere are unchanged here, and saved where they stand.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from wscli.model.fields import NOUNS, SETTINGS, Noun
from wscli.model.organisation import SECTIONS, Organisation, Thing, canonical, index_by_name
from wscli.model.terms import name_key
from wscli.model.write import Plain, write_object

T = TypeVar("T", bound=Thing)
Pair = tuple[Thing | None, Thing | None]
"""An object as it is and as it is wanted; None where it is not."""


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one object: `created`, `updated`, `unchanged` or `deleted`.

    `kind` is the noun (`workstream`), for the settings their section, which is then the name too.
    `fields` holds what differs, plainly as a document states it: `{"capacity": {"old": 50, "new": 30}}`;
    of a created or deleted object every field that a document would state.
    """

    kind: str
    name: str
    action: str
    fields: dict[str, dict[str, Plain]] = field(default_factory=dict)


def plan(
    current: Organisation, wanted: Organisation, *, sections: Collection[str] | None = None
) -> tuple[Change, ...]:
    """Return what would become of every object, kind by kind in order of definition, the deleted last.

    `sections`: only those; else all, the two of the settings included.
    """
    compared = compare(current, wanted)
    changes = [
        _change(noun, old, new)
        for noun in NOUNS
        if sections is None or noun.section in sections
        for old, new in compared[noun.section]
    ]
    for noun in SETTINGS:
        if sections is None or noun.section in sections:
            old, new = getattr(current, noun.section), getattr(wanted, noun.section)
            fields = _differing(noun, old, new)
            changes.append(Change(noun.name, noun.section, "updated" if fields else "unchanged", fields))
    return tuple(changes)


def compare(current: Organisation, wanted: Organisation) -> dict[str, list[Pair]]:
    """Return the pairs of each section: in the wanted order, the deleted behind in theirs."""
    old, new = _spelled_like(current, wanted), canonical(wanted)
    return {section: _pairs(old.section(section), new.section(section)) for section in SECTIONS}


def _pairs(old: tuple[Thing, ...], new: tuple[Thing, ...]) -> list[Pair]:
    before = index_by_name(old)
    pairs: list[Pair] = [(before.pop(name_key(thing.name), None), thing) for thing in new]
    return pairs + [(thing, None) for thing in before.values()]


def _spelled_like(current: Organisation, wanted: Organisation) -> Organisation:
    """Return `current` with every reference spelled as in `wanted`; its own names stay as they are."""
    renamed = current
    for section in SECTIONS:
        names = {key: thing.name for key, thing in index_by_name(wanted.section(section)).items()}
        things = current.section(section)
        renamed = renamed.with_section(
            section, [_named(thing, names.get(name_key(thing.name), thing.name)) for thing in things]
        )
    spelled = canonical(renamed)
    for section in SECTIONS:
        both = zip(spelled.section(section), current.section(section), strict=True)
        spelled = spelled.with_section(section, [_named(thing, was.name) for thing, was in both])
    return spelled


def _named(thing: T, name: str) -> T:
    return thing if thing.name == name else replace(thing, name=name)


def _change(noun: Noun, old: Thing | None, new: Thing | None) -> Change:
    if old is not None and new is not None:
        fields = {} if old == new else _differing(noun, old, new)
        return Change(noun.name, new.name, "updated" if fields else "unchanged", fields)
    if new is not None:
        return Change(noun.name, new.name, "created", _stated(noun, new, "new"))
    assert old is not None
    return Change(noun.name, old.name, "deleted", _stated(noun, old, "old"))


def _stated(noun: Noun, thing: Thing, side: str) -> dict[str, dict[str, Plain]]:
    written = write_object(noun, thing, terse=True)
    return {
        name: {key: value if key == side else None for key in ("old", "new")}
        for name, value in written.items()
    }


def _differing(noun: Noun, old: Any, new: Any) -> dict[str, dict[str, Plain]]:
    before, after = write_object(noun, old), write_object(noun, new)
    return {
        name: {"old": before[name], "new": after[name]}
        for name in noun.keys
        if getattr(old, name) != getattr(new, name)
    }
