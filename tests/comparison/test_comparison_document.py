"""The whole comparison: its shape, what it says of runs of the simulator, and that gates find figures."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import pytest
from sides import UNIT, served, side, trace

from fcfs import START, instant
from queueing import System, markov
from worlds import World, organisation_of, run_world
from wscli.comparison import Side, compare
from wscli.dryrun.digests import digest_of
from wscli.dryrun.gates import judge, read_gates
from wscli.measures import measure
from wscli.model.paths import look_up
from wscli.model.write import write_organisation
from wscli.simulation import Outcome
from wscli.simulation.outcome import CLOSED

MEASURES = ["cases", "wait", "handle", "service_level"]


def side_of(label: str, world: World, outcome: Outcome, threshold: int = 180) -> Side:
    """Return the side of a run of the simulator; cases that are not part of it are left out."""
    rows = list(outcome.present())
    cases = outcome.cases
    agents = [agent.name for agent in outcome.agents]
    handled = [outcome.accepted[row] >= 0 and outcome.state[row] == CLOSED for row in rows]

    def named(column: Any, names: list[str]) -> list[str | None]:
        return [names[column[row]] if column[row] >= 0 else None for row in rows]

    return Side(
        label=label,
        summary={"digest": digest_of(outcome), **measure(outcome, threshold)},
        configuration=write_organisation(organisation_of(world)),
        inputs={"seed": 0},
        ids=[cases.ids[row] for row in rows],
        arrived=[cases.arrived[row] for row in rows],
        accepted=[outcome.accepted[row] for row in rows],
        closed=[outcome.closed[row] for row in rows],
        handle=[outcome.active_ms[row] if done else -1 for row, done in zip(rows, handled, strict=True)],
        priority=[cases.priority[row] for row in rows],
        outcome=[outcome.outcome_of(row) for row in rows],
        queue=named(outcome.queue, outcome.queue_names),
        workstream=named(outcome.workstream, outcome.workstream_names),
        agent=named(outcome.agent, agents),
    )


def centre(agents: int) -> dict[str, Any]:
    """Two queues of different priority and the same agents."""
    document = System((markov(0.3), markov(0.5)), agents).document()
    document["queues"][1]["default"] = True
    return document


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> tuple[Side, Side]:
    """Runs of the simulator: a busy day with one agent, and the same cases with two."""
    chance, at, rows = random.Random(4), float(START), []
    for number in range(900):
        at += chance.expovariate(1 / 60_000)
        row = {
            "case_id": f"C-{number}",
            "arrived_at": instant(int(at)),
            "handle_seconds": str(chance.randrange(1, 110)),
            "queue": f"Q{chance.randrange(2)}",
            "workstream": "W",
            "priority": chance.choice(["1", "2", ""]),
            "patience_seconds": "900",
        }
        rows.append(row)
    sides = []
    for agents in (1, 2):
        world = World(centre(agents), rows)
        _, outcome = run_world(world, tmp_path_factory.mktemp("run"))
        sides.append(side_of(f"{agents}", world, outcome, 60))
    return sides[0], sides[1]


def test_everything_is_there(day: tuple[Side, Side]) -> None:
    found = compare(*day)

    assert list(found) == [
        "schema_version", "verdict", "identical", "paired", "why_unpaired", "cases", "method", "differences",
        "a", "b", "delta", "interval", "no_interval", "priorities", "changed", "gained", "lost",
    ]  # fmt: skip
    assert (found["identical"], found["paired"], found["why_unpaired"]) == (False, True, None)
    assert (found["a"], found["b"]) == (day[0].summary, day[1].summary)
    assert [each["path"] for each in found["differences"]] == [
        "queues[Q0].members",
        "queues[Q1].members",
        "agents[a1]",
    ]
    assert list(found["interval"]) == [*MEASURES, "queues", "workstreams"]
    assert json.loads(json.dumps(found)) == found


def test_an_agent_more_helps_and_the_intervals_say_so(day: tuple[Side, Side]) -> None:
    found = compare(*day)
    low, high = found["interval"]["wait"]["mean"]

    assert low < found["delta"]["wait"]["mean"] < high < 0
    assert found["interval"]["service_level"]["fraction"][0] > 0
    assert found["interval"]["cases"]["withdrawn"][1] < 0
    assert found["cases"]["better"]["count"] > 300 > found["cases"]["worse"]["count"]
    assert found["gained"]["delta_seconds"] == found["changed"][0]["delta_seconds"]


def parts(found: dict[str, Any]) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Every cut with its differences and its intervals."""
    listed = [
        (f"{kind}[{delta['name']}]", delta, interval)
        for kind in ("queues", "workstreams")
        for delta, interval in zip(found["delta"][kind], found["interval"][kind], strict=True)
    ]
    by_priority = [(each["name"], each["delta"], each["interval"]) for each in found["priorities"]]
    return [("all", found["delta"], found["interval"]), *listed, *by_priority]


