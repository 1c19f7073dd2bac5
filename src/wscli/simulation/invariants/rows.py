"""Rows about cases: each judged by the checks that concern it, then followed by the picture."""

from __future__ import annotations

from collections.abc import Callable

from wscli.simulation.invariants import checks, effects
from wscli.simulation.invariants.checks import MOVES
from wscli.simulation.invariants.entities import Agent, Case, Pool
from wscli.simulation.invariants.picture import NEVER, Picture
from wscli.simulation.invariants.reports import Reports
from wscli.simulation.invariants.script import FOREVER, Script
from wscli.simulation.kernel import codes

_ENDINGS = {"withdrawn": codes.WITHDRAWN, "resolved": codes.RESOLVED, "auto-closed": codes.AUTO_CLOSED}
_EFFECTS: dict[str, Callable[[Picture, Case, Agent, Pool], object]] = {
    "offered": effects.offer,
    "assigned": effects.assign,
    "accepted": effects.accept,
    "declined": effects.decline,
    "timed-out": effects.time_out,
    "cancelled": effects.cancel,
    "picked": effects.pick,
    "waiting": effects.suspend,
    "resumed": effects.resume,
    "replied": effects.reply,
    "transferred": effects.transfer,
}


class Rows:
    """Takes rows about cases; `said` is where what is wrong goes."""

    def __init__(self, picture: Picture, script: Script, said: Reports) -> None:
        self.picture = picture
        self.script = script
        self.said = said
        self._last_arrival = (-FOREVER, NEVER)

    def refused(self, case: int, agent: int, queue: int, workstream: int, state: int, asked: bool) -> None:
        """Judge a refusal: one about an agent must be `asked` for, one about a case says where it is."""
        picture = self.picture
        if case == NEVER:
            if not asked:
                self.said.fault("refused", f"{self.said.row('refused', case, agent)}: no row asks for it")
            return
        status = picture.status_of(case)
        seen = picture.flight.get(case)
        wrong = checks.state(seen, queue, workstream, state) if seen is not None else ""
        if wrong or (seen is None and state != status):
            self.said.row_fault(("state", wrong or "gives another state"), "refused", case, agent)

    def arrived(self, case: int, rest: tuple[int, int, int, int]) -> None:
        """Judge an arrival; `rest`: agent, queue, workstream, state."""
        picture = self.picture
        wrong = checks.transition("arrived", picture.status_of(case))
        if wrong:
            self.said.row_fault(("transition", wrong), "arrived", case, NEVER)
            return
        place = (picture.table.arrived[case], case)
        if place < self._last_arrival or picture.now != max(place[0], picture.start):
            self.said.row_fault(("order-of-arrival", "not when it is its turn"), "arrived", case, NEVER)
        self._last_arrival = max(place, self._last_arrival)
        if rest != (NEVER, NEVER, NEVER, codes.OPEN):
            self.said.row_fault(("state", "a case arrives Open and nowhere yet"), "arrived", case, NEVER)
        effects.arrive(picture, case)

    def moved(
        self, event: str, index: int, agent: int, said: tuple[int, int, int], reason: str, asked: bool
    ) -> None:
        """Judge a row of a case that has arrived, and let the picture follow it.

        `said`: queue, workstream, state; `asked`: whether it is the row that had to come next.
        """
        picture = self.picture
        case = picture.flight.get(index)
        wrong = checks.transition(event, case.status if case is not None else picture.status_of(index))
        if case is not None and agent == NEVER and event != "withdrawn":
            wrong = wrong or "names no agent"
        if case is None or wrong:
            self.said.row_fault(("transition", wrong), event, index, agent)
            return
        who = self._whose(case, event, agent)
        self._judge(case, event, who, said[0], reason, asked)
        if event in _ENDINGS:
            effects.close(picture, case, _ENDINGS[event])
        else:
            assert who is not None
            self._follow(case, event, who, said[0], reason)
        case.status = MOVES[event][1]
        wrong = checks.state(case, *said)
        if wrong:
            self.said.row_fault(("state", wrong), event, index, agent)

    def _whose(self, case: Case, event: str, agent: int) -> Agent | None:
        """Return the agent a row is about; one that somebody holds or is offered names them (rulebook 3)."""
        who = case.agent
        if event in ("offered", "assigned", "picked"):
            return self.picture.agents[agent]
        if agent != (who.index if who is not None else NEVER):
            named = f"agent {who.name}" if who is not None else "nobody"
            self.said.row_fault(("holder", f"{named} has it"), event, case.index, agent)
        return who

    def _judge(
        self, case: Case, event: str, agent: Agent | None, queue: int, reason: str, asked: bool
    ) -> None:
        picture, fault = self.picture, None
        if event in ("offered", "assigned"):
            assert agent is not None
            self._judge_push(case, agent, event)
        elif event == "picked":
            assert agent is not None
            fault = checks.pick(picture, self.script, case, agent)
        elif event in ("accepted", "declined", "timed-out") and not reason:
            fault = checks.offer_timeout(picture, case, event)
        elif event == "auto-closed":
            fault = checks.auto_close(picture, case)
        elif event in ("withdrawn", "replied") or (event == "transferred" and not reason):
            fault = checks.asked_for(picture, self.script, case, event, reason, queue)
        elif event in ("timed-out", "transferred") and not asked:
            fault = ("offline" if event == "timed-out" else "shift-end", "nobody left")
        if fault is not None:
            self.said.row_fault(fault, event, case.index, agent.index if agent is not None else NEVER)

    def _judge_push(self, case: Case, agent: Agent, event: str) -> None:
        picture, pool = self.picture, case.pool
        if pool is None:
            self.said.row_fault(("transition", "it is undistributed"), event, case.index, agent.index)
            return
        if pool.auto_assign != (event == "assigned"):
            what = "assigns" if pool.auto_assign else "offers"
            fault = ("offer-or-assign", f"its workstream {what}")
            self.said.row_fault(fault, event, case.index, agent.index)
        for some in (checks.OF_PUSHED_CASES, checks.OF_THEIR_AGENTS):
            for name, check in some:
                wrong = check(picture, case, agent, pool)
                if wrong:
                    self.said.row_fault((name, wrong), event, case.index, agent.index)
                    break

    def _follow(self, case: Case, event: str, agent: Agent, queue: int, reason: str) -> None:
        pool = case.pool
        if pool is None:
            return  # reported: nobody can have an undistributed case
        if event == "transferred":
            case.queue = queue
        if event == "timed-out" and reason:
            effects.lose(self.picture, case, agent, pool)
        else:
            _EFFECTS[event](self.picture, case, agent, pool)
