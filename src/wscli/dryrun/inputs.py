"""What a run takes: the configuration, sound and within what is simulated, and the cases and events."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO

from wscli.cases import CaseTable, EventKind, EventTable, Format, Meter, Vocabulary, read_inputs
from wscli.dryrun import overrides
from wscli.dryrun.request import Options, Request
from wscli.dryrun.stages import Reading, Watch, unwatched
from wscli.errors import Invalid, Problem, Usage
from wscli.model.organisation import Organisation
from wscli.model.terms import Status
from wscli.model.workforce import Shift
from wscli.office import validation
from wscli.simulation.answers import handle_time
from wscli.simulation.routing import wanted_attributes
from wscli.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """The case table and the event rows of a run, and what they did not contain."""

    cases: CaseTable
    events: EventTable | None
    assumptions: tuple[str, ...]


def check_places(cases: str, options: Options) -> None:
    """Raise Usage where one file is to be two things: stdin twice, two logs, or a log over an input."""
    sources = [*options.files, *options.overlay, cases, *filter(None, [options.events])]
    if sources.count("-") > 1:
        raise Usage("standard input is named twice", hint="give - once, and the others as files")
    taken = {Path(source).resolve(): source for source in sources if source != "-"}
    for name, log in (("--event-log", options.event_log), ("--case-log", options.case_log)):
        if log is None:
            continue
        other = taken.setdefault(Path(log).resolve(), name)
        if other != name:
            raise Usage(f"{name} {log} would overwrite {other}", hint="choose another file")


def configuration(
    store: Store, options: Options, stdin: TextIO | BinaryIO
) -> tuple[Organisation, list[Problem]]:
    """Return the configuration of a run and what is to be warned of.

    It is what is stored, or that of files alone; overlaid by documents, then changed by `--set`.

    Raises:
        Invalid: it is not sound, or says something that is not part of these semantics.
    """
    if options.files:
        parsed, shape = validation.read(options.files, stdin)
        organisation, problems = validation.accept(parsed, shape, Organisation())
    else:
        organisation = store.load()
        problems = validation.stored(organisation)
    if options.overlay or options.settings:
        organisation, problems = what_if(organisation, options, stdin)
    _require_something(organisation, options.files)
    return organisation, problems


def what_if(
    organisation: Organisation, options: Options, stdin: TextIO | BinaryIO
) -> tuple[Organisation, list[Problem]]:
    """Return an organisation overlaid by documents, then changed by `--set`, and what is to be warned of."""
    problems: list[Problem] = []
    if options.overlay:
        organisation, problems = overrides.overlaid(organisation, options.overlay, stdin)
    if options.settings:
        organisation = overrides.changed(organisation, options.settings)
        problems = validation.stored(organisation)
    return organisation, problems


def _require_something(organisation: Organisation, files: Sequence[str]) -> None:
    if not organisation.workstreams or not organisation.queues:
        missing = "workstream" if not organisation.workstreams else "queue"
        where = "in the files given" if files else "in the database"
        raise Invalid(
            f"there is no {missing} {where}, so nothing could be routed",
            hint="`wscli apply -f FILE` stores a configuration, `-f FILE` simulates one as it is",
        )


def read(
    source: str,
    request: Request,
    organisation: Organisation,
    stdin: BinaryIO | None,
    watch: Watch = unwatched,
) -> Inputs:
    """Read cases and events; raises Invalid with every bad row, NotFound, Failed."""
    stage = Reading()
    with watch(stage):
        return _read(source, request, organisation, stdin, stage.meter)


def _read(
    source: str, request: Request, organisation: Organisation, stdin: BinaryIO | None, meter: Meter
) -> Inputs:
    vocabulary = Vocabulary.of(
        queues=[queue.name for queue in organisation.queues],
        workstreams=[workstream.name for workstream in organisation.workstreams],
        skills=[skill.name for skill in organisation.skills],
        agents=[agent.name for agent in organisation.agents],
        presences=[presence.name for presence in organisation.presences],
    )
    cases, events = read_inputs(
        source,
        request.events,
        Format(
            case_format=request.case_format,
            mapping=request.mapping,
            time_format=request.time_format,
            zone=request.zone,
            skip_bad_rows=request.skip_bad_rows,
        ),
        vocabulary,
        wanted=wanted_attributes(organisation),
        handle_optional=request.handle_time is not None,
        stdin=stdin,
        meter=meter,
    )
    assumptions = _assumptions(organisation, cases, events, request)
    _fill_handle_times(cases, events, request)
    return Inputs(cases=cases, events=events, assumptions=tuple(assumptions))


def _fill_handle_times(cases: CaseTable, events: EventTable | None, request: Request) -> None:
    """Give `--handle-time` to the cases that have none of their own and that no row resolves."""
    if request.handle_time is None:
        return
    resolved = _resolved(events)
    given = handle_time(request.handle_time, request.seed)
    cases.handle = array(
        "q",
        (
            given(case) if own < 0 and index not in resolved else own
            for index, (case, own) in enumerate(zip(cases.ids, cases.handle, strict=True))
        ),
    )


def _resolved(events: EventTable | None) -> set[int]:
    """Return the cases that a row resolves: that row says how long they take."""
    if events is None:
        return set()
    pairs = zip(events.event, events.case, strict=True)
    return {case for kind, case in pairs if kind is EventKind.RESOLVE}


def _assumptions(
    organisation: Organisation, cases: CaseTable, events: EventTable | None, request: Request
) -> list[str]:
    """Return what the input did not contain and was therefore assumed (interface §7)."""
    said = []
    if "patience_seconds" not in cases.columns:
        said.append("no patience column: nobody is withdrawn")
    if "priority" not in cases.columns:
        said.append("no priority column: cases have no priority")
    if request.handle_time is not None and any(own < 0 for own in cases.handle):
        said.append("cases without handle_seconds take --handle-time")
    if events is None:
        said += _without_events(organisation)
    if not organisation.flows and any(given < 0 for given in cases.workstream):
        said.append(_without_flow(organisation))
    if not any(ruleset.active for ruleset in organisation.rulesets) and any(q < 0 for q in cases.queue):
        said.append(_without_rules(organisation))
    missing = sorted(
        name
        for name in wanted_attributes(organisation)
        if name.casefold() not in ("priority", "entity") and name not in cases.attributes
    )
    said += [f"no column {name}: conditions on it see nothing" for name in missing]
    return said


def _without_events(organisation: Organisation) -> list[str]:
    """Say who is signed in all the time when no events file says otherwise (rulebook 4.1)."""
    agents = organisation.agents
    always = sum(not any(isinstance(part, Shift) for part in agent.schedule) for agent in agents)
    who = "agents are" if always == len(agents) else _agents_are(always)
    return [f"no events file: {who} signed in for the whole run"] if always else []


def _agents_are(number: int) -> str:
    return "1 agent without shifts is" if number == 1 else f"{number:,} agents without shifts are"


def _without_flow(organisation: Organisation) -> str:
    """Say where cases that name no workstream go when there is no flow (rulebook 2.6)."""
    active = sum(workstream.status is Status.ACTIVE for workstream in organisation.workstreams)
    if active == 1:
        return "no flow: every case goes to the one active workstream"
    return f"no flow, and {active} active workstreams: cases that name none are not distributed"


def _without_rules(organisation: Organisation) -> str:
    """Say where cases that name no queue go when no rule set is active (rulebook 2.4, 2.6)."""
    if any(queue.default for queue in organisation.queues):
        return "no active rule set: cases go to the default queue"
    if len(organisation.queues) == 1 and not organisation.rulesets:
        return "no rule set: every case goes to the one queue"
    return "no active rule set and no default queue: cases that name no queue are not distributed"
