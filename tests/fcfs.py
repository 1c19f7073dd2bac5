"""First come, first served: a recursion that says exactly when, and the simulator's answer to the same cases.

Keep the times at which the servers become free and give the next arrival the smallest (Kiefer and
Wolfowitz). The cases go through files and the front door, and come back in the case log.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from heapq import heapreplace
from pathlib import Path

from doors import FrontDoor

START = 1_772_442_000_000

Times = list[tuple[int, int]]
"""Arrival in epoch milliseconds and handle time in milliseconds, or answered and closed; in file order."""


def recursion(cases: Times, servers: int, answering: int = 0) -> Times:
    """Return when each case is answered and closed."""
    free = [0] * servers
    found = [(0, 0)] * len(cases)
    for index in sorted(range(len(cases)), key=lambda index: (cases[index][0], index)):
        arrived, handle = cases[index]
        answered = max(arrived, free[0]) + answering
        heapreplace(free, answered + handle)
        found[index] = answered, answered + handle
    return found


def simulated(front_door: FrontDoor, folder: Path, cases: Times, setting: dict[str, object]) -> Times:
    """Return when each case is accepted and closed, from the case log of a run."""
    lines = [
        f"c{n},{instant(arrived)},{handle // 1000}.{handle % 1000:03d}"
        for n, (arrived, handle) in enumerate(cases)
    ]
    (folder / "cases.csv").write_text("\n".join(["case_id,arrived_at,handle_seconds", *lines]))
    (folder / "centre.json").write_text(json.dumps(setting))
    log = folder / "log.csv"
    words = ["simulate", folder / "cases.csv", "-f", folder / "centre.json", "--case-log", log, "-o", "none"]
    assert front_door(*words).code == 0
    with log.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    return [(ticks(row["accepted_at"]), ticks(row["closed_at"])) for row in rows]


def centre(
    agents: int, each: int = 1, *, auto: bool = False, answering: int = 0, beside: int = 0
) -> dict[str, object]:
    """Return a document of identical agents who hold so many cases each, and of some `beside` the queue."""
    names = [f"a{n}" for n in range(agents + beside)]
    workstream = {
        "name": "W",
        "capacity": 1,
        "work_distribution_mode": "push",
        "allowed_presences": ["available", "busy"],
        "auto_assign": auto,
        "offer_timeout": "1h",
    }
    return {
        "version": 1,
        "workstreams": [workstream],
        "queues": [{"name": "Q", "priority": 1, "members": names[:agents]}],
        "agents": [{"name": name, "capacity": each} for name in names],
        "behaviour": {"accept_after": f"{answering}ms"},
    }


def cases_of(gaps: Sequence[tuple[int, int]]) -> Times:
    """Return cases so long after one another, with these handle times."""
    arrived, found = START, []
    for gap, handle in gaps:
        arrived += gap
        found.append((arrived, handle))
    return found


def instant(milliseconds: int) -> str:
    """Return epoch milliseconds as ISO 8601."""
    moment = datetime.fromtimestamp(milliseconds // 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03d}Z"


def ticks(text: str) -> int:
    """Return an instant as epoch milliseconds."""
    moment = datetime.fromisoformat(text)
    return int(moment.timestamp()) * 1000 + moment.microsecond // 1000
