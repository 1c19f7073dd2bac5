"""The simulator against its literal twin: worlds of all rules at once, compared in everything both say."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from yaml import safe_load

from agreement import differences
from worlds import World, make_world, seeded

KEPT = [int(line) for line in (Path(__file__).parent / "kept_seeds.txt").read_text().split()]
"""Seeds of worlds in which the two differed once."""


EXAMPLES = Path(__file__).parents[2] / "examples"


@st.composite
def worlds(draw: st.DrawFn) -> World:
    return make_world(lambda options: draw(st.sampled_from(options)))


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("worlds")


@given(world=worlds())
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_drawn_worlds(world: World, folder: Path) -> None:
    assert differences(world, folder) == []


@pytest.mark.parametrize("seed", KEPT)
def test_worlds_that_differed_once(seed: int, folder: Path) -> None:
    assert differences(make_world(seeded(seed)), folder) == []


@pytest.mark.long
@pytest.mark.parametrize("thousand", range(10))
def test_ten_thousand_seeds(thousand: int, folder: Path) -> None:
    found: dict[int, Any] = {}
    for seed in range(thousand * 1000, thousand * 1000 + 1000):
        different = differences(make_world(seeded(seed)), folder)
        if different:
            found[seed] = different

    assert found == {}


@pytest.mark.long
def test_the_example_week(folder: Path) -> None:
    document = safe_load((EXAMPLES / "contact-centre.yaml").read_text(encoding="utf-8"))
    rows = {}
    for name in ("week.cases.csv", "week.events.csv"):
        with (EXAMPLES / name).open(newline="", encoding="utf-8") as stream:
            rows[name] = list(csv.DictReader(stream))
    events = [{"case_id": "", **row} for row in rows["week.events.csv"]]

    assert differences(World(document, rows["week.cases.csv"], events), folder) == []
