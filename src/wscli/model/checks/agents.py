"""Checks of agents, their skills and how they behave."""

from __future__ import annotations

from collections.abc import Iterator
from math import gcd

from wscli.model.behaviour import PROMPT, Behaviour, write_distribution
from wscli.model.checks.facts import Facts
from wscli.model.checks.finding import Finding, command, error, warning
from wscli.model.duration import SECOND, write_duration
from wscli.model.terms import name_key
from wscli.model.values import LARGEST

SECTION = "agents"


def check_unknown_skill(facts: Facts) -> Iterator[Finding]:
    """A skill of an agent is one that is defined."""
    for agent in facts.organisation.agents:
        for skill, _ in agent.skills:
            if not facts.exists("skills", skill):
                yield Finding(
                    section=SECTION,
                    name=agent.name,
                    path=("skills", skill),
                    message=f"skill {skill!r} of agent {agent.name!r} is not defined",
                    hint=facts.suggest("skills", skill)
                    or f"define it first: {command('skill', 'create', skill)}",
                )


def check_agent_without_queue(facts: Facts) -> Iterator[Finding]:
    """Who is a member of no queue gets no case. Not said while there are no queues."""
    workers = {name_key(agent.name) for agent in facts.workers}
    for agent in facts.organisation.agents if facts.organisation.queues else ():
        if name_key(agent.name) not in workers:
            yield Finding(
                section=SECTION,
                name=agent.name,
                message=f"agent {agent.name!r} is a member of no queue: they get no case",
                hint=f"add them to one: {command('queue', 'add-member', 'QUEUE', agent.name)}",
            )


def check_agent_zero_capacity(facts: Facts) -> Iterator[Finding]:
    """An agent without capacity is treated as one of 0 (interface §4): only 0-unit cases fit."""
    workstreams = facts.organisation.workstreams
    if workstreams and not any(workstream.capacity for workstream in workstreams):
        return
    for agent in facts.organisation.agents:
        if agent.capacity == 0:
            yield Finding(
                section=SECTION,
                name=agent.name,
                path=("capacity",),
                message=f"agent {agent.name!r} has capacity 0: only cases of 0 units fit",
                hint=f"give them units: {command('agent', 'update', agent.name, '--capacity', '100')}",
            )


def check_capacity_not_multiple(facts: Facts) -> Iterator[Finding]:
    """Units of an agent that no mix of cases can ever fill; a multiple is advised (sources: M24).

    With several workstreams their units may add up, so what counts is their greatest common divisor. Who has
    too little for any case is not told that the rest is left over.
    """
    sizes = {workstream.capacity for workstream in facts.active if workstream.capacity}
    step = gcd(*sizes)
    for agent in facts.workers if sizes else ():
        left = agent.capacity % step
        below = agent.capacity - left
        nearest = below + step if 2 * left > step and below + step <= LARGEST else below
        if left and agent.capacity > min(sizes):
            what = f"{step}" if len(sizes) == 1 else f"{step}, which divides the units of every workstream"
            yield Finding(
                section=SECTION,
                name=agent.name,
                path=("capacity",),
                message=f"capacity {agent.capacity} is not a multiple of {what}: {left} units are never used",
                hint="the nearest that is: "
                + command("agent", "update", agent.name, "--capacity", str(nearest)),
            )


def check_skill_nobody_has(facts: Facts) -> Iterator[Finding]:
    """A case that requires a skill which no agent has waits, and nothing says why (sources: traps)."""
    had = {name_key(skill) for agent in facts.organisation.agents for skill, _ in agent.skills}
    for skill in facts.organisation.skills if facts.organisation.agents else ():
        if name_key(skill.name) not in had:
            yield Finding(
                section="skills",
                name=skill.name,
                message=f"no agent has skill {skill.name!r}: a case that requires it is never pushed",
                hint="give it to somebody: "
                + command("agent", "update", "AGENT", "--skill", f"{skill.name}:1"),
            )


def _behaviours(facts: Facts) -> Iterator[tuple[str, str, tuple[str, ...], Behaviour]]:
    """Yield section, name, path and what is said there, for all and for each agent who differs."""
    nothing = Behaviour()
    if facts.organisation.behaviour != nothing:
        yield "behaviour", "", (), facts.organisation.behaviour
    for agent in facts.organisation.agents:
        if agent.behaviour != nothing:
            yield SECTION, agent.name, ("behaviour",), agent.behaviour


def check_answer_after_timeout(facts: Facts) -> Iterator[Finding]:
    """An answer that always falls after the offer's timeout is none (rulebook 7.1).

    Said only where it is so for every active workstream that makes offers: then nobody ever accepts.
    """
    if not facts.offering:
        return
    longest = max(facts.offering, key=lambda workstream: workstream.offer_timeout)
    for section, name, path, behaviour in _behaviours(facts):
        time = behaviour.accept_after
        if (
            time is not None
            and time.law in ("constant", "uniform")
            and time.a > longest.offer_timeout * SECOND
        ):
            yield Finding(
                section=section,
                name=name,
                path=(*path, "accept_after"),
                message=f"an answer after {write_distribution(time)} is always too late: the offers of "
                f"{longest.name!r} time out after {write_duration(longest.offer_timeout * SECOND)}",
                hint="shorten accept_after, or raise the workstream's offer_timeout",
                other=("workstreams", longest.name, ("offer_timeout",)),
            )


def check_shares_above_one(facts: Facts) -> Iterator[Finding]:
    """Shares of an agent that, with those of all agents, add up to more than 1 (rulebook 7.1).

    Within one mapping the reader refuses it; between two the missed offers win and the declined are cut.
    """
    base = facts.organisation.behaviour.over(PROMPT)
    for agent in facts.organisation.agents:
        both = agent.behaviour.over(base)
        missed, declined = both.no_response_probability or 0.0, both.decline_probability or 0.0
        if agent.behaviour != Behaviour() and missed + declined > 1:
            yield Finding(
                section=SECTION,
                name=agent.name,
                path=("behaviour",),
                message=f"with what holds for all agents, {missed:g} of the offers are not answered and "
                f"{declined:g} declined: more than 1 together",
                hint="state both probabilities for this agent, so that they add up to at most 1",
                other=("behaviour", "", ()),
            )


CHECKS = (
    error(
        "unknown-skill", check_unknown_skill, "A skill of an agent is not defined", "rulebook 5.1", "agents"
    ),
    warning(
        "agent-without-queue",
        check_agent_without_queue,
        "An agent is a member of no queue",
        "rulebook 5.1",
        "agents",
    ),
    warning(
        "agent-zero-capacity",
        check_agent_zero_capacity,
        "An agent has capacity 0",
        "rulebook 4.8, interface §4",
        "agents",
    ),
    warning(
        "capacity-not-multiple",
        check_capacity_not_multiple,
        "Some units of an agent can never be used, whatever the mix of cases",
        "sources: M24",
        "agents",
    ),
    warning(
        "skill-nobody-has",
        check_skill_nobody_has,
        "No agent has a skill",
        "rulebook 5.1, sources: traps",
        "skills",
    ),
    warning(
        "answer-after-timeout",
        check_answer_after_timeout,
        "Every answer to an offer would fall after its timeout",
        "rulebook 5.5, 7.1",
        "agents",
        "behaviour",
    ),
    warning(
        "shares-above-one",
        check_shares_above_one,
        "The shares of declined and missed offers add up to more than 1",
        "rulebook 7.1",
        "agents",
    ),
)
