"""First come, first served with identical agents against an exact recursion, to the millisecond."""

from __future__ import annotations

import csv
import gzip
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doors import FrontDoor
from fcfs import cases_of, centre, recursion, simulated, ticks

DATA = Path(__file__).parents[3] / "shared" / "data" / "bank-1999-08.cases.csv.gz"


@given(
    gaps=st.lists(st.tuples(st.integers(0, 2500), st.integers(0, 4000)), min_size=1, max_size=60),
    shuffling=st.randoms(use_true_random=False),
    agents=st.integers(1, 4),
    each=st.integers(1, 3),
    auto=st.booleans(),
    answering=st.sampled_from([0, 0, 250]),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_cases(
    front_door: FrontDoor,
    tmp_path: Path,
    gaps: list[tuple[int, int]],
    shuffling: object,
    agents: int,
    each: int,
    auto: bool,
    answering: int,
) -> None:
    cases = cases_of(gaps)
    shuffling.shuffle(cases)  # type: ignore[attr-defined]
    answering = 0 if auto else answering
    setting = centre(agents, each, auto=auto, answering=answering)

    assert simulated(front_door, tmp_path, cases, setting) == recursion(cases, agents * each, answering)


@pytest.mark.parametrize(("agents", "each"), [(1, 1), (5, 1), (3, 2), (50, 1)])
def test_many_cases(front_door: FrontDoor, tmp_path: Path, agents: int, each: int) -> None:
    """A busy day: nearly more than the servers can do at first, then less."""
    generator, servers = random.Random(agents), agents * each
    gaps = [
        (generator.randrange((1900 if n < 2000 else 3000) // servers), generator.randrange(2000))
        for n in range(4000)
    ]
    cases = cases_of(gaps)
    expected = recursion(cases, servers)
    waits = [answered - arrived for (arrived, _), (answered, _) in zip(cases, expected, strict=True)]

    assert sum(wait > 0 for wait in waits) > 500
    assert simulated(front_door, tmp_path, cases, centre(agents, each)) == expected


@pytest.mark.skipif(not DATA.exists(), reason="no real case queues beside the checkout")
@pytest.mark.parametrize(("agents", "each"), [(4, 1), (6, 1), (3, 2)])
def test_the_calls_of_a_real_month(front_door: FrontDoor, tmp_path: Path, agents: int, each: int) -> None:
    """Arrivals and handle times as they were; patience is left aside."""
    with gzip.open(DATA, "rt", newline="") as stream:
        cases = [
            (ticks(row["arrived_at"] + "+00:00"), round(float(row["handle_seconds"]) * 1000))
            for row in csv.DictReader(stream)
        ]

    assert len(cases) == 38_662
    expected = recursion(cases, agents * each)
    assert simulated(front_door, tmp_path, cases, centre(agents, each)) == expected
