"""Two runs against each other: saved ones, or the same cases under two configurations (interface §7).

What is compared, and with which certainty, is `wscli.comparison`; how its two sides are filled, `sides`.
Nothing is shown here, and no gate is enforced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, Self, TextIO

from wscli.amounts import count, duration
from wscli.comparison import Side, compare
from wscli.comparison.delta import is_changed
from wscli.comparison.verdict import same_came, what_of_it
from wscli.dryrun import inputs as files
from wscli.dryrun.execute import execute
from wscli.dryrun.gates import Gate, judge
from wscli.dryrun.invocation import Commands
from wscli.dryrun.request import Options, Request, understand
from wscli.dryrun.saving import Used
from wscli.dryrun.sides import fresh_side, saved_side
from wscli.dryrun.stages import Doing, Watch, unwatched
from wscli.errors import Invalid, Problem, Usage
from wscli.model.organisation import Organisation
from wscli.model.paths import key_of, look_up, read_path, write_path
from wscli.store import Store
from wscli.store.runs import Run as Saved

Document = dict[str, Any]

STORED = "what is stored"
"""How the configuration of the database is called where no file names one."""


# Saved runs -----------------------------------------------------------------------------------------------


def compare_saved(store: Store, a: Saved, b: Saved, watch: Watch = unwatched) -> Document:
    """Return the comparison of saved run `b` with `a`, and in `next` what to look at; raises Failed."""
    sides = []
    for saved in (a, b):
        with watch(Doing(f"reading {count(saved.cases, 'case')} of run {saved.name!r}")):
            sides.append(saved_side(store, saved))
    commands = Commands.of_run(a.name, read=a.options), Commands.of_run(b.name, read=b.options)
    return _compared(sides[0], sides[1], commands, watch)


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
        _Asked.of(store, labels[0], first, stdin, warn),
        _second(store, labels[1], second, stdin, warn),
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


def _second(
    store: Store, label: str, options: Options, stdin: TextIO | BinaryIO, warn: Callable[[Problem], object]
) -> _Asked:
    """Return the second run that is asked for; what is wrong with its configuration says where that is."""
    try:
        return _Asked.of(store, label, options, stdin, lambda problem: warn(_in_files(problem, label)))
    except Invalid as error:
        if not error.problems:
            raise
        problems = [_in_files(problem, label) for problem in error.problems]
        raise Invalid(
            f"{error.message}, in --compare-with {label}", hint=error.hint, problems=problems
        ) from error


def _in_files(problem: Problem, label: str) -> Problem:
    """Return a problem with a hint that helps: what --set changes, and what is stored, is the first side."""
    if problem.hint is None or "--set" not in problem.hint:
        return problem
    return replace(
        problem, hint=f"change it in {problem.file or label}: --set is for the first configuration"
    )


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


# Runs of which the same came ------------------------------------------------------------------------------


def in_a_line(document: Document) -> str:
    """Return that the same came of both, with their digest, and what came of what differs."""
    where, what = what_of_it(document)
    digest = document["a"]["digest"].removeprefix("sha256:")[:12]
    said = f", {where}: {what}" if what else ""
    return f"{same_came(document['cases']['b'])} (digest {digest}){said}"


def figures_changed(document: Document) -> bool:
    """Whether any figure is another, as under another threshold, though the same may have come of all."""
    return is_changed(document["delta"])


# What to look at, and gates -------------------------------------------------------------------------------


def _compared(a: Side, b: Side, commands: tuple[Commands, Commands], watch: Watch) -> Document:
    """Return the comparison with the names of its sides, and in `next` questions with commands that answer.

    Why a case waited: the one that gained most, as it was; the one that lost most, as it is now.
    """
    with watch(Doing(f"comparing {count(len(a.ids), 'case')} with {len(b.ids):,}")):
        found = compare(a, b)
    told = list(_nexts(found, commands))
    labels = {"a": a.label, "b": b.label}
    return {"schema_version": found.pop("schema_version"), "labels": labels, **found, "next": told}


def _nexts(found: Document, commands: tuple[Commands, Commands]) -> Iterator[Document]:
    gained, lost = commands
    for key, written, side, did in (("gained", gained, "a", "did"), ("lost", lost, "b", "does")):
        if case := found[key]:
            waited = duration(case[side]["wait_seconds"])
            why = f"why {did} {case['case_id']}, which {key} most, wait {waited} in {side}?"
            yield {"why": why, "command": written.case(case["case_id"])}


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
