"""What is configured, in words: for tables and messages that people read.

Programs get the plain form, which says the same in keys and lists; a condition of three lines of those is no
cell of a table. What is written here is what one would type: a comparison, a shift and a dated presence read
back as they were. Groups do not: `and`, `or` and brackets are for reading only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wscli.model.terms import Operator

Plain = Mapping[str, Any]
"""A condition, rule, branch or entry of a schedule as `model.write` gives it."""

EVERYTHING = "all cases"
_UNARY = (Operator.IS_NULL.value, Operator.IS_NOT_NULL.value)
_WORD = re.compile(r"[\w.:/@+%#-]+")
_WORDS = re.compile(rf"{_WORD.pattern}(?: {_WORD.pattern})*")
_JOINTS = re.compile(r"\b(?:and|or)\b", re.IGNORECASE)


def condition_text(plain: Plain | None) -> str:
    """Return a condition in words: `priority equals 1 and (subject contains card or product in [A, B])`."""
    return _condition(plain, inside=False) if plain else EVERYTHING


def _condition(plain: Plain, *, inside: bool) -> str:
    for word, joint in (("all", " and "), ("any", " or ")):
        if word in plain:
            several = len(plain[word]) > 1
            text = joint.join(_condition(part, inside=several or inside) for part in plain[word])
            return f"({text})" if several and inside else text or EVERYTHING
    operator, value = next((key, value) for key, value in plain.items() if key != "attribute")
    attribute = plain["attribute"]
    named = attribute if _WORD.fullmatch(attribute) else _in_quotes(attribute)
    if operator in _UNARY:
        return f"{named} {operator}"
    if isinstance(value, list):
        return f"{named} {operator} [{', '.join(_value(str(item)) for item in value)}]"
    return f"{named} {operator} {_value(str(value))}"


def _value(text: str) -> str:
    """Return a value as it is, or in quotes where it could be mistaken for something else."""
    return text if _WORDS.fullmatch(text) and not _JOINTS.search(text) else _in_quotes(text)


def _in_quotes(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def item_text(plain: Plain) -> str:
    """Return a rule or a branch in words: `Cards: subject contains card → Cases`."""
    name = f"{plain['name']}: " if "name" in plain else ""
    goal = plain["queue"] if "queue" in plain else plain["workstream"]
    return f"{name}{condition_text(plain.get('when'))} → {goal}"


def entry_text(plain: Plain) -> str:
    """Return an entry of a schedule as its option takes it."""
    if "at" in plain:
        return f"{plain['at']} {plain['presence']}"
    zone = f" {plain['timezone']}" if plain.get("timezone") else ""
    return f"{plain['days']} {plain['from']}-{plain['to']}{zone}"


def entries(items: Sequence[Plain]) -> tuple[str, ...]:
    """Return the entries of a schedule, each as its option takes it."""
    return tuple(map(entry_text, items))


def numbered(items: Sequence[Plain]) -> tuple[str, ...]:
    """Return rules or branches in words, each behind its number, which is how commands call them."""
    return tuple(f"{number}. {item_text(item)}" for number, item in enumerate(items, 1))


LINES: dict[str, Callable[[Sequence[Plain]], tuple[str, ...]]] = {
    "rules": numbered,
    "branches": numbered,
    "schedule": entries,
}
"""The fields of which people get one line for each item, by name."""
