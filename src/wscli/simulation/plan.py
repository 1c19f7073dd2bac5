"""From an organisation and its cases to the kernel's Plan: names become indexes, dates become ticks.

Everything that can be decided before the first case arrives is decided here, so that the kernel knows
nothing of it: routing, who is eligible by membership and skill, who is signed in at the start.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import tzinfo

from wscli.cases.table import CaseTable, EventKind, EventTable
from wscli.model.duration import SECOND
from wscli.model.organisation import Organisation
from wscli.model.terms import BasePresence, Mode, ShiftEnd, name_key
from wscli.simulation.kernel import Plan, PoolPlan, Row, codes
from wscli.simulation.routing import Route
from wscli.simulation.staffing import Staffing

NO_PRIORITY = 1 << 40
"""Behind every priority that can be given: where the default queue stands unless it has one."""

NEVER_ENDING = 1 << 62
"""The end of a run that has none: behind every instant that can be given."""

_BASES = tuple(BasePresence)
_CODES = {kind: codes.ROW_WORDS.index(kind.value) for kind in EventKind}
_ANSWERS = (codes.ACCEPT, codes.DECLINE, codes.IGNORE)
_FINISHES = (codes.RESOLVE, codes.WITHDRAW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From when to when: epoch milliseconds, None = as the data say."""

    start: int | None = None
    until: int | None = None


