"""Where a replay stands, as lines for a terminal of any size.

Clock, counts, and the keys take the first and the last lines; queues, agents and events share what is
between: one below the other, or side by side where the terminal is wide. No line is wider than the screen,
and there are never more lines than it has. Nothing here writes to a terminal.
"""

from __future__ import annotations

from typing import NamedTuple

from wscli.report.replay import blocks
from wscli.report.replay.blocks import View
from wscli.report.replay.controls import Controls
from wscli.report.replay.followed import fate
from wscli.report.replay.player import speed_text
from wscli.report.replay.text import Line, cropped, filled, line_width, shown, width_of
from wscli.report.replay.times import span

_WIDE, _ROOMY = 120, 25
"""From how many columns on blocks stand side by side, and from how many lines on there is air between."""
_KEYS = "space pause  → next  ← back  + - speed  t time  c case  g G ends  ? help  q quit"
_FEW_KEYS = "space → ← + - t c g G  ? help  q quit"


def screen(view: View, controls: Controls, name: str, width: int, height: int) -> list[Line]:
    """Return exactly `height` lines of at most `width` cells."""
    view.now = controls.player.now
    view.followed = controls.followed
    head: list[Line] = [_clock(view, controls, name, width), _way(view, width), _counts(view, width)]
    foot = [*_followed(view), _last(controls, width)]
    room = height - len(head) - len(foot)
    if controls.helping:
        body = [[], *_HELP]
    else:
        body = _wide(view, width, room) if width >= _WIDE else _narrow(view, width, room)
    if room < 3:  # no room for anything between: the clock, and what can be pressed
        head, body, foot = head[: max(height - 1, 1)], [], foot[-1:]
        room = height - len(head) - len(foot)
    body = [*body[: max(room, 0)], *([] for _ in range(room - len(body)))]
    return [cropped(line, width) for line in [*head, *body, *foot][:height]]


def _clock(view: View, controls: Controls, name: str, width: int) -> Line:
    player = controls.player
    sign = "■ end" if player.ended else "‖ paused" if player.paused else "▶"
    right = f"{view.times.full(view.now)}  {sign} {speed_text(player.speed)}"
    left = shown(name)
    more = "" if player.ended else f", {span(player.left)} left"
    for end in (right + more, right):
        gap = width - width_of(left) - width_of(end)
        if gap >= 2:
            return [(left, "heading"), (" " * gap, ""), (end, "heading")]
    return [(right, "heading")]


def _way(view: View, width: int) -> Line:
    """Return how far along the run is, between its first and its last instant."""
    timeline, times = view.timeline, view.times
    short = times.clock if view.one_day else times.date
    first, last = short(timeline.start), short(timeline.end)
    room = max(0, width - width_of(first) - width_of(last) - 2)
    whole = timeline.end - timeline.start
    done = room * (view.now - timeline.start) // whole if whole else room
    bar: Line = [("━" * done, "available"), ("─" * (room - done), "dim")]
    return [(f"{first} ", "dim"), *bar, (f" {last}", "dim")]


def _counts(view: View, width: int) -> Line:
    """Return the counts of the run, as many as there is room for: first go those that others nearly tell.

    What stands in brackets is part of the number before it, so that the others add up to those that arrived.
    """
    state = view.timeline.state
    undistributed, withdrawn = len(state.undistributed), state.events["withdrawn"]
    parts = [
        _Part(1, _number(state.events["arrived"], "arrived")),
        _Part(0, _number(state.standing["open"], "open")),
        _Part(2, _number(undistributed, "undistributed", inside=True) if undistributed else []),
        _Part(0, _number(state.standing["active"], "active")),
        _Part(3, _number(state.standing["waiting"], "waiting") if view.waits else []),
        _Part(0, _number(state.closed, "closed")),
        _Part(4, _number(withdrawn, "withdrawn", inside=True) if withdrawn else []),
        _Part(0, _number(state.signed_in, "signed in")),
        _Part(5, _number(state.answered, "answered")),
    ]
    for least in range(5, -1, -1):
        line = [each for part in parts if part.rank <= least for each in part.line][1:]
        if line_width(line) <= width:
            break
    return line


