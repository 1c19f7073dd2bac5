"""The answer: what became of a case and why, in a sentence or two, made from the same facts as the story."""

from __future__ import annotations

from typing import Any

from wscli.dryrun.explaining.names import Names
from wscli.dryrun.explaining.reasons import why_nobody
from wscli.dryrun.explaining.words import Clock, better_by, both, count, failure_text, lasting

Row = dict[str, Any]
_TAKEN = ("accepted", "assigned", "picked")
_MISSED = {"declined": "declined", "timed-out": "missed"}
_MISSES = {"declined": "declined it", "timed-out": "let it time out", "cancelled": "had the offer cancelled"}


def verdict(names: Names, facts: Row, clock: Clock) -> str:
    """Return the answer for a case of the run."""
    if "fault" in facts["routing"]:
        return _stranded(facts, clock)
    story = facts["story"]
    taken = next((place for place, row in enumerate(story) if row["event"] in _TAKEN), None)
    if taken is None:
        return _never_taken(names, facts, clock)
    before = story[: taken + 1]
    return _taken(names, facts, before, clock)


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
    named = decision["named"]
    if fault.get("inactive"):
        return f"{where} says workstream {named!r}, which is inactive."
    near = f" The nearest name is {fault['nearest']!r}: was it renamed?" if fault.get("nearest") else ""
    return f"{where} says workstream {named!r}, and there is none of that name.{near}"


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


def _never_taken(names: Names, facts: Row, clock: Clock) -> str:
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
                f"{cancelled[-1]['agent']}, who had not answered: the offer was cancelled.{_misses(story)}"
            )
        end = f"It was withdrawn at {clock(last['at'])} ({why}){after}."
    elif last["event"] == "offered":
        end = f"It was on offer to {last['agent']} when the run ended at {clock(facts['until'])}{after}."
    return f"Nobody took {name}{_because(names, facts)} {end}{_misses(story)}"


def _because(names: Names, facts: Row) -> str:
    """Return why nobody took a case, from the longest of its waits; a full stop where it never waited."""
    if facts["reason"] == "offer-limit":
        return ": it was offered as often as a case may be (max_offers), and is not offered again."
    wait = _longest(facts["story"])
    return f": {why_nobody(names, facts, wait)}." if wait is not None else "."


def _longest(story: list[Row]) -> Row | None:
    waits = [row for row in story if row["event"] == "waited"]
    return max(waits, key=lambda wait: float(wait["seconds"]), default=None)


# Taken ----------------------------------------------------------------------------------------------------

_HOW = {"accepted": "accepted it", "assigned": "was assigned it", "picked": "picked it"}


def _taken(names: Names, facts: Row, before: list[Row], clock: Clock) -> str:
    last, name, waited = before[-1], facts["case_id"], facts["wait_seconds"]
    who = f"{last['agent']} {_HOW[last['event']]}"
    wait = _longest(before)
    if not waited:
        return f"{name} did not wait: {who} at once, at {clock(last['at'])}.{_misses(before)}"
    first = f"{name} waited {lasting(waited)} until {who} at {clock(last['at'])}"
    if wait is None or not wait["seconds"]:
        answer = " It was on offer all the while." if last["event"] == "accepted" else ""
        return f"{first}.{answer}{_misses(before)}"
    joint = ": " if wait["seconds"] == waited else f". For {lasting(wait['seconds'])} of that "
    until = _until(wait["ended_by"], last["at"], clock)
    return f"{first}{joint}{why_nobody(names, facts, wait)}{until}.{_misses(before)}"


def _until(ended: Row, told: str, clock: Clock) -> str:
    """Return what ended a wait, where that is not plain from what it was; and when, unless that is told."""
    what = ended["what"]
    at = f" at {clock(ended['at'])}" if ended.get("at", told) != told else ""
    if what == "units-freed":
        freed = both(ended["cases"][:3]) or "a case"
        return f", until {freed} gave back {count(ended['units'], 'unit')} of {ended['agent']}{at}"
    if what == "presence":
        return f", until {ended['agent']} became {ended['presence']}{at}"
    if what == "signed-in":
        return f", until {ended['agent']} signed in{at}"
    if what == "cool-down-over":
        return f", until that of {ended['agent']} was over{at}"
    return ""


def _misses(story: list[Row]) -> str:
    """Say how often it was offered in vain."""
    missed = [row for row in story if row["event"] in ("declined", "timed-out")]
    if not missed:
        return ""
    if len(missed) == 1:
        return f" {missed[0]['agent']} had {_MISSED[missed[0]['event']]} it before."
    declined = sum(row["event"] == "declined" for row in missed)
    parts = [f"{declined} {'was' if declined == 1 else 'were'} declined"] if declined else []
    parts += [f"{len(missed) - declined} timed out"] if declined < len(missed) else []
    return f" Of its earlier offers {' and '.join(parts)}."


# One agent ------------------------------------------------------------------------------------------------


def verdict_on(names: Names, facts: Row, agent: str, clock: Clock) -> str:
    """Return why an agent did not get a case, or how they did."""
    story, name = facts["story"], facts["case_id"]
    got = [row for row in story if row["event"] in _TAKEN and row["agent"] == agent]
    if got:
        return f"{agent} did get {name}."
    missed = [row for row in story if row["event"] in _MISSES and row["agent"] == agent]
    if missed:
        said = _MISSES[missed[0]["event"]]
        more = f", and {count(len(missed) - 1, 'more offer')} came to nothing" if len(missed) > 1 else ""
        return f"{agent} was offered {name} and {said} at {clock(missed[0]['at'])}{more}."
    if any(row["event"] == "offered" and row["agent"] == agent for row in story):
        return f"{agent} was offered {name}, and had not answered when the run ended."
    if agent not in names.members(facts["queue"]):
        return _no_member(names, facts, agent)
    return _passed_over(facts, agent, clock)


def _no_member(names: Names, facts: Row, agent: str) -> str:
    of = [queue.name for queue in names.organisation.queues if agent in queue.members]
    theirs = f"{agent} is a member of {', '.join(of)}" if of else f"{agent} is a member of no queue"
    return f"{agent} could not get {facts['case_id']}: it is in queue {facts['queue']}, and {theirs}."


def _passed_over(facts: Row, agent: str, clock: Clock) -> str:
    said = []
    for row in facts["story"]:
        for each in row.get("candidates", ()):
            if each["agent"] != agent:
                continue
            if row["event"] == "waited":
                said += [
                    (float(found["seconds"]), f"{failure_text(found, clock)} ({lasting(found['seconds'])})")
                    for found in each["failures"]
                ]
            elif "check" in each:
                said.append((0.0, f"{failure_text(each, clock)} at {clock(row['at'])}"))
            elif "ranking" in each:
                chosen = next(one for one in row["candidates"] if one.get("chosen"))
                by = better_by(chosen["ranking"], each["ranking"], clock) if "ranking" in chosen else ""
                better = f"{chosen['agent']} ranked before {agent}: {by}" if by else "the file says who"
                said.append((1e12, f"at {clock(row['at'])} {better}"))
            else:
                said.append((0.0, f"{row['agent']} picked it first, at {clock(row['at'])}"))
    said.sort(key=lambda each: -each[0])
    why = "; ".join(dict.fromkeys(text for _, text in said[:3]))
    return f"{agent} did not get {facts['case_id']}: {why or 'it was never on offer'}."
