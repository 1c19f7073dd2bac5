"""Which cases two runs have in common, and whether they can be compared case by case.

A case is the same in both if its id and its instant of arrival are. The runs are paired if that holds for
every case of either: then whatever differs is the doing of the configuration, not of other work. With a
single case more, all waits behind it may be others, so it is all or nothing; what both have is still counted
and listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wscli.comparison.side import Side


@dataclass(frozen=True, slots=True)
class Pairing:
    """The rows of both sides in orders of arrival, and the rows of the cases they share.

    In a paired comparison the nth of `order_a` and of `order_b` are the same case. `both_a` and `both_b` are
    the rows of shared cases, in the order of the file of a.
    """

    order_a: Sequence[int]
    order_b: Sequence[int]
    both_a: Sequence[int]
    both_b: Sequence[int]
    why_not: str | None

    @property
    def paired(self) -> bool:
        """Whether both runs had the same cases."""
        return self.why_not is None


def pair(a: Side, b: Side) -> Pairing:
    """Return how the cases of two runs belong together, whatever order their files had."""
    order_a = _by_arrival(a.arrived)
    both_a, both_b = _shared(a, b)
    if len(both_a) == len(a.ids) == len(b.ids):
        order_b = _followed(order_a, both_b)
        return Pairing(order_a, order_b, both_a, both_b, None)
    return Pairing(order_a, _by_arrival(b.arrived), both_a, both_b, _why_not(a, b))


def _by_arrival(arrived: Sequence[int]) -> Sequence[int]:
    """Return the rows in the order of arrival; those of one instant as in the file."""
    rows = range(len(arrived))
    in_order = all(map(int.__le__, arrived, arrived[1:]))
    return rows if in_order else sorted(rows, key=arrived.__getitem__)


def _followed(order: Sequence[int], rows: Sequence[int]) -> Sequence[int]:
    if isinstance(order, range):
        return rows
    return order if isinstance(rows, range) else list(map(rows.__getitem__, order))


def _shared(a: Side, b: Side) -> tuple[Sequence[int], Sequence[int]]:
    if list(a.ids) == list(b.ids) and list(a.arrived) == list(b.arrived):
        rows = range(len(a.ids))
        return rows, rows
    row_of = dict(zip(b.ids, range(len(b.ids)), strict=True))
    both_a, both_b = [], []
    for row, (case, arrived) in enumerate(zip(a.ids, a.arrived, strict=True)):
        other = row_of.get(case)
        if other is not None and b.arrived[other] == arrived:
            both_a.append(row)
            both_b.append(other)
    return both_a, both_b


def _why_not(a: Side, b: Side) -> str:
    """Return in words how the cases of two runs differ."""
    ids_a, ids_b = set(a.ids), set(b.ids)
    same = ids_a & ids_b
    when_a = {case: arrived for case, arrived in zip(a.ids, a.arrived, strict=True) if case in same}
    moved = sum(
        when_a[case] != arrived for case, arrived in zip(b.ids, b.arrived, strict=True) if case in same
    )
    counts = {
        f"only in {a.label}": len(ids_a - ids_b),
        f"only in {b.label}": len(ids_b - ids_a),
        "at another time of arrival": moved,
    }
    return "the cases are not the same: " + ", ".join(
        f"{count:,} {words}" for words, count in counts.items() if count
    )
