"""Findings as a whole: none where nothing stands out, few where much does, and commands that can be typed."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from doors import FrontDoor
from outstanding import Outstanding, rows, workstream
from worlds import make_full_world, make_world, seeded, words_of
from wscli.dryrun.findings.words import lasting, listed, percent

EXAMPLES = Path(__file__).parents[2] / "examples"
PAGE = Path(__file__).parents[2] / "docs" / "findings.md"
SOURCES = Path(__file__).parents[2] / "src" / "wscli" / "dryrun" / "findings"


def findings(front_door: FrontDoor, *words: str) -> list[dict[str, Any]]:
    result = front_door(*words, "-o", "json", "--fields", "findings")
    assert result.code == 0, result.stderr
    found: list[dict[str, Any]] = json.loads(result.stdout)["findings"]
    return found


def test_nothing_stands_out_in_a_small_clean_run(front_door: FrontDoor, tmp_path: Path) -> None:
    trace = EXAMPLES / "worked-trace"
    words = [str(trace / "cases.csv"), "--events", str(trace / "events.csv")]
    assert findings(front_door, "simulate", *words, "-f", str(trace / "configuration.yaml")) == []
    assert front_door("init", str(tmp_path / "new"), "-q").code == 0
    files = [str(tmp_path / "new" / name) for name in ("cases.csv", "centre.yaml")]
    assert findings(front_door, "simulate", files[0], "-f", files[1]) == []


def test_the_example_week_is_told_what_makes_its_waits(front_door: FrontDoor) -> None:
    week = [str(EXAMPLES / "week.cases.csv"), "--events", str(EXAMPLES / "week.events.csv")]
    found = findings(front_door, "simulate", *week, "-f", str(EXAMPLES / "contact-centre.yaml"))

    assert [each["rule"] for each in found] == ["low-service-level", "out-of-hours"]
    assert "15h46m on average, the others 40m27s" in found[1]["message"]


@pytest.mark.parametrize("ten", range(4))
def test_findings_of_random_worlds_are_few_and_their_commands_run(
    front_door: FrontDoor, tmp_path: Path, ten: int
) -> None:
    told = 0
    for seed in range(3000 + ten * 10, 3010 + ten * 10):
        world = (make_full_world if seed % 2 else make_world)(seeded(seed))
        words = words_of(world, tmp_path)
        result = front_door("simulate", *words, "-o", "json", "--fields", "findings")
        if result.code:
            continue
        found = json.loads(result.stdout)["findings"]
        assert len(found) <= 8
        for each in found:
            told += 1
            assert not re.search(r"\bNone\b|\bnan\b|  ", each["message"])
            if each["command"] is not None and "--event-log" not in each["command"]:
                assert front_door(*shlex.split(each["command"])[1:]).code == 0, each
    assert told > 5


def test_the_commands_of_a_saved_run_name_it(
    front_door: FrontDoor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the run gets its name only when it is stored."""
    monkeypatch.setenv("WSCLI_DB", str(tmp_path / "runs.db"))
    out = Outstanding(front_door, tmp_path)
    cases = rows("c", 4, 60, 30)
    unnamed = out.all(cases, "--save", "", workstreams=[workstream(capacity=2)])
    out.all(cases, "--save", "too large", workstreams=[workstream(capacity=2)])

    assert [each["command"] for each in unnamed] == ["wscli explain c0 --run run-1"]
    assert findings(front_door, "runs", "show", "run-1") == unnamed
    assert findings(front_door, "runs", "repeat", "run-1") == unnamed
    assert findings(front_door, "runs", "show", "2")[0]["command"] == "wscli explain c0 --run 'too large'"


def test_a_saved_run_shows_no_command_that_it_does_not_take(
    front_door: FrontDoor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WSCLI_DB", str(tmp_path / "runs.db"))
    cases = [*rows("c", 4, 60, 30), {"case_id": "x", "arrived_at": "never", "handle_seconds": 1}]
    saved = Outstanding(front_door, tmp_path)(cases, "--skip-bad-rows", "--save", "bad")

    assert saved["skipped-rows"]["command"] is None


def test_a_run_without_cases_has_nothing_to_tell(front_door: FrontDoor, tmp_path: Path) -> None:
    until = ("--until", "2026-03-01T00:00")

    assert Outstanding(front_door, tmp_path)(rows("c", 4, 60, 30), *until) == {}


def test_the_page_names_every_rule() -> None:
    """As a rule id in its table; `offers_over` gives the reasons of the case log as ids."""
    written = "".join(path.read_text(encoding="utf-8") for path in SOURCES.glob("*.py"))
    ids = set(re.findall(r'Finding\(\s*"([a-z-]+)"', written)) | {"offer-limit", "all-declined"}
    named = re.findall(r"^\| `([a-z-]+)` \|", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert sorted(named) == sorted(ids)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0s"),
        (0.4, "0s"),
        (12.3, "12s"),
        (150, "2m30s"),
        (4104, "1h8m"),
        (56_789, "15h46m"),
        (277_000, "3d5h"),
    ],
)
def test_durations_have_two_units_at_most(seconds: float, text: str) -> None:
    assert lasting(seconds) == text


def test_a_share_that_is_not_all_is_not_called_so() -> None:
    assert [percent(share) for share in (0.004, 0.5, 0.994, 0.999, 1)] == [
        "0%",
        "50%",
        "99%",
        "over 99%",
        "100%",
    ]


def test_names_are_listed_up_to_three() -> None:
    assert [listed(list("abcde")[:count]) for count in (1, 2, 3, 5)] == [
        "'a'",
        "'a' and 'b'",
        "'a', 'b' and 'c'",
        "'a', 'b', 'c' and 2 more",
    ]
