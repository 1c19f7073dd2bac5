from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wscli.cases import fields
from wscli.cases.fields import BadValue, Memo


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0),
        ("300", 300_000),
        (" 300 ", 300_000),
        ("+5", 5_000),
        ("0.0005", 1),
        ("0.00049999999999999999999999999", 0),
        ("2.0015", 2002),
        ("2.0014999999999999999999", 2001),
        ("1.005", 1005),
        (".5", 500),
        ("5.", 5_000),
        ("1e3", 1_000_000),
        ("5E-4", 1),
        ("1e-9999", 0),
        ("-0.0", 0),
        ("128849018820", fields.LONGEST),
        ("0000000000000000000007", 7_000),
    ],
)
def test_seconds_become_milliseconds_rounded_half_up(text: str, expected: int) -> None:
    assert fields.milliseconds(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("-1", "'-1' is negative"),
        ("-0.0001", "'-0.0001' is negative"),
        ("nan", "'nan' is not a number"),
        ("inf", "'inf' is not a number"),
        ("-Infinity", "'-Infinity' is not a number"),
        ("1_000", "'1_000' is not a number"),
        ("1,5", "'1,5' is not a number"),
        ("5m", "'5m' is not a number"),
        ("٣", "'٣' is not a number"),
        ("²", "'²' is not a number"),
        ("", "it is empty"),
        ("128849018821", "'128849018821' is too long"),
        ("1e9999", "'1e9999' is too long"),
        ("1e999999999999", "'1e999999999999' is not a number"),
        ("9" * 10_000, repr("9" * 39 + "…") + " is too long"),
    ],
)
def test_seconds_that_are_none(text: str, message: str) -> None:
    with pytest.raises(BadValue) as caught:
        fields.milliseconds(text)
    assert caught.value.message == message


@given(st.integers(0, 10**9), st.text("0123456789", min_size=1, max_size=30))
def test_no_float_error_whatever_the_digits(whole: int, digits: str) -> None:
    text = f"{whole}.{digits}"
    assert fields.milliseconds(text) == int(Fraction(text) * 1000 + Fraction(1, 2))


@given(st.text(max_size=20) | st.floats().map(str) | st.integers().map(str))
def test_any_text_is_a_number_or_a_bad_value(text: str) -> None:
    for parse in (fields.handle_time, fields.patience, fields.priority, fields.rating):
        try:
            parse(text)
        except BadValue as fault:
            assert fault.message


def test_a_pattern_is_active_waiting_active() -> None:
    assert fields.handle_time("300|7200|120.0005") == (300_000, 7_200_000, 120_001)
    assert fields.handle_time("300") == 300_000
    assert fields.handle_time(" ") == -1


@pytest.mark.parametrize("text", ["300|7200", "300||120", "|", "1|2|3|4", "1|-2|3", "1|x|3"])
def test_odd_patterns_are_bad(text: str) -> None:
    with pytest.raises(BadValue):
        fields.handle_time(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("1", 1),
        (" 7 ", 7),
        ("2.0", 2),
        ("High", 1),
        ("normal", 2),
        ("LOW", 3),
        ("2147483647", 2147483647),
    ],
)
def test_priorities(text: str, expected: int) -> None:
    """Rulebook 2.9."""
    assert fields.priority(text) == expected


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "urgent", "1e2", "2147483648", "9" * 5000, "１"])
def test_priorities_that_are_none(text: str) -> None:
    with pytest.raises(BadValue):
        fields.priority(text)


def test_a_near_priority_word_is_suggested() -> None:
    with pytest.raises(BadValue) as caught:
        fields.priority("Hihg")
    assert caught.value.hint == "did you mean 'High'?"


def test_a_memo_shares_values_and_forgets_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, "MEMO_SIZE", 3)
    memo = Memo(fields.attribute)
    assert memo[" a "] is memo[" a "]
    for text in "abcdefg":
        assert memo[text] == text
        assert len(memo) <= 3
