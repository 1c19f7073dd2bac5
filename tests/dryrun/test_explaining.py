"""Explanations of random worlds, through the front door: all have an answer and agree with the event log."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from doors import FrontDoor
from worlds import make_full_world, make_world, seeded, words_of
from wscli.dryrun.explaining.names import find_case
from wscli.dryrun.explaining.rankings import better_by
from wscli.dryrun.explaining.repeats import without_repeats
from wscli.dryrun.explaining.words import Clock, both, either, repeated_text

Row = dict[str, Any]
PLACED = ("offered", "assigned", "picked")


def offers_of(story: list[Row]) -> int:
    """Return how often a case was placed by its story, repetitions counted."""
    return sum(
        sum(row.get(word, 0) for word in PLACED) if row["event"] == "repeated" else row["event"] in PLACED
        for row in story
    )


@pytest.mark.parametrize("ten", range(8))
def test_every_case_of_a_random_world_has_an_answer(front_door: FrontDoor, tmp_path: Path, ten: int) -> None:
    explained = 0
    for seed in range(1000 + ten * 10, 1010 + ten * 10):
        world = (make_full_world if seed % 2 else make_world)(seeded(seed))
        words = words_of(world, tmp_path)
        log = tmp_path / "log.jsonl"
        if front_door("simulate", *words, "--event-log", log, "-o", "none").code:
            continue
        rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
        for case in world.cases[:4]:
            explained += 1
            _hold(front_door, words, case["case_id"], rows, world.document["agents"][-1]["name"])
    assert explained > 10


def _hold(front_door: FrontDoor, words: list[str], case_id: str, rows: list[Row], agent: str) -> None:
    result = front_door("explain", case_id, *words, "-o", "json")
    assert result.code == 0, result.stderr
    facts = json.loads(result.stdout)
    own = [row for row in rows if row["case_id"] == case_id and row["event"] != "routed"]
    assert facts["verdict"].endswith((".", "?"))
    if not any(row["event"] == "repeated" for row in facts["story"]):
        told = [row for row in facts["story"] if row["event"] != "waited"]
        assert [(row["at"], row["event"], row["agent"]) for row in told] == [
            (row["at"], row["event"], row["agent"]) for row in own
        ]
    assert offers_of(facts["story"]) == sum(row["event"] in PLACED for row in own)
    page = front_door("explain", case_id, *words)
    assert page.code == 0 and not re.search(r"\bNone\b|\{|\bnan\b", page.stdout.split("\nNext\n")[0])
    asked = front_door("explain", case_id, *words, "--agent", agent)
    assert (asked.code == 0 and agent in asked.stdout.split("\n\n")[0]) or not own
    if own:
        at = own[-1]["at"]
        assert front_door("explain", "--agent", agent, "--at", at, *words).code == 0


# Smaller parts --------------------------------------------------------------------------------------------


def test_lists_in_words() -> None:
    assert [both(["a"]), both(["a", "b"]), both(["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
    assert either(["a", "b", "c"]) == "a, b or c"
    assert both([]) == ""


def test_instants_in_words() -> None:
    clock = Clock("2026-03-02T09:00:00.000+01:00")

    assert clock("2026-03-02T09:10:00.000+01:00") == "09:10:00"
    assert clock("2026-03-02T09:10:00.250+01:00") == "09:10:00.2"
    assert clock("2026-03-02T09:10:00.020+01:00") == "09:10:00"
    assert clock("2026-03-03T09:10:00.000+01:00") == "2026-03-03 09:10:00"


@pytest.mark.parametrize(
    ("key", "mine", "theirs", "said"),
    [
        ("declined_before", False, True, "ben had declined or missed it before, and ann had not"),
        ("remaining", 100, 50, "ann had more units left (100 against 50)"),
        (
            "sessions",
            0,
            2,
            "both had 1 unit left and ann had fewer cases of its workstream (0 against 2)",
        ),
        (
            "idle_since",
            "2026-03-02T09:00:00.000Z",
            "2026-03-02T09:10:00.000Z",
            "both had 1 unit left and ann's last case came earlier (09:00:00) than ben's (09:10:00)",
        ),
        ("order", 1, 2, "both had 1 unit left and ann is listed before ben"),
    ],
)
def test_what_decided_between_two(key: str, mine: object, theirs: object, said: str) -> None:
    same = {
        "declined_before": False,
        "remaining": 1,
        "sessions": 0,
        "idle_since": "2026-03-02T09:00:00.000Z",
        "order": 1,
    }
    ann, ben = (
        {"agent": agent, "ranking": same | {key: value}, "given_before": True}
        for agent, value in (("ann", mine), ("ben", theirs))
    )
    assert better_by(ann, ben, Clock("2026-03-02")) == said


def steps(*events: str) -> list[Row]:
    return [{"at": str(place), "event": event, "agent": "ann"} for place, event in enumerate(events)]


def test_twice_is_told_twice_and_three_times_once() -> None:
    cycle = ["offered", "timed-out"]
    twice, thrice = steps("arrived", *cycle * 2), steps("arrived", *cycle * 3, "withdrawn")

    assert without_repeats(twice) == twice
    told = without_repeats(thrice)
    assert [row["event"] for row in told] == ["arrived", *cycle, "repeated", "withdrawn"]
    assert told[3] == {
        "at": "3",
        "event": "repeated",
        "until": "6",
        "steps": 2,
        "times": 2,
        "offered": 2,
        "agents": ["ann"],
        "ended": {"timed-out": 2},
    }
    assert repeated_text(told[3]) == "2 more offers to ann, none answered"


def test_every_offer_that_is_left_out_is_left_out_with_its_end() -> None:
    story = steps("arrived", "offered", *["timed-out", "waited", "offered"] * 4, "accepted")
    story[1]["candidates"] = [{"agent": "ben", "check": "cool-down"}]  # so that the first offer is another

    told = [row["event"] for row in without_repeats(story)]
    cycle = ["offered", "timed-out", "waited"]
    assert told == ["arrived", "offered", "timed-out", "waited", *cycle, "repeated", "offered", "accepted"]


def test_a_case_is_found_among_many(tmp_path: Path) -> None:
    from wscli.cases.table import CaseTable
    from wscli.errors import NotFound

    table = CaseTable(file="cases.csv", ids=[f"CAS-{n:07d}" for n in range(200_000)])
    assert find_case(table, " CAS-0000017 ") == 17
    with pytest.raises(NotFound) as found:
        find_case(table, "cas-0000017")
    assert found.value.hint == "did you mean 'CAS-0000017'?"
