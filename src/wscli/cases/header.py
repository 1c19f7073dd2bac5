"""Column names: renamed by `--map`, recognised, and found in the rows.

A name is compared exactly first, then ignoring case. A column that `--map` renames is known by its new name
only; where another column bears that name already, the mapped one is meant. JSON Lines have no header, so
each set of keys is laid out like one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from wscli.cases.fields import BadValue, shown
from wscli.cases.problems import BadRows
from wscli.model.terms import did_you_mean


@dataclass(frozen=True, slots=True)
class Placed:
    """One header: its columns after mapping, and where in a row each field of the layout is."""

    columns: tuple[str, ...]
    positions: dict[str, int]


class Mistaken(NamedTuple):
    """A file of another kind, known by columns that are in it and not in what is looked for."""

    columns: frozenset[str]
    message: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Which columns are looked for: `fields` of interface §6, and `attributes` among the others."""

    fields: tuple[str, ...]
    required: tuple[str, ...]
    attributes: tuple[str, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    renames: bool = True
    """Whether `--map` is for this file."""
    mistaken: Mistaken | None = None
    """What may be given in its place by mistake."""

    def place(self, names: Sequence[str]) -> Placed:
        """Lay out a header (trimmed names); raises `BadValue` for a name that is there twice."""
        positions = self._renamed(names)
        placed = {}
        spelled = {}
        for wanted in self.fields:
            name = _match(wanted, positions)
            if name is not None:
                placed[wanted] = positions.pop(name)
                spelled[placed[wanted]] = wanted
        spelled.update((position, name) for name, position in positions.items())
        for wanted in self.attributes:
            name = _match(wanted, positions)
            if name is not None:
                placed[wanted] = positions[name]
        return Placed(tuple(spelled[position] for position in sorted(spelled)), placed)

    def _renamed(self, names: Sequence[str]) -> dict[str, int]:
        """Return the position of each column by its name after mapping; nameless columns are left out."""
        positions: dict[str, int] = {}
        for position, name in enumerate(names):
            if name in positions:
                raise BadValue(
                    f"{shown(name)} is there twice, as column {positions[name] + 1} and {position + 1}",
                    "rename one of them in the file",
                )
            if name:
                positions[name] = position
        mapped = {}
        for new, old in self.mapping.items():
            match = _match(old, positions)
            if match is not None:
                mapped[new] = positions[match]
        taken = set(mapped.values())
        kept = {name: at for name, at in positions.items() if at not in taken and name not in mapped}
        return kept | mapped

    def label(self, column: str) -> str:
        """Return a field's name for messages, with the file's own name of it if that is another."""
        old = self.mapping.get(column, column)
        return column if old == column else f"{column} ({old})"

    def check(self, names: Sequence[str], columns: Iterable[str], bad: BadRows, line: int | None) -> None:
        """Note every column that `--map` or the layout needs and the file does not have, or what it is."""
        if self.mistaken is not None and self.mistaken.columns <= set(columns):
            bad.forget_rows()
            bad.broken("file", self.mistaken.message, self.mistaken.hint, line)
            return
        listed = f"the columns are: {', '.join(names)}"
        known = {name: position for position, name in enumerate(names)}
        for new, old in self.mapping.items():
            if _match(old, known) is None:
                near = did_you_mean(old, names)
                hint = f"{near} {listed}" if near else listed
                bad.broken(new, f"--map {new}={old}: there is no column {shown(old)}", hint, line)
        have = set(columns)
        for needed in self.required:
            if needed not in have and needed not in self.mapping:
                bad.broken(needed, f"no column {needed}", self._hint_for(needed, names, listed), line)

    def _hint_for(self, needed: str, names: Sequence[str], listed: str) -> str:
        if len(names) == 1 and any(mark in names[0] for mark in ";\t|"):
            return f"{listed}; fields are separated by commas, or by tabs with --case-format tsv"
        near = did_you_mean(needed, names)
        hint = f"{near} {listed}" if near else listed
        if self.renames:
            hint += f"; another column can stand for it: --map {needed}=NAME"
        if needed == "handle_seconds":
            hint += "; or give --handle-time for all cases"
        return hint


def _match(wanted: str, names: Mapping[str, int]) -> str | None:
    """Return the name that is `wanted`, exactly or else ignoring case."""
    if wanted in names:
        return wanted
    folded = wanted.casefold()
    return next((name for name in names if name.casefold() == folded), None)
