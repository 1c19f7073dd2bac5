"""What a run is asked to do: options as text, judged together, so that all wrong ones come at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from wscli.dryrun.gates import Gate, read_gates
from wscli.errors import Invalid, Problem, Usage
from wscli.model.behaviour import Distribution
from wscli.model.calendar_values import read_zone
from wscli.model.checks import RULES, check, to_problems
from wscli.model.findings import Findings
from wscli.model.organisation import Organisation
from wscli.model.terms import Semantics
from wscli.model.values import BAD, read_enum, read_seconds, read_time, read_whole

RENAMED = {"files": "file", "settings": "set", "start": "from", "mapping": "map", "gates": "assert"}
"""Options that are called otherwise on the command line."""

LOG_ENDINGS = (".csv", ".jsonl")
EVENT_LOG_ENDINGS = (*LOG_ENDINGS, ".xes", ".xes.gz")

NOT_SIMULATED = frozenset({"matching-closest-not-simulated"})
"""Warnings about what can be stored, and would lead a run to say something else than the product does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of `simulate` as they were typed; None where they were not."""

    files: tuple[str, ...] = ()
    overlay: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    events: str | None = None
    seed: str | None = None
    semantics: str | None = None
    start: str | None = None
    until: str | None = None
    timezone: str | None = None
    handle_time: str | None = None
    service_level: str | None = None
    event_log: str | None = None
    case_log: str | None = None
    case_format: str | None = None
    time_format: str | None = None
    mapping: tuple[str, ...] = ()
    skip_bad_rows: bool = False
    gates: tuple[str, ...] = ()
    check: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The same, understood. Instants are epoch milliseconds, `service_level` seconds."""

    events: str | None
    seed: int
    semantics: Semantics
    start: int | None
    until: int | None
    timezone: str
    zone: tzinfo
    handle_time: Distribution | None
    service_level: int
    event_log: Path | None
    case_log: Path | None
    case_format: Any
    time_format: str | None
    mapping: dict[str, str] = field(default_factory=dict)
    skip_bad_rows: bool = False
    settings: tuple[str, ...] = ()
    gates: tuple[Gate, ...] = ()
    check: bool = False


def understand(options: Options, organisation: Organisation) -> Request:
    """Return the request that options make of an organisation.

    Raises:
        Invalid: with all problems, of the options and of what the organisation has that is not simulated.
        Usage: the run would end before it begins.
    """
    from wscli.cases import check_time_format, read_mapping
    from wscli.cases.instants import InstantReader

    found = Findings()
    simulation = organisation.simulation
    timezone = _read(read_zone, options.timezone, "timezone", found, simulation.timezone)
    zone = ZoneInfo(timezone if timezone is not BAD else "UTC")
    instants = InstantReader(zone, options.time_format)
    semantics = _read(read_enum(Semantics), options.semantics, "semantics", found, Semantics.CLASSIC_2019)
    if semantics is Semantics.UNIFIED_2025:
        found.add(("--semantics",), "unified-2025 is reserved, not simulated yet", hint="use classic-2019")
    handle_time = _read(read_time, options.handle_time, "handle-time", found, None)
    case_format = _read(_read_case_format, options.case_format, "case-format", found, None)
    request = Request(
        events=options.events,
        seed=_read(read_whole(0, 2**63 - 1, ""), options.seed, "seed", found, 0),
        semantics=semantics,
        start=_instant(instants, options.start, "from", found),
        until=_instant(instants, options.until, "until", found),
        timezone=timezone,
        zone=zone,
        handle_time=handle_time,
        service_level=_read(
            read_seconds(), options.service_level, "service-level", found, simulation.service_level
        ),
        event_log=_log_path(options.event_log, "event-log", found, EVENT_LOG_ENDINGS),
        case_log=_log_path(options.case_log, "case-log", found, LOG_ENDINGS),
        case_format=case_format,
        time_format=options.time_format,
        mapping=_collect(found, lambda: _mapping(options.mapping, read_mapping), "--map") or {},
        skip_bad_rows=options.skip_bad_rows,
        settings=options.settings,
        gates=tuple(_collect(found, lambda: read_gates(options.gates), "--assert") or ()),
        check=options.check,
    )
    if options.time_format is not None:
        _collect(found, lambda: check_time_format(options.time_format or ""), "--time-format")
    beyond = _not_simulated(organisation)
    if found.errors or beyond:
        wrong = "the options are not valid" if found.errors else "the configuration cannot be simulated"
        raise Invalid(wrong, problems=[*found.problems, *beyond])
    if request.start is not None and request.until is not None and request.until < request.start:
        raise Usage(f"--until {options.until} is before --from {options.start}", hint="swap them")
    return request


def _not_simulated(organisation: Organisation) -> list[Problem]:
    """Return what no run takes, as errors. It is here because whatever runs has its request from here."""
    found = check(organisation, ignore=frozenset(RULES) - NOT_SIMULATED)
    return [replace(problem, severity="error") for problem in to_problems(found)]


def _read(reader: Any, given: str | None, name: str, found: Findings, default: Any) -> Any:
    return default if given is None else reader(given, (f"--{name}",), found)


def _read_case_format(raw: Any, path: Any, found: Findings) -> Any:
    from wscli.cases import CaseFormat

    return read_enum(CaseFormat)(raw, path, found)


def _instant(reader: Any, text: str | None, name: str, found: Findings) -> int | None:
    from wscli.cases.fields import BadValue

    if text is None:
        return None
    try:
        value: int = reader.read(text)
    except BadValue as error:
        found.add((f"--{name}",), str(error), hint="as in 2026-03-02T09:00")
        return None
    return value


def _log_path(text: str | None, name: str, found: Findings, endings: tuple[str, ...]) -> Path | None:
    if text is None:
        return None
    path = Path(text)
    known = [each for each in endings if path.name.lower().endswith(each) and len(path.name) > len(each)]
    if not known:
        listed = f"{', '.join(endings[:-1])} or {endings[-1]}"
        found.add((f"--{name}",), f"{text!r} must end in {listed}", hint="the ending says the format")
    return path


def _mapping(texts: tuple[str, ...], read: Any) -> dict[str, str]:
    return {new: old for text in texts for new, old in read(text).items()}


def _collect(found: Findings, read: Any, name: str) -> Any:
    """Return what `read` gives; what it refuses joins the other problems."""
    try:
        return read()
    except Invalid as error:
        own = Problem(path=name, message=error.message, hint=error.hint)
        found.problems.extend(error.problems or (own,))
        return None
