"""Write docs/commands.md from the commands themselves, or say whether it is current.

python scripts/commands_page.py           writes the page
python scripts/commands_page.py --check   exit 1 if it would change

The page holds what `--help` prints, for the program, every noun and every command, on a terminal of 80
columns and without colour; the options that every command has are shown once. It is made from the command
tree so that it cannot say anything else.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from typer._click import Command, Context

from wscli.app import COMMANDS
from wscli.front.options import PANEL
from wscli.front.run import PROGRAM
from wscli.front.tree import LazyGroup, root_group
from wscli.session import Session, use

PAGE = Path(__file__).resolve().parent.parent / "docs" / "commands.md"
WIDTH = 78
"""What the parser leaves of a terminal of 80 columns."""

HEAD = """\
# Commands

What `--help` prints, for every command. The global options can stand before and after the command; they are
shown once, with the program itself. Exit codes: 0 done · 1 failed (the environment) · 2 usage · 3 invalid ·
4 not found · 5 conflict · 6 a gate was not met · 130 interrupted.

This page is written by `scripts/commands_page.py`.
"""


def page() -> str:
    """Return the whole page."""
    root = root_group(COMMANDS)
    with use(Session(environ={}, no_color=True)):
        parts = [HEAD, *(_part(*each) for each in _walk(root, _context(root, PROGRAM)))]
    return "\n".join(parts)


def _context(command: Command, name: str, parent: Context | None = None) -> Context:
    return command.context_class(
        command, info_name=name, parent=parent, terminal_width=WIDTH, **command.context_settings
    )


def _walk(group: LazyGroup, context: Context) -> Iterator[tuple[Command, Context]]:
    """Yield a group and everything in it, in the order of the help pages."""
    yield group, context
    for name in group.list_commands(context):
        command = group.load(name)
        if command.hidden:
            continue
        inner = _context(command, name, context)
        if isinstance(command, LazyGroup):
            yield from _walk(command, inner)
        else:
            yield command, inner


def _part(command: Command, context: Context) -> str:
    text = command.get_help(context)
    depth = 2 + bool(context.parent) + bool(context.parent and context.parent.parent)
    if context.parent is not None:
        text = _without_globals(text)
    return f"{'#' * depth} {context.command_path}\n\n```text\n{text.strip()}\n```\n"


def _without_globals(text: str) -> str:
    """Leave out the section of the options that every command has."""
    sections = text.split("\n\n")
    return "\n\n".join(section for section in sections if not section.startswith(f"{PANEL}:"))


def main() -> int:
    """Write the page, or compare it."""
    if "--check" in sys.argv[1:]:
        current = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page()
        print(f"{PAGE.name} is {'current' if current else 'not current: run scripts/commands_page.py'}")
        return 0 if current else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
