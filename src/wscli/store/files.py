"""The file: judged before it is touched, opened for reading or for writing, created once.

What lies at a path is first looked at through an *immutable* connection, which takes no locks, writes
nothing and leaves no `-wal` or `-shm` behind; only a database of ours is then really opened. Not with
`open()`: closing a file drops every lock that the process holds on it, SQLite's too.

Reading opens the file for writing and forbids it (`query_only`). A `mode=ro` connection to a WAL database
would leave `-wal` and `-shm` beside it; this one clears them away as it closes. Where nothing may be
written, as on read-only media, the file is read as it lies.

Creation happens in the rollback journal, and WAL is set after the commit: so the header of the file itself
says whose it is from the first moment. A first write that fails leaves a file of zero bytes, which counts as
missing. It is not removed, because somebody else may have opened it and be waiting for its lock, and would
then write into a file that no longer has a name.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from contextlib import closing
from enum import Enum
from pathlib import Path

from wscli.errors import Failed
from wscli.store.faults import BUSY, CORRUPT, code_of, failure

APPLICATION_ID = 0x7773636C
"""`wscl`, in the header of every database of ours."""

SCHEMA_VERSION = 4
"""How many steps `wscli.store.migrations` has; the `user_version` of a current database."""

BULK = frozenset({"run_case_rows"})
"""Tables of millions of rows, which are never copied."""

_ELSEWHERE = "name another file with --db"


class Found(Enum):
    """What lies at a path."""

    NOTHING = "nothing"
    EMPTY = "empty"
    OURS = "ours"


def look(path: Path) -> Found:
    """Return what lies at the path; a file of zero bytes is nothing.

    Raises:
        Failed: something that is not a database of ours, or newer than we are.
    """
    try:
        mode = path.stat()
    except FileNotFoundError:
        return Found.NOTHING
    except NotADirectoryError:
        raise Failed(f"{path} cannot be: part of this path is not a folder", hint=_ELSEWHERE) from None
    except (OSError, ValueError) as error:
        raise Failed(f"{path}: {_reason(error)}", hint=_ELSEWHERE) from None
    if stat.S_ISDIR(mode.st_mode):
        raise Failed(f"{path} is a folder, not a database", hint=f"name a file in it: {path / 'wscli.db'}")
    if not stat.S_ISREG(mode.st_mode):
        raise Failed(f"{path} is not a regular file", hint=_ELSEWHERE)
    return _peek(path) if mode.st_size else Found.NOTHING


def _peek(path: Path) -> Found:
    # Before the header, because ours is signed before it ever has a log: no log can come in between.
    logged = _has_content(_beside(path, "-wal"))
    try:
        with closing(_connect(path, "mode=ro&immutable=1", 0)) as connection:
            version = judge(connection, path)
    except sqlite3.DatabaseError as error:
        if code_of(error) == CORRUPT:
            # Perhaps only seen in the midst of a write: the real connection will say.
            return Found.OURS
        raise failure(error, path) from error
    if version == 0 and logged:
        raise _foreign(path)
    return Found.OURS if version else Found.EMPTY


def judge(connection: sqlite3.Connection, path: Path) -> int:
    """Return the schema version of a database of ours, 0 of one that holds nothing yet.

    Raises:
        Failed: the database of another application, or of a newer wscli.
    """
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if owner != APPLICATION_ID:
        (things,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if owner or version or things:
            raise _foreign(path)
        return 0
    if version > SCHEMA_VERSION:
        raise Failed(
            f"{path} was written by a newer wscli (schema {version}, this one knows {SCHEMA_VERSION})",
            hint="upgrade wscli, or name another database with --db",
        )
    return int(version)


def open_for_reading(path: Path, seconds: float) -> sqlite3.Connection:
    """Return a connection that cannot write and leaves nothing behind."""
    if os.access(path, os.W_OK) and os.access(path.resolve().parent, os.W_OK):
        mode = "mode=rw"
    else:
        mode = "mode=ro" if _has_content(_beside(path, "-wal")) else "mode=ro&immutable=1"
    connection = _connect(path, mode, seconds)
    connection.execute("PRAGMA query_only = ON")
    return connection


def open_for_writing(path: Path, seconds: float) -> sqlite3.Connection:
    """Return a connection that holds the write lock; folder and file are there then, the tables perhaps not.

    Raises:
        Failed: the place cannot be written to.
    """
    check_place(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Failed(
            f"{path.parent}: the folder cannot be created: {_reason(error)}", hint=_ELSEWHERE
        ) from None
    connection = _connect(path, "mode=rwc", seconds)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN IMMEDIATE")
    except BaseException:
        connection.close()
        raise
    return connection


def open_in_memory() -> sqlite3.Connection:
    """Return a database that is nowhere, inside a transaction: for what must leave no trace."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("BEGIN IMMEDIATE")
    return connection


def copy_in_memory(source: sqlite3.Connection) -> sqlite3.Connection:
    """Return the tables and views once more, inside a transaction, to be brought up to date for reading.

    The case rows of runs stay behind: they may be millions, and what else there is hardly fills a second.
    """
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    things = source.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'index', 'view')"
        " AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        " ORDER BY type = 'view', type = 'index'"
    ).fetchall()
    for kind, name, statement in things:
        connection.execute(statement)
        if kind == "table" and name not in BULK:
            rows = source.execute(f'SELECT * FROM "{name}"')
            marks = ", ".join("?" * len(rows.description))
            connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)
    return connection


def has_bulk(connection: sqlite3.Connection) -> bool:
    """Whether there are rows that `copy_in_memory` leaves behind."""
    known = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return any(connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in BULK & known)


def check_place(path: Path) -> None:
    """Refuse a place that cannot be written to, before anything is created there.

    Raises:
        Failed: with the folder or file that stands in the way.
    """
    there = next(place for place in (path, *path.parents) if place.exists())
    if there != path and not there.is_dir():
        raise Failed(f"{there} is not a folder", hint=_ELSEWHERE)
    # SQLite needs the folder too: it keeps the journal there.
    for place in (there, path.resolve().parent) if there == path else (there,):
        if not os.access(place, os.W_OK):
            raise Failed(f"{place} may not be written to", hint=f"check its permissions, or {_ELSEWHERE}")


def migrate(connection: sqlite3.Connection) -> None:
    """Take the pending steps inside the open transaction, and sign the database as ours."""
    from sqlite_utils import Database

    from wscli.store.migrations import MIGRATIONS

    MIGRATIONS.apply(Database(connection, execute_plugins=False))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def set_wal(connection: sqlite3.Connection, seconds: float) -> None:
    """Switch to the write-ahead log, so that readers do not wait for writers.

    SQLite does not wait for this lock by itself. Where it stays taken, the database works without.
    """
    give_up = time.monotonic() + seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if code_of(error) != BUSY or time.monotonic() > give_up:
                return
        time.sleep(0.005)


def _connect(path: Path, query: str, seconds: float) -> sqlite3.Connection:
    # Transactions are ours: no hidden BEGIN.
    address = f"{path.absolute().as_uri()}?{query}"
    return sqlite3.connect(address, uri=True, timeout=seconds, isolation_level=None)


def _beside(path: Path, suffix: str) -> Path:
    # SQLite keeps them where the file really is, not beside a link to it.
    real = path.resolve()
    return real.with_name(real.name + suffix)


def _has_content(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _foreign(path: Path) -> Failed:
    return Failed(f"{path} is a database of another application, not of wscli", hint=_ELSEWHERE)


def _reason(error: OSError | ValueError) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
