"""Durations on a page: with room between the units, for people who read them there only."""

from __future__ import annotations

from wscli import amounts


def duration(seconds: float | None) -> str:
    """Return seconds in two units at most, tenths below a minute: `2d 4h`, `1m 30s`, `0.4s`."""
    return amounts.duration(seconds, gap=" ")
