"""What went into one run and not into the other: a line per value, with a path that can be read.

Objects are matched by name, whatever their order, and an order that differs is said by itself: rules count
from the top. A list that is not one of named objects, a condition and an object that only one side has are
values. What a document leaves out stands as its default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wscli.model import fields as tables
from wscli.model.behaviour import PROMPT
from wscli.model.fields import Noun
from wscli.model.paths import read_path
from wscli.model.terms import name_key
from wscli.model.write import write_object, write_value

Difference = dict[str, Any]

_NOUNS: dict[str, Noun] = {
    noun.section: noun for noun in (*tables.NOUNS, *tables.SETTINGS, tables.RULE, tables.BRANCH)
}
_VALUES = ("when",)
"""Keys whose mappings make sense only whole."""


def differences(
    a: Mapping[str, Any], b: Mapping[str, Any], inputs_a: Mapping[str, Any], inputs_b: Mapping[str, Any]
) -> list[Difference]:
    """Return what differs between files and options, then between two configurations: path, a, b.

    Other cases are a line, and decide more than the hundreds of lines that may differ in a configuration.
    """
    found = _of_mappings("", inputs_a, inputs_b, None)
    return [*found, *_of_mappings("", _filled(a), _filled(b), None)]


def is_of_configuration(path: str) -> bool:
    """Whether a path of a difference leads into the configuration, and not to a file or an option."""
    return read_path(path)[0][1] in _NOUNS


def _filled(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document in which the behaviour of all is complete: what one agent's leaves out is this."""
    said = document.get("behaviour", {})
    return {**document, "behaviour": {**write_object(tables.BEHAVIOUR, PROMPT), **said}}


def _of_mappings(
    path: str, a: Mapping[str, Any], b: Mapping[str, Any], noun: Noun | None
) -> Iterator[Difference]:
    for key in [*a, *(key for key in b if key not in a)]:
        place = _below(path, key)
        default = _default(noun, key)
        yield from _of_values(place, key, a.get(key, default), b.get(key, default))


def _of_values(path: str, key: str, a: Any, b: Any) -> Iterator[Difference]:
    if a == b:
        return
    if key not in _VALUES and all(isinstance(each, Mapping) or each is None for each in (a, b)):
        yield from _of_mappings(path, a or {}, b or {}, _NOUNS.get(key))
    elif _is_named(a) and _is_named(b):
        yield from _of_named(path, key, a or [], b or [])
    else:
        yield {"path": path, "a": a, "b": b}


def _of_named(path: str, key: str, a: Sequence[Any], b: Sequence[Any]) -> Iterator[Difference]:
    before = {name_key(item["name"]): item for item in a}
    after = {name_key(item["name"]): item for item in b}
    for name in [*before, *(name for name in after if name not in before)]:
        old, new = before.get(name), after.get(name)
        place = f"{path}[{(old or new or {})['name']}]"
        if old is None or new is None:
            yield {"path": place, "a": old, "b": new}
        else:
            yield from _of_mappings(place, old, new, _NOUNS.get(key))
    old_order = [before[name]["name"] for name in before if name in after]
    new_order = [after[name]["name"] for name in after if name in before]
    if list(map(name_key, old_order)) != list(map(name_key, new_order)):
        yield {"path": path, "a": old_order, "b": new_order}


def _is_named(value: Any) -> bool:
    """Whether this is a list of objects with a name each, or no list at all."""
    if value is None:
        return True
    return isinstance(value, list) and all(isinstance(item, Mapping) and "name" in item for item in value)


def _below(path: str, key: str) -> str:
    """Return the path of a key; one that is no word of ours, such as a skill, stands in brackets."""
    plain = key.replace("_", "").isascii() and key.replace("_", "").isalnum()
    if not path:
        return key
    return f"{path}.{key}" if plain else f"{path}[{key}]"


def _default(noun: Noun | None, key: str) -> Any:
    """Return what holds where a document leaves a field out; None where nothing does."""
    field = next((each for each in noun.fields if each.name == key), None) if noun else None
    return None if field is None else write_value(field, field.default)
