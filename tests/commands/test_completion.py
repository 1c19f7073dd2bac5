"""What the Tab key offers in bash, zsh and fish, and that it is safe to put on a command line."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from frontdoor import Result
from wscli.model.checks import RULES
from wscli.model.terms import Channel

Wscli = Callable[..., Result]
Offer = Callable[..., list[str]]

NASTY = (
    "two  spaces",
    'C\'est "quoted"',
    "$(touch owned)",
    "\\$(touch owned)",
    "`touch owned`",
    "a;touch owned",
    "*",
    "[bold]x[/bold]",
    "é 🎉",
    "שלום",
)
"""Names that a shell would read as something else."""


@pytest.fixture
def offer(wscli: Wscli, monkeypatch: pytest.MonkeyPatch) -> Offer:
    """Return what is offered for the last of the words, asked as bash, zsh or fish ask."""

    def ask(*words: str, shell: str = "bash", typed: str | None = None) -> list[str]:
        monkeypatch.setenv("_WSCLI_COMPLETE", f"complete_{shell}")
        if shell == "bash":
            quoted = [shlex.quote(word) if word else "" for word in words[:-1]]
            last = words[-1] if typed is None else typed
            monkeypatch.setenv("COMP_WORDS", "\n".join(["wscli", *quoted, last]))
            monkeypatch.setenv("COMP_CWORD", str(len(words)))
        else:
            monkeypatch.setenv("_TYPER_COMPLETE_ARGS", " ".join(["wscli", *words]))
            monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
        result = wscli()
        monkeypatch.delenv("_WSCLI_COMPLETE")
        assert (result.code, result.err) == (0, "")
        return [line for line in result.out.splitlines() if line]

    return ask


@pytest.fixture
def filled(centre: Wscli) -> Wscli:
    """The small contact centre, with a presence of its own."""
    assert (
        centre("apply", "-q", "-f", "-", input="presences: [{name: Training, base_status: away}]").code == 0
    )
    return centre


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("workst", "workstream"),
        ("workstream re", "rename"),
        ("workstream show ''", "Urgent Routine"),
        ("workstream update R", "Routine"),
        ("workstream rename ''", "Urgent Routine"),
        ("workstream rename Urgent ''", ""),
        ("workstream validate Urgent ''", "Urgent Routine"),
        ("workstream create ''", ""),
        ("workstream create x --copy-from U", "Urgent"),
        ("workstream create x --mode ''", "push pick"),
        ("workstream create x --channel ''", " ".join(Channel)),
        ("workstream create x --presence b", "busy busy-dnd"),
        ("workstream create x --presence available,b", "available,busy available,busy-dnd"),
        ("workstream create x --presence busy,b", "busy,busy-dnd"),
        ("workstream create x --status ''", "active inactive"),
        ("workstream list --mode pu", "push"),
        ("workstream list --mode = pu", "push"),
        ("workstream list --allows o", "offline"),
        ("workstream list --sort cap", "capacity"),
        ("workstream list --fields name,cap", "name,capacity"),
        ("workstream list -o js", "json jsonl"),
        ("queue show C", "Cards"),
        ("queue create x --member ''", "ann ben"),
        ("queue add-member Cards ''", "ann ben"),
        ("queue add-member Cards ben ''", "ann ben"),
        ("agent show ''", "ann ben"),
        ("agent create x --queue ''", "Cards Everything"),
        ("agent create x --skill ''", "spanish:"),
        ("agent create x --default-presence ''", "available busy busy-dnd away offline Training"),
        ("agent update ann --behaviour pick", "pick_after= pick_order="),
        ("agent list --queue E", "Everything"),
        ("validate --ignore presence-e", "presence-empty"),
        ("export w", "workstreams"),
        ("export queues C", "Cards"),
        ("export queue C", "Cards"),
        ("apply --pr", "--prune"),
        ("--yes workstream show U", "Urgent"),
    ],
)
def test_what_is_offered(filled: Wscli, offer: Offer, line: str, offered: str) -> None:
    words = shlex.split(line)

    assert sorted(offer(*words)) == sorted(offered.split())


def test_every_rule_can_be_ignored(wscli: Wscli, offer: Offer) -> None:
    assert offer("validate", "--ignore", "") == list(RULES)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_gets_the_same_names(filled: Wscli, offer: Offer, shell: str) -> None:
    text = " ".join(offer("workstream", "show", "", shell=shell))

    assert "Urgent" in text and "Routine" in text
    assert "show" in " ".join(offer("workstream", "sh", shell=shell))


def test_another_database_on_the_line_is_the_one_that_is_asked(filled: Wscli, offer: Offer) -> None:
    files = "queues: [{name: Elsewhere, default: true}]"
    assert filled("apply", "-q", "-f", "-", input=files, db="other.db").code == 0

    assert offer("--db", "other.db", "queue", "show", "") == ["Elsewhere"]
    assert offer("queue", "show", "--db", "other.db", "") == ["Elsewhere"]
    assert offer("queue", "show", "--db=other.db", "") == ["Elsewhere"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize("state", ["missing", "broken", "foreign", "folder", "newer"])
def test_a_database_that_cannot_be_read_is_harmless(
    wscli: Wscli, database: Path, offer: Offer, shell: str, state: str
) -> None:
    import sqlite3
    from contextlib import closing

    if state == "broken":
        database.write_bytes(b"SQLite format 3\x00" + b"x" * 5000)
    elif state == "folder":
        database.mkdir()
    elif state != "missing":
        with closing(sqlite3.connect(database)) as connection:
            owner = 0x7773636C if state == "newer" else 7
            connection.executescript(f"PRAGMA application_id = {owner}; PRAGMA user_version = 99")
    before = sorted(database.parent.iterdir())

    assert offer("queue", "show", "", shell=shell) in ([], ["_files"])
    assert sorted(database.parent.iterdir()) == before


def test_nonsense_on_the_line_is_harmless(filled: Wscli, offer: Offer) -> None:
    assert "Urgent" not in offer("nothing", "at", "")
    assert "Urgent" not in offer("workstream", "nothing", "")
    assert offer("workstream", "list", "--fields", "nothing", "--mode", "p") == ["push", "pick"]
    assert offer("workstream", "list", "-o", "nothing", "--mode", "pi") == ["pick"]
    assert offer("workstream", "update", "Urgent", "--capacity", "five", "--mode", "pi") == ["pick"]


def test_a_broken_request_is_answered_by_an_exit_code(wscli: Wscli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_WSCLI_COMPLETE", "complete_bash")
    result = wscli()

    assert (result.code, result.out) == (1, "")


# Safe to put on a line ----------------------------------------------------------------------------------


@pytest.fixture
def nasty(wscli: Wscli) -> Wscli:
    """A database of names that are traps."""
    for name in (*NASTY, "-dash"):
        words = ["workstream", "create", "--capacity=1", "--presence=busy", "-q", "--", name]
        assert wscli(*words).code == 0
    return wscli


def test_bash_reads_back_the_name(nasty: Wscli, offer: Offer) -> None:
    offered = offer("workstream", "show", "")

    assert [shlex.split(word) for word in offered] == [[name] for name in NASTY]
    quoted = offer("workstream", "show", "", typed='"')
    # Between double quotes shlex leaves the backslash before $ and ` that a shell takes away.
    plain = [f'"{word}"'.replace("\\$", "$").replace("\\`", "`") for word in quoted]
    assert [shlex.split(word)[0].lstrip("\\") for word in plain] == [name.lstrip("\\") for name in NASTY]
    single = offer("workstream", "show", "", typed="'")
    assert [shlex.split(f"'{word}'") for word in single] == [[name] for name in NASTY]


def test_a_name_that_would_be_an_option_is_not_offered(nasty: Wscli, offer: Offer) -> None:
    assert not [word for word in offer("workstream", "show", "") if "dash" in word]


def in_shell(shell: str, script: str, folder: Path) -> list[str]:
    """Run a script in a real shell, with `wscli` in its path."""
    program = folder / "bin" / "wscli"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m wscli "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    environ = os.environ | {"PATH": f"{program.parent}:{os.environ['PATH']}"}
    ended = subprocess.run([shell, "-c", script], env=environ, capture_output=True, text=True, check=False)
    assert ended.stderr == ""
    return ended.stdout.splitlines()


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_the_script_works_in_bash_and_runs_nothing(nasty: Wscli, tmp_path: Path) -> None:
    script = """
    export _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION=1
    eval "$(wscli --show-completion bash)"
    unset _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION
    COMP_WORDS=(wscli workstream show "") COMP_CWORD=3
    _wscli_completion wscli
    for word in "${COMPREPLY[@]}"; do eval "printf '%s\\n' $word"; done
    """

    assert in_shell("bash", script, tmp_path) == list(NASTY)
    assert not Path("owned").exists()


@pytest.mark.skipif(shutil.which("zsh") is None, reason="there is no zsh")
def test_what_zsh_evaluates_gives_the_names_and_runs_nothing(nasty: Wscli, tmp_path: Path) -> None:
    script = """
    _describe() { print -rl -- "${(@P)2}" }
    export _TYPER_COMPLETE_ARGS="wscli workstream show " _WSCLI_COMPLETE=complete_zsh
    eval $(wscli)
    """
    escaped = [name.replace("\\\\", "\\\\\\\\").replace(":", "\\\\:") for name in NASTY]

    assert len(in_shell("zsh", script, tmp_path)) == len(escaped)
    assert not Path("owned").exists()


def test_zsh_gets_nothing_that_is_read_but_escapes(nasty: Wscli, offer: Offer) -> None:
    (line,) = offer("workstream", "show", "", shell="zsh")

    assert line.startswith("local -a wscli_words; wscli_words=($'two\\x20\\x20spaces' ")
    assert not set('`"*') & set(line) and "$(" not in line


# Fast enough to type with -------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [["workstream", "show", ""], ["validate", "--ignore", ""], ["work"]])
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_imports_nothing_heavy(centre: Wscli, words: list[str], shell: str) -> None:
    program = (
        "import sys\nfrom wscli.app import main\n"
        "code = main([])\nprint(*sys.modules, file=sys.stderr)\nsys.exit(code)"
    )
    environ = os.environ | {
        "_WSCLI_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": "\n".join(["wscli", *words]),
        "COMP_CWORD": str(len(words)),
        "_TYPER_COMPLETE_ARGS": " ".join(["wscli", *words]),
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    ended = subprocess.run(
        [sys.executable, "-c", program], env=environ, capture_output=True, text=True, check=False
    )
    modules = set(ended.stderr.split())

    assert ended.returncode == 0 and ended.stdout.strip()
    unwanted = {"rich", "yaml", "sqlite_utils", "csv", "wscli.simulation", "wscli.documents", "wscli.office"}
    assert not unwanted & modules
