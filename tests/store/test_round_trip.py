"""Whatever is saved is loaded as it was: any organisation, and any change from one to another."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from strategies import AWKWARD_NAMES, organisations
from wscli.model.organisation import Organisation
from wscli.model.routing import Branch, Compare, Flow, Rule, RuleSet
from wscli.model.terms import BasePresence, Operator
from wscli.model.workforce import Agent, DatedPresence, Presence, Queue, Skill
from wscli.model.workstream import Workstream
from wscli.store import Store, plan

# A file is created for every example, and drawing two organisations takes its time.
SLOW = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def put(store: Store, wanted: Organisation) -> None:
    with store.write() as transaction:
        transaction.save(transaction.load(), wanted)


@SLOW
@given(organisations())
def test_any_organisation_is_loaded_as_it_was_saved(wanted: Organisation) -> None:
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "wscli.db")
        put(store, wanted)
        assert store.load() == wanted
        assert {change.action for change in plan(store.load(), wanted)} <= {"unchanged"}


@SLOW
@given(organisations(), organisations())
def test_any_organisation_can_become_any_other(first: Organisation, second: Organisation) -> None:
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "wscli.db")
        put(store, first)
        put(store, second)
        assert store.load() == second
        with closing(sqlite3.connect(store.path)) as connection:
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("name", AWKWARD_NAMES)
def test_a_name_may_hold_anything_that_is_text(store: Store, name: str) -> None:
    wanted = Organisation(
        workstreams=(Workstream(name=name, capacity=1),),
        queues=(Queue(name=name, members=(name,)),),
        agents=(Agent(name=name, default_presence=name, skills=((name, 1),)),),
        presences=(Presence(name=name, base_status=BasePresence.AWAY),),
        skills=(Skill(name=name),),
        rulesets=(RuleSet(name=name, rules=(Rule(name=name, queue=name),)),),
        flows=(Flow(name=name, branches=(Branch(workstream=name),), default_workstream=name),),
    )
    put(store, wanted)
    assert store.load() == wanted


def test_the_order_of_definition_is_kept_through_updates_and_can_be_changed(store: Store) -> None:
    a, b, c = (Workstream(name=name, capacity=1) for name in "abc")
    put(store, Organisation(workstreams=(b, c)))
    put(store, Organisation(workstreams=(Workstream(name="b", capacity=9), c, a)))
    assert [thing.name for thing in store.load().workstreams] == ["b", "c", "a"]
    put(store, Organisation(workstreams=(a, c, b)))
    assert [thing.name for thing in store.load().workstreams] == ["a", "c", "b"]


def test_members_stay_with_an_agent_whose_place_or_spelling_changes(store: Store) -> None:
    queue = Queue(name="Cases", members=("ann", "ben"))
    put(store, Organisation(agents=(Agent(name="ann"), Agent(name="ben")), queues=(queue,)))
    spelled = Queue(name="Cases", members=("Ann", "ben"))
    wanted = Organisation(agents=(Agent(name="ben"), Agent(name="Ann")), queues=(spelled,))
    with store.write() as transaction:
        changes = transaction.save(transaction.load(), wanted)
    assert store.load() == wanted
    assert [(change.kind, change.name, change.fields) for change in changes if change.fields] == [
        ("agent", "Ann", {"name": {"old": "ann", "new": "Ann"}})
    ]


def test_a_presence_said_in_words_follows_an_own_presence_of_that_name(store: Store) -> None:
    entry = DatedPresence(at="2026-03-02T12:00:00", presence="busy")
    agent = Agent(name="ann", default_presence="busy", schedule=(entry,))
    put(store, Organisation(agents=(agent,)))
    own = Presence(name="busy", base_status=BasePresence.AWAY)
    put(store, Organisation(agents=(agent,), presences=(own,)))
    with store.write() as transaction:
        transaction.rename("presences", "busy", "In training")
    renamed = store.load().agents[0]
    assert renamed.default_presence == "In training"
    assert renamed.schedule == (DatedPresence(at=entry.at, presence="In training"),)


def test_without_the_own_presence_the_base_presence_of_that_name_is_left(store: Store) -> None:
    agent = Agent(name="ann", default_presence="busy")
    own = Presence(name="busy", base_status=BasePresence.AWAY)
    put(store, Organisation(agents=(agent,), presences=(own,)))
    put(store, Organisation(agents=(agent,)))
    assert store.load() == Organisation(agents=(agent,))


def test_a_condition_with_numbers_that_are_text_comes_back_as_text(store: Store) -> None:
    values = ("007", "7", "1.10", "1e3", "", "\x00", "\ud800", "true")
    when = Compare(attribute="code", operator=Operator.IN, value=values)
    wanted = Organisation(flows=(Flow(name="f", branches=(Branch(when=when, workstream="w"),)),))
    put(store, wanted)
    assert store.load() == wanted
