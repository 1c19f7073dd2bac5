"""The store: one database, read as a whole or written in one transaction.

Every write holds the write lock from before its first read (`BEGIN IMMEDIATE`), so that what was read is
still true when it is written: eight processes that read and then write all land. The tables are created
and brought up to date under the same lock, after looking again what is pending.

The hot path is plain `sqlite3`. sqlite_utils (45 ms to import) brings its migrations, views and the
inspection of `facts`, and is there for whoever holds a transaction as `Transaction.database`.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wscli.errors import Conflict, Failed, NotFound
from wscli.model.organisation import SECTIONS, Organisation
from wscli.model.terms import did_you_mean, name_key
from wscli.store import files
from wscli.store.faults import failure
from wscli.store.files import Found
from wscli.store.load import load
from wscli.store.plan import Change, plan
from wscli.store.save import save

if TYPE_CHECKING:
    from sqlite_utils import Database

    from wscli.store.runs import CaseRow, NewRun, Run


class Transaction:
    """What may be done while the write lock is held; it ends with the `with` block that gave it."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self._path = path

    @property
    def database(self) -> Database:
        """The same connection as sqlite_utils has it; its `atomic()` nests in this transaction."""
        from sqlite_utils import Database

        return Database(self.connection, execute_plugins=False)

    def load(self, *sections: str) -> Organisation:
        """Return what is stored; of `sections`, if any are given, the others empty."""
        return load(self.connection, self._path, sections)

    def save(self, current: Organisation, wanted: Organisation) -> tuple[Change, ...]:
        """Write the difference between what was loaded and what is wanted, and return it.

        Sections that were not loaded stay empty in both, and are not touched.

        Raises:
            Failed: `wanted` names something that is not there, which the checks should have found.
        """
        save(self.connection, current, wanted)
        return plan(current, wanted)

    def rename(self, section: str, old: str, new: str) -> None:
        """Give an object another name; what refers to it follows, except flows, which bind by name.

        Raises:
            NotFound: nothing has the old name.
            Conflict: another object has the new one.
        """
        if section not in SECTIONS:
            raise ValueError(f"{section!r} is not a section of named objects")
        kind = section.removesuffix("s")
        names = {key: (row, name) for row, name, key in self._names(section)}
        if name_key(old) not in names:
            known = [name for _, name in names.values()]
            raise NotFound(f"there is no {kind} {old!r}", hint=did_you_mean(old, known))
        if name_key(new) != name_key(old) and name_key(new) in names:
            article = "an" if kind == "agent" else "a"
            raise Conflict(f"there is already {article} {kind} {new!r}", hint="choose another name")
        self.connection.execute(
            f'UPDATE "{section}" SET name = ?, name_key = ? WHERE id = ?',
            (new, name_key(new), names[name_key(old)][0]),
        )

    def run_name(self, name: str | None) -> str:
        """Return the name that a run gets when it is stored next: the one given, else a free one."""
        from wscli.store import runs

        return name if name is not None else runs.free_name(self.connection)

    def save_run(self, run: NewRun, cases: Iterable[CaseRow]) -> Run:
        """Store a run and its case rows, and return it with the number and name that it has now.

        Raises:
            Conflict: another run has its name.
        """
        from wscli.store import runs

        return runs.insert(self.connection, run, cases)

    def delete_run(self, said: str) -> str:
        """Delete a run by its name or number, and return its name; raises NotFound."""
        from wscli.store import runs

        return runs.delete(self.connection, said)

    def _names(self, section: str) -> list[tuple[int, str, str]]:
        return self.connection.execute(f'SELECT id, name, name_key FROM "{section}"').fetchall()


