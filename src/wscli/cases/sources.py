"""A file name, or `-` → lines of text, whatever it is packed in.

Gzip is recognised by its first bytes, not by the name, so that a pipe may carry it too; a byte order mark is
dropped; text is UTF-8. Damage further in shows only when the lines are read, and is judged there (`rows`).
"""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TextIO, cast

from wscli.cases.table import CaseFormat
from wscli.errors import Failed, Invalid, NotFound

STDIN = "-"
BUFFER = 1 << 18

_GZIP = b"\x1f\x8b"
_ENDINGS = {
    ".csv": CaseFormat.CSV,
    ".tsv": CaseFormat.TSV,
    ".tab": CaseFormat.TSV,
    ".jsonl": CaseFormat.JSONL,
    ".ndjson": CaseFormat.JSONL,
    ".json": CaseFormat.JSONL,
}


@dataclass(frozen=True, slots=True)
class Source:
    """An open file: its name for messages, its format, and its text with line ends as they are."""

    name: str
    format: CaseFormat
    text: TextIO


def shown_name(source: str) -> str:
    """Return the name of a source as messages say it."""
    return "<stdin>" if source == STDIN else source


def format_of(source: str) -> CaseFormat | None:
    """Return the format that the extension says (`calls.csv.gz` is CSV), or None."""
    name = source.lower().removesuffix(".gz")
    return _ENDINGS.get(Path(name).suffix)


@contextmanager
def open_source(source: str, stdin: BinaryIO | None, case_format: CaseFormat) -> Iterator[Source]:
    """Open a file, or stdin for `-`, as text in `case_format`; stdin is left open.

    Raises `NotFound` for a missing file, `Invalid` for a folder, `Failed` where the system refuses.
    """
    with ExitStack() as stack:
        binary = _stdin(stdin, stack) if source == STDIN else _file(source, stack)
        try:
            text = _decoded(binary, stack)
        except OSError as error:
            raise Failed(f"{shown_name(source)} cannot be read: {error.strerror or error}") from error
        yield Source(shown_name(source), case_format, text)


def _file(source: str, stack: ExitStack) -> io.BufferedReader:
    try:
        opened: io.BufferedReader = io.BufferedReader(io.FileIO(source), BUFFER)
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(f"no file {source!r}", hint="check the path; - reads standard input") from None
    except IsADirectoryError:
        raise Invalid(f"{source!r} is a folder, not a file of rows", hint="name one file") from None
    except PermissionError:
        raise Failed(f"no permission to read {source!r}") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise Failed(f"{source!r} cannot be opened: {error}") from error
    return stack.enter_context(opened)


def _stdin(stdin: BinaryIO | None, stack: ExitStack) -> io.BufferedReader:
    stream = sys.stdin.buffer if stdin is None else stdin
    if isinstance(stream, io.BufferedReader):
        return stream
    buffered: io.BufferedReader = io.BufferedReader(cast(Any, stream), BUFFER)
    stack.callback(buffered.detach)
    return buffered


def _decoded(binary: io.BufferedReader, stack: ExitStack) -> TextIO:
    if binary.peek(2)[:2] == _GZIP:
        binary = io.BufferedReader(cast(Any, gzip.GzipFile(fileobj=binary)), BUFFER)
        stack.callback(binary.detach)
    text = io.TextIOWrapper(binary, encoding="utf-8-sig", errors="strict", newline="")
    stack.callback(text.detach)
    return text
