"""The outcome of a run: columns per case, totals per agent and queue, and the names of everything.

Times are epoch milliseconds, durations milliseconds, -1 where there is none. Nothing is measured here:
`wscli.measures` does that from what is here.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from wscli.cases.table import CaseTable
from wscli.simulation.kernel import Columns, Place, Plan, World, codes
from wscli.simulation.routing import Route

ABSENT, OPEN, ACTIVE, WAITING, CLOSED = (
    codes.ABSENT,
    codes.OPEN,
    codes.ACTIVE,
    codes.WAITING,
    codes.CLOSED,
)
WITHDRAWN = codes.WITHDRAWN
OUTCOMES = {codes.RESOLVED: "resolved", codes.AUTO_CLOSED: "auto-closed", codes.WITHDRAWN: "withdrawn"}
STATES = {codes.OPEN: "open", codes.ACTIVE: "active", codes.WAITING: "waiting", codes.CLOSED: "closed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentTotals:
    """What an agent did: counts, and milliseconds (`held` unit-milliseconds) while signed in."""

    name: str
    capacity: int
    made: int
    accepted: int
    declined: int
    timed_out: int
    cancelled: int
    picks: int
    over_capacity: int
    handled: int
    signed_ms: int
    held_ms: int
    busy_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """Open cases: the most after any instant, and the open time of all of them in milliseconds."""

    peak: int
    open_ms: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the cases; case columns are in the order of the case file.

    `state` is ABSENT for cases that are not part of the run. `queue` and `workstream` are indexes of
    where a case was last, -1 for none.
    """

    cases: CaseTable
    routes: list[Route]
    start: int
    end: int
    events: int
    state: bytearray
    ending: bytearray
    queue: array[int]
    workstream: array[int]
    agent: array[int]
    first_offered: array[int]
    accepted: array[int]
    closed: array[int]
    entered: array[int]
    active_ms: array[int]
    offers: array[int]
    accepts: array[int]
    declines: array[int]
    timeouts: array[int]
    cancels: array[int]
    picks: array[int]
    over_capacity: array[int]
    transfers: array[int]
    reasons: dict[int, str]
    agents: list[AgentTotals]
    queue_names: list[str]
    workstream_names: list[str]
    backlog: Backlog
    queue_backlogs: list[Backlog]
    workstream_backlogs: list[Backlog]
    refused: dict[str, int]

    def present(self) -> Iterator[int]:
        """Yield the indexes of the cases that are part of the run, in file order."""
        return (index for index, state in enumerate(self.state) if state)

    def outcome_of(self, index: int) -> str:
        """Return how a case stands at the end, as the case log says it (interface §7)."""
        if self.state[index] == codes.CLOSED:
            return OUTCOMES[self.ending[index]]
        if self.state[index] == codes.OPEN and self.routes[index].fault:
            return "undistributed"
        return STATES[self.state[index]]

    def reason_of(self, index: int) -> str:
        """Return why a case is where it is, where there is a reason; closed ones have that of their end."""
        said = self.reasons.get(index, "")
        return said if said or self.state[index] == codes.CLOSED else self.routes[index].fault


def outcome_of(
    w: World,
    plan: Plan,
    cases: CaseTable,
    routes: list[Route],
    names: tuple[list[str], list[str], list[str]],
) -> Outcome:
    """Return the outcome of a finished run; `names` are those of queues, workstreams and agents."""
    queue_names, workstream_names, agent_names = names
    columns = w.columns
    for index, ending in enumerate(columns.ending):
        if ending:
            columns.state[index] = codes.CLOSED
    places = _places(w, plan)
    return Outcome(
        cases=cases,
        routes=routes,
        start=plan.start,
        end=w.now,
        events=w.events,
        state=columns.state,
        ending=columns.ending,
        queue=places[0],
        workstream=places[1],
        agent=_given_up(columns, "agent", "i"),
        first_offered=_given_up(columns, "first_offered", "q"),
        accepted=_given_up(columns, "accepted", "q"),
        closed=_given_up(columns, "closed", "q"),
        entered=_given_up(columns, "entered", "q"),
        active_ms=_given_up(columns, "active_ms", "q"),
        offers=_given_up(columns, "offers", "i"),
        accepts=_given_up(columns, "accepts", "i"),
        declines=columns.declines,
        timeouts=columns.timeouts,
        cancels=columns.cancels,
        picks=columns.picks,
        over_capacity=columns.over_capacity,
        transfers=columns.transfers,
        reasons=columns.reasons,
        agents=_agents(w, agent_names),
        queue_names=queue_names,
        workstream_names=workstream_names,
        backlog=_backlog(w.anywhere),
        queue_backlogs=[_backlog(place) for place in w.queues],
        workstream_backlogs=[_backlog(place) for place in w.workstreams],
        refused=dict(sorted(w.refused.items())),
    )


def _given_up(columns: Columns, name: str, code: str) -> array[int]:
    """Return a column of the world as an array; the world keeps none, or both would be in memory."""
    column: list[int] = getattr(columns, name)
    setattr(columns, name, [])
    return array(code, column)


def _backlog(place: Place) -> Backlog:
    return Backlog(peak=place.peak, open_ms=place.open_ms)


def _places(w: World, plan: Plan) -> tuple[array[int], array[int]]:
    """Return the queue and the workstream of every case, from its pool or from its failed routing."""
    pools = [(pool.queue, pool.workstream) for pool in w.pools]
    columns = w.columns
    queues, workstreams = array("i"), array("i")
    for index, pool in enumerate(columns.pool):
        if pool >= 0:
            queue, workstream = pools[pool]
        else:
            workstream, queue = plan.stray.get(index, (codes.NEVER, codes.NEVER))
        queues.append(queue)
        workstreams.append(workstream)
    return queues, workstreams


def _agents(w: World, names: list[str]) -> list[AgentTotals]:
    return [
        AgentTotals(
            name=name,
            capacity=agent.capacity,
            made=agent.made,
            accepted=agent.accepted,
            declined=agent.declined,
            timed_out=agent.timed_out,
            cancelled=agent.cancelled,
            picks=agent.picks,
            over_capacity=agent.over_capacity,
            handled=agent.handled,
            signed_ms=agent.signed_ms,
            held_ms=agent.held_ms,
            busy_ms=agent.busy_ms,
        )
        for name, agent in zip(names, w.agents, strict=True)
    ]
