"""Instants and times for people, in the zone of the run: shown on the screen, read from a prompt.

What somebody types in a prompt is short: a time of day, a step from here, or ISO 8601. The instants of
files are read in `wscli.cases`.
"""

from __future__ import annotations

from datetime import datetime, tzinfo

from wscli.model.clock_times import moment_of, read_time
from wscli.model.duration import DAY, HOUR, MINUTE, SECOND

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_TO_SECONDS = len("2026-03-02T09:10:00")
_LOOKS = 5000
"""At how many instants of a run is looked whether its clocks are changed: every day of thirteen years."""


class Times:
    """Writes and reads instants in a zone."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone

    def moment(self, at: int) -> datetime:
        """Return an instant as the clocks of the zone show it."""
        return moment_of(at, self.zone)

    def clock(self, at: int, *, fine: bool = False, offset: bool = False) -> str:
        """Return the time of day, `09:10:00`; `fine`: to the millisecond.

        With its offset from UTC, `02:30:00+01:00`, where that is wanted, and where clocks show a time twice.
        """
        moment = self.moment(at)
        twice = moment.replace(fold=1 - moment.fold).utcoffset() != moment.utcoffset()
        text = moment.strftime("%H:%M:%S") + (f".{at % 1000:03d}" if fine else "")
        return text + (moment.isoformat(timespec="seconds")[_TO_SECONDS:] if offset or twice else "")

    def date(self, at: int) -> str:
        """Return the date, `2026-03-02`."""
        return self.moment(at).date().isoformat()

    def full(self, at: int) -> str:
        """Return day, date and time: `Mon 2026-03-02 09:10:00`."""
        return f"{_DAYS[self.moment(at).weekday()]} {self.date(at)} {self.clock(at)}"

    def one_day(self, first: int, last: int) -> bool:
        """Whether two instants are on the same day here."""
        return self.date(first) == self.date(last)

    def shifted(self, first: int, last: int) -> bool:
        """Whether clocks are changed between two instants."""
        step = max(DAY, (last - first) // _LOOKS)
        looks = (*range(first, last, step), last)
        return len({self.moment(at).utcoffset() for at in looks}) > 1

    def read(self, text: str, now: int) -> int:
        """Return the instant that `text` says: `09:30` of the day of `now`, `+15m`, `-1h`, or ISO 8601.

        Raises:
            Invalid: it says none.
        """
        return read_time(text, self.zone, now)


def span(milliseconds: int) -> str:
    """Return how long something lasts in two units at most: `45s`, `3m12s`, `2h05m`, `3d04h`."""
    if milliseconds < MINUTE:
        return f"{max(milliseconds, 0) // SECOND}s"
    if milliseconds < HOUR:
        large, small, letters = MINUTE, SECOND, "ms"
    elif milliseconds < DAY:
        large, small, letters = HOUR, MINUTE, "hm"
    else:
        large, small, letters = DAY, HOUR, "dh"
    whole, rest = divmod(milliseconds, large)
    return f"{whole}{letters[0]}{rest // small:02d}{letters[1]}"
