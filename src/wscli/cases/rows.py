"""CSV, TSV and JSON Lines → batches of rows, each with the line on which it starts.

All three become rows of text, so that nothing after this knows the format. A row that cannot be read is noted
and left out; what breaks the file (a gzip stream cut short, bytes that are not UTF-8, a quote that swallows
lines) is noted too and ends it, because rows would be lost uncounted.
"""

from __future__ import annotations

import csv
import json
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from gzip import BadGzipFile

from wscli.cases.fields import BadValue, shown
from wscli.cases.header import Layout, Placed
from wscli.cases.problems import BadRows
from wscli.cases.sources import Source
from wscli.cases.table import CaseFormat
from wscli.errors import Failed

BATCH = 4096

Row = list[str]
Batch = tuple[list[int], list[Row]]

_ROW = "row"


class Records(ABC):
    """The rows of one source; problems go into `bad`, and after a break of the header there are no rows.

    `positions` says where the fields are in a row, from the first batch on; for JSON Lines that is all of
    them. `header` is what the file really has, known at the end.
    """

    def __init__(self, source: Source, layout: Layout, bad: BadRows) -> None:
        self.source = source
        self.layout = layout
        self.bad = bad
        self.header = Placed((), {})
        self.positions: dict[str, int] = {}

    def batches(self) -> Iterator[Batch]:
        """Yield (lines, rows) of up to 4,096 rows at a time."""
        lines: list[int] = []
        rows: list[Row] = []
        try:
            for line, row in self._rows():
                lines.append(line)
                rows.append(row)
                if len(rows) == BATCH:
                    yield lines, rows
                    lines, rows = [], []
        except UnicodeDecodeError as error:
            line = self._lines_read() + 1 + error.object[: error.start].count(b"\n")
            byte = error.object[error.start]
            self.bad.broken("file", f"byte 0x{byte:02x} is not UTF-8", "save the file as UTF-8", line)
        except (EOFError, BadGzipFile, zlib.error):
            line = self._lines_read() + 1
            self.bad.broken(
                "file", "the gzip data is damaged or ends too early", "fetch or pack the file again", line
            )
        except OSError as error:
            raise Failed(f"{self.bad.file} cannot be read: {error.strerror or error}") from error
        if rows:
            yield lines, rows
        if not self.bad.breaks:
            self._finish()

    @abstractmethod
    def _finish(self) -> None:
        """Judge what only the end shows."""

    @abstractmethod
    def _rows(self) -> Iterator[tuple[int, Row]]:
        """Yield the line on which a row starts, and the row."""

    @abstractmethod
    def _lines_read(self) -> int:
        """Return how many lines have been read whole."""

    def _bad_row(self, line: int, message: str, hint: str | None = None) -> None:
        self.bad.add(line, [(_ROW, BadValue(message, hint))])


class SeparatedRecords(Records):
    """CSV and TSV, as RFC 4180 has it: a quoted field may hold separators, doubled quotes and line ends."""

    def __init__(self, source: Source, layout: Layout, bad: BadRows) -> None:
        super().__init__(source, layout, bad)
        delimiter = "\t" if source.format is CaseFormat.TSV else ","
        # strict: without it a quote that is never closed silently swallows the rest of the file
        self._reader = csv.reader(source.text, delimiter=delimiter, strict=True)

    def _finish(self) -> None:
        """Judge nothing more: the header has said it all."""

    def _lines_read(self) -> int:
        return self._reader.line_num

    def _rows(self) -> Iterator[tuple[int, Row]]:
        width = 0
        for line, row in self._read():
            if width:
                if len(row) == width:
                    yield line, row
                else:
                    self._bad_row(line, f"{len(row)} fields, but the header has {width}")
            else:
                if not self._header(line, row):
                    return
                width = len(row)
        if not width and not self.bad.breaks:
            self.bad.broken(
                "file", "it is empty", "a header line is needed, as in case_id,arrived_at,handle_seconds"
            )

    def _read(self) -> Iterator[tuple[int, Row]]:
        """Yield every row that is not blank with the line it starts on; note those that are no CSV."""
        reader = self._reader
        start = 1
        while True:
            try:
                for row in reader:
                    if row:
                        yield start, row
                    start = reader.line_num + 1
                return
            except csv.Error as error:
                if not self._survives(start, error):
                    return
                start = reader.line_num + 1

    def _survives(self, start: int, error: csv.Error) -> bool:
        """Note a row that is no CSV. If it has taken other lines with it, that ends the file."""
        end = self._reader.line_num
        if end <= start:
            self._bad_row(
                start, f"not readable: {error}", "is a quote in a field not doubled, or never closed?"
            )
            return True
        hint = "a quote in a field must be doubled, and every opened one closed"
        self.bad.broken(_ROW, f"a quoted field runs from line {start} to {end}: {error}", hint, start)
        return False

    def _header(self, line: int, row: Row) -> bool:
        names = [name.strip() for name in row]
        if any("\0" in name for name in names):
            self.bad.broken(
                "header", "it has NUL bytes: this is not text in UTF-8", "save it as CSV in UTF-8", line
            )
            return False
        try:
            self.header = self.layout.place(names)
        except BadValue as fault:
            self.bad.broken("header", fault.message, fault.hint, line)
            return False
        self.positions = self.header.positions
        self.layout.check(names, self.header.columns, self.bad, line)
        return not self.bad.breaks


