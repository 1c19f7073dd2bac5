"""Dry runs: a case file replayed through push and pick routing (interface §7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from wscli.commands._options import All
from wscli.commands._run_options import options_of, with_run_options
from wscli.errors import Usage
from wscli.session import Session, current

if TYPE_CHECKING:
    from wscli.dryrun.request import Options

Log = Annotated[str | None, typer.Option(metavar="FILE", help="Write every row: .csv or .jsonl")]


@with_run_options
def simulate(
    cases: Annotated[
        str, typer.Argument(metavar="CASES", help="CSV, TSV or JSON Lines, gzipped or not; - is stdin")
    ],
    event_log: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write every row: .csv, .jsonl, .xes[.gz]")
    ] = None,
    case_log: Log = None,
    gates: Annotated[
        list[str] | None,
        typer.Option("--assert", metavar="EXPR", help="Fail unless the summary meets it; repeat"),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Check every event against the rules")] = False,
    save: Annotated[
        str | None, typer.Option("--save", metavar="[NAME]", help="Keep the run, for `wscli runs`")
    ] = None,
    everything: All = False,
    compare_with: Annotated[
        list[str] | None,
        typer.Option("--compare-with", metavar="FILE", help="Against this configuration; as -f; repeat"),
    ] = None,
    **run: Any,
) -> None:
    """Replay a case file through the routing rules, on a simulated clock.

    The configuration is what is stored, or with -f that of the files alone; nothing is changed.

    With --compare-with the same cases are run a second time, under the configuration of those files as they
    are (--set and --overlay change the first only), and what is shown and asserted is the comparison.

    Examples:

        wscli simulate cases.csv -f centre.yaml --events sign-ins.csv
        wscli simulate cases.csv.gz -o json | jq .service_level
        wscli simulate cases.csv --save baseline
        wscli simulate cases.csv --set 'queues[Cases].priority=2'
        wscli simulate cases.csv --assert 'wait.p95<10m'
        wscli simulate cases.csv --compare-with new.yaml --assert 'delta.wait.p95<=0'
    """
    from wscli.amounts import count
    from wscli.commands import _summary, _summary_plots
    from wscli.dryrun import gates as judging
    from wscli.dryrun import inputs, saving
    from wscli.dryrun.execute import execute
    from wscli.dryrun.invocation import Commands
    from wscli.dryrun.request import understand
    from wscli.dryrun.stages import Doing

    session = current()
    options = options_of(run, event_log=event_log, case_log=case_log, gates=gates, check=check)
    if compare_with:
        _compare(session, cases, options, compare_with, save, everything)
        return
    inputs.check_places(cases, options)
    name = None if save is None else saving.read_name(save)
    if save is not None:
        session.store().expect_run(name)
    organisation, problems = inputs.configuration(session.store(), options, session.stdin)
    request = understand(options, organisation)
    for problem in problems:
        session.warn(problem)
    given = inputs.read(cases, request, organisation, None, session.progress)
    result = execute(
        organisation, given, request, watch=session.progress, commands=Commands.of(cases, options)
    )
    judged = judging.judge(request.gates, result.summary)
    if save is not None:
        used = saving.Used(organisation, options, request, given, cases)
        with session.progress(Doing(f"saving {count(len(given.cases), 'case')}")):
            saved = saving.save(session.store(), name, result, used, created_at=_now())
        session.say(f"saved as run {saved!r}")
    _summary.give(session, result.summary, _summary_plots.of_run(result), everything=everything)
    judging.enforce(judged)


def _now() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _compare(
    session: Session, cases: str, options: Options, others: list[str], save: str | None, everything: bool
) -> None:
    from wscli.commands import _comparison
    from wscli.dryrun import comparing, gates

    if save is not None:
        raise Usage(
            "--compare-with makes two runs, and --save keeps one",
            hint="save each by itself, and compare them with `wscli runs compare`",
        )
    document, asked = comparing.simulate_both(
        session.store(), cases, options, tuple(others), session.stdin, session.warn, session.progress
    )
    judged = comparing.judged(asked, document)
    _comparison.give(session, document, everything=everything)
    gates.enforce(judged)