class _Part(NamedTuple):
    """A count: the higher its rank, the sooner it is left out."""

    rank: int
    line: Line


def _number(count: int, word: str, *, inside: bool = False) -> Line:
    before, after = (" (", f" {word})") if inside else ("  ", f" {word}")
    return [(before, "dim"), (f"{count:,}", "heading" if count else "dim"), (after, "dim")]


def _narrow(view: View, width: int, room: int) -> list[Line]:
    """Return the blocks one below the other; what queues and agents do not need goes to the events."""
    state = view.timeline.state
    gap: list[Line] = [[]] if room >= _ROOMY else []
    room -= 2 * len(gap)
    least = max(2, room // 4)
    wanted = len(state.queues) + 1
    tall = min(wanted, max(3, room * 3 // 10))
    people = max(0, min(len(state.agents) + 1, room - tall - least))
    tall = min(wanted, max(tall, room - people - least))
    above = [*blocks.queues(view, width, tall), *gap, *blocks.agents(view, width, people), *gap]
    return [*above, *blocks.events(view, width, room - tall - people)]


def _wide(view: View, width: int, room: int) -> list[Line]:
    """Return queues over events on the left, the agents on the right."""
    left = min(max(60, width * 9 // 20), 80)
    right = width - left - 3
    tall = min(len(view.timeline.state.queues) + 1, max(3, room * 6 // 10))
    first = [*blocks.queues(view, left, tall), []]
    first += blocks.events(view, left, room - len(first))
    second = blocks.agents(view, right, room)
    lines = []
    for place in range(room):
        one = first[place] if place < len(first) else []
        two = second[place] if place < len(second) else []
        lines.append([*filled(one, left), (" │ ", "dim"), *two])
    return lines


def _followed(view: View) -> list[Line]:
    """Return a line about the case that is followed, if one is."""
    name = view.followed
    if name is None:
        return []
    return [[(shown(name), "followed"), ("  " + fate(view.timeline, view.times, name, view.now), "")]]


def _last(controls: Controls, width: int) -> Line:
    if controls.prompt is not None:
        # The end of what is typed stays in sight.
        prompt = shown(controls.prompt)
        room = max(1, width - width_of(prompt) - 2)
        typed = shown(controls.typed)
        while width_of(typed) > room:
            typed = typed[1:]
        return [(prompt, "heading"), (" " + typed, ""), (" ", "followed")]
    if controls.message:
        return [(shown(controls.message), "message")]
    if not controls.keys:
        return [("Ctrl-C ends; keys need a terminal as standard input", "dim")]
    return [(_KEYS if width >= width_of(_KEYS) else _FEW_KEYS, "dim")]


_HELP: list[Line] = [
    [(f"  {keys:<12}", "heading"), (text, "")]
    for keys, text in (
        ("space", "pause, go on"),
        ("→  ←", "the next instant at which anything happens, the one before"),
        (".  ,", "one event more, one event less"),
        ("+  -", "twice as fast, half as fast"),
        ("t", "to a time: 09:30, 2026-03-02T09:30, +15m, -1h"),
        ("c", "to the first event of a case, which is followed from then on"),
        ("n", "to the next event of the case that is followed"),
        ("g  G", "to the beginning, to the end"),
        ("?", "this help, and back"),
        ("q", "quit"),
    )
]
_HELP += [
    [],
    [
        ("  An agent has  ", ""),
        ("C1", "heading"),
        (" Active, ", ""),
        ("C2?", "heading"),
        (" offered, ", ""),
        ("(C3)", "heading"),
        (" Waiting.", ""),
    ],
    [("  Open cases of a queue are in nobody's hands; the oldest is red from the", "")],
    [("  threshold of the service level on.", "")],
]
