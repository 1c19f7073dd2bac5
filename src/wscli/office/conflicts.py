"""What stands in the way of an edit: an object that is there already, or one that is still in use.

Kept apart from the edits because here lies what a person has to be told: which fields differ, which places
refer to an object, and the commands that change that. Nothing here is read or written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wscli.errors import Conflict, Path
from wscli.model.checks.finding import command
from wscli.model.fields import AGENT, Field, Noun
from wscli.model.organisation import Organisation, Thing
from wscli.model.references import Reference, references
from wscli.model.routing import Flow, RuleSet
from wscli.model.terms import name_key
from wscli.model.words import entry_text
from wscli.model.workforce import Agent
from wscli.model.write import write_object

MOST = 5
"""Places that are named before the rest is only counted."""


def refuse_existing(
    noun: Noun,
    existing: Thing,
    current: Organisation,
    wanted: Organisation,
    given: dict[str, Any],
    if_not_exists: bool,
) -> None:
    """Raise Conflict unless an existing object may stand for the one that was to be created.

    `wanted`: what would be stored if the existing one were replaced; it agrees if nothing that was given
    would change, memberships included.
    """
    there = f"there is already {'an' if noun.name == 'agent' else 'a'} {noun.name} {existing.name!r}"
    change = command(noun.name, "update", existing.name)
    if not if_not_exists:
        # What is a name only has nothing to change.
        changes = f"`{change} …` changes it; " if len(noun.fields) > 1 else ""
        raise Conflict(there, hint=f"{changes}with --if-not-exists one that agrees is accepted")
    thing = wanted.find(noun.section, existing.name)
    differing = [
        name
        for name in given
        if name != "name" and not _agree(noun.field(name), getattr(existing, name), getattr(thing, name))
    ]
    if differing:
        raise Conflict(
            f"{there}, and it differs in {', '.join(differing)}",
            hint=f"`{command(noun.name, 'show', existing.name)}` shows it, `{change} …` changes it",
        )
    both = zip(current.queues, wanted.queues, strict=False) if noun.name == "agent" else ()
    joined = [old.name for old, new in both if len(old.members) != len(new.members)]
    if joined:
        raise Conflict(
            f"{there}, who is not a member of {', '.join(map(repr, joined))}",
            hint="; ".join(command("queue", "add-member", queue, existing.name) for queue in joined),
        )


def _agree(field: Field, one: object, other: object) -> bool:
    """Whether two values are one; what flows say is kept as it was said, and compares as names do."""
    if field.kind == "reference" and isinstance(one, str) and isinstance(other, str):
        return name_key(one) == name_key(other)
    return one == other


def refuse_in_use(current: Organisation, noun: Noun, name: str) -> None:
    """Raise Conflict, with the commands that would help, if anything refers to the object."""
    places = references(current, noun.section, name)
    if not places:
        return
    shown = ", ".join(place.text for place in places[:MOST])
    more = f" and {len(places) - MOST} more" if len(places) > MOST else ""
    releases = dict.fromkeys(release(current, noun, name, place) for place in places[:MOST])
    raise Conflict(f"{noun.name} {name!r} is still in use: {shown}{more}", hint="; ".join(releases))


def release(current: Organisation, noun: Noun, name: str, place: Reference) -> str:
    """Return the command that makes an end of one use; OTHER stands for what to name instead."""
    owner = current.find(place.section, place.name)
    if isinstance(owner, Flow):
        if place.path[0] == "default_workstream":
            return command("flow", "update", owner.name, "--default-workstream", "OTHER")
        number = str(int(place.path[1]) + 1)
        return command("flow", "update-branch", owner.name, number, "--workstream", "OTHER")
    if isinstance(owner, RuleSet):
        rule = owner.rules[int(place.path[1])]
        return command("ruleset", "update-rule", owner.name, rule.name, "--queue", "OTHER")
    if isinstance(owner, Agent):
        return _release_agent(owner, place.path, name)
    return command("queue", "remove-member", place.name, name)


def _release_agent(agent: Agent, path: Path, name: str) -> str:
    """Return the command that states what an agent has, but for one presence or skill."""
    if path[0] == "default_presence":
        return command("agent", "update", agent.name, "--default-presence", "OTHER")
    if path[0] == "skills":
        kept = [f"{skill}:{rating}" for skill, rating in agent.skills if name_key(skill) != name_key(name)]
        option = "--skill"
    else:
        written = write_object(AGENT, agent)["schedule"]
        kept, option = [entry_text(each) for at, each in enumerate(written) if at != path[1]], "--shift"
    words = [word for item in kept or [""] for word in (option, item)]
    return command("agent", "update", agent.name, *words)


def repoint(flow: Flow, old: str, new: str) -> Flow:
    """Return a flow that says `new` wherever it said `old`."""
    key = name_key(old)
    default = flow.default_workstream
    return replace(
        flow,
        branches=tuple(
            replace(branch, workstream=new) if name_key(branch.workstream) == key else branch
            for branch in flow.branches
        ),
        default_workstream=new if default is not None and name_key(default) == key else default,
    )
