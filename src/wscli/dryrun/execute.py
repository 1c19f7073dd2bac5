"""One run: simulated, logged where asked, measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wscli.amounts import count
from wscli.dryrun import logs
from wscli.dryrun.digests import digest_of
from wscli.dryrun.findings import Finding, findings_of, said
from wscli.dryrun.inputs import Inputs
from wscli.dryrun.invocation import Commands
from wscli.dryrun.request import Request
from wscli.dryrun.stages import Doing, Simulating, Watch, unwatched
from wscli.dryrun.summary import summary_of
from wscli.model.organisation import Organisation
from wscli.simulation import Outcome, Window, simulate
from wscli.simulation.observers import LOG_COLUMNS, LogRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What came of a run, its summary (interface §7), and what stands out, before it is in words."""

    outcome: Outcome
    summary: dict[str, Any]
    findings: tuple[Finding, ...] = ()


Listener = Callable[[LogRow], object]
"""Takes each row of the event log, in order."""


def execute(
    organisation: Organisation,
    inputs: Inputs,
    request: Request,
    listener: Listener | None = None,
    watch: Watch = unwatched,
    commands: Commands | None = None,
) -> Run:
    """Run a request; `listener` hears every event, findings show more by `commands`.

    Raises:
        Failed: a log cannot be written.
    """
    for path in (request.event_log, request.case_log):
        if path is not None:
            logs.require_place(path)
    stage = Simulating(request.zone)
    with watch(stage), ExitStack() as stack:
        log = _both(_event_log(request, inputs, stack), listener)
        outcome = simulate(
            organisation,
            inputs.cases,
            inputs.events,
            window=Window(start=request.start, until=request.until),
            zone=request.zone,
            seed=request.seed,
            log=log,
            check=request.check,
            started=stage.started,
        )
    if request.case_log is not None:
        with watch(Doing(f"writing {count(len(inputs.cases), 'case')}")):
            logs.write_case_log(request.case_log, outcome, request.zone)
    with watch(Doing(f"measuring {count(len(inputs.cases), 'case')}")):
        digest = digest_of(outcome)
        summary = summary_of(organisation, outcome, inputs, request, digest)
        findings = findings_of(organisation, outcome, inputs, request, summary)
        summary["findings"] = said(findings, commands)
        return Run(outcome=outcome, summary=summary, findings=findings)


def _both(first: Listener | None, second: Listener | None) -> Listener | None:
    if first is None or second is None:
        return first or second

    def hear(row: LogRow) -> None:
        first(row)
        second(row)

    return hear


def _event_log(request: Request, inputs: Inputs, stack: ExitStack) -> Listener | None:
    if request.event_log is None:
        return None
    name = request.event_log.name.lower()
    if name.endswith((".xes", ".xes.gz")):
        return stack.enter_context(_xes_log(request.event_log, request, inputs))
    stream = stack.enter_context(logs.opened(request.event_log))
    lines = name.endswith(".jsonl")
    writer = logs.LogWriter(stream, LOG_COLUMNS, lines=lines)
    instant = logs.Instants(request.zone)

    def write(row: LogRow) -> None:
        seq, at, *rest = row
        writer.write((seq, instant(at), *rest))

    return write


@contextmanager
def _xes_log(path: Path, request: Request, inputs: Inputs) -> Iterator[Listener]:
    """Give a listener whose rows are written by case once the block has ended well."""
    from wscli.interchange.xes import XesLog

    log = XesLog(inputs.cases, logs.Instants(request.zone))
    with logs.opened(path) as stream:
        yield log.add
        log.write(stream)
