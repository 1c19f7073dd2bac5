"""Paths that people type: `workstreams[Case Workstream].capacity`, `queues[Cases].cases.undistributed`.

A step is a key, or in brackets the name of an object in a list, or its position from 0. Names compare as
names do. The same form leads through a document (`--set`) and through a summary (`--assert`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from wscli.errors import Invalid
from wscli.model.terms import did_you_mean, name_key, squash

# A bracket closes where a path goes on or ends, so that names may hold brackets themselves.
_STEP = re.compile(r"\[((?:[^\]]|\](?![.\[]|$))*)\]|([^.\[\]]+)")
_WHOLE = re.compile(r"(?:\[(?:[^\]]|\](?![.\[]|$))*\]|\.?[^.\[\]]+)+")

Step = tuple[bool, str]
"""Whether it stood in brackets, and what it says."""


def read_path(text: str) -> list[Step]:
    """Return the steps of a path; raises Invalid if it is none."""
    path = text.strip()
    if not _WHOLE.fullmatch(path):
        raise Invalid(f"{text!r} is not a path", hint="write it like queues[Cases].priority")
    return [(not key, key or name) for name, key in _STEP.findall(path)]


def write_path(steps: Iterable[Step]) -> str:
    """Return the path of steps, as it is typed."""
    return "".join(f"[{says}]" if bracket else f".{says}" for bracket, says in steps).lstrip(".")


def key_of(mapping: Iterable[str], step: Step) -> str | None:
    """Return which of several keys a step says, in its own spelling; None if none."""
    wanted = squash(step[1])
    return next((key for key in mapping if squash(key) == wanted), None)


def position_of(items: Sequence[Any], step: Step) -> int | None:
    """Return which item of a list a step says: by the name of the item, else by position."""
    wanted = name_key(step[1])
    for position, item in enumerate(items):
        name = item.get("name") if isinstance(item, dict) else item
        if isinstance(name, str) and name_key(name) == wanted:
            return position
    plain = step[1].strip()
    if plain.isascii() and plain.isdigit() and int(plain) < len(items):
        return int(plain)
    return None


def look_up(root: Any, text: str) -> Any:
    """Return what stands at a path, None below None; raises Invalid with the near word where it is wrong."""
    found = root
    for step in read_path(text):
        if found is None:
            return None
        if isinstance(found, dict):
            key = key_of(found, step)
            if key is None:
                raise nowhere(text, step, [str(known) for known in found])
            found = found[key]
        elif isinstance(found, list):
            position = position_of(found, step)
            if position is None:
                raise nowhere(text, step, names_of(found))
            found = found[position]
        else:
            raise nowhere(text, step, [])
    return found


def names_of(items: Sequence[Any]) -> list[str]:
    """Return the names of the items of a list."""
    names = (item.get("name") if isinstance(item, dict) else item for item in items)
    return [name for name in names if isinstance(name, str)]


def nowhere(path: str, step: Step, known: Sequence[str]) -> Invalid:
    """Return the error of a path that leads nowhere at a step."""
    listed = ", ".join(known[:12]) + (" …" if len(known) > 12 else "")
    hint = did_you_mean(step[1], known) or (f"known here: {listed}" if known else "nothing is below it")
    return Invalid(f"there is no {step[1]!r}, in {path}", hint=hint)
