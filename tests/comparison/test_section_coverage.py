"""Intervals against the truth: of pairs of runs whose difference is known exactly, how many contain it.

Truth is M/M/c: Erlang C gives the mean wait, its percentiles and the share within a threshold for c and for
c + 1 agents. The runs are those of the exact recursion, which is the simulator's answer to the millisecond
(the first test, and `test_recursion.py`) at a thousandth of its time. Closed forms are of a system that has
run for ever, and a run begins empty, so the first 3,000 cases of a trace are left out of both sides.

95 % intervals contain the truth 95 times in a hundred if all approximations hold. Asked for is 90 % of 200
pairs, three standard errors below, and of means not more than 99: who says nothing is always right. Where a
run has seen too few busy periods, less is asked for, and that is said. Seeds are fixed, so nothing fails by
chance. What the long tests find is printed with `-s`, and stands in decision 0014.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from statistics import NormalDist, fmean, stdev
from typing import Any

import pytest
from sides import UNIT, WARM, Erlang, served, trace

from doors import FrontDoor
from fcfs import centre, recursion, simulated
from wscli.comparison import Side, compare

SHARES = {"p50": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99}
NAIVE = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Setting:
    """c agents against others at a load of c, on so many cases; the same cases for both, or not."""

    agents: int
    others: int
    load: float
    cases: int
    paired: bool = True

    @property
    def rate(self) -> float:
        return self.load * self.agents

    @property
    def threshold(self) -> float:
        """What about half of those who wait, wait for at most, in units."""
        return 0.7 / (self.agents - self.rate)

    def sides(self, seed: int) -> tuple[Side, Side]:
        own = trace(seed, self.rate, WARM + self.cases)
        other = own if self.paired else trace(1_000_000 + seed, self.rate, WARM + self.cases)
        seconds = self.threshold * UNIT / 1000
        return served("a", own, self.agents, seconds), served("b", other, self.others, seconds)

    def truth(self) -> dict[str, float]:
        """The difference in units of time, or as a share."""
        a, b = Erlang(self.rate, self.agents), Erlang(self.rate, self.others)
        found = {name: b.percentile(share) - a.percentile(share) for name, share in SHARES.items()}
        within = b.within(self.threshold) - a.within(self.threshold)
        return {"mean": b.mean - a.mean, **found, "fraction": within}

    def contained(self, pairs: int) -> dict[str, float]:
        """The share of intervals that contain the truth, by measure; those that there are."""
        truth = self.truth()
        hits: dict[str, list[bool]] = {name: [] for name in truth}
        for seed in range(pairs):
            for name, bounds in intervals(*self.sides(seed)):
                hits[name].append(bounds[0] - 1e-6 <= truth[name] <= bounds[1] + 1e-6)
        found = {name: fmean(each) for name, each in hits.items() if len(each) == pairs}
        print(f"\n{self}: " + ", ".join(f"{name} {share:.1%}" for name, share in found.items()))
        return found


def intervals(a: Side, b: Side) -> Iterator[tuple[str, tuple[float, float]]]:
    """The intervals of a comparison, in units of time or as shares."""
    found: dict[str, Any] = compare(a, b)["interval"]
    for name, bounds in {**found["wait"], "fraction": found["service_level"]["fraction"]}.items():
        if bounds is not None:
            unit = 1 if name == "fraction" else UNIT / 1000
            yield name, (bounds[0] / unit, bounds[1] / unit)


def test_the_recursion_is_the_simulator(front_door: FrontDoor, tmp_path: Path) -> None:
    cases = trace(7, 4.5, 2000)

    for agents in (5, 6):
        assert simulated(front_door, tmp_path, cases, centre(agents)) == recursion(cases, agents)


def test_an_agent_more() -> None:
    found = Setting(5, 6, 0.7, 5000).contained(80)

    assert sorted(found) == ["fraction", "mean", "p50", "p90", "p95"]
    assert {name: share for name, share in found.items() if share < 0.9} == {}


def test_two_independent_runs_of_the_same() -> None:
    found = Setting(5, 5, 0.7, 2000, paired=False).contained(60)

    assert {name: share for name, share in found.items() if share < 0.9} == {}


def naive(setting: Setting, pairs: int) -> float:
    """How many intervals contain the mean if every case is taken for an observation of its own."""
    truth = setting.truth()["mean"] * UNIT
    hits = 0
    for seed in range(pairs):
        a, b = setting.sides(seed)
        changes = [two - one for one, two in zip(a.accepted, b.accepted, strict=True)]
        hits += abs(fmean(changes) - truth) <= NAIVE * stdev(changes) / sqrt(len(changes))
    print(f"\n{setting}: naive mean {hits / pairs:.1%}")
    return hits / pairs


def test_the_naive_interval_fails_where_waits_carry_over() -> None:
    """The power of this test: what takes cases for independent is found out."""
    assert naive(Setting(5, 6, 0.7, 5000), 30) < 0.5


@pytest.mark.long
@pytest.mark.parametrize(
    ("setting", "least"),
    [
        (Setting(5, 6, 0.7, 5000), 0.9),
        (Setting(5, 6, 0.7, 20_000), 0.9),
        (Setting(1, 2, 0.7, 5000), 0.9),
        # The share that does not wait is nearly a half: a median beside it has no slope.
        (Setting(5, 6, 0.8, 5000), 0.85),
        (Setting(5, 6, 0.8, 10_000), 0.9),
        (Setting(10, 11, 0.8, 20_000), 0.9),
        # Very heavy: 5,000 cases are 15 times as long as what a queue remembers, ρ / (1 − √ρ)².
        (Setting(5, 6, 0.9, 5000), 0.85),
        (Setting(5, 6, 0.9, 20_000), 0.9),
        (Setting(5, 5, 0.7, 5000, paired=False), 0.9),
        (Setting(5, 5, 0.9, 20_000, paired=False), 0.9),
        (Setting(5, 6, 0.7, 5000, paired=False), 0.9),
        # So few that there is an interval at all.
        (Setting(5, 6, 0.7, 400), 0.85),
        (Setting(5, 6, 0.7, 1000), 0.85),
    ],
    ids=str,
)
def test_the_truth_is_contained(setting: Setting, least: float) -> None:
    found = setting.contained(200)

    assert {name: share for name, share in found.items() if share < least} == {}
    assert found["mean"] <= 0.99


@pytest.mark.long
def test_the_highest_percentile_of_a_long_run() -> None:
    assert Setting(5, 6, 0.9, 60_000).contained(100)["p99"] >= 0.9


@pytest.mark.long
@pytest.mark.parametrize("setting", [Setting(5, 6, 0.7, 5000), Setting(5, 6, 0.9, 20_000)], ids=str)
def test_the_naive_interval_fails_everywhere(setting: Setting) -> None:
    assert naive(setting, 200) < 0.5
