"""Times as somebody types them: `09:30`, `+15m`, `-1h`, or ISO 8601, in the zone of a run.

The instants of files are read in `wscli.cases`: those are whole, and a million of them. What is typed is
short, and says the rest by where one is: so there is one reading of it for all commands.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo

from wscli.errors import Invalid
from wscli.model.duration import read_duration

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_TIME_OF_DAY = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")


def read_time(text: str, zone: tzinfo, now: int) -> int:
    """Return the instant that `text` says: `09:30` of the day of `now`, `+15m`, `-1h`, or ISO 8601.

    Instants are epoch milliseconds.

    Raises:
        Invalid: it says none.
    """
    word = text.strip()
    try:
        if word[:1] in ("+", "-"):
            step = read_duration(word[1:])
            return now + step if word[0] == "+" else now - step
        moment = _time_of_day(word, moment_of(now, zone)) or datetime.fromisoformat(word)
    except (ValueError, OverflowError):
        raise Invalid(f"{text!r} is not a time", hint="as in 09:30, 2026-03-02T09:30, +15m or -1h") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return (moment - _EPOCH) // _MILLISECOND


def moment_of(at: int, zone: tzinfo) -> datetime:
    """Return an instant as the clocks of a zone show it."""
    return (_EPOCH + timedelta(milliseconds=at)).astimezone(zone)


def _time_of_day(word: str, now: datetime) -> datetime | None:
    found = _TIME_OF_DAY.fullmatch(word)
    if found is None:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups())
    today = now.replace(tzinfo=None, fold=0)
    return today.replace(hour=hour, minute=minute, second=second, microsecond=0)
