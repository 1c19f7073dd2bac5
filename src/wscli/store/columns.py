"""How a field of the model lies in a column, and comes back: read off the tables of `model.fields`.

The columns carry the names of the fields. Durations are whole seconds, terms and distributions text,
yes and no 1 and 0, a set of presences the comma list of its terms, a condition the canonical JSON of
its document form. What refers to other objects, or is a list of them, has tables of its own and is not
handled here.

`allowed_presences` is no child table: it is a set of at most five words, always read and written whole,
and `workstream create` stays one INSERT. The view `workstream_presences` has it row by row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wscli.model import fields as tables
from wscli.model.behaviour import read_distribution, write_distribution
from wscli.model.fields import Field, Noun
from wscli.model.routing import Compare, Condition, Group
from wscli.model.terms import BasePresence, Operator
from wscli.model.workforce import WEEKDAYS

Value = str | int | float | None
"""What SQLite keeps."""

Coder = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name and the way in and out; None never passes through either."""

    name: str
    encode: Coder
    decode: Coder


def _same(value: Any) -> Any:
    return value


def encode_presences(values: tuple[BasePresence, ...]) -> str:
    """Return a set of presences as the comma list of its terms."""
    return ",".join(values)


def decode_presences(text: str) -> tuple[BasePresence, ...]:
    """Return the presences of a comma list."""
    return tuple(BasePresence(word) for word in text.split(",")) if text else ()


def encode_days(days: tuple[int, ...]) -> str:
    """Return weekdays as a comma list, each one named, so that a query can look for one."""
    return ",".join(WEEKDAYS[day] for day in days)


def decode_days(text: str) -> tuple[int, ...]:
    """Return the weekdays of a comma list."""
    return tuple(WEEKDAYS.index(word) for word in text.split(","))


def encode_condition(condition: Condition) -> str:
    """Return the canonical JSON of a condition.

    Readable as it stands, unless it holds half a surrogate pair, which JSON can escape and UTF-8 cannot hold.
    """
    import json

    from wscli.model.conditions import write_condition

    plain = write_condition(condition)
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(plain, separators=(",", ":"))
    return text


def decode_condition(text: str) -> Condition:
    """Return the condition that our own JSON says."""
    import json

    # Operands are text in the model: numbers are taken as they are written.
    return _condition(json.loads(text, parse_int=str, parse_float=str))


def _condition(plain: dict[str, Any]) -> Condition:
    for word in ("all", "any"):
        if word in plain:
            return Group(every=word == "all", parts=tuple(_condition(part) for part in plain[word]))
    attribute, (word, value) = (
        plain["attribute"],
        next(pair for pair in plain.items() if pair[0] != "attribute"),
    )
    operator = Operator(word)
    if operator in (Operator.IS_NULL, Operator.IS_NOT_NULL):
        return Compare(attribute=attribute, operator=operator)
    operand = tuple(value) if isinstance(value, list) else value
    return Compare(attribute=attribute, operator=operator, value=operand)


_CODERS: dict[str, tuple[Coder, Coder]] = {
    "bool": (int, bool),
    "probability": (float, float),
    "presences": (encode_presences, decode_presences),
    "time": (write_distribution, read_distribution),
    "condition": (encode_condition, decode_condition),
}

_ELSEWHERE = frozenset({"names", "skills", "schedule", "behaviour", "rules", "branches"})
"""Kinds of fields that have a table of their own."""

_REFERRING = frozenset({(tables.AGENT.name, "default_presence"), (tables.RULE.name, "queue")})
"""Fields that name an object by text in the model and by key in the database."""


def column_of(field: Field) -> Column:
    """Return the column in which a field is kept."""
    if isinstance(field.kind, type) and issubclass(field.kind, StrEnum):
        by_term = {term.value: term for term in field.kind}
        return Column(field.name, str, by_term.__getitem__)
    encode, decode = _CODERS.get(str(field.kind), (_same, _same))
    return Column(field.name, encode, decode)


def columns_of(noun: Noun) -> tuple[Column, ...]:
    """Return the columns of a noun's own table, without its keys and references."""
    return tuple(
        column_of(field)
        for field in noun.fields
        if field.kind not in _ELSEWHERE and (noun.name, field.name) not in _REFERRING
    )


def encode(columns: tuple[Column, ...], thing: object) -> tuple[Value, ...]:
    """Return the values of an object for its columns."""
    values = []
    for column in columns:
        value = getattr(thing, column.name)
        values.append(None if value is None else column.encode(value))
    return tuple(values)


def decode(columns: tuple[Column, ...], row: tuple[Value, ...]) -> dict[str, Any]:
    """Return the fields that the values of a row say."""
    return {
        column.name: None if value is None else column.decode(value)
        for column, value in zip(columns, row, strict=True)
    }


def names_of(columns: tuple[Column, ...]) -> tuple[str, ...]:
    """Return the names of columns for a statement; `default`, `when` and `from` are words of SQL."""
    return tuple(f'"{column.name}"' for column in columns)
