"""Amounts as people read them, in tables, on pages and in sentences: durations, shares, numbers, counts.

Of nothing there is a dash, never a zero (rulebook 8). What programs read is not written here.
"""

from __future__ import annotations

NOTHING = "–"
"""What stands where there is nothing to measure."""

_UNITS = ((86_400, "d", 3_600, "h"), (3_600, "h", 60, "m"), (60, "m", 1, "s"))


def duration(seconds: float | None, gap: str = "") -> str:
    """Return seconds in two units at most, tenths below a minute: `2d4h`, `1m30s`, `0.4s`.

    `gap` stands between the units.
    """
    if seconds is None:
        return NOTHING
    if seconds < 0:
        return "−" + duration(-seconds, gap)
    if 0 < seconds < 59.95 and seconds != int(seconds):
        return f"{seconds:.1f}s" if seconds >= 0.05 else "<0.1s"
    for size, large, step, small in _UNITS:
        if round(seconds) >= size:
            whole = round(seconds / step) * step
            if whole != seconds:
                return duration(whole, gap)  # which may have become the next unit: 23h59m30s is a day
            units, rest = divmod(whole, size)
            return f"{units:,}{large}" + (f"{gap}{rest // step}{small}" if rest else "")
    return f"{round(seconds)}s"


def worked(seconds: float | None) -> str:
    """Return time at work: as a duration below a day, then in hours, because nobody works in days: `162h`."""
    hours = round((seconds or 0) / 3_600)
    return duration(seconds) if hours < 24 else f"{hours:,}h"


def percent(share: float | None) -> str:
    """Return a share as a percentage with one decimal."""
    return NOTHING if share is None else f"{share:.1%}"


def number(value: float | None) -> str:
    """Return a number with its thousands apart and one decimal; a whole one without."""
    if value is None:
        return NOTHING
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def count(many: int, word: str = "", words: str = "") -> str:
    """Return how many there are, and of what: `1,200`, `1 case`, `3 cases`; `words` where no `s` does it."""
    noun = word if many == 1 or not word else words or f"{word}s"
    return f"{many:,} {noun}" if noun else f"{many:,}"


def were(many: int) -> str:
    """Return the verb that goes with a count."""
    return "was" if many == 1 else "were"


def signed(change: float, size: str) -> str:
    """Return a change with its sign, of which `size` is the text; `=` if there is none.

    `≈0` is one that is too small to be written.
    """
    if change == 0:
        return "="
    if size.startswith("<") or not any(digit in size for digit in "123456789"):
        return "≈0"
    return f"{'+' if change > 0 else '−'}{size}"
