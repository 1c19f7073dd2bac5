"""The command tree: all names are known, only the module of the command that runs is imported.

More than sixty commands registered eagerly would nearly double the start; a group here holds a table of
names with a way to load each. `get_command` gives a stand-in that is enough for help and completion, and
`load` the command itself. What a command does and which there are is not decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup
from typer.models import CommandInfo

from wscli.errors import Usage
from wscli.front.help import first_line, write_help
from wscli.front.options import GLOBAL_OPTIONS
from wscli.front.usage import fill_left_out, missing_parameters, pointer, require_values
from wscli.model.terms import did_you_mean
from wscli.session import current

if TYPE_CHECKING:
    from typer._click import Command as AnyCommand
    from typer._click import Context, HelpFormatter


@dataclass(frozen=True, slots=True)
class Entry:
    """A command that is not there yet: its one-line purpose, and how to get it."""

    help: str
    load: Callable[[], AnyCommand]
    hidden: bool = False


class Verb(TyperCommand):
    """A command that does something, with the global options appended to its own."""

    def __init__(self, *args: Any, **details: Any) -> None:
        super().__init__(*args, **details)
        self.params = [*self.params, *GLOBAL_OPTIONS]

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse; raise Usage for an option without its value, and for all that is missing at once."""
        args = fill_left_out(self, ctx, args)
        words = list(args)
        if not ctx.resilient_parsing:
            require_values(self, ctx, words)
        try:
            return super().parse_args(ctx, args)
        except typer.BadParameter as error:
            # Its only subclass says that a parameter is missing, and of those it names the first.
            if type(error) is typer.BadParameter:
                raise
            raise missing_parameters(self, ctx, words) from error

    def invoke(self, ctx: Context) -> Any:
        """Run the command; a wrong WSCLI_OUTPUT is refused before anything is written."""
        _ = current().format
        return super().invoke(ctx)

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the help page of this program."""
        write_help(self, ctx, formatter)


class LazyGroup(TyperGroup):
    """A group driven by a table: the root with its nouns, or a noun with its verbs."""

    def __init__(self, name: str, entries: Mapping[str, Entry], *, help: str, **details: Any) -> None:
        super().__init__(name=name, help=help, params=[*GLOBAL_OPTIONS], **details)
        self.entries = entries

    def list_commands(self, ctx: Context) -> list[str]:
        """Return all names, in the table's order."""
        return list(self.entries)

    def get_command(self, ctx: Context, cmd_name: str) -> AnyCommand | None:
        """Return a stand-in with name and purpose, for help and completion; `load` gives the command."""
        entry = self.entries.get(cmd_name)
        return TyperCommand(cmd_name, short_help=entry.help, hidden=entry.hidden) if entry else None

    def load(self, name: str) -> AnyCommand:
        """Import and return the command called `name`; raises KeyError if there is none."""
        return self.entries[name].load()

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, AnyCommand | None, list[str]]:
        """Return the command that the first word names, loaded; raise Usage for a word that names none."""
        name = args[0]
        if name in self.entries:
            return name, self.load(name), args[1:]
        if ctx.resilient_parsing:
            return None, None, args[1:]
        suggestion = did_you_mean(name, (known for known, entry in self.entries.items() if not entry.hidden))
        hint = " ".join(part for part in (suggestion, pointer(ctx)) if part)
        raise Usage(f"no such command {name!r}, in `{ctx.command_path}`", hint=hint)

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse up to the command's name; the bare program shows its help."""
        if not ctx.resilient_parsing:
            if not args and ctx.parent is None:
                args = ["--help"]
            require_values(self, ctx, args)
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the help page of this program."""
        write_help(self, ctx, formatter)


def root_group(table: Mapping[str, tuple[str, str]]) -> LazyGroup:
    """Return the whole program for a table of name → (`module:attribute`, one-line purpose)."""
    entries = {
        name: Entry(help=help, load=partial(_load, name, path, help)) for name, (path, help) in table.items()
    }
    root = LazyGroup(
        "wscli",
        entries,
        help="Contact-centre workstreams: administer them, and simulate how they route cases.",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    # Asking for the two options also registers Typer's classes for bash, zsh, fish and PowerShell (0.3 ms).
    root.params.extend(typer.main.get_install_completion_arguments())
    return root


def _load(name: str, path: str, help: str) -> AnyCommand:
    module, _, attribute = path.partition(":")
    found = getattr(import_module(module), attribute)
    if isinstance(found, typer.Typer):
        return _noun(name, found, help)
    return _verb(CommandInfo(name=name, callback=found))


def _noun(name: str, app: typer.Typer, help: str) -> LazyGroup:
    """Return a group of the functions registered on `app`, each made into a command only when it runs."""
    entries = {}
    for info in app.registered_commands:
        verb = info.name or typer.main.get_command_name(getattr(info.callback, "__name__", ""))
        purpose = first_line(info.help or getattr(info.callback, "__doc__", None))
        entries[verb] = Entry(help=purpose, load=partial(_verb, info), hidden=info.hidden)
    text = app.info.help if isinstance(app.info.help, str) else f"{help}."
    return LazyGroup(name, entries, help=text)


def _verb(info: CommandInfo) -> AnyCommand:
    # Typer fills in its own class for a function that names none.
    if info.cls in (None, TyperCommand):
        info.cls = Verb
    app = typer.Typer(add_completion=False)
    app.registered_commands.append(info)
    return typer.main.get_command(app)
