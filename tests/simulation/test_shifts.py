"""When shifts begin and end, to the second: zones, nights on which clocks change, shifts that unite."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from rota import MADRID, MONDAY, Log, Play, case, dated, shift
from scenario import agent


@pytest.fixture
def play(tmp_path: Path) -> Play:
    return Play(tmp_path)


NIGHTS = {
    "clocks go forward": (
        ("2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z"),
        ["Sat 28 21:00:00 available shift-start", "Sun 29 04:00:00 offline shift-end"],
        7,
    ),
    "clocks go back": (
        ("2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z"),
        ["Sat 24 20:00:00 available shift-start", "Sun 25 05:00:00 offline shift-end"],
        9,
    ),
    "any other night": (
        ("2026-03-21T12:00:00Z", "2026-03-22T12:00:00Z"),
        ["Sat 21 21:00:00 available shift-start", "Sun 22 05:00:00 offline shift-end"],
        8,
    ),
}


@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.parametrize("own", [True, False])
def test_a_night_shift_from_22_to_6(play: Play, night: str, own: bool) -> None:
    """The hands of the clock say when it ends, not the hours worked; in the agent's zone or the run's."""
    (start, until), expected, hours = NIGHTS[night]
    schedule = [shift("sat", "22:00", "06:00", **({"timezone": MADRID} if own else {}))]
    story = play(
        [agent("ann", schedule=schedule)], start=start, until=until, timezone="UTC" if own else MADRID
    )

    assert story.presences() == expected
    assert story.signed_in() == hours


def on_a_sunday(play: Play, day: str, start: str, end: str) -> Log:
    """Play a shift of a Sunday in Madrid, from the noon before to the noon after."""
    before = datetime.fromisoformat(day).day - 1
    return play(
        [agent("ann", schedule=[shift("sun", start, end)])],
        start=f"{day[:8]}{before}T12:00:00Z",
        until=f"{day}T12:00:00Z",
        timezone=MADRID,
    ).presences()


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("02:30", "08:00", ["Sun 29 01:30:00 available shift-start", "Sun 29 06:00:00 offline shift-end"]),
        ("00:00", "02:30", ["Sat 28 23:00:00 available shift-start", "Sun 29 01:30:00 offline shift-end"]),
        ("01:00", "03:00", ["Sun 29 00:00:00 available shift-start", "Sun 29 01:00:00 offline shift-end"]),
        ("02:00", "03:30", ["Sun 29 01:00:00 available shift-start", "Sun 29 01:30:00 offline shift-end"]),
        ("02:30", "03:15", []),
        ("02:00", "03:00", []),
        ("02:30", "03:30", []),
        ("02:30", "02:45", ["Sun 29 01:30:00 available shift-start", "Sun 29 01:45:00 offline shift-end"]),
    ],
)
def test_times_that_do_not_exist(play: Play, start: str, end: str, expected: Log) -> None:
    """Read with the offset before the change; what then ends before it begins does not take place."""
    assert on_a_sunday(play, "2026-03-29", start, end) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("02:30", "08:00", ["Sun 25 00:30:00 available shift-start", "Sun 25 07:00:00 offline shift-end"]),
        ("00:00", "02:30", ["Sat 24 22:00:00 available shift-start", "Sun 25 00:30:00 offline shift-end"]),
        ("02:15", "02:45", ["Sun 25 00:15:00 available shift-start", "Sun 25 00:45:00 offline shift-end"]),
        ("02:59", "03:00", ["Sun 25 00:59:00 available shift-start", "Sun 25 02:00:00 offline shift-end"]),
    ],
)
def test_times_that_occur_twice(play: Play, start: str, end: str, expected: Log) -> None:
    """The first of the two."""
    assert on_a_sunday(play, "2026-10-25", start, end) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-29T02:30", "Sun 29 01:30:00 away scripted"),
        ("2026-10-25T02:30", "Sun 25 00:30:00 away scripted"),
        ("2026-10-25T02:30:00+01:00", "Sun 25 01:30:00 away scripted"),
    ],
)
def test_dated_presences_on_such_nights(play: Play, at: str, expected: str) -> None:
    story = play(
        [agent("ann", schedule=[dated(at, "away")])],
        start=f"{at[:10]}T00:00:00Z",
        until=f"{at[:10]}T12:00:00Z",
        timezone=MADRID,
    )

    assert story.presences() == [expected]


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        ([("mon", "08:00", "08:00")], ["Mon 02 08:00:00 on", "Tue 03 08:00:00 off"]),
        ([("mon", "22:00", "00:00")], ["Mon 02 22:00:00 on", "Tue 03 00:00:00 off"]),
        ([("sun", "22:00", "06:00")], ["Mon 02 06:00:00 off"]),
        (
            [("mon", "08:00", "12:00"), ("mon", "12:00", "16:00")],
            ["Mon 02 08:00:00 on", "Mon 02 16:00:00 off"],
        ),
        (
            [("mon", "11:00", "16:00"), ("mon", "08:00", "12:00")],
            ["Mon 02 08:00:00 on", "Mon 02 16:00:00 off"],
        ),
        (
            [("mon", "08:00", "16:00"), ("mon", "09:00", "10:00")],
            ["Mon 02 08:00:00 on", "Mon 02 16:00:00 off"],
        ),
        (
            [("mon", "08:00", "12:00"), ("mon", "12:01", "16:00")],
            ["Mon 02 08:00:00 on", "Mon 02 12:00:00 off", "Mon 02 12:01:00 on", "Mon 02 16:00:00 off"],
        ),
        ([("mon-tue", "08:00", "08:00")], ["Mon 02 08:00:00 on"]),
        ([("fri-mon", "09:00", "17:00")], ["Mon 02 09:00:00 on", "Mon 02 17:00:00 off"]),
    ],
)
def test_shifts_unite_and_wrap(play: Play, schedule: list[tuple[str, str, str]], expected: Log) -> None:
    """Monday from midnight to Tuesday noon."""
    story = play(
        [agent("ann", schedule=[shift(*each) for each in schedule])],
        start=f"{MONDAY}00:00:00Z",
        until="2026-03-03T12:00:00Z",
    )

    words = {"on": "available shift-start", "off": "offline shift-end"}
    assert story.presences() == [" ".join([*line.split()[:-1], words[line.split()[-1]]]) for line in expected]


def test_the_same_hours_in_two_zones_touch(play: Play) -> None:
    """08:00 to 12:00 in New York begins when 10:00 to 14:00 in Madrid is over, one hour early in March."""
    schedule = [
        shift("mon", "10:00", "14:00", timezone=MADRID),
        shift("mon", "08:00", "12:00", timezone="America/New_York"),
    ]
    story = play(
        [agent("ann", schedule=schedule)], start="2026-03-09T00:00:00Z", until="2026-03-16T23:00:00Z"
    )
    winter = play([agent("ann", schedule=schedule)], start=f"{MONDAY}00:00:00Z", until=f"{MONDAY}23:00:00Z")

    assert story.presences()[:4] == [
        "Mon 09 09:00:00 available shift-start",
        "Mon 09 16:00:00 offline shift-end",
        "Mon 16 09:00:00 available shift-start",
        "Mon 16 16:00:00 offline shift-end",
    ]
    assert winter.presences() == [
        "Mon 02 09:00:00 available shift-start",
        "Mon 02 17:00:00 offline shift-end",
    ]


ALWAYS = {
    "days that begin and end at 8": [shift("mon-sun", "08:00", "08:00")],
    "midnight to midnight": [shift("mon-sun", "00:00", "00:00")],
    "three shifts a day": [
        shift("mon-sun", "06:00", "14:00"),
        shift("mon-sun", "14:00", "22:00"),
        shift("mon-sun", "22:00", "06:00"),
    ],
    "weekdays and weekends": [shift("mon-fri", "08:00", "08:00"), shift("sat,sun", "08:00", "08:00")],
}


@pytest.mark.parametrize("which", ALWAYS)
@pytest.mark.parametrize("zone", ["UTC", MADRID])
def test_shifts_without_a_gap_are_one_without_an_end(play: Play, which: str, zone: str) -> None:
    """Found signed in, never signed out, over a change of the clocks too; and the run has an end."""
    story = play(
        [agent("ann", schedule=ALWAYS[which])],
        start="2026-10-20T12:00:00Z",
        until="2026-10-27T12:00:00Z",
        timezone=zone,
    )

    assert story.presences() == []
    assert story.signed_in() == 7 * 24


@pytest.mark.parametrize("which", ALWAYS)
def test_shifts_without_a_gap_and_a_case_that_nobody_can_take(play: Play, which: str) -> None:
    story = play(
        [agent("ann", schedule=ALWAYS[which])], cases=[case("C1", f"{MONDAY}09:00:00Z", skills="spanish:1")]
    )

    assert story.end == "Mon 02 09:00:00"
    assert story.told() == []


def test_nearly_without_a_gap(play: Play) -> None:
    """All week but for one minute of Sunday morning."""
    schedule = [
        shift("mon-fri", "08:00", "08:00"),
        shift("sat", "08:00", "07:59"),
        shift("sun", "08:00", "08:00"),
    ]
    story = play(
        [agent("ann", schedule=schedule)], start="2026-03-05T12:00:00Z", until="2026-03-15T12:00:00Z"
    )

    assert story.presences() == [
        "Sun 08 07:59:00 offline shift-end",
        "Sun 08 08:00:00 available shift-start",
        "Sun 15 07:59:00 offline shift-end",
        "Sun 15 08:00:00 available shift-start",
    ]
