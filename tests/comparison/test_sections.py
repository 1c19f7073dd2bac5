"""The statistics by themselves: what every interval must do, whatever the numbers; coverage is elsewhere."""

from __future__ import annotations

from math import exp, lgamma, pi, sqrt
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wscli.comparison import sections
from wscli.comparison.sections import Estimate, interval, mean, quantile, student, total

pulls = st.lists(st.integers(-1000, 1000), min_size=20, max_size=20).map(
    lambda numbers: [number - fmean(numbers) for number in numbers]
)
estimates = st.builds(Estimate, st.integers(-1000, 1000), pulls)


def distribution(at: float, degrees: int) -> float:
    """Student's distribution function, integrated by Simpson's rule."""
    steps = 2000
    weights = [1, *[4, 2] * (steps // 2 - 1), 4, 1]
    density = [(1 + (at * step / steps) ** 2 / degrees) ** (-(degrees + 1) / 2) for step in range(steps + 1)]
    scale = exp(lgamma((degrees + 1) / 2) - lgamma(degrees / 2)) / sqrt(degrees * pi)
    return 0.5 + scale * at / steps / 3 * sum(w * d for w, d in zip(weights, density, strict=True))


@pytest.mark.parametrize("degrees", range(3, 39))
def test_students_table(degrees: int) -> None:
    assert distribution(student(degrees), degrees) == pytest.approx(0.975, abs=5e-6)


def test_degrees_are_rounded_down_and_kept_within_the_table() -> None:
    assert student(19.9) == student(19)
    assert (student(0.5), student(500)) == (student(3), student(38))


@given(estimates, estimates, st.booleans())
def test_an_interval_contains_the_difference(a: Estimate, b: Estimate, paired: bool) -> None:
    low, high = bounds(a, b, paired)

    assert low - 1e-6 <= b.value - a.value <= high + 1e-6


@given(estimates, estimates, st.booleans())
def test_the_other_way_round_is_the_negative(a: Estimate, b: Estimate, paired: bool) -> None:
    low, high = bounds(a, b, paired)

    assert bounds(b, a, paired) == pytest.approx((-high, -low), abs=1e-6)


@given(estimates, estimates, st.booleans(), st.integers(1, 50))
def test_the_unit_does_not_matter(a: Estimate, b: Estimate, paired: bool, unit: int) -> None:
    low, high = bounds(a, b, paired)
    larger = [Estimate(each.value * unit, [pull * unit for pull in each.pulls]) for each in (a, b)]

    assert bounds(larger[0], larger[1], paired) == pytest.approx((low * unit, high * unit), abs=1e-6)


@given(estimates, st.integers(-50, 50))
def test_what_both_runs_have_in_common_cancels(a: Estimate, shift: int) -> None:
    """A run that is the other one but for a constant: nothing is left to chance, whatever its sections do."""
    assert interval(a, Estimate(a.value + shift, a.pulls), paired=True) == (shift, shift)


@given(estimates, estimates)
def test_runs_that_are_not_paired_are_never_surer_than_one_of_them(a: Estimate, b: Estimate) -> None:
    alone = _width(bounds(Estimate(0, [0.0] * 20), b, False))

    assert _width(bounds(a, b, False)) >= alone * 0.7


def _width(found: tuple[float, float]) -> float:
    return found[1] - found[0]


def bounds(a: Estimate, b: Estimate, paired: bool) -> tuple[float, float]:
    found = interval(a, b, paired=paired)
    assert found is not None
    return found


def test_plain_sections_give_students_interval() -> None:
    """Nothing to correct: sections that alternate are neither alike nor skewed."""
    still, moving = Estimate(0, [0.0] * 20), Estimate(5, [1.0, -1.0] * 10)
    error = sqrt(20 / 19 / 20)

    assert interval(still, moving, paired=True) == pytest.approx((5 - 2.093 * error, 5 + 2.093 * error))


def test_neighbours_that_are_alike_widen() -> None:
    still = Estimate(0, [0.0] * 20)
    mixed = interval(still, Estimate(0, [1.0, -1.0] * 10), paired=True)
    alike = interval(still, Estimate(0, [1.0] * 10 + [-1.0] * 10), paired=True)

    assert mixed is not None
    assert alike is not None
    assert _width(alike) > 2.5 * _width(mixed)


def test_a_long_tail_above_lengthens_the_upper_side() -> None:
    found = interval(Estimate(0, [0.0] * 20), Estimate(0, [-1.0] * 19 + [19.0]), paired=True)

    assert found is not None
    assert found[1] > 2 * -found[0] > 0


def test_means_of_all_and_the_pull_of_each_section() -> None:
    found = mean([100, 0, 500], [100, 0, 300])

    assert found is not None
    assert found.value == 1.5
    assert found.pulls == pytest.approx([-0.375, 0, 0.375])  # 50 below, nothing, 50 above; over 400/3 cases


@pytest.mark.parametrize("count", [0, 399])
def test_a_mean_of_too_few_is_none(count: int) -> None:
    assert mean([count], [count]) is None
    assert interval(mean([1], [count]), total([1, 2]), paired=False) is None


def test_a_total_counts_all_sections() -> None:
    assert total([3, 5]) == Estimate(8, [-2, 2])


@given(st.lists(st.lists(st.integers(0, 300), min_size=20, max_size=40), min_size=20, max_size=20))
@settings(max_examples=20)
def test_percentiles_are_those_of_all_values_and_their_pulls_cancel(parts: list[list[int]]) -> None:
    ordered = sorted(value for part in parts for value in part)
    found = quantile(0.5, ordered, [sorted(part) for part in parts])

    assert found is not None
    assert found.value == (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    assert sum(found.pulls) == pytest.approx(0, abs=1e-6)


def test_a_section_with_more_high_values_pulls_a_percentile_up() -> None:
    parts = [list(range(100)) for _ in range(19)] + [list(range(50, 150))]
    found = quantile(0.5, sorted(value for part in parts for value in part), parts)

    assert found is not None
    assert found.pulls[-1] > 0 > found.pulls[0]
    # Half of its cases lie beyond the median less than should: 0.475 of a section of 100 in values of 1 each.
    assert found.pulls[-1] == pytest.approx(47.5, rel=0.05)


@pytest.mark.parametrize(("share", "fewest"), [(0.5, 400), (0.9, 2000), (0.95, 5000), (0.99, 50_000)])
def test_high_percentiles_need_many_cases(share: float, fewest: int) -> None:
    for count, known in ((fewest - 1, False), (fewest, True)):
        ordered = list(range(count))
        parts = [ordered[start::20] for start in range(20)]

        assert (quantile(share, ordered, parts) is not None) is known


def test_a_percentile_within_a_step_does_not_move() -> None:
    """Most cases wait for nothing at all: the median is 0, and chance does not change that."""
    parts = [[0] * 30 + [5, 9][: number % 3] for number in range(20)]
    found = quantile(0.5, sorted(value for part in parts for value in part), parts)

    assert found is not None
    assert found.value == 0
    assert max(map(abs, found.pulls)) < 1e-9


def test_twenty_sections_or_none() -> None:
    assert [sections.sections_for(count) for count in (0, 1, 399, 400, 10**6)] == [1, 1, 1, 20, 20]
