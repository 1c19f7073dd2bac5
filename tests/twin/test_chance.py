"""The twin's own reading of what is left to chance, with draws that are known."""

from typing import Any

import pytest

import twin
from twin.chance import read_time

START = 1_772_442_000_000  # 2026-03-02T09:00:00Z
Address = tuple[str, str, str, int]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("120s", 120_000),
        (0, 0),
        ("exponential(1m)", 41_589),
        ("uniform(1m, 5m)", 180_000),
        ("uniform(high=5m, low=1m)", 180_000),
        ("lognormal(mean=1m, cv=1)", 42_426),
        ("lognormal(1m, 0)", 60_000),
    ],
)
def test_the_middle_of_every_law(text: Any, time: int) -> None:
    assert read_time(text).at(0.5) == time


def test_draws_by_their_addresses() -> None:
    """ann declines C1 after a drawn time, then accepts it; looks at her list are numbered."""
    asked: list[Address] = []
    lots = {("answer", "C1", "ann", 1): 0.1, ("pick-order", "C3", "ann", 1): 0.2}

    def draw(*address: Any) -> float:
        asked.append(address)
        return lots.get(address, 0.5)

    stream = {"capacity": 10, "allowed_presences": ["available", "busy"]}
    document = {
        "version": 1,
        "workstreams": [
            {"name": "W", **stream, "assign_work_item_after_decline_or_timeout": "10s"},
            {"name": "P", **stream, "work_distribution_mode": "pick"},
        ],
        "queues": [{"name": "Q", "priority": 1, "members": ["ann"]}],
        "agents": [{"name": "ann", "capacity": 100}],
        "behaviour": {
            "accept_after": "uniform(0s, 20s)",
            "decline_probability": 0.3,
            "pick_after": "uniform(0s, 4s)",
            "pick_order": "random",
        },
    }
    cases = [
        {"case_id": f"C{n}", "arrived_at": "2026-03-02T09:00", "workstream": "W" if n == 1 else "P"}
        for n in (1, 2, 3)
    ]
    log = twin.run(document, cases, handle_time="uniform(1m, 3m)", draw=draw).event_log
    told = [
        ((row["at"] - START) // 1000, row["event"], row["case_id"])
        for row in log
        if row["event"] not in ("arrived", "routed", "presence")
    ]

    assert told == [
        (0, "offered", "C1"),
        (2, "picked", "C3"),
        (4, "picked", "C2"),
        (10, "declined", "C1"),
        (20, "offered", "C1"),
        (30, "accepted", "C1"),
        (122, "resolved", "C3"),
        (124, "resolved", "C2"),
        (150, "resolved", "C1"),
    ]
    assert set(asked) == {
        ("answer", "C1", "ann", 1),
        ("answer", "C1", "ann", 2),
        ("accept-after", "C1", "ann", 1),
        ("accept-after", "C1", "ann", 2),
        ("pick-after", "", "ann", 1),
        ("pick-after", "", "ann", 2),
        ("pick-order", "C2", "ann", 1),
        ("pick-order", "C3", "ann", 1),
        ("pick-order", "C2", "ann", 2),
        ("handle-time", "C1", "", 1),
        ("handle-time", "C2", "", 1),
        ("handle-time", "C3", "", 1),
    }
