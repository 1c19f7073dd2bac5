"""Offers of a case that came to nothing: how often, for how long, and when the events file is why."""

from __future__ import annotations

from typing import Any

from wscli.amounts import count, were
from wscli.cases.table import EventKind
from wscli.dryrun.explaining.names import Names
from wscli.dryrun.explaining.words import Clock, both, lasting
from wscli.simulation.tracing import CaseTrace

Row = dict[str, Any]
_MISSED = {"declined": "declined", "timed-out": "missed"}
_ANSWERS = (EventKind.ACCEPT, EventKind.DECLINE, EventKind.IGNORE)


def _missed(story: list[Row]) -> list[Row]:
    return [row for row in story if row["event"] in _MISSED]


def misses(story: list[Row], offers: str = "earlier offers") -> str:
    """Say how often it was offered in vain, in a sentence behind others; nothing where it was not."""
    missed = _missed(story)
    if not missed:
        return ""
    if len(missed) == 1:
        return f" {missed[0]['agent']} had {_MISSED[missed[0]['event']]} it before."
    declined = sum(row["event"] == "declined" for row in missed)
    parts = [f"{declined:,} {were(declined)} declined"] if declined else []
    parts += [f"{len(missed) - declined:,} timed out"] if declined < len(missed) else []
    return f" Of its {offers} {both(parts)}."


def offered_seconds(story: list[Row]) -> float:
    """Return how long a case was on offer, answered or not; an offer that still stands does not count."""
    return sum(float(row.get("on_offer_seconds", 0)) for row in story)


def on_offer(story: list[Row]) -> str:
    """Return what became of the offers that a case spent its time on: `, to ann: 4 offers timed out …`."""
    missed = _missed(story)
    if not missed:
        offered = [row["agent"] for row in story if row["event"] == "offered"]
        return f", to {offered[-1]}" if offered else ""
    late = [row for row in missed if row["event"] == "timed-out"]
    told = [f"{count(len(late), 'offer')} timed out{_lasted(late)}"] if late else []
    if len(late) < len(missed):
        declined = len(missed) - len(late)
        told.append(f"{declined if late else count(declined, 'offer')} {were(declined)} declined")
    return f", to {both(list(dict.fromkeys(row['agent'] for row in missed)))}: {both(told)}"


def _lasted(rows: list[Row]) -> str:
    """Return how long offers stood, where all did so for as long."""
    times = {lasting(row["on_offer_seconds"]) for row in rows}
    return f" after {min(times)}{' each' if len(rows) > 1 else ''}" if len(times) == 1 else ""


def from_file_only(names: Names, facts: Row, trace: CaseTrace, clock: Clock) -> str:
    """Say that only the answers of the events file count, where that is why offers were not answered.

    A case with an answer there never gets one from the behaviour of agents (rulebook 7.2).
    """
    events = names.inputs.events
    missed = [row[1] for row in trace.rows if row[2] == "timed-out" and row[8] != "offline"]
    if events is None or not missed:
        return ""
    rows = zip(events.event, events.case, events.at, strict=True)
    answers = [(kind, at) for kind, case, at in rows if case == trace.case and kind in _ANSWERS]
    if not answers or sum(kind is EventKind.IGNORE for kind, _ in answers) >= len(missed):
        return ""
    first = f" {facts['case_id']} has answers in the events file, so only those count"
    last = max(at for _, at in answers)
    if max(missed) > last:
        repair = "add an accept row, or remove its rows"
        return f"{first}, and there is none after {clock(names.instant(last))}: {repair}."
    return f"{first}: while there was none, its offers timed out."
