"""The help page of a command: usage, purpose, its own options, the global ones, examples.

Plain text in the order a reader needs it, 80 columns wide, without frames: it can be piped, searched and
copied from, and costs no import of rich. The text is the docstring: paragraphs are filled, indented lines
stay as they are, and from a line `Example:` or `Examples:` on it is shown last, where the eye rests when a
page has scrolled by.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from typer.core import TyperArgument, TyperGroup, TyperOption

from wscli.front.options import PANEL
from wscli.session import current
from wscli.terminal import paint

if TYPE_CHECKING:
    from typer._click import Command, Context, HelpFormatter

Pairs = list[tuple[str, str]]


def write_help(command: Command, ctx: Context, formatter: HelpFormatter) -> None:
    """Write the whole page into `formatter`."""
    purpose, examples = _split_examples(command.help or "")
    if purpose:
        _write_text(formatter, purpose)
        formatter.write_paragraph()
    formatter.write_usage(ctx.command_path, " ".join(_usage(command, ctx)), prefix=_heading("Usage: "))
    if isinstance(command, TyperGroup):
        _write_section(formatter, "Commands", _commands(command, ctx))
    for title, pairs in _panels(command, ctx).items():
        _write_section(formatter, title, pairs)
    if examples:
        formatter.write_paragraph()
        formatter.write(f"{_heading('Examples:')}\n")
        formatter.write("".join(f"  {line}".rstrip() + "\n" for line in examples.splitlines()))


def first_line(text: str | None) -> str:
    """Return the one-line purpose that a docstring opens with, without its full stop."""
    return inspect.cleandoc(text or "").partition("\n")[0].rstrip(".")


def _heading(text: str) -> str:
    session = current()
    return paint(text, "heading", session.colour(session.stdout))


def _split_examples(text: str) -> tuple[str, str]:
    lines = inspect.cleandoc(text).splitlines()
    for number, line in enumerate(lines):
        if line.strip() in {"Example:", "Examples:"}:
            return "\n".join(lines[:number]).strip(), inspect.cleandoc("\n" + "\n".join(lines[number + 1 :]))
    return "\n".join(lines), ""


def _write_text(formatter: HelpFormatter, text: str) -> None:
    """Write paragraphs; one that is indented is left alone."""
    for number, paragraph in enumerate(text.split("\n\n")):
        if number:
            formatter.write_paragraph()
        if paragraph.startswith(" "):
            formatter.write(paragraph + "\n")
        else:
            formatter.write_text(" ".join(paragraph.split()))


def _usage(command: Command, ctx: Context) -> list[str]:
    pieces = [] if isinstance(command, TyperGroup) else [_placeholder(p) for p in _arguments(command, ctx)]
    if isinstance(command, TyperGroup):
        pieces.append("COMMAND …")
    return [*pieces, "[OPTIONS]"]


def _arguments(command: Command, ctx: Context) -> list[TyperArgument]:
    return [param for param in command.get_params(ctx) if isinstance(param, TyperArgument)]


def _placeholder(argument: TyperArgument) -> str:
    name = (argument.metavar or argument.name or "").upper()
    repeated = f"{name} …" if argument.nargs != 1 else name
    return repeated if argument.required else f"[{repeated}]"


def _commands(group: TyperGroup, ctx: Context) -> Pairs:
    found = ((name, group.get_command(ctx, name)) for name in group.list_commands(ctx))
    return [(name, command.short_help or "") for name, command in found if command and not command.hidden]


def _panels(command: Command, ctx: Context) -> dict[str, Pairs]:
    """Return the sections in order: arguments, options, those a command named itself, the global ones."""
    panels: dict[str, Pairs] = {"Arguments": [], "Options": []}
    shared: Pairs = []
    for param in command.get_params(ctx):
        record = param.get_help_record(ctx)
        if record is None:
            continue
        if isinstance(param, TyperArgument):
            if param.help:
                panels["Arguments"].append((_placeholder(param).strip("[]"), record[1]))
        elif param is command.get_help_option(ctx):
            shared.append((record[0], "Show this page"))
        elif isinstance(param, TyperOption) and param.rich_help_panel == PANEL:
            shared.append(record)
        elif isinstance(param, TyperOption):
            # Typer's word for an option whose command names no metavar
            panels.setdefault(param.rich_help_panel or "Options", []).append(
                (record[0].replace("<str>", "TEXT"), record[1])
            )
    return {**panels, PANEL: shared}


def _write_section(formatter: HelpFormatter, title: str, pairs: Pairs) -> None:
    if not pairs:
        return
    formatter.write_paragraph()
    formatter.write(f"{_heading(title + ':')}\n")
    with formatter.indentation():
        formatter.write_dl(pairs, col_max=26)
