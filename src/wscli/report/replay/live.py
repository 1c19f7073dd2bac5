"""A replay on the whole screen of a terminal, which is left as it was found.

rich draws (decision 0016); keys come from standard input, one by one and without an echo. Signals are noted
and looked at between two frames, never raised in the middle of one: whatever ends the replay, the way out is
the same, and cursor, screen and echo are put back on it. The size of the terminal is asked at every frame.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import Any, TextIO

from rich.console import Console
from rich.live import Live
from rich.text import Text

from wscli.report.replay.blocks import View
from wscli.report.replay.controls import Controls
from wscli.report.replay.keys import END, Decoder
from wscli.report.replay.screen import screen
from wscli.report.replay.text import STYLES, Line, in_encoding
from wscli.terminal import is_terminal

_FRAME, _STILL, _SEQUENCE = 0.1, 0.2, 0.05
"""Seconds between frames, between looks while nothing moves, and that the rest of a key may take."""
_ENDING = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name)
]
_PATIENCE = 2.0
"""Seconds after which a second Ctrl-C is no longer the same one, held down."""
_Read = Callable[[float], list[str]]


def watch(view: View, controls: Controls, name: str, stdin: TextIO, stdout: TextIO, *, colour: bool) -> None:
    """Show a replay until somebody quits, or where there are no keys, until its end.

    Raises KeyboardInterrupt after Ctrl-C; after another signal that ends programs, this one ends by it.
    """
    fd = stdin.fileno() if has_keys(stdin) else -1
    controls.keys = fd >= 0
    with _Signals() as signals:
        while not (controls.done or signals.ended):
            with ExitStack() as stack:
                read = stack.enter_context(_keyboard(fd)) if controls.keys else _no_keys
                stage = stack.enter_context(_Stage(stdout, colour))
                controls.player.skip_real_time()
                _play(stage, view, controls, name, read, signals)
            if signals.suspended:
                signals.suspend()
    signals.end()


def has_keys(stdin: TextIO) -> bool:
    """Whether single keys can be read: from a terminal, and not on Windows."""
    return sys.platform != "win32" and is_terminal(stdin)


def _play(stage: _Stage, view: View, controls: Controls, name: str, read: _Read, signals: _Signals) -> None:
    player = controls.player
    while not (signals.ended or signals.suspended):
        player.tick()
        width, height = stage.size()
        stage.show(screen(view, controls, name, width, height), (width, height))
        if not controls.keys and player.ended:
            controls.done = True
        if controls.done:
            return
        for key in read(_STILL if player.paused else _FRAME):
            controls.press(key)


class _Stage:
    """The screen of a terminal, another one than that of the shell, without a cursor."""

    def __init__(self, stdout: TextIO, colour: bool) -> None:
        self._stdout = stdout
        self._encoding = stdout.encoding or "utf-8"
        # Its own environment: rich would otherwise decide by COLUMNS, NO_COLOR and TERM once more.
        self._console = Console(
            file=stdout, force_terminal=True, color_system="standard", no_color=not colour, _environ={}
        )
        self._live = Live(
            console=self._console,
            screen=True,
            auto_refresh=False,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._shown: tuple[Any, ...] = ()

    def __enter__(self) -> _Stage:
        self._live.start()
        return self

    def __exit__(self, *error: object) -> None:
        try:
            # Terminals that were resized meanwhile may leave what stands here among the lines of the shell.
            self._console.clear()
        finally:
            self._live.stop()

    def size(self) -> tuple[int, int]:
        """Return columns and lines of the terminal as it is now."""
        try:
            size = os.get_terminal_size(self._stdout.fileno())
        except OSError:
            return 80, 24
        return max(size.columns, 1), max(size.lines, 1)

    def show(self, lines: list[Line], size: tuple[int, int]) -> None:
        """Draw lines, unless they stand there already."""
        if (lines, size) == self._shown:
            return
        self._shown = (lines, size)
        page = Text(no_wrap=True, overflow="crop", end="")
        for place, line in enumerate(lines):
            page.append("\n" if place else "")
            for text, style in self._known(line, size[0]):
                page.append(text, STYLES[style])
        self._console.size = size
        self._live.update(page, refresh=True)

    def _known(self, line: Line, width: int) -> Line:
        return line if self._encoding.lower().startswith("utf") else in_encoding(line, self._encoding, width)


class _Signals:
    """Notes signals that would end or suspend the program, instead of what they do."""

    def __init__(self) -> None:
        self.ended = 0
        self._ended_at = 0.0
        self.suspended = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> _Signals:
        for number in _ENDING:
            self._take(number, self._note_end)
        if sys.platform != "win32":
            self._take(signal.SIGTSTP, self._note_suspension)
        return self

    def __exit__(self, *error: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def suspend(self) -> None:
        """Stop here, as Ctrl-Z is to; go on when the shell says so."""
        self.suspended = False
        if sys.platform != "win32":
            os.kill(os.getpid(), signal.SIGSTOP)

    def end(self) -> None:
        """End as the signal that was noted would have, if any was."""
        if self.ended == signal.SIGINT:
            raise KeyboardInterrupt
        if self.ended:
            signal.signal(self.ended, signal.SIG_DFL)
            os.kill(os.getpid(), self.ended)

    def _take(self, number: int, handler: Callable[[int, FrameType | None], None]) -> None:
        # One that is ignored, as by nohup, stays so.
        if signal.getsignal(number) != signal.SIG_IGN:
            self._before[number] = signal.signal(number, handler)

    def _note_end(self, number: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        if self.ended and now - self._ended_at > _PATIENCE:
            raise KeyboardInterrupt  # nobody is looking at what was noted
        self.ended, self._ended_at = number, now if not self.ended else self._ended_at

    def _note_suspension(self, number: int, frame: FrameType | None) -> None:
        self.suspended = True


def _no_keys(seconds: float) -> list[str]:
    time.sleep(seconds)
    return []


@contextmanager
def _keyboard(fd: int) -> Iterator[_Read]:
    """Give a function that waits for keys, and returns those that were pressed."""
    if sys.platform == "win32":
        yield _no_keys
        return
    import termios
    import tty

    before = termios.tcgetattr(fd)
    try:
        tty.setcbreak(fd)
        yield _reader(fd)
    finally:
        # What was typed and not read was meant for the replay, not for the shell.
        termios.tcsetattr(fd, termios.TCSAFLUSH, before)


def _reader(fd: int) -> _Read:
    from select import select

    decoder = Decoder()

    def read(seconds: float) -> list[str]:
        if not select([fd], [], [], _SEQUENCE if decoder.waiting else seconds)[0]:
            return decoder.settle()
        try:
            data = os.read(fd, 4096)
        except OSError:
            data = b""
        return decoder.feed(data) if data else [END]

    return read
