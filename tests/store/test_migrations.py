"""The steps of the schema: what is pending is taken under the lock, and old files can be read as they are."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from wscli.model.fields import AGENT, BEHAVIOUR, NOUNS, WORKSTREAM
from wscli.model.organisation import Organisation
from wscli.model.terms import BasePresence, MatchingLogic
from wscli.model.workforce import Agent, DatedPresence, Presence, Queue, Shift, Skill
from wscli.model.workstream import Workstream
from wscli.store import Store
from wscli.store.files import APPLICATION_ID, SCHEMA_VERSION
from wscli.store.migrations import MIGRATIONS

FULL = Organisation(
    workstreams=(
        Workstream(
            name="Cases",
            capacity=50,
            auto_close_after_inactivity=86_400 + 3 * 3600 + 5,
            allowed_presences=(BasePresence.BUSY, BasePresence.OFFLINE),
        ),
    ),
    agents=(
        Agent(
            name="ann",
            default_presence="In training",
            skills=(("spanish", 3),),
            schedule=(
                Shift(days=(0, 1), start=8 * 60, end=16 * 60 + 30),
                DatedPresence(at="2026-03-02T12:00:00", presence="busy"),
            ),
        ),
    ),
    queues=(Queue(name="Desk", priority=1, members=("ann",)),),
    presences=(Presence(name="In training", base_status=BasePresence.AWAY),),
    skills=(Skill(name="spanish"),),
)


@pytest.fixture
def filled(store: Store) -> Store:
    with store.write() as transaction:
        transaction.save(Organisation(), FULL)
    return store


def older(filled: Store, path: Path, version: int) -> Store:
    """Return a database as that version of the schema left it, with the rows that it has columns for."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        database = Database(connection)
        steps = [step.name for step in MIGRATIONS.pending(database)]
        MIGRATIONS.apply(database, stop_before=steps[version])
        connection.execute("ATTACH ? AS filled", (str(filled.path),))
        for table in set(database.table_names()) - {"_sqlite_migrations"}:
            columns = ", ".join(f'"{name}"' for name in database.table(table).columns_dict)
            rows = f'SELECT {columns} FROM filled."{table}"'
            connection.execute(f'INSERT INTO main."{table}" ({columns}) {rows}')
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.commit()
    return Store(path)


@pytest.fixture(params=range(1, SCHEMA_VERSION))
def old(filled: Store, tmp_path: Path, request: pytest.FixtureRequest) -> Store:
    """A database as each of the older versions of the schema left it."""
    return older(filled, tmp_path / "older.db", request.param)


def test_there_are_as_many_steps_as_the_schema_version_says() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        assert len(MIGRATIONS.pending(Database(connection))) == SCHEMA_VERSION


def test_an_older_database_is_read_without_altering_it(
    old: Store, contents: Callable[[], dict[str, str]]
) -> None:
    before = contents()
    assert old.load() == FULL
    assert old.facts()["integrity"] == "ok"
    with old.write(dry_run=True) as transaction:
        assert transaction.load() == FULL
    assert contents() == before


def test_an_older_database_is_brought_up_to_date_by_the_first_write(old: Store) -> None:
    with old.write():
        pass
    assert old.facts()["schema_version"] == SCHEMA_VERSION
    assert old.load() == FULL
    with closing(sqlite3.connect(old.path)) as connection:
        assert "workstream_list" in Database(connection).view_names()


@pytest.mark.parametrize(
    ("version", "obstacle", "named"),
    [
        (1, "CREATE VIEW queue_membership AS SELECT 1", "queue_membership"),
        (3, "ALTER TABLE workstreams ADD COLUMN matching_logic TEXT", "matching_logic"),
    ],
)
def test_a_step_that_fails_leaves_the_older_database_as_it_is(
    filled: Store,
    contents: Callable[[], dict[str, str]],
    tmp_path: Path,
    version: int,
    obstacle: str,
    named: str,
) -> None:
    old = older(filled, tmp_path / "older.db", version)
    with closing(sqlite3.connect(old.path)) as connection:
        connection.execute(obstacle)
    before = contents()
    with pytest.raises(Exception, match=named), old.write():
        pass
    assert contents() == before


