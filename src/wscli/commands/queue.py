"""Queues: where cases wait, and who works on them (interface §3)."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from wscli.commands import _reports, _verbs
from wscli.commands._options import DryRun, IfNotExists, Name, given, said, with_fields
from wscli.model.fields import QUEUE
from wscli.session import Column, current

app = typer.Typer(help="Create, list, show, change and delete queues, and say who works on them.")
Members = Annotated[list[str], typer.Argument(metavar="AGENT", help="Agents by name")]
COLUMNS = (Column("name"), Column("priority"), Column("default"), Column("members"))


@app.command("create")
@with_fields(QUEUE, new=True)
def create(
    name: Name,
    if_not_exists: IfNotExists = False,
    dry_run: DryRun = False,
    **fields: Any,
) -> None:
    """Create a queue.

    Examples:

        wscli queue create Cases --priority 1 --member ann --member ben
        wscli queue create "Everything else" --default
    """
    from wscli.office import edits

    session = _verbs.writing(QUEUE)
    raw = {"name": name, **given(QUEUE, fields)}
    with said(QUEUE):
        edit = edits.create(session.store(), QUEUE, raw, if_not_exists=if_not_exists, dry_run=dry_run)
    _reports.say_edit(session, QUEUE, edit, dry_run=dry_run)


@app.command("list")
def list_() -> None:
    """List the queues, in order of definition."""
    from wscli.office import listing

    organisation = current().store().load()
    current().emit_rows(listing.rows(QUEUE, organisation.queues), COLUMNS, empty="no queues")


app.command("show")(_verbs.show(QUEUE, "Show all fields of a queue, and which rules send cases to it."))
app.command("update")(
    _verbs.update(
        QUEUE,
        """Change the fields of a queue that are given, and print old → new.

        --member states all the members from now on, and --member '' that there are none; add-member and
        remove-member change one.
        """,
    )
)


@app.command("add-member")
def add_member(name: Name, agents: Members, dry_run: DryRun = False) -> None:
    """Add agents to a queue."""
    _change_members(name, add=agents, dry_run=dry_run)


@app.command("remove-member")
def remove_member(name: Name, agents: Members, dry_run: DryRun = False) -> None:
    """Take agents off a queue."""
    _change_members(name, remove=agents, dry_run=dry_run)


def _change_members(name: str, *, dry_run: bool, **members: list[str]) -> None:
    from wscli.office import edits

    session = _verbs.writing(QUEUE)
    edit = edits.change_members(session.store(), name, dry_run=dry_run, **members)
    _reports.say_edit(session, QUEUE, edit, dry_run=dry_run)


app.command("rename")(_verbs.rename(QUEUE, "Rename a queue; rules that send cases to it follow."))
app.command("delete")(_verbs.delete(QUEUE, "Delete a queue that no rule sends cases to."))
