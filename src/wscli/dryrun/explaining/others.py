"""One agent and a case: what kept it from them from when to when, and who got it instead.

The facts are spans in order of time, each with what stood in the way: `with_agent` of an explanation. Of the
rest of the case's story nothing is said: who asks for one agent wants to hear of that one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from wscli.dryrun.explaining.checks import failure_facts
from wscli.dryrun.explaining.holdings import Holdings
from wscli.dryrun.explaining.names import Names
from wscli.dryrun.explaining.obstacles import clause, in_order, kind_of_span, merged
from wscli.dryrun.explaining.offers import from_file_only
from wscli.dryrun.explaining.rankings import better_by
from wscli.dryrun.explaining.verdict import verdict
from wscli.dryrun.explaining.words import Clock, both, lasting
from wscli.measures import seconds
from wscli.model.terms import name_key
from wscli.simulation.trace_steps import Span, Wait
from wscli.simulation.tracing import CaseTrace

Row = dict[str, Any]
_TAKEN = ("accepted", "assigned", "picked")
_HOW = {"accepted": "accepted it", "assigned": "was assigned it", "picked": "picked it"}
_MISSES = {"declined": "declined it", "timed-out": "let it time out", "cancelled": "had the offer cancelled"}
MOST_TOLD = 4
"""In the answer there is room for so many obstacles one by one."""


def spans_of(names: Names, trace: CaseTrace, holdings: Holdings, agent: int) -> list[Row]:
    """Return what kept a waiting case from an agent: each check, from when to when, what they held then."""
    told: list[Row] = []
    for at, until, failure in _spans(trace, agent):
        if until <= at:
            continue
        facts: Row = {"at": names.instant(at), "until": names.instant(until), "seconds": seconds(until - at)}
        if failure is not None:
            found = failure_facts(names, trace.case, agent, [failure])
            if "until" in found:  # the end of the cool-down; a span has one of its own
                found["asked_again"] = found.pop("until")
            facts |= found
        told.append(facts | {"holds": holdings.between(names.agents[agent], at, until)})
    return told


def _spans(trace: CaseTrace, agent: int) -> Iterator[Span]:
    for step in trace.steps:
        if isinstance(step, Wait):
            yield from step.spans(agent)


def verdict_on(names: Names, facts: Row, trace: CaseTrace, agent: str, clock: Clock) -> str:
    """Return why an agent did not get a case, or how they did."""
    story, name = facts["story"], facts["case_id"]
    if "fault" in facts["routing"]:
        return f"Neither {agent} nor anybody else: {verdict(names, facts, trace, clock)}"
    got = next((row for row in story if row["event"] in _TAKEN and row["agent"] == agent), None)
    if got is not None:
        return _got(facts, got, agent, clock)
    end = _instead(facts, clock)
    missed = [row for row in story if row["event"] in _MISSES and row["agent"] == agent]
    if missed:
        why = from_file_only(names, facts, trace, clock)
        return f"{agent} was offered {name} {_missed(missed, clock)}.{why} {end}"
    if any(row["event"] == "offered" and row["agent"] == agent for row in story):
        return f"{agent} was offered {name}, and had not answered when the run ended."
    if agent not in names.members(facts["queue"]):
        return f"{_no_member(names, facts, agent)} {end}"
    return f"{_passed_over(names, facts, agent, clock)} {end}"


def _got(facts: Row, got: Row, agent: str, clock: Clock) -> str:
    waited = lasting(facts["wait_seconds"]) if facts["wait_seconds"] else ""
    after = f", {waited} after it arrived" if waited else ", at once"
    first = f"{agent} did get {facts['case_id']}: {agent} {_HOW[got['event']]} at {clock(got['at'])}{after}."
    told = _told(facts["with_agent"], facts, clock)
    return f"{first} Before that {agent} {told}." if told else first


def _instead(facts: Row, clock: Clock) -> str:
    """Return who got the case, or that nobody did."""
    got = next((row for row in facts["story"] if row["event"] in _TAKEN), None)
    if got is None:
        return "Nobody else took it either."
    wait = facts["wait_seconds"]
    after = f", {lasting(wait)} after it arrived" if wait else ", at once"
    return f"{got['agent']} {_HOW[got['event']]} at {clock(got['at'])}{after}."


def _missed(missed: list[Row], clock: Clock) -> str:
    """Return what came of offers to an agent that came to nothing."""
    first, last = clock(missed[0]["at"]), clock(missed[-1]["at"])
    if len(missed) == 1:
        return f"and {_MISSES[missed[0]['event']]} at {first}"
    kinds = Counter(row["event"] for row in missed)
    if len(kinds) == 1:
        return f"{len(missed):,} times and {_MISSES[missed[0]['event']]} each time, from {first} to {last}"
    parts = [
        f"{_MISSES[kind]} {'once' if number == 1 else f'{number:,} times'}" for kind, number in kinds.items()
    ]
    return f"{len(missed):,} times: {both(parts)}, from {first} to {last}"


def _no_member(names: Names, facts: Row, agent: str) -> str:
    of = [queue.name for queue in names.organisation.queues if agent in queue.members]
    theirs = f"{agent} is a member of {', '.join(of)}" if of else f"{agent} is a member of no queue"
    said = f"{agent} could not get {facts['case_id']}: it is in queue {facts['queue']}, and {theirs}."
    has = skills_of(names, facts, agent)
    if has:
        needs = both([f"{skill}:{rating}" for skill, rating in facts["skills"].items()])
        said += f" It needs {needs}, and {agent} has {both(has)}."
    return said


def skills_of(names: Names, facts: Row, agent: str) -> list[str]:
    """Return an agent's ratings in the skills that a pushed case needs, if they suffice for all of them."""
    found = next(each for each in names.organisation.agents if each.name == agent)
    has = {name_key(skill): rating for skill, rating in found.skills}
    needed = facts["skills"] if facts["skills_count"] else {}
    if any(has.get(name_key(skill), 0) < rating for skill, rating in needed.items()):
        return []
    return [f"{skill}:{has[name_key(skill)]}" for skill in needed]


