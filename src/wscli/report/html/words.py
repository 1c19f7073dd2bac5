"""Figures as people read them, in text of any kind: durations, shares, numbers.

Of nothing there is a dash, never a zero (rulebook 8).
"""

from __future__ import annotations

NOTHING = "–"
_UNITS = ((86_400, "d", 3_600), (3_600, "h", 60), (60, "m", 1))


def duration(seconds: float | None) -> str:
    """Return seconds in two units at most, tenths below a minute: `1m 30s`, `2d 4h`, `0.4s`."""
    if seconds is None:
        return NOTHING
    if seconds < 0:
        return "−" + duration(-seconds)
    if 0 < seconds < 59.95 and seconds != int(seconds):
        return f"{seconds:.1f}s" if seconds >= 0.05 else "<0.1s"
    for size, letter, step in _UNITS:
        if round(seconds / step) * step >= size:
            large, small = divmod(round(seconds / step) * step, size)
            rest = {86_400: f"{small // 3_600}h", 3_600: f"{small // 60}m", 60: f"{small}s"}[size]
            return f"{large:,}{letter} {rest}" if small else f"{large:,}{letter}"
    return f"{round(seconds)}s"


def percent(share: float | None) -> str:
    """Return a share as a percentage with one decimal."""
    return NOTHING if share is None else f"{share:.1%}"


def number(value: float | None, decimals: int = 1) -> str:
    """Return a number with thousands separators; a whole one without decimals."""
    if value is None:
        return NOTHING
    return f"{value:,.0f}" if value == int(value) else f"{value:,.{decimals}f}"


def counted(count: int, one: str, many: str | None = None) -> str:
    """Return a number and its noun: `1 case`, `1,200 cases`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
