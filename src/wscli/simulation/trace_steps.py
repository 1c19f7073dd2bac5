"""What the probe of one case keeps: attempts that placed it, and waits; who could not have it, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from wscli.simulation.eligibility import Failure, Ranking
from wscli.simulation.kernel import codes
from wscli.simulation.observers import LogRow


@dataclass(slots=True)
class Candidate:
    """A member of the case's queue in an attempt: the check that failed, or how they ranked.

    Among those who pass for a case to be picked there is no rank.
    """

    agent: int
    failure: Failure | None
    ranking: Ranking | None = None


@dataclass(slots=True)
class Ending:
    """What ended a wait, in a word, and the rows of the event log that say so.

    units-freed · presence · signed-in · cool-down-over · list (what stood before it is gone) · look ·
    row (the events file) · other.
    """

    what: str
    rows: list[LogRow]


@dataclass(slots=True)
class Placement:
    """An attempt in which the case was given to somebody; candidates by rank, then those who failed.

    `place` is the case's workstream and queue.
    """

    at: int
    place: tuple[int, int]
    agent: int
    candidates: list[Candidate]
    awaited: bool
    """Whether the events file has a pick for the case."""
    how: str = ""
    """The event of the log: offered, assigned or picked."""


@dataclass(slots=True)
class Taken:
    """Another case that a candidate was given meanwhile.

    `failure`: why ours could not be theirs at that moment, None if it could. `later`: the other stood
    behind ours in the order of the matching pass; None where there is no such order, as for picks. `urgent`:
    it is of a queue with a better priority, `queue`.
    """

    at: int
    case: int
    agent: int
    failure: Failure | None
    later: bool | None
    urgent: bool
    queue: int


@dataclass(slots=True)
class InHand:
    """A case that somebody without room had in hand: since when, and at which settled instant still."""

    since: int
    last: int
    queue: int


Span = tuple[int, int, Failure | None]


@dataclass(slots=True)
class Wait:
    """A time in which the case waited: epoch milliseconds, attempts that found nobody.

    An attempt is an instant at which anything about a candidate had changed, or one of them was given another
    case. `found` has for each candidate the failures in order, each from its instant on; `held` what those
    without room had in hand, by agent and case. `elsewhere`: who was no member and had room when it began.
    """

    start: int
    place: tuple[int, int]
    end: int = codes.NEVER
    attempts: list[int] = field(default_factory=list)
    found: dict[int, list[tuple[int, Failure | None]]] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    held: dict[int, dict[int, InHand]] = field(default_factory=dict)
    elsewhere: list[int] = field(default_factory=list)
    ending: Ending | None = None

    def spans(self, agent: int) -> Iterator[Span]:
        """Yield what kept a candidate away, or None: from when, until when."""
        found = self.found.get(agent, [])
        ends = [at for at, _ in found[1:]] + [self.end]
        for (at, failure), until in zip(found, ends[: len(found)], strict=True):
            yield at, until, failure


Step = Wait | Placement
