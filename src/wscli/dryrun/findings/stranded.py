"""Cases that routing found no workstream or no queue for, by what in the configuration is the reason.

Told of every case that took part, also of those that were withdrawn later: whoever loses patience with a
case that nobody could see has been lost by routing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from wscli.amounts import count, were
from wscli.dryrun.findings.ended import Ended
from wscli.dryrun.findings.finding import Finding, explains
from wscli.model.organisation import Organisation
from wscli.model.references import meant_workstream
from wscli.model.terms import Status, name_key
from wscli.simulation.routing import DANGLING, NO_QUEUE, Decisions, wanted_attributes

_MOST = 3
"""Of a flow that has lost all its workstreams, the most frequent branches tell enough."""
_Object = tuple[str, str, str]
"""The reason, what is at fault in words, and the workstream that it names."""


def stranded_cases(run: Ended) -> Iterator[Finding]:
    """Say which cases were never distributed, and which flow, rule set or name is the reason."""
    outcome = run.outcome
    if -1 not in outcome.workstream and -1 not in outcome.queue:
        return
    faults = _Faults(run)
    counts: Counter[_Object] = Counter()
    firsts: dict[_Object, int] = {}
    for case, (state, route) in enumerate(zip(outcome.state, outcome.routes, strict=True)):
        if state and route.fault:
            found = faults.of(case)
            counts[found] += 1
            firsts.setdefault(found, case)
    arrived = run.summary["cases"]["arrived"]
    for found, number in counts.most_common(_MOST):
        message = (
            f"{number:,} of {count(arrived, 'case')} {were(number)} never distributed: "
            f"{_why(run.organisation, found)}"
        )
        yield Finding("stranded-cases", message, explains(run.id_of(firsts[found])))


class _Faults:
    """Finds what stranded a case; equal routes are one object and are looked into once."""

    def __init__(self, run: Ended) -> None:
        self.run = run
        self.names = sorted(wanted_attributes(run.organisation))
        self.decisions: dict[str, Decisions] = {}
        self.known: dict[int, _Object] = {}

    def of(self, case: int) -> _Object:
        """Return what stranded a case."""
        route = self.run.outcome.routes[case]
        found = self.known.get(id(route))
        if found is None:
            found = self.known[id(route)] = self._look(case, route.fault)
        return found

    def _look(self, case: int, fault: str) -> _Object:
        cases, organisation = self.run.outcome.cases, self.run.organisation
        entity = name_key(cases.entity[case])
        if entity not in self.decisions:
            self.decisions[entity] = Decisions(organisation, entity, self.run.request.zone)
        decisions = self.decisions[entity]
        if fault == NO_QUEUE:
            ruleset = decisions.ruleset
            said = f"no rule of rule set {ruleset.name!r} takes them" if ruleset else "no rule set is active"
            return fault, said, ""
        if cases.workstream[case] >= 0:
            return fault, "the case file", organisation.workstreams[cases.workstream[case]].name
        flow = decisions.flow
        if flow is None:
            return fault, f"there is no flow for entity {cases.entity[case]!r}", ""
        if fault != DANGLING:
            return fault, f"no branch of flow {flow.name!r} takes them", ""
        values = self._values(case)
        for number, (test, index) in enumerate(decisions.branches):
            if index < 0 and test(values):
                return fault, f"branch {number + 1} of flow {flow.name!r}", flow.branches[number].workstream
        return fault, f"the default of flow {flow.name!r}", flow.default_workstream or ""

    def _values(self, case: int) -> Mapping[str, str | None]:
        """Return what conditions see of a case."""
        cases = self.run.outcome.cases
        own = {"priority": str(cases.priority[case] or "") or None, "entity": cases.entity[case]}
        return {
            name: own[name.casefold()]
            if name.casefold() in own
            else column[case]
            if (column := cases.attributes.get(name))
            else None
            for name in self.names
        }


def _why(organisation: Organisation, found: _Object) -> str:
    fault, what, name = found
    if fault == NO_QUEUE:
        return f"{what}, and no queue is the default"
    if fault == DANGLING:
        return f"{what} names workstream {name!r}, which {_missing(organisation, name)}"
    if organisation.flows and "no branch" in what:
        return f"{what}, and it has no default workstream"
    active = sum(each.status is Status.ACTIVE for each in organisation.workstreams)
    return f"{what} to choose between {active} active workstreams" if active else "no workstream is active"


def _missing(organisation: Organisation, name: str) -> str:
    """Say what is wrong with a name, and which one may be meant."""
    if organisation.find("workstreams", name) is not None:
        return "is inactive"
    meant = meant_workstream(organisation, name)
    if meant is None:
        return "does not exist"
    return f"does not exist: {'did you mean' if meant.slip else 'renamed to'} {meant.name!r}?"
