"""The routing of a case as plain facts: which branches and rules were tried, and what was compared."""

from __future__ import annotations

from typing import Any

from wscli.dryrun.explaining.names import Names
from wscli.model.conditions import write_condition
from wscli.model.references import meant_workstream
from wscli.model.routing import Rule
from wscli.model.words import condition_text
from wscli.simulation.outcome import Outcome
from wscli.simulation.routing_trace import Compared, Decision, Tried, trace_route

Row = dict[str, Any]


def routing(names: Names, outcome: Outcome, case: int) -> Row:
    """Return how a case found its workstream and its queue, and why not, where it did not."""
    workstream, queue = trace_route(names.organisation, names.cases, case, names.request.zone)
    route = outcome.routes[case]
    found = {"workstream": _decision(workstream), "queue": _decision(queue)}
    found["workstream"]["found"] = names.optional(names.workstreams, route.workstream)
    found["queue"]["found"] = names.optional(names.queues, route.queue)
    if route.fault:
        found["fault"] = {"reason": route.fault} | _near(names, workstream)
    return found


def _near(names: Names, decision: Decision) -> Row:
    """Return what is the matter with a workstream that was named in vain."""
    if decision.goal is None:
        return {}
    inactive = [each for each in names.workstreams if each.casefold() == decision.goal.casefold()]
    if inactive:
        return {"inactive": True}
    meant = meant_workstream(names.organisation, decision.goal)
    return {"meant": meant.name, "slip": meant.slip} if meant is not None else {}


def _decision(decision: Decision) -> Row:
    return {
        "by": decision.by,
        "source": decision.source,
        "named": decision.goal,
        "tried": [_tried(each) for each in decision.tried],
        "not_tried": decision.untried,
    }


def _tried(tried: Tried) -> Row:
    item = tried.item
    rule = {"name": item.name} if isinstance(item, Rule) else {}
    return {
        "number": tried.number,
        **rule,
        "when": condition_text(write_condition(item.when) if item.when is not None else None),
        "to": item.queue if isinstance(item, Rule) else item.workstream,
        "matched": tried.matched,
        "compared": [_compared(each) for each in tried.compared],
    }


def _compared(compared: Compared) -> Row:
    comparison = compared.comparison
    return {
        "attribute": comparison.attribute,
        "operator": comparison.operator.value,
        "value": comparison.value,
        "have": compared.have or None,
        "holds": compared.holds,
    }
