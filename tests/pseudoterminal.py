"""A replay on a pseudo terminal: what is on the screen, keys, and how it is left. Not on Windows."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ESCAPES = re.compile(r"\x1b(\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07)")
PATIENCE = 20.0
"""Seconds until something that does not come is given up."""


class Screen:
    """A pseudo terminal with a replay on it."""

    def __init__(self, columns: int, lines: int) -> None:
        self.master, self.slave = pty.openpty()
        self.resize(columns, lines)
        self.before = termios.tcgetattr(self.slave)
        self.output = ""
        self.process: subprocess.Popen[bytes] | None = None

    def resize(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def start(self, words: list[str], database: Path, term: str = "xterm", **streams: Any) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "wscli", "replay", *words],
            **{"stdin": self.slave, "stdout": self.slave, "stderr": subprocess.DEVNULL, **streams},
            env={**os.environ, "WSCLI_DB": str(database), "TERM": term},
            start_new_session=True,
            # The terminal is its own, so that Ctrl-C reaches it as it does in a shell.
            preexec_fn=lambda: fcntl.ioctl(1, termios.TIOCSCTTY, 0),
        )

    def read(self) -> bool:
        """Take what is there; return whether anything was."""
        if not select.select([self.master], [], [], 0.05)[0]:
            return False
        with suppress(OSError):
            self.output += os.read(self.master, 65_536).decode("utf-8", "replace")
        return True

    def wait_for(self, text: str) -> str:
        """Read until a text is on the screen, and forget all up to it; return what was read."""
        for _ in range(round(PATIENCE / 0.05)):
            plain = ESCAPES.sub("", self.output)
            if text in plain:
                self.output = ""
                return plain
            assert self.process is None or self.read() or self.process.poll() is None, plain
        raise AssertionError(f"{text!r} did not come: {ESCAPES.sub('', self.output)}")

    def press(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def end(self) -> int:
        """Wait until the program has ended, and return its exit code."""
        assert self.process is not None
        for _ in range(round(PATIENCE / 0.05)):
            self.read()
            if self.process.poll() is not None:
                break
        while self.read():
            pass
        return self.process.wait(timeout=1)

    def is_stopped(self) -> bool:
        """Whether the program stops, as by Ctrl-Z."""
        assert self.process is not None
        for _ in range(round(PATIENCE / 0.05)):
            self.read()
            found, status = os.waitpid(self.process.pid, os.WUNTRACED | os.WNOHANG)
            if found:
                return os.WIFSTOPPED(status)
        return False

    def is_as_found(self) -> bool:
        return termios.tcgetattr(self.slave) == self.before


@contextmanager
def terminal(columns: int = 80, lines: int = 24) -> Iterator[Screen]:
    screen = Screen(columns, lines)
    try:
        yield screen
    finally:
        if screen.process is not None:
            screen.process.kill()
            screen.process.wait()
        os.close(screen.master)
        os.close(screen.slave)
