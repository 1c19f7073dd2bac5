"""What there is in a run: places, pools with their lines, agents, cases in flight.

A pool keeps a heap of ready agents that is repaired lazily: an entry is a bound that may be too good
(the agent has got work since), never too bad, so an agent is pushed again only when they come to rank
better than their entry says. What is on top is looked at before it is believed; nothing is removed
from the middle of a heap.
"""

from __future__ import annotations

from typing import Any

from wscli.simulation.kernel.codes import OPEN
from wscli.simulation.kernel.plan import AgentPlan, PoolPlan

Key = tuple[int, ...]
NOBODY: Key = (1 << 62,)
"""Ranks behind everybody: the bound of an agent who is not among the ready."""
Standing = tuple[int, int, int, dict[int, Key], list[Key], int, "Line", dict[frozenset[int], "Line"]]
"""What an agent has to do with a pool, side by side: units, presences allowed, workstream, bounds, ready
agents and how many there may be before they are sorted out, line and lines (see `Pool`). It is gone through
at every change of every agent."""
Ticket = tuple[int, int, int, "Case"]
"""A place in a line: queue-entry time, case index, and a stamp that makes it unique."""


class Place:
    """Where cases are Open (a queue, a workstream, or anywhere): how many, and the most at once.

    `open_ms` has the open time of cases in pools only when the run is over: they book it in their pool.
    """

    __slots__ = ("open", "open_ms", "peak")

    def __init__(self) -> None:
        self.open = self.peak = self.open_ms = 0


class Line:
    """Waiting cases of a pool that are cooling down for the same agents: a heap of tickets."""

    __slots__ = ("cooling", "count", "pool", "tickets")

    def __init__(self, pool: Pool, cooling: frozenset[int]) -> None:
        self.pool = pool
        self.cooling = cooling
        self.tickets: list[Ticket] = []
        self.count = 0


class Pool:
    """A pool of the plan, and who is in it."""

    __slots__ = (
        "allowed",
        "auto_assign",
        "bounds",
        "index",
        "line",
        "lines",
        "lists",
        "open_ms",
        "places",
        "plan",
        "priority",
        "push",
        "queue",
        "ready",
        "timeout",
        "units",
        "watchers",
        "workstream",
    )

    def __init__(self, index: int, plan: PoolPlan, places: tuple[Place, ...]) -> None:
        self.index = index
        self.plan = plan
        self.places = places
        self.open_ms = 0
        self.units = plan.units
        self.allowed = plan.allowed
        self.priority = plan.priority
        self.push = plan.push
        self.auto_assign = plan.auto_assign
        self.timeout = plan.offer_timeout
        self.queue = plan.queue
        self.workstream = plan.workstream
        self.ready: list[Key] = []
        self.bounds: dict[int, Key] = dict.fromkeys(plan.members, NOBODY)
        self.line = Line(self, frozenset())
        self.lines: dict[frozenset[int], Line] = {}
        self.lists: dict[int, list[tuple[Any, ...]]] = {}
        self.watchers: dict[int, Agent] = {}

    def standing(self) -> Standing:
        """Return what every agent in the pool has to do with it; all of it stays the same object."""
        return (
            self.units,
            self.allowed,
            self.workstream,
            self.bounds,
            self.ready,
            2 * len(self.bounds) + 16,
            self.line,
            self.lines,
        )


class Agent:
    """An agent and what they hold; `load` counts Active cases and offers.

    `least`: the units of the smallest cases in any of their pools; with fewer left nothing fits.

    The three times are sums of instants, signed: an instant is taken away when something begins and
    added when it ends, so that a change costs one addition (`staff.open_times` and `close_times` bound them).
    """

    __slots__ = (
        "accepted",
        "active",
        "busy_ms",
        "cancelled",
        "capacity",
        "declined",
        "ever_assigned",
        "handled",
        "held_ms",
        "idle_since",
        "index",
        "least",
        "lists",
        "load",
        "looking",
        "looks",
        "offers",
        "over_capacity",
        "picks",
        "plan",
        "pools",
        "presence",
        "remaining",
        "sessions",
        "signed_in",
        "signed_ms",
        "sticky",
        "timed_out",
    )

    def __init__(self, index: int, plan: AgentPlan, workstreams: int) -> None:
        self.index = index
        self.plan = plan
        self.capacity = self.remaining = plan.capacity
        self.presence = plan.presence
        self.signed_in = plan.signed_in
        self.sticky = plan.sticky
        self.idle_since = plan.idle_since
        self.ever_assigned = False
        self.looking = False
        self.load = self.looks = 0
        self.offers: dict[Case, None] = {}
        self.active: dict[Case, None] = {}
        self.sessions = [0] * workstreams
        self.pools: list[Standing] = []
        self.least = 0
        self.lists: list[tuple[Pool, list[tuple[Any, ...]]]] = []
        self.signed_ms = self.held_ms = self.busy_ms = 0
        self.accepted = self.declined = self.timed_out = self.cancelled = 0
        self.picks = self.over_capacity = self.handled = 0

    @property
    def made(self) -> int:
        """How many offers they have had: those that ended and those that stand."""
        return self.accepted + self.declined + self.timed_out + self.cancelled + len(self.offers)


class Past:
    """What offers have left behind: how often each agent was asked, who did not take it, who cools down."""

    __slots__ = ("asked", "cooling", "missed_by")

    def __init__(self) -> None:
        self.asked: dict[int, int] = {}
        self.missed_by: dict[int, None] = {}
        self.cooling: dict[int, int] = {}


class Case:
    """A case in flight. `answered`: its agent accepted an offer of it.

    `stamp` grows at every step, so that what was scheduled before is void.
    """

    __slots__ = (
        "active_ms",
        "agent",
        "answered",
        "entered",
        "index",
        "left",
        "line",
        "offered_to",
        "part",
        "past",
        "pool",
        "since",
        "stamp",
        "state",
        "ticket",
    )

    since: int

    def __init__(self, index: int, pool: Pool | None, entered: int, left: int) -> None:
        self.index = index
        self.pool = pool
        self.entered = entered
        self.left = left
        self.state = OPEN
        self.part = self.stamp = self.active_ms = 0
        self.answered = False
        self.agent: Agent | None = None
        self.offered_to: Agent | None = None
        self.ticket: Ticket | None = None
        self.line: Line | None = None
        self.past: Past | None = None

    def remember(self) -> Past:
        """Return the past of the case, begun if it has none."""
        if self.past is None:
            self.past = Past()
        return self.past
