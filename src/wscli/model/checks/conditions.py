"""When one condition makes another pointless: the same, looser, or always true (rulebook 2.8).

It compares how conditions are written, not what they mean: priority above 1 and priority equal to 2 are
strangers to it. So what it calls unreachable is unreachable, but it does not find everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from wscli.model.routing import Compare, Condition

Form: TypeAlias = "tuple[str, str, tuple[str, ...]] | tuple[str, frozenset[Form]]"
Conjuncts = frozenset[Form]

_ALWAYS: Conjuncts = frozenset()


def conjuncts(condition: Condition | None) -> Conjuncts:
    """Return the parts that must all hold; none if the condition is always true."""
    if condition is None:
        return _ALWAYS
    if isinstance(condition, Compare):
        return frozenset({_comparison(condition)})
    parts = [conjuncts(part) for part in condition.parts]
    if condition.every:
        return _ALWAYS.union(*parts)
    if _ALWAYS in parts:
        return _ALWAYS
    if len(set(parts)) <= 1:
        return parts[0] if parts else _ALWAYS
    return frozenset({("any", frozenset(("all", part) for part in parts))})


def _comparison(given: Compare) -> Form:
    # Text compares ignoring case; the order of a list says nothing.
    values = given.value if isinstance(given.value, tuple) else (given.value or "",)
    return given.attribute, given.operator.value, tuple(sorted({value.casefold() for value in values}))


def is_unconditional(condition: Condition | None) -> bool:
    """Return whether a condition is true of every case."""
    return conjuncts(condition) == _ALWAYS


def covered(conditions: Iterable[Condition | None]) -> Iterator[tuple[int, int]]:
    """Yield (later, earlier) for each condition that can hold only where an earlier one does.

    Each earlier condition waits under one of its parts, so that long lists are not compared pair by pair.
    """
    always: int | None = None
    waiting: dict[Form, list[tuple[Conjuncts, int]]] = {}
    for index, condition in enumerate(conditions):
        parts = conjuncts(condition)
        looser = [each[1] for part in parts for each in waiting.get(part, ()) if each[0] <= parts]
        found = min(looser if always is None else [always, *looser], default=None)
        if found is not None:
            yield index, found
        elif not parts:
            always = index
        else:
            waiting.setdefault(min(parts, key=repr), []).append((parts, index))
