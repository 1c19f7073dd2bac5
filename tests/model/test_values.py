"""How single values are read: bounds, and messages that say what would be right."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wscli.model.findings import Findings
from wscli.model.terms import BasePresence, Channel, Mode
from wscli.model.values import BAD, LARGEST, VALUES, read_enum

AVAILABLE, BUSY, DND, AWAY, OFFLINE = BasePresence


def read(kind: str, raw: Any) -> Any:
    notes = Findings()
    value = VALUES[kind](raw, ("x",), notes)
    assert (value is BAD) == bool(notes.errors)
    return value


def complaint(kind: str, raw: Any) -> str:
    """The message and hint about a value that is refused."""
    notes = Findings()
    assert VALUES[kind](raw, ("x",), notes) is BAD
    problem = notes.errors[0]
    assert problem.path.startswith("x")
    return f"{problem.message} {problem.hint or ''}".strip()


def test_name_is_trimmed_and_bounded() -> None:
    assert read("name", "  Cases ") == "Cases"
    assert read("name", "x" * 100) == "x" * 100
    assert complaint("name", "x" * 101) == "must have at most 100 characters, not 101"
    assert complaint("name", "   ") == "must not be empty"
    assert "U+000A" in complaint("name", "a\nb")
    assert "U+2028" in complaint("name", "a\u2028b")
    assert complaint("name", ["a"]) == "must be text, not a list"


def test_units() -> None:
    assert read("units", "0") == 0
    assert read("units", str(LARGEST)) == LARGEST
    assert (read("units", "5.0"), read("units", "-0.00")) == (5, 0)  # one number with 5 to JSON
    assert complaint("units", "-1.0") == "must be from 0 to 2147483647 units, not -1"
    assert complaint("units", str(LARGEST + 1)).startswith("must be from 0 to 2147483647 units")
    assert complaint("units", "-1") == "must be from 0 to 2147483647 units, not -1"
    assert complaint("units", "five").endswith("not 'five'")
    assert complaint("units", "9" * 5000).startswith("must be from 0")
    for odd in ("1.5", "1e3", "1.", ".0", "٣", "", None, {}):
        complaint("units", odd)


def test_priority_starts_at_one() -> None:
    assert read("priority", "1") == 1
    assert complaint("priority", "0") == "must be from 1 to 2147483647, not 0"


def test_probability() -> None:
    assert (read("probability", "0"), read("probability", "1"), read("probability", ".5")) == (0, 1, 0.5)
    for odd in ("-0.1", "1.1", "nan", "inf", "often", None, []):
        assert complaint("probability", odd).startswith("must be a number from 0 to 1")


def test_bool() -> None:
    assert read("bool", "True") is True
    assert read("bool", "no") is False
    assert complaint("bool", "maybe") == "must be true or false, not 'maybe'"


def test_enum_suggests_the_near_word() -> None:
    notes = Findings()
    assert read_enum(Mode)("pusch", ("mode",), notes) is BAD
    assert notes.problems[0].hint == "did you mean 'push'?"
    assert notes.problems[0].message == "'pusch' is not one of push, pick"
    assert read_enum(Channel)("Live Chat", (), notes) is Channel.LIVE_CHAT


def test_seconds() -> None:
    assert read("seconds", "5m") == 300
    assert read("seconds", "0") == 0
    assert "whole seconds" in complaint("seconds", "1500ms")
    assert "has no unit" in complaint("seconds", "5")
    assert "must be a duration" in complaint("seconds", None)
    assert read("seconds-or-none", "none") is None
    assert read("seconds-or-none", "0") == 0


def test_offer_timeout_is_a_second_to_an_hour() -> None:
    assert (read("offer-timeout", "1s"), read("offer-timeout", "1h")) == (1, 3600)
    for odd in ("0", "61m", "999ms"):
        complaint("offer-timeout", odd)


def test_presences_are_a_set_in_the_order_of_the_terms() -> None:
    assert read("presences", ["Busy - DND", "available"]) == (AVAILABLE, DND)
    assert read("presences", "busy, Available,busy") == (AVAILABLE, BUSY)
    assert read("presences", ["away,offline"]) == (AWAY, OFFLINE)
    assert read("presences", []) == ()


def test_unknown_presences_are_all_named() -> None:
    notes = Findings()
    assert VALUES["presences"](["bussy", "available", "Inactive"], ("p",), notes) is BAD
    assert [problem.path for problem in notes.problems] == ["p[0]", "p[2]"]
    assert notes.problems[0].hint == "did you mean 'busy'?"


def test_the_slip_of_the_product_page_is_read_with_a_warning() -> None:
    notes = Findings()
    assert VALUES["presences"](["Allowed", "busy"], ("p",), notes) == (AVAILABLE, BUSY)
    assert [(p.rule, p.severity, p.path) for p in notes.problems] == [("presence-allowed", "warning", "p[0]")]


def test_names_once_each() -> None:
    assert read("names", ["ann", " ben "]) == ("ann", "ben")
    assert complaint("names", ["ann", "ANN"]) == "'ANN' is listed twice"
    assert complaint("names", "ann") == "must be a list, not text"


def test_skills() -> None:
    assert read("skills", {"spanish": "3", "cards": "1"}) == (("spanish", 3), ("cards", 1))
    assert "must be from 1" in complaint("skills", {"spanish": "0"})
    assert complaint("skills", ["spanish:3"]).startswith("must be a mapping of skill to rating")
    assert complaint("skills", "spanish").startswith("must be a mapping of skill to rating")


def test_skill_twice_is_refused() -> None:
    assert "is listed twice" in complaint("skills", {"spanish": "1", "Spanish": "2"})


raws = st.recursive(
    st.none() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("kind", sorted(VALUES))
@given(raw=raws)
def test_anything_is_read_or_refused_but_never_raises(kind: str, raw: Any) -> None:
    read(kind, raw)
