"""A run watched for the sake of one case: each attempt to place it, and what each wait was made of.

The event log says what happened; it does not say why nothing did. So the run is made again with this probe:
it looks at the case's candidates whenever an instant is settled and whenever anybody is given a case, and
keeps what has changed. What is kept grows with the changes, not with the length of the run. Names and
sentences are made elsewhere.
"""

from __future__ import annotations

from wscli.simulation.eligibility import (
    CAPACITY,
    COOL_DOWN,
    FIRST,
    LOOK,
    PRESENCE,
    SIGNED_IN,
    first_failure,
    has_room,
    members_of,
    rank_key,
    ranking,
)
from wscli.simulation.kernel import World, codes
from wscli.simulation.kernel.entities import Agent, Case, Pool
from wscli.simulation.observers import LogRow
from wscli.simulation.trace_steps import Candidate, Ending, InHand, Placement, Step, Taken, Wait

__all__ = ["CaseTrace", "Placement", "Wait"]

_PLACED = ("offered", "assigned", "picked")
_FREES = ("resolved", "waiting", "declined", "timed-out", "cancelled", "transferred")
_FROM_WAITING = ("resolved", "resumed", "replied", "auto-closed")


class CaseTrace:
    """The probe and the listener of a run in which one case is of interest; then `finish`."""

    def __init__(self, case: int, case_id: str, agents: list[str]) -> None:
        self.case = case
        self.case_id = case_id
        self.agents = agents
        self.steps: list[Step] = []
        self.rows: list[LogRow] = []
        self._wait: Wait | None = None
        self._taken: list[Taken] = []
        self._instant: list[LogRow] = []
        self._unnamed: list[tuple[Placement, Wait | None]] = []
        self._resting: set[str] = set()

    # What the run says ------------------------------------------------------------------------------------

    def row(self, row: LogRow) -> None:
        """Take one row of the event log."""
        if self._instant and self._instant[-1][1] != row[1]:
            self._instant.clear()
        event, case_id = row[2], row[3]
        if event in _FROM_WAITING and case_id in self._resting:
            self._resting.discard(case_id)
        else:
            self._instant.append(row)
        if event == "waiting":
            self._resting.add(case_id)
        if case_id == self.case_id:
            self.rows.append(row)
            if event in _PLACED:
                self._name(event)

    def _name(self, how: str) -> None:
        """Give the placement that this row is of its name, and the wait before it what ended it."""
        placement, wait = self._unnamed.pop(0)
        placement.how = how
        if wait is not None:
            wait.ending = self._ending(placement, wait)

    def placing(self, w: World, case: Case, agent: Agent) -> None:
        """Note who was given the case, and who could not have been; or what a candidate got instead."""
        if case.index == self.case:
            assert case.pool is not None
            awaited = self.case in w.plan.reserved
            placement = Placement(w.now, _place(case.pool), agent.index, _candidates(w, case), awaited)
            self._unnamed.append((placement, self._end_wait(w.now)))
            self.steps.append(placement)
            return
        mine = self._waiting(w)
        if mine is not None and mine.pool is not None and agent.index in mine.pool.plan.listeners:
            failure = first_failure(w, mine, agent)
            order = _later(case, mine), _priority(case) < _priority(mine)
            assert case.pool is not None
            self._taken.append(Taken(w.now, case.index, agent.index, failure, *order, case.pool.queue))

    def settled(self, w: World) -> None:
        """Note why nobody has the case, where it waits."""
        mine = self._waiting(w)
        if mine is None:
            self._end_wait(w.now)
        else:
            assert mine.pool is not None
            self._look(w, mine, mine.pool)

    def finish(self, end: int) -> None:
        """End the wait in which the run ended, and forget what the run has taken back (rulebook 1.6)."""
        if self._wait is not None:
            wait = self._wait
            wait.attempts = [at for at in wait.attempts if at <= end]
            wait.found = {
                agent: [each for each in found if each[0] <= end] for agent, found in wait.found.items()
            }
            self._end_wait(end)

    # What is kept -----------------------------------------------------------------------------------------

    def _waiting(self, w: World) -> Case | None:
        """Return the case if it is Open, distributed, and not offered to anybody."""
        mine = w.flight.get(self.case)
        waits = mine is not None and mine.state == codes.OPEN and mine.offered_to is None
        return mine if mine is not None and waits and mine.pool is not None else None

    def _look(self, w: World, mine: Case, pool: Pool) -> None:
        if self._wait is None:
            self._wait = Wait(w.now, _place(pool), elsewhere=_with_room(w, pool))
            self.steps.append(self._wait)
        wait = self._wait
        changed = not wait.attempts or bool(self._taken)
        wait.taken += self._taken
        self._taken.clear()
        for index in pool.plan.listeners:
            failure = first_failure(w, mine, w.agents[index])
            known = wait.found.setdefault(index, [])
            if not known or known[-1][1] != failure:
                known.append((w.now, failure))
                changed = True
            if failure is not None and failure.check in (PRESENCE, CAPACITY):
                _note_held(wait, w.agents[index], w.now)
        if changed:
            wait.attempts.append(w.now)

    def _end_wait(self, now: int) -> Wait | None:
        self._taken.clear()
        wait, self._wait = self._wait, None
        if wait is not None:
            wait.end = now
        return wait

    def _ending(self, placement: Placement, wait: Wait) -> Ending:
        """Return what ended a wait, from the last check that kept the chosen one, and this instant's rows."""
        if placement.how == "picked" and placement.awaited:
            return Ending("row", [])
        found = wait.found.get(placement.agent)
        last = found[-1][1] if found else None
        name = self.agents[placement.agent]
        rows = [row for row in self._instant if row[4] == name and row[3] != self.case_id]
        freed = [row for row in rows if row[2] in _FREES]
        presence = [row for row in rows if row[2] == "presence"]
        check = last.check if last is not None else ""
        if check == SIGNED_IN and presence:
            return Ending("signed-in", presence[:1])
        said = [row for row in presence if row[8] != "automatic"]
        if check == PRESENCE and said:
            return Ending("presence", said[-1:])
        if check in (PRESENCE, CAPACITY) and freed:
            return Ending("units-freed", freed)
        if check == PRESENCE and presence:
            return Ending("presence", presence[-1:])
        words = {COOL_DOWN: "cool-down-over", FIRST: "list", LOOK: "look"}
        return Ending(words.get(check, "other"), [])


