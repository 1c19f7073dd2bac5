"""The state of a run, the columns it leaves behind, and what it is told from outside."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from heapq import heappush
from typing import Any, NamedTuple, Protocol

from wscli.simulation.kernel.codes import CLOSED, FOREVER, NEVER, ORDER_BITS
from wscli.simulation.kernel.entities import Agent, Case, Key, Place, Pool
from wscli.simulation.kernel.plan import Plan


class Habits(NamedTuple):
    """How agents behave, as pure functions; n counts from 1, times are milliseconds."""

    answer: Callable[[int, int, int], tuple[int, int]]
    """(case, agent, n) → what they do with the nth offer of the case to them, and after how long."""
    always: Sequence[tuple[int, int] | None]
    """The same for the agents who do the same with every offer, None for the others, who are asked."""
    look_after: Callable[[int, int], int]
    """(agent, n) → how long from their nth look being given to the look."""
    lot: Callable[[int, int, int], float]
    """(case, agent, n) → the lot of a case in their nth look, where they pick at random; the lowest wins."""


Rank = Callable[[int, int, int, int], Key]
"""(remaining units, sessions of this workstream, idle since, agent) → smallest is chosen.

It must not get better as an agent gets busier: more units held, more sessions, a later assignment.
"""

Emit = Callable[[int, str, int, int, int, int, int, str], None]
"""Takes a row of the event log: at, event, case, agent, queue, workstream, state, reason."""


class Probe(Protocol):
    """Looks into a run where the event log does not reach; it may look at anything and change nothing."""

    def placing(self, w: World, case: Case, agent: Agent) -> None:
        """Called before an agent is given a case, by push or by pick."""

    def settled(self, w: World) -> None:
        """Called when an instant is settled."""


class Columns:
    """What becomes of each case, in columns of the case file's length (see `outcome`).

    What every case has is in lists: an array is slow at taking a number, it is unpacked and checked anew.
    """

    def __init__(self, pools: array[int]) -> None:
        cases = len(pools)

        def times() -> list[int]:
            return [NEVER] * cases

        def counts() -> array[int]:
            return array("i", [0]) * cases

        self.state = bytearray(cases)
        self.ending = bytearray(cases)
        self.pool = pools.tolist()
        self.agent = times()
        self.first_offered, self.accepted, self.closed, self.entered = times(), times(), times(), times()
        self.active_ms, self.offers, self.accepts = [0] * cases, [0] * cases, [0] * cases
        self.declines, self.timeouts, self.cancels, self.transfers = counts(), counts(), counts(), counts()
        self.picks, self.over_capacity = counts(), counts()
        self.reasons: dict[int, str] = {}


class World:
    """Everything that changes during a run, and the columns that it leaves behind.

    `last`: when anything but a schedule entry happened last, the end of a run without `until`. `acted`:
    when a schedule entry last did anything. `tentative` and `held`: what schedule entries since `last`
    changed, and the rows since then. `events`: the rows of the log so far; those that nearly every case has
    are counted when the run is over.
    """

    __slots__ = (
        "acted",
        "agents",
        "always",
        "answer",
        "anywhere",
        "columns",
        "dirty",
        "emit",
        "events",
        "flight",
        "freed",
        "fuller",
        "gains",
        "heap",
        "held",
        "hopeful",
        "last",
        "look_after",
        "lot",
        "now",
        "patterns",
        "plan",
        "pools",
        "probe",
        "queues",
        "rank",
        "refused",
        "scripted",
        "sequence",
        "start",
        "stirred",
        "tentative",
        "watch",
        "work_gains",
        "workstreams",
    )

    def __init__(
        self, plan: Plan, habits: Habits, rank: Rank, emit: Emit | None, probe: Probe | None
    ) -> None:
        self.plan = plan
        self.answer, self.always, self.look_after, self.lot = habits
        self.rank = rank
        self.emit = emit
        self.scripted, self.patterns = plan.scripted, plan.patterns
        self.probe = probe
        self.start = self.now = self.last = self.acted = plan.start
        self.tentative: list[tuple[Any, ...]] = []
        self.held: list[tuple[Any, ...]] = []
        self.hopeful = (NEVER, False)
        self.events = 0
        self.sequence = 1 << (ORDER_BITS - 1)
        # Its last entry is never taken, so that nobody has to ask whether there is one.
        self.heap: list[tuple[Any, ...]] = [(FOREVER, 0, None, None, 0)]
        self.anywhere = Place()
        self.queues = [Place() for _ in range(plan.queues)]
        self.workstreams = [Place() for _ in range(plan.workstreams)]
        self.pools = [
            Pool(index, pool, (self.anywhere, self.queues[pool.queue], self.workstreams[pool.workstream]))
            for index, pool in enumerate(plan.pools)
        ]
        self.agents = [Agent(index, agent, plan.workstreams) for index, agent in enumerate(plan.agents)]
        self.flight: dict[int, Case] = {}
        self.columns = Columns(plan.pool)
        self.dirty: dict[Pool, None] = {}
        self.freed: dict[Agent, None] = {}
        self.watch: dict[int, Agent] = {}
        self.stirred: dict[Pool, None] = {}
        self.fuller: dict[Place, None] = {}
        self.refused: dict[str, int] = {}
        masks = {pool.allowed for pool in self.pools}
        self.gains = [
            [any(mask >> new & 1 and not mask >> old & 1 for mask in masks) for new in range(5)]
            for old in range(5)
        ]
        # Whether work itself can bring an agent to a presence that another pool allows.
        self.work_gains = any(self.gains[old][new] for old, new in ((0, 1), (0, 2), (1, 2)))

    def schedule(self, at: int, kind: int, handler: Callable[..., bool], subject: Any, token: int) -> None:
        """Put an event of the run's own on the heap, behind those of its instant and kind."""
        self.sequence += 1
        heappush(self.heap, (at, (kind << ORDER_BITS) + self.sequence, handler, subject, token))

    def note(self, event: str, case: Case, agent: int, reason: str = "") -> None:
        """Count a row of the event log about a case, and write it where somebody listens."""
        self.events += 1
        if self.emit is not None:
            self.tell(event, case, agent, reason)

    def tell(self, event: str, case: Case, agent: int, reason: str = "") -> None:
        """Write a row about a case that is counted already; where every case comes by, calls are dear."""
        queue, workstream = self.place_of(case)
        self.write(self.now, event, case.index, agent, queue, workstream, case.state, reason)

    def write(self, *row: Any) -> None:
        """Hand a row to the listener, or hold it back while it may have to be taken back."""
        if self.tentative:
            self.held.append(row)
        elif self.emit is not None:
            self.emit(*row)

    def keep(self) -> None:
        """Let the schedule entries since the last event stand: something has happened after them."""
        self.tentative.clear()
        for row in self.held:
            self.write(*row)
        self.held.clear()

    def place_of(self, case: Case) -> tuple[int, int]:
        """Return queue and workstream of a case, each NEVER where routing found none."""
        if case.pool is not None:
            return case.pool.queue, case.pool.workstream
        workstream, queue = self.plan.stray[case.index]
        return queue, workstream

    def places_of(self, case: Case) -> tuple[Place, ...]:
        """Return the places where an Open case counts."""
        if case.pool is not None:
            return case.pool.places
        queue, workstream = self.place_of(case)
        found = [self.anywhere]
        if queue >= 0:
            found.append(self.queues[queue])
        if workstream >= 0:
            found.append(self.workstreams[workstream])
        return tuple(found)

    def state_of(self, case: int) -> int:
        """Return the state of any case, in flight or not."""
        flying = self.flight.get(case)
        return flying.state if flying is not None else CLOSED if self.columns.ending[case] else 0
