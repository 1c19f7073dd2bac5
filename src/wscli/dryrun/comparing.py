"""Two runs against each other: saved ones, or the same cases under two configurations (interface §7).

What is compared, and with which certainty, is `wscli.comparison`; here its two sides are filled, from rows of
the store or from what the simulator just gave. A million cases a side: columns all the way, and texts such as
names of agents once each. Nothing is shown here, and no gate is enforced.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import compress, islice
from typing import Any, BinaryIO, Self, TextIO

from wscli.comparison import Side, compare
from wscli.dryrun import inputs as files
from wscli.dryrun.execute import Run, execute
from wscli.dryrun.gates import Gate, judge
from wscli.dryrun.invocation import Commands
from wscli.dryrun.request import Options, Request, understand
from wscli.dryrun.saving import Used, handles, outcomes, stated
from wscli.dryrun.stages import Doing, Watch, unwatched
from wscli.errors import Invalid, Problem, Usage
from wscli.model.organisation import Organisation
from wscli.model.paths import key_of, look_up, read_path, write_path
from wscli.model.write import write_organisation
from wscli.store import Store
from wscli.store.runs import Run as Saved

Document = dict[str, Any]

STORED = "what is stored"
"""How the configuration of the database is called where no file names one."""

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


# Saved runs -----------------------------------------------------------------------------------------------


def compare_saved(store: Store, a: Saved, b: Saved, watch: Watch = unwatched) -> Document:
    """Return the comparison of saved run `b` with `a`, and in `next` what to look at; raises Failed."""
    sides = []
    for saved in (a, b):
        with watch(Doing(f"reading {saved.cases:,} cases of run {saved.name!r}")):
            sides.append(saved_side(store, saved))
    return _compared(sides[0], sides[1], (Commands.of_run(a.name), Commands.of_run(b.name)), watch)


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


def _inputs(
    said: Mapping[str, Any], summary: Mapping[str, Any], fingerprints: Mapping[str, str]
) -> dict[str, Any]:
    """Return what else went into a run: options, the program, and which files."""
    return {
        **{name: summary[name] for name in ("seed", "semantics", "version")},
        **{name: value for name, value in said.items() if name not in _SAID_OTHERWISE},
        **{f"{role}_sha256": sha256 for role, sha256 in fingerprints.items()},
    }


# The same cases under two configurations ------------------------------------------------------------------


def simulate_both(
    store: Store,
    cases: str,
    options: Options,
    others: tuple[str, ...],
    stdin: TextIO | BinaryIO,
    warn: Callable[[Problem], object],
    watch: Watch = unwatched,
) -> tuple[Document, tuple[Gate, ...]]:
    """Run the cases under the configuration of `options`, and then under the documents `others` alone.

    Cases, events and options are the same for both; `--set` and `--overlay` are part of the first
    configuration. Returns the comparison with `next`, and the gates on it.

    Raises:
        Usage: a file is to be two things, or a log is asked for. Others as of a single run.
    """
    _check_places(cases, options, others)
    first, second = options, replace(options, files=others, overlay=(), settings=())
    labels = _labels(options, others)
    # Both are judged before either is run.
    asked = [
        _Asked.of(store, label, each, stdin, warn)
        for label, each in zip(labels, (first, second), strict=True)
    ]
    a, b = (each.run(cases, watch) for each in asked)
    document = _compared(a, b, (Commands.of(cases, first), Commands.of(cases, second)), watch)
    return document, asked[0].request.gates


@dataclass(frozen=True, slots=True)
class _Asked:
    """One of the two runs that are asked for: its configuration, judged, and its options, understood."""

    label: str
    options: Options
    organisation: Organisation
    request: Request

    @classmethod
    def of(
        cls,
        store: Store,
        label: str,
        options: Options,
        stdin: TextIO | BinaryIO,
        warn: Callable[[Problem], object],
    ) -> Self:
        organisation, problems = files.configuration(store, options, stdin)
        for problem in problems:
            warn(problem)
        return cls(label, options, organisation, understand(options, organisation))

    def run(self, cases: str, watch: Watch) -> Side:
        """Run it, and return it as a side; the outcome is not kept."""
        try:
            given = files.read(cases, self.request, self.organisation, None, watch)
        except Invalid as error:
            message = f"{error.message}, under {self.label}"
            raise Invalid(message, hint=error.hint, problems=error.problems) from error
        commands = Commands.of(cases, self.options)
        run = execute(self.organisation, given, self.request, watch=watch, commands=commands)
        used = Used(self.organisation, self.options, self.request, given, cases)
        return fresh_side(self.label, run, used)


def _check_places(cases: str, options: Options, others: tuple[str, ...]) -> None:
    if options.event_log is not None or options.case_log is not None:
        raise Usage(
            "--compare-with makes two runs, and a log is of one",
            hint="leave --event-log and --case-log out, or write the log of each run by itself",
        )
    if "-" in (cases, options.events):
        raise Usage(
            "--compare-with reads the cases and events twice, which standard input cannot be",
            hint="give them as files",
        )
    files.check_places(cases, replace(options, files=(*options.files, *others)))


def _labels(options: Options, others: tuple[str, ...]) -> tuple[str, str]:
    first = ", ".join(options.files) or STORED
    changed = " and ".join(
        flag for flag, said in (("--overlay", options.overlay), ("--set", options.settings)) if said
    )
    return (f"{first} with {changed}" if changed else first), ", ".join(others)


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


# What to look at, and gates -------------------------------------------------------------------------------


def _compared(a: Side, b: Side, commands: tuple[Commands, Commands], watch: Watch) -> Document:
    """Return the comparison with the names of its sides, and in `next` the commands that say why.

    Why a case waited: the one that gained most, as it was; the one that lost most, as it is now.
    """
    with watch(Doing(f"comparing {len(a.ids):,} cases with {len(b.ids):,}")):
        found = compare(a, b)
    most = (found["gained"], found["lost"])
    told = [each.case(case["case_id"]) for each, case in zip(commands, most, strict=True) if case]
    labels = {"a": a.label, "b": b.label}
    return {"schema_version": found.pop("schema_version"), "labels": labels, **found, "next": told}


def judged(gates: Sequence[Gate], document: Document) -> list[tuple[Gate, Any, bool]]:
    """Judge gates on a comparison; raises Invalid as `judge`, with where a figure of a summary is found."""
    for gate in gates:
        first = read_path(gate.path)[0]
        if key_of(document, first) is None and key_of(document["b"], first) is not None:
            raise Invalid(
                f"there is no {first[1]!r} in a comparison, in {gate.path}",
                hint=_where(document, gate.path),
            )
    return judge(gates, document)


_PARTS = {"b": "for the second run", "delta": "for b − a"}


def _where(document: Document, path: str) -> str | None:
    """Return where in a comparison a figure of a summary is found, wherever `delta` or a side was written."""
    own = [step for step in read_path(path) if step[1] not in ("a", *_PARTS)]
    found = []
    for part, which in _PARTS.items():
        place = write_path([(False, part), *own])
        with suppress(Invalid):
            look_up(document, place)
            found.append(f"{place} {which}")
    return f"write {', or '.join(found)}" if found else None
