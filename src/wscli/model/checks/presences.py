"""Checks of presences: what workstreams allow, what agents can have, what presences are called."""

from __future__ import annotations

from collections.abc import Iterator

from wscli.model.checks.facts import Facts, offers
from wscli.model.checks.finding import Finding, command, error, warning
from wscli.model.checks.reach import reachable_presences
from wscli.model.terms import BasePresence, Mode, did_you_mean, read_term
from wscli.model.workforce import DatedPresence
from wscli.model.workstream import Workstream

SECTION = "workstreams"
PATH = ("allowed_presences",)


def _allow(workstream: Workstream, *presences: BasePresence) -> str:
    """Return the command that sets the allowed presences, in the order of the terms."""
    wanted = ",".join(term for term in BasePresence if term in presences)
    return command("workstream", "update", workstream.name, "--allowed-presences", wanted)


def _without(workstream: Workstream, presence: BasePresence) -> str:
    """Return what to do so that `presence` is no longer allowed."""
    rest = [term for term in workstream.allowed_presences if term is not presence]
    rest = rest or [BasePresence.AVAILABLE, BasePresence.BUSY]
    return _allow(workstream, *rest)


def check_presence_empty_push(facts: Facts) -> Iterator[Finding]:
    """A push workstream without allowed presences offers its cases to nobody.

    Default workstreams were once shipped so and failed until presences were added (sources: L27).
    """
    for workstream in facts.organisation.workstreams:
        if workstream.work_distribution_mode is Mode.PUSH and not workstream.allowed_presences:
            yield Finding(
                section=SECTION,
                name=workstream.name,
                path=PATH,
                message=f"push workstream {workstream.name!r} allows no presence: nobody gets its cases",
                hint="say which: allowed_presences: [available, busy], or --allowed-presences available,busy",
            )


def check_presence_empty_pick(facts: Facts) -> Iterator[Finding]:
    """A pick workstream without allowed presences leaves out a required field of the form (sources: L20).

    The simulation reads it as any presence but Offline (rulebook 6.5).
    """
    for workstream in facts.organisation.workstreams:
        if workstream.work_distribution_mode is Mode.PICK and not workstream.allowed_presences:
            yield Finding(
                section=SECTION,
                name=workstream.name,
                path=PATH,
                message=f"pick workstream {workstream.name!r} allows no presence: read as any but offline",
                hint=f"say which: {_allow(workstream, BasePresence.AVAILABLE, BasePresence.BUSY)}",
            )


def check_away_with_missed_offer(facts: Facts) -> Iterator[Finding]:
    """Who misses an offer becomes Inactive, which counts as Away; where Away is allowed nothing is gained.

    Documented by the product (sources: L3, L14). Only where offers are made.
    """
    if facts.organisation.simulation.presence_after_missed_offer:
        for workstream in facts.organisation.workstreams:
            if BasePresence.AWAY in workstream.allowed_presences and offers(workstream):
                yield Finding(
                    section=SECTION,
                    name=workstream.name,
                    path=PATH,
                    message="who misses an offer becomes inactive, which counts as away, and that is allowed "
                    "here: they go on being offered cases",
                    hint=f"take away out: {_without(workstream, BasePresence.AWAY)}",
                    other=("simulation", "", ("presence_after_missed_offer",)),
                )


def check_dnd_with_decline(facts: Facts) -> Iterator[Finding]:
    """Who declines an offer becomes Busy-DND; where that is allowed nothing is gained (sources: traps)."""
    if facts.organisation.simulation.presence_after_decline:
        for workstream in facts.organisation.workstreams:
            if BasePresence.BUSY_DND in workstream.allowed_presences and offers(workstream):
                yield Finding(
                    section=SECTION,
                    name=workstream.name,
                    path=PATH,
                    message="who declines an offer becomes busy-dnd, and that is allowed: "
                    "they go on being offered cases",
                    hint=f"take busy-dnd out: {_without(workstream, BasePresence.BUSY_DND)}",
                    other=("simulation", "", ("presence_after_decline",)),
                )


def check_single_available(facts: Facts) -> Iterator[Finding]:
    """With automatic presence whoever holds a case is Busy: [available] alone is one case at a time.

    Rulebook 4.3. Said only where somebody's capacity would hold two or more.
    """
    largest = facts.largest_capacity
    if largest is None or not facts.organisation.simulation.automatic_presence:
        return
    for workstream in facts.organisation.workstreams:
        single = workstream.allowed_presences == (BasePresence.AVAILABLE,)
        if single and 0 < 2 * workstream.capacity <= largest:
            yield Finding(
                section=SECTION,
                name=workstream.name,
                path=PATH,
                message="one case at a time per agent: whoever holds one is busy, which is not allowed here, "
                f"although a capacity of {largest} would hold {largest // workstream.capacity}",
                hint="if more is meant, allow busy too: "
                f"{_allow(workstream, BasePresence.AVAILABLE, BasePresence.BUSY)}",
            )


