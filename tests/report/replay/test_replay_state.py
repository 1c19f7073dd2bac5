"""What a replay shows is what was: against the summary at the end, and the simulator at every instant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recorded import record

from worlds import make_full_world, make_world, seeded
from wscli.errors import NotFound
from wscli.measures import measure
from wscli.report.replay.state import State
from wscli.report.replay.timeline import Timeline
from wscli.simulation.outcome import OPEN

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("replayed")


def picture(state: State) -> dict[str, Any]:
    """Return all that a state says, to be compared."""
    return {
        "agents": {
            name: (agent.presence, agent.since, agent.offers, agent.active, agent.waiting)
            for name, agent in state.agents.items()
        },
        "queues": {
            name: (list(queue.open.items()), queue.active, queue.waiting, queue.answered, queue.withdrawn)
            for name, queue in state.queues.items()
        },
        "cases": state.cases,
        "undistributed": list(state.undistributed),
        "events": +state.events,
        "standing": +state.standing,
        "answered": state.answered,
    }


def counts(state: State) -> dict[str, Any]:
    """Return what a summary says too, from a state."""
    events = state.events
    return {
        "arrived": events["arrived"],
        "closed": state.closed,
        "resolved": events["resolved"],
        "auto_closed": events["auto-closed"],
        "withdrawn": events["withdrawn"],
        "open": state.standing["open"],
        "active": state.standing["active"],
        "waiting": state.standing["waiting"],
        "undistributed": len(state.undistributed),
    }


@pytest.mark.parametrize("make", [make_world, make_full_world])
@given(data=st.data())
@settings(max_examples=60, suppress_health_check=SLOW)
def test_at_the_end_it_says_what_the_summary_says(make: Any, data: st.DataObject, folder: Path) -> None:
    run = record(make(lambda options: data.draw(st.sampled_from(options))), folder)
    summary = measure(run.outcome, 180)
    timeline = run.timeline()
    timeline.reach(run.outcome.end)
    state = timeline.state

    assert timeline.index == len(run.rows) == run.outcome.events
    assert counts(state) == summary["cases"]
    assert state.answered == summary["wait"]["count"]
    offers = ("offered", "accepted", "declined", "timed-out", "cancelled")
    assert [state.events[event] for event in offers] == list(summary["offers"].values())
    assert state.events["picked"] == summary["picks"]["made"]
    assert state.events["transferred"] == summary["transfers"]
    assert state.events["refused"] == sum(run.outcome.refused.values())
    outcome, ids = run.outcome, run.outcome.cases.ids
    since = {ids[case]: outcome.entered[case] for case in outcome.present() if outcome.state[case] == OPEN}
    assert {name: case.since for name, case in state.cases.items() if case.state == "open"} == since
    for queue in summary["queues"]:
        now = state.queues[queue["name"]]
        assert len(now.open) == queue["cases"]["open"] - queue["cases"]["undistributed"]
        assert (now.active, now.waiting) == (queue["cases"]["active"], queue["cases"]["waiting"])
        assert (now.answered, now.withdrawn) == (queue["wait"]["count"], queue["cases"]["withdrawn"])
        assert list(now.open.values()) == sorted(since[name] for name in now.open)


@pytest.mark.parametrize("make", [make_world, make_full_world])
@given(data=st.data())
@settings(max_examples=60, suppress_health_check=SLOW)
def test_after_every_instant_agents_hold_what_they_held(make: Any, data: st.DataObject, folder: Path) -> None:
    run = record(make(lambda options: data.draw(st.sampled_from(options))), folder)
    timeline = run.timeline()
    ids = run.outcome.cases.ids
    for at, agents in run.seen.items():
        if at > run.outcome.end:
            continue
        timeline.reach(at)
        for name, (held, presence, offers, active) in agents.items():
            agent = timeline.state.agents[name]
            assert (agent.units, agent.presence) == (held, presence), (at, name)
            assert set(agent.offers) == {ids[case] for case in offers}
            assert set(agent.active) == {ids[case] for case in active}


@given(seed=st.integers(0, 10_000), places=st.lists(st.integers(0, 400), max_size=12))
@settings(max_examples=40, suppress_health_check=SLOW)
def test_a_jump_leads_where_the_whole_way_leads(seed: int, places: list[int], folder: Path) -> None:
    run = record(make_world(seeded(seed)), folder)
    jumping = run.timeline(apart=7)
    for place in places:
        jumping.seek(place)
        straight = run.timeline()
        straight.seek(place)
        assert jumping.index == straight.index == min(place, len(run.rows))
        assert picture(jumping.state) == picture(straight.state)


def one(folder: Path) -> Timeline:
    timeline = record(make_world(seeded(58)), folder).timeline()
    assert len(timeline) > 100
    return timeline


def test_a_replay_that_ends_earlier_has_nothing_later(folder: Path) -> None:
    run = record(make_world(seeded(58)), folder)
    middle = run.rows[len(run.rows) // 2][1]
    timeline = run.timeline(until=middle)

    assert timeline.end == middle
    assert len(timeline) == sum(row[1] <= middle for row in run.rows)


def test_instants_before_and_after(folder: Path) -> None:
    timeline = one(folder)
    instants = sorted(set(timeline.instants))
    forward, now = [], timeline.start - 1
    timeline.seek(0)
    while timeline.index < len(timeline):
        now = timeline.following()
        timeline.reach(now)
        forward.append(now)
    assert forward == instants

    back = []
    while now > timeline.start:
        back.append(now)
        now = timeline.preceding(now)
        timeline.reach(now)
    assert back == [at for at in reversed(instants) if at > timeline.start]


def test_cases_are_found_by_their_ids_however_they_are_written(folder: Path) -> None:
    timeline = one(folder)

    assert timeline.case("c0") == "c0"
    assert timeline.case(" C0 ") == "c0"
    with pytest.raises(NotFound, match="no case 'c99'"):
        timeline.case("c99")


def test_the_events_of_a_case_one_after_another(folder: Path) -> None:
    timeline = one(folder)
    timeline.seek(0)
    found = []
    while (place := timeline.next_of("c0")) is not None:
        found.append(place)
        timeline.seek(place + 1)

    assert found == [place for place, row in enumerate(timeline.rows) if row[3] == "c0"]
