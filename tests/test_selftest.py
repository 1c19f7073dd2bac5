"""The documented vectors hold, and a vector that does not is found and named."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from doors import FrontDoor
from wscli.conformance import vectors as files
from wscli.conformance.vectors import Vector, named, read_vector, read_vectors
from wscli.documents import read_text
from wscli.selftest import Result, judge
from wscli.simulation.observers import LOG_COLUMNS

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "worked-trace"
VECTORS = {vector.id: vector for vector in read_vectors()}
REPLAYED = [name for name, vector in VECTORS.items() if vector.not_modelled is None]
ABSENT = ["V6", "V7", "V8", "V9", "V10", "V14"]


@pytest.fixture
def doctored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put two other conformance files in the place of the program's: V1 as it is, V2 with another agent."""
    (tmp_path / "v1.yaml").write_text(VECTORS["V1"].text, encoding="utf-8")
    wrong = VECTORS["V2"].text.replace("offered,C1,Hun", "offered,C1,Sev")
    (tmp_path / "v2.yaml").write_text(wrong, encoding="utf-8")
    monkeypatch.setattr(files, "home", lambda: tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", REPLAYED)
def test_a_vector_holds(name: str) -> None:
    verdict = judge(VECTORS[name])

    assert (verdict.result, verdict.why) == (Result.HOLDS, None)


@pytest.mark.parametrize("name", REPLAYED)
def test_every_row_of_a_vector_is_compared(name: str) -> None:
    vector = VECTORS[name]
    assert vector.event_log

    for position, row in enumerate(vector.event_log):
        shorter = [*vector.event_log[:position], *vector.event_log[position + 1 :]]
        assert judge(replace(vector, event_log=shorter)).result is Result.FAILS or not shorter
        other = [*vector.event_log[:position], {**row, "at": "2026-03-02T12:34:56.789Z"}]
        difference = judge(replace(vector, event_log=other)).difference
        assert difference is not None
        assert (difference.row, difference.got) == (position + 1, row)
    for position, row in enumerate(vector.case_log, 1):
        column = list(row)[-1]
        rows = [*vector.case_log[: position - 1], {**row, column: "something else"}]
        difference = judge(replace(vector, case_log=rows)).difference
        assert difference is not None
        assert (difference.log, difference.row, difference.got) == ("case log", position, row)


def test_the_list_is_that_of_the_documents() -> None:
    assert list(VECTORS) == [
        *(f"V{number}" for number in range(1, 16)),
        *("T1", "T2"),
        *(f"R{number}" for number in range(1, 7)),
    ]
    assert [name for name in VECTORS if name not in REPLAYED] == ABSENT


@pytest.mark.parametrize("vector", VECTORS.values(), ids=list(VECTORS))
def test_a_file_says_what_its_docstring_promises(vector: Vector) -> None:
    known = {"id", "title", "publisher", "document", "note"}
    parts = {"configuration", "cases", "events", "options", "expect"}
    allowed = known | (parts if vector.not_modelled is None else {"not_modelled"})
    assert set(vector.raw) <= allowed
    assert set(vector.options) <= {"from", "until"}
    assert len(vector.title) <= 60
    assert {column for row in vector.event_log for column in row} <= set(LOG_COLUMNS)
    if vector.rows_of is not None:
        assert {row["event"] for row in vector.event_log} <= vector.rows_of


# What goes wrong in the simulator is seen: another order of agents than that of the page fails its vector.
@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("V2", lambda remaining, sessions, idle, agent: (sessions, idle, agent)),
        ("V3", lambda remaining, sessions, idle, agent: (-remaining, idle, agent)),
        ("V4", lambda remaining, sessions, idle, agent: (-remaining, sessions, agent)),
    ],
)
def test_another_order_of_agents_is_seen(monkeypatch: pytest.MonkeyPatch, name: str, order: Any) -> None:
    monkeypatch.setattr("wscli.simulation.most_capacity", order)

    assert judge(VECTORS[name]).result is Result.FAILS


def test_a_vector_that_cannot_be_run_fails_and_says_why() -> None:
    configuration = {**VECTORS["V2"].configuration, "agents": [{"name": "Sev", "capacity": "much"}]}
    verdict = judge(replace(VECTORS["V2"], configuration=configuration))

    assert verdict.result is Result.FAILS
    assert "agents[0].capacity" in (verdict.why or "")


def test_the_worked_trace_is_the_example() -> None:
    vector = VECTORS["T1"]
    document = read_text((EXAMPLE / "configuration.yaml").read_text("utf-8"), "example", json=False)[0]
    lines = (EXAMPLE / "expected-events.jsonl").read_text("utf-8").splitlines()
    expected = [{key: value or "" for key, value in json.loads(line).items()} for line in lines]

    assert vector.configuration == document.value
    assert vector.cases == (EXAMPLE / "cases.csv").read_text("utf-8")
    assert vector.events == (EXAMPLE / "events.csv").read_text("utf-8")
    assert vector.rows_of is None
    assert [{"seq": number, **row} for number, row in enumerate(vector.event_log, 1)] == expected


def test_the_files_are_packaged() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    found = [each.name for each in files.home().iterdir() if each.name.endswith(".yaml")]

    assert settings["package-data"]["wscli.conformance"] == ["*.yaml"]
    assert len(found) == len(VECTORS)


