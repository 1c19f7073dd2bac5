"""Commands to look closer, which can be typed as they stand: over the cases and options of a run.

A run that is saved is named; any other is told by its case file and the options as they were typed.
"""

from __future__ import annotations

import shlex
from dataclasses import fields
from typing import Self

from wscli.dryrun.request import Options
from wscli.dryrun.saving import RENAMED

_NOT_AGAIN = ("event_log", "case_log", "gates", "check")
"""Options that change nothing in what comes of a run."""


class Commands:
    """Writes commands over one run; `tail` is what stands behind a case id, `files` names the documents."""

    def __init__(self, tail: str, files: str = "") -> None:
        self.tail = tail
        self.files = files

    @classmethod
    def of(cls, cases: str, options: Options) -> Self:
        """Return commands that run the same cases under the same options again."""
        words = [shlex.quote(cases)]
        for field in fields(Options):
            value = getattr(options, field.name)
            if field.name in _NOT_AGAIN or value in (None, False, ()):
                continue
            flag = _flag(field.name)
            each = value if isinstance(value, tuple) else (value,)
            words += [flag if word is True else f"{flag} {shlex.quote(word)}" for word in each]
        return cls(" ".join(words), "".join(f" {shlex.quote(file)}" for file in options.files))

    @classmethod
    def of_run(cls, name: str) -> Self:
        """Return commands that repeat a saved run."""
        return cls(f"--run {shlex.quote(name)}")

    def case(self, case_id: str, *more: str) -> str:
        """Return the command that explains a case."""
        return " ".join(["wscli explain", shlex.quote(case_id), self.tail, *more])

    def changed(self, case_id: str, path: str, value: object) -> str:
        """Return the command that explains a case in a configuration that is changed for that run."""
        return self.case(case_id, f"--set {shlex.quote(f'{path}={value}')}")

    def agent(self, agent: str, at: str) -> str:
        """Return the command that shows an agent at an instant."""
        return f"wscli explain --agent {shlex.quote(agent)} --at {at.replace('.000', '')} {self.tail}"


def _flag(field: str) -> str:
    if field == "files":
        return "-f"
    return "--" + RENAMED.get(field, field).replace("_", "-")
