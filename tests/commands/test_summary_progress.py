"""Progress through the front door: on a terminal one line that goes away, elsewhere nothing."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import threading
from pathlib import Path

import pytest

pty = pytest.importorskip("pty")

EXAMPLES = Path(__file__).parents[2] / "examples"
WEEK = [
    *("simulate", str(EXAMPLES / "week.cases.csv"), "-f", str(EXAMPLES / "contact-centre.yaml")),
    *("--events", str(EXAMPLES / "week.events.csv")),
]
AT_ONCE = """\
import sys
from wscli import progress
progress.PATIENCE, progress.PERIOD = 0, 0.001
from wscli.app import main
sys.exit(main(sys.argv[1:]))
"""
"""The program with less patience: what takes a tenth of a second is long."""
LONGEST = 60.0
"""Seconds after which a program that says nothing more is given up."""


def on_a_terminal(*words: str, term: str = "xterm") -> tuple[str, str]:
    """Run a command line with stderr on a terminal and stdout in a pipe; return stdout and all of stderr."""
    master, slave = pty.openpty()
    environ = {**os.environ, "TERM": term}
    command = [sys.executable, "-c", AT_ONCE, *words]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=slave, env=environ
    ) as child:
        os.close(slave)
        said: list[bytes] = []
        reading = threading.Thread(target=_read, args=(master, said))
        reading.start()
        out, _ = child.communicate(timeout=LONGEST)
        reading.join()
    os.close(master)
    assert child.returncode == 0, b"".join(said)
    return out.decode(), b"".join(said).decode()


def _read(master: int, said: list[bytes]) -> None:
    """Read a terminal until nobody writes to it any more, or for too long."""
    while select.select([master], [], [], LONGEST)[0]:
        try:
            piece = os.read(master, 4096)
        except OSError:  # how Linux says that the other end is closed
            return
        if not piece:
            return
        said.append(piece)


def left(text: str) -> list[str]:
    """Return the lines that stand there in the end: after a carriage return a line is written over."""
    lines = []
    for line in text.replace("\r\n", "\n").split("\n"):
        shown = ""
        for part in line.split("\r"):
            shown = part + shown[len(part) :]
        lines.append(shown.rstrip())
    return lines


def test_a_long_run_shows_how_far_it_is_and_leaves_a_clean_line() -> None:
    out, said = on_a_terminal(*WEEK)

    for stage in ("\rreading cases  ", "\rsimulating  ", "\rmeasuring 2,019 cases"):
        assert stage in said
    assert "Service level" in out and "\r" not in out
    assert not [line for line in left(said) if "simulating" in line or "measuring" in line or "read" in line]
    assert "\x1b" not in said


def test_saving_is_shown_too(tmp_path: Path) -> None:
    _, said = on_a_terminal(*WEEK, "--save", "one", "--db", str(tmp_path / "w.db"))

    assert "\rsaving 2,019 cases" in said and "saved as run 'one'" in left(said)


@pytest.mark.parametrize(("words", "term"), [(["-q"], "xterm"), ([], "dumb")])
def test_it_can_be_silenced(words: list[str], term: str) -> None:
    _, said = on_a_terminal(*WEEK, *words, term=term)

    assert "\r" not in said.replace("\r\n", "")


def test_without_a_terminal_there_is_none() -> None:
    done = subprocess.run([sys.executable, "-c", AT_ONCE, *WEEK], capture_output=True, check=True)

    assert b"\r" not in done.stderr and b"simulating" not in done.stderr


def test_what_is_done_within_a_second_says_nothing() -> None:
    """The same on a terminal with the patience that there is: a command that simulates nothing long."""
    program = AT_ONCE.replace("progress.PATIENCE, progress.PERIOD = 0, 0.001", "progress.PATIENCE = 3600")
    master, slave = pty.openpty()
    done = subprocess.run([sys.executable, "-c", program, *WEEK], stdout=subprocess.DEVNULL, stderr=slave)
    os.close(slave)
    said: list[bytes] = []
    _read(master, said)
    os.close(master)

    assert done.returncode == 0
    assert b"\r" not in b"".join(said).replace(b"\r\n", b"")
