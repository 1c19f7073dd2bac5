"""The program run inside the test's own process: words in, exit code and both streams out."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from unittest.mock import patch

from wscli.app import main

CENTRE = """\
workstreams:
  - {name: Urgent, capacity: 50, allowed_presences: [available, busy],
     assign_work_item_after_decline_or_timeout: 2m}
  - {name: Routine, capacity: 25, work_distribution_mode: pick, allowed_presences: [available]}
queues:
  - {name: Cards, priority: 1, members: [ann]}
  - {name: Everything, default: true, members: [ann, ben]}
agents:
  - {name: ann, capacity: 100, skills: {spanish: 3}}
  - {name: ben, capacity: 50}
skills: [spanish]
rulesets:
  - name: Rules
    active: true
    rules: [{name: Cards, when: {attribute: subject, contains: card}, queue: Cards}]
flows:
  - {name: Flow, branches: [{when: {attribute: priority, equals: 1}, workstream: Urgent}],
     default_workstream: Routine}
"""
"""A small contact centre, as a document."""


class Result(NamedTuple):
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


class Terminal(io.StringIO):
    """A stream with somebody at the other end."""

    def isatty(self) -> bool:
        return True


def run(words: Sequence[str], *, stdin: str = "", tty: bool = False) -> Result:
    """Run one command line; with `tty` all three streams are terminals, of 80 columns without colour."""
    kind = Terminal if tty else io.StringIO
    source, out, err = kind(stdin), kind(), kind()
    with (
        patch.object(sys, "stdin", source),
        patch.object(sys, "stdout", out),
        patch.object(sys, "stderr", err),
    ):
        code = main(words)
    return Result(code, out.getvalue(), err.getvalue())


@dataclass(frozen=True)
class Row:
    """One line of a command's table: what is typed after `wscli`, and all that comes of it.

    `input` is what stdin holds; with `tty` all three streams are terminals.
    """

    line: str
    out: str = ""
    err: str = ""
    code: int = 0
    tty: bool = False
    input: str = ""

    def __str__(self) -> str:
        return f"{self.line} (tty)" if self.tty else self.line
