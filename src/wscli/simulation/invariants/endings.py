"""What must hold when a run is over: the outcome says what its rows said (rulebook 1.6, 8, 10)."""

from __future__ import annotations

from collections.abc import Iterator

from wscli.simulation.invariants.entities import OFFERED, OPEN, STATE_OF, WAITING, Totals
from wscli.simulation.invariants.picture import CLOSES, COOLED, Picture
from wscli.simulation.kernel import codes
from wscli.simulation.outcome import Outcome

_FOREVER = 1 << 62


def faults_at_the_end(picture: Picture, outcome: Outcome, until: int | None) -> Iterator[tuple[str, str]]:
    """Yield the name of a check and what is wrong, for everything that is."""
    yield from balance(picture, outcome)
    yield from totals(picture, outcome)
    yield from run_end(picture, outcome, until)


def balance(picture: Picture, outcome: Outcome) -> Iterator[tuple[str, str]]:
    """Check that arrived = closed + open + active + waiting, closed = resolved + auto-closed + withdrawn.

    Each case is where its rows left it, so both sums hold of the rows if they hold of the columns.
    """
    for flying in picture.flight.values():
        picture.state[flying.index] = STATE_OF[flying.status]
    for name, seen, said in (
        ("state", picture.state, outcome.state),
        ("ending", picture.ending, outcome.ending),
    ):
        if seen != said:
            index = next(index for index, (a, b) in enumerate(zip(seen, said, strict=True)) if a != b)
            case = picture.table.ids[index]
            yield (
                "balance",
                f"case {case}: its rows end in {name} {seen[index]}, the outcome has {said[index]}",
            )
    arrived = len(outcome.state) - outcome.state.count(codes.ABSENT)
    states = [outcome.state.count(code) for code in (codes.CLOSED, codes.OPEN, codes.ACTIVE, codes.WAITING)]
    if arrived != sum(states):
        yield "balance", f"{arrived} cases arrived, and {sum(states)} are in a state"
    endings = [outcome.ending.count(code) for code in (codes.RESOLVED, codes.AUTO_CLOSED, codes.WITHDRAWN)]
    if states[0] != sum(endings):
        yield "balance", f"{states[0]} cases are closed, and {sum(endings)} have an ending"


def totals(picture: Picture, outcome: Outcome) -> Iterator[tuple[str, str]]:
    """Check that an agent's counts and times are those of their rows, and so the units they held."""
    for agent, said in zip(picture.agents, outcome.agents, strict=True):
        agent.book(outcome.end)
        held = sum(case.pool.units for case in (*agent.offers, *agent.active) if case.pool is not None)
        if held != agent.capacity - agent.remaining:
            yield "totals", f"agent {agent.name} holds {held} units of {agent.capacity - agent.remaining}"
        for name in Totals.__slots__:
            seen, given = getattr(agent.totals, name), getattr(said, name)
            if seen != given:
                yield "totals", f"agent {agent.name}: {name} is {seen} by the rows, {given} in the outcome"


def run_end(picture: Picture, outcome: Outcome, until: int | None) -> Iterator[tuple[str, str]]:
    """Check that nothing is left that was due, or, without an end that was set, that still would be."""
    last = outcome.end if until is not None else _FOREVER
    for case in picture.flight.values():
        if case.status == OFFERED and case.pool is not None and case.since + case.pool.offer_timeout <= last:
            yield "run-end", f"the offer of case {picture.table.ids[case.index]} is neither answered nor over"
    for at, what, index, _ in picture.timers:
        found = picture.flight.get(index)
        if found is None or at > last:
            continue
        still_open = found.status in (OPEN, OFFERED)
        if (
            (what == CLOSES and found.status == WAITING and found.closes == at)
            or (what == COOLED and still_open)
            or (what > COOLED and what != CLOSES and still_open and not found.had)
        ):
            yield "run-end", f"the run ends although something about case {picture.table.ids[index]} is due"
