"""The observer: takes the rows of a run one by one, judges each, and lets the picture follow it.

A row is judged against what the rows before it have told, and against the inputs; nothing of the kernel's
state is looked at. A row that cannot be is reported and then left out of the picture, so that one fault does
not bring a hundred others with it.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import tee

from wscli.cases.table import CaseTable
from wscli.model.organisation import Organisation
from wscli.simulation.invariants import checks
from wscli.simulation.invariants.checks import Violation
from wscli.simulation.invariants.endings import faults_at_the_end
from wscli.simulation.invariants.entities import OFFERED, OPEN, WAITING
from wscli.simulation.invariants.picture import CLOSES, NEVER, Picture, Said
from wscli.simulation.invariants.reports import Reports
from wscli.simulation.invariants.rows import Rows
from wscli.simulation.invariants.script import Script
from wscli.simulation.kernel import Plan
from wscli.simulation.outcome import Outcome
from wscli.simulation.routing import Route

_ECHOES = ("presence", "routed", "undistributed")
"""Rows that only say what follows from something else."""
_BEFORE_PRESENCES = ("waiting", "resolved", "withdrawn", "accepted", "declined", "cancelled")
"""Rows of events that are taken before the sign-ins and presences of an instant (rulebook 1.3)."""
_PRESENCES = ("available", "busy", "busy-dnd", "away", "offline")
_EXPECTED_AS = {
    "automatic": "presence",
    "missed-offer": "presence",
    "declined-offer": "presence",
    "offline": "offline",
}


class Invariants:
    """Checks a run while it happens: give it to the kernel as its listener, then `finish`."""

    def __init__(self, organisation: Organisation, cases: CaseTable, routes: list[Route], plan: Plan) -> None:
        """`plan.schedule` is read: give the kernel another iterator of the same rows (see `watched`)."""
        self.until = plan.until
        self.picture = Picture(organisation, cases, routes, plan.agents, plan.start)
        self.script = Script(plan.rows, plan.schedule)
        self.said = Reports(self.picture)
        self.rows = Rows(self.picture, self.script, self.said)

    @property
    def count(self) -> int:
        """How many violations there were; `finish` returns the first of them."""
        return self.said.count

    def __call__(
        self,
        at: int,
        event: str,
        case: int,
        agent: int,
        queue: int,
        workstream: int,
        state: int,
        reason: str,
    ) -> None:
        """Take one row from the kernel."""
        picture = self.picture
        if at != picture.now:
            self._reach(at)
        asked = False
        if picture.expected or self.script.at <= at or event in _ECHOES:
            asked = self._is_expected((event, case, agent, queue, workstream, state, reason))
            if event in _ECHOES:
                if not asked:
                    self._unasked(event, case, agent, reason)
                return
        if event == "refused":
            self.rows.refused(case, agent, queue, workstream, state, asked)
        elif event == "arrived":
            self.rows.arrived(case, (agent, queue, workstream, state))
        else:
            self.rows.moved(event, case, agent, (queue, workstream, state), reason, asked)

    def finish(self, outcome: Outcome) -> list[Violation]:
        """Judge the end of the run; return the first violations (`count` is of all)."""
        picture = self.picture
        if outcome.end < picture.now:
            self.said.fault("clock", f"the run ends at {outcome.end}, before its last row")
        else:
            self._reach(outcome.end)
            self._settle()
        for name, message in faults_at_the_end(picture, outcome, self.until):
            self.said.fault(name, message)
        return self.said.kept

    # Time.

    def _reach(self, at: int) -> None:
        """Settle this instant and those up to `at` at which inputs or cool-downs are due."""
        picture, script = self.picture, self.script
        if at < picture.now:
            self.said.fault("clock", f"a row of {at} comes after one of {picture.now}")
            return
        self._settle()
        while True:
            due = min(script.at, picture.timers[0][0]) if picture.timers else script.at
            if due >= at:
                break
            picture.reach(due)
            self._settle()
        picture.reach(at)

    def _settle(self) -> None:
        """Judge what must hold when all of an instant has happened."""
        picture, script, ids = self.picture, self.script, self.picture.table.ids
        while script.at <= picture.now or picture.expected:
            self._all_missing()
            if script.at <= picture.now:
                script.apply_next(picture)
        for pool in picture.touched:
            left = checks.nobody_left(picture, pool)
            if left:
                self.said.fault("nobody-left", left)
        picture.touched.clear()
        if picture.due:
            self._overdue()
        for case in picture.halfway:
            self.said.fault("transition", f"the offer of case {ids[case.index]} was cancelled for nothing")
        picture.halfway.clear()

    def _overdue(self) -> None:
        now = self.picture.now
        for what, case in self.picture.due:
            name = self.picture.table.ids[case.index]
            if what == CLOSES:
                if case.status == WAITING and case.closes == now:
                    self.said.fault("auto-close", f"case {name} is not auto-closed although its time is over")
            elif case.status in (OPEN, OFFERED) and not case.had:
                self.said.fault("patience", f"case {name} is still Open although its patience is over")
        self.picture.due.clear()

    # What must come, and what came.

    def _is_expected(self, row: Said) -> bool:
        """Whether a row is what must come next; what must have come before it is missing."""
        picture, expected = self.picture, self.picture.expected
        late = self._is_late(row)
        while True:
            if expected:
                wanted = expected.popleft()
                if wanted == row:
                    return True
                self._missing(wanted)
                if wanted[:3] == row[:3] and wanted[6] == row[6]:
                    return True  # the row that was wanted, with a mistake in it
            elif late and self.script.at <= picture.now:
                self.script.apply_next(picture)
            else:
                return False

    def _is_late(self, row: Said) -> bool:
        """Whether the inputs about agents of this instant have been taken before this row (rulebook 1.3)."""
        event, index, *_, reason = row
        if event == "refused":
            return index == NEVER
        if event not in _BEFORE_PRESENCES or reason in ("patience", "picked"):
            return True
        case = self.picture.flight.get(index)
        return (
            event == "cancelled"
            and case is not None
            and case.patience == self.picture.now
            and not case.had
            and not self.script.removes(case.patience, index)
        )

    def _missing(self, wanted: Said) -> None:
        event, case, agent, _, _, said, reason = wanted
        if event == "presence":
            name = _EXPECTED_AS.get(reason, "sign-in")
            event = f"presence {_PRESENCES[said]} ({reason})"
        elif event in ("routed", "undistributed"):
            name = "routed"
        else:
            name = {"timed-out": "offline", "transferred": "shift-end", "refused": "refused"}[event]
        self.said.fault(name, f"{self.said.row(event, case, agent)}: does not come when, or as, it must")

    def _all_missing(self) -> None:
        expected = self.picture.expected
        while expected:
            self._missing(expected.popleft())

    def _unasked(self, event: str, case: int, agent: int, reason: str) -> None:
        name = "routed" if event != "presence" else _EXPECTED_AS.get(reason, "sign-in")
        self.said.fault(
            name, f"{self.said.row(event, case, agent)} ({reason or 'no reason'}): nothing brings it about"
        )


def watched(
    organisation: Organisation, cases: CaseTable, routes: list[Route], plan: Plan
) -> tuple[Plan, Invariants]:
    """Return the plan to run, and the observer of that run: each has the schedule to itself."""
    ours, theirs = tee(plan.schedule)
    observer = Invariants(organisation, cases, routes, replace(plan, schedule=ours))
    return replace(plan, schedule=theirs), observer
