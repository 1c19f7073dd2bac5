"""What the inputs say happens: event rows and schedules, beside the rows that the run makes of them.

Sign-ins, presences and shifts are applied to the picture in the order of the rulebook's table; what each
must bring about in the log is thereby expected. One that changes no presence leaves no row, so it cannot be
read off the log: that is why the inputs are followed at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge

from wscli.model.terms import ShiftEnd
from wscli.simulation.invariants.entities import Agent
from wscli.simulation.invariants.picture import NEVER, Picture
from wscli.simulation.kernel import Row, codes

FOREVER = 1 << 62
_SIGNS = {codes.SIGN_IN: "sign-in", codes.SHIFT_START: "shift-start"}
_LEAVES = {codes.SIGN_OUT: "sign-out", codes.SHIFT_END: "shift-end"}


class Script:
    """The inputs of a run; `at` is when the next one about an agent is due, FOREVER if there is none."""

    def __init__(self, rows: list[Row], schedule: Iterator[Row]) -> None:
        self.of_case: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
        self.picked = {row[4] for row in rows if row[3] == codes.PICK_ROW}
        for at, _, _, code, case, agent, value in rows:
            if case != NEVER:
                self.of_case.setdefault((at, case), []).append((code, agent, value))
        self._source = merge((row for row in rows if row[4] == NEVER), schedule)
        self._read()

    def _read(self) -> None:
        self._next = next(self._source, None)
        self.at = self._next[0] if self._next is not None else FOREVER

    def says(self, at: int, case: int, code: int, agent: int = NEVER, value: int = NEVER) -> bool:
        """Whether a row about a case says this, then; agent and value NEVER stand for any."""
        return any(
            code == said and agent in (NEVER, who) and value in (NEVER, what)
            for said, who, what in self.of_case.get((at, case), ())
        )

    def removes(self, at: int, case: int) -> bool:
        """Whether a row takes an Open case away then, which it does only if it names no agent."""
        rows = self.of_case.get((at, case), ())
        return any(code in (codes.WITHDRAW, codes.RESOLVE) and agent == NEVER for code, agent, _ in rows)

    def apply_next(self, picture: Picture) -> None:
        """Apply the next row about an agent to the picture."""
        assert self._next is not None
        _, _, _, code, _, index, presence = self._next
        self._read()
        agent = picture.agents[index]
        if agent.signed_in == (code in _SIGNS):
            _refuse(picture, agent, code)
        elif code in _SIGNS:
            _sign_in(picture, agent, _SIGNS[code])
        elif code in _LEAVES:
            _sign_out(picture, agent, _LEAVES[code])
        else:
            was_offline = agent.presence == codes.OFFLINE
            _say(picture, agent, presence, "scripted")
            if presence == codes.OFFLINE and not was_offline:
                _lose_offers(picture, agent)


def _refuse(picture: Picture, agent: Agent, code: int) -> None:
    """Expect the refusal of a row; a schedule entry that finds the agent so already leaves none (4.9)."""
    if code < codes.SHIFT_START:
        why = "already-signed-in" if agent.signed_in else "not-signed-in"
        reason = f"{codes.ROW_WORDS[code]}: {why}"
        picture.expected.append(("refused", NEVER, agent.index, NEVER, NEVER, codes.ABSENT, reason))


def _sign_in(picture: Picture, agent: Agent, reason: str) -> None:
    agent.book(picture.now)
    agent.signed_in = True
    if not agent.assigned:
        agent.idle_since = picture.now
    _say(picture, agent, agent.default_presence, reason)


def _say(picture: Picture, agent: Agent, presence: int, reason: str) -> None:
    stays = (codes.AWAY, codes.BUSY_DND, codes.OFFLINE)
    agent.sticky = presence in stays or not picture.settings.automatic_presence
    picture.put(agent, presence, reason)


def _sign_out(picture: Picture, agent: Agent, reason: str) -> None:
    agent.book(picture.now)
    agent.signed_in = False
    agent.sticky = True
    picture.put(agent, codes.OFFLINE, reason)
    _lose_offers(picture, agent)
    if reason == "shift-end" and picture.settings.shift_end is ShiftEnd.REQUEUE:
        for case in sorted(agent.active, key=lambda case: case.index):
            where = (case.queue, case.workstream, codes.OPEN, "shift-end")
            picture.expected.append(("transferred", case.index, agent.index, *where))


def _lose_offers(picture: Picture, agent: Agent) -> None:
    """Expect the timeouts of an agent's offers, in the order in which they were made (rulebook 4.5)."""
    for case in agent.offers:
        where = (case.queue, case.workstream, codes.OPEN, "offline")
        picture.expected.append(("timed-out", case.index, agent.index, *where))
