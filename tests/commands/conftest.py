"""The front door of one test: its own database, with or without a small contact centre in it."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from frontdoor import CENTRE, Result, Row, run

Wscli = Callable[..., Result]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The database that commands find; it is not there yet, and its folder is the current one."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("WSCLI_DB", "wscli.db")
    return folder / "wscli.db"


@pytest.fixture
def wscli(database: Path) -> Wscli:
    """Run one command line on that database, or on `db`."""

    def call(*words: str, input: str = "", tty: bool = False, db: str | Path | None = None) -> Result:
        return run([*words, *(("--db", str(db)) if db else ())], stdin=input, tty=tty)

    return call


@pytest.fixture
def centre(wscli: Wscli) -> Wscli:
    """The same, with a small contact centre stored."""
    assert wscli("apply", "-q", "-f", "-", input=CENTRE).code == 0
    return wscli


@pytest.fixture
def check(centre: Wscli) -> Callable[[Row], None]:
    """Run a row of a table on the small contact centre, and compare all that comes of it."""

    def compare(row: Row) -> None:
        result = centre(*shlex.split(row.line), input=row.input, tty=row.tty)
        assert result == Result(row.code, row.out, row.err)

    return compare
