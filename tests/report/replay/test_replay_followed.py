"""What is said of the case that is followed: where it is, and how it went."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recorded import record

from worlds import make_full_world, seeded
from wscli.model.organisation import Organisation
from wscli.model.workforce import Agent, Queue
from wscli.model.workstream import Workstream
from wscli.report.replay.followed import fate, first_wait
from wscli.report.replay.timeline import Timeline
from wscli.report.replay.times import Times

UTC = Times(ZoneInfo("UTC"))
HALL = Organisation(
    workstreams=(Workstream(name="W", capacity=25, allowed_presences=()),),
    queues=(Queue(name="Cards", priority=1, members=("ann", "ben")),),
    agents=(Agent(name="ann", capacity=100), Agent(name="ben", capacity=100)),
)
ROUTED = [(10, "arrived", None, "open"), (10, "routed", None, "open")]
OFFERED = (20, "offered", "ann", "open")
TAKEN = (70, "accepted", "ann", "active")


def said(*rows: Sequence[Any], end: int = 600, start: int = 0, arrived: int | None = None) -> str:
    """Return what is said of C1 at the end, after rows of (seconds, event, agent, state)."""
    log = [
        (place, at * 1000, event, "C1", agent, "Cards" if event != "arrived" else None, "W", state, None)
        for place, (at, event, agent, state) in enumerate(rows, 1)
    ]
    timeline = Timeline(
        HALL,
        log,
        start=start,
        end=end * 1000,
        beginning={"ann": "available"},
        arrived={} if arrived is None else {"C1": arrived * 1000},
    )
    timeline.reach(timeline.end)
    return fate(timeline, UTC, "C1", timeline.end)


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (ROUTED, "open, in Cards, for 9m50s"),
        ([*ROUTED, OFFERED], "open, offered to ann, in Cards, for 9m50s"),
        ([*ROUTED, OFFERED, TAKEN], "active, with ann, in Cards, for 8m50s, waited 1m00s before"),
        (
            [*ROUTED, OFFERED, TAKEN, (90, "resolved", "ann", "closed")],
            "waited 1m00s, resolved by ann at 00:01:30",
        ),
        (
            [
                *ROUTED,
                OFFERED,
                TAKEN,
                (80, "waiting", "ann", "waiting"),
                (90, "auto-closed", "ann", "closed"),
            ],
            "waited 1m00s, auto-closed at 00:01:30",
        ),
        ([*ROUTED, (40, "withdrawn", None, "closed")], "withdrawn at 00:00:40, never answered"),
        (
            [
                *ROUTED,
                TAKEN,
                (80, "transferred", "ann", "open"),
                (95, "picked", "ben", "active"),
                (99, "resolved", "ben", "closed"),
            ],
            "waited 1m00s, resolved by ben at 00:01:39",
        ),
        # A row that could not apply says nothing of where the case is.
        ([(5, "refused", "ann", None)], "not arrived yet"),
        (
            [*ROUTED, (40, "withdrawn", None, "closed"), (50, "refused", "ann", None)],
            "withdrawn at 00:00:40, never answered",
        ),
    ],
)
def test_where_it_is_or_how_it_went(rows: list[Sequence[Any]], text: str) -> None:
    assert said(*rows) == text


def test_a_wait_begins_where_the_case_arrived_before_the_run() -> None:
    assert said(*ROUTED, TAKEN, (90, "resolved", "ann", "closed"), arrived=-50).startswith("waited 2m00s,")


def test_a_run_of_days_says_which() -> None:
    text = said(*ROUTED, (40, "withdrawn", None, "closed"), end=200_000)
    assert text == "withdrawn at Thu 1970-01-01 00:00:40, never answered"


@given(seed=st.integers(0, 10_000))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_a_wait_is_that_of_the_summary(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    run = record(make_full_world(seeded(seed)), Path(tmp_path_factory.mktemp("followed")))
    outcome, timeline = run.outcome, run.timeline()
    timeline.reach(outcome.end)
    for case in outcome.present():
        name = outcome.cases.ids[case]
        rows = [run.rows[place] for place in timeline.places[name] if run.rows[place][2] != "refused"]
        accepted, arrived = outcome.accepted[case], outcome.cases.arrived[case]
        assert first_wait(rows, arrived) == (accepted - arrived if accepted >= 0 else None)
        assert fate(timeline, UTC, name, timeline.end)
