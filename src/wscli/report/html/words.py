"""Durations on a page: with room between the units, for people who read them there only."""

from __future__ import annotations

from wscli import amounts

_DAY = 86_400


def duration(seconds: float | None) -> str:
    """Return seconds in two units at most, tenths below a minute: `2d 4h`, `1m 30s`, `0.4s`."""
    return amounts.duration(seconds, gap=" ")


def worked(seconds: float | None) -> str:
    """Return time at work: from a day on in hours, because nobody works in days: `162h`."""
    return duration(seconds) if seconds is None or seconds < _DAY else amounts.worked(seconds)
