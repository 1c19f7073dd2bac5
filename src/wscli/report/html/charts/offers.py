"""What became of the offers, queue by queue."""

from __future__ import annotations

from typing import Any

from wscli.amounts import count, percent
from wscli.report.html.charts.chart import Chart
from wscli.report.html.facts import Facts
from wscli.report.html.vega import BAD, GOOD, GREY, LATE, Spec, colours, name_axis, room_for, whole_ticks
from wscli.terminal import printable

MOST_QUEUES = 15
KINDS = {"accepted": GOOD, "declined": BAD, "timed_out": LATE, "cancelled": GREY}
"""What becomes of an offer, as the summary calls it, and its colour."""


def offers(facts: Facts) -> Chart | None:
    """Return the chart of offers; None where none was made."""
    summary = facts.subject.summary
    made = summary["offers"]["made"]
    queues = [queue for queue in summary["queues"] if queue["offers"]["made"]]
    if not made or not queues:
        return None
    queues = sorted(queues, key=lambda queue: -queue["offers"]["made"])[:MOST_QUEUES]
    said = [
        f"{percent(summary['offers'][kind] / made)} {kind.replace('_', ' ')}"
        for kind in KINDS
        if summary["offers"][kind]
    ]
    message = f"{count(made, 'offer')}: {', '.join(said) or 'none answered yet'}."
    return Chart(title="What became of offers", message=message, spec=lambda width: _spec(queues, width))


def _spec(queues: list[dict[str, Any]], width: int) -> Spec:
    names = [printable(queue["name"]) for queue in queues]
    room = room_for(names, width)
    values = [
        {
            "queue": printable(queue["name"]),
            "kind": kind.replace("_", " "),
            "offers": queue["offers"][kind],
            "order": place,
        }
        for queue in queues
        for place, kind in enumerate(KINDS)
    ]
    ticks = whole_ticks(max(queue["offers"]["made"] for queue in queues))
    axis = name_axis("queue", room, names)
    return {
        "data": {"values": values},
        "width": width - room - 20,
        "height": {"step": 22},
        "mark": {"type": "bar", "height": {"band": 0.7}},
        "encoding": {
            "y": {"field": "queue", "type": "nominal", "sort": None, "axis": axis},
            "x": {
                "field": "offers",
                "type": "quantitative",
                "axis": {"title": "offers", "values": ticks, "format": ",d"},
            },
            "color": {"field": "kind", "type": "nominal", "scale": colours(**KINDS)},
            "order": {"field": "order", "type": "quantitative"},
        },
    }
