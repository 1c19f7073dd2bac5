"""Addressed draws: uniform, independent whatever part of the address differs, and for ever the same.

The numbers that are tested are always the same ones, so nothing here can fail by chance. The bounds are
those that a perfect generator would break less often than once in a million choices of the seed: five
standard deviations, or that quantile of the test's own distribution.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import product
from math import exp, log, sqrt
from statistics import NormalDist, fmean, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.chance import read_time
from wscli.model.behaviour import Distribution, read_distribution
from wscli.simulation import draws as generator
from wscli.simulation.draws import draws, sampler

FEW = 20_000
FIVE = 5.0
MINUTE = 60_000

GOLDEN = [
    (0, ("answer", "C1", "ann", 1), 0x51C8231A4A32BBE2),
    (0, ("answer", "C1", "ann", 2), 0xA4580F62F4E20FC0),
    (1, ("answer", "C1", "ann", 1), 0x0AE9B153CCD91959),
    (0, ("accept-after", "C1", "ann", 1), 0x9C8FE29D6F525866),
    (0, ("pick-after", "", "ann", 1), 0xACB0E342684AD283),
    (0, ("pick-order", "C1", "ann", 7), 0x662C4C07323652E9),
    (42, ("handle-time", "C1", "", 1), 0x0777AFEE59E10555),
    (2**63 - 1, ("answer", "Müller ☎", "Zoë", 1000), 0x81A7252193A8BCE5),
]
"""Seed, address, and the 64 bits of which the draw has the first 52 or 53."""


@pytest.mark.parametrize(("seed", "address", "bits"), GOLDEN)
def test_every_draw_is_what_it_always_was(seed: int, address: tuple[str, str, str, int], bits: int) -> None:
    assert abs(draws(seed)(*address) - bits / 2**64) <= 2.0**-52


def test_asking_again_or_for_others_changes_nothing() -> None:
    draw = draws(7)
    first = draw("answer", "C1", "ann", 1)
    for ordinal in range(100):
        draw("answer", "C2", "ben", ordinal)

    assert draw("answer", "C1", "ann", 1) == first == draws(7)("answer", "C1", "ann", 1)


@pytest.mark.parametrize("digest", [b"\x00" * 8, b"\xff" * 8, b"\xff" * 6 + b"\xf7\xff"])
def test_never_0_and_never_1_at_the_ends_of_the_generator(
    digest: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of what cannot be met by trying: one draw in 2⁵³ is the last one."""

    class Extreme:
        def __init__(self, **_: object) -> None: ...

        def copy(self) -> Extreme:
            return self

        def update(self, address: bytes) -> None: ...

        def digest(self) -> bytes:
            return digest

    monkeypatch.setattr(generator, "blake2b", Extreme)

    assert 0 < draws(0)("answer", "C1", "ann", 1) < 1


def chi_square(counts: Sequence[int]) -> float:
    expected = sum(counts) / len(counts)
    return sum((count - expected) ** 2 for count in counts) / expected


def assert_evenly_spread(counts: Sequence[int]) -> None:
    """Neither less even nor more even than chance: chi-square has mean k and variance 2k."""
    degrees = len(counts) - 1
    assert abs(chi_square(counts) - degrees) < FIVE * sqrt(2 * degrees)


def test_uniform_in_a_thousand_bins() -> None:
    draw = draws(1)
    bins = Counter(int(draw("answer", f"C{n}", "ann", 1) * 1000) for n in range(100_000))

    assert_evenly_spread([bins[number] for number in range(1000)])


def test_uniform_in_the_last_digits() -> None:
    draw = draws(1)
    bins = Counter(int(draw("answer", f"C{n}", "ann", 1) * 2**40) % 256 for n in range(FEW))

    assert_evenly_spread([bins[number] for number in range(256)])


@pytest.mark.parametrize("seed", [0, 1, 2**63 - 1])
def test_nowhere_far_from_the_straight_line(seed: int) -> None:
    """Kolmogorov and Smirnov: √n · D exceeds 2.7 once in a million."""
    draw = draws(seed)
    values = sorted(draw("pick-after", "", "ann", n) for n in range(FEW))
    distance = max(max((n + 1) / FEW - value, value - n / FEW) for n, value in enumerate(values))

    assert sqrt(FEW) * distance < 2.7


Address = Callable[[int], float]

NEIGHBOURS: dict[str, tuple[Address, Address]] = {
    "ordinals": (
        lambda n: draws(3)("answer", "C1", "ann", n),
        lambda n: draws(3)("answer", "C1", "ann", n + 1),
    ),
    "cases": (
        lambda n: draws(3)("answer", f"C{n}", "ann", 1),
        lambda n: draws(3)("answer", f"C{n + 1}", "ann", 1),
    ),
    "agents": (
        lambda n: draws(3)("answer", f"C{n}", "ann", 1),
        lambda n: draws(3)("answer", f"C{n}", "ben", 1),
    ),
    "nobody": (
        lambda n: draws(3)("handle-time", f"C{n}", "", 1),
        lambda n: draws(3)("handle-time", f"C{n}", "a", 1),
    ),
    "purposes": (
        lambda n: draws(3)("answer", f"C{n}", "ann", 1),
        lambda n: draws(3)("accept-after", f"C{n}", "ann", 1),
    ),
    "seeds": (
        lambda n: draws(n)("answer", "C1", "ann", 1),
        lambda n: draws(n + 1)("answer", "C1", "ann", 1),
    ),
    "seeds far apart": (
        lambda n: draws(n)("answer", "C1", "ann", 1),
        lambda n: draws(n + 2**32)("answer", "C1", "ann", 1),
    ),
}


