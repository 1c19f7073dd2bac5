"""Where documents come from: files, folders, standard input; all of them are read before any is refused.

Never more than the limit and one byte is read, whatever stands behind a name.
"""

from __future__ import annotations

import pathlib
from collections.abc import Sequence
from itertools import islice
from typing import BinaryIO, TextIO

from wscli.documents.document import Document, unreadable
from wscli.documents.encoding import decode
from wscli.documents.json_reader import read_json
from wscli.documents.yaml_reader import read_yaml
from wscli.errors import Failed, Invalid, NotFound, Problem, Usage, WscliError

MAX_BYTES = 8 * 1024 * 1024
"""The size of one file."""

STDIN = "<stdin>"
_SUFFIXES = (".yaml", ".yml", ".json")
_NEIGHBOURS = 2_000  # names looked at for a suggestion


def read_documents(sources: Sequence[str], *, stdin: TextIO | BinaryIO) -> list[Document]:
    """Return the documents of files, folders (their `*.yaml *.yml *.json`, by name) and `-`, in that order.

    Raises NotFound for a missing file, Failed for one that cannot be opened and Invalid for one that cannot
    be read to its end; where several fail, the first of Failed, NotFound, Invalid, with the problems of all.
    """
    if list(sources).count("-") > 1:
        raise Usage("standard input is named twice", hint="give - once")
    documents: list[Document] = []
    errors: list[tuple[str, WscliError]] = []
    for source in sources:
        try:
            files = _files(source)
        except WscliError as error:
            errors.append((source, error))
            continue
        for file in files:
            try:
                documents += _read_source(file, stdin)
            except WscliError as error:
                errors.append((file, error))
    if errors:
        raise _joined(errors, documents)
    return documents


def read_text(text: str, file: str, *, json: bool) -> list[Document]:
    """Return the documents of a text, at least one (None where it is empty); raises Invalid."""
    if len(text) > MAX_BYTES:
        raise _too_large(file)
    return read_json(text, file) if json else read_yaml(text, file)


def _files(source: str) -> list[str]:
    """Return the files that a source stands for."""
    if not source.strip():
        # As a path it would be the folder that one happens to be in.
        raise NotFound(
            f"there is no file {source!r}", hint="it is empty: is the variable set that stands there?"
        )
    folder = pathlib.Path(source)
    try:
        if source == "-" or not folder.is_dir():
            return [source]
        entries = [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
        found = sorted(str(entry) for entry in entries if _is_document(entry))
    except OSError as error:
        raise Failed(f"{source} cannot be opened: {error.strerror}") from None
    if not found:
        raise Invalid(
            f"{source} holds no documents", hint="a folder means its *.yaml, *.yml and *.json files"
        )
    return found


def _is_document(entry: pathlib.Path) -> bool:
    return entry.suffix.lower() in _SUFFIXES and not entry.is_dir()


def _read_source(source: str, stdin: TextIO | BinaryIO) -> list[Document]:
    if source == "-":
        return _read_unknown(decode(_limited(_stdin_bytes(stdin), STDIN), STDIN), STDIN)
    text = decode(_limited(_file_bytes(source), source), source)
    return read_text(text, source, json=source.lower().endswith(".json"))


def _file_bytes(source: str) -> bytes:
    path = pathlib.Path(source)
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(
            f"there is no file {source}", hint=_suggestion(path) or "check the name and the folder"
        ) from None
    except OSError as error:
        raise Failed(f"{source} cannot be read: {error.strerror}") from None


def _stdin_bytes(stdin: TextIO | BinaryIO) -> bytes:
    try:
        data: str | bytes = getattr(stdin, "buffer", stdin).read(MAX_BYTES + 1)
    except OSError as error:
        raise Failed(f"standard input cannot be read: {error.strerror}") from None
    return data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")


def _limited(data: bytes, file: str) -> bytes:
    if len(data) > MAX_BYTES:
        raise _too_large(file)
    return data


def _too_large(file: str) -> Invalid:
    message = f"larger than {MAX_BYTES // 1024 // 1024} MiB"
    return unreadable(file, Problem(path="", message=message, hint="split it into several files", file=file))


def _suggestion(path: pathlib.Path) -> str | None:
    from wscli.model.terms import did_you_mean

    try:
        near = [entry.name for entry in islice(path.parent.iterdir(), _NEIGHBOURS) if not entry.is_dir()]
    except OSError:
        return f"there is no folder {path.parent}"
    return did_you_mean(path.name, sorted(near))


def _read_unknown(text: str, file: str) -> list[Document]:
    """Read what may be either: JSON where it looks so and is, else YAML, which has brackets too."""
    if not text.lstrip().startswith(("{", "[")):
        return read_text(text, file, json=False)
    try:
        return read_text(text, file, json=True)
    except Invalid as error:
        as_json = error
    try:
        return read_text(text, file, json=False)
    except Invalid as as_yaml:
        # Whoever came further understood more of it.
        raise max(as_json, as_yaml, key=_end) from None


def _end(error: Invalid) -> tuple[int, int]:
    last = error.problems[-1]
    return last.line or 0, last.column or 0


def _joined(errors: list[tuple[str, WscliError]], documents: list[Document]) -> WscliError:
    """Return one error for all sources that failed, with what is wrong in the others too."""
    noticed = [problem for document in documents for problem in document.problems]
    first = next(
        error for kind in (Failed, NotFound, Invalid) for _, error in errors if isinstance(error, kind)
    )
    if len(errors) == 1:
        problems = [*first.problems, *noticed]
        return type(first)(first.message, hint=first.hint, problems=problems)
    for source, error in errors:
        file = STDIN if source == "-" else source
        whole = Problem(path="", message=error.message, hint=error.hint, file=file)
        noticed += error.problems or [whole]
    return type(first)(f"{len(errors)} sources cannot be read", problems=noticed)
