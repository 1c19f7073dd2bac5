"""How agents behave: pure functions of case, agent and ordinal, made from addressed draws (rulebook 7).

A constant costs no draw: what has only one value is not asked for.
"""

from __future__ import annotations

from collections.abc import Callable

from wscli.cases.table import CaseTable
from wscli.model.behaviour import Behaviour, Distribution
from wscli.model.organisation import Organisation
from wscli.simulation import draws
from wscli.simulation.draws import Draw
from wscli.simulation.kernel import Habits, codes
from wscli.simulation.staffing import behaviour_of

Time = Callable[[str, str, int], int]
"""(case id, agent name, ordinal) → milliseconds."""


def habits(organisation: Organisation, cases: CaseTable, seed: int) -> Habits:
    """Return the habits of all agents under a seed."""
    draw = draws.draws(seed)
    names = [agent.name for agent in organisation.agents]
    ids = cases.ids
    behaviours = [behaviour_of(organisation, agent) for agent in organisation.agents]
    always = [_always(behaviour) for behaviour in behaviours]
    answers = [_answer(behaviour, draw) for behaviour in behaviours]
    looks = [_time(behaviour.pick_after, draws.PICK_AFTER, draw) for behaviour in behaviours]

    return Habits(
        answer=lambda case, agent, n: answers[agent](ids[case], names[agent], n),
        always=always,
        look_after=lambda agent, n: looks[agent]("", names[agent], n),
        lot=lambda case, agent, n: draw(draws.PICK_ORDER, ids[case], names[agent], n),
    )


def _always(behaviour: Behaviour) -> tuple[int, int] | None:
    """Return the one answer of an agent who has only one."""
    sure, after = _sure(behaviour), behaviour.accept_after
    assert after is not None
    return None if sure is None or not after.is_constant else (sure, draws.sampler(after)(0.5))


def _answer(behaviour: Behaviour, draw: Draw) -> Callable[[str, str, int], tuple[int, int]]:
    """Return what an agent does with an offer: one draw for what, one for after how long (rulebook 7.1)."""
    ignores, declines = behaviour.no_response_probability or 0.0, behaviour.decline_probability or 0.0
    after = _time(behaviour.accept_after, draws.ACCEPT_AFTER, draw)
    sure = _sure(behaviour)
    if sure is not None:
        return lambda case, agent, n: (sure, after(case, agent, n))

    def answer(case: str, agent: str, n: int) -> tuple[int, int]:
        u = draw(draws.ANSWER, case, agent, n)
        does = codes.IGNORES if u < ignores else codes.DECLINES if u < ignores + declines else codes.ACCEPTS
        return does, after(case, agent, n)

    return answer


def _sure(behaviour: Behaviour) -> int | None:
    """Return what is done whatever is drawn, if it is always the same."""
    ignores, declines = behaviour.no_response_probability or 0.0, behaviour.decline_probability or 0.0
    if ignores >= 1:
        return codes.IGNORES
    if ignores <= 0 and declines >= 1:
        return codes.DECLINES
    return codes.ACCEPTS if ignores <= 0 and declines <= 0 else None


def _time(distribution: Distribution | None, purpose: str, draw: Draw) -> Time:
    assert distribution is not None
    sample = draws.sampler(distribution)
    if distribution.is_constant:
        constant = sample(0.5)
        return lambda case, agent, n: constant
    return lambda case, agent, n: sample(draw(purpose, case, agent, n))


def handle_time(distribution: Distribution, seed: int) -> Callable[[str], int]:
    """Return the handle time of a case that has none of its own, by its id."""
    draw, sample = draws.draws(seed), draws.sampler(distribution)
    return lambda case: sample(draw(draws.HANDLE_TIME, case, "", 1))
