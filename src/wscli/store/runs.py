"""Saved runs: what was run, what came of it, and one row per case.

A million case rows go in with one `executemany`, which takes them as the simulator has them: epoch
milliseconds, indexes of names, -1 for none. The SQL of the statement makes NULL of that, because SQLite
does it faster than Python. Views (`run_list`, `run_cases` …) show names, ISO 8601 and seconds; why the
table does not is docs/decisions/0013-how-runs-are-stored.md.

Nothing here knows what a summary or an option means, and no clock is read: `created_at` is given.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wscli.errors import Conflict, NotFound
from wscli.model.terms import did_you_mean, name_key

CASE_COLUMNS = (
    "position",
    "case_id",
    "priority",
    "arrived_ms",
    "first_offered_ms",
    "accepted_ms",
    "closed_ms",
    "queue",
    "workstream",
    "agent",
    "outcome",
    "offers",
    "declines",
    "timeouts",
    "transfers",
    "handle_ms",
    "reason",
)
"""A case row: its place in the case file, epoch milliseconds, and positions in `Run.names`."""

CaseRow = tuple[Any, ...]
"""The values of `CASE_COLUMNS`. None on the way out is -1 (of `priority` 0) on the way in."""

_ABSENT = {
    "priority": 0,
    **dict.fromkeys(
        (
            "first_offered_ms",
            "accepted_ms",
            "closed_ms",
            "queue",
            "workstream",
            "agent",
            "handle_ms",
            "reason",
        ),
        -1,
    ),
}

KINDS = ("queue", "workstream", "agent", "reason")
"""The kinds of names that case rows point to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFile:
    """A file that a run read: its part in it, its path as given, and what its bytes were."""

    role: str
    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRun:
    """A run to be saved. Without a `name` it gets one: `run-7`, after its number.

    `start` and `end` are instants in UTC, `summary` is that of interface §7, `names` those of `KINDS`.
    """

    name: str | None
    created_at: str
    start: str
    end: str
    configuration: Mapping[str, Any]
    options: Mapping[str, Any]
    summary: Mapping[str, Any]
    files: tuple[RunFile, ...]
    names: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A saved run, without its case rows; `cases` is their number."""

    id: int
    name: str
    created_at: str
    cases: int
    configuration: dict[str, Any]
    options: dict[str, Any]
    summary: dict[str, Any]
    files: tuple[RunFile, ...]
    names: dict[str, tuple[str, ...]]


def insert(connection: sqlite3.Connection, run: NewRun, cases: Iterable[CaseRow]) -> Run:
    """Store a run and its case rows; raises Conflict if another one has its name."""
    if run.name is not None:
        expect_free(connection, run.name)
    name = run.name or free_name(connection)
    summary = {**run.summary, "run": name}
    columns = {
        "name": name,
        "name_key": name_key(name),
        "created_at": run.created_at,
        **{key: summary[key] for key in ("version", "semantics", "seed", "digest", "events")},
        "from": run.start,
        "until": run.end,
        "cases": 0,
        "configuration": _json(run.configuration),
        "options": _json(run.options),
        "summary": _json(summary),
    }
    (key,) = connection.execute(
        f"INSERT INTO runs ({', '.join(map(_quoted, columns))})"
        f" VALUES ({', '.join('?' * len(columns))}) RETURNING id",
        tuple(columns.values()),
    ).fetchone()
    connection.executemany(
        "INSERT INTO run_files VALUES (?, ?, ?, ?, ?)",
        [(key, each.role, each.path, each.sha256, each.size) for each in run.files],
    )
    connection.executemany(
        "INSERT INTO run_names VALUES (?, ?, ?, ?)",
        [(key, kind, place, name) for kind in KINDS for place, name in enumerate(run.names.get(kind, ()))],
    )
    values = (f"nullif(?, {_ABSENT[name]})" if name in _ABSENT else "?" for name in CASE_COLUMNS)
    inserted = connection.executemany(
        f"INSERT INTO run_case_rows (run_id, {', '.join(CASE_COLUMNS)})"
        f" VALUES ({key:d}, {', '.join(values)})",
        cases,
    )
    connection.execute("UPDATE runs SET cases = ? WHERE id = ?", (inserted.rowcount, key))
    return found(connection, name)


def expect_free(connection: sqlite3.Connection, name: str) -> None:
    """Raise Conflict if a run has this name."""
    taken = connection.execute("SELECT name FROM runs WHERE name_key = ?", (name_key(name),)).fetchone()
    if taken is not None:
        raise Conflict(
            f"there is already a run {taken[0]!r}",
            hint="choose another name, or delete that one with `wscli runs delete`",
        )


def free_name(connection: sqlite3.Connection) -> str:
    """Return the name of the next run that is not given one: `run-4`."""
    (last,) = connection.execute(
        "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'runs'), 0)"
    ).fetchone()
    taken = {key for (key,) in connection.execute("SELECT name_key FROM runs")}
    number = last + 1
    while f"run-{number}" in taken:
        number += 1
    return f"run-{number}"


def listed(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """Return the rows of the view `run_list`."""
    rows = connection.execute("SELECT * FROM run_list")
    names = [column[0] for column in rows.description]
    return [dict(zip(names, row, strict=True)) for row in rows]


def found(connection: sqlite3.Connection | None, said: str) -> Run:
    """Return the run of a name, else of a number; raises NotFound."""
    if connection is None:
        raise _missing(said, ())
    key = _key(connection, said)
    row = connection.execute(
        "SELECT id, name, created_at, cases, configuration, options, summary FROM runs WHERE id = ?", (key,)
    ).fetchone()
    files = connection.execute("SELECT role, path, sha256, size FROM run_files WHERE run_id = ?", (key,))
    return Run(
        id=row[0],
        name=row[1],
        created_at=row[2],
        cases=row[3],
        configuration=json.loads(row[4]),
        options=json.loads(row[5]),
        summary=json.loads(row[6]),
        files=tuple(
            RunFile(role=role, path=path, sha256=sha256, size=size) for role, path, sha256, size in files
        ),
        names={kind: _names(connection, key, kind) for kind in KINDS},
    )


def case_rows(
    connection: sqlite3.Connection, key: int, columns: Sequence[str] = CASE_COLUMNS
) -> sqlite3.Cursor:
    """Return a cursor over the case rows of a run, in the order of its case file; whoever asks closes it."""
    return connection.execute(
        f"SELECT {', '.join(columns)} FROM run_case_rows WHERE run_id = ? ORDER BY position", (key,)
    )


def case_times(connection: sqlite3.Connection, key: int) -> sqlite3.Cursor:
    """Return a cursor over when each case of a run arrived, was first accepted, and was closed; -1: never.

    In no order: what asks for a million of them sorts them anyway.
    """
    return connection.execute(
        "SELECT arrived_ms, ifnull(accepted_ms, -1), ifnull(closed_ms, -1) FROM run_case_rows"
        " WHERE run_id = ?",
        (key,),
    )


def delete(connection: sqlite3.Connection, said: str) -> str:
    """Delete a run and all that belongs to it, and return its name; raises NotFound."""
    key = _key(connection, said)
    (name,) = connection.execute("DELETE FROM runs WHERE id = ? RETURNING name", (key,)).fetchone()
    return str(name)


def _key(connection: sqlite3.Connection, said: str) -> int:
    # A name is never a number: `dryrun.saving.read_name` sees to that.
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 19 else -1
    row = connection.execute(
        "SELECT id FROM runs WHERE name_key = ? OR id = ?", (name_key(said), number)
    ).fetchone()
    if row is None:
        raise _missing(said, [name for (name,) in connection.execute("SELECT name FROM runs")])
    return int(row[0])


def _missing(said: str, known: Iterable[str]) -> NotFound:
    hint = did_you_mean(said, known) or "`wscli runs list` shows what there is"
    return NotFound(f"there is no run {said!r}", hint=hint)


def _names(connection: sqlite3.Connection, key: int, kind: str) -> tuple[str, ...]:
    rows = connection.execute(
        "SELECT name FROM run_names WHERE run_id = ? AND kind = ? ORDER BY position", (key, kind)
    )
    return tuple(name for (name,) in rows)


def _quoted(column: str) -> str:
    return f'"{column}"'  # `from` is a word of SQL


def _json(value: object) -> str:
    """Return readable JSON, unless it holds half a surrogate pair, which UTF-8 cannot hold."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))
    return text
