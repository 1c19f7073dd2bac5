"""What is wrong with a command line before any value is judged: exit code 2 in words that help.

Typer's parser stops at the first thing that is missing and takes any word for an option's value; a person
wants all that is missing, and `--capacity --mode push` refused. Values are not looked at here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typer.core import TyperOption

from wscli.errors import Usage

if TYPE_CHECKING:
    from typer._click import Command, Context, Parameter


def where(ctx: Context | None) -> str:
    """Return `, in <the command>`: the end of a message."""
    return f", in `{ctx.command_path}`" if ctx else ""


def pointer(ctx: Context | None) -> str | None:
    """Return the hint that names the help page to read."""
    return f"see `{ctx.command_path} --help`" if ctx else None


def require_values(command: Command, ctx: Context, words: Sequence[str]) -> None:
    """Raise Usage for an option at the end without its value, or with the next option in its place.

    A value that really is called like an option is given as `--name=--mode`.
    """
    takes_value = {
        name: not param.is_flag
        for param in command.get_params(ctx)
        if isinstance(param, TyperOption)
        for name in (*param.opts, *param.secondary_opts)
    }
    rest = iter(words)
    for word in rest:
        if word == "--" or not (ctx.allow_interspersed_args or word.startswith("-")):
            return
        if not takes_value.get(word):
            continue
        value = next(rest, None)
        if value is None:
            raise Usage(f"option {word} needs a value{where(ctx)}", hint=pointer(ctx))
        if value.startswith("--") and value.partition("=")[0] in takes_value:
            raise Usage(
                f"option {word} needs a value, and {value!r} is an option{where(ctx)}",
                hint=f"if it is meant as the value, write {word}={value}",
            )


def fill_left_out(command: Command, ctx: Context, words: Sequence[str]) -> list[str]:
    """Return the words with `--save=` for a bare `--save`: its metavar, `[NAME]`, says that it may be bare.

    It is bare at the end and before another option; Typer's parser knows only options with a value and
    options without one.
    """
    may_be_bare = {
        name
        for param in command.get_params(ctx)
        if isinstance(param, TyperOption) and (param.metavar or "").startswith("[")
        for name in param.opts
    }
    filled = list(words)
    end = filled.index("--") if "--" in filled else len(filled)
    for place, word in enumerate(filled[:end]):
        after = filled[place + 1] if place + 1 < len(filled) else "-"
        if word in may_be_bare and after.startswith("-"):
            filled[place] = f"{word}="
    return filled


def missing_parameters(command: Command, ctx: Context, words: Sequence[str]) -> Usage:
    """Return the error that names every required argument and option that `words` do not give."""
    given, _, _ = command.make_parser(ctx).parse_args(list(words))
    missing = [
        _called(param)
        for param in command.get_params(ctx)
        if param.required and given.get(param.name or "") is None
    ]
    return Usage(f"missing {', '.join(missing)}{where(ctx)}", hint=pointer(ctx))


def _called(param: Parameter) -> str:
    if isinstance(param, TyperOption):
        return f"option {param.opts[0]}"
    return f"argument {(param.metavar or param.name or '').upper()}"
