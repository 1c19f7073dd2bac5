"""Text in cells of a terminal: how wide it is, cut and filled to a width, and harmless.

Widths are those of rich, whose tables of wide and combining characters are kept current. A line is a list of
spans, each a text with the name of a style, so that what is on the screen can be looked at without one.
"""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len, set_cell_size

from wscli.terminal import printable

Span = tuple[str, str]
"""A text and its style, a key of `STYLES` or nothing."""
Line = list[Span]

STYLES = {
    "": "",
    "heading": "bold",
    "column": "bold underline",
    "dim": "dim",
    "available": "green",
    "busy": "",
    "busy-dnd": "bold",
    "away": "magenta",
    "offline": "dim",
    "late": "bold red",
    "followed": "reverse",
    "message": "bold",
}
"""Style → how rich shows it: of the sixteen colours those that are legible on black and on white."""

_ASCII = str.maketrans({"■": "#", "━": "=", "─": "-", "│": "|", "…": "~", "×": "x", "·": "-"})
_ASCII |= str.maketrans({"●": "*", "▶": ">", "→": ">", "←": "<", "‖": "="})


@lru_cache(maxsize=65_536)
def shown(text: str) -> str:
    """Return a name or a value as it can be shown: on one line, control characters made visible."""
    return printable(text)


def width_of(text: str) -> int:
    """Return how many cells a text takes."""
    return cell_len(text)


def cut(text: str, width: int) -> str:
    """Return a text of at most `width` cells; one that is longer ends in an ellipsis."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…" if width > 0 else ""


def cell(text: str, width: int, style: str = "", *, right: bool = False) -> Span:
    """Return a text cut and filled to exactly `width` cells."""
    kept = cut(text, width)
    space = " " * (width - cell_len(kept))
    return (space + kept if right else kept + space, style)


def line_width(line: Line) -> int:
    """Return how many cells a line takes."""
    return sum(cell_len(text) for text, _ in line)


def cropped(line: Line, width: int) -> Line:
    """Return a line of at most `width` cells; one that is longer ends in an ellipsis."""
    if line_width(line) <= width:
        return line
    kept: Line = []
    for text, style in line:
        left = width - line_width(kept)
        if cell_len(text) >= left:
            # What follows is cut off too, so there is an ellipsis even where this span would just fit.
            kept.append((cut(text + " ", left), style))
            break
        kept.append((text, style))
    return kept


def filled(line: Line, width: int) -> Line:
    """Return a line of exactly `width` cells."""
    kept = cropped(line, width)
    return [*kept, (" " * (width - line_width(kept)), "")]


def plain(line: Line) -> str:
    """Return the text of a line without its styles."""
    return "".join(text for text, _ in line)


def in_encoding(line: Line, encoding: str, width: int) -> Line:
    """Return a line of characters that an encoding has: a terminal may know less than Unicode."""
    kept = cropped([(_replaced(text.translate(_ASCII), encoding), style) for text, style in line], width)
    return [(text.translate(_ASCII), style) for text, style in kept]


def _replaced(text: str, encoding: str) -> str:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(each if _known(each, encoding) else "?" * cell_len(each) for each in text)
    return text


def _known(letter: str, encoding: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
