"""Agents: who takes the cases (interface §3)."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from wscli.commands import _complete, _reports, _verbs
from wscli.commands._options import DryRun, IfNotExists, Name, columns, given, said, with_fields
from wscli.model.fields import AGENT
from wscli.session import current

app = typer.Typer(help="Create, list, show, change and delete agents.")
COLUMNS = columns(AGENT, "queues", hidden=("schedule", "behaviour"))
Queues = Annotated[
    list[str] | None,
    typer.Option(
        metavar="QUEUE", autocompletion=_complete.stored("queues"), help="A queue they work on; repeat"
    ),
]


@app.command("create")
@with_fields(AGENT, new=True)
def create(
    name: Name,
    queue: Queues = None,
    if_not_exists: IfNotExists = False,
    dry_run: DryRun = False,
    **fields: Any,
) -> None:
    r"""Create an agent.

    Examples:

        wscli agent create ann --capacity 100 --queue Cases --skill spanish:3 \
          --shift 'mon-fri 08:00-16:30 Europe/Madrid' --behaviour accept_after=15s
    """
    from wscli.office import edits

    session = _verbs.writing(AGENT)
    raw = {"name": name, **given(AGENT, fields)}
    with said(AGENT):
        edit = edits.create(
            session.store(), AGENT, raw, queues=queue or (), if_not_exists=if_not_exists, dry_run=dry_run
        )
    _reports.say_edit(session, AGENT, edit, dry_run=dry_run)


@app.command("list")
def list_(
    queue: Annotated[
        str | None,
        typer.Option(metavar="QUEUE", autocompletion=_complete.stored("queues"), help="Only its members"),
    ] = None,
) -> None:
    """List the agents, in order of definition."""
    from wscli.office import listing

    rows = listing.agents(current().store().load(), queue)
    _verbs.emit_list(rows, COLUMNS, empty="no agents")


app.command("show")(_verbs.show(AGENT, "Show all fields of an agent, and the queues they work on."))


@app.command("update")
@with_fields(AGENT)
def update(name: Name, queue: Queues = None, dry_run: DryRun = False, **fields: Any) -> None:
    """Change the fields of an agent that are given, and print old → new.

    --skill, --shift, --behaviour and --queue, repeated, state all of them from now on, and '' that there are
    none; --default-presence '' goes back to the default. `wscli queue add-member` and `remove-member` change
    one queue.

    Examples:

        wscli agent update ann --capacity 150 --queue Cases --queue "Everything else"
        wscli agent update ann --shift 'mon-fri 08:00-16:30' --shift '2026-03-02 Away'
    """
    from wscli.office import edits

    session = _verbs.writing(AGENT)
    raw = _verbs.something(AGENT, fields, queue)
    queues = None if not queue else [each for each in queue if each]
    with said(AGENT):
        edit = edits.update(session.store(), AGENT, name, raw, queues=queues, dry_run=dry_run)
    _reports.say_edit(session, AGENT, edit, dry_run=dry_run)


app.command("rename")(_verbs.rename(AGENT, "Rename an agent; their queues follow."))
app.command("delete")(_verbs.delete(AGENT, "Delete an agent who is a member of no queue."))
