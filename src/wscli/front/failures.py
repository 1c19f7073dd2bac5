"""Every exception becomes one of ours, a message on stderr and an exit code (interface §2).

Typer's parser raises its vendored click's exceptions; this is the only module that knows their names. What
it cannot translate better it passes on in the parser's words, with the right code. Nothing is retried or
repaired here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from wscli.errors import Failed, Invalid, Usage, WscliError
from wscli.front.usage import pointer, where
from wscli.messages import write_error
from wscli.model.terms import did_you_mean
from wscli.terminal import wants_colour

if TYPE_CHECKING:
    from typer._click import Context
    from typer._click.exceptions import NoSuchOption, UsageError


def report(error: Exception, arguments: Sequence[str]) -> int:
    """Say on stderr what went wrong and return the exit code.

    How to say it is found in the raw arguments: the parser may be what failed.
    """
    from wscli.front.options import wants_json

    if os.environ.get("WSCLI_DEBUG", "0") not in {"", "0"}:
        import traceback

        traceback.print_exception(error)
    known = translate(error)
    write_error(
        sys.stderr,
        known,
        as_json=wants_json(arguments, os.environ),
        colour=wants_colour(sys.stderr, os.environ, refused="--no-color" in arguments),
    )
    return int(known.code)


def translate(error: Exception) -> WscliError:
    """Return the error as one of ours."""
    from typer import TyperException

    if isinstance(error, WscliError):
        return error
    if isinstance(error, TyperException):
        return _from_parser(error)
    if isinstance(error, OSError):
        place = f", {error.filename!r}" if error.filename else ""
        return Failed(f"{error.strerror or error}{place}")
    return Failed(
        f"something unforeseen happened: {type(error).__name__}: {error}",
        hint="WSCLI_DEBUG=1 shows where; please report it with the command line",
    )


def _from_parser(error: Exception) -> WscliError:
    from typer._click import exceptions as parser

    if isinstance(error, parser.NoSuchOption):
        return _no_such_option(error)
    if isinstance(error, parser.BadParameter):
        return Invalid(_sentence(error.format_message()), hint=pointer(error.ctx))
    if isinstance(error, parser.UsageError):
        return _usage(error)
    return Failed(_sentence(str(error)))


def _no_such_option(error: NoSuchOption) -> WscliError:
    params = error.ctx.command.get_params(error.ctx) if error.ctx else []
    known = [name for param in params for name in (*param.opts, *param.secondary_opts)]
    suggestion = did_you_mean(error.option_name, (name for name in known if name.startswith("--")))
    if not error.option_name.startswith("--"):
        suggestion = "a name that begins with - stands at the end, after --;"
    hint = " ".join(part for part in (suggestion, pointer(error.ctx)) if part)
    return Usage(f"no such option {error.option_name!r}{where(error.ctx)}", hint=hint)


def _usage(error: UsageError) -> WscliError:
    message = error.format_message()
    if message.startswith("Missing command"):
        names = ", ".join(_commands(error.ctx))
        hint = " ".join(part for part in (f"one of {names};", pointer(error.ctx)) if part)
        return Usage(f"missing command{where(error.ctx)}", hint=hint)
    if message.startswith("Got unexpected extra argument"):
        extra = message.partition("(s) ")[2].strip("()")
        advice = (
            "options stand before --" if extra.startswith("-") else "a name with spaces is written in quotes"
        )
        return Usage(
            f"more arguments than expected: {extra}{where(error.ctx)}",
            hint=f"{advice}; {pointer(error.ctx)}",
        )
    return Usage(f"{_sentence(message)}{where(error.ctx)}", hint=pointer(error.ctx))


def _commands(ctx: Context | None) -> list[str]:
    from typer.core import TyperGroup

    if ctx is None or not isinstance(ctx.command, TyperGroup):
        return []
    return ctx.command.list_commands(ctx)


def _sentence(message: str) -> str:
    """The parser's words in the form of ours: no capital, no full stop."""
    return (message[:1].lower() + message[1:]).rstrip(".")
