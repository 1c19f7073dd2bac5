"""The plots of a summary: what is drawn is what was, at any width, in blocks and in ASCII."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wscli.report.terminal import Canvas, Course, open_cases, waits

START = 1_772_442_000_000
"""2026-03-02T09:00:00Z."""
MINUTE = 60_000

Case = tuple[int, int, int]


def course(*cases: Case, start: int = 0, end: int = 60) -> Course:
    """Return the course of cases given as minutes of arrival, first accept and close; -1: never."""
    columns = [
        [START + minute * MINUTE if minute != -1 else -1 for minute in each]
        for each in zip(*cases, strict=True)
    ]
    return Course.of(START + start * MINUTE, START + end * MINUTE, *columns)


def seconds(span: float) -> str:
    return f"{span:g}s"


def burst(number: int, at: int, until: int) -> list[Case]:
    return [(at, until, until + 1)] * number


# What is counted ------------------------------------------------------------------------------------------


def test_a_case_is_open_from_its_arrival_to_its_first_accept() -> None:
    found = course((0, 10, 50), (5, 20, -1), (30, -1, 40), (50, -1, -1))

    assert [found.open_at(START + minute * MINUTE) for minute in (0, 5, 10, 20, 30, 40, 50, 60)] == [
        *(1, 2, 1, 0, 1, 0, 1, 1)
    ]
    assert dict(found.waits) == {600: 1, 900: 1}


def test_a_case_that_is_answered_as_it_comes_is_never_open() -> None:
    assert course((0, 0, 1), (3, 3, 4)).backlog(4) == [0, 0, 0, 0]


def test_the_most_of_a_part_is_found_wherever_in_it_it_is() -> None:
    assert course(*burst(7, 22, 23), (50, -1, -1), end=100).backlog(10) == [0, 0, 7, 0, 0, 1, 1, 1, 1, 1]


def test_what_came_before_the_beginning_is_backlog_at_the_beginning() -> None:
    assert course(*burst(3, -30, 5), end=60).backlog(6) == [3, 0, 0, 0, 0, 0]


minutes = st.integers(0, 59)
cases = st.builds(
    lambda came, waited, ends: (came, came + waited if waited >= 0 else -1, came + 70 if ends else -1),
    minutes,
    st.integers(-1, 59),
    st.booleans(),
)


@given(st.lists(cases, min_size=1, max_size=30), st.integers(1, 90))
@settings(max_examples=60)
def test_the_backlog_is_that_of_counting_minute_by_minute(found: list[Case], bins: int) -> None:
    """Every arrival, accept and close lies on a minute, so nothing happens between two of them."""
    most = course(*found, end=60).backlog(bins)
    expected = [0] * bins

    def left(case: Case) -> int:
        return case[1] if case[1] >= 0 else case[2] if case[2] >= 0 else 10**9

    for part in range(bins):
        begin = START + 60 * MINUTE * part // bins
        end = START + 60 * MINUTE * (part + 1) // bins
        instants = {begin, *(at for m in range(60) if begin <= (at := START + m * MINUTE) < end)}
        for at in instants:
            now = (at - START) / MINUTE
            expected[part] = max(expected[part], sum(case[0] <= now < left(case) for case in found))
    assert most == expected


# What is drawn --------------------------------------------------------------------------------------------


def test_the_curve_has_labelled_axes() -> None:
    found = course(*burst(4, 0, 15), *burst(8, 30, 45))

    assert open_cases(found, UTC, Canvas(44)) == [
        "8 ┤                    ███████████",
        "  │                    ███████████",
        "  │                    ███████████",
        "4 ┤███████████         ███████████",
        "  │███████████         ███████████",
        "  │███████████         ███████████",
        "0 └┬───────────────────┬───────────────────┬",
        "   09:00             09:30             10:00",
    ]


def test_ascii_stands_in_the_same_places() -> None:
    found = course(*burst(4, 0, 15), *burst(7, 30, 45))
    blocks, plain = (open_cases(found, UTC, Canvas(80, drawn)) for drawn in (True, False))

    assert "".join(plain).isascii()
    assert [len(line) for line in blocks] == [len(line) for line in plain]
    assert [[ch == " " for ch in line] for line in blocks] == [[ch == " " for ch in line] for line in plain]


def test_marks_are_on_the_clock_of_the_zone() -> None:
    """Madrid changed its clocks on 2026-03-29 at 02:00; the midnights are still midnights."""
    begin = 26 * 24 * 60 - 9 * 60  # 2026-03-28T00:00Z
    found = course(*burst(12, begin + 60, begin + 70), start=begin, end=begin + 2 * 24 * 60)
    below = open_cases(found, ZoneInfo("Europe/Madrid"), Canvas(120))[-1]

    day = ["06:00", "12:00", "18:00"]
    assert below.split() == [*day, "Sun", "29", "Mar", *day, "Mon", "30", "Mar"]


@pytest.mark.parametrize(
    ("minutes_long", "labels"),
    [
        (1, ["09:00:00", "09:00:30"]),
        (300, ["10:00", "13:00"]),
        (60 * 24 * 14, ["Mon 9 Mar", "Mon 16 Mar"]),
        (60 * 24 * 400, ["Apr 2026", "Jan 2027"]),
        (60 * 24 * 365 * 40, ["2030"]),
        (60 * 24 * 365 * 900, ["2200"]),
    ],
)
def test_marks_fit_the_length_of_the_run(minutes_long: int, labels: list[str]) -> None:
    found = course(*burst(12, 0, minutes_long), end=minutes_long)
    below = open_cases(found, UTC, Canvas(80))[-1]

    assert all(label in below for label in labels), below


def test_a_run_to_the_end_of_the_calendar_is_drawn() -> None:
    longest = (253_402_300_799_000 - START) // MINUTE
    assert len(open_cases(course(*burst(12, 0, 9), end=longest), UTC, Canvas(80))) == 8


def test_nothing_to_show_is_nothing() -> None:
    assert open_cases(course(*burst(9, 0, 5)), UTC, Canvas(80)) == []
    assert open_cases(course(*burst(99, 0, 0)), UTC, Canvas(80)) == []
    assert open_cases(course(*burst(99, 0, 5), end=0), UTC, Canvas(80)) == []
    assert waits(course(*burst(99, 0, 0)), 60, Canvas(80), seconds) == []
    assert waits(course(*burst(9, 0, 5)), 60, Canvas(80), seconds) == []


def test_spans_of_waits_meet_at_the_service_level() -> None:
    found = course(*burst(30, 0, 2), *burst(10, 0, 3), *burst(60, 0, 7))

    assert waits(found, 200, Canvas(60), seconds) == [
        " under 200s ██████████████████▋           40  40.0%  in time",
        "200s – 300s                                0   0.0%",
        "  from 300s ████████████████████████████  60  60.0%",
    ]


@given(
    st.lists(st.integers(0, 3_000), min_size=10, max_size=60),
    st.integers(1, 20_000),
    st.integers(30, 200),
    st.booleans(),
)
@settings(max_examples=60)
def test_waits_are_counted_once_and_split_at_the_threshold(
    found: list[int], threshold: int, width: int, blocks: bool
) -> None:
    lines = waits(course(*((0, wait, -1) for wait in found)), threshold, Canvas(width, blocks), seconds)
    if not any(found):
        assert lines == []
        return
    numbers = [int(line.removesuffix("  in time").split()[-2].replace(",", "")) for line in lines]
    in_time = [line.endswith("in time") for line in lines]

    assert sum(numbers) == len(found) and len(lines) <= 7
    assert in_time == sorted(in_time, reverse=True)
    within = sum(number for number, good in zip(numbers, in_time, strict=True) if good)
    assert within == sum(wait * 60 < threshold for wait in found)


@given(st.lists(cases, min_size=10, max_size=40), st.integers(20, 300), st.integers(1, 100_000))
@settings(max_examples=60)
def test_no_line_is_wider_than_the_canvas(found: list[Case], width: int, end: int) -> None:
    lines = open_cases(course(*found, end=end), UTC, Canvas(width))

    assert all(len(line) <= max(width, 20) for line in lines)
