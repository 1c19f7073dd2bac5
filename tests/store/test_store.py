"""When the file comes to be, when it stays away, and what a transaction promises."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from wscli.errors import Conflict, Failed, NotFound
from wscli.model.organisation import Organisation
from wscli.model.routing import Branch, Flow, Rule, RuleSet
from wscli.model.terms import BasePresence
from wscli.model.workforce import Agent, Presence, Queue, Skill
from wscli.model.workstream import Workstream
from wscli.store import Change, Store

Contents = Callable[[], dict[str, str]]

CASES = Workstream(name="Cases", capacity=50, allowed_presences=(BasePresence.AVAILABLE,))
FULL = Organisation(
    workstreams=(CASES,),
    queues=(Queue(name="Desk", priority=1, members=("ann",)),),
    agents=(Agent(name="ann", skills=(("spanish", 3),), default_presence="In training"),),
    presences=(Presence(name="In training", base_status=BasePresence.AWAY),),
    skills=(Skill(name="spanish"),),
    rulesets=(RuleSet(name="Rules", rules=(Rule(name="all", queue="Desk"),)),),
    flows=(Flow(name="Flow", branches=(Branch(workstream="Cases"),), default_workstream="Cases"),),
)


def put(store: Store, wanted: Organisation) -> tuple[Change, ...]:
    with store.write() as transaction:
        return transaction.save(transaction.load(), wanted)


def test_reading_what_is_not_there_shows_nothing_and_creates_nothing(
    tmp_path: Path, contents: Contents
) -> None:
    assert Store(tmp_path / "no" / "folder" / "wscli.db").load() == Organisation()
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_zero_bytes_counts_as_missing(store: Store) -> None:
    store.path.touch()
    assert store.load() == Organisation()
    assert store.path.stat().st_size == 0
    put(store, FULL)
    assert store.load() == FULL


def test_an_empty_database_of_nobody_is_taken_over(store: Store) -> None:
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    assert store.path.stat().st_size > 0
    assert store.load() == Organisation()
    put(store, FULL)
    assert store.load() == FULL


def test_the_first_write_creates_folders_file_and_tables(tmp_path: Path, contents: Contents) -> None:
    store = Store(tmp_path / "new" / "folder" / "what? #1 100%.db")
    put(store, FULL)
    assert store.load() == FULL
    assert list(contents()) == ["new/folder/what? #1 100%.db"]
    with closing(sqlite3.connect(store.path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA application_id").fetchone() == (int.from_bytes(b"wscl", "big"),)


def test_reading_and_writing_nothing_leave_the_file_as_it_is(store: Store, contents: Contents) -> None:
    put(store, FULL)
    before = contents()
    store.load()
    store.facts()
    changes = put(store, FULL)
    assert {change.action for change in changes} == {"unchanged"}
    with store.write(dry_run=True) as transaction:
        transaction.save(transaction.load(), Organisation())
    assert contents() == before
    assert list(before) == ["wscli.db"]


def test_a_dry_run_of_the_first_write_leaves_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "new" / "wscli.db")
    with store.write(dry_run=True) as transaction:
        changes = transaction.save(transaction.load(), FULL)
        assert transaction.load() == FULL
    assert {change.action for change in changes if change.kind == "agent"} == {"created"}
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_says_that_the_place_cannot_be_written_to() -> None:
    with pytest.raises(Failed, match="not a folder"), Store(Path("/dev/null/x")).write(dry_run=True):
        pass


def test_a_first_write_that_fails_leaves_a_file_that_counts_as_missing(store: Store) -> None:
    with pytest.raises(NotFound), store.write() as transaction:
        transaction.save(transaction.load(), FULL)
        raise NotFound("nothing of the sort")
    assert store.path.stat().st_size == 0
    assert store.load() == Organisation()
    put(store, FULL)
    assert store.load() == FULL


def test_an_exception_undoes_what_was_written_to_what_is_there(store: Store, contents: Contents) -> None:
    put(store, FULL)
    before = contents()
    with pytest.raises(KeyboardInterrupt), store.write() as transaction:
        transaction.save(transaction.load(), Organisation())
        raise KeyboardInterrupt
    assert contents() == before


def test_only_what_is_asked_for_is_loaded_and_the_rest_is_not_touched(store: Store) -> None:
    put(store, FULL)
    with store.write() as transaction:
        current = transaction.load("workstreams")
        assert current == Organisation(workstreams=(CASES,))
        more = (*current.workstreams, Workstream(name="Chats", capacity=30))
        changes = transaction.save(current, current.with_section("workstreams", more))
    assert [change.name for change in changes if change.action == "created"] == ["Chats"]
    assert store.load() == FULL.with_section("workstreams", more)


def test_queues_can_be_saved_without_loading_the_agents(store: Store) -> None:
    put(store, FULL)
    with store.write() as transaction:
        current = transaction.load("queues")
        wanted = current.with_section("queues", (Queue(name="Desk", members=("ANN",)),))
        transaction.save(current, wanted)
    assert store.load().queues == (Queue(name="Desk", members=("ann",)),)


def test_rename_keeps_places_members_and_rules_but_leaves_flows_behind(store: Store) -> None:
    put(store, FULL)
    with store.write() as transaction:
        for section, old, new in (
            ("workstreams", "CASES", "Tickets"),
            ("queues", "Desk", "Front desk"),
            ("agents", "ann", "Ann B."),
            ("presences", "In training", "Learning"),
            ("skills", "spanish", "Español"),
        ):
            transaction.rename(section, old, new)
    now = store.load()
    assert now.queues == (Queue(name="Front desk", priority=1, members=("Ann B.",)),)
    assert now.agents[0].skills == (("Español", 3),)
    assert now.agents[0].default_presence == "Learning"
    assert now.rulesets[0].rules[0].queue == "Front desk"
    assert now.flows == FULL.flows


def test_rename_may_change_the_spelling_only(store: Store) -> None:
    put(store, FULL)
    with store.write() as transaction:
        transaction.rename("agents", "ann", "Ann")
    assert store.load().agents[0].name == "Ann"


def test_rename_refuses_what_is_not_there_and_what_is_taken(store: Store) -> None:
    put(store, Organisation(agents=(Agent(name="ann"), Agent(name="ben"))))
    with store.write() as transaction:
        with pytest.raises(NotFound) as missing:
            transaction.rename("agents", "anna", "x")
        with pytest.raises(Conflict):
            transaction.rename("agents", "ann", "BEN")
    assert missing.value.hint == "did you mean 'ann'?"
    assert [agent.name for agent in store.load().agents] == ["ann", "ben"]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Organisation(queues=(Queue(name="Desk", members=("zoe",)),)), "queue 'Desk' names 'zoe'"),
        (Organisation(agents=(Agent(name="ann", skills=(("x", 1),)),)), "agent 'ann' names 'x'"),
        (Organisation(agents=(Agent(name="ann", default_presence="x"),)), "names the presence 'x'"),
        (
            Organisation(rulesets=(RuleSet(name="R", rules=(Rule(name="all", queue="q"),)),)),
            "rule 'all' of ruleset 'R' names 'q'",
        ),
    ],
)
def test_a_reference_to_nothing_is_a_fault_of_ours_and_writes_nothing(
    store: Store, wanted: Organisation, said: str
) -> None:
    with store.write() as transaction:
        with pytest.raises(Failed, match=said) as failed:
            transaction.save(Organisation(), wanted)
        assert transaction.load() == Organisation()
    assert "fault of wscli" in str(failed.value.hint)


@pytest.mark.parametrize("section", ["agents", "presences", "skills", "queues"])
def test_deleting_what_is_still_named_is_a_fault_of_ours_and_writes_nothing(
    store: Store, section: str
) -> None:
    put(store, FULL)
    with store.write() as transaction:
        with pytest.raises(Failed, match="still"):
            transaction.save(FULL, FULL.with_section(section, ()))
        assert transaction.load() == FULL


def test_values_that_the_model_refuses_are_refused_by_the_tables_too(store: Store) -> None:
    for wrong in (
        Workstream(name="w", capacity=-1),
        Workstream(name="w", capacity=1, offer_timeout=0),
        Workstream(name="w" * 101, capacity=1),
        Workstream(name="w", capacity=1, entity=None),
    ):
        with pytest.raises(Failed, match="CHECK constraint"):
            put(store, Organisation(workstreams=(wrong,)))
    assert store.load() == Organisation()


def test_a_database_on_read_only_media_can_be_read_and_stays_as_it_is(
    tmp_path: Path, contents: Contents
) -> None:
    folder = tmp_path / "media"
    store = Store(folder / "wscli.db")
    put(store, FULL)
    before = contents()
    store.path.chmod(0o400)
    folder.chmod(0o500)
    try:
        if os.access(store.path, os.W_OK):
            pytest.skip("whoever runs this may write anything")
        assert store.load() == FULL
        with pytest.raises(Failed, match="may not be written"), store.write():
            pass
        assert contents() == before
    finally:
        folder.chmod(0o700)
