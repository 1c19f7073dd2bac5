"""The options of a run, shared by every command that makes one: simulate, explain, and their like.

They are a table, so that a new one is one line and stands in every such command alike.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

if TYPE_CHECKING:
    from wscli.dryrun.request import Options


class RunOption(NamedTuple):
    """An option: the field of `Options` it fills, its flags, placeholder, help, and what it collects."""

    field: str
    flags: tuple[str, ...]
    metavar: str
    help: str
    kind: type = str


RUN_OPTIONS = (
    RunOption("files", ("-f", "--file"), "FILE", "A document, a folder of them, or - ; repeat", list),
    RunOption("overlay", ("--overlay",), "FILE", "Objects in place of those of the same name; repeat", list),
    RunOption("settings", ("--set",), "PATH=VALUE", "Change this for the run only; repeat", list),
    RunOption("events", ("--events",), "FILE", "Sign-ins, answers, picks … as they were"),
    RunOption("seed", ("--seed",), "N", "Of what is drawn [default: 0]"),
    RunOption("semantics", ("--semantics",), "NAME", "classic-2019"),
    RunOption("start", ("--from",), "T", "Begin here; what is open is backlog"),
    RunOption("until", ("--until",), "T", "End here [default: when nothing is left to do]"),
    RunOption("timezone", ("--timezone",), "ZONE", "Of instants without an offset"),
    RunOption("handle_time", ("--handle-time",), "TIME", "For cases without handle_seconds, or a law"),
    RunOption("service_level", ("--service-level",), "D", "Answered in less than this counts"),
    RunOption("mapping", ("--map",), "NEW=OLD,…", "Rename columns; or @FILE; repeat", list),
    RunOption("time_format", ("--time-format",), "FORMAT", "Of instants, as strptime has it"),
    RunOption("case_format", ("--case-format",), "FORMAT", "csv, tsv or jsonl"),
    RunOption("skip_bad_rows", ("--skip-bad-rows",), "", "Go on without them, and count them", bool),
)


def with_run_options(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a run in place of its `**run` parameter."""
    signature = inspect.signature(function, eval_str=True)
    own = [each for each in signature.parameters.values() if each.kind is not each.VAR_KEYWORD]
    function.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[*own, *map(_parameter, RUN_OPTIONS)]
    )
    return function


def _parameter(option: RunOption) -> inspect.Parameter:
    annotation: Any
    if option.kind is bool:
        annotation = Annotated[bool, typer.Option(*option.flags, help=option.help)]
    else:
        text: Any = list[str] if option.kind is list else str
        declared = typer.Option(*option.flags, metavar=option.metavar, help=option.help)
        annotation = Annotated[text | None, declared]
    default = False if option.kind is bool else None
    return inspect.Parameter(
        option.field, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=default, annotation=annotation
    )


def options_of(run: Mapping[str, Any], **others: Any) -> Options:
    """Return the options that were given, as they were typed."""
    from wscli.dryrun.request import Options

    given = {name: tuple(value) if isinstance(value, list) else value for name, value in run.items()}
    return Options(**{name: value for name, value in {**given, **others}.items() if value is not None})
