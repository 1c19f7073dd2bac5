"""Saved runs in the database: what is kept, how it is found, what other tools see, what reading leaves."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wscli.errors import Conflict, Failed, NotFound
from wscli.model.organisation import Organisation
from wscli.store import Store, files
from wscli.store.runs import CASE_COLUMNS, CaseRow, NewRun, RunFile

Contents = Callable[[], dict[str, str]]

T = 1_772_442_000_000  # 2026-03-02T09:00:00Z
SUMMARY: dict[str, Any] = {
    "run": None,
    "version": "0.1.0",
    "semantics": "classic-2019",
    "seed": 7,
    "digest": "sha256:" + "ab" * 32,
    "events": 12,
    "wait": {"mean": 90.5, "p95": 120},
    "service_level": {"fraction": None},
    "queues": [{"name": "Desk", "cases": {"arrived": 3}, "wait": {"mean": 90.5}}],
    "agents": [{"name": "ann", "handled": 2, "offers": {"made": 3}}],
}
NEW = NewRun(
    name=None,
    created_at="2026-03-03T00:00:00.000Z",
    start="2026-03-02T09:00:00.000Z",
    end="2026-03-02T10:00:00.000Z",
    configuration={"version": 1, "queues": [{"name": "Desk", "members": []}]},
    options={"cases": "cases.csv", "seed": "7"},
    summary=SUMMARY,
    files=(RunFile(role="cases", path="cases.csv", sha256="0" * 64, size=99),),
    names={"queue": ("Desk",), "workstream": ("Cases",), "agent": ("ann", "ben"), "reason": ("patience",)},
)
ROWS: list[CaseRow] = [
    (0, "A", 0, T, T + 500, T + 1500, T + 60_001, 0, 0, 1, "resolved", 1, 0, 0, 0, 58_501, -1),
    (2, "B", 3, T + 1, -1, -1, T + 9, 0, 0, -1, "withdrawn", 0, 1, 2, 3, -1, 0),
    (3, "C", 1, T + 2, -1, -1, -1, -1, -1, -1, "undistributed", 0, 0, 0, 0, -1, -1),
]


def put(store: Store, name: str | None = None, rows: list[CaseRow] = ROWS) -> str:
    with store.write() as transaction:
        return transaction.save_run(replace(NEW, name=name), rows).name


def ask(store: Store, question: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(store.path)) as connection:
        return connection.execute(question).fetchall()


def test_what_is_saved_comes_back(store: Store) -> None:
    assert put(store, "base") == "base"
    run = store.run("base")
    assert (run.id, run.name, run.created_at, run.cases) == (1, "base", NEW.created_at, 3)
    assert (run.configuration, run.options, run.files) == (NEW.configuration, NEW.options, NEW.files)
    assert run.summary == {**SUMMARY, "run": "base"}
    assert run.names == NEW.names
    with store.run_cases(run) as rows:
        kept = list(rows)
    none = {"priority": 0, **dict.fromkeys(set(CASE_COLUMNS) - {"priority"}, -1)}
    wanted = [
        tuple(None if value == none[name] else value for name, value in zip(CASE_COLUMNS, row, strict=True))
        for row in ROWS
    ]
    assert kept == wanted


def test_a_run_without_a_name_is_called_after_its_number(store: Store) -> None:
    assert [put(store), put(store, "RUN-3"), put(store)] == ["run-1", "RUN-3", "run-4"]
    assert store.run("3").name == "run-4"


def test_a_number_that_is_free_again_is_not_given_again(store: Store) -> None:
    put(store)
    with store.write() as transaction:
        assert transaction.delete_run("1") == "run-1"
    assert put(store) == "run-2"


def test_names_compare_as_everywhere(store: Store) -> None:
    put(store, "Straße")
    assert store.run("STRASSE").name == "Straße"
    with pytest.raises(Conflict, match="already a run 'Straße'"):
        store.expect_run("strasse")
    with pytest.raises(Conflict), store.write() as transaction:
        transaction.save_run(replace(NEW, name="strasse"), ROWS)
    assert len(store.runs()) == 1


@pytest.mark.parametrize("said", ["bass", "2", "", "9" * 40, "²"])
def test_what_is_not_there_is_not_found(store: Store, said: str) -> None:
    with pytest.raises(NotFound):
        store.run(said)
    assert not store.path.exists()
    put(store, "base")
    with pytest.raises(NotFound) as missing:
        store.run(said)
    assert missing.value.hint == (
        "did you mean 'base'?" if said == "bass" else "`wscli runs list` shows what there is"
    )


def test_nothing_saved_is_an_empty_list_and_creates_nothing(store: Store) -> None:
    assert store.runs() == []
    store.expect_run("base")
    assert not store.path.exists()


def test_deleting_takes_all_that_belongs_to_a_run_and_nothing_else(store: Store) -> None:
    put(store, "one")
    put(store, "two")
    with store.write(dry_run=True) as transaction:
        transaction.delete_run("one")
    assert len(store.runs()) == 2
    with store.write() as transaction:
        transaction.delete_run("one")
    assert [run["name"] for run in store.runs()] == ["two"]
    for table in ("run_files", "run_names", "run_case_rows"):
        assert ask(store, f"SELECT DISTINCT run_id FROM {table}") == [(2,)]


def test_a_run_that_cannot_be_saved_leaves_nothing(store: Store, contents: Contents) -> None:
    put(store, "one")
    before = contents()
    with pytest.raises(Failed, match="CHECK"):
        put(store, "two", [(*ROWS[0][:10], "vanished", *ROWS[0][11:])])
    with pytest.raises(Failed, match="UNIQUE"):
        put(store, "two", [ROWS[0], ROWS[0]])
    assert contents() == before


def test_reading_runs_leaves_the_file_as_it_is(store: Store, contents: Contents) -> None:
    put(store, "one")
    before = contents()
    store.runs()
    with store.run_cases(store.run("one")) as rows:
        next(rows)
    store.expect_run("two")
    assert contents() == before


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("SELECT id, name, seed, cases, events, wait_mean, wait_p95, service_level, case_file FROM run_list",
         [(1, "base", 7, 3, 12, 90.5, 120, None, "cases.csv")]),
        ("SELECT * FROM run_inputs", [("base", "cases", "cases.csv", "0" * 64, 99)]),
        ("SELECT run, number, case_id, priority, queue, workstream, state, outcome, agent, reason"
         " FROM run_cases",
         [("base", 1, "A", None, "Desk", "Cases", "closed", "resolved", "ben", None),
          ("base", 3, "B", 3, "Desk", "Cases", "closed", "withdrawn", None, "patience"),
          ("base", 4, "C", 1, None, None, "open", "undistributed", None, None)]),
        ("SELECT arrived_at, first_offered_at, accepted_at, closed_at, wait_seconds, handle_seconds"
         " FROM run_cases LIMIT 2",
         [("2026-03-02T09:00:00.000Z", "2026-03-02T09:00:00.500Z", "2026-03-02T09:00:01.500Z",
           "2026-03-02T09:01:00.001Z", 1.5, 58.501),
          ("2026-03-02T09:00:00.001Z", None, None, "2026-03-02T09:00:00.009Z", None, None)]),
        ("SELECT run, name, arrived, wait_mean, backlog_max FROM run_queues",
         [("base", "Desk", 3, 90.5, None)]),
        ("SELECT * FROM run_workstreams", []),
        ("SELECT run, name, handled, offers, picks FROM run_agents", [("base", "ann", 2, 3, None)]),
    ],
)  # fmt: skip
def test_other_tools_find_names_instants_and_seconds(
    store: Store, question: str, answer: list[tuple[Any, ...]]
) -> None:
    put(store, "base")
    assert ask(store, question) == answer


@given(st.integers(0, 253_402_300_799_999))
def test_an_instant_is_written_to_the_millisecond(at: int) -> None:
    from wscli.store.run_schema import instant

    moment = datetime.fromtimestamp(at // 1000, UTC).replace(microsecond=at % 1000 * 1000)
    with closing(sqlite3.connect(":memory:")) as connection:
        (text,) = connection.execute(f"SELECT {instant('x')} FROM (SELECT ? AS x_ms)", (at,)).fetchone()
    assert text == moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def test_a_path_of_half_a_character_can_be_an_option(store: Store) -> None:
    odd = replace(NEW, name="odd", options={"cases": "caf\udce9.csv"})
    with store.write() as transaction:
        assert transaction.save_run(odd, ROWS).options == {"cases": "caf\udce9.csv"}


# An older schema that has runs: as it will be when the next step is added -----------------------------------


@pytest.fixture
def old(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A database with a run in it, one step behind."""
    put(store, "base")
    monkeypatch.setattr(files, "SCHEMA_VERSION", files.SCHEMA_VERSION + 1)
    return store


