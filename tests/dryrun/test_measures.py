"""Rulebook 8: what an outcome comes to; nothing to measure is null, never 0."""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenario import Stage, agent, case, queue, workstream
from wscli.measures import measure, percentile, ratio, seconds

CUT = ["cases", "wait", "wait_so_far", "handle", "service_level", "offers", "picks", "transfers", "backlog"]


@pytest.fixture
def play(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


@given(values=st.lists(st.integers(0, 10**12), min_size=2, max_size=60))
def test_percentiles_interpolate_between_closest_ranks(values: list[int]) -> None:
    """As `statistics.quantiles` does with the inclusive method."""
    ordered = sorted(values)
    hundredths = statistics.quantiles(values, n=100, method="inclusive")
    for share in (1, 50, 90, 95, 99):
        assert percentile(ordered, share / 100) == pytest.approx(hundredths[share - 1], rel=1e-12, abs=1e-6)
    assert (percentile(ordered, 0.0), percentile(ordered, 1.0)) == (ordered[0], ordered[-1])


def test_percentiles_of_one_value_are_that_value() -> None:
    assert {percentile([7], share) for share in (0.0, 0.5, 0.99, 1.0)} == {7}


@pytest.mark.parametrize(
    ("milliseconds", "value"), [(0, 0), (90_000, 90), (90_500, 90.5), (1, 0.001), (1 / 3, 0), (1000.4, 1)]
)
def test_seconds_are_whole_where_they_can_be(milliseconds: float, value: float) -> None:
    assert seconds(milliseconds) == value
    assert isinstance(seconds(milliseconds), type(value))


def test_a_ratio_of_nothing_is_none() -> None:
    assert (ratio(0, 0), ratio(5, 0), ratio(0, 5), ratio(1, 3)) == (None, None, 0.0, 0.333333)


def test_waits_and_handle_times(play: Stage) -> None:
    """Wait: first queue entry → first answer; handle time: time Active; gross: first answer → close."""
    cases = [
        case("C1", "09:00:00", "100|50|20"),
        case("C2", "09:00:00", 40),
        case("C3", "09:00:10", 30, patience_seconds="5"),
        case("C4", "09:30:00", 9_000),
        case("C5", "09:40:00", 10),
    ]
    story = play(cases, agents=[agent("ann", 50)], options={"until": "10:00:00"})
    found = measure(story.outcome, 100)

    # C2 is answered at 09:01:40 when C1 first waits; C1 comes back at 09:02:30
    assert found["cases"] == {
        "arrived": 5,
        "closed": 3,
        "resolved": 2,
        "auto_closed": 0,
        "withdrawn": 1,
        "open": 1,
        "active": 1,
        "waiting": 0,
        "undistributed": 0,
    }
    assert found["wait"] == {
        "count": 3,
        "mean": 33.333,
        "p50": 0,
        "p90": 80,
        "p95": 90,
        "p99": 98,
        "max": 100,
    }
    assert found["wait_so_far"] == {"count": 1, "mean": 1200, "max": 1200}
    assert found["handle"] == {"count": 2, "mean": 80, "p50": 80, "p90": 112, "gross_mean": 105}
    assert found["service_level"] == {
        "threshold": 100,
        "answered_within": 2,
        "answered": 3,
        "fraction": 0.666667,
        "fraction_with_withdrawn": 0.5,
    }
    assert found["backlog"] == {"max": 2, "mean": round((100 + 5 + 1200) / 3600, 3)}


@pytest.mark.parametrize(("threshold", "within"), [(29, 0), (30, 0), (31, 1)])
def test_the_service_level_is_strictly_less_than(play: Stage, threshold: int, within: int) -> None:
    story = play([case("C1", "09:00:00", 30), case("C2", "09:00:00", 30)], agents=[agent("ann", 50)])

    assert measure(story.outcome, threshold)["service_level"]["answered_within"] == 1 + within


def test_a_threshold_of_nought_is_met_by_nobody(play: Stage) -> None:
    assert measure(play([case("C1", "09:00:00")]).outcome, 0)["service_level"]["fraction"] == 0


def test_withdrawn_after_an_answer_is_not_counted_twice(play: Stage) -> None:
    """A case that was answered, replied and then withdrawn is among the answered already."""
    events = [
        ("09:00:30", "reply", "C1"),
        ("09:00:20", "sign-out", "", "ann"),
        ("09:01:00", "withdraw", "C1"),
    ]
    story = play([case("C1", "09:00:00", "10|60|10"), case("C2", "09:00:40", patience_seconds="1")], events)
    level = measure(story.outcome, 60)["service_level"]

    assert (level["answered"], level["fraction_with_withdrawn"]) == (1, 0.5)


def test_nothing_to_measure_is_null(play: Stage) -> None:
    """Never 0: no wait, no handle time, no share, no occupancy of somebody without capacity."""
    queues = [queue("Q", "ann", priority=1), queue("Empty", "ann", priority=2)]
    case_row = case("C1", "09:00:00", patience_seconds="60", queue="Q")
    story = play([case_row], agents=[agent("ann", 0)], queues=queues)
    found = measure(story.outcome, 180)

    assert found["wait"] == {
        "count": 0,
        "mean": None,
        "p50": None,
        "p90": None,
        "p95": None,
        "p99": None,
        "max": None,
    }
    assert found["handle"] == {"count": 0, "mean": None, "p50": None, "p90": None, "gross_mean": None}
    assert found["wait_so_far"] == {"count": 0, "mean": None, "max": None}
    assert (found["service_level"]["fraction"], found["service_level"]["fraction_with_withdrawn"]) == (
        None,
        0.0,
    )
    assert (found["occupancy"], found["utilisation"]) == (None, 0.0)
    assert found["agents"][0]["occupancy"] is None
    assert found["queues"][1]["cases"]["arrived"] == 0
    assert found["queues"][1]["service_level"]["fraction_with_withdrawn"] is None
    assert found["queues"][1]["backlog"] == {"max": 0, "mean": 0.0}


def test_a_run_of_no_length_has_no_mean_backlog(play: Stage) -> None:
    story = play([case("C1", "09:00:00")], agents=[agent("ann", 0)])
    found = measure(story.outcome, 180)

    assert (found["backlog"], found["occupancy"], found["utilisation"]) == (
        {"max": 1, "mean": None},
        None,
        None,
    )


def test_occupancy_is_units_and_utilisation_is_time(play: Stage) -> None:
    """Unit-time held over capacity × time signed in; time with anything held over time signed in."""
    cases = [case("C1", "09:00:00", 60), case("C2", "09:00:00", 30)]
    staff = [agent("ann", 200), agent("ben", 50)]
    events = [("09:01:00", "sign-out", "", "ben")]
    story = play(cases, events, agents=staff, options={"until": "09:02:00"})
    found = measure(story.outcome, 180)
    ann, ben = found["agents"]

    assert (ann["occupancy"], ann["utilisation"], ann["signed_in_seconds"]) == (0.1875, 0.5, 120)
    assert (ben["occupancy"], ben["utilisation"], ben["signed_in_seconds"]) == (0.0, 0.0, 60)
    assert ann["handled"] == 2
    # totals are ratios of sums: (50*60 + 50*30) / (200*120 + 50*60), not the mean of two ratios
    assert found["occupancy"] == round(4500 / 27_000, 6)
    assert found["utilisation"] == round(60 / 180, 6)


def test_offers_and_picks_are_counted_once_each(play: Stage) -> None:
    """8: each offer is one session; auto-assign and picks are not offers."""
    streams = [
        workstream("Push", enable_selecting_from_push=True),
        workstream("Auto", auto_assign=True),
        workstream("Pick", work_distribution_mode="pick"),
    ]
    cases = [
        case("C1", "09:00:00", 10, workstream="Push"),
        case("C2", "09:00:00", 10, workstream="Auto"),
        case("C3", "09:00:00", 10, workstream="Pick"),
        case("C4", "09:10:00", 10, workstream="Push"),
        case("C5", "09:20:00", 10, workstream="Push", patience_seconds="5"),
    ]
    events = [("09:10:30", "pick", "C4", "ann"), ("09:20:01", "decline", "C5", "ann")]
    story = play(
        cases, events, workstreams=streams, behaviour={"accept_after": "1m"}, agents=[agent("ann", 500)]
    )
    found = measure(story.outcome, 180)

    assert found["offers"] == {"made": 3, "accepted": 1, "declined": 1, "timed_out": 0, "cancelled": 1}
    assert found["picks"] == {"made": 2, "over_capacity": 0}
    assert found["agents"][0]["offers"] == found["offers"]
    assert found["agents"][0]["picks"] == found["picks"]


def test_cuts_add_up_to_the_whole(play: Stage) -> None:
    """By queue and by workstream, in order of definition; undistributed cases belong to neither part."""
    queues = [queue("B", "ann", priority=2), queue("A", "ann", priority=1)]
    streams = [workstream("Second"), workstream("First", status="inactive")]
    cases = [
        case("C1", "09:00:00", 60, queue="A", workstream="Second"),
        case("C2", "09:00:00", 60, queue="B", workstream="Second"),
        case("C3", "09:00:10", 60, queue="B", workstream="First"),
        case("C4", "09:00:20", 60, workstream="Second"),
        case("C5", "09:00:30", 60, queue="A", workstream="Second"),
    ]
    events = [("09:00:40", "transfer", "C1", "ann", "B")]
    story = play(cases, events, agents=[agent("ann", 50)], queues=queues, workstreams=streams)
    found = measure(story.outcome, 180)

    assert [part["name"] for part in found["queues"]] == ["B", "A"]
    assert [part["name"] for part in found["workstreams"]] == ["Second", "First"]
    assert [part["cases"]["arrived"] for part in found["queues"]] == [3, 1]
    assert [part["cases"]["arrived"] for part in found["workstreams"]] == [4, 0]
    assert [part["transfers"] for part in found["queues"]] == [1, 0]
    assert found["undistributed_reasons"] == {"dangling-workstream": 1, "no-queue": 1}
    assert found["cases"]["open"] == found["cases"]["undistributed"] == 2
    for part in [*found["queues"], *found["workstreams"]]:
        assert list(part) == ["name", *CUT]
        _adds_up(part["cases"])
    _adds_up(found["cases"])


def _adds_up(cases: dict[str, Any]) -> None:
    assert cases["arrived"] == cases["closed"] + cases["open"] + cases["active"] + cases["waiting"]
    assert cases["closed"] == cases["resolved"] + cases["auto_closed"] + cases["withdrawn"]
    assert cases["undistributed"] <= cases["open"]
