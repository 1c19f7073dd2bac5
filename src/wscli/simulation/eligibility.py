"""Why an agent cannot have a case: the first check that fails, or how they rank (rulebook 5, 6).

The kernel never asks this: it knows who is ready and drops the rest without a word. Here the same checks are
made one by one on the state of a run, for those who want to know. Nothing is changed by looking.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from wscli.simulation.kernel import World, codes
from wscli.simulation.kernel.entities import Agent, Case, Pool
from wscli.simulation.kernel.queues import at_limit

MEMBER = "member"
SIGNED_IN = "signed-in"
PRESENCE = "presence"
CAPACITY = "capacity"
COOL_DOWN = "cool-down"
SKILLS = "skills"
LEFT_TO_ROW = "left-to-row"
FIRST = "first-on-list"
LOOK = "look"
OFFER_LIMIT = "offer-limit"
CHECKS = (MEMBER, SIGNED_IN, PRESENCE, CAPACITY, COOL_DOWN, SKILLS, LEFT_TO_ROW, FIRST, LOOK, OFFER_LIMIT)
"""The checks in their order (rulebook 5.1); the last four are those of lists, and the limit of offers."""


class Failure(NamedTuple):
    """The first check that an agent fails: what it needs and has, as the kernel's integers.

    presence: a bit per presence and the presence, `beside` the units left · capacity: units · cool-down:
    until when, NEVER for ever · first-on-list: `have` the case that stands before it, `need` 1 where the
    agent cannot take that one either.
    """

    check: str
    need: int = codes.NEVER
    have: int = codes.NEVER
    beside: int = 0


class Ranking(NamedTuple):
    """How an eligible agent ranks, smaller is better but for `remaining` (rulebook 5.2)."""

    declined_before: bool
    remaining: int
    sessions: int
    idle_since: int
    order: int


def ranking(case: Case, agent: Agent) -> Ranking:
    """Return what an agent is ranked by for a case."""
    pool, past = case.pool, case.past
    assert pool is not None
    return Ranking(
        past is not None and agent.index in past.missed_by,
        agent.remaining,
        agent.sessions[pool.workstream],
        agent.idle_since,
        agent.index,
    )


def rank_key(w: World, found: Ranking) -> tuple[Any, ...]:
    """Return the key by which the run's policy sorts agents: the smallest is chosen."""
    return found.declined_before, w.rank(found.remaining, found.sessions, found.idle_since, found.order)


def first_failure(w: World, case: Case, agent: Agent) -> Failure | None:
    """Return the first check that keeps a waiting case from an agent now, or None."""
    pool = case.pool
    assert pool is not None
    if agent.index not in members_of(pool.plan.listeners):
        return Failure(MEMBER)
    if not agent.signed_in:
        return Failure(SIGNED_IN)
    failure = _presence(pool, agent) or _capacity(pool, agent)
    if failure is not None:
        return failure
    return _pushed(w, case, pool, agent) if pool.push else _picked(w, case, agent)


def has_room(pool: Pool, agent: Agent) -> bool:
    """Whether an agent is there, in a presence that the pool allows, and has the units: member or not."""
    return agent.signed_in and _presence(pool, agent) is None and _capacity(pool, agent) is None


def _presence(pool: Pool, agent: Agent) -> Failure | None:
    allowed = pool.allowed
    if not allowed and not pool.push:
        allowed = (1 << codes.OFFLINE) - 1  # none given: any but Offline (rulebook 6.5)
    if allowed >> agent.presence & 1:
        return None
    return Failure(PRESENCE, allowed, agent.presence, agent.remaining)


def _capacity(pool: Pool, agent: Agent) -> Failure | None:
    return None if agent.remaining >= pool.units else Failure(CAPACITY, pool.units, agent.remaining)


def _pushed(w: World, case: Case, pool: Pool, agent: Agent) -> Failure | None:
    until = case.past.cooling.get(agent.index) if case.past is not None else None
    if until is not None and (until == codes.NEVER or until > w.now):
        return Failure(COOL_DOWN, until)
    if agent.index not in members_of(pool.plan.members):
        return Failure(SKILLS)
    return Failure(OFFER_LIMIT) if at_limit(w, case) else None


def _picked(w: World, case: Case, agent: Agent) -> Failure | None:
    if case.index in w.plan.reserved:
        return Failure(LEFT_TO_ROW)
    if case.past is not None and at_limit(w, case):
        return Failure(OFFER_LIMIT)
    first = first_on_list(w, agent)
    if first is not None and first is not case:
        assert first.pool is not None
        blocked = _presence(first.pool, agent) or _capacity(first.pool, agent)
        return Failure(FIRST, int(blocked is not None), first.index)
    return Failure(LOOK) if agent.looking else None


def first_on_list(w: World, agent: Agent) -> Case | None:
    """Return the case that an agent would take in the look that is pending, or in the next."""
    if agent.plan.pick_order == codes.RANDOM:
        look = agent.looks if agent.looking else agent.looks + 1
        return min(_listed(agent), key=lambda case: w.lot(case.index, agent.index, look), default=None)
    firsts = [entry for _, entries in agent.lists if (entry := _first_valid(entries)) is not None]
    case: Case | None = min(firsts)[-1][3] if firsts else None
    return case


def _first_valid(entries: list[tuple[Any, ...]]) -> tuple[Any, ...] | None:
    """Return the first entry that still stands; the kernel drops the others when it meets them."""
    if not entries or entries[0][-1][3].ticket is entries[0][-1]:
        return entries[0] if entries else None
    return min((entry for entry in entries if entry[-1][3].ticket is entry[-1]), default=None)


def _listed(agent: Agent) -> Iterable[Case]:
    tickets = (entry[-1] for _, entries in agent.lists for entry in entries)
    return (ticket[3] for ticket in tickets if ticket[3].ticket is ticket)


@lru_cache(maxsize=1024)
def members_of(agents: tuple[int, ...]) -> frozenset[int]:
    """Return the agents of a pool as a set: they are asked for at every instant."""
    return frozenset(agents)
