"""What SQLite says when it cannot, in the words of our errors: one line and one hint.

By result code, not by exception class: `sqlite3` raises the same OperationalError for a full disk, a
lock and a missing permission. A constraint that fails is a fault of ours, because the checks of the
model come before the store; it says so. Nothing here opens or looks at a file.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from wscli.errors import Failed

OUR_FAULT = "this is a fault of wscli, not of the input: please report it; nothing was written"

BUSY, LOCKED, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, PERM, CONSTRAINT, NOTADB = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_CONSTRAINT,
    sqlite3.SQLITE_NOTADB,
)

_LOCKED = ("is locked by another process", "wait for the other command to end, then try again")
_READ_ONLY = (
    "may not be written",
    "check its permissions and those of its folder, or name another with --db",
)
_OPEN = ("cannot be opened", "check its permissions and those of its folder, or name another with --db")

_SAYINGS: dict[int, tuple[str, str]] = {
    BUSY: _LOCKED,
    LOCKED: _LOCKED,
    READONLY: _READ_ONLY,
    PERM: _OPEN,
    CANTOPEN: _OPEN,
    IOERR: ("cannot be read or written: disk I/O error", "check the disk and the room on it"),
    CORRUPT: ("is damaged", "restore a copy, or save what can be read with: sqlite3 FILE .recover"),
    FULL: ("cannot be written: the disk is full", "free some room, then try again; nothing was written"),
    NOTADB: ("is not an SQLite database", "name another file with --db"),
}


def code_of(error: sqlite3.Error) -> int:
    """Return the primary result code of an error, 0 where SQLite gave none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def failure(error: sqlite3.Error, path: Path) -> Failed:
    """Return the error of ours that an error of SQLite means."""
    code = code_of(error)
    if code in _SAYINGS:
        what, hint = _SAYINGS[code]
        return Failed(f"{path} {what}", hint=hint)
    if code == CONSTRAINT:
        return our_fault(f"{path}: the database refused the change: {error}")
    return Failed(f"{path}: {error}", hint="look at it with: wscli doctor")


def our_fault(message: str) -> Failed:
    """Return an error that says that the fault lies in the program."""
    return Failed(message, hint=OUR_FAULT)
