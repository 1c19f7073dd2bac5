"""Waits that stand out: queues that fill up, go short, or have all the waiting; cases that give up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from wscli.amounts import count
from wscli.dryrun.findings.ended import ENOUGH, Ended
from wscli.dryrun.findings.finding import Finding, explains
from wscli.dryrun.findings.reach import Reach
from wscli.dryrun.findings.stuck import blocked
from wscli.dryrun.findings.words import lasting, listed, percent
from wscli.simulation.outcome import WITHDRAWN
from wscli.simulation.plan import NO_PRIORITY

LEFT = 10
"""Cases of a queue still waiting at the end below which the end of the run is reason enough."""
NEAR_PEAK = 0.8
"""A backlog at the end that is this near to its peak has grown to the end."""
PATIENTLY = 2
"""How many times longer than 95% of the answered ones a case has waited that was passed over."""
STARVES = 10
"""How many times longer the mean wait of a queue is than that of one with a better priority, if it is not
served at its turn but left over. Served by priority at a load of 90%, two classes differ less than that."""
WELL, BADLY = 0.8, 0.5
"""In-time shares: the usual target of service desks, and less than every second case."""
INVERTED = 1.25
"""How many times longer urgent cases wait than the others if it is no accident of the hour."""
MOST_WAITING, FEW_CASES, FEW_QUEUES = 0.5, 0.1, 3
"""Half of all waiting with a tenth of the cases, in at most three queues: a matter of these alone."""
GIVES_UP = 0.1
"""A share of withdrawn cases that is twice what contact centres commonly plan for."""

Row = dict[str, Any]


def left_waiting(run: Ended) -> Iterator[Finding]:
    """Say which queue is left with cases that have waited for long: no figure of waits has them."""
    reach, outcome = run.once(Reach), run.outcome
    behind = set(run.once(blocked)[1])
    left: dict[int, list[int]] = defaultdict(list)
    for case in run.open_cases:
        if case not in outcome.reasons and case not in behind and reach.never(case) is None:
            left[outcome.queue[case]].append(case)
    for queue, cases in sorted(left.items(), key=lambda each: -len(each[1])):
        figures = run.summary["queues"][queue]
        first = min(cases, key=lambda case: (outcome.entered[case], case))
        oldest = (outcome.end - outcome.entered[first]) / 1000
        usual, peak = figures["wait"]["p95"], figures["backlog"]["max"]
        grown = len(cases) >= NEAR_PEAK * peak
        passed = usual is None or oldest > PATIENTLY * usual
        if len(cases) < LEFT or oldest < run.threshold or not (grown or passed):
            continue
        message = (
            f"{count(len(cases), 'case')} still {'waits' if len(cases) == 1 else 'wait'} in queue "
            f"{figures['name']!r} at the end, the oldest for {lasting(oldest)}; no figure of waits has them"
        )
        if grown:
            message += f". That is near the most of the whole run ({peak:,}): the backlog does not get less"
        yield Finding("left-waiting", message, explains(run.id_of(first)))
        return


def starved_queue(run: Ended) -> Iterator[Finding]:
    """Say which queue waits many times longer than one with a better priority that the same agents serve."""
    worst: tuple[float, int, int] | None = None
    busy = [place for place, each in enumerate(run.summary["queues"]) if each["wait"]["count"] >= ENOUGH]
    for later in busy:
        for sooner in busy:
            ratio = _starves(run, sooner, later)
            if ratio is not None and (worst is None or ratio > worst[0]):
                worst = (ratio, sooner, later)
    if worst is None:
        return
    _, sooner, later = worst
    first, last = (run.summary["queues"][queue] for queue in (sooner, later))
    slowest = run.slowest(later)
    yield Finding(
        "starved-queue",
        f"queue {last['name']!r} gets what queue {first['name']!r} leaves: its cases waited "
        f"{lasting(last['wait']['mean'])} on average against {lasting(first['wait']['mean'])}, and the same "
        "agents serve both",
        explains(run.id_of(slowest)) if slowest is not None else None,
    )


def _starves(run: Ended, sooner: int, later: int) -> float | None:
    """Return how many times longer the later queue waits, where it is starved by the sooner one."""
    queues = run.organisation.queues
    priorities = [queues[queue].priority or NO_PRIORITY for queue in (sooner, later)]
    members = set(run.members[later])
    if priorities[0] >= priorities[1] or not members or not members <= set(run.members[sooner]):
        return None
    first, last = (run.summary["queues"][queue] for queue in (sooner, later))
    good, bad = (each["service_level"]["fraction"] for each in (first, last))
    short, long = (float(each["wait"]["mean"]) for each in (first, last))
    if good < WELL or bad >= BADLY or long < STARVES * max(short, 1.0):
        return None
    return long / max(short, 1.0)


def inverted_priority(run: Ended) -> Iterator[Finding]:
    """Say that the most urgent cases waited longer than the others: a queue goes by age."""
    outcome, wait = run.outcome, run.summary["wait"]
    given = sorted(set(outcome.cases.priority) - {0})
    if len(set(outcome.cases.priority)) < 2 or wait["count"] < 2 * ENOUGH:
        return
    columns = zip(outcome.cases.priority, outcome.accepted, outcome.cases.arrived, strict=True)
    urgent = [taken - came for priority, taken, came in columns if priority == given[0] and taken >= 0]
    others = wait["count"] - len(urgent)
    if len(urgent) < ENOUGH or others < ENOUGH:
        return
    long = sum(urgent) / len(urgent) / 1000
    short = (wait["mean"] * wait["count"] - sum(urgent) / 1000) / others
    if long < INVERTED * short or long < run.threshold:
        return
    columns = zip(outcome.cases.priority, outcome.accepted, outcome.cases.arrived, strict=True)
    waits = (
        (taken - came, -case)
        for case, (priority, taken, came) in enumerate(columns)
        if priority == given[0] and taken >= 0
    )
    _, slowest = max(waits)
    yield Finding(
        "inverted-priority",
        f"the {len(urgent):,} cases of priority {given[0]} waited longer than the others: "
        f"{lasting(long)} on average against {lasting(short)}. Within a queue age decides",
        explains(run.id_of(-slowest)),
    )


def waiting_concentrated(run: Ended) -> Iterator[Finding]:
    """Say that few queues with few cases have most of all the waiting."""
    total = run.summary["wait"]
    if total["count"] < ENOUGH or not total["mean"]:
        return
    answered = [each for each in enumerate(run.summary["queues"]) if each[1]["wait"]["count"]]
    answered.sort(key=lambda each: -_waiting(each[1]))
    cases, waiting = 0, 0.0
    for number, (_, figures) in enumerate(answered[:FEW_QUEUES], 1):
        cases += figures["wait"]["count"]
        waiting += _waiting(figures)
        if cases > FEW_CASES * total["count"]:
            return
        if waiting >= max(MOST_WAITING * _waiting(run.summary), cases * run.threshold):
            names = [each["name"] for _, each in answered[:number]]
            rest = (_waiting(run.summary) - waiting) / max(total["count"] - cases, 1)
            where = f"queue {names[0]!r}" if number == 1 else f"queues {listed(names)}"
            slowest = run.slowest(answered[0][0])
            yield Finding(
                "waiting-concentrated",
                f"{percent(waiting / _waiting(run.summary))} of all waiting is in {where}, with "
                f"{percent(cases / total['count'])} of the cases: {lasting(waiting / cases)} on average, "
                f"elsewhere {lasting(rest)}",
                explains(run.id_of(slowest)) if slowest is not None else None,
            )
            return


def _waiting(figures: Row) -> float:
    """Return the seconds that all answered cases of a cut waited together."""
    return float(figures["wait"]["mean"] * figures["wait"]["count"])


def many_withdrawn(run: Ended) -> Iterator[Finding]:
    """Say that many cases were withdrawn, in which queue most of them, and in which most often."""
    cases = run.summary["cases"]
    if cases["withdrawn"] < max(ENOUGH, GIVES_UP * cases["arrived"]):
        return
    places = [each for each in run.summary["queues"] if each["cases"]["arrived"] >= ENOUGH]
    message = f"{cases['withdrawn']:,} of {count(cases['arrived'], 'case')} ({_share(cases)}) were withdrawn"
    queue = None
    if len(places) > 1:
        most = max(places, key=lambda each: int(each["cases"]["withdrawn"]))
        often = max(places, key=lambda each: each["cases"]["withdrawn"] / each["cases"]["arrived"])
        message += f", most of them in queue {most['name']!r} ({_part(most['cases'])})"
        if often is not most:
            message += f", most often in queue {often['name']!r} ({_part(often['cases'])})"
        queue = run.outcome.queue_names.index(most["name"])
    gone = _withdrawn(run, queue)
    yield Finding("many-withdrawn", message, explains(run.id_of(gone)) if gone is not None else None)


def _share(cases: Row) -> str:
    return percent(cases["withdrawn"] / cases["arrived"])


def _part(cases: Row) -> str:
    return f"{cases['withdrawn']:,} of {cases['arrived']:,}, {_share(cases)}"


def _withdrawn(run: Ended, queue: int | None) -> int | None:
    """Return the first case that was withdrawn, in a queue or anywhere."""
    pairs = enumerate(zip(run.outcome.ending, run.outcome.queue, strict=True))
    gone = (case for case, (how, place) in pairs if how == WITHDRAWN and queue in (None, place))
    return next(gone, None)


def low_service_level(run: Ended) -> Iterator[Finding]:
    """Say that not even every second case was answered in time, and where least of all."""
    level = run.summary["service_level"]
    if level["answered"] < ENOUGH or level["fraction"] >= BADLY:
        return
    queues = [each for each in run.summary["queues"] if each["service_level"]["answered"] >= ENOUGH]
    message = (
        f"fewer than half of the cases ({percent(level['fraction'])}) were answered in less than "
        f"{lasting(level['threshold'])}"
    )
    queue = None
    if len(queues) > 1:
        least = min(queues, key=lambda each: float(each["service_level"]["fraction"]))
        there = least["service_level"]
        message += (
            f", the smallest share in queue {least['name']!r} ({there['answered_within']:,} of "
            f"{there['answered']:,}, {percent(there['fraction'])})"
        )
        queue = run.outcome.queue_names.index(least["name"])
    usual = _usual(run, queue)
    yield Finding("low-service-level", message, explains(run.id_of(usual)) if usual is not None else None)


def _usual(run: Ended, queue: int | None) -> int | None:
    """Return the answered case whose wait is nearest to the median: what is usual, not the worst."""
    outcome = run.outcome
    wait = (run.summary if queue is None else run.summary["queues"][queue])["wait"]
    median = wait["p50"] * 1000
    columns = enumerate(zip(outcome.accepted, outcome.cases.arrived, outcome.queue, strict=True))
    distances = (
        (abs(taken - came - median), case)
        for case, (taken, came, place) in columns
        if taken >= 0 and queue in (None, place)
    )
    return min(distances, default=(0, None))[1]
