"""The parts of the screen, each as lines for a width and a height: queues, agents, the last events.

Where there is no room for all, those are shown in which most is going on, in order of definition all the
same, so that rows do not jump about; what is left out is counted in the last line. Only agents who are not at
work stand below those who are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from heapq import nlargest
from typing import Any, TypeVar

from wscli.report.replay.state import AgentNow, QueueNow
from wscli.report.replay.text import Line, cell, cut, filled, plain, shown, width_of
from wscli.report.replay.timeline import EVENT, Timeline
from wscli.report.replay.times import Times, span

T = TypeVar("T")
_PRESENCE, _NUMBER, _SPAN = 10, 7, 7
_AGENT = 56
"""How wide an agent must be at least where several stand side by side."""


class View:
    """What the blocks are made of: where the replay stands, and what is asked for."""

    def __init__(self, timeline: Timeline, times: Times, threshold: int) -> None:
        self.timeline = timeline
        self.times = times
        self.threshold = threshold
        self.now = timeline.start
        self.followed: str | None = None
        state = timeline.state
        self.queue_width = max([5, *(width_of(shown(name)) for name in state.queues)])
        self.agent_width = max([5, *(width_of(shown(name)) for name in state.agents)])
        self.units_width = max([3, *(2 * len(str(each.capacity)) + 1 for each in state.agents.values())])
        self.one_day = times.one_day(timeline.start, timeline.end)
        self.fine = any(at % 1000 for at in timeline.instants)
        self.waits = any(row[EVENT] == "waiting" for row in timeline.rows)


def chosen(items: Sequence[T], most: int, score: Callable[[T], Any]) -> tuple[list[T], list[T]]:
    """Return the `most` items of the highest score, in their order, and the others."""
    if len(items) <= most:
        return list(items), []
    ranked = nlargest(max(most, 0), range(len(items)), key=lambda place: (score(items[place]), -place))
    kept = set(ranked)
    return [items[place] for place in sorted(kept)], [
        item for place, item in enumerate(items) if place not in kept
    ]


def queues(view: View, width: int, height: int) -> list[Line]:
    """Return the queues: how many wait in each, for how long the first of them, and what became of others."""
    every = list(view.timeline.state.queues.values())
    wide = width >= 72
    numbers = ["open", "oldest", "active", *(["waiting", "answered", "withdrawn"] if wide else [])]
    sizes = [6, 8, 7, 8, 9, 10][: len(numbers)]
    name = min(view.queue_width, max(8, width - sum(sizes) - 8))
    room = width - name - sum(sizes) - 2
    head: Line = [cell("queue", name, "column")]
    head += [cell(text, size, "column", right=True) for text, size in zip(numbers, sizes, strict=True)]
    fits = height - 1 if len(every) <= height - 1 else height - 2
    kept, others = chosen(every, fits, lambda queue: (len(queue.open), queue.active + queue.waiting))
    lines = [_ruled(head, width), *(_queue(view, queue, name, sizes, room) for queue in kept)]
    if others:
        waiting = sum(len(queue.open) for queue in others)
        lines.append([(f"… {len(others)} more, with {waiting:,} open", "dim")])
    return lines[: max(height, 0)]


def _queue(view: View, queue: QueueNow, name: int, sizes: list[int], room: int) -> Line:
    oldest = queue.oldest
    waited = None if oldest is None else view.now - oldest
    late = "late" if waited is not None and waited >= view.threshold else ""
    texts = [
        (f"{len(queue.open):,}" if queue.open else "·", late),
        ("·" if waited is None else span(waited), late),
        *((f"{count:,}" if count else "·", "") for count in (queue.active, queue.waiting)),
        *((f"{count:,}" if count else "·", "dim") for count in (queue.answered, queue.withdrawn)),
    ]
    line: Line = [cell(shown(queue.name), name, "" if queue.open or queue.active else "dim")]
    shapes = zip(texts, sizes, strict=False)
    line += [cell(text, size, style if text != "·" else "dim", right=True) for (text, style), size in shapes]
    if room > 0 and queue.open:
        marks = "●" * min(len(queue.open), room) if len(queue.open) <= room else "●" * (room - 1) + "…"
        line += [("  ", ""), (marks, late)]
    return line


def agents(view: View, width: int, height: int) -> list[Line]:
    """Return the agents: their presence, how much of their capacity is taken, and the cases they hold.

    Those at work stand first. They stand side by side where there are many and the screen is wide.
    """
    if height < 2:
        return []
    every = list(view.timeline.state.agents.values())
    columns = max(1, min(width // _AGENT, -(-len(every) // max(height - 1, 1))))
    each = (width - 3 * (columns - 1)) // columns
    rows = height - 1 if len(every) <= (height - 1) * columns else height - 2
    kept, others = chosen(every, max(rows, 0) * columns, _interest)
    kept.sort(key=lambda agent: not _at_work(agent))
    head = _ruled(_agents_head(view, each), each)
    cells = [_agent(view, agent, each) for agent in kept]
    deep = max(1, -(-len(cells) // columns))
    stacks = [cells[at : at + deep] for at in range(0, len(cells), deep)]
    lines = [_beside([head for _ in stacks] or [head], each)]
    lines += [_beside([stack[at] for stack in stacks if at < len(stack)], each) for at in range(deep)]
    if others:
        lines.append([(f"… {len(others)} more: {_presences(others)}", "dim")])
    return lines[: max(height, 0)]


def _ruled(head: Line, width: int) -> Line:
    """Return the names of columns as a line of exactly `width` cells, which their style underlines."""
    return [(text, "column") for text, _ in filled(head, width)]


def _beside(lines: Sequence[Line], width: int) -> Line:
    joined: Line = []
    for line in lines:
        joined += [*([("   ", "")] if joined else []), *filled(line, width)]
    return joined


def _at_work(agent: AgentNow) -> bool:
    """Whether somebody is there, or still has a case in hand."""
    return agent.signed_in or bool(agent.offers or agent.active)


def _interest(agent: AgentNow) -> tuple[Any, ...]:
    share = agent.units / agent.capacity if agent.capacity else 0
    hands = len(agent.offers) + len(agent.active)
    return bool(hands), agent.signed_in, share, hands, len(agent.waiting)


def _presences(agents: Sequence[AgentNow]) -> str:
    counts = Counter(agent.presence for agent in agents)
    return ", ".join(f"{count} {presence}" for presence, count in counts.most_common())


def _agent_sizes(view: View, width: int) -> tuple[int, int, int]:
    """Return the widths of name, bar and time in presence; the last is 0 where there is no room for it."""
    name = min(view.agent_width, max(6, width // 4))
    bar = 5 if width < 50 else 8 if width < 90 else 12
    return name, bar, _SPAN if width >= 68 else 0


def _agents_head(view: View, width: int) -> Line:
    name, bar, since = _agent_sizes(view, width)
    line: Line = [cell("agent", name + 1, "column"), cell("presence", _PRESENCE, "column")]
    if since:
        line.append(cell("for", since, "column", right=True))
    load = cell("units", bar + view.units_width + 2, "column", right=True)
    return [*line, load, ("  has", "column")]


def _agent(view: View, agent: AgentNow, width: int) -> Line:
    name, bar, since = _agent_sizes(view, width)
    held, capacity = agent.units, agent.capacity
    style = agent.presence if held <= capacity else "late"
    # Full is only who is full, empty only who has nothing.
    full = bar if held >= max(capacity, 1) else max(held > 0, held * bar // max(capacity, 1))
    line: Line = [
        cell(cut(shown(agent.name), name), name + 1, "dim" if not agent.signed_in and not held else ""),
        cell(agent.presence, _PRESENCE, agent.presence),
    ]
    if since:
        line.append(cell(span(view.now - agent.since), since, "dim", right=True))
    line += [
        (" " + "━" * full, style),
        ("─" * (bar - full), "dim"),
        cell(f"{held}/{capacity}", view.units_width + 1, "dim" if not held else "", right=True),
        ("  ", ""),
    ]
    return line + _hands(view, agent, width - sum(width_of(text) for text, _ in line))


def _hands(view: View, agent: AgentNow, room: int) -> Line:
    """Return the cases of an agent: offered with a question mark, those Waiting in brackets.

    Those for which there is no room are counted; the first is named all the same, if only by its beginning.
    """
    marks = [("", "?", "available", case) for case in agent.offers]
    marks += [("", "", "", case) for case in agent.active]
    marks += [("(", ")", "dim", case) for case in agent.waiting]
    line: Line = []
    for place, (before, after, style, case) in enumerate(marks):
        rest = len(marks) - place
        reserve = width_of(f" +{rest - 1}") if rest > 1 else 0
        left = room - width_of(plain(line)) - width_of(before + after) - reserve
        name = shown(case) if line else cut(shown(case), max(left, 2))
        if width_of(name) > left:
            return [*line, (f"+{rest}", "dim")]
        line += [(before + name + after, "followed" if case == view.followed else style), (" ", "")]
    return line[:-1]


def events(view: View, width: int, height: int) -> list[Line]:
    """Return the last events, the latest at the bottom."""
    if height < 2:
        return []
    timeline = view.timeline
    first = max(0, timeline.index - (height - 1))
    head = [cell("last events", width, "column")]
    lines = [_event(view, timeline.rows[place]) for place in range(first, timeline.index)]
    return [head, *lines][: max(height, 0)]


def _event(view: View, row: Sequence[Any]) -> Line:
    _, at, event, case, agent, queue, _, state, reason = row
    style = "" if at == view.timeline.instant(view.timeline.index) else "dim"
    clock = view.times.clock(at, fine=view.fine)
    texts = [clock if view.one_day else f"{view.times.date(at)} {clock}", f"{event:<11}"]
    texts += [shown(each) for each in (case, agent, state if event == "presence" else queue) if each]
    line: Line = [("  ".join(texts), style)]
    if case is not None and case == view.followed:
        line = [("  ".join(texts), "followed")]
    return [*line, (f"  ({shown(reason)})", "dim")] if reason else line