def _note_held(wait: Wait, agent: Agent, now: int) -> None:
    held = wait.held.setdefault(agent.index, {})
    for case in (*agent.active, *agent.offers):
        if case.index not in held:
            assert case.pool is not None
            since = case.since if case in agent.active else now
            held[case.index] = InHand(since, now, case.pool.queue)
        held[case.index].last = now


def _with_room(w: World, pool: Pool) -> list[int]:
    """Return who is no member and could have a case of the pool all the same, but for their skills."""
    members = members_of(pool.plan.listeners)
    return [each.index for each in w.agents if each.index not in members and has_room(pool, each)]


def _place(pool: Pool) -> tuple[int, int]:
    return pool.workstream, pool.queue


def _candidates(w: World, case: Case) -> list[Candidate]:
    """Return every member of the case's queue as this moment finds them: by rank, then those who fail."""
    pool = case.pool
    assert pool is not None
    found = [
        Candidate(index, first_failure(w, case, w.agents[index]), ranking(case, w.agents[index]))
        for index in pool.plan.listeners
    ]
    passed = [each for each in found if each.failure is None and each.ranking is not None]
    passed.sort(key=lambda each: rank_key(w, each.ranking) if each.ranking is not None else ())
    return passed + [each for each in found if each.failure is not None]


def _priority(case: Case) -> int:
    assert case.pool is not None
    return case.pool.priority


def _later(case: Case, mine: Case) -> bool | None:
    """Return whether a case stands behind another in the order of the matching pass (rulebook 5.3)."""
    ours, theirs = mine.pool, case.pool
    assert ours is not None and theirs is not None
    if not ours.push or not theirs.push:
        return None
    return (theirs.priority, case.entered, case.index) > (ours.priority, mine.entered, mine.index)
