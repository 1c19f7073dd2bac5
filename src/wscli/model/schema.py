"""The JSON Schema of the configuration document, made from the field tables (interface §3, §4).

For editors and for whoever writes documents by program. It describes the canonical spelling: what it
accepts the reader accepts, but the reader also takes `Entity Records` for `entity-records` and the like.
What needs the whole configuration (unknown names, unreachable rules) is the checks' to judge.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from wscli.model import fields as tables
from wscli.model.fields import Field, Noun
from wscli.model.terms import BasePresence, Operator
from wscli.model.values import LARGEST, LONGEST_NAME
from wscli.model.workforce import WEEKDAYS
from wscli.model.write import write_value

Schema = dict[str, Any]

_UNIT = "(d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?)"
_MILLI = "(d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?|ms|msec|milliseconds?)"
_DURATION = rf"^\s*(0|([0-9]+\s*{_UNIT}\s*)+)$"
_TIME = rf"^\s*(0|([0-9]+\s*{_MILLI}\s*)+|exponential\(.+\)|lognormal\(.+\)|uniform\(.+,.+\))\s*$"
_NAME: Schema = {
    "type": "string",
    "minLength": 1,
    "maxLength": LONGEST_NAME,
    "pattern": r"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*\S[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$",
}
_ZERO: Schema = {"const": 0}
_DAY = "(" + "|".join(WEEKDAYS) + ")[a-z]*"


def _whole(low: int, high: int = LARGEST) -> Schema:
    return {"type": "integer", "minimum": low, "maximum": high}


def _text(pattern: str) -> Schema:
    return {"type": "string", "pattern": pattern}


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
    "seconds": {"anyOf": [_ZERO, _text(_DURATION)]},
    "seconds-or-none": {"anyOf": [_ZERO, {"type": "null"}, _text(_DURATION), {"const": "none"}]},
    "offer-timeout": _text(_DURATION),
    "time": {"anyOf": [_ZERO, _text(_TIME)]},
    "presences": {
        "type": "array",
        "items": {"enum": [term.value for term in BasePresence]},
        "uniqueItems": True,
    },
    "names": {"type": "array", "items": _NAME, "uniqueItems": True},
    "skills": {"type": "object", "propertyNames": _NAME, "additionalProperties": _whole(1)},
    "days": {
        "anyOf": [
            _text(rf"^\s*{_DAY}(\s*-\s*{_DAY})?(\s*,\s*{_DAY}(\s*-\s*{_DAY})?)*\s*$"),
            {"type": "array", "minItems": 1, "items": _text(rf"^{_DAY}(\s*-\s*{_DAY})?$")},
        ]
    },
    "clock": _text(r"^([01]?[0-9]|2[0-3]):[0-5][0-9]$|^24:00$"),
    "zone": _text(r"^[A-Za-z][A-Za-z0-9_+/-]*$"),
    "instant": _text(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.,]+([Zz]|[+-][0-9:]+)?)?$"),
    "condition": {"$ref": "#/$defs/condition"},
    "rules": {"type": "array", "items": {"$ref": "#/$defs/rule"}},
    "branches": {"type": "array", "items": {"$ref": "#/$defs/branch"}},
    "schedule": {
        "type": "array",
        "items": {"anyOf": [{"$ref": "#/$defs/shift"}, {"$ref": "#/$defs/dated-presence"}]},
    },
    "behaviour": {"$ref": "#/$defs/behaviour"},
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
    sections: Schema = {"version": {"const": 1}}
    for noun in tables.NOUNS:
        sections[noun.section] = {"type": ["array", "null"], "items": _item(noun)}
    for noun in tables.SETTINGS:
        sections[noun.section] = {"anyOf": [{"type": "null"}, {"$ref": f"#/$defs/{_key(noun)}"}]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "wscli configuration document",
        "type": ["object", "null"],
        "properties": sections,
        "additionalProperties": False,
        "$defs": {
            **{_key(noun): _object(noun) for noun in (*tables.NOUNS, *_PARTS)},
            "condition": _condition(),
        },
    }


def _key(noun: Noun) -> str:
    return noun.name.replace(" ", "-")


def _item(noun: Noun) -> Schema:
    whole: Schema = {"$ref": f"#/$defs/{_key(noun)}"}
    return {"anyOf": [_NAME, whole]} if noun is tables.SKILL else whole


def _object(noun: Noun) -> Schema:
    return {
        "type": "object",
        "properties": {field.name: _field(field) for field in noun.fields},
        "required": [field.name for field in noun.fields if field.required],
        "additionalProperties": False,
    }


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
    scalar: Schema = {"type": ["string", "number", "boolean"]}
    comparisons = [_comparison(operator, scalar) for operator in Operator]
    groups = [
        {
            "type": "object",
            "properties": {word: {"type": "array", "items": {"$ref": "#/$defs/condition"}}},
            "required": [word],
            "additionalProperties": False,
        }
        for word in ("all", "any")
    ]
    return {"anyOf": [*comparisons, *groups]}


def _comparison(operator: Operator, scalar: Schema) -> Schema:
    if operator in (Operator.IS_NULL, Operator.IS_NOT_NULL):
        operand: Schema = {"enum": [True, None]}
    elif operator in (Operator.IN, Operator.NOT_IN):
        operand = {"type": "array", "items": scalar, "minItems": 1}
    else:
        operand = scalar
    return {
        "type": "object",
        "properties": {"attribute": _text(r"\S"), operator.value: operand},
        "required": ["attribute", operator.value],
        "additionalProperties": False,
    }
