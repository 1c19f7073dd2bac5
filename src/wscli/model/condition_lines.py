"""A condition as an option says it: a comparison in one line, or a group as JSON (interface §3).

    priority equals 1                 "product line" in Gold, Platinum                 subject is-null

It is spelled out here as the mapping that a document states; `conditions` judges both alike. A line holds one
comparison: a second behind `and` would else become part of the value, and nobody would notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from wscli.errors import Path
from wscli.model.conditions import LISTS, UNARY
from wscli.model.findings import Findings
from wscli.model.terms import Operator, did_you_mean, read_term
from wscli.model.values import Raw

EXAMPLE = "write it like 'priority equals 1', or 'product in Gold, Platinum'"
_JSON_EXAMPLE = """write it like '{"any": [{"attribute": "priority", "equals": 1}, …]}'"""
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'', re.DOTALL)
_JOINT = re.compile(r"\s(and|or)\s+", re.IGNORECASE)
_SIGNS = {
    **dict.fromkeys(("=", "==", "is", "eq"), Operator.EQUALS),
    **dict.fromkeys(("!=", "<>", "ne", "is-not"), Operator.NOT_EQUALS),
    **dict.fromkeys((">", "gt", "above"), Operator.GREATER_THAN),
    **dict.fromkeys((">=", "ge"), Operator.GREATER_OR_EQUAL),
    **dict.fromkeys(("<", "lt", "below"), Operator.LESS_THAN),
    **dict.fromkeys(("<=", "le"), Operator.LESS_OR_EQUAL),
    **dict.fromkeys(("like", "has"), Operator.CONTAINS),
    **dict.fromkeys(("starts-with", "startswith"), Operator.BEGINS_WITH),
}
"""What other languages write, for the hint only: here each operator has one word."""

_DEEPEST = 80
"""Brackets within brackets: what is stored has to fit into a document, which takes 100."""

_LONGEST = 200
"""Characters of a text that a message repeats."""


class _Wrong(Exception):
    """A text that is no condition: what is wrong with it, and what to do."""

    def __init__(self, message: str, hint: str = EXAMPLE) -> None:
        super().__init__(message)
        self.hint = hint


def spell_conditions(texts: Iterable[str], path: Path, found: Findings) -> Raw:
    """Return conditions as options give them as one raw mapping: several hold all together, none is None.

    Each is `ATTRIBUTE OPERATOR VALUE`, where an attribute with blanks stands in quotes, or JSON. What is
    neither is noted and left out.
    """
    parts = []
    for text in texts:
        try:
            parts.append(_read_json(text) if text.strip()[:1] in ("{", "[") else _split(text))
        except _Wrong as wrong:
            found.add(path, f"{_short(text)} {wrong}", hint=wrong.hint)
    return {"all": parts} if len(parts) > 1 else next(iter(parts), None)


def _short(text: str) -> str:
    return repr(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


def _read_json(text: str) -> Raw:
    """Return what JSON says, with its scalars as text."""
    import json

    depth = deepest = 0
    for bracket in re.findall(r"[\[\]{}]", re.sub(r'"(?:[^"\\]|\\.)*"', "", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    if deepest > _DEEPEST:
        raise _Wrong(f"is nested {deepest} deep", f"at most {_DEEPEST} brackets are read within each other")
    try:
        value = json.loads(
            text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_mapping
        )
    except ValueError as error:
        raise _Wrong(f"is not JSON: {error}", _JSON_EXAMPLE) from None
    return _with_text(value)


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        raise ValueError("a key is there twice")
    return mapping


def _with_text(value: Any) -> Raw:
    if isinstance(value, dict):
        return {key: _with_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_text(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else value


def _split(text: str) -> dict[str, Raw]:
    """Return a comparison written in a line as a raw mapping."""
    attribute, rest = _take_word(text)
    if not attribute.strip():
        raise _Wrong("has no attribute")
    operator, value = _take_operator(rest)
    if operator is None:
        after = f", not {_short(rest.split()[0])}" if rest else ""
        raise _Wrong(f"needs an operator after {_short(attribute)}{after}", _operator_hint(attribute, rest))
    second = _second_condition(value)
    if second is not None:
        raise _Wrong(
            f"holds two conditions, with {second!r} between them",
            "repeat the option where all must hold, write JSON where any may "
            f'({{"any": […]}}), or put the value in quotes if {second!r} belongs to it',
        )
    return {"attribute": attribute, operator.value: _operand(operator, value)}


def _take_word(text: str) -> tuple[str, str]:
    """Return the first word, or what stands between quotes, and what follows it."""
    text = text.strip()
    if text[:1] not in ("'", '"'):
        word, *rest = text.split(None, 1) or [""]
        return word, "".join(rest)
    quoted = _QUOTED.match(text)
    if quoted is None:
        raise _Wrong("opens a quote that is never closed")
    inside = quoted[1] if quoted[1] is not None else quoted[2]
    return re.sub(r"\\(.)", r"\1", inside, flags=re.DOTALL), text[quoted.end() :].strip()


def _take_operator(text: str) -> tuple[Operator | None, str]:
    """Return the operator that stands first, in one word or in several (`is not null`), and what follows."""
    for count in (3, 2, 1):
        words = text.split(None, count)
        operator = read_term(Operator, " ".join(words[:count])) if len(words) >= count else None
        if operator is not None:
            return operator, "".join(words[count:]).strip()
    return None, text


def _operator_hint(attribute: str, rest: str) -> str:
    known = f"operators: {', '.join(Operator)}"
    words = rest.split()
    if not words:
        return f"{EXAMPLE}; {known}"
    meant = _SIGNS.get("-".join(words[:2]).lower()) or _SIGNS.get(words[0].lower())
    if meant is not None:
        return f"did you mean {meant.value!r}?"
    for index in range(1, min(len(words), 4)):
        if _take_operator(" ".join(words[index:]))[0] is not None:
            whole = " ".join([attribute, *words[:index]])
            return f'an attribute with blanks stands in quotes: "{whole}" {" ".join(words[index:])}'
    return did_you_mean(words[0], Operator) or known


def _second_condition(value: str) -> str | None:
    """Return the `and` or `or` behind which a second condition stands in a value without quotes."""
    for joint in _JOINT.finditer(value if value[:1] not in ("'", '"', "[") else ""):
        words = value[joint.end() :].split(None, 1)
        if len(words) > 1 and _take_operator(words[1])[0] is not None:
            return joint[1]
    return None


def _operand(operator: Operator, text: str) -> Raw:
    if operator in UNARY:
        if text:
            raise _Wrong(f"has a value, and {operator.value} takes none", f"leave {text!r} out")
        return "true"
    if not text:
        raise _Wrong(f"needs a value after {operator.value}", f"{EXAMPLE}; is-null asks for nothing")
    return _items(text) if operator in LISTS else _whole(text)


def _whole(text: str) -> str:
    if text[0] not in ("'", '"'):
        return text
    value, rest = _take_word(text)
    if rest:
        raise _Wrong(f"goes on behind the quotes: {rest!r}", "put the whole value in quotes, or none of it")
    return value


def _items(text: str) -> list[str]:
    """Return the values of a comma list; brackets may stand around it, and quotes around each."""
    if text[0] == "[":
        if text[-1] != "]":
            raise _Wrong("opens a bracket that is not closed at the end")
        text = text[1:-1].strip()
    items = []
    while text:
        if text[0] in ("'", '"'):
            item, text = _take_word(text)
            if text and text[0] != ",":
                raise _Wrong(f"needs a comma before {text!r}")
            text = text[1:].strip()
        else:
            item, _, text = (part.strip() for part in text.partition(","))
            if not item:
                raise _Wrong("has nothing between two commas")
        items.append(item)
    return items
