"""What shifts and dated presences do to a run: who is signed in, what is lost or given back, when it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from rota import HOUR, MADRID, MONDAY, Log, Play, case, dated, row, shift
from scenario import agent


@pytest.fixture
def play(tmp_path: Path) -> Play:
    return Play(tmp_path)


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
    """Its workstream is inactive, so it is nobody's; the run ends with what became of the other."""
    lost = case("C1", f"{MONDAY}06:00:00Z", workstream="Old")
    alone = play([agent("ann", schedule=[DAY_SHIFT])], cases=[lost])
    beside = play([agent("ann", schedule=[DAY_SHIFT])], cases=[lost, case("C2", f"{MONDAY}07:00:00Z", 60)])

    assert alone.end == "Mon 02 06:00:00"
    assert alone.presences() == []
    assert beside.end == "Mon 02 08:01:00"


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
