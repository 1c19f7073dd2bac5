"""What a page is about, handed in by whoever has it: this room opens no file and no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from wscli.errors import Problem
from wscli.model.organisation import Organisation
from wscli.simulation.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that the run read: its part in it (`cases`, `events`), path, SHA-256 and size in bytes."""

    role: str
    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A run, with all that a page says of it.

    `rows` is its event log as tuples (interface §7, `at` in epoch milliseconds), `beginning` who is signed in
    when it begins, with their base presence. `configuration` is the document as YAML, `options` those that
    were given by name, `repeat` commands that can be typed. `start` and `end` are epoch milliseconds.
    """

    name: str
    created_at: str
    organisation: Organisation
    outcome: Outcome
    summary: Mapping[str, Any]
    rows: Sequence[tuple[Any, ...]]
    beginning: Mapping[str, str]
    zone: tzinfo
    start: int
    end: int
    warnings: Sequence[Problem] = ()
    files: Sequence[File] = ()
    options: Mapping[str, Any]
    configuration: str
    repeat: Sequence[str] = ()
