"""Offers: made, accepted, declined, timed out, and what they leave behind (rulebook 5.5–5.8)."""

from __future__ import annotations

from heapq import heappush

from wscli.simulation.kernel.codes import (
    ACCEPTS,
    AWAY,
    BUSY_DND,
    IGNORES,
    NEVER,
    OPEN,
    ORDER_BITS,
    RESPONSE,
    TIMER,
)
from wscli.simulation.kernel.entities import Agent, Case, Pool
from wscli.simulation.kernel.queues import line_up, step_out
from wscli.simulation.kernel.staff import (
    follow_load,
    give_units,
    let_in,
    refresh,
    set_presence,
    take_units,
)
from wscli.simulation.kernel.work import begin, note_asked
from wscli.simulation.kernel.world import World

_RESPONSES = RESPONSE << ORDER_BITS


def place(w: World, case: Case, agent: Agent, pool: Pool) -> None:
    """Give a case to an agent: an offer, or at once where the workstream assigns (rulebook 5.5, 5.8)."""
    if w.probe is not None:
        w.probe.placing(w, case, agent)
    step_out(w, case)
    agent.idle_since = w.last = w.now
    agent.ever_assigned = True
    take_units(w, agent, pool)
    if pool.auto_assign:
        begin(w, case, agent)
        w.events += 1
        if w.emit is not None:
            w.tell("assigned", case, agent.index)
    else:
        _offer(w, case, agent, pool)
    if follow_load(w, agent, pool.units):
        let_in(w, agent)


def _offer(w: World, case: Case, agent: Agent, pool: Pool) -> None:
    index, columns = case.index, w.columns
    case.offered_to = agent
    case.stamp += 1
    agent.offers[case] = None
    offers = columns.offers[index]
    columns.offers[index] = offers + 1
    if not offers:
        columns.first_offered[index] = w.now
    if w.emit is not None:
        w.tell("offered", case, agent.index)
    timeout = pool.timeout
    always = w.always[agent.index]
    if index in w.scripted:
        does, after = IGNORES, timeout
    elif always is not None:
        does, after = always
    else:
        asked = 0 if case.past is None else case.past.asked.get(agent.index, 0)
        does, after = w.answer(index, agent.index, asked + 1)
    if does == IGNORES or after > timeout:
        w.schedule(w.now + timeout, TIMER, time_out, case, case.stamp)
    else:
        w.sequence = sequence = w.sequence + 1
        handler = accept if does == ACCEPTS else decline
        heappush(w.heap, (w.now + after, _RESPONSES + sequence, handler, case, case.stamp))


def accept(w: World, case: Case, stamp: int) -> bool:
    """Make an offered case Active; its units are held already."""
    if stamp != case.stamp:
        return False
    agent = case.offered_to
    assert agent is not None
    case.offered_to = None
    del agent.offers[case]
    case.answered = True
    agent.accepted += 1
    w.columns.accepts[case.index] += 1
    begin(w, case, agent)
    if w.emit is not None:
        w.tell("accepted", case, agent.index)
    return True


def decline(w: World, case: Case, stamp: int) -> bool:
    """Take an offer back that the agent does not want."""
    if stamp != case.stamp:
        return False
    agent = case.offered_to
    assert agent is not None
    agent.declined += 1
    w.columns.declines[case.index] += 1
    presence = BUSY_DND if w.plan.dnd_after_decline else NEVER
    _give_back(w, case, "declined", "", presence, "declined-offer")
    return True


def time_out(w: World, case: Case, stamp: int) -> bool:
    """Take an offer back that was not answered in time."""
    if stamp != case.stamp:
        return False
    _missed(w, case, "", AWAY if w.plan.away_after_miss else NEVER)
    return True


def _missed(w: World, case: Case, reason: str, presence: int) -> None:
    agent = case.offered_to
    assert agent is not None
    agent.timed_out += 1
    w.columns.timeouts[case.index] += 1
    _give_back(w, case, "timed-out", reason, presence, "missed-offer")


def drop_offers(w: World, agent: Agent) -> None:
    """Turn all offers of an agent who went Offline into timeouts, in the order they were made."""
    for case in list(agent.offers):
        w.last = w.now
        _missed(w, case, "offline", NEVER)


def _give_back(w: World, case: Case, event: str, reason: str, presence: int, why: str) -> None:
    """End an offer without an answer that takes it: units back, Open in its place, cool-down begins."""
    agent, pool = case.offered_to, case.pool
    assert agent is not None and pool is not None
    case.offered_to = None
    case.stamp += 1
    del agent.offers[case]
    note_asked(case, agent)
    past = case.remember()
    past.missed_by[agent.index] = None
    if pool.plan.cooldown is None:
        past.cooling[agent.index] = NEVER
    else:
        until = w.now + max(pool.plan.cooldown, 1)
        past.cooling[agent.index] = until
        w.schedule(until, TIMER, cooled_down, case, agent.index)
    give_units(w, agent, pool)
    w.note(event, case, agent.index, reason)
    follow_load(w, agent, pool.units)
    line_up(w, case, pool)
    if presence >= 0:
        agent.sticky = True
        set_presence(w, agent, presence, why)
    refresh(w, agent)


def cooled_down(w: World, case: Case, agent: int) -> bool:
    """End an agent's cool-down on a case; only for an Open case does it bring a matching pass."""
    if case.state != OPEN:
        return False
    if case.line is not None and case.pool is not None:
        step_out(w, case)
        line_up(w, case, case.pool)
    return True