@pytest.mark.parametrize("which", NEIGHBOURS)
def test_neighbours_know_nothing_of_each_other(which: str) -> None:
    """No correlation (its standard deviation is 1/√n), and pairs are spread evenly over the square."""
    one, other = NEIGHBOURS[which]
    pairs = [(one(n), other(n)) for n in range(1, FEW + 1)]
    products = fmean((a - 0.5) * (b - 0.5) for a, b in pairs)
    cells = Counter((int(a * 10), int(b * 10)) for a, b in pairs)

    assert abs(products * 12) < FIVE / sqrt(FEW)
    assert_evenly_spread([cells[cell] for cell in product(range(10), repeat=2)])


def test_addresses_are_not_told_apart_by_their_letters_alone() -> None:
    """The same letters, cut in other places, are other addresses."""
    parts = ["", "1", "11", "a", "a1", "1a", "aa"]
    addresses = [(*words, n) for words in product(parts, repeat=3) for n in (1, 11, 111)]
    draw = draws(0)

    assert len({draw(*address) for address in addresses}) == len(addresses)


EVENLY = 100_000
STRATA = [(n + 0.5) / EVENLY for n in range(EVENLY)]
"""Every share of the draws once: what is averaged over them is an integral, without chance."""


@pytest.mark.parametrize(
    ("text", "mean", "cv"),
    [
        ("3m", 3 * MINUTE, 0.0),
        ("exponential(3m)", 3 * MINUTE, 1.0),
        ("uniform(1m, 5m)", 3 * MINUTE, 4 / sqrt(12) / 3),
        ("uniform(5m, 5m)", 5 * MINUTE, 0.0),
        ("lognormal(mean=3m, cv=0.5)", 3 * MINUTE, 0.5),
        ("lognormal(mean=3m, cv=1.3)", 3 * MINUTE, 1.3),
        ("lognormal(mean=3m, cv=0)", 3 * MINUTE, 0.0),
    ],
)
def test_mean_and_coefficient_of_variation(text: str, mean: float, cv: float) -> None:
    """What strata miss of the tail is under 0.1 % of a mean and under 1 % of a deviation."""
    times = list(map(sampler(read_distribution(text)), STRATA))

    assert fmean(times) == pytest.approx(mean, rel=1e-3)
    assert pstdev(times) / mean == pytest.approx(cv, rel=1e-2)


@pytest.mark.parametrize("share", [0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999])
def test_quantiles(share: float) -> None:
    """Within half a millisecond of the closed form: nothing but the rounding."""
    spread = sqrt(log(1 + 1.3**2))
    median = 3 * MINUTE / sqrt(1 + 1.3**2)
    expected = {
        "exponential(3m)": -3 * MINUTE * log(1 - share),
        "uniform(1m, 5m)": (1 + 4 * share) * MINUTE,
        "lognormal(3m, 1.3)": median * exp(spread * NormalDist().inv_cdf(share)),
        "90s": 90_000,
    }
    for text, time in expected.items():
        assert abs(sampler(read_distribution(text))(share) - time) <= 0.5001, text


@pytest.mark.parametrize(("u", "time"), [(0.0625, 1), (0.1875, 2), (0.3125, 3), (0.3124, 2), (0.0624, 0)])
def test_halves_of_a_millisecond_are_rounded_up(u: float, time: int) -> None:
    """Of 0 to 8 ms: a sixteenth is 0.5, three are 1.5, five are 2.5."""
    assert sampler(Distribution(law="uniform", a=0, b=8))(u) == time


@pytest.mark.parametrize(
    "text", ["0s", "exponential(0s)", "lognormal(0s, 2)", "lognormal(0s, 0)", "uniform(0s, 0s)"]
)
@pytest.mark.parametrize("u", [2.0**-54, 0.5, 1 - 2.0**-53])
def test_a_mean_of_nothing_is_nothing(text: str, u: float) -> None:
    assert sampler(read_distribution(text))(u) == 0


@pytest.mark.parametrize("u", [2.0**-54, 0.3, 0.5, 1 - 2.0**-53])
def test_without_variation_every_draw_is_the_mean(u: float) -> None:
    assert sampler(read_distribution("lognormal(mean=3m, cv=0)"))(u) == 3 * MINUTE


@given(
    law=st.sampled_from(
        [
            "exponential({0}ms)",
            "uniform({0}ms, {1}ms)",
            "lognormal({0}ms, {2})",
            "lognormal(cv={2}, mean={1}ms)",
            "{1}ms",
        ]
    ),
    ends=st.tuples(st.integers(0, 10**8), st.integers(0, 10**8)).map(sorted),
    cv=st.floats(0, 5).map(lambda value: round(value, 3)),
    u=st.floats(0, 1, exclude_min=True, exclude_max=True),
)
def test_two_readings_of_every_law(law: str, ends: list[int], cv: float, u: float) -> None:
    """Two ways to the same number differ in its last digits, so once in a while in the rounding."""
    text = law.format(*ends, cv)
    time = sampler(read_distribution(text))(u)

    assert time == pytest.approx(read_time(text).exactly(u), rel=1e-9, abs=0.501)
