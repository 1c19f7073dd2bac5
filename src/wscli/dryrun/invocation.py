"""Commands to look closer, which can be typed as they stand: over the cases and options of a run.

A run that is saved is named; any other is told by its case file and the options as they were typed.
"""

from __future__ import annotations

import shlex
from dataclasses import fields, replace
from typing import Self

from wscli.dryrun.request import RENAMED, Options

_NOT_AGAIN = ("event_log", "case_log", "gates", "check")
"""Options that change nothing in what comes of a run."""


class Commands:
    """Writes commands over one run.

    `tail` is what stands behind a case id; `validation` the commands that judge its configuration, none where
    it is a run's own; `bad_rows` the command that names what --skip-bad-rows leaves out.
    """

    def __init__(self, tail: str, validation: tuple[str, ...] = (), bad_rows: str | None = None) -> None:
        self.tail = tail
        self.validation = validation
        self.bad_rows = bad_rows

    @classmethod
    def of(cls, cases: str, options: Options) -> Self:
        """Return commands that run the same cases under the same options again."""
        words = [shlex.quote(cases), *_words(options)]
        strict = [shlex.quote(cases), *_words(replace(options, skip_bad_rows=False))]
        files = "".join(f" {shlex.quote(file)}" for file in options.files)
        bad_rows = f"wscli simulate {' '.join(strict)}"
        return cls(" ".join(words), (f"wscli validate{files}",), bad_rows)

    @classmethod
    def of_run(cls, name: str, options: Options | None = None, cases: str | None = None) -> Self:
        """Return commands that repeat a saved run; what it was told apart from that, they are told again."""
        words = [f"--run {shlex.quote(name)}"]
        if cases is not None:
            words.append(f"--cases {shlex.quote(cases)}")
        return cls(" ".join(words + (_words(options) if options is not None else [])))

    def case(self, case_id: str, *more: str) -> str:
        """Return the command that explains a case."""
        return " ".join(["wscli explain", shlex.quote(case_id), self.tail, *more])

    def changed(self, case_id: str, path: str, value: object) -> str:
        """Return the command that explains a case in a configuration that is changed for that run."""
        return self.case(case_id, f"--set {shlex.quote(f'{path}={value}')}")

    def simulation(self, *more: str) -> str | None:
        """Return the command that makes the run again with options added; None where it is a saved one's."""
        return " ".join(["wscli simulate", self.tail, *more]) if self.validation else None

    def agent(self, agent: str, at: str) -> str:
        """Return the command that shows an agent at an instant."""
        return f"wscli explain --agent {shlex.quote(agent)} --at {at.replace('.000', '')} {self.tail}"


def given(options: Options) -> list[str]:
    """Return the fields of the options that were typed."""
    return [field.name for field in fields(Options) if getattr(options, field.name) not in (None, False, ())]


def flag(field: str) -> str:
    """Return an option as it is typed: `files` is `-f`, `start` is `--from`."""
    if field == "files":
        return "-f"
    return "--" + RENAMED.get(field, field).replace("_", "-")


def _words(options: Options) -> list[str]:
    words: list[str] = []
    for name in given(options):
        if name not in _NOT_AGAIN:
            value = getattr(options, name)
            each = value if isinstance(value, tuple) else (value,)
            words += [flag(name) if word is True else f"{flag(name)} {shlex.quote(word)}" for word in each]
    return words
