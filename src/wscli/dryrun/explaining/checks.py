"""Why a candidate could not have the case: checks as plain facts, those of a whole wait folded.

Somebody who is full, then free of it, then full again is one fact with a time, not three: what counts is how
long each check stood in the way, and the nearest that they came.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wscli.dryrun.explaining.names import Names, presence_name, presence_names
from wscli.measures import seconds
from wscli.model.terms import name_key
from wscli.simulation import eligibility
from wscli.simulation.eligibility import Failure
from wscli.simulation.trace_steps import Wait

Row = dict[str, Any]
_MOST_LISTED = 10


def failure_facts(names: Names, case: int, agent: int, failures: Sequence[Failure]) -> Row:
    """Return one check with need and have; of several the nearest to being met counts."""
    check = failures[0].check
    facts: Row = {"check": check}
    if check == eligibility.PRESENCE:
        facts["need"] = presence_names(failures[0].need)
        facts["have"] = presence_name(failures[0].have)
        facts["units_left"] = max(each.beside for each in failures)
    elif check == eligibility.CAPACITY:
        held = [each.have for each in failures]
        facts |= {"need": failures[0].need, "have": max(held)}
        if min(held) < max(held):
            facts["have_least"] = min(held)
    elif check == eligibility.COOL_DOWN:
        until = failures[-1].need
        facts["until"] = names.instant(until) if until >= 0 else None
    elif check == eligibility.SKILLS:
        facts |= _skills(names, case, agent)
    elif check == eligibility.FIRST:
        before = list(dict.fromkeys(names.cases.ids[each.have] for each in failures))
        facts["before"] = listed(before)
        facts["blocked"] = any(each.need for each in failures)
    return facts


def listed(items: list[Any]) -> Row:
    """Return a list that may be long: how many there are, and the first of them."""
    return {"count": len(items), "cases": items[:_MOST_LISTED]}


def missing_skills(names: Names, case: int, agent: int) -> dict[str, int]:
    """Return the skills that a case needs, with their ratings, and an agent has not, or not as well."""
    has = _ratings(names, agent)
    needed = {names.skills[skill]: rating for skill, rating in names.cases.skills.get(case, ())}
    return {name: rating for name, rating in needed.items() if has.get(name_key(name), 0) < rating}


def _ratings(names: Names, agent: int) -> dict[str, int]:
    return {name_key(name): rating for name, rating in names.organisation.agents[agent].skills}


def _skills(names: Names, case: int, agent: int) -> Row:
    has, short = _ratings(names, agent), missing_skills(names, case, agent)
    return {"need": short, "have": {name: has[name_key(name)] for name in short if name_key(name) in has}}


def folded(names: Names, case: int, agent: int, wait: Wait) -> list[Row]:
    """Return the checks that kept a candidate from a waiting case, each once, with how long in seconds."""
    spans = [(at, until, failure) for at, until, failure in wait.spans(agent) if failure is not None]
    groups: dict[tuple[str, int], list[tuple[int, int, Failure]]] = {}
    for span in spans:
        failure = span[2]
        presence = failure.have if failure.check == eligibility.PRESENCE else 0
        groups.setdefault((failure.check, presence), []).append(span)
    return [
        failure_facts(names, case, agent, [failure for _, _, failure in group])
        | {"seconds": seconds(sum(until - at for at, until, _ in group))}
        for group in groups.values()
    ]
