"""Rows of a case file → the columns of a `CaseTable`.

A batch is parsed column by column, which costs a third of going row by row; only a batch in which something
is wrong is gone through again, row by row, to name every fault. Parsers are chosen once, from the header.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from wscli.cases import fields
from wscli.cases.fields import BadValue, Memo, shown
from wscli.cases.header import Layout
from wscli.cases.problems import BadRows
from wscli.cases.rows import Batch, Records, Row
from wscli.cases.table import CaseTable
from wscli.cases.vocabulary import Vocabulary

CASE_FIELDS = (
    "case_id",
    "arrived_at",
    "handle_seconds",
    "priority",
    "queue",
    "workstream",
    "entity",
    "patience_seconds",
    "skills",
)
"""The columns that interface §6 names; every other is an attribute."""

Parse = Callable[[str], Any]
Values = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column that is read: where its text is in a row, and how one or all of them are parsed."""

    name: str
    label: str
    text: Callable[[Row], str]
    parse: Parse
    parse_all: Callable[[list[str]], list[Any]] | None = None

    def values(self, rows: list[Row]) -> list[Any]:
        """Parse this column of all rows; raises `BadValue` for the first that is wrong."""
        texts = map(self.text, rows)
        return self.parse_all(list(texts)) if self.parse_all else list(map(self.parse, texts))


def attributes_of(wanted: frozenset[str]) -> tuple[str, ...]:
    """Return the wanted names that can be attributes: `priority` and `entity` have columns of their own."""
    return tuple(sorted(name for name in wanted if name.casefold() not in CASE_FIELDS))


