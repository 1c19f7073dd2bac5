"""Settings: how agents behave, and how a simulation runs (interface §3, §4)."""

from __future__ import annotations

from typing import Annotated

import typer

from wscli.commands import _complete, _reports
from wscli.commands._options import DryRun, said
from wscli.model.fields import SETTINGS, SIMULATION
from wscli.session import Column, Format, current

app = typer.Typer(help="Show and change what holds for all agents, and how a simulation runs.")
COLUMNS = tuple(Column(f"{noun.section}.{each.name}", each.name) for noun in SETTINGS for each in noun.fields)


@app.command("show")
def show() -> None:
    """Show every setting with the value that holds, defaults included.

    Examples:

        wscli settings show
        wscli settings show -o json --fields service_level
    """
    from wscli.office import settings

    current().emit_object(settings.shown(current().store().load()), COLUMNS)


@app.command("set")
def set_(
    key: Annotated[
        str,
        typer.Argument(
            metavar="KEY",
            autocompletion=_complete.settings,
            help="Its name, with or without the part in front",
        ),
    ],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="Its value; '' goes back to the default")],
    dry_run: DryRun = False,
) -> None:
    """Change a setting, and print old → new.

    Examples:

        wscli settings set simulation.service_level 3m
        wscli settings set accept_after 'exponential(10s)'
        wscli settings set timezone Europe/Madrid
    """
    from wscli.office import settings

    session = current()
    session.expect_fields(COLUMNS)
    with said(SIMULATION):
        change, after = settings.change(session.store(), key, value, dry_run=dry_run)
    _reports.say(session, _reports.change_text(change), dry_run=dry_run)
    if session.format is not Format.TABLE:
        session.emit_object(settings.shown(after), COLUMNS)
