"""How far the reading of files is, for whoever looks on from another thread.

It holds what the readers fill anyway: the bytes that have passed and the rows of the table. Reading pays
one assignment per file for it.
"""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import dataclass

from wscli.cases.sources import Source


@dataclass(slots=True)
class Meter:
    """The file that is read now: what it holds, and the table that it fills.

    `size` is that of the file in bytes, packed as it is; None where nobody knows: of a pipe.
    """

    what: str = "cases"
    size: int | None = None
    source: Source | None = None
    table: Sized = ()

    def begin(self, what: str, source: Source, table: Sized) -> None:
        """Look at this file from now on."""
        self.source, self.table, self.size = source, table, source.size()
        self.what = what

    @property
    def bytes(self) -> int:
        """The bytes read so far."""
        return self.source.bytes.size if self.source else 0

    @property
    def share(self) -> float | None:
        """The share of the file that has been read; None where its size is not known."""
        return self.bytes / self.size if self.size else None

    @property
    def rows(self) -> int:
        """The rows accepted so far."""
        return len(self.table)
