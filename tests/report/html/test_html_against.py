"""Changes in words: signs, intervals, and whether a change may be chance."""

from __future__ import annotations

import pytest

from wscli.report.html.against import at, change, span, verdict


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (None, "time", "–"),
        (0, "time", "="),
        (-90, "time", "−1m 30s"),
        (90, "time", "+1m 30s"),
        (0.125, "share", "+12.5 points"),
        (-1200, "count", "−1,200"),
        (0.01, "time", "≈0"),
        (-0.0004, "share", "≈0"),
    ],
)
def test_a_change_has_its_sign(value: float | None, kind: str, text: str) -> None:
    assert change(value, kind) == text


@pytest.mark.parametrize(
    ("interval", "text", "said"),
    [
        (None, "", ""),
        ([-60, 120], "−1m … +2m", "may be chance"),
        ([0, 120], "0s … +2m", "may be chance"),
        ([60, 120], "+1m … +2m", "more than chance"),
        ([-120, -60], "−2m … −1m", "more than chance"),
    ],
)
def test_an_interval_says_whether_it_may_be_chance(
    interval: list[float] | None, text: str, said: str
) -> None:
    assert span(interval, "time") == text
    assert verdict(interval) == said


def test_too_few_cases_for_an_interval_are_counted() -> None:
    why = {"of": "answered", "count": 1113, "needed": 2000}

    assert (span(None, "time", why), verdict(None, why)) == ("too few (1,113)", "unknown")


def test_what_is_not_there_is_none() -> None:
    assert at({"a": {"b": 1}}, "a.b") == 1
    assert at({"a": None}, "a.b") is None
    assert at(None, "a") is None
