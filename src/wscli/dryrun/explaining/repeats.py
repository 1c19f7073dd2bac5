"""Repetition in a story: the same steps again and again are told once, with how often they came again.

An agent who answers nothing may be offered a case a thousand times; the thousandth tells nothing new.
"""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
_LONGEST = 16
"""How many steps may make up what is repeated."""
_PLACED = ("offered", "assigned", "picked")
_ENDED = ("accepted", "declined", "timed-out", "cancelled")
_FEWEST = 3
"""So often it has to come in a row before it is told once."""


def without_repeats(story: list[Row]) -> list[Row]:
    """Return a story in which what comes three times in a row, or more, is told once.

    What is left out is a row `repeated`: from when, until when, how many steps it repeats how many times, how
    many of them were attempts that placed the case, with whom, and how many offers ended in which way.
    """
    marks = [_mark(row) for row in story]
    told: list[Row] = []
    place = 0
    while place < len(story):
        length, times = _repeated(marks, place)
        if times < _FEWEST:
            told.append(story[place])
            place += 1
            continue
        told += story[place : place + length]
        rest = story[place + length : place + length * times]
        told.append(_fold(rest, length, times - 1))
        place += length * times
    return told


def _fold(rest: list[Row], length: int, times: int) -> Row:
    events = [row["event"] for row in rest]
    placed = {word: events.count(word) for word in _PLACED if word in events}
    agents = list(dict.fromkeys(row["agent"] for row in rest if row["event"] in _PLACED))
    ended = {word: events.count(word) for word in _ENDED if word in events}
    last = rest[-1]
    return {
        "at": rest[0]["at"],
        "event": "repeated",
        "until": last.get("until", last["at"]),
        "steps": length,
        "times": times,
        **placed,
        "agents": agents,
        "ended": ended,
    }


def _repeated(marks: list[Any], place: int) -> tuple[int, int]:
    """Return the length of what is repeated from a place on, and how often it comes; (1, 1) for nothing."""
    best = (1, 1)
    for length in range(1, _LONGEST + 1):
        block = marks[place : place + length]
        if _begins_within(block):
            continue
        times = 1
        while marks[place + times * length : place + (times + 1) * length] == block:
            times += 1
        if times >= _FEWEST and length * times > best[0] * best[1]:
            best = (length, times)
    return best


def _begins_within(block: list[Any]) -> bool:
    """Whether a block begins between an offer and its end: the last offer would be left out of the story."""
    events = [mark[0] for mark in block]
    return events[0] not in _PLACED and any(event in _PLACED for event in events)


def _mark(row: Row) -> tuple[Any, ...]:
    """Return what makes a step the same as another: all but times and figures."""
    candidates = tuple(
        (each["agent"], each.get("check"), tuple(found["check"] for found in each.get("failures", ())))
        for each in row.get("candidates", ())
    )
    ended = row.get("ended_by", {})
    return row["event"], row.get("agent"), row.get("reason"), candidates, ended.get("what")
