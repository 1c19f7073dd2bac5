"""The picture of a run that its rows give: what each row means for cases, agents and pools.

It follows the rulebook literally, without the kernel's lines and heaps, and says what must come directly
after a row: the presence that follows from the load, the timeouts that follow from going Offline. It does
not judge; whoever reads the rows compares what comes with what is `expected`.
"""

from __future__ import annotations

from collections import deque
from heapq import heappop, heappush

from wscli.cases.table import CaseTable
from wscli.model.organisation import Organisation
from wscli.model.terms import name_key
from wscli.simulation.invariants.entities import (
    ABSENT,
    CLOSED,
    Agent,
    Case,
    Pool,
    Turn,
)
from wscli.simulation.kernel import AgentPlan, codes
from wscli.simulation.routing import Route

NEVER = codes.NEVER
Said = tuple[str, int, int, int, int, int, str]
"""A row without its instant: event, case, agent, queue, workstream, state, reason."""
Skills = tuple[tuple[int, int], ...]
COOLED, CLOSES, PATIENCE = range(3)


class Picture:
    """Everything that rows have told so far, at the instant `now`.

    `expected`: what must come next, in this order. `touched`: pools where something changed that could give
    a waiting case an agent. `timers`: at, what, case, agent; `due`: what may be auto-closed or lose patience
    now. `halfway`: cases whose offer was cancelled for something that has not come yet. `turn`: while a case
    is being pushed, when, and its place in the pass.
    """

    def __init__(
        self,
        organisation: Organisation,
        cases: CaseTable,
        routes: list[Route],
        agents: tuple[AgentPlan, ...],
        start: int,
    ) -> None:
        self.organisation = organisation
        self.settings = organisation.simulation
        self.table = cases
        self.routes = routes
        self.now = self.start = start
        width = len(organisation.workstreams)
        self.agents = [
            Agent(index, agent.name, plan, width, start)
            for index, (agent, plan) in enumerate(zip(organisation.agents, agents, strict=True))
        ]
        self.state = bytearray(len(cases))
        self.ending = bytearray(len(cases))
        self.flight: dict[int, Case] = {}
        self.pools: dict[tuple[int, int, Skills], Pool] = {}
        self.touched: dict[Pool, None] = {}
        self.timers: list[tuple[int, int, int, int]] = []
        self.expected: deque[Said] = deque()
        self.halfway: dict[Case, None] = {}
        self.turn: tuple[int, Turn] | None = None
        self.due: list[tuple[int, Case]] = []
        self._index_names()

    def _index_names(self) -> None:
        organisation = self.organisation
        agents = {name_key(agent.name): index for index, agent in enumerate(organisation.agents)}
        skills = {name_key(skill.name): index for index, skill in enumerate(organisation.skills)}
        self.members = [{agents[name_key(name)] for name in queue.members} for queue in organisation.queues]
        self.ratings = [
            {skills[name_key(name)]: rating for name, rating in agent.skills} for agent in organisation.agents
        ]

    def pool_of(self, workstream: int, queue: int, skills: Skills) -> Pool:
        """Return the pool of such cases, made when first asked for."""
        pool = self.pools.get((workstream, queue, skills))
        if pool is None:
            members = self.members[queue]
            skilled = {
                agent
                for agent in members
                if all(self.ratings[agent].get(skill, 0) >= rating for skill, rating in skills)
            }
            pool = Pool(
                (workstream, self.organisation.workstreams[workstream]),
                (queue, self.organisation.queues[queue]),
                members,
                skilled,
            )
            self.pools[workstream, queue, skills] = pool
            for index in skilled if pool.push else ():
                agent = self.agents[index]
                agent.pools.append(pool)
                agent.known.clear()
                self.refresh(agent)
        return pool

    def refresh(self, agent: Agent) -> None:
        """Let the pools know who of them could take a case now."""
        fitting = agent.fitting()
        before = agent.able
        if fitting is before:
            return
        agent.able = fitting
        for pool in before - fitting:
            del pool.able[agent]
        for pool in fitting - before:
            pool.able[agent] = self.turn
            self.touched[pool] = None

    # Units, and the presence that follows from them (rulebook 3.4, 4.3).

    def hold(self, agent: Agent, pool: Pool, hands: dict[Case, None], case: Case) -> None:
        """Put a case into an agent's hands (`offers` or `active`) with its units."""
        agent.book(self.now)
        hands[case] = None
        agent.remaining -= pool.units
        agent.sessions[pool.workstream] += 1
        self._follow(agent, pool.units)

    def give(self, agent: Agent, pool: Pool, hands: dict[Case, None], case: Case) -> None:
        """Take a case out of an agent's hands; its units go back."""
        agent.book(self.now)
        del hands[case]
        agent.remaining += pool.units
        agent.sessions[pool.workstream] -= 1
        self._follow(agent, pool.units)

    def _follow(self, agent: Agent, units: int) -> None:
        if units and agent.signed_in and not agent.sticky:
            held = agent.capacity - agent.remaining
            loaded = codes.BUSY if agent.remaining > 0 else codes.BUSY_DND
            self.put(agent, loaded if held else codes.AVAILABLE, "automatic")
        else:
            self.refresh(agent)

    def put(self, agent: Agent, presence: int, reason: str) -> None:
        """Change a presence; the row that says so must come next."""
        if presence != agent.presence:
            agent.presence = presence
            self.expected.append(("presence", NEVER, agent.index, NEVER, NEVER, presence, reason))
        self.refresh(agent)

    # Waiting push cases, and cool-downs (rulebook 3.3, 5.6, 5.7).

    def wait(self, case: Case) -> None:
        """Let an Open case wait to be given to somebody, unless it is at a limit."""
        pool, most = case.pool, self.settings.max_offers
        if pool is None or not pool.push or case.offers >= most or case.given_back >= most:
            return
        case.waits = True
        pool.waiting += 1
        self.touched[pool] = None
        if case.fresh:
            pool.fresh.append(case)
        for agent, until in case.cooling.items():
            if until == NEVER or until > self.now:
                case.counted.add(agent)
                pool.cooled[agent] = pool.cooled.get(agent, 0) + 1

    def stop_waiting(self, case: Case) -> None:
        """Count a case as no longer waiting."""
        pool = case.pool
        if case.waits and pool is not None:
            case.waits = False
            pool.waiting -= 1
            for agent in case.counted:
                pool.cooled[agent] -= 1
            case.counted.clear()
        case.fresh = False

    def cool(self, case: Case, agent: Agent, pool: Pool) -> None:
        """Begin the cool-down of an agent who did not take a case."""
        case.missed_by.add(agent.index)
        case.cooling[agent.index] = NEVER
        if pool.cooldown is not None:
            until = case.cooling[agent.index] = self.now + pool.cooldown
            heappush(self.timers, (until, COOLED, case.index, agent.index))

    def reach(self, at: int) -> None:
        """Let the clock reach an instant; cool-downs that end then are over."""
        self.now = at
        timers = self.timers
        while timers and timers[0][0] <= at:
            _, what, index, agent = heappop(timers)
            case = self.flight.get(index)
            if case is None:
                continue
            if what != COOLED:
                self.due.append((what, case))
            elif agent in case.counted and case.pool is not None:
                case.counted.discard(agent)
                case.pool.cooled[agent] -= 1
                self.touched[case.pool] = None

    def status_of(self, index: int) -> int:
        """Return where a case stands."""
        case = self.flight.get(index)
        return case.status if case is not None else CLOSED if self.ending[index] else ABSENT
