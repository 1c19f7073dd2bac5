"""The columns that a case file and an events file become, and how a user says what the files look like.

A million cases are a handful of arrays, not a million objects: rows are kept column by column, in file
order, with the line each came from. Names are indexes into the `Vocabulary`, instants are epoch
milliseconds, and what is not given is -1 (priority: 0). Nothing here reads or judges.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from enum import StrEnum


class CaseFormat(StrEnum):
    """The forms of a case or events file (`--case-format`), each of them gzipped or not."""

    CSV = "csv"
    TSV = "tsv"
    JSONL = "jsonl"


class EventKind(StrEnum):
    """The words of an events file (interface §6)."""

    SIGN_IN = "sign-in"
    SIGN_OUT = "sign-out"
    PRESENCE = "presence"
    ACCEPT = "accept"
    DECLINE = "decline"
    IGNORE = "ignore"
    PICK = "pick"
    WAIT = "wait"
    RESUME = "resume"
    REPLY = "reply"
    RESOLVE = "resolve"
    WITHDRAW = "withdraw"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How the files are to be read.

    `case_format` None: by the extension, else CSV. `mapping` goes from the new name of a column to its name
    in the case file. `time_format` is for `strptime`, tried where a value is not ISO 8601; `zone` is that of
    instants without an offset.
    """

    case_format: CaseFormat | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    time_format: str | None = None
    zone: tzinfo = UTC
    skip_bad_rows: bool = False


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What the bytes of a file were, packed as it was: their SHA-256 in hexadecimal, and their number."""

    sha256: str
    size: int


def integers() -> array[int]:
    """Return an empty column of 64-bit integers."""
    return array("q")


@dataclass(slots=True)
class CaseTable:
    """The accepted cases, in file order; all columns have the same length.

    `columns` is the header after `--map`, the names of interface §6 in their own spelling. A wanted
    attribute that no row has is not in `attributes`; one that a row lacks, or has empty, is None there.
    """

    file: str
    ids: list[str] = field(default_factory=list)
    arrived: array[int] = field(default_factory=integers)
    """Epoch milliseconds."""
    handle: array[int] = field(default_factory=integers)
    """Milliseconds of the first active part; -1: none given."""
    patterns: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Case index → all parts in ms (active, waiting, active …), where there is more than one."""
    priority: array[int] = field(default_factory=integers)
    """From 1 on; 0: none."""
    patience: array[int] = field(default_factory=integers)
    """Milliseconds from arrival; -1: none."""
    queue: array[int] = field(default_factory=integers)
    """Index into the vocabulary's queues; -1: not named."""
    workstream: array[int] = field(default_factory=integers)
    """Index into the vocabulary's workstreams; -1: not named."""
    entity: list[str] = field(default_factory=list)
    skills: dict[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    """Case index → (skill index, rating that is needed at least), where any is needed."""
    attributes: dict[str, list[str | None]] = field(default_factory=dict)
    """Attribute, spelled as it was wanted → one value per case; equal strings are shared."""
    columns: tuple[str, ...] = ()
    lines: array[int] = field(default_factory=integers)
    """The line in the file on which the row starts, from 1."""
    skipped: int = 0
    fingerprint: Fingerprint | None = None
    """Of the file as it was read; None of a table that no file was read for."""

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(slots=True)
class EventTable:
    """The accepted event rows, in file order; all columns have the same length.

    `value` is an index: into the vocabulary's presences for `presence`, into its queues for `transfer`.
    """

    file: str
    at: array[int] = field(default_factory=integers)
    event: list[EventKind] = field(default_factory=list)
    case: array[int] = field(default_factory=integers)
    """Index into the case table; -1: the event is not about a case."""
    agent: array[int] = field(default_factory=integers)
    value: array[int] = field(default_factory=integers)
    lines: array[int] = field(default_factory=integers)
    skipped: int = 0
    fingerprint: Fingerprint | None = None
    """As of the case table."""

    def __len__(self) -> int:
        return len(self.event)

    def keep(self, rows: list[int]) -> None:
        """Keep only the rows of these indexes, in this order."""
        for name in ("at", "case", "agent", "value", "lines"):
            column = getattr(self, name)
            setattr(self, name, array("q", map(column.__getitem__, rows)))
        self.event = [self.event[row] for row in rows]
