"""A whole contact centre: every object, in order of definition, with the ways to look one up.

The order of definition is kept because it breaks ties (interface §4). An Organisation may be partial:
a document is one until it is laid over what is stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from wscli.model.behaviour import Behaviour
from wscli.model.routing import Flow, RuleSet
from wscli.model.terms import BasePresence, ShiftEnd, name_key, read_term
from wscli.model.workforce import Agent, DatedPresence, Presence, Queue, Skill
from wscli.model.workstream import Workstream


class Named(Protocol):
    """Anything that has a name."""

    @property
    def name(self) -> str: ...  # noqa: D102


N = TypeVar("N", bound=Named)
Thing = Workstream | Queue | Agent | Presence | Skill | RuleSet | Flow


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """The settings of a dry run (interface §4); `service_level` in whole seconds."""

    service_level: int = 180
    timezone: str = "UTC"
    automatic_presence: bool = True
    shift_end: ShiftEnd = ShiftEnd.FINISH
    presence_after_missed_offer: bool = False
    presence_after_decline: bool = False
    max_offers: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Everything that can be configured."""

    workstreams: tuple[Workstream, ...] = ()
    queues: tuple[Queue, ...] = ()
    agents: tuple[Agent, ...] = ()
    presences: tuple[Presence, ...] = ()
    skills: tuple[Skill, ...] = ()
    rulesets: tuple[RuleSet, ...] = ()
    flows: tuple[Flow, ...] = ()
    behaviour: Behaviour = field(default_factory=Behaviour)
    simulation: Simulation = field(default_factory=Simulation)

    def section(self, name: str) -> tuple[Thing, ...]:
        """Return the objects of one section of the document."""
        found: tuple[Thing, ...] = getattr(self, name)
        return found

    def find(self, section: str, name: str) -> Thing | None:
        """Return the object of that name, compared as names are, or None."""
        return index_by_name(self.section(section)).get(name_key(name))

    def with_section(self, name: str, things: Iterable[Thing]) -> Organisation:
        """Return the organisation with one section replaced."""
        return replace(self, **{name: tuple(things)})  # type: ignore[arg-type]


def index_by_name(things: Iterable[N]) -> dict[str, N]:
    """Return the objects by the form in which their names compare."""
    return {name_key(thing.name): thing for thing in things}


SECTIONS = ("workstreams", "queues", "agents", "presences", "skills", "rulesets", "flows")


def overlay(base: Organisation, top: Organisation, sections: Iterable[str]) -> Organisation:
    """Return `base` with the objects of `top` in the place of those of the same name, new ones behind.

    `sections`: the sections that `top` really has; `behaviour` and `simulation` replace as a whole.
    """
    result = base
    for name in sections:
        if name not in SECTIONS:
            result = replace(result, **{name: getattr(top, name)})
            continue
        merged = index_by_name(base.section(name)) | index_by_name(top.section(name))
        result = result.with_section(name, merged.values())
    return result


def canonical(organisation: Organisation) -> Organisation:
    """Return the organisation with every reference spelled as the object it names.

    Flows keep what they say: they bind by name, which is the rename trap (rulebook 2.3).
    """
    agents = _Spelling(organisation.agents)
    queues = _Spelling(organisation.queues)
    skills = _Spelling(organisation.skills)
    presences = _Spelling(organisation.presences)
    return replace(
        organisation,
        queues=tuple(
            replace(queue, members=tuple(agents(name) for name in queue.members))
            for queue in organisation.queues
        ),
        agents=tuple(_canonical_agent(agent, skills, presences) for agent in organisation.agents),
        rulesets=tuple(
            replace(
                ruleset,
                rules=tuple(replace(rule, queue=queues(rule.queue)) for rule in ruleset.rules),
            )
            for ruleset in organisation.rulesets
        ),
    )


class _Spelling:
    """Gives a name as it was defined; a name that nothing has stays as it is."""

    def __init__(self, things: Iterable[Named]) -> None:
        self.by_key = {name_key(thing.name): thing.name for thing in things}

    def __call__(self, name: str) -> str:
        return self.by_key.get(name_key(name), name)


def _canonical_agent(agent: Agent, skills: _Spelling, presences: _Spelling) -> Agent:
    def presence(name: str) -> str:
        known = presences(name)
        base = read_term(BasePresence, name) if name_key(name) not in presences.by_key else None
        return base.value if base is not None else known

    return replace(
        agent,
        default_presence=agent.default_presence and presence(agent.default_presence),
        skills=tuple((skills(name), rating) for name, rating in agent.skills),
        schedule=tuple(
            replace(entry, presence=presence(entry.presence)) if isinstance(entry, DatedPresence) else entry
            for entry in agent.schedule
        ),
    )
