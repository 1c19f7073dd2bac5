"""What stands in the way of an edit: an object that is there already, or one that is still in use.

Kept apart from the edits because here lies what a person has to be told: which fields differ, which places
refer to an object, and the commands that change that. Nothing here is read or written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from wscli.errors import Conflict
from wscli.model.checks.finding import command
from wscli.model.fields import Noun
from wscli.model.organisation import Organisation, Thing
from wscli.model.references import Reference
from wscli.model.routing import Flow
from wscli.model.terms import name_key

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
        raise Conflict(
            there,
            hint=f"`{change} …` changes it; with --if-not-exists one that agrees is accepted",
        )
    thing = wanted.find(noun.section, existing.name)
    differing = [name for name in given if name != "name" and getattr(existing, name) != getattr(thing, name)]
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


def refuse_in_use(noun: Noun, name: str, places: Sequence[Reference]) -> None:
    """Raise Conflict, with the commands that would help, if anything refers to the object."""
    if not places:
        return
    shown = ", ".join(place.text for place in places[:MOST])
    more = f" and {len(places) - MOST} more" if len(places) > MOST else ""
    raise Conflict(f"{noun.name} {name!r} is still in use: {shown}{more}", hint=_release(name, places))


def _release(name: str, places: Sequence[Reference]) -> str:
    """Return how to make an end of the use: the commands, where there are any."""
    first = places[0]
    if first.section == "queues":
        queues = list(dict.fromkeys(place.name for place in places))[:MOST]
        return "; ".join(command("queue", "remove-member", queue, name) for queue in queues)
    kind = first.section.removesuffix("s")
    return f"`{command('export', kind, first.name)} > FILE`, name another there, and `wscli apply -f FILE`"


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
