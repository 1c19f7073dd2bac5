"""Data on stdout: tables for people, JSON, JSON Lines, CSV, TSV and YAML for programs.

One function for lists and one for single objects, so that every command offers every format alike. A value
arrives as it should be read: durations and instants are text already. How a table is drawn is `wscli.tables`'
part. Nothing here knows what the rows mean, and no message is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from enum import Enum, StrEnum
from typing import TextIO

from wscli.errors import Invalid
from wscli.model.terms import did_you_mean, read_term, squash
from wscli.tables import Column, Lines, cell, write_table
from wscli.terminal import is_terminal, is_unicode, printable, safe_json

__all__ = [
    "Column",
    "Format",
    "Lines",
    "Row",
    "choose",
    "json_text",
    "plain",
    "read_format",
    "write_object",
    "write_rows",
]

Row = Mapping[str, object]


class Format(StrEnum):
    """What stdout carries (interface §2)."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    YAML = "yaml"
    NONE = "none"


def read_format(text: str, where: str) -> Format:
    """Return the format that `text` says; raise Invalid, naming `where` it was said."""
    found = read_term(Format, text)
    if found is None:
        known = [format.value for format in Format]
        hint = " ".join(part for part in (did_you_mean(text, known), f"known are {', '.join(known)}") if part)
        raise Invalid(f"no such output format {text!r}, in {where}", hint=hint)
    return found


def choose(columns: Sequence[Column | str], fields: Sequence[str]) -> list[Column]:
    """Return the columns that `fields` asks for, by name or header; raise Invalid if one is not there."""
    known = [_column(each) for each in columns]
    by_form = {squash(each.header): each for each in known if each.header}
    by_form |= {squash(each.name): each for each in known}
    missing = [field for field in fields if squash(field) not in by_form]
    if missing:
        names = [each.name for each in known]
        suggestions = [found for field in missing if (found := did_you_mean(field, names))]
        hint = " ".join([*suggestions, f"known are {', '.join(names)}"])
        unknown = ", ".join(repr(field) for field in missing)
        raise Invalid(f"no such field {unknown}, in --fields", hint=hint)
    return [by_form[squash(field)] for field in fields]


def _column(column: Column | str) -> Column:
    return Column(column) if isinstance(column, str) else column


def write_rows(
    stream: TextIO,
    rows: Iterable[Row],
    columns: Sequence[Column | str],
    format: Format,
    *,
    fields: Sequence[str] | None = None,
    width: int | None = None,
    colour: bool = False,
) -> None:
    """Write a list: an array, one object or line per row, or a table with a header.

    `fields` picks and orders columns, and one that is not there raises Invalid before anything is written.
    `width` is that of the terminal, None where a table may be as wide as it needs. A table without rows is
    nothing at all; every other format says an empty list in its own way.
    """
    chosen = _chosen(columns, fields, format)
    names = [column.name for column in chosen]
    records = ({name: plain(row.get(name)) for name in names} for row in rows)
    if format is Format.TABLE:
        write_table(stream, list(records), chosen, width, colour)
    elif format is Format.JSON:
        stream.write(json_text(list(records), stream, indent=2) + "\n")
    elif format is Format.JSONL:
        stream.writelines(json_text(record, stream) + "\n" for record in records)
    elif format is Format.CSV:
        _write_csv(stream, records, names)
    elif format is Format.TSV:
        _write_tsv(stream, records, names)
    elif format is Format.YAML:
        _write_yaml(stream, list(records))


def write_object(
    stream: TextIO,
    record: Row,
    format: Format,
    *,
    columns: Sequence[Column | str] = (),
    fields: Sequence[str] | None = None,
    width: int | None = None,
    colour: bool = False,
) -> None:
    """Write one object: a mapping in JSON and YAML, a line in CSV and TSV, field and value in a table.

    `columns`: the fields of the record with their other names, where they have any.
    """
    chosen = list(record) if fields is None else choose(columns or list(record), fields)
    names = [_column(column).name for column in chosen]
    kept = {name: plain(record[name]) for name in names}
    if format is Format.TABLE:
        pairs = [{"field": name, "value": value} for name, value in kept.items()]
        write_table(stream, pairs, [Column("field"), Column("value")], width, colour)
    elif format is Format.JSON:
        stream.write(json_text(kept, stream, indent=2) + "\n")
    elif format is Format.YAML:
        _write_yaml(stream, kept)
    else:
        write_rows(stream, [kept], names, format)


def plain(value: object) -> object:
    """Return `value` as what every format knows: text, numbers, booleans, None, lists and mappings.

    Enumerations become their value, other sequences lists, paths and the rest text, and a number that is
    not finite None: JSON has no word for it. Lines stay what they are: nobody but a table gets them.
    """
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, (str, bool, int, Lines)):
        return value
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, Iterable):
        return [plain(item) for item in value]
    return str(value)


def json_text(value: object, stream: TextIO, indent: int | None = None) -> str:
    """Return JSON for `stream`: as written where its encoding is Unicode, in ASCII where it is not."""
    import json

    return safe_json(json.dumps(value, ensure_ascii=not is_unicode(stream), indent=indent))


def _chosen(columns: Sequence[Column | str], fields: Sequence[str] | None, format: Format) -> list[Column]:
    if fields is not None:
        # What was asked for is there, however narrow the line.
        return [replace(column, spare=False) for column in choose(columns, fields)]
    known = map(_column, columns)
    return [column for column in known if column.table or format is not Format.TABLE]


def _write_csv(stream: TextIO, records: Iterable[dict[str, object]], names: list[str]) -> None:
    import csv

    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    shown = _shown(stream)
    writer.writerows([shown(cell(value)) for value in record.values()] for record in records)


def _write_tsv(stream: TextIO, records: Iterable[dict[str, object]], names: list[str]) -> None:
    """TSV has no quotes: a tab, a line break or a backslash inside a value is escaped."""
    escapes = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
    shown = _shown(stream)
    stream.write("\t".join(names) + "\n")
    for record in records:
        stream.write("\t".join(shown(cell(value).translate(escapes)) for value in record.values()) + "\n")


def _shown(stream: TextIO) -> Callable[[str], str]:
    """Return what makes a cell of a value: a file gets it as it is, a terminal nothing it could obey."""
    return printable if is_terminal(stream) else str


def _write_yaml(stream: TextIO, value: object) -> None:
    import yaml

    class Dumper(yaml.SafeDumper):
        """SafeDumper, but with quotes around what JSON escapes too, so that it can be escaped."""

    def represent(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
        style = '"' if safe_json(text) != text else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)

    Dumper.add_representer(str, represent)
    text = yaml.dump(value, None, Dumper, sort_keys=False, allow_unicode=is_unicode(stream), width=2**31)
    stream.write(safe_json(text))
