"""A run that has ended, as the rules of this room look at it: what it was of, what came of it, and look-ups.

Rules read the figures of the summary first, and go through the cases only where these say that there is
something to find: a run of a million cases without findings must not pay for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from wscli.dryrun.inputs import Inputs
from wscli.dryrun.request import Request
from wscli.model.organisation import Organisation
from wscli.model.terms import name_key
from wscli.simulation import Outcome
from wscli.simulation.outcome import OPEN

T = TypeVar("T")
ENOUGH = 30
"""Cases, or offers, below which a mean or a share is too much a matter of luck to be remarked on."""


@dataclass(frozen=True)
class Ended:
    """Everything there is to know of a run. `summary` has the measures of interface §7, times in seconds."""

    organisation: Organisation
    outcome: Outcome
    inputs: Inputs
    request: Request
    summary: dict[str, Any]
    _made: dict[Callable[..., Any], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, make: Callable[[Ended], T]) -> T:
        """Return what is made of this run, made when first asked for: several rules look at the same."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    @property
    def threshold(self) -> float:
        """The seconds in which an answer is in time."""
        return float(self.request.service_level)

    @cached_property
    def members(self) -> list[tuple[int, ...]]:
        """The agents of each queue, by number."""
        numbers = {name_key(agent.name): index for index, agent in enumerate(self.organisation.agents)}
        return [
            tuple(sorted(numbers[name_key(name)] for name in queue.members))
            for queue in self.organisation.queues
        ]

    @cached_property
    def queues_of(self) -> list[list[int]]:
        """The queues of each agent, by number."""
        found: list[list[int]] = [[] for _ in self.organisation.agents]
        for queue, members in enumerate(self.members):
            for agent in members:
                found[agent].append(queue)
        return found

    @cached_property
    def open_cases(self) -> list[int]:
        """The distributed cases that are Open at the end, in file order."""
        if self.summary["cases"]["open"] == self.summary["cases"]["undistributed"]:
            return []
        routes = self.outcome.routes
        return [case for case in _places(self.outcome.state, OPEN) if not routes[case].fault]

    def slowest(self, queue: int | None = None) -> int | None:
        """Return the answered case that waited longest, in a queue or anywhere."""
        outcome = self.outcome
        columns = zip(outcome.accepted, outcome.cases.arrived, outcome.queue, strict=True)
        longest, found = -1, None
        for case, (accepted, arrived, place) in enumerate(columns):
            if accepted - arrived > longest and accepted >= 0 and (queue is None or place == queue):
                longest, found = accepted - arrived, case
        return found

    def id_of(self, case: int) -> str:
        """Return the id of a case."""
        return self.outcome.cases.ids[case]


def _places(states: bytearray, wanted: int) -> Iterator[int]:
    """Yield where a state stands: nearly all cases are closed, and this passes them by."""
    at = states.find(wanted)
    while at >= 0:
        yield at
        at = states.find(wanted, at + 1)
