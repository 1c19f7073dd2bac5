"""When agents were signed in, and which cases waited through a time when nobody in their queue was.

The outcome has sums only. Schedules and sign rows are gone through once more, as the kernel had them; what a
row that was refused would have changed is not there, because it changed nothing. A presence such as Away is
no absence here: who is signed in and at lunch comes back to the case.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, takewhile

from wscli.amounts import count
from wscli.cases.table import EventKind, EventTable
from wscli.dryrun.findings.ended import Ended
from wscli.dryrun.findings.finding import Finding, explains
from wscli.dryrun.findings.words import lasting, listed, percent
from wscli.simulation.kernel import codes
from wscli.simulation.staffing import Staffing

Span = tuple[int, int]
_SHARE = 0.1
"""Of the cases of a queue: one in ten is no longer the odd one that came at closing time."""
_OF_WAITING = 0.5
"""Of the time that the cases of a queue waited together: fewer cases count if they make the mean."""
_FEW = 10
"""Such cases below which a queue is not spoken of."""
_TIMES = 3
"""How many times longer they waited than the others: else it made no difference."""
_MOST_LOOKED_AT = 100_000
"""Cases gone through; of more, every second, third … tells the shares as well."""
_SIGNS = (EventKind.SIGN_IN, EventKind.SIGN_OUT)
_INS = (codes.SIGN_IN, codes.SHIFT_START)
_OUTS = (codes.SIGN_OUT, codes.SHIFT_END)


def always_in(run: Ended) -> set[int]:
    """Return who is signed in from start to end for want of shifts and of sign rows (rulebook 4.1)."""
    events = run.inputs.events
    signing: set[int] = set()
    if events is not None:
        signing = {who for who, kind in zip(events.agent, events.event, strict=True) if kind in _SIGNS}
    agents = run.organisation.agents
    return {index for index, agent in enumerate(agents) if not agent.schedule and index not in signing}


def signed_in(run: Ended) -> list[list[Span]]:
    """Return when each agent was signed in, as spans of epoch milliseconds within the run."""
    start, end = run.outcome.start, run.outcome.end
    staffing = Staffing(
        run.organisation, run.inputs.events or EventTable(file=""), start, run.request.zone, 0
    )
    changes: list[list[tuple[int, int, int]]] = [
        [(at, place, code) for at, place, code, _ in rows if at >= start] for rows in staffing.said
    ]
    for at, _, place, code, _, agent, _ in takewhile(lambda row: row[0] <= end, staffing.schedule()):
        changes[agent].append((at, place, code))
    return [
        list(_spans(start if plan.signed_in else None, sorted(rows), end))
        for plan, rows in zip(staffing.agents(), changes, strict=True)
    ]


def _spans(since: int | None, changes: Iterable[tuple[int, int, int]], end: int) -> Iterator[Span]:
    for at, _, code in changes:
        if since is None and code in _INS:
            since = at
        elif since is not None and code in _OUTS:
            yield since, at
            since = None
    if since is not None:
        yield since, end + 1


def united(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that overlap or touch as one."""
    found: list[Span] = []
    for begins, ends in sorted(spans):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((begins, ends))
    return found


class _Presence:
    """When somebody of a queue was signed in."""

    def __init__(self, spans: list[Span]) -> None:
        self.edges = [edge for span in spans for edge in span]
        # What lies in the spans before each edge.
        self.before = [0]
        for place, (begins, ends) in enumerate(pairwise(self.edges)):
            self.before.append(self.before[-1] + (0 if place % 2 else ends - begins))

    def absence(self, begins: int, ends: int) -> int:
        """Return for how long nobody was signed in, in milliseconds."""
        return ends - begins - (self._until(ends) - self._until(begins))

    def _until(self, at: int) -> int:
        """Return for how long somebody had been signed in."""
        behind = bisect_right(self.edges, at)
        if not behind:
            return 0
        inside = at - self.edges[behind - 1] if behind % 2 else 0
        return self.before[behind - 1] + inside


