"""JSON text to documents, with the place of every value.

`json` judges the grammar (its errors are the ones people know) but keeps no places and would call itself for
each level, so nesting is counted first, and the values are then built from tokens, which need no checks any
more. YAML's reader will not do for JSON: it fails on the surrogate escapes that JSON writes for emoji.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from wscli.documents.builder import MAX_DEPTH, Builder
from wscli.documents.document import Document, Place, place_of, unreadable
from wscli.errors import Problem

# Possessive, so that an unclosed quote is one step over the rest of the file and not one per character.
_STRING = r'"(?:[^"\\]++|\\.)*+"?'
_SHAPE = re.compile(_STRING + r"|[\[\]{}]", re.DOTALL)
_TOKEN = re.compile(_STRING + r"|[\[\]{}]|[^\s\[\]{},:\"]++")
_LINE_END = re.compile("\r\n|\n|\r")

_HINTS = {
    "Expecting property name enclosed in double quotes": "put keys in double quotes; no comma after the last",
    "Illegal trailing comma": "remove the comma after the last entry",  # since Python 3.13
    "Expecting value": "text stands in double quotes; no comma after the last entry",
    "Expecting ',' delimiter": "a comma or a closing bracket is missing before this",
    "Expecting ':' delimiter": "a key is followed by a colon",
    "Extra data": "a JSON file holds one value; join several in a list",
    "Invalid control character": "write \\n for a line break and \\t for a tab",
    "Invalid \\escape": "write \\\\ for a backslash",
    "Unterminated string": "close the quote",
}


def read_json(text: str, file: str) -> list[Document]:
    """Return the one document of a JSON text; raises Invalid where it cannot be read to the end."""
    builder = Builder(file)
    builder.begin((1, 1))
    if text.strip():
        _refuse_depth(text, file)
        _judge(text, file)
        _build(builder, text)
    return builder.documents


def _refuse_depth(text: str, file: str) -> None:
    depth = 0
    for token in _SHAPE.finditer(text):
        character = token.group()[0]
        if character in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                message = f"more than {MAX_DEPTH} levels inside each other"
                raise unreadable(file, _problem(file, message, "a bracket too many?", text, token.start()))
        elif character in "]}":
            depth -= 1


def _judge(text: str, file: str) -> None:
    """Raise Invalid where the grammar is broken."""
    import json

    def skip(number: str) -> None:
        """Make nothing of a number: one of 5,000 digits is an error of `int`, not of the file."""

    try:
        json.loads(text, parse_int=skip, parse_float=skip, parse_constant=skip)
    except json.JSONDecodeError as error:
        said = error.msg.removesuffix(": ").removesuffix(" at").removesuffix(" starting")
        hint = next((hint for words, hint in _HINTS.items() if said.startswith(words)), None)
        problem = _problem(file, f"not JSON: {said[:1].lower()}{said[1:]}", hint, text, error.pos)
        raise unreadable(file, problem) from None


def _build(builder: Builder, text: str) -> None:
    from json import loads

    place = _places(text)
    for token in _TOKEN.finditer(text):
        word = token.group()
        first = word[0]
        if first == '"':
            builder.scalar(loads(word) if "\\" in word else word[1:-1], place(token.start()))
        elif first == "{":
            builder.open({}, place(token.start()))
        elif first == "[":
            builder.open([], place(token.start()))
        elif first in "]}":
            builder.close()
        else:
            builder.scalar(None if word == "null" else word, place(token.start()))


def _places(text: str) -> Callable[[int], Place]:
    """Return a function from an index to its place; the indexes have to come in rising order."""
    ends: Iterator[int] = (found.end() for found in _LINE_END.finditer(text))
    line, start, following = 1, 0, next(ends, len(text) + 1)

    def place(index: int) -> Place:
        nonlocal line, start, following
        while following <= index:
            line, start, following = line + 1, following, next(ends, len(text) + 1)
        return line, index - start + 1

    return place


def _problem(file: str, message: str, hint: str | None, text: str, index: int) -> Problem:
    line, column = place_of(text, index)
    return Problem(path="", message=message, hint=hint, file=file, line=line, column=column)
