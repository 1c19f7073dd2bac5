"""What a saved run says: its case rows as the case log had them, and all of it as one document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from wscli.dryrun.logs import CASE_COLUMNS, Instants, LogWriter, opened, require_place, seconds_text
from wscli.errors import Invalid, Usage
from wscli.measures import seconds
from wscli.simulation.outcome import OUTCOMES
from wscli.store import Store
from wscli.store.runs import CaseRow, Run

SCHEMA_VERSION = 1
FORMS = ("csv", "jsonl", "json")
"""The forms of an export: rows, rows, and the whole run."""

_CLOSED = frozenset(OUTCOMES.values())


def form_of(path: Path) -> str:
    """Return the form that the ending of a file says; raises Invalid."""
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise Invalid(
            f"{str(path)!r} must end in .csv, .jsonl or .json",
            hint="the ending says the format: rows, or all",
        )
    return form


def export_to(store: Store, run: Run, path: Path, form: str, fields: Sequence[str] | None) -> None:
    """Write an export to a file, beside its place first; raises Usage, Failed."""
    for read in run.files:
        if Path(read.path).resolve() == path.resolve():
            raise Usage(
                f"{path} would overwrite the {read.role} file of run {run.name!r}",
                hint="choose another file: without that one the run cannot be repeated",
            )
    require_place(path)
    with opened(path) as stream:
        export(store, run, stream, form, fields)


def export(store: Store, run: Run, stream: TextIO, form: str, fields: Sequence[str] | None) -> None:
    """Write the case rows of a run as the case log has them, or as `json` the whole run."""
    names = list(fields or CASE_COLUMNS)
    with store.run_cases(run) as cases:
        rows = _picked(log_rows(run, cases, plain=form == "csv"), names)
        if form == "json":
            _write_whole(stream, run, names, rows)
            return
        writer = LogWriter(stream, names, lines=form == "jsonl")
        for row in rows:
            writer.write(row)


def _picked(rows: Iterator[Sequence[Any]], names: Sequence[str]) -> Iterator[Sequence[Any]]:
    if tuple(names) == CASE_COLUMNS:
        return rows
    places = [CASE_COLUMNS.index(name) for name in names]
    return ([row[place] for place in places] for row in rows)


def log_rows(run: Run, cases: Iterator[CaseRow], *, plain: bool) -> Iterator[Sequence[Any]]:
    """Yield stored case rows as rows of the case log, in the zone of the run.

    Seconds are numbers, or text where `plain`.
    """
    instant = Instants(ZoneInfo(run.summary["settings"]["timezone"]))
    lasting = seconds_text if plain else seconds
    queues, workstreams, agents, reasons = (
        dict(enumerate(run.names[kind])) for kind in ("queue", "workstream", "agent", "reason")
    )
    for row in cases:
        _, case_id, _, arrived, offered, accepted, closed, queue, workstream, agent, outcome, *rest = row
        offers, declines, timeouts, transfers, handle, reason = rest
        yield (
            case_id,
            instant(arrived),
            queues.get(queue),
            workstreams.get(workstream),
            "closed" if outcome in _CLOSED else "open" if outcome == "undistributed" else outcome,
            outcome,
            agents.get(agent),
            None if offered is None else instant(offered),
            None if accepted is None else instant(accepted),
            None if closed is None else instant(closed),
            offers,
            declines,
            timeouts,
            transfers,
            None if accepted is None else lasting(accepted - arrived),
            None if handle is None else lasting(handle),
            reasons.get(reason),
        )


def whole(run: Run) -> dict[str, Any]:
    """Return all that is stored of a run, but for its case rows."""
    return {
        "schema_version": SCHEMA_VERSION,
        "run": run.name,
        "id": run.id,
        "created_at": run.created_at,
        "files": [
            {"role": each.role, "path": each.path, "sha256": each.sha256, "size": each.size}
            for each in run.files
        ],
        "options": run.options,
        "configuration": run.configuration,
        "summary": run.summary,
    }


def _write_whole(stream: TextIO, run: Run, names: Sequence[str], rows: Iterator[Sequence[Any]]) -> None:
    """Write one JSON object, its cases one to a line: a million of them need not be in memory at once."""
    stream.write(json.dumps(whole(run), indent=2)[:-2])
    stream.write(',\n  "cases": [')
    separator = "\n    "
    for row in rows:
        stream.write(separator + json.dumps(dict(zip(names, row, strict=True))))
        separator = ",\n    "
    stream.write("\n  ]\n}\n")