class Store:
    """The database at a path. Constructing it touches nothing; only `write` ever creates or alters."""

    busy_seconds = 5.0
    """How long to wait for another process that is writing."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def exists(self) -> bool:
        """Whether there is a database; raises Failed for a file that is not ours, or newer than we are."""
        return files.look(self.path) is not Found.NOTHING

    def load(self, *sections: str) -> Organisation:
        """Return what is stored; of `sections`, if any are given, the others empty.

        Of a database that is not there, an empty organisation.

        Raises:
            Failed: not a database of ours, damaged, newer than we are, or not to be read.
        """
        with self._speaking(), self._reading() as connection:
            return Organisation() if connection is None else load(connection, self.path, sections)

    def names(self, section: str) -> list[str]:
        """Return the names of the objects of a section, in order of definition, and read nothing else.

        Raises:
            Failed: as `load`.
        """
        if section not in SECTIONS:
            raise ValueError(f"{section!r} is not a section of named objects")
        with self._speaking(), self._reading() as connection:
            if connection is None:
                return []
            return [name for (name,) in connection.execute(f'SELECT name FROM "{section}" ORDER BY id')]

    @contextmanager
    def write(self, *, dry_run: bool = False) -> Iterator[Transaction]:
        """Hold the write lock; commit at the end of the block, undo all of it on any exception.

        Folder, file and tables are created where they are missing; when the first write of all fails, a file
        of zero bytes is left, which counts as missing. With `dry_run` everything is real but
        the commit, and of a database that is not there nothing comes to be.

        Raises:
            Failed: not a database of ours, damaged, newer than we are, not to be written, locked, disk full.
        """
        with self._speaking():
            found = files.look(self.path)
            if dry_run and found is Found.NOTHING:
                files.check_place(self.path)
                with closing(files.open_in_memory()) as connection:
                    files.migrate(connection)
                    yield Transaction(connection, self.path)
                return
            with closing(files.open_for_writing(self.path, self.busy_seconds)) as connection:
                yield from self._transaction(connection, dry_run)

    def _transaction(self, connection: sqlite3.Connection, dry_run: bool) -> Iterator[Transaction]:
        """Give the transaction to the block, on tables that are up to date, and end it."""
        try:
            version = files.judge(connection, self.path)
            if version < files.SCHEMA_VERSION:
                files.migrate(connection)
            yield Transaction(connection, self.path)
            connection.execute("ROLLBACK" if dry_run else "COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        if version == 0 and not dry_run:
            files.set_wal(connection, self.busy_seconds)

    def runs(self) -> list[dict[str, Any]]:
        """Return the saved runs as `run_list` has them, the oldest first; raises Failed."""
        from wscli.store import runs

        with self._speaking(), self._reading() as connection:
            return [] if connection is None else runs.listed(connection)

    def run(self, said: str) -> Run:
        """Return a saved run by its name or number; raises NotFound, Failed."""
        from wscli.store import runs

        with self._speaking(), self._reading() as connection:
            return runs.found(connection, said)

    @contextmanager
    def run_cases(self, run: Run, *columns: str) -> Iterator[Iterator[CaseRow]]:
        """Give the case rows of a saved run, in the order of its case file; raises Failed.

        `columns`: those of `CASE_COLUMNS` that are wanted, all where none is named.
        """
        from wscli.store import runs

        with self._speaking(), self._reading(bulk=True) as connection:
            if connection is None:
                yield iter(())
                return
            # A cursor that is not at its end would keep the file open behind the connection's back.
            with closing(runs.case_rows(connection, run.id, columns or runs.CASE_COLUMNS)) as rows:
                yield rows

    def run_times(self, run: Run) -> list[tuple[int, int, int]]:
        """Return arrival, first accept and close of the cases of a saved run, in epoch milliseconds.

        -1 where there is none, in no order; raises Failed.
        """
        from wscli.store import runs

        with self._speaking(), self._reading(bulk=True) as connection:
            return [] if connection is None else runs.case_times(connection, run.id).fetchall()

    def expect_run(self, name: str | None) -> None:
        """Raise before a run what saving it would raise after it: Conflict for its name, Failed."""
        from wscli.store import runs

        with self._speaking():
            if files.look(self.path) is Found.NOTHING or not os.access(self.path, os.W_OK):
                files.check_place(self.path)
            with self._reading() as connection:
                if connection is not None and name is not None:
                    runs.expect_free(connection, name)

    @contextmanager
    def _opened(self) -> Iterator[tuple[sqlite3.Connection, int] | None]:
        """Give a connection that sees one state of the file, and its schema version; None of nothing."""
        if files.look(self.path) is not Found.OURS:
            yield None
            return
        with closing(files.open_for_reading(self.path, self.busy_seconds)) as connection:
            connection.execute("BEGIN")
            version = files.judge(connection, self.path)
            yield (connection, version) if version else None

    @contextmanager
    def _reading(self, *, bulk: bool = False) -> Iterator[sqlite3.Connection | None]:
        """Give a connection that sees one state of a current schema; None where nothing is stored.

        An older schema is brought up to date in a copy in memory: reading never alters a file. The rows of
        `files.BULK` are not in that copy, so whoever needs them (`bulk`) is refused.
        """
        with self._opened() as opened:
            connection, version = opened or (None, files.SCHEMA_VERSION)
            if connection is None or version == files.SCHEMA_VERSION:
                yield connection
                return
            if bulk and files.has_bulk(connection):
                raise Failed(
                    f"{self.path} was written by an older wscli "
                    f"(schema {version}, this one reads the cases of runs from {files.SCHEMA_VERSION})",
                    hint="the next command that writes brings it up to date, such as `wscli runs delete`",
                )
            with closing(files.copy_in_memory(connection)) as copy:
                files.migrate(copy)
                yield copy

    def facts(self) -> dict[str, Any]:
        """Return what is known about the file: for `doctor`.

        `path`, `exists`, `size` (bytes), `schema_version`, `application_id` (as text), `journal_mode`,
        `integrity` (`ok`, or what is wrong) and `counts` of rows by table. Of a database that is not there
        all but the first two are None.

        Raises:
            Failed: as `load`.
        """
        from wscli.store.facts import facts

        with self._speaking(), self._opened() as opened:
            return facts(self.path, None if opened is None else opened[0])

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        """Say in our words what SQLite says in its own."""
        try:
            yield
        except sqlite3.Error as error:
            raise failure(error, self.path) from error
