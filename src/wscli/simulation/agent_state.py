"""What an agent held, saw and could have had at an instant: the run, stopped there.

A run up to an instant is the beginning of the longer one, for nothing that comes later changes what was: so
the state is that of a run whose end it is, with everything done that was due then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from wscli.cases.table import CaseTable, EventTable
from wscli.model.organisation import Organisation
from wscli.simulation.answers import habits
from wscli.simulation.eligibility import (
    FIRST,
    LOOK,
    Failure,
    first_failure,
    first_on_list,
    has_room,
    members_of,
)
from wscli.simulation.kernel import World, codes, run
from wscli.simulation.kernel.entities import Agent, Case
from wscli.simulation.kernel.queues import list_key
from wscli.simulation.plan import PlanBuilder, Window
from wscli.simulation.ranking import most_capacity
from wscli.simulation.routing import route_cases

_COMES = ("offered", "assigned", "picked", "accepted", "resumed", "waiting")


@dataclass(frozen=True, slots=True)
class Held:
    """A case that an agent has: active, offered or waiting, since when, and the units it holds."""

    case: int
    how: str
    since: int
    units: int


@dataclass(frozen=True, slots=True)
class Seen:
    """An Open case of the agent's queues: its workstream and queue, since when it waits there.

    `failure`: why they could not have it. For a case to be picked, what stands before it is no obstacle to a
    person, only to the simulated habit. `offered_to`: another agent who is asked, NEVER for none.
    """

    case: int
    workstream: int
    queue: int
    since: int
    units: int
    failure: Failure | None
    offered_to: int


@dataclass(frozen=True, slots=True)
class Beyond:
    """An Open case out of the agent's reach: in a queue of which they are no member, or never distributed.

    Of the latter `queue` is NEVER. `has_room`: the agent was there, in a presence
    and with units that would do for it. `pushed`: skills count for it too.
    """

    case: int
    queue: int
    since: int
    has_room: bool = False
    pushed: bool = False


@dataclass(frozen=True, slots=True)
class AgentState:
    """An agent at an instant; `first` is what they would take from the list, NEVER for nothing.

    `said`: the presence was said by somebody and does not follow the load (rulebook 4.3).
    """

    signed_in: bool
    presence: int
    said: bool
    remaining: int
    looking: bool
    first: int
    held: tuple[Held, ...]
    listed: tuple[Seen, ...]
    pushed: tuple[Seen, ...]
    beyond: tuple[Beyond, ...]


class _Since:
    """Listens to the run for when an agent came to what they hold."""

    def __init__(self, agent: int) -> None:
        self.agent = agent
        self.last: dict[int, int] = {}

    def __call__(self, at: int, event: str, case: int, agent: int, *_rest: object) -> None:
        if agent == self.agent and event in _COMES:
            self.last[case] = at


def agent_state(
    organisation: Organisation,
    cases: CaseTable,
    events: EventTable | None,
    agent: int,
    *,
    at: int,
    start: int | None,
    zone: tzinfo,
    seed: int,
) -> AgentState:
    """Return an agent as an instant of the run leaves them; instants are epoch milliseconds."""
    routes = route_cases(organisation, cases, zone)
    plan = PlanBuilder(organisation, cases, events, routes, Window(start=start, until=at), zone).build()
    since = _Since(agent)
    w = run(plan, habits(organisation, cases, seed), most_capacity, since)
    return _state(w, w.agents[agent], since.last)


def _state(w: World, agent: Agent, since: dict[int, int]) -> AgentState:
    first = first_on_list(w, agent)
    seen = [case for case in w.flight.values() if _is_theirs_to_see(case, agent)]
    seen.sort(key=lambda case: _place(w, case))
    found = [(_pushes(case), _seen(w, case, agent)) for case in seen]
    return AgentState(
        signed_in=agent.signed_in,
        presence=agent.presence,
        said=agent.sticky,
        remaining=agent.remaining,
        looking=agent.looking,
        first=first.index if first is not None else codes.NEVER,
        held=tuple(_held(case, agent, since[case.index]) for case in w.flight.values() if _has(agent, case)),
        listed=tuple(each for pushes, each in found if not pushes),
        pushed=tuple(each for pushes, each in found if pushes),
        beyond=_beyond(w, agent),
    )


def _beyond(w: World, agent: Agent) -> tuple[Beyond, ...]:
    """Return the Open cases that are not the agent's to see, those of queues first, each by age."""
    found = []
    for case in w.flight.values():
        if case.state != codes.OPEN or case.offered_to is not None:
            continue
        pool = case.pool
        if pool is None:
            found.append(Beyond(case.index, codes.NEVER, case.entered))
        elif agent.index not in members_of(pool.plan.listeners):
            found.append(Beyond(case.index, pool.queue, case.entered, has_room(pool, agent), pool.push))
    return tuple(sorted(found, key=lambda each: (each.queue == codes.NEVER, each.since, each.case)))


def _is_theirs_to_see(case: Case, agent: Agent) -> bool:
    pool = case.pool
    if pool is None or case.state != codes.OPEN or case.offered_to is agent:
        return False
    return agent.index in members_of(pool.plan.listeners)


def _pushes(case: Case) -> bool:
    return case.pool is not None and case.pool.push


def _place(w: World, case: Case) -> tuple[int, ...]:
    """Return the place of a case among Open ones: queue priority, queue-entry time, file order."""
    assert case.pool is not None
    return list_key(w, case.pool, case, codes.OLDEST)


def _has(agent: Agent, case: Case) -> bool:
    return case.offered_to is agent or case.agent is agent


def _held(case: Case, agent: Agent, since: int) -> Held:
    assert case.pool is not None
    if case.offered_to is agent:
        return Held(case.index, "offered", since, case.pool.units)
    active = case.state == codes.ACTIVE
    return Held(case.index, "active" if active else "waiting", since, case.pool.units if active else 0)


def _seen(w: World, case: Case, agent: Agent) -> Seen:
    pool = case.pool
    assert pool is not None
    failure = first_failure(w, case, agent)
    if failure is not None and failure.check in (FIRST, LOOK):
        failure = None
    offered = case.offered_to.index if case.offered_to is not None else codes.NEVER
    return Seen(case.index, pool.workstream, pool.queue, case.entered, pool.units, failure, offered)
