"""The two plots of a summary: open cases over time, and how long the answered ones waited.

Blocks are filled in eighths where the stream can show them; else `#` and `.` in the same places. Every
figure that is drawn stands there as a figure too, or can be read from an axis.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo

from wscli.report.terminal import scales
from wscli.report.terminal.course import Course

ENOUGH = 10
"""Fewer cases than that are read from the tables."""
HEIGHT = 6
SPANS = 7
_WIDEST = 120
_LABEL = 12
"""Room for the mark of an axis of time, and a gap."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """How wide a plot may be, in cells, and whether it may use block characters."""

    width: int
    blocks: bool = True

    @property
    def room(self) -> int:
        """The cells that a plot takes: on a very wide terminal not all of them."""
        return min(self.width, _WIDEST)


@dataclass(frozen=True, slots=True)
class _Glyphs:
    up: str
    across: str
    axis: str
    mark: str
    corner: str
    floor: str
    tick: str


_BLOCKS = _Glyphs(" ▁▂▃▄▅▆▇█", " ▏▎▍▌▋▊▉█", "│", "┤", "└", "─", "┬")
_ASCII = _Glyphs(" ....####", " ....####", "|", "+", "+", "-", "+")


def open_cases(course: Course, zone: tzinfo, canvas: Canvas) -> list[str]:
    """Return the curve of Open cases over simulated time with both its axes; nothing if none ever waited.

    A column shows the most in its part of the run. `zone` is that of the axis of time.
    """
    if len(course.entered) < ENOUGH or course.end - course.start < 1000:
        return []
    glyphs = _BLOCKS if canvas.blocks else _ASCII
    peak = max(course.backlog(1))
    if not peak:
        return []
    top = scales.count_above(peak)
    margin = len(f"{top:,}") + 2
    most = course.backlog(max(canvas.room - margin, _LABEL))
    shown = {HEIGHT: top, **({HEIGHT // 2: top // 2} if top > 1 else {})}
    lines = []
    for row in range(HEIGHT, 0, -1):
        label = f"{shown[row]:,}" if row in shown else ""
        side = glyphs.mark if row in shown else glyphs.axis
        bars = "".join(glyphs.up[_eighths(number * HEIGHT / top - row + 1)] for number in most)
        lines.append(f"{label:>{margin - 2}} {side}{bars}")
    marks = scales.instants(course.start, course.end, zone, max(len(most) // _LABEL, 1))
    lines += _floor(marks, course, len(most), margin, glyphs)
    return [line.rstrip() for line in lines]


def _eighths(filled: float) -> int:
    """Return how many eighths of a cell are filled; what is there at all is seen."""
    if filled <= 0:
        return 0
    return min(8, max(1, round(filled * 8)))


def _floor(
    marks: list[scales.Mark], course: Course, bins: int, margin: int, glyphs: _Glyphs
) -> tuple[str, str]:
    """Return the axis of time, and what stands below it; a label that would touch another is left out."""
    axis, below = [glyphs.floor] * bins, ""
    for at, label in marks:
        place = min((at - course.start) * bins // (course.end - course.start), bins - 1)
        begin = min(max(place - len(label) // 2, 0), bins - len(label))
        if below and begin < len(below) + 2:
            continue
        axis[place] = glyphs.tick
        below = f"{below:<{begin}}{label}"
    indent = " " * margin
    return f"{'0':>{margin - 2}} {glyphs.corner}{''.join(axis)}", f"{indent}{below}"


def waits(course: Course, threshold: int, canvas: Canvas, duration: Callable[[float], str]) -> list[str]:
    """Return bars of how long the answered cases waited; nothing if all were answered within a second.

    Spans of time meet at `threshold`, the service level's in seconds: below it is in time. `duration` says
    seconds as people read them.
    """
    answered = course.waits.total()
    if answered < ENOUGH or course.waits[0] == answered:
        return []
    glyphs = _BLOCKS if canvas.blocks else _ASCII
    spans = scales.spans(sorted(course.waits.items()), threshold, SPANS)
    names = [_name(begin, end, duration, canvas.blocks) for begin, end, _ in spans]
    longest = max(map(len, names))
    numbers = [f"{number:,} {number / answered:6.1%}" for _, _, number in spans]
    right = max(map(len, numbers)) + len("  in time")
    room = max(canvas.room - longest - right - 3, 10)
    most = max(number for _, _, number in spans)
    lines = []
    for name, said, (_, end, number) in zip(names, numbers, spans, strict=True):
        in_time = "  in time" if _is_within(end, threshold, course) else ""
        bar = _bar(number * room / most, glyphs.across)
        lines.append(f"{name:>{longest}} {bar:<{room}}  {said:>{right - 9}}{in_time}")
    return lines


def _is_within(end: int | None, threshold: int, course: Course) -> bool:
    """Whether a span that ends at `end`, or at the longest wait, lies below the threshold."""
    return (max(course.waits) if end is None else end - 1) < threshold


def _name(begin: int, end: int | None, duration: Callable[[float], str], blocks: bool) -> str:
    if end is None:
        return f"from {duration(begin)}" if begin else "all"
    if not begin:
        return f"under {duration(end)}"
    return f"{duration(begin)} {'–' if blocks else '-'} {duration(end)}"


def _bar(cells: float, glyphs: str) -> str:
    whole = int(cells)
    rest = cells - whole
    if not whole and not rest:
        return ""
    last = round(rest * 8) if whole else max(round(rest * 8), 1)
    return glyphs[8] * whole + (glyphs[last] if last else "")
