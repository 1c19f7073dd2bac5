"""Runs for which it is asked what stands out: rows and a document in, findings out, as a user gets them."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from doors import FrontDoor

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
Row = dict[str, Any]


def instant(seconds: float) -> str:
    """Return the instant so many seconds after nine on a Monday."""
    return (MONDAY + timedelta(seconds=seconds)).isoformat()


def rows(
    name: str, number: int, every: float, handle: float, *, first: float = 0, **columns: Any
) -> list[Row]:
    """Return cases that come one after the other, so many seconds apart."""
    return [
        {
            "case_id": f"{name}{place}",
            "arrived_at": instant(first + place * every),
            "handle_seconds": handle,
            **columns,
        }
        for place in range(number)
    ]


def workstream(name: str = "W", **fields: Any) -> Row:
    return {"name": name, "capacity": 1, "allowed_presences": ["available", "busy"], **fields}


def pick(name: str = "W", **fields: Any) -> Row:
    return workstream(name, work_distribution_mode="pick", **fields)


def agent(name: str, capacity: int = 1, **fields: Any) -> Row:
    return {"name": name, "capacity": capacity, **fields}


def queue(name: str, *members: str, priority: int = 1, **fields: Any) -> Row:
    return {"name": name, "priority": priority, "members": list(members), **fields}


def shift(begins: str, ends: str, days: str = "mon-sun") -> Row:
    return {"days": days, "from": begins, "to": ends}


class Outstanding:
    """Runs cases; what is not said is one push workstream W and one queue Q of the agents ann and ben."""

    def __init__(self, front_door: FrontDoor, folder: Path) -> None:
        self.front_door = front_door
        self.folder = folder

    def __call__(
        self, cases: list[Row], *words: str, events: list[tuple[str, ...]] | None = None, **parts: Any
    ) -> dict[str, Row]:
        """Return the first finding of each rule; `events` are at, event, case, agent, value."""
        found: dict[str, Row] = {}
        for each in self.all(cases, *words, events=events, **parts):
            found.setdefault(each["rule"], each)
        return found

    def all(
        self, cases: list[Row], *words: str, events: list[tuple[str, ...]] | None = None, **parts: Any
    ) -> list[Row]:
        """Return all findings in their order."""
        given = [*self.files(cases, events, parts), *words, "-o", "json", "--fields", "findings"]
        result = self.front_door("simulate", *given)
        assert result.code == 0, result.stderr
        findings: list[Row] = json.loads(result.stdout)["findings"]
        return findings

    def files(self, cases: list[Row], events: list[tuple[str, ...]] | None, parts: Row) -> list[str]:
        """Write the files of a run, and return the words that name them."""
        document = {
            "version": 1,
            "workstreams": [workstream()],
            "queues": [queue("Q", "ann", "ben")],
            "agents": [agent("ann"), agent("ben")],
            **parts,
        }
        names = [self.folder / name for name in ("cases.csv", "centre.json", "events.csv")]
        names[1].write_text(json.dumps(document), encoding="utf-8")
        with names[0].open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(dict.fromkeys(key for row in cases for key in row)))
            writer.writeheader()
            writer.writerows(cases)
        if events is None:
            return [str(names[0]), "-f", str(names[1])]
        with names[2].open("w", encoding="utf-8", newline="") as stream:
            lines = [("at", "event", "case_id", "agent", "value")]
            csv.writer(stream).writerows(lines + [(*row, "", "", "")[:5] for row in events])
        return [str(names[0]), "-f", str(names[1]), "--events", str(names[2])]
