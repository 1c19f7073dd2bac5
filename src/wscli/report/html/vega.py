"""Charts by Vega-Lite: what all have in common, and their way from a specification to SVG.

The specification holds its data, so there is nothing to load, and the converter is told to load nothing.
Colours are CSS variables, which it hands through: the page decides what they are in the light, in the dark
and on paper. Every chart is drawn twice, for a desk and for a phone, because text that is scaled down to a
phone cannot be read. Why this library: docs/decisions/0015.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from wscli.errors import Failed
from wscli.report.html.markup import Html, drawing

Spec = dict[str, Any]
WIDE, NARROW = 860, 330
"""Pixels of a chart on a desk and on a phone."""
INSTALL = "pip install 'wscli[report]'"
_VERSION = "5.20"

INK, MUTED, GRID, PAPER = "var(--ink)", "var(--muted)", "var(--grid)", "var(--paper)"
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
    try:
        import vl_convert  # noqa: F401
    except ImportError:
        raise Failed("the library that draws the charts is not installed", hint=INSTALL) from None


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
    return min(most, max((len(name) for name in names), default=0) * 7 + 12)


def name_axis(title: str, room: int) -> Spec:
    """Return the axis of names, each of them shown, cut at `room` pixels."""
    return {**y_title(title), "labelLimit": room, "ticks": False, "domain": False, "labelOverlap": False}


def whole_ticks(most: int) -> list[int]:
    """Return the ticks of an axis of counts: whole numbers, some four of them, up to or beyond `most`."""
    least = max(most / 4, 1)
    step = next(digit * 10**power for power in range(19) for digit in (1, 2, 5) if digit * 10**power >= least)
    return list(range(0, max(most, 1) + step, step))


def colours(**by_word: str) -> Spec:
    """Return a colour channel's scale: words of the legend in order, and their colours."""
    return {"domain": [word.replace("_", " ") for word in by_word], "range": list(by_word.values())}


def draw(spec: Spec) -> Html:
    """Draw a chart; raises Failed where the library is missing."""
    require()
    import vl_convert

    whole = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "config": _CONFIG, **spec}
    svg = vl_convert.vegalite_to_svg(whole, vl_version=_VERSION, allowed_base_urls=[], show_warnings=False)
    return drawing(lean(svg))


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
