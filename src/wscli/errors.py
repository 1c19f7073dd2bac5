"""What can go wrong, and with which exit code the process then ends.

    WscliError
    ├── Failed         1  the environment, or something unforeseen
    ├── Usage          2  the command line is not one of ours
    ├── Invalid        3  a value, file or configuration was read and is wrong
    ├── NotFound       4  a name that nothing has
    ├── Conflict       5  exists already, or still in use
    └── GateNotMet     6  an assertion failed, or a difference was found

Every error says what and where in `message`, what to do next in `hint`, and may carry the single
problems of an input. Nothing here prints: the front door (`wscli.app`) does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of every command; they never depend on the output format."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    INVALID = 3
    NOT_FOUND = 4
    CONFLICT = 5
    GATE = 6
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong with an input, and where.

    `path` names the place in the input's own words (`workstreams[2].capacity`, `row 14`);
    `line` and `column` count from 1 and are None where the input has no lines.
    """

    path: str
    message: str
    hint: str | None = None
    rule: str = "shape"
    severity: str = "error"
    file: str | None = None
    line: int | None = None
    column: int | None = None

    @property
    def is_error(self) -> bool:
        """Whether this refuses the input; otherwise it is a warning."""
        return self.severity == "error"

    def at(self, file: str | None, line: int | None = None, column: int | None = None) -> Problem:
        """Return the same problem with its place in a file."""
        return replace(self, file=file, line=line, column=column)

    @property
    def place(self) -> str:
        """`file:line:column`, as far as it is known; empty where nothing is."""
        parts = [self.file, self.line, self.column]
        return ":".join(str(part) for part in parts if part is not None)


class WscliError(Exception):
    """The root of every error that a command may end with."""

    code: ExitCode = ExitCode.FAILED

    def __init__(self, message: str, *, hint: str | None = None, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.problems = tuple(problems)


class Failed(WscliError):
    """The environment refuses: disk full, locked, not a database of ours, written by a newer version."""


class Usage(WscliError):
    """Unknown command or option, missing argument, options that exclude each other."""

    code = ExitCode.USAGE


class Invalid(WscliError):
    """A value, file or configuration was read and is wrong."""

    code = ExitCode.INVALID


class NotFound(WscliError):
    """A name that nothing has."""

    code = ExitCode.NOT_FOUND


class Conflict(WscliError):
    """Exists already, or still in use."""

    code = ExitCode.CONFLICT


class GateNotMet(WscliError):
    """An assertion failed, or a difference was found."""

    code = ExitCode.GATE


Path = tuple[str | int, ...]
"""A place in a document: keys and positions from the root."""


def path_text(path: Path) -> str:
    """Return a path as it is written: `workstreams[2].capacity`; names that hold a dot in brackets."""
    text = ""
    for step in path:
        if isinstance(step, int) or not step.replace("_", "a").replace("-", "a").isalnum():
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text
