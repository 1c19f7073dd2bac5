"""What `apply` would do (interface §3)."""

from __future__ import annotations

from typing import Annotated

import typer

from wscli.commands import _differences, _reports
from wscli.commands._options import Files, Prune
from wscli.errors import ExitCode, Usage
from wscli.session import Format, current


def diff(
    file: Files = None,
    prune: Prune = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="End with exit code 6 if there are differences")
    ] = False,
) -> None:
    """Show what `apply` of configuration files would do, field by field. Writes nothing.

    An object that would be created is marked +, one that would be updated ~, and with --prune one that would
    be deleted -. No differences print nothing.

    Examples:

        wscli diff -f centre.yaml
        wscli diff -f configuration/ --prune --exit-code
    """
    from wscli.office import applying, validation

    session = current()
    if not file:
        raise Usage("missing option -f, in `wscli diff`", hint="name a file: wscli diff -f FILE")
    session.expect_fields(_reports.CHANGES_FIELDS)
    parsed, shape = validation.read(file, session.stdin)
    outcome = applying.preview(session.store(), parsed, shape, prune=prune)
    for problem in (*outcome.warnings, *(each.problem for each in outcome.renames)):
        session.warn(problem)
    if session.format is Format.TABLE:
        _differences.show(session, outcome.changes)
        session.say(_differences.counts_text(_reports.count(outcome.changes)))
    _reports.give(session, _reports.changes_record(outcome.changes))
    if exit_code and any(change.action != "unchanged" for change in outcome.changes):
        raise typer.Exit(ExitCode.GATE)
