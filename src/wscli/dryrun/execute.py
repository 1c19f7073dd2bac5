"""One run: simulated, logged where asked, measured."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from wscli.dryrun import logs
from wscli.dryrun.inputs import Inputs
from wscli.dryrun.request import Request
from wscli.dryrun.summary import summary_of
from wscli.model.organisation import Organisation
from wscli.simulation import Outcome, Window, simulate
from wscli.simulation.observers import LOG_COLUMNS, LogRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What came of a run, and its summary (interface §7)."""

    outcome: Outcome
    summary: dict[str, Any]


Listener = Callable[[LogRow], object]
"""Takes each row of the event log, in order."""


def execute(
    organisation: Organisation, inputs: Inputs, request: Request, listener: Listener | None = None
) -> Run:
    """Run a request; `listener` hears every event. Raises Failed if a log cannot be written."""
    for path in (request.event_log, request.case_log):
        if path is not None:
            logs.require_place(path)
    with ExitStack() as stack:
        log = _both(_event_log(request, stack), listener)
        outcome = simulate(
            organisation,
            inputs.cases,
            inputs.events,
            window=Window(start=request.start, until=request.until),
            zone=request.zone,
            seed=request.seed,
            log=log,
            check=request.check,
        )
    if request.case_log is not None:
        logs.write_case_log(request.case_log, outcome, request.zone)
    digest = logs.digest_of(outcome)
    return Run(outcome=outcome, summary=summary_of(organisation, outcome, inputs, request, digest))


def _both(first: Listener | None, second: Listener | None) -> Listener | None:
    if first is None or second is None:
        return first or second

    def hear(row: LogRow) -> None:
        first(row)
        second(row)

    return hear


def _event_log(request: Request, stack: ExitStack) -> Listener | None:
    if request.event_log is None:
        return None
    stream = stack.enter_context(logs.opened(request.event_log))
    lines = request.event_log.suffix.lower() == ".jsonl"
    writer = logs.LogWriter(stream, LOG_COLUMNS, lines=lines)
    instant = logs.Instants(request.zone)

    def write(row: LogRow) -> None:
        seq, at, *rest = row
        writer.write((seq, instant(at), *rest))

    return write
