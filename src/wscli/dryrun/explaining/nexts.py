"""What to look at next: commands that can be typed as they stand, each with the question that it answers."""

from __future__ import annotations

from typing import Any

from wscli.amounts import count
from wscli.dryrun.explaining.names import Names
from wscli.dryrun.explaining.reasons import kind_of_failure, main_failure
from wscli.dryrun.explaining.spent import is_felt
from wscli.dryrun.explaining.words import both
from wscli.dryrun.invocation import Commands, Word, command_line
from wscli.model.terms import BasePresence, name_key

Row = dict[str, Any]
_MOST = 3
_LOOPS = 3
"""Of a case that came back so often, more of the same tells nothing."""
_MISSED = ("declined", "timed-out")
_TAKEN = ("accepted", "assigned", "picked")


def nexts(names: Names, facts: Row, commands: Commands) -> list[Row]:
    """Return what to look at next for a case: a few commands, the most telling first, each with why."""
    found = _Finder(names, facts, commands).find()
    return list({each["command"]: each for each in found if each["command"] is not None}.values())[:_MOST]


def with_members(names: Names, queue: str, more: list[str]) -> tuple[str, str]:
    """Return path and value of a queue with more members."""
    return f"queues[{queue}].members", f"[{', '.join([*names.members(queue), *more])}]"


