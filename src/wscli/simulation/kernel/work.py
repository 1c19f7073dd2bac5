"""What happens to a case once somebody has it: work, Waiting, resuming, going back, the end (rulebook 3)."""

from __future__ import annotations

from heapq import heappush

from wscli.simulation.kernel.codes import (
    ACTIVE,
    ARRIVAL,
    AUTO_CLOSED,
    CLOSED,
    NEVER,
    OPEN,
    ORDER_BITS,
    RELEASE,
    RESOLVED,
    TIMER,
    WAITING,
    WITHDRAWN,
)
from wscli.simulation.kernel.entities import Agent, Case, Pool
from wscli.simulation.kernel.queues import enter, leave
from wscli.simulation.kernel.staff import follow_load, give_units, refresh, take_units
from wscli.simulation.kernel.world import World

_RELEASES = RELEASE << ORDER_BITS


def begin(w: World, case: Case, agent: Agent) -> None:
    """Make an Open case Active; its units are held already."""
    leave(w, case)
    columns, index = w.columns, case.index
    case.agent = agent
    if columns.accepted[index] < 0:
        columns.accepted[index] = w.now
    columns.agent[index] = agent.index
    _work(w, case, agent)


def _work(w: World, case: Case, agent: Agent) -> None:
    agent.active[case] = None
    case.state = ACTIVE
    case.stamp = stamp = case.stamp + 1
    case.since = now = w.now
    if case.left >= 0:
        w.sequence = sequence = w.sequence + 1
        heappush(w.heap, (now + case.left, _RELEASES + sequence, part_over, case, stamp))


def _lay_down(w: World, case: Case, agent: Agent, pool: Pool, state: int) -> None:
    """Take a case out of its agent's hands: units back, the work so far booked."""
    case.active_ms += w.now - case.since
    case.stamp += 1
    case.state = state
    del agent.active[case]
    give_units(w, agent, pool)


def _settle(w: World, agent: Agent, pool: Pool) -> None:
    """Let presence and readiness follow after units went back and the row was written."""
    follow_load(w, agent, pool.units)
    refresh(w, agent)


def part_over(w: World, case: Case, stamp: int) -> bool:
    """End an active part: Waiting if the pattern goes on, else resolved."""
    if stamp != case.stamp:
        return False
    parts = w.patterns.get(case.index)
    if parts is None or case.part + 1 >= len(parts):
        resolve(w, case)
        return True
    pause, case.left = parts[case.part + 1], parts[case.part + 2]
    case.part += 2
    _await(w, case, pause)
    return True


def suspend(w: World, case: Case) -> None:
    """Put an Active case to Waiting in the middle of a part (a `wait` row)."""
    if case.left >= 0:
        case.left -= w.now - case.since
    _await(w, case, NEVER)


def _await(w: World, case: Case, pause: int) -> None:
    agent, pool = case.agent, case.pool
    assert agent is not None and pool is not None
    _lay_down(w, case, agent, pool, WAITING)
    w.note("waiting", case, agent.index)
    if pool.plan.auto_close:
        w.schedule(w.now + pool.plan.auto_close, TIMER, auto_close, case, case.stamp)
    if pause >= 0:
        w.schedule(w.now + pause, ARRIVAL, resume, case, case.stamp)
    _settle(w, agent, pool)


def resume(w: World, case: Case, stamp: int) -> bool:
    """Make a Waiting case Active again, with the agent who had it, signed in or not."""
    if stamp != case.stamp:
        return False
    agent, pool = case.agent, case.pool
    assert agent is not None and pool is not None
    take_units(w, agent, pool)
    _work(w, case, agent)
    w.note("resumed", case, agent.index)
    if follow_load(w, agent, pool.units):
        refresh(w, agent)
    return True


def auto_close(w: World, case: Case, stamp: int) -> bool:
    """Close a case that has been Waiting for the whole of its workstream's time."""
    if stamp != case.stamp:
        return False
    assert case.agent is not None
    case.agent.handled += 1
    _close(w, case, AUTO_CLOSED)
    w.note("auto-closed", case, case.agent.index)
    return True


def resolve(w: World, case: Case) -> None:
    """Close an Active or Waiting case as resolved."""
    agent, pool = case.agent, case.pool
    assert agent is not None and pool is not None
    agent.handled += 1
    if case.state == WAITING:
        _close(w, case, RESOLVED)
        if w.emit is not None:
            w.tell("resolved", case, agent.index)
        return
    case.active_ms += w.now - case.since
    del agent.active[case]
    give_units(w, agent, pool)
    _close(w, case, RESOLVED)
    if w.emit is not None:
        w.tell("resolved", case, agent.index)
    follow_load(w, agent, pool.units)
    refresh(w, agent)


def _close(w: World, case: Case, ending: int) -> None:
    index, columns = case.index, w.columns
    case.state = CLOSED
    case.stamp += 1
    columns.ending[index] = ending
    columns.closed[index] = w.now
    columns.active_ms[index] = case.active_ms
    del w.flight[index]


def cancel_offer(w: World, case: Case, reason: str) -> None:
    """Take back the outstanding offer of an Open case."""
    agent, pool = case.offered_to, case.pool
    assert agent is not None and pool is not None
    case.offered_to = None
    case.stamp += 1
    note_asked(case, agent)
    del agent.offers[case]
    give_units(w, agent, pool)
    agent.cancelled += 1
    w.columns.cancels[case.index] += 1
    w.note("cancelled", case, agent.index, reason)
    _settle(w, agent, pool)


def note_asked(case: Case, agent: Agent) -> None:
    """Remember that an agent was asked, so that the next time is addressed as the next (rulebook 7.3)."""
    asked = case.remember().asked
    asked[agent.index] = asked.get(agent.index, 0) + 1


def withdraw(w: World, case: Case, reason: str) -> None:
    """Close an Open case that nobody has; an outstanding offer of it is cancelled first."""
    if case.offered_to is not None:
        cancel_offer(w, case, "withdrawn")
    leave(w, case)
    _close(w, case, WITHDRAWN)
    if reason:
        w.columns.reasons[case.index] = reason
    w.note("withdrawn", case, NEVER, reason)


def patience_over(w: World, case: Case, stamp: int) -> bool:
    """Withdraw a case that is still Open and that nobody ever had (rulebook 3.1)."""
    if case.state != OPEN or w.columns.accepted[case.index] >= 0:
        return False
    withdraw(w, case, "patience")
    return True


def reply(w: World, case: Case) -> None:
    """Put a Waiting case back into its queue: the customer has answered."""
    agent = case.agent
    assert agent is not None
    _reenter(w, case)
    w.note("replied", case, agent.index)


def transfer(w: World, case: Case, pool: Pool, reason: str = "") -> None:
    """Give an Active case to a queue; what is left of its work goes with it."""
    if case.left >= 0:
        case.left -= w.now - case.since
    agent, old = case.agent, case.pool
    assert agent is not None and old is not None
    _lay_down(w, case, agent, old, OPEN)
    case.pool = pool
    w.columns.pool[case.index] = pool.index
    w.columns.transfers[case.index] += 1
    _reenter(w, case)
    w.note("transferred", case, agent.index, reason)
    _settle(w, agent, old)


def _reenter(w: World, case: Case) -> None:
    agent = case.agent
    assert agent is not None
    # A pick or an assignment is no answer and uses none up; but what has been given back has a past.
    if case.answered:
        note_asked(case, agent)
    case.remember()
    case.answered = False
    case.stamp += 1
    case.state = OPEN
    case.agent = None
    case.entered = w.now
    enter(w, case)
