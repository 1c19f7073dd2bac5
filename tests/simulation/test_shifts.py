"""Shifts and dated presences, to the second: zones, nights on which clocks change, edges, the end of a run.

Each is run in the literal twin as well. Instants are UTC, weekday and day of the month first.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from agreement import differences
from scenario import agent, queue, workstream
from worlds import World, run_world
from wscli.simulation import Outcome

MADRID = "Europe/Madrid"
HOUR = 3_600_000
MONDAY = "2026-03-02T"
Log = list[str]


def shift(days: str, start: str, end: str, **zone: str) -> dict[str, str]:
    return {"days": days, "from": start, "to": end, **zone}


def dated(at: str, presence: str) -> dict[str, str]:
    return {"at": at, "presence": presence}


def case(name: str, at: str, handle: str | int = 0, **columns: str) -> dict[str, str]:
    return {"case_id": name, "arrived_at": at, "handle_seconds": str(handle), **columns}


def row(at: str, event: str, case_id: str = "", who: str = "ann", value: str = "") -> dict[str, str]:
    return {"at": at, "event": event, "case_id": case_id, "agent": who, "value": value}


class Story:
    """What happened to whom, as lines, and the outcome."""

    def __init__(self, log: list[dict[str, Any]], outcome: Outcome) -> None:
        self.log = log
        self.outcome = outcome

    @property
    def end(self) -> str:
        return clock(self.outcome.end)

    def presences(self, name: str = "ann") -> Log:
        return [
            f"{clock(row['at'])} {row['state']} {row['reason']}"
            for row in self.log
            if row["event"] == "presence" and row["agent"] == name and row["reason"] != "automatic"
        ]

    def told(self) -> Log:
        """The rows about cases from the first offer on, and what was refused."""
        return [
            " ".join(
                str(part) for part in (clock(row["at"]), row["event"], row["agent"], row["reason"]) if part
            )
            for row in self.log
            if row["event"] not in ("presence", "arrived", "routed")
        ]

    def signed_in(self, place: int = 0) -> float:
        """Hours signed in."""
        return self.outcome.agents[place].signed_ms / HOUR


def clock(milliseconds: int) -> str:
    assert milliseconds % 1000 == 0
    return datetime.fromtimestamp(milliseconds // 1000, UTC).strftime("%a %d %H:%M:%S")


class Play:
    """Plays agents with schedules; where no cases are given, one that is done at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(
        self,
        agents: list[dict[str, Any]],
        *,
        start: str | None = None,
        until: str | None = None,
        cases: list[dict[str, str]] | None = None,
        events: list[dict[str, str]] | None = None,
        **simulation: str,
    ) -> Story:
        document = {
            "version": 1,
            "workstreams": [workstream()],
            "queues": [queue("Q", " ".join(each["name"] for each in agents), priority=1)],
            "agents": agents,
            "skills": ["spanish"],
            "simulation": simulation,
        }
        options = {name: at for name, at in {"from": start, "until": until}.items() if at}
        found = cases if cases is not None else [case("C1", start or "")]
        world = World(document, found, events or [], options)
        assert differences(world, self.folder) == []
        return Story(*run_world(world, self.folder))


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


DAY_SHIFT = shift("mon-fri", "08:00", "16:00")


@pytest.mark.parametrize(
    ("at", "presence", "expected"),
    [
        ("07:59:59", "away", ["Mon 02 08:00:00 available shift-start", "Mon 02 16:00:00 offline shift-end"]),
        (
            "08:00:00",
            "away",
            [
                "Mon 02 08:00:00 available shift-start",
                "Mon 02 08:00:00 away scripted",
                "Mon 02 16:00:00 offline shift-end",
            ],
        ),
        (
            "15:59:59",
            "busy",
            [
                "Mon 02 08:00:00 available shift-start",
                "Mon 02 15:59:59 busy scripted",
                "Mon 02 16:00:00 offline shift-end",
            ],
        ),
        ("16:00:00", "away", ["Mon 02 08:00:00 available shift-start", "Mon 02 16:00:00 offline shift-end"]),
        ("20:00:00", "away", ["Mon 02 08:00:00 available shift-start", "Mon 02 16:00:00 offline shift-end"]),
    ],
)
def test_dated_presences_count_inside_a_shift(play: Play, at: str, presence: str, expected: Log) -> None:
    """Its first instant is inside, its last is not."""
    story = play(
        [agent("ann", schedule=[DAY_SHIFT, dated(MONDAY + at, presence)])],
        start=f"{MONDAY}07:00:00Z",
        until=f"{MONDAY}23:00:00Z",
    )

    assert story.presences() == expected


