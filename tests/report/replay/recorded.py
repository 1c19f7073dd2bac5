"""Runs of random worlds with all that a replay is made of, and what the simulator itself held on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from worlds import World, organisation_of, run_world
from wscli.model.organisation import Organisation
from wscli.model.terms import BasePresence
from wscli.report.replay.timeline import Timeline
from wscli.simulation import Outcome
from wscli.simulation.kernel import codes
from wscli.simulation.observers import LogRow

PRESENCES = [base.value for base in BasePresence]


@dataclass
class Recorded:
    """A run; `seen`: instant → agent → units held, base presence, cases offered, cases Active."""

    organisation: Organisation
    outcome: Outcome
    rows: list[LogRow]
    beginning: dict[str, str] = field(default_factory=dict)
    seen: dict[int, dict[str, Any]] = field(default_factory=dict)

    def timeline(self, **others: Any) -> Timeline:
        table = self.outcome.cases
        return Timeline(
            self.organisation,
            self.rows,
            start=self.outcome.start,
            end=self.outcome.end,
            beginning=self.beginning,
            arrived=dict(zip(table.ids, table.arrived, strict=True)),
            **others,
        )


class Looking:
    """A probe that writes down what agents hold after every instant."""

    def __init__(self, organisation: Organisation) -> None:
        self.names = [agent.name for agent in organisation.agents]
        self.beginning: dict[str, str] = {}
        self.seen: dict[int, dict[str, Any]] = {}

    def placing(self, w: Any, case: Any, agent: Any) -> None:
        pass

    def settled(self, w: Any) -> None:
        plans = zip(self.names, w.plan.agents, strict=True)
        self.beginning = {name: PRESENCES[plan.presence] for name, plan in plans if plan.signed_in}
        self.seen[w.now] = {
            name: (
                agent.capacity - agent.remaining,
                PRESENCES[agent.presence] if agent.signed_in else PRESENCES[codes.OFFLINE],
                {case.index for case in agent.offers},
                {case.index for case in agent.active},
            )
            for name, agent in zip(self.names, w.agents, strict=True)
        }


def record(world: World, folder: Path) -> Recorded:
    """Run a world and keep what came of it."""
    organisation = organisation_of(world)
    looking = Looking(organisation)
    rows: list[LogRow] = []
    _, outcome = run_world(world, folder, probe=looking, listen=rows.append)
    return Recorded(organisation, outcome, rows, looking.beginning, looking.seen)
