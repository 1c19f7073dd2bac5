"""Which base presences the people of an organisation can come to have (rulebook 4.2, 4.3, 4.7).

A fixed point, because Busy is reached only by who already got a case in another presence. It errs towards
reachable; what an events file does to presences is not configuration and not looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

from wscli.model.checks.facts import Facts, offers
from wscli.model.organisation import Simulation
from wscli.model.terms import BasePresence, Mode
from wscli.model.workstream import Workstream

Presences = frozenset[BasePresence]
ANY_BUT_OFFLINE = frozenset(BasePresence) - {BasePresence.OFFLINE}
OVERWRITTEN = frozenset({BasePresence.AVAILABLE, BasePresence.BUSY})
"""The presences that automatic presence takes over; the others stay until the next scripted one."""


@dataclass(slots=True)
class _Work:
    """The active workstreams that are alike to this question, as one."""

    receives: Presences
    offered: bool
    least: int
    least_counted: int | None = None

    def add(self, units: int) -> None:
        self.least = min(self.least, units)
        if units and (self.least_counted is None or units < self.least_counted):
            self.least_counted = units


def reachable_presences(facts: Facts) -> Presences:
    """Return every base presence that some member of a queue can have."""
    work = _kinds_of_work(facts)
    starts = {(agent.capacity, facts.configured_presences(agent)) for agent in facts.workers}
    reached: set[BasePresence] = set()
    for capacity, start in starts:
        reached |= _closure(capacity, start, work, facts.organisation.simulation)
    return frozenset(reached)


def received_presences(workstream: Workstream) -> Presences:
    """Return the presences that receive its cases; pick without any is any but Offline (rulebook 6.5)."""
    allowed = frozenset(workstream.allowed_presences)
    pick = workstream.work_distribution_mode is Mode.PICK
    return ANY_BUT_OFFLINE if pick and not allowed else allowed


def _kinds_of_work(facts: Facts) -> list[_Work]:
    kinds: dict[tuple[Presences, bool], _Work] = {}
    for workstream in facts.active:
        receives, units = received_presences(workstream), workstream.capacity
        offered = offers(workstream)
        kinds.setdefault((receives, offered), _Work(receives, offered, units)).add(units)
    return list(kinds.values())


def _closure(capacity: int, start: Presences, work: list[_Work], simulation: Simulation) -> set[BasePresence]:
    automatic = simulation.automatic_presence and bool(start & OVERWRITTEN)
    reached, before = set(start), -1
    while len(reached) > before:
        before = len(reached)
        for kind in work:
            if kind.least <= capacity and kind.receives & reached:
                reached |= _after(kind, capacity, automatic, simulation)
    return reached


def _after(kind: _Work, capacity: int, automatic: bool, simulation: Simulation) -> set[BasePresence]:
    """Return the presences that getting such a case, or the offer of one, can lead to."""
    found: set[BasePresence] = set()
    units = kind.least_counted
    if automatic and units is not None and units <= capacity:
        found |= {BasePresence.AVAILABLE, BasePresence.BUSY_DND}
        if units < capacity:
            found.add(BasePresence.BUSY)
    if kind.offered and simulation.presence_after_missed_offer:
        found.add(BasePresence.AWAY)
    if kind.offered and simulation.presence_after_decline:
        found.add(BasePresence.BUSY_DND)
    return found
