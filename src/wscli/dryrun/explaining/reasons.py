"""Why nobody: the checks that kept all candidates away for the length of a wait, in half a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from wscli.dryrun.explaining.names import Names
from wscli.dryrun.explaining.words import both, cases_text, count, either

Row = dict[str, Any]
_FULL = ("busy", "busy-dnd")


def why_nobody(names: Names, facts: Row, wait: Row) -> str:
    """Return why nobody had the case during a wait."""
    candidates, queue = wait["candidates"], wait["queue"]
    if not candidates:
        return f"queue {queue} has no members"
    never = _impossible(names, facts, wait)
    if never:
        return never
    kinds = Counter(kind_of(each, facts["units"]) for each in candidates)
    if len(kinds) == 1:
        kind = next(iter(kinds))
        said = _ALL[kind](facts, wait)
    else:
        said = _some(kinds, f"of the {len(candidates)} members of {queue} ")
    return said + _passed_by(wait)


def _some(kinds: Counter[str], whole: str) -> str:
    """Say how many of the members each kind kept away: `2 of the 3 members of Q were signed out and 1 …`."""
    parts = []
    for place, (kind, number) in enumerate(kinds.most_common()):
        word = _SOME[kind] if number > 1 else _SOME[kind].replace("were ", "was ")
        parts.append(f"{number} {'' if place else whole}{word}")
    return both(parts)


def _passed_by(wait: Row) -> str:
    """Say who went first, where that is why."""
    overtook, ahead = wait["overtaken_by"], wait["went_first"]
    if overtook["count"]:
        return f"; {count(overtook['count'], 'later, smaller case')} overtook it ({cases_text(overtook)})"
    if ahead["count"]:
        return f"; {went_first(ahead)}"
    return ""


def went_first(ahead: Row) -> str:
    """Say which cases went first, and whether for the priority of their queues."""
    urgent = f", {ahead['more_urgent']:,} of queues with a better priority" if ahead["more_urgent"] else ""
    return f"{count(ahead['count'], 'case')} went first ({cases_text(ahead)}){urgent}"


def main_failure(candidate: Row) -> Row | None:
    """Return the check that stood in a candidate's way for longest."""
    failures = candidate["failures"]
    found: Row | None = max(failures, key=lambda each: float(each["seconds"]), default=None)
    return found


def kind_of(candidate: Row, units: int | None) -> str:
    """Return in a word what kept a candidate away for longest."""
    found = main_failure(candidate)
    return "free" if found is None else kind_of_failure(found, units)


def kind_of_failure(found: Row, units: int | None) -> str:
    """Return a check in a word: a presence that follows from the load counts as full."""
    if found["check"] == "capacity":
        return "full"
    if found["check"] == "presence" and found["have"] in _FULL:
        return "full" if found["units_left"] < max(units or 0, 1) else "presence"
    return str(found["check"])


def _impossible(names: Names, facts: Row, wait: Row) -> str:
    """Return why no member of the queue could ever have the case, if that is so."""
    members = [each["agent"] for each in wait["candidates"]]
    capacities = {agent.name: agent.capacity for agent in names.organisation.agents}
    most = max(capacities[name] for name in members)
    units = facts["units"]
    if units is not None and most < units and any(_checks(wait, "capacity")):
        return (
            f"it needs {count(units, 'unit')}, and nobody in {wait['queue']} has a capacity of more than "
            f"{most}, so nobody can ever take it"
        )
    return ""


def _checks(wait: Row, check: str) -> list[Row]:
    return [found for each in wait["candidates"] for found in each["failures"] if found["check"] == check]


def _all_full(facts: Row, wait: Row) -> str:
    have = [found["have"] for found in _checks(wait, "capacity")]
    have += [found["units_left"] for found in _checks(wait, "presence")]
    most = max(have, default=0)
    if most <= 0:
        return f"everybody in {wait['queue']} was full"
    return f"nobody in {wait['queue']} had {count(facts['units'], 'unit')} free (at most {most})"


def _all_presence(facts: Row, wait: Row) -> str:
    found = _checks(wait, "presence")
    states = sorted({each["have"] for each in found})
    if not found[0]["need"]:
        return "the workstream allows no presence at all"
    return f"nobody in {wait['queue']} was {either(found[0]['need'])} (all {both(states)})"


def _all_cooling(facts: Row, wait: Row) -> str:
    found = _checks(wait, "cool-down")
    everyone = f"everyone in {wait['queue']} had declined it or let it time out"
    if all(each["until"] is None for each in found):
        return f"{everyone}, and nobody is asked twice (reassign-after is none)"
    return f"{everyone}, and was in a cool-down"


def _all_skills(facts: Row, wait: Row) -> str:
    needs = {f"{name}:{rating}" for each in _checks(wait, "skills") for name, rating in each["need"].items()}
    return f"nobody in {wait['queue']} has the skills that it needs ({', '.join(sorted(needs))})"


def _all_behind(facts: Row, wait: Row) -> str:
    found = _checks(wait, "first-on-list")
    most = max(found, key=lambda each: int(each["before"]["count"]))["before"]
    if any(each["blocked"] for each in found):
        return (
            f"what stood before it on the list could not be taken ({cases_text(most)}), and nobody skips it"
        )
    return f"other cases stood before it on the list ({cases_text(most)})"


_ALL: dict[str, Callable[[Row, Row], str]] = {
    "full": _all_full,
    "presence": _all_presence,
    "signed-in": lambda facts, wait: f"nobody in {wait['queue']} was signed in",
    "cool-down": _all_cooling,
    "skills": _all_skills,
    "left-to-row": lambda facts, wait: "the events file says who picks it, so everybody else left it",
    "first-on-list": _all_behind,
    "look": lambda facts, wait: "whoever could take it had not yet come to do so (pick_after)",
    "offer-limit": lambda facts, wait: "it had been offered as often as it may be (max_offers)",
    "free": lambda facts, wait: "nobody looked at the list",
}
_SOME = {
    "full": "had too little left",
    "presence": "had a presence that is not allowed",
    "signed-in": "were signed out",
    "cool-down": "were in a cool-down",
    "skills": "lacked the skills",
    "left-to-row": "left it to a row of the events file",
    "first-on-list": "had other cases first on the list",
    "look": "were about to take it",
    "offer-limit": "could not be asked any more",
    "free": "did not look at the list",
}

IN_SHORT = {
    "member": "not a member",
    "full": "too little left",
    "presence": "a presence that is not allowed",
    "signed-in": "signed out",
    "cool-down": "cool-down",
    "skills": "without the skills",
    "left-to-row": "left to a row of the events file",
    "first-on-list": "other cases first on the list",
    "look": "has turned to the list",
    "offer-limit": "asked as often as may be",
    "free": "could have had it",
}
"""What kept agents away, where there are too many of them to say it of each."""
