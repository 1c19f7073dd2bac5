"""What of the input is to be doubted: rows that did not count, assumptions in favour of the result."""

from __future__ import annotations

from collections.abc import Iterator

from wscli.amounts import count, were
from wscli.cases.table import EventKind
from wscli.dryrun.findings.attendance import always_in
from wscli.dryrun.findings.ended import Ended
from wscli.dryrun.findings.finding import Finding
from wscli.dryrun.findings.words import lasting, listed, percent
from wscli.dryrun.invocation import Word
from wscli.model.behaviour import PROMPT
from wscli.model.terms import Channel
from wscli.simulation.staffing import behaviour_of

DAY = 24 * 3_600_000
"""From this length on a run has a night, and nobody works through it."""
MANY = 100
"""Answered cases from which on a behaviour that was left out makes the result."""
_ANSWERS = frozenset({EventKind.ACCEPT, EventKind.DECLINE, EventKind.IGNORE, EventKind.PICK})
_LINES = (Word("-o", "none"), Word("--event-log", "log.csv"))


def skipped_rows(run: Ended) -> Iterator[Finding]:
    """Say how many rows were left out of each file; without the option all of them are named."""
    tables = [("case", run.inputs.cases), ("event", run.inputs.events)]
    parts = [
        f"{table.skipped:,} of {count(len(table) + table.skipped, f'{word} row')}"
        for word, table in tables
        if table is not None and table.skipped
    ]
    if parts:
        number = run.summary["skipped_rows"]
        yield Finding(
            "skipped-rows",
            f"{' and '.join(parts)} {were(number)} bad and left out",
            lambda commands: commands.bad_rows,
        )


def refused_events(run: Ended) -> Iterator[Finding]:
    """Say how many rows of the events file could not apply, most frequent reason first."""
    refused, events = run.summary["refused_events"], run.inputs.events
    if not refused or events is None:
        return
    number = sum(refused.values())
    reasons = sorted(refused.items(), key=lambda each: (-each[1], each[0]))
    said = ", ".join(f"{times:,} {reason}" for reason, times in reasons[:3])
    more = f" and {len(reasons) - 3} other reasons" if len(reasons) > 3 else ""
    yield Finding(
        "refused-events",
        f"{number:,} of {count(len(events), 'event row')} could not apply when their time came: {said}{more}",
        lambda commands: commands.simulation(*_LINES),
    )


def always_signed_in(run: Ended) -> Iterator[Finding]:
    """Say who is taken to work day and night, because neither shifts nor sign-ins say when they do not."""
    passed = run.outcome.end - run.outcome.start
    if passed < DAY or not run.summary["wait"]["count"]:
        return
    working = [index for index, queues in enumerate(run.queues_of) if queues]
    always = sorted(run.once(always_in).intersection(working))
    if not always:
        return
    who = listed([run.outcome.agents[index].name for index in always])
    if len(always) == len(working):
        who = f"all {count(len(always), 'agent')}" if len(always) > 1 else who
    have, are = ("have", "are") if len(always) > 1 else ("has", "is")
    yield Finding(
        "always-signed-in",
        f"{who} {have} neither shifts nor sign-in rows and {are} taken to be at work day and night, for "
        f"{lasting(passed / 1000)}: waits come out too short",
    )


def prompt_agents(run: Ended) -> Iterator[Finding]:
    """Say that most cases were taken at once because agents are assumed to need no time for it."""
    wait, events = run.summary["wait"], run.inputs.events
    if wait["count"] < MANY or wait["p50"] > 0:
        return
    picked, accepted = run.summary["picks"]["made"], run.summary["offers"]["accepted"]
    key, verb = ("pick_after", "pick") if picked >= accepted else ("accept_after", "accept")
    # Auto-assignment takes no time in the product either.
    if max(picked, accepted) < wait["count"] / 2 or (events and not _ANSWERS.isdisjoint(events.event)):
        return
    habits = (behaviour_of(run.organisation, agent) for agent in run.organisation.agents)
    if any(getattr(habit, key) != getattr(PROMPT, key) for habit in habits):
        return
    outcome = run.outcome
    at_once = sum(map(int.__eq__, outcome.accepted, outcome.cases.arrived))
    yield Finding(
        "prompt-agents",
        f"{percent(at_once / wait['count'])} of the cases were taken in the instant they came, because "
        f"agents are assumed to {verb} at once ({key} is 0): waits come out too short",
        lambda commands: commands.simulation(Word("--set", f"behaviour.{key}=1m")),
    )


def endless_patience(run: Ended) -> Iterator[Finding]:
    """Say that people are assumed to wait for ever where they would not; for records that is no wonder."""
    if "patience_seconds" in run.inputs.cases.columns:
        return
    for workstream, figures in zip(run.organisation.workstreams, run.summary["workstreams"], strict=True):
        wait = figures["wait"]
        if workstream.channel is Channel.ENTITY_RECORDS or wait["count"] < MANY:
            continue
        if wait["p90"] >= max(run.threshold, 600):
            yield Finding(
                "endless-patience",
                f"one in ten cases of {workstream.name!r} waited {lasting(wait['p90'])} or longer, and "
                "nobody gave up: the cases have no column patience_seconds",
            )
            return
