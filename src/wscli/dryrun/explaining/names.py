"""What the simulator says by number, by name; and the names that a user gave, found."""

from __future__ import annotations

from collections.abc import Sequence

from wscli.amounts import count
from wscli.cases import CaseTable
from wscli.dryrun.inputs import Inputs
from wscli.dryrun.logs import Instants
from wscli.dryrun.request import Request
from wscli.errors import NotFound
from wscli.model.organisation import Organisation
from wscli.model.terms import BasePresence, Mode, did_you_mean, name_key

_PRESENCES = tuple(presence.value for presence in BasePresence)
_LOOKED_THROUGH = 50_000
"""How many case ids are compared for a suggestion: all of a million would take a minute."""


class Names:
    """The names of a run, in the order of their numbers, and how its instants are written."""

    def __init__(self, organisation: Organisation, inputs: Inputs, request: Request) -> None:
        self.organisation = organisation
        self.inputs = inputs
        self.request = request
        self.cases: CaseTable = inputs.cases
        self.agents = [agent.name for agent in organisation.agents]
        self.queues = [queue.name for queue in organisation.queues]
        self.workstreams = [workstream.name for workstream in organisation.workstreams]
        self.skills = [skill.name for skill in organisation.skills]
        self.instant = Instants(request.zone)

    def optional(self, names: Sequence[str], index: int) -> str | None:
        """Return a name, None for a number below 0."""
        return names[index] if index >= 0 else None

    def units(self, workstream: str | None) -> int | None:
        """Return the units that a case of a workstream holds."""
        found = next((each for each in self.organisation.workstreams if each.name == workstream), None)
        return found.capacity if found is not None else None

    def pushes(self, workstream: str | None) -> bool:
        """Whether a workstream gives its cases out itself: only then do skills count (rulebook 6.1)."""
        found = next((each for each in self.organisation.workstreams if each.name == workstream), None)
        return found is not None and found.work_distribution_mode is Mode.PUSH

    def members(self, queue: str | None) -> tuple[str, ...]:
        """Return the members of a queue."""
        found = next((each for each in self.organisation.queues if each.name == queue), None)
        return found.members if found is not None else ()


def presence_name(code: int) -> str:
    """Return the base presence of a code."""
    return _PRESENCES[code]


def presence_names(mask: int) -> list[str]:
    """Return the base presences of a mask with a bit for each."""
    return [name for code, name in enumerate(_PRESENCES) if mask >> code & 1]


def find_agent(organisation: Organisation, name: str) -> int:
    """Return the index of an agent; raises NotFound with the nearest name."""
    wanted = name_key(name)
    for index, agent in enumerate(organisation.agents):
        if name_key(agent.name) == wanted:
            return index
    known = [agent.name for agent in organisation.agents]
    listed = ", ".join(known[:10]) + (" …" if len(known) > 10 else "")
    hint = did_you_mean(name, known) or f"known: {listed}" if known else "the configuration has no agents"
    raise NotFound(f"no agent {name!r}, in --agent", hint=hint)


def find_case(cases: CaseTable, name: str) -> int:
    """Return the index of a case; raises NotFound with the ids that are most like it."""
    wanted = name.strip()
    try:
        return cases.ids.index(wanted)
    except ValueError:
        near = _near(cases.ids, wanted)
    hint = f"did you mean {' or '.join(map(repr, near))}?" if near else _as_in(cases.ids)
    raise NotFound(f"no case {name!r}, in {cases.file}", hint=hint)


def _near(ids: Sequence[str], wanted: str) -> list[str]:
    import difflib

    same = [each for each in ids if each.casefold() == wanted.casefold()]
    if same:
        return same[:3]
    alike = [each for each in ids if abs(len(each) - len(wanted)) <= 2 and each[:1] == wanted[:1]]
    return difflib.get_close_matches(wanted, alike[:_LOOKED_THROUGH], n=3, cutoff=0.7)


def _as_in(ids: Sequence[str]) -> str:
    return f"it has {count(len(ids), 'case')}, such as {ids[0]!r}"
