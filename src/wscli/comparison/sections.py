"""How sure a difference between two runs is: one interval for means, shares and percentiles.

Cases that arrive one after another share their busy periods, so a run is no sample of independent waits. It
is therefore cut into consecutive sections of equal count, long enough to be nearly independent, and how
differently they speak is the measure of chance. An estimate carries, beside its value, how much each section
pulls it up or down; the pulls of the other run at the same cases are subtracted before anything is squared,
so that what both runs have in common cancels.

Two corrections make up for sections that are too short and for waits that are skewed; both are those of Skart
(Tafazzoli and Wilson, 2011). Nothing is drawn: the same runs give the same interval. Argued and measured in
docs/decisions/0014-intervals-by-sections.md. What the cases are is not known here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import copysign, inf, sqrt
from statistics import NormalDist

from wscli.measures import percentile

SECTIONS = 20
FEW = 400
"""Fewer cases than this say too little for an interval."""
FEW_OF = {0.5: 400, 0.9: 2000, 0.95: 5000, 0.99: 50_000}
"""And so do fewer than this of a percentile: those beyond it come together, in few busy periods."""
RARE = 10
"""And a share that in both runs together is of fewer cases than this, or of all but so few."""

# The 0.975 quantiles of Student's t from 3 degrees of freedom on.
_STUDENT = (
    3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281, 2.2010, 2.1788, 2.1604, 2.1448,
    2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555,
    2.0518, 2.0484, 2.0452, 2.0423, 2.0395, 2.0369, 2.0345, 2.0322, 2.0301, 2.0281, 2.0262, 2.0244,
)  # fmt: skip
_STRONGEST = 0.8
"""Sections that depend on each other more than this are taken to do so by this much."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure of one run, and the pull of each section on it: in the same unit, zero on average.

    `within` is where it lies by itself, where that is known better than by its pulls.
    """

    value: float
    pulls: Sequence[float]
    within: tuple[float, float] = (-inf, inf)


def sections_for(count: int) -> int:
    """Return into how many sections so many cases are cut; 1 where they are too few for an interval."""
    return SECTIONS if count >= FEW else 1


def mean(sums: Sequence[float], counts: Sequence[int]) -> Estimate | None:
    """Return the mean over all sections, of their sums and counts; None of too few.

    The pulls are those of a ratio of sums: a section with nothing to measure has none.
    """
    total = sum(counts)
    if total < FEW:
        return None
    value = sum(sums) / total
    scale = len(counts) / total
    return Estimate(value, [(part - value * count) * scale for part, count in zip(sums, counts, strict=True)])


def total(counts: Sequence[int]) -> Estimate:
    """Return how many there are in all sections."""
    value = sum(counts)
    return Estimate(value, [count * len(counts) - value for count in counts])


def quantile(share: float, ordered: Sequence[int], sections: Sequence[Sequence[int]]) -> Estimate | None:
    """Return a percentile of sorted values, of which `sections` are the sorted parts; None of too few.

    A section pulls as far as more or fewer than its share of values lie beyond the percentile of all
    (Bahadur), which is additive, as percentiles of sections are not. What a share makes in seconds is read
    from the percentiles above and below (Woodruff). Those also say where the percentile lies by itself,
    which a straight line does not know where values are few and far between.
    """
    if len(ordered) < FEW_OF[share]:
        return None
    room = min(share, 1 - share)
    value = percentile(ordered, share)
    counts = [len(section) for section in sections]
    # Values that are equal to it count half: waits of zero are many.
    below = [(bisect_left(section, value) + bisect_right(section, value)) / 2 for section in sections]
    shares = mean(below, counts)
    assert shares is not None
    # More below it makes a percentile lower.
    pulls = [-pull for pull in shares.pulls]
    spread = _Spread.of(pulls)
    reach = min(2 * sqrt(spread.variance), 0.9 * room)
    if not reach:
        return Estimate(value, pulls)
    slope = (percentile(ordered, share + reach) - percentile(ordered, share - reach)) / (2 * reach)
    low, high = spread.around(share)
    within = percentile(ordered, max(low, 0)), percentile(ordered, min(high, 1))
    return Estimate(value, [pull * slope for pull in pulls], within)


def interval(a: Estimate | None, b: Estimate | None, *, paired: bool) -> tuple[float, float] | None:
    """Return the 95 % interval of b − a; None where one of them has too few cases.

    `paired` estimates are of the same cases in the same sections.
    """
    if a is None or b is None:
        return None
    if paired:
        spread = _Spread.of([y - x for x, y in zip(a.pulls, b.pulls, strict=True)])
    else:
        spread = _Spread.of(b.pulls).less(_Spread.of(a.pulls))
    low, high = spread.around(b.value - a.value)
    return max(low, b.within[0] - a.within[1]), min(high, b.within[1] - a.within[0])


def widening(among: int) -> float:
    """Return how much wider an interval is when all of several hold in 95 of 100 pairs (Bonferroni).

    By the quantile of Student's t at 1 - 0.025 / `among`, for the degrees of freedom of all sections
    (Cornish-Fisher expansion; off by less than 1 % up to a hundred).
    """
    if among <= 1:
        return 1.0

    def quantile_of(tail: float) -> float:
        z, free = NormalDist().inv_cdf(1 - tail), SECTIONS - 1
        once = (z**3 + z) / (4 * free)
        return z + once + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * free**2)

    return quantile_of(0.025 / among) / quantile_of(0.025)


def student(degrees: float) -> float:
    """Return the 0.975 quantile of Student's t for degrees of freedom, rounded down, between 3 and 38."""
    return _STUDENT[min(max(int(degrees), 3), 38) - 3]