def test_what_is_small_is_read_from_an_older_database(
    old: Store, contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[int] = []
    whole = files.copy_in_memory

    def watched(source: sqlite3.Connection) -> sqlite3.Connection:
        copy = whole(source)
        copied.append(copy.execute("SELECT count(*) FROM run_case_rows").fetchone()[0])
        return copy

    monkeypatch.setattr(files, "copy_in_memory", watched)
    before = contents()
    assert old.load() == Organisation()
    assert old.run("base").names == NEW.names
    assert [run["name"] for run in old.runs()] == ["base"]
    assert copied == [0, 0, 0]
    assert contents() == before


def test_the_cases_of_an_older_database_are_refused_until_it_is_written(
    old: Store, contents: Contents
) -> None:
    before = contents()
    with pytest.raises(Failed, match="older wscli") as refused, old.run_cases(old.run("base")):
        pass
    assert refused.value.hint
    assert contents() == before
    with old.write():
        pass
    with old.run_cases(old.run("base")) as rows:
        assert len(list(rows)) == 3


def test_facts_are_those_of_the_file_and_not_of_a_copy(old: Store) -> None:
    facts = old.facts()
    assert facts["schema_version"] == files.SCHEMA_VERSION - 1
    assert facts["journal_mode"] == "wal"
    assert facts["counts"]["run_case_rows"] == 3


def test_what_others_added_to_an_older_database_does_not_hinder(old: Store) -> None:
    with closing(sqlite3.connect(old.path)) as connection:
        connection.executescript(
            "CREATE VIRTUAL TABLE search USING fts5 (name); INSERT INTO search VALUES ('a');"
            "CREATE TRIGGER t AFTER INSERT ON queues BEGIN INSERT INTO search VALUES (new.name); END;"
            "CREATE VIEW own AS SELECT * FROM run_cases"
        )
    assert old.load() == Organisation()


def test_saving_where_nothing_can_be_written_is_known_before(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="not a folder"):
        Store(Path("/dev/null/x")).expect_run("base")
    assert list(tmp_path.iterdir()) == []
