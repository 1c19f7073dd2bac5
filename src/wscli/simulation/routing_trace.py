"""How one case was routed: every branch and rule that was tried, with the values that were compared.

The decision itself is taken by `routing`, for all cases at once; here it is taken once more for one case, in
the open. Both use the same compiled conditions, and a test holds their results together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from wscli.cases.table import CaseTable
from wscli.model.organisation import Organisation
from wscli.model.routing import Branch, Compare, Condition, Rule
from wscli.model.terms import name_key
from wscli.simulation.conditions import compile_condition
from wscli.simulation.routing import Decisions, values_of

Values = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison of a condition: what the case has, and whether it holds."""

    comparison: Compare
    have: str | None
    holds: bool


@dataclass(frozen=True, slots=True)
class Tried:
    """A branch or a rule that was tried; `number` from 1, as commands call it."""

    number: int
    item: Branch | Rule
    matched: bool
    compared: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """How the workstream or the queue was found.

    by: case-file · branch · rule · default · only-one · nothing. `source` is the name of the flow or the
    rule set, None where there is none; `goal` the name that was said, None where nothing was said.
    """

    by: str
    source: str | None
    goal: str | None
    tried: tuple[Tried, ...]
    untried: int


def trace_route(
    organisation: Organisation, cases: CaseTable, case: int, zone: tzinfo
) -> tuple[Decision, Decision]:
    """Return how a case found its workstream, and how its queue (rulebook 2)."""
    decisions = Decisions(organisation, name_key(cases.entity[case]), zone)
    values = values_of(organisation, cases, case)
    return (
        _workstream(organisation, decisions, values, cases.workstream[case], zone),
        _queue(organisation, decisions, values, cases.queue[case], zone),
    )


def _workstream(
    organisation: Organisation, decisions: Decisions, values: Values, named: int, zone: tzinfo
) -> Decision:
    if named >= 0:
        return Decision("case-file", None, organisation.workstreams[named].name, (), 0)
    flow = decisions.flow
    if flow is None:
        only = decisions.otherwise[0]
        goal = organisation.workstreams[only].name if only >= 0 else None
        return Decision("only-one" if goal else "nothing", None, goal, (), 0)
    tried = _tried(flow.branches, values, zone)
    untried = len(flow.branches) - len(tried)
    if tried and tried[-1].matched:
        goal = flow.branches[len(tried) - 1].workstream
        return Decision("branch", flow.name, goal, tried, untried)
    goal = flow.default_workstream
    return Decision("default" if goal is not None else "nothing", flow.name, goal, tried, untried)


def _queue(
    organisation: Organisation, decisions: Decisions, values: Values, named: int, zone: tzinfo
) -> Decision:
    if named >= 0:
        return Decision("case-file", None, organisation.queues[named].name, (), 0)
    ruleset = decisions.ruleset
    rules = ruleset.rules if ruleset is not None else ()
    source = ruleset.name if ruleset is not None else None
    tried = _tried(rules, values, zone)
    untried = len(rules) - len(tried)
    if tried and tried[-1].matched:
        return Decision("rule", source, rules[len(tried) - 1].queue, tried, untried)
    default = decisions.default_queue
    if default < 0:
        return Decision("nothing", source, None, tried, untried)
    queue = organisation.queues[default]
    return Decision("default" if queue.default else "only-one", source, queue.name, tried, untried)


def _tried(items: Sequence[Branch | Rule], values: Values, zone: tzinfo) -> tuple[Tried, ...]:
    """Return the branches or rules up to the first whose condition is true."""
    tried: list[Tried] = []
    for number, item in enumerate(items, 1):
        matched = compile_condition(item.when, zone)(values)
        tried.append(Tried(number, item, matched, tuple(_compared(item.when, values, zone))))
        if matched:
            break
    return tuple(tried)


def _compared(condition: Condition | None, values: Values, zone: tzinfo) -> list[Compared]:
    """Return every comparison in a condition with what the case has, each once."""
    if condition is None:
        return []
    if isinstance(condition, Compare):
        holds = compile_condition(condition, zone)(values)
        return [Compared(condition, values[condition.attribute], holds)]
    found: list[Compared] = []
    for part in condition.parts:
        found += [each for each in _compared(part, values, zone) if each not in found]
    return found
