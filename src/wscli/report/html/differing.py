"""What went into one run and not into the other, as a table.

Of lists, what was taken out and put in is marked. What differs is found by whoever compares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wscli.amounts import NOTHING
from wscli.report.html.markup import Content, Html, markup, named, table, tag

_MOST_ALIKE = 12
_MOST = 30
"""Of more differences than this, half of so many are shown at once: what came of them is not far below."""
_EMPTY = "(empty)"
"""A value that is there and holds nothing."""


def differences(found: Sequence[Mapping[str, Any]]) -> Html:
    """Return the table of what differs, a line to a value."""
    if not found:
        return tag("p", "Nothing was changed: neither the configuration nor what else went in.")
    shown = found if len(found) <= _MOST else found[: _MOST // 2]
    rest = found[len(shown) :]
    return markup(
        _table(shown, "What was changed"),
        tag("details", tag("summary", f"{len(rest):,} more changes"), _table(rest, "More changes"))
        if rest
        else None,
    )


def _table(found: Sequence[Mapping[str, Any]], caption: str) -> Html:
    rows = ([*_told(each)] for each in found)
    return table(["where", "a", "b"], rows, texts=3, caption=caption, stacked="values")


def _told(difference: Mapping[str, Any]) -> tuple[Content, Content, Content]:
    """Return the place and both sides; a file is known by its fingerprint."""
    path, a, b = difference["path"], difference["a"], difference["b"]
    role = path.removesuffix("_sha256")
    if role == path:
        return (tag("code", path), *_sides(a, b))
    return f"{role} file", _fingerprint(a), _fingerprint(b)


def _fingerprint(sha256: str | None) -> Html:
    return markup("SHA-256 ", tag("code", sha256, class_="long")) if sha256 else markup(NOTHING)


def _sides(a: Any, b: Any) -> tuple[Content, Content]:
    """Return both sides; of lists what was taken out and put in is marked."""
    if not all(isinstance(each, list) and all(isinstance(item, str) for item in each) for each in (a, b)):
        return _plain(a), _plain(b)
    return _listed(a, b, "del", "− "), _listed(b, a, "ins", "+ ")


def _listed(items: Sequence[str], others: Sequence[str], mark: str, sign: str) -> Content:
    """Return the items of a list; of many, those that the other has too are only counted."""
    own = [item for item in items if item not in others]
    alike = len(items) - len(own)
    is_long = alike > _MOST_ALIKE and bool(own)
    shown = [
        named(item) if item in others else tag(mark, sign, named(item))
        for item in (own if is_long else items)
    ]
    if is_long:
        shown.append(markup(f"{alike:,} that both have"))
    return [[", " if place else None, each] for place, each in enumerate(shown)] or _EMPTY


def _plain(value: Any) -> str:
    """Return a value of the configuration on one line, cut where it goes on and on."""
    if value is None:
        return NOTHING
    if value in ([], {}, ""):
        return _EMPTY
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        text = ", ".join(f"{key}: {_plain(each)}" for key, each in value.items())
    elif isinstance(value, list | tuple):
        text = ", ".join(map(_plain, value))
    else:
        text = str(value)
    return text if len(text) <= 300 else text[:299] + "…"
