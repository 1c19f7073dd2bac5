"""The figures of a comparison as text, and its parts: queues, workstreams, priorities, agents.

A change has its sign, with a real minus; `=` says that there is none, and `≈0` that it is too small to be
written. A share changes by percentage points (`pp`), never by a percentage of itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from wscli.amounts import NOTHING, count, duration, signed

Row = dict[str, Any]


class Unit(NamedTuple):
    """How a figure is written, and how a change of it."""

    value: Callable[[Any], str]
    change: Callable[[Any], str]


TIME = Unit(duration, duration)
SHARE = Unit(lambda share: f"{share:.1%}", lambda share: f"{100 * share:.1f} pp")
COUNT = Unit(count, lambda count: f"{count:,.1f}".removesuffix(".0"))
MEAN = Unit(lambda mean: f"{mean:,.1f}", lambda mean: f"{mean:,.1f}")


MAIN = (
    ("wait  mean", "wait.mean", TIME),
    ("      median", "wait.p50", TIME),
    ("      p90", "wait.p90", TIME),
    ("      p95", "wait.p95", TIME),
    ("      longest", "wait.max", TIME),
    ("answered in time", "service_level.fraction", SHARE),
    ("answered", "wait.count", COUNT),
    ("handle time, mean", "handle.mean", TIME),
    ("occupancy", "occupancy", SHARE),
)
"""The measures of a run that are always shown: title, path in the summary, unit."""
IF_CHANGED = (
    ("in time is within", "service_level.threshold", TIME),
    ("withdrawn", "cases.withdrawn", COUNT),
    ("open at the end", "cases.open", COUNT),
    ("undistributed", "cases.undistributed", COUNT),
    ("offers declined", "offers.declined", COUNT),
    ("offers timed out", "offers.timed_out", COUNT),
    ("picks", "picks.made", COUNT),
    ("picks over capacity", "picks.over_capacity", COUNT),
    ("transfers", "transfers", COUNT),
    ("backlog, most", "backlog.max", COUNT),
    ("backlog, mean", "backlog.mean", MEAN),
    ("utilisation", "utilisation", SHARE),
)
"""Those that are shown where they changed."""
IF_IDENTICAL = (
    ("or withdrawn", "service_level.fraction_with_withdrawn", SHARE),
    ("lasted", "simulated_seconds", TIME),
    ("rows of the log", "events", COUNT),
)
"""And these of runs of which the same came, where nothing else may tell what changed."""


def value(unit: Unit, figure: float | None) -> str:
    """Return a figure; a dash where there was nothing to measure."""
    return NOTHING if figure is None else unit.value(figure)


def change(unit: Unit, figure: float | None) -> str:
    """Return a change with its sign; `=` where there is none."""
    return NOTHING if figure is None else signed(figure, unit.change(abs(figure)))


def range_text(unit: Unit, interval: list[float] | None, why_not: Row | None = None) -> str:
    """Return an interval of changes, or that there are too few for one; nothing where nothing changed."""
    if interval is None:
        return f"too few ({why_not['count']:,})" if why_not else ""
    if not any(interval):
        return ""
    low, high = (change(unit, figure) if figure else unit.change(0) for figure in interval)
    return f"{low} … {high}"


def at(found: Any, path: str) -> Any:
    """Return what stands at a path of keys, None where there is nothing."""
    for key in path.split("."):
        if not isinstance(found, dict):
            return None
        found = found.get(key)
    return found


class Part(NamedTuple):
    """One queue, workstream, priority or agent on both sides; empty where it is not there."""

    name: str
    a: Row
    b: Row
    delta: Row
    interval: Row
    no_interval: Row

    @property
    def sure(self) -> tuple[Row, Row]:
        """The intervals, and why there is none where there is none."""
        return self.interval, self.no_interval

    def changed(self, *paths: str) -> bool:
        """Whether one of these figures changed, or it is on one side only."""
        return not self.a or not self.b or any(at(self.delta, path) for path in paths)

    def by_how_much(self, path: str, instead: str) -> tuple[bool, float]:
        """Return by how much a figure changed, to sort the largest change first.

        Where one side has none, what counts is how much of something else there is: a place that only one run
        has comes before any that changed, and of those the one with most cases.
        """
        found = at(self.delta, path)
        if found is not None:
            return True, -abs(found)
        return False, -max(at(side, instead) or 0 for side in (self.a, self.b))


def parts_of(document: Row, key: str) -> list[Part]:
    """Return the parts of one kind, those of b first, then those that only a has."""
    if key == "priorities":
        return [Part(str(each["name"]), *(each.get(side) or {} for side in _SIDES)) for each in document[key]]
    sides = [{each["name"]: each for each in document[side].get(key) or ()} for side in _SIDES]
    names = dict.fromkeys(name for side in (sides[1], sides[0]) for name in side)
    return [Part(name, *(side.get(name, {}) for side in sides)) for name in names]


_SIDES = ("a", "b", "delta", "interval", "no_interval")
