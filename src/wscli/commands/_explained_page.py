"""Explanations on stdout as people read them: wrapped lines, headings, commands that are never wrapped."""

from __future__ import annotations

from wscli.session import Session


class Page:
    """Lines on stdout, wrapped: `indent` is that of the first line, what follows hangs a little deeper."""

    def __init__(self, session: Session, units: int | None) -> None:
        self.session = session
        self.units = units
        self.width = max(40, min(session.page_width, 100))
        self.colour = session.colour(session.stdout)

    def line(self, text: str, indent: int = 0, hang: int = 2) -> None:
        """Write a text, wrapped."""
        from wscli.dryrun.explaining.words import wrapped
        from wscli.terminal import printable

        blank = " " * indent
        for line in wrapped(printable(text), self.width, blank, blank + " " * hang) or [""]:
            self.session.stdout.write(line.rstrip() + "\n")

    def command(self, text: str) -> None:
        """Write a command on one line: a terminal may wrap it, a copy must not."""
        from wscli.terminal import printable

        self.session.stdout.write(f"    {printable(text)}\n")

    def heading(self, text: str) -> None:
        """Write a heading below an empty line."""
        from wscli.terminal import paint, printable

        self.session.stdout.write(f"\n{paint(printable(text), 'heading', self.colour)}\n")
