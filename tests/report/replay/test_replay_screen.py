"""The screen fits any terminal, and nothing that comes from files can do anything to one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recorded import record
from rich.cells import cell_len

from worlds import make_full_world, seeded
from wscli.model.organisation import Organisation
from wscli.model.terms import BasePresence
from wscli.model.workforce import Agent, Queue
from wscli.model.workstream import Workstream
from wscli.report.replay.blocks import View, chosen
from wscli.report.replay.controls import Controls
from wscli.report.replay.lines import LineWriter
from wscli.report.replay.player import Player
from wscli.report.replay.screen import screen
from wscli.report.replay.text import STYLES, cell, cropped, cut, in_encoding, line_width, plain
from wscli.report.replay.timeline import Timeline
from wscli.report.replay.times import Times

NASTY = [
    "\x1b[2J",
    "a\nb\tc",
    "\u202eabc",
    "[red]x[/red]",
    "漢字漢字漢字",
    "e\u0301" * 9,
    "👩‍👩‍👧",
    "\x9b31m",
    "-" * 99,
]
"""Names that would move the cursor, turn text around, be markup, or be wider or narrower than letters."""
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("screens")


def shown(timeline: Timeline, name: str = "run", zone: str = "UTC") -> tuple[View, Controls]:
    times = Times(ZoneInfo(zone))
    return View(timeline, times, 180_000), Controls(Player(timeline, lambda: 0.0), times)


def texts(view: View, controls: Controls, width: int = 80, height: int = 24, name: str = "run") -> list[str]:
    lines = screen(view, controls, name, width, height)
    assert all(style in STYLES for line in lines for _, style in line)
    return [plain(line) for line in lines]


def organisation(agents: list[str], queues: list[str], capacity: int = 100) -> Organisation:
    return Organisation(
        workstreams=(
            Workstream(name="W", capacity=25, allowed_presences=(BasePresence.AVAILABLE, BasePresence.BUSY)),
        ),
        queues=tuple(Queue(name=name, priority=1, members=tuple(agents)) for name in queues),
        agents=tuple(Agent(name=name, capacity=capacity) for name in agents),
    )


def rows(*said: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Return log rows from (seconds, event, case, agent, queue, state, reason)."""
    return [
        (place + 1, at * 1000, event, case, agent, queue, "W" if queue else None, state, reason)
        for place, (at, event, case, agent, queue, state, reason) in enumerate(said)
    ]


def nasty_timeline() -> Timeline:
    agents, queues = NASTY[:5], NASTY[4:]
    log: list[tuple[Any, ...]] = []
    for place, name in enumerate(NASTY * 3):
        case, agent, queue = f"{name}{place}", agents[place % 5], queues[place % 5]
        log += [
            (place, "arrived", case, None, None, "open", None),
            (place, "routed", case, None, queue, "open", name),
            (place, "offered", case, agent, queue, "open", None),
        ]
        if place % 2:
            log.append((place, "accepted", case, agent, queue, "active", None))
            log.append((place, "presence", None, agent, None, "busy-dnd", "automatic"))
        if place % 4 == 3:
            log.append((place, "waiting", case, agent, queue, "waiting", None))
    return Timeline(
        organisation(agents, queues),
        rows(*log),
        start=0,
        end=60_000,
        beginning=dict.fromkeys(agents, "available"),
    )


@given(
    place=st.integers(0, 200),
    width=st.integers(1, 260),
    height=st.integers(1, 70),
    followed=st.sampled_from([None, f"{NASTY[0]}0", f"{NASTY[4]}4"]),
    prompt=st.sampled_from([None, "go to case (Enter: next of \x1b[2J):"]),
    typed=st.text(max_size=60),
    flags=st.tuples(st.booleans(), st.booleans()),
)
@settings(max_examples=200, suppress_health_check=SLOW)
def test_it_is_never_larger_than_the_terminal(
    place: int,
    width: int,
    height: int,
    followed: str | None,
    prompt: str | None,
    typed: str,
    flags: tuple[bool, bool],
) -> None:
    view, controls = shown(nasty_timeline())
    controls.player.jump_to_row(place)
    controls.followed, controls.prompt, controls.typed = followed, prompt, typed
    controls.helping, controls.keys = flags
    lines = texts(view, controls, width, height, name="\x1b]0;title\x07 [bold]漢字")

    assert len(lines) == height
    for line in lines:
        assert cell_len(line) <= width
        assert not any(ord(letter) < 0x20 or 0x7F <= ord(letter) < 0xA0 for letter in line)
        assert "\u202e" not in line


@given(seed=st.integers(0, 10_000), width=st.integers(1, 200), height=st.integers(1, 60), data=st.data())
@settings(max_examples=60, suppress_health_check=SLOW)
def test_it_fits_at_every_place_of_any_run(
    seed: int, width: int, height: int, data: st.DataObject, folder: Path
) -> None:
    run = record(make_full_world(seeded(seed)), folder)
    timeline = run.timeline()
    view, controls = shown(timeline, zone="Europe/Madrid")
    controls.player.jump_to_row(data.draw(st.integers(0, len(timeline))))

    lines = texts(view, controls, width, height)
    assert len(lines) == height
    assert max(map(cell_len, lines)) <= width


