"""How agents ranked for a case (rulebook 5.2), in words: what they had left, what they held, what decided."""

from __future__ import annotations

from typing import Any

from wscli.amounts import count
from wscli.dryrun.explaining.holdings import Holdings
from wscli.dryrun.explaining.names import Names
from wscli.dryrun.explaining.words import Clock, both

Row = dict[str, Any]
_MOST = 3
_KEYS = ("declined_before", "remaining", "sessions", "idle_since", "order")


def add_holdings(names: Names, story: list[Row], holdings: Holdings) -> None:
    """Put beside each ranking the agent's capacity, what they held, and if they had been given a case yet."""
    capacities = {agent.name: agent.capacity for agent in names.organisation.agents}
    placed = [row for row in story if row["event"] in ("offered", "assigned", "picked")]
    for row, (held, given) in zip(placed, holdings.moments, strict=False):
        for each in row["candidates"]:
            if "ranking" in each:
                each["capacity"] = capacities[each["agent"]]
                each["holds"] = held.get(each["agent"], [])
                each["given_before"] = each["agent"] in given


def ranking_text(candidate: Row, clock: Clock) -> str:
    """Return what an agent is ranked by: `70 of 100 units left, holds S-3, last given a case at 09:07:10`."""
    found, held = candidate["ranking"], candidate["holds"]
    declined = "declined or missed it before, " if found["declined_before"] else ""
    more = f" and {len(held) - _MOST} more" if len(held) > _MOST else ""
    holds = f"holds {', '.join(held[:_MOST]) if more else both(held)}{more}" if held else "holds nothing"
    since = clock(found["idle_since"])
    last = f"last given a case at {since}" if candidate["given_before"] else f"no case yet since {since}"
    return f"{declined}{found['remaining']} of {count(candidate['capacity'], 'unit')} left, {holds}, {last}"


def better_by(chosen: Row, other: Row, clock: Clock) -> str:
    """Return in what the agent who was chosen ranked better than another, with both values."""
    mine, theirs = chosen["ranking"], other["ranking"]
    key = next((key for key in _KEYS if mine[key] != theirs[key]), "")
    one, two = chosen["agent"], other["agent"]
    if key == "declined_before":
        return f"{two} had declined or missed it before, and {one} had not"
    if key == "remaining":
        return f"{one} had more units left ({mine[key]} against {theirs[key]})"
    same = f"both had {count(mine['remaining'], 'unit')} left"
    if key == "sessions":
        return f"{same} and {one} had fewer cases of its workstream ({mine[key]} against {theirs[key]})"
    if key == "idle_since":
        return f"{same} and {_earlier(chosen, other, clock)}"
    return f"{same} and {one} is listed before {two}"


def _earlier(chosen: Row, other: Row, clock: Clock) -> str:
    """Return who was given a case, or signed in, before whom."""
    times = [clock(each["ranking"]["idle_since"]) for each in (chosen, other)]
    if chosen["given_before"] and other["given_before"]:
        return f"{chosen['agent']}'s last case came earlier ({times[0]}) than {other['agent']}'s ({times[1]})"
    said = ("had no case since", "was last given a case at")
    return both(
        [
            f"{each['agent']} {said[each['given_before']]} {time}"
            for each, time in zip((chosen, other), times, strict=True)
        ]
    )
