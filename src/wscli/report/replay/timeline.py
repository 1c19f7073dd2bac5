"""The rows of a run, and a place among them: forwards row by row, backwards from the last copy before.

A copy of the state is kept every some thousand rows, fewer where a copy is large, so that a step back in a
run of a million rows is no rebuilding of all of it. Nothing here knows of wall clocks or screens.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property

from wscli.amounts import count
from wscli.errors import NotFound
from wscli.model.organisation import Organisation
from wscli.model.terms import did_you_mean
from wscli.report.replay.state import Row, State

AT, EVENT, CASE, AGENT = 1, 2, 3, 4
"""Where they stand in a row."""
APART = 8192
"""How many rows lie between two copies at least."""
_FEW = 5000
"""Among how many names a similar one is looked for: it takes a second for a hundred thousand."""


class Timeline:
    """A run from `start` to `end`, with `index` rows applied to `state`.

    `until`: an instant before the end at which the replay is to end.
    """

    def __init__(
        self,
        organisation: Organisation,
        rows: Sequence[Row],
        *,
        start: int,
        end: int,
        beginning: Mapping[str, str],
        arrived: Mapping[str, int] | None = None,
        until: int | None = None,
        apart: int = APART,
    ) -> None:
        self.organisation = organisation
        self.start = start
        self.end = end if until is None else max(start, min(end, until))
        instants = [row[AT] for row in rows]
        last = bisect_right(instants, self.end)
        self.rows, self.instants = rows[:last], instants[:last]
        self.index = 0
        self.arrived = arrived or {}
        self.state = State(organisation, start, beginning, self.arrived)
        self._apart = apart
        self._copies: list[tuple[int, State]] = [(0, self.state.copy())]

    def __len__(self) -> int:
        return len(self.rows)

    def seek(self, index: int) -> None:
        """Go to where the first `index` rows have happened."""
        index = max(0, min(index, len(self.rows)))
        place = bisect_right(self._copies, index, key=lambda copy: copy[0]) - 1
        known, state = self._copies[place]
        if index < self.index or known > self.index:
            self.index, self.state = known, state.copy()
        while self.index < index:
            self.state.apply(self.rows[self.index])
            self.index += 1
            self._keep()

    def _keep(self) -> None:
        last = self._copies[-1][0]
        if self.index - last >= max(self._apart, 4 * len(self.state.cases)):
            self._copies.append((self.index, self.state.copy()))

    def reach(self, instant: int) -> None:
        """Go to where everything up to an instant, and at it, has happened."""
        self.seek(self.count(instant))

    def count(self, instant: int) -> int:
        """Return how many rows there are up to an instant, and at it."""
        return bisect_right(self.instants, instant)

    def instant(self, index: int) -> int:
        """Return the instant of the last of the first `index` rows; the start, where there is none."""
        return self.instants[index - 1] if index else self.start

    def following(self) -> int:
        """Return the next instant at which something happens; the end, where there is none."""
        return self.instants[self.index] if self.index < len(self.rows) else self.end

    def preceding(self, now: int) -> int:
        """Return the last instant before `now` at which something happened; the start, where none is."""
        return self.instant(bisect_left(self.instants, now))

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where the rows of each case are: for each its indexes, from 0."""
        found: dict[str, list[int]] = {}
        for index, row in enumerate(self.rows):
            if row[CASE] is not None:
                found.setdefault(row[CASE], []).append(index)
        return found

    def case(self, name: str) -> str:
        """Return the id of a case that has rows, from how somebody writes it; raises NotFound."""
        places = self.places
        if name in places:
            return name
        wanted = name.strip().casefold()
        for known in places:
            if known.casefold() == wanted:
                return known
        near = did_you_mean(name, list(places)) if len(places) <= _FEW else None
        raise NotFound(f"no case {name!r} in what is replayed", hint=near or self._such_as())

    def _such_as(self) -> str:
        if not self.places:
            return "nothing happens to any case there"
        return f"it has {count(len(self.places), 'case')}, such as {next(iter(self.places))!r}"

    def next_of(self, case: str) -> int | None:
        """Return the index of the next row of a case, None if there is none."""
        places = self.places.get(case, [])
        place = bisect_left(places, self.index)
        return places[place] if place < len(places) else None
