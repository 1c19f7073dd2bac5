"""Validation of documents by themselves, or of what is stored (interface §3, §5)."""

from __future__ import annotations

from typing import Annotated

import typer

from wscli.commands import _reports
from wscli.commands._options import Ignore, Strict
from wscli.session import Column, current


def validate(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="FILE", help="Documents, folders of them, or -")
    ] = None,
    strict: Strict = False,
    ignore: Ignore = None,
    list_rules: Annotated[bool, typer.Option("--list", help="List the rules instead")] = False,
) -> None:
    """Validate configuration files by themselves, or with none the database. Writes nothing.

    Files that state only a part are judged in the light of what is stored by `wscli apply --dry-run`.

    Examples:

        wscli validate centre.yaml
        wscli validate --strict --ignore timer-not-whole-minutes
    """
    from wscli.model.organisation import Organisation
    from wscli.office import validation

    session = current()
    if list_rules:
        columns = (Column("rule"), Column("severity"), Column("summary"), Column("source", table=False))
        session.emit_rows(validation.rule_rows(), columns)
        return
    if not files:
        problems = validation.stored(session.store().load(), ignore=ignore or ())
        _reports.report_problems(session, problems, strict=strict)
        return
    parsed, shape = validation.read(files, session.stdin)
    _, problems = validation.judge(parsed, shape, Organisation(), ignore=ignore or ())
    hint = validation.partly_hint(parsed, problems, files)
    _reports.report_problems(session, problems, strict=strict, hint=hint)
