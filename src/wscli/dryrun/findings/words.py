"""Figures and names in the sentences of findings: rounded, because what stands out stands out roughly."""

from __future__ import annotations

from collections.abc import Sequence

from wscli.amounts import duration

_NAMED = 3


def lasting(seconds: float) -> str:
    """Return seconds in two units at most and none of a second: `3d4h`, `1h8m`, `2m30s`, `12s`."""
    return duration(round(seconds))


def percent(share: float) -> str:
    """Return a share as a whole percentage; one that is not all of it never reads 100%."""
    return "over 99%" if 0.995 <= share < 1 else f"{share:.0%}"


def listed(names: Sequence[str]) -> str:
    """Return names in quotes, the first few of them: `'a', 'b', 'c' and 4 more`."""
    shown = [repr(name) for name in names[:_NAMED]]
    more = len(names) - len(shown)
    if more:
        return f"{', '.join(shown)} and {more:,} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