def test_the_command_lists_what_holds_and_what_is_left_out(front_door: FrontDoor) -> None:
    result = front_door("selftest")

    above, below = result.stdout.split("\nNot part of classic-2019\n")
    assert (result.code, result.stderr) == (0, f"{len(REPLAYED)} of {len(REPLAYED)} hold\n")
    assert [line.split()[0] for line in above.splitlines()[2:]] == REPLAYED
    assert all(line.endswith("holds") for line in above.splitlines()[2:])
    assert [line.split()[0] for line in below.splitlines()[2:]] == ABSENT


def test_single_vectors_in_the_order_asked_for(front_door: FrontDoor) -> None:
    result = front_door("selftest", "r1", "V14", "v2", "-o", "json")

    found = json.loads(result.stdout)
    assert result.code == 0
    assert [(each["id"], each["result"]) for each in found] == [
        ("R1", "holds"),
        ("V14", "not-modelled"),
        ("V2", "holds"),
    ]
    assert found[0]["source"] == "wscli: Rulebook 1.2 and 5.6"
    assert found[0]["why"] is None
    assert found[1]["why"].startswith("no connections are simulated")


def test_an_unknown_vector_is_not_found(front_door: FrontDoor) -> None:
    result = front_door("selftest", "V41")

    assert (result.code, result.stdout) == (4, "")
    assert result.stderr.startswith("error: no vector 'V41'\nhint: did you mean 'V4'? there are V1, V2, ")


@pytest.mark.usefixtures("doctored")
def test_a_vector_that_does_not_hold_is_named_with_its_first_row(front_door: FrontDoor) -> None:
    result = front_door("selftest")

    assert result.code == 1
    assert [line.split()[-1] for line in result.stdout.splitlines()[2:]] == ["holds", "fails"]
    assert result.stderr == (
        "error: 1 of 2 vectors does not hold\n"
        "  V2: row 1 of the event log: expected 2026-03-02T09:00:00.000Z offered C1 Sev; "
        "got 2026-03-02T09:00:00.000Z offered C1 Hun\n"
        "hint: `wscli selftest V2 --show` prints what is replayed and expected\n"
    )


@pytest.mark.usefixtures("doctored")
def test_programs_read_the_difference_too(front_door: FrontDoor) -> None:
    result = front_door("selftest", "-o", "json")

    found = {each["id"]: each for each in json.loads(result.stdout)}
    assert result.code == 1
    assert found["V1"]["result"] == "holds"
    assert found["V2"]["result"] == "fails"
    assert found["V2"]["why"].startswith("row 1 of the event log: expected ")
    assert json.loads(result.stderr)["error"]["problems"][0]["path"] == "V2"


def test_show_prints_the_files(front_door: FrontDoor) -> None:
    assert front_door("selftest", "R1", "--show").stdout == VECTORS["R1"].text
    both = front_door("selftest", "R1", "V6", "--show").stdout
    assert [document.value for document in read_text(both, "both", json=False)] == [
        VECTORS["R1"].raw,
        VECTORS["V6"].raw,
    ]
    assert json.loads(front_door("selftest", "R1", "--show", "-o", "json").stdout) == [VECTORS["R1"].raw]
    assert front_door("selftest", "R1", "--show", "-o", "csv").code == 3


def test_what_is_shown_can_be_simulated_by_hand(front_door: FrontDoor, tmp_path: Path) -> None:
    [shown] = json.loads(front_door("selftest", "R1", "--show", "-o", "json").stdout)
    (tmp_path / "centre.json").write_text(json.dumps(shown["configuration"]), encoding="utf-8")
    (tmp_path / "cases.csv").write_text(shown["cases"], encoding="utf-8")
    (tmp_path / "events.csv").write_text(shown["events"], encoding="utf-8")
    log = tmp_path / "log.csv"
    options = ["-f", tmp_path / "centre.json", "--events", tmp_path / "events.csv", "--event-log", log]
    assert front_door("simulate", tmp_path / "cases.csv", *options, "-o", "none").code == 0

    expected = list(csv.DictReader(io.StringIO(shown["expect"]["event_log"])))
    wanted = shown["expect"]["rows_of"]
    rows = list(csv.DictReader(io.StringIO(log.read_text("utf-8"))))
    kept = [{key: row[key] for key in expected[0]} for row in rows if row["event"] in wanted]
    assert kept == expected


def test_the_module_of_the_command_brings_nothing_heavy() -> None:
    program = "import sys, wscli.commands.selftest\nprint(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    heavy = {"rich", "yaml", "csv", "json", "wscli.selftest", "wscli.conformance", "wscli.simulation"}

    assert not heavy & set(ended.stdout.split())


def test_no_vector_is_every_vector_and_the_id_may_be_in_either_case() -> None:
    assert [vector.id for vector in named(VECTORS.values(), ())] == list(VECTORS)
    assert [vector.id for vector in named(VECTORS.values(), ("v1", "V1"))] == ["V1"]


def test_all_rows_are_compared_unless_events_are_listed() -> None:
    text = VECTORS["R1"].text.replace("  rows_of: [offered, declined, accepted]\n", "")
    verdict = judge(read_vector(text, "r1.yaml"))

    assert verdict.difference is not None
    assert verdict.difference.got is not None
    assert verdict.difference.got["event"] == "arrived"
