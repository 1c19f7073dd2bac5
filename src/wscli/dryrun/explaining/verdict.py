"""The answer: what became of a case and why, in a sentence or two, made from the same facts as the story."""

from __future__ import annotations

from typing import Any

from wscli.amounts import count
from wscli.dryrun.explaining.names import Names
from wscli.dryrun.explaining.offers import from_file_only, misses, offered_seconds, on_offer
from wscli.dryrun.explaining.people import people
from wscli.dryrun.explaining.reasons import cannot_ever, kind_of, main_failure, most_left, why_nobody
from wscli.dryrun.explaining.spent import NO_TIME, Part, parts
from wscli.dryrun.explaining.words import Clock, both, lasting
from wscli.simulation.tracing import CaseTrace

Row = dict[str, Any]
_TAKEN = ("accepted", "assigned", "picked")
_PLACED = ("offered", "assigned", "picked")


def verdict(names: Names, facts: Row, trace: CaseTrace, clock: Clock) -> str:
    """Return the answer for a case of the run."""
    if "fault" in facts["routing"]:
        return _stranded(facts, clock)
    story = facts["story"]
    taken = next((place for place, row in enumerate(story) if row["event"] in _TAKEN), None)
    if taken is None:
        return _never_taken(names, facts, trace, clock)
    return _taken(names, facts, story[: taken + 1], trace, clock)


# Never distributed ----------------------------------------------------------------------------------------


def _stranded(facts: Row, clock: Clock) -> str:
    """Return why a case was never distributed (rulebook 2.2–2.7)."""
    fault, name = facts["routing"]["fault"], facts["case_id"]
    said = _FAULTS[fault["reason"]](facts["routing"], fault)
    return f"{name} was never distributed: {said} {_end_of_stranded(facts, clock)}"


def _end_of_stranded(facts: Row, clock: Clock) -> str:
    last = facts["story"][-1]
    if last["event"] == "withdrawn":
        why = f" ({last['reason']})" if last["reason"] else ""
        return f"It was withdrawn at {clock(last['at'])}{why}."
    return "Nobody could be offered it, and nobody could pick it."


def _dangling(routing: Row, fault: Row) -> str:
    decision = routing["workstream"]
    where = _where_from(decision, "flow")
    named, meant = decision["named"], fault.get("meant")
    if fault.get("inactive"):
        return f"{where} sends it to workstream {named!r}, which is inactive."
    said = f"{where} sends it to workstream {named!r}, which does not exist."
    if meant is None:
        return said
    if fault["slip"]:
        return f"{said} Is {meant!r} meant?"
    return f"{said} No flow uses {meant!r}: was it renamed to that?"


def _no_workstream(routing: Row, fault: Row) -> str:
    source = routing["workstream"]["source"]
    if source is None:
        return "there is no flow for it, and not just one active workstream."
    return f"no branch of flow {source!r} matched, and it has no default workstream."


def _no_queue(routing: Row, fault: Row) -> str:
    source = routing["queue"]["source"]
    matched = f"no rule of {source!r} matched" if source else "there is no active rule set"
    return f"{matched}, and there is no default queue."


_FAULTS = {"dangling-workstream": _dangling, "no-workstream": _no_workstream, "no-queue": _no_queue}


def _where_from(decision: Row, kind: str) -> str:
    if decision["by"] == "case-file":
        return "its row in the case file"
    if decision["by"] == "branch":
        return f"branch {decision['tried'][-1]['number']} of {kind} {decision['source']!r}"
    return f"the default of {kind} {decision['source']!r}"


# Never taken ----------------------------------------------------------------------------------------------

_WITHDRAWN = {"patience": "its patience was over", "resolved-elsewhere": "it was resolved elsewhere"}


def _never_taken(names: Names, facts: Row, trace: CaseTrace, clock: Clock) -> str:
    story, name = facts["story"], facts["case_id"]
    last = story[-1]
    after = f", {lasting(facts['open_seconds'])} after it arrived" if facts["open_seconds"] else ""
    end = f"The run ended at {clock(facts['until'])}{after}."
    if last["event"] == "withdrawn":
        why = _WITHDRAWN.get(last["reason"] or "", "a row of the events file says so")
        cancelled = [row for row in story if row["event"] == "cancelled" and row["at"] == last["at"]]
        if cancelled:
            return (
                f"{name} was withdrawn at {clock(last['at'])} ({why}) while it was on offer to "
                f"{cancelled[-1]['agent']}, who had not answered: the offer was cancelled.{misses(story)}"
            )
        end = f"It was withdrawn at {clock(last['at'])} ({why}){after}."
    elif last["event"] == "offered":
        end = f"It was on offer to {last['agent']} when the run ended at {clock(facts['until'])}{after}."
    because, is_told = _because(names, facts, trace, clock)
    return f"Nobody took {name}{because} {end}{'' if is_told else misses(story, 'offers')}"


