"""The difference of two summaries, figure by figure: b − a, in the shape of a summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wscli.model.terms import name_key

_NOT_MEASURED = ("schema_version", "run", "seed", "settings")
_PARTS = ("queues", "workstreams", "agents")
_COUNTED = ("undistributed_reasons", "refused_events")
"""Counts by reason: one that is not there is none."""

Figures = Mapping[str, Any]


def difference(a: Figures, b: Figures) -> dict[str, Any]:
    """Return b − a of every number that both have, None where one has nothing to measure.

    Queues, workstreams and agents are matched by name; of one that only one run has, every figure is None.
    Texts and other lists are left out, and so is what says which run it was.
    """
    found: dict[str, Any] = {}
    for key in [*a, *(key for key in b if key not in a)]:
        one, other = a.get(key), b.get(key)
        if key in _PARTS:
            found[key] = _by_name(one or [], other or [])
        elif key in _COUNTED:
            found[key] = _counts(one or {}, other or {})
        elif key not in _NOT_MEASURED and _is_measured(one) and _is_measured(other):
            found[key] = _of_values(one, other)
    return found


def is_changed(delta: Any) -> bool:
    """Whether any figure of a difference is another."""
    if isinstance(delta, Mapping):
        return any(map(is_changed, delta.values()))
    if isinstance(delta, list):
        return any(map(is_changed, delta))
    return _is_number(delta) and delta != 0


def _is_measured(value: Any) -> bool:
    """Whether this is a figure, or what holds figures; None may be one."""
    return value is None or _is_number(value) or isinstance(value, dict)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _of_values(a: Any, b: Any) -> Any:
    if isinstance(a, dict) or isinstance(b, dict):
        return difference(a if isinstance(a, dict) else {}, b if isinstance(b, dict) else {})
    # To six places: what summaries are rounded to, without the dust of subtraction.
    return round(b - a, 6) + 0 if _is_number(a) and _is_number(b) else None


def _by_name(a: Sequence[dict[str, Any]], b: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    others = {name_key(item["name"]): item for item in b}
    found = [{"name": item["name"], **difference(item, others.pop(name_key(item["name"]), {}))} for item in a]
    return found + [{"name": item["name"], **difference({}, item)} for item in others.values()]


def _counts(a: Mapping[str, int], b: Mapping[str, int]) -> dict[str, int]:
    return {reason: b.get(reason, 0) - a.get(reason, 0) for reason in sorted({*a, *b})}
