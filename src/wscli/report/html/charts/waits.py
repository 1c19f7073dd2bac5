"""How long cases waited, queue by queue: which share was answered within which time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from wscli.amounts import count, percent
from wscli.report.html.charts.chart import Chart
from wscli.report.html.facts import Facts
from wscli.report.html.vega import BAD, GRID, MAIN, WIDE, Spec, cut, y_title
from wscli.report.html.words import duration
from wscli.terminal import printable

MOST_QUEUES = 12
_POINTS = 60
_TICKS = (1, 10, 60, 600, 3_600, 36_000, 345_600, 2_592_000, 31_536_000)
_LABELS = (
    "datum.value < 60 ? datum.value + ' s' : datum.value < 3600 ? datum.value / 60 + ' min' : "
    "datum.value < 86400 ? datum.value / 3600 + ' h' : datum.value / 86400 + ' d'"
)


def waits(facts: Facts) -> Chart | None:
    """Return the chart of waits; None where nobody was answered."""
    found = _waits_by_queue(facts)
    if not found:
        return None
    # Where people waited most in all: of fifty queues, forty may have answered everybody at once.
    shown = sorted(found, key=lambda queue: (-sum(found[queue]), -len(found[queue])))[:MOST_QUEUES]
    shown.sort(key=list(found).index)
    level = facts.subject.summary["service_level"]
    longest = max(found[queue][-1] for queue in shown) / 1000
    end = next((tick for tick in _TICKS if tick >= max(longest, 2 * level["threshold"])), longest)
    message = (
        f"{percent(level['fraction'])} of {count(level['answered'], 'answered case')} waited less than "
        f"{duration(level['threshold'])} (dashed). The sooner a curve reaches the top, the better."
    )
    if len(found) > len(shown):
        message += f" The {len(shown)} queues with most waiting, of {len(found)}."
    series = {queue: _points(found[queue], end) for queue in shown}
    return Chart(
        title="Answered within … , by queue",
        message=message,
        spec=lambda width: _spec(series, level["threshold"], end, width),
        titles=lambda width: _cut(list(series), width),
    )


def _waits_by_queue(facts: Facts) -> dict[str, list[int]]:
    """Return the sorted waits of answered cases in milliseconds, by queue in order of definition."""
    outcome = facts.subject.outcome
    waits: list[list[int]] = [[] for _ in outcome.queue_names]
    for case in outcome.present():
        if outcome.accepted[case] >= 0:
            waits[outcome.queue[case]].append(outcome.accepted[case] - outcome.cases.arrived[case])
    return {name: sorted(own) for name, own in zip(outcome.queue_names, waits, strict=True) if own}


def _points(ordered: list[int], end: float) -> list[dict[str, Any]]:
    """Return the share answered within each wait; of many, within times evenly spread over the axis."""
    times = sorted({1.0, *(min(max(wait / 1000, 1), end) for wait in ordered), end})
    if len(times) > _POINTS:
        times = [float(round(end ** (place / _POINTS), 2)) for place in range(_POINTS + 1)]
    return [
        {"w": time, "share": round(bisect_right(ordered, time * 1000) / len(ordered), 4)} for time in times
    ]


def _grid(many: int, width: int) -> tuple[int, int]:
    """Return how many drawings stand side by side, and how wide each is."""
    columns = min(many, 3 if width == WIDE else 2)
    # Of a single queue or two, a drawing over the whole width would be mostly air.
    return columns, min((width - 48) // columns - 34, 360)


def _cut(queues: Sequence[str], width: int) -> list[tuple[str, str]]:
    """Return the titles for which there is no room, and the whole of each."""
    _, inner = _grid(len(queues), width)
    names = map(printable, queues)
    return [(shown, name) for name in names if (shown := cut(name, inner)) != name]


def _spec(series: dict[str, list[dict[str, Any]]], threshold: float, end: float, width: int) -> Spec:
    columns, inner = _grid(len(series), width)
    ticks = [tick for tick in _TICKS if tick <= end]
    if inner < 180:
        ticks = ticks[:: 2 if len(ticks) > 4 else 1]
    return {
        "columns": columns,
        "spacing": {"row": 22, "column": 18},
        "concat": [
            _view(queue, points, threshold, (inner, ticks, end), place % columns == 0)
            for place, (queue, points) in enumerate(series.items())
        ],
    }


def _view(
    queue: str,
    points: list[dict[str, Any]],
    threshold: float,
    shape: tuple[int, list[int], float],
    first: bool,
) -> Spec:
    inner, ticks, end = shape
    x = {
        "field": "w",
        "type": "quantitative",
        "scale": {"type": "log", "domain": [1, end], "nice": False},
        "axis": {"title": "waited (logarithmic)", "values": ticks, "labelExpr": _LABELS, "grid": False},
    }
    axis = {
        **y_title("answered"),
        "format": ".0%",
        "values": [0, 0.5, 1],
        "titleX": -30,
        "titleOpacity": 1 if first else 0,
        "minExtent": 30,
    }
    y = {"field": "share", "type": "quantitative", "scale": {"domain": [0, 1]}, "axis": axis}
    line = {"type": "line", "color": MAIN, "strokeWidth": 2, "interpolate": "step-after"}
    layers: list[Spec] = [
        {"data": {"values": points}, "mark": line, "encoding": {"x": x, "y": y}},
        {
            "data": {"values": [{"w": max(threshold, 1)}]},
            "mark": {"type": "rule", "color": BAD, "strokeDash": [4, 3], "strokeWidth": 1.25},
            "encoding": {"x": x},
        },
    ]
    return {
        "title": {"text": cut(printable(queue), inner), "limit": inner + 60, "offset": 4},
        "width": inner,
        "height": 90,
        "view": {"stroke": GRID},
        "layer": layers,
    }
