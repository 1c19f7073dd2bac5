"""What one invocation carries: where the database is, how to answer, and on which streams.

The front door fills it from the environment and the global options; a command asks `current()` for it and
needs to know nothing of options, terminals or formats. What the environment says is judged when it is
used, so that a wrong `WSCLI_OUTPUT` does not stop `--help`. Nothing is opened before it is needed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from wscli.errors import Invalid, Problem, Usage
from wscli.messages import put, write_warning
from wscli.output import Column, Format, Lines, Row, choose, read_format, write_object, write_rows
from wscli.terminal import is_terminal, paint, printable, wants_colour

if TYPE_CHECKING:
    from wscli.progress import Stage
    from wscli.store import Store

__all__ = ["Column", "Format", "Lines", "Session", "current", "use"]


@dataclass(slots=True, kw_only=True)
class Session:
    """One invocation of the program.

    The first group is what the global options said, None or False where they were not given; the second
    what the process was started with.
    """

    db: str | None = None
    output: Format | None = None
    fields: tuple[str, ...] | None = None
    quiet: bool = False
    no_color: bool = False
    no_input: bool = False
    yes: bool = False

    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    stdin: TextIO = field(default_factory=lambda: sys.stdin)
    stdout: TextIO = field(default_factory=lambda: sys.stdout)
    stderr: TextIO = field(default_factory=lambda: sys.stderr)

    @property
    def database(self) -> Path:
        """The database of this invocation: `--db`, else `WSCLI_DB`, else in the platform's data folder."""
        said = self.db or self.environ.get("WSCLI_DB")
        return Path(said) if said else default_database(self.environ)

    @property
    def database_origin(self) -> str:
        """Where `database` was said: `--db`, `WSCLI_DB` or `default`."""
        if self.db:
            return "--db"
        return "WSCLI_DB" if self.environ.get("WSCLI_DB") else "default"

    @property
    def format(self) -> Format:
        """What stdout shall carry: `--output`, else `WSCLI_OUTPUT`, else a table.

        A command whose product is a document asks `output` instead, which ignores the variable. Raises
        Invalid if the variable says no format.
        """
        if self.output is not None:
            return self.output
        said = self.environ.get("WSCLI_OUTPUT")
        return read_format(said, "WSCLI_OUTPUT") if said else Format.TABLE

    @property
    def interactive(self) -> bool:
        """Whether someone can be asked: stdin is a terminal, and `--no-input` was not given."""
        return not self.no_input and is_terminal(self.stdin)

    def colour(self, stream: TextIO) -> bool:
        """Whether what is written to `stream` is coloured."""
        return wants_colour(stream, self.environ, refused=self.no_color)

    def say(self, message: str) -> None:
        """Say on stderr what was done, in one line; `--quiet` silences it."""
        if not self.quiet:
            put(self.stderr, printable(message))

    def warn(self, warning: Problem | str) -> None:
        """Warn on stderr; `--quiet` does not silence it."""
        write_warning(self.stderr, warning, colour=self.colour(self.stderr))

    def expect_fields(self, known: Sequence[Column | str]) -> None:
        """Refuse a field that will not be there: for commands that write, before they do."""
        choose(known, self.fields or ())

    def emit_rows(
        self,
        rows: Iterable[Row],
        columns: Sequence[Column | str],
        *,
        empty: str = "",
        width: int | None = None,
    ) -> None:
        """Write a list to stdout in the wanted format.

        `empty` is said on stderr where a table would have no rows. `width`: of a table, in a file too, where
        it would else be as wide as it needs. Raises Invalid for an unknown field.
        """
        if self.format is Format.TABLE and empty:
            rows = list(rows)
            if not rows:
                self.say(empty)
        write_rows(
            self.stdout,
            rows,
            columns,
            self.format,
            fields=self.fields,
            width=width or self._width(),
            colour=self.colour(self.stdout),
        )

    def emit_object(self, record: Row, columns: Sequence[Column | str] = ()) -> None:
        """Write one object to stdout in the wanted format. Raises Invalid for an unknown field.

        `columns`: its fields with their other names, where they have any.
        """
        write_object(
            self.stdout,
            record,
            self.format,
            columns=columns,
            fields=self.fields,
            width=self._width(),
            colour=self.colour(self.stdout),
        )

    def confirm(self, question: str) -> bool:
        """Ask on the terminal, or take `--yes` for an answer; whatever is not a yes is a no.

        Raises Usage where nobody can be asked.
        """
        if self.yes:
            return True
        if not self.interactive:
            raise Usage(
                f"this needs a confirmation, and nobody can be asked: {question}",
                hint="--yes goes ahead without asking",
            )
        colour = self.colour(self.stderr)
        self.stderr.write(f"{paint(printable(question), 'heading', colour)} [y/N] ")
        self.stderr.flush()
        answer = ""
        try:
            answer = self.stdin.readline()
        finally:
            # Ctrl-C and Ctrl-D leave the cursor behind the question.
            if not answer.endswith("\n"):
                put(self.stderr, "")
        return answer.strip().casefold() in {"y", "yes"}

    def store(self) -> Store:
        """The store at `database`; nothing is opened before it is asked for something."""
        from wscli.store import Store

        return Store(self.database)

    def progress(self, stage: Stage) -> AbstractContextManager[object]:
        """Show on stderr how far `stage` is while the block lasts, if it lasts for more than a second.

        On a terminal that can rewrite a line, and unless `--quiet` silences it; elsewhere it costs nothing.
        """
        if self.quiet or not is_terminal(self.stderr) or self.environ.get("TERM") == "dumb":
            return nullcontext()
        from wscli.progress import Progress

        return Progress(self.stderr, stage)

    @property
    def page_width(self) -> int:
        """The width of a page for people: COLUMNS, else the terminal's, and 80 where there is none."""
        import shutil

        return shutil.get_terminal_size().columns

    def _width(self) -> int | None:
        return self.page_width if is_terminal(self.stdout) else None


def default_database(environ: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Return `wscli.db` in the folder where programs of this platform keep their data."""
    if platform == "win32":
        local = environ.get("LOCALAPPDATA")
        folder = Path(local) if local else Path.home() / "AppData" / "Local"
        return folder / "wscli" / "wscli.db"
    home = Path(environ["HOME"]) if environ.get("HOME") else Path.home()
    if platform == "darwin":
        return home / "Library" / "Application Support" / "wscli" / "wscli.db"
    # A relative XDG_DATA_HOME is to be ignored, says the specification: it would move with the caller.
    data = Path(environ.get("XDG_DATA_HOME", ""))
    folder = data if data.is_absolute() else home / ".local" / "share"
    return folder / "wscli" / "wscli.db"


def read_fields(text: str) -> tuple[str, ...]:
    """Return the names in a comma list; raise Invalid if there is none."""
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if not names:
        raise Invalid(
            "no field is named, in --fields", hint="--fields takes names with commas: name,capacity"
        )
    return names


_current: ContextVar[Session] = ContextVar("wscli-session")


def current() -> Session:
    """Return the session of the command that runs; raises LookupError outside of one."""
    return _current.get()


@contextmanager
def use(session: Session) -> Iterator[Session]:
    """Make `session` the current one: done once by the front door, and by tests."""
    token = _current.set(session)
    try:
        yield session
    finally:
        _current.reset(token)
