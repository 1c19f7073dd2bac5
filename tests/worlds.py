"""Small random worlds that use everything at once, on a coarse grid of time so that ties are the rule.

A world is what a user would write: a document, the rows of a case file and of an events file. It is
made by choices only, so that the same code serves Hypothesis (which shrinks) and plain seeds (fast).
"""

from __future__ import annotations

import io
import json
import random
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from wscli.cases.reader import read_inputs
from wscli.cases.table import Format
from wscli.cases.vocabulary import Vocabulary
from wscli.documents import read_text
from wscli.model.behaviour import read_distribution
from wscli.model.findings import Findings
from wscli.model.organisation import Organisation
from wscli.model.parse import Source, parse_documents
from wscli.simulation import Outcome, Window, simulate
from wscli.simulation.answers import handle_time
from wscli.simulation.kernel import Probe
from wscli.simulation.observers import LOG_COLUMNS, LogRow
from wscli.simulation.routing import wanted_attributes

T = TypeVar("T")
Choose = Callable[[Sequence[Any]], Any]
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
PRESENCES = ["available", "busy", "busy-dnd", "away", "offline"]
SETS = [
    ["available", "busy"],
    ["available"],
    ["busy"],
    ["available", "busy", "busy-dnd"],
    ["busy-dnd", "available"],
    ["available", "busy", "away"],
    PRESENCES,
]


@dataclass
class World:
    """What is run, in a user's words."""

    document: dict[str, Any]
    cases: list[dict[str, str]]
    events: list[dict[str, str]] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)


def seeded(seed: int) -> Choose:
    """Return a chooser driven by a seed."""
    generator = random.Random(seed)
    return generator.choice


def instant(choose: Choose, last: int = 60) -> str:
    """Return an instant on the grid: ten seconds apart, `last` of them."""
    return (START + timedelta(seconds=10 * choose(range(last)))).isoformat()


def make_world(choose: Choose, *, policy: bool = True) -> World:
    """Choose a world."""
    agents = [f"a{n}" for n in range(choose([1, 2, 3, 4]))]
    queues = [f"q{n}" for n in range(choose([1, 2, 3]))]
    streams = [f"w{n}" for n in range(choose([1, 2, 3]))]
    document = {
        "version": 1,
        "workstreams": [_workstream(choose, name) for name in streams],
        "queues": [_queue(choose, name, agents, n) for n, name in enumerate(queues)],
        "agents": [_agent(choose, name) for name in agents],
        "presences": [{"name": "Meeting", "base_status": choose(PRESENCES)}],
        "skills": ["spanish"],
        "rulesets": [_ruleset(choose, queues)],
        "flows": [_flow(choose, streams)],
        "behaviour": _behaviour(choose, everything=True),
        "simulation": {
            "automatic_presence": choose([True, True, True, False]),
            "presence_after_missed_offer": choose([False, False, True]),
            "presence_after_decline": choose([False, False, True]),
            "max_offers": choose([1000, 1000, 1000, 3]),
            "shift_end": choose(["finish", "requeue"]),
        },
    }
    names = [f"c{n}" for n in range(choose(range(1, 13)))]
    cases = [_case(choose, name, queues, streams) for name in names]
    events = [_event(choose, names, agents, queues) for _ in range(choose([0, 0, 3, 6, 12, 20]))]
    _give_ends(cases, events)
    options = {}
    if choose([True, False, False]):
        options["until"] = (START + timedelta(seconds=10 * choose(range(20, 90)))).isoformat()
    if choose([True, False, False, False]):
        options["from"] = instant(choose, 20)
    return World(document, cases, events, options)


