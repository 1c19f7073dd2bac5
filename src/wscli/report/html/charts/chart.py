"""A chart as part of a page: a figure with its title, what it says in words, and two drawings of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wscli.report.html.markup import Html, tag
from wscli.report.html.vega import NARROW, WIDE, Spec, draw


@dataclass(frozen=True, slots=True)
class Chart:
    """`message` says in a sentence what is to be seen; `spec` gives the specification for a width in pixels.

    `detail` are the same figures as a table, which a reader can open. `titles` gives for a width the names
    that are cut there, in their order, each with the whole.
    """

    title: str
    message: str
    spec: Callable[[int], Spec]
    detail: Html | None = None
    titles: Callable[[int], Sequence[tuple[str, str]]] = lambda width: ()


def figure(chart: Chart) -> Html:
    """Return a chart as a figure."""
    drawn = [
        tag("div", draw(chart.spec(width), chart.titles(width)), class_=name)
        for name, width in (("wide", WIDE), ("narrow", NARROW))
    ]
    whole = [name for _, name in chart.titles(NARROW)]
    spoken = f"{chart.title}. {chart.message}" + (f" In full: {'; '.join(whole)}." if whole else "")
    opened = tag("details", tag("summary", "The same as a table"), chart.detail) if chart.detail else None
    return tag(
        "figure",
        tag("figcaption", tag("strong", chart.title), " ", tag("span", chart.message)),
        tag("div", drawn, class_="chart", role="img", aria_label=spoken),
        opened,
    )
