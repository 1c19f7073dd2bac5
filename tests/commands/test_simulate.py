"""`wscli simulate` through the front door: the examples, files good and bad, and what is refused."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from doors import FrontDoor, Result
from wscli import __version__

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
TRACE = EXAMPLES / "worked-trace"
DATA = ROOT.parent / "shared" / "data"
WEEK = [
    "simulate",
    EXAMPLES / "week.cases.csv",
    "--events",
    EXAMPLES / "week.events.csv",
    "-f",
    EXAMPLES / "contact-centre.yaml",
]
TRACED = [
    "simulate",
    TRACE / "cases.csv",
    "--events",
    TRACE / "events.csv",
    "-f",
    TRACE / "configuration.yaml",
]

CENTRE: dict[str, Any] = {
    "version": 1,
    "workstreams": [{"name": "W", "capacity": 50, "allowed_presences": ["available", "busy"]}],
    "queues": [{"name": "Q", "priority": 1, "members": ["ann", "ben"]}],
    "agents": [{"name": "ann", "capacity": 100}, {"name": "ben", "capacity": 100}],
}
HEADER = "case_id,arrived_at,handle_seconds"
GOOD = "C1,2026-03-02T09:00:00,60"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="no real case queues beside the checkout")


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    place = tmp_path / "centre.json"
    place.write_text(json.dumps(CENTRE))
    return place


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    place = tmp_path / "cases.csv"
    place.write_text(f"{HEADER}\n{GOOD}\n")
    return place


def summary_of(result: Result) -> dict[str, Any]:
    assert result.code == 0, result.stderr
    summary: dict[str, Any] = json.loads(result.stdout)
    return summary


def adds_up(counts: dict[str, int]) -> bool:
    closed = counts["resolved"] + counts["auto_closed"] + counts["withdrawn"]
    whole = counts["closed"] + counts["open"] + counts["active"] + counts["waiting"]
    return counts["closed"] == closed and counts["arrived"] == whole


# The examples ---------------------------------------------------------------------------------------------


def test_the_worked_trace_is_the_one_written_by_hand(front_door: FrontDoor, tmp_path: Path) -> None:
    log = tmp_path / "trace.jsonl"
    result = front_door(*TRACED, "--event-log", log)

    assert result.code == 0
    assert log.read_bytes() == (TRACE / "expected-events.jsonl").read_bytes()
    assert "Cases          4 arrived: 4 resolved\n" in result.stdout
    assert "75.0% of 4 answered in less than 3m" in result.stdout


def test_the_week_comes_out_as_it_did(front_door: FrontDoor) -> None:
    """`examples/week.expected.json` is the summary of the example week, looked at and kept."""
    printed = front_door(*WEEK, "-o", "json").stdout.replace(f"{EXAMPLES}{os.sep}", "")
    summary = json.loads(printed)
    expected = json.loads((EXAMPLES / "week.expected.json").read_text(encoding="utf-8"))

    assert summary == {**expected, "version": __version__}
    assert adds_up(summary["cases"])
    assert summary["offers"]["accepted"] + summary["picks"]["made"] == summary["wait"]["count"]


def test_what_people_read_says_what_programs_read(front_door: FrontDoor) -> None:
    page = front_door(*WEEK).stdout
    summary = summary_of(front_door(*WEEK, "-o", "json"))

    assert f"{summary['cases']['arrived']:,} arrived: {summary['cases']['resolved']:,} resolved" in page
    assert f"{summary['service_level']['fraction']:.1%} of {summary['service_level']['answered']:,}" in page
    # Commands are not folded: they are to be copied.
    assert max(len(line) for line in page.splitlines() if not line.startswith("    wscli ")) <= 80
    for part in [*summary["queues"], *summary["workstreams"], *summary["agents"]]:
        assert f"\n{part['name']} " in page


# Where things come from, and where they go ----------------------------------------------------------------


def test_the_configuration_may_be_stored(
    front_door: FrontDoor, centre: Path, cases: Path, tmp_path: Path
) -> None:
    database = ["--db", tmp_path / "w.db"]
    assert front_door(*database, "apply", "-f", centre).code == 0
    stored = summary_of(front_door(*database, "simulate", cases, "-o", "json"))
    given = summary_of(front_door(*database, "simulate", cases, "-f", centre, "-o", "json"))

    assert stored == given
    assert stored["cases"]["resolved"] == 1


def test_a_file_is_simulated_without_touching_what_is_stored(
    front_door: FrontDoor, centre: Path, cases: Path, tmp_path: Path
) -> None:
    database = tmp_path / "w.db"
    assert front_door("--db", database, "simulate", cases, "-f", centre).code == 0

    assert not database.exists()


def test_nothing_stored_is_nothing_to_simulate(front_door: FrontDoor, cases: Path) -> None:
    result = front_door("simulate", cases)

    assert result.code == 3
    assert "there is no workstream in the database" in result.stderr
    assert "wscli apply -f FILE" in result.stderr


@pytest.mark.parametrize("packed", [False, True])
def test_cases_may_come_from_standard_input(front_door: FrontDoor, centre: Path, packed: bool) -> None:
    text = f"{HEADER}\n{GOOD}\n".encode()
    result = front_door(
        "simulate", "-", "-f", centre, "-o", "json", stdin=gzip.compress(text) if packed else text
    )

    assert summary_of(result)["cases"]["resolved"] == 1


def test_so_may_the_configuration(front_door: FrontDoor, cases: Path) -> None:
    result = front_door("simulate", cases, "-f", "-", "-o", "json", stdin=json.dumps(CENTRE).encode())

    assert summary_of(result)["cases"]["resolved"] == 1


def test_but_not_both(front_door: FrontDoor) -> None:
    result = front_door("simulate", "-", "-f", "-", stdin=b"")

    assert result.code == 2
    assert "standard input is named twice" in result.stderr


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("c.tsv", "case_id\tarrived_at\thandle_seconds\nC1\t2026-03-02T09:00:00\t60\n"),
        ("c.jsonl", '{"case_id": "C1", "arrived_at": "2026-03-02T09:00:00", "handle_seconds": 60}\n'),
        ("c.csv.gz", f"{HEADER}\n{GOOD}\n"),
    ],
)
def test_formats_go_by_the_ending(
    front_door: FrontDoor, centre: Path, tmp_path: Path, name: str, text: str
) -> None:
    data = text.encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)

    summary = summary_of(front_door("simulate", tmp_path / name, "-f", centre, "-o", "json"))
    assert summary["digest"].startswith("sha256:") and summary["cases"]["resolved"] == 1


def test_columns_and_times_of_a_file_as_it_is(front_door: FrontDoor, centre: Path, tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text("number,opened at,took\n7,03/02/2026 09:00 AM,60\n")
    words = ["--map", "case_id=number,arrived_at=opened at", "--map", "handle_seconds=took"]
    result = front_door(
        "simulate",
        tmp_path / "export.csv",
        "-f",
        centre,
        *words,
        "--time-format",
        "%m/%d/%Y %I:%M %p",
        "-o",
        "json",
    )

    assert summary_of(result)["from"] == "2026-03-02T09:00:00.000Z"


@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "tsv", "yaml", "none"])
def test_stdout_is_clean_in_every_format(
    front_door: FrontDoor, centre: Path, cases: Path, format: str
) -> None:
    result = front_door("simulate", cases, "-f", centre, "-o", format)

    assert (result.code, result.stderr) == (0, "")
    assert ("sha256:" in result.stdout) is (format != "none")


def test_fields_pick_parts_of_the_summary_in_tables_too(
    front_door: FrontDoor, centre: Path, cases: Path
) -> None:
    found = front_door("simulate", cases, "-f", centre, "--fields", "events,offers", "-o", "json")
    assert list(json.loads(found.stdout)) == ["events", "offers"]
    table = front_door("simulate", cases, "-f", centre, "--fields", "events,offers")
    assert (table.code, "Service level" in table.stdout) == (0, False)
    wrong = front_door("simulate", cases, "-f", centre, "--fields", "evnts")
    assert (wrong.code, wrong.stdout) == (3, "")
    assert "did you mean 'events'?" in wrong.stderr


def test_assumptions_and_refusals_are_said_below_the_tables(
    front_door: FrontDoor, centre: Path, cases: Path, tmp_path: Path
) -> None:
    (tmp_path / "e.csv").write_text("at,event,case_id\n2026-03-02T10:00:00,resume,C1\n")
    result = front_door("simulate", cases, "-f", centre, "--events", tmp_path / "e.csv")

    assert "1 event row was refused: closed" in result.stderr
    assert "note: no patience column: nobody is withdrawn" in result.stderr
    assert "note:" not in front_door("-q", "simulate", cases, "-f", centre).stderr


# What is wrong with files ---------------------------------------------------------------------------------

BROKEN: dict[str, tuple[bytes, list[str]]] = {
    "a missing column": (b"case_id,handle_seconds\nC1,60\n", ["cases.csv", "arrived_at"]),
    "a misspelled column": (
        b"case_id,arived_at,handle_seconds\nC1,2026-03-02T09:00,60\n",
        ["cases.csv", "arrived_at", "arived_at"],
    ),
    "a bad date": (f"{HEADER}\n{GOOD}\nC2,2026-02-30T09:00,60\n".encode(), ["cases.csv:3", "2026-02-30"]),
    "a duplicate id": (f"{HEADER}\n{GOOD}\nC2,2026-03-02,1\n{GOOD}\n".encode(), ["cases.csv:4", "C1"]),
    "a negative time": (f"{HEADER}\nC1,2026-03-02,-1\n".encode(), ["cases.csv:2", "handle_seconds"]),
    "an infinite time": (f"{HEADER}\nC1,2026-03-02,inf\n".encode(), ["cases.csv:2", "handle_seconds"]),
    "no number": (f"{HEADER}\nC1,2026-03-02,NaN\n".encode(), ["cases.csv:2", "handle_seconds"]),
    "no time": (f"{HEADER}\n{GOOD}\nC2,2026-03-02,\n".encode(), ["cases.csv:3", "handle_seconds"]),
    "an even pattern": (f"{HEADER}\nC1,2026-03-02,1|2\n".encode(), ["cases.csv:2", "1|2"]),
    "an unknown queue": (f"{HEADER},queue\n{GOOD},R\n".encode(), ["cases.csv:2", "queue", "R"]),
    "a NUL byte": (f"{HEADER}\n{GOOD}\nC\0,2026-03-02,1\n".encode(), ["cases.csv:3"]),
    "no content": (b"", ["cases.csv", "empty"]),
    "a header alone": (HEADER.encode() + b"\n", ["cases.csv", "no cases"]),
    "not UTF-8": (f"{HEADER}\n{GOOD}\nCaf".encode() + b"\xe9,2026-03-02,1\n", ["cases.csv:3", "UTF-8"]),
    "a cut gzip stream": (gzip.compress(os.urandom(50) + f"{HEADER}\n{GOOD}\n".encode())[:60], ["cases.csv"]),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", ["cases.csv"]),
}


@pytest.mark.parametrize("what", BROKEN)
@pytest.mark.parametrize("format", ["table", "json"])
def test_a_bad_case_file_is_refused_with_its_place(
    front_door: FrontDoor, centre: Path, tmp_path: Path, what: str, format: str
) -> None:
    """Exit 3 with file and line, nothing simulated, no log written, no traceback."""
    content, said = BROKEN[what]
    place, logs = tmp_path / "cases.csv", [tmp_path / "events.jsonl", tmp_path / "log.csv"]
    place.write_bytes(content)
    words = ["--event-log", logs[0], "--case-log", logs[1], "-o", format]
    result = front_door("simulate", place, "-f", centre, *words)

    assert (result.code, result.stdout) == (3, "")
    assert "Traceback" not in result.stderr and "unforeseen" not in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cases.csv", "centre.json"]
    for word in said:
        name, _, line = word.partition(":")
        if format == "table" or not line:
            assert word in result.stderr
        else:
            problem = json.loads(result.stderr)["error"]["problems"][0]
            assert (Path(problem["file"]).name, problem["line"]) == (name, int(line))


def test_a_long_stream_cut_in_the_middle_is_refused(
    front_door: FrontDoor, centre: Path, tmp_path: Path
) -> None:
    """Not simulated as far as it goes: the rows that are missing would be missing uncounted."""
    rows = "".join(f"C{n},2026-03-02T09:00:{n % 60:02d},{n}\n" for n in range(20_000))
    packed = gzip.compress(f"{HEADER}\n{rows}".encode())
    (tmp_path / "cases.csv.gz").write_bytes(packed[: len(packed) // 2])
    result = front_door("simulate", tmp_path / "cases.csv.gz", "-f", centre, "--skip-bad-rows")

    assert (result.code, result.stdout) == (3, "")
    assert "gzip data is damaged or ends too early" in result.stderr


def test_bad_rows_are_listed_and_counted(front_door: FrontDoor, centre: Path, tmp_path: Path) -> None:
    """The first twenty, and how many there are; `--skip-bad-rows` goes on without them."""
    rows = [GOOD, *(f"B{n},yesterday,60" for n in range(30))]
    (tmp_path / "cases.csv").write_text("\n".join([HEADER, *rows]))
    words = ["simulate", tmp_path / "cases.csv", "-f", centre, "-o", "json"]
    error = json.loads(front_door(*words).stderr)["error"]

    assert error["message"].startswith("30 bad rows in ")
    assert [problem["line"] for problem in error["problems"]] == list(range(3, 23))
    summary = summary_of(front_door(*words, "--skip-bad-rows"))
    assert (summary["skipped_rows"], summary["cases"]["arrived"]) == (30, 1)


def test_bad_events_are_refused_with_their_place(
    front_door: FrontDoor, centre: Path, cases: Path, tmp_path: Path
) -> None:
    (tmp_path / "e.csv").write_text(
        "at,event,case_id,agent,value\n2026-03-02T09:00,pick,C1,,\n2026-03-02T09:00,acept,C1,,\n"
        "2026-03-02T09:00,wait,C9,,\n2026-03-02T09:00,presence,,ann,sleeping\n"
    )
    result = front_door("simulate", cases, "-f", centre, "--events", tmp_path / "e.csv")

    assert result.code == 3
    for line in (2, 3, 4, 5):
        assert f"e.csv:{line}" in result.stderr
    assert "did you mean 'accept'?" in result.stderr


@pytest.mark.parametrize("word", ["nothere.csv", "nothere/cases.csv"])
def test_a_missing_file_is_not_found(front_door: FrontDoor, centre: Path, cases: Path, word: str) -> None:
    assert front_door("simulate", word, "-f", centre).code == 4
    assert front_door("simulate", cases, "-f", centre, "--events", word).code == 4
    assert front_door("simulate", cases, "-f", word).code == 4


# What is wrong with options and configurations ------------------------------------------------------------


def test_all_wrong_options_are_said_at_once(front_door: FrontDoor, centre: Path, cases: Path) -> None:
    words = ["--seed", "x", "--semantics", "unified-2025", "--event-log", "x.txt", "--until", "later"]
    result = front_door("simulate", cases, "-f", centre, *words)

    assert (result.code, result.stdout) == (3, "")
    assert "--semantics: unified-2025 is reserved, not simulated yet" in result.stderr
    for said in ("--seed: must be a whole number", "--event-log: 'x.txt' must end in", "--until: 'later'"):
        assert said in result.stderr


def test_a_log_never_overwrites_an_input(front_door: FrontDoor, centre: Path, cases: Path) -> None:
    before = cases.read_bytes()
    result = front_door("simulate", cases, "-f", centre, "--case-log", cases)

    assert result.code == 2
    assert "would overwrite" in result.stderr and cases.read_bytes() == before


def test_a_log_that_cannot_be_is_said_before_the_run(
    front_door: FrontDoor, centre: Path, cases: Path, tmp_path: Path
) -> None:
    words = ["--event-log", tmp_path / "events.csv", "--case-log", tmp_path / "nowhere" / "log.csv"]
    result = front_door("simulate", cases, "-f", centre, *words)

    assert (result.code, result.stdout) == (1, "")
    assert "there is no folder" in result.stderr
    assert not (tmp_path / "events.csv").exists()


def test_an_unsound_configuration_is_refused(front_door: FrontDoor, cases: Path, tmp_path: Path) -> None:
    wrong = {**CENTRE, "queues": [{"name": "Q", "priority": 1, "members": ["zoe"]}]}
    (tmp_path / "wrong.json").write_text(json.dumps(wrong))
    result = front_door("simulate", cases, "-f", tmp_path / "wrong.json")

    assert result.code == 3
    assert "[unknown-member]" in result.stderr and "zoe" in result.stderr


@pytest.mark.parametrize(
    "words", [["simulate"], ["explain", "C1"], ["explain", "--agent", "ann", "--at", "0"]]
)
def test_closest_match_is_refused_of_all_active_workstreams_at_once(
    front_door: FrontDoor, cases: Path, tmp_path: Path, words: list[str]
) -> None:
    names = {"W": {}, "Gold & co": {}, "Old": {"status": "inactive"}}
    each = {**CENTRE["workstreams"][0], "matching_logic": "Closest"}
    closest = {**CENTRE, "workstreams": [{**each, "name": name, **more} for name, more in names.items()]}
    (tmp_path / "closest.json").write_text(json.dumps(closest))
    run = [*words, cases, "-f", tmp_path / "closest.json"]
    result = front_door(*run, "--seed", "x", "-o", "json")

    assert (result.code, result.stdout) == (3, "")
    problems = json.loads(result.stderr)["error"]["problems"]
    assert [(each["path"], each["severity"]) for each in problems] == [
        ("--seed", "error"),
        ("workstreams[W].matching_logic", "error"),
        ("workstreams[Gold & co].matching_logic", "error"),
    ]
    assert "'Gold & co'" in problems[2]["message"] and "classic-2019" in problems[2]["message"]
    assert "--set 'workstreams[Gold & co].matching_logic=exact'" in problems[2]["hint"]
    assert front_door(*run).stderr.startswith("error: the configuration cannot be simulated\n")


def test_closest_match_may_be_set_to_exact_for_a_run_and_the_other_way_round(
    front_door: FrontDoor, cases: Path, centre: Path, tmp_path: Path
) -> None:
    database, setting = ["--db", tmp_path / "w.db"], "workstreams[W].matching_logic"
    assert front_door(*database, "apply", "-f", centre).code == 0
    before = summary_of(front_door(*database, "simulate", cases, "--save", "base", "-o", "json"))
    refused = front_door(*database, "simulate", cases, "--set", f"{setting}=closest")
    assert (refused.code, refused.stdout) == (3, "")

    assert front_door(*database, "workstream", "update", "W", "--matching-logic", "closest").code == 0
    assert front_door(*database, "simulate", cases).code == 3
    exact = summary_of(front_door(*database, "simulate", cases, "--set", f"{setting}=exact", "-o", "json"))
    assert exact["digest"] == before["digest"]
    assert front_door(*database, "runs", "repeat", "base").code == 0


def test_a_flow_that_strands_cases_is_simulated_and_warned_of(
    front_door: FrontDoor, cases: Path, tmp_path: Path
) -> None:
    """The product lets it happen: the rename trap."""
    stranded = {**CENTRE, "flows": [{"name": "F", "default_workstream": "Renamed"}]}
    (tmp_path / "trap.json").write_text(json.dumps(stranded))
    result = front_door("simulate", cases, "-f", tmp_path / "trap.json", "-o", "json")

    assert summary_of(result)["undistributed_reasons"] == {"dangling-workstream": 1}
    assert "flow-dangling-workstream" in result.stderr


SPECIAL: dict[str, tuple[str, dict[str, Any]]] = {
    "shifts": (
        "agents[ann].schedule",
        {
            "agents": [
                {
                    "name": "ann",
                    "capacity": 100,
                    "schedule": [{"days": "sun", "from": "08:00", "to": "09:00"}],
                }
            ]
        },
    ),
    "dated presences": (
        "agents[ann].schedule",
        {
            "agents": [
                {"name": "ann", "capacity": 100, "schedule": [{"at": "2026-03-02T09:00", "presence": "away"}]}
            ]
        },
    ),
    "distributions": ("behaviour.accept_after", {"behaviour": {"accept_after": "exponential(1m)"}}),
    "probabilities": ("behaviour.decline_probability", {"behaviour": {"decline_probability": 0.5}}),
    "random order": (
        "behaviour.pick_order",
        {
            "behaviour": {"pick_order": "random"},
            "workstreams": [{"name": "W", "capacity": 50, "work_distribution_mode": "pick"}],
        },
    ),
}


@pytest.mark.parametrize("what", SPECIAL)
def test_nothing_of_a_configuration_is_ignored(front_door: FrontDoor, tmp_path: Path, what: str) -> None:
    """What a run cannot follow is refused with its place; what it can makes a difference."""
    place, part = SPECIAL[what]
    (tmp_path / "cases.csv").write_text(
        "\n".join([HEADER, *(f"C{n},2026-03-02T09:00:00,60" for n in range(12))])
    )
    queues = [{"name": "Q", "priority": 1, "members": ["ann"]}]
    plain = {**CENTRE, **part, "queues": queues, "agents": CENTRE["agents"][:1], "behaviour": {}}
    results = []
    for document in ({**plain, **part}, plain):
        (tmp_path / "centre.json").write_text(json.dumps(document))
        words = ["simulate", tmp_path / "cases.csv", "-f", tmp_path / "centre.json", "-o", "json"]
        results.append(front_door(*words))

    followed, without = results
    if followed.code == 3:
        assert f'"{place}"' in followed.stderr
    else:
        assert summary_of(followed)["digest"] != summary_of(without)["digest"]


# Determinism ----------------------------------------------------------------------------------------------


def test_neither_hash_seed_nor_time_zone_changes_anything(tmp_path: Path) -> None:
    """Rulebook 7.4: the same outcome and the same event log, byte for byte."""
    found = set()
    for seed, zone in (("0", "UTC"), ("1", "Asia/Kathmandu"), ("4242", "America/St_Johns")):
        log, cases = tmp_path / "e.csv", tmp_path / "c.jsonl"
        words = [*WEEK, "--event-log", log, "--case-log", cases, "-o", "json"]
        environ = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        ended = subprocess.run(
            [sys.executable, "-m", "wscli", *map(str, words)], capture_output=True, env=environ, check=True
        )
        found.add((ended.stdout, log.read_bytes(), cases.read_bytes()))

    assert len(found) == 1


# Real case queues -----------------------------------------------------------------------------------------


@needs_data
def test_a_real_month_of_calls(front_door: FrontDoor) -> None:
    bank = DATA / "bank-1999-08"
    words = [f"{bank}.cases.csv.gz", "--events", f"{bank}.events.csv.gz", "-f", f"{bank}.yaml", "-o", "json"]
    summary = summary_of(front_door("simulate", *words))
    counts = summary["cases"]

    assert counts["arrived"] == 38_662
    assert adds_up(counts) and counts["withdrawn"] > 0
    assert sum(part["cases"]["arrived"] for part in summary["queues"]) == 38_662
    assert summary["wait"]["count"] + counts["withdrawn"] == 38_662
    assert sum(each["handled"] for each in summary["agents"]) == counts["resolved"]
    assert 0 < summary["occupancy"] < 1


@needs_data
def test_a_real_week_of_incidents_pushed_and_picked(front_door: FrontDoor) -> None:
    place = DATA / "incidents-2016-03-07"
    summary = summary_of(front_door("simulate", f"{place}.cases.csv.gz", "-f", f"{place}.yaml", "-o", "json"))

    assert summary["cases"]["arrived"] == 1374 and adds_up(summary["cases"])
    assert summary["offers"]["accepted"] > 0 and summary["picks"]["made"] > 0
    assert summary["offers"]["accepted"] + summary["picks"]["made"] == summary["wait"]["count"]
