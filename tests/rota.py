"""Agents with schedules, played in the simulator and its twin; what happened to whom, as lines.

Instants in these lines are UTC, weekday and day of the month first.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from agreement import differences
from scenario import queue, workstream
from worlds import World, run_world
from wscli.simulation import Outcome

MADRID = "Europe/Madrid"
HOUR = 3_600_000
MONDAY = "2026-03-02T"
Log = list[str]


def shift(days: str, start: str, end: str, **zone: str) -> dict[str, str]:
    return {"days": days, "from": start, "to": end, **zone}


def dated(at: str, presence: str) -> dict[str, str]:
    return {"at": at, "presence": presence}


def case(name: str, at: str, handle: str | int = 0, **columns: str) -> dict[str, str]:
    return {"case_id": name, "arrived_at": at, "handle_seconds": str(handle), **columns}


def row(at: str, event: str, case_id: str = "", who: str = "ann", value: str = "") -> dict[str, str]:
    return {"at": at, "event": event, "case_id": case_id, "agent": who, "value": value}


class Story:
    """What happened to whom, as lines, and the outcome."""

    def __init__(self, log: list[dict[str, Any]], outcome: Outcome) -> None:
        self.log = log
        self.outcome = outcome

    @property
    def end(self) -> str:
        return clock(self.outcome.end)

    def presences(self, name: str = "ann") -> Log:
        return [
            f"{clock(row['at'])} {row['state']} {row['reason']}"
            for row in self.log
            if row["event"] == "presence" and row["agent"] == name and row["reason"] != "automatic"
        ]

    def told(self) -> Log:
        """The rows about cases from the first offer on, and what was refused."""
        return [
            " ".join(
                str(part) for part in (clock(row["at"]), row["event"], row["agent"], row["reason"]) if part
            )
            for row in self.log
            if row["event"] not in ("presence", "arrived", "routed")
        ]

    def signed_in(self, place: int = 0) -> float:
        """Hours signed in."""
        return self.outcome.agents[place].signed_ms / HOUR


def clock(milliseconds: int) -> str:
    assert milliseconds % 1000 == 0
    return datetime.fromtimestamp(milliseconds // 1000, UTC).strftime("%a %d %H:%M:%S")


class Play:
    """Plays agents with schedules; where no cases are given, one that is done at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(
        self,
        agents: list[dict[str, Any]],
        *,
        start: str | None = None,
        until: str | None = None,
        cases: list[dict[str, str]] | None = None,
        events: list[dict[str, str]] | None = None,
        **simulation: str,
    ) -> Story:
        document = {
            "version": 1,
            "workstreams": [workstream(), workstream("Old", status="inactive")],
            "queues": [queue("Q", " ".join(each["name"] for each in agents), priority=1)],
            "agents": agents,
            "skills": ["spanish"],
            "simulation": simulation,
        }
        options = {name: at for name, at in {"from": start, "until": until}.items() if at}
        found = cases if cases is not None else [case("C1", start or "")]
        world = World(document, found, events or [], options)
        assert differences(world, self.folder) == []
        return Story(*run_world(world, self.folder))
