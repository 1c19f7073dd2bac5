"""Documents laid over what is stored, in one transaction (interface §3).

What is judged is the merged result, under the lock under which it is then written. Files are read before,
by `validation`; nothing here knows of options or prints.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from wscli.errors import Conflict, Problem
from wscli.model.organisation import Organisation
from wscli.model.parse import Parsed
from wscli.model.terms import name_key
from wscli.office import pruning, validation
from wscli.office.pruning import Rename
from wscli.store import Change, Store, plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What documents do to a configuration.

    `changes`: what becomes of every object that they state, or that is deleted. `renames`: deletions and
    creations among them that look like one.
    """

    changes: list[Change]
    warnings: list[Problem]
    renames: list[Rename]

    @property
    def deleted(self) -> list[Change]:
        """The changes that delete something."""
        return [change for change in self.changes if change.action == "deleted"]


def preview(store: Store, parsed: Parsed, shape: list[Problem], *, prune: bool = False) -> Outcome:
    """Return what `apply` would do; raises what it would raise. Nothing is written, and nothing locked."""
    _, outcome = _judged(parsed, shape, store.load(), prune)
    return outcome


def apply(
    store: Store,
    parsed: Parsed,
    shape: list[Problem],
    *,
    prune: bool = False,
    agreed: Collection[Change] | None = None,
    dry_run: bool = False,
) -> Outcome:
    """Store what documents say; with `prune` delete what they leave out of the kinds they have.

    `shape`: what is wrong with the documents' shape, as `validation.read` gives it. `agreed`: the deletions
    that were agreed to, if anybody was asked. Where there is no database yet documents are judged without
    one first, so that a refusal leaves no file behind.

    Raises:
        Invalid: the documents, or what they make of the configuration, are not valid.
        Conflict: something kept names what would be deleted, or more would be deleted than was agreed to.
    """
    if not store.exists():
        _judged(parsed, shape, Organisation(), prune)
    with store.write(dry_run=dry_run) as transaction:
        current = transaction.load()
        merged, outcome = _judged(parsed, shape, current, prune)
        if agreed is not None:
            _refuse_more(outcome.deleted, agreed)
        transaction.save(current, merged)
    return outcome


def _judged(
    parsed: Parsed, shape: list[Problem], current: Organisation, prune: bool
) -> tuple[Organisation, Outcome]:
    """Return the merged organisation and what makes it differ; raise what speaks against it."""
    merged = validation.merge(parsed, current)
    if prune:
        merged = pruning.without_the_rest(merged, parsed)
    changes = [change for change in plan(current, merged) if validation.states(parsed, change)]
    looks = pruning.renames(changes) if prune else []
    problems = validation.problems_of(merged, parsed, shape)
    if prune:
        _refuse_in_use(pruning.still_named(changes, merged, parsed, looks), problems)
    validation.refuse(problems)
    return merged, Outcome(changes=changes, warnings=problems, renames=looks)


def _refuse_in_use(in_use: list[Problem], problems: list[Problem]) -> None:
    """Raise Conflict where something is in the way of a deletion, and nothing else is wrong."""
    places = {(each.path, each.file) for each in in_use}
    # A member that is to be deleted is also an unknown member: said once is enough.
    others = [each for each in validation.refused(problems) if (each.path, each.file) not in places]
    if in_use and not others:
        count = f"{len(in_use)} place{'' if len(in_use) == 1 else 's'}"
        raise Conflict(f"what would be deleted is still named in {count}", problems=in_use)


def _refuse_more(deleted: Collection[Change], agreed: Collection[Change]) -> None:
    known = {(each.kind, name_key(each.name)) for each in agreed}
    more = [f"{each.kind} {each.name!r}" for each in deleted if (each.kind, name_key(each.name)) not in known]
    if more:
        raise Conflict(
            f"meanwhile there is more to delete: {', '.join(more)}", hint="nothing was written; try again"
        )
