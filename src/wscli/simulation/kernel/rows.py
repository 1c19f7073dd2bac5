"""Event rows: what a file says happens, applied, or refused with the first reason that holds (rulebook 9)."""

from __future__ import annotations

from collections.abc import Callable

from wscli.simulation.kernel import codes
from wscli.simulation.kernel.codes import ABSENT, ACTIVE, CLOSED, NEVER, OPEN, WAITING
from wscli.simulation.kernel.entities import Agent, Case
from wscli.simulation.kernel.offers import accept, decline
from wscli.simulation.kernel.pick import pick
from wscli.simulation.kernel.plan import Row
from wscli.simulation.kernel.presence import end_shift, say_presence, sign_in, sign_out
from wscli.simulation.kernel.work import reply, resolve, resume, suspend, transfer, withdraw
from wscli.simulation.kernel.world import World

_NEEDS = {
    codes.ACCEPT: (OPEN,),
    codes.DECLINE: (OPEN,),
    codes.IGNORE: (OPEN,),
    codes.PICK_ROW: (OPEN,),
    codes.WITHDRAW: (OPEN,),
    codes.WAIT: (ACTIVE,),
    codes.TRANSFER: (ACTIVE,),
    codes.RESUME: (WAITING,),
    codes.REPLY: (WAITING,),
    codes.RESOLVE: (OPEN, ACTIVE, WAITING),
}
_NOT = {OPEN: "not-open", ACTIVE: "not-active", WAITING: "not-waiting"}
_OFFERS = (codes.ACCEPT, codes.DECLINE, codes.IGNORE)


def apply_row(w: World, row: Row, token: int) -> bool:
    """Apply an event row or a schedule entry; return whether anything happened."""
    _, _, _, code, case, agent, value = row
    if code >= codes.SHIFT_START:
        return _apply_schedule(w, code, w.agents[agent], value)
    if case == NEVER:
        return _apply_presence(w, code, w.agents[agent], value)
    reason = _refusal_of_case(w, code, case, agent)
    if reason:
        _refuse(w, code, case, agent, reason)
        return True
    flying = w.flight[case]
    _CASE_ROWS[code](w, flying, agent, value)
    return code != codes.IGNORE


_TAKEN_BACK = ("signed_in", "presence", "sticky", "idle_since", "signed_ms", "held_ms", "busy_ms")
"""What a schedule entry may change of an agent."""


def _apply_schedule(w: World, code: int, agent: Agent, value: int) -> bool:
    """Apply a schedule entry; one that finds the agent so already does nothing.

    What it does is the end of no run: it is put down so that it can be taken back (rulebook 1.6).
    """
    if agent.signed_in == (code == codes.SHIFT_START):
        return False
    w.tentative.append((agent, [getattr(agent, name) for name in _TAKEN_BACK], w.events))
    w.acted = w.now
    if code == codes.SHIFT_START:
        sign_in(w, agent, "shift-start")
    elif code == codes.SHIFT_END:
        end_shift(w, agent)
    else:
        say_presence(w, agent, value)
    return False


def take_back(w: World) -> None:
    """Undo the schedule entries that led to nothing: no row, no time signed in (rulebook 1.6)."""
    for agent, values, events in reversed(w.tentative):
        w.events = events
        for name, value in zip(_TAKEN_BACK, values, strict=True):
            setattr(agent, name, value)
    w.tentative.clear()
    w.held.clear()


def _apply_presence(w: World, code: int, agent: Agent, value: int) -> bool:
    if code == codes.SIGN_IN and agent.signed_in:
        _refuse(w, code, NEVER, agent.index, "already-signed-in")
    elif code != codes.SIGN_IN and not agent.signed_in:
        _refuse(w, code, NEVER, agent.index, "not-signed-in")
    elif code == codes.SIGN_IN:
        sign_in(w, agent, "sign-in")
    elif code == codes.SIGN_OUT:
        sign_out(w, agent, "sign-out")
    else:
        say_presence(w, agent, value)
    return True


def _refusal_of_case(w: World, code: int, case: int, agent: int) -> str:
    """Return why a row about a case cannot apply, or nothing."""
    state = w.state_of(case)
    if state == ABSENT:
        return "not-arrived"
    if state == CLOSED:
        return "closed"
    if code == codes.PICK_ROW and state in (ACTIVE, WAITING):
        return "already-assigned"
    if state not in _NEEDS[code]:
        return _NOT[_NEEDS[code][0]]
    flying = w.flight[case]
    if code in _OFFERS:
        return _refusal_of_answer(flying, agent)
    if code == codes.PICK_ROW:
        return _refusal_of_pick(w.agents[agent], flying)
    if agent != NEVER and (flying.agent is None or flying.agent.index != agent):
        return "other-agent"
    return ""


def _refusal_of_answer(case: Case, agent: int) -> str:
    if case.offered_to is None:
        return "no-offer"
    return "not-offered-to-agent" if agent not in (NEVER, case.offered_to.index) else ""


def _refusal_of_pick(agent: Agent, case: Case) -> str:
    if not agent.signed_in:
        return "not-signed-in"
    if case.pool is None:
        return "undistributed"
    if agent.index not in case.pool.plan.listeners:
        return "not-member"
    return "not-selectable" if case.pool.push and not case.pool.plan.selectable else ""


def _refuse(w: World, code: int, case: int, agent: int, reason: str) -> None:
    w.events += 1
    w.refused[reason] = w.refused.get(reason, 0) + 1
    if w.emit is None:
        return
    state = w.state_of(case) if case != NEVER else ABSENT
    queue = workstream = NEVER
    if state == CLOSED and w.columns.pool[case] != NEVER:
        pool = w.pools[w.columns.pool[case]]
        queue, workstream = pool.queue, pool.workstream
    elif state == CLOSED:
        workstream, queue = w.plan.stray[case]
    elif state != ABSENT:
        queue, workstream = w.place_of(w.flight[case])
    w.write(w.now, "refused", case, agent, queue, workstream, state, f"{codes.ROW_WORDS[code]}: {reason}")


def _resolve(w: World, case: Case, agent: int, value: int) -> None:
    if case.state == OPEN:
        withdraw(w, case, "resolved-elsewhere")
    else:
        resolve(w, case)


def _transfer(w: World, case: Case, agent: int, value: int) -> None:
    assert case.pool is not None
    transfer(w, case, w.pools[w.plan.transfers[case.pool.index, value]])


_CASE_ROWS: dict[int, Callable[[World, Case, int, int], object]] = {
    codes.ACCEPT: lambda w, case, agent, value: accept(w, case, case.stamp),
    codes.DECLINE: lambda w, case, agent, value: decline(w, case, case.stamp),
    codes.IGNORE: lambda w, case, agent, value: None,
    codes.PICK_ROW: lambda w, case, agent, value: pick(w, w.agents[agent], case),
    codes.WAIT: lambda w, case, agent, value: suspend(w, case),
    codes.RESUME: lambda w, case, agent, value: resume(w, case, case.stamp),
    codes.REPLY: lambda w, case, agent, value: reply(w, case),
    codes.RESOLVE: _resolve,
    codes.WITHDRAW: lambda w, case, agent, value: withdraw(w, case, ""),
    codes.TRANSFER: _transfer,
}
