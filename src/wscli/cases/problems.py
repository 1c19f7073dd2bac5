"""What is wrong with a file: the first twenty bad rows, the number of all, and what breaks the file.

A bad row can be left out and counted (`--skip-bad-rows`); a break cannot: a missing column, bytes that are
not UTF-8, a gzip stream that ends in the middle. All files are judged before anything is raised, so that
one run tells everything.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from wscli.cases.fields import BadValue
from wscli.errors import Invalid, Problem

SHOWN_ROWS = 20


@dataclass(slots=True)
class BadRows:
    """The problems of one file, collected while it is read."""

    file: str
    count: int = 0
    rows: list[tuple[Problem, ...]] = field(default_factory=list)
    breaks: list[Problem] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Whether a further bad row would only be counted."""
        return len(self.rows) >= SHOWN_ROWS

    def add(self, line: int, faults: list[tuple[str, BadValue]]) -> None:
        """Count the row that starts on `line`; `faults` pair a place with what is wrong there."""
        self.count += 1
        if not self.is_full:
            self.rows.append(tuple(self._problem(place, fault, line) for place, fault in faults))

    def broken(self, place: str, message: str, hint: str | None = None, line: int | None = None) -> None:
        """Note what makes the file as a whole unusable."""
        self.breaks.append(self._problem(place, BadValue(message, hint), line))

    def forget_rows(self) -> None:
        """Drop the bad rows, where a break explains every one of them."""
        self.count = 0
        self.rows.clear()

    def problems(self) -> list[Problem]:
        """Return the breaks, then the rows in the order of the file."""
        rows = sorted(self.rows, key=lambda row: row[0].line or 0)
        return self.breaks + [problem for row in rows for problem in row]

    def summary(self) -> str:
        """Return one clause for a message: how many rows are bad, or that the file is broken."""
        rows = f"{self.count:,} bad row{'s' * (self.count != 1)} in {self.file}"
        if self.count > len(self.rows):
            rows += f" (the first {len(self.rows)} are listed)"
        if not self.breaks:
            return rows
        what = f"{self.file} cannot be used: {self.breaks[0].message}"
        return f"{what}, and {rows}" if self.count else what

    def _problem(self, place: str, fault: BadValue, line: int | None) -> Problem:
        return Problem(path=place, message=fault.message, hint=fault.hint, file=self.file, line=line)


def refuse(files: list[BadRows], *, skip_bad_rows: bool) -> None:
    """Raise one `Invalid` for all that is wrong; with `skip_bad_rows` only breaks count."""
    wrong = [bad for bad in files if bad.breaks or (bad.count and not skip_bad_rows)]
    if not wrong:
        return
    hint = None
    if not any(bad.breaks for bad in wrong):
        hint = "correct the rows, or go on without them: --skip-bad-rows"
    raise Invalid(
        "; ".join(bad.summary() for bad in wrong),
        hint=hint,
        problems=[problem for bad in wrong for problem in bad.problems()],
    )
