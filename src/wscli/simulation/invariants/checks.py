"""The invariants of rulebook 10, one named function each: what is wrong, or nothing.

A check looks at the picture as it is just before the row that it judges, and says in a few words what the
row breaks; `RULES` has the rule of each.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from wscli.simulation.invariants.entities import (
    ABSENT,
    ACTIVE,
    CANCELLED,
    CLOSED,
    OFFERED,
    OPEN,
    STATE_OF,
    WAITING,
    Agent,
    Case,
    Pool,
)
from wscli.simulation.invariants.picture import NEVER, Picture
from wscli.simulation.invariants.script import Script
from wscli.simulation.kernel import codes


class Violation(NamedTuple):
    """An invariant that does not hold: when (epoch milliseconds), the rule, the check, and a sentence."""

    at: int
    rule: str
    check: str
    message: str


RULES = {
    "clock": "1.1",
    "order-of-arrival": "1.3",
    "routed": "2.1",
    "transition": "3",
    "holder": "3",
    "state": "3",
    "asked-for": "3",
    "auto-close": "3",
    "patience": "3.1",
    "run-end": "1.6",
    "sign-in": "4.1",
    "presence": "4.3",
    "offline": "4.5",
    "shift-end": "4.6",
    "member": "5.1",
    "skills": "5.1",
    "signed-in": "5.1",
    "allowed-presence": "5.1",
    "units": "5.1",
    "rank": "5.2",
    "nobody-left": "5.3",
    "fifo": "5.3",
    "offer-timeout": "5.5",
    "cool-down": "5.6",
    "max-offers": "5.7",
    "offer-or-assign": "5.8",
    "push": "5.9",
    "pick-signed-in": "6.3",
    "pick-member": "6.3",
    "selectable": "6.4",
    "reserved": "6.5",
    "pick-presence": "6.5",
    "pick-units": "6.5",
    "refused": "9",
    "balance": "10",
    "totals": "8",
}
"""The rule of each check, by its name."""

_ANY_OPEN = 1 << OPEN | 1 << CANCELLED
MOVES = {
    "arrived": (1 << ABSENT, OPEN),
    "offered": (1 << OPEN, OFFERED),
    "assigned": (1 << OPEN, ACTIVE),
    "accepted": (1 << OFFERED, ACTIVE),
    "declined": (1 << OFFERED, OPEN),
    "timed-out": (1 << OFFERED, OPEN),
    "cancelled": (1 << OFFERED, CANCELLED),
    "withdrawn": (_ANY_OPEN, CLOSED),
    "picked": (_ANY_OPEN, ACTIVE),
    "waiting": (1 << ACTIVE, WAITING),
    "resumed": (1 << WAITING, ACTIVE),
    "resolved": (1 << ACTIVE | 1 << WAITING, CLOSED),
    "auto-closed": (1 << WAITING, CLOSED),
    "replied": (1 << WAITING, OPEN),
    "transferred": (1 << ACTIVE, OPEN),
}
"""The table of rulebook 3, with standing offers: event → a bit per status it may come from, and to what."""

_NAMES = ("not arrived", "Open", "Active", "Waiting", "closed", "offered", "without its cancelled offer")

Fault = tuple[str, str] | None
"""The name of a check and what is wrong."""
PushCheck = Callable[[Picture, Case, Agent, Pool], str]


def transition(event: str, status: int) -> str:
    """Every row of a case is a transition of the table, from where the case was (rulebook 3)."""
    move = MOVES.get(event)
    if move is None:
        return "is no transition of a case"
    return "" if move[0] >> status & 1 else f"cannot be: the case was {_NAMES[status]}"


def state(case: Case, queue: int, workstream: int, said: int) -> str:
    """State, queue and workstream in a row are those of the case (rulebook 3)."""
    if (queue, workstream) != (case.queue, case.workstream):
        return "names another queue or workstream than the case's"
    return "" if said == STATE_OF[case.status] else f"gives another state: the case is {_NAMES[case.status]}"


# What may be pushed to whom. Those about the case come first, then those about the agent.


def push(picture: Picture, case: Case, agent: Agent, pool: Pool) -> str:
    """A pick case is never pushed (rulebook 5.9)."""
    return "" if pool.push else "it is a pick case"


def max_offers(picture: Picture, case: Case, agent: Agent, pool: Pool) -> str:
    """A case is offered, and given back, no more often than allowed (rulebook 5.7)."""
    most = picture.settings.max_offers
    return "" if case.offers < most and case.given_back < most else f"it has been at its limit of {most}"


def fifo(picture: Picture, case: Case, agent: Agent, pool: Pool) -> str:
    """First offers are in the order of entry among cases of a pool that never came back (rulebook 5.3).

    But for this: an assignment may bring the agent to a presence that the pool allows, after the turn of
    cases that nobody could take before; those further back come first then, in what is left of the pass.
    """
    first = pool.first_fresh() if case.fresh else None
    if first is None or first is case:
        return ""
    brought = pool.able.get(agent)
    now = picture.now
    if brought is not None and brought[0] == now and first.turn(pool) < brought[1] < case.turn(pool):
        return ""
    return f"case {picture.table.ids[first.index]} has waited longer"


def member(picture: Picture, case: Case, agent: Agent, pool: Pool) -> str:
    """A case goes to members of its queue (rulebook 5.1)."""
    return "" if agent.index in pool.members else "the agent is no member of its queue"


def skills(picture: Picture, case: Case, agent: Agent, pool: Pool) -> str:
    """A case goes to those who have the skills at the ratings that it requires (rulebook 5.1)."""
    return "" if agent.index in pool.skilled else "the agent lacks a required skill"


def signed_in(picture: Picture, case: Case, agent: Agent, pool: Pool) -> str:
    """Nothing new goes to an agent outside sign-in (rulebook 5.1)."""
    return "" if agent.signed_in else "the agent is not signed in"


def allowed_presence(picture: Picture, case: Case, agent: Agent, pool: Pool) -> str:
    """The workstream allows the agent's presence (rulebook 5.1)."""
    return "" if pool.allows(agent.presence) else "the workstream does not allow the agent's presence"


