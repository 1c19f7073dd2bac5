"""How a condition is read from a document and written back (rulebook 2.8).

One operator per comparison, groups with `all` and `any`. What a condition means on a case is the
simulation's to say; this is its shape. How it is typed in one line stands in `condition_lines`, how people
read it in `words`.
"""

from __future__ import annotations

from typing import Any

from wscli.errors import Path
from wscli.model.findings import Findings
from wscli.model.routing import Compare, Condition, Group
from wscli.model.terms import Operator, did_you_mean, read_term
from wscli.model.values import BAD, Raw, kind_of

UNARY = (Operator.IS_NULL, Operator.IS_NOT_NULL)
LISTS = (Operator.IN, Operator.NOT_IN)


def read_condition(raw: Raw, path: Path, found: Findings) -> Any:
    """Read `{attribute: …, OPERATOR: value}`, `{all: […]}` or `{any: […]}`; None for nothing said."""
    if raw is None:
        return None
    if not isinstance(raw, dict):
        found.add(path, f"a condition must be a mapping, not {kind_of(raw)}")
        return BAD
    groups = [key for key in raw if key in ("all", "any")]
    if groups:
        return _read_group(groups[0], raw, path, found)
    return _read_comparison(raw, path, found)


def _read_group(word: str, raw: dict[str, Raw], path: Path, found: Findings) -> Any:
    if len(raw) > 1:
        found.add(path, f"{word!r} must stand alone in its condition", hint="nest groups instead")
        return BAD
    items = raw[word]
    if not isinstance(items, list):
        found.add((*path, word), f"must be a list of conditions, not {kind_of(items)}")
        return BAD
    parts = [_read_part(item, (*path, word, index), found) for index, item in enumerate(items)]
    return BAD if BAD in parts else Group(every=word == "all", parts=tuple(parts))


def _read_part(raw: Raw, path: Path, found: Findings) -> Any:
    if raw is None:
        found.add(path, "must not be empty")
        return BAD
    return read_condition(raw, path, found)


def _read_comparison(raw: dict[str, Raw], path: Path, found: Findings) -> Any:
    attribute = raw.get("attribute")
    if not isinstance(attribute, str) or not attribute.strip():
        found.add(path, "needs an attribute", hint="write {attribute: priority, equals: 1}")
        return BAD
    operators: list[tuple[str, Operator]] = []
    for key in raw:
        operator = read_term(Operator, key) if key != "attribute" else None
        if operator is not None:
            operators.append((key, operator))
        elif key != "attribute":
            hint = did_you_mean(key, (*Operator, "attribute")) or f"operators: {', '.join(Operator)}"
            found.add((*path, key), f"{key!r} is not an operator", hint=hint, key=True)
            return BAD
    if len(operators) != 1:
        found.add(path, "needs exactly one operator", hint=f"operators: {', '.join(Operator)}")
        return BAD
    key, operator = operators[0]
    value = _read_operand(operator, raw[key], (*path, key), found)
    return BAD if value is BAD else Compare(attribute=attribute.strip(), operator=operator, value=value)


def _read_operand(operator: Operator, raw: Raw, path: Path, found: Findings) -> Any:
    if operator in UNARY:
        if raw is not None and not (isinstance(raw, str) and raw.strip().lower() == "true"):
            found.add(path, f"takes no value: write {{{operator}: true}}")
            return BAD
        return None
    if operator in LISTS:
        if not isinstance(raw, list) or not raw or not all(isinstance(item, str) for item in raw):
            found.add(path, "must be a list of values, such as [Gold, Platinum]")
            return BAD
        return tuple(raw)
    if not isinstance(raw, str):
        found.add(path, f"must be one value, not {kind_of(raw)}", hint="use is-null to ask for nothing")
        return BAD
    if not raw.strip():
        found.add(path, "must not be empty", hint="use is-null to ask for nothing")
        return BAD
    return raw


def write_condition(condition: Condition) -> dict[str, Any]:
    """Return the plain form of a condition; whole numbers as numbers, all else as text."""
    if isinstance(condition, Group):
        return {"all" if condition.every else "any": [write_condition(part) for part in condition.parts]}
    value: Any = condition.value
    if condition.operator in UNARY:
        value = True
    elif isinstance(value, tuple):
        value = [_number_or_text(item) for item in value]
    else:
        value = _number_or_text(value or "")
    return {"attribute": condition.attribute, condition.operator.value: value}


def _number_or_text(text: str) -> int | str:
    plain = text.removeprefix("-")
    if plain.isascii() and plain.isdigit() and len(plain) < 18 and str(int(text)) == text:
        return int(text)
    return text
