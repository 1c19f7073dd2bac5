"""Small scenarios with exact times: what is there, what happens, and the story that the event log tells.

A scenario is read and run as a user's files would be, and in the twin as well, so that each says whether
both readings of the rule agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from agreement import differences
from worlds import World, run_world
from wscli.dryrun.logs import CASE_COLUMNS, case_rows
from wscli.simulation import Outcome

DAY = "2026-03-02T"
QUIET = ("arrived", "routed", "presence")
Cases = list[dict[str, str]]
Events = list[tuple[str, ...]]


def workstream(name: str = "W", **fields: Any) -> dict[str, Any]:
    """Return a push workstream of 50 units without timers, but for what is said otherwise."""
    allowed = {"allowed_presences": ["available", "busy"]}
    return {"name": name, "capacity": 50, "work_distribution_mode": "push", **allowed, **fields}


def agent(name: str, capacity: int = 100, **fields: Any) -> dict[str, Any]:
    return {"name": name, "capacity": capacity, **fields}


def queue(name: str, members: str, **fields: Any) -> dict[str, Any]:
    """Return a queue of the agents named, with blanks between them."""
    return {"name": name, "members": members.split(), **fields}


def case(name: str, at: str, handle: str | int = 600, **columns: str) -> dict[str, str]:
    """Return a row of a case file; `at` is a time of day."""
    return {"case_id": name, "arrived_at": DAY + at, "handle_seconds": str(handle), **columns}


def clock(milliseconds: int) -> str:
    """Return the time of day, with milliseconds only where there are any."""
    text = datetime.fromtimestamp(milliseconds // 1000, UTC).strftime("%H:%M:%S")
    return f"{text}.{milliseconds % 1000:03d}" if milliseconds % 1000 else text


@dataclass(frozen=True)
class Story:
    """What happened: the event log, and the outcome."""

    log: list[dict[str, Any]]
    outcome: Outcome

    @property
    def end(self) -> str:
        """The time of day at which the run ended."""
        return clock(self.outcome.end)

    def told(self, *cases: str, but: tuple[str, ...] = QUIET) -> list[str]:
        """Return the log as lines `09:00:00 offered C1 ann`, of some cases or of all."""
        return [
            _line(row)
            for row in self.log
            if row["event"] not in but and (not cases or row["case_id"] in cases)
        ]

    def presences(self, name: str) -> list[str]:
        """Return an agent's presences as lines `09:00:00 busy automatic`."""
        return [
            f"{clock(row['at'])} {row['state']} {row['reason']}"
            for row in self.log
            if row["event"] == "presence" and row["agent"] == name
        ]

    def refusals(self) -> list[str]:
        """Return the reasons of the rows that were refused."""
        return [row["reason"] for row in self.log if row["event"] == "refused"]

    def case(self, name: str) -> dict[str, Any]:
        """Return the case log's row of a case, with times of day."""
        rows = (dict(zip(CASE_COLUMNS, row, strict=True)) for row in case_rows(self.outcome, UTC, plain=True))
        row = next(row for row in rows if row["case_id"] == name)
        return {key: _short(value) if key.endswith("_at") else value for key, value in row.items()}


def _line(row: dict[str, Any]) -> str:
    said = [clock(row["at"]), row["event"], row["case_id"], row["agent"]]
    reason = f"({row['reason']})" if row["reason"] else None
    return " ".join(part for part in [*said, reason] if part)


def _short(instant: str | None) -> str | None:
    return instant and instant.removeprefix(DAY).removesuffix("Z").removesuffix(".000")


class Stage:
    """Plays scenarios; what is not said is one workstream W, one queue Q, one agent ann of 100 units."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(
        self,
        cases: Cases,
        events: Events | None = None,
        *,
        agents: Iterable[dict[str, Any]] = (),
        workstreams: Iterable[dict[str, Any]] = (),
        queues: Iterable[dict[str, Any]] = (),
        rulesets: Iterable[dict[str, Any]] = (),
        flows: Iterable[dict[str, Any]] = (),
        options: dict[str, str] | None = None,
        **parts: Any,
    ) -> Story:
        """Play cases and event rows `(time, event, case, agent, value)`; `parts` as in a document."""
        staff = list(agents) or [agent("ann")]
        document = {
            "version": 1,
            "workstreams": list(workstreams) or [workstream()],
            "agents": staff,
            "queues": list(queues) or [queue("Q", " ".join(each["name"] for each in staff), priority=1)],
            "rulesets": list(rulesets),
            "flows": list(flows),
            **parts,
        }
        when = {name: f"{DAY}{at}+00:00" for name, at in (options or {}).items()}
        world = World(document, cases, [_event(row) for row in events or []], when)
        assert differences(world, self.folder) == []
        return Story(*run_world(world, self.folder))


def _event(row: tuple[str, ...]) -> dict[str, str]:
    at, event, name, who, value = (*row, "", "", "")[:5]
    return {"at": DAY + at, "event": event, "case_id": name, "agent": who, "value": value}
