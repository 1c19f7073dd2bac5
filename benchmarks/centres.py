"""Contact centres and cases for the benchmarks, the same ones for the same seed.

Times are whole milliseconds, as wscli counts them, so that every simulator can replay exactly the same
trace. Nothing is measured here.
"""

from __future__ import annotations

import random
from array import array
from dataclasses import dataclass
from datetime import UTC
from itertools import accumulate
from typing import NamedTuple

from wscli.cases.table import CaseTable, integers
from wscli.model.behaviour import Behaviour, constant
from wscli.model.organisation import Organisation
from wscli.model.terms import BasePresence
from wscli.model.workforce import Agent, Queue
from wscli.model.workstream import Workstream
from wscli.simulation import Window
from wscli.simulation.answers import habits
from wscli.simulation.kernel import Habits, Plan
from wscli.simulation.plan import PlanBuilder
from wscli.simulation.routing import route_cases

START = 1_772_442_000_000
"""2026-03-02T09:00:00Z."""

HANDLE = 180_000
"""Mean handle time in milliseconds."""


class Trace(NamedTuple):
    """Customers: how long after the one before each arrives, and how long they take; milliseconds."""

    gaps: list[int]
    handles: list[int]


def markovian(customers: int, servers: float, load: float, seed: int = 1) -> Trace:
    """Return a trace of M/M/c: exponential gaps and handle times, so that `servers` are busy at `load`."""
    random_ = random.Random(seed)
    gap = HANDLE / (servers * load)
    gaps = [round(random_.expovariate(1 / gap)) for _ in range(customers)]
    handles = [max(1, round(random_.expovariate(1 / HANDLE))) for _ in range(customers)]
    return Trace(gaps, handles)


@dataclass(frozen=True)
class Centre:
    """An organisation and cases that name their queue and workstream."""

    organisation: Organisation
    cases: CaseTable

    def prepared(self) -> tuple[Plan, Habits]:
        """Return what the kernel takes."""
        routes = route_cases(self.organisation, self.cases, UTC)
        plan = PlanBuilder(self.organisation, self.cases, None, routes, Window(), UTC).build()
        return plan, habits(self.organisation, self.cases, 0)


def one_pool(trace: Trace, agents: int, *, auto_assign: bool = False) -> Centre:
    """Return c agents who each have room for one case, with one queue and one workstream: c servers."""
    names = [f"agent {number}" for number in range(agents)]
    organisation = Organisation(
        workstreams=(_workstream("Cases", 50, auto_assign=auto_assign),),
        queues=(Queue(name="Cases", default=True, members=tuple(names)),),
        agents=tuple(Agent(name=name, capacity=50) for name in names),
    )
    none = array("q", [0]) * len(trace.gaps)
    return Centre(organisation, _cases(trace, none, none))


def ten_queues(customers: int, load: float, seed: int = 1) -> Centre:
    """Return a centre in which cases of three sizes share ten queues and 200 agents of 100 units.

    Every agent is a member of one queue, every tenth of a second one too; offers are accepted after 10 s.
    `load`: units that offers and work ask for over units there are.
    """
    random_ = random.Random(seed)
    sizes = (20, 34, 50)
    members: list[list[str]] = [[] for _ in range(10)]
    for number in range(200):
        members[number % 10].append(f"agent {number}")
        if number % 10 == number // 10 % 10:
            members[(number + 1) % 10].append(f"agent {number}")
    organisation = Organisation(
        workstreams=tuple(_workstream(f"{units} units", units) for units in sizes),
        queues=tuple(
            Queue(name=f"queue {place}", priority=place + 1, members=tuple(names))
            for place, names in enumerate(members)
        ),
        agents=tuple(Agent(name=f"agent {number}", capacity=100) for number in range(200)),
        behaviour=Behaviour(accept_after=constant(10_000)),
    )
    per_case = sum(sizes) / len(sizes) * (HANDLE + 10_000) / HANDLE
    trace = markovian(customers, 200 * 100 / per_case, load, seed)
    queues = array("q", (random_.randrange(10) for _ in range(customers)))
    workstreams = array("q", (random_.randrange(3) for _ in range(customers)))
    return Centre(organisation, _cases(trace, queues, workstreams))


def _workstream(name: str, units: int, *, auto_assign: bool = False) -> Workstream:
    allowed = (BasePresence.AVAILABLE, BasePresence.BUSY)
    return Workstream(name=name, capacity=units, allowed_presences=allowed, auto_assign=auto_assign)


def _cases(trace: Trace, queues: array[int], workstreams: array[int]) -> CaseTable:
    count = len(trace.gaps)
    table = CaseTable("benchmark")
    table.ids = [f"C{number}" for number in range(count)]
    table.arrived = integers()
    table.arrived.extend(START + passed for passed in accumulate(trace.gaps))
    table.handle = array("q", trace.handles)
    table.priority = array("q", [0]) * count
    table.patience = array("q", [-1]) * count
    table.queue, table.workstream = queues, workstreams
    table.entity = ["case"] * count
    return table
