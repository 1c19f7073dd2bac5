"""The verbs that are the same for every noun: show, update, rename, delete.

Each function returns a command for one noun, to be registered under its verb; what a noun has for itself
(how it is created and listed) stands in its own module. The purpose is the docstring of the command: the
first lines of its help page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from wscli.commands import _reports
from wscli.commands._options import DryRun, Name, given, said, with_fields
from wscli.errors import Usage
from wscli.model.fields import Noun
from wscli.session import Session, current

Command = Callable[..., None]
Old = Annotated[str, typer.Argument(metavar="OLD", help="The name it has")]
New = Annotated[str, typer.Argument(metavar="NEW", help="The name it shall have")]


def writing(noun: Noun) -> Session:
    """Return the session of a command that writes; raises Invalid for a field that `show` does not have."""
    session = current()
    if session.fields:
        from wscli.office.listing import shown_fields

        session.expect_fields(shown_fields(noun))
    return session


def show(noun: Noun, purpose: str) -> Command:
    """Return the command that shows one object."""

    def command(name: Name) -> None:
        from wscli.office import listing

        current().emit_object(listing.shown(current().store().load(), noun, name))

    return _with_purpose(command, purpose)


def update(noun: Noun, purpose: str) -> Command:
    """Return the command that changes fields of an object."""

    @with_fields(noun)
    def command(name: Name, dry_run: DryRun = False, **fields: Any) -> None:
        from wscli.office import edits

        session = writing(noun)
        raw = given(noun, fields)
        if not raw:
            hint = f"name a field and its new value: see `wscli {noun.name} update --help`"
            raise Usage(f"nothing to change, in `wscli {noun.name} update`", hint=hint)
        with said(noun):
            edit = edits.update(session.store(), noun, name, raw, dry_run=dry_run)
        _reports.say_edit(session, noun, edit, dry_run=dry_run)

    return _with_purpose(command, purpose)


def rename(noun: Noun, purpose: str) -> Command:
    """Return the command that renames an object that nothing binds to by name."""

    def command(old: Old, new: New, dry_run: DryRun = False) -> None:
        from wscli.office import edits

        session = writing(noun)
        with said(noun, name="NEW"):
            edit = edits.rename(session.store(), noun, old, new, dry_run=dry_run)
        _reports.say_rename(session, noun, old, edit, dry_run=dry_run)

    return _with_purpose(command, purpose)


def delete(noun: Noun, purpose: str) -> Command:
    """Return the command that deletes an object."""

    def command(name: Name, dry_run: DryRun = False) -> None:
        from wscli.office import edits

        session = writing(noun)
        edit = edits.delete(session.store(), noun, name, dry_run=dry_run)
        _reports.say_edit(session, noun, edit, dry_run=dry_run)

    return _with_purpose(command, purpose)


def _with_purpose(command: Command, purpose: str) -> Command:
    command.__doc__ = purpose
    return command