class _Finder:
    def __init__(self, names: Names, facts: Row, commands: Commands) -> None:
        self.names = names
        self.facts = facts
        self.commands = commands
        self.case_id: str = facts["case_id"]
        self.agent: str | None = facts["agent"]

    def find(self) -> list[Row]:
        """Return the commands for a case that was stranded, one asked of an agent, or one that waited."""
        if "fault" in self.facts["routing"]:
            return self._stranded()
        if self.agent is not None:
            return self._on_agent(self.agent)
        waits = [row for row in self.facts["story"] if row["event"] == "waited" and is_felt(row)]
        found: list[Row] = []
        if waits:
            found = self._waited(max(waits, key=lambda each: float(each["seconds"])))
        return found or self._ranked()

    def trial(self, why: str, path: str, value: object) -> Row:
        """Return the case once more in a configuration that is changed for that run."""
        return {"why": why, "command": self.commands.changed(self.case_id, path, value, self.agent)}

    # Never distributed ------------------------------------------------------------------------------------

    def _stranded(self) -> list[Row]:
        routing, commands = self.facts["routing"], self.commands
        decision, meant = routing["workstream"], routing["fault"].get("meant")
        found = []
        if meant and decision["by"] in ("branch", "default"):
            number = decision["tried"][-1]["number"] if decision["tried"] else 0
            step = f"branches[{number - 1}].workstream"
            verb, places, flag = "update-branch", [decision["source"], str(number)], "--workstream"
            if decision["by"] == "default":
                step = "default_workstream"
                verb, places, flag = "update", [decision["source"]], "--default-workstream"
            why = f"what would become of it in {meant!r}?"
            found.append(self.trial(why, f"flows[{decision['source']}].{step}", meant))
            if commands.stored:
                repair = command_line(f"wscli flow {verb}", places, [Word(flag, meant)])
                found.append({"why": "if that is right: this repairs the flow", "command": repair})
        return found + [{"why": "what else is wrong there?", "command": each} for each in commands.validation]

    # Of one agent -----------------------------------------------------------------------------------------

    def _on_agent(self, agent: str) -> list[Row]:
        queue = self.facts["queue"]
        if agent not in self.names.members(queue):
            path, value = with_members(self.names, queue, [agent])
            return [self.trial(f"would {agent} get it as a member of {queue}?", path, value)]
        capacity = self.names.organisation.agents[self.names.agents.index(agent)].capacity
        units = self.facts["units"]
        if units is not None and capacity < units:
            why = f"would {agent} get it with a capacity of {units}?"
            return [self.trial(why, f"agents[{agent}].capacity", units)]
        spans = [each for each in self.facts["with_agent"] if "check" in each]
        if spans:
            span = max(spans, key=lambda each: float(each["seconds"]))
            return self._of_span(agent, span)
        row = next((row for row in self.facts["story"] if _is_choice(row, agent)), None)
        return [self._state(agent, row["at"])] if row is not None else []

    def _of_span(self, agent: str, span: Row) -> list[Row]:
        if span["check"] == "skills":
            return [self._taught(agent, span["need"])]
        found = []
        if kind_of_failure(span, self.facts["units"]) == "full":
            found.append(self._roomier(agent, span))
        if span["check"] != "signed-in":
            found.append(self._state(agent, span["at"]))
        return found

    def _state(self, agent: str, at: str) -> Row:
        return {"why": f"what {agent} held and saw then", "command": self.commands.agent(agent, at)}

    def _roomier(self, agent: str, failure: Row) -> Row:
        """Return a trial in which an agent has as many units more as were missing."""
        short = int(self.facts["units"]) - _left(failure)
        has = next(each.capacity for each in self.names.organisation.agents if each.name == agent)
        why = f"would it help if {agent} had {count(short, 'unit')} more?"
        return self.trial(why, f"agents[{agent}].capacity", has + short)

    def _taught(self, agent: str, need: Row) -> Row:
        """Return a trial in which an agent has the skills that were missing."""
        found = next(each for each in self.names.organisation.agents if each.name == agent)
        missing = {name_key(name) for name in need}  # --set puts the whole of the ratings in place
        skills = {name: rating for name, rating in found.skills if name_key(name) not in missing} | need
        value = "{" + ", ".join(f"{name}: {rating}" for name, rating in skills.items()) + "}"
        with_ = both([f"{name}:{rating}" for name, rating in need.items()])
        return self.trial(f"would {agent} get it with {with_}?", f"agents[{agent}].skills", value)

    # Of a wait --------------------------------------------------------------------------------------------

    def _waited(self, wait: Row) -> list[Row]:
        candidates = wait["candidates"]
        if not candidates:
            return self._joined(wait["queue"], (wait["free_elsewhere"] or self._able())[:2])
        busiest = max(candidates, key=_telling)
        failure = main_failure(busiest)
        found: list[Row] = []
        if failure is not None:
            if wait["free_elsewhere"] and failure["check"] not in ("skills", "look", "left-to-row"):
                found += self._joined(wait["queue"], wait["free_elsewhere"][:1])
            found += self._of_failure(wait, busiest["agent"], failure)
        ahead = wait["went_first"]
        if ahead["count"]:
            first = ahead["cases"][0]["case_id"]
            found.append({"why": f"why {first} went first", "command": self.commands.case(first)})
        return found

    def _of_failure(self, wait: Row, agent: str, failure: Row) -> list[Row]:
        check, workstream = failure["check"], f"workstreams[{wait['workstream']}]"
        if check == "skills":
            joined = self._joined(wait["queue"], (wait["free_elsewhere"] or self._able())[:1])
            return [*joined, self._taught(agent, failure["need"])]
        if check == "cool-down":
            if sum(row["event"] in _MISSED for row in self.facts["story"]) >= _LOOPS:
                command = self.commands.case(self.case_id, agent)
                return [{"why": f"what {agent} did with its offers", "command": command}]
            path = f"{workstream}.assign_work_item_after_decline_or_timeout"
            return [self.trial("would it help without the cool-down?", path, 0)]
        if kind_of_failure(failure, self.facts["units"]) == "full":
            return self._full(wait, agent, failure, workstream)
        if check == "presence" and failure["have"] != "offline":
            failures = [each for one in wait["candidates"] for each in one["failures"]]
            had = {each["have"] for each in failures if each["check"] == "presence"}
            allowed = [
                each.value
                for each in BasePresence
                if each.value in failure["need"]
                or (each.value in had and each not in (BasePresence.BUSY_DND, BasePresence.OFFLINE))
            ]
            why = f"would it help if {wait['workstream']} allowed {both(allowed)}?"
            return [self.trial(why, f"{workstream}.allowed_presences", f"[{', '.join(allowed)}]")]
        if check in ("first-on-list", "look"):
            return [self._state(agent, wait["at"])]
        return []

    def _full(self, wait: Row, agent: str, failure: Row, workstream: str) -> list[Row]:
        if "agent" not in wait["ended_by"] and failure["check"] == "capacity":
            most = max(_capacities(wait))
            why = f"would it help if a case of {wait['workstream']} took {count(most, 'unit')}?"
            return [self.trial(why, f"{workstream}.capacity", most), self._roomier(agent, failure)]
        nearest = [(each["agent"], one) for each in wait["candidates"] for one in each["failures"]]
        nearest = [each for each in nearest if kind_of_failure(each[1], self.facts["units"]) == "full"]
        found = [self._roomier(*max(nearest, key=lambda each: _left(each[1])))]
        return [*found, self._state(agent, wait["at"])]

    def _joined(self, queue: str, agents: list[str]) -> list[Row]:
        """Return a trial in which agents are members of a queue."""
        if not agents:
            return []
        path, value = with_members(self.names, queue, agents)
        as_ = "a member" if len(agents) == 1 else "members"
        return [self.trial(f"would {both(agents)} take it as {as_} of {queue}?", path, value)]

    def _able(self) -> list[str]:
        """Return who is no member of the case's queue, and has the capacity and the skills for it."""
        needed = self.facts["skills"] if self.facts["skills_count"] else {}
        members = self.names.members(self.facts["queue"])
        able = []
        for each in self.names.organisation.agents:
            has = {name_key(skill): rating for skill, rating in each.skills}
            skilled = all(has.get(name_key(skill), 0) >= rating for skill, rating in needed.items())
            if skilled and each.name not in members and each.capacity >= (self.facts["units"] or 0):
                able.append(each.name)
        return able

    def _ranked(self) -> list[Row]:
        """Return why not the next best, where one was chosen among several."""
        had = {row["agent"] for row in self.facts["story"] if row["event"] in _TAKEN}
        for row in self.facts["story"]:
            others = [each["agent"] for each in row.get("candidates", ()) if not each.get("chosen")]
            others = [each for each in others if each not in had]
            if row["event"] != "waited" and others:
                command = self.commands.case(self.case_id, others[0])
                return [{"why": f"why not {others[0]}?", "command": command}]
        return []


def _is_choice(row: Row, agent: str) -> bool:
    return row["event"] != "waited" and any(each["agent"] == agent for each in row.get("candidates", ()))


def _capacities(wait: Row) -> list[int]:
    """Return the most that each candidate who had too little had left during a wait."""
    failures = [found for each in wait["candidates"] for found in each["failures"]]
    return [max(found["have"], 0) for found in failures if found["check"] == "capacity"]


def _left(failure: Row) -> int:
    """Return the units that were left to somebody who was full."""
    return max(int(failure["have"] if failure["check"] == "capacity" else failure["units_left"]), 0)


def _telling(candidate: Row) -> tuple[bool, float]:
    """Return how much there is to see of a candidate: of one who was signed out there is nothing."""
    found = main_failure(candidate)
    if found is None:
        return False, -1.0
    return found["check"] != "signed-in", float(found["seconds"])
