"""What a finding is: its rule, what stands out, and the command that shows more.

The command is written last, by `said`: whether it names a saved run or the files and options of this one is
known only when the run has been kept, or has not. Until then a finding carries how it asks, not the words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wscli.dryrun.invocation import Commands

Look = Callable[["Commands"], str | None]
"""Writes the command that shows more; None where no command does, as of a saved run whose rows are gone."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that stands out, in a sentence; `rule` is an id of docs/findings.md."""

    rule: str
    message: str
    look: Look | None = None


def said(findings: Iterable[Finding], commands: Commands | None) -> list[dict[str, str | None]]:
    """Return findings as the summary has them (interface §7); without `commands` there is nothing to type."""
    return [
        {
            "rule": finding.rule,
            "message": finding.message,
            "command": finding.look(commands) if finding.look is not None and commands is not None else None,
        }
        for finding in findings
    ]


def explains(case_id: str) -> Look:
    """Return what writes the command that explains a case."""
    return lambda commands: commands.case(case_id)
