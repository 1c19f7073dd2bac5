"""Saved runs: listed, shown, handed on, run again, compared, deleted (interface §7)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wscli.commands._complete import saved_runs
from wscli.commands._options import All, CasesMoved, DryRun, EventsMoved
from wscli.errors import Failed, Invalid
from wscli.session import Column, Format, current

if TYPE_CHECKING:
    from wscli.store.runs import Run

app = typer.Typer(
    help="List, show, export, repeat, compare and delete the runs that `simulate --save` keeps."
)
Which = Annotated[str, typer.Argument(metavar="RUN", help="Its name or number", autocompletion=saved_runs)]
COLUMNS = (
    Column("id", table=False),
    Column("name", cut=True),
    Column("created_at", "created"),
    Column("cases", right=True),
    Column("wait_mean", "mean wait", right=True),
    Column("wait_p95", "p95 wait", right=True),
    Column("service_level", "in time", right=True),
    Column("digest", spare=True),
    Column("version", spare=True),
    *(Column(name, table=False) for name in ("semantics", "seed", "from", "until", "events", "case_file")),
)


@app.command("list")
def list_() -> None:
    """List the saved runs, the oldest first.

    Examples:

        wscli runs list
        wscli runs list -o json | jq '.[] | {name, wait_p95}'
    """
    session = current()
    rows = session.store().runs()
    if session.format is Format.TABLE:
        rows = [_for_people(row) for row in rows]
    session.emit_rows(rows, COLUMNS, empty="no saved runs", width=session.page_width)


def _for_people(row: dict[str, Any]) -> dict[str, Any]:
    from wscli.amounts import count, duration, percent

    return {
        **row,
        "cases": count(row["cases"]),
        "created_at": row["created_at"][:16].replace("T", " ") + "Z",
        "wait_mean": duration(row["wait_mean"]),
        "wait_p95": duration(row["wait_p95"]),
        "service_level": percent(row["service_level"]),
        "digest": row["digest"].removeprefix("sha256:")[:12],
    }


@app.command("show")
def show(run: Which, everything: All = False) -> None:
    """Show the summary of a saved run, as `simulate` printed it.

    Examples:

        wscli runs show baseline
        wscli runs show baseline -o json | jq .settings
    """
    from wscli.commands import _summary, _summary_plots

    session = current()
    store = session.store()
    saved = store.run(run)
    if session.format is Format.TABLE and session.fields is None:
        session.say(_headline(saved))
    _summary.give(session, saved.summary, _summary_plots.of_saved(store, saved), everything=everything)


def _headline(saved: Run) -> str:
    files = ", ".join(each.path for each in saved.files)
    by = f"wscli {saved.summary['version']}, digest {saved.summary['digest'][7:19]}"
    return f"run {saved.name!r} ({saved.id}), saved {saved.created_at} by {by}: {files}"


@app.command("export")
def export(
    run: Which,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help=".csv or .jsonl: the cases; .json: all")
    ] = None,
) -> None:
    """Write the cases of a saved run as its case log, or with -o json all that is stored of it.

    Without FILE to stdout, as CSV unless -o says jsonl or json.

    Examples:

        wscli runs export baseline cases.csv
        wscli runs export baseline -o json > baseline.json
    """
    from wscli.amounts import count
    from wscli.dryrun import history
    from wscli.dryrun.logs import CASE_COLUMNS
    from wscli.output import choose
    from wscli.terminal import harmless

    session = current()
    fields = None
    if session.fields is not None:
        fields = [column.name for column in choose(CASE_COLUMNS, session.fields)]
    form = _form(session.output, file)
    store = session.store()
    saved = store.run(run)
    if file is None:
        history.export(store, saved, harmless(session.stdout), form, fields)
        return
    history.export_to(store, saved, file, form, fields)
    session.say(f"exported run {saved.name!r}: {count(saved.cases, 'case')}, to {file}")


def _form(said: Format | None, file: Path | None) -> str:
    """Return the form of an export; what is written is a document, so WSCLI_OUTPUT does not count."""
    from wscli.dryrun import history

    if file is not None:
        form = history.form_of(file)
        if said is not None and said != form:
            raise Invalid(f"{file} is not {said}, as --output says", hint="leave -o out: the ending says it")
        return form
    form = str(said or Format.CSV)
    if form not in history.FORMS:
        raise Invalid(
            f"a run is exported as csv, jsonl or json, not {form}, in --output", hint="leave -o out for CSV"
        )
    return form


@app.command("repeat")
def repeat(
    run: Which,
    cases: CasesMoved = None,
    events: EventsMoved = None,
    everything: All = False,
) -> None:
    """Run a saved run once more, and say whether the same comes of it.

    The configuration and the options are those that are stored; cases and events are read from the files
    that the run read. Exit code 6: the digest is another one. A file that has changed is told; whether it
    matters is what the digest says.

    Examples:

        wscli runs repeat baseline
        wscli runs repeat baseline --cases archive/2026-03.csv.gz
    """
    from wscli.commands import _summary, _summary_plots
    from wscli.dryrun import repeating

    session = current()
    saved = session.store().run(run)
    again = repeating.repeat(saved, cases, events, watch=session.progress)
    for change in again.changed:
        session.warn(change)
    _summary.give(session, again.run.summary, _summary_plots.of_run(again.run), everything=everything)
    repeating.compare(saved, again)
    session.say(f"identical to run {saved.name!r}: the digest is the same")


@app.command("compare")
def compare(
    a: Annotated[str, typer.Argument(metavar="A", help="A saved run", autocompletion=saved_runs)],
    b: Annotated[str, typer.Argument(metavar="B", help="The one held against it", autocompletion=saved_runs)],
    gates: Annotated[
        list[str] | None,
        typer.Option("--assert", metavar="EXPR", help="Fail unless the comparison meets it; repeat"),
    ] = None,
    everything: All = False,
) -> None:
    """Compare saved run B with A: what differs, what came of it and how certain that is, where, for whom.

    Changes are b − a. Runs of the same cases are compared case by case, others as two groups. A gate speaks
    of a figure of either side or of a change: `b.wait.p95<10m`, `delta.wait.p95<=0`, `cases.worse.count==0`.
    Exit code 6: one is not met.

    Examples:

        wscli runs compare baseline candidate
        wscli runs compare baseline candidate --assert 'delta.wait.p95<=0'
        wscli runs compare 1 2 -o json | jq .delta.wait
    """
    from wscli.commands import _comparison
    from wscli.dryrun import comparing
    from wscli.dryrun.gates import enforce, read_gates

    session = current()
    asked = read_gates(gates or ())
    store = session.store()
    document = comparing.compare_saved(store, store.run(a), store.run(b), session.progress)
    judged = comparing.judged(asked, document)
    _comparison.give(session, document, everything=everything)
    enforce(judged)


@app.command("delete")
def delete(
    runs: Annotated[
        list[str], typer.Argument(metavar="RUN", help="Their names or numbers", autocompletion=saved_runs)
    ],
    dry_run: DryRun = False,
) -> None:
    """Delete saved runs, after asking; --yes goes ahead.

    The file does not become smaller: the next runs take the room.

    Examples:

        wscli runs delete run-3 run-4
        wscli runs delete baseline --yes
    """
    from wscli.commands import _reports

    session = current()
    store = session.store()
    # Looked up first: nobody is asked about what is not there, and none goes if one is missing.
    names = list(dict.fromkeys(store.run(each).name for each in runs))
    listed = ", ".join(map(repr, names))
    question = f"delete run {listed}?" if len(names) == 1 else f"delete {len(names)} runs: {listed}?"
    if not dry_run and not session.confirm(question):
        raise Failed("not agreed to: nothing was deleted")
    with store.write(dry_run=dry_run) as transaction:
        for name in names:
            transaction.delete_run(name)
    for name in names:
        _reports.say(session, f"deleted run {name!r}", dry_run=dry_run)
    _reports.give(session, {"deleted": names})
