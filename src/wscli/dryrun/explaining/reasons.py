"""Why nobody: the checks that kept all candidates away for the length of a wait, in half a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from wscli.amounts import count
from wscli.dryrun.explaining.names import Names
from wscli.dryrun.explaining.words import both, cases_text, either

Row = dict[str, Any]
_FEW = 3
"""So many members are named."""
_FULL = ("busy", "busy-dnd")


def why_nobody(names: Names, facts: Row, wait: Row) -> str:
    """Return why nobody had the case during a wait."""
    candidates, queue = wait["candidates"], wait["queue"]
    if not candidates:
        return f"queue {queue} has no members"
    never = cannot_ever(names, facts, wait)
    if never:
        return never
    kinds = {each["agent"]: kind_of(each, facts["units"]) for each in candidates}
    alike = set(kinds.values())
    said = _ALL[alike.pop()](facts, wait) if len(alike) == 1 else _some(wait, kinds)
    return said + _passed_by(wait)


def _some(wait: Row, kinds: dict[str, str]) -> str:
    """Say what kept whom away: `2 of the 9 members of Q were signed out and 7 …`; few by name."""
    whole, named = f"of the {len(kinds)} members of {wait['queue']} ", len(kinds) <= _FEW
    parts = []
    for place, (kind, number) in enumerate(Counter(kinds.values()).most_common()):
        said = "were full" if kind == "full" and most_left(wait) <= 0 else SOME[kind]
        word = said if number > 1 else said.replace("were ", "was ")
        who = f"{number} {'' if place else whole}"
        if named:
            who = f"{both([agent for agent, each in kinds.items() if each == kind])} "
        parts.append(f"{who}{word}")
    return both(parts)


def _passed_by(wait: Row) -> str:
    """Say who went first, where that is why."""
    ahead = wait["went_first"]
    return overtaken(wait) or (f"; {went_first(ahead)}" if ahead["count"] else "")


def overtaken(wait: Row) -> str:
    """Say which later cases were given to somebody who had too little left for this one."""
    overtook = wait["overtaken_by"]
    if not overtook["count"]:
        return ""
    return f"; {count(overtook['count'], 'later, smaller case')} overtook it ({cases_text(overtook)})"


def went_first(ahead: Row) -> str:
    """Say which cases went first, and whether for the priority of their queues."""
    urgent, number = ahead["more_urgent"], ahead["count"]
    why = ""
    if urgent:
        whose = "its queue has" if number == 1 else "their queues have"
        part = "" if urgent == number else f"{urgent:,} of them "
        why = f", {part}because {whose} a better priority"
    if number == 1:
        return f"{cases_text(ahead)} went first{why}"
    return f"{count(number, 'case')} went first ({cases_text(ahead)}){why}"


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


def cannot_ever(names: Names, facts: Row, wait: Row) -> str:
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


def most_left(wait: Row) -> int:
    """Return the most units that anybody had left who had too few."""
    found = [*_checks(wait, "capacity"), *_checks(wait, "presence")]
    return max((left_of(each) for each in found), default=0)


def left_of(found: Row) -> int:
    """Return the units that an agent had left who had too few, 0 for checks of something else."""
    if found["check"] == "capacity":
        return int(found["have"])
    return int(found["units_left"]) if found["check"] == "presence" and found["have"] in _FULL else 0


def _all_full(facts: Row, wait: Row) -> str:
    most = most_left(wait)
    if most <= 0:
        return f"everybody in {wait['queue']} was full"
    return f"nobody in {wait['queue']} had {count(facts['units'], 'unit')} free (at most {most})"


def _all_presence(facts: Row, wait: Row) -> str:
    found = _checks(wait, "presence")
    states = sorted({each["have"] for each in found})
    if not found[0]["need"]:
        return "the workstream allows no presence at all"
    whose = (
        f"workstream {wait['workstream']} gives its cases only to agents who are {either(found[0]['need'])}"
    )
    return f"{whose}, and nobody in {wait['queue']} was: they were {either(states)}"


def _all_cooling(facts: Row, wait: Row) -> str:
    found = _checks(wait, "cool-down")
    everyone = f"everyone in {wait['queue']} had declined it or let it time out"
    if all(each["until"] is None for each in found):
        return f"{everyone}, and nobody is asked twice"
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
    "look": lambda facts, wait: "whoever could take it had not yet come to do so",
    "offer-limit": lambda facts, wait: "it had been offered as often as it may be (simulation.max_offers)",
    "free": lambda facts, wait: "nobody looked at the list",
}
SOME = {
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
"""What kept some of many away; `were` is of several, and of one it is `was`."""

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
