"""What all tests share: an environment that is nobody's, and how Hypothesis behaves.

By default properties are tried on the same examples every time, so that a run of the suite says the same
twice; `--hypothesis-profile=random` looks for new ones.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from hypothesis import settings

from doors import FrontDoor, Result

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.register_profile("random", deadline=None, print_blob=True)
settings.load_profile("fixed")

_SPOKEN_FOR = ("WSCLI_", "_WSCLI_", "XDG_")
"""How the names of variables begin that would let a developer's own settings into a test."""


@pytest.fixture(autouse=True)
def nobodys_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take away what the environment of whoever runs this says, and give every test a home of its own."""
    for name in list(os.environ):
        if name.startswith(_SPOKEN_FOR):
            monkeypatch.delenv(name)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
def front_door(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> FrontDoor:
    """Return a runner of command lines in this process: words in, exit code and streams out."""
    from wscli.app import main

    def run(*words: str | Path, stdin: bytes = b"") -> Result:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        code = main([str(word) for word in words])
        return Result(code, *capsys.readouterr())

    return run
