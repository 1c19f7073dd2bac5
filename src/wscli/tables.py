"""Tables for people: beside `replay` the only user of rich, and only when there is a table to write.

rich measures characters by the cells they take, so that names in any script stand in line. Everything is
written through a buffer: rich pads every line to the full width, and nobody wants that in a file. Values
arrive as text or plain values; what they mean is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

from wscli.terminal import is_unicode, printable

GAP = 2
"""Cells between two columns."""
_DASHES = str.maketrans("─–", "--")
"""The line below a header, and what stands for nothing, where the stream cannot carry them."""
_LEAST = 8
"""Cells that a text keeps when it is cut."""


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a list: its name in every format, and how a table shows it.

    `header` replaces the name above the table's column. With `table=False` the field is left out of tables
    unless `--fields` asks for it: 80 columns do not hold everything, JSON does. `right`: text that stands
    at the right, as numbers do. `cut`: text too long for the line loses its middle instead of being folded
    over lines; one such column is the one that gives way. `spare`: left out where the line has no room
    for it, the last such column first.
    """

    name: str
    header: str | None = None
    table: bool = True
    right: bool = False
    cut: bool = False
    spare: bool = False


class Lines(tuple[str, ...]):
    """Text of several lines: for tables, in the place of what programs get as a list of objects."""


def cell(value: object) -> str:
    """Return a single value as a cell says it: empty for None, JSON for what is more than one value."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, (bool, list, dict)):
        import json

        return json.dumps(value, ensure_ascii=False)
    return str(value)


def write_table(
    stream: TextIO,
    records: Sequence[dict[str, object]],
    columns: Sequence[Column],
    width: int | None,
    colour: bool,
) -> None:
    """Write a table; nothing if it has no rows. `width` None: as wide as it needs."""
    if not records:
        return
    import io

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = _written(stream)
    table = Table(
        box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, collapse_padding=True, header_style="bold"
    )
    if width is not None:
        columns = _fitting(records, columns, width, shown)
    heads = [shown(_header(column)) for column in columns]
    texts = [[shown(_shown(record[column.name])) for column in columns] for record in records]
    if width is not None:
        width = _cut(texts, heads, columns, width, "…" if is_unicode(stream) else "...")
    for head, column in zip(heads, columns, strict=True):
        values = [record[column.name] for record in records if record[column.name] is not None]
        numeric = bool(values) and all(map(_is_number, values))
        table.add_column(
            Text(head),
            justify="right" if numeric or column.right else "left",
            no_wrap=numeric or column.right or column.cut or width is None,
            overflow="fold",
        )
    for row in texts:
        table.add_row(*map(Text, row))
    # Its own environment: rich would otherwise decide by COLUMNS, NO_COLOR and TERM once more.
    page = io.StringIO()
    console = Console(
        file=page,
        width=width or 1_000_000,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        legacy_windows=False,
        _environ={},
    )
    console.print(table)
    text = page.getvalue() if is_unicode(stream) else page.getvalue().translate(_DASHES)
    stream.writelines(line.rstrip() + "\n" for line in text.splitlines())


def _header(column: Column) -> str:
    return printable(column.name if column.header is None else column.header)


def _written(stream: TextIO) -> Callable[[str], str]:
    """Return what says how a stream writes a text: characters that it cannot carry take more room."""
    if is_unicode(stream):
        return lambda text: text
    encoding = stream.encoding or "ascii"
    return lambda text: text.translate(_DASHES).encode(encoding, "backslashreplace").decode(encoding)


def _fitting(
    records: Sequence[dict[str, object]],
    columns: Sequence[Column],
    width: int,
    shown: Callable[[str], str],
) -> Sequence[Column]:
    """Return the columns that a line has room for; those that are not spare, it has."""
    from rich.cells import cell_len

    def needed(column: Column) -> int:
        texts = [_header(column), *(_shown(record[column.name]) for record in records)]
        return max(cell_len(shown(text)) for text in texts)

    kept = list(columns)
    for column in reversed(columns):
        if column.spare and sum(map(needed, kept)) + GAP * (len(kept) - 1) > width:
            kept.remove(column)
    return kept


def _cut(
    texts: list[list[str]], heads: Sequence[str], columns: Sequence[Column], width: int, mark: str
) -> int:
    """Shorten the texts of the column that gives way, so that the table fits; return how wide it may be.

    Where even that is not enough it may be wider than the terminal: rich would take digits from figures.
    """
    from rich.cells import cell_len

    places = [place for place, column in enumerate(columns) if column.cut]
    if not places:
        return width
    widths = [
        max(cell_len(head), *(cell_len(row[place]) for row in texts)) for place, head in enumerate(heads)
    ]
    place = places[0]
    room = max(width - (sum(widths) - widths[place]) - GAP * (len(columns) - 1), _LEAST)
    if widths[place] > room:
        for row in texts:
            row[place] = shortened(row[place], room, mark)
    return max(width, sum(widths) - widths[place] + min(widths[place], room) + GAP * (len(columns) - 1))


def shortened(text: str, room: int, mark: str = "…") -> str:
    """Return `text` in at most `room` cells: its beginning and its end, where numbers are, around `mark`."""
    from rich.cells import cell_len

    if cell_len(text) <= room:
        return text
    left = max(room - cell_len(mark), 0)
    tail = left // 3
    # From each end character by character: a wide one that does not fit leaves a cell free.
    end = next(at for at in range(len(text) + 1) if cell_len(text[at:]) <= tail)
    begin = next(at for at in range(len(text), -1, -1) if cell_len(text[:at]) <= left - tail)
    return text[:begin] + mark + text[end:]


def _shown(value: Any) -> str:
    """A cell of a table, for people."""
    if value is None or value in ([], {}, ()):
        return "-"
    if isinstance(value, Lines):
        return "\n".join(map(printable, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{printable(key)}: {_shown(item)}" for key, item in value.items())
    if isinstance(value, list):
        nested = any(isinstance(item, (list, dict)) for item in value)
        return ("; " if nested else ", ").join(_shown(item) for item in value)
    return printable(cell(value))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
