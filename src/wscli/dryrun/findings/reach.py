"""Whether anybody could ever have a case of a queue, a workstream and skills; and why not.

What is asked of places is asked once for each: a run has thousands of cases and tens of places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from wscli.amounts import count
from wscli.cases.table import EventKind
from wscli.dryrun.findings.ended import Ended
from wscli.dryrun.findings.words import listed
from wscli.model.checks.facts import Facts
from wscli.model.checks.reach import reachable_presences, received_presences
from wscli.model.terms import BasePresence, Mode, name_key

Required = tuple[tuple[int, int], ...]
"""Skills by number, and the ratings that are needed at least."""
_NEEDS = 3
"""Combinations of skills that are named."""


class Never(NamedTuple):
    """Why nobody can have a case: `kind` in a word, and what is said of all cases to which it happens."""

    kind: str
    text: str


class Reach:
    """Tells whether anybody could ever have a case of a queue, a workstream and skills that it requires."""

    def __init__(self, run: Ended) -> None:
        self.run = run
        self.known: dict[tuple[int, int, Required], Never | None] = {}

    def never(self, case: int) -> Never | None:
        """Return why nobody could ever take a case, or None if somebody could."""
        outcome = self.run.outcome
        required = outcome.cases.skills.get(case, ())
        return self.why(outcome.queue[case], outcome.workstream[case], required)

    def why(self, queue: int, workstream: int, required: Required) -> Never | None:
        """Return the same of a place."""
        key = (queue, workstream, required)
        if key not in self.known:
            self.known[key] = self._look(*key)
        return self.known[key]

    def anything(self) -> bool:
        """Whether any place where cases were could be without anybody: a quick look, without the cases."""
        queues, workstreams = (
            [index for index, each in enumerate(self.run.summary[kind]) if each["cases"]["arrived"]]
            for kind in ("queues", "workstreams")
        )
        wanted: set[Required] = {(), *self.run.outcome.cases.skills.values()}
        return any(self.why(q, w, each) for q in queues for w in workstreams for each in wanted)

    def _look(self, queue: int, workstream: int, required: Required) -> Never | None:
        organisation, outcome = self.run.organisation, self.run.outcome
        policy, name = organisation.workstreams[workstream], organisation.queues[queue].name
        able = self.run.members[queue]
        if not able:
            return Never("members", f"queue {name!r} has no members")
        if required and policy.work_distribution_mode is Mode.PUSH:
            able = tuple(agent for agent in able if self._has(agent, required))
            if not able:
                return Never("skills", f"nobody in queue {name!r} has the skills")
        most = max(outcome.agents[agent].capacity for agent in able)
        if most < policy.capacity:
            one = f"one takes {count(policy.capacity, 'unit')}, and nobody in queue {name!r}"
            if required:
                return Never("skilled capacity", f"{one} with the skills that they require has as much")
            return Never("capacity", f"{one} has a capacity of more than {most}")
        if not any(outcome.agents[agent].signed_ms for agent in able):
            return Never("signed-in", f"nobody in queue {name!r} who could was ever signed in")
        if not self._reached & received_presences(policy):
            return Never("presence", _away(received_presences(policy)))
        return None

    def lacking(self, cases: Sequence[int]) -> str:
        """Return which skills cases of one queue require that nobody there has, and who else has them."""
        outcome, organisation = self.run.outcome, self.run.organisation
        needs = Counter(outcome.cases.skills[case] for case in cases).most_common()
        said = [
            f"{number:,} {'needs' if number == 1 else 'need'} {self._skills(need)}" for need, number in needs
        ]
        which = self._skills(needs[0][0]) if len(needs) == 1 else ", ".join(said[:_NEEDS])
        if len(needs) > _NEEDS:
            which += f" and {sum(number for _, number in needs[_NEEDS:]):,} something else"
        queue = outcome.queue[cases[0]]
        they = "it requires" if len(cases) == 1 else "they require"
        text = f"nobody in queue {organisation.queues[queue].name!r} has the skills that {they} ({which})"
        others = [
            agent
            for agent in range(len(organisation.agents))
            if agent not in self.run.members[queue] and any(self._has(agent, need) for need, _ in needs)
        ]
        if len(others) == 1:
            agent = others[0]
            need = next(need for need, _ in needs if self._has(agent, need))
            return f"{text}; {organisation.agents[agent].name} has {self._own(agent, need)}, but is no member"
        if others:
            names = listed([organisation.agents[agent].name for agent in others])
            return f"{text}; {names} have enough, but are no members"
        return text

    def _own(self, agent: int, need: Required) -> str:
        ratings = {name_key(name): rating for name, rating in self.run.organisation.agents[agent].skills}
        names = [self.run.organisation.skills[skill].name for skill, _ in need]
        return ", ".join(f"{name}:{ratings[name_key(name)]}" for name in names)

    def _has(self, agent: int, required: Required) -> bool:
        skills = self.run.organisation.skills
        ratings = {name_key(name): rating for name, rating in self.run.organisation.agents[agent].skills}
        return all(ratings.get(name_key(skills[skill].name), 0) >= least for skill, least in required)

    def _skills(self, required: Required) -> str:
        return ", ".join(f"{self.run.organisation.skills[skill].name}:{least}" for skill, least in required)

    @cached_property
    def _reached(self) -> frozenset[BasePresence]:
        """The presences that somebody can have; all of them where the events file says presences."""
        events = self.run.inputs.events
        if events is not None and EventKind.PRESENCE in events.event:
            return frozenset(BasePresence)
        return reachable_presences(Facts(self.run.organisation))


def _away(allowed: frozenset[BasePresence]) -> str:
    """Return that nobody ever has one of the presences that a workstream allows."""
    names = [presence.value for presence in BasePresence if presence in allowed]
    if not names:
        return "it allows no presence"
    either = " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"it gives cases only to agents who are {either}, and nobody ever is"
