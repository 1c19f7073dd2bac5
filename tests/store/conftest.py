"""A store at a place where nothing is yet, and what a folder holds, byte for byte."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from wscli.store import Store

Contents = dict[str, str]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "wscli.db")


@pytest.fixture
def contents(tmp_path: Path) -> Callable[[], Contents]:
    """Return a function that says which files there are, and the hash of each."""

    def look() -> Contents:
        files = sorted(path for path in tmp_path.rglob("*") if path.is_file())
        return {
            str(path.relative_to(tmp_path)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
        }

    return look
