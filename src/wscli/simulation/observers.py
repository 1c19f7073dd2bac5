"""Listeners to a run: absent when nobody asked, so that a plain run pays nothing for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wscli.cases.table import CaseTable
from wscli.model.organisation import Organisation
from wscli.model.terms import BasePresence
from wscli.simulation.kernel import Emit
from wscli.simulation.outcome import STATES
from wscli.simulation.routing import Route

LOG_COLUMNS = ("seq", "at", "event", "case_id", "agent", "queue", "workstream", "state", "reason")

LogRow = tuple[Any, ...]
"""The values of LOG_COLUMNS: `at` in epoch milliseconds, None for an empty field."""


class EventLog:
    """Names what the kernel says by number and hands each row on (interface §7, event log)."""

    def __init__(
        self,
        organisation: Organisation,
        cases: CaseTable,
        routes: list[Route],
        write: Callable[[LogRow], object],
    ) -> None:
        self.cases = cases.ids
        self.routes = routes
        self.agents = [agent.name for agent in organisation.agents]
        self.queues = [queue.name for queue in organisation.queues]
        self.workstreams = [workstream.name for workstream in organisation.workstreams]
        self.presences = [base.value for base in BasePresence]
        self.write = write
        self.seq = 0

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
        self.seq += 1
        if event == "routed":
            reason = self.routes[case].by
        elif event == "undistributed":
            reason = self.routes[case].fault
        self.write(
            (
                self.seq,
                at,
                event,
                self.cases[case] if case >= 0 else None,
                self.agents[agent] if agent >= 0 else None,
                self.queues[queue] if queue >= 0 else None,
                self.workstreams[workstream] if workstream >= 0 else None,
                self.presences[state] if event == "presence" else STATES.get(state),
                reason or None,
            )
        )


def together(first: Emit, second: Emit) -> Emit:
    """Return a listener that hands every row to two."""

    def emit(
        at: int, event: str, case: int, agent: int, queue: int, workstream: int, state: int, reason: str
    ) -> None:
        first(at, event, case, agent, queue, workstream, state, reason)
        second(at, event, case, agent, queue, workstream, state, reason)

    return emit
