"""Flows: how a case finds its workstream (interface §3)."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from wscli.commands import _complete, _reports, _verbs
from wscli.commands._options import At, DryRun, given, require, said, with_fields
from wscli.model.fields import BRANCH, FLOW

app = typer.Typer(help="Create, list, show, change and delete flows, and the branches in them.")
Flow = Annotated[str, typer.Argument(metavar="FLOW", autocompletion=_complete.own_names, help="The flow")]
Number = Annotated[str, typer.Argument(metavar="NUMBER", help="The branch, by its number from 1")]

app.command("create")(
    _verbs.create(
        FLOW,
        """Create a flow, without branches.

        An entity has one flow. A case gets the workstream of the first branch that it matches, or else the
        default one. Flows choose workstreams by name: a renamed one is not found.

        Examples:

            wscli flow create "Case flow" --default-workstream "Case Workstream"
        """,
    )
)
app.command("list")(_verbs.list_(FLOW, "List the flows, in order of definition."))
app.command("show")(_verbs.show(FLOW, "Show a flow, its branches numbered in their order."))
app.command("update")(
    _verbs.update(
        FLOW,
        """Change the fields of a flow that are given, and print old → new.

        --default-workstream '' leaves the default out.
        """,
    )
)
app.command("rename")(_verbs.rename(FLOW, "Rename a flow."))
app.command("delete")(_verbs.delete(FLOW, "Delete a flow with its branches."))


@app.command("add-branch")
@with_fields(BRANCH, new=True)
def add_branch(flow: Flow, at: At = None, dry_run: DryRun = False, **fields: Any) -> None:
    """Add a branch to a flow, behind the others or at a number.

    COND is as in `wscli ruleset add-rule --help`; without --when the branch takes every case.

    Examples:

        wscli flow add-branch Cases --when 'priority equals 1' --workstream Urgent
    """
    from wscli.office import items

    session = _verbs.writing(FLOW)
    require(BRANCH, fields, "flow add-branch")
    with said(BRANCH, at="--at"):
        done = items.add(session.store(), items.BRANCHES, flow, given(BRANCH, fields), at, dry_run=dry_run)
    _reports.say_item(session, FLOW, BRANCH, "added to", done, dry_run=dry_run)


@app.command("update-branch")
@with_fields(BRANCH)
def update_branch(flow: Flow, number: Number, dry_run: DryRun = False, **fields: Any) -> None:
    """Change the condition or the workstream of a branch; its place stays.

    --when states the whole condition from now on, and --when '' that there is none.
    """
    from wscli.office import items

    session = _verbs.writing(FLOW)
    raw = _verbs.something(BRANCH, fields, verb="flow update-branch")
    with said(BRANCH):
        done = items.change(session.store(), items.BRANCHES, flow, number, raw, dry_run=dry_run)
    _reports.say_item(session, FLOW, BRANCH, "updated of", done, dry_run=dry_run)


@app.command("remove-branch")
def remove_branch(flow: Flow, number: Number, dry_run: DryRun = False) -> None:
    """Remove a branch from a flow; those behind it move up."""
    from wscli.office import items

    session = _verbs.writing(FLOW)
    done = items.remove(session.store(), items.BRANCHES, flow, number, dry_run=dry_run)
    _reports.say_item(session, FLOW, BRANCH, "removed from", done, dry_run=dry_run)


@app.command("move-branch")
def move_branch(
    flow: Flow,
    number: Number,
    at: Annotated[str, typer.Option(metavar="N", help="The number it shall have, from 1 [required]")],
    dry_run: DryRun = False,
) -> None:
    """Move a branch to another number: the first branch that matches wins.

    Examples:

        wscli flow move-branch Cases 3 --at 1
    """
    from wscli.office import items

    session = _verbs.writing(FLOW)
    with said(BRANCH, at="--at"):
        done = items.move(session.store(), items.BRANCHES, flow, number, at, dry_run=dry_run)
    _reports.say_item(session, FLOW, BRANCH, "moved in", done, dry_run=dry_run)
