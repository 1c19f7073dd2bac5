"""The case that is followed, in words: where it is and since when, or, once it is closed, how it went.

What became of a closed case is read from its own rows: the state of a run forgets those that are over.
Nothing here knows of screens.
"""

from __future__ import annotations

from wscli.report.replay.state import Case, Row
from wscli.report.replay.text import shown
from wscli.report.replay.timeline import AGENT, AT, EVENT, Timeline
from wscli.report.replay.times import Times, span

_TAKES = frozenset({"accepted", "assigned", "picked"})


def fate(timeline: Timeline, times: Times, name: str, now: int) -> str:
    """Return what is to be said of a case at `now`; rows that the timeline has not applied are to come."""
    places = [place for place in timeline.places[name] if place < timeline.index]
    # A refused row may name a case that is not there yet, or that is over.
    rows = [timeline.rows[place] for place in places if timeline.rows[place][EVENT] != "refused"]
    if not rows:
        return "not arrived yet"
    waited = first_wait(rows, timeline.arrived.get(name))
    case = timeline.state.cases.get(name)
    if case is not None:
        return _standing(case, waited, now)
    end = rows[-1][AT]
    one_day = times.one_day(timeline.start, timeline.end)
    return _ended(rows, waited, times.clock(end) if one_day else times.full(end))


def first_wait(rows: list[Row], arrived: int | None = None) -> int | None:
    """Return how long a case waited for its first answer, None if there is none among its rows (rulebook 8).

    `arrived`: when it did, which may be before the run; else its first row says so.
    """
    taken = next((row[AT] for row in rows if row[EVENT] in _TAKES), None)
    if taken is None:
        return None
    return int(taken - (rows[0][AT] if arrived is None else arrived))


def _standing(case: Case, waited: int | None, now: int) -> str:
    words = [case.state if case.distributed else f"{case.state}, undistributed"]
    if case.offered:
        words.append(f"offered to {shown(case.agent or '')}")
    elif case.agent:
        words.append(f"with {shown(case.agent)}")
    if case.queue:
        words.append(f"in {shown(case.queue)}")
    words.append(f"for {span(now - case.since)}")
    if waited is not None:
        words.append(f"waited {span(waited)} before")
    return ", ".join(words)


def _ended(rows: list[Row], waited: int | None, when: str) -> str:
    """Return how a case went of which these are all rows."""
    event, agent = rows[-1][EVENT], rows[-1][AGENT]
    by = f" by {shown(agent)}" if event == "resolved" and agent else ""
    if waited is None:
        return f"{event}{by} at {when}, never answered"
    return f"waited {span(waited)}, {event}{by} at {when}"
