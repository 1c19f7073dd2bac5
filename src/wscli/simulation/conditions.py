"""A condition evaluated on a case (rulebook 2.8).

Two sides are compared as numbers if both read as plain decimals, as instants if both read as ISO 8601,
else as text ignoring case. A missing attribute is null, and null makes every comparison false but those
that say "not".
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Any

from wscli.model.routing import Compare, Condition, Group
from wscli.model.terms import Operator

Values = Mapping[str, str | None]
Test = Callable[[Values], bool]

_PLAIN_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_TRUE_ON_NULL = (Operator.NOT_EQUALS, Operator.NOT_CONTAINS, Operator.NOT_IN, Operator.IS_NULL)
_PRIORITY_WORDS = {"high": "1", "normal": "2", "low": "3"}

_ORDER: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQUALS: operator.eq,
    Operator.NOT_EQUALS: operator.ne,
    Operator.GREATER_THAN: operator.gt,
    Operator.GREATER_OR_EQUAL: operator.ge,
    Operator.LESS_THAN: operator.lt,
    Operator.LESS_OR_EQUAL: operator.le,
}
_TEXT: dict[Operator, Callable[[str, str], bool]] = {
    Operator.CONTAINS: lambda text, part: part in text,
    Operator.NOT_CONTAINS: lambda text, part: part not in text,
    Operator.BEGINS_WITH: str.startswith,
    Operator.ENDS_WITH: str.endswith,
}


def compile_condition(condition: Condition | None, zone: tzinfo) -> Test:
    """Return a test of a case's attributes; no condition is true, and so is an empty group.

    `zone` is that of instants without an offset.
    """
    if condition is None:
        return lambda values: True
    if isinstance(condition, Compare):
        return _compile_comparison(condition, zone)
    return _compile_group(condition, zone)


def _compile_group(group: Group, zone: tzinfo) -> Test:
    tests = [compile_condition(part, zone) for part in group.parts]
    if not tests:
        return lambda values: True
    combine = all if group.every else any
    return lambda values: combine(test(values) for test in tests)


def _compile_comparison(condition: Compare, zone: tzinfo) -> Test:
    attribute, word = condition.attribute, condition.operator
    if word is Operator.IS_NOT_NULL:
        return lambda values: bool(values[attribute])
    on_null = word in _TRUE_ON_NULL
    test = _test_of(condition, zone)

    def judge(values: Values) -> bool:
        value = values[attribute]
        return test(value) if value else on_null

    return judge


def _test_of(condition: Compare, zone: tzinfo) -> Callable[[str], bool]:
    """Return the test of a value that is there."""
    word, given = condition.operator, condition.value
    words = _PRIORITY_WORDS if condition.attribute.casefold() == "priority" else {}
    if word is Operator.IS_NULL:
        return lambda value: False
    if word in (Operator.IN, Operator.NOT_IN):
        assert isinstance(given, tuple)
        wanted = tuple(words.get(item.strip().casefold(), item) for item in given)
        inside = word is Operator.IN
        return lambda value: any(compare(operator.eq, value, item, zone) for item in wanted) is inside
    assert isinstance(given, str)
    if word in _TEXT:
        contains, part = _TEXT[word], given.casefold()
        return lambda value: contains(value.casefold(), part)
    order, operand = _ORDER[word], words.get(given.strip().casefold(), given)
    return lambda value: compare(order, value, operand, zone)


def compare(order: Callable[[Any, Any], bool], left: str, right: str, zone: tzinfo) -> bool:
    """Compare two texts as numbers, as instants, or as text, whichever both of them are."""
    for read in (_number, _instant):
        ours, theirs = read(left, zone), read(right, zone)
        if ours is not None and theirs is not None:
            return order(ours, theirs)
    return order(left.strip().casefold(), right.strip().casefold())


@lru_cache(maxsize=10_000)
def _number(text: str, zone: tzinfo) -> Decimal | None:
    return Decimal(text.strip()) if _PLAIN_DECIMAL.fullmatch(text.strip()) else None


@lru_cache(maxsize=10_000)
def _instant(text: str, zone: tzinfo) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
        # In UTC, for within one zone datetime compares what the clocks say, and an hour that occurs
        # twice equals nothing in another zone.
        return (moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):  # the first and the last day that datetime knows
        return None
