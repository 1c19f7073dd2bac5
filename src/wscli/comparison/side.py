"""One run as it is compared, and its cases as the measures need them: columns in the order of arrival."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One run: its summary, what was run, and a row per case that was part of it, in case-file order.

    Instants are epoch milliseconds and lasting times milliseconds, -1 where there is none; a priority is 0
    where there is none. `configuration` is what `model.write.write_organisation` gives, `inputs` what else
    went in, by the name of its option, with the fingerprint of the case file as `cases_sha256`. `handle` is
    the time Active of closed cases that somebody had; `outcome` is the word of the case log (interface §7).
    """

    label: str
    summary: dict[str, Any]
    configuration: Mapping[str, Any]
    inputs: Mapping[str, Any]
    ids: Sequence[str]
    arrived: Sequence[int]
    accepted: Sequence[int]
    closed: Sequence[int]
    handle: Sequence[int]
    priority: Sequence[int]
    outcome: Sequence[str]
    queue: Sequence[str | None]
    workstream: Sequence[str | None]
    agent: Sequence[str | None]


class Arrivals:
    """The cases of a side in an order of arrival: waits and handle times, -1 for none, and who withdrew."""

    def __init__(self, side: Side, order: Sequence[int]) -> None:
        self.side = side
        self.order = order
        self.threshold: float = side.summary["service_level"]["threshold"]
        waits = [
            accepted - arrived if accepted >= 0 else -1
            for arrived, accepted in zip(side.arrived, side.accepted, strict=True)
        ]
        left = bytearray(word == WITHDRAWN for word in side.outcome)
        self.wait = self.column(waits)
        self.handle = self.column(side.handle)
        self.withdrawn = bytearray(self.column(left))
        self.gone = bytearray(gone and wait < 0 for gone, wait in zip(self.withdrawn, self.wait, strict=True))

    def column(self, values: Sequence[Any]) -> Sequence[Any]:
        """Return a column of the side in this order."""
        in_place = isinstance(self.order, range)
        return values if in_place else list(map(values.__getitem__, self.order))
