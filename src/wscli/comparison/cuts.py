"""Cuts of two runs – all cases, a queue, a workstream, a priority – and how sure their differences are.

A cut is the rows of either side in the order of arrival. Of runs with the same cases the sections of both are
the same stretches of arrivals, laid over the cases that are in the cut on one side or the other: a queue need
not get the same cases under two configurations.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

from wscli.comparison.sections import (
    FEW,
    FEW_OF,
    RARE,
    Estimate,
    interval,
    mean,
    quantile,
    sections_for,
    total,
)
from wscli.comparison.side import Arrivals
from wscli.measures import WAIT, service_level, spread_of
from wscli.model.terms import name_key

Figures = dict[str, Any]
Rows = Sequence[int]
Bounds = tuple[float, float] | None

_PERCENTILES = {name: share for name, share in WAIT.items() if share < 1}
_WAITS = (("mean", 0.0), *_PERCENTILES.items())
"""What is told of waits; the mean is no percentile."""


class Tally:
    """One side of a cut: what each section has, and from that the estimates of its measures."""

    def __init__(self, cases: Arrivals, sections: Sequence[Rows]) -> None:
        self.threshold = cases.threshold
        self.sizes = list(map(len, sections))
        self.waits = [_answered(_taken(cases.wait, rows)) for rows in sections]
        self.ordered = sorted(chain.from_iterable(self.waits))
        self.answered = list(map(len, self.waits))
        self.within = [bisect_left(waits, self.threshold * 1000) for waits in self.waits]
        self.withdrawn = [sum(_taken(cases.withdrawn, rows)) for rows in sections]
        self.gone = [sum(_taken(cases.gone, rows)) for rows in sections]
        self.handled, self.handles = [], []
        for rows in sections:
            handles = list(_taken(cases.handle, rows))
            missing = handles.count(-1)
            self.handled.append(len(handles) - missing)
            self.handles.append(sum(handles) + missing)

    def figures(self) -> Figures:
        """Return the measures of waits, as a summary has them, for a cut that a summary has not."""
        return {
            "cases": {"arrived": sum(self.sizes), "withdrawn": sum(self.withdrawn)},
            "wait": spread_of(self.ordered, WAIT),
            "service_level": service_level(self.ordered, sum(self.gone), self.threshold),
        }

    def wait(self, name: str) -> Estimate | None:
        """Return the estimate of the mean wait or of a percentile, in milliseconds."""
        if name == "mean":
            return mean(list(map(sum, self.waits)), self.answered)
        return quantile(_PERCENTILES[name], self.ordered, self.waits)

    def handle(self) -> Estimate | None:
        """Return the estimate of the mean handle time, in milliseconds."""
        return mean(self.handles, self.handled)


def _taken(column: Sequence[int], rows: Rows) -> Iterable[int]:
    """Return the values of a column at some rows; all at once where they lie side by side."""
    if isinstance(rows, range):
        return column[rows.start : rows.stop]
    return map(column.__getitem__, rows)


def _answered(waits: Iterable[int]) -> list[int]:
    ordered = sorted(waits)
    return ordered[bisect_left(ordered, 0) :]


@dataclass(frozen=True, slots=True)
class Cut:
    """The same cut of two runs, section by section."""

    a: Tally
    b: Tally
    paired: bool

    @staticmethod
    def of(a: Arrivals, b: Arrivals, rows_a: Rows, rows_b: Rows, *, paired: bool) -> Cut:
        """Return the cut with these rows of either side, both in the order of arrival."""
        if paired:
            either = rows_a if rows_a == rows_b else sorted({*rows_a, *rows_b})
            starts = _starts(either)
            return Cut(Tally(a, _sections(rows_a, starts)), Tally(b, _sections(rows_b, starts)), paired)
        return Cut(
            Tally(a, _sections(rows_a, _starts(rows_a))), Tally(b, _sections(rows_b, _starts(rows_b))), paired
        )

    def intervals(self) -> Figures:
        """Return the 95 % intervals of b − a, in the shape of a summary; None for too few cases."""
        a, b = self.a, self.b
        if min(len(a.sizes), len(b.sizes)) == 1:
            return _nothing()
        shares = {
            "fraction": (a.answered, b.answered),
            "fraction_with_withdrawn": (
                [answered + gone for answered, gone in zip(a.answered, a.gone, strict=True)],
                [answered + gone for answered, gone in zip(b.answered, b.gone, strict=True)],
            ),
        }
        return {
            "cases": {"withdrawn": self._withdrawn()},
            "wait": {name: self._seconds(a.wait(name), b.wait(name)) for name in ("mean", *_PERCENTILES)},
            "handle": {"mean": self._seconds(a.handle(), b.handle())},
            "service_level": {name: self._share(*of) for name, of in shares.items()},
        }

    def reasons(self, intervals: Figures) -> Figures:
        """Return, in the same shape, of what there are too few where an interval is None; else None.

        `of` is what is counted, `count` how many there are on the side that has fewer, `needed` how many it
        takes; of what is rare, as where nearly all are in time, both sides are counted together.
        """
        answered = min(sum(self.a.answered), sum(self.b.answered))
        found = {
            "cases": {"withdrawn": self._few_withdrawn()},
            "wait": {name: _few("answered", answered, FEW_OF.get(share, FEW)) for name, share in _WAITS},
            "handle": {"mean": _few("handled", min(sum(self.a.handled), sum(self.b.handled)), FEW)},
            "service_level": {
                "fraction": self._few_in_time("answered", [sum(self.a.answered), sum(self.b.answered)]),
                "fraction_with_withdrawn": self._few_in_time(
                    "answered or withdrawn",
                    [sum(side.answered) + sum(side.gone) for side in (self.a, self.b)],
                ),
            },
        }
        return {
            key: {name: why if intervals[key][name] is None else None for name, why in part.items()}
            for key, part in found.items()
        }

    def _few_withdrawn(self) -> Figures:
        cases = min(sum(self.a.sizes), sum(self.b.sizes))
        if cases < FEW:
            return _few("cases", cases, FEW)
        left = sum(self.a.withdrawn) + sum(self.b.withdrawn)
        stayed = sum(self.a.sizes) + sum(self.b.sizes) - left
        return _few("withdrawn", left, RARE) if left < stayed else _few("not withdrawn", stayed, RARE)

    def _few_in_time(self, of: str, many: Sequence[int]) -> Figures:
        if min(many) < FEW:
            return _few(of, min(many), FEW)
        within = sum(self.a.within) + sum(self.b.within)
        late = sum(many) - within
        return _few("in time", within, RARE) if within < late else _few("not in time", late, RARE)

    def _of(self, a: Estimate | None, b: Estimate | None) -> Bounds:
        return interval(a, b, paired=self.paired)

    def _seconds(self, a: Estimate | None, b: Estimate | None) -> Any:
        return _rounded(self._of(a, b), 1000, 3)

    def _withdrawn(self) -> Any:
        a, b = self.a.withdrawn, self.b.withdrawn
        if _is_rare(sum(a) + sum(b), sum(self.a.sizes) + sum(self.b.sizes)):
            return None
        return _rounded(self._of(total(a), total(b)), 1, 1)

    def _share(self, of_a: Sequence[int], of_b: Sequence[int]) -> Any:
        within = sum(self.a.within) + sum(self.b.within)
        if _is_rare(within, sum(of_a) + sum(of_b)):
            return None
        return _rounded(self._of(mean(self.a.within, of_a), mean(self.b.within, of_b)), 1, 6)


def _few(of: str, many: int, needed: int) -> Figures:
    return {"of": of, "count": many, "needed": needed}


def _nothing() -> Figures:
    return {
        "cases": {"withdrawn": None},
        "wait": dict.fromkeys(("mean", *_PERCENTILES)),
        "handle": {"mean": None},
        "service_level": {"fraction": None, "fraction_with_withdrawn": None},
    }


def _is_rare(part: int, whole: int) -> bool:
    return min(part, whole - part) < RARE


def _rounded(bounds: Bounds, unit: int, places: int) -> list[float] | None:
    # Plus zero: there is no minus nought in a report.
    return None if bounds is None else [round(bound / unit, places) + 0.0 for bound in bounds]


def _starts(rows: Rows) -> list[int]:
    """Return the first row of every section but the first: as many rows in each."""
    count = sections_for(len(rows))
    return [rows[len(rows) * number // count] for number in range(1, count)]


def _sections(rows: Rows, starts: Sequence[int]) -> list[Rows]:
    places = [0, *(bisect_left(rows, start) for start in starts), len(rows)]
    return [rows[begin:end] for begin, end in pairwise(places)]


def grouped(column: Sequence[Hashable]) -> dict[Hashable, list[int]]:
    """Return the rows of every value of a column; those of names under the form in which names compare."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for row, value in enumerate(column):
        groups[value].append(row)
    named: dict[Hashable, list[int]] = {}
    for value, rows in groups.items():
        key = name_key(value) if isinstance(value, str) else value
        named[key] = sorted([*named[key], *rows]) if key in named else rows
    return named
