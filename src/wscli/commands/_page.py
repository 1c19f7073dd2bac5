"""From saved runs to a page in its place: repeated, told of what has changed, drawn, written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from wscli.commands import _reports
from wscli.errors import Invalid, Usage
from wscli.session import Session

if TYPE_CHECKING:
    from wscli.dryrun.recording import Recording
    from wscli.report.html.subject import Subject
    from wscli.store import Store
    from wscli.store.runs import Run

_STDOUT = "-"
_ENDINGS = (".html", ".htm")
FIELDS = ("html", "bytes", "run", "against")
"""What programs are given when the page is written."""


class Wanted(NamedTuple):
    """The arguments and options as they were typed."""

    run: str
    candidate: str | None
    html: str
    cases: str | None
    events: str | None


def write(session: Session, wanted: Wanted) -> None:
    """Write the page that is wanted; whatever can be refused is refused before anything is repeated."""
    from wscli.dryrun import logs
    from wscli.dryrun.stages import Doing
    from wscli.report.html import vega
    from wscli.report.html.page import page
    from wscli.terminal import is_unicode

    place = _place(wanted.html)
    vega.require()
    store = session.store()
    subject, against, comparison = _subjects(session, store, wanted)
    with session.progress(Doing("drawing the page")):
        text = page(subject, against, comparison)
    if place is None:
        # A reference says every character in ASCII; the style has no other.
        ascii_only = text.encode("ascii", "xmlcharrefreplace").decode("ascii")
        session.stdout.write(text if is_unicode(session.stdout) else ascii_only)
        return
    with logs.opened(place) as stream:
        stream.write(text)
    size = len(text.encode())
    runs = f"run {subject.name!r}" + (f" against {against.name!r}" if against else "")
    session.say(f"wrote the report of {runs} to {place} ({_size(size)})")
    compared = {"against": against.name if against else None}
    _reports.give(session, {"html": str(place), "bytes": size, "run": subject.name, **compared})


def _place(said: str) -> Path | None:
    """Return where the page goes, None for stdout; raises Invalid for what does not look like a page."""
    from wscli.dryrun import logs

    if said == _STDOUT:
        return None
    path = Path(said)
    if path.suffix.lower() not in _ENDINGS:
        # So that a case file in the wrong place is not overwritten by a page.
        raise Invalid(f"{said!r} must end in .html, in --html", hint="or - for stdout")
    logs.require_place(path)
    return path


def _subjects(
    session: Session, store: Store, wanted: Wanted
) -> tuple[Subject, Subject | None, dict[str, Any] | None]:
    """Return the run that the page is of, the one it is held against, and their comparison."""
    saved = store.run(wanted.run)
    if wanted.candidate is None:
        return _subject(_recorded(session, saved, wanted)), None, None
    from wscli.dryrun.comparing import compare_saved

    candidate = store.run(wanted.candidate)
    if candidate.id == saved.id:
        raise Usage(f"run {saved.name!r} is named twice", hint="name two runs, or one")
    if "-" in (wanted.cases, wanted.events):
        raise Usage("standard input cannot be read for two runs", hint="give the rows as a file")
    _check_moved(saved, candidate, wanted)
    comparison = compare_saved(store, saved, candidate)
    against, subject = (_subject(_recorded(session, each, wanted)) for each in (saved, candidate))
    return subject, against, comparison


def _check_moved(a: Run, b: Run, wanted: Wanted) -> None:
    """Refuse one file in the place of two that are not the same."""
    for role, moved in (("cases", wanted.cases), ("events", wanted.events)):
        read = [each for run in (a, b) for each in run.files if each.role == role]
        if moved is not None and len({each.sha256 for each in read}) > 1:
            raise Usage(
                f"the runs read two files of {role}, {read[0].path} and {read[1].path}, and --{role} is one",
                hint=f"leave --{role} out: each run then reads its own",
            )


def _recorded(session: Session, saved: Run, wanted: Wanted) -> Recording:
    from wscli.dryrun.recording import record

    # Of two runs, one may have had no events file: the option is for the one that had.
    events = wanted.events if wanted.candidate is None or "events" in saved.options else None
    found = record(saved, wanted.cases, events, session.progress)
    for warning in found.warnings:
        session.warn(warning)
    return found


def _subject(recording: Recording) -> Subject:
    """Return what the page is told of a run."""
    import io
    from shlex import quote

    from wscli.documents import dump_yaml
    from wscli.report.html.subject import File, Subject

    saved = recording.saved
    configuration = io.StringIO()
    dump_yaml(saved.configuration, configuration)
    name = quote(saved.name)
    return Subject(
        name=saved.name,
        created_at=saved.created_at,
        organisation=recording.organisation,
        outcome=recording.outcome,
        summary=recording.summary,
        rows=recording.rows,
        beginning=recording.beginning,
        zone=recording.zone,
        start=recording.start,
        end=recording.end,
        warnings=recording.warnings,
        files=tuple(
            File(role=each.role, path=each.path, sha256=each.sha256, size=each.size) for each in saved.files
        ),
        options=saved.options,
        configuration=configuration.getvalue(),
        repeat=(f"wscli runs repeat {name}", f"wscli runs export {name} -o json"),
    )


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(count // 1000, 1)} kB"
