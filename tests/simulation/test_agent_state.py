"""An agent at an instant, held against what the event log of the whole run says they had then."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from worlds import World, make_full_world, make_world, organisation_of, run_world, seeded
from wscli.simulation.agent_state import AgentState, agent_state
from wscli.simulation.outcome import Outcome

COMES = {"offered": "offered", "assigned": "active", "picked": "active", "accepted": "active"}
COMES |= {"resumed": "active", "waiting": "waiting"}
GOES = ("declined", "timed-out", "cancelled", "transferred", "replied", "resolved", "auto-closed")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stopped")


def by_the_log(log: list[dict[str, Any]], agent: str, at: int) -> dict[str, tuple[str, int]]:
    """Return what an agent has at an instant: how, and since when."""
    found: dict[str, tuple[str, int]] = {}
    for row in log:
        if row["at"] <= at and row["agent"] == agent and row["case_id"]:
            if row["event"] in COMES:
                found[row["case_id"]] = (COMES[row["event"]], row["at"])
            elif row["event"] in GOES:
                found.pop(row["case_id"], None)
    return found


def state_of(world: World, outcome: Outcome, folder: Path, agent: int, at: int) -> AgentState:
    from wscli.cases.reader import read_inputs
    from wscli.cases.table import Format
    from wscli.cases.vocabulary import Vocabulary

    organisation = organisation_of(world)
    zone = ZoneInfo(organisation.simulation.timezone)
    vocabulary = Vocabulary.of(
        queues=outcome.queue_names,
        workstreams=outcome.workstream_names,
        skills=[skill.name for skill in organisation.skills],
        agents=[each.name for each in organisation.agents],
        presences=[presence.name for presence in organisation.presences],
    )
    _, events = read_inputs(
        str(folder / "cases.csv"),
        str(folder / "events.csv") if world.events else None,
        Format(zone=zone),
        vocabulary,
        wanted=frozenset(),
        handle_optional="handle_time" in world.options,
    )
    return agent_state(
        organisation,
        outcome.cases,
        events,
        agent,
        at=at,
        start=_ticks(world.options.get("from")),
        zone=zone,
        seed=int(world.options.get("seed", "0")),
    )


def _ticks(text: str | None) -> int | None:
    return None if text is None else round(datetime.fromisoformat(text).timestamp() * 1000)


def test_what_an_agent_has_is_what_the_log_says(folder: Path) -> None:
    held = 0
    for seed in range(150):
        world = (make_full_world if seed % 3 == 0 else make_world)(seeded(seed))
        if (world.options.get("from") or "") > (world.options.get("until") or "~"):
            continue
        log, outcome = run_world(world, folder)
        for index, agent in enumerate(outcome.agents):
            for at in (outcome.start + 30_000, outcome.start + 120_000):
                if at > outcome.end:
                    continue
                state = state_of(world, outcome, folder, index, at)
                told = {outcome.cases.ids[each.case]: (each.how, each.since) for each in state.held}
                assert told == by_the_log(log, agent.name, at), (seed, agent.name, at)
                assert state.remaining == agent.capacity - sum(each.units for each in state.held)
                held += len(told)
    assert held > 50


def test_what_can_be_taken_fits(folder: Path) -> None:
    seen = 0
    for seed in range(150):
        world = make_world(seeded(seed))
        if (world.options.get("from") or "") > (world.options.get("until") or "~"):
            continue
        _, outcome = run_world(world, folder)
        at = outcome.start + 60_000
        for index in range(len(outcome.agents)):
            if at > outcome.end:
                continue
            state = state_of(world, outcome, folder, index, at)
            for each in state.listed:
                seen += 1
                if each.failure is None:
                    assert state.signed_in and each.units <= state.remaining
            for each in state.pushed:
                # After every instant no waiting push case has an eligible agent (rulebook 10).
                assert each.failure is not None or each.offered_to >= 0
    assert seen > 20
