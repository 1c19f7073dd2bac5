"""How much of what agents could hold they held, and of how many cases they had the answer."""

from __future__ import annotations

from typing import Any

from wscli.amounts import percent
from wscli.report.html.charts.chart import Chart
from wscli.report.html.facts import Facts
from wscli.report.html.vega import INK, MAIN, WIDE, Spec, colours, name_axis, room_for
from wscli.terminal import printable

MOST_AGENTS = 40
_OCCUPIED, _USED = "occupancy", "utilisation"


def occupancy(facts: Facts) -> Chart | None:
    """Return the chart of occupancy; None where nobody was ever signed in with a capacity."""
    agents = [each for each in facts.subject.summary["agents"] if each["occupancy"] is not None]
    if not agents:
        return None
    ordered = sorted(agents, key=lambda agent: -agent["occupancy"])
    shown, left = ordered[:MOST_AGENTS], ordered[MOST_AGENTS:]
    low, high = ordered[-1], ordered[0]
    message = (
        f"All together {percent(facts.subject.summary['occupancy'])}; "
        f"from {percent(low['occupancy'])} ({printable(low['name'])}) "
        f"to {percent(high['occupancy'])} ({printable(high['name'])})."
    )
    if len(ordered) == 1:
        message = f"{printable(high['name'])}: {percent(high['occupancy'])} of the units there were."
    if left:
        message += f" The {len(shown)} busiest of {len(ordered)}; the table below has all."
    return Chart(
        title="How busy agents were", message=message, spec=lambda width: _spec(_values(shown), width)
    )


def _values(agents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"agent": printable(agent["name"]), "held": agent["occupancy"], "used": agent["utilisation"]}
        for agent in agents
    ]


def _spec(values: list[dict[str, Any]], width: int) -> Spec:
    names = [value["agent"] for value in values]
    room = room_for(names, width)
    scheme = colours(**{_OCCUPIED: MAIN, _USED: INK})
    most = max(1.0, *(value["held"] for value in values))
    axis = name_axis("agent", room, names)
    shares = {"format": ".0%", "title": "of what there was while signed in", "tickCount": 5}
    if width != WIDE:
        shares["values"] = [0, 0.5, 1]
    return {
        "data": {"values": values},
        "width": width - room - 20,
        "height": {"step": 17},
        "encoding": {"y": {"field": "agent", "type": "nominal", "sort": None, "axis": axis}},
        "layer": [
            {
                "mark": {"type": "bar", "height": {"band": 0.7}},
                "encoding": {
                    "x": {
                        "field": "held",
                        "type": "quantitative",
                        "axis": shares,
                        "scale": {"domain": [0, most]},
                    },
                    "color": {"datum": _OCCUPIED, "scale": scheme},
                },
            },
            {
                "mark": {"type": "tick", "thickness": 2, "size": 15, "opacity": 1},
                "encoding": {
                    "x": {"field": "used", "type": "quantitative"},
                    "color": {"datum": _USED, "scale": scheme},
                },
            },
        ],
    }
