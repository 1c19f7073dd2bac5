"""The simulator against its literal twin: worlds of all rules at once, compared in everything both say."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from yaml import safe_load

from agreement import differences
from worlds import Choose, World, make_full_world, make_world, seeded

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"
MAKERS: dict[str, Callable[[Choose], World]] = {"plain": make_world, "full": make_full_world}
"""Two kinds of worlds: without and with schedules, zones and chance."""


def kept() -> list[tuple[str, int]]:
    """Return the seeds of worlds in which the two differed once, as `kind seed` lines have them."""
    lines = (HERE / "kept_seeds.txt").read_text().splitlines()
    return [(kind, int(seed)) for kind, seed in (line.split() for line in lines)]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("worlds")


@pytest.mark.parametrize("kind", MAKERS)
@given(data=st.data())
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_drawn_worlds(kind: str, data: st.DataObject, folder: Path) -> None:
    world = MAKERS[kind](lambda options: data.draw(st.sampled_from(options)))

    assert differences(world, folder) == []


@pytest.mark.parametrize(("kind", "seed"), kept())
def test_worlds_that_differed_once(kind: str, seed: int, folder: Path) -> None:
    assert differences(MAKERS[kind](seeded(seed)), folder) == []


@pytest.mark.long
@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("thousand", range(10))
def test_ten_thousand_seeds(kind: str, thousand: int, folder: Path) -> None:
    found: dict[int, Any] = {}
    for seed in range(thousand * 1000, thousand * 1000 + 1000):
        different = differences(MAKERS[kind](seeded(seed)), folder)
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
