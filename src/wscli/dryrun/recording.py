"""A saved run once more with every row of its event log kept: for those who show how it went.

The rows are the tuples of `simulation.observers.LOG_COLUMNS`, which share their texts: the 220,000 of a month
of 38,000 cases take some 40 MB. What rows do not tell is kept beside them: who is signed in when the run
begins. Nothing is drawn or printed here, and nothing is stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from wscli.cases.table import EventTable
from wscli.dryrun.execute import execute
from wscli.dryrun.invocation import Commands
from wscli.dryrun.repeating import Ready, Repetition, compare, prepare
from wscli.dryrun.request import Options
from wscli.dryrun.stages import Watch, unwatched
from wscli.errors import GateNotMet, Problem
from wscli.model.organisation import Organisation
from wscli.model.terms import BasePresence
from wscli.simulation import Outcome
from wscli.simulation.observers import LogRow
from wscli.simulation.staffing import Staffing
from wscli.store.runs import Run as Saved

_BASES = tuple(base.value for base in BasePresence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A run, repeated: what it was of, what came of it, and every event.

    `summary` is that of the repetition, with the name of the run. `rows` are in order, with instants in epoch
    milliseconds, as `start` and `end`; `zone` is that of the run. `beginning`: the base presence of every
    agent who is signed in when it begins, by name, in order of definition. `warnings`: files that are not
    what the run read, and a digest that is not what it was.
    """

    saved: Saved
    organisation: Organisation
    outcome: Outcome
    summary: dict[str, Any]
    rows: list[LogRow]
    beginning: Mapping[str, str]
    zone: tzinfo
    start: int
    end: int
    warnings: tuple[Problem, ...]


def record(
    saved: Saved, cases: str | None = None, events: str | None = None, watch: Watch = unwatched
) -> Recording:
    """Repeat a saved run and keep its event log; raises as `repeating.prepare`.

    `cases` and `events` are read in place of the files that the run read.
    """
    ready = prepare(saved, cases, events, watch=watch)
    rows: list[LogRow] = []
    commands = Commands.of_run(saved.name, Options(events=events), cases, read=saved.options)
    run = execute(ready.organisation, ready.inputs, ready.request, rows.append, watch, commands)
    again = Repetition(run=run, changed=ready.changed)
    return Recording(
        saved=saved,
        organisation=ready.organisation,
        outcome=run.outcome,
        summary={**run.summary, "run": saved.name},
        rows=rows,
        beginning=_beginning(ready, run.outcome.start),
        zone=ready.request.zone,
        start=run.outcome.start,
        end=run.outcome.end,
        warnings=(*ready.changed, *_difference(saved, again)),
    )


def _beginning(ready: Ready, start: int) -> dict[str, str]:
    """Return who is signed in at the start, and in which base presence: no row says so (interface §7)."""
    events = ready.inputs.events or EventTable(file="")
    staff = Staffing(ready.organisation, events, start, ready.request.zone, 0).agents()
    return {
        agent.name: _BASES[plan.presence]
        for agent, plan in zip(ready.organisation.agents, staff, strict=True)
        if plan.signed_in
    }


def _difference(saved: Saved, again: Repetition) -> tuple[Problem, ...]:
    try:
        compare(saved, again)
    except GateNotMet as error:
        rule = "digest-differs"
        return (Problem(path="", message=error.message, hint=error.hint, rule=rule, severity="warning"),)
    return ()