def test_every_interval_is_around_its_difference(day: tuple[Side, Side]) -> None:
    """The sections and the summary measure the same thing."""
    seen = 0
    for name, delta, interval in parts(compare(*day)):
        for key in MEASURES:
            for measured, bounds in interval.get(key, {}).items():
                if bounds is not None:
                    seen += 1
                    low, high = bounds
                    assert low - 0.002 <= delta[key][measured] <= high + 0.002, (name, key, measured)
    assert seen >= 15


def test_priorities(day: tuple[Side, Side]) -> None:
    found = compare(*day)["priorities"]

    assert [each["name"] for each in found] == ["1", "2", "none"]
    assert all(list(each) == ["name", "a", "b", "delta", "interval", "no_interval"] for each in found)
    for key in ("a", "b"):
        assert sum(each[key]["cases"]["arrived"] for each in found) == 900
        answered = sum(each[key]["wait"]["count"] for each in found)
        assert answered == compare(*day)[key]["wait"]["count"]
    assert {*found[0]["a"]} == {*found[0]["delta"]} == {*found[0]["interval"]} == {*MEASURES} - {"handle"}


def test_a_priority_that_only_one_run_knows() -> None:
    a = side(arrived=[1, 2], accepted=[5, 5], priority=[1, 1])
    b = side("b", arrived=[1, 2], accepted=[5, 5], priority=[1, 0])
    found = compare(a, b)["priorities"]

    assert [(each["name"], each["b"]["cases"]["arrived"]) for each in found] == [("1", 1), ("none", 1)]
    assert found[1]["a"]["wait"]["mean"] is None
    assert found[1]["delta"]["wait"]["mean"] is None


def mixed(one: Side, seed: int = 1) -> Side:
    """Return the same run from a file in another order."""
    rows = list(range(len(one.ids)))
    random.Random(seed).shuffle(rows)
    columns = (
        "ids",
        "arrived",
        "accepted",
        "closed",
        "handle",
        "priority",
        "outcome",
        "queue",
        "workstream",
        "agent",
    )
    return replace(one, **{name: [getattr(one, name)[row] for row in rows] for name in columns})


def test_the_order_of_the_files_is_of_no_account(day: tuple[Side, Side]) -> None:
    straight, across = compare(*day), compare(day[0], mixed(day[1]))

    assert across == straight
    turned = compare(mixed(day[0]), mixed(day[1], 2))
    assert {**turned, "changed": None} == {**straight, "changed": None}


def test_a_run_and_itself_are_identical_and_every_gate_holds(day: tuple[Side, Side]) -> None:
    found = compare(day[0], mixed(day[0]))
    gates = read_gates(
        [
            "delta.wait.p95<=0",
            "delta.queues[Q0].wait.mean<=0",
            "cases.worse.count==0",
            "b.service_level.fraction>=10%",
            "interval.wait.mean[1]<=0",
            "priorities[none].delta.wait.mean<=0s",
        ]
    )

    assert (found["identical"], found["differences"], found["changed"]) == (True, [], [])
    assert [figure for _, figure, met in judge(gates, found) if not met] == []
    assert found["interval"]["wait"]["mean"] == found["interval"]["service_level"]["fraction"] == [0, 0]


def test_what_differs_without_effect_is_still_said(day: tuple[Side, Side]) -> None:
    other = replace(day[0], inputs={"seed": 5})
    found = compare(day[0], other)

    assert found["identical"] is True
    assert found["differences"] == [{"path": "seed", "a": 0, "b": 5}]


def test_few_cases_have_differences_and_no_intervals() -> None:
    a = side("a", arrived=[0, 0, 0], accepted=[7000, 8000, 9000])
    b = side("b", arrived=[0, 0, 0], accepted=[7000, 8000, 4000])
    found = compare(a, b)

    assert found["delta"]["wait"]["max"] == -1
    assert all(
        bounds is None
        for _, _, part in parts(found)
        for key in MEASURES
        for bounds in part.get(key, {}).values()
    )


