"""The comparison as programs read it (interface §7): everything in one object, every difference b − a.

Runs of which the same came of every case are compared like any others: their configurations may differ, and
so may capacity that was never needed; gates find every figure.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from wscli.comparison.configuration import differences
from wscli.comparison.cuts import Cut, Figures, grouped
from wscli.comparison.delta import difference
from wscli.comparison.movers import Movers
from wscli.comparison.pairing import Pairing, pair
from wscli.comparison.sections import FEW, SECTIONS
from wscli.comparison.side import Arrivals, Side
from wscli.comparison.verdict import verdict
from wscli.model.terms import name_key

SCHEMA_VERSION = 1

_SECTIONS = (
    f"the cases in order of arrival are cut into {SECTIONS} sections of equal count, and how much the figure "
    "varies from section to section says how far chance can have moved it (Student's t, widened where "
    "neighbouring sections are alike, longer on the side to which they are skewed)."
)
_SCOPE = (
    "It speaks of these two configurations and of cases like these in the long run: not of errors of the "
    "forecast, and not of how well the configurations describe what people do."
)
PAIRED = (
    "Each interval is where the difference lies with 95 % confidence. Both runs had the same cases, so each "
    f"section is compared with itself, and what both have in common cancels: {_SECTIONS} {_SCOPE}"
)
UNPAIRED = (
    "Each interval is where the difference lies with 95 % confidence. The runs had different cases, so each "
    "varies by itself, and the intervals are wider than those of the same cases would be: in each run "
    f"{_SECTIONS} {_SCOPE}"
)
TOO_FEW = (
    "There are no intervals, because there are too few cases: that of a mean, a median or a share takes "
    f"{FEW:,} in each run, and that of a percentile beyond takes more."
)


def compare(a: Side, b: Side) -> dict[str, Any]:
    """Return the comparison of two runs, b against a (interface §7).

    Times are in seconds, shares from 0 to 1. An interval is `[low, high]`, None where cases are too few: what
    there are too few of stands at the same place of `no_interval`.
    """
    pairing = pair(a, b)
    movers = Movers(a, b, pairing)
    cuts = _Cuts(a, b, pairing)
    delta = difference(a.summary, b.summary)
    both = len(pairing.both_a)
    queues = cuts.by_name(a.queue, b.queue, delta.get("queues", []))
    workstreams = cuts.by_name(a.workstream, b.workstream, delta.get("workstreams", []))
    everything = cuts.everything()
    found = {
        "identical": a.summary["digest"] == b.summary["digest"],
        "paired": pairing.paired,
        "why_unpaired": pairing.why_not,
        "cases": {
            "a": len(a.ids),
            "b": len(b.ids),
            "both": both,
            "only_a": len(a.ids) - both,
            "only_b": len(b.ids) - both,
            **movers.counts(),
        },
        "method": _method(everything["interval"], pairing),
        "differences": differences(a.configuration, b.configuration, a.inputs, b.inputs),
        "a": a.summary,
        "b": b.summary,
        "delta": delta,
        **{
            key: {**everything[key], "queues": _only(key, queues), "workstreams": _only(key, workstreams)}
            for key in _OF_A_CUT
        },
        "priorities": cuts.by_priority(),
        "changed": movers.most(),
        "gained": movers.gained(),
        "lost": movers.lost(),
    }
    return {"schema_version": SCHEMA_VERSION, "verdict": verdict(found), **found}


def _method(intervals: Figures, pairing: Pairing) -> str:
    """Return how the intervals are made, or that there are none: if not of all cases, then of no part."""
    if not any(each is not None for part in intervals.values() for each in part.values()):
        return TOO_FEW
    return PAIRED if pairing.paired else UNPAIRED


_OF_A_CUT = ("interval", "no_interval")


def _only(key: str, parts: Sequence[Figures]) -> list[Figures]:
    return [{"name": part["name"], **part[key]} for part in parts]


def _sureness(cut: Cut) -> Figures:
    """Return the intervals of a cut, and why there is none where there is none."""
    intervals = cut.intervals()
    return {"interval": intervals, "no_interval": cut.reasons(intervals)}


class _Cuts:
    """The cuts of two runs, each gone through once."""

    def __init__(self, a: Side, b: Side, pairing: Pairing) -> None:
        self.paired = pairing.paired
        self.a, self.b = Arrivals(a, pairing.order_a), Arrivals(b, pairing.order_b)

    def _cut(self, rows_a: Sequence[int], rows_b: Sequence[int]) -> Cut:
        return Cut.of(self.a, self.b, rows_a, rows_b, paired=self.paired)

    def everything(self) -> Figures:
        """Return the intervals of all cases, and the reasons where there are none."""
        return _sureness(self._cut(range(len(self.a.order)), range(len(self.b.order))))

    def by_name(
        self, of_a: Sequence[Hashable], of_b: Sequence[Hashable], listed: Sequence[Figures]
    ) -> list[Figures]:
        """Return the same of every queue or workstream of the list, from their column on either side."""
        rows_a, rows_b = grouped(self.a.column(of_a)), grouped(self.b.column(of_b))
        found = []
        for name in (part["name"] for part in listed):
            key = name_key(name)
            cut = self._cut(rows_a.get(key, []), rows_b.get(key, []))
            found.append({"name": name, **_sureness(cut)})
        return found

    def by_priority(self) -> list[Figures]:
        """Return figures, differences and intervals by priority: the most urgent first, none last."""
        rows_a = grouped(self.a.column(self.a.side.priority))
        rows_b = grouped(self.b.column(self.b.side.priority))
        found = []
        for priority in sorted({*rows_a, *rows_b}, key=lambda each: (not each, each)):
            cut = self._cut(rows_a.get(priority, []), rows_b.get(priority, []))
            a, b = cut.a.figures(), cut.b.figures()
            found.append(
                {
                    "name": str(priority or "none"),
                    "a": a,
                    "b": b,
                    "delta": difference(a, b),
                    **{
                        kind: {key: part for key, part in found_of.items() if key in a}
                        for kind, found_of in _sureness(cut).items()
                    },
                }
            )
        return found
