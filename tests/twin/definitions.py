"""The configuration document as plain objects (interface §4 with the defaults of §1)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from .chance import Time, read_time
from .reading import duration_ms, instant_ms, key, word

BASES = ("available", "busy", "busy-dnd", "away", "offline")
PICK_ORDERS = ("oldest", "priority", "newest", "random")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORST_PRIORITY = float("inf")

Draw = Callable[[str, str, str, int], float]


class Fixed:
    """A definition never changes in a run; copies of the world share it."""

    def __deepcopy__(self, memo: dict[int, Any]) -> "Fixed":
        return self


@dataclass(eq=False)
class Workstream(Fixed):
    name: str
    units: int
    auto_close: int
    cool_down: int | None
    mode: str
    presences: set[str]
    offer_timeout: int
    auto_assign: bool
    selectable: bool
    active: bool


@dataclass(eq=False)
class Queue(Fixed):
    name: str
    priority: float
    default: bool
    members: set[str]


@dataclass(eq=False)
class Shift(Fixed):
    weekdays: set[int]
    begin: str
    end: str
    zone: tzinfo


@dataclass(eq=False)
class Dated(Fixed):
    at: int
    base: str


@dataclass(eq=False)
class Behaviour(Fixed):
    accept_after: Time
    decline: float
    no_response: float
    pick_after: Time
    pick_order: str


@dataclass(eq=False)
class AgentDefinition(Fixed):
    index: int
    name: str
    capacity: int
    default_base: str
    skills: dict[str, float]
    shifts: list[Shift]
    dated: list[Dated]
    behaviour: Behaviour


@dataclass(eq=False)
class Configuration(Fixed):
    zone: tzinfo
    draw: Draw | None
    workstreams: list[Workstream]
    queues: list[Queue]
    agents: list[AgentDefinition]
    presences: dict[str, str]
    rulesets: list[dict[str, Any]]
    flows: list[dict[str, Any]]
    automatic_presence: bool
    requeue: bool
    presence_after_missed_offer: bool
    presence_after_decline: bool
    max_offers: int

    def drawn(self, purpose: str, case_id: str, agent: str, ordinal: int) -> float:
        """Rule 7.3: every draw is addressed."""
        if self.draw is None:
            raise ValueError("what is left to chance needs a draw")
        return self.draw(purpose, case_id, agent, ordinal)

    def sample(self, time: Time, purpose: str, case_id: str, agent: str, ordinal: int) -> int:
        """Rule 7.1: a time in milliseconds; a constant is not drawn."""
        return time.at(self.drawn(purpose, case_id, agent, ordinal) if time.drawn else 0.5)

    def base_of(self, presence: str) -> str:
        """Rule 4.4: a custom presence counts as its base status."""
        base = self.presences.get(key(presence)) or word(presence, BASES)
        if base is None:
            raise ValueError(f"not a presence: {presence!r}")
        return base

    def queue(self, name: str) -> Queue:
        """The queue of that name, in any letter case."""
        return next(queue for queue in self.queues if key(queue.name) == key(name))

    def workstream(self, name: str) -> Workstream | None:
        """Rule 2.3: the workstream of that name, or none."""
        found = [each for each in self.workstreams if key(each.name) == key(name)]
        return found[0] if found else None


def read_workstream(given: dict[str, Any]) -> Workstream:
    """Interface §1, the table of fields."""
    presences = given.get("allowed_presences") or []
    if isinstance(presences, str):
        presences = presences.split(",")
    as_words = {word(each, (*BASES, "allowed")) for each in presences}
    timeout = duration_ms(given.get("offer_timeout"))
    return Workstream(
        name=str(given["name"]).strip(),
        units=int(given["capacity"]),
        auto_close=duration_ms(given.get("auto_close_after_inactivity")) or 0,
        cool_down=duration_ms(given.get("assign_work_item_after_decline_or_timeout")),
        mode=word(given.get("work_distribution_mode") or "push", ("push", "pick")) or "push",
        presences={"available" if each == "allowed" else each for each in as_words if each},
        offer_timeout=120_000 if timeout is None else timeout,
        auto_assign=bool(given.get("auto_assign", False)),
        selectable=bool(given.get("enable_selecting_from_push", False)),
        active=word(given.get("status") or "active", ("active", "inactive")) == "active",
    )


def read_queue(given: dict[str, Any]) -> Queue:
    """Rule 5.4: the default queue has the worst priority unless one is set."""
    priority = given.get("priority")
    return Queue(
        name=str(given["name"]).strip(),
        priority=WORST_PRIORITY if priority is None else int(priority),
        default=bool(given.get("default", False)),
        members={key(name) for name in given.get("members") or []},
    )


def read_behaviour(defaults: dict[str, Any], own: dict[str, Any]) -> Behaviour:
    """Rule 7.1: defaults for all agents, overrides per agent."""
    merged = {**defaults, **own}
    order = word(merged.get("pick_order") or "oldest", PICK_ORDERS) or "oldest"
    return Behaviour(
        accept_after=read_time(merged.get("accept_after")),
        decline=float(merged.get("decline_probability") or 0),
        no_response=float(merged.get("no_response_probability") or 0),
        pick_after=read_time(merged.get("pick_after")),
        pick_order=order,
    )


def read_days(days: Any) -> set[int]:
    """Rule 4.9: a list or comma list of weekdays and ranges; `fri-mon` wraps."""
    parts = days.split(",") if isinstance(days, str) else list(days)
    found: set[int] = set()
    for part in parts:
        ends = [WEEKDAYS.index(end.strip().casefold()[:3]) for end in str(part).split("-")]
        day = ends[0]
        found.add(day)
        while day != ends[-1]:
            day = (day + 1) % 7
            found.add(day)
    return found


def read_agent(
    index: int,
    given: dict[str, Any],
    presences: dict[str, str],
    behaviour: dict[str, Any],
    zone: tzinfo,
) -> AgentDefinition:
    """Interface §4, one agent; rule 4.9 for the schedule."""
    shifts, dated = [], []
    for entry in given.get("schedule") or []:
        own_zone = ZoneInfo(entry["timezone"]) if entry.get("timezone") else zone
        if entry.get("at") is not None:
            name = str(entry["presence"])
            base = presences.get(key(name)) or word(name, BASES) or "available"
            dated.append(Dated(instant_ms(str(entry["at"]), own_zone), base))
        else:
            shifts.append(Shift(read_days(entry["days"]), str(entry["from"]), str(entry["to"]), own_zone))
    default = str(given.get("default_presence") or "available")
    return AgentDefinition(
        index=index,
        name=str(given["name"]).strip(),
        capacity=int(given.get("capacity") or 0),
        default_base=presences.get(key(default)) or word(default, BASES) or "available",
        skills={key(name): float(rating) for name, rating in (given.get("skills") or {}).items()},
        shifts=shifts,
        dated=dated,
        behaviour=read_behaviour(behaviour, given.get("behaviour") or {}),
    )


def read_configuration(document: dict[str, Any], zone_name: str | None, draw: Draw | None) -> Configuration:
    """The whole document (interface §4)."""
    simulation = document.get("simulation") or {}
    zone = ZoneInfo(zone_name or simulation.get("timezone") or "UTC")
    presences = {
        key(each["name"]): word(each["base_status"], BASES) or "available"
        for each in document.get("presences") or []
    }
    behaviour = document.get("behaviour") or {}
    agents = document.get("agents") or []
    max_offers = simulation.get("max_offers")
    return Configuration(
        zone=zone,
        draw=draw,
        workstreams=[read_workstream(each) for each in document.get("workstreams") or []],
        queues=[read_queue(each) for each in document.get("queues") or []],
        agents=[read_agent(i, each, presences, behaviour, zone) for i, each in enumerate(agents)],
        presences=presences,
        rulesets=list(document.get("rulesets") or []),
        flows=list(document.get("flows") or []),
        automatic_presence=bool(simulation.get("automatic_presence", True)),
        requeue=word(simulation.get("shift_end") or "finish", ("finish", "requeue")) == "requeue",
        presence_after_missed_offer=bool(simulation.get("presence_after_missed_offer", False)),
        presence_after_decline=bool(simulation.get("presence_after_decline", False)),
        max_offers=1000 if max_offers is None else int(max_offers),
    )