class JsonRecords(Records):
    """JSON Lines: one object per line; a row of text per object, aligned to the fields of the layout."""

    def __init__(self, source: Source, layout: Layout, bad: BadRows) -> None:
        super().__init__(source, layout, bad)
        self._fields = (*layout.fields, *layout.attributes)
        self._line = 0
        self._names: dict[str, None] = {}
        self._layouts: dict[tuple[str, ...], Placed] = {}
        self.positions = {name: position for position, name in enumerate(self._fields)}
        # numbers stay as they are written: 0.0005 must not become a float on its way
        self._decode = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str).decode

    def _lines_read(self) -> int:
        return self._line

    def _rows(self) -> Iterator[tuple[int, Row]]:
        good = 0
        for text in self.source.text:
            self._line += 1
            if text.isspace():
                continue
            if not good and text.startswith("["):
                hint = "write one object per line, as jq -c '.[]' does"
                self.bad.broken("file", "it is a JSON array, not JSON Lines", hint, self._line)
                return
            try:
                row, faults = self._row(text)
            except BadValue as fault:
                row, faults = [], [(_ROW, fault)]
            good += not faults
            if faults:
                self.bad.add(self._line, faults)
            else:
                yield self._line, row

    def _row(self, text: str) -> tuple[Row, list[tuple[str, BadValue]]]:
        """Return the fields of one object, and the faults of fields; raises `BadValue` for the whole."""
        found = self._object(text)
        positions = self._place(tuple(found))
        values = list(found.values())
        row = [""] * len(self._fields)
        faults = []
        for slot, field in enumerate(self._fields):
            position = positions.get(field)
            if position is not None:
                try:
                    row[slot] = _cell(values[position])
                except BadValue as fault:
                    faults.append((self.layout.label(field), fault))
        return row, faults

    def _object(self, text: str) -> dict[str, object]:
        try:
            found = self._decode(text)
        except json.JSONDecodeError as error:
            raise BadValue(f"not JSON: {error.msg} (character {error.pos + 1})") from None
        except RecursionError:
            raise BadValue("not usable JSON: it is nested too deeply") from None
        if not isinstance(found, dict):
            raise BadValue("not a JSON object", 'as in {"case_id": "1", "arrived_at": "2026-03-02T09:00:00"}')
        return found

    def _place(self, names: tuple[str, ...]) -> dict[str, int]:
        """Return where the fields are among these keys; most objects have the same keys in the same order."""
        placed = self._layouts.get(names)
        if placed is None:
            placed = self.layout.place(names)
            if len(self._layouts) >= 1024:
                self._layouts.clear()
            self._layouts[names] = placed
            self._names.update(dict.fromkeys(names))
        return placed.positions

    def _finish(self) -> None:
        """Judge the columns, now that all keys have been seen; a column nobody has explains every bad row."""
        if not self._names:
            return
        names = tuple(self._names)
        self.header = self.layout.place(names)
        self.layout.check(names, self.header.columns, self.bad, None)
        if self.bad.breaks:
            self.bad.forget_rows()


def _cell(value: object) -> str:
    """Return a JSON value as text: null is nothing, true and false are words."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    kind = "a list" if isinstance(value, list) else "an object"
    raise BadValue(f"{kind}, not a single value: {shown(json.dumps(value))}")


def read_records(source: Source, layout: Layout, bad: BadRows) -> Records:
    """Return the rows of a source in its own format; nothing is read yet."""
    kind = JsonRecords if source.format is CaseFormat.JSONL else SeparatedRecords
    return kind(source, layout, bad)
