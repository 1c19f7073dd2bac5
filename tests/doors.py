"""What a command line leaves when it is run in this process; the fixture `front_door` runs it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Result(NamedTuple):
    """Exit code, stdout, stderr."""

    code: int
    stdout: str
    stderr: str


FrontDoor = Callable[..., Result]
"""Takes the words of a command line, and `stdin` as bytes."""
