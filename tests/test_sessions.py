"""Whole sessions as transcripts: every command of `sessions/*.txt` prints exactly what stands below it.

    # says what the session shows
    > centre.yaml                 the lines that follow, each after `| `, become that file
    $ wscli workstream list       a command; `|` between two pipes, NAME=VALUE before it is its environment
    name  mode                    what it writes to stdout
    ! no workstreams              a line that it writes to stderr
    [3]                           its exit code, where that is not 0
    $ ls                          the files there are, but for those that every session begins with

WSCLI_UPDATE_SESSIONS=1 writes the files anew instead; read the difference before you keep it. Every session
has a folder of its own with the database wscli.db, an image and the database of a newer version in it; those
two have to be as they were when it ends.
"""

from __future__ import annotations

import os
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from frontdoor import Result, run

SESSIONS = Path(__file__).parent / "sessions"
# Asked for while the tests are collected: the shared fixtures take WSCLI_ out of every test's environment.
UPDATE = bool(os.environ.get("WSCLI_UPDATE_SESSIONS"))
GIVEN = ("photo.jpg", "newer.db")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "session"
    place.mkdir()
    (place / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 8)
    with closing(sqlite3.connect(place / "newer.db")) as connection:
        connection.executescript(
            "PRAGMA application_id = 0x7773636C; PRAGMA user_version = 99; CREATE TABLE t (a)"
        )
    monkeypatch.chdir(place)
    monkeypatch.setenv("WSCLI_DB", "wscli.db")
    return place


def play(command: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run one line of a session and yield the lines of its transcript."""
    result = Result(0, "", "")
    if command == "ls":
        names = sorted(each.name for each in Path().iterdir() if each.name not in GIVEN)
        yield from names
        return
    with monkeypatch.context() as patch:
        messages = ""
        for part in split_pipe(command):
            while "=" in part[0]:
                name, _, value = part.pop(0).partition("=")
                patch.setenv(name, value)
            assert part[0] == "wscli", command
            result = run(part[1:], stdin=result.out)
            messages += result.err
    yield from result.out.splitlines()
    yield from (f"! {line}".rstrip() for line in messages.splitlines())
    if result.code:
        yield f"[{result.code}]"


def split_pipe(command: str) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for word in shlex.split(command):
        if word == "|":
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def transcript(text: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Play a session and return it as it ran: its comments, files and commands, with what they printed."""
    played: list[str] = []
    file = Path()
    for line in text.splitlines():
        if line.startswith("> "):
            file = Path(line[2:])
            file.write_text("", encoding="utf-8")
        elif line.startswith("| ") or line == "|":
            with file.open("a", encoding="utf-8") as stream:
                stream.write(line[2:] + "\n")
        elif line.startswith("$ "):
            played += [line, *play(line[2:], monkeypatch)]
            continue
        elif not (line.startswith("#") or line == ""):
            continue
        played.append(line)
    return "\n".join(played) + "\n"


@pytest.mark.parametrize("name", sorted(path.stem for path in SESSIONS.glob("*.txt")))
def test_session(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {each: (folder / each).read_bytes() for each in GIVEN}
    page = SESSIONS / f"{name}.txt"
    text = page.read_text(encoding="utf-8")

    played = transcript(text, monkeypatch)

    assert {each: (folder / each).read_bytes() for each in GIVEN} == before
    if UPDATE:
        page.write_text(played, encoding="utf-8")
    assert played.splitlines() == text.splitlines() or UPDATE
