"""The JSON Schema of the configuration document, made from the field tables (interface §3, §4).

For editors and for whoever writes documents by program. It describes the canonical spelling: what it
accepts the reader accepts, but the reader also takes `Entity Records` for `entity-records` and the like.
What needs the whole configuration (unknown names, a name twice) is the checks' to judge, and so is what
relates two values (`uniform(5m, 1m)`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from wscli.model import fields as tables
from wscli.model import schema_texts as texts
from wscli.model.fields import Field, Noun
from wscli.model.terms import BasePresence, Channel, Operator
from wscli.model.values import LARGEST, LONGEST_NAME
from wscli.model.write import write_value

Schema = dict[str, Any]

_ZERO: Schema = {"const": 0}


def _whole(low: int, high: int = LARGEST) -> Schema:
    return {"type": "integer", "minimum": low, "maximum": high}


def _text(pattern: str) -> Schema:
    return {"type": "string", "pattern": pattern}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _list(items: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": items, **more}


_NAME = _ref("name")
_KINDS: dict[str, Schema] = {
    "name": _NAME,
    "text": _NAME,
    "reference": _NAME,
    "entity": _NAME,
    "logical-name": _NAME,
    "units": _whole(0),
    "priority": _whole(1),
    "count": _whole(1),
    "probability": {"type": "number", "minimum": 0, "maximum": 1},
    "bool": {"type": "boolean"},
    "seconds": _ref("duration"),
    "seconds-or-none": {"anyOf": [{"type": "null"}, {"const": "none"}, _ref("duration")]},
    "offer-timeout": _text(texts.OFFER_TIMEOUT),
    "time": _ref("time"),
    "presences": _list({"enum": [term.value for term in BasePresence]}, uniqueItems=True),
    "names": _list(_NAME, uniqueItems=True),
    "skills": {"type": "object", "propertyNames": _NAME, "additionalProperties": _whole(1)},
    "days": {"anyOf": [_text(texts.DAYS), _list(_text(texts.DAY_RANGE), minItems=1)]},
    "clock": _text(texts.CLOCK),
    "zone": _ref("timezone"),
    "instant": _text(texts.INSTANT),
    "condition": _ref("condition"),
    "rules": _list(_ref("rule")),
    "branches": _list(_ref("branch")),
    "schedule": _list({"anyOf": [_ref("shift"), _ref("dated-presence")]}),
    "behaviour": _ref("behaviour"),
}

_PARTS = (
    tables.RULE,
    tables.BRANCH,
    tables.SHIFT,
    tables.DATED_PRESENCE,
    tables.BEHAVIOUR,
    tables.SIMULATION,
)


def document_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of a document."""
    sections: Schema = {"version": {"const": 1, "description": "Of this format"}}
    for noun in tables.NOUNS:
        sections[noun.section] = {"type": ["array", "null"], "items": _item(noun)}
    for noun in tables.SETTINGS:
        sections[noun.section] = {"anyOf": [{"type": "null"}, _ref(_key(noun))]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "wscli configuration document",
        "type": ["object", "null"],
        "properties": sections,
        "additionalProperties": False,
        "$defs": {**{_key(noun): _object(noun) for noun in (*tables.NOUNS, *_PARTS)}, **_values()},
    }


def _values() -> Schema:
    """Return the definitions of values that several fields share."""
    from zoneinfo import available_timezones

    return {
        "name": {**_text(texts.NAME), "minLength": 1, "maxLength": LONGEST_NAME},
        "duration": {"anyOf": [_ZERO, _text(texts.DURATION)]},
        "time": {"anyOf": [_ZERO, _text(texts.TIME)]},
        "timezone": {"enum": sorted(available_timezones())},
        "condition": _condition(),
    }


def _key(noun: Noun) -> str:
    return noun.name.replace(" ", "-")


def _item(noun: Noun) -> Schema:
    whole = _ref(_key(noun))
    return {"anyOf": [_NAME, whole]} if noun is tables.SKILL else whole


def _object(noun: Noun) -> Schema:
    schema = {
        "type": "object",
        "properties": {field.name: _field(field) for field in noun.fields},
        "required": [field.name for field in noun.fields if field.required],
        "additionalProperties": False,
    }
    return {**schema, **_ENTITY} if noun is tables.WORKSTREAM else schema


_ENTITY: Schema = {
    "if": {
        "properties": {"channel": {"not": {"enum": [None, Channel.ENTITY_RECORDS.value]}}},
        "required": ["channel"],
    },
    "then": {"properties": {"entity": {"type": "null"}}},
}
"""Only workstreams of records have an entity."""


def _field(field: Field) -> Schema:
    """Return the schema of a field: its kind, nothing at all where it may be left out, help, default."""
    if isinstance(field.kind, type) and issubclass(field.kind, StrEnum):
        kind: Schema = {"enum": [term.value for term in field.kind]}
    else:
        kind = _KINDS[str(field.kind)]
    if not field.required and field.kind != "seconds-or-none":
        kind = {"anyOf": [{"type": "null"}, kind]}
    described: Schema = {"description": field.help, **kind}
    if field.default is not None:
        described["default"] = write_value(field, field.default)
    return described


def _condition() -> Schema:
    comparisons = [_comparison(operator) for operator in Operator]
    groups = [
        {
            "type": "object",
            "properties": {word: _list(_ref("condition"))},
            "required": [word],
            "additionalProperties": False,
        }
        for word in ("all", "any")
    ]
    return {"anyOf": [*comparisons, *groups]}


def _comparison(operator: Operator) -> Schema:
    if operator in (Operator.IS_NULL, Operator.IS_NOT_NULL):
        operand: Schema = {"enum": [True, None]}
    elif operator in (Operator.IN, Operator.NOT_IN):
        operand = _list({"type": ["string", "number", "boolean"]}, minItems=1)
    else:
        operand = {"anyOf": [{"type": ["number", "boolean"]}, _text(r"\S")]}
    return {
        "type": "object",
        "properties": {"attribute": _text(r"\S"), operator.value: operand},
        "required": ["attribute", operator.value],
        "additionalProperties": False,
    }
