"""Open cases over time, above the people who were there for them, on one axis."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from wscli.amounts import number
from wscli.report.html import scale
from wscli.report.html.charts.chart import Chart
from wscli.report.html.facts import Facts
from wscli.report.html.markup import Html, markup, table
from wscli.report.html.vega import (
    MAIN,
    MAIN_SOFT,
    SECOND,
    SECOND_SOFT,
    WIDE,
    Spec,
    colours,
    whole_ticks,
    y_title,
)
from wscli.report.html.words import duration

_MOST, _MEAN = "most at once", "on average"
_THERE, _BUSY = "signed in", "of them with a case or an offer"
EXACT = 300
"""Up to so many steps a curve is drawn as it is; beyond, cut into pieces of equal length."""


def backlog(facts: Facts) -> Chart:
    """Return the chart of the backlog and the staffing."""
    crowd = staffing(facts)
    return Chart(
        title="Open cases, and who was there",
        message=_message(facts),
        spec=lambda width: _spec(facts, crowd, width),
        detail=_detail(facts, crowd),
    )


def staffing(facts: Facts) -> tuple[scale.Steps, scale.Steps]:
    """Return how many agents are signed in, and how many of those hold something, as step functions."""
    hands: dict[str, list[tuple[int, int]]] = {}
    for span in facts.journal.spans:
        hands.setdefault(span.agent, []).append((span.start, span.end))
    there = [span for spans in facts.journal.present.values() for span in spans]
    busy = [
        span
        for agent, spans in facts.journal.present.items()
        for span in scale.common(spans, scale.united(hands.get(agent, [])))
    ]
    return scale.summed(there), scale.summed(busy)


def curve(steps: scale.Steps, grid: scale.Bins) -> list[dict[str, Any]]:
    """Return a step function as points (`at`, `mean`, `most`) up to the end of a grid.

    Of few steps it is exact; of many, a point stands for a piece of the grid.
    """
    first, last = grid.edges[0], grid.edges[-1]
    if len(steps) <= EXACT:
        points = {first: (0.0, 0), **{at: (float(value), value) for at, value in steps}}
        found = list(points.items())
    else:
        means = (round(mean, 2) for mean in scale.means(steps, grid))
        found = list(zip(grid.edges, zip(means, scale.peaks(steps, grid), strict=True), strict=False))
    # A step lasts until the next point: the last one needs an end.
    found.append((max(last, found[-1][0] + 1), found[-1][1]))
    return [{"at": at, "mean": mean, "most": most} for at, (mean, most) in found]


def _message(facts: Facts) -> str:
    summary = facts.subject.summary
    most, mean = summary["backlog"]["max"], summary["backlog"]["mean"]
    at = next((at for at, value in facts.journal.open if value == most), None)
    if not most or at is None:
        return "No case was ever waiting."
    were = "case was" if most == 1 else "cases were"
    return f"At most {number(most)} {were} open at once ({facts.clock(at)}); on average {number(mean or 0)}."


def _spec(facts: Facts, crowd: tuple[scale.Steps, scale.Steps], width: int) -> Spec:
    grid = facts.bins(300 if width == WIDE else 120)
    inner = width - 46
    waiting, there, busy = (curve(steps, grid) for steps in (facts.journal.open, *crowd))
    for point in (*waiting, *there, *busy):
        point["t"] = facts.local(point.pop("at"))
    below = facts.time_axis()
    above = facts.time_axis()
    above["axis"] = {**above["axis"], "title": None, "labels": False}
    return {
        "vconcat": [
            _panel(
                [
                    _area(waiting, "mean", _MEAN, above, "open cases"),
                    _line(waiting, "most", _MOST, above),
                ],
                colours(**{_MOST: MAIN, _MEAN: MAIN_SOFT}),
                inner,
                180,
            ),
            _panel(
                [
                    _area(there, "mean", _THERE, below, "agents"),
                    _area(busy, "mean", _BUSY, below, "agents"),
                ],
                colours(**{_THERE: SECOND_SOFT, _BUSY: SECOND}),
                inner,
                110,
            ),
        ],
        "spacing": 4,
        "resolve": {"scale": {"color": "independent"}, "legend": {"color": "independent"}},
    }


def _panel(layers: list[Spec], scheme: Spec, width: int, height: int) -> Spec:
    for layer in layers:
        layer["encoding"]["color"]["scale"] = scheme
    return {"width": width, "height": height, "layer": layers}


def _area(points: list[dict[str, Any]], value: str, word: str, x: Spec, title: str) -> Spec:
    return _layer({"type": "area", "interpolate": "step-after"}, points, value, word, x, title)


def _line(points: list[dict[str, Any]], value: str, word: str, x: Spec) -> Spec:
    mark = {"type": "line", "interpolate": "step-after", "strokeWidth": 1.25}
    return _layer(mark, points, value, word, x, "open cases")


def _layer(mark: Spec, points: list[dict[str, Any]], value: str, word: str, x: Spec, title: str) -> Spec:
    ticks = whole_ticks(max(point["most"] for point in points))
    axis = {**y_title(title), "minExtent": 34, "values": ticks, "format": ",d", "titleX": -34}
    return {
        "data": {"values": [{"t": point["t"], "v": point[value]} for point in points]},
        "mark": mark,
        "encoding": {
            "x": x,
            "y": {
                "field": "v",
                "type": "quantitative",
                "axis": axis,
                "stack": None,
                "scale": {"domain": [0, ticks[-1]]},
            },
            "color": {"datum": word},
        },
    }


def _detail(facts: Facts, crowd: tuple[scale.Steps, scale.Steps]) -> Html:
    grid = facts.bins(16)
    opens = facts.journal.open
    rows = zip(
        pairwise(grid.edges),
        scale.tally(facts.journal.arrivals, grid),
        scale.tally(facts.journal.answers, grid),
        scale.peaks(opens, grid),
        scale.means(opens, grid),
        scale.means(crowd[0], grid),
        scale.means(crowd[1], grid),
        strict=True,
    )
    head = ["from", "arrived", "taken up", "most open", "open on average", "signed in", "busy"]
    caption = f"In steps of {duration(grid.length / 1000)}; agents on average"
    return table(
        head,
        (
            [markup(facts.clock(at)), f"{came:,}", f"{gone:,}", f"{most:,}", *map(number, means)]
            for (at, _), came, gone, most, *means in rows
        ),
        caption=caption,
    )