def make_full_world(choose: Choose) -> World:
    """Choose a world that also has schedules, zones, and what is left to chance."""
    world = make_world(choose)
    simulation = world.document["simulation"]
    # An agent who never answers would otherwise be asked in every shift of three years.
    simulation["max_offers"] = choose([20, 20, 20, 3])
    simulation["timezone"] = choose(["UTC", "UTC", *ZONES])
    for agent in world.document["agents"]:
        if choose([True, True, False]):
            agent["schedule"] = _schedule(choose, simulation["timezone"])
        if choose([True, True, False]):
            agent["behaviour"] = agent.get("behaviour", {}) | _chances(choose)
    world.document["behaviour"] |= _chances(choose)
    world.options["seed"] = str(choose(range(1000)))
    if choose([True, False, False]):
        world.options["handle_time"] = choose(DRAWN)
        for row in world.cases:
            row["handle_seconds"] = choose(["", row["handle_seconds"]])
    return world


ZONES = {"UTC": 9, "Europe/Madrid": 10, "America/New_York": 4}
"""The hour of the clock there when the worlds begin."""
DRAWN = [
    "exponential(20s)",
    "uniform(0s, 30s)",
    "uniform(low=10s, high=10s)",
    "lognormal(mean=15s, cv=1.2)",
    "lognormal(20s, 0)",
]


def _schedule(choose: Choose, zone: str) -> list[dict[str, str]]:
    """Choose weekly shifts of minutes, dated presences, or both; in the zone of the run or their own."""
    kind = choose(["shifts", "shifts", "both", "dated"])
    entries = []
    for _ in range(choose([1, 1, 2]) if kind != "dated" else 0):
        own = choose(["", "", *ZONES])
        hour = ZONES[own or zone]
        entry = {"days": choose(["mon", "mon-fri", "sun-mon", "tue", "fri-mon"])}
        entry["from"] = f"{hour:02d}:{choose(range(9)):02d}"
        entry["to"] = f"{hour:02d}:{choose(range(11)):02d}"
        entries.append(entry | ({"timezone": own} if own else {}))
    for _ in range(choose([1, 2]) if kind != "shifts" else 0):
        at = instant(choose, 60)
        if choose([True, False]):
            local = datetime.fromisoformat(at).astimezone(ZoneInfo(zone))
            at = local.replace(tzinfo=None).isoformat()
        entries.append({"at": at, "presence": choose([*PRESENCES, "Meeting"])})
    return entries


def _chances(choose: Choose) -> dict[str, Any]:
    """Choose a part of a behaviour that draws decide."""
    decline, ignore = choose([(0, 0), (0.3, 0), (0, 0.3), (0.3, 0.3), (1, 0), (0, 1)])
    parts = [
        {"accept_after": choose(["0", "10s", *DRAWN])},
        {"decline_probability": decline, "no_response_probability": ignore},
        {"pick_after": choose(["0", "10s", *DRAWN])},
        {"pick_order": choose(["random", "random", "newest", "oldest"])},
    ]
    return {key: part[key] for part in parts if choose([True, True, False]) for key in part}


def _workstream(choose: Choose, name: str) -> dict[str, Any]:
    mode = choose(["push", "push", "pick"])
    return {
        "name": name,
        "capacity": choose([0, 10, 20, 20, 30, 50]),
        "work_distribution_mode": mode,
        "allowed_presences": choose(SETS if mode == "push" else [*SETS, []]),
        "auto_close_after_inactivity": choose(["0", "10s", "20s", "60s"]),
        "assign_work_item_after_decline_or_timeout": choose([None, "0", "10s", "30s", "2m"]),
        "offer_timeout": choose(["10s", "20s", "30s", "120s"]),
        "auto_assign": choose([False, False, True]),
        "enable_selecting_from_push": choose([False, True]),
        "status": choose(["active"] * 6 + ["inactive"]),
    }


def _queue(choose: Choose, name: str, agents: list[str], number: int) -> dict[str, Any]:
    queue: dict[str, Any] = {"name": name, "members": [a for a in agents if choose([True, True, False])]}
    if number == 0 and choose([True, True, False]):
        queue["default"] = True
    if "default" not in queue or choose([True, False]):
        queue["priority"] = choose([1, 1, 2, 3])
    return queue


def _agent(choose: Choose, name: str) -> dict[str, Any]:
    agent: dict[str, Any] = {"name": name, "capacity": choose([0, 10, 20, 40, 50, 60, 100])}
    if choose([True, False, False]):
        agent["default_presence"] = choose([*PRESENCES, "available", "available", "Meeting"])
    if choose([True, False]):
        agent["skills"] = {"spanish": choose([1, 2, 3])}
    if choose([True, False]):
        agent["behaviour"] = _behaviour(choose)
    return agent


