"""Who is signed in at the start, and when schedules sign people in and out after it (rulebook 1.5, 4).

What lies before the start is applied as state: edges of shifts, dated presences, sign and presence rows.
What comes after it is handed to the kernel as rows without end, merged over all agents.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from functools import lru_cache
from heapq import merge

from wscli.cases.table import EventKind, EventTable
from wscli.model.behaviour import PROMPT, Behaviour
from wscli.model.organisation import Organisation
from wscli.model.terms import BasePresence, PickOrder, name_key
from wscli.model.workforce import Agent
from wscli.simulation.kernel import AgentPlan, Row, codes
from wscli.simulation.shifts import DAY, Schedule

Entry = tuple[int, int, int, int]
"""At, place within its instant, row code, presence."""

_SIGNS = {
    EventKind.SIGN_IN: codes.SIGN_IN,
    EventKind.SIGN_OUT: codes.SIGN_OUT,
    EventKind.PRESENCE: codes.SET_PRESENCE,
}
_PICK_ORDERS = {
    PickOrder.OLDEST: codes.OLDEST,
    PickOrder.PRIORITY: codes.BY_PRIORITY,
    PickOrder.NEWEST: codes.NEWEST,
    PickOrder.RANDOM: codes.RANDOM,
}
_BASES = tuple(BasePresence)
_PLACES = 1 << 12
"""How many places an agent has within an instant: one for an edge, the rest for dated presences."""


def behaviour_of(organisation: Organisation, agent: Agent) -> Behaviour:
    """Return how an agent behaves: their own words over everybody's over prompt."""
    return agent.behaviour.over(organisation.behaviour.over(PROMPT))


class Staffing:
    """The agents of a run over time; `first` is the first place in order that schedules may take."""

    def __init__(
        self, organisation: Organisation, events: EventTable, start: int, zone: tzinfo, first: int
    ) -> None:
        self.organisation = organisation
        self.start = start
        self.first = first
        customs = [_BASES.index(presence.base_status) for presence in organisation.presences]
        self.bases = [*range(len(_BASES)), *customs]
        self.presences = {base.value: index for index, base in enumerate(_BASES)}
        self.presences |= {
            name_key(presence.name): base
            for presence, base in zip(organisation.presences, customs, strict=True)
        }
        self.said = self._presence_rows(events)
        since = min([start, *events.at]) - 9 * DAY
        known = lru_cache(maxsize=None)(lambda entries: Schedule(entries, zone, self.presences, since))
        self.schedules: list[Schedule] = [known(agent.schedule) for agent in organisation.agents]

    def _presence_rows(self, events: EventTable) -> list[list[Entry]]:
        """Return each agent's sign and presence rows, by instant, then file order."""
        said: list[list[Entry]] = [[] for _ in self.organisation.agents]
        for index, kind in enumerate(events.event):
            code = _SIGNS.get(kind)
            if code is not None:
                presence = self.bases[events.value[index]] if code == codes.SET_PRESENCE else codes.NEVER
                said[events.agent[index]].append((events.at[index], index - len(events), code, presence))
        for rows in said:
            rows.sort()
        return said

    def agents(self) -> list[AgentPlan]:
        """Return every agent as the start finds them."""
        return [self._agent(index, agent) for index, agent in enumerate(self.organisation.agents)]

    def _agent(self, index: int, agent: Agent) -> AgentPlan:
        behaviour = behaviour_of(self.organisation, agent)
        assert behaviour.pick_after is not None and behaviour.pick_order is not None
        default = self.presences[name_key(agent.default_presence or BasePresence.AVAILABLE)]
        signed_in, presence, since = self._state(index, default)
        automatic = self.organisation.simulation.automatic_presence
        return AgentPlan(
            capacity=agent.capacity,
            default_presence=default,
            signed_in=signed_in,
            presence=presence if signed_in else codes.OFFLINE,
            sticky=not automatic or presence >= codes.BUSY_DND or not signed_in,
            idle_since=since,
            pick_order=_PICK_ORDERS[behaviour.pick_order],
        )

    def _signed_out_until(self, index: int) -> int:
        """Return when the first sign row signs an agent in, if that is what it does (rulebook 4.1)."""
        signs = [row for row in self.said[index] if row[2] != codes.SET_PRESENCE]
        return signs[0][0] if signs and signs[0][2] == codes.SIGN_IN else -(1 << 62)

    def _state(self, index: int, default: int) -> tuple[bool, int, int]:
        """Return whether an agent is signed in at the start, in which presence, and since when."""
        schedule, earlier = self.schedules[index], self._looked_back(index)
        scheduled = list(self._entries(index, earlier, self.start))
        rows = [row for row in self.said[index] if row[0] < self.start]
        until = self._signed_out_until(index)
        signed_in = until == -(1 << 62) and schedule.covers(earlier)
        presence, since = default, self.start
        if until >= self.start:
            return False, default, self.start
        for at, _, code, value in sorted([*rows, *scheduled]):
            if code in (codes.SIGN_IN, codes.SHIFT_START) and not signed_in:
                signed_in, presence = True, default
                since = at if code == codes.SIGN_IN else self.start
            elif code in (codes.SIGN_OUT, codes.SHIFT_END):
                signed_in = False
            elif code in (codes.SET_PRESENCE, codes.DATED_PRESENCE) and signed_in:
                presence = value
        return signed_in, presence, since

    def _looked_back(self, index: int) -> int:
        """Return from when on an agent's schedule tells how the start finds them."""
        schedule = self.schedules[index]
        dated = schedule.dated[0][0] if schedule.dated and not schedule.has_shifts else self.start
        rows = self.said[index]
        return min(self.start, dated, rows[0][0] if rows else self.start) - 8 * DAY

    def _entries(self, index: int, after: int, upto: int) -> Iterator[Entry]:
        """Yield the schedule entries of an agent between two instants.

        An edge at the first is behind it, a dated presence at it is still to come: the start finds an
        agent in the shift that begins there, and a presence that is dated there happens.
        """
        schedule = self.schedules[index]
        silent = self._signed_out_until(index)
        first = self.first + index * _PLACES
        dated = [
            (at, first + 1 + place, codes.DATED_PRESENCE, presence)
            for place, (at, presence) in enumerate(schedule.dated)
            if after <= at < upto and at >= silent and schedule.covers(at)
        ]
        for entry in merge(dated, _edges(schedule, after, upto, first)):
            if entry[0] > upto:
                return
            if entry[2] == codes.DATED_PRESENCE or (entry[0] > after and entry[0] >= silent):
                yield entry

    def schedule(self) -> Iterator[Row]:
        """Yield the schedule entries of all agents after the start, in order, on and on."""
        for at, place, code, index, value in merge(
            *(self._rows(index) for index, schedule in enumerate(self.schedules) if not schedule.is_empty)
        ):
            yield at, codes.PRESENCE, place, code, codes.NEVER, index, value

    def _rows(self, index: int) -> Iterator[tuple[int, int, int, int, int]]:
        for at, place, code, value in self._entries(index, self.start, 1 << 61):
            yield at, place, code, index, value

    @property
    def last_dated(self) -> int:
        """The last instant that any dated presence names; NEVER for none."""
        return max((at for schedule in self.schedules for at, _ in schedule.dated), default=codes.NEVER)


def _edges(schedule: Schedule, after: int, upto: int, place: int) -> Iterator[Entry]:
    """Yield starts and ends of shifts in order, on and on."""
    for begins, ends in schedule.spans_from(after):
        if begins > upto:
            return
        yield begins, place, codes.SHIFT_START, codes.NEVER
        yield ends, place, codes.SHIFT_END, codes.NEVER
