"""One line on a terminal that says how far a long piece of work is, and goes away when it is over.

A thread looks on: the work itself only leaves what it knows where it can be seen, and pays nothing for
being watched. What takes less than a second says nothing at all. Whether there is a terminal, and whether
anybody wants to see this, is not asked here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Protocol, TextIO

from wscli.terminal import columns

PATIENCE = 1.0
"""Seconds before the first word."""
PERIOD = 0.2
"""Seconds between two looks."""
_ECHO = "^C"
"""What a terminal adds to the line when somebody has had enough: it goes away with it."""


class Stage(Protocol):
    """A piece of work that can be looked at from another thread."""

    def line(self, passed: float) -> str:
        """Return in a few words, without escapes or line breaks, how far it is after `passed` seconds."""


class Progress:
    """Shows a stage while its block lasts; the line is gone when it ends, however it ends.

    `clock` and `wait` are for tests: seconds that pass, and a wait for the end that says whether it came.
    """

    def __init__(
        self,
        stream: TextIO,
        stage: Stage,
        *,
        clock: Callable[[], float] = monotonic,
        wait: Callable[[float], bool] | None = None,
    ) -> None:
        self.stream = stream
        self.stage = stage
        self.clock = clock
        self.over = threading.Event()
        self.wait = wait or self.over.wait
        self.shown = 0
        self.began = 0.0
        # A daemon: the program may end while it looks.
        self.thread = threading.Thread(target=self.watch, name="wscli-progress", daemon=True)

    def __enter__(self) -> Progress:
        self.began = self.clock()
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()
        self.clear()

    def watch(self) -> None:
        """Look again and again until the work is over, or nobody reads any more: what the thread does."""
        pause = PATIENCE
        while not self.wait(pause):
            pause = PERIOD
            try:
                self._show()
            except (OSError, ValueError):
                return  # the stream is closed: nobody reads any more

    def clear(self) -> None:
        """Take the line away."""
        if self.shown:
            with suppress(OSError, ValueError):
                self.shown += len(_ECHO)
                self._write("")
                self._write("")

    def _show(self) -> None:
        self._write(self.stage.line(self.clock() - self.began)[: columns(self.stream) - 1 - len(_ECHO)])

    def _write(self, text: str) -> None:
        """Write over what stands there; blanks, because not every terminal knows how to clear a line."""
        self.stream.write(f"\r{text:<{self.shown}}")
        self.stream.flush()
        self.shown = len(text)