def test_dated_presences_alone_are_no_shifts(play: Play) -> None:
    """Signed in all the time; what was said before the start holds at the start."""
    schedule = [dated(f"{MONDAY}06:00", "away"), dated(f"{MONDAY}12:00", "available")]
    story = play(
        [agent("ann", schedule=schedule)],
        cases=[case("C1", f"{MONDAY}08:00:00Z")],
    )

    assert story.presences() == ["Mon 02 12:00:00 available scripted"]
    assert story.told() == [
        "Mon 02 12:00:00 offered ann",
        "Mon 02 12:00:00 accepted ann",
        "Mon 02 12:00:00 resolved ann",
    ]
    assert story.signed_in() == 4


def test_a_row_and_a_shift_both_sign_in_and_out(play: Play) -> None:
    """An edge that finds the agent so already does nothing, without a row in the log."""
    story = play(
        [agent("ann", schedule=[DAY_SHIFT])],
        start=f"{MONDAY}07:00:00Z",
        until="2026-03-03T07:00:00Z",
        events=[
            row(f"{MONDAY}09:00:00Z", "sign-out"),
            row(f"{MONDAY}10:00:00Z", "sign-in"),
            row(f"{MONDAY}15:00:00Z", "sign-out"),
        ],
    )

    assert story.presences() == [
        "Mon 02 08:00:00 available shift-start",
        "Mon 02 09:00:00 offline sign-out",
        "Mon 02 10:00:00 available sign-in",
        "Mon 02 15:00:00 offline sign-out",
    ]
    assert story.signed_in() == 6


def test_whose_first_sign_row_is_a_sign_in_is_out_until_then(play: Play) -> None:
    """Whatever the shift says; its end counts again."""
    story = play(
        [agent("ann", schedule=[DAY_SHIFT])],
        start=f"{MONDAY}07:00:00Z",
        until=f"{MONDAY}23:00:00Z",
        events=[row(f"{MONDAY}10:00:00Z", "sign-in")],
    )

    assert story.presences() == ["Mon 02 10:00:00 available sign-in", "Mon 02 16:00:00 offline shift-end"]
    assert story.signed_in() == 6


@pytest.mark.parametrize("start", ["07:00:00", "08:00:00"])
def test_a_sign_in_at_the_very_start_of_the_shift(play: Play, start: str) -> None:
    """The row comes first (rows before schedules), whether or not the run begins with it."""
    story = play(
        [agent("ann", schedule=[DAY_SHIFT])],
        start=f"{MONDAY}{start}Z",
        until=f"{MONDAY}12:00:00Z",
        events=[row(f"{MONDAY}08:00:00Z", "sign-in")],
    )

    assert story.presences() == ["Mon 02 08:00:00 available sign-in"]
    assert "refused" not in " ".join(story.told())


@pytest.mark.parametrize("events", [[], [row(f"{MONDAY}07:00:00Z", "sign-out", who="ben")]])
def test_found_in_a_shift_at_the_start(play: Play, events: list[dict[str, str]]) -> None:
    """Who is in a shift when the run begins is signed in without a row, its first instant included."""
    story = play(
        [
            agent("ann", schedule=[DAY_SHIFT]),
            agent("ben"),
            agent("eve", schedule=[shift("mon", "06:00", "08:00")]),
        ],
        start=f"{MONDAY}08:00:00Z",
        until=f"{MONDAY}17:00:00Z",
        events=events,
    )

    assert story.presences("ann") == ["Mon 02 16:00:00 offline shift-end"]
    assert story.presences("eve") == []
    assert [story.signed_in(place) for place in range(3)] == [8, 0 if events else 9, 0]


