"""Sides of a comparison made by hand or by the exact recursion, for the tests of this room."""

from __future__ import annotations

import random
from collections.abc import Sequence
from math import exp, log
from typing import Any

from fcfs import START, recursion
from wscli.comparison import Side
from wscli.measures import WAIT, service_level, spread_of

UNIT = 1_000_000
"""One unit of time, the mean handle time, in milliseconds: whole milliseconds round nothing away."""
WARM = 3000
"""The cases at the beginning that no side has: an empty start is not what the closed forms are about."""


def side(label: str = "a", threshold: float = 180, **columns: Sequence[Any]) -> Side:
    """Return a side; columns that are not given are what nobody asks for."""
    ids = columns.get("ids") or [f"c{n}" for n in range(len(columns["arrived"]))]
    count = len(ids)
    accepted = columns.get("accepted", [-1] * count)
    whole: dict[str, Any] = {
        "accepted": accepted,
        "closed": [at + 60_000 if at >= 0 else -1 for at in accepted],
        "handle": [60_000 if at >= 0 else -1 for at in accepted],
        "priority": [0] * count,
        "outcome": ["resolved" if at >= 0 else "open" for at in accepted],
        "queue": ["Cases"] * count,
        "workstream": ["Case Workstream"] * count,
        "agent": ["ann"] * count,
        **columns,
        "ids": ids,
    }
    given = {"configuration": {"version": 1}, "inputs": {"seed": 0}}
    return Side(label=label, summary=summary(whole, threshold), **{**given, **whole})


def summary(columns: dict[str, Any], threshold: float) -> dict[str, Any]:
    """Return what the comparison reads of a summary, with the same measures by queue and workstream."""
    parts: dict[str, Any] = {"schema_version": 1, "run": None, "seed": 0, "digest": digest(columns)}
    everything = range(len(columns["ids"]))
    parts |= measured(columns, everything, threshold)
    for key, column in {"queues": columns["queue"], "workstreams": columns["workstream"]}.items():
        parts[key] = [
            {"name": name, **measured(columns, [n for n in everything if column[n] == name], threshold)}
            for name in dict.fromkeys(name for name in column if name)
        ]
    return {**parts, "agents": [], "assumptions": []}


def digest(columns: dict[str, Any]) -> str:
    """Return a text that is the same where the same came of every case, whatever order they have."""
    return str(hash(tuple(sorted(zip(columns["ids"], columns["accepted"], columns["outcome"], strict=True)))))


def measured(columns: dict[str, Any], rows: Sequence[int], threshold: float) -> dict[str, Any]:
    """Return the measures of some rows as a summary has them."""
    answered = [n for n in rows if columns["accepted"][n] >= 0]
    waits = sorted(columns["accepted"][n] - columns["arrived"][n] for n in answered)
    left = [n for n in rows if columns["outcome"][n] == "withdrawn"]
    return {
        "cases": {"arrived": len(rows), "withdrawn": len(left)},
        "wait": spread_of(waits, WAIT),
        "service_level": service_level(waits, len({*left} - {*answered}), threshold),
    }


class Erlang:
    """M/M/c: arrivals at `rate` per unit, handle times of one unit on average, and its closed forms."""

    def __init__(self, rate: float, agents: int) -> None:
        self.rate, self.agents = rate, agents
        lost = 1.0
        for number in range(1, agents + 1):
            lost = rate * lost / (number + rate * lost)
        self.waiting = lost / (1 - rate / agents * (1 - lost))
        self.speed = agents - rate

    @property
    def mean(self) -> float:
        return self.waiting / self.speed

    def percentile(self, share: float) -> float:
        return max(0.0, log(self.waiting / (1 - share)) / self.speed)

    def within(self, time: float) -> float:
        return 1 - self.waiting * exp(-self.speed * time)


def trace(seed: int, rate: float, count: int) -> list[tuple[int, int]]:
    """Return Poisson arrivals with exponential handle times."""
    chance, at, found = random.Random(seed), float(START), []
    for _ in range(count):
        at += chance.expovariate(rate) * UNIT
        found.append((int(at), int(chance.expovariate(1) * UNIT)))
    return found


def served(
    label: str, cases: list[tuple[int, int]], agents: int, threshold: float = 180, warm: int = WARM
) -> Side:
    """Return the side of a trace that agents served first come, first served, without its beginning."""
    answers = recursion(cases, agents)[warm:]
    return side(
        label,
        threshold,
        ids=[f"c{n}" for n in range(warm, len(cases))],
        arrived=[arrived for arrived, _ in cases[warm:]],
        accepted=[answered for answered, _ in answers],
        closed=[closed for _, closed in answers],
        handle=[handle for _, handle in cases[warm:]],
    )
