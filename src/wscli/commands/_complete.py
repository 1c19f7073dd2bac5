"""What the Tab key offers: names that are stored, terms, fields, rules.

Each function is the `autocompletion=` of an option or argument. It answers at every press of a key, so it
reads names alone and imports nothing it can do without; and it never complains: where there is no database,
or none that can be read, there is nothing to offer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

import typer

from wscli.errors import WscliError
from wscli.model.fields import AGENT, BEHAVIOUR, NOUNS, SETTINGS, Field, Noun
from wscli.model.terms import BasePresence
from wscli.session import current

if TYPE_CHECKING:
    from enum import StrEnum

    from wscli.store import Store

Complete = Callable[[typer.Context, str], list[str]]
_PATIENCE = 0.1
"""Seconds to wait for a database that is being written."""


def stored(*sections: str) -> Complete:
    """Return what completes the names of the objects of sections."""

    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        return [name for section in sections for name in _names(section)]

    return complete


def _names(section: str) -> list[str]:
    with suppress(WscliError):
        # A name that begins with a dash would be taken for an option, unless -- stands before it.
        return [name for name in _store().names(section) if not name.startswith("-")]
    return []


def _store() -> Store:
    store = current().store()
    store.busy_seconds = _PATIENCE
    return store


def own_names(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete the names of the command's own noun; a new object has none of those."""
    noun = _noun_of(ctx)
    return [] if noun is None or ctx.info_name == "create" else _names(noun.section)


def _noun_of(ctx: typer.Context) -> Noun | None:
    parent = ctx.parent.info_name if ctx.parent is not None else None
    return next((noun for noun in NOUNS if noun.name == parent), None)


def terms(known: type[StrEnum]) -> Complete:
    """Return what completes the terms of an enumeration."""

    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        return [term.value for term in known]

    return complete


def presences(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete a presence of an agent: a base presence, or one that is stored."""
    return [*(term.value for term in BasePresence), *_names("presences")]


def base_presences(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete a comma list of base presences."""
    return _listed((term.value for term in BasePresence), incomplete)


def _listed(known: Iterable[str], incomplete: str) -> list[str]:
    """Complete the last item of a comma list with what it does not have yet."""
    before, comma, _ = incomplete.rpartition(",")
    said = before.split(",")
    return [f"{before}{comma}{word}" for word in known if word not in said]


def saved_runs(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete the name of a saved run."""
    with suppress(WscliError):
        return [row["name"] for row in _store().runs() if not row["name"].startswith("-")]
    return []


def skills(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete a skill, up to its rating."""
    return [f"{name}:" for name in _names("skills")]


def behaviour(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete the key of a behaviour."""
    return [f"{key}=" for key in BEHAVIOUR.keys]


def field(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete one field of the command's noun."""
    noun = _noun_of(ctx)
    return [] if noun is None else list(noun.keys)


def rules(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete the id of a rule that `validate` looks for."""
    from wscli.model.checks import RULES

    return list(RULES)


def rules_of_set(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete the name of a rule of the rule set that stands before it; a new rule has none of those."""
    name = ctx.params.get("set")
    if not isinstance(name, str) or ctx.info_name == "add-rule":
        return []
    with suppress(WscliError):
        found = _store().load("rulesets").find("rulesets", name)
        return [rule.name for rule in getattr(found, "rules", ()) if not rule.name.startswith("-")]
    return []


def settings(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete the key of a setting."""
    return [f"{noun.section}.{key}" for noun in SETTINGS for key in noun.keys]


def kinds(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete the kind of what is exported."""
    return [noun.section for noun in (*NOUNS, *SETTINGS)]


def names_of_kind(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete a name of the kind that stands before it."""
    kind = ctx.params.get("kind")
    return [name for noun in NOUNS if kind in (noun.name, noun.section) for name in _names(noun.section)]


_BY_KIND: dict[str, Complete] = {
    "presences": base_presences,
    "text": presences,
    "names": stored(AGENT.section),
    "skills": skills,
    "behaviour": behaviour,
}


def of_field(field: Field) -> Complete | None:
    """Return what completes the option of a field; None where nothing is known beforehand."""
    if isinstance(field.kind, type):
        return terms(field.kind)
    if field.kind == "reference":
        return stored("workstreams" if "workstream" in field.name else "queues")
    return _BY_KIND.get(field.kind)
