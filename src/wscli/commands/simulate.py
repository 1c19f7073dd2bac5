"""Dry runs: a case file replayed through push and pick routing (interface §7)."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from wscli.commands._run_options import options_of, with_run_options
from wscli.session import Format, current

Log = Annotated[str | None, typer.Option(metavar="FILE", help="Write every row: .csv or .jsonl")]


@with_run_options
def simulate(
    cases: Annotated[
        str, typer.Argument(metavar="CASES", help="CSV, TSV or JSON Lines, gzipped or not; - is stdin")
    ],
    event_log: Log = None,
    case_log: Log = None,
    gates: Annotated[
        list[str] | None,
        typer.Option("--assert", metavar="EXPR", help="Fail unless the summary meets it; repeat"),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Check every event against the rules")] = False,
    save: Annotated[
        str | None, typer.Option("--save", metavar="[NAME]", help="Keep the run, for `wscli runs`")
    ] = None,
    **run: Any,
) -> None:
    """Replay a case file through the routing rules, on a simulated clock.

    The configuration is what is stored, or with -f that of the files alone; nothing is changed.

    Examples:

        wscli simulate cases.csv -f centre.yaml --events sign-ins.csv
        wscli simulate cases.csv.gz -o json | jq .service_level
        wscli simulate cases.csv --save baseline
        wscli simulate cases.csv --set 'queues[Cases].priority=2'
        wscli simulate cases.csv --assert 'wait.p95<10m'
    """
    from wscli.commands import _summary
    from wscli.dryrun import gates as judging
    from wscli.dryrun import inputs, saving
    from wscli.dryrun.execute import execute
    from wscli.dryrun.request import understand

    session = current()
    options = options_of(run, event_log=event_log, case_log=case_log, gates=gates, check=check)
    inputs.check_places(cases, options)
    name = None if save is None else saving.read_name(save)
    if save is not None:
        session.store().expect_run(name)
    organisation, problems = inputs.configuration(session.store(), options, session.stdin)
    request = understand(options, organisation)
    for problem in problems:
        session.warn(problem)
    given = inputs.read(cases, request, organisation, None)
    result = execute(organisation, given, request)
    judged = judging.judge(request.gates, result.summary)
    if save is not None:
        used = saving.Used(organisation, options, request, given, cases)
        saved = saving.save(session.store(), name, result, used, created_at=_now())
        session.say(f"saved as run {saved!r}")
    if session.format is Format.TABLE and session.fields is None:
        _summary.show(session, result.summary)
    else:
        session.emit_object(result.summary)
    judging.enforce(judged)


def _now() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
