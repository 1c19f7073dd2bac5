"""The ways to see a run once more: the screen, lines, rows for programs; chosen before anything is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from wscli.errors import Invalid, Usage
from wscli.session import Column, Format, Session

if TYPE_CHECKING:
    from wscli.dryrun.recording import Recording
    from wscli.report.replay.state import Row
    from wscli.report.replay.timeline import Timeline
    from wscli.report.replay.times import Times

_USUAL = "60"
_LONG = 15 * 60_000
"""From how many milliseconds on somebody who said no speed is told how long it will take."""
_COLUMNS = tuple(
    map(Column, ("seq", "at", "event", "case_id", "agent", "queue", "workstream", "state", "reason"))
)


class Wanted(NamedTuple):
    """The options as they were typed."""

    speed: str | None
    start: str | None
    until: str | None
    case: str | None

    def pace(self, usual: str) -> str:
        """Return the speed, the usual one where none was typed."""
        return usual if self.speed is None else self.speed


Way = Callable[[Session, "Recording", Wanted], None]


def way(session: Session, wanted: Wanted, *, plain: bool) -> Way:
    """Return what shows a run as it is wanted; raises Invalid for a speed that is none, and Usage."""
    from wscli.report.replay.player import read_speed
    from wscli.terminal import is_terminal

    read_speed(wanted.pace(_USUAL))
    if session.format is not Format.TABLE:
        session.expect_fields(_COLUMNS)
        return rows
    if session.fields is not None:
        raise Usage(
            "--fields chooses among the columns of the event log, and this is none",
            hint="add -o csv, tsv or jsonl, or leave --fields out",
        )
    if plain or not is_terminal(session.stdout) or session.environ.get("TERM") == "dumb":
        return lines
    return live


def rows(session: Session, record: Recording, wanted: Wanted) -> None:
    """Write the rows of the event log, as `simulate --event-log` would; at once unless a speed is said."""
    from wscli.dryrun.logs import Instants

    instant = Instants(record.zone)
    names = [column.name for column in _COLUMNS]
    film = _film(record, wanted)
    _say_if_silent(session, film)
    happening = _paced(session, film, wanted.pace("max"))
    records = (dict(zip(names, (seq, instant(at), *rest), strict=True)) for seq, at, *rest in happening)
    session.emit_rows(records, _COLUMNS)


def lines(session: Session, record: Recording, wanted: Wanted) -> None:
    """Write a line for each event when its time comes."""
    from wscli.report.replay.lines import LineWriter

    film = _film(record, wanted)
    line = LineWriter(film.timeline, film.times)
    if _say_if_silent(session, film):
        return
    long = _long(film, wanted)
    if long:
        session.say(f"{long}; --speed max does not wait")
    for row in _paced(session, film, wanted.pace(_USUAL)):
        session.stdout.write(line(row) + "\n")


def live(session: Session, record: Recording, wanted: Wanted) -> None:
    """Show it on the whole screen."""
    import time

    from wscli.report.replay.blocks import View
    from wscli.report.replay.controls import Controls
    from wscli.report.replay.live import watch
    from wscli.report.replay.player import Player, read_speed

    film = _film(record, wanted)
    player = Player(film.timeline, time.monotonic, read_speed(wanted.pace(_USUAL)))
    if film.first > record.start:
        player.jump(film.first)
        player.toggle()
    controls = Controls(player, film.times)
    controls.followed = film.case
    long = _long(film, wanted)
    if record.warnings:
        controls.message = record.warnings[0].message
    elif long:
        controls.message = f"{long}: + is faster, t goes to a time, ? all keys"
    view = View(film.timeline, film.times, record.summary["service_level"]["threshold"] * 1000)
    colour = session.colour(session.stdout)
    watch(view, controls, record.saved.name, session.stdin, session.stdout, colour=colour)


def _long(film: _Film, wanted: Wanted) -> str:
    """Return how long it will take, where nobody said how fast it should be and it will be long."""
    from wscli.report.replay.times import span

    takes = (film.timeline.end - film.first) // int(_USUAL)
    if wanted.speed is not None or takes < _LONG:
        return ""
    return f"at {_USUAL}× this takes {span(takes)}"


class _Film(NamedTuple):
    """What is to be shown: the rows, from which instant on, and of which case if of one only."""

    timeline: Timeline
    times: Times
    first: int
    case: str | None


def _film(record: Recording, wanted: Wanted) -> _Film:
    """Return what is wanted of a run; raises Invalid, and NotFound for a case that is not there.

    It begins with --from, else with the first event of --case, else with the run.
    """
    from wscli.report.replay.timeline import Timeline
    from wscli.report.replay.times import Times

    times = Times(record.zone)
    first, until = _window(times, record, wanted)
    table = record.outcome.cases
    timeline = Timeline(
        record.organisation,
        record.rows,
        start=record.start,
        end=record.end,
        beginning=record.beginning,
        arrived=dict(zip(table.ids, table.arrived, strict=True)),
        until=until,
    )
    case = None if wanted.case is None else timeline.case(wanted.case)
    if case is not None and wanted.start is None:
        first = timeline.instants[timeline.places[case][0]]
    return _Film(timeline, times, first, case)


def _say_if_silent(session: Session, film: _Film) -> bool:
    """Say that nothing happens in what is wanted, where nothing does; return whether that is so."""
    timeline, times = film.timeline, film.times
    places = range(len(timeline)) if film.case is None else timeline.places[film.case]
    last = timeline.instants[places[-1]] if places else None
    if last is not None and last >= film.first:
        return False
    what = "nothing happens" if film.case is None else f"nothing happens to case {film.case!r}"
    before = "" if last is None else f"; the last event before is at {times.full(last)}"
    session.say(f"{what} from {times.full(film.first)} to {times.full(timeline.end)}{before}")
    return True


def _paced(session: Session, film: _Film, speed: str) -> Iterator[Row]:
    """Yield the rows that are wanted, each when its time comes, once those before are on their way."""
    import time

    from wscli.report.replay.lines import paced
    from wscli.report.replay.player import read_speed

    def wait(seconds: float) -> None:
        session.stdout.flush()
        time.sleep(seconds)

    return paced(
        film.timeline, film.first, read_speed(speed), case=film.case, clock=time.monotonic, wait=wait
    )


def _window(times: Times, record: Recording, wanted: Wanted) -> tuple[int, int]:
    """Return --from and --until, which are the run's where they are not given; raises Invalid."""
    first = max(record.start, _instant(times, "--from", wanted.start, record.start))
    until = _instant(times, "--until", wanted.until, record.start) if wanted.until is not None else record.end
    goes = f"the run goes from {times.full(record.start)} to {times.full(record.end)}"
    outside = "--from" if first > record.end else "--until" if until < record.start else None
    if outside is not None:
        raise Invalid(f"{outside} is outside of what is to be replayed", hint=goes)
    if until < first:
        message = f"--until ({times.full(until)}) is before --from ({times.full(first)})"
        raise Invalid(message, hint=goes)
    return first, until


def _instant(times: Times, option: str, text: str | None, start: int) -> int:
    """Return an instant that an option says; a time of day is one of the first day, a step is from there."""
    if text is None:
        return start
    try:
        return times.read(text, start)
    except Invalid as error:
        raise Invalid(f"{option}: {error.message}", hint=error.hint) from None
