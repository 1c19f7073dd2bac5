"""Conditions of branches and rules (rule 2.8)."""

import re
import unicodedata
from collections.abc import Callable
from datetime import tzinfo
from decimal import Decimal
from typing import Any

from .reading import instant_ms, priority_number

ON_TEXT: dict[str, Callable[[str, str], bool]] = {
    "contains": lambda a, b: b in a,
    "not-contains": lambda a, b: b not in a,
    "begins-with": lambda a, b: a.startswith(b),
    "ends-with": lambda a, b: a.endswith(b),
}
IN_ORDER: dict[str, Callable[[Any, Any], Any]] = {
    "equals": lambda a, b: a == b,
    "not-equals": lambda a, b: a != b,
    "greater-than": lambda a, b: a > b,
    "greater-or-equal": lambda a, b: a >= b,
    "less-than": lambda a, b: a < b,
    "less-or-equal": lambda a, b: a <= b,
}
TRUE_FOR_NULL = ("is-null", "not-equals", "not-contains", "not-in")


def holds(condition: Any, attributes: dict[str, Any], zone: tzinfo) -> bool:
    """Rule 2.8: no `when` is true, an empty group is true."""
    if not condition:
        return True
    if isinstance(condition, list):
        return all(holds(each, attributes, zone) for each in condition)
    if "all" in condition:
        return all(holds(each, attributes, zone) for each in condition["all"] or [])
    if "any" in condition:
        members = condition["any"] or []
        return not members or any(holds(each, attributes, zone) for each in members)
    name = condition["attribute"]
    [(operator, operand)] = [item for item in condition.items() if item[0] != "attribute"]
    operator = operator.replace("_", "-")
    return compare(operator, plain(name, attributes.get(name)), operand, name, zone)


def plain(name: str, value: Any) -> str | None:
    """A side as text, or null; rule 2.9 for the three words of the priority."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if name == "priority" and text.strip().casefold() in ("high", "normal", "low"):
        return str(priority_number(text))
    return text


def compare(operator: str, left: str | None, operand: Any, name: str, zone: tzinfo) -> bool:
    """One comparison; null makes it false but for the four operators of rule 2.8."""
    if operator in ("is-null", "is-not-null"):
        wanted = operator == "is-null"
        return (left is None) == (wanted if operand is not False else not wanted)
    if operator in ("in", "not-in"):
        members = operand if isinstance(operand, list) else [operand]
        if left is None:
            return operator in TRUE_FOR_NULL
        found = any(compare("equals", left, member, name, zone) for member in members)
        return found == (operator == "in")
    right = plain(name, operand)
    if left is None or right is None:
        return operator in TRUE_FOR_NULL
    return compare_present(operator, left, right, zone)


def compare_present(operator: str, left: str, right: str, zone: tzinfo) -> bool:
    """Two sides that are both there: as text, or in order."""
    if operator in ON_TEXT:
        return ON_TEXT[operator](folded(left), folded(right))
    a, b = sides(left, right, zone)
    return bool(IN_ORDER[operator](a, b))


def sides(left: str, right: str, zone: tzinfo) -> tuple[Any, Any]:
    """Rule 2.8: numbers if both are plain decimals, instants if both are ISO 8601, else text."""
    a, b = decimal(left), decimal(right)
    if a is not None and b is not None:
        return a, b
    a_at, b_at = instant(left, zone), instant(right, zone)
    if a_at is not None and b_at is not None:
        return a_at, b_at
    return folded(left), folded(right)


def folded(text: str) -> str:
    """Text ignoring case."""
    return unicodedata.normalize("NFC", text).casefold()


def decimal(text: str) -> Decimal | None:
    """A plain decimal, or none."""
    if re.fullmatch(r"[+-]?\d+(\.\d+)?", text.strip()):
        return Decimal(text.strip())
    return None


def instant(text: str, zone: tzinfo) -> int | None:
    """An ISO 8601 instant, or none."""
    try:
        return instant_ms(text, zone)
    except ValueError:
        return None
