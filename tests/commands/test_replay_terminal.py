"""`wscli replay` on a terminal: keys do what they say, and the terminal is left as it was found."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from frontdoor import Result

pytest.importorskip("termios")

import termios

from pseudoterminal import ESCAPES, Screen, terminal

Wscli = Callable[..., Result]
CASES = (
    "case_id,arrived_at,handle_seconds,priority,subject\n"
    "C1,2026-03-02T09:00:00,60,1,card lost\n"
    "C2,2026-03-02T09:00:10,600,1,loan\n"
    "C3,2026-03-02T09:04:00,60,1,card\n"
)
ON, OFF = "\x1b[?1049h\x1b[H\x1b[?25l", ("\x1b[?25h", "\x1b[?1049l")


@pytest.fixture
def kept(centre: Wscli, database: Path) -> Path:
    """The database with a run, `base`."""
    Path("cases.csv").write_text(CASES)
    assert centre("simulate", "cases.csv", "--save", "base", "-q", "-o", "none").code == 0
    return database


def test_keys_do_what_they_say(kept: Path) -> None:
    with terminal() as screen:
        screen.start(["base", "--speed", "1"], kept)
        assert "base  " in screen.wait_for("q quit")
        screen.press(b" ")
        screen.wait_for("paused 1×")
        screen.press(b"++")
        screen.wait_for("paused 4×")
        screen.press(b"t")
        screen.wait_for("go to time:")
        screen.press(b"09:02\r")
        screen.wait_for("09:02:00")
        screen.press(b"\x1b[C")
        screen.wait_for("09:04:00")
        screen.press(b"\x1bOD")
        screen.wait_for("09:01:")
        screen.press(b"cC3\r")
        screen.wait_for("C3  open")
        screen.press(b"?")
        screen.wait_for("twice as fast, half as fast")
        screen.press(b"?G")
        screen.wait_for("■ end")
        screen.press(b"q")
        assert screen.end() == 0
        assert screen.is_as_found()


def test_a_run_that_would_take_long_says_so_until_a_key_is_pressed(kept: Path, centre: Wscli) -> None:
    long = ["simulate", "cases.csv", "--until", "2026-03-03T09:00", "--save", "long", "-q", "-o", "none"]
    assert centre(*long).code == 0
    with terminal() as screen:
        screen.start(["long"], kept)
        screen.wait_for("at 60× this takes 24m00s: + is faster, t goes to a time, ? all keys")
        screen.press(b" ")
        screen.wait_for("q quit")
        screen.press(b"q")
        assert screen.end() == 0


def test_a_followed_case_that_is_closed_says_how_it_went(kept: Path) -> None:
    with terminal() as screen:
        screen.start(["base", "--case", "C3"], kept)
        screen.wait_for("C3  active, with ann, in Cards, for 0s, waited 0s before")
        screen.press(b"G")
        screen.wait_for("C3  waited 0s, resolved by ann at 09:05:00")
        screen.press(b"q")
        assert screen.end() == 0


@pytest.mark.parametrize(
    ("end", "code"),
    [
        (lambda screen: screen.press(b"q"), 0),
        (lambda screen: screen.press(b"\x04"), 0),
        (lambda screen: screen.press(b"\x03"), 130),
        (lambda screen: screen.press(b"\x03\x03\x03"), 130),
        (lambda screen: screen.process.send_signal(signal.SIGINT), 130),
        (lambda screen: screen.process.terminate(), -signal.SIGTERM),
        (lambda screen: screen.process.send_signal(signal.SIGHUP), -signal.SIGHUP),
    ],
    ids=["q", "ctrl-d", "ctrl-c", "ctrl-c held", "sigint", "sigterm", "sighup"],
)
def test_the_terminal_is_left_as_it_was_found(kept: Path, end: Callable[[Screen], object], code: int) -> None:
    with terminal() as screen:
        screen.start(["base", "--speed", "1"], kept)
        started = screen.output
        while "q quit" not in ESCAPES.sub("", started):
            screen.read()
            started = screen.output
        assert started.startswith(ON)
        assert not termios.tcgetattr(screen.slave)[3] & (termios.ECHO | termios.ICANON)
        end(screen)

        assert screen.end() == code
        assert screen.is_as_found()
        assert all(screen.output.rindex(sequence) > screen.output.rindex("q quit") for sequence in OFF)


def test_it_is_left_so_when_the_program_is_stopped_and_taken_again_when_it_goes_on(kept: Path) -> None:
    with terminal() as screen:
        screen.start(["base", "--speed", "1"], kept)
        screen.wait_for("q quit")
        assert screen.process is not None
        screen.process.send_signal(signal.SIGTSTP)
        assert screen.is_stopped()
        assert screen.is_as_found()
        screen.output = ""
        screen.process.send_signal(signal.SIGCONT)
        screen.wait_for("q quit")
        assert not screen.is_as_found()
        screen.press(b"q")
        assert screen.end() == 0
        assert screen.is_as_found()


def test_a_window_that_becomes_larger_is_filled(kept: Path) -> None:
    with terminal() as screen:
        screen.start(["base", "--speed", "1"], kept)
        assert "│" not in screen.wait_for("q quit")
        screen.resize(140, 40)
        assert "│" in screen.wait_for("│")
        screen.press(b"q")
        assert screen.end() == 0


def test_without_keys_it_ends_with_the_run(kept: Path) -> None:
    with terminal() as screen:
        screen.start(["base", "--speed", "3000"], kept, stdin=subprocess.DEVNULL)

        assert screen.end() == 0
        assert "keys need a terminal" in screen.output
        assert screen.is_as_found()


@pytest.mark.parametrize(
    ("words", "term"), [(["--plain"], "xterm"), ([], "dumb")], ids=["plain", "a terminal that only scrolls"]
)
def test_on_terminals_there_are_lines_too(kept: Path, words: list[str], term: str) -> None:
    with terminal() as screen:
        screen.start(["base", "--speed", "max", *words], kept, term=term)

        assert screen.end() == 0
        assert "\x1b" not in screen.output
        assert screen.output.splitlines()[0].split() == ["09:00:00", "arrived", "C1", "-", "-"]


def test_an_error_leaves_the_terminal_as_it_was_found() -> None:
    from wscli.report.replay.live import watch

    class Broken:
        ended, paused = False, False

        def tick(self) -> None:
            raise ZeroDivisionError

        def skip_real_time(self) -> None:
            pass

    controls: Any = SimpleNamespace(player=Broken(), keys=True, done=False)
    view: Any = None
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with (
        terminal() as screen,
        os.fdopen(os.dup(screen.slave), "r") as stdin,
        os.fdopen(os.dup(screen.slave), "w") as stdout,
    ):
        with pytest.raises(ZeroDivisionError):
            watch(view, controls, "run", stdin, stdout, colour=False)
        while screen.read():
            pass

        assert screen.is_as_found()
        assert all(sequence in screen.output for sequence in OFF)
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before
