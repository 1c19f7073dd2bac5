"""One command line from its words to an exit code, with a session around it.

Typer's own `main` is only asked for shell completion (`wscli.front.completion`): it would turn a closed pipe
into exit code 1 and errors into boxes. What is raised here is answered by `wscli.app` and
`wscli.front.failures`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

import typer

from wscli.front.streams import prepare_streams
from wscli.front.tree import LazyGroup, root_group
from wscli.session import Session, use

PROGRAM = "wscli"


def run(arguments: Sequence[str], table: Mapping[str, tuple[str, str]]) -> int:
    """Run the command that `arguments` name and return its exit code; raises what it raises."""
    prepare_streams()
    words = list(arguments)
    if words[:1] == ["help"]:
        words = [*words[1:], "--help"]
    root = root_group(table)
    with use(Session()) as session:
        try:
            code = _invoke(root, words)
        except typer.Exit as stop:
            code = stop.exit_code
        except typer.Abort as abort:
            raise KeyboardInterrupt from abort
        # Here a full disk or a closed pipe is an error of the command; at exit it would be the interpreter's.
        session.stdout.flush()
    return code


def _invoke(root: LazyGroup, words: list[str]) -> int:
    if f"_{PROGRAM.upper()}_COMPLETE" in os.environ:
        from wscli.front.completion import complete

        return complete(root, PROGRAM)
    with root.make_context(PROGRAM, words) as context:
        root.invoke(context)
    return 0
