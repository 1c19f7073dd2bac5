"""Keeping a run: what came of it → what the store takes (interface §7).

The configuration is kept as it was run, whatever files, paths and overlays it came from, and so are the
columns that `--map @FILE` renamed: a run can be repeated when those files have long changed. Of the case
file and the events file only fingerprints are kept. Here is the one place where the simulator's columns
become rows of the store; neither knows the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC
from itertools import compress
from typing import Any

from wscli.dryrun.execute import Run
from wscli.dryrun.findings import said
from wscli.dryrun.inputs import Inputs
from wscli.dryrun.invocation import Commands
from wscli.dryrun.logs import Instants
from wscli.dryrun.request import RENAMED, Options, Request
from wscli.errors import Invalid
from wscli.model.findings import Findings
from wscli.model.organisation import Organisation
from wscli.model.values import BAD, read_text
from wscli.model.write import write_organisation
from wscli.simulation import Outcome
from wscli.simulation.outcome import CLOSED, OUTCOMES, STATES
from wscli.store import Store
from wscli.store.runs import CaseRow, NewRun, RunFile


def read_name(text: str) -> str | None:
    """Return the name that a run is to have, None where it is to get one; raises Invalid."""
    if not text.strip():
        return None
    found = Findings()
    name = read_text(text, ("--save",), found)
    if name is not BAD and name.isdigit():
        found.add(("--save",), f"{name} is a number, and numbers stand for runs too", hint="put a word to it")
    if found.errors:
        raise Invalid(f"--save: {found.errors[0].message}", hint=found.errors[0].hint)
    return str(name)


@dataclass(frozen=True, slots=True)
class Used:
    """What a run was made of; `cases` is the case file as it was named."""

    organisation: Organisation
    options: Options
    request: Request
    inputs: Inputs
    cases: str


def save(store: Store, name: str | None, run: Run, used: Used, *, created_at: str) -> str:
    """Store a run in one transaction, and return its name, which is in its summary from then on.

    Raises:
        Conflict: another run has the name. Failed: as `Store.write`.
    """
    outcome = run.outcome
    reasons = _Reasons(outcome)
    with store.write() as transaction:
        # Findings say commands, and these name the run: so it has its name before it is stored.
        given = transaction.run_name(name)
        read = {"cases": used.cases, "events": used.options.events or ""}
        run.summary["findings"] = said(run.findings, Commands.of_run(given, read=read))
        new = _new_run(given, run, used, reasons, created_at)
        saved = transaction.save_run(new, _case_rows(outcome, reasons)).name
    run.summary["run"] = saved
    return saved


def _new_run(name: str, run: Run, used: Used, reasons: _Reasons, created_at: str) -> NewRun:
    instant = Instants(UTC)
    outcome = run.outcome
    return NewRun(
        name=name,
        created_at=created_at,
        start=instant(outcome.start),
        end=instant(outcome.end),
        configuration=write_organisation(used.organisation),
        options=stated(used.options, used.request, used.cases),
        summary=run.summary,
        files=_files(used),
        names={
            "queue": tuple(outcome.queue_names),
            "workstream": tuple(outcome.workstream_names),
            "agent": tuple(agent.name for agent in outcome.agents),
            "reason": tuple(reasons.texts),
        },
    )


def stated(options: Options, request: Request, cases: str) -> dict[str, Any]:
    """Return the options that were given, by their names, with what a mapping file said in its place."""
    given = {
        RENAMED.get(name, name): value
        for name, value in asdict(options).items()
        if value not in (None, False, ())
    }
    if request.mapping:
        given["map"] = dict(request.mapping)
    return {"cases": cases, **given}


def _files(used: Used) -> tuple[RunFile, ...]:
    read = [("cases", used.cases, used.inputs.cases.fingerprint)]
    if used.inputs.events is not None and used.options.events is not None:
        read.append(("events", used.options.events, used.inputs.events.fingerprint))
    return tuple(
        RunFile(role=role, path=printable(path), sha256=fingerprint.sha256, size=fingerprint.size)
        for role, path, fingerprint in read
        if fingerprint is not None
    )


def printable(path: str) -> str:
    """Return a path as text that can be stored: names of files need not be text at all."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


class _Reasons:
    """The reasons that cases have, each once, and which case has which: few cases have one."""

    def __init__(self, outcome: Outcome) -> None:
        self.texts: dict[str, int] = {}
        self.by_case: dict[int, int] = {}
        some = {*outcome.reasons, *(at for at, state in enumerate(outcome.state) if state != CLOSED)}
        for case in sorted(some):
            text = outcome.reason_of(case) if outcome.state[case] else ""
            if text:
                self.by_case[case] = self.texts.setdefault(text, len(self.texts))


def _case_rows(outcome: Outcome, reasons: _Reasons) -> Iterator[CaseRow]:
    """Return `CASE_COLUMNS` of every case that is part of the run: columns side by side, not case by case."""
    count = len(outcome.state)
    none = [-1] * count
    said = none
    if reasons.by_case:
        said = [reasons.by_case.get(case, -1) for case in range(count)]
    rows = zip(
        range(count),
        outcome.cases.ids,
        outcome.cases.priority,
        outcome.cases.arrived,
        outcome.first_offered,
        outcome.accepted,
        outcome.closed,
        outcome.queue,
        outcome.workstream,
        outcome.agent,
        outcomes(outcome),
        outcome.offers,
        outcome.declines,
        outcome.timeouts,
        outcome.transfers,
        handles(outcome),
        said,
        strict=True,
    )
    return compress(rows, outcome.state)


def handles(outcome: Outcome) -> Iterator[int]:
    """Yield the time Active of each case that somebody had and that is closed, -1 of others."""
    columns = zip(outcome.active_ms, outcome.accepted, outcome.closed, strict=True)
    return (held if accepted >= 0 and closed >= 0 else -1 for held, accepted, closed in columns)


def outcomes(outcome: Outcome) -> Iterator[str]:
    """Yield how each case stands at the end, as the case log says it."""
    for case, (state, ending) in enumerate(zip(outcome.state, outcome.ending, strict=True)):
        # Nearly all cases are closed: two look-ups instead of a call.
        if state == CLOSED:
            yield OUTCOMES[ending]
        else:
            yield outcome.outcome_of(case) if state in STATES else ""
