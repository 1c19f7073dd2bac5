"""The cases that fared otherwise: how many, by how much, and the ones that did most."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nlargest, nsmallest
from typing import Any

from wscli.comparison.pairing import Pairing
from wscli.comparison.side import Side
from wscli.measures import seconds

SHOWN = 10
"""So many cases are shown: half of them gained, half of them lost, where there are so many of both."""
Record = dict[str, Any]


class Movers:
    """The waits of the cases that two runs share, b − a in milliseconds, where both answered."""

    def __init__(self, a: Side, b: Side, pairing: Pairing) -> None:
        self.a, self.b, self.pairing = a, b, pairing
        accepted_a, accepted_b = a.accepted, b.accepted
        rows = zip(pairing.both_a, pairing.both_b, strict=True)
        only_a = only_b = 0
        places: list[int] = []
        changes: list[int] = []
        for place, (row_a, row_b) in enumerate(rows):
            at_a, at_b = accepted_a[row_a], accepted_b[row_b]
            # The arrival is the same, so the difference of the waits is that of the answers.
            if at_a >= 0 and at_b >= 0:
                places.append(place)
                changes.append(at_b - at_a)
            elif at_a >= 0:
                only_a += 1
            elif at_b >= 0:
                only_b += 1
        self.places, self.changes = places, changes
        self.only_a, self.only_b = only_a, only_b

    def counts(self) -> Record:
        """Return how many fared better, worse and the same; by how much is never negative."""
        better = [-change for change in self.changes if change < 0]
        worse = [change for change in self.changes if change > 0]
        return {
            "answered_in_both": len(self.changes),
            "better": _by_how_much(better),
            "worse": _by_how_much(worse),
            "same": len(self.changes) - len(better) - len(worse),
            "answered_only_in_a": self.only_a,
            "answered_only_in_b": self.only_b,
        }

    def most(self) -> list[Record]:
        """Return those that gained most, then those that lost most; like ones in the order of the file."""
        changes = self.changes
        gained = nsmallest(
            SHOWN, (at for at, change in enumerate(changes) if change < 0), key=changes.__getitem__
        )
        lost = nlargest(
            SHOWN, (at for at, change in enumerate(changes) if change > 0), key=changes.__getitem__
        )
        half = SHOWN // 2
        # What one side leaves free the other takes.
        shown = [*gained[: max(half, SHOWN - len(lost))], *lost[: max(half, SHOWN - len(gained))]]
        return list(map(self._record, shown))

    def gained(self) -> Record | None:
        """Return the case whose wait became shorter by most, None where none did."""
        least = min(self.changes, default=0)
        return self._record(self.changes.index(least)) if least < 0 else None

    def lost(self) -> Record | None:
        """Return the case whose wait became longer by most, None where none did."""
        largest = max(self.changes, default=0)
        return self._record(self.changes.index(largest)) if largest > 0 else None

    def _record(self, index: int) -> Record:
        place = self.places[index]
        row_a, row_b = self.pairing.both_a[place], self.pairing.both_b[place]
        return {
            "case_id": self.a.ids[row_a],
            "priority": self.a.priority[row_a] or None,
            "a": _fared(self.a, row_a),
            "b": _fared(self.b, row_b),
            "delta_seconds": seconds(self.changes[index]),
        }


def _by_how_much(amounts: Sequence[int]) -> Record:
    count = len(amounts)
    return {
        "count": count,
        "mean_seconds": seconds(sum(amounts) / count) if count else None,
        "max_seconds": seconds(max(amounts)) if count else None,
    }


def _fared(side: Side, row: int) -> Record:
    return {
        "queue": side.queue[row],
        "workstream": side.workstream[row],
        "agent": side.agent[row],
        "wait_seconds": seconds(side.accepted[row] - side.arrived[row]),
    }
