"""Agents who stand out: without work, full all the time, far busier than the rest."""

from __future__ import annotations

from collections.abc import Iterator

from wscli.amounts import count, were
from wscli.dryrun.findings.attendance import signed_in
from wscli.dryrun.findings.ended import ENOUGH, Ended
from wscli.dryrun.findings.finding import Finding, Look, explains
from wscli.dryrun.findings.words import listed, percent

HOUR = 3_600_000
A_WHILE = 4 * HOUR
"""Signed in for less than half a working day, an agent may well have had no case."""
FAIR_SHARE = 10
"""Cases for each member of a queue from which on it is no accident to have had none."""
WEEK = 7 * 24 * HOUR
"""A shorter run may lie between the shifts of somebody."""
FULL = 0.95
"""Unit-time held of unit-time there is, from which on the least delay adds up."""
BUSY, IDLE = 0.8, 0.5
"""Occupancy of the one, and as a part of that the middle of the others."""


def idle_agents(run: Ended) -> Iterator[Finding]:
    """Say who was signed in for a while and had no case, although there were enough for everybody."""
    idle = [
        index
        for index, agent in enumerate(run.outcome.agents)
        if agent.signed_ms >= A_WHILE
        and not (agent.busy_ms or agent.made or agent.picks or agent.handled)
        and any(_fair_share(run, queue) >= FAIR_SHARE for queue in run.queues_of[index])
    ]
    if not idle:
        return
    agents = run.outcome.agents
    message = (
        f"{count(len(idle), 'agent')} had no case at all, though signed in and with enough cases in their "
        f"queues: {listed([agents[index].name for index in idle])}"
    )
    small = [index for index in idle if agents[index].capacity < _least_units(run)]
    if small:
        least = max(agents[index].capacity for index in small)
        which = "their" if len(small) == len(idle) else f"of {listed([agents[i].name for i in small])} the"
        message += f"; {which} capacity ({least}) is less than any case takes"
    yield Finding("idle-agents", message, _seen(run, idle[0]))


def _fair_share(run: Ended, queue: int) -> float:
    arrived: int = run.summary["queues"][queue]["cases"]["arrived"]
    return arrived / max(len(run.members[queue]), 1)


def _least_units(run: Ended) -> int:
    """Return the fewest units that a case of the run takes."""
    arrived = (each["cases"]["arrived"] for each in run.summary["workstreams"])
    pairs = zip(run.organisation.workstreams, arrived, strict=True)
    return min((workstream.capacity for workstream, number in pairs if number), default=0)


def _seen(run: Ended, agent: int) -> Look | None:
    """Return what shows why an agent did not get a case that came while they were signed in."""
    spans = signed_in(run)[agent]
    outcome, queues = run.outcome, set(run.queues_of[agent])
    for case in sorted(outcome.present(), key=outcome.cases.arrived.__getitem__):
        at = outcome.cases.arrived[case]
        if outcome.queue[case] in queues and any(begins <= at < ends for begins, ends in spans):
            case_id, name = run.id_of(case), outcome.agents[agent].name
            return lambda commands: commands.case(case_id, name)
    return None


def never_signed_in(run: Ended) -> Iterator[Finding]:
    """Say which members of queues were never there, in a run of a week or more."""
    if run.outcome.end - run.outcome.start < WEEK:
        return
    away = [
        agent.name
        for agent, queues in zip(run.outcome.agents, run.queues_of, strict=True)
        if queues and not agent.signed_ms
    ]
    if away:
        yield Finding(
            "never-signed-in",
            f"{count(len(away), 'agent')} {were(len(away))} never signed in: {listed(away)}",
        )


def full_queues(run: Ended) -> Iterator[Finding]:
    """Say in which queues the agents were full nearly all the time, so that cases had to wait for room."""
    full = [
        (held, queue)
        for queue, figures in enumerate(run.summary["queues"])
        if figures["wait"]["count"] >= ENOUGH
        and figures["wait"]["mean"] >= run.threshold
        and (held := _held(run, queue)) >= FULL
    ]
    if not full:
        return
    held, queue = max(full, key=lambda each: float(run.summary["queues"][each[1]]["wait"]["mean"]))
    names = [run.outcome.queue_names[place] for _, place in full]
    where = f"queue {names[0]!r}" if len(names) == 1 else f"queues {listed(names)}"
    slowest = run.slowest(queue)
    yield Finding(
        "full-queues",
        f"the agents of {where} were full for {percent(min(each for each, _ in full))} "
        f"{'or more ' if len(full) > 1 else ''}of their time: there is no room for another case",
        explains(run.id_of(slowest)) if slowest is not None else None,
    )


def _held(run: Ended, queue: int) -> float:
    """Return the occupancy of a queue's members, all of their work together."""
    agents = [run.outcome.agents[agent] for agent in run.members[queue]]
    there = sum(agent.capacity * agent.signed_ms for agent in agents)
    return sum(agent.held_ms for agent in agents) / there if there else 0.0


def uneven_load(run: Ended) -> Iterator[Finding]:
    """Say who is far busier than the others of a queue: skills, capacity or memberships single them out."""
    found: list[tuple[float, float, str, str]] = []
    for queue, figures in enumerate(run.summary["queues"]):
        busy = sorted(
            (agent.held_ms / (agent.capacity * agent.signed_ms), agent.name)
            for agent in (run.outcome.agents[index] for index in run.members[queue])
            if agent.signed_ms >= A_WHILE and agent.capacity
        )
        if len(busy) < 3 or figures["wait"]["count"] < ENOUGH:
            continue
        most, name = busy[-1]
        others = [share for share, _ in busy[:-1]]
        middle = others[len(others) // 2]
        if most >= BUSY and middle <= IDLE * most and max(others) < BUSY:
            found.append((most, middle, name, figures["name"]))
    if found:
        most, middle, name, queue_name = max(found)
        yield Finding(
            "uneven-load",
            f"{name} was full to {percent(most)} while signed in, the others of queue {queue_name!r} to "
            f"{percent(middle)} (median)",
        )
