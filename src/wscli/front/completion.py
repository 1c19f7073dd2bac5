"""Completion in bash, zsh and fish: the shell asks, and what it gets is safe to put on a command line.

Typer's own classes are replaced where they offer text that the shell would read again: a stored name is
anything at all, so a space splits it, and `$(…)` would be run. Nothing here imports rich, which Typer uses
for the texts beside the words and which costs more than all the rest. What there is to offer is the business
of the options; what fails offers nothing, because whoever presses Tab has not asked for a message.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from typer import _completion_classes as typers
from typer._click.shell_completion import add_completion_class, split_arg_string

from wscli.terminal import printable

if TYPE_CHECKING:
    from typer._click.shell_completion import CompletionItem

    from wscli.front.tree import LazyGroup

_BASH_SPECIAL = frozenset(" \t\"'\\`$&|;<>()[]{}*?!~#")
_IN_DOUBLE_QUOTES = frozenset('"\\`$')


def complete(root: LazyGroup, program: str) -> int:
    """Answer the shell that asks by the environment, and return the exit code; never complain."""
    for shell in (Bash, Zsh, Fish):
        add_completion_class(shell, shell.name)
    try:
        root.main([], prog_name=program)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except Exception:
        return 1
    return 0


class Bash(typers.BashComplete):
    """Bash puts what it gets on the line as it is."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is completed, and that one as far as it is typed.

        Bash takes `--queue=Cas` for three words, of which the one in the middle says nothing.
        """
        *before, last = [_unquoted(word) for word in self._words()]
        return [word for word in before if word != "="], last

    def _words(self) -> list[str]:
        """Return the words behind the program's name as they are typed, quotes and all."""
        text, place = os.environ["COMP_WORDS"], int(os.environ["COMP_CWORD"])
        # The script joins them by line breaks, which no word holds; by hand one uses spaces.
        words = text.split("\n" if "\n" in text else " ")[1 : place + 1]
        return [*words, *[""] * (place - len(words))]

    def format_completion(self, item: CompletionItem) -> str:
        """Return the word in the quotes that are open, else with what is special escaped."""
        opened, text = self._words()[-1][:1], str(item.value)
        if opened == "'":
            return text.replace("'", "'\\''")
        special = _IN_DOUBLE_QUOTES if opened == '"' else _BASH_SPECIAL
        return "".join(f"\\{ch}" if ch in special else ch for ch in text)


def _unquoted(word: str) -> str:
    return " ".join(split_arg_string(word))


class Zsh(typers.ZshComplete):
    """Zsh evaluates what it gets: words stand in quotes in which nothing is read but escapes."""

    def complete(self) -> str:
        """Return the command that offers the words, each with its help."""
        args, incomplete = self.get_completion_args()
        items = " ".join(self.format_completion(item) for item in self.get_completions(args, incomplete))
        if not items:
            return "_files"
        return f"local -a wscli_words; wscli_words=({items}); _describe wscli wscli_words"

    def format_completion(self, item: CompletionItem) -> str:
        """Return a word and its help; a colon between them, and one inside the word escaped."""
        word = str(item.value).replace("\\", "\\\\").replace(":", "\\:")
        return _zsh_quoted(f"{word}:{printable(item.help)}" if item.help else word)


def _zsh_quoted(text: str) -> str:
    """Quote text so that neither splitting nor evaluation touches it: what is special by its number."""
    plain = (ch if ch.isalnum() or ch in "-_./,=" or ord(ch) > 127 else f"\\x{ord(ch):02x}" for ch in text)
    return f"$'{''.join(plain)}'"


class Fish(typers.FishComplete):
    """Fish takes lines, and quotes them itself."""

    def format_completion(self, item: CompletionItem) -> str:
        """Return a word, and its help behind a tab."""
        return f"{item.value}\t{printable(item.help)}" if item.help else str(item.value)
