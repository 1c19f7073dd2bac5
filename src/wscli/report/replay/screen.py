"""Where a replay stands, as lines for a terminal of any size.

Clock, counts, and the keys take the first and the last lines; queues, agents and events share what is
between: one below the other, or side by side where the terminal is wide. No line is wider than the screen,
and there are never more lines than it has. Nothing here writes to a terminal.
"""

from __future__ import annotations

from wscli.report.replay import blocks
from wscli.report.replay.blocks import View
from wscli.report.replay.controls import Controls
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
    gap = width - width_of(left) - width_of(right)
    if gap < 2:
        return [(right, "heading")]
    return [(left, "heading"), (" " * gap, ""), (right, "heading")]


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
    state = view.timeline.state
    counts = [
        (state.events["arrived"], "arrived"),
        (state.standing["open"], "open"),
        (state.standing["active"], "active"),
        (state.standing["waiting"], "waiting"),
        (state.closed, "closed"),
        (state.events["withdrawn"], "withdrawn"),
        (state.signed_in, "signed in"),
        (state.answered, "answered"),
    ]
    if state.undistributed:
        counts.insert(2, (len(state.undistributed), "undistributed"))
    line: Line = []
    for count, word in counts:
        part = [(f"{count:,}", "heading" if count else "dim"), (f" {word}", "dim")]
        gap = [("  ", "")] if line else []
        if line_width([*line, *gap, *part]) > width:
            break
        line += [*gap, *part]
    return line


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
    case = view.timeline.state.cases.get(name)
    line: Line = [(shown(name), "followed")]
    if case is None:
        seen = any(place < view.timeline.index for place in view.timeline.places[name][:1])
        return [[*line, ("  closed" if seen else "  not arrived yet", "")]]
    words = [case.state if case.distributed else "open, undistributed"]
    if case.offered:
        words.append(f"offered to {shown(case.agent or '')}")
    elif case.agent:
        words.append(f"with {shown(case.agent)}")
    if case.queue:
        words.append(f"in {shown(case.queue)}")
    words.append(f"for {span(view.now - case.since)}")
    return [[*line, ("  " + ", ".join(words), "")]]


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
