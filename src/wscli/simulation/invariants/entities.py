"""Pools, agents and cases as the rows of an event log show them, and what holds of each by itself.

They are made from the configuration and the case file, never from the kernel's own. What is kept per pool
is enough to say in one step whether somebody could take a case that waits there: how many wait, who could
take one, and for how many of them each agent is cooling down.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final

from wscli.model.duration import SECOND
from wscli.model.terms import BasePresence, Mode
from wscli.model.workforce import Queue
from wscli.model.workstream import Workstream
from wscli.simulation.kernel import AgentPlan, codes

# Where a case stands: the states of rulebook 3, and the two that a standing offer makes of Open.
ABSENT, OPEN, ACTIVE, WAITING, CLOSED = range(5)
OFFERED: Final = 5
CANCELLED: Final = 6
"""Open, and its offer was taken back for a pick or a withdrawal that comes next."""

STATE_OF = (codes.ABSENT, codes.OPEN, codes.ACTIVE, codes.WAITING, codes.CLOSED, codes.OPEN, codes.OPEN)
"""The state that a row gives for each of them."""

NOT_SAID: Final = -1
LAST: Final = 1 << 61
"""The priority of a queue that has none: behind all that can be given."""

Turn = tuple[int, int, int]
"""The place of a case in a matching pass: queue priority, queue-entry time, file order (rulebook 5.3)."""

_BASES = tuple(BasePresence)


class Pool:
    """Cases of one workstream in one queue with the same required skills, and who may take them.

    `skilled`: members of the queue with the skills. `able`: those of them who are signed in, in an allowed
    presence, with the units left; each with when and by which turn work brought them there, if it did.
    `cooled`: agent → for how many of the waiting cases they cool down.
    """

    __slots__ = (
        "able",
        "allowed",
        "auto_assign",
        "auto_close",
        "cooldown",
        "cooled",
        "fresh",
        "members",
        "offer_timeout",
        "priority",
        "push",
        "queue",
        "selectable",
        "skilled",
        "units",
        "waiting",
        "workstream",
    )

    def __init__(
        self,
        workstream: tuple[int, Workstream],
        queue: tuple[int, Queue],
        members: set[int],
        skilled: set[int],
    ) -> None:
        self.workstream, policy = workstream
        self.queue, place = queue
        cooldown = policy.assign_work_item_after_decline_or_timeout
        self.priority = place.priority if place.priority is not None else LAST
        self.members = members
        self.skilled = skilled
        self.units = policy.capacity
        self.allowed = sum(1 << _BASES.index(presence) for presence in policy.allowed_presences)
        self.push = policy.work_distribution_mode is Mode.PUSH
        self.auto_assign = policy.auto_assign
        self.selectable = policy.enable_selecting_from_push
        self.offer_timeout = policy.offer_timeout * SECOND
        self.auto_close = policy.auto_close_after_inactivity * SECOND
        self.cooldown = None if cooldown is None else max(cooldown * SECOND, 1)
        self.able: dict[Agent, tuple[int, Turn] | None] = {}
        self.waiting = 0
        self.fresh: deque[Case] = deque()
        self.cooled: dict[int, int] = {}

    def allows(self, presence: int) -> bool:
        """Whether the workstream gives work in a presence; pick without a list: any but Offline."""
        if not self.allowed and not self.push:
            return presence != codes.OFFLINE
        return bool(self.allowed >> presence & 1)

    def first_fresh(self) -> Case | None:
        """Return the case that waits longest of those that never came back."""
        fresh = self.fresh
        while fresh and not (fresh[0].fresh and fresh[0].waits):
            fresh.popleft()
        return fresh[0] if fresh else None


@dataclass(slots=True)
class Totals:
    """What an agent did, under the names that the outcome gives it."""

    made: int = 0
    accepted: int = 0
    declined: int = 0
    timed_out: int = 0
    cancelled: int = 0
    picks: int = 0
    over_capacity: int = 0
    handled: int = 0
    signed_ms: int = 0
    held_ms: int = 0
    busy_ms: int = 0


class Agent:
    """An agent: sign-in, presence, what they hold. `since`: up to when their times are booked."""

    __slots__ = (
        "able",
        "active",
        "assigned",
        "capacity",
        "default_presence",
        "idle_since",
        "index",
        "known",
        "name",
        "offers",
        "pools",
        "presence",
        "remaining",
        "sessions",
        "signed_in",
        "since",
        "sticky",
        "totals",
    )

    def __init__(self, index: int, name: str, plan: AgentPlan, workstreams: int, start: int) -> None:
        self.index = index
        self.name = name
        self.capacity = self.remaining = plan.capacity
        self.default_presence = plan.default_presence
        self.signed_in = plan.signed_in
        self.presence = plan.presence
        self.sticky = plan.sticky
        self.idle_since = plan.idle_since
        self.assigned = False
        self.since = start
        self.sessions = [0] * workstreams
        self.offers: dict[Case, None] = {}
        self.active: dict[Case, None] = {}
        self.pools: list[Pool] = []
        self.able: frozenset[Pool] = frozenset()
        self.known: dict[tuple[int, int], frozenset[Pool]] = {}
        self.totals = Totals()

    def book(self, now: int) -> None:
        """Add up the agent's times until now, before anything of theirs changes."""
        if self.signed_in:
            passed = now - self.since
            totals = self.totals
            totals.signed_ms += passed
            totals.held_ms += (self.capacity - self.remaining) * passed
            if self.offers or self.active:
                totals.busy_ms += passed
        self.since = now

    def fitting(self) -> frozenset[Pool]:
        """Return the pools whose cases the agent could be given now."""
        if not self.signed_in:
            return frozenset()
        key = (self.presence, self.remaining)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = frozenset(
                pool for pool in self.pools if pool.allows(self.presence) and self.remaining >= pool.units
            )
        return found


class Case:
    """A case that has arrived and is not closed. `agent`: who it is offered to, or who has it.

    `since`: when the offer or the time in Waiting began. `closes`: when it is auto-closed, unless it leaves
    Waiting before. `waits`: a waiting push case below its limits. `fresh`: it was never offered or given to
    anybody. `counted`: for whom its pool counts it as cooling down.
    """

    __slots__ = (
        "agent",
        "closes",
        "cooling",
        "counted",
        "entered",
        "fresh",
        "given_back",
        "had",
        "index",
        "missed_by",
        "offers",
        "patience",
        "pool",
        "queue",
        "since",
        "status",
        "waits",
        "workstream",
    )

    def __init__(self, index: int, workstream: int, queue: int, pool: Pool | None, entered: int) -> None:
        self.index = index
        self.workstream = workstream
        self.queue = queue
        self.pool = pool
        self.entered = entered
        self.status = OPEN
        self.agent: Agent | None = None
        self.since = self.closes = self.patience = NOT_SAID
        self.had = self.waits = False
        self.fresh = True
        self.offers = self.given_back = 0
        self.missed_by: set[int] = set()
        self.cooling: dict[int, int] = {}
        self.counted: set[int] = set()

    def turn(self, pool: Pool) -> Turn:
        """Return the place of the case in a matching pass."""
        return pool.priority, self.entered, self.index

    def cools(self, agent: Agent, now: int) -> bool:
        """Whether the agent may not be offered this case yet, or ever (rulebook 5.6)."""
        until = self.cooling.get(agent.index)
        return until is not None and (until == codes.NEVER or until > now)
