"""What `doctor` wants to know about the file: health and numbers, never contents."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from wscli.store.files import APPLICATION_ID


def facts(path: Path, connection: sqlite3.Connection | None) -> dict[str, Any]:
    """Return the facts about a database, mostly None where there is none (see `Store.facts`)."""
    known: dict[str, Any] = {"path": str(path), "exists": path.exists()}
    if connection is None:
        unknown = ("size", "schema_version", "application_id", "journal_mode", "integrity", "counts")
        return known | dict.fromkeys(unknown)
    from sqlite_utils import Database

    database = Database(connection, execute_plugins=False)
    troubles = [text for (text,) in connection.execute("PRAGMA integrity_check")]
    troubles += [f"{row[0]}: dangling {row[2]}" for row in connection.execute("PRAGMA foreign_key_check")]
    return known | {
        "size": path.stat().st_size,
        "schema_version": connection.execute("PRAGMA user_version").fetchone()[0],
        "application_id": APPLICATION_ID.to_bytes(4, "big").decode("ascii"),
        "journal_mode": database.journal_mode,
        "integrity": "ok" if troubles == ["ok"] else "; ".join(text for text in troubles if text != "ok"),
        "counts": {
            name: database.table(name).count for name in database.table_names() if not name.startswith("_")
        },
    }