SPANISH = {"skills": "spanish:1"}


def test_the_run_ends_with_the_last_thing_that_happened(play: Play) -> None:
    """Schedules are followed for a case that nobody can take; it leads to nothing, so it has not happened."""
    story = play(
        [agent("ann", schedule=[DAY_SHIFT]), agent("ben", schedule=[shift("sat", "10:00", "12:00")])],
        cases=[case("C1", f"{MONDAY}10:00:00Z", 1800), case("C2", f"{MONDAY}10:05:00Z", **SPANISH)],
    )

    assert story.end == "Mon 02 10:30:00"
    assert story.log[-1]["event"] in ("resolved", "presence")
    assert story.log[-1]["at"] == story.outcome.end
    assert story.presences() == story.presences("ben") == []
    assert [story.signed_in(0), story.signed_in(1)] == [0.5, 0]
    assert story.outcome.backlog.open_ms == 25 * 60_000


def test_shifts_are_followed_while_something_else_is_pending(play: Play) -> None:
    """A case in hand until seven in the evening: the shift's end at four has happened."""
    story = play(
        [agent("ann", schedule=[DAY_SHIFT])],
        cases=[case("C1", f"{MONDAY}15:00:00Z", 4 * 3600), case("C2", f"{MONDAY}15:00:00Z", **SPANISH)],
    )

    assert story.presences() == ["Mon 02 16:00:00 offline shift-end"]
    assert story.end == "Mon 02 19:00:00"
    assert story.signed_in() == 1


def test_a_case_of_friday_night_waits_for_monday(play: Play) -> None:
    story = play(
        [agent("ann", schedule=[DAY_SHIFT])],
        cases=[case("C1", "2026-03-06T20:00:00Z", 60), case("C2", "2026-03-06T21:00:00Z", **SPANISH)],
    )

    assert story.presences() == ["Mon 09 08:00:00 available shift-start"]
    assert story.told() == [
        "Mon 09 08:00:00 offered ann",
        "Mon 09 08:00:00 accepted ann",
        "Mon 09 08:01:00 resolved ann",
    ]
    assert story.end == "Mon 09 08:01:00"


def test_a_dated_presence_far_away_is_waited_for(play: Play) -> None:
    """Longer than eight days, if the document names the instant; and no longer than that."""
    schedule = [dated(f"{MONDAY}07:00", "away"), dated("2026-03-31T12:00", "available")]
    cases = [case("C1", f"{MONDAY}09:00:00Z", 60)]
    waited = play([agent("ann", schedule=schedule)], cases=cases)
    in_vain = play(
        [agent("ann", schedule=[*schedule[:1], dated("2026-03-31T12:00", "busy-dnd")])], cases=cases
    )

    assert waited.told()[-1] == "Tue 31 12:01:00 resolved ann"
    assert waited.end == "Tue 31 12:01:00"
    assert in_vain.end == "Mon 02 09:00:00"
    assert in_vain.presences() == []
    assert in_vain.signed_in() == 0


def test_the_week_that_is_an_hour_longer(play: Play) -> None:
    """Seven days and half an hour from the end of a shift to the next one's start: within the eight."""
    story = play(
        [agent("ann", schedule=[shift("sun", "10:00", "10:05")])],
        cases=[case("C1", "2026-10-18T08:30:00Z", 60)],
        timezone=MADRID,
    )

    assert story.told()[-1] == "Sun 25 09:01:00 resolved ann"


