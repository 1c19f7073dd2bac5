"""Instants and times for people, in the zone of the run: shown on the screen, read from a prompt.

What somebody types in a prompt is short: a time of day, a step from here, or ISO 8601. The instants of
files are read in `wscli.cases`.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo

from wscli.errors import Invalid
from wscli.model.duration import DAY, HOUR, MINUTE, SECOND, read_duration

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_TIME_OF_DAY = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")


class Times:
    """Writes and reads instants in a zone."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone

    def moment(self, at: int) -> datetime:
        """Return an instant as the clocks of the zone show it."""
        return (_EPOCH + timedelta(milliseconds=at)).astimezone(self.zone)

    def clock(self, at: int, *, fine: bool = False) -> str:
        """Return the time of day, `09:10:00`; `fine`: to the millisecond."""
        return self.moment(at).strftime("%H:%M:%S") + (f".{at % 1000:03d}" if fine else "")

    def date(self, at: int) -> str:
        """Return the date, `2026-03-02`."""
        return self.moment(at).date().isoformat()

    def full(self, at: int) -> str:
        """Return day, date and time: `Mon 2026-03-02 09:10:00`."""
        return f"{_DAYS[self.moment(at).weekday()]} {self.date(at)} {self.clock(at)}"

    def one_day(self, first: int, last: int) -> bool:
        """Whether two instants are on the same day here."""
        return self.date(first) == self.date(last)

    def read(self, text: str, now: int) -> int:
        """Return the instant that `text` says: `09:30` of the day of `now`, `+15m`, `-1h`, or ISO 8601.

        Raises:
            Invalid: it says none.
        """
        word = text.strip()
        try:
            if word[:1] in ("+", "-"):
                step = read_duration(word[1:])
                return now + step if word[0] == "+" else now - step
            return self._instant(self._read_clock(word, now) or datetime.fromisoformat(word))
        except (ValueError, OverflowError):
            raise Invalid(
                f"{text!r} is not a time", hint="as in 09:30, 2026-03-02T09:30, +15m or -1h"
            ) from None

    def _read_clock(self, word: str, now: int) -> datetime | None:
        found = _TIME_OF_DAY.fullmatch(word)
        if found is None:
            return None
        hour, minute, second = (int(part or 0) for part in found.groups())
        today = self.moment(now).replace(tzinfo=None, fold=0)
        return today.replace(hour=hour, minute=minute, second=second, microsecond=0)

    def _instant(self, moment: datetime) -> int:
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=self.zone)
        return (moment - _EPOCH) // _MILLISECOND


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