def test_a_small_hall_at_eighty_columns() -> None:
    log = rows(
        (0, "arrived", "C1", None, None, "open", None),
        (0, "routed", "C1", None, "Cards", "open", "Cards"),
        (0, "offered", "C1", "ann", "Cards", "open", None),
        (0, "presence", None, "ann", None, "busy", "automatic"),
        (10, "accepted", "C1", "ann", "Cards", "active", None),
        (20, "arrived", "C2", None, None, "open", None),
        (20, "routed", "C2", None, "Cards", "open", "Cards"),
        (20, "offered", "C2", "ann", "Cards", "open", None),
        (30, "waiting", "C1", "ann", "Cards", "waiting", None),
    )
    timeline = Timeline(
        organisation(["ann", "ben"], ["Cards"]), log, start=0, end=60_000, beginning={"ann": "available"}
    )
    view, controls = shown(timeline)
    controls.player.jump(30_000)

    assert [line.rstrip() for line in texts(view, controls, height=16)] == [
        "run                               Thu 1970-01-01 00:00:30  ‖ paused 60×, 0s left",
        "00:00:00 ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━─────────────────────────────── 00:01:00",
        "2 arrived  1 open  0 active  1 waiting  0 closed  1 signed in  1 answered",
        "queue  open  oldest active waiting answered withdrawn",
        "Cards     1     10s      ·       1        1         ·  ●",
        "agent presence      for            units  has",
        "ann   busy          30s ━━──────  25/100  C2? (C1)",
        "ben   offline       30s ────────   0/100",
        "last events",
        "00:00:00  presence     ann  busy  (automatic)",
        "00:00:10  accepted     C1  ann  Cards",
        "00:00:20  arrived      C2",
        "00:00:20  routed       C2  Cards  (Cards)",
        "00:00:20  offered      C2  ann  Cards",
        "00:00:30  waiting      C1  ann  Cards",
        "space pause  → next  ← back  + - speed  t time  c case  g G ends  ? help  q quit",
    ]


def test_of_many_those_are_shown_in_which_something_goes_on() -> None:
    agents, queues = [f"agent {n}" for n in range(200)], [f"queue {n}" for n in range(53)]
    log = rows(
        (0, "arrived", "C1", None, None, "open", None),
        (0, "routed", "C1", None, "queue 40", "open", None),
        (0, "picked", "C1", "agent 150", "queue 40", "active", None),
        (1, "arrived", "C2", None, None, "open", None),
        (1, "routed", "C2", None, "queue 52", "open", None),
    )
    beginning = dict.fromkeys(agents[100:], "available")
    view, controls = shown(
        Timeline(organisation(agents, queues), log, start=0, end=9000, beginning=beginning)
    )
    controls.player.jump(5000)

    small = "\n".join(texts(view, controls))
    assert "agent 150" in small
    assert "queue 40" in small
    assert "queue 52" in small
    assert "more, with 0 open" in small
    assert "more: 100 offline, " in small
    large = "\n".join(texts(view, controls, 200, 50))
    assert large.count("agent 1") > 50


def busy_month() -> Timeline:
    """A run of a hundred cases, of which nine were withdrawn, and in which nobody waits for a customer."""
    log: list[tuple[Any, ...]] = []
    for place in range(100):
        log += [
            (place, "arrived", f"C{place}", None, None, "open", None),
            (place, "routed", f"C{place}", None, "Cards", "open", None),
        ]
        if place < 9:
            log.append((place, "withdrawn", f"C{place}", None, "Cards", "closed", "patience"))
        elif place < 97:
            log.append((place, "picked", f"C{place}", "eva", "Cards", "active", None))
            log.append((place, "resolved", f"C{place}", "eva", "Cards", "closed", None))
    hall = organisation(["ann", "ben", "eva", "fay"], ["Cards"])
    return Timeline(hall, rows(*log), start=0, end=99_000, beginning={"eva": "busy", "ben": "away"})


@pytest.mark.parametrize(
    ("width", "counts"),
    [
        (90, "100 arrived  3 open  0 active  97 closed (9 withdrawn)  2 signed in  88 answered"),
        (79, "100 arrived  3 open  0 active  97 closed (9 withdrawn)  2 signed in"),
        (66, "100 arrived  3 open  0 active  97 closed  2 signed in"),
        (50, "3 open  0 active  97 closed  2 signed in"),
    ],
)
def test_counts_that_others_tell_are_left_out_first(width: int, counts: str) -> None:
    view, controls = shown(busy_month())
    controls.player.jump(99_000)

    assert texts(view, controls, width)[2] == counts


@pytest.mark.parametrize("width", [80, 200])
def test_agents_at_work_stand_first(width: int) -> None:
    view, controls = shown(busy_month())
    controls.player.jump(99_000)
    found = re.findall(r"(\w+) +(?:busy|away|offline) ", "\n".join(texts(view, controls, width)))

    assert found == ["ben", "eva", "ann", "fay"]