def _behaviour(choose: Choose, *, everything: bool = False) -> dict[str, Any]:
    answer = choose([(0, 0), (0, 0), (0, 0), (1, 0), (0, 1)])
    whole = {
        "accept_after": choose(["0", "10s", "20s", "250ms", "2m"]),
        "decline_probability": answer[0],
        "no_response_probability": answer[1],
        "pick_after": choose(["0", "10s", "20s", "30s"]),
        "pick_order": choose(["oldest", "oldest", "priority", "newest"]),
    }
    return whole if everything else {key: whole[key] for key in whole if choose([True, False])}


def _condition(choose: Choose) -> dict[str, Any]:
    leaf = choose(
        [
            {"attribute": "priority", "equals": 1},
            {"attribute": "priority", "less-or-equal": 2},
            {"attribute": "kind", "equals": "Card"},
            {"attribute": "kind", "contains": "oa"},
            {"attribute": "kind", "is-null": True},
            {"attribute": "kind", "not-in": ["card", "loan"]},
            {"attribute": "amount", "greater-than": 9},
            {"attribute": "amount", "not-equals": "10.0"},
            {"attribute": "due", "less-than": "2026-03-02T09:05:00"},
        ]
    )
    if choose([True, False, False]):
        return {choose(["all", "any"]): [leaf, _condition(choose)]}
    return leaf


def _ruleset(choose: Choose, queues: list[str]) -> dict[str, Any]:
    rules = [
        {"name": f"r{n}", "when": _condition(choose), "queue": choose(queues)}
        for n in range(choose([0, 1, 3]))
    ]
    return {"name": "Rules", "active": choose([True, True, False]), "rules": rules}


def _flow(choose: Choose, streams: list[str]) -> dict[str, Any]:
    known = [*streams, *streams, *streams, "Gone"]
    branches = [{"when": _condition(choose), "workstream": choose(known)} for _ in range(choose([0, 1, 2]))]
    flow: dict[str, Any] = {"name": "Flow", "branches": branches}
    if choose([True, True, True, False]):
        flow["default_workstream"] = choose(known)
    return flow


def _case(choose: Choose, name: str, queues: list[str], streams: list[str]) -> dict[str, str]:
    row = {"case_id": name, "arrived_at": instant(choose, 40)}
    row["handle_seconds"] = choose(
        ["0", "10", "30", "60", "120", "20|10|30", "30|60|0", "10|20|10|30|20", ""]
    )
    row["priority"] = choose(["", "1", "2", "3", "High", "Low"])
    row["kind"] = choose(["Card", "Loan", ""])
    row["amount"] = choose(["9", "10", "9.50", ""])
    row["due"] = choose(["2026-03-02T09:00:00", "2026-03-02T09:10:00Z", "soon", ""])
    if choose([True, False, False]):
        row["patience_seconds"] = choose(["0", "10", "20", "60"])
    if choose([True, False, False, False]):
        row["skills"] = choose(["spanish:1", "spanish:2"])
    if choose([True, False, False, False]):
        row["queue"] = choose(queues)
    if choose([True, False, False, False]):
        row["workstream"] = choose(streams)
    return row


ABOUT_AGENTS = ["sign-in", "sign-out", "presence"]
ABOUT_CASES = [
    "accept",
    "decline",
    "ignore",
    "pick",
    "wait",
    "resume",
    "reply",
    "resolve",
    "withdraw",
    "transfer",
]


def _event(choose: Choose, names: list[str], agents: list[str], queues: list[str]) -> dict[str, str]:
    word = choose(ABOUT_AGENTS * 2 + ABOUT_CASES)
    row = {"at": instant(choose, 60), "event": word, "case_id": "", "agent": "", "value": ""}
    if word in ABOUT_AGENTS:
        row["agent"] = choose(agents)
        row["value"] = choose([*PRESENCES, "Meeting"]) if word == "presence" else ""
        return row
    row["case_id"] = choose(names)
    row["agent"] = choose(agents) if word == "pick" or choose([True, False]) else ""
    row["value"] = choose(queues) if word == "transfer" else ""
    return row


