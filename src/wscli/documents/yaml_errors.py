"""What the YAML parser's complaints mean for the person who wrote the file.

libyaml and PyYAML's own parser say the same in different words; a row of the table matches either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wscli.errors import Problem

if TYPE_CHECKING:
    from yaml import MarkedYAMLError


class _Reading(NamedTuple):
    """A complaint by its words and by what was being read, and how we say it."""

    words: tuple[str, ...]
    context: str
    message: str
    hint: str


_UNCLOSED = "after {opened} comes neither a comma nor the closing bracket"
_CLOSE = "close it, or put text that contains [ ] {{ }} or a comma in quotes"
_INDENT = "indent it like its neighbours"

_READINGS = (
    _Reading(
        ("mapping values are not allowed",),
        "",
        "a colon where no value can begin",
        "put text with a colon and a space in quotes, or check the indentation and the line before",
    ),
    _Reading(("',' or '}'",), "flow mapping", _UNCLOSED, _CLOSE),
    _Reading(("',' or ']'",), "flow sequence", _UNCLOSED, _CLOSE),
    _Reading(("unexpected end of stream",), "quoted scalar", "{opened} is never closed", "close the quote"),
    _Reading(("could not find expected ':'",), "", "a key without a colon", "write `key: value`"),
    _Reading(
        ("expected key", "expected <block end>"),
        "block mapping",
        "this is neither a key nor part of a value",
        _INDENT + "; text after a closing quote or bracket belongs inside it",
    ),
    _Reading(
        ("'-' indicator", "expected <block end>"),
        "block collection",
        "a list goes on without `- `",
        "start each item with `- `, or " + _INDENT,
    ),
    _Reading(
        ("unknown escape", "character escape code", "escape sequence"),
        "",
        "a backslash that means nothing in double quotes",
        r"write \\ for a backslash, or use single quotes",
    ),
    _Reading(("node content",), "", "a bracket or comma in place of a value", "remove it, or use quotes"),
    _Reading(("alphabetic or numeric",), "", "text cannot start with & or *", "put it in quotes"),
    _Reading(("incompatible YAML",), "", "not a version of YAML that is read", "remove the %YAML line"),
    _Reading(
        ("comment or line break", "comment or a line break", "chomping or indentation"),
        "block scalar",
        "text after | or >",
        "start the text on the next line, or put it all in quotes",
    ),
)


def explain(error: MarkedYAMLError, text: str, file: str) -> Problem:
    """Return a parser's error as a problem with its place and, for the usual traps, what to do."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
    message, hint = _said(error, text)
    return Problem(path="", message=message, hint=hint, file=file, line=line, column=column)


def _said(error: MarkedYAMLError, text: str) -> tuple[str, str | None]:
    said, context = error.problem or "", error.context or ""
    if "cannot start any token" in said and error.problem_mark:
        return _bad_start(text[error.problem_mark.index : error.problem_mark.index + 1])
    for reading in _READINGS:
        if reading.context in context and any(words in said for words in reading.words):
            opened = _opened(error, text)
            return reading.message.format(opened=opened), reading.hint.format(opened=opened)
    return f"not YAML: {' '.join(part for part in (said, context) if part)}", None


def _bad_start(character: str) -> tuple[str, str]:
    if character == "\t":
        return "a tab where YAML wants spaces", "indent with spaces, never with tabs"
    return f"text cannot start with {character}", "put it in quotes"


def _opened(error: MarkedYAMLError, text: str) -> str:
    """Return what was opened, and where: the file may end pages later."""
    mark = error.context_mark
    if mark is None:
        return "it"
    return f"the {text[mark.index : mark.index + 1]} of line {mark.line + 1}, column {mark.column + 1}"
