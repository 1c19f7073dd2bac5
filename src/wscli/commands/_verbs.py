"""The verbs that are the same for every noun: create, list, show, update, rename, delete.

Each function returns a command for one noun, to be registered under its verb; what a noun has for itself
(more options, filters, parts in order) stands in its own module. The purpose is the docstring of the command:
the first lines of its help page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

import typer

from wscli.commands import _complete, _reports
from wscli.commands._options import (
    DryRun,
    IfNotExists,
    Name,
    columns,
    given,
    require,
    said,
    with_fields,
)
from wscli.errors import Usage
from wscli.model.fields import Noun
from wscli.session import Column, Format, Lines, Session, current

Command = Callable[..., None]
Old = Annotated[
    str, typer.Argument(metavar="OLD", autocompletion=_complete.own_names, help="The name it has")
]
New = Annotated[str, typer.Argument(metavar="NEW", help="The name it shall have")]


def writing(noun: Noun) -> Session:
    """Return the session of a command that writes; raises Invalid for a field that `show` does not have."""
    session = current()
    session.expect_fields(_reports.shown_columns(noun))
    return session


def emit(noun: Noun, record: dict[str, Any]) -> None:
    """Give one object to whoever asked: to people in words where those are shorter."""
    session = current()
    if session.format is Format.TABLE:
        from wscli.office import listing

        record = record | {name: Lines(lines) for name, lines in listing.in_words(record).items()}
    session.emit_object(record, _reports.shown_columns(noun))


def emit_list(rows: list[dict[str, Any]], columns: Sequence[Column], *, empty: str) -> None:
    """Give a list of objects to whoever asked: to people with counts and words where those are shorter."""
    session = current()
    if session.format is Format.TABLE:
        from wscli.office import listing

        words = [{name: Lines(lines) for name, lines in listing.in_words(row).items()} for row in rows]
        rows = [row | said | listing.counted(row) for row, said in zip(rows, words, strict=True)]
    session.emit_rows(rows, columns, empty=empty)


def create(noun: Noun, purpose: str) -> Command:
    """Return the command that creates an object."""

    @with_fields(noun, new=True)
    def command(
        name: Name, if_not_exists: IfNotExists = False, dry_run: DryRun = False, **fields: Any
    ) -> None:
        from wscli.office import edits

        session = writing(noun)
        require(noun, fields, f"{noun.name} create")
        raw = {"name": name, **given(noun, fields)}
        with said(noun):
            edit = edits.create(session.store(), noun, raw, if_not_exists=if_not_exists, dry_run=dry_run)
        _reports.say_edit(session, noun, edit, dry_run=dry_run)

    return _with_purpose(command, purpose)


def list_(noun: Noun, purpose: str) -> Command:
    """Return the command that lists all objects of a kind."""

    def command() -> None:
        from wscli.office import listing

        things = current().store().load().section(noun.section)
        emit_list(listing.rows(noun, things), columns(noun), empty=f"no {noun.section}")

    return _with_purpose(command, purpose)


def show(noun: Noun, purpose: str) -> Command:
    """Return the command that shows one object."""

    def command(name: Name) -> None:
        from wscli.office import listing

        emit(noun, listing.shown(current().store().load(), noun, name))

    return _with_purpose(command, purpose)


def update(noun: Noun, purpose: str) -> Command:
    """Return the command that changes fields of an object."""

    @with_fields(noun)
    def command(name: Name, dry_run: DryRun = False, **fields: Any) -> None:
        from wscli.office import edits

        session = writing(noun)
        raw = something(noun, fields)
        with said(noun):
            edit = edits.update(session.store(), noun, name, raw, dry_run=dry_run)
        _reports.say_edit(session, noun, edit, dry_run=dry_run)

    return _with_purpose(command, purpose)


def something(
    noun: Noun, fields: Mapping[str, Any], *others: object, verb: str | None = None
) -> dict[str, Any]:
    """Return the fields that were given; raises Usage if there is none, and nothing else to change."""
    raw = given(noun, fields)
    if not raw and not any(others):
        command = f"wscli {verb or f'{noun.name} update'}"
        hint = f"name a field and its new value: see `{command} --help`"
        raise Usage(f"nothing to change, in `{command}`", hint=hint)
    return raw


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
