"""Bytes to text: UTF-8, with or without a byte order mark, and nothing else.

Guessing an encoding turns one name into another without a word; refusing says which byte and where.
"""

from __future__ import annotations

import codecs

from wscli.documents.document import Place, place_of, unreadable
from wscli.errors import Problem

_OTHER_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def decode(data: bytes, file: str) -> str:
    """Return the text of a file without a byte order mark; raises Invalid with the place of a wrong byte."""
    for mark, name in _OTHER_MARKS:
        if data.startswith(mark):
            raise unreadable(file, _problem(file, f"the file is {name}, not UTF-8", (1, 1)))
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = place_of(data[: error.start].decode("utf-8"), error.start)
        message = f"byte 0x{data[error.start]:02X} (number {error.start + 1} of the file) is not UTF-8"
        raise unreadable(file, _problem(file, message, place)) from None


def _problem(file: str, message: str, place: Place) -> Problem:
    line, column = place
    return Problem(path="", message=message, hint="save it as UTF-8", file=file, line=line, column=column)