def test_how_long_the_rest_takes_is_told_where_there_is_room() -> None:
    view, controls = shown(busy_month())
    controls.player.slower()

    assert texts(view, controls)[0].endswith("▶ 30×, 3s left")
    assert texts(view, controls, 40)[0].endswith("▶ 30×")
    controls.player.jump(99_000)
    assert texts(view, controls)[0].endswith("■ end 30×")


@pytest.mark.parametrize("width", [50, 57, 80, 81, 82, 83, 110])
def test_of_more_cases_than_there_is_room_for_the_others_are_counted(width: int) -> None:
    names = [f"CASE-{n}" for n in range(12)]
    log: list[tuple[Any, ...]] = []
    for name in names:
        log += [
            (0, "arrived", name, None, None, "open", None),
            (0, "routed", name, None, "Cards", "open", None),
            (0, "picked", name, "ann", "Cards", "active", None),
        ]
    hall = organisation(["ann"], ["Cards"])
    view, controls = shown(Timeline(hall, rows(*log), start=0, end=0, beginning={"ann": "busy"}))
    line = next(line for line in texts(view, controls, width) if line.startswith("ann"))

    *_, units, has = line.partition("300/100  ")
    kept = [word for word in has.split() if word in names]
    assert units
    assert has.split() == [*names[: len(kept)], f"+{12 - len(kept)}"]
    # One more would not have fitted.
    assert cell_len(line) + len(names[len(kept)]) + 1 > width


@pytest.mark.parametrize("width", [44, 50, 57, 80])
def test_a_name_that_does_not_fit_is_cut_and_stands_apart(width: int) -> None:
    agent, case = "Customer service, north, desk 17", "CASE-2026-03-02-0000-4711-0815-north-north-north"
    log: list[tuple[Any, ...]] = [
        (0, "arrived", case, None, None, "open", None),
        (0, "picked", case, agent, "Cards", "active", None),
    ]
    hall = organisation([agent], ["Cards"])
    view, controls = shown(Timeline(hall, rows(*log), start=0, end=0, beginning={agent: "busy"}))
    line = next(line for line in texts(view, controls, width) if "25/100" in line)

    assert re.match(r"Custom[^…]*… +busy ", line)
    assert re.search(r"25/100  CA[^+]*…$", line.rstrip())

    log += [
        (0, "arrived", f"{case}-2", None, None, "open", None),
        (0, "picked", f"{case}-2", agent, "Cards", "active", None),
    ]
    view, controls = shown(Timeline(hall, rows(*log), start=0, end=0, beginning={agent: "busy"}))
    line = next(line for line in texts(view, controls, width) if "50/100" in line)
    assert re.search(r"50/100  CA[^+]*… \+1$", line.rstrip())


def test_events_of_several_days_have_dates() -> None:
    log: list[tuple[Any, ...]] = [
        (day, "arrived", f"C{day}", None, None, "open", None) for day in (0, 86_400)
    ]
    timeline = Timeline(organisation([], []), rows(*log), start=0, end=86_400_000, beginning={})
    view, controls = shown(timeline)
    controls.player.jump(86_400_000)

    assert [line for line in texts(view, controls) if "arrived  " in line][-2:] == [
        "1970-01-01 00:00:00  arrived      C0",
        "1970-01-02 00:00:00  arrived      C86400",
    ]


def test_what_is_chosen_stays_in_its_order() -> None:
    assert chosen([3, 1, 2, 3], 2, lambda item: item) == ([3, 3], [1, 2])
    assert chosen([1, 1, 1], 2, lambda item: item) == ([1, 1], [1])
    assert chosen([1, 2], 5, lambda item: item) == ([1, 2], [])
    assert chosen([1, 2], -1, lambda item: item) == ([], [1, 2])


@given(st.text(max_size=40), st.integers(0, 30))
def test_a_cell_is_as_wide_as_it_is_to_be(text: str, width: int) -> None:
    text = "".join(letter for letter in text if letter.isprintable())

    assert cell_len(cut(text, width)) <= width
    assert cell_len(cell(text, width)[0]) == width
    assert line_width(cropped([(text, ""), (text, "dim")], width)) <= width


def test_a_terminal_that_does_not_know_unicode_gets_what_it_knows() -> None:
    view, controls = shown(nasty_timeline())
    controls.player.jump(20_000)
    for line in screen(view, controls, "ünit", 80, 24):
        kept = in_encoding(line, "ascii", 80)
        assert plain(kept).isascii()
        assert line_width(kept) <= 80


def test_a_line_for_each_event_lines_up() -> None:
    timeline = nasty_timeline()
    writer = LineWriter(timeline, Times(ZoneInfo("UTC")))
    lines = [writer(row) for row in timeline.rows]

    assert lines[0].startswith("00:00:00  arrived        \\x1b[2J0  ")
    assert len(lines) == len(timeline.rows)
    assert all(line.isprintable() or "‍" in line for line in lines)
