"""The shape of the database, step by step. Append only: a step that was released is never edited.

Words of the model stand here as literals on purpose: a step must give the same tables for ever, whatever
the model says by then. The tables are STRICT, with NOT NULL, UNIQUE, CHECK and foreign keys: the second
lock, against our own mistakes; the user's messages come from `model.parse` and `model.checks`.

Keys are integers that are never shown; their order is the order of definition. The name is the identity,
`name_key` the form in which names compare. Flows say their workstreams by name, without a foreign key:
that they can be left behind by a rename is how the product works (rulebook 2.3).

Only `wscli.store.files` runs this, under the write lock; imported only when a step is pending.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

if TYPE_CHECKING:
    from sqlite_utils import Database

MIGRATIONS = Migrations("wscli")

_NAMED = """
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    name_key TEXT NOT NULL UNIQUE CHECK (name_key <> '')"""

_CASCADE = "ON UPDATE CASCADE ON DELETE CASCADE"
_UNITS = "BETWEEN 0 AND 2147483647"
_SECONDS = "BETWEEN 0 AND 128849018820"  # 2147483647 minutes
_TERMS = "('available', 'busy', 'busy-dnd', 'away', 'offline')"

# What is left of a comma list when each of the terms is taken out of it: nothing.
_PRESENCE_LIST = """replace(replace(replace(replace(replace(
        ',' || replace(allowed_presences, ',', ',,') || ',',
        ',available,', ''), ',busy,', ''), ',busy-dnd,', ''), ',away,', ''), ',offline,', '') IN ('', ',,')"""

_TABLES = (
    f"""CREATE TABLE presences ({_NAMED},
    base_status TEXT NOT NULL CHECK (base_status IN {_TERMS})
) STRICT""",
    f"""CREATE TABLE skills ({_NAMED}
) STRICT""",
    f"""CREATE TABLE workstreams ({_NAMED},
    channel TEXT NOT NULL CHECK (channel IN ('entity-records', 'live-chat', 'sms', 'facebook', 'wechat',
        'microsoft-teams', 'line', 'whatsapp', 'custom', 'twitter')),
    entity TEXT,
    capacity INTEGER NOT NULL CHECK (capacity {_UNITS}),
    auto_close_after_inactivity INTEGER NOT NULL CHECK (auto_close_after_inactivity {_SECONDS}),
    assign_work_item_after_decline_or_timeout INTEGER
        CHECK (assign_work_item_after_decline_or_timeout {_SECONDS}),
    work_distribution_mode TEXT NOT NULL CHECK (work_distribution_mode IN ('push', 'pick')),
    allowed_presences TEXT NOT NULL CHECK ({_PRESENCE_LIST}),
    offer_timeout INTEGER NOT NULL CHECK (offer_timeout BETWEEN 1 AND 3600),
    auto_assign INTEGER NOT NULL CHECK (auto_assign IN (0, 1)),
    enable_selecting_from_push INTEGER NOT NULL CHECK (enable_selecting_from_push IN (0, 1)),
    status TEXT NOT NULL CHECK (status IN ('active', 'inactive')),
    CHECK ((channel = 'entity-records') = (entity IS NOT NULL))
) STRICT""",
    f"""CREATE TABLE agents ({_NAMED},
    capacity INTEGER NOT NULL CHECK (capacity {_UNITS}),
    default_presence TEXT,
    default_presence_id INTEGER REFERENCES presences (id) ON UPDATE CASCADE,
    accept_after TEXT,
    decline_probability REAL CHECK (decline_probability BETWEEN 0 AND 1),
    no_response_probability REAL CHECK (no_response_probability BETWEEN 0 AND 1),
    pick_after TEXT,
    pick_order TEXT CHECK (pick_order IN ('oldest', 'priority', 'newest', 'random')),
    CHECK (coalesce(decline_probability, 0) + coalesce(no_response_probability, 0) <= 1),
    CHECK (default_presence IS NULL OR default_presence_id IS NULL)
) STRICT""",
    f"""CREATE TABLE agent_skills (
    agent_id INTEGER NOT NULL REFERENCES agents (id) {_CASCADE},
    position INTEGER NOT NULL CHECK (position >= 0),
    skill_id INTEGER NOT NULL REFERENCES skills (id) ON UPDATE CASCADE,
    rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 2147483647),
    PRIMARY KEY (agent_id, position),
    UNIQUE (agent_id, skill_id)
) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE agent_schedule (
    agent_id INTEGER NOT NULL REFERENCES agents (id) {_CASCADE},
    position INTEGER NOT NULL CHECK (position >= 0),
    days TEXT,
    "from" INTEGER CHECK ("from" BETWEEN 0 AND 1439),
    "to" INTEGER CHECK ("to" BETWEEN 0 AND 1439),
    timezone TEXT,
    at TEXT,
    presence TEXT,
    presence_id INTEGER REFERENCES presences (id) ON UPDATE CASCADE,
    PRIMARY KEY (agent_id, position),
    CHECK (CASE WHEN at IS NULL
        THEN days <> '' AND "from" IS NOT NULL AND "to" IS NOT NULL
            AND presence IS NULL AND presence_id IS NULL
        ELSE days IS NULL AND "from" IS NULL AND "to" IS NULL AND timezone IS NULL
            AND (presence IS NULL) <> (presence_id IS NULL) END)
) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE queues ({_NAMED},
    priority INTEGER CHECK (priority BETWEEN 1 AND 2147483647),
    "default" INTEGER NOT NULL CHECK ("default" IN (0, 1))
) STRICT""",
    f"""CREATE TABLE queue_members (
    queue_id INTEGER NOT NULL REFERENCES queues (id) {_CASCADE},
    position INTEGER NOT NULL CHECK (position >= 0),
    agent_id INTEGER NOT NULL REFERENCES agents (id) ON UPDATE CASCADE,
    PRIMARY KEY (queue_id, position),
    UNIQUE (queue_id, agent_id)
) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE rulesets ({_NAMED},
    entity TEXT NOT NULL,
    active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT""",
    f"""CREATE TABLE rules (
    ruleset_id INTEGER NOT NULL REFERENCES rulesets (id) {_CASCADE},
    position INTEGER NOT NULL CHECK (position >= 0),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    name_key TEXT NOT NULL CHECK (name_key <> ''),
    "when" TEXT CHECK ("when" IS NULL OR json_valid("when")),
    queue_id INTEGER NOT NULL REFERENCES queues (id) ON UPDATE CASCADE,
    PRIMARY KEY (ruleset_id, position),
    UNIQUE (ruleset_id, name_key)
) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE flows ({_NAMED},
    entity TEXT NOT NULL,
    default_workstream TEXT
) STRICT""",
    f"""CREATE TABLE branches (
    flow_id INTEGER NOT NULL REFERENCES flows (id) {_CASCADE},
    position INTEGER NOT NULL CHECK (position >= 0),
    "when" TEXT CHECK ("when" IS NULL OR json_valid("when")),
    workstream TEXT NOT NULL,
    PRIMARY KEY (flow_id, position)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE settings (
    section TEXT NOT NULL CHECK (section IN ('behaviour', 'simulation')),
    field TEXT NOT NULL,
    value ANY NOT NULL,
    PRIMARY KEY (section, field)
) STRICT, WITHOUT ROWID""",
    # Without these, deleting an agent, queue, skill or presence looks through every row that may refer to it.
    "CREATE INDEX queue_members_agent ON queue_members (agent_id)",
    "CREATE INDEX agent_skills_skill ON agent_skills (skill_id)",
    "CREATE INDEX rules_queue ON rules (queue_id)",
    "CREATE INDEX agents_presence ON agents (default_presence_id) WHERE default_presence_id IS NOT NULL",
    "CREATE INDEX agent_schedule_presence ON agent_schedule (presence_id) WHERE presence_id IS NOT NULL",
)


@MIGRATIONS()
def m001_initial(db: Database) -> None:
    """One table per noun, one per list inside an object, one for the settings."""
    # Not executescript: it commits, and lets the lock go.
    for statement in _TABLES:
        db.execute(statement)


def _duration(column: str) -> str:
    """Return SQL that writes whole seconds as the documents do: 1d2h3m4s, 0 for none."""
    parts = (("d", 86400, 10**9), ("h", 3600, 24), ("m", 60, 60), ("s", 1, 60))
    # Brackets, because || binds tighter than / and %.
    written = " || ".join(
        f"iif({column} / {size} % {limit}, ({column} / {size} % {limit}) || '{unit}', '')"
        for unit, size, limit in parts
    )
    return f"CASE WHEN {column} IS NULL THEN NULL WHEN {column} = 0 THEN '0' ELSE {written} END AS {column}"


_VIEWS = {
    "workstream_list": f"""SELECT name, channel, entity, capacity, {_duration("auto_close_after_inactivity")},
    {_duration("assign_work_item_after_decline_or_timeout")}, work_distribution_mode, allowed_presences,
    {_duration("offer_timeout")}, auto_assign, enable_selecting_from_push, status
FROM workstreams ORDER BY id""",
    "workstream_presences": f"""SELECT workstreams.name AS workstream, base.value AS presence
FROM workstreams, json_each('{_TERMS.replace("(", "[").replace(")", "]").replace("'", '"')}') AS base
WHERE instr(',' || allowed_presences || ',', ',' || base.value || ',')
ORDER BY workstreams.id, base.key""",
    "queue_membership": """SELECT queues.name AS queue, queues.priority, agents.name AS agent, agents.capacity
FROM queue_members JOIN queues ON queues.id = queue_id JOIN agents ON agents.id = agent_id
ORDER BY queue_id, position""",
    "agent_list": """SELECT agents.name, capacity,
    coalesce(presences.name, default_presence) AS default_presence,
    accept_after, decline_probability, no_response_probability, pick_after, pick_order,
    (SELECT count(*) FROM queue_members WHERE agent_id = agents.id) AS queues,
    (SELECT count(*) FROM agent_schedule WHERE agent_id = agents.id AND at IS NULL) AS shifts
FROM agents LEFT JOIN presences ON presences.id = default_presence_id ORDER BY agents.id""",
    "agent_skill_ratings": """SELECT agents.name AS agent, skills.name AS skill, rating
FROM agent_skills JOIN agents ON agents.id = agent_id JOIN skills ON skills.id = skill_id
ORDER BY agent_id, position""",
    "agent_schedules": """SELECT agents.name AS agent, days,
    printf('%02d:%02d', "from" / 60, "from" % 60) AS "from",
    printf('%02d:%02d', "to" / 60, "to" % 60) AS "to", timezone, NULL AS at, NULL AS presence
FROM agent_schedule JOIN agents ON agents.id = agent_id WHERE at IS NULL
UNION ALL
SELECT agents.name, NULL, NULL, NULL, NULL, at, coalesce(presences.name, presence)
FROM agent_schedule JOIN agents ON agents.id = agent_id LEFT JOIN presences ON presences.id = presence_id
WHERE at IS NOT NULL""",
    "ruleset_rules": """SELECT rulesets.name AS ruleset, rulesets.entity, rulesets.active,
    position + 1 AS number, rules.name AS rule, "when", queues.name AS queue
FROM rules JOIN rulesets ON rulesets.id = ruleset_id JOIN queues ON queues.id = queue_id
ORDER BY ruleset_id, position""",
    "flow_branches": """SELECT flows.name AS flow, flows.entity, position + 1 AS number, "when", workstream
FROM branches JOIN flows ON flows.id = flow_id ORDER BY flow_id, position""",
}


@MIGRATIONS()
def m002_views(db: Database) -> None:
    """Views with names and written durations, for those who query the file with other tools."""
    for name, query in _VIEWS.items():
        db.create_view(name, query)


@MIGRATIONS()
def m003_runs(db: Database) -> None:
    """Saved runs: what was run and what came of it, the names that its rows mean, and a row per case."""
    from wscli.store.run_schema import TABLES, VIEWS

    for statement in TABLES:
        db.execute(statement)
    for name, query in VIEWS.items():
        db.create_view(name, query)


_WORKSTREAM_LIST = f"""CREATE VIEW workstream_list AS
SELECT name, channel, entity, capacity, {_duration("auto_close_after_inactivity")},
    {_duration("assign_work_item_after_decline_or_timeout")}, work_distribution_mode, allowed_presences,
    {_duration("offer_timeout")}, auto_assign, enable_selecting_from_push, matching_logic, status
FROM workstreams ORDER BY id"""


@MIGRATIONS()
def m004_matching_logic(db: Database) -> None:
    """How skills are matched, a field of workstreams; those that there are match exactly, as they did."""
    db.execute(
        "ALTER TABLE workstreams ADD COLUMN matching_logic TEXT NOT NULL DEFAULT 'exact'"
        " CHECK (matching_logic IN ('exact', 'closest'))"
    )
    # In the table a new column can only stand last; the view has the fields in their order.
    db.execute("DROP VIEW IF EXISTS workstream_list")
    db.execute(_WORKSTREAM_LIST)
