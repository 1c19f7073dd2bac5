"""The simulator against its literal twin, with schedules, zones and chance, in everything that both say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreement import differences
from worlds import World, make_full_world, seeded

KEPT = [159, 1048, 1758, 1887, 2439, 2617, 5722, 8064, 8215, 8890, 10276, 14480, 16240]
"""Seeds of worlds in which the two differed once."""


@st.composite
def worlds(draw: st.DrawFn) -> World:
    return make_full_world(lambda options: draw(st.sampled_from(options)))


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("full-worlds")


@given(world=worlds())
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_drawn_worlds(world: World, folder: Path) -> None:
    assert differences(world, folder) == []


@pytest.mark.parametrize("seed", KEPT)
def test_worlds_that_differed_once(seed: int, folder: Path) -> None:
    assert differences(make_full_world(seeded(seed)), folder) == []


@pytest.mark.long
@pytest.mark.parametrize("thousand", range(10))
def test_ten_thousand_seeds(thousand: int, folder: Path) -> None:
    found: dict[int, Any] = {}
    for seed in range(thousand * 1000, thousand * 1000 + 1000):
        different = differences(make_full_world(seeded(seed)), folder)
        if different:
            found[seed] = different

    assert found == {}
