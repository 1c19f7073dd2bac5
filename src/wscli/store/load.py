"""From the tables to the model: the organisation as it is stored, in order of definition.

Plain `sqlite3`, one statement per table: a command that only reads does not pay for sqlite_utils (45 ms).
What is stored was judged on its way in, so nothing is judged here; a value that cannot be understood
means an edited or damaged file.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from wscli.errors import Failed
from wscli.model import fields as tables
from wscli.model.behaviour import Behaviour
from wscli.model.fields import Noun
from wscli.model.organisation import Organisation, Simulation
from wscli.model.routing import Branch, Flow, Rule, RuleSet
from wscli.model.workforce import Agent, DatedPresence, Presence, Queue, Shift, Skill
from wscli.model.workstream import Workstream
from wscli.store.columns import column_of, columns_of, decode, decode_condition, decode_days, names_of

Fields = dict[str, Any]


def load(connection: sqlite3.Connection, path: Path, sections: Collection[str] = ()) -> Organisation:
    """Return what is stored; with `sections` only those, the others empty.

    Raises:
        Failed: a stored value is none of ours.
        KeyError: there is no such section.
    """
    readers = [(section, _READERS[section]) for section in sections or _READERS]
    try:
        return Organisation(**{section: read(connection) for section, read in readers})
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise Failed(
            f"{path} holds something that wscli did not write: {error}",
            hint="restore a copy, or put right what was edited by hand",
        ) from error


def _named(connection: sqlite3.Connection, noun: Noun) -> Iterator[tuple[int, Fields]]:
    """Yield the key and the own fields of every object of a noun, in order of definition."""
    columns = columns_of(noun)
    for key, *row in connection.execute(
        f'SELECT id, {", ".join(names_of(columns))} FROM "{noun.section}" ORDER BY id'
    ):
        yield key, decode(columns, tuple(row))


def _lists(connection: sqlite3.Connection, statement: str) -> dict[int, list[Any]]:
    """Return the rows after the first column, by the first column."""
    found: dict[int, list[Any]] = defaultdict(list)
    for key, *row in connection.execute(statement):
        found[key].append(row)
    return found


def _workstreams(connection: sqlite3.Connection) -> tuple[Workstream, ...]:
    return tuple(Workstream(**fields) for _, fields in _named(connection, tables.WORKSTREAM))


def _presences(connection: sqlite3.Connection) -> tuple[Presence, ...]:
    return tuple(Presence(**fields) for _, fields in _named(connection, tables.PRESENCE))


def _skills(connection: sqlite3.Connection) -> tuple[Skill, ...]:
    return tuple(Skill(**fields) for _, fields in _named(connection, tables.SKILL))


def _queues(connection: sqlite3.Connection) -> tuple[Queue, ...]:
    members = _lists(
        connection,
        "SELECT queue_id, name FROM queue_members JOIN agents ON agents.id = agent_id"
        " ORDER BY queue_id, position",
    )
    return tuple(
        Queue(**fields, members=tuple(name for (name,) in members.get(key, ())))
        for key, fields in _named(connection, tables.QUEUE)
    )


def _agents(connection: sqlite3.Connection) -> tuple[Agent, ...]:
    skills = _lists(
        connection,
        "SELECT agent_id, name, rating FROM agent_skills JOIN skills ON skills.id = skill_id"
        " ORDER BY agent_id, position",
    )
    schedule = _lists(
        connection,
        'SELECT agent_id, days, "from", "to", timezone, at, coalesce(name, presence) FROM agent_schedule'
        " LEFT JOIN presences ON presences.id = presence_id ORDER BY agent_id, position",
    )
    own, ways = columns_of(tables.AGENT), columns_of(tables.BEHAVIOUR)
    nobody = Behaviour()
    names = ", ".join(f"agents.{name}" for name in names_of(own + ways))
    agents = []
    for key, presence, *row in connection.execute(
        f"SELECT agents.id, coalesce(presences.name, default_presence), {names}"
        " FROM agents LEFT JOIN presences ON presences.id = default_presence_id ORDER BY agents.id"
    ):
        said = row[len(own) :]
        agents.append(
            Agent(
                **decode(own, tuple(row[: len(own)])),
                default_presence=presence,
                skills=tuple((name, rating) for name, rating in skills.get(key, ())),
                schedule=tuple(_entry(*entry) for entry in schedule.get(key, ())),
                behaviour=nobody if said == [None] * len(said) else Behaviour(**decode(ways, tuple(said))),
            )
        )
    return tuple(agents)


def _entry(
    days: str, start: int, end: int, timezone: str | None, at: str | None, presence: str
) -> Shift | DatedPresence:
    if at is not None:
        return DatedPresence(at=at, presence=presence)
    return Shift(days=decode_days(days), start=start, end=end, timezone=timezone)


def _when(text: str | None) -> Any:
    return None if text is None else decode_condition(text)


def _rulesets(connection: sqlite3.Connection) -> tuple[RuleSet, ...]:
    rules = _lists(
        connection,
        'SELECT ruleset_id, rules.name, "when", queues.name FROM rules JOIN queues ON queues.id = queue_id'
        " ORDER BY ruleset_id, position",
    )
    return tuple(
        RuleSet(
            **fields,
            rules=tuple(
                Rule(name=name, when=_when(when), queue=queue) for name, when, queue in rules.get(key, ())
            ),
        )
        for key, fields in _named(connection, tables.RULESET)
    )


def _flows(connection: sqlite3.Connection) -> tuple[Flow, ...]:
    branches = _lists(
        connection, 'SELECT flow_id, "when", workstream FROM branches ORDER BY flow_id, position'
    )
    return tuple(
        Flow(
            **fields,
            branches=tuple(
                Branch(when=_when(when), workstream=workstream) for when, workstream in branches.get(key, ())
            ),
        )
        for key, fields in _named(connection, tables.FLOW)
    )


def _settings(noun: Noun, build: Callable[..., Any]) -> Callable[[sqlite3.Connection], Any]:
    """Return a reader of one part of the settings; what has no row has its default."""

    def read(connection: sqlite3.Connection) -> Any:
        rows = connection.execute("SELECT field, value FROM settings WHERE section = ?", (noun.section,))
        return build(**{name: column_of(noun.field(name)).decode(value) for name, value in rows})

    return read


_READERS: dict[str, Callable[[sqlite3.Connection], Any]] = {
    "workstreams": _workstreams,
    "queues": _queues,
    "agents": _agents,
    "presences": _presences,
    "skills": _skills,
    "rulesets": _rulesets,
    "flows": _flows,
    "behaviour": _settings(tables.BEHAVIOUR, Behaviour),
    "simulation": _settings(tables.SIMULATION, Simulation),
}
