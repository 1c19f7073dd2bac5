"""Who held what when: every case in its agent's line, or for a long run how full everybody's hands were.

A line for each of 38,000 cases would be a page of megabytes on which nothing can be seen; beyond `_FEW` spans
the run is cut into pieces, and a piece is coloured by the units held of those there were.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from wscli.amounts import count
from wscli.report.html import scale
from wscli.report.html.charts.chart import Chart
from wscli.report.html.facts import Facts
from wscli.report.html.journal import OFFER, Span
from wscli.report.html.markup import Html, named, table
from wscli.report.html.vega import (
    GRID,
    HEAT,
    INK,
    MAIN,
    MAIN_SOFT,
    ON_MAIN,
    WIDE,
    Spec,
    colours,
    name_axis,
    room_for,
)
from wscli.report.html.words import duration
from wscli.terminal import printable

_FEW, _LANES, _LINES = 300, 6, 40
_CLASSES = ("nothing", "up to 25%", "up to 50%", "up to 75%", "up to 100%", "over 100%")
_OFFERED, _WORKED = "offer, not answered yet", "active"
_LABEL = {"align": "left", "dx": 3, "fontSize": 10, "fontWeight": 600}


def holding(facts: Facts) -> Chart | None:
    """Return the chart of who held what; None where nobody was there or had anything."""
    spans = facts.journal.spans
    if not spans or not facts.span:
        return None
    lanes = _lanes(spans)
    if len(spans) <= _FEW and max(lanes) < _LANES and len(_agents(facts)) <= _LINES:
        return _lines(facts, lanes)
    return _heat(facts)


def _lanes(spans: list[Span]) -> list[int]:
    """Return for each span the first place in its agent's line that is free when it begins."""
    free: dict[str, list[int]] = {}
    lanes = [0] * len(spans)
    for index in sorted(range(len(spans)), key=lambda index: (spans[index].start, spans[index].end)):
        span = spans[index]
        until = free.setdefault(span.agent, [])
        lane = next((lane for lane, at in enumerate(until) if at <= span.start), len(until))
        until[lane:] = [span.end, *until[lane + 1 :]]
        lanes[index] = lane
    return lanes


def _lines(facts: Facts, lanes: list[int]) -> Chart:
    spans = facts.journal.spans
    offers = sum(span.kind == OFFER for span in spans)
    message = (
        f"{count(len(spans) - offers, 'stretch', 'stretches')} of work and {count(offers, 'offer')}, "
        f"each in the line of the agent who had it; the pale bar behind is the time signed in."
    )
    return Chart(
        title="Who held what, when",
        message=message,
        spec=lambda width: _lines_spec(facts, lanes, width),
        detail=_lines_table(facts),
    )


def _lines_table(facts: Facts) -> Html:
    spans = sorted(facts.journal.spans, key=lambda span: (span.start, span.end))
    rows = (
        [
            named(span.agent),
            named(span.case),
            named(span.queue),
            span.kind,
            facts.clock(span.start),
            facts.clock(span.end),
            duration((span.end - span.start) / 1000),
        ]
        for span in spans
    )
    return table(["agent", "case", "queue", "", "from", "to", "for"], rows, texts=4, caption="Who held what")


def _lines_spec(facts: Facts, lanes: list[int], width: int) -> Spec:
    agents = _agents(facts)
    room = room_for(agents, width)
    inner = width - room - 20
    y = {
        "field": "agent",
        "type": "nominal",
        "sort": None,
        "axis": name_axis("agent", room, agents),
        "scale": {"domain": agents, "paddingInner": 0.25, "paddingOuter": 0.1},
    }
    x = facts.time_axis()
    scheme = colours(**{_WORKED: MAIN, _OFFERED: MAIN_SOFT})
    bars = _bars(facts, lanes, inner)
    offset = {"field": "lane", "type": "ordinal", "scale": {"domain": list(range(max(lanes) + 1))}}
    return {
        "width": inner,
        "height": {"step": 16 * (max(lanes) + 1) + 10, "for": "position"},
        "layer": [
            {
                "data": {"values": _presences(facts)},
                "mark": {"type": "rect", "color": GRID, "opacity": 0.55},
                "encoding": {"y": y, "x": x, "x2": {"field": "until"}},
            },
            {
                "data": {"values": bars},
                "mark": {"type": "bar", "stroke": MAIN, "strokeWidth": 1, "height": {"band": 0.86}},
                "encoding": {
                    "y": y,
                    "yOffset": offset,
                    "x": x,
                    "x2": {"field": "until"},
                    "color": {"field": "kind", "type": "nominal", "scale": scheme},
                },
            },
            # Two layers, for a colour channel of the labels would take the legend from the bars.
            *(
                {
                    "data": {"values": [bar for bar in bars if bar["kind"] == kind and bar["label"]]},
                    "mark": {"type": "text", "color": ink, **_LABEL},
                    "encoding": {"y": y, "yOffset": offset, "x": x, "text": {"field": "label"}},
                }
                for kind, ink in ((_WORKED, ON_MAIN), (_OFFERED, INK))
            ),
        ],
    }


