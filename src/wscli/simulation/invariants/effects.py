"""What each row about a case means for the picture; whether it may come has been judged before.

One function per event: the case as it was just before, the agent that the row is about, the case's pool.
"""

from __future__ import annotations

from heapq import heappush

from wscli.simulation.invariants.entities import ACTIVE, CLOSED, NOT_SAID, WAITING, Agent, Case, Pool
from wscli.simulation.invariants.picture import CLOSES, NEVER, PATIENCE, Picture
from wscli.simulation.kernel import codes


def arrive(picture: Picture, index: int) -> None:
    """A case enters its queue; where it was routed to must be said next."""
    route = picture.routes[index]
    workstream, queue = route.workstream, route.queue
    skills = picture.table.skills.get(index, ())
    pool = None if route.fault else picture.pool_of(workstream, queue, skills)
    case = picture.flight[index] = Case(index, workstream, queue, pool, picture.table.arrived[index])
    picture.state[index] = codes.OPEN
    picture.expected.append(("routed", index, NEVER, queue, workstream, codes.OPEN, ""))
    if pool is None:
        picture.expected.append(("undistributed", index, NEVER, queue, workstream, codes.OPEN, ""))
    if picture.table.patience[index] >= 0:
        case.patience = max(case.entered + picture.table.patience[index], picture.now)
        if case.patience > picture.now:
            heappush(picture.timers, (case.patience, PATIENCE, index, NEVER))
        else:
            picture.due.append((PATIENCE, case))
    picture.wait(case)


def offer(picture: Picture, case: Case, agent: Agent, pool: Pool) -> None:
    """A case is offered: the units are held from now on."""
    _assign(picture, case, agent)
    case.offers += 1
    case.since = picture.now
    agent.totals.made += 1
    _push(picture, case, agent, pool, agent.offers)


def assign(picture: Picture, case: Case, agent: Agent, pool: Pool) -> None:
    """A case is Active at once, without an offer."""
    _assign(picture, case, agent)
    case.had = True
    _push(picture, case, agent, pool, agent.active)


def _push(picture: Picture, case: Case, agent: Agent, pool: Pool, hands: dict[Case, None]) -> None:
    picture.turn = picture.now, case.turn(pool)
    picture.hold(agent, pool, hands, case)
    picture.turn = None


def _assign(picture: Picture, case: Case, agent: Agent) -> None:
    picture.stop_waiting(case)
    case.agent = agent
    agent.idle_since = picture.now
    agent.assigned = True


def pick(picture: Picture, case: Case, agent: Agent, pool: Pool) -> None:
    """A case is picked, even where that makes the remainder negative."""
    agent.totals.picks += 1
    _assign(picture, case, agent)
    picture.halfway.pop(case, None)
    case.had = True
    picture.hold(agent, pool, agent.active, case)
    agent.totals.over_capacity += agent.remaining < 0


def accept(picture: Picture, case: Case, agent: Agent, pool: Pool) -> None:
    """An offer becomes work; the units are held already."""
    agent.totals.accepted += 1
    case.had = True
    del agent.offers[case]
    agent.active[case] = None


def decline(picture: Picture, case: Case, agent: Agent, pool: Pool) -> None:
    """An offer is declined; where the settings say so the agent is Busy-DND after it."""
    agent.totals.declined += 1
    _miss(picture, case, agent, pool)
    if picture.settings.presence_after_decline:
        agent.sticky = True
        picture.put(agent, codes.BUSY_DND, "declined-offer")


def time_out(picture: Picture, case: Case, agent: Agent, pool: Pool) -> None:
    """An offer is not answered; where the settings say so a signed-in agent is Away after it."""
    lose(picture, case, agent, pool)
    if picture.settings.presence_after_missed_offer:
        agent.sticky = True
        picture.put(agent, codes.AWAY, "missed-offer")


def lose(picture: Picture, case: Case, agent: Agent, pool: Pool) -> None:
    """An offer is timed out because its agent went Offline, which they stay."""
    agent.totals.timed_out += 1
    _miss(picture, case, agent, pool)


def _miss(picture: Picture, case: Case, agent: Agent, pool: Pool) -> None:
    case.agent = None
    picture.cool(case, agent, pool)
    picture.give(agent, pool, agent.offers, case)
    picture.wait(case)


def cancel(picture: Picture, case: Case, agent: Agent, pool: Pool) -> None:
    """An offer is taken back, for a pick or a withdrawal."""
    agent.totals.cancelled += 1
    case.agent = None
    picture.halfway[case] = None
    picture.give(agent, pool, agent.offers, case)


def suspend(picture: Picture, case: Case, agent: Agent, pool: Pool) -> None:
    """An Active case goes to Waiting: its time to auto-close begins."""
    picture.give(agent, pool, agent.active, case)
    if pool.auto_close:
        case.closes = picture.now + pool.auto_close
        heappush(picture.timers, (case.closes, CLOSES, case.index, NEVER))


def resume(picture: Picture, case: Case, agent: Agent, pool: Pool) -> None:
    """A Waiting case is Active again."""
    case.closes = NOT_SAID
    picture.hold(agent, pool, agent.active, case)


def reply(picture: Picture, case: Case, agent: Agent, pool: Pool) -> None:
    """A Waiting case goes back to its queue."""
    case.closes = NOT_SAID
    _reenter(picture, case)


def transfer(picture: Picture, case: Case, agent: Agent, pool: Pool) -> None:
    """An Active case goes to the queue that it has now, with the same workstream and skills."""
    case.given_back += 1
    picture.give(agent, pool, agent.active, case)
    skills = picture.table.skills.get(case.index, ())
    case.pool = picture.pool_of(case.workstream, case.queue, skills)
    _reenter(picture, case)


def _reenter(picture: Picture, case: Case) -> None:
    case.agent = None
    case.entered = picture.now
    picture.wait(case)


def close(picture: Picture, case: Case, ending: int) -> None:
    """A case is closed, from any state."""
    agent, pool = case.agent, case.pool
    if case.status in (ACTIVE, WAITING) and agent is not None and pool is not None:
        agent.totals.handled += 1
        if case.status == ACTIVE:
            picture.give(agent, pool, agent.active, case)
    picture.stop_waiting(case)
    picture.halfway.pop(case, None)
    picture.state[case.index] = CLOSED
    picture.ending[case.index] = ending
    del picture.flight[case.index]
