"""Why a case has no story: it is in the file, and not part of the run (rulebook 1.5, 1.6)."""

from __future__ import annotations

from wscli.cases.table import EventKind
from wscli.dryrun.explaining.names import Names
from wscli.simulation.outcome import Outcome

_FINISHES = (EventKind.RESOLVE, EventKind.WITHDRAW)


def absence(names: Names, outcome: Outcome, case: int) -> str:
    """Return why a case does not take part, in a sentence."""
    name, arrived = names.cases.ids[case], names.cases.arrived[case]
    until = names.request.until
    if until is not None and arrived > until:
        return (
            f"{name} is not part of the run: it arrives at {names.instant(arrived)}, "
            f"and the run ends at {names.instant(until)} (--until)."
        )
    finished = _finished(names, outcome, case)
    if finished is not None:
        kind, at = finished
        return (
            f"{name} is not part of the run: a {kind} row at {names.instant(at)} finished it "
            f"before the run begins at {names.instant(outcome.start)} (--from)."
        )
    return f"{name} did not take part in the run."


def _finished(names: Names, outcome: Outcome, case: int) -> tuple[str, int] | None:
    events = names.inputs.events
    if events is None:
        return None
    found = [
        (at, kind.value)
        for kind, index, at in zip(events.event, events.case, events.at, strict=True)
        if index == case and kind in _FINISHES and names.cases.arrived[case] < at < outcome.start
    ]
    return (min(found)[1], min(found)[0]) if found else None
