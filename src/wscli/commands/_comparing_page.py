"""The page that a comparison is written on: lines, wrapped texts, headings, and tables of texts and figures.

No wider than the terminal, except for commands, which are typed as they stand: a table for which it is too
narrow becomes a paragraph to a row. Where the stream cannot carry a typographic character, a plain one stands
for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wscli.session import Column, Session

_MOST = 10
"""So many rows of a table are shown; of more it is said how many."""
_ALL = 1_000_000_000
_PLAIN = str.maketrans({"−": "-", "–": "-", "→": "->", "…": "...", "≈": "~"})
"""What stands for the typographic characters where the stream cannot carry them."""
_NAME = 12
"""Cells of a name that are kept in a table."""
_GAP = 2
"""Cells between two columns."""

Record = dict[str, object]


class Page:
    """What is written to stdout, no wider than the page but for commands."""

    def __init__(self, session: Session, everything: bool) -> None:
        from wscli.terminal import is_unicode

        self.everything = everything
        self.most = _ALL if everything else _MOST
        self.session = session
        self.width = session.page_width
        self.colour = session.colour(session.stdout)
        self.unicode = is_unicode(session.stdout)

    def line(self, text: str = "", style: str = "", more: str = "") -> None:
        """Write one line as it is, its first part in a style."""
        from wscli.terminal import paint, printable

        shown = f"{paint(printable(text), style, self.colour) if style else printable(text)}{printable(more)}"
        self.session.stdout.write(f"{shown if self.unicode else shown.translate(_PLAIN)}\n")

    def text(self, text: str, hang: str = "") -> None:
        """Write a text, wrapped; what stands below its first line hangs."""
        from wscli.dryrun.explaining.words import wrapped

        for line in wrapped(text, self.width, "", hang):
            self.line(line)

    def heading(self, text: str, more: str = "") -> None:
        """Write a heading below an empty line, and behind it what is said of it."""
        self.line()
        self.line(text, "heading", f"  ({more})" if more else "")

    def table(
        self,
        texts: Sequence[str],
        figures: Sequence[str],
        rows: Iterable[Sequence[str]],
        cut: int = 0,
        whole: bool = False,
    ) -> None:
        """Write a table: columns of text, of which one gives way, then columns of figures that have any.

        The one at `cut` does, unless all is to be `whole`. Where that does not do, rows become paragraphs.
        """
        columns = [Column(f"text {place}", head, cut=place == cut) for place, head in enumerate(texts)]
        columns += [Column(f"figure {place}", head, right=True) for place, head in enumerate(figures)]
        keys = [column.name for column in columns]
        cells = ([cell if self.unicode else cell.translate(_PLAIN) for cell in row] for row in rows)
        records: list[Record] = [dict(zip(keys, row, strict=True)) for row in cells]
        used = [
            column for column in columns if not column.right or any(record[column.name] for record in records)
        ]
        if self._is_room(records, used, cut, whole):
            self.session.emit_rows(records, used, width=self.width)
        else:
            self._paragraphs(records, used, whole)

    def _is_room(self, records: Sequence[Record], columns: Sequence[Column], cut: int, whole: bool) -> bool:
        """Whether a table is no wider than the page, with what its names need to be told apart."""
        from rich.cells import cell_len

        from wscli.terminal import printable

        widths = [
            max((cell_len(printable(str(text))) for text in texts), default=0)
            for texts in ([column.header, *(each[column.name] for each in records)] for column in columns)
        ]
        if not whole:
            widths[cut] = min(widths[cut], _NAME)
        return sum(widths) + _GAP * (len(widths) - 1) <= self.width

    def _paragraphs(self, records: Sequence[Record], columns: Sequence[Column], whole: bool) -> None:
        """Write every row as its name, and below it what the columns say, each with its header."""
        name, *others = columns
        above = ""
        for record in records:
            title = str(record[name.name])
            if whole:
                # What is indented goes on with the words above it.
                own = title.lstrip()
                above = above[: len(title) - len(own)] + own
                title = " ".join(above.split())
            self.line(title)
            said = [f"{column.header} {record[column.name]}" for column in others if record[column.name]]
            self._listed(said)

    def _listed(self, words: Sequence[str]) -> None:
        """Write what is said one after the other, with commas; a line ends only at one of these."""
        from rich.cells import cell_len

        line = ""
        for word in words:
            joined = f"{line}, {word}" if line else word
            if line and cell_len(f"  {joined},") > self.width:
                self.line(f"  {line},")
                joined = word
            line = joined
        self.line(f"  {line}")