@dataclass(frozen=True, slots=True)
class _Spread:
    """What is known of an estimate's error: its variance, skewness, and on how much that rests."""

    variance: float
    skewness: float
    degrees: float

    @staticmethod
    def of(pulls: Sequence[float]) -> _Spread:
        """Return the spread of the mean of sections from their pulls, which are zero on average."""
        count = len(pulls)
        variance = sum(pull * pull for pull in pulls) / (count - 1)
        if not variance:
            return _Spread(0.0, 0.0, count - 1)
        third = sum(pull**3 for pull in pulls) * count / ((count - 1) * (count - 2))
        inflation = _inflation(pulls)
        return _Spread(
            variance * inflation / count, third / variance**1.5 / sqrt(count), (count - 1) / inflation
        )

    def around(self, value: float) -> tuple[float, float]:
        """Return the 95 % interval of an estimate that has this spread."""
        error, reach = sqrt(self.variance), student(self.degrees)
        return (
            value - _unskewed(reach, self.skewness) * error,
            value - _unskewed(-reach, self.skewness) * error,
        )

    def less(self, other: _Spread) -> _Spread:
        """Return the spread of this less an independent one (Welch and Satterthwaite)."""
        variance = self.variance + other.variance
        if not variance:
            return self
        own, others = self.variance / variance, other.variance / variance
        return _Spread(
            variance,
            self.skewness * own**1.5 - other.skewness * others**1.5,
            1 / (own**2 / self.degrees + others**2 / other.degrees),
        )


def _inflation(pulls: Sequence[float]) -> float:
    """Return by how much more the mean of sections varies since neighbours are alike, at least 1.

    As if each kept a share of the one before (autoregression of order one). What is estimated of that share
    is too small by about one in the number of sections, which is made up for.
    """
    neighbours = sum(one * other for one, other in pairwise(pulls))
    kept = neighbours / sum(pull * pull for pull in pulls) + 1 / len(pulls)
    kept = min(max(kept, 0.0), _STRONGEST)
    return (1 + kept) / (1 - kept)


def _unskewed(reach: float, skewness: float) -> float:
    """Return a quantile of Student's t as it is for a skewed estimate (Willink, 2005)."""
    sixth = skewness / 6
    if abs(sixth) < 1e-6:
        return reach
    inner = 1 + 6 * sixth * (reach - sixth)
    return (copysign(abs(inner) ** (1 / 3), inner) - 1) / (2 * sixth)