def _because(names: Names, facts: Row, trace: CaseTrace, clock: Clock) -> tuple[str, bool]:
    """Return why nobody took a case: what it spent most of its time on, and whether that was offers."""
    story, note = facts["story"], from_file_only(names, facts, trace, clock)
    if facts["reason"] == "offer-limit":
        times = count(sum(row["event"] in _PLACED for row in story), "time")
        most = "as often as a case may be (simulation.max_offers)"
        return f": it was offered {times}, which is {most}, and is not offered again.{note}", False
    spent, offered = parts(facts, story, trace), offered_seconds(story)
    if offered > (spent[0].seconds if spent else 0):
        return f": for {lasting(offered)} it was on offer{on_offer(story)}.{note}", True
    if not spent:
        return f".{note}", False
    why, by_name = _why(names, facts, spent[0], clock)
    alike = spent[0].seconds if by_name else _alike(names, facts, spent[0])
    if alike < spent[0].seconds:
        why = f"for {lasting(alike)} {why}" if alike >= spent[0].seconds / 2 else f"mostly because {why}"
    return f": {why}.{_elsewhere(spent[0].row, clock)}{note}", False


def _alike(names: Names, facts: Row, part: Part) -> float:
    """Return for how long what is said of everybody was so of everybody; all of it where nothing such is."""
    kinds = {kind_of(each, facts["units"]) for each in part.row["candidates"]}
    if len(kinds) != 1 or kinds == {"free"} or cannot_ever(names, facts, part.row):
        return part.seconds
    alike = part.alike_seconds(kinds.pop(), facts["units"])
    return part.seconds if part.seconds - alike < NO_TIME else alike


def _why(names: Names, facts: Row, part: Part, clock: Clock) -> tuple[str, bool]:
    """Return why nobody had the case in a part of its time, and whether it is told person by person."""
    if len(part.waits) == 1:
        taker = part.row["ended_by"].get("agent")
        by_name = people(names, facts, part.row, part.waits[0], taker, clock)
        if by_name:
            return by_name, True
    return why_nobody(names, facts, part.row), False


def _elsewhere(row: Row, clock: Clock) -> str:
    """Say who could have had it when it began to wait, and is in other queues only."""
    free, queue = row["free_elsewhere"], row["queue"]
    checks = {found["check"] for each in row["candidates"] if (found := main_failure(each)) is not None}
    if not free or not checks or checks & {"look", "left-to-row"}:
        return ""
    if len(free) > _FEW:
        shown = f"{', '.join(free[:_FEW])} and {len(free) - _FEW} more"
        return (
            f" {len(free)} agents who are not in {queue} could have had it at {clock(row['at'])} ({shown})."
        )
    are = "is" if len(free) == 1 else "are"
    return f" {both(free)} could have had it at {clock(row['at'])}, but {are} not in {queue}."


_FEW = 3

# Taken ----------------------------------------------------------------------------------------------------

_HOW = {"accepted": "accepted it", "assigned": "was assigned it", "picked": "picked it"}


def _taken(names: Names, facts: Row, before: list[Row], trace: CaseTrace, clock: Clock) -> str:
    last, name, waited = before[-1], facts["case_id"], facts["wait_seconds"]
    who = f"{last['agent']} {_HOW[last['event']]}"
    if not waited:
        return f"{name} did not wait: {who} at once, at {clock(last['at'])}.{misses(before)}"
    first = f"{name} waited {lasting(waited)} until {who} at {clock(last['at'])}"
    note = from_file_only(names, facts, trace, clock)
    spent = parts(facts, before, trace)
    longest = spent[0] if spent else None
    offered = offered_seconds(before)
    if longest is None or longest.seconds < max(offered, NO_TIME):
        if offered < NO_TIME:
            late = facts["from"] if facts["arrived_at"] < facts["from"] else None
            begins = f": the run begins at {clock(late)} (--from)" if late else ""
            return f"{first}{begins}.{misses(before)}{note}"
        some = "It was on offer all the while"
        if offered < waited - NO_TIME:
            some = f"For {lasting(offered)} of that it was on offer"
        return f"{first}. {some}{on_offer(before)}.{note}"
    why, by_name = _why(names, facts, longest, clock)
    stretches = len(longest.waits)
    joint = ": "
    alike = longest.seconds if by_name else _alike(names, facts, longest)
    if alike < longest.seconds / 2:
        joint = ", mostly because "
    elif min(alike, longest.seconds) < waited:
        often = f", in {stretches} stretches," if stretches > 1 else ""
        joint = f". For {lasting(alike)} of that{often} "
    until = "" if by_name else _until(longest.row, last["at"], stretches, clock)
    return f"{first}{joint}{why}{until}.{_elsewhere(longest.row, clock)}{misses(before)}{note}"


def _until(row: Row, told: str, stretches: int, clock: Clock) -> str:
    """Return what ended a wait, where that is not plain from what it was; and when, unless that is told."""
    ended = row["ended_by"]
    what, agent = ended["what"], ended.get("agent")
    at = f" at {clock(ended['at'])}" if ended.get("at", told) != told else ""
    until = ", the last of them until" if stretches > 1 else ", until"
    if what == "units-freed":
        freed = both(ended["cases"][:3]) or "a case"
        if ended["finished"] and most_left(row) <= 0:
            return f"{until} {agent} finished {freed}{at}"
        return f"{until} {freed} gave back {count(ended['units'], 'unit')} of {agent}{at}"
    if what == "presence":
        return f"{until} {agent} became {ended['presence']}{at}"
    if what == "signed-in":
        return f"{until} {agent} signed in{at}"
    if what == "cool-down-over":
        return f"{until} that of {agent} was over{at}"
    return ""
