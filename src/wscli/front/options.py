"""The options that every command has, before and after its name.

They are ordinary options appended to every group and command, not exposed to the functions: each stores
into the current session, so the one furthest to the right wins. The environment is the session's business,
which is how a command line wins over it. What a value means is judged where it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperOption

from wscli import __version__
from wscli.errors import Invalid
from wscli.model.terms import read_term
from wscli.output import Format, read_format
from wscli.session import current, read_fields

if TYPE_CHECKING:
    from typer._click import Context, Parameter

PANEL = "Global options"


def _database(text: str) -> str:
    if not text:
        raise Invalid("the path is empty, in --db", hint="leave --db out for the default database")
    return text


def _stores(attribute: str, read: Callable[[Any], object]) -> Callable[[Context, Parameter, Any], None]:
    """Return a callback that stores what was given; an option that was not given stores nothing."""

    def store(ctx: Context, _parameter: Parameter, value: Any) -> None:
        # Where a line is only completed nothing is done, but whose names are offered has to be known.
        if value is not None and (attribute == "db" or not ctx.resilient_parsing):
            setattr(current(), attribute, read(value))

    return store


def _show_version(ctx: Context, _parameter: Parameter, value: bool | None) -> None:
    if value and not ctx.resilient_parsing:
        print(f"wscli {__version__}")
        raise typer.Exit


def _complete_format(_ctx: Context, _args: list[str], _incomplete: str) -> list[str]:
    return [format.value for format in Format]


def _complete_fields(ctx: Context, _args: list[str], incomplete: str) -> list[str]:
    """Complete a comma list of fields of the noun that the command belongs to."""
    from wscli.model.fields import NOUNS

    parent = ctx.parent.info_name if ctx.parent is not None else None
    keys = [key for noun in NOUNS if noun.name == parent for key in noun.keys]
    before, comma, _ = incomplete.rpartition(",")
    return [f"{before}{comma}{key}" for key in keys if key not in before.split(",")]


def _value(name: str, *flags: str, read: Callable[[Any], object], **details: Any) -> TyperOption:
    return TyperOption(
        param_decls=[f"global_{name}", *flags],
        type=str,
        expose_value=False,
        is_eager=True,
        callback=_stores(name, read),
        rich_help_panel=PANEL,
        **details,
    )


def _flag(name: str, *flags: str, help: str) -> TyperOption:
    return TyperOption(
        param_decls=[f"global_{name}", *flags],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_show_version if name == "version" else _stores(name, bool),
        help=help,
        rich_help_panel=PANEL,
    )


# The names start with global_ so that a command may have an argument called `output` or `fields`.
GLOBAL_OPTIONS: tuple[TyperOption, ...] = (
    _value("db", "--db", read=_database, metavar="PATH", help="The database [WSCLI_DB]"),
    _value(
        "output",
        "-o",
        "--output",
        read=lambda text: read_format(text.removeprefix("="), "--output"),  # -o=json
        metavar="FORMAT",
        autocompletion=_complete_format,
        help="table, json, jsonl, csv, tsv, yaml or none [WSCLI_OUTPUT]",
    ),
    _value(
        "fields",
        "--fields",
        read=read_fields,
        metavar="A,B",
        autocompletion=_complete_fields,
        help="Only these fields, in this order",
    ),
    _flag("quiet", "-q", "--quiet", help="Do not say what was done"),
    _flag("no_color", "--no-color", help="No colour [NO_COLOR]"),
    _flag("no_input", "--no-input", help="Never ask"),
    _flag("yes", "-y", "--yes", help="Take yes for an answer"),
    _flag("version", "--version", help="Show the version"),
)


def wants_json(arguments: Sequence[str], environ: Mapping[str, str]) -> bool:
    """Whether errors are to be JSON, found without parsing: parsing may be what failed.

    The last readable `--output` counts, else `WSCLI_OUTPUT`.
    """
    said = environ.get("WSCLI_OUTPUT", "")
    words = iter(arguments)
    for word in words:
        if word == "--":
            break
        value = _output_value(word, words)
        if value is not None and _is_format(value):
            said = value
    return _is_format(said) and read_format(said, "--output") is Format.JSON


def _output_value(word: str, rest: Iterator[str]) -> str | None:
    if word == "--output":
        return next(rest, None)
    if word.startswith("--output="):
        return word.partition("=")[2]
    if word.startswith("-") and not word.startswith("--"):
        # short options may be joined: -qo json, -yojson
        cluster = word[1:].lstrip("qy")
        if cluster.startswith("o"):
            return cluster[1:].removeprefix("=") or next(rest, None)
    return None


def _is_format(text: str) -> bool:
    return read_term(Format, text) is not None
