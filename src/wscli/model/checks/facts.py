"""What several checks want to know, worked out once: who exists, who works where, what is active.

Checks stay one idea each because the look-ups are here, and stay fast because nothing scans the workstreams
for each queue for each agent.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from wscli.model.organisation import Organisation, Thing, index_by_name
from wscli.model.references import Meant, meant_workstream
from wscli.model.routing import Flow
from wscli.model.terms import BasePresence, Mode, Status, did_you_mean, name_key, read_term
from wscli.model.workforce import Agent, DatedPresence
from wscli.model.workstream import Workstream

_MOST_SUGGESTIONS = 20
"""Near words are slow to find; whoever has more wrong names than this has another problem."""


class Facts:
    """An organisation with its indexes.

    `broken`: section and name key of objects that were written down but could not be read; a reference to
    one of them is not a reference to nothing.
    """

    def __init__(self, organisation: Organisation, broken: frozenset[tuple[str, str]] = frozenset()) -> None:
        self.organisation = organisation
        self._broken = broken
        self._indexes: dict[str, Mapping[str, Thing]] = {}
        self._suggested: dict[tuple[str, str], str | None] = {}
        self._meant: dict[str, Meant | None] = {}

    def find(self, section: str, name: str) -> Thing | None:
        """Return the object of that name, or None."""
        if section not in self._indexes:
            self._indexes[section] = index_by_name(self.organisation.section(section))
        return self._indexes[section].get(name_key(name))

    def exists(self, section: str, name: str) -> bool:
        """Return whether something has that name, readable or not."""
        return self.find(section, name) is not None or (section, name_key(name)) in self._broken

    def suggest(self, section: str, word: str) -> str | None:
        """Return `did you mean …?` for a name of the section that is near; else None."""
        wanted = (section, name_key(word))
        if wanted not in self._suggested and len(self._suggested) < _MOST_SUGGESTIONS:
            names = [thing.name for thing in self.organisation.section(section)]
            self._suggested[wanted] = did_you_mean(word, names)
        return self._suggested.get(wanted)

    def meant(self, workstream: str) -> Meant | None:
        """Return what a flow means by a workstream that does not exist, if anything points to one."""
        wanted = name_key(workstream)
        if wanted not in self._meant and len(self._meant) < _MOST_SUGGESTIONS:
            self._meant[wanted] = meant_workstream(self.organisation, workstream)
        return self._meant.get(wanted)

    @cached_property
    def active(self) -> tuple[Workstream, ...]:
        """The workstreams that take part in routing."""
        return tuple(each for each in self.organisation.workstreams if each.status is Status.ACTIVE)

    @cached_property
    def offering(self) -> tuple[Workstream, ...]:
        """The active workstreams whose cases are offered: push without auto-assign."""
        return tuple(each for each in self.active if offers(each))

    @cached_property
    def staff(self) -> Mapping[str, tuple[Agent, ...]]:
        """The members of each queue by its name key; names that nobody has are left out."""
        agents = index_by_name(self.organisation.agents)
        return {
            name_key(queue.name): tuple(agents[key] for key in map(name_key, queue.members) if key in agents)
            for queue in self.organisation.queues
        }

    @cached_property
    def workers(self) -> tuple[Agent, ...]:
        """The agents who are a member of any queue, in order of definition.

        All of them count for every workstream: a case's queue and its workstream are independent decisions
        (rulebook 2.1), and the case file or a transfer may choose any queue.
        """
        keys = {name_key(agent.name) for members in self.staff.values() for agent in members}
        return tuple(agent for agent in self.organisation.agents if name_key(agent.name) in keys)

    @cached_property
    def largest_capacity(self) -> int | None:
        """The largest capacity among the members of queues; None if no queue has a member."""
        return max((agent.capacity for agent in self.workers), default=None)

    @cached_property
    def flows_by_entity(self) -> Mapping[str, tuple[Flow, ...]]:
        """The flows of each entity, in order of definition."""
        found: dict[str, list[Flow]] = {}
        for flow in self.organisation.flows:
            found.setdefault(name_key(flow.entity), []).append(flow)
        return {entity: tuple(flows) for entity, flows in found.items()}

    def base_of(self, presence: str) -> BasePresence | None:
        """Return what a presence counts as: its own base, or that of a custom one; None if unknown."""
        return self._custom.get(name_key(presence)) or read_term(BasePresence, presence)

    @cached_property
    def _custom(self) -> Mapping[str, BasePresence]:
        return {name_key(each.name): each.base_status for each in self.organisation.presences}

    def configured_presences(self, agent: Agent) -> frozenset[BasePresence]:
        """Return the base presences that an agent is given: at sign-in, and at dated entries.

        An unknown one may be any.
        """
        said = [agent.default_presence or BasePresence.AVAILABLE.value]
        said += [entry.presence for entry in agent.schedule if isinstance(entry, DatedPresence)]
        found = {self.base_of(presence) for presence in said}
        return frozenset(BasePresence) if None in found else frozenset(each for each in found if each)


def offers(workstream: Workstream) -> bool:
    """Return whether its cases are offered to agents: push, and not assigned at once."""
    return workstream.work_distribution_mode is Mode.PUSH and not workstream.auto_assign
