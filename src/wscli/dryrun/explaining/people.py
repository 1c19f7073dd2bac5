"""Why nobody, told person by person: who was full with what until when, and what they got first.

For waits that a few people were in the way of; of many it is counted (`reasons`). What the others of a large
queue did is a number here as well, and the one or two who were different are named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from wscli.amounts import count
from wscli.dryrun.explaining.checks import failure_facts
from wscli.dryrun.explaining.names import Names
from wscli.dryrun.explaining.obstacles import clause, kind_of_span, merged
from wscli.dryrun.explaining.reasons import SOME, cannot_ever, kind_of, left_of, overtaken
from wscli.dryrun.explaining.story import is_ahead
from wscli.dryrun.explaining.words import Clock, both, lasting
from wscli.measures import seconds
from wscli.simulation.trace_steps import InHand, Taken, Wait

Row = dict[str, Any]
Said = tuple[str, str]
"""An instant, and what somebody got then or was from then on."""
_FEW = 3
"""So many members are told of one by one."""
_MOST_NAMED = 2
"""So many of a large queue are named who were kept away by something else than the others."""
_MOST_STEPS = 3
"""So much is told of somebody one after the other, and one more of who took the case."""
_LISTS = ("look", "first-on-list")


def people(names: Names, facts: Row, row: Row, wait: Wait, taker: str | None, clock: Clock) -> str:
    """Return why nobody had the case during a wait, by name; an empty text where counting says it better.

    `row` tells the wait as the story does; `taker` is who ended it, if anybody did.
    """
    candidates = row["candidates"]
    if not candidates or cannot_ever(names, facts, row):
        return ""
    kinds = {each["agent"]: kind_of(each, facts["units"]) for each in candidates}
    lists = any(found["check"] in _LISTS for each in candidates for found in each["failures"])
    alike = len(set(kinds.values())) == 1
    if alike and not (lists and len(candidates) <= _FEW and "first-on-list" not in kinds.values()):
        return ""
    person = _Person(names, facts, row, wait, taker, clock)
    if len(candidates) <= _FEW:
        order = sorted(kinds, key=lambda agent: agent != taker)
        return "; ".join(f"{agent} {person.told(agent)}" for agent in order) + overtaken(row)
    told = _of_many(kinds, person)
    return told + overtaken(row) if told else ""


def _of_many(kinds: dict[str, str], person: _Person) -> str:
    """Count those whom the same kept away, and name the few who are left."""
    counts = Counter(kinds.values()).most_common()
    rare = {kind for kind, number in counts[1:] if number == 1}
    named = [agent for agent, kind in kinds.items() if kind in rare]
    if not named or len(named) > _MOST_NAMED:
        return ""
    queue = person.row["queue"]
    if len(counts) == 2 and counts[0][0] == "signed-in":
        return f"the only member of {queue} at work, {named[0]}, {person.told(named[0])}"
    whole = f"of the {len(kinds)} members of {queue} "
    parts = [
        f"{number} {'' if place else whole}{SOME[kind]}"
        for place, (kind, number) in enumerate(counts)
        if kind not in rare
    ]
    return both([*parts, *(f"{agent} {person.told(agent)}" for agent in named)])


class _Person:
    """Tells what kept one member after the other from the case during one wait."""

    def __init__(
        self, names: Names, facts: Row, row: Row, wait: Wait, taker: str | None, clock: Clock
    ) -> None:
        self.names = names
        self.facts = facts
        self.row = row
        self.wait = wait
        self.taker = taker
        self.clock = clock
        self.case = names.cases.ids.index(facts["case_id"])
        self.whole = (row["at"], row["until"])

    def told(self, agent: str) -> str:
        """Return what an agent did and was meanwhile, in order of time."""
        index = self.names.agents.index(agent)
        spans = self._spans(index)
        groups = merged(spans, self.facts["units"])
        first = [each for each in self.wait.taken if each.agent == index and is_ahead(each)]
        # What somebody got at an instant comes before what they were from then on: the sort is stable.
        said = [*self._got(first), *self._obstacles(agent, index, groups, first)]
        said.sort(key=lambda each: each[0])
        if len(said) <= _MOST_STEPS + (agent == self.taker):
            return ", then ".join(text for _, text in said) or "was free"
        return self._in_all(spans) + (f", and {count(len(first), 'case')} went first" if first else "")

    def _in_all(self, spans: list[Row]) -> str:
        """Return the longest of many obstacles, with its time in all."""
        units = self.facts["units"]
        times: Counter[str] = Counter()
        for each in spans:
            times[kind_of_span(each, units)] += each["seconds"]
        kind, lasted = times.most_common(1)[0]
        group = [each for each in spans if kind_of_span(each, units) == kind]
        alone = [{**each, "holds": []} for each in group]
        return f"{clause(alone, self.facts, self.clock)} for {lasting(lasted)}"

    def _obstacles(
        self, agent: str, index: int, groups: list[list[Row]], first: list[Taken]
    ) -> Iterator[Said]:
        for group in groups:
            before = [each for each in first if self.names.instant(each.at) <= group[0]["at"]]
            said = self._obstacle(agent, index, group, before)
            kind = kind_of_span(group[0], self.facts["units"])
            # What stood before it on the list is told as what they got.
            if not (first and kind in _LISTS and said != self._picking(agent, group)):
                yield group[0]["at"], said

    def _obstacle(self, agent: str, index: int, group: list[Row], before: list[Taken]) -> str:
        """Return one obstacle; `before` is what they had got until then instead."""
        picking = self._picking(agent, group)
        if picking:
            return picking
        if kind_of_span(group[0], self.facts["units"]) == "full" and not any(map(left_of, group)):
            held = list(dict.fromkeys(case for each in group for case in each["holds"]))
            got = self.names.cases.ids[before[-1].case] if before else None
            last = group[-1]["until"] == self.whole[1]
            if got in held and (last or len(held) == 1):
                return "was full with it" + ("" if last else f" until {self.clock(group[-1]['until'])}")
            if len(held) == 1:
                return self._full_with_one(index, held[0], group[-1]["until"])
        return self._clause(group)

    def _picking(self, agent: str, group: list[Row]) -> str:
        """Return how long somebody took to pick the case who then did; an empty text for all others."""
        if group[0].get("check") != "look" or agent != self.taker or group[-1]["until"] != self.whole[1]:
            return ""
        return f"took {lasting(sum(each['seconds'] for each in group))} to pick it"

    def _clause(self, group: list[Row]) -> str:
        """Return an obstacle with as much of its time as the whole of the wait leaves open."""
        since, until, clock = group[0]["at"], group[-1]["until"], self.clock
        if (since, until) == self.whole:
            return clause(group, self.facts, clock, whole=len(self.row["candidates"]) > 1)
        from_ = "" if since == self.whole[0] else f" from {clock(since)}"
        to = " on" if until == self.whole[1] else f" until {clock(until)}"
        return clause(group, self.facts, clock) + (to if to != " on" else from_ + to)

    def _full_with_one(self, index: int, case: str, until: str) -> str:
        """Return how somebody was full with one case, of which more can be told than of several."""
        agent = self.names.organisation.agents[index]
        held = self.wait.held[index][self.names.cases.ids.index(case)]
        queue = self.names.queues[held.queue]
        of = f" (a case of {queue})" if queue != self.row["queue"] else ""
        doing = "was on" if agent.capacity == 1 else "was full with"
        over = until != self.whole[1] or agent.name == self.taker
        since = self.clock(self.names.instant(held.since))
        return f"{doing} {case}{of} from {since} {f'until {self.clock(until)}' if over else 'on'}"

    def _got(self, first: list[Taken]) -> Iterator[Said]:
        ids, queue = self.names.cases.ids, self.row["queue"]
        groups: dict[bool, list[Taken]] = {}
        for each in first:
            groups.setdefault(each.urgent, []).append(each)
        for urgent, taken in groups.items():
            cases = [ids[each.case] for each in taken]
            shown = both(cases) if len(cases) <= _FEW else f"{count(len(cases), 'case')}"
            theirs = both(list(dict.fromkeys(self.names.queues[each.queue] for each in taken)))
            why = f", as {theirs} comes before {queue}" if urgent else ""
            yield self.names.instant(taken[0].at), f"got {shown} first{why}"

    def _spans(self, index: int) -> list[Row]:
        """Return what kept an agent away: each check from when to when, and what they had in hand."""
        told = []
        for at, until, failure in self.wait.spans(index):
            if until <= at:
                continue
            facts: Row = {"at": self.names.instant(at), "until": self.names.instant(until)}
            if failure is not None:
                check = failure_facts(self.names, self.case, index, [failure])
                if "until" in check:
                    check["asked_again"] = check.pop("until")
                facts |= check
            told.append(facts | {"seconds": seconds(until - at), "holds": self._held(index, at, until)})
        return told

    def _held(self, index: int, at: int, until: int) -> list[str]:
        held: dict[int, InHand] = self.wait.held.get(index, {})
        ids = self.names.cases.ids
        return [ids[case] for case, each in held.items() if each.since < until and each.last >= at]
