"""What is not ours, newer, damaged or out of reach is refused in one line, and stays byte for byte."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from wscli.errors import ExitCode, Failed
from wscli.model.organisation import Organisation
from wscli.model.workforce import Agent
from wscli.model.workstream import Workstream
from wscli.store import Store

Contents = Callable[[], dict[str, str]]


def fill(path: Path) -> None:
    with Store(path).write() as transaction:
        agents = tuple(Agent(name=f"agent {number}") for number in range(500))
        transaction.save(Organisation(), Organisation(agents=agents))


def make_jpeg(path: Path) -> None:
    path.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 40)


def make_text(path: Path) -> None:
    path.write_text("version: 1\n")


def make_half_a_header(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00\x10\x00")


def make_foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE workstreams (name)")


def make_foreign_wal(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE notes (text)")


def make_signed_foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id = 252006674")


def make_newer(path: Path) -> None:
    fill(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def make_cut_off(path: Path) -> None:
    fill(path)
    os.truncate(path, path.stat().st_size // 2)


def make_scribbled(path: Path) -> None:
    fill(path)
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xaa" * (len(content) - 4096)
    path.write_bytes(content)


def make_folder(path: Path) -> None:
    path.mkdir()


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (make_jpeg, "is not an SQLite database"),
        (make_text, "is not an SQLite database"),
        (make_half_a_header, "is not an SQLite database"),
        (make_foreign, "another application"),
        (make_foreign_wal, "another application"),
        (make_signed_foreign, "another application"),
        (make_newer, "newer wscli"),
        (make_cut_off, "is damaged"),
        (make_scribbled, "is damaged"),
        (make_folder, "is a folder"),
        (make_pipe, "is not a regular file"),
    ],
)
@pytest.mark.parametrize("dry_run", [False, True])
def test_a_file_that_is_not_a_good_database_of_ours_is_never_touched(
    store: Store, contents: Contents, make: Callable[[Path], None], said: str, dry_run: bool
) -> None:
    make(store.path)
    before = contents()
    with pytest.raises(Failed, match=said) as reading:
        store.load()
    with pytest.raises(Failed, match=said) as writing, store.write(dry_run=dry_run) as transaction:
        transaction.save(transaction.load(), Organisation())
    assert contents() == before
    for failed in (reading.value, writing.value):
        assert failed.code is ExitCode.FAILED
        assert "\n" not in failed.message
        assert failed.hint


@pytest.mark.parametrize("path", ["/dev/null/x", "/dev/null/x/y.db", "bad\0name.db", "n" * 300])
def test_a_place_where_no_file_can_be_is_refused(tmp_path: Path, path: str) -> None:
    store = Store(tmp_path / path)
    with pytest.raises(Failed), store.write():
        pass
    with pytest.raises(Failed):
        store.load()
    assert list(tmp_path.iterdir()) == []


def test_a_foreign_database_that_is_being_written_is_refused(store: Store) -> None:
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE notes (text)")
        # All of it is still in the log: the file itself says nothing.
        with pytest.raises(Failed, match="another application"):
            store.load()
        with pytest.raises(Failed, match="another application"), store.write():
            pass


def test_a_database_that_is_locked_for_too_long_is_refused(store: Store) -> None:
    fill(store.path)
    store.busy_seconds = 0.05
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Failed, match="locked by another process") as failed, store.write():
            pass
        assert len(store.load().agents) == 500
    assert failed.value.hint


def test_a_full_disk_undoes_everything(store: Store, contents: Contents) -> None:
    fill(store.path)
    before = contents()
    many = tuple(Workstream(name=f"w{number}", capacity=1) for number in range(2000))
    with pytest.raises(Failed, match="the disk is full"), store.write() as transaction:
        (pages,) = transaction.connection.execute("PRAGMA page_count").fetchone()
        transaction.connection.execute(f"PRAGMA max_page_count = {pages}")
        transaction.save(Organisation(), Organisation(workstreams=many))
    assert contents() == before


def test_a_value_that_was_edited_into_nonsense_is_named(store: Store) -> None:
    fill(store.path)
    with closing(sqlite3.connect(store.path)) as connection, connection:
        connection.execute("UPDATE agents SET accept_after = 'soonish' WHERE id = 1")
    with pytest.raises(Failed, match="'soonish'"):
        store.load()


def test_a_file_or_folder_without_permission_is_refused(store: Store, contents: Contents) -> None:
    fill(store.path)
    before = contents()
    store.path.chmod(0o400)
    if os.access(store.path, os.W_OK):
        pytest.skip("whoever runs this may write anything")
    with pytest.raises(Failed, match="may not be written"), store.write():
        pass
    assert len(store.load().agents) == 500
    assert contents() == before
    store.path.chmod(0o000)
    with pytest.raises(Failed):
        store.load()
