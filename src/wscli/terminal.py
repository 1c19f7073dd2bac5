"""What may reach a terminal: which characters, and whether with colour.

Names and values come from users and files, so a title may hold an escape sequence that clears the
screen or rewrites the line above it. Such characters are shown (`\\x1b`), never sent. Nothing here knows
what is being written or where it came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO, cast

_SHORT = {0x09: "\\t", 0x0A: "\\n", 0x0D: "\\r"}
# Overrides and isolates of writing direction, and line separators: they let a text show itself as another.
_DECEPTIVE = (*range(0x2028, 0x202F), *range(0x2066, 0x206A))
_CONTROLS = (*range(0x20), *range(0x7F, 0xA0))
_SURROGATES = range(0xD800, 0xE000)

_VISIBLE = {code: f"\\x{code:02x}" for code in _CONTROLS} | _SHORT
_VISIBLE |= {code: f"\\u{code:04x}" for code in _DECEPTIVE}
_IN_JSON = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), *_DECEPTIVE)}
# As JSON writes them where both have one, so that JSON Lines stay JSON.
_ORDERS = {code: shown for code, shown in (_VISIBLE | _IN_JSON).items() if code not in (0x09, 0x0A)}

STYLES = {
    "error": "1;31",
    "warning": "1;33",
    "hint": "36",
    "heading": "1",
    "added": "32",
    "changed": "33",
    "removed": "31",
}


def printable(text: str) -> str:
    """Return `text` on one line, with control characters, direction overrides and lone surrogates escaped."""
    if text.isprintable():
        return text
    shown = text.translate(_VISIBLE)
    if any(ord(ch) in _SURROGATES for ch in shown):
        shown = "".join(f"\\u{ord(ch):04x}" if ord(ch) in _SURROGATES else ch for ch in shown)
    return shown


def safe_json(text: str) -> str:
    """Return JSON text with what `json` leaves raw but a terminal would obey written as `\\uXXXX`."""
    return text.translate(_IN_JSON)


class _Harmless:
    """A terminal that is sent what it would obey as it is shown; lines and tabs stay."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(text.translate(_ORDERS))


def harmless(stream: TextIO) -> TextIO:
    """Return a stream for text as it is: the same, or where it is a terminal, one that only shows it.

    All that can be done with it is to write.
    """
    return cast("TextIO", _Harmless(stream)) if is_terminal(stream) else stream


def is_unicode(stream: TextIO) -> bool:
    """Whether a stream can carry every character."""
    return (stream.encoding or "utf-8").lower().startswith("utf")


def is_terminal(stream: TextIO) -> bool:
    """Whether a person sits at the other end; a closed stream is none."""
    return not stream.closed and stream.isatty()


def wants_colour(stream: TextIO, environ: Mapping[str, str], *, refused: bool = False) -> bool:
    """Whether to colour what goes to `stream` (interface §2).

    `refused` is `--no-color`. It and NO_COLOR win over FORCE_COLOR, which wins over TERM=dumb and over
    the stream not being a terminal.
    """
    if refused or environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    return environ.get("TERM") != "dumb" and is_terminal(stream)


def paint(text: str, style: str, colour: bool) -> str:
    """Return `text` in one of `STYLES`, or as it is where there is no colour."""
    return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if colour else text


def columns(stream: TextIO) -> int:
    """Return the width of the terminal at the other end: COLUMNS, else its own, else 80."""
    import os

    said = os.environ.get("COLUMNS", "")
    if said.isdigit() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80
