"""Charts by Vega-Lite: what all have in common, and their way from a specification to SVG.

The specification holds its data, so there is nothing to load, and the converter is told to load nothing.
Colours are CSS variables, which it hands through: the page decides what they are in the light, in the dark
and on paper. Every chart is drawn twice, for a desk and for a phone, because text that is scaled down to a
phone cannot be read. Why this library: docs/decisions/0015.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from html import escape
from itertools import accumulate
from typing import Any
from unicodedata import east_asian_width

from wscli.errors import Failed
from wscli.report.html.markup import Html, drawing

Spec = dict[str, Any]
WIDE, NARROW = 860, 330
"""Pixels of a chart on a desk and on a phone."""
INSTALL = "pip install 'wscli[report]'"
_VERSION = "5.20"
_LETTER, _WIDE, _MARGIN = 7.5, 13.0, 12
"""Pixels of a letter, generously, for its font is not known; of a wide one; and beside a name."""

INK, MUTED, GRID = "var(--ink)", "var(--muted)", "var(--grid)"
MAIN, MAIN_SOFT, ON_MAIN = "var(--main)", "var(--main-soft)", "var(--on-main)"
SECOND, SECOND_SOFT = "var(--second)", "var(--second-soft)"
GOOD, BAD, LATE, GREY = "var(--good)", "var(--bad)", "var(--late)", "var(--grey)"
HEAT = tuple(f"var(--heat-{step})" for step in range(6))

_CONFIG: Spec = {
    "aria": False,
    "background": None,
    "font": "system-ui, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": MUTED,
        "titleColor": MUTED,
        "titleFontWeight": "normal",
        "labelFontSize": 11,
        "titleFontSize": 11,
        "domainColor": GRID,
        "tickColor": GRID,
        "gridColor": GRID,
        "labelLimit": 150,
        "labelOverlap": "greedy",
        "labelSeparation": 8,
    },
    "legend": {
        "labelColor": INK,
        "labelFontSize": 11,
        "labelLimit": 300,
        "orient": "top",
        "title": None,
        "symbolType": "square",
        "offset": 26,
        "columnPadding": 14,
    },
    "title": {"color": INK, "fontSize": 12, "fontWeight": 600, "anchor": "start", "limit": 260, "offset": 6},
}

_TAG = re.compile(r"<[^>]*>")
_EMPTY = re.compile(r'<path class="(?:background|foreground)"[^>]*/>')
_NEEDLESS = re.compile(
    r' (?:xmlns(?::xlink)?|version|role|aria-roledescription|aria-hidden|pointer-events)="[^"]*"'
    r'| class="(?![^"]*role-mark)[^"]*"'
    r'| (?:opacity|stroke-width)="1"| font-family="[^"]*"'
)
_LONG = re.compile(r"(\.\d\d)\d+")
_ROOT = re.compile(r'^(<svg[^>]*?) height="[\d.]+"')


def require() -> None:
    """Raise Failed if the library is not there."""
    from importlib.util import find_spec

    if find_spec("vl_convert") is None:
        raise Failed("the library that draws the charts is not installed", hint=INSTALL)


def y_title(text: str) -> Spec:
    """Return the properties of an axis title that lies above its axis, where it can be read."""
    return {
        "title": text,
        "titleAngle": 0,
        "titleAlign": "left",
        "titleAnchor": "end",
        "titleBaseline": "bottom",
        "titleX": 0,
        "titleY": -10,
    }


def room_for(names: Iterable[str], width: int) -> int:
    """Return how many pixels names beside an axis take, at most a fifth or so of the chart."""
    most = 160 if width == WIDE else 90
    return min(most, int(max((sum(_widths(name)) for name in names), default=0)) + _MARGIN)


def name_axis(title: str, room: int, names: Sequence[str]) -> Spec:
    """Return the axis of names, each of them shown, cut so that it takes no more than `room` pixels."""
    axis = {**y_title(title), "labelLimit": 2 * room, "ticks": False, "domain": False, "labelOverlap": False}
    shown = [cut(name, room - _MARGIN) for name in names]
    if shown != names:
        # By place, not by name: what is cut alike stays two agents, and no name is a key of an object.
        whole, short = (json.dumps(each, ensure_ascii=False) for each in (names, shown))
        axis["labelExpr"] = f"{short}[indexof({whole}, datum.value)]"
    return axis


def whole_ticks(most: int) -> list[int]:
    """Return the ticks of an axis of counts: whole numbers, some four of them, up to or beyond `most`."""
    least = max(most / 4, 1)
    step = next(digit * 10**power for power in range(19) for digit in (1, 2, 5) if digit * 10**power >= least)
    return list(range(0, max(most, 1) + step, step))


def _widths(name: str) -> list[float]:
    return [_WIDE if east_asian_width(each) in "WF" else _LETTER for each in name]


def cut(name: str, room: int) -> str:
    """Return a name that takes no more than some pixels: a long one loses its middle."""
    widths = _widths(name)
    if sum(widths) <= room:
        return name
    left = room - _LETTER
    head = bisect_right(list(accumulate(widths)), left * 2 / 3)
    tail = bisect_right(list(accumulate(reversed(widths))), left / 3)
    return f"{name[:head]}…{name[len(name) - tail :]}"


def colours(**by_word: str) -> Spec:
    """Return a colour channel's scale: words of the legend in order, and their colours."""
    return {"domain": [word.replace("_", " ") for word in by_word], "range": list(by_word.values())}


def draw(spec: Spec, titles: Iterable[tuple[str, str]] = ()) -> Html:
    """Draw a chart; raises Failed where the library is missing.

    `titles`: texts of the drawing, in their order, and what each shows to whoever points at it.
    """
    require()
    import vl_convert

    whole = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "config": _CONFIG, **spec}
    svg = vl_convert.vegalite_to_svg(whole, vl_version=_VERSION, allowed_base_urls=[], show_warnings=False)
    return drawing(_titled(lean(svg), titles))


def _titled(svg: str, titles: Iterable[tuple[str, str]]) -> str:
    """Return the picture with texts that say more where a pointer rests."""
    place = 0
    for text, more in titles:
        written = f">{escape(text, quote=False)}</text>"
        place = svg.find(written, place)
        if place < 0:
            break
        svg = f"{svg[: place + 1]}<title>{escape(more)}</title>{svg[place + 1 :]}"
    return svg


def lean(svg: str) -> str:
    """Return the same picture in half the text: no empty shapes, and no roles, for the figure is one image.

    Attributes hold nothing from a file (`aria` is off), so a `>` always ends a tag.
    The height follows from the viewBox, so that the page may make it narrower.
    """
    svg = _TAG.sub(lambda found: _lean_tag(found[0]), svg)
    return _ROOT.sub(r"\1", svg).replace("<g></g>", "")


def _lean_tag(tag: str) -> str:
    """Return a tag without what needs not be said, or nothing where it draws nothing."""
    return "" if _EMPTY.fullmatch(tag) else _LONG.sub(r"\1", _NEEDLESS.sub("", tag))
