"""Rows of the case file and of the events file (interface §6)."""

from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from .definitions import Fixed
from .reading import given, instant_ms, key, priority_number, seconds_ms, word

COLUMNS = (
    "case_id", "arrived_at", "handle_seconds", "priority", "queue", "workstream",
    "entity", "patience_seconds", "skills",
)  # fmt: skip

EVENT_KINDS = {
    "resolve": 0, "wait": 0, "withdraw": 0,
    "accept": 1, "decline": 1, "ignore": 1,
    "sign-in": 2, "sign-out": 2, "presence": 2,
    "resume": 4, "reply": 4, "transfer": 4,
    "pick": 5,
}  # fmt: skip


@dataclass(eq=False)
class CaseRow(Fixed):
    index: int
    case_id: str
    arrived_at: int
    parts: list[int] | None
    priority: int | None
    queue: str | None
    workstream: str | None
    entity: str
    patience: int | None
    skills: dict[str, float]
    attributes: dict[str, Any]


@dataclass(eq=False)
class EventRow(Fixed):
    index: int
    at: int
    event: str
    case_id: str | None
    agent: str | None
    value: str | None


def read_skills(text: str | None) -> dict[str, float]:
    """`spanish:3 cards:2`."""
    required = {}
    for part in (text or "").split():
        name, _, rating = part.rpartition(":")
        required[key(name)] = float(rating)
    return required


def read_case(index: int, row: dict[str, Any], zone: tzinfo) -> CaseRow:
    """One row of the case file; columns that are not named are attributes (rule 2.8)."""
    handle = given(row, "handle_seconds")
    priority = given(row, "priority")
    patience = given(row, "patience_seconds")
    entity = given(row, "entity") or "case"
    number = None if priority is None else priority_number(priority)
    attributes = {column: value for column, value in row.items() if column not in COLUMNS}
    attributes["priority"] = number
    attributes["entity"] = entity
    return CaseRow(
        index=index,
        case_id=str(row["case_id"]).strip(),
        arrived_at=instant_ms(str(row["arrived_at"]), zone),
        parts=None if handle is None else [seconds_ms(part) for part in handle.split("|")],
        priority=number,
        queue=given(row, "queue"),
        workstream=given(row, "workstream"),
        entity=entity,
        patience=None if patience is None else seconds_ms(patience),
        skills=read_skills(given(row, "skills")),
        attributes=attributes,
    )


def read_event(index: int, row: dict[str, Any], zone: tzinfo) -> EventRow:
    """One row of the events file."""
    event = word(str(row["event"]), tuple(EVENT_KINDS))
    if event is None:
        raise ValueError(f"not an event: {row['event']!r}")
    return EventRow(
        index=index,
        at=instant_ms(str(row["at"]), zone),
        event=event,
        case_id=given(row, "case_id"),
        agent=given(row, "agent"),
        value=given(row, "value"),
    )
