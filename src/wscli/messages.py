"""What is said on stderr: errors, warnings and their hints, in words or as one JSON object.

One place, so that every error of every command reads the same (interface §2). The JSON object is a single
line: a program that finds messages before it still has the error as the last line. On a terminal long lines
are folded between words, and commands in them are left whole, to be copied. Exit codes are not decided here,
and nothing is ever written to stdout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import TextIO

from wscli.errors import Problem, WscliError
from wscli.terminal import columns, is_terminal, paint, printable, safe_json

_ENDS = (",", ";", ")", ":")
"""Where prose goes on behind a command."""
_NARROW = 30
"""Columns below which a folded text is no easier to read."""
_ESCAPES = re.compile("\x1b\\[[0-9;]*m")


def put(stream: TextIO, line: str) -> None:
    """Write one line of message, folded on a terminal; a reader who has left is no error of the command."""
    if is_terminal(stream):
        line = "\n".join(folded(line, columns(stream)))
    _send(stream, line)


def _send(stream: TextIO, line: str) -> None:
    with suppress(BrokenPipeError):
        stream.write(line + "\n")
        stream.flush()


def write_error(stream: TextIO, error: WscliError, *, as_json: bool = False, colour: bool = False) -> None:
    """Write what went wrong, each of its problems, and what to do next."""
    if as_json:
        _send(stream, error_json(error))
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


# Folding --------------------------------------------------------------------------------------------------


def folded(line: str, width: int) -> list[str]:
    """Return a line as lines of at most `width` cells, all but the first indented by two more.

    A word or a command that is longer stands in a line of its own, for the terminal to fold: it is copied as
    one.
    """
    if width < _NARROW or _cells(line) <= width:
        return [line]
    indent = " " * (len(line) - len(line.lstrip(" ")) + 2)
    lines, current = [], indent[2:]
    for part in _parts(line.lstrip(" ")):
        longer = current + " " + part if current.strip() else current + part
        if current.strip() and _cells(longer) > width:
            lines.append(current)
            longer = indent + part
        current = longer
    return [*lines, current]


def _parts(text: str) -> Iterator[str]:
    """Yield the words of a text; a command, and what stands in backticks, as one."""
    part: list[str] = []
    for word in text.split(" "):
        part.append(word)
        whole = " ".join(part)
        if not _goes_on(whole):
            yield whole
            part.clear()
    if part:
        yield " ".join(part)


def _goes_on(part: str) -> bool:
    """Whether more words belong to a part."""
    begin = part.lstrip("(")
    if begin.startswith("`"):
        return begin.count("`") == 1
    if begin != "wscli" and not begin.startswith("wscli "):
        return False
    quoted = begin.count("'") % 2 == 1
    return quoted or not part.endswith(_ENDS)


def _cells(text: str) -> int:
    """Return how many cells of a terminal a text takes."""
    plain = _ESCAPES.sub("", text)
    if plain.isascii():
        return len(plain)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(ch) else 2 if east_asian_width(ch) in "WF" else 1 for ch in plain)
