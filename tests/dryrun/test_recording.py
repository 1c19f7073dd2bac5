"""A saved run recorded: its rows are those of its event log, and who is there when it begins is known."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from frontdoor import CENTRE, run
from wscli.dryrun.recording import Recording, record
from wscli.store import Store

CASES = "case_id,arrived_at,handle_seconds\nC1,2026-03-02T09:00:00,60\nC2,2026-03-02T09:00:10,90\n"
EVENTS = "at,event,agent\n2026-03-02T09:00:05,sign-in,ann\n"


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WSCLI_DB", "wscli.db")
    Path("centre.yaml").write_text(CENTRE)
    Path("cases.csv").write_text(CASES)
    Path("events.csv").write_text(EVENTS)
    words = ["simulate", "cases.csv", "-f", "centre.yaml", "--events", "events.csv", "-o", "none"]
    assert run([*words, "--save", "base", "--event-log", "log.csv"]).code == 0


def recorded(cases: str | None = None) -> Recording:
    return record(Store(Path("wscli.db")).run("base"), cases)


@pytest.mark.usefixtures("saved")
def test_the_rows_are_those_of_the_event_log() -> None:
    with Path("log.csv").open() as stream:
        logged = list(csv.DictReader(stream))
    rows = recorded().rows

    assert [str(row[0]) for row in rows] == [line["seq"] for line in logged]
    assert [row[2] for row in rows] == [line["event"] for line in logged]
    assert [row[3] or "" for row in rows] == [line["case_id"] for line in logged]


@pytest.mark.usefixtures("saved")
def test_it_has_the_summary_and_the_name_of_the_run() -> None:
    kept = Store(Path("wscli.db")).run("base")
    found = recorded()

    assert found.summary["run"] == "base"
    assert found.summary["digest"] == kept.summary["digest"]
    assert (found.start, found.end) == (found.outcome.start, found.outcome.end)
    assert found.warnings == ()


@pytest.mark.usefixtures("saved")
def test_who_is_there_from_the_start_is_no_row_and_known() -> None:
    # ann's first row signs her in, so she is not there before it; ben has none, and is.
    assert recorded().beginning == {"ben": "available"}


@pytest.mark.usefixtures("saved")
def test_another_file_is_told_and_another_result_too() -> None:
    Path("same.csv").write_text(CASES.replace("60\n", "60.0\n"))
    Path("other.csv").write_text(CASES.replace("90", "91"))

    assert [each.rule for each in recorded("same.csv").warnings] == ["file-changed"]
    assert [each.rule for each in recorded("other.csv").warnings] == ["file-changed", "digest-differs"]
