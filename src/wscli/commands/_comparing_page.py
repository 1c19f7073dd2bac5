"""The page that a comparison is written on: lines, wrapped texts, headings, and tables of texts and figures.

No wider than the terminal, except for commands, which are typed as they stand. Where the stream cannot carry
a typographic character, a plain one stands for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wscli.session import Column, Session

_MOST = 10
"""So many rows of a table are shown; of more it is said how many."""
_ALL = 1_000_000_000
_PLAIN = str.maketrans({"−": "-", "–": "-", "→": "->", "…": "...", "≈": "~"})
"""What stands for the typographic characters where the stream cannot carry them."""


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
    ) -> None:
        """Write a table: columns of text, of which one gives way, then columns of figures that have any."""
        columns = [Column(f"text {place}", head, cut=place == cut) for place, head in enumerate(texts)]
        columns += [Column(f"figure {place}", head, right=True) for place, head in enumerate(figures)]
        keys = [column.name for column in columns]
        cells = ([cell if self.unicode else cell.translate(_PLAIN) for cell in row] for row in rows)
        records = [dict(zip(keys, row, strict=True)) for row in cells]
        used = [
            column for column in columns if not column.right or any(record[column.name] for record in records)
        ]
        self.session.emit_rows(records, used, width=self.width)
