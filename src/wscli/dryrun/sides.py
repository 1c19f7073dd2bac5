"""The sides of a comparison: a run as rows of the store have it, or as the simulator just gave it.

A million cases a side: columns all the way, and texts such as names of agents once each. Nothing is compared
here.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress, islice
from typing import Any

from wscli.comparison import Side
from wscli.dryrun.execute import Run
from wscli.dryrun.saving import Used, handles, outcomes, stated
from wscli.model.write import write_organisation
from wscli.store import Store
from wscli.store.runs import Run as Saved

_PIECE = 20_000
_NUMBERS = {
    "arrived": "arrived_ms",
    "accepted": "accepted_ms",
    "closed": "closed_ms",
    "handle": "handle_ms",
    "priority": "priority",
}
_NAMES = ("queue", "workstream", "agent")
_COLUMNS = ("case_id", "outcome", *_NUMBERS.values(), *_NAMES)
_SAID_OTHERWISE = (
    *("cases", "events", "seed", "semantics"),  # as fingerprints, and as the summary has them
    *("file", "overlay", "set"),  # in the configuration
    *("event_log", "case_log", "assert", "check"),  # which change nothing
)


def saved_side(store: Store, saved: Saved) -> Side:
    """Return a saved run as a side of a comparison."""
    ids: list[str] = []
    ended: list[str] = []
    numbers = {name: array("q") for name in _NUMBERS}
    names: dict[str, list[str | None]] = {kind: [] for kind in _NAMES}
    known = {kind: dict(enumerate(saved.names[kind])) for kind in _NAMES}
    for columns in _pieces(store, saved):
        ids += columns["case_id"]
        ended += columns["outcome"]
        for name, column in _NUMBERS.items():
            absent = 0 if name == "priority" else -1
            numbers[name].extend([absent if value is None else value for value in columns[column]])
        for kind in _NAMES:
            names[kind] += map(known[kind].get, columns[kind])
    return Side(
        label=saved.name,
        summary=saved.summary,
        configuration=saved.configuration,
        inputs=_inputs(saved.options, saved.summary, {each.role: each.sha256 for each in saved.files}),
        ids=ids,
        outcome=ended,
        queue=names["queue"],
        workstream=names["workstream"],
        agent=names["agent"],
        **numbers,
    )


def _pieces(store: Store, saved: Saved) -> Iterator[dict[str, Sequence[Any]]]:
    """Yield the case rows as columns, some thousand rows at a time."""
    with store.run_cases(saved, *_COLUMNS) as rows:
        while piece := list(islice(rows, _PIECE)):
            yield dict(zip(_COLUMNS, zip(*piece, strict=True), strict=True))


def fresh_side(label: str, run: Run, used: Used) -> Side:
    """Return a run that was just made as a side of a comparison."""
    outcome = run.outcome
    present = outcome.state
    tables = {"cases": used.inputs.cases, "events": used.inputs.events}
    fingerprints = {
        role: table.fingerprint.sha256 for role, table in tables.items() if table and table.fingerprint
    }

    def numbers(column: Iterable[int]) -> array[int]:
        return array("q", compress(column, present))

    def names(column: Iterable[int], known: Sequence[str]) -> list[str | None]:
        return list(map(dict(enumerate(known)).get, compress(column, present)))

    return Side(
        label=label,
        summary=run.summary,
        configuration=write_organisation(used.organisation),
        inputs=_inputs(stated(used.options, used.request, used.cases), run.summary, fingerprints),
        ids=list(compress(outcome.cases.ids, present)),
        arrived=numbers(outcome.cases.arrived),
        accepted=numbers(outcome.accepted),
        closed=numbers(outcome.closed),
        handle=numbers(handles(outcome)),
        priority=numbers(outcome.cases.priority),
        outcome=list(compress(outcomes(outcome), present)),
        queue=names(outcome.queue, outcome.queue_names),
        workstream=names(outcome.workstream, outcome.workstream_names),
        agent=names(outcome.agent, [agent.name for agent in outcome.agents]),
    )


def _inputs(
    said: Mapping[str, Any], summary: Mapping[str, Any], fingerprints: Mapping[str, str]
) -> dict[str, Any]:
    """Return what else went into a run: options, the program, and which files."""
    return {
        **{name: summary[name] for name in ("seed", "semantics", "version")},
        **{name: value for name, value in said.items() if name not in _SAID_OTHERWISE},
        **{f"{role}_sha256": sha256 for role, sha256 in fingerprints.items()},
    }
