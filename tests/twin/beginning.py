"""The world as the run finds it (rules 1.5 and 4.1)."""

from typing import Any

from .definitions import Configuration
from .reading import instant_ms, key
from .rows import EVENT_KINDS, CaseRow, EventRow
from .script import finished_before, first_sign_row
from .shifts import dated_entries, edges, in_shift
from .signing import may_follow, may_start
from .world import FOREVER, Agent, Case, Pending, World

LONG_AGO = -(10**15)


def build_world(
    configuration: Configuration,
    case_rows: list[CaseRow],
    event_rows: list[EventRow],
    from_: str | None,
    until: str | None,
) -> World:
    """Rules 1.5 and 1.6: where the run starts, who is there, which cases exist."""
    end = None if until is None else instant_ms(until, configuration.zone)
    start = first_instant(configuration, case_rows, event_rows, from_, end)
    world = World(
        configuration=configuration,
        start=start,
        until=end,
        agents=[Agent(definition) for definition in configuration.agents],
        cases=[],
        event_rows=event_rows,
        now=start,
        schedules_upto=start - 1,
        certain_end=start,
    )
    add_cases(world, case_rows)
    for row in event_rows:
        if row.at >= start:
            kind = EVENT_KINDS[row.event]
            world.pending.append(Pending(row.at, kind, (1, row.index), "row", row=row))
    for agent in world.agents:
        begin_agent(world, agent)
    return world


def first_instant(
    configuration: Configuration,
    case_rows: list[CaseRow],
    event_rows: list[EventRow],
    from_: str | None,
    end: int | None,
) -> int:
    """Rule 1.5: `--from`, else the earliest arrival or event row."""
    if from_ is not None:
        return instant_ms(from_, configuration.zone)
    instants = [row.arrived_at for row in case_rows] + [row.at for row in event_rows]
    if not instants:
        return end or 0
    return min(instants) if end is None else min(min(instants), end)


def add_cases(world: World, case_rows: list[CaseRow]) -> None:
    """Rules 1.5 and 1.6: backlog enters at the start, in order of arrival; later ones on time.

    A case that a row finished before the start, and one that arrives after the end, is no part of
    the run.
    """
    for row in case_rows:
        if world.until is not None and row.arrived_at > world.until:
            continue
        if finished_before(world.event_rows, row.case_id, row.arrived_at, world.start):
            continue
        case = Case(row)
        case.left = row.parts[0] if row.parts else 0
        world.cases.append(case)
        at = max(row.arrived_at, world.start)
        order = (0, row.arrived_at, row.index)
        world.pending.append(Pending(at, 4, order, "arrival", case=case))


def begin_agent(world: World, agent: Agent) -> None:
    """Rules 4.1 and 1.5: the state at the start; nothing of it is logged.

    First as it was a moment before the first row or dated entry that comes before the start, then
    row by row, shift edge by shift edge. An edge at the start is state as well: who is in a shift
    then is signed in when the run begins. A shift that began earlier counts as a sign-in then.
    """
    first = first_sign_row(world.event_rows, agent)
    if first is not None and first.event == "sign-in":
        agent.signed_out_before = first.at
    definition = agent.definition
    rows = past_rows(world, agent)
    # 1.5 speaks of rows only; a dated presence that is in force at the start is state as well.
    dated = dated_entries(definition, LONG_AGO, world.start - 1)
    begins = min([world.start] + [row.at for row in rows] + [at for at, _ in dated]) - 1
    if agent.signed_out_before > -FOREVER:
        signed_in = False
    else:
        signed_in = not definition.shifts or in_shift(definition, begins)
    set_signed(agent, signed_in, world.start)
    steps: list[tuple[int, int, Any]] = [(row.at, 1, row) for row in rows]
    steps += [(at, 2, edge) for at, edge in edges(definition, begins, world.start)]
    steps += [(at, 3, entry) for at, entry in dated]
    for at, _, what in sorted(steps, key=lambda step: step[:2]):
        replay(world, agent, at, what)


def past_rows(world: World, agent: Agent) -> list[EventRow]:
    """Sign and presence rows of the agent before the start."""
    rows = sorted(world.event_rows, key=lambda row: (row.at, row.index))
    return [row for row in rows if row.at < world.start and EVENT_KINDS[row.event] == 2 and names(row, agent)]


def names(row: EventRow, agent: Agent) -> bool:
    """Whether the row is about the agent."""
    return key(row.agent or "") == key(agent.name)


def replay(world: World, agent: Agent, at: int, what: Any) -> None:
    """One row or schedule entry from before the start, applied as state; refusals do nothing."""
    if what == "shift-start":
        # 4.1: who is signed out until a row at this very instant is so still; the row is first (1.3).
        if may_start(agent, at) and agent.signed_out_before < at:
            set_signed(agent, True, world.start)
    elif what == "shift-end":
        set_signed(agent, False, at)
    elif isinstance(what, EventRow):
        if what.event == "sign-in" and not agent.signed_in:
            set_signed(agent, True, at)
        elif what.event == "sign-out":
            set_signed(agent, False, at)
        elif what.event == "presence" and agent.signed_in:
            set_presence(agent, world.configuration.base_of(what.value or ""))
    elif may_follow(agent, what):
        set_presence(agent, what.base)


def set_signed(agent: Agent, signed_in: bool, at: int) -> None:
    """Rules 4.1 and 4.2, without a row."""
    agent.signed_in = signed_in
    if signed_in:
        agent.signed_in_at = at
        set_presence(agent, agent.definition.default_base)
    else:
        set_presence(agent, "offline")


def set_presence(agent: Agent, base: str) -> None:
    """Rule 4.3, without a row."""
    agent.base = base
    agent.sticky = base in ("away", "busy-dnd", "offline")
