"""Options made from the field tables, so that a field is named once for documents, columns and commands.

Values arrive as text and stay text: only `model.parse` judges them, so that all wrong ones come at once.
What it says of a field is told of the option that gave it (`--skill spanish`), because that is what was
typed.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from wscli.commands import _complete
from wscli.errors import Invalid, Problem, Usage
from wscli.model.fields import Field, Noun
from wscli.session import Column

_METAVARS = {
    "condition": "COND",
    "logical-name": "NAME",
    "seconds": "DURATION",
    "seconds-or-none": "DURATION|none",
    "offer-timeout": "DURATION",
    "units": "UNITS",
    "presences": "PRESENCES",
    "priority": "N",
    "entity": "NAME",
    "text": "PRESENCE",
    "names": "AGENT",
    "skills": "NAME:RATING",
    "schedule": "SHIFT",
    "behaviour": "KEY=VALUE",
}
_LISTS = ("presences", "names", "skills", "schedule", "behaviour", "condition")
"""Kinds whose option may be repeated."""
_APART = ("rules", "branches")
"""Kinds that have commands of their own instead of an option."""
_CLEARED = ("priority", "text", "reference")
"""Kinds of which an empty text says that there is none, where none is needed."""

Name = Annotated[str, typer.Argument(metavar="NAME", autocompletion=_complete.own_names, help="Its name")]
All = Annotated[bool, typer.Option("--all", help="All rows of the tables, in order of definition")]
CasesMoved = Annotated[
    str | None, typer.Option("--cases", metavar="FILE", help="Where the case file is now; - is stdin")
]
EventsMoved = Annotated[
    str | None, typer.Option("--events", metavar="FILE", help="Where the events file is now")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Do everything but keep it")]
IfNotExists = Annotated[
    bool, typer.Option("--if-not-exists", help="Accept one that is there and agrees in what is given")
]
At = Annotated[str | None, typer.Option(metavar="N", help="Its number, from 1 [default: the last]")]
Strict = Annotated[bool, typer.Option("--strict", help="Fail on warnings too")]
Ignore = Annotated[
    list[str] | None,
    typer.Option("--ignore", metavar="RULE", autocompletion=_complete.rules, help="Leave a rule out; repeat"),
]
Prune = Annotated[
    bool, typer.Option("--prune", help="Delete what the files leave out, of the kinds that they have")
]
Files = Annotated[
    list[str] | None,
    typer.Option("-f", "--file", metavar="FILE", help="A document, a folder of them, or - ; repeat"),
]


def with_fields(noun: Noun, *, new: bool = False) -> Callable[[Any], Any]:
    """Give a command one option per field of a noun but its name, in place of its `**fields` parameter.

    `new`: for a command that creates, whose help says what is required, and what is taken otherwise.
    """

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        signature = inspect.signature(function, eval_str=True)
        own = [p for p in signature.parameters.values() if p.kind is not p.VAR_KEYWORD]
        options = [_parameter(field, new) for field in noun.fields if is_option(field)]
        positional = [p for p in own if p.default is p.empty]
        rest = [p for p in own if p.default is not p.empty]
        function.__signature__ = signature.replace(  # type: ignore[attr-defined]
            parameters=[*positional, *options, *rest]
        )
        return function

    return decorate


def is_option(field: Field) -> bool:
    """Whether an option gives the field: not the name, and not what has commands of its own."""
    return field.name != "name" and field.kind not in _APART


def columns(noun: Noun, *more: str, hidden: Collection[str] = ()) -> tuple[Column, ...]:
    """Return the fields of a noun as columns, and more behind them; tables show the hidden only if asked."""
    own = (Column(field.name, field.short, table=field.name not in hidden) for field in noun.fields)
    return (*own, *map(Column, more))


def _parameter(field: Field, new: bool) -> inspect.Parameter:
    annotation: Any
    if field.kind == "bool":
        name = field.option.removeprefix("--")
        annotation = Annotated[bool | None, typer.Option(f"--{name}/--no-{name}", help=field.help)]
    else:
        text: Any = list[str] if field.kind in _LISTS else str
        option = typer.Option(
            field.option,
            *field.aliases,
            metavar=_metavar(field),
            autocompletion=_complete.of_field(field),
            help=_help(field, new),
        )
        annotation = Annotated[text | None, option]
    return inspect.Parameter(
        field.name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=None, annotation=annotation
    )


def _metavar(field: Field) -> str:
    if isinstance(field.kind, type):
        return "TERM"
    if field.kind == "reference":
        return field.name.rpartition("_")[2].upper()
    return _METAVARS.get(field.kind, "TEXT")


def _help(field: Field, new: bool) -> str:
    terms = f": {', '.join(field.kind)}" if isinstance(field.kind, type) else ""
    return f"{field.help}{terms}" + (_otherwise(field) if new else "")


def _otherwise(field: Field) -> str:
    """Return what holds where the option is left out, as far as that can be said in a word."""
    if field.required:
        return " [required]"
    default = field.default
    if field.kind == "seconds-or-none":
        default = "none"
    elif field.kind == "offer-timeout":
        default = "2m"
    return f" [default: {default}]" if isinstance(default, (str, int)) else ""


def given(noun: Noun, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was given on the command line, as raw input: text and lists of text.

    An empty text in the place of a list is an empty list, and of what may be left out that it is.
    """
    return {
        name: _raw(noun.field(name), value)
        for name, value in fields.items()
        if value is not None and value != []
    }


def _raw(field: Field, value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if field.kind == "presences":
        return ",".join(value)
    if isinstance(value, list):
        return [item for item in value if item]
    cleared = field.kind in _CLEARED and not field.required and not value.strip()
    return None if cleared else value


def require(noun: Noun, fields: Mapping[str, Any], command: str) -> None:
    """Raise Usage for required options that were not given."""
    needed = (field for field in noun.fields if field.required and is_option(field))
    missing = [field.option for field in needed if fields.get(field.name) is None]
    if missing:
        hint = f"see `wscli {command} --help`"
        raise Usage(f"missing option {', '.join(missing)}, in `wscli {command}`", hint=hint)


@contextmanager
def said(noun: Noun, **names: str) -> Iterator[None]:
    """Tell of options what is wrong with the fields that they gave.

    `names`: other words for some of the fields. A single problem is the message itself.
    """
    try:
        yield
    except Invalid as error:
        problems = [of_option(problem, noun, **names) for problem in error.problems]
        message, hint = error.message, error.hint
        if len(problems) == 1:
            message, hint = f"{problems[0].path}: {problems[0].message}", hint or problems[0].hint
        elif problems:
            message = f"{message}: {len(problems)} problems"
        raise Invalid(message, hint=hint, problems=problems) from error


def of_option(problem: Problem, noun: Noun, **names: str) -> Problem:
    """Return a problem of a field as one of the option that gave it; another as it is."""
    from dataclasses import replace
    from re import findall

    options = {field.name: field.option for field in noun.fields} | {"name": "NAME"} | names
    steps = findall(r"[^.\[\]]+", problem.path)
    if not steps or steps[0] not in options:
        return problem
    inside = [step for step in steps[1:] if not step.isdigit()]
    return replace(problem, path=" ".join([options[steps[0]], *inside]))
