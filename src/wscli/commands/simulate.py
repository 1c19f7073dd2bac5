"""Dry runs: a case file replayed through push and pick routing (interface §7)."""

from __future__ import annotations

from typing import Annotated

import typer

from wscli.commands._options import Files
from wscli.session import Format, current

Text = str | None


def simulate(
    cases: Annotated[
        str, typer.Argument(metavar="CASES", help="CSV, TSV or JSON Lines, gzipped or not; - is stdin")
    ],
    file: Files = None,
    events: Annotated[
        Text, typer.Option(metavar="FILE", help="Sign-ins, answers, picks … as they were")
    ] = None,
    seed: Annotated[Text, typer.Option(metavar="N", help="Of what is drawn [default: 0]")] = None,
    semantics: Annotated[Text, typer.Option(metavar="NAME", help="classic-2019")] = None,
    start: Annotated[
        Text, typer.Option("--from", metavar="T", help="Begin here; what is open is backlog")
    ] = None,
    until: Annotated[
        Text, typer.Option(metavar="T", help="End here [default: when nothing is left to do]")
    ] = None,
    timezone: Annotated[Text, typer.Option(metavar="ZONE", help="Of instants without an offset")] = None,
    handle_time: Annotated[
        Text, typer.Option(metavar="TIME", help="For cases without handle_seconds")
    ] = None,
    service_level: Annotated[
        Text, typer.Option(metavar="D", help="Answered in less than this counts")
    ] = None,
    event_log: Annotated[Text, typer.Option(metavar="FILE", help="Write every event: .csv or .jsonl")] = None,
    case_log: Annotated[Text, typer.Option(metavar="FILE", help="Write every case: .csv or .jsonl")] = None,
    map_: Annotated[
        list[str] | None, typer.Option("--map", metavar="NEW=OLD,…", help="Rename columns; or @FILE")
    ] = None,
    time_format: Annotated[
        Text, typer.Option(metavar="FORMAT", help="Of instants, as strptime has it")
    ] = None,
    case_format: Annotated[Text, typer.Option(metavar="FORMAT", help="csv, tsv or jsonl")] = None,
    skip_bad_rows: Annotated[
        bool, typer.Option("--skip-bad-rows", help="Go on without them, and count them")
    ] = False,
) -> None:
    """Replay a case file through the routing rules, on a simulated clock.

    The configuration is what is stored, or with -f that of the files alone; nothing is changed.

    Examples:

        wscli simulate cases.csv -f centre.yaml --events sign-ins.csv
        wscli simulate cases.csv.gz -o json | jq .service_level
    """
    from wscli.commands import _summary
    from wscli.dryrun import inputs
    from wscli.dryrun.execute import execute
    from wscli.dryrun.request import Options, understand

    session = current()
    options = Options(
        events=events,
        seed=seed,
        semantics=semantics,
        start=start,
        until=until,
        timezone=timezone,
        handle_time=handle_time,
        service_level=service_level,
        event_log=event_log,
        case_log=case_log,
        case_format=case_format,
        time_format=time_format,
        mapping=tuple(map_ or ()),
        skip_bad_rows=skip_bad_rows,
    )
    inputs.check_places(cases, file or [], options)
    organisation, problems = inputs.configuration(session.store(), file or [], session.stdin)
    request = understand(options, organisation)
    for problem in problems:
        session.warn(problem)
    run = execute(organisation, inputs.read(cases, request, organisation, None), request)
    if session.format is Format.TABLE and session.fields is None:
        _summary.show(session, run.summary)
    else:
        session.emit_object(run.summary)
