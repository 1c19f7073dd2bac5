"""Which workstream and which queue each case goes to: two independent decisions (rulebook 2).

Both are taken before the run, once per different set of values: a month of cases has few.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

from wscli.cases.table import CaseTable
from wscli.model.organisation import Organisation
from wscli.model.routing import Flow, RuleSet, attributes_of
from wscli.model.terms import Status, name_key
from wscli.simulation.conditions import Test, compile_condition

NO_WORKSTREAM = "no-workstream"
DANGLING = "dangling-workstream"
NO_QUEUE = "no-queue"

_MOST_REMEMBERED = 100_000


@dataclass(frozen=True, slots=True)
class Route:
    """Where a case goes: indexes, -1 for none; `by` for the routed row, `fault` why undistributed."""

    workstream: int
    queue: int
    by: str
    fault: str = ""


def wanted_attributes(organisation: Organisation) -> frozenset[str]:
    """Return the attributes that the conditions of flows and active rule sets look at."""
    conditions = [branch.when for flow in organisation.flows for branch in flow.branches]
    conditions += [rule.when for ruleset in organisation.rulesets if ruleset.active for rule in ruleset.rules]
    return frozenset().union(*map(attributes_of, conditions))


class Decisions:
    """The decisions for one entity, compiled."""

    def __init__(self, organisation: Organisation, entity: str, zone: tzinfo) -> None:
        self.organisation = organisation
        self.workstreams = {name_key(ws.name): i for i, ws in enumerate(organisation.workstreams)}
        self.queues = {name_key(queue.name): i for i, queue in enumerate(organisation.queues)}
        self.flow: Flow | None = next(
            (flow for flow in organisation.flows if name_key(flow.entity) == entity), None
        )
        rulesets = [ruleset for ruleset in organisation.rulesets if name_key(ruleset.entity) == entity]
        self.has_rulesets = bool(rulesets)
        self.ruleset: RuleSet | None = next((ruleset for ruleset in rulesets if ruleset.active), None)
        self.branches: list[tuple[Test, int]] = [
            (compile_condition(branch.when, zone), self._live(branch.workstream))
            for branch in (self.flow.branches if self.flow else ())
        ]
        self.rules: list[tuple[Test, int, str]] = [
            (compile_condition(rule.when, zone), self.queues.get(name_key(rule.queue), -1), rule.name)
            for rule in (self.ruleset.rules if self.ruleset else ())
        ]
        self.otherwise = self._default_workstream()
        self.default_queue = self._default_queue()

    def _live(self, name: str) -> int:
        """Return the index of a workstream that exists and is active; -1 is dangling."""
        index = self.workstreams.get(name_key(name), -1)
        live = index >= 0 and self.organisation.workstreams[index].status is Status.ACTIVE
        return index if live else -1

    def _default_workstream(self) -> tuple[int, str]:
        if self.flow is not None:
            if self.flow.default_workstream is None:
                return -1, NO_WORKSTREAM
            index = self._live(self.flow.default_workstream)
            return index, "" if index >= 0 else DANGLING
        active = [
            index
            for index, workstream in enumerate(self.organisation.workstreams)
            if workstream.status is Status.ACTIVE
        ]
        return (active[0], "") if len(active) == 1 else (-1, NO_WORKSTREAM)

    def _default_queue(self) -> int:
        queues = self.organisation.queues
        default = next((index for index, queue in enumerate(queues) if queue.default), -1)
        if default < 0 and not self.has_rulesets and len(queues) == 1:
            return 0
        return default

    def workstream_of(self, values: Mapping[str, str | None]) -> tuple[int, str]:
        """Return the workstream that the flow says, and why there is none."""
        for test, index in self.branches:
            if test(values):
                return index, "" if index >= 0 else DANGLING
        return self.otherwise

    def queue_of(self, values: Mapping[str, str | None]) -> tuple[int, str]:
        """Return the queue that the rules say, and by what."""
        for test, index, name in self.rules:
            if test(values):
                return index, name
        return self.default_queue, "default" if self.default_queue >= 0 else ""


def route_cases(organisation: Organisation, cases: CaseTable, zone: tzinfo) -> list[Route]:
    """Return the route of every case, in file order; equal routes are one object."""
    names = sorted(wanted_attributes(organisation))
    columns = [_column(cases, name) for name in names]
    decisions: dict[str, Decisions] = {}
    known: dict[tuple[object, ...], Route] = {}
    routes: list[Route] = []
    named_ws, named_queue = cases.workstream, cases.queue
    for index, entity in enumerate(cases.entity):
        given = tuple([column[index] for column in columns])
        key = (entity, named_ws[index], named_queue[index], given)
        route = known.get(key)
        if route is None:
            by_entity = decisions.get(name_key(entity))
            if by_entity is None:
                by_entity = Decisions(organisation, name_key(entity), zone)
                decisions[name_key(entity)] = by_entity
            values = dict(zip(names, given, strict=True))
            route = _decide(organisation, by_entity, values, named_ws[index], named_queue[index])
            if len(known) < _MOST_REMEMBERED:
                known[key] = route
        routes.append(route)
    return routes


def _column(cases: CaseTable, name: str) -> list[str | None]:
    """Return the values of an attribute as conditions see them."""
    if name.casefold() == "priority":
        return [str(value) if value else None for value in cases.priority]
    if name.casefold() == "entity":
        return list(cases.entity)
    return cases.attributes.get(name) or [None] * len(cases)


def values_of(organisation: Organisation, cases: CaseTable, case: int) -> dict[str, str | None]:
    """Return what the conditions see of one case."""
    return {name: _column(cases, name)[case] for name in wanted_attributes(organisation)}


def _decide(
    organisation: Organisation,
    decisions: Decisions,
    values: Mapping[str, str | None],
    workstream: int,
    queue: int,
) -> Route:
    """Take both decisions, unless the case file has taken one (rulebook 2.1–2.7)."""
    fault = ""
    if workstream < 0:
        workstream, fault = decisions.workstream_of(values)
    elif organisation.workstreams[workstream].status is not Status.ACTIVE:
        workstream, fault = -1, DANGLING
    by = ""
    if queue < 0:
        queue, by = decisions.queue_of(values)
    if queue < 0:
        fault = fault or NO_QUEUE
    return Route(workstream, queue, by, fault)
