"""Workstreams: the policies by which cases are distributed (interface §1, §3)."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from wscli.commands import _complete, _reports, _verbs
from wscli.commands._options import (
    DryRun,
    IfNotExists,
    Ignore,
    Name,
    Strict,
    columns,
    given,
    require,
    said,
    with_fields,
)
from wscli.model.fields import WORKSTREAM
from wscli.model.terms import BasePresence, Channel, Mode, Status
from wscli.session import current

app = typer.Typer(help="Create, list, show, change and delete workstreams.")

COLUMNS = columns(
    WORKSTREAM,
    hidden=(
        "channel",
        "entity",
        "offer_timeout",
        "auto_assign",
        "enable_selecting_from_push",
        "matching_logic",
    ),
)


@app.command("create")
@with_fields(WORKSTREAM, new=True)
def create(
    name: Name,
    copy_from: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            autocompletion=_complete.stored("workstreams"),
            help="Start from this workstream's fields",
        ),
    ] = None,
    if_not_exists: IfNotExists = False,
    dry_run: DryRun = False,
    **fields: Any,
) -> None:
    r"""Create a workstream.

    Values are read as the admin form writes them: "Entity Records", "5 minutes", Push.

    Examples:

        wscli workstream create "Case Workstream" --capacity 50 \
          --presence available,busy --auto-close 5m --reassign-after 2m
    """
    from wscli.office import edits

    session = _verbs.writing(WORKSTREAM)
    if copy_from is None:
        require(WORKSTREAM, fields, "workstream create")
    with said(WORKSTREAM):
        edit = edits.create(
            session.store(),
            WORKSTREAM,
            {"name": name, **given(WORKSTREAM, fields)},
            copy_from=copy_from,
            if_not_exists=if_not_exists,
            dry_run=dry_run,
        )
    _reports.say_edit(session, WORKSTREAM, edit, dry_run=dry_run)


@app.command("list")
def list_(
    mode: Annotated[
        str | None,
        typer.Option(metavar="MODE", autocompletion=_complete.terms(Mode), help="Only push, or only pick"),
    ] = None,
    channel: Annotated[
        str | None,
        typer.Option(metavar="CHANNEL", autocompletion=_complete.terms(Channel), help="Only of this channel"),
    ] = None,
    status: Annotated[
        str | None,
        typer.Option(
            metavar="STATUS", autocompletion=_complete.terms(Status), help="Only active, or inactive"
        ),
    ] = None,
    allows: Annotated[
        str | None,
        typer.Option(
            metavar="PRESENCE",
            autocompletion=_complete.terms(BasePresence),
            help="Only those that allow this presence",
        ),
    ] = None,
    sort: Annotated[
        str | None,
        typer.Option(
            metavar="FIELD", autocompletion=_complete.field, help="By this field, not by definition"
        ),
    ] = None,
) -> None:
    """List the workstreams, in order of definition.

    Examples:

        wscli workstream list --mode push --allows busy
        wscli workstream list --sort capacity --fields name,capacity
    """
    from wscli.office import listing

    filters = {"work_distribution_mode": mode, "channel": channel, "status": status}
    with said(WORKSTREAM, work_distribution_mode="--mode", allows="--allows"):
        things = listing.select(current().store().load(), WORKSTREAM, filters, allows=allows, sort=sort)
    none = "no such workstreams" if allows or any(filters.values()) else "no workstreams"
    current().emit_rows(listing.rows(WORKSTREAM, things), COLUMNS, empty=none)


app.command("show")(_verbs.show(WORKSTREAM, "Show all fields of a workstream, and who refers to it."))
app.command("update")(
    _verbs.update(
        WORKSTREAM,
        """Change the fields of a workstream that are given, and print old → new.

        Examples:

            wscli workstream update "Case Workstream" --capacity 40 --reassign-after none
        """,
    )
)


@app.command("rename")
def rename(
    old: _verbs.Old,
    new: _verbs.New,
    update_flows: Annotated[
        bool, typer.Option("--update-flows", help="Re-point every flow that says OLD")
    ] = False,
    dry_run: DryRun = False,
) -> None:
    """Rename a workstream.

    Flows choose a workstream by its name: one that still says the old name strands its cases. Each such
    place is printed; --update-flows re-points them in the same transaction.

    Examples:

        wscli workstream rename "Case Workstream" "Cases" --update-flows
    """
    from wscli.office import edits

    session = _verbs.writing(WORKSTREAM)
    with said(WORKSTREAM, name="NEW"):
        edit = edits.rename(session.store(), WORKSTREAM, old, new, update_flows=update_flows, dry_run=dry_run)
    _reports.say_rename(session, WORKSTREAM, old, edit, updated=update_flows, dry_run=dry_run)


app.command("delete")(_verbs.delete(WORKSTREAM, "Delete a workstream that no flow refers to."))


@app.command("validate")
def validate(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME", autocompletion=_complete.own_names, help="Only these workstreams"),
    ] = None,
    strict: Strict = False,
    ignore: Ignore = None,
) -> None:
    """Validate what is stored, in the light of the whole configuration."""
    from wscli.office import validation

    problems = validation.stored(
        current().store().load(), ignore=ignore or (), noun=WORKSTREAM, names=names or ()
    )
    _reports.report_problems(current(), problems, strict=strict)
