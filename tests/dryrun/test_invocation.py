"""Commands to look closer: what a shell makes of them is what was meant, and what cannot be typed is none."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wscli.dryrun.invocation import Commands, Word, command_line, quoted
from wscli.dryrun.request import Options

FILES = Options(files=("centre.yaml",), events="events.csv")


def typed(line: str) -> list[str]:
    """Return the words that bash makes of a line."""
    done = subprocess.run(
        ["/bin/bash", "--norc", "-c", f"printf '%s\\0' {line}"],
        capture_output=True,
        env={"LC_ALL": "C.UTF-8"},
        check=True,
    )
    return [word.decode("utf-8", "surrogateescape") for word in done.stdout.split(b"\0")[:-1]]


@given(
    st.lists(
        st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8),
        min_size=1,
        max_size=30,
    )
)
@settings(max_examples=20, deadline=None)
def test_a_shell_reads_every_word_as_it_was(words: list[str]) -> None:
    line = " ".join(word for word in map(quoted, words) if word is not None)

    assert typed(line) == words


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("C-17", "C-17"),
        ("", "''"),
        ("two words", "'two words'"),
        ("王芳", "'王芳'"),
        ("x\u202ey", r"$'x\u202ey'"),
        ("it's\x1b[2J\\", r"$'it\'s\x1b[2J\\'"),
        ("a\nb\tc\x85d", r"$'a\nb\tc\u0085d'"),
        ("no text: \udcff", r"$'no text: \xff'"),
        ("a\0b", None),
        ("\ud800", None),
    ],
)
def test_words_that_a_terminal_would_not_show_as_they_are_are_spelled_out(
    text: str, word: str | None
) -> None:
    assert quoted(text) == word
    if word is not None:
        assert typed(word) == [text]


def test_what_looks_like_an_option_is_none() -> None:
    commands = Commands.of_run("-dash")
    assert commands.case("--help") == "wscli explain --run=-dash -- --help"
    assert commands.case("C1", "-a b") == "wscli explain C1 --run=-dash --agent='-a b'"
    assert commands.agent("--help", "2026-03-02T09:00:00.000Z") == (
        "wscli explain --agent=--help --at 2026-03-02T09:00:00Z --run=-dash"
    )
    odd = Commands.of("-cases.csv", Options(files=("-centre.yaml",)))
    assert odd.case("C1") == "wscli explain --file=-centre.yaml -- C1 -cases.csv"
    assert odd.changed("C1", "agents[ann].capacity", 5) == (
        "wscli explain --file=-centre.yaml --set 'agents[ann].capacity=5' -- C1 -cases.csv"
    )
    assert odd.validation == ("wscli validate -- -centre.yaml",)
    assert command_line("wscli flow update-branch", ["-F", "1"], [Word("--workstream", "W")]) == (
        "wscli flow update-branch --workstream W -- -F 1"
    )


def test_commands_stand_as_one_types_them() -> None:
    commands = Commands.of("cases.csv", FILES)

    assert commands.case("C1", "ann") == (
        "wscli explain C1 cases.csv -f centre.yaml --events events.csv --agent ann"
    )
    assert commands.simulation(Word("-o", "none")) == (
        "wscli simulate cases.csv -f centre.yaml --events events.csv -o none"
    )
    assert commands.agent("ann", "2026-03-02T09:00:00.000Z") == (
        "wscli explain --agent ann --at 2026-03-02T09:00:00Z cases.csv -f centre.yaml --events events.csv"
    )


def test_an_earlier_change_of_the_same_place_is_left_out() -> None:
    commands = Commands.of("cases.csv", Options(settings=("agents[Ann].capacity=3", "x=\u202e")))

    assert commands.changed("C1", "agents[ann].capacity", 5, "ann") == (
        r"wscli explain C1 cases.csv --set $'x=\u202e' --set 'agents[ann].capacity=5' --agent ann"
    )


@pytest.mark.parametrize(
    "commands",
    [
        Commands.of("-", FILES),
        Commands.of("/dev/stdin", FILES),
        Commands.of("cases.csv", Options(files=("-",), skip_bad_rows=True)),
        Commands.of("cases.csv", Options(files=("/dev/fd/63",))),
        Commands.of("cases.csv", Options(overlay=("-",))),
        Commands.of("cases.csv", Options(events="-")),
        Commands.of_run("base", read={"cases": "-"}),
        Commands.of_run("base", read={"cases": "cases.csv", "events": "-"}),
        Commands.of_run("base", Options(events="-"), read={"cases": "cases.csv", "events": "events.csv"}),
    ],
)
def test_what_was_read_from_standard_input_cannot_be_read_again(commands: Commands) -> None:
    assert commands.case("C1") is None
    assert commands.changed("C1", "agents[ann].capacity", 5) is None
    assert commands.agent("ann", "2026-03-02T09:00:00Z") is None
    assert commands.simulation(Word("--check")) is None
    assert commands.bad_rows is None


def test_a_configuration_can_be_judged_where_only_the_cases_are_gone() -> None:
    assert Commands.of("-", FILES).validation == ("wscli validate centre.yaml",)
    assert Commands.of("cases.csv", Options(files=("-",))).validation == ()
    assert Commands.of("-", Options()).stored


def test_files_that_are_named_now_stand_for_those_that_are_gone() -> None:
    read = {"cases": "-", "events": "events.csv"}

    assert Commands.of_run("base", cases="found.csv", read=read).case("C1") == (
        "wscli explain C1 --run base --cases found.csv"
    )
