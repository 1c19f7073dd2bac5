"""When schedules sign agents in and out: weekly shifts and dated presences as instants (rulebook 4.9).

Times of day hang in a zone. One that does not exist is read with the offset before the change, one that
occurs twice is the first: that is what `fold=0` means. Shifts that overlap or touch unite; one that the
clock change turns around does not take place.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from wscli.model.workforce import DatedPresence, Shift

DAY = 86_400_000
_EPOCH = date(1970, 1, 1)
_MILLISECOND = timedelta(milliseconds=1)
_START_OF_TIME = datetime(1970, 1, 1, tzinfo=UTC)

_YEAR = 370 * DAY
_FOREVER = 1 << 61

Span = tuple[int, int]
"""From, to: epoch milliseconds, the end not included."""


def instant_of(local: datetime, zone: tzinfo) -> int:
    """Return epoch milliseconds of a local time, or of an instant that has an offset."""
    moment = local if local.tzinfo is not None else local.replace(tzinfo=zone)
    return (moment.astimezone(UTC) - _START_OF_TIME) // _MILLISECOND


def spans(schedule: Sequence[Shift | DatedPresence], zone: tzinfo, since: int) -> Iterator[Span]:
    """Yield an agent's united shifts in order, on and on, from the one that is under way at `since`."""
    shifts = [
        (shift, ZoneInfo(shift.timezone) if shift.timezone else zone)
        for shift in schedule
        if isinstance(shift, Shift)
    ]
    if not shifts:
        return
    day = _EPOCH + timedelta(days=since // DAY - 3)
    waiting: list[Span] = []
    current: Span | None = None
    while True:
        waiting += [span for shift, hangs in shifts if (span := _span(shift, day, hangs)) is not None]
        waiting.sort()
        # Tomorrow's shifts begin at the earliest 14 hours before tomorrow does in UTC.
        settled = ((day - _EPOCH).days + 1) * DAY - 14 * 3_600_000
        while waiting and waiting[0][0] < settled:
            span = waiting.pop(0)
            if current is not None and span[0] <= current[1]:
                current = (current[0], max(current[1], span[1]))
                if current[1] - current[0] > _YEAR:
                    # Every week of a year, with its clock changes, left no gap: there is none.
                    yield current[0], _FOREVER
                    return
                continue
            if current is not None and current[1] > since:
                yield current
            current = span
        day += timedelta(days=1)


def _span(shift: Shift, day: date, zone: tzinfo) -> Span | None:
    """Return a shift that starts on a day, if it does."""
    if day.weekday() not in shift.days:
        return None
    midnight = datetime(day.year, day.month, day.day)
    over = DAY // 60_000 if shift.end <= shift.start else 0
    begins = instant_of(midnight + timedelta(minutes=shift.start), zone)
    ends = instant_of(midnight + timedelta(minutes=shift.end + over), zone)
    return (begins, ends) if ends > begins else None


class Schedule:
    """One agent's schedule: spans on demand, and the dated presences that lie in one."""

    def __init__(
        self, entries: Sequence[Shift | DatedPresence], zone: tzinfo, presences: dict[str, int], since: int
    ) -> None:
        from wscli.model.terms import name_key

        self.has_shifts = any(isinstance(entry, Shift) for entry in entries)
        self.is_empty = not entries
        self.dated = sorted(
            (
                (instant_of(datetime.fromisoformat(entry.at), zone), presences[name_key(entry.presence)])
                for entry in entries
                if isinstance(entry, DatedPresence)
            ),
            key=lambda pair: pair[0],
        )
        earliest = min([since, *(at for at, _ in self.dated)])
        self._source = spans(entries, zone, earliest)
        self._known: list[Span] = []
        self._ended = False

    def span_at(self, at: int) -> Span | None:
        """Return the shift under way at an instant."""
        self._reach(at)
        place = bisect_right(self._known, (at, 1 << 62)) - 1
        return self._known[place] if place >= 0 and self._known[place][1] > at else None

    def _reach(self, at: int) -> None:
        """Work shifts out until one begins after an instant, or there are no more."""
        while not self._ended and (not self._known or self._known[-1][0] <= at):
            self._grow()

    def _grow(self) -> None:
        span = next(self._source, None)
        if span is None:
            self._ended = True
        else:
            self._known.append(span)

    def covers(self, at: int) -> bool:
        """Whether a dated presence at this instant counts: inside a shift, or where there are none."""
        return not self.has_shifts or self.span_at(at) is not None

    def spans_from(self, since: int) -> Iterator[Span]:
        """Yield the shifts that end after `since`, in order, on and on."""
        place = 0
        while True:
            while place >= len(self._known) and not self._ended:
                self._grow()
            if place >= len(self._known):
                return
            if self._known[place][1] > since:
                yield self._known[place]
            place += 1
