"""The routing of one case in the open: it decides as the routing of all cases does."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from worlds import make_world, organisation_of, run_world, seeded
from wscli.model.terms import name_key
from wscli.simulation.outcome import Outcome
from wscli.simulation.routing_trace import Decision, trace_route


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("routed")


def routes(seed: int, folder: Path) -> list[tuple[Decision, Decision, Outcome, int]]:
    world = make_world(seeded(seed))
    if (world.options.get("from") or "") > (world.options.get("until") or "~"):
        return []
    organisation = organisation_of(world)
    _, outcome = run_world(world, folder)
    return [
        (*trace_route(organisation, outcome.cases, case, ZoneInfo("UTC")), outcome, case)
        for case in range(len(outcome.cases))
    ]


def test_both_ways_to_route_decide_alike(folder: Path) -> None:
    count = 0
    for seed in range(150):
        for workstream, queue, outcome, case in routes(seed, folder):
            count += 1
            route = outcome.routes[case]
            if route.queue >= 0:
                assert name_key(queue.goal or "") == name_key(outcome.queue_names[route.queue])
            if route.workstream >= 0:
                assert name_key(workstream.goal or "") == name_key(outcome.workstream_names[route.workstream])
            elif route.fault == "dangling-workstream":
                assert workstream.goal is not None
            else:
                assert workstream.goal is None
            assert (queue.tried[-1].item.name == route.by) if queue.by == "rule" else route.by != "rule"
    assert count > 500


def test_what_is_tried_ends_at_the_first_match(folder: Path) -> None:
    for seed in range(40):
        for decisions in routes(seed, folder):
            for decision in decisions[:2]:
                matches = [tried.matched for tried in decision.tried]
                if matches:
                    matched = decision.by in ("branch", "rule")
                    assert matches == [False] * (len(matches) - 1) + [matched]
                assert [tried.number for tried in decision.tried] == list(range(1, len(matches) + 1))
                assert not decision.untried or decision.by in ("branch", "rule")


def test_comparisons_say_what_the_case_has(folder: Path) -> None:
    seen = set()
    for seed in range(60):
        for workstream, queue, outcome, case in routes(seed, folder):
            for tried in (*workstream.tried, *queue.tried):
                for each in tried.compared:
                    if each.comparison.attribute == "priority":
                        priority = outcome.cases.priority[case]
                        assert each.have == (str(priority) if priority else None)
                        seen.add((each.have, each.holds))
    assert {have for have, _ in seen} == {None, "1", "2", "3"}
