"""The people and the places of their work: agents, queues, presences, skills, schedules."""

from __future__ import annotations

from dataclasses import dataclass, field

from wscli.model.behaviour import Behaviour
from wscli.model.terms import BasePresence

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """A presence of the organisation's own; it counts as its base status (rulebook 4.4)."""

    name: str
    base_status: BasePresence


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """Something that a case may require and an agent may have, with a rating."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A weekly shift (rulebook 4.9): weekdays from 0 = Monday, minutes of the day.

    `end` not after `start` ends on the next day. `timezone` None: the run's zone.
    """

    days: tuple[int, ...]
    start: int
    end: int
    timezone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedPresence:
    """From `at` (ISO 8601; without an offset in the run's zone) the agent is in `presence`."""

    at: str
    presence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """Somebody who takes cases. `capacity` in units; without shifts signed in all the time."""

    name: str
    capacity: int = 0
    default_presence: str | None = None
    skills: tuple[tuple[str, int], ...] = ()
    schedule: tuple[Shift | DatedPresence, ...] = ()
    behaviour: Behaviour = field(default_factory=Behaviour)


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Where cases wait, and who works on it. Smaller `priority` is served first; None = last."""

    name: str
    priority: int | None = None
    default: bool = False
    members: tuple[str, ...] = ()