class PlanBuilder:
    """Builds one Plan; each step is a method, `build` is the order of them."""

    def __init__(
        self,
        organisation: Organisation,
        cases: CaseTable,
        events: EventTable | None,
        routes: list[Route],
        window: Window,
        zone: tzinfo,
    ) -> None:
        self.organisation = organisation
        self.cases = cases
        self.events = events if events is not None else EventTable(file="")
        self.routes = routes
        self.window = window
        self.zone = zone
        self.agents = {name_key(agent.name): i for i, agent in enumerate(organisation.agents)}
        self.skills = {name_key(skill.name): i for i, skill in enumerate(organisation.skills)}
        self.ratings = [
            {self.skills[name_key(name)]: rating for name, rating in agent.skills}
            for agent in organisation.agents
        ]
        self.members = [
            tuple(sorted(self.agents[name_key(name)] for name in queue.members))
            for queue in organisation.queues
        ]
        self.pools: dict[tuple[int, int, tuple[tuple[int, int], ...]], int] = {}
        self.plans: list[PoolPlan] = []

    def build(self) -> Plan:
        """Return the plan of the run."""
        start = self._start()
        finished = self._finished_before(start)
        order = self._order(finished)
        pool, stray = self._pools_of_cases()
        staffing = Staffing(
            self.organisation, self.events, start, self.zone, len(self.cases) + len(self.events)
        )
        rows = self._rows(start, staffing.bases)
        simulation = self.organisation.simulation
        codes_of_rows = {_CODES[kind] for kind in self.events.event}
        return Plan(
            start=start,
            until=self.window.until,
            arrived=self.cases.arrived,
            handle=self.cases.handle,
            patience=self.cases.patience,
            priority=self.cases.priority,
            pool=pool,
            order=order,
            enters=array("q", (max(self.cases.arrived[case], start) for case in order)),
            patterns=self.cases.patterns,
            stray=stray,
            scripted=self._cases_with(_ANSWERS),
            reserved=self._cases_with((codes.PICK_ROW,)),
            rows=rows,
            transfers=self._transfers() if codes.TRANSFER in codes_of_rows else {},
            pools=tuple(self.plans),
            agents=tuple(staffing.agents()),
            schedule=staffing.schedule(),
            last_dated=staffing.last_dated,
            queues=len(self.organisation.queues),
            workstreams=len(self.organisation.workstreams),
            automatic_presence=simulation.automatic_presence,
            away_after_miss=simulation.presence_after_missed_offer,
            dnd_after_decline=simulation.presence_after_decline,
            requeue=simulation.shift_end is ShiftEnd.REQUEUE,
            max_offers=simulation.max_offers,
        )

    def _start(self) -> int:
        """Return `--from`, else the earliest arrival or event row, never after the end (rulebook 1.5)."""
        if self.window.start is not None:
            return self.window.start
        until = self.window.until
        end = until if until is not None else NEVER_ENDING
        return min(min(self.cases.arrived), min(self.events.at, default=end), end)

    def _cases_with(self, wanted: tuple[int, ...]) -> frozenset[int]:
        return frozenset(
            case
            for kind, case in zip(self.events.event, self.events.case, strict=True)
            if _CODES[kind] in wanted
        )

    def _finished_before(self, start: int) -> set[int]:
        """Return the cases that a row before the start has finished."""
        events, arrived = self.events, self.cases.arrived
        return {
            case
            for kind, case, at in zip(events.event, events.case, events.at, strict=True)
            if at < start and _CODES[kind] in _FINISHES and at > arrived[case]
        }

    def _order(self, finished: set[int]) -> array[int]:
        """Return the cases as they enter: by arrival, then file order."""
        arrived, until = self.cases.arrived, self.window.until
        order = sorted(range(len(arrived)), key=arrived.__getitem__)
        if finished or until is not None:
            last = until if until is not None else NEVER_ENDING
            order = [case for case in order if case not in finished and arrived[case] <= last]
        return array("q", order)

    def _pools_of_cases(self) -> tuple[array[int], dict[int, tuple[int, int]]]:
        pool = array("q", [codes.NEVER]) * len(self.cases)
        stray: dict[int, tuple[int, int]] = {}
        skills, known = self.cases.skills, self.pools
        for index, route in enumerate(self.routes):
            if route.fault:
                stray[index] = (route.workstream, route.queue)
                continue
            key = (route.workstream, route.queue, skills.get(index, ()))
            found = known.get(key)
            pool[index] = self._pool(key) if found is None else found
        return pool, stray

    def _pool(self, key: tuple[int, int, tuple[tuple[int, int], ...]]) -> int:
        """Return the index of a pool, made when first asked for."""
        if key in self.pools:
            return self.pools[key]
        workstream_index, queue_index, required = key
        workstream = self.organisation.workstreams[workstream_index]
        queue = self.organisation.queues[queue_index]
        cooldown = workstream.assign_work_item_after_decline_or_timeout
        members = self.members[queue_index]
        self.pools[key] = len(self.plans)
        self.plans.append(
            PoolPlan(
                workstream=workstream_index,
                queue=queue_index,
                priority=queue.priority if queue.priority is not None else NO_PRIORITY,
                units=workstream.capacity,
                allowed=sum(1 << _BASES.index(presence) for presence in workstream.allowed_presences),
                push=workstream.work_distribution_mode is Mode.PUSH,
                auto_assign=workstream.auto_assign,
                selectable=workstream.enable_selecting_from_push,
                offer_timeout=workstream.offer_timeout * SECOND,
                cooldown=None if cooldown is None else cooldown * SECOND,
                auto_close=workstream.auto_close_after_inactivity * SECOND,
                members=tuple(agent for agent in members if self._has(agent, required)),
                listeners=members,
            )
        )
        return self.pools[key]

    def _has(self, agent: int, required: tuple[tuple[int, int], ...]) -> bool:
        ratings = self.ratings[agent]
        return all(ratings.get(skill, 0) >= rating for skill, rating in required)

    def _transfers(self) -> dict[tuple[int, int], int]:
        """Return where a case of each pool goes when it is transferred to each queue."""
        queues = {
            value
            for kind, value in zip(self.events.event, self.events.value, strict=True)
            if kind is EventKind.TRANSFER
        }
        return {
            (index, queue): self._pool((key[0], queue, key[2]))
            for key, index in list(self.pools.items())
            for queue in queues
        } | {
            (self.pools[key[0], queue, key[2]], other): self.pools[key[0], other, key[2]]
            for key in list(self.pools)
            for queue in queues
            for other in queues
        }

    def _rows(self, start: int, bases: list[int]) -> list[Row]:
        """Return the event rows of the run, by instant, then file order within each kind."""
        events = self.events
        first = len(self.cases)
        rows = []
        for index, kind in enumerate(events.event):
            if events.at[index] >= start:
                code = _CODES[kind]
                value = events.value[index]
                if kind is EventKind.PRESENCE:
                    value = bases[value]
                rows.append(
                    (
                        events.at[index],
                        codes.KIND_OF_ROW[code],
                        first + index,
                        code,
                        events.case[index],
                        events.agent[index],
                        value,
                    )
                )
        rows.sort()
        return rows
