"""A file name, or `-` → lines of text, whatever it is packed in.

Gzip is recognised by its first bytes, not by the name, so that a pipe may carry it too; a byte order mark is
dropped; text is UTF-8. Damage further in shows only when the lines are read, and is judged there (`rows`).

Bytes are hashed as they pass, packed as they are: what is read is what the fingerprint is of, even if the
file changes a moment later, and standard input has one too. It costs a hundredth of the reading.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, TextIO, cast

from wscli.cases.table import CaseFormat, Fingerprint
from wscli.errors import Failed, Invalid, NotFound

STDIN = "-"
BUFFER = 1 << 18

_GZIP = b"\x1f\x8b"
_HINT = "check the path; - reads standard input"
_NEIGHBOURS = 2_000  # names looked at for a suggestion
_ENDINGS = {
    ".csv": CaseFormat.CSV,
    ".tsv": CaseFormat.TSV,
    ".tab": CaseFormat.TSV,
    ".jsonl": CaseFormat.JSONL,
    ".ndjson": CaseFormat.JSONL,
    ".json": CaseFormat.JSONL,
}


class _Hashed(io.RawIOBase):
    """A stream of bytes that hashes what is read from it; closing it leaves the stream below open."""

    def __init__(self, below: io.FileIO | io.BufferedIOBase) -> None:
        self.below = below
        self.hash = hashlib.sha256()
        self.size = 0
        self.ended = False

    def readable(self) -> bool:
        """Whether it can be read: the protocol of `io`."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what there is into `buffer`, and return how many bytes that was: the protocol of `io`."""
        # Not readinto of a buffered stream: it would wait until the buffer is full.
        read = getattr(self.below, "readinto1", self.below.readinto)
        count = read(buffer) or 0
        self.hash.update(memoryview(buffer)[:count])
        self.size += count
        self.ended = not count
        return count


@dataclass(frozen=True, slots=True)
class Source:
    """An open file: its name for messages, its format, and its text with line ends as they are."""

    name: str
    format: CaseFormat
    text: TextIO
    bytes: _Hashed

    def size(self) -> int | None:
        """Return the size of the file in bytes, packed as it is; None where nobody knows, as of a pipe."""
        try:
            status = os.fstat(self.bytes.below.fileno())
        except (OSError, ValueError):  # bytes in memory have no file
            return None
        return status.st_size if stat.S_ISREG(status.st_mode) else None

    def fingerprint(self) -> Fingerprint:
        """Read what is left, and return what all the bytes were."""
        buffer = bytearray(BUFFER)
        while not self.bytes.ended:
            self.bytes.readinto(buffer)
        return Fingerprint(self.bytes.hash.hexdigest(), self.bytes.size)


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
        raw = _Hashed(_stdin(stdin) if source == STDIN else _file(source, stack))
        binary = io.BufferedReader(cast(Any, raw), BUFFER)
        stack.callback(binary.detach)
        try:
            text = _decoded(binary, stack)
        except OSError as error:
            raise Failed(f"{shown_name(source)} cannot be read: {error.strerror or error}") from error
        yield Source(shown_name(source), case_format, text, raw)


def _file(source: str, stack: ExitStack) -> io.FileIO:
    try:
        opened = io.FileIO(source)
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(f"no file {source!r}", hint=_near(Path(source)) or _HINT) from None
    except IsADirectoryError:
        raise Invalid(f"{source!r} is a folder, not a file of rows", hint="name one file") from None
    except PermissionError:
        raise Failed(f"no permission to read {source!r}") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise Failed(f"{source!r} cannot be opened: {error}") from error
    return stack.enter_context(opened)


def _near(path: Path) -> str | None:
    """Return what to say of a name that is not there: no such folder, or a file of a name much like it."""
    from wscli.model.terms import did_you_mean

    try:
        names = [entry.name for entry in islice(path.parent.iterdir(), _NEIGHBOURS) if not entry.is_dir()]
    except OSError:
        return f"there is no folder {path.parent}"
    return did_you_mean(path.name, sorted(names))


def _stdin(stdin: BinaryIO | None) -> io.BufferedIOBase:
    return cast(io.BufferedIOBase, sys.stdin.buffer if stdin is None else stdin)


def _decoded(binary: io.BufferedReader, stack: ExitStack) -> TextIO:
    if binary.peek(2)[:2] == _GZIP:
        binary = io.BufferedReader(cast(Any, gzip.GzipFile(fileobj=binary)), BUFFER)
        stack.callback(binary.detach)
    text = io.TextIOWrapper(binary, encoding="utf-8-sig", errors="strict", newline="")
    stack.callback(text.detach)
    return text
