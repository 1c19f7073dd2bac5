"""Queueing systems with known answers: fed to the simulator, and judged by batch means.

A system is classes of Poisson arrivals with a law of service times, and agents. One unit of time is 1,000
seconds, so that whole milliseconds round nothing away.

How a run is judged: the cases after a warm-up are cut into batches. Batch means are all but independent
and normal, so their spread says how far their mean may be from the truth. Most of that spread has a cause
that is known: a batch in which service happened to be long or arrivals dense waits longer. The mean of
"service per server less time between arrivals" is known exactly, so what a straight line explains of the
spread is taken out (a control variate); it halves the standard error and is unbiased in the limit.
"""

from __future__ import annotations

import random
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from itertools import accumulate
from math import sqrt
from statistics import fmean, linear_regression, pvariance
from typing import Any

from worlds import World, organisation_of
from wscli.cases.table import CaseTable
from wscli.simulation import Outcome, simulate
from wscli.simulation.outcome import WITHDRAWN

UNIT = 1_000_000
BATCHES = 25

Law = Callable[[random.Random], float]
Measure = Callable[[float, bool], float]
"""What is averaged: of a case's wait, and of whether it was served."""


def exponential(mean: float) -> Law:
    return lambda chance: chance.expovariate(1 / mean)


def constant(value: float) -> Law:
    return lambda chance: value


def lognormal(location: float, spread: float) -> Law:
    return lambda chance: chance.lognormvariate(location, spread)


@dataclass(frozen=True)
class Class:
    """Cases of one kind: how many per unit of time, how long they take (mean and law)."""

    rate: float
    mean: float
    law: Law


def markov(rate: float, mean: float = 1.0) -> Class:
    return Class(rate, mean, exponential(mean))


@dataclass(frozen=True)
class System:
    """Classes in order of priority, each in a queue of its own; agents who hold `each` cases.

    `patience` is its mean: None is for ever, 0 is nobody who waits. `order` says that agents pick, and in
    which order. `pools` cuts the agents into groups, one per class.
    """

    classes: tuple[Class, ...]
    agents: int
    each: int = 1
    patience: float | None = None
    order: str | None = None
    pools: bool = False

    @property
    def rate(self) -> float:
        return sum(each.rate for each in self.classes)

    @property
    def drift(self) -> float:
        """The mean of service per server less time between arrivals."""
        service = sum(each.rate * each.mean for each in self.classes) / self.rate
        return service / (self.agents * self.each) - 1 / self.rate

    def document(self) -> dict[str, Any]:
        names = [f"a{number}" for number in range(self.agents)]
        share = self.agents // len(self.classes) if self.pools else 0
        stream = {"name": "W", "capacity": 1, "work_distribution_mode": "pick" if self.order else "push"}
        queues = [
            {
                "name": f"Q{number}",
                "priority": number + 1,
                "members": names[number * share : (number + 1) * share] if self.pools else names,
            }
            for number in range(len(self.classes))
        ]
        return {
            "version": 1,
            # Available is nothing in hand, Busy is room left: whoever has room may take.
            "workstreams": [{**stream, "allowed_presences": ["available", "busy"]}],
            "queues": queues,
            "agents": [{"name": name, "capacity": self.each} for name in names],
            "behaviour": {"pick_order": self.order or "oldest"},
        }


@dataclass(frozen=True)
class Run:
    """A system that was run on so many cases."""

    system: System
    outcome: Outcome

    def judge(self, measure: Measure, kind: int | None = None) -> tuple[float, float]:
        """Return the estimate of a measure's mean, of one class or all, and its standard error."""
        cases = self.outcome.cases
        warm = len(cases) // 10
        size = (len(cases) - warm) // BATCHES
        values, controls = [], []
        for begin in range(warm, warm + BATCHES * size, size):
            batch = range(begin, begin + size)
            mine = [case for case in batch if kind is None or cases.queue[case] == kind]
            values.append(fmean(measure(*self._case(case)) for case in mine))
            service = sum(cases.handle[begin : begin + size]) / size / UNIT
            gap = (cases.arrived[begin + size - 1] - cases.arrived[begin - 1]) / size / UNIT
            controls.append(service / (self.system.agents * self.system.each) - gap)
        return controlled(values, controls, self.system.drift)

    def _case(self, case: int) -> tuple[float, bool]:
        served = self.outcome.accepted[case] >= 0
        left = self.outcome.accepted[case] if served else self.outcome.closed[case]
        return (left - self.outcome.cases.arrived[case]) / UNIT, served

    def assert_identities(self) -> None:
        """What holds in every run to the millisecond: Little's law, and no work is made or lost."""
        outcome, cases = self.outcome, self.outcome.cases
        served = [case for case in range(len(cases)) if outcome.accepted[case] >= 0]
        gone = [case for case in range(len(cases)) if outcome.ending[case] == WITHDRAWN]
        waited = sum(outcome.accepted[case] - cases.arrived[case] for case in served)
        waited += sum(outcome.closed[case] - cases.arrived[case] for case in gone)

        assert len(served) + len(gone) == len(cases)
        assert outcome.backlog.open_ms == waited
        assert sum(agent.held_ms for agent in outcome.agents) == sum(cases.handle[case] for case in served)


def controlled(values: list[float], controls: list[float], known: float) -> tuple[float, float]:
    """Return the mean of values where the control is at its known mean, and its standard error."""
    count = len(values)
    slope, intercept = linear_regression(controls, values)
    left = sum((y - intercept - slope * x) ** 2 for x, y in zip(controls, values, strict=True))
    aside = (fmean(controls) - known) ** 2 / (count * pvariance(controls))
    return intercept + slope * known, sqrt(left / (count - 2) * (1 / count + aside))


def run(system: System, count: int, seed: int = 1) -> Run:
    """Run a system on so many cases from an empty start."""
    outcome = simulate(organisation_of(World(system.document(), [])), cases_of(system, count, seed), zone=UTC)
    found = Run(system, outcome)
    found.assert_identities()
    return found


def cases_of(system: System, count: int, seed: int) -> CaseTable:
    chance = random.Random(seed)
    gaps = (chance.expovariate(system.rate) * UNIT for _ in range(count))
    arrived = array("q", map(round, accumulate(gaps)))
    kinds = chance.choices(range(len(system.classes)), [each.rate for each in system.classes], k=count)
    laws = [each.law for each in system.classes]
    handle = array("q", (round(laws[kind](chance) * UNIT) for kind in kinds))
    none = array("q", [-1]) * count
    patience = none
    if system.patience is not None:
        mean = system.patience
        given = (round(chance.expovariate(1 / mean) * UNIT) if mean else 0 for _ in range(count))
        patience = array("q", given)
    return CaseTable(
        file="",
        ids=[str(number) for number in range(count)],
        arrived=arrived,
        handle=handle,
        priority=array("q", [0]) * count,
        patience=patience,
        queue=array("q", kinds),
        workstream=none,
        entity=["case"] * count,
    )
