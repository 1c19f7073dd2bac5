"""Differences as people read them: an object to a paragraph, a field to a line, old → new.

    ~ workstream 'Case Workstream'
        capacity: 50 → 40
    + queue 'Cases'
        priority: 1
        members: [ann]
    - agent 'ben'

Lists that say more than a few words, such as members and rules, show what is taken out and what is put in.
The marks carry the meaning; colour only helps to find them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from wscli.session import Session

if TYPE_CHECKING:
    from wscli.store import Change

_MARKS = {"created": ("+", "added"), "updated": ("~", "changed"), "deleted": ("-", "removed")}
_STEP = "    "


def show(session: Session, changes: Iterable[Change]) -> None:
    """Write to stdout what differs."""
    from wscli.terminal import paint, printable

    colour = session.colour(session.stdout)
    for change in changes:
        if change.action != "unchanged":
            for style, line in _lines(change):
                session.stdout.write(
                    f"{paint(printable(line), style, colour) if style else printable(line)}\n"
                )


def counts_text(counts: dict[str, int]) -> str:
    """Return the counts in words: `1 to create, 2 to update, 3 unchanged`."""
    words = {"created": "to create", "updated": "to update", "deleted": "to delete"}
    shown = (
        f"{number} {words.get(action, action)}"
        for action, number in counts.items()
        if number or action != "deleted"
    )
    return ", ".join(shown)


Line = tuple[str, str]
"""The style, empty for none, and the text."""


def _lines(change: Change) -> Iterator[Line]:
    mark, style = _MARKS[change.action]
    # The settings are one object each, without a name.
    name = change.kind if change.kind == change.name else f"{change.kind} {change.name!r}"
    yield style, f"{mark} {name}"
    if change.action == "deleted":
        return
    for field, sides in change.fields.items():
        if change.action == "updated":
            yield from changed(field, sides["old"], sides["new"])
        elif field != "name":
            yield from _stated(field, sides["new"])


def _stated(field: str, value: Any) -> Iterator[Line]:
    if _is_long(value):
        yield "", f"{_STEP}{field}:"
        yield from (("", f"{_STEP * 2}{text}") for text in _items(field, value))
    else:
        yield "", f"{_STEP}{field}: {_plain(value)}"


def changed(field: str, old: Any, new: Any, width: int | None = None) -> Iterator[Line]:
    """Yield the lines that show one field, old → new; a list that is wider than `width` item by item."""
    line = f"{_STEP}{field}: {_plain(old)} → {_plain(new)}"
    wide = width is not None and len(line) > width and all(isinstance(each, list) for each in (old, new))
    if not (wide or _is_long(old) or _is_long(new)):
        yield "", line
        return
    from difflib import SequenceMatcher

    yield "", f"{_STEP}{field}:"
    before, after = _items(field, old), _items(field, new)
    # Without heuristics: an item that is there often, such as the same branch, counts like any other.
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind != "equal":
            yield from (("removed", f"{_STEP * 2}- {text}") for text in before[start:end])
            yield from (("added", f"{_STEP * 2}+ {text}") for text in after[first:last])


def _is_long(value: Any) -> bool:
    """Whether a list or mapping is shown item by item: one of objects, or of more than a few words."""
    if isinstance(value, dict):
        return len(value) > 3
    return isinstance(value, list) and (len(value) > 5 or any(isinstance(item, dict) for item in value))


def _items(field: str, value: Any) -> Sequence[str]:
    """Return the items of a list or mapping as lines of text."""
    from wscli.model.words import entry_text, item_text

    if isinstance(value, dict):
        return [f"{key}: {_plain(item)}" for key, item in value.items()]
    as_text = {"rules": item_text, "branches": item_text, "schedule": entry_text}.get(field, _plain)
    return [as_text(item) for item in value or ()]


def _plain(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return f"[{', '.join(map(_plain, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_plain(item)}' for key, item in value.items())}}}"
    return str(value)
