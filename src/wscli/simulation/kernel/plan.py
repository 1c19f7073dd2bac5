"""What the kernel is given: integers, in columns and small records, and nothing by name.

Times are milliseconds since the epoch, durations milliseconds; agents, pools, queues and workstreams
are indexes in order of definition. `NEVER` (-1) stands for "none" in a column.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

Row = tuple[int, int, int, int, int, int, int]
"""An event row: at, kind, order within its kind, row code, case, agent, value (-1 = none)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolPlan:
    """Cases of one workstream in one queue with the same required skills: one policy for all of them.

    `allowed` is a bit per base presence; `members` are those who may be offered a case (members of
    the queue with the skills), `listeners` those who see it on their list (all members).
    `cooldown` None: never again to the same agent. `auto_close` 0: never.
    """

    workstream: int
    queue: int
    priority: int
    units: int
    allowed: int
    push: bool
    auto_assign: bool
    selectable: bool
    offer_timeout: int
    cooldown: int | None
    auto_close: int
    members: tuple[int, ...]
    listeners: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentPlan:
    """An agent at the start: capacity in units, base presence at sign-in, and what they are then.

    `sticky`: the presence they are in was said by somebody and stays (rulebook 4.3).
    `idle_since`: the sign-in that counts for who has been idle longest.
    """

    capacity: int
    default_presence: int
    signed_in: bool
    presence: int
    sticky: bool
    idle_since: int
    pick_order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One run. Columns have one entry per case of the file, whether or not it is part of the run.

    arrived, handle (first active part; NEVER = until a row says so), patience: int64 milliseconds;
    pool: int32, NEVER for cases that are not distributed (then `stray` has workstream and queue);
    priority: int64, 0 = none. `order` lists the cases of the run as they enter, `enters`
    when (the backlog at the start). `rows` are sorted by instant; `schedule` yields rows in the same
    order, on and on.
    """

    start: int
    until: int | None
    arrived: array[int]
    handle: array[int]
    patience: array[int]
    priority: array[int]
    pool: array[int]
    order: array[int]
    enters: array[int]
    patterns: dict[int, tuple[int, ...]]
    stray: dict[int, tuple[int, int]]
    scripted: frozenset[int]
    reserved: frozenset[int]
    rows: list[Row]
    pools: tuple[PoolPlan, ...]
    transfers: dict[tuple[int, int], int]
    agents: tuple[AgentPlan, ...]
    queues: int
    workstreams: int
    automatic_presence: bool = True
    away_after_miss: bool = False
    dnd_after_decline: bool = False
    requeue: bool = False
    max_offers: int = 1000
    schedule: Iterator[Row] = field(default_factory=lambda: iter(()))
    last_dated: int = -1