def check_presence_unreachable(facts: Facts) -> Iterator[Finding]:
    """A workstream whose allowed presences nobody can have distributes nothing.

    Where no queue has a member yet, only Offline is judged. Presence rows of an events file are not
    configuration; the hint names them.
    """
    if facts.workers:
        reachable = reachable_presences(facts)
    else:
        said = (facts.configured_presences(agent) for agent in facts.organisation.agents)
        reachable = frozenset(BasePresence) - {BasePresence.OFFLINE} | frozenset().union(*said)
    for workstream in facts.organisation.workstreams:
        allowed = workstream.allowed_presences
        if allowed and not reachable.intersection(allowed):
            wanted = (*allowed, BasePresence.AVAILABLE, BasePresence.BUSY)
            yield Finding(
                section=SECTION,
                name=workstream.name,
                path=PATH,
                message=f"no agent is ever {' or '.join(allowed)}: nobody gets a case of this workstream",
                hint=f"{_allow(workstream, *wanted)}; or give agents such a presence (default_presence, "
                "dated entries of the schedule, presence rows of an events file)",
            )


def check_unknown_presence(facts: Facts) -> Iterator[Finding]:
    """A presence of an agent is one of the base presences or one that is defined (rulebook 4.2, 4.4)."""
    for agent in facts.organisation.agents:
        said: list[tuple[str, tuple[str | int, ...]]] = []
        if agent.default_presence is not None:
            said.append((agent.default_presence, ("default_presence",)))
        for index, entry in enumerate(agent.schedule):
            if isinstance(entry, DatedPresence):
                said.append((entry.presence, ("schedule", index, "presence")))
        for presence, path in said:
            if facts.base_of(presence) is None and not facts.exists("presences", presence):
                near = facts.suggest("presences", presence) or did_you_mean(presence, BasePresence)
                create = command("presence", "create", presence, "--base-status", "away")
                yield Finding(
                    section="agents",
                    name=agent.name,
                    path=path,
                    message=f"there is no presence {presence!r}",
                    hint=near or f"one of {', '.join(BasePresence)}, or define it: {create}",
                )


def check_presence_shadows_base(facts: Facts) -> Iterator[Finding]:
    """A custom presence called like a base presence would make that word mean two things."""
    for presence in facts.organisation.presences:
        base = read_term(BasePresence, presence.name)
        if base is not None:
            yield Finding(
                section="presences",
                name=presence.name,
                path=("name",),
                message=f"{presence.name!r} is the base presence {base}: your own needs another name",
                hint="give it a name that says what the agent does, such as In training",
            )


CHECKS = (
    error(
        "presence-empty",
        check_presence_empty_push,
        "A push workstream allows no presence",
        "sources: L20, L27",
        "workstreams",
    ),
    error(
        "unknown-presence",
        check_unknown_presence,
        "A presence of an agent is neither a base presence nor defined",
        "rulebook 4.2, 4.4",
        "agents",
    ),
    error(
        "presence-shadows-base",
        check_presence_shadows_base,
        "A custom presence has the name of a base presence",
        "rulebook 4.4",
        "presences",
    ),
    warning(
        "presence-empty",
        check_presence_empty_pick,
        "A pick workstream allows no presence",
        "rulebook 6.5, sources: L20",
        "workstreams",
    ),
    warning(
        "presence-away-with-missed-offer",
        check_away_with_missed_offer,
        "Away is allowed although a missed offer makes agents Inactive",
        "rulebook 4.7, sources: L3, L14",
        "workstreams",
    ),
    warning(
        "presence-dnd-with-decline",
        check_dnd_with_decline,
        "Busy-DND is allowed although a declined offer makes agents Busy-DND",
        "rulebook 4.7, sources: traps",
        "workstreams",
    ),
    warning(
        "presence-single-available",
        check_single_available,
        "Only Available is allowed, which is one case at a time per agent",
        "rulebook 4.3",
        "workstreams",
    ),
    warning(
        "presence-unreachable",
        check_presence_unreachable,
        "No agent can ever have one of the allowed presences",
        "rulebook 4.2, 4.3, 5.1",
        "workstreams",
    ),
)
