"""What a configuration document is once it is read: plain values, and where each of them stood.

The places are kept beside the values, not in them, so that whoever walks the value sees ordinary lists and
mappings and asks for a place only to report a problem.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from wscli.errors import Invalid, Problem

Raw: TypeAlias = "str | list[Raw] | dict[str, Raw] | None"
"""A value as it was typed: scalars are their source text, only a plain null is None."""

Path: TypeAlias = tuple[str | int, ...]
"""The keys and positions (from 0) that lead to a value: `("workstreams", 2, "capacity")`."""

Place: TypeAlias = tuple[int, int]
"""Line and column, both from 1."""

_LONGEST_KEY = 100
"""Characters of a key that are shown; a file may hold keys of megabytes."""


@dataclass(slots=True)
class Document:
    """One document of a file.

    `file` is the name the user gave (`<stdin>` for `-`). `places` holds the place of each value by its path,
    `keys` that of each key by the path of the value it names. Below an alias only the alias has a place: the
    value itself is the very object of its anchor. `problems` are those that reading alone can see, such as
    keys given twice (the first is kept); a document that has any is not to be used.
    """

    file: str
    value: Raw = None
    places: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path) -> Place | None:
        """Return the place of the value at `path`, or of the nearest value around it."""
        for end in range(len(path), -1, -1):
            found = self.places.get(path[:end])
            if found is not None:
                return found
        return None


def path_text(path: Path) -> str:
    """Return a path as it is shown: `workstreams[2].capacity`; odd keys in brackets and quotes."""
    return "".join(_step(step) for step in path).removeprefix(".")


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    if step and step.isprintable() and not set(step) & set(".[]"):
        return f".{shown(step)}"
    return f"[{shown(step)!r}]"


def shown(text: str) -> str:
    """Return text for a message, cut where it is longer than anybody reads."""
    return text if len(text) <= _LONGEST_KEY else text[: _LONGEST_KEY - 1] + "…"


def place_of(text: str, index: int) -> Place:
    """Return the line and column of the character at `index`; lines end as in an editor."""
    before = text[:index].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def unreadable(file: str, *problems: Problem) -> Invalid:
    """Return the error of a file that cannot be read to its end; its problems say where and why."""
    return Invalid(f"{file} cannot be read", problems=problems)
