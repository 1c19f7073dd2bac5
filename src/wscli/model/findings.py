"""Problems as they are found: collected, never raised one at a time, each at its place.

A reader or a check says where in its own terms (a path); the document it read, if there was one,
says at which file, line and column that is.
"""

from __future__ import annotations

from typing import Protocol

from wscli.errors import Path, Problem, path_text


class Locator(Protocol):
    """Tells where a path stands; `key` asks for the key instead of its value."""

    def __call__(self, path: Path, *, key: bool = False) -> tuple[str | None, int | None, int | None]:
        """Return file, line and column, each None where it is not known."""


def nowhere(path: Path, *, key: bool = False) -> tuple[None, None, None]:
    """Locate nothing: for input without lines, such as options."""
    return None, None, None


class Findings:
    """A growing list of problems about one input."""

    def __init__(self, locate: Locator = nowhere) -> None:
        self.locate = locate
        self.problems: list[Problem] = []

    def add(
        self,
        path: Path,
        message: str,
        *,
        hint: str | None = None,
        rule: str = "shape",
        severity: str = "error",
        key: bool = False,
    ) -> None:
        """Note a problem at `path`."""
        file, line, column = self.locate(path, key=key)
        self.problems.append(
            Problem(
                path=path_text(path),
                message=message,
                hint=hint,
                rule=rule,
                severity=severity,
                file=file,
                line=line,
                column=column,
            )
        )

    @property
    def errors(self) -> list[Problem]:
        """The problems that refuse the input."""
        return [problem for problem in self.problems if problem.is_error]

    @property
    def warnings(self) -> list[Problem]:
        """The problems that do not."""
        return [problem for problem in self.problems if not problem.is_error]
