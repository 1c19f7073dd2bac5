"""Amounts as people read them."""

from __future__ import annotations

import pytest

from wscli.amounts import count, duration, number, percent, were, worked


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, "–"),
        (0, "0s"),
        (0.01, "<0.1s"),
        (12.34, "12.3s"),
        (59.96, "1m"),
        (90, "1m 30s"),
        (3_598, "59m 58s"),
        (3599.7, "1h"),
        (3600, "1h"),
        (3_660, "1h 1m"),
        (86_399, "1d"),
        (90_000, "1d 1h"),
        (100_000_000, "1,157d 10h"),
        (-90, "−1m 30s"),
    ],
)
def test_durations(seconds: float | None, text: str) -> None:
    assert duration(seconds, gap=" ") == text
    assert duration(seconds) == text.replace(" ", "")


def test_shares_numbers_and_nouns() -> None:
    assert [percent(None), percent(0.12345), percent(1)] == ["–", "12.3%", "100.0%"]
    assert [number(None), number(1234), number(1.25), number(3.0)] == ["–", "1,234", "1.2", "3"]
    assert [count(2000), were(1), were(0)] == ["2,000", "was", "were"]
    assert [count(1, "case"), count(2000, "case"), count(2, "stretch", "stretches")] == [
        "1 case",
        "2,000 cases",
        "2 stretches",
    ]


def test_time_at_work_has_no_days() -> None:
    assert [worked(seconds) for seconds in (None, 90, 84_000, 86_340, 583_200, 36_000_000)] == [
        "–",
        "1m30s",
        "23h20m",
        "24h",
        "162h",
        "10,000h",
    ]
