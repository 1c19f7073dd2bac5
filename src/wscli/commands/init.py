"""A configuration and a case file to start from (interface §3)."""

from __future__ import annotations

from typing import Annotated

import typer

from wscli.commands import _reports
from wscli.commands._options import DryRun
from wscli.session import current


def init(
    directory: Annotated[
        str, typer.Argument(metavar="DIR", help="Where to; created where it is missing [default: here]")
    ] = ".",
    dry_run: DryRun = False,
) -> None:
    """Write a small commented configuration and a case file, both of which work as they are.

    Nothing that is there is overwritten, and nothing is stored.

    Examples:

        wscli init
        wscli init my-centre
    """
    import shlex
    from pathlib import Path

    from wscli.office import starter

    session = current()
    session.expect_fields(("files",))
    paths = [str(path) for path in starter.write(Path(directory), dry_run=dry_run)]
    centre, cases = map(shlex.quote, paths)
    for path in paths:
        _reports.say(session, f"wrote {path}", dry_run=dry_run)
    for line in (
        f"wscli validate {centre}",
        f"wscli simulate {cases} -f {centre}",
        f"wscli apply -f {centre}",
    ):
        session.say(f"next: {line}")
    _reports.give(session, {"files": paths})
