"""Agents: who takes the cases (interface §3)."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from wscli.commands import _reports, _verbs
from wscli.commands._options import DryRun, IfNotExists, Name, given, said, with_fields
from wscli.model.fields import AGENT
from wscli.session import Column, current

app = typer.Typer(help="Create, list, show, change and delete agents.")
COLUMNS = (
    Column("name"),
    Column("capacity"),
    Column("default_presence", "presence"),
    Column("skills"),
    Column("schedule", table=False),
    Column("behaviour", table=False),
    Column("queues"),
)


@app.command("create")
@with_fields(AGENT, new=True)
def create(
    name: Name,
    queue: Annotated[
        list[str] | None, typer.Option(metavar="QUEUE", help="A queue they work on; repeat")
    ] = None,
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
    queue: Annotated[str | None, typer.Option(metavar="QUEUE", help="Only its members")] = None,
) -> None:
    """List the agents, in order of definition."""
    from wscli.office import listing

    rows = listing.agents(current().store().load(), queue)
    current().emit_rows(rows, COLUMNS, empty="no agents")


app.command("show")(_verbs.show(AGENT, "Show all fields of an agent, and the queues they work on."))
app.command("update")(
    _verbs.update(
        AGENT,
        """Change the fields of an agent that are given, and print old → new.

        --skill, --shift and --behaviour, repeated, state all of them from now on; '' states none. An agent
        joins and leaves queues by `wscli queue add-member` and `remove-member`.
        """,
    )
)
app.command("rename")(_verbs.rename(AGENT, "Rename an agent; their queues follow."))
app.command("delete")(_verbs.delete(AGENT, "Delete an agent who is a member of no queue."))