def test_an_undistributed_case_is_waited_for_by_nobody(play: Play) -> None:
    """Two cases without a workstream that is there: the run ends with the second's arrival."""
    story = play(
        [agent("ann", schedule=[DAY_SHIFT])],
        cases=[case("C1", f"{MONDAY}06:00:00Z"), case("C2", f"{MONDAY}09:00:00Z", 60)],
        events=[row("2026-03-02T05:00:00Z", "presence", value="away")],
    )

    assert story.end == "Mon 02 09:01:00"


LONG_CASE = [case("C1", f"{MONDAY}15:00:00Z", 2 * 3600)]


def test_finish(play: Play) -> None:
    """At the end of the shift the agent takes nothing new and finishes what they hold."""
    story = play(
        [agent("ann", schedule=[DAY_SHIFT])],
        cases=[*LONG_CASE, case("C2", f"{MONDAY}16:30:00Z", 60)],
        shift_end="finish",
    )

    assert story.told() == [
        "Mon 02 15:00:00 offered ann",
        "Mon 02 15:00:00 accepted ann",
        "Mon 02 17:00:00 resolved ann",
        "Tue 03 08:00:00 offered ann",
        "Tue 03 08:00:00 accepted ann",
        "Tue 03 08:01:00 resolved ann",
    ]


def test_requeue(play: Play) -> None:
    """Active cases go back and somebody goes on with what is left; a Waiting case stays theirs."""
    story = play(
        [agent("ann", schedule=[DAY_SHIFT]), agent("ben", schedule=[shift("mon", "17:00", "23:00")])],
        cases=[*LONG_CASE, case("C2", f"{MONDAY}15:30:00Z", "600|7200|600")],
        shift_end="requeue",
    )

    assert story.told() == [
        "Mon 02 15:00:00 offered ann",
        "Mon 02 15:00:00 accepted ann",
        "Mon 02 15:30:00 offered ann",
        "Mon 02 15:30:00 accepted ann",
        "Mon 02 15:40:00 waiting ann",
        "Mon 02 16:00:00 transferred ann shift-end",
        "Mon 02 17:00:00 offered ben",
        "Mon 02 17:00:00 accepted ben",
        "Mon 02 17:40:00 resumed ann",
        "Mon 02 17:50:00 resolved ann",
        "Mon 02 18:00:00 resolved ben",
    ]
    assert list(story.outcome.transfers) == [1, 0]
    assert list(story.outcome.active_ms) == [2 * HOUR, HOUR // 3]


@pytest.mark.parametrize("rule", ["finish", "requeue"])
def test_offers_are_lost_at_the_end_of_a_shift(play: Play, rule: str) -> None:
    """Presence first, then the offers, then what is given back."""
    story = play(
        [agent("ann", schedule=[DAY_SHIFT], behaviour={"no_response_probability": 1}), agent("ben", 0)],
        cases=[case("C1", f"{MONDAY}15:59:30Z", 60)],
        until="2026-03-02T16:00:00Z",
        shift_end=rule,
    )

    rows = [(line["event"], line["reason"]) for line in story.log[-2:]]
    assert rows == [("presence", "shift-end"), ("timed-out", "offline")]
    assert story.told()[-1] == "Mon 02 16:00:00 timed-out ann offline"


def test_a_case_without_an_end_is_not_given_back_for_ever(play: Play) -> None:
    """As often as it may be offered, while schedules are followed for another case: then it waits."""
    story = play(
        [agent("ann", schedule=[DAY_SHIFT])],
        cases=[case("C1", f"{MONDAY}09:00:00Z", ""), case("C2", f"{MONDAY}09:00:00Z", **SPANISH)],
        events=[row(f"{MONDAY}08:30:00Z", "resolve", "C1", "")],
        shift_end="requeue",
        max_offers="3",
    )

    assert [line for line in story.told() if "transferred" in line] == [
        "Mon 02 16:00:00 transferred ann shift-end",
        "Tue 03 16:00:00 transferred ann shift-end",
        "Wed 04 16:00:00 transferred ann shift-end",
    ]
    assert story.end == "Wed 04 16:00:00"
