"""When the cases of a run came and when they were answered: what the plots are made of.

A case is Open from its arrival to its first accept, or to its end if nobody ever had it. That is all that
the columns of a case say, of a run that has just been made and of one that is saved alike; a case that was
transferred, or whose customer replied, was Open again later, and that is *not* counted here. Nor is anything
measured: the figures are `wscli.measures`'.

A million cases are sorted and counted in half a second.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

from wscli.simulation.outcome import Outcome

SAMPLES = 10_000
"""At how many instants the backlog is looked at; up to as many cases, at every one that matters."""


@dataclass(frozen=True, slots=True)
class Course:
    """The cases of a run from `start` to `end`, in epoch milliseconds.

    `entered` and `left` are sorted: when cases became Open, and when they first were no longer. `waits`
    counts the answered cases by the whole seconds that they waited.
    """

    start: int
    end: int
    entered: Sequence[int]
    left: Sequence[int]
    waits: Counter[int]

    @classmethod
    def of(
        cls, start: int, end: int, arrived: Sequence[int], accepted: Sequence[int], closed: Sequence[int]
    ) -> Course:
        """Return the course of cases by their columns, -1 where a case has no such time."""
        left = sorted([first if first >= 0 else last for first, last in zip(accepted, closed, strict=True)])
        del left[: bisect_left(left, 0)]
        waits = [(first - came) // 1000 for came, first in zip(arrived, accepted, strict=True) if first >= 0]
        return cls(start, end, sorted(arrived), left, Counter(waits))

    def open_at(self, at: int) -> int:
        """Return how many cases are Open once the instant `at` is settled."""
        return bisect_right(self.entered, at) - bisect_right(self.left, at)

    def backlog(self, bins: int) -> list[int]:
        """Return the most Open cases in each of `bins` equal parts of the run.

        The most is always reached as a case enters, so those instants are looked at, and the beginnings of
        the parts. Of more than `SAMPLES` entries every so manieth is.
        """
        span = self.end - self.start
        starts = [self.start + span * index // bins for index in range(bins)]
        most = [self.open_at(at) for at in starts]
        first = bisect_left(self.entered, self.start)
        step = max(1, (len(self.entered) - first) // SAMPLES)
        for index in range(first, len(self.entered), step):
            at = self.entered[index]
            # The end belongs to the last part.
            part = min(bisect_right(starts, at), bins) - 1
            most[part] = max(most[part], self.open_at(at))
        return most


def course_of(outcome: Outcome) -> Course:
    """Return the course of a run that has just been made."""
    columns = (outcome.cases.arrived, outcome.accepted, outcome.closed)
    return Course.of(
        outcome.start, outcome.end, *(list(compress(column, outcome.state)) for column in columns)
    )
