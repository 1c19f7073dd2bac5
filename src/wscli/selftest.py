"""Whether this installation reproduces the documented vectors: each is replayed and compared.

A vector goes the way of a user's files: it is written to a folder, read, judged, simulated and logged by what
`wscli simulate` uses, and the logs are read back. So a vector that holds says something about the whole way,
not only about the simulator. Nothing is stored, and the clock is the simulated one.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from wscli.conformance.vectors import LogRow, Vector, rows
from wscli.dryrun import inputs
from wscli.dryrun.execute import execute
from wscli.dryrun.request import Options, understand
from wscli.errors import WscliError
from wscli.model.organisation import Organisation
from wscli.office import validation


class Result(StrEnum):
    """How a vector ended."""

    HOLDS = "holds"
    FAILS = "fails"
    NOT_MODELLED = "not-modelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The first row in which a log is not what was expected.

    `row` counts from 1 among the rows that are compared; None on either side is no row at all.
    """

    log: str
    row: int
    expected: LogRow | None
    got: LogRow | None

    def __str__(self) -> str:
        return f"row {self.row} of the {self.log}: expected {_text(self.expected)}; got {_text(self.got)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A vector and how it ended; `error` is what stopped a run that could not be made."""

    vector: Vector
    result: Result
    difference: Difference | None = None
    error: str | None = None

    @property
    def why(self) -> str | None:
        """Why it fails, or why it is not modelled."""
        if self.difference is not None:
            return str(self.difference)
        return self.error or self.vector.not_modelled

    def record(self) -> dict[str, Any]:
        """Return what programs read."""
        return {
            "id": self.vector.id,
            "title": self.vector.title,
            "document": self.vector.document,
            "source": self.vector.source,
            "result": self.result.value,
            "why": self.why,
        }


def judge(vector: Vector) -> Verdict:
    """Replay a vector and return whether what came of it is what was expected."""
    if vector.not_modelled is not None:
        return Verdict(vector=vector, result=Result.NOT_MODELLED)
    try:
        with TemporaryDirectory(prefix="wscli-selftest-") as folder:
            logs = _replay(vector, Path(folder))
    except WscliError as error:
        return Verdict(vector=vector, result=Result.FAILS, error=_told(error))
    difference = next(_differences(vector, *logs), None)
    result = Result.HOLDS if difference is None else Result.FAILS
    return Verdict(vector=vector, result=result, difference=difference)


def _replay(vector: Vector, folder: Path) -> tuple[list[LogRow], list[LogRow]]:
    """Run a vector through files in `folder`; return its event log and its case log."""
    configuration = _written(folder / "configuration.json", json.dumps(vector.configuration))
    cases = _written(folder / "cases.csv", vector.cases)
    events = None if vector.events is None else _written(folder / "events.csv", vector.events)
    event_log, case_log = folder / "event-log.csv", folder / "case-log.csv"
    parsed, shape = validation.read([configuration], io.BytesIO())
    organisation, _ = validation.accept(parsed, shape, Organisation())
    options = Options(
        events=events,
        start=vector.options.get("from"),
        until=vector.options.get("until"),
        event_log=str(event_log),
        case_log=str(case_log),
    )
    request = understand(options, organisation)
    execute(organisation, inputs.read(cases, request, organisation, None), request)
    return rows(event_log.read_text("utf-8")), rows(case_log.read_text("utf-8"))


def _written(path: Path, text: str) -> str:
    path.write_text(text, "utf-8")
    return str(path)


def _differences(
    vector: Vector, event_log: Sequence[LogRow], case_log: Sequence[LogRow]
) -> Iterator[Difference]:
    """Yield what differs, the event log first; its rows after the first that differs say nothing more."""
    wanted = vector.rows_of
    if vector.event_log:
        compared = [row for row in event_log if wanted is None or row["event"] in wanted]
        columns = list(vector.event_log[0])
        for number, (expected, row) in enumerate(zip_longest(vector.event_log, compared), 1):
            got = row and _cut(row, columns)
            if got != expected:
                yield Difference(log="event log", row=number, expected=expected, got=got)
                return
    cases = {row["case_id"]: row for row in case_log}
    for number, expected in enumerate(vector.case_log, 1):
        found = cases.get(expected["case_id"])
        got = found and _cut(found, list(expected))
        if got != expected:
            yield Difference(log="case log", row=number, expected=expected, got=got)


def _cut(row: Mapping[str, str], columns: Sequence[str]) -> LogRow:
    return {column: row.get(column, "") for column in columns}


def _text(row: LogRow | None) -> str:
    """Return a row in words: what it says, or of a case log which column says what."""
    if row is None:
        return "no row"
    if "event" in row:
        return " ".join(value for value in row.values() if value)
    return ", ".join(f"{column} {value or 'empty'}" for column, value in row.items())


def _told(error: WscliError) -> str:
    """Return an error with the single problems that it carries."""
    return "; ".join([error.message, *(f"{each.path}: {each.message}" for each in error.problems)])