def _passed_over(names: Names, facts: Row, agent: str, clock: Clock) -> str:
    units, name = facts["units"], facts["case_id"]
    capacity = names.organisation.agents[names.agents.index(agent)].capacity
    if units is not None and capacity < units:
        return f"{agent} could never get {name}: it needs {units} units, and {agent} has {capacity} in all."
    told = _told(facts["with_agent"], facts, clock)
    last = _last_moment(facts, agent, clock)
    first = f"{name} did not go to {agent}{f', who {told}' if told else ''}"
    if told and last:
        return f"{first}. {last[0].upper()}{last[1:]}."
    return f"{first}: {last}." if last else f"{first}{'' if told else ': it was never on offer'}."


def _last_moment(facts: Row, agent: str, clock: Clock) -> str:
    """Return why another was preferred when the case was given away, where it was not the same as before."""
    placed = [row for row in facts["story"] if "candidates" in row and row["event"] != "waited"]
    row = placed[-1] if placed else None
    if row is None:
        return ""
    found = next((each for each in row["candidates"] if each["agent"] == agent), None)
    if found is None:
        return ""
    if "check" in found:
        spans = facts["with_agent"]
        units = facts["units"]
        if spans and kind_of_span(spans[-1], units) == kind_of_span(found, units):
            return ""
        return f"at {clock(row['at'])} {agent} {clause([found], facts, clock)}"
    chosen = next(each for each in row["candidates"] if each.get("chosen"))
    if "ranking" in found and "ranking" in chosen:
        by = better_by(chosen, found, clock)
        return f"at {clock(row['at'])} it went to {chosen['agent']}, as {by}"
    if "ranking" in found:
        return f"at {clock(row['at'])} the events file says who gets it"
    return f"{row['agent']} picked it first"


def _told(spans: list[Row], facts: Row, clock: Clock) -> str:
    """Return the spans in order of time; where they are many, the longest kinds of them."""
    groups = merged(spans, facts["units"])
    if len(groups) <= MOST_TOLD:
        return in_order(groups, facts, clock) if groups else ""
    kinds: dict[str, list[Row]] = {}
    for each in spans:
        kinds.setdefault(kind_of_span(each, facts["units"]), []).append(each)
    longest = sorted(kinds.values(), key=lambda group: -sum(float(each["seconds"]) for each in group))
    texts = [
        f"{clause(group, facts, clock)} for {lasting(sum(each['seconds'] for each in group))}"
        for group in longest[:MOST_TOLD]
    ]
    return both(texts)
