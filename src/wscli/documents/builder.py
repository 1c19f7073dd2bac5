"""Builds documents from what a reader meets, one piece at a time: scalars, openings, closings, aliases.

YAML and JSON share it, so that limits, places and keys given twice are the same for both. It keeps its own
stack: the nesting of a file can never become the nesting of calls. An alias is the object of its anchor, not
a copy; what it *would* expand to is known by adding up (each finished value carries its weight and height),
so a few lines that stand for gigabytes are refused at the line that crosses the limit, before anybody walks
the value.

It does not read text and knows neither YAML nor JSON.
"""

from __future__ import annotations

import re
from sys import intern
from typing import NamedTuple, NoReturn

from wscli.documents.document import Document, Path, Place, Raw, path_text, shown, unreadable
from wscli.errors import Problem

MAX_DEPTH = 100
"""Lists and mappings inside each other, aliases followed."""

MAX_NODES = 1_000_000
"""Values and keys of a file as written, and of a document with its aliases followed."""

MAX_DOCUMENTS = 10_000
"""Documents in one file."""

MAX_PROBLEMS = 1_000
"""Problems listed for one file."""

_TEXT_PER_NODE = 32  # characters; long text counts too, or an alias could multiply a megabyte of it
_DEPTH_PER_NODE = 16  # a path of 100 steps takes the memory of several short ones
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class _Anchored(NamedTuple):
    """What an alias stands for."""

    value: Raw
    weight: int
    height: int


class _Frame:
    """A list or mapping that is still open."""

    __slots__ = ("anchor", "has_key", "height", "keep", "kept", "key", "path", "place", "value", "weight")

    def __init__(
        self, value: list[Raw] | dict[str, Raw], path: Path, kept: bool, place: Place, anchor: str | None
    ) -> None:
        self.value = value
        self.path = path
        self.kept = kept  # False inside what is read but dropped, such as the second value of a key
        self.place = place
        self.anchor = anchor
        self.has_key = False  # a mapping: the next node is a value, not a key
        self.key = ""
        self.keep = False  # a mapping: that value is wanted
        self.weight = 1
        self.height = 1


