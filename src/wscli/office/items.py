"""The ordered parts of an object: the rules of a rule set, the branches of a flow (interface §3).

First match wins, so a part has a number, from 1. A rule is called by its name, a branch, which has none, by
its number. Each edit changes one part and goes the way of all edits; what is wrong with the part is named by
its field.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from wscli.errors import Conflict, Invalid, NotFound
from wscli.model.checks.finding import command
from wscli.model.fields import BRANCH, FLOW, RULE, RULESET, Noun
from wscli.model.findings import Findings
from wscli.model.organisation import Organisation
from wscli.model.parse import read_object
from wscli.model.routing import Branch, Rule
from wscli.model.terms import did_you_mean, name_key
from wscli.model.values import BAD, read_whole
from wscli.model.words import item_text
from wscli.model.write import raw_object, write_object
from wscli.office.shorthand import expand
from wscli.office.writing import Edit, Raw, Wanted, find, replace_thing, write
from wscli.store import Store

Item = Rule | Branch
Items = tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A list inside an object: whose it is, what it holds, and its field."""

    owner: Noun
    item: Noun
    field: str


RULES = Kind(RULESET, RULE, "rules")
BRANCHES = Kind(FLOW, BRANCH, "branches")


@dataclass(frozen=True, slots=True)
class ItemEdit:
    """What was done to a part: the edit of its owner, what it was called, its number now and what it says.

    Of a part that was removed the number is the one it had.
    """

    edit: Edit
    label: str
    number: int
    text: str


def add(store: Store, kind: Kind, owner: str, raw: Raw, at: str | None, *, dry_run: bool = False) -> ItemEdit:
    """Add a part, behind the others or at the number `at`.

    Raises:
        Invalid: the part or the number is not valid. Conflict: the name is taken. NotFound: no such owner.
    """

    def changed(items: Items, name: str) -> tuple[Items, int]:
        found = Findings()
        item = _read(kind, raw, found)
        place = _read_place(at, len(items) + 1, found)
        _refuse(kind, found)
        if isinstance(item, Rule) and name_key(item.name) in _keys(items):
            hint = command("ruleset", "update-rule", name, item.name)
            raise Conflict(
                f"there is already a rule {item.name!r} in ruleset {name!r}", hint=f"`{hint} …` changes it"
            )
        return (*items[: place - 1], item, *items[place - 1 :]), place

    return _edit(store, kind, owner, changed, dry_run)


def change(store: Store, kind: Kind, owner: str, which: str, raw: Raw, *, dry_run: bool = False) -> ItemEdit:
    """Change the fields of a part that `raw` gives; raises Invalid, NotFound."""

    def changed(items: Items, name: str) -> tuple[Items, int]:
        found = Findings()
        index = _index(kind, items, name, which)
        item = _read(kind, {**raw_object(kind.item, items[index]), **raw}, found)
        _refuse(kind, found)
        return (*items[:index], item, *items[index + 1 :]), index + 1

    return _edit(store, kind, owner, changed, dry_run)


def remove(store: Store, kind: Kind, owner: str, which: str, *, dry_run: bool = False) -> ItemEdit:
    """Remove a part; raises Invalid, NotFound."""
    gone: list[tuple[Item, int]] = []

    def changed(items: Items, name: str) -> tuple[Items, int]:
        index = _index(kind, items, name, which)
        gone[:] = [(items[index], index + 1)]
        return (*items[:index], *items[index + 1 :]), 0

    done = _edit(store, kind, owner, changed, dry_run)
    return _described(kind, done.edit, *gone[0])


def move(store: Store, kind: Kind, owner: str, which: str, at: str, *, dry_run: bool = False) -> ItemEdit:
    """Move a part so that its number is `at`; raises Invalid, NotFound."""

    def changed(items: Items, name: str) -> tuple[Items, int]:
        found = Findings()
        index = _index(kind, items, name, which)
        place = _read_place(at, len(items), found)
        _refuse(kind, found)
        rest = (*items[:index], *items[index + 1 :])
        return (*rest[: place - 1], items[index], *rest[place - 1 :]), place

    done = _edit(store, kind, owner, changed, dry_run)
    return done if kind is RULES else replace(done, label=f"branch {int(which)}")


def _edit(
    store: Store, kind: Kind, owner: str, changed: Callable[[Items, str], tuple[Items, int]], dry_run: bool
) -> ItemEdit:
    """Write the owner with other parts; `changed` gives them, and the number of the one that is new."""
    number = 0

    def wanted(current: Organisation) -> Wanted:
        nonlocal number
        thing: Any = find(current, kind.owner, owner)
        items, number = changed(getattr(thing, kind.field), thing.name)
        edited = replace(thing, **{kind.field: items})
        inside = f"{kind.field}[{number - 1}]" if number else ""
        return Wanted(replace_thing(current, kind.owner, thing, edited), thing.name, inside=inside)

    edit = write(store, kind.owner, wanted, dry_run)
    items: Items = getattr(edit.thing, kind.field)
    return _described(kind, edit, items[number - 1], number) if number else ItemEdit(edit, "", 0, "")


def _described(kind: Kind, edit: Edit, item: Item, number: int) -> ItemEdit:
    label = f"rule {item.name!r}" if isinstance(item, Rule) else f"branch {number}"
    plain = {key: value for key, value in write_object(kind.item, item).items() if key != "name"}
    return ItemEdit(edit, label, number, item_text(plain))


def _read(kind: Kind, raw: Raw, found: Findings) -> Any:
    return read_object(kind.item, expand(kind.item, raw, found), (), found)


def _read_place(at: str | None, last: int, found: Findings) -> int:
    """Return the number that `at` says, the last one if it says nothing."""
    place = last if at is None else read_whole(1, last)(at, ("at",), found)
    return 0 if place is BAD else int(place)


def _refuse(kind: Kind, found: Findings) -> None:
    if found.errors:
        raise Invalid(f"the {kind.item.name} is not valid", problems=found.errors)


def _keys(items: Items) -> list[str]:
    return [name_key(item.name) for item in items if isinstance(item, Rule)]


def _index(kind: Kind, items: Items, owner: str, which: str) -> int:
    """Return the place of the part that `which` names, from 0; raises NotFound."""
    whose = f"{kind.owner.name} {owner!r}"
    if kind is RULES:
        keys = _keys(items)
        if name_key(which) in keys:
            return keys.index(name_key(which))
        names = [item.name for item in items if isinstance(item, Rule)]
        hint = did_you_mean(which, names) or f"rules: {', '.join(names) or 'none'}"
        raise NotFound(f"there is no rule {which!r} in {whose}", hint=hint)
    text = which.strip()
    if text.isascii() and text.isdigit() and len(text) < 10 and 0 < int(text) <= len(items):
        return int(text) - 1
    count = f"it has {len(items)}" if items else "it has none"
    show = command("flow", "show", owner)
    raise NotFound(f"there is no branch {which!r} in {whose}", hint=f"{count}, numbered from 1: {show}")
