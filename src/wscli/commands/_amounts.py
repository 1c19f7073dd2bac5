"""Amounts as people read them: durations, shares, counts."""

from __future__ import annotations

NOTHING = "–"
"""What stands where there is nothing to measure."""


def duration(seconds: float | None) -> str:
    """Return seconds as people read them: two units at most, tenths below a minute."""
    from wscli.model.duration import write_duration

    if seconds is None:
        return NOTHING
    if 0 < seconds < 59.95 and seconds != int(seconds):
        return f"{seconds:.1f}s" if seconds >= 0.05 else "<0.1s"
    whole = round(seconds)
    for size in (86_400, 3_600, 60):
        if whole >= size:
            step = max(size // {86_400: 24, 3_600: 60, 60: 60}[size], 1)
            whole = round(whole / step) * step
            break
    return write_duration(whole * 1000) if whole else "0s"


def percent(share: float | None) -> str:
    """Return a share as a percentage."""
    return NOTHING if share is None else f"{share:.1%}"


def count(number: int) -> str:
    """Return a number with its thousands apart."""
    return f"{number:,}"


def were(number: int, what: str) -> str:
    """Return how many there were of `what`, to go on with: `3 bad rows were`."""
    return f"{count(number)} {what} was" if number == 1 else f"{count(number)} {what}s were"
