"""The state of the world: plain objects, and nothing that could be counted is kept."""

from dataclasses import dataclass, field
from typing import Any

from .definitions import AgentDefinition, Configuration, Dated, Queue, Workstream
from .reading import key
from .rows import CaseRow, EventRow

FOREVER = float("inf")


@dataclass(eq=False)
class Agent:
    definition: AgentDefinition
    signed_in: bool = False
    base: str = "offline"
    sticky: bool = True
    signed_in_at: int = 0
    last_assigned_at: int | None = None
    signed_out_before: float = -FOREVER
    signed_in_ms: int = 0
    held_unit_ms: int = 0
    busy_ms: int = 0
    made: int = 0
    accepted: int = 0
    declined: int = 0
    timed_out: int = 0
    cancelled: int = 0
    picks: int = 0
    over_capacity: int = 0
    looks: int = 0

    @property
    def name(self) -> str:
        return self.definition.name


@dataclass(eq=False)
class Offer:
    agent: Agent
    number: int


@dataclass(eq=False)
class Case:
    row: CaseRow
    state: str | None = None  # none until it has arrived
    workstream: Workstream | None = None
    queue: Queue | None = None
    undistributed: str | None = None
    enters_at: int = 0
    queued_at: int = 0
    agent: Agent | None = None  # who holds it: Active or Waiting
    last_agent: Agent | None = None
    offer: Offer | None = None
    part: int = 0
    left: int = 0
    active_since: int = 0
    episode: int = 0  # counts the changes of state, so that old timers know themselves
    cooling_until: dict[Agent, float] = field(default_factory=dict)
    refused_by: set[Agent] = field(default_factory=set)
    offers_to: dict[Agent, int] = field(default_factory=dict)
    offers: int = 0
    declines: int = 0
    timeouts: int = 0
    transfers: int = 0
    first_offered_at: int | None = None
    accepted_at: int | None = None
    closed_at: int | None = None
    outcome: str | None = None
    reason: str | None = None
    active_ms: int = 0

    @property
    def units(self) -> int:
        return self.workstream.units if self.workstream else 0

    @property
    def distributed(self) -> bool:
        return self.workstream is not None and self.queue is not None

    @property
    def patience_ends(self) -> int | None:
        """Rule 3.1: from arrival, and not once anybody has had the case."""
        if self.row.patience is None or self.accepted_at is not None:
            return None
        # 1.5: patience that was over before `--from` ends when the case enters.
        return max(self.row.arrived_at + self.row.patience, self.enters_at)


@dataclass(eq=False)
class Pending:
    """Something that is due at an instant; rule 1.3 for kind and order."""

    at: int
    kind: int
    order: tuple[int, ...]
    what: str
    case: Case | None = None
    agent: Agent | None = None
    token: int = 0
    row: EventRow | None = None
    entry: Dated | None = None


class Log(list[dict[str, Any]]):
    """Rows are never changed once written; copies of the world share them."""

    def __deepcopy__(self, memo: dict[int, Any]) -> "Log":
        return Log(self)


@dataclass(eq=False)
class World:
    configuration: Configuration
    start: int
    until: int | None
    agents: list[Agent]
    cases: list[Case]
    event_rows: list[EventRow]
    now: int
    pending: list[Pending] = field(default_factory=list)
    scheduled: int = 0
    offer_numbers: int = 0
    schedules_upto: int = 0
    certain_end: int = 0
    log_rows: Log = field(default_factory=Log)
    backlog_max: int = 0
    happened: bool = False
    speculating: bool = False

    def schedule(self, at: int, kind: int, what: str, case: Case, agent: Agent, token: int = 0) -> None:
        """Rule 1.3: what the run itself schedules goes last in its kind, as it was scheduled."""
        self.scheduled += 1
        self.pending.append(Pending(at, kind, (3, self.scheduled), what, case, agent, token))

    def schedule_look(self, at: int, agent: Agent, number: int) -> None:
        """Rule 6.5; looks of an agent are numbered as they are given."""
        self.scheduled += 1
        self.pending.append(Pending(at, 5, (3, self.scheduled), "look", agent=agent, token=number))

    def held(self, agent: Agent) -> int:
        """Rule 3.4: units of Active cases and of outstanding offers."""
        return sum(case.units for case in self.cases if busy_with(agent, case))

    def remaining(self, agent: Agent) -> int:
        return agent.definition.capacity - self.held(agent)

    def in_hand(self, agent: Agent) -> list[Case]:
        return [case for case in self.cases if busy_with(agent, case)]

    def log_case(self, event: str, case: Case, agent: Agent | None = None, reason: str | None = None) -> None:
        """Interface §7: a row about a case, with what holds after the event."""
        self.log(
            event,
            case_id=case.row.case_id,
            agent=agent.name if agent else None,
            queue=case.queue.name if case.queue else None,
            workstream=case.workstream.name if case.workstream else None,
            state=case.state,
            reason=reason,
        )

    def log(self, event: str, **columns: Any) -> None:
        """One row of the event log, `seq` from 1."""
        row: dict[str, Any] = {"seq": len(self.log_rows) + 1, "at": self.now, "event": event}
        for column in ("case_id", "agent", "queue", "workstream", "state", "reason"):
            row[column] = columns.get(column)
        self.log_rows.append(row)


def busy_with(agent: Agent, case: Case) -> bool:
    """Whether the agent's units are in this case: Active with them, or offered to them."""
    if case.state == "active" and case.agent is agent:
        return True
    return case.offer is not None and case.offer.agent is agent


def is_member(agent: Agent, queue: Queue | None) -> bool:
    """Whether the queue names the agent as a member."""
    return queue is not None and key(agent.name) in queue.members
