"""What became of a case, in order of time: rows of the event log, attempts in the place of theirs, waits.

An attempt that placed the case has every candidate; those that found nobody are folded into the wait that
they were part of.
"""

from __future__ import annotations

from typing import Any

from wscli.dryrun.explaining.checks import failure_facts, folded, listed, missing_skills
from wscli.dryrun.explaining.names import Names
from wscli.measures import seconds
from wscli.model.terms import Mode
from wscli.simulation.eligibility import CAPACITY, Failure, Ranking
from wscli.simulation.kernel import codes
from wscli.simulation.observers import LogRow
from wscli.simulation.trace_steps import Candidate, Ending, Placement, Step, Taken, Wait
from wscli.simulation.tracing import CaseTrace

Row = dict[str, Any]
PLACED = ("offered", "assigned", "picked")
_ENDS_OFFER = ("accepted", "declined", "timed-out", "cancelled")


def story(names: Names, trace: CaseTrace) -> list[Row]:
    """Return the story of a case."""
    return _Teller(names, trace).tell()


class _Teller:
    def __init__(self, names: Names, trace: CaseTrace) -> None:
        self.names = names
        self.trace = trace
        self.steps: list[Step] = list(trace.steps)
        self.told: list[Row] = []
        self._placed = codes.NEVER

    def tell(self) -> list[Row]:
        """Go through the rows of the case; what belongs to none of them stands between."""
        for row in self.trace.rows:
            at, event = row[1], row[2]
            if event == "routed":
                continue
            if event in PLACED:
                self._tell_waits(row)
                placement = self.steps.pop(0)
                assert isinstance(placement, Placement)
                self._placed = at
                self.told.append(self._placement(placement))
                continue
            wait = self.steps[0] if self.steps else None
            if isinstance(wait, Wait) and wait.start < at and event != "refused":
                self._tell_waits(row)
            self.told.append(self._row(row))
        self._tell_waits(None)
        return self.told

    def _tell_waits(self, row: LogRow | None) -> None:
        """Tell of the waits before the next attempt that placed the case; `row` is what ended them."""
        while self.steps and isinstance(self.steps[0], Wait):
            wait = self.steps.pop(0)
            assert isinstance(wait, Wait)
            self.told.append(self._wait(wait, row))

    def _row(self, row: LogRow) -> Row:
        _, at, event, _, agent, *_, reason = row
        told = {"at": self.names.instant(at), "event": event, "agent": agent, "reason": reason}
        if event in _ENDS_OFFER:
            told["on_offer_seconds"] = seconds(at - self._placed)
        return told

    # Attempts ---------------------------------------------------------------------------------------------

    def _placement(self, placement: Placement) -> Row:
        return {
            **self._where(placement.at, placement.how, placement.place),
            "agent": self.names.agents[placement.agent],
            "candidates": [
                self._candidate(each, placement, rank) for rank, each in enumerate(placement.candidates, 1)
            ],
        }

    def _candidate(self, candidate: Candidate, placement: Placement, rank: int) -> Row:
        facts: Row = {"agent": self.names.agents[candidate.agent]}
        if candidate.agent == placement.agent:
            facts["chosen"] = True
        if candidate.failure is not None:
            return facts | self._failure(candidate.agent, candidate.failure)
        if candidate.ranking is not None and placement.how != "picked":
            facts |= {"rank": rank, "ranking": self._ranking(candidate.ranking)}
        return facts

    def _failure(self, agent: int, failure: Failure) -> Row:
        return failure_facts(self.names, self.trace.case, agent, [failure])

    def _ranking(self, ranking: Ranking) -> Row:
        return {
            "declined_before": ranking.declined_before,
            "remaining": ranking.remaining,
            "sessions": ranking.sessions,
            "idle_since": self.names.instant(ranking.idle_since),
            "order": ranking.order + 1,
        }

    def _where(self, at: int, event: str, place: tuple[int, int]) -> Row:
        workstream, queue = place
        return {
            "at": self.names.instant(at),
            "event": event,
            "workstream": self.names.workstreams[workstream],
            "queue": self.names.queues[queue],
        }

    # Waits ------------------------------------------------------------------------------------------------

    def _wait(self, wait: Wait, row: LogRow | None) -> Row:
        candidates = [
            {
                "agent": self.names.agents[agent],
                "failures": folded(self.names, self.trace.case, agent, wait),
            }
            for agent in wait.found
        ]
        ahead = [each for each in wait.taken if is_ahead(each)]
        overtook = [each for each in wait.taken if _overtook(each)]
        return {
            **self._where(wait.start, "waited", wait.place),
            "until": self.names.instant(wait.end),
            "seconds": seconds(wait.end - wait.start),
            "attempts": len(wait.attempts),
            "candidates": candidates,
            "went_first": self._others(ahead) | {"more_urgent": sum(each.urgent for each in ahead)},
            "overtaken_by": self._others(overtook),
            "free_elsewhere": [self.names.agents[each] for each in self._elsewhere(wait)],
            "ended_by": self._ended_by(wait, row),
        }

    def _elsewhere(self, wait: Wait) -> list[int]:
        """Return who was no member, had room when it began, and has the skills where they count."""
        workstream = self.names.organisation.workstreams[wait.place[0]]
        free = wait.elsewhere
        if workstream.work_distribution_mode is not Mode.PUSH:
            return free
        return [each for each in free if not missing_skills(self.names, self.trace.case, each)]

    def _others(self, taken: list[Taken]) -> Row:
        ids = self.names.cases.ids
        return listed(
            [
                {
                    "case_id": ids[each.case],
                    "agent": self.names.agents[each.agent],
                    "at": self.names.instant(each.at),
                    "queue": self.names.queues[each.queue],
                }
                for each in taken
            ]
        )

    def _ended_by(self, wait: Wait, row: LogRow | None) -> Row:
        if row is None:
            return {"what": "end-of-run"}
        _, at, event, _, agent, *_, reason = row
        if wait.ending is None:
            return {"what": event, "reason": reason}
        return {"what": wait.ending.what, "agent": agent, "at": self.names.instant(at)} | self._because(
            wait.ending
        )

    def _because(self, ending: Ending) -> Row:
        if ending.what == "units-freed":
            units = {row[3]: self.names.units(row[6]) or 0 for row in ending.rows}
            finished = all(row[2] == "resolved" for row in ending.rows)
            cases = [case for case, each in units.items() if each]
            return {"units": sum(units.values()), "cases": cases, "finished": finished}
        if ending.rows:
            return {"presence": ending.rows[0][7], "reason": ending.rows[0][8]}
        return {}


def is_ahead(taken: Taken) -> bool:
    """Whether a case got somebody who could have had ours: it stood before it, or was picked from a list."""
    return taken.failure is None or taken.failure.check in ("look", "first-on-list")


def _overtook(taken: Taken) -> bool:
    """Whether a case that stood behind ours got somebody who had too little left for ours."""
    return bool(taken.later) and taken.failure is not None and taken.failure.check == CAPACITY
