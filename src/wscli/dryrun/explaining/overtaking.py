"""Whether a case that was overtaken lost time by it: would it have fitted without those that went before?

Later and smaller cases take units that were too few for this one. If those, added to what was left, would
still have been too few at every instant, overtaking cost nothing. Where they would have sufficed for somebody
it may have: what else would have come otherwise only another run says.
"""

from __future__ import annotations

from typing import Any

from wscli.dryrun.explaining.holdings import Holding, Holdings
from wscli.dryrun.explaining.names import Names
from wscli.simulation.eligibility import CAPACITY, PRESENCE, Failure
from wscli.simulation.tracing import CaseTrace, Wait

Row = dict[str, Any]


def add_cost(names: Names, story: list[Row], trace: CaseTrace, holdings: Holdings) -> None:
    """Say in each wait in which the case was overtaken whether that `cost_time`: False, or None: perhaps."""
    waits = [step for step in trace.steps if isinstance(step, Wait)]
    rows = [row for row in story if row["event"] == "waited"]
    for row, wait in zip(rows, waits, strict=True):
        if row["overtaken_by"]["count"]:
            row["overtaken_by"]["cost_time"] = None if _may_have(names, wait, holdings) else False


def _may_have(names: Names, wait: Wait, holdings: Holdings) -> bool:
    """Whether any candidate would have had units enough at any instant without the cases that overtook."""
    needed = names.units(names.workstreams[wait.place[0]]) or 0
    overtakers = {
        names.cases.ids[each.case]
        for each in wait.taken
        if each.later and each.failure is not None and each.failure.check == CAPACITY
    }
    for agent in wait.found:
        taken = [each for each in holdings.of(names.agents[agent]) if each.case_id in overtakers]
        for since, until, failure in wait.spans(agent):
            if failure is None or not taken or failure.check not in (CAPACITY, PRESENCE):
                continue
            if _left(failure) + _most(names, taken, since, until) >= needed:
                return True
    return False


def _left(failure: Failure) -> int:
    return failure.have if failure.check == CAPACITY else failure.beside


def _most(names: Names, taken: list[Holding], since: int, until: int) -> int:
    """Return the most units that some cases held together at any instant of a time."""
    instants = {since, *(each.since for each in taken if since <= each.since < until)}
    return max(sum(names.units(each.workstream) or 0 for each in taken if each.is_at(at)) for at in instants)