def units(picture: Picture, case: Case, agent: Agent, pool: Pool) -> str:
    """What is left of the agent's capacity is at least the units of the case (rulebook 5.1)."""
    if agent.remaining >= pool.units:
        return ""
    return f"the agent has {agent.remaining} units left, and it takes {pool.units}"


def cool_down(picture: Picture, case: Case, agent: Agent, pool: Pool) -> str:
    """An agent is not offered a case on which they cool down (rulebook 5.6)."""
    return "the agent is cooling down on it" if case.cools(agent, picture.now) else ""


def rank(picture: Picture, case: Case, agent: Agent, pool: Pool) -> str:
    """The agent who gets a case ranks first among the eligible (rulebook 5.2)."""
    remaining = agent.remaining
    missed, now = case.missed_by, picture.now
    if not missed:
        # Most are settled by the first number, and then no rank need be built.
        rivals = [other for other in pool.able if other.remaining >= remaining and other is not agent]
    else:
        rivals = [other for other in pool.able if other is not agent and not case.cools(other, now)]
    if rivals:
        mine = _rank(agent, case, pool)
        for other in rivals:
            if _rank(other, case, pool) < mine:
                return f"agent {other.name} ranks before them"
    return ""


def _rank(agent: Agent, case: Case, pool: Pool) -> tuple[bool, int, int, int, int]:
    sessions = agent.sessions[pool.workstream]
    return agent.index in case.missed_by, -agent.remaining, sessions, agent.idle_since, agent.index


OF_PUSHED_CASES: tuple[tuple[str, PushCheck], ...] = (
    ("push", push),
    ("max-offers", max_offers),
    ("fifo", fifo),
)
OF_THEIR_AGENTS: tuple[tuple[str, PushCheck], ...] = (
    ("member", member),
    ("skills", skills),
    ("signed-in", signed_in),
    ("allowed-presence", allowed_presence),
    ("units", units),
    ("cool-down", cool_down),
    ("rank", rank),
)


def pick(picture: Picture, script: Script, case: Case, agent: Agent) -> Fault:
    """Picks are by signed-in members; those that no row says fit and are allowed (rulebook 6)."""
    pool = case.pool
    scripted = script.says(picture.now, case.index, codes.PICK_ROW, agent.index)
    faults = (
        ("pick-signed-in", not agent.signed_in, "the agent is not signed in"),
        ("pick-member", pool is None or agent.index not in pool.members, "it is not on the agent's list"),
        ("selectable", pool is not None and pool.push and not pool.selectable, "it cannot be selected"),
        ("selectable", pool is not None and pool.push and not scripted, "it is a push case"),
        ("reserved", case.index in script.picked and not scripted, "its pick is left to the events file"),
        (
            "pick-presence",
            not scripted and pool is not None and not pool.allows(agent.presence),
            "the workstream does not allow the agent's presence",
        ),
        (
            "pick-units",
            not scripted and pool is not None and agent.remaining < pool.units,
            "its units do not fit",
        ),
    )
    return next(((name, what) for name, wrong, what in faults if wrong), None)


def asked_for(picture: Picture, script: Script, case: Case, event: str, reason: str, queue: int) -> Fault:
    """Withdrawals, replies and transfers come from a row of the events file, or patience (rulebook 3)."""
    now, index = picture.now, case.index
    if event == "withdrawn" and reason == "patience":
        return patience(picture, case)
    code = {
        ("withdrawn", ""): codes.WITHDRAW,
        ("withdrawn", "resolved-elsewhere"): codes.RESOLVE,
        ("replied", ""): codes.REPLY,
        ("transferred", ""): codes.TRANSFER,
    }.get((event, reason))
    value = queue if event == "transferred" else NEVER
    if code is not None and script.says(now, index, code, value=value):
        return None
    return "asked-for", "nothing asked for it"


def patience(picture: Picture, case: Case) -> Fault:
    """A case runs out of patience exactly then, if nobody ever had it (rulebook 1.3, 3.1)."""
    if case.had:
        return "patience", "somebody has had it, so patience no longer counts"
    return None if case.patience == picture.now else ("patience", "its patience does not end now")


def auto_close(picture: Picture, case: Case) -> Fault:
    """A case is auto-closed exactly N after it entered Waiting (rulebook 3)."""
    return None if case.closes == picture.now else ("auto-close", "its time in Waiting does not end now")


def offer_timeout(picture: Picture, case: Case, event: str) -> Fault:
    """An offer is answered up to its timeout, and times out exactly then (rulebook 5.5)."""
    if case.pool is None:
        return None  # reported when it was offered
    due = case.since + case.pool.offer_timeout
    if picture.now > due or (event == "timed-out" and picture.now < due):
        return "offer-timeout", "its offer was to time out at another instant"
    return None


def nobody_left(picture: Picture, pool: Pool) -> str:
    """No waiting push case has an eligible agent when an instant is settled (rulebook 5.3, 10).

    An able agent is eligible for all waiting cases of the pool but those they cool down on, so comparing
    two counts is enough; the case is looked for only to be named.
    """
    if pool.waiting:
        for agent in pool.able:
            if pool.cooled.get(agent.index, 0) < pool.waiting:
                case = next(
                    case
                    for case in picture.flight.values()
                    if case.pool is pool and case.waits and agent.index not in case.counted
                )
                return f"case {picture.table.ids[case.index]} waits although agent {agent.name} is eligible"
    return ""
