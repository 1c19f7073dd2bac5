"""How terms are read, names compare, and near words are found."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wscli.model.terms import (
    BasePresence,
    Channel,
    Mode,
    did_you_mean,
    name_key,
    near_name,
    nearest,
    read_term,
)


@pytest.mark.parametrize("text", ["Entity Records", "entity-records", "ENTITY_RECORDS", " entityrecords "])
def test_terms_ignore_case_spaces_and_dashes(text: str) -> None:
    assert read_term(Channel, text) is Channel.ENTITY_RECORDS


def test_term_as_it_stands_in_the_form() -> None:
    assert read_term(BasePresence, "Busy - DND") is BasePresence.BUSY_DND


@pytest.mark.parametrize("text", ["", "pusch", "push pick"])
def test_what_is_no_term_is_none(text: str) -> None:
    assert read_term(Mode, text) is None


def test_names_compare_trimmed_composed_and_without_case() -> None:
    assert name_key(" Straße ") == name_key("STRASSE")
    assert name_key("Café") == name_key("CAFE\u0301")
    assert name_key("a-b") != name_key("ab")


@given(st.text())
def test_name_key_is_stable(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)
    assert name_key(unicodedata.normalize("NFD", name)) == name_key(name)


def test_near_words_are_suggested_as_plain_text() -> None:
    assert nearest("pusch", Mode) == "push"
    assert did_you_mean("availabel", BasePresence) == "did you mean 'available'?"
    assert did_you_mean("zebra", Mode) is None
    assert nearest("case workstrem", ["Case Workstream", "Other"]) == "Case Workstream"


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("Crads", "Cards"),
        ("case workstrem", "Case Workstream"),
        ("CaseWorkstream", "Case Workstream"),
        ("Routin cases", "Routine cases"),
        ("Urgent cases", None),
        ("Team 2", None),
        ("Team B", None),
        ("West", None),
        ("Cases", None),
        ("", None),
    ],
)
def test_a_name_is_near_if_each_of_its_words_is(word: str, near: str | None) -> None:
    known = ["Cards", "Case Workstream", "Routine cases", "Team 1", "Team A", "East"]
    assert near_name(word, known) == near
    assert near_name(word, []) is None
