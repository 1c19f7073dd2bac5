"""How a run stands at an instant: who holds what, what waits where, and what has been counted so far.

It follows from the rows of the event log alone, one after another, and what no row says: who is signed in
when the run begins. So it needs no simulator, and the same rows always lead to the same state. It can be
copied, which is how a replay goes back in time. Nothing here knows of clocks, screens or keys.

Signed in is here who is in any presence but Offline: an agent who signs in as Offline writes no row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from wscli.model.organisation import Organisation
from wscli.model.terms import BasePresence

Row = tuple[Any, ...]
"""A row of the event log: seq, at (epoch ms), event, case_id, agent, queue, workstream, state, reason."""

OPEN, ACTIVE, WAITING = "open", "active", "waiting"
OFFLINE = BasePresence.OFFLINE.value
ENDINGS = ("resolved", "auto-closed", "withdrawn")


class Case(NamedTuple):
    """A case that is not closed. `since`: when it came to be so, for an Open one its queue-entry time.

    `agent` has it, or is asked while `offered`. Unchanging, so that copies of a state can share it.
    """

    state: str
    queue: str | None
    workstream: str | None
    since: int
    agent: str | None = None
    offered: bool = False
    answered: bool = False
    distributed: bool = True


class AgentNow:
    """An agent: base presence, since when, and the cases in hand; `offers` and `active` with their units."""

    __slots__ = ("active", "capacity", "name", "offers", "presence", "since", "waiting")

    def __init__(self, name: str, capacity: int, presence: str, since: int) -> None:
        self.name = name
        self.capacity = capacity
        self.presence = presence
        self.since = since
        self.offers: dict[str, int] = {}
        self.active: dict[str, int] = {}
        self.waiting: dict[str, int] = {}

    @property
    def units(self) -> int:
        """Units held: those of offers and of Active cases (rulebook 3.4)."""
        return sum(self.offers.values()) + sum(self.active.values())

    @property
    def signed_in(self) -> bool:
        """Whether in any presence but Offline."""
        return self.presence != OFFLINE

    def copy(self) -> AgentNow:
        """Return the same, to go another way."""
        twin = AgentNow(self.name, self.capacity, self.presence, self.since)
        twin.offers, twin.active, twin.waiting = self.offers.copy(), self.active.copy(), self.waiting.copy()
        return twin


class QueueNow:
    """A queue: its Open, distributed cases with their queue-entry times, the oldest first; and counts.

    As in the summary, a case counts where it is, or was last: one that moves on takes its answer along.
    """

    __slots__ = ("active", "answered", "name", "open", "waiting", "withdrawn")

    def __init__(self, name: str) -> None:
        self.name = name
        self.open: dict[str, int] = {}
        self.active = 0
        self.waiting = 0
        self.answered = 0
        self.withdrawn = 0

    @property
    def oldest(self) -> int | None:
        """The queue-entry time of the case that has waited longest, None where none waits."""
        return next(iter(self.open.values()), None)

    def copy(self) -> QueueNow:
        """Return the same, to go another way."""
        twin = QueueNow(self.name)
        twin.open = self.open.copy()
        twin.active, twin.waiting = self.active, self.waiting
        twin.answered, twin.withdrawn = self.answered, self.withdrawn
        return twin


class State:
    """A run at an instant; `apply` takes it one row further.

    `events` counts rows by event, `answered` cases that somebody has had. `beginning`: the base presence of
    those who are signed in at `start`. `arrived`: when the cases arrived, for those that did before it.
    """

    def __init__(
        self,
        organisation: Organisation,
        start: int,
        beginning: Mapping[str, str],
        arrived: Mapping[str, int],
    ) -> None:
        self.arrived = arrived
        self.units = {each.name: each.capacity for each in organisation.workstreams}
        self.agents = {
            each.name: AgentNow(each.name, each.capacity, beginning.get(each.name, OFFLINE), start)
            for each in organisation.agents
        }
        self.queues = {each.name: QueueNow(each.name) for each in organisation.queues}
        self.cases: dict[str, Case] = {}
        self.undistributed: dict[str, None] = {}
        self.events: Counter[str] = Counter()
        self.standing: Counter[str] = Counter()
        self.answered = 0

    def copy(self) -> State:
        """Return the same state, to go another way; what never changes is shared."""
        twin = State.__new__(State)
        twin.arrived, twin.units = self.arrived, self.units
        twin.agents = {name: agent.copy() for name, agent in self.agents.items()}
        twin.queues = {name: queue.copy() for name, queue in self.queues.items()}
        twin.cases, twin.undistributed = self.cases.copy(), self.undistributed.copy()
        twin.events, twin.standing = self.events.copy(), self.standing.copy()
        twin.answered = self.answered
        return twin

    @property
    def closed(self) -> int:
        """How many cases are closed, in whatever way."""
        return sum(self.events[ending] for ending in ENDINGS)

    @property
    def signed_in(self) -> int:
        """How many agents are in a presence other than Offline."""
        return sum(agent.signed_in for agent in self.agents.values())

    def apply(self, row: Row) -> None:
        """Let a row happen."""
        _, at, event, case, agent, queue, workstream, state, _ = row
        self.events[event] += 1
        if event == "presence":
            who = self.agents[agent]
            who.presence, who.since = state, at
        elif event != "refused":
            _EFFECTS[event](self, Happening(at, event, case, agent, queue, workstream))

    def _put(self, name: str, case: Case) -> None:
        """Let a case be as it is now: in its queue's list while it is Open there, and counted."""
        self._drop(name)
        self.cases[name] = case
        self.standing[case.state] += 1
        queue = self.queues.get(case.queue or "")
        if queue is None:
            return
        queue.answered += case.answered
        if not case.distributed:
            return
        if case.state == OPEN:
            queue.open[name] = case.since
        elif case.state == ACTIVE:
            queue.active += 1
        else:
            queue.waiting += 1

    def _drop(self, name: str) -> None:
        case = self.cases.pop(name, None)
        if case is None:
            return
        self.standing[case.state] -= 1
        queue = self.queues.get(case.queue or "")
        if queue is None:
            return
        queue.answered -= case.answered
        if case.state == OPEN:
            queue.open.pop(name, None)
        elif case.state == ACTIVE:
            queue.active -= 1
        else:
            queue.waiting -= 1

    def _let_go(self, what: Happening) -> None:
        """Take a case out of all hands of the agent whom a row names."""
        if what.agent is not None:
            agent = self.agents[what.agent]
            for hand in (agent.offers, agent.active, agent.waiting):
                hand.pop(what.case, None)

    def _arrive(self, what: Happening) -> None:
        since = min(self.arrived.get(what.case, what.at), what.at)
        self._put(what.case, Case(OPEN, None, None, since))

    def _route(self, what: Happening) -> None:
        case = self.cases[what.case]
        self._put(what.case, case._replace(queue=what.queue, workstream=what.workstream))

    def _leave_undistributed(self, what: Happening) -> None:
        self._put(what.case, self.cases[what.case]._replace(distributed=False))
        self.undistributed[what.case] = None

    def _offer(self, what: Happening) -> None:
        # Not put anew: it stays Open in its place (rulebook 3.3).
        assert what.agent is not None
        self.agents[what.agent].offers[what.case] = self.units.get(what.workstream or "", 0)
        self.cases[what.case] = self.cases[what.case]._replace(agent=what.agent, offered=True)

    def _end_offer(self, what: Happening) -> None:
        self._let_go(what)
        self.cases[what.case] = self.cases[what.case]._replace(agent=None, offered=False)

    def _take(self, what: Happening) -> None:
        assert what.agent is not None
        self._let_go(what)
        agent, case = self.agents[what.agent], self.cases[what.case]
        agent.active[what.case] = self.units.get(what.workstream or "", 0)
        if not case.answered:
            self.answered += 1
        taken = Case(ACTIVE, what.queue, what.workstream, what.at, what.agent, answered=True)
        self._put(what.case, taken)

    def _await(self, what: Happening) -> None:
        assert what.agent is not None
        self._let_go(what)
        self.agents[what.agent].waiting[what.case] = what.at
        awaiting = Case(WAITING, what.queue, what.workstream, what.at, what.agent, answered=True)
        self._put(what.case, awaiting)

    def _return(self, what: Happening) -> None:
        self._let_go(what)
        self._put(what.case, Case(OPEN, what.queue, what.workstream, what.at, answered=True))

    def _close(self, what: Happening) -> None:
        self._let_go(what)
        case = self.cases[what.case]
        queue = self.queues.get(case.queue or "")
        self._drop(what.case)
        if queue is not None:
            queue.answered += case.answered
            queue.withdrawn += what.event == "withdrawn"
        self.undistributed.pop(what.case, None)


class Happening(NamedTuple):
    """A row about a case, without what the state does not need."""

    at: int
    event: str
    case: str
    agent: str | None
    queue: str | None
    workstream: str | None


def _each(events: Iterable[str], effect: Callable[[State, Happening], None]) -> dict[str, Any]:
    return dict.fromkeys(events, effect)


_EFFECTS: Mapping[str, Callable[[State, Happening], None]] = {
    "arrived": State._arrive,
    "routed": State._route,
    "undistributed": State._leave_undistributed,
    "offered": State._offer,
    **_each(("declined", "timed-out", "cancelled"), State._end_offer),
    **_each(("accepted", "assigned", "picked", "resumed"), State._take),
    "waiting": State._await,
    **_each(("replied", "transferred"), State._return),
    **_each(ENDINGS, State._close),
}
