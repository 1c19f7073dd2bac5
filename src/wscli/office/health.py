"""Whether this installation is well: versions, paths, and what is known about the database.

Only looked at, never repaired: a doctor who changes something is no witness.
"""

from __future__ import annotations

import platform
import sqlite3
import sys
from typing import Any

from wscli import __version__
from wscli.errors import Failed, WscliError
from wscli.model.organisation import SECTIONS
from wscli.store import Store

LIBRARIES = ("typer", "rich", "PyYAML", "sqlite-utils")
MISSING = "missing"
UNKNOWN = ("size", "schema_version", "application_id", "journal_mode", "integrity", "counts")
"""Facts about a database that only one which can be read has."""
COUNTED = (*SECTIONS, "rules", "branches", "runs")
"""The tables that people know by their names."""

Record = dict[str, Any]


def examine(store: Store, origin: str) -> tuple[Record, list[WscliError]]:
    """Return all that is known, and what is wrong.

    `origin`: where the path of the database was said. Of a database that is not there or cannot be read, what
    is not known is None; one that is not there is nothing wrong.
    """
    libraries = _libraries()
    facts, wrong = _facts(store)
    wrong += [
        Failed(f"{name} is not installed", hint="install wscli again")
        for name, version in libraries.items()
        if version == MISSING
    ]
    record: Record = {
        "version": __version__,
        "python": platform.python_version(),
        "executable": sys.executable,
        "platform": platform.platform(terse=True),
        "sqlite": sqlite3.sqlite_version,
        "libraries": libraries,
        "database": str(store.path.absolute()),
        "database_origin": origin,
        **facts,
        "problems": [error.message for error in wrong],
    }
    return record, wrong


def _facts(store: Store) -> tuple[Record, list[WscliError]]:
    """Return the facts about the database, and what is wrong with it."""
    try:
        facts = store.facts()
    except WscliError as error:
        return {"exists": store.path.exists(), **dict.fromkeys(UNKNOWN)}, [error]
    del facts["path"]
    if facts["counts"] is not None:
        facts["counts"] = {table: facts["counts"][table] for table in COUNTED if table in facts["counts"]}
    if facts["integrity"] in (None, "ok"):
        return facts, []
    hint = "restore a copy, or save what can be read with: sqlite3 FILE .recover"
    return facts, [Failed(f"{store.path} is damaged: {facts['integrity']}", hint=hint)]


def _libraries() -> dict[str, str]:
    """Return the versions of what the program is built on."""
    from importlib.metadata import PackageNotFoundError, version

    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = MISSING
    return found
