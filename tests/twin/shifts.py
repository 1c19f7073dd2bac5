"""Schedules of agents: weekly shifts and dated presences (rule 4.9)."""

from datetime import datetime, time, timedelta

from .definitions import AgentDefinition, Dated
from .reading import EPOCH, local_ms

DAY_MS = 86_400_000


def shift_intervals(agent: AgentDefinition, after: int, upto: int) -> list[tuple[int, int]]:
    """Rule 4.9: the shifts around a span as [begin, end), overlapping and touching ones united."""
    margin = 9 * DAY_MS
    first = (EPOCH + timedelta(milliseconds=after - margin)).date()
    last = (EPOCH + timedelta(milliseconds=upto + margin)).date()
    found = []
    for shift in agent.shifts:
        day = first
        while day <= last:
            if day.weekday() in shift.weekdays:
                begin = datetime.combine(day, clock(shift.begin))
                # 4.9: "24 hours" is read on the wall clock, as "ends the next day" is.
                over = 1 if clock(shift.end) <= clock(shift.begin) else 0
                end = datetime.combine(day + timedelta(days=over), clock(shift.end))
                found.append((local_ms(begin, shift.zone), local_ms(end, shift.zone)))
            day += timedelta(days=1)
    # A shift that a clock change leaves no time for does not take place.
    return united([each for each in found if each[0] < each[1]])


def clock(text: str) -> time:
    """`08:00`, `8:00` or `08:00:30`; `24:00` is midnight, the end of the day."""
    hour, minute, second = [int(part) for part in [*text.split(":"), "0"][:3]]
    return time(hour % 24, minute, second)


def united(intervals: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Rule 4.9: overlapping and touching shifts unite."""
    result: list[tuple[int, int]] = []
    for begin, end in sorted(intervals):
        if result and begin <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((begin, end))
    return result


def in_shift(agent: AgentDefinition, at: int) -> bool:
    """A shift includes its first millisecond and not its end."""
    return any(begin <= at < end for begin, end in shift_intervals(agent, at, at))


def edges(agent: AgentDefinition, after: int, upto: int) -> list[tuple[int, str]]:
    """Shift starts and ends in (after, upto]."""
    found = []
    for begin, end in shift_intervals(agent, after, upto):
        found.append((begin, "shift-start"))
        found.append((end, "shift-end"))
    return [each for each in sorted(found) if after < each[0] <= upto]


def dated_entries(agent: AgentDefinition, after: int, upto: int) -> list[tuple[int, Dated]]:
    """Dated entries in (after, upto], in the order of the document at one instant."""
    found = [(entry.at, entry) for entry in agent.dated if after < entry.at <= upto]
    return sorted(found, key=lambda each: each[0])


def entry_is_followed(agent: AgentDefinition, at: int) -> bool:
    """Rule 4.9: outside a shift a dated entry does nothing; without shifts there is no outside."""
    return not agent.shifts or in_shift(agent, at)
