"""Who refers to an object by its name: for `show`, for the conflicts of `delete`, and for `rename`.

References are names, compared as names are; there are no hidden keys between objects. A rename has to follow
all of them but those of flows, which bind to what they say until somebody re-points them (rulebook 2.3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wscli.errors import Path
from wscli.model.organisation import Organisation
from wscli.model.terms import Status, name_key, near_name
from wscli.model.workforce import DatedPresence


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A place that names an object: whose (`section`, `name`), where in it, and in words for people."""

    section: str
    name: str
    path: Path
    text: str


Named = tuple[str, Reference]
"""The name that is said, and where."""


def references(organisation: Organisation, section: str, name: str) -> list[Reference]:
    """Return every reference to the object of that name, in order of the document.

    The object need not exist: what still says an old name is found as well. Rule sets and flows are named by
    nobody.
    """
    wanted = name_key(name)
    find = _FINDERS.get(section)
    return [] if find is None else [place for said, place in find(organisation) if name_key(said) == wanted]


def references_by_name(organisation: Organisation, section: str) -> dict[str, list[Reference]]:
    """Return every reference to objects of a section, by the form in which the names compare."""
    found: dict[str, list[Reference]] = {}
    find = _FINDERS.get(section)
    for said, place in find(organisation) if find is not None else ():
        found.setdefault(name_key(said), []).append(place)
    return found


@dataclass(frozen=True, slots=True)
class Meant:
    """The workstream that a name which leads nowhere most likely means; `slip`: it is a spelling of it."""

    name: str
    slip: bool


def meant_workstream(organisation: Organisation, name: str) -> Meant | None:
    """Return what a flow means by a workstream that does not exist, None where nothing points to one.

    After a rename the new name is the one that no flow says: it may be like the old one in nothing.
    """
    near = near_name(name, (each.name for each in organisation.workstreams))
    if near is not None:
        return Meant(near, True)
    said = references_by_name(organisation, "workstreams")
    unsaid = [each for each in organisation.workstreams if name_key(each.name) not in said]
    active = [each for each in unsaid if each.status is Status.ACTIVE]
    return Meant(active[0].name, False) if len(active) == 1 else None


def _to_workstreams(organisation: Organisation) -> Iterator[Named]:
    for flow in organisation.flows:
        for index, branch in enumerate(flow.branches):
            text = f"branch {index + 1} of flow {flow.name!r}"
            yield branch.workstream, _flow(flow.name, ("branches", index, "workstream"), text)
        if flow.default_workstream is not None:
            text = f"default workstream of flow {flow.name!r}"
            yield flow.default_workstream, _flow(flow.name, ("default_workstream",), text)


def _flow(name: str, path: Path, text: str) -> Reference:
    return Reference(section="flows", name=name, path=path, text=text)


def _to_queues(organisation: Organisation) -> Iterator[Named]:
    for ruleset in organisation.rulesets:
        for index, rule in enumerate(ruleset.rules):
            yield (
                rule.queue,
                Reference(
                    section="rulesets",
                    name=ruleset.name,
                    path=("rules", index, "queue"),
                    text=f"rule {rule.name!r} of rule set {ruleset.name!r}",
                ),
            )


def _to_agents(organisation: Organisation) -> Iterator[Named]:
    for queue in organisation.queues:
        for index, member in enumerate(queue.members):
            path: Path = ("members", index)
            text = f"member of queue {queue.name!r}"
            yield member, Reference(section="queues", name=queue.name, path=path, text=text)


def _to_presences(organisation: Organisation) -> Iterator[Named]:
    for agent in organisation.agents:
        if agent.default_presence is not None:
            text = f"default presence of agent {agent.name!r}"
            yield agent.default_presence, _agent(agent.name, ("default_presence",), text)
        for index, entry in enumerate(agent.schedule):
            if isinstance(entry, DatedPresence):
                text = f"schedule of agent {agent.name!r} at {entry.at}"
                yield entry.presence, _agent(agent.name, ("schedule", index, "presence"), text)


def _to_skills(organisation: Organisation) -> Iterator[Named]:
    for agent in organisation.agents:
        for skill, rating in agent.skills:
            yield skill, _agent(agent.name, ("skills", skill), f"rating {rating} of agent {agent.name!r}")


def _agent(name: str, path: Path, text: str) -> Reference:
    return Reference(section="agents", name=name, path=path, text=text)


_FINDERS: dict[str, Callable[[Organisation], Iterator[Named]]] = {
    "workstreams": _to_workstreams,
    "queues": _to_queues,
    "agents": _to_agents,
    "presences": _to_presences,
    "skills": _to_skills,
}
