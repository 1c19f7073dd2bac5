"""The clock of a replay and its keys, with a clock that is turned by hand."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recorded import Recorded, record

from worlds import make_world, seeded
from wscli.errors import Invalid
from wscli.report.replay.controls import Controls
from wscli.report.replay.player import FASTEST, MAX, SLOWEST, Player, read_speed, speed_text
from wscli.report.replay.times import Times, span

UTC = Times(ZoneInfo("UTC"))
MADRID = Times(ZoneInfo("Europe/Madrid"))


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def run(tmp_path: Path) -> Recorded:
    return record(make_world(seeded(58)), tmp_path)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def player(run: Recorded, clock: Clock) -> Player:
    return Player(run.timeline(), clock, 10)


def test_simulated_time_follows_the_clock(player: Player, clock: Clock) -> None:
    start = player.timeline.start
    clock.now += 2.5
    player.tick()

    assert player.now == start + 25_000
    assert player.timeline.index == player.timeline.count(player.now)


def test_no_millisecond_is_lost_in_many_small_ticks(player: Player, clock: Clock) -> None:
    start = player.now
    for _ in range(1000):
        clock.now += 1 / 1024  # which floats can say
        player.tick()

    assert player.now == start + 9765


def test_it_stops_while_it_is_paused_and_at_the_end(player: Player, clock: Clock) -> None:
    player.toggle()
    clock.now += 1000
    player.tick()
    assert (player.now, player.paused, player.ended) == (player.timeline.start, True, False)

    player.toggle()
    clock.now += 1_000_000
    player.tick()
    assert (player.now, player.paused, player.ended) == (player.timeline.end, True, True)
    player.toggle()
    assert player.paused


def test_what_passed_at_the_old_speed_has_passed_at_the_old_speed(player: Player, clock: Clock) -> None:
    start = player.now
    clock.now += 1
    player.faster()
    clock.now += 1
    player.slower()
    clock.now += 1
    player.tick()

    assert player.now == start + 10_000 + 20_000 + 10_000


def test_time_that_does_not_count_does_not_count(player: Player, clock: Clock) -> None:
    start = player.now
    clock.now += 1000
    player.skip_real_time()
    clock.now += 1
    player.tick()

    assert player.now == start + 10_000


def test_speeds_have_a_least_and_a_most(player: Player) -> None:
    for _ in range(40):
        player.slower()
    assert player.speed == SLOWEST
    for _ in range(40):
        player.faster()
    assert player.speed == FASTEST
    assert Player(player.timeline, player.clock, MAX).speed == FASTEST


def test_steps_visit_every_instant_there_and_back(player: Player) -> None:
    timeline = player.timeline
    there = [player.now]
    while not player.ended:
        player.step_instant()
        there.append(player.now)
        assert player.paused
    back = [player.now]
    while player.now > timeline.start:
        player.step_instant(False)
        back.append(player.now)

    assert there == sorted({timeline.start, timeline.end, *timeline.instants})
    assert back == there[::-1]


def test_steps_of_one_event_stop_in_the_middle_of_an_instant(player: Player) -> None:
    timeline = player.timeline
    player.jump_to_row(0)
    for index in range(1, len(timeline) + 1):
        player.step_event()
        assert (timeline.index, player.now) == (index, timeline.instants[index - 1])
    player.step_event()
    assert timeline.index == len(timeline)
    player.step_event(False)
    assert timeline.index == len(timeline) - 1
    # Going on from there, the rest of the instant happens at once.
    player.toggle()
    player.tick()
    assert timeline.index == timeline.count(player.now)


@pytest.mark.parametrize(
    ("text", "speed"),
    [("60", 60), (" 0.5 ", 0.5), ("60x", 60), ("2×", 2), ("max", MAX), ("MAX", MAX)],
)
def test_speeds_are_read(text: str, speed: float) -> None:
    assert read_speed(text) == speed


@pytest.mark.parametrize("text", ["", "fast", "0", "-1", "nan", "inf", "1e999", "x", "1h"])
def test_what_is_no_speed_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="is not a speed"):
        read_speed(text)


@pytest.mark.parametrize(
    ("speed", "text"), [(60, "60×"), (0.125, "0.125×"), (86_400, "86,400×"), (2.5, "2.5×"), (MAX, "max")]
)
def test_speeds_are_shown(speed: float, text: str) -> None:
    assert speed_text(speed) == text


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (-5, "0s"),
        (0, "0s"),
        (59_999, "59s"),
        (60_000, "1m00s"),
        (3_599_999, "59m59s"),
        (3_600_000, "1h00m"),
        (86_399_999, "23h59m"),
        (90_000_000, "1d01h"),
    ],
)
def test_spans_are_shown_in_two_units(milliseconds: int, text: str) -> None:
    assert span(milliseconds) == text


NOW = 1_772_443_800_000  # 2026-03-02T09:30Z


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("09:30", 0),
        ("9:45", 15),
        ("09:30:00", 0),
        ("08:00", -90),
        ("+15m", 15),
        ("-1h30m", -90),
        ("2026-03-02T10:30", 60),
        ("2026-03-02 10:30+01:00", 0),
        ("2026-03-02", -570),
    ],
)
def test_times_are_read(text: str, minutes: int) -> None:
    assert UTC.read(text, NOW) == NOW + minutes * 60_000


def test_a_time_of_day_is_one_of_the_zone() -> None:
    assert MADRID.full(NOW) == "Mon 2026-03-02 10:30:00"
    assert MADRID.read("10:30", NOW) == NOW
    # The clocks go forward from two to three: the offset before the change holds (rulebook 4.9).
    assert MADRID.clock(MADRID.read("2026-03-29T02:30", NOW)) == "03:30:00"


def test_a_time_that_clocks_show_twice_has_its_offset() -> None:
    first = MADRID.read("2026-10-25T02:30+02:00", NOW)
    assert [MADRID.clock(first + hours * 3_600_000) for hours in (-1, 0, 1, 2)] == [
        "01:30:00",
        "02:30:00+02:00",
        "02:30:00+01:00",
        "03:30:00",
    ]
    assert MADRID.full(first) == "Sun 2026-10-25 02:30:00+02:00"
    assert MADRID.shifted(first, first + 3_600_000)
    assert MADRID.shifted(first - 300 * 86_400_000, first - 86_400_000)
    assert not MADRID.shifted(first - 86_400_000, first)
    assert not UTC.shifted(NOW, NOW + 10**12)


@given(st.text(max_size=30))
def test_what_is_no_time_is_refused(text: str) -> None:
    try:
        assert isinstance(UTC.read(text, NOW), int)
    except Invalid as error:
        assert "is not a time" in error.message


# Keys -----------------------------------------------------------------------------------------------------


@pytest.fixture
def controls(player: Player) -> Controls:
    return Controls(player, UTC)


def press(controls: Controls, *keys: str) -> None:
    for key in keys:
        controls.press(key)


def test_keys_move_the_player(controls: Controls) -> None:
    player = controls.player
    press(controls, " ")
    assert player.paused
    press(controls, "+", "+", "-")
    assert player.speed == 20
    press(controls, "right")
    first = player.now
    press(controls, "right", "left")
    assert player.now == first
    press(controls, "G")
    assert player.ended
    press(controls, "g")
    assert player.now == player.timeline.start
    press(controls, "q")
    assert controls.done


def test_a_time_is_asked_for_and_gone_to(controls: Controls) -> None:
    timeline = controls.player.timeline
    wanted = UTC.clock(timeline.instants[len(timeline) // 2])
    press(controls, "t", *wanted, "x", "backspace", "enter")

    assert UTC.clock(controls.player.now) == wanted
    assert (controls.prompt, controls.message) == (None, "")


def test_keys_are_letters_while_a_prompt_is_open_and_escape_leaves_it(controls: Controls) -> None:
    press(controls, "t", "q", " ", "g")
    assert (controls.typed, controls.done) == ("q g", False)
    press(controls, "clear")
    assert controls.typed == ""
    press(controls, "escape")
    assert controls.prompt is None
    assert controls.player.now == controls.player.timeline.start


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (["t", *"soon", "enter"], "'soon' is not a time"),
        (["t", *"2027-01-01", "enter"], "the run ends at"),
        (["t", *"2020-01-01", "enter"], "the run begins at"),
        (["c", *"c99", "enter"], "no case 'c99'"),
        (["c", "enter"], "no case is followed"),
        (["n"], "no case is followed"),
    ],
)
def test_what_cannot_be_is_answered_by_a_message_until_the_next_key(
    controls: Controls, keys: list[str], message: str
) -> None:
    press(controls, *keys)
    assert message in controls.message
    press(controls, " ")
    assert controls.message == ""


def test_a_case_is_followed_from_its_first_event_to_its_last(controls: Controls) -> None:
    timeline = controls.player.timeline
    rows = timeline.places["c0"]
    press(controls, "c", *"C0", "enter")
    assert (controls.followed, timeline.index) == ("c0", rows[0] + 1)
    for place in rows[1:]:
        press(controls, "n")
        assert timeline.index == place + 1
    press(controls, "c", "enter")
    assert controls.message == "nothing more happens to c0"


def test_the_help_comes_and_goes(controls: Controls) -> None:
    press(controls, "?")
    assert controls.helping
    press(controls, "escape")
    assert not controls.helping
