"""Who held what: read off the event log while the run is made again for the sake of one case.

A ranking compares figures; what somebody had in hand is what people can check them by. So whatever the
agents hold is noted when the case is given to one of them, and for one agent over the whole run.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from wscli.simulation.observers import LogRow

_PLACED = ("offered", "assigned", "picked")
_COMES = (*_PLACED, "accepted", "resumed")
_GOES = (
    "resolved",
    "waiting",
    "declined",
    "timed-out",
    "cancelled",
    "transferred",
    "withdrawn",
    "auto-closed",
    "replied",
)


@dataclass(slots=True)
class Holding:
    """A case that somebody had in hand, from an instant to another (epoch milliseconds), None to the end."""

    case_id: str
    workstream: str
    since: int
    until: int | None = None

    def is_at(self, at: int) -> bool:
        """Whether it was held at an instant, with everything done that was due then."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(slots=True)
class Holdings:
    """A listener: `moments` has for each time that the case was given what every agent held just before.

    `given` of a moment: those who had been given a case before.
    """

    case_id: str
    moments: list[tuple[dict[str, list[str]], frozenset[str]]] = field(default_factory=list)
    _kept: dict[str, list[Holding]] = field(default_factory=dict)
    _held: dict[str, dict[str, Holding]] = field(default_factory=dict)
    _given: set[str] = field(default_factory=set)
    _began: bool = False

    def row(self, row: LogRow) -> None:
        """Take one row of the event log."""
        _, at, event, case_id, agent, _, workstream, *_ = row
        if case_id == self.case_id and not self._began:
            self._began = True  # what ended before the case came is of no interest
            self._kept = {name: list(held.values()) for name, held in self._held.items()}
        if not case_id or not agent:
            return
        if event in _PLACED:
            if case_id == self.case_id:
                held = {name: list(cases) for name, cases in self._held.items() if cases}
                self.moments.append((held, frozenset(self._given)))
            self._given.add(agent)
        if event in _COMES:
            self._take(agent, Holding(case_id, workstream, at))
        elif event in _GOES:
            gone = self._held.get(agent, {}).pop(case_id, None)
            if gone is not None:
                gone.until = at

    def _take(self, agent: str, holding: Holding) -> None:
        held = self._held.setdefault(agent, {})
        if holding.case_id not in held:
            held[holding.case_id] = holding
            if self._began:
                self._kept.setdefault(agent, []).append(holding)

    def of(self, agent: str) -> list[Holding]:
        """Return what an agent held since the case came, in order; the case itself is left out."""
        return [each for each in self._kept.get(agent, ()) if each.case_id != self.case_id]

    def between(self, agent: str, since: int, until: int) -> list[str]:
        """Return what an agent held at any time from an instant to another, each case once."""
        found = [
            each.case_id
            for each in self.of(agent)
            if each.since < max(until, since + 1) and (each.until is None or each.until > since)
        ]
        return list(dict.fromkeys(found))