def test_the_same_cases_say_more_than_others() -> None:
    """What common cases are for: the interval of an agent more is narrower by far."""
    rate, count = 3.5, 6000
    own, other = trace(1, rate, count), trace(2, rate, count)
    a = served("a", own, 5)
    paired, unpaired = compare(a, served("b", own, 6)), compare(a, served("b", other, 6))
    width = [found["interval"]["handle"]["mean"] for found in (paired, unpaired)]

    assert (paired["paired"], unpaired["paired"]) == (True, False)
    assert width[0] == [0, 0]  # handle times are the cases' own: nothing is left to chance
    assert width[1][0] < 0 < width[1][1]
    low, high = paired["interval"]["service_level"]["fraction"]
    loose = unpaired["interval"]["service_level"]["fraction"]
    assert high - low < 0.8 * (loose[1] - loose[0])


def test_a_queue_that_gets_other_cases() -> None:
    """Cases of a queue in one run only count in that run, and the sections are the same stretches of time."""
    count = 2000
    arrived = [n * 1000 for n in range(count)]
    a = side("a", arrived=arrived, accepted=[at + 500 for at in arrived], queue=["Q", "P"] * (count // 2))
    b = side(
        "b", arrived=arrived, accepted=[at + 400 for at in arrived], queue=["Q", "Q", "Q", "P"] * (count // 4)
    )
    found = compare(a, b)

    assert look_up(found, "delta.queues[Q].cases.arrived") == 500
    assert look_up(found, "interval.queues[Q].wait.mean") == [-0.1, -0.1]


def test_events_that_are_rare_in_both_runs_have_no_interval() -> None:
    """Nothing in nine hundred cases is not nothing for ever."""
    arrived = [n * 1000 for n in range(900)]
    quick = side("a", arrived=arrived, accepted=[at + 500 for at in arrived])
    found = compare(quick, replace(quick, label="b"))["interval"]

    assert found["cases"]["withdrawn"] is None
    assert found["service_level"] == {"fraction": None, "fraction_with_withdrawn": None}
    assert found["wait"]["mean"] == [0, 0]


def nodes(part: Any) -> Any:
    """Every measure of intervals, or of reasons, with its place."""
    return [((key, name), found) for key in MEASURES for name, found in part.get(key, {}).items()]


def test_where_there_is_no_interval_it_is_said_of_what_there_are_too_few(day: tuple[Side, Side]) -> None:
    found = compare(*day)
    reasons = [found["no_interval"], *found["no_interval"]["queues"], *found["no_interval"]["workstreams"]]
    reasons += [each["no_interval"] for each in found["priorities"]]
    seen = 0
    for (_, _, intervals), part in zip(parts(found), reasons, strict=True):
        assert [place for place, _ in nodes(part)] == [place for place, _ in nodes(intervals)]
        for (place, why), (_, bounds) in zip(nodes(part), nodes(intervals), strict=True):
            assert (why is None) == (bounds is not None), place
            if why:
                seen += 1
                assert why["count"] < why["needed"], place
    assert seen > 20
    answered = min(found[side]["wait"]["count"] for side in "ab")
    assert found["no_interval"]["wait"]["p99"] == {"of": "answered", "count": answered, "needed": 50_000}


def test_what_is_rare_is_the_reason_too() -> None:
    arrived = [n * 1000 for n in range(900)]
    quick = side(
        "a", arrived=arrived, accepted=[at + (500 if n else 900_000) for n, at in enumerate(arrived)]
    )
    found = compare(quick, replace(quick, label="b"))["no_interval"]

    assert found["cases"]["withdrawn"] == {"of": "withdrawn", "count": 0, "needed": 10}
    assert found["service_level"]["fraction"] == {"of": "not in time", "count": 2, "needed": 10}


def test_thresholds_are_each_runs_own() -> None:
    arrived = [n * UNIT for n in range(800)]
    answers = [at + 1000 * (n % 40) for n, at in enumerate(arrived)]
    a, b = (
        side(label, threshold, arrived=arrived, accepted=answers)
        for label, threshold in (("a", 20), ("b", 10))
    )
    found = compare(a, b)

    assert found["delta"]["service_level"]["fraction"] == -0.25
    assert found["interval"]["service_level"]["fraction"] == [-0.25, -0.25]


def test_the_method_is_said_in_plain_words(day: tuple[Side, Side]) -> None:
    text = compare(*day)["method"]

    assert "95 %" in text
    assert "not of errors of the forecast" in text
