"""`wscli replay` as lines and as rows: the event log once more, when its time comes."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from frontdoor import Result
from wscli.dryrun import recording
from wscli.report.replay.state import State
from wscli.store import Store

Wscli = Callable[..., Result]

CASES = (
    "case_id,arrived_at,handle_seconds,priority,subject,patience_seconds\n"
    "C1,2026-03-02T09:00:00,60,1,card lost,\n"
    "C2,2026-03-02T09:00:01.250,600,1,loan,\n"
    "C3,2026-03-02T09:00:02,60,1,loan,30\n"
    "C4,2026-03-02T09:00:03,60,1,card,\n"
)
EVENTS = "at,event,agent\n2026-03-02T08:59:00,sign-in,ann\n2026-03-02T08:59:30,sign-in,ben\n"


@pytest.fixture
def kept(centre: Wscli) -> Wscli:
    """The small contact centre and a run, `base`, with its event log in log.csv."""
    Path("cases.csv").write_text(CASES)
    Path("events.csv").write_text(EVENTS)
    words = ["simulate", "cases.csv", "--events", "events.csv", "--until", "2026-03-02T09:05"]
    done = centre(*words, "--event-log", "log.csv", "--save", "base", "-q", "-o", "none")
    assert done.code == 0, done.err
    return centre


def log() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(Path("log.csv").read_text())))


def test_lines_are_the_rows_of_the_event_log(kept: Wscli) -> None:
    done = kept("replay", "base", "--plain", "--speed", "max")

    assert (done.code, done.err) == (0, "")
    lines, rows = done.out.splitlines(), log()
    assert len(lines) == len(rows) > 15
    for line, row in zip(lines, rows, strict=True):
        place = row["state"] if row["event"] == "presence" else row["queue"]
        words = [row["at"][11:23], row["event"], row["case_id"] or "-", row["agent"] or "-", place or "-"]
        assert line.split() == [*words, *([f"({row['reason']})"] if row["reason"] else [])]


def test_where_stdout_is_no_terminal_it_is_lines(kept: Wscli) -> None:
    lines = kept("replay", "base", "--speed", "MAX")
    assert lines == kept("replay", "BASE", "--plain", "--speed", "max", "-q")


def test_lines_line_up(kept: Wscli) -> None:
    lines = kept("replay", "base", "--speed", "max").out.splitlines()

    assert lines[:3] == [
        "08:59:00.000  presence       -   ann  available   (sign-in)",
        "08:59:30.000  presence       -   ben  available   (sign-in)",
        "09:00:00.000  arrived        C1  -    -",
    ]


def test_from_until_and_case_choose_among_the_events(kept: Wscli) -> None:
    rows = log()

    def at(words: list[str]) -> list[str]:
        done = kept("replay", "base", "--speed", "max", *words)
        assert done.code == 0, done.err
        return [line.split()[2] for line in done.out.splitlines()]

    later = [row["case_id"] or "-" for row in rows if row["at"] >= "2026-03-02T09:00:02"]
    assert at(["--from", "09:00:02"]) == later
    assert at(["--from", "+62s"]) == later
    assert at(["--from", "2026-03-02T09:00:02", "--until", "2026-03-02T09:00:02"]) == [
        row["case_id"] or "-" for row in rows if row["at"].startswith("2026-03-02T09:00:02")
    ]
    assert at(["--case", "c3"]) == ["C3"] * sum(row["case_id"] == "C3" for row in rows)


def test_of_one_case_the_first_event_is_not_waited_for(kept: Wscli, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(time, "monotonic", lambda: 0.0)
    monkeypatch.setattr(time, "sleep", waits.append)
    done = kept("replay", "base", "--speed", "1", "--case", "C3")

    assert done.code == 0
    times = [int(line[3:5]) * 60 + float(line[6:12]) for line in done.out.splitlines()]
    assert waits == [at - times[0] for at in times if at > times[0]]


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl", "json"])
def test_in_other_formats_it_is_the_event_log_at_once(kept: Wscli, form: str) -> None:
    done = kept("replay", "base", "-o", form)

    assert (done.code, done.err) == (0, "")
    if form == "csv":
        assert done.out == Path("log.csv").read_text()
    else:
        assert done.out.count('"event"' if "json" in form else "\n") >= len(log())


def test_fields_choose_columns_of_rows_and_nothing_of_lines(kept: Wscli) -> None:
    done = kept("replay", "base", "-o", "csv", "--fields", "event,agent")
    assert done.out.splitlines()[:2] == ["event,agent", "presence,ann"]
    assert kept("replay", "base", "-o", "csv", "--fields", "color").code == 3
    assert kept("replay", "base", "--fields", "event").code == 2


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nobody"], 4, "there is no run 'nobody'"),
        (["base", "--speed", "quick"], 3, "'quick' is not a speed"),
        (["base", "--from", "soon"], 3, "--from: 'soon' is not a time"),
        (["base", "--from", "2026-03-03"], 3, "--from is outside of what is to be replayed"),
        (["base", "--until", "2026-03-01"], 3, "--until is outside of what is to be replayed"),
        (
            ["base", "--from", "09:03", "--until", "09:02"],
            3,
            "--until (Mon 2026-03-02 09:02:00) is before --from (Mon 2026-03-02 09:03:00)",
        ),
        (["base", "--speed", ""], 3, "'' is not a speed"),
        (["base", "--speed", "0"], 3, "max: as fast as it can be"),
        (["base", "--case", "C9"], 4, "no case 'C9'"),
        (["base", "--case", "ZZ"], 4, "hint: it has 4 cases, such as 'C1'"),
        (["base", "--case", "ZZ", "--until", "08:59:00"], 4, "hint: nothing happens to any case there"),
        (["base", "--cases", "gone.csv"], 4, "gone.csv"),
    ],
)
def test_what_cannot_be_replayed(kept: Wscli, words: list[str], code: int, said: str) -> None:
    done = kept("replay", *words)

    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_a_changed_file_and_another_digest_are_told_and_it_goes_on(kept: Wscli) -> None:
    Path("cases.csv").write_text(CASES.replace("60,1,loan", "50,1,loan"))
    repeated = kept("runs", "repeat", "base", "-o", "none")
    done = kept("replay", "base", "--speed", "max")

    assert (repeated.code, done.code) == (6, 0)
    assert "cases.csv is not what the run read" in done.err
    assert "not what run 'base' was: the digest is" in done.err
    assert len(done.out.splitlines()) > 10


def test_a_run_whose_files_have_moved(kept: Wscli) -> None:
    before = kept("replay", "base", "--speed", "max")
    Path("cases.csv").rename("old-cases.csv")
    Path("events.csv").rename("old-events.csv")
    assert kept("replay", "base").code == 4

    moved = ["--cases", "old-cases.csv", "--events", "old-events.csv"]
    assert kept("replay", "base", "--speed", "max", *moved) == before


def test_it_takes_the_time_that_the_speed_says(kept: Wscli, monkeypatch: pytest.MonkeyPatch) -> None:
    now, waits = [0.0], []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(time, "sleep", sleep)
    done = kept("replay", "base", "--speed", "30", "--from", "08:59:30", "--until", "09:01")

    assert done.code == 0
    instants = sorted({line[:12] for line in done.out.splitlines()})
    assert len(waits) == len(instants) - 1  # nothing is waited for at the beginning
    assert sum(waits) == pytest.approx(90 / 30)
    assert all(wait > 0 for wait in waits)


def test_who_said_no_speed_is_told_of_one_that_takes_long(
    kept: Wscli, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(time, "monotonic", lambda: 0.0)
    monkeypatch.setattr(time, "sleep", waits.append)
    assert kept("replay", "base").err == ""
    long = ["simulate", "cases.csv", "--until", "2026-03-03T09:00", "--save", "long", "-q", "-o", "none"]
    assert kept(*long).code == 0

    assert kept("replay", "long").err == "at 60× this takes 24m00s; --speed max does not wait\n"
    assert kept("replay", "long", "--speed", "60").err == ""
    assert "takes" not in kept("replay", "long", "--from", "2026-03-03T08:50").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["--case", "C3", "--from", "09:04"],
            "nothing happens to case 'C3' from Mon 2026-03-02 09:04:00 to ",
        ),
        (["--from", "09:03:59", "--until", "09:04:00"], "nothing happens from Mon 2026-03-02 09:03:59 to "),
    ],
)
def test_where_nothing_happens_that_is_said(kept: Wscli, words: list[str], said: str) -> None:
    lines, rows = kept("replay", "base", *words), kept("replay", "base", *words, "-o", "csv")

    assert (lines.code, lines.out, rows.err) == (0, "", lines.err)
    assert lines.err.startswith(said)
    assert "; the last event before is at Mon 2026-03-02 09:0" in lines.err
    assert rows.out.count("\n") == 1  # the names of the columns


def test_lines_tell_the_hours_apart_that_clocks_show_twice(kept: Wscli) -> None:
    Path("autumn.csv").write_text(
        "case_id,arrived_at,handle_seconds\nC1,2026-10-25T00:50:00Z,60\nC2,2026-10-25T01:00:00Z,60\n"
    )
    words = ["simulate", "autumn.csv", "--timezone", "Europe/Madrid", "--save", "autumn", "-q", "-o", "none"]
    assert kept(*words).code == 0

    arrived = [line for line in kept("replay", "autumn").out.splitlines() if "arrived" in line]
    assert [line.split()[0] for line in arrived] == ["02:50:00+02:00", "02:00:00+01:00"]


def test_the_slowest_replay_is_slow_and_no_error(kept: Wscli, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(time, "monotonic", lambda: 0.0)
    monkeypatch.setattr(time, "sleep", sleep)

    assert kept("replay", "base", "--speed", "1e-320").code == 130
    assert waits == [86_400.0] * 3


def test_queues_count_as_in_the_summary_where_a_case_has_moved_on(kept: Wscli) -> None:
    rows = [
        "at,event,case_id,agent,value",
        "2026-03-02T08:59:00,sign-in,,ann,",
        "2026-03-02T09:00:10,transfer,C1,ann,Everything",
    ]
    Path("moved.csv").write_text("\n".join(rows) + "\n")
    words = ["simulate", "cases.csv", "--events", "moved.csv", "--until", "2026-03-02T09:05"]
    assert kept(*words, "--save", "moved", "-q", "-o", "none").code == 0
    summary = json.loads(kept("runs", "show", "moved", "-o", "json").out)
    record = recording.record(Store(Path("wscli.db")).run("moved"))
    state = State(record.organisation, record.start, record.beginning, {})
    for row in record.rows:
        state.apply(row)

    assert summary["transfers"] == 1
    for queue in summary["queues"]:
        now = state.queues[queue["name"]]
        assert (now.answered, now.withdrawn) == (queue["wait"]["count"], queue["cases"]["withdrawn"])


def test_a_reader_who_leaves_early_is_no_error(kept: Wscli, database: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m wscli replay base --speed max | head -n 1; exit ${{PIPESTATUS[0]}}",
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
        env={**os.environ, "WSCLI_DB": str(database)},
        check=False,
    )
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)
