"""When agents were signed in, and which cases waited through a time when nobody in their queue was.

The outcome has sums only. Schedules and sign rows are gone through once more, as the kernel had them; what a
row that was refused would have changed is not there, because it changed nothing. A presence such as Away is
no absence here: who is signed in and at lunch comes back to the case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

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


@dataclass(slots=True)
class _Waits:
    """Of one queue: cases for which somebody was signed in throughout their wait, and others; waits in ms."""

    within: int = 0
    within_wait: int = 0
    outside: int = 0
    outside_wait: int = 0
    longest: int = -1
    case: int = -1

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
    worst = max((waits[queue] for queue in told), key=lambda each: each.longest)
    yield Finding(
        "out-of-hours",
        f"{about}{count(outside * step, 'case')} ({percent(outside / (outside + within))} of those answered "
        f"there) waited through hours when nobody in {where} was signed in: {lasting(waited)} on average"
        f"{than}",
        explains(run.id_of(worst.case)),
    )


def _somebody_always(run: Ended) -> bool:
    """Whether every queue that has cases has somebody who is signed in all the time."""
    busy = [place for place, each in enumerate(run.summary["queues"]) if each["cases"]["arrived"]]
    always = always_in(run)
    return all(always.intersection(run.members[queue]) or not run.members[queue] for queue in busy)


def _waits(run: Ended, step: int) -> dict[int, _Waits]:
    """Go through the answered cases, or every `step`th of them, by queue."""
    from bisect import bisect_right

    spans = signed_in(run)
    edges = [
        [edge for span in united(each for agent in members for each in spans[agent]) for edge in span]
        for members in run.members
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
        # An odd number of edges behind it is inside a span, and the same number: all the time.
        behind = bisect_right(edges[queue], arrived if arrived > start else start)
        if behind % 2 and (accepted == arrived or bisect_right(edges[queue], accepted) == behind):
            each.within += 1
            each.within_wait += accepted - arrived
            continue
        each.outside += 1
        each.outside_wait += accepted - arrived
        if accepted - arrived > each.longest:
            each.longest, each.case = accepted - arrived, case * step
    return found
