"""Queues: where cases wait, and who works on them (interface §3)."""

from __future__ import annotations

from typing import Annotated

import typer

from wscli.commands import _complete, _reports, _verbs
from wscli.commands._options import DryRun, Name
from wscli.model.fields import QUEUE

app = typer.Typer(help="Create, list, show, change and delete queues, and say who works on them.")
Members = Annotated[
    list[str],
    typer.Argument(metavar="AGENT", autocompletion=_complete.stored("agents"), help="Agents by name"),
]


app.command("create")(
    _verbs.create(
        QUEUE,
        """Create a queue.

        Examples:

            wscli queue create Cases --priority 1 --member ann --member ben
            wscli queue create "Everything else" --default
        """,
    )
)
app.command("list")(_verbs.list_(QUEUE, "List the queues, in order of definition."))
app.command("show")(_verbs.show(QUEUE, "Show all fields of a queue, and which rules send cases to it."))
app.command("update")(
    _verbs.update(
        QUEUE,
        """Change the fields of a queue that are given, and print old → new.

        --member states all the members from now on, and --member '' that there are none; add-member and
        remove-member change one. --priority '' leaves the priority out.
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
