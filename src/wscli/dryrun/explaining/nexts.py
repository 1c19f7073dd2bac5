"""What to look at next: commands that can be typed as they stand, with the files of this run."""

from __future__ import annotations

import shlex
from typing import Any

from wscli.dryrun.explaining.reasons import main_failure
from wscli.dryrun.invocation import Commands

Row = dict[str, Any]
_MOST = 3


def nexts(facts: Row, commands: Commands, agents: list[str]) -> list[str]:
    """Return what to look at next for a case: a few commands, the most telling first."""
    if "fault" in facts["routing"]:
        return _of_stranded(facts, commands)
    waits = [row for row in facts["story"] if row["event"] == "waited"]
    found: list[str] = []
    if waits:
        wait = max(waits, key=lambda each: float(each["seconds"]))
        found = _of_wait(facts, wait, commands, agents)
    return list(dict.fromkeys(found or _of_others(facts, commands)))[:_MOST]


def _of_stranded(facts: Row, commands: Commands) -> list[str]:
    routing = facts["routing"]
    decision, fault = routing["workstream"], routing["fault"]
    found = [*commands.validation]
    nearest = fault.get("nearest")
    if nearest and decision["by"] in ("branch", "default"):
        number = decision["tried"][-1]["number"] - 1 if decision["tried"] else 0
        step = f"branches[{number}].workstream" if decision["by"] == "branch" else "default_workstream"
        found.append(commands.changed(facts["case_id"], f"flows[{decision['source']}].{step}", nearest))
    return found


def _of_wait(facts: Row, wait: Row, commands: Commands, agents: list[str]) -> list[str]:
    candidates = wait["candidates"]
    if not candidates:
        path = f"queues[{wait['queue']}].members"
        return [commands.changed(facts["case_id"], path, f"[{', '.join(agents[:2])}]")] if agents else []
    busiest = max(candidates, key=_telling)
    failure = main_failure(busiest)
    found = []
    if failure is not None and "agent" not in wait["ended_by"]:
        found += _what_if(facts, wait, failure, commands)
    if not found and failure is not None:
        if failure["check"] == "cool-down":
            found += _what_if(facts, wait, failure, commands)
        elif failure["check"] not in ("skills", "signed-in", "offer-limit", "left-to-row"):
            found.append(commands.agent(busiest["agent"], wait["at"]))
    for other in (wait["overtaken_by"], wait["went_first"]):
        if other["count"]:
            found.append(commands.case(other["cases"][0]["case_id"]))
    return found


def _what_if(facts: Row, wait: Row, failure: Row, commands: Commands) -> list[str]:
    """Return the case in a configuration in which the check would not have failed."""
    have = failure.get("have")
    if failure["check"] == "capacity":
        field, value = "capacity", str(max(_capacities(wait)))
    elif failure["check"] == "presence" and have not in ("busy-dnd", "offline"):
        field, value = "allowed_presences", f"[{', '.join([*failure['need'], str(have)])}]"
    elif failure["check"] == "cool-down":
        field, value = "assign_work_item_after_decline_or_timeout", "0"
    else:
        return []
    return [commands.changed(facts["case_id"], f"workstreams[{wait['workstream']}].{field}", value)]


def _capacities(wait: Row) -> list[int]:
    """Return the most that each candidate who had too little had left during a wait."""
    failures = [found for each in wait["candidates"] for found in each["failures"]]
    return [max(found["have"], 0) for found in failures if found["check"] == "capacity"]


def _telling(candidate: Row) -> tuple[bool, float]:
    """Return how much there is to see of a candidate: of one who was signed out there is nothing."""
    found = main_failure(candidate)
    if found is None:
        return False, -1.0
    return found["check"] != "signed-in", float(found["seconds"])


def _of_others(facts: Row, commands: Commands) -> list[str]:
    """Return why not the next best, where one was chosen among several; or how it was with that one."""
    asked = facts["agent"]
    for row in facts["story"]:
        others = [each["agent"] for each in row.get("candidates", ()) if not each.get("chosen")]
        if row["event"] != "waited" and others:
            if asked is not None:
                return [commands.agent(asked, row["at"])]
            return [commands.case(facts["case_id"], f"--agent {shlex.quote(others[0])}")]
    return []
