"""The event log of a run, gone through once: open cases over time, who was there, who held what.

An agent who is signed in with the base presence Offline counts as absent, because the log tells of a sign-out
no more than of that. Times are epoch milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

OFFLINE = "offline"
OFFER, ACTIVE = "offer", "active"

_TAKES = frozenset({"assigned", "picked", "accepted", "resumed"})
_GIVES = frozenset({"declined", "timed-out", "cancelled", "waiting", "transferred", "resolved"})


class Span(NamedTuple):
    """A case in the hands of an agent: an offer that is not answered yet, or active work."""

    agent: str
    case: str
    kind: str
    start: int
    end: int
    units: int
    queue: str | None


@dataclass(slots=True)
class Journal:
    """What the log says.

    `open` is a step function: (instant, open cases from then on), at each instant the last word. `present`
    has for each agent from when to when they were there; `spans` are in order of their end.
    """

    open: list[tuple[int, int]]
    arrivals: list[int]
    answers: list[int]
    present: dict[str, list[tuple[int, int]]]
    spans: list[Span]


@dataclass(slots=True)
class _Reader:
    units: Mapping[str | None, int]
    open: set[str] = field(default_factory=set)
    steps: list[tuple[int, int]] = field(default_factory=list)
    arrivals: list[int] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    came: dict[str, int] = field(default_factory=dict)
    present: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    held: dict[str, tuple[str, str, int, str | None, str | None]] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)

    def presence(self, at: int, agent: str, state: str) -> None:
        """Take a change of presence."""
        if state == OFFLINE:
            if agent in self.came:
                self.present.setdefault(agent, []).append((self.came.pop(agent), at))
        else:
            self.came.setdefault(agent, at)

    def case(self, row: tuple[Any, ...]) -> None:
        """Take a row about a case."""
        _, at, event, case, agent, queue, workstream, state, _ = row
        self._count(at, event, case, state)
        if event == "offered":
            self.held[case] = (agent, OFFER, at, queue, workstream)
        elif event in _TAKES:
            self.release(case, at)
            self.held[case] = (agent, ACTIVE, at, queue, workstream)
        elif event in _GIVES:
            self.release(case, at)

    def _count(self, at: int, event: str, case: str, state: str) -> None:
        waits = state == "open"
        if event == "arrived":
            self.arrivals.append(at)
        elif not waits and case in self.open and event != "withdrawn":
            self.answers.append(at)
        if waits == (case in self.open):
            return
        if waits:
            self.open.add(case)
        else:
            self.open.remove(case)
        self.steps.append((at, len(self.open)))

    def release(self, case: str, at: int) -> None:
        """End what an agent holds of a case, if anybody holds it."""
        if case in self.held:
            agent, kind, since, queue, workstream = self.held.pop(case)
            self.spans.append(Span(agent, case, kind, since, at, self.units.get(workstream, 0), queue))


def read(
    rows: Iterable[tuple[Any, ...]],
    beginning: Mapping[str, str],
    units: Mapping[str | None, int],
    start: int,
    end: int,
) -> Journal:
    """Return what the rows of an event log say; `units` by workstream. What goes on at the end ends there."""
    reader = _Reader(units)
    for agent, presence in beginning.items():
        reader.presence(start, agent, presence)
    for row in rows:
        event = row[2]
        if event == "presence":
            reader.presence(row[1], row[4], row[7])
        elif event != "refused":
            reader.case(row)
    for agent in list(reader.came):
        reader.presence(end, agent, OFFLINE)
    for case in list(reader.held):
        reader.release(case, end)
    return Journal(_settled(reader.steps), reader.arrivals, reader.answers, reader.present, reader.spans)


def _settled(steps: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return one step for each instant: what is left when it is settled."""
    return list(dict(steps).items())
