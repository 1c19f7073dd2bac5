"""Reads the conformance files that come with the program.

They are trusted: what is wrong with one is a fault of the package, and a test says so. Nothing is run here.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from wscli.documents import read_text
from wscli.errors import NotFound
from wscli.model.terms import did_you_mean

LETTERS = "VTR"
"""The first letters of ids, in the order of the list."""

LogRow = dict[str, str]
"""The text of each column, as in a CSV file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """One conformance file: `wscli.conformance` says what it holds.

    `text` is the file as it stands, `raw` all of it as plain values. `rows_of` is None where all rows of the
    event log are compared.
    """

    id: str
    title: str
    publisher: str
    document: str
    text: str
    raw: Mapping[str, Any]
    not_modelled: str | None = None
    configuration: Any = None
    cases: str = ""
    events: str | None = None
    options: Mapping[str, str]
    rows_of: frozenset[str] | None = None
    event_log: Sequence[LogRow] = ()
    case_log: Sequence[LogRow] = ()

    @property
    def source(self) -> str:
        """Whose document, and which."""
        return f"{self.publisher}: {self.document}"


def home() -> Traversable:
    """Return the folder of the conformance files; they may be inside an archive."""
    return files("wscli.conformance")


def read_vectors() -> list[Vector]:
    """Return all vectors, in the order of their ids."""
    found = [each for each in home().iterdir() if each.name.endswith(".yaml")]
    return sorted((read_vector(each.read_text("utf-8"), each.name) for each in found), key=_order)


def read_vector(text: str, file: str) -> Vector:
    """Return the vector that a file holds; raises Invalid if it is not YAML."""
    raw: Any = read_text(text, file, json=False)[0].value
    expect = raw.get("expect", {})
    rows_of = expect.get("rows_of", "all")
    return Vector(
        id=raw["id"],
        title=raw["title"],
        publisher=raw["publisher"],
        document=raw["document"],
        text=text,
        raw=raw,
        not_modelled=raw.get("not_modelled"),
        configuration=raw.get("configuration"),
        cases=raw.get("cases", ""),
        events=raw.get("events"),
        options=raw.get("options", {}),
        rows_of=None if rows_of == "all" else frozenset(rows_of),
        event_log=rows(expect.get("event_log", "")),
        case_log=rows(expect.get("case_log", "")),
    )


def rows(text: str) -> list[LogRow]:
    """Return the rows of a CSV text with a header."""
    return list(csv.DictReader(io.StringIO(text)))


def named(vectors: Iterable[Vector], ids: Sequence[str]) -> list[Vector]:
    """Return the vectors of these ids as asked for, or all where none is given; raises NotFound."""
    known = {vector.id.casefold(): vector for vector in vectors}
    unknown = [name for name in ids if name.casefold() not in known]
    if unknown:
        every = [vector.id for vector in known.values()]
        hint = " ".join(
            part for part in (did_you_mean(unknown[0], every), f"there are {', '.join(every)}") if part
        )
        raise NotFound(f"no vector {', '.join(map(repr, unknown))}", hint=hint)
    wanted = dict.fromkeys(name.casefold() for name in ids) or known
    return [known[name] for name in wanted]


def _order(vector: Vector) -> tuple[int, int]:
    return LETTERS.index(vector.id[0]), int(vector.id[1:])
