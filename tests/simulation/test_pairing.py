"""Two configurations under one seed meet the same chances: what a setting does not concern stays as it was.

The agents have room for everything and rank by the capacity they have left, in thousands apart: every
case is offered to a0 first, to a1 if a0 does not take it, and so on, whatever else goes on. So capacity
never interferes, and what differs between two runs is what a setting did.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from agreement import differences
from scenario import DAY, agent, case, queue, workstream
from worlds import START, World, run_world
from wscli.simulation import Outcome
from wscli.simulation.draws import draws

SEED = 2026
CASES = [
    {"case_id": f"C{n}", "arrived_at": (START + timedelta(seconds=7 * n)).isoformat(), "handle_seconds": ""}
    for n in range(150)
]
# No answer comes too late for the offer, so none becomes a timeout by taking longer.
CHANCES = {"accept_after": "uniform(0s, 50s)", "decline_probability": 0.1, "no_response_probability": 0.1}
Rows = list[dict[str, Any]]


def world(cases: Rows = CASES, a0: dict[str, Any] | None = None, **parts: Any) -> World:
    """Return the world of this module; `a0` is what the first agent does otherwise."""
    agents = [agent(f"a{n}", 10_000 - 1000 * n) for n in range(5)]
    agents[0]["behaviour"] = a0 or {}
    document = {
        "version": 1,
        "workstreams": [workstream(capacity=1, offer_timeout="1m", **parts.pop("timers", {}))],
        "queues": [queue("Q", "a0 a1 a2 a3 a4", priority=1)],
        "agents": agents,
        "behaviour": CHANCES | parts.pop("behaviour", {}),
    }
    options = {"seed": str(SEED), "handle_time": "lognormal(mean=3m, cv=1.3)", **parts}
    return World(document, cases, [], options)


class Played:
    def __init__(self, log: Rows, outcome: Outcome) -> None:
        self.log = log
        self.handled = dict(zip(outcome.cases.ids, outcome.active_ms, strict=True))
        self.outcome = outcome

    def stories(self) -> dict[str, Rows]:
        """Return what happened to each case, without the numbers of the rows."""
        found: dict[str, Rows] = {}
        for row in self.log:
            if row["case_id"] is not None:
                found.setdefault(row["case_id"], []).append({**row, "seq": None})
        return found

    def answers(self, case: str, name: str) -> list[str]:
        said = ("accepted", "declined", "timed-out")
        return [row["event"] for row in self.stories()[case] if row["agent"] == name and row["event"] in said]


@pytest.fixture
def play(tmp_path: Path) -> Any:
    def run(given: World) -> Played:
        assert differences(given, tmp_path) == []
        return Played(*run_world(given, tmp_path))

    run.folder = tmp_path  # type: ignore[attr-defined]
    return run


def test_one_more_reluctant_agent(play: Any) -> None:
    """a0 declines 4 in 10 instead of 1 in 10: the cases whose answers change are known beforehand."""
    draw = draws(SEED)
    chances = {each["case_id"]: draw("answer", each["case_id"], "a0", 1) for each in CASES}
    before, after = play(world()), play(world(a0={"decline_probability": 0.4}))
    old, new = before.stories(), after.stories()
    changed = {name for name in old if old[name] != new[name]}

    # Below 0.1 they do not answer, below 0.2 they declined already, from 0.5 on they accept in both.
    assert changed == {name for name, u in chances.items() if 0.2 <= u < 0.5}
    assert 30 < len(changed) < 60
    assert before.handled == after.handled
    assert set(before.handled.values()) != {0}


def test_what_others_do_with_such_a_case_is_the_same_too(play: Any) -> None:
    """a1's first answer to a case does not depend on how a0's refusal came about."""
    declining = play(world(a0={"decline_probability": 1, "no_response_probability": 0}))
    ignoring = play(world(a0={"decline_probability": 0, "no_response_probability": 1}))

    for each in CASES:
        name = each["case_id"]
        assert declining.answers(name, "a0") == ["declined"]
        assert ignoring.answers(name, "a0") == ["timed-out"]
        for other in ("a1", "a2", "a3", "a4"):
            assert declining.answers(name, other) == ignoring.answers(name, other)
    assert declining.handled == ignoring.handled


@pytest.mark.parametrize("extra", ["before", "among", "behind"])
def test_one_case_more(play: Any, extra: str) -> None:
    """Wherever it stands in the file, the others are what they were."""
    place = {"before": 0, "among": 75, "behind": 150}[extra]
    more = [*CASES[:place], {**CASES[40], "case_id": "another"}, *CASES[place:]]
    with_it, without = play(world(more)).stories(), play(world()).stories()

    assert with_it.pop("another")
    assert with_it == without


def test_the_order_of_the_file(play: Any) -> None:
    assert play(world(CASES[::-1])).stories() == play(world()).stories()


def test_how_long_answers_take_does_not_change_what_they_are(play: Any) -> None:
    """And nobody handles a case for longer."""
    slow, fast = play(world()), play(world(behaviour={"accept_after": "0s"}))

    for each in CASES:
        for name in ("a0", "a1"):
            assert slow.answers(each["case_id"], name) == fast.answers(each["case_id"], name)
    assert slow.handled == fast.handled


def test_the_nth_answer_is_the_same_whenever_it_is_asked_for(play: Any) -> None:
    """One agent, asked again after ten seconds or after a minute."""
    answers = {}
    for cooling in ("10s", "1m"):
        given = world(timers={"assign_work_item_after_decline_or_timeout": cooling})
        chances = {"accept_after": "0s", "decline_probability": 0.5, "no_response_probability": 0.2}
        given.document["behaviour"] = chances
        given.document["queues"] = [queue("Q", "a0", priority=1)]
        found = play(replace(given, cases=CASES[:40]))
        answers[cooling] = [found.answers(each["case_id"], "a0") for each in CASES[:40]]

    assert answers["10s"] == answers["1m"]
    assert max(map(len, answers["10s"])) > 3


PICKED = [("09:00:05", "pick", "C1", "ann", ""), ("09:00:30", "transfer", "C1", "", "Q")]


@pytest.mark.parametrize(
    "events",
    [
        [
            ("08:59:00", "presence", "", "ann", "away"),
            *PICKED,
            ("09:01:00", "presence", "", "ann", "available"),
        ],
        [("08:59:00", "sign-out", "", "ann", ""), ("09:02:00", "sign-in", "", "ann", "")],
    ],
    ids=["picked and given back", "signed out at first"],
)
def test_what_is_no_offer_uses_up_no_answer(play: Any, events: list[tuple[str, ...]]) -> None:
    """The first answer is the first, even if the agent has had the case before: a pick is not answered."""
    document = {
        "version": 1,
        "workstreams": [workstream(enable_selecting_from_push=True)],
        "queues": [queue("Q", "ann", priority=1)],
        "agents": [agent("ann", 50)],
        "behaviour": {"decline_probability": 0.5},
    }
    for seed in range(20):
        rows = [
            {"at": DAY + at, "event": event, "case_id": name, "agent": who, "value": value}
            for at, event, name, who, value in events
        ]
        log, _ = run_world(World(document, [case("C1", "09:00:00")], rows, {"seed": str(seed)}), play.folder)
        first = next(row["event"] for row in log if row["event"] in ("accepted", "declined"))
        declines = draws(seed)("answer", "C1", "ann", 1) < 0.5

        assert first == ("declined" if declines else "accepted")


def test_another_seed_changes_everything(play: Any) -> None:
    one, other = play(world()), play(world(seed="2027"))

    assert sum(one.handled[name] == other.handled[name] for name in one.handled) == 0
    assert one.stories() != other.stories()


def test_the_same_seed_changes_nothing(play: Any) -> None:
    assert play(world()).log == play(world()).log
