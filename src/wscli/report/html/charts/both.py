"""The open cases of two runs over time, in one chart."""

from __future__ import annotations

from typing import Any

from wscli.amounts import number
from wscli.report.html import scale
from wscli.report.html.charts.backlog import EXACT, curve
from wscli.report.html.charts.chart import Chart
from wscli.report.html.facts import Facts
from wscli.report.html.vega import LATE, MAIN, WIDE, Spec, whole_ticks, y_title
from wscli.terminal import printable


def both(before: Facts, after: Facts) -> Chart:
    """Return the chart of both backlogs, on the clock of the second run."""
    a, b = (facts.subject.summary["backlog"] for facts in (before, after))
    names = [printable(facts.subject.name) for facts in (before, after)]
    message = f"On average {number(a['mean'])} in {names[0]} and {number(b['mean'])} in {names[1]}. "
    # Else the axis ends below what is said here to be the most.
    averaged = any(len(facts.journal.open) > EXACT for facts in (before, after))
    message += "The lines are averages of short spans of time; at one instant" if averaged else "At once"
    message += f" at most {number(a['max'])} and {number(b['max'])} were open."
    return Chart(
        title="Open cases in both runs", message=message, spec=lambda width: _spec(before, after, width)
    )


def _spec(before: Facts, after: Facts, width: int) -> Spec:
    runs = (before, after)
    start = min(facts.subject.start for facts in runs)
    end = max(facts.subject.end for facts in runs)
    grid = scale.bins(start, end, 300 if width == WIDE else 120, after.subject.zone)
    names = [f"a: {printable(before.subject.name)}", f"b: {printable(after.subject.name)}"]
    colours = {"domain": names, "range": [LATE, MAIN]}
    dashes = {"domain": names, "range": [[5, 3], [1, 0]]}
    values: list[dict[str, Any]] = []
    for facts, name in zip(runs, names, strict=True):
        values += [
            {"t": after.local(point["at"]), "open": point["mean"], "run": name}
            for point in curve(facts.journal.open, grid)
        ]
    ticks = whole_ticks(max(int(value["open"]) + 1 for value in values))
    x = after.time_axis()
    x["scale"]["domain"] = [after.local(start), after.local(max(end, start + 1))]
    axis = {**y_title("open cases, on average"), "values": ticks, "format": ",d"}
    return {
        "data": {"values": values},
        "width": width - 46,
        "height": 200,
        "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 1.5},
        "encoding": {
            "x": x,
            "y": {"field": "open", "type": "quantitative", "axis": axis, "scale": {"domain": [0, ticks[-1]]}},
            "color": {"field": "run", "type": "nominal", "scale": colours},
            "strokeDash": {"field": "run", "type": "nominal", "scale": dashes},
        },
    }
