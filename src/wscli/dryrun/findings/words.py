"""Figures and names in the sentences of findings: rounded, because what stands out stands out roughly."""

from __future__ import annotations

from collections.abc import Sequence

from wscli.model.duration import SECOND, write_duration

_STEPS = ((86_400, 3_600), (3_600, 60), (60, 1))
"""From how many seconds on, to how many seconds a duration is rounded."""
_NAMED = 3


def lasting(seconds: float) -> str:
    """Return seconds in two units at most: `3d4h`, `1h8m`, `2m30s`, `12s`."""
    step = next((step for least, step in _STEPS if seconds >= least), 1)
    whole = round(seconds / step) * step
    return write_duration(whole * SECOND) if whole else "0s"


def percent(share: float) -> str:
    """Return a share as a whole percentage; one that is not all of it never reads 100%."""
    return "over 99%" if 0.995 <= share < 1 else f"{share:.0%}"


def count(number: int, word: str) -> str:
    """Return `1 case`, `3,210 cases`."""
    return f"{number:,} {word}" + ("" if number == 1 else "s")


def were(number: int) -> str:
    """Return the verb of a count."""
    return "was" if number == 1 else "were"


def listed(names: Sequence[str]) -> str:
    """Return names in quotes, the first few of them: `'a', 'b', 'c' and 4 more`."""
    shown = [repr(name) for name in names[:_NAMED]]
    more = len(names) - len(shown)
    if more:
        return f"{', '.join(shown)} and {more:,} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
