"""The clock: which instant comes next, what happens in it, and when the run is over (section 1)."""

import copy

from . import cases, happenings, pick, push
from .shifts import dated_entries, edges
from .world import Pending, World

EIGHT_DAYS_MS = 8 * 86_400_000
MOST_INSTANTS = 40_000


def run_to_end(world: World) -> World:
    """Rule 1.6: instant after instant; what follows schedules to no effect has not happened."""
    certain: World | None = None  # before a stretch that may turn out not to have happened
    for _ in range(MOST_INSTANTS):
        at = next_instant(world)
        if at is None:
            break
        if certain is None and world.until is None and schedules_act(world, at):
            certain = copy.deepcopy(world)
        move_clock(world, at)
        world.happened = False
        settle(world)
        if world.happened:
            certain = None
            world.certain_end = at
    else:
        # 1.6 has no bound of its own: requeue gives a case without handle time back for ever.
        raise RuntimeError("this world has no end; give it an `until`")
    if world.until is not None:
        move_clock(world, world.until)
        return world
    return certain or world


def schedules_act(world: World, at: int) -> bool:
    """Whether a schedule entry is due then; anything else that is due will have happened."""
    return any(happenings.from_schedule(event) for event in world.pending if event.at == at)


def next_instant(world: World) -> int | None:
    """The next instant at which anything applies (rule 1.4); puts its schedule entries in line."""
    while True:
        times = [event.at for event in world.pending] + patience_ends(world)
        entries = schedule_entries(world, schedule_horizon(world))
        times += [event.at for event in entries]
        if not times:
            return None
        at = min(times)
        if world.until is not None and at > world.until:
            return None
        if not anything_else_live(world) and world.until is None:
            world.speculating = True
        world.pending += [event for event in entries if event.at == at]
        world.schedules_upto = max(world.schedules_upto, at)
        due = [event for event in world.pending if event.at == at]
        if at in patience_ends(world) or any(happenings.applies(world, event) for event in due):
            return at
        for event in due:
            world.pending.remove(event)


def patience_ends(world: World) -> list[int]:
    """The instants at which patience with an Open case ends."""
    ends = [case.patience_ends for case in world.cases if case.state == "open"]
    return [at for at in ends if at is not None]


def anything_else_live(world: World) -> bool:
    """Rule 1.6, "anything else is pending": what would apply, looks, and patience."""
    return bool(live_times(world))


def live_times(world: World) -> list[int]:
    """When what is pending, other than schedule entries, is due."""
    live = []
    for event in world.pending:
        if happenings.from_schedule(event):
            continue
        if event.what == "look" or happenings.applies(world, event):
            live.append(event.at)
    return live + patience_ends(world)


def schedule_horizon(world: World) -> int:
    """Rule 1.6: how far schedules are followed from here."""
    if world.until is not None:
        # 1.6: with `--until` the run goes there whatever is pending, and schedules with it.
        return world.until
    horizons = live_times(world)
    if any(case.state == "open" and case.distributed for case in world.cases):
        horizons.append(world.certain_end + EIGHT_DAYS_MS)
        for agent in world.agents:
            horizons += [entry.at for entry in agent.definition.dated]
    return max(horizons, default=world.start - 1)


def schedule_entries(world: World, upto: int) -> list[Pending]:
    """Rule 1.3: by agent, then time; at one time edges before dated entries."""
    after = world.schedules_upto
    found: list[Pending] = []
    if upto <= after:
        return found
    for index, agent in enumerate(world.agents):
        # 1.5: an edge at the start is part of how the run finds the agent; it does not come again.
        for at, edge in edges(agent.definition, max(after, world.start), upto):
            found.append(Pending(at, 2, (2, index, 0), edge, agent=agent))
        for position, (at, entry) in enumerate(dated_entries(agent.definition, after, upto)):
            order = (2, index, 1 + position)
            found.append(Pending(at, 2, order, "dated", agent=agent, entry=entry))
    return found


def move_clock(world: World, to: int) -> None:
    """Section 8: the times of the agents, added up between two instants."""
    if to < world.now:
        raise AssertionError("the clock never goes back")
    passed = to - world.now
    for agent in world.agents:
        if agent.signed_in:
            agent.signed_in_ms += passed
            agent.held_unit_ms += passed * world.held(agent)
            if world.in_hand(agent):
                agent.busy_ms += passed
    world.now = to


def settle(world: World) -> None:
    """Rule 1.3: everything of one instant, from the top as often as anything is due."""
    while True:
        event = next_due(world)
        if event is None or event.kind == 5:
            # 6.5: "when events of kinds 0-4 are done" is read as a state: whenever none is due,
            # so also between two picks and after the last one.
            pick.give_looks(world)
            event = next_due(world)
        if event is not None:
            world.pending.remove(event)
            happenings.play(world, event)
            continue
        # A pass that assigned may have changed presences, and patience may have shortened a list:
        # either may bring a look, so both go back to the top.
        if push.matching_pass(world):
            continue
        if not end_patience(world):
            break
        push.matching_pass(world)
    open_cases = [case for case in world.cases if case.state == "open"]
    world.backlog_max = max(world.backlog_max, len(open_cases))


def next_due(world: World) -> Pending | None:
    """Rule 1.3: the event due now with the smallest (kind, order)."""
    due = [event for event in world.pending if event.at == world.now]
    return min(due, key=lambda event: (event.kind, event.order)) if due else None


def end_patience(world: World) -> bool:
    """Rule 1.3, last: cases still Open whose patience ends now, in file order; was there one?"""
    ended = [case for case in world.cases if case.state == "open" and case.patience_ends == world.now]
    for case in ended:
        world.happened = True
        cases.withdraw(world, case, "patience")
    return bool(ended)