class Builder:
    """Collects the documents of one file; raises Invalid where a limit is passed."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.documents: list[Document] = []
        self.problems: list[Problem] = []
        self._document = Document(file)
        self._stack: list[_Frame] = []
        self._anchors: dict[str, _Anchored | None] = {}
        self._nodes = 0

    @property
    def awaits_key(self) -> bool:
        """Whether the next node stands where a mapping has a key."""
        return bool(self._stack) and not self._stack[-1].has_key and isinstance(self._stack[-1].value, dict)

    def begin(self, place: Place) -> None:
        """Start a document; anchors of the one before are forgotten."""
        if len(self.documents) >= MAX_DOCUMENTS:
            self.refuse(f"more than {MAX_DOCUMENTS:,} documents in one file", "split the file", place)
        self._document = Document(self.file, places={(): place})
        self.documents.append(self._document)
        self._anchors = {}

    def scalar(self, text: str | None, place: Place, anchor: str | None = None) -> None:
        """Take a scalar: its source text, or None for a plain null."""
        self._start(place)
        if text is not None and not text.isascii() and _LONE_SURROGATE.search(text):
            self.report("half of a surrogate pair is not a character", "write the whole character", place)
            text = _LONE_SURROGATE.sub("\ufffd", text)
        self._finish(_Anchored(text, 1 + len(text or "") // _TEXT_PER_NODE, 0), place, anchor)

    def open(self, value: list[Raw] | dict[str, Raw], place: Place, anchor: str | None = None) -> None:
        """Take the beginning of a list or mapping; `value` is its empty object."""
        if len(self._stack) >= MAX_DEPTH:
            self._refuse_depth(place)
        path, kept = self._start(place)
        if anchor is not None:
            self._anchors[anchor] = None
        self._stack.append(_Frame(value, path, kept, place, anchor))

    def close(self) -> None:
        """Take the end of the innermost list or mapping."""
        frame = self._stack.pop()
        self._finish(_Anchored(frame.value, frame.weight, frame.height), frame.place, frame.anchor)

    def alias(self, name: str, place: Place) -> None:
        """Take an alias; one without an anchor, or inside its own, is a problem and stands for null."""
        self._start(place)
        known = self._anchors.get(name)
        if name not in self._anchors:
            self.report(f"the alias *{shown(name)} has no anchor before it", f"mark it &{shown(name)}", place)
        elif known is None:
            self.report(f"the alias *{shown(name)} stands inside its own anchor", "write it out", place)
        target = known or _Anchored(None, 1, 0)
        if len(self._stack) + target.height > MAX_DEPTH:
            self._refuse_depth(place)
        self._finish(target, place, None)

    def refused_key(self, message: str, hint: str, place: Place, path: Path | None = None) -> None:
        """Take a key that cannot be one: a problem; its value is read and dropped."""
        self.report(message, hint, place, path)
        self._stack[-1].has_key, self._stack[-1].keep = True, False

    def report(self, message: str, hint: str, place: Place, path: Path | None = None) -> None:
        """Note a problem with the node that comes next, unless that is dropped anyway."""
        frame = self._stack[-1] if self._stack else None
        if frame is not None and (not frame.kept or (frame.has_key and not frame.keep)):
            return
        if len(self.problems) >= MAX_PROBLEMS:
            self.refuse(
                f"more than {MAX_PROBLEMS:,} problems", "repair the first ones, then read again", place
            )
        problem = self._problem(message, hint, place, path_text(self._where()[0] if path is None else path))
        self.problems.append(problem)
        self._document.problems.append(problem)

    def refuse(self, message: str, hint: str, place: Place) -> NoReturn:
        """Give up: raise Invalid with what was found so far and this."""
        raise unreadable(self.file, *self.problems, self._problem(message, hint, place))

    def _problem(self, message: str, hint: str, place: Place, path: str = "") -> Problem:
        return Problem(path=path, message=message, hint=hint, file=self.file, line=place[0], column=place[1])

    def _refuse_depth(self, place: Place) -> NoReturn:
        self.refuse(f"more than {MAX_DEPTH} levels inside each other", "a bracket too many?", place)

    def _refuse_size(self, place: Place) -> NoReturn:
        self.refuse(
            f"more than {MAX_NODES:,} values, aliases followed", "split it, or use fewer aliases", place
        )

    def _where(self) -> tuple[Path, bool]:
        """Return the path of the next node, and whether it is kept."""
        if not self._stack:
            return (), True
        frame = self._stack[-1]
        if isinstance(frame.value, list):
            return (*frame.path, len(frame.value)), frame.kept
        if frame.has_key and frame.keep:
            return (*frame.path, frame.key), frame.kept
        return frame.path, False

    def _start(self, place: Place) -> tuple[Path, bool]:
        """Count a node and note its place."""
        self._nodes += 1 + len(self._stack) // _DEPTH_PER_NODE
        if self._nodes > MAX_NODES:
            self._refuse_size(place)
        path, kept = self._where()
        if kept:
            self._document.places[path] = place
        return path, kept

    def _finish(self, node: _Anchored, place: Place, anchor: str | None) -> None:
        """Put a finished node where it belongs."""
        if anchor is not None:
            self._anchors[anchor] = node
        if not self._stack:
            self._document.value = node.value
            return
        frame = self._stack[-1]
        frame.weight += node.weight
        frame.height = max(frame.height, node.height + 1)
        if frame.weight > MAX_NODES:
            self._refuse_size(place)
        if isinstance(frame.value, list):
            frame.value.append(node.value)
        elif not frame.has_key:
            self._take_key(frame, frame.value, node.value, place)
        else:
            if frame.keep:
                frame.value[frame.key] = node.value
            frame.has_key = False

    def _take_key(self, frame: _Frame, taken: dict[str, Raw], key: Raw, place: Place) -> None:
        """Note the key of the value that comes next; a key given twice drops it."""
        if key is None:
            self.refused_key("null cannot be a key", "a key is text: put it in quotes", place)
        elif not isinstance(key, str):
            hint = "put text that starts with { or [ in quotes"
            self.refused_key("a list or mapping cannot be a key", hint, place)
        elif key in taken:
            path = (*frame.path, key)
            line, column = self._document.keys.get(path, frame.place)
            hint = f"the first is on line {line}, column {column}; keep one of them"
            self.refused_key(f"the key {shown(key)!r} is given twice", hint, place, path)
        else:
            frame.has_key, frame.keep, frame.key = True, True, intern(key)
            if frame.kept:
                self._document.keys[(*frame.path, key)] = place