def _give_ends(cases: list[dict[str, str]], events: list[dict[str, str]]) -> None:
    """A case without handle time needs a row that resolves it."""
    resolved = {row["case_id"] for row in events if row["event"] == "resolve"}
    for row in cases:
        if not row["handle_seconds"] and row["case_id"] not in resolved:
            row["handle_seconds"] = "40"


def csv_of(rows: list[dict[str, str]]) -> io.BytesIO:
    """Return rows as a CSV file."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    lines = [columns, *[[row.get(column, "") for column in columns] for row in rows]]
    return io.BytesIO("\n".join(",".join(line) for line in lines).encode())


def words_of(world: World, folder: Path) -> list[str]:
    """Write a world as files, and return the case file and the options that run it."""
    (folder / "world.json").write_text(json.dumps(world.document), encoding="utf-8")
    (folder / "cases.csv").write_bytes(csv_of(world.cases).getvalue())
    words = [str(folder / "cases.csv"), "-f", str(folder / "world.json")]
    if world.events:
        (folder / "events.csv").write_bytes(csv_of(world.events).getvalue())
        words += ["--events", str(folder / "events.csv")]
    for name, value in world.options.items():
        words += [f"--{name.replace('_', '-')}", value]
    return words


def organisation_of(world: World) -> Organisation:
    """Return the model of a world's document, read as a user's would be."""
    import json

    found = Findings()
    documents = read_text(json.dumps(world.document), "world.json", json=True)
    parsed = parse_documents([Source(document.value) for document in documents], found)
    assert not found.errors, found.errors
    return parsed.organisation


def run_world(
    world: World,
    tmp: Any,
    *,
    probe: Probe | None = None,
    listen: Callable[[LogRow], object] = lambda row: None,
) -> tuple[list[dict[str, Any]], Outcome]:
    """Run a world through files and the simulator; return its event log and outcome.

    `probe` looks into the run, `listen` gets the rows of the log as they come.
    """
    organisation = organisation_of(world)
    zone = ZoneInfo(organisation.simulation.timezone)
    vocabulary = Vocabulary.of(
        queues=[queue.name for queue in organisation.queues],
        workstreams=[workstream.name for workstream in organisation.workstreams],
        skills=[skill.name for skill in organisation.skills],
        agents=[agent.name for agent in organisation.agents],
        presences=[presence.name for presence in organisation.presences],
    )
    (tmp / "cases.csv").write_bytes(csv_of(world.cases).getvalue())
    events = None
    if world.events:
        events = str(tmp / "events.csv")
        (tmp / "events.csv").write_bytes(csv_of(world.events).getvalue())
    table, rows = read_inputs(
        str(tmp / "cases.csv"),
        events,
        Format(zone=zone),
        vocabulary,
        wanted=wanted_attributes(organisation),
        handle_optional="handle_time" in world.options,
    )
    seed = int(world.options.get("seed", "0"))
    if "handle_time" in world.options:
        time_of = handle_time(read_distribution(world.options["handle_time"]), seed)
        table.handle = array("q", map(_or_drawn(time_of), table.ids, table.handle))
    log: list[dict[str, Any]] = []
    window = Window(start=_ticks(world.options.get("from")), until=_ticks(world.options.get("until")))
    outcome = simulate(
        organisation,
        table,
        rows,
        window=window,
        zone=zone,
        seed=seed,
        log=lambda row: (log.append(dict(zip(LOG_COLUMNS, row, strict=True))), listen(row)),
        probe=probe,
    )
    return log, outcome


def _or_drawn(time_of: Callable[[str], int]) -> Callable[[str, int], int]:
    return lambda name, own: own if own >= 0 else time_of(name)


def _ticks(text: str | None) -> int | None:
    return None if text is None else round(datetime.fromisoformat(text).timestamp() * 1000)
