"""Every command that a hint or a help page names is one that there is, with the options that it has."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from typer._click import Command

from strategies import organisations
from wscli.app import COMMANDS
from wscli.errors import WscliError
from wscli.front.tree import LazyGroup, root_group
from wscli.model.checks import check
from wscli.model.fields import NOUNS
from wscli.model.organisation import Organisation
from wscli.session import Session, use

SOURCE = Path(__file__).parent.parent / "src" / "wscli"
ANY = "ANYTHING"
"""Stands for what is only known when the hint is written."""
IN_QUOTES = re.compile(r"`(wscli [^`]+)`")
IN_A_SENTENCE = re.compile(r"(?:: |\()(wscli [a-z][^`;,()…]*)")
EXAMPLE = re.compile(r"^ +(wscli [a-z].*)$", re.MULTILINE)


def load(words: Sequence[str]) -> tuple[Command, list[str]]:
    """Return the command that is named, and the words behind its name; raises KeyError if there is none."""
    rest = list(words)
    command = root_group(COMMANDS).load(rest.pop(0))
    if isinstance(command, LazyGroup) and rest and not rest[0].startswith("-"):
        command = command.load(rest.pop(0))
    return command, rest


def parse(words: Sequence[str]) -> None:
    """Parse what is typed after `wscli` as the program does, but run nothing; raises what it would say."""
    command, rest = load(words)
    with use(Session(environ={})):
        command.make_context("wscli", rest)


def unknown_options(words: Sequence[str]) -> list[str]:
    """Return the options that the command does not have; what else it needs may be left to the reader."""
    command, rest = load(words)
    params = command.get_params(
        command.context_class(command, info_name="wscli", help_option_names=["--help"])
    )
    known = {name for param in params for name in (*param.opts, *param.secondary_opts)}
    said = [word.partition("=")[0] for word in rest if word.startswith("-") and word not in ("-", "--")]
    return [word for word in said if word not in known]


def calls(tree: ast.AST) -> Iterator[list[str]]:
    """Yield the words of each `command(...)`, for every noun where that is left open."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "command":
            given = [word for word in node.args if not isinstance(word, ast.Starred)]
            words = [str(word.value) if isinstance(word, ast.Constant) else ANY for word in given]
            yield from for_every_noun(words)


def for_every_noun(words: list[str]) -> Iterator[list[str]]:
    # What stands directly behind a word of an f-string goes on with it: `validate{…}`.
    words = [word.removesuffix(ANY) or ANY for word in words]
    nouns = [noun.name for noun in NOUNS] if words[:1] == [ANY] else words[:1]
    yield from ([noun, *words[1:]] for noun in nouns if (noun, words[1:2]) != ("skill", ["update"]))


def texts(tree: ast.AST) -> Iterator[list[str]]:
    """Yield the words of what texts name, docstrings included: those of commands are their help pages."""
    for node in ast.walk(tree):
        text = ""
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else ANY for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = re.sub(r"\\\n\s*", "", node.value)
        for pattern in (IN_QUOTES, IN_A_SENTENCE, EXAMPLE):
            for match in pattern.finditer(text):
                yield from typed(match[1])


def typed(line: str) -> Iterator[list[str]]:
    """Yield what is typed after `wscli`, up to a pipe; nothing of an example that spans lines."""
    try:
        words = [word for word in shlex.split(line)[1:] if word != "…"]
    except ValueError:
        return
    end = next((at for at, word in enumerate(words) if word in ("|", ">")), len(words))
    if end > 1 or words[0] != ANY:
        yield from for_every_noun(words[:end])


def named() -> list[str]:
    """Return every command line that is named anywhere, each once."""
    found: dict[str, None] = {}
    for module in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        found |= dict.fromkeys(shlex.join(words) for words in (*calls(tree), *texts(tree)))
    return list(found)


@pytest.mark.parametrize("line", named())
def test_a_command_that_is_named_can_be_typed(line: str) -> None:
    assert unknown_options(shlex.split(line)) == []


def test_commands_are_found_in_calls_texts_and_examples() -> None:
    found = named()

    assert len(found) > 60
    for line in (
        "doctor",
        "skill list",
        f"ruleset activate {ANY}",
        "validate --list",
        "ruleset add-rule --help",
    ):
        assert line in found
    with pytest.raises(KeyError):
        parse(["ruleset", "activat", "Rules"])
    with pytest.raises(WscliError):
        parse(["ruleset", "activate"])
    assert unknown_options(["ruleset", "activate", "Rules", "--at", "1", "-x"]) == ["--at", "-x"]


@given(organisations())
@settings(max_examples=150, deadline=None)
def test_the_hints_of_checks_can_be_typed_whatever_the_names(organisation: Organisation) -> None:
    written: list[list[str]] = []
    with patch.object(shlex, "join", lambda words: written.append(list(words)) or ""):
        check(organisation)
    for words in written:
        parse(words[1:])