class CaseReader:
    """Fills a case table from batches of rows.

    `finished` are the ids that a `resolve` row finishes, so that `handle_seconds` may be absent. `rejected`
    are the ids of bad rows, kept unless those are skipped: a second row with such an id is a duplicate too.
    """

    def __init__(
        self,
        layout: Layout,
        bad: BadRows,
        vocabulary: Vocabulary,
        instant: Callable[[str], int],
        *,
        handle_optional: bool,
        finished: set[str],
        skip_bad_rows: bool,
    ) -> None:
        self.table = CaseTable(bad.file)
        self.rejected: dict[str, int] = {}
        self._layout = layout
        self._bad = bad
        self._parsers = _parsers(vocabulary, instant, layout.attributes)
        self._handle_optional = handle_optional
        self._finished = finished
        self._skip = skip_bad_rows
        self._seen: set[str] = set()
        self._columns: list[Column] = []

    def read(self, records: Records) -> CaseTable:
        """Read all rows; what is wrong is in `bad` afterwards."""
        for batch in records.batches():
            if not self._columns:
                self._columns = self._choose(records.positions)
            self._take(batch)
        self._finish(records)
        return self.table

    def _choose(self, positions: dict[str, int]) -> list[Column]:
        return [
            Column(
                name,
                self._layout.label(name),
                itemgetter(positions[name]),
                parse,
                _plain_ids if name == "case_id" else None,
            )
            for name, parse in self._parsers.items()
            if name in positions
        ]

    def _take(self, batch: Batch) -> None:
        lines, rows = batch
        try:
            values = {column.name: column.values(rows) for column in self._columns}
            fine = self._agree(values)
        except BadValue:
            fine = False
        if fine:
            self._append(lines, values)
        else:
            for line, row in zip(lines, rows, strict=True):
                self._take_row(line, row)

    def _agree(self, values: Values) -> bool:
        """Whether no id of the batch was there before, and every case has a handle time or needs none."""
        ids = values["case_id"]
        if (
            len(set(ids)) < len(ids)
            or not self._seen.isdisjoint(ids)
            or not self.rejected.keys().isdisjoint(ids)
        ):
            return False
        if self._handle_optional:
            return True
        handles = values.get("handle_seconds")
        if handles is None:
            return self._finished.issuperset(ids)
        return -1 not in handles or all(
            handle != -1 or case in self._finished for handle, case in zip(handles, ids, strict=True)
        )

    def _take_row(self, line: int, row: Row) -> None:
        faults: list[tuple[str, BadValue]] = []
        values: Values = {}
        for column in self._columns:
            try:
                values[column.name] = [column.parse(column.text(row))]
            except BadValue as fault:
                faults.append((column.label, fault))
        if "case_id" in values:
            self._check_row(values, faults)
        if not faults:
            self._append([line], values)
            return
        self._bad.add(line, faults)
        if "case_id" in values and not self._skip:
            self.rejected.setdefault(values["case_id"][0], line)

    def _check_row(self, values: Values, faults: list[tuple[str, BadValue]]) -> None:
        """Note a duplicate id and a missing handle time."""
        case = values["case_id"][0]
        first = self._line_of(case)
        if first is not None:
            message = (
                f"{shown(case)} is on line {first} already" if first else f"{shown(case)} is there already"
            )
            faults.append((self._layout.label("case_id"), BadValue(message, "case ids are unique in a file")))
        judged = {place for place, _ in faults}
        label = self._layout.label("handle_seconds")
        missing = values.get("handle_seconds", [-1])[0] == -1 and label not in judged
        if missing and not self._handle_optional and case not in self._finished:
            hint = "give the seconds, --handle-time for all such cases, or a resolve row in --events"
            faults.append((label, BadValue("it is missing", hint)))

    def _line_of(self, case: str) -> int | None:
        """Return the line of the first row with this id; 0: not worth a search; None: there is none."""
        if case in self.rejected:
            return self.rejected[case]
        if case not in self._seen:
            return None
        # a search from the start; only the rows that are listed are worth it
        return 0 if self._bad.is_full else self.table.lines[self.table.ids.index(case)]

    def _append(self, lines: Sequence[int], values: Values) -> None:
        table = self.table
        start = len(table)
        table.ids.extend(values["case_id"])
        self._seen.update(values["case_id"])
        table.lines.extend(lines)
        table.arrived.extend(values["arrived_at"])
        for name, target in (
            ("priority", table.priority),
            ("patience_seconds", table.patience),
            ("queue", table.queue),
            ("workstream", table.workstream),
        ):
            if name in values:
                target.extend(values[name])
        if "entity" in values:
            table.entity.extend(values["entity"])
        if "handle_seconds" in values:
            self._append_handles(start, values["handle_seconds"])
        for index, needed in enumerate(values.get("skills", ()), start):
            if needed:
                table.skills[index] = needed
        for name in self._layout.attributes:
            if name in values:
                table.attributes.setdefault(name, []).extend(values[name])

    def _append_handles(self, start: int, handles: list[Any]) -> None:
        if set(map(type, handles)) != {int}:
            for index, handle in enumerate(handles):
                if isinstance(handle, tuple):
                    self.table.patterns[start + index] = handle
                    handles[index] = handle[0]
        self.table.handle.extend(handles)

    def _finish(self, records: Records) -> None:
        """Fill the columns that the file does not have."""
        table = self.table
        count = len(table)
        for column, default in (
            (table.handle, -1),
            (table.priority, 0),
            (table.patience, -1),
            (table.queue, -1),
            (table.workstream, -1),
        ):
            if len(column) < count:
                column.extend(array("q", [default]) * count)
        if len(table.entity) < count:
            table.entity = ["case"] * count
        table.columns = records.header.columns
        present = records.header.positions
        table.attributes = {name: column for name, column in table.attributes.items() if name in present}


def _plain_ids(texts: list[str]) -> list[str]:
    """Read a batch of case ids; raises `BadValue` if any of them is wrong."""
    ids = list(map(str.strip, texts))
    if not fields.are_plain(ids):
        raise BadValue("a case id is wrong")
    return ids


def _parsers(
    vocabulary: Vocabulary, instant: Callable[[str], int], attributes: tuple[str, ...]
) -> dict[str, Parse]:
    """Return the parser of every column; those whose values repeat remember them."""
    parsers: dict[str, Parse] = {
        "case_id": fields.case_id,
        "arrived_at": instant,
        "handle_seconds": Memo(fields.handle_time).__getitem__,
        "priority": Memo(fields.priority).__getitem__,
        "queue": Memo(vocabulary.queues.find_optional).__getitem__,
        "workstream": Memo(vocabulary.workstreams.find_optional).__getitem__,
        "entity": Memo(fields.entity).__getitem__,
        "patience_seconds": Memo(fields.patience).__getitem__,
        "skills": Memo(vocabulary.required_skills).__getitem__,
    }
    return parsers | {name: Memo(fields.attribute).__getitem__ for name in attributes}
