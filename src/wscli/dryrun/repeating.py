"""A saved run once more, from what is stored and its files, and whether the same came of it.

The logs that the run wrote are not written again. A file that is not what it was is no reason to stop:
what counts is the digest, and a changed file that leads to the same digest did not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from wscli import __version__
from wscli.dryrun import inputs as files
from wscli.dryrun.execute import Run, execute
from wscli.dryrun.inputs import Inputs
from wscli.dryrun.invocation import Commands
from wscli.dryrun.request import RENAMED, Options, Request, understand
from wscli.dryrun.stages import Watch, unwatched
from wscli.errors import Failed, GateNotMet, NotFound, Problem, Usage
from wscli.model.findings import Findings
from wscli.model.organisation import Organisation
from wscli.model.parse import Source, parse_documents
from wscli.model.write import as_raw
from wscli.office import validation
from wscli.store.runs import Run as Saved
from wscli.store.runs import RunFile

STDIN = "-"
_NOT_AGAIN = ("files", "overlay", "event_log", "case_log", "mapping", "gates")
"""Options of no use to a repetition: what they led to is stored, or is not to be done again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A saved run about to be run again, and the files that are not what it read."""

    organisation: Organisation
    inputs: Inputs
    request: Request
    changed: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """What came of it, and in which files it read something else than the run did."""

    run: Run
    changed: tuple[Problem, ...]


def repeat(
    saved: Saved,
    cases: str | None = None,
    events: str | None = None,
    watch: Watch = unwatched,
) -> Repetition:
    """Run what is stored once more; raises as `prepare`."""
    ready = prepare(saved, cases, events, watch=watch)
    commands = Commands.of_run(saved.name, Options(events=events), cases, read=saved.options)
    run = execute(ready.organisation, ready.inputs, ready.request, None, watch, commands)
    return Repetition(run=run, changed=ready.changed)


def prepare(
    saved: Saved,
    cases: str | None = None,
    events: str | None = None,
    change: Callable[[Organisation], Organisation] | None = None,
    watch: Watch = unwatched,
) -> Ready:
    """Read what a saved run read; `cases` and `events` are read in place of its files.

    `change` makes another configuration of the stored one, before anything is understood by it.

    Raises:
        Usage: a file was standard input, or is named without need. NotFound: a file is not there.
        Invalid: its rows, or what is stored, cannot be simulated by this version. Failed.
    """
    organisation = configuration(saved)
    if change is not None:
        organisation = change(organisation)
    if events is not None and "events" not in saved.options:
        raise Usage(
            f"run {saved.name!r} had no events file, so --events has nothing to stand for",
            hint="leave it out; `simulate` runs other events",
        )
    case_source = cases or _source(saved, "cases")
    event_source = events or (_source(saved, "events") if "events" in saved.options else None)
    request = _request(saved, organisation, event_source)
    files.check_places(case_source, Options(events=event_source))
    inputs = _read(saved, case_source, request, organisation, watch)
    changed = _changed(saved, inputs, {"cases": case_source, "events": event_source or ""})
    return Ready(organisation=organisation, inputs=inputs, request=request, changed=tuple(changed))


def configuration(saved: Saved) -> Organisation:
    """Return the configuration of a saved run; raises Invalid where this version refuses it."""
    found = Findings()
    parsed = parse_documents([Source(as_raw(saved.configuration))], found)
    organisation, _ = validation.accept(parsed, found.problems, Organisation())
    return organisation


def _source(saved: Saved, role: str) -> str:
    source = str(saved.options[role])
    if source == STDIN:
        raise Usage(
            f"run {saved.name!r} read its {role} from standard input, which cannot be read again",
            hint=f"name a file with the same rows: --{role} FILE",
        )
    return source


def _request(saved: Saved, organisation: Organisation, events: str | None) -> Request:
    names = {field.name for field in fields(Options)} - set(_NOT_AGAIN)
    said: dict[str, Any] = {name: saved.options.get(RENAMED.get(name, name)) for name in names}
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in said.items()
        if value is not None
    }
    options = Options(**given)
    request = understand(replace(options, events=events), organisation)
    return replace(request, mapping=dict(saved.options.get("map", {})))


def _read(saved: Saved, source: str, request: Request, organisation: Organisation, watch: Watch) -> Inputs:
    try:
        return files.read(source, request, organisation, None, watch)
    except (NotFound, Failed) as error:
        known = {"--cases": saved.options["cases"], "--events": saved.options.get("events")}
        moved = [option for option, path in known.items() if path and repr(path) in error.message]
        hint = f"if it has moved: {moved[0]} FILE names the place where it is now" if moved else error.hint
        raise type(error)(error.message, hint=hint) from error


def _changed(saved: Saved, inputs: Inputs, sources: Mapping[str, str]) -> list[Problem]:
    tables: dict[str, Any] = {"cases": inputs.cases, "events": inputs.events}
    return [
        _change(each, tables[each.role].fingerprint, sources[each.role])
        for each in saved.files
        if tables[each.role].fingerprint.sha256 != each.sha256
    ]


def _change(was: RunFile, now: Any, source: str) -> Problem:
    place = source if source != STDIN else "standard input"
    return Problem(
        path="",
        message=f"{place} is not what the run read: {_described(now)}, and was {_described(was)}",
        rule="file-changed",
        severity="warning",
    )


def _described(file: Any) -> str:
    return f"{file.size:,} bytes (sha256 {file.sha256[:12]}…)"


def compare(saved: Saved, again: Repetition) -> None:
    """Raise GateNotMet if something else came of it than of the run, with what may be the reason."""
    was, now = saved.summary["digest"], again.run.summary["digest"]
    if was == now:
        return
    version = saved.summary["version"]
    reasons = []
    if again.changed:
        reasons.append("a file has changed" if len(again.changed) == 1 else "both files have changed")
    if version != __version__:
        reasons.append(f"it was run by wscli {version}, and this is {__version__}")
    because = "; ".join(reasons) or "neither its files nor wscli have changed: please report this"
    raise GateNotMet(
        f"not what run {saved.name!r} was: the digest is {now[:19]}…, and was {was[:19]}…", hint=because
    )
