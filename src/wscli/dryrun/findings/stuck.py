"""Cases that nobody could ever take, or nobody is asked about any more; and those that wait behind them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from wscli.amounts import count, were
from wscli.cases.table import EventKind
from wscli.dryrun.findings.ended import Ended
from wscli.dryrun.findings.finding import Finding, explains
from wscli.model.checks.facts import Facts
from wscli.model.checks.reach import reachable_presences, received_presences
from wscli.model.terms import BasePresence, Mode, PickOrder, name_key
from wscli.simulation.outcome import OPEN
from wscli.simulation.plan import NO_PRIORITY
from wscli.simulation.staffing import behaviour_of

Required = tuple[tuple[int, int], ...]


class Never(NamedTuple):
    """Why nobody can have a case: `kind` in a word, and the sentence."""

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
                return Never(
                    "skills",
                    f"nobody in queue {name!r} has the skills that they require ({self._skills(required)})",
                )
        most = max(outcome.agents[agent].capacity for agent in able)
        if most < policy.capacity:
            who = "nobody" if not required else "nobody with the skills that they require"
            return Never(
                "capacity",
                f"one takes {count(policy.capacity, 'unit')}, and {who} in queue {name!r} has a capacity of "
                f"more than {most}",
            )
        if not any(outcome.agents[agent].signed_ms for agent in able):
            return Never("signed-in", f"nobody in queue {name!r} who could was ever signed in")
        if not self._reached & received_presences(policy):
            return Never("presence", f"nobody is ever in a presence that workstream {policy.name!r} allows")
        return None

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


def unreachable_cases(run: Ended) -> Iterator[Finding]:
    """Say which cases nobody could ever have taken, and why."""
    cases = run.summary["cases"]
    reach = Reach(run)
    if (cases["arrived"] == run.summary["wait"]["count"] and not cases["open"]) or not reach.anything():
        return
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    outcome = run.outcome
    for case, (state, accepted) in enumerate(zip(outcome.state, outcome.accepted, strict=True)):
        if not state or (accepted >= 0 and state != OPEN) or outcome.routes[case].fault:
            continue
        never = reach.never(case)
        if never is not None:
            place = outcome.workstream if never.kind in _OF_WORKSTREAM else outcome.queue
            found[never.kind, place[case]].append(case)
    for (kind, index), lost in sorted(found.items(), key=lambda each: -len(each[1])):
        workstream = outcome.workstream_names[index] if kind in _OF_WORKSTREAM else ""
        yield _unreachable(run, reach, lost, workstream)


_OF_WORKSTREAM = ("capacity", "presence")
"""What is told once for a workstream; the rest is told once for a queue."""


def _unreachable(run: Ended, reach: Reach, cases: list[int], workstream: str) -> Finding:
    queues = Counter(run.outcome.queue[case] for case in cases)
    ((most, _),) = queues.most_common(1)
    first = next(case for case in cases if run.outcome.queue[case] == most)
    never = reach.never(first)
    assert never is not None
    of = f" of workstream {workstream!r}" if workstream else ""
    others = len(queues) - 1 if never.kind == "capacity" else 0
    likewise = f"; nor in {count(others, 'other queue')}" if others else ""
    message = f"{count(len(cases), 'case')}{of} could never be taken: {never.text}{likewise}"
    return Finding("unreachable-cases", message, explains(run.id_of(first)))


def blocked_list(run: Ended) -> Iterator[Finding]:
    """Say that cases wait on a list behind some that nobody can take: nothing is skipped (rulebook 6.5)."""
    blocking, behind = blocked(run)
    if behind:
        wait = "waits" if len(behind) == 1 else "wait"
        others = f" and {len(blocking) - 1:,} more" if len(blocking) > 1 else ""
        yield Finding(
            "blocked-list",
            f"{count(len(behind), 'case')} {wait} on the list behind {run.id_of(blocking[0])}{others}, which "
            "nobody can take: an agent takes what comes first and skips nothing",
            explains(run.id_of(behind[0])),
        )


def blocked(run: Ended) -> tuple[list[int], list[int]]:
    """Return the listed cases that nobody can take, and those that everybody finds behind some of them."""
    reach, outcome = Reach(run), run.outcome
    picks = [each.work_distribution_mode is Mode.PICK for each in run.organisation.workstreams]
    listed = [case for case in run.open_cases if picks[outcome.workstream[case]]]
    blocking = [case for case in listed if reach.never(case) and _oldest_first(run, outcome.queue[case])]
    if not blocking:
        return [], []
    firsts: dict[int, tuple[int, int, int]] = {}
    for case in blocking:
        place = _place(run, case)
        firsts[outcome.queue[case]] = min(place, firsts.get(outcome.queue[case], place))
    never = (NO_PRIORITY + 1, 0, 0)
    # What an agent finds first on the lists of all their queues, taken together: the rest is behind it.
    by_agent = [min((firsts.get(queue, never) for queue in each), default=never) for each in run.queues_of]
    before = [max((by_agent[agent] for agent in members), default=never) for members in run.members]
    behind = [
        case for case in listed if _place(run, case) > before[outcome.queue[case]] and not reach.never(case)
    ]
    return blocking, behind


def _place(run: Ended, case: int) -> tuple[int, int, int]:
    """Return where a case stands on a list in order of age (rulebook 6.1)."""
    priority = run.organisation.queues[run.outcome.queue[case]].priority
    return priority if priority is not None else NO_PRIORITY, run.outcome.entered[case], case


def _oldest_first(run: Ended, queue: int) -> bool:
    agents = run.organisation.agents
    orders = {behaviour_of(run.organisation, agents[agent]).pick_order for agent in run.members[queue]}
    return orders == {PickOrder.OLDEST}


def offers_over(run: Ended) -> Iterator[Finding]:
    """Say which cases are not offered any more: the limit of offers, or everybody has declined."""
    outcome, reasons = run.outcome, run.outcome.reasons
    counts: Counter[tuple[str, int]] = Counter()
    firsts: dict[tuple[str, int], int] = {}
    for case in run.open_cases:
        reason = reasons.get(case)
        if reason is not None:
            key = (reason, outcome.workstream[case])
            counts[key] += 1
            firsts.setdefault(key, case)
    for (reason, workstream), number in counts.most_common():
        first = firsts[reason, workstream]
        text = _limit(run, first) if reason == "offer-limit" else _ALL_DECLINED
        name = outcome.workstream_names[workstream]
        message = f"{count(number, 'case')} of workstream {name!r} {were(number)} {text}"
        yield Finding(reason, message, explains(run.id_of(first)))


_ALL_DECLINED = (
    "declined or missed by everybody who may be asked, and nobody is asked twice: "
    "assign_work_item_after_decline_or_timeout is none"
)


def _limit(run: Ended, case: int) -> str:
    most = run.organisation.simulation.max_offers
    done = "offered" if run.outcome.offers[case] >= most else "given back"
    times = "once" if most == 1 else f"{most:,} times"
    return f"{done} {times}, which is the limit (max_offers), and cannot be taken any more"
