"""How a case finds its queue and its workstream: conditions, rule sets, flows (rulebook 2)."""

from __future__ import annotations

from dataclasses import dataclass

from wscli.model.terms import Operator


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    """An attribute compared with a value: text, a tuple of texts for in / not-in, None for is-null."""

    attribute: str
    operator: Operator
    value: str | tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """All of its parts, or any of them; an empty group is true."""

    every: bool
    parts: tuple[Condition, ...]


Condition = Compare | Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Sends the cases that match to a queue; `when` None matches all."""

    name: str
    when: Condition | None = None
    queue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """Ordered rules of one entity; at most one rule set per entity is active."""

    name: str
    entity: str = "case"
    active: bool = False
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """Gives the cases that match to a workstream, by name; `when` None matches all."""

    when: Condition | None = None
    workstream: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Ordered branches of one entity, and the workstream of the cases that none takes."""

    name: str
    entity: str = "case"
    branches: tuple[Branch, ...] = ()
    default_workstream: str | None = None


def attributes_of(condition: Condition | None) -> frozenset[str]:
    """Return the names of all attributes that a condition looks at."""
    if condition is None:
        return frozenset()
    if isinstance(condition, Compare):
        return frozenset({condition.attribute})
    return frozenset().union(*(attributes_of(part) for part in condition.parts))
