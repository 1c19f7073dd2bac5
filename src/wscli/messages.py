"""What is said on stderr: errors, warnings and their hints, in words or as one JSON object.

One place, so that every error of every command reads the same (interface §2). The JSON object is a single
line: a program that finds messages before it still has the error as the last line. Exit codes are not
decided here, and nothing is ever written to stdout.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TextIO

from wscli.errors import Problem, WscliError
from wscli.terminal import paint, printable, safe_json


def put(stream: TextIO, line: str) -> None:
    """Write one line of message; a reader of stderr who has left is not an error of the command."""
    with suppress(BrokenPipeError):
        stream.write(line + "\n")
        stream.flush()


def write_error(stream: TextIO, error: WscliError, *, as_json: bool = False, colour: bool = False) -> None:
    """Write what went wrong, each of its problems, and what to do next."""
    if as_json:
        put(stream, error_json(error))
        return
    for line in _error_lines(error, colour):
        put(stream, line)


def write_warning(stream: TextIO, warning: Problem | str, *, colour: bool = False) -> None:
    """Write a warning in one line, and its hint in another."""
    label = paint("warning", "warning", colour)
    if isinstance(warning, str):
        put(stream, f"{label}: {printable(warning)}")
        return
    put(stream, f"{label}: {_located(warning)}")
    if warning.hint:
        put(stream, _hint(warning.hint, colour))


def error_json(error: WscliError) -> str:
    """Return the error as the JSON object of interface §2, on one line."""
    import json

    problems = [
        {
            "path": problem.path,
            "file": problem.file,
            "line": problem.line,
            "column": problem.column,
            "severity": problem.severity,
            "rule": problem.rule,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in error.problems
    ]
    body = {"code": int(error.code), "message": error.message, "hint": error.hint, "problems": problems}
    return safe_json(json.dumps({"error": body}, ensure_ascii=False))


def _error_lines(error: WscliError, colour: bool) -> Iterator[str]:
    label = paint("error", "error", colour)
    only = error.problems[0] if len(error.problems) == 1 else None
    if only is not None and error.message in (only.message, f"{only.path}: {only.message}"):
        yield f"{label}: {_located(only)}"
        hint = error.hint or only.hint
    else:
        yield f"{label}: {printable(error.message)}"
        for problem in error.problems:
            yield from _problem_lines(problem, colour)
        hint = error.hint
    if hint:
        yield _hint(hint, colour)


def _problem_lines(problem: Problem, colour: bool) -> Iterator[str]:
    severity = "" if problem.is_error else f"{paint(printable(problem.severity), 'warning', colour)}: "
    yield f"  {severity}{_located(problem)}"
    if problem.hint:
        yield f"    {_hint(problem.hint, colour)}"


def _located(problem: Problem) -> str:
    """`file:line:column path: message [rule]`, as far as each is there."""
    where = " ".join(part for part in (problem.place, problem.path) if part)
    rule = "" if problem.rule == "shape" else f" [{problem.rule}]"
    return printable(f"{where}: {problem.message}{rule}" if where else f"{problem.message}{rule}")


def _hint(hint: str, colour: bool) -> str:
    return f"{paint('hint', 'hint', colour)}: {printable(hint)}"
