"""Instants: ISO 8601, or a format of the user's → epoch milliseconds.

`datetime` reads the text; the arithmetic is in integers, so that no float loses a millisecond. Asking a
zone for its offset is the slow part, so it is asked once per day, unless the clocks change on that day.
A local time that does not exist is read with the offset before the change, one that occurs twice is the
first (rulebook 4.9): that is what `fold=0` means.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo

from wscli.cases.fields import BadValue, Memo, shown
from wscli.errors import Invalid

_EPOCH_DAY = datetime(1970, 1, 1).toordinal()
_DAY = 86_400_000
_MICROSECOND = timedelta(microseconds=1)
_SEPARATORS = frozenset(("T", "t", " "))
_DATES_ALONE = (len("20260302"), len("2026-03-02"))

EARLIEST = 0
LATEST = (datetime(3000, 1, 1).toordinal() - _EPOCH_DAY) * _DAY
"""Instants from 1970 to 2999 are believed; others are slips (0026, 20226) that no run should begin with.

Not before 1970: in columns of instants what is below 0 stands for none.
"""


def _offset_ms(offset: timedelta | None) -> int:
    return (offset or timedelta()) // _MICROSECOND // 1000


class _Midnights(dict[int, "int | None"]):
    """Day ordinal → UTC milliseconds of its local midnight; None for a day on which the offset changes."""

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self._zone = zone

    def __missing__(self, day: int) -> int | None:
        starts = datetime.fromordinal(day).replace(tzinfo=self._zone)
        offset = starts.utcoffset()
        constant = (starts + timedelta(days=1)).utcoffset() == offset
        self[day] = (day - _EPOCH_DAY) * _DAY - _offset_ms(offset) if constant else None
        return self[day]


class InstantReader:
    """Reads instants as epoch milliseconds, rounded half up.

    An instant without an offset is in `zone`. `time_format` (strptime) is tried on what is not ISO 8601.
    """

    def __init__(self, zone: tzinfo, time_format: str | None = None) -> None:
        self._zone = zone
        self._midnights = _Midnights(zone)
        self._unusual = Memo(lambda text: _read_unusual(text.strip(), time_format))

    def read(self, text: str) -> int:
        """Return the instant that `text` says; raises `BadValue`."""
        try:
            # fromisoformat alone would take any character between date and time
            moment = datetime.fromisoformat(text) if text[10:11] in _SEPARATORS else self._unusual[text]
        except BadValue:
            raise
        except ValueError:
            moment = self._unusual[text]
        try:
            value = self._milliseconds(moment)
        except OverflowError:  # the first or the last day that datetime knows
            value = LATEST
        if EARLIEST <= value < LATEST:
            return value
        raise BadValue(f"{shown(text)} lies outside the years 1970 to 2999")

    def _milliseconds(self, moment: datetime) -> int:
        day = moment.toordinal()
        seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
        clock = seconds * 1000 + (moment.microsecond + 500) // 1000
        if moment.tzinfo is None:
            midnight = self._midnights[day]
            if midnight is not None:
                return midnight + clock
            moment = moment.replace(tzinfo=self._zone)
        return (day - _EPOCH_DAY) * _DAY + clock - _offset_ms(moment.utcoffset())


def _read_unusual(text: str, time_format: str | None) -> datetime:
    """Read blanks around it, a date alone, the basic form 20260302T0900, and the user's own format."""
    if not text:
        raise BadValue("it is empty", "an instant is needed, as in 2026-03-02T09:00:00")
    reason = ""
    if text[10:11] in _SEPARATORS or text[8:9] in _SEPARATORS or len(text) in _DATES_ALONE:
        try:
            return datetime.fromisoformat(text)
        except ValueError as error:
            # "month must be in 1..12" helps; "Invalid isoformat string" only repeats us
            reason = "" if "isoformat" in str(error) else f": {error}"
    if time_format is None:
        raise BadValue(
            f"{shown(text)} is not an ISO 8601 instant{reason}",
            "as in 2026-03-02T09:00:00; for another form say --time-format '%m/%d/%Y %H:%M'",
        )
    try:
        return datetime.strptime(text, time_format)
    except ValueError:
        raise BadValue(
            f"{shown(text)} is not of the form {time_format!r}", "correct --time-format, or the value"
        ) from None


def check_time_format(time_format: str) -> None:
    """Raise `Invalid` unless `time_format` reads a date: one bad format would make every row a bad row."""
    sample = datetime(2001, 2, 3, 16, 5, 6, tzinfo=UTC)
    hint = "strptime directives, as in '%m/%d/%Y %I:%M %p', with year, month and day"
    try:
        read = datetime.strptime(sample.strftime(time_format), time_format)
    except (ValueError, UnicodeError, re.error) as error:  # a directive twice is a broken pattern
        raise Invalid(f"--time-format {time_format!r} cannot be read with: {error}", hint=hint) from None
    if read.date() != sample.date():
        raise Invalid(f"--time-format {time_format!r} does not say year, month and day", hint=hint)