def _agents(facts: Facts) -> list[str]:
    """Return the agents who have a line, in order of definition."""
    seen = {span.agent for span in facts.journal.spans} | set(facts.journal.present)
    return [printable(agent.name) for agent in facts.subject.organisation.agents if agent.name in seen]


def _presences(facts: Facts) -> list[dict[str, Any]]:
    """Return the time that each agent was there."""
    return [
        {"agent": printable(agent), "t": facts.local(at), "until": facts.local(until)}
        for agent, spans in facts.journal.present.items()
        for at, until in spans
    ]


def _bars(facts: Facts, lanes: list[int], width: int) -> list[dict[str, Any]]:
    found = []
    for span, lane in zip(facts.journal.spans, lanes, strict=True):
        name = printable(span.case)
        room = (span.end - span.start) / facts.span * width
        found.append(
            {
                "agent": printable(span.agent),
                "lane": lane,
                "t": facts.local(span.start),
                "until": facts.local(span.end),
                "kind": _OFFERED if span.kind == OFFER else _WORKED,
                # A name that does not fit would run into the next bar.
                "label": name if len(name) * 7 + 6 < room else "",
            }
        )
    return found


def _heat(facts: Facts) -> Chart:
    agents = [agent for agent in facts.subject.organisation.agents if agent.capacity]
    hands: dict[str, list[Span]] = {}
    for span in facts.journal.spans:
        hands.setdefault(span.agent, []).append(span)
    held = {
        agent.name: sum((span.end - span.start) * span.units for span in hands.get(agent.name, []))
        for agent in agents
    }
    busiest = set(sorted(held, key=lambda name: -held[name])[:_LINES])
    shown = [agent for agent in agents if agent.name in busiest]
    message = "Units held of those there were, agent by agent over time; blank where they were not signed in."
    if len(agents) > len(shown):
        message += f" The {len(shown)} who held most, of {len(agents)}."

    def spec(width: int) -> Spec:
        grid = facts.bins(140 if width == WIDE else 56)
        cells = [
            {"agent": printable(agent.name), **cell}
            for agent in shown
            for cell in _cells(facts, agent.name, hands.get(agent.name, []), agent.capacity, grid)
        ]
        return _heat_spec(facts, cells, [printable(agent.name) for agent in shown], width)

    return Chart(title="How full everybody's hands were", message=message, spec=spec)


def _cells(facts: Facts, agent: str, spans: list[Span], capacity: int, grid: scale.Bins) -> list[Spec]:
    """Return the pieces in which an agent was there, with the class of what they held of what they could."""
    present = facts.journal.present.get(agent, [])
    there = scale.totals(((at, until, 1) for at, until in present), grid)
    starts = [at for at, _ in present]
    held = scale.totals(
        (
            (max(at, span.start), min(until, span.end), span.units)
            for span in spans
            for at, until in present[
                max(bisect_right(starts, span.start) - 1, 0) : bisect_right(starts, span.end)
            ]
        ),
        grid,
    )
    return [
        {
            "t": facts.local(grid.edges[place]),
            "until": facts.local(grid.edges[place + 1]),
            "held": _class(units / (capacity * time)),
        }
        for place, (time, units) in enumerate(zip(there, held, strict=True))
        if time
    ]


def _class(share: float) -> str:
    if share < 0.005:
        return _CLASSES[0]
    return next(
        (word for word, most in zip(_CLASSES[1:], (0.25, 0.5, 0.75, 1.0005), strict=False) if share <= most),
        _CLASSES[-1],
    )


def _heat_spec(facts: Facts, cells: list[Spec], agents: list[str], width: int) -> Spec:
    room = room_for(agents, width)
    known = [word for word in _CLASSES if word != _CLASSES[-1] or any(cell["held"] == word for cell in cells)]
    return {
        "data": {"values": cells},
        "width": width - room - 20,
        "height": {"step": 14},
        "mark": {"type": "rect"},
        "encoding": {
            "x": facts.time_axis(),
            "x2": {"field": "until"},
            "y": {
                "field": "agent",
                "type": "nominal",
                "sort": None,
                "scale": {"domain": agents},
                "axis": name_axis("agent", room, agents),
            },
            "color": {
                "field": "held",
                "type": "ordinal",
                "scale": {"domain": known, "range": list(HEAT[: len(known)])},
                "legend": {"columns": 6 if width == WIDE else 2},
            },
        },
    }