def test_the_matching_of_an_older_database_is_exact_and_may_then_be_changed(old: Store) -> None:
    with old.write() as transaction:
        current = transaction.load()
        assert [each.matching_logic for each in current.workstreams] == [MatchingLogic.EXACT]
        closest = [replace(each, matching_logic=MatchingLogic.CLOSEST) for each in current.workstreams]
        transaction.save(current, current.with_section("workstreams", closest))
    assert [each.matching_logic for each in old.load().workstreams] == [MatchingLogic.CLOSEST]
    with closing(sqlite3.connect(old.path)) as connection:
        with pytest.raises(sqlite3.IntegrityError, match="matching_logic"):
            connection.execute("UPDATE workstreams SET matching_logic = 'none'")
        listed = connection.execute("SELECT * FROM workstream_list")
        assert tuple(name for name, *_ in listed.description) == WORKSTREAM.keys


def test_the_columns_carry_the_names_of_the_fields(filled: Store) -> None:
    elsewhere = {"members", "skills", "schedule", "behaviour", "rules", "branches"}
    with closing(sqlite3.connect(filled.path)) as connection:
        database = Database(connection)
        for noun in NOUNS:
            table = database.table(noun.section)
            names = set(noun.keys) - elsewhere | (set(BEHAVIOUR.keys) if noun is AGENT else set())
            assert names <= set(table.columns_dict), noun.section
            assert table.strict


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (
            "SELECT name, auto_close_after_inactivity, offer_timeout,"
            " assign_work_item_after_decline_or_timeout FROM workstream_list",
            [("Cases", "1d3h5s", "2m", None)],
        ),
        ("SELECT * FROM workstream_presences", [("Cases", "busy"), ("Cases", "offline")]),
        ("SELECT * FROM queue_membership", [("Desk", 1, "ann", 0)]),
        ("SELECT name, default_presence, queues, shifts FROM agent_list", [("ann", "In training", 1, 1)]),
        ("SELECT * FROM agent_skill_ratings", [("ann", "spanish", 3)]),
        (
            "SELECT * FROM agent_schedules",
            [
                ("ann", "mon,tue", "08:00", "16:30", None, None, None),
                ("ann", None, None, None, None, "2026-03-02T12:00:00", "busy"),
            ],
        ),
        ("SELECT * FROM ruleset_rules", []),
        ("SELECT * FROM flow_branches", []),
    ],
)
def test_other_tools_find_names_and_written_durations(
    filled: Store, question: str, answer: list[tuple[object, ...]]
) -> None:
    with closing(sqlite3.connect(filled.path)) as connection:
        assert connection.execute(question).fetchall() == answer


def test_facts_say_where_how_healthy_and_how_much(filled: Store, tmp_path: Path) -> None:
    facts = filled.facts()
    assert facts["counts"]["agents"] == 1
    assert facts["size"] == filled.path.stat().st_size
    del facts["counts"], facts["size"]
    assert facts == {
        "path": str(filled.path),
        "exists": True,
        "schema_version": SCHEMA_VERSION,
        "application_id": APPLICATION_ID.to_bytes(4, "big").decode(),
        "journal_mode": "wal",
        "integrity": "ok",
    }


def test_facts_of_what_is_not_there_are_few(store: Store) -> None:
    facts = store.facts()
    assert (facts["exists"], facts["schema_version"], facts["counts"]) == (False, None, None)
    assert not store.path.exists()


def test_a_transaction_gives_the_connection_as_sqlite_utils_has_it(filled: Store) -> None:
    with filled.write() as transaction, transaction.database.atomic():
        assert transaction.database.table("workstreams").count == 1


def test_the_everyday_commands_do_not_import_sqlite_utils(filled: Store) -> None:
    program = """
import sys
from pathlib import Path
from wscli.model.workstream import Workstream
from wscli.store import Store

with Store(Path(sys.argv[1])).write() as transaction:
    current = transaction.load("workstreams")
    more = (*current.workstreams, Workstream(name="Chats", capacity=1))
    transaction.save(current, current.with_section("workstreams", more))
Store(Path(sys.argv[1])).load()
print([name for name in ("sqlite_utils", "json", "zoneinfo", "difflib") if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(filled.path)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