@dataclass(slots=True)
class _Waits:
    """Of one queue: cases for which somebody was signed in throughout their wait, and others; times in ms."""

    within: int = 0
    within_wait: int = 0
    outside: int = 0
    outside_wait: int = 0
    absent: int = 0
    least: int = 0
    most: int = 0
    longest: int = -1
    case: int = -1

    def add(self, case: int, wait: int, absence: int) -> None:
        """Count a case that waited so long, while nobody was there for so long."""
        if not absence:
            self.within += 1
            self.within_wait += wait
            return
        self.least = min(self.least, absence) if self.outside else absence
        self.most = max(self.most, absence)
        self.outside += 1
        self.outside_wait += wait
        self.absent += absence
        if wait > self.longest:
            self.longest, self.case = wait, case

    @property
    def is_remarkable(self) -> bool:
        """Whether many waited while nobody was there, and for longer."""
        many = self.outside >= _SHARE * (self.within + self.outside)
        long = self.outside_wait >= _OF_WAITING * (self.within_wait + self.outside_wait)
        if self.outside < _FEW or not (many or long):
            return False
        return self.outside_wait * self.within >= _TIMES * self.within_wait * self.outside


def out_of_hours(run: Ended) -> Iterator[Finding]:
    """Say how many cases waited while nobody in their queue was signed in, and what that did to the waits."""
    longest = run.summary["wait"]["max"]
    if longest is None or longest < run.threshold or _somebody_always(run):
        return
    step = 1 + len(run.outcome.state) // _MOST_LOOKED_AT
    waits = _waits(run, step)
    told = [queue for queue, each in waits.items() if each.is_remarkable]
    outside = sum(waits[queue].outside for queue in told)
    within = sum(waits[queue].within for queue in told)
    waited = sum(waits[queue].outside_wait for queue in told) / max(outside, 1) / 1000
    if not told or waited < run.threshold:
        return
    others = sum(waits[queue].within_wait for queue in told) / within / 1000 if within else None
    names = [run.outcome.queue_names[queue] for queue in told]
    where = f"queue {names[0]!r}" if len(names) == 1 else f"queues {listed(names)}"
    if len(names) == len([each for each in run.summary["queues"] if each["cases"]["arrived"]]) > 1:
        where = "any queue"
    about = "about " if step > 1 else ""
    than = f", the others {lasting(others)}" if others is not None else ""
    absent = sum(waits[queue].absent for queue in told) / outside / 1000
    least = min(waits[queue].least for queue in told) / 1000
    most = max(waits[queue].most for queue in told) / 1000
    worst = max((waits[queue] for queue in told), key=lambda each: each.longest)
    yield Finding(
        "out-of-hours",
        f"{about}{count(outside * step, 'case')} ({percent(outside / (outside + within))} of those answered "
        f"there) waited at a time when nobody in {where} was signed in ({_between(least, most)}, "
        f"{lasting(absent)} on average). They waited {lasting(waited)} on average{than}",
        explains(run.id_of(worst.case)),
    )


def _between(least: float, most: float) -> str:
    short, long = lasting(least), lasting(most)
    return short if short == long else f"{short} to {long}"


def _somebody_always(run: Ended) -> bool:
    """Whether every queue that has cases has somebody who is signed in all the time."""
    busy = [place for place, each in enumerate(run.summary["queues"]) if each["cases"]["arrived"]]
    always = run.once(always_in)
    return all(always.intersection(run.members[queue]) or not run.members[queue] for queue in busy)


def _waits(run: Ended, step: int) -> dict[int, _Waits]:
    """Go through the answered cases, or every `step`th of them, by queue."""
    spans = signed_in(run)
    presence = [
        _Presence(united(each for agent in members for each in spans[agent])) for members in run.members
    ]
    outcome, start = run.outcome, run.outcome.start
    found: dict[int, _Waits] = {}
    columns = (outcome.queue, outcome.cases.arrived, outcome.accepted)
    rows = zip(*(column[::step] for column in columns), strict=True)
    for case, (queue, arrived, accepted) in enumerate(rows):
        if accepted < 0 or queue < 0:
            continue
        each = found.get(queue)
        if each is None:
            each = found[queue] = _Waits()
        absence = presence[queue].absence(max(arrived, start), accepted) if accepted > arrived else 0
        each.add(case * step, accepted - arrived, absence)
    return found
