"""A saved run once more, before one's eyes: on the whole screen, or as lines (interface §7)."""

from __future__ import annotations

from typing import Annotated

import typer

from wscli.commands._complete import saved_runs
from wscli.commands._options import CasesMoved, EventsMoved
from wscli.session import current


def replay(
    run: Annotated[str, typer.Argument(metavar="RUN", help="Its name or number", autocompletion=saved_runs)],
    speed: Annotated[
        str | None,
        typer.Option("--speed", metavar="N", help="Simulated seconds per second, or max [default: 60]"),
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", metavar="T", help="Start here: 09:30, 2026-03-02T09:30, +2h")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="T", help="End here")] = None,
    case: Annotated[
        str | None,
        typer.Option("--case", metavar="ID", help="Start with its first event; as lines: only its events"),
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="One line per event in place of the screen")] = False,
    cases: CasesMoved = None,
    events: EventsMoved = None,
) -> None:
    """Show a saved run once more, live: who holds what, what waits where, as it happened.

    Keys: space pauses, → and ← step, + and - change the speed, t goes to a time, c to a case, ? helps, q
    quits. Where stdout is no terminal, or with --plain, it is lines as time goes by. With -o jsonl, csv and
    the like it is the event log of the run, at once unless --speed is given.

    Examples:

        wscli replay baseline
        wscli replay baseline --from 09:30 --speed 600
        wscli replay baseline --plain --speed max | grep C-17
        wscli replay baseline -o csv > events.csv
    """
    from wscli.commands import _replaying
    from wscli.dryrun import recording

    session = current()
    wanted = _replaying.Wanted(speed=speed, start=start, until=until, case=case)
    way = _replaying.way(session, wanted, plain=plain)
    saved = session.store().run(run)
    record = recording.record(saved, cases, events, session.progress)
    for warning in record.warnings:
        session.warn(warning)
    way(session, record, wanted)
