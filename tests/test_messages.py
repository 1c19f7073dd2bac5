"""Messages on stderr: folded for people between words, never for programs, and never within a command."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdoor import Terminal
from wscli.errors import Invalid, Problem
from wscli.messages import folded, put, write_error, write_warning

COMMAND = "wscli workstream update 'Night, and day; (both)' --allowed-presences available,busy,away"
PROBLEM = Problem(
    path="workstreams[0].capacity",
    message="a case takes 150 units, but no member of any queue has more than 100",
    hint=f"{COMMAND}; or give agents such a presence, which is said elsewhere",
    rule="capacity-unreachable",
    file="c.yaml",
    line=3,
)


@pytest.fixture(autouse=True)
def eighty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_a_warning_is_folded_between_words() -> None:
    stream = Terminal()
    write_warning(stream, PROBLEM)

    assert stream.getvalue() == (
        "warning: c.yaml:3 workstreams[0].capacity: a case takes 150 units, but no member\n"
        "  of any queue has more than 100 [capacity-unreachable]\n"
        "hint:\n"
        f"  {COMMAND};\n"
        "  or give agents such a presence, which is said elsewhere\n"
    )


def test_problems_stay_indented() -> None:
    stream = Terminal()
    write_error(stream, Invalid("two are wrong", problems=[PROBLEM, PROBLEM]))
    lines = stream.getvalue().splitlines()

    assert lines[1].startswith("  c.yaml:3 ") and lines[2].startswith("    ")
    assert lines[3:5] == ["    hint:", f"      {COMMAND};"]


def test_a_pipe_gets_whole_lines_and_json_is_one_everywhere() -> None:
    pipe, terminal = io.StringIO(), Terminal()
    write_warning(pipe, PROBLEM)
    write_error(terminal, Invalid("wrong", problems=[PROBLEM]), as_json=True)

    assert len(pipe.getvalue().splitlines()) == 2
    assert json.loads(terminal.getvalue())["error"]["problems"][0]["hint"] == PROBLEM.hint


def test_colour_takes_no_room_and_wide_letters_take_two() -> None:
    text = "\x1b[1;33mwarning\x1b[0m: " + "x" * 30
    assert folded(text, 39) == [text]
    assert len(folded(text, 38)) == 2
    assert len(folded("顧客 " * 12 + "顧客", 64)) == 1
    assert len(folded("顧客 " * 12 + "顧客", 63)) == 2


def test_what_stands_in_backticks_is_left_whole() -> None:
    lines = folded("hint: choose another name, or delete that one with `wscli runs delete` first", 64)

    assert lines == ["hint: choose another name, or delete that one with", "  `wscli runs delete` first"]


def test_a_narrow_terminal_folds_by_itself() -> None:
    assert folded("word " * 20, 20) == ["word " * 20]


@given(st.text("ab ,;()`'-", max_size=200).map(str.strip), st.integers(30, 100))
def test_nothing_is_lost_and_only_what_is_whole_is_too_long(text: str, width: int) -> None:
    lines = folded(text, width)

    assert " ".join(line.strip() for line in lines).split() == text.split()
    for line in lines:
        assert len(line) <= width or " " not in line.strip() or "`" in line


def test_a_reader_who_has_left_is_no_error() -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    put(Gone(), "gone")
