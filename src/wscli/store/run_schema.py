"""The tables and views of saved runs, as step `m003_runs` makes them: never edited, as no step is.

What the case rows look like is argued in docs/decisions/0013-how-runs-are-stored.md. The views are for those
who query the file with other tools: names, ISO 8601 in UTC, seconds.
"""

from __future__ import annotations

# Not IN: SQLite would build a list of the words anew for every row, and take twice as long for all of it.
_OUTCOME = " OR ".join(
    f"outcome = '{word}'"
    for word in ("resolved", "auto-closed", "withdrawn", "active", "waiting", "open", "undistributed")
)

TABLES = (
    # AUTOINCREMENT: the number of a deleted run never comes to mean another one.
    """CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    name_key TEXT NOT NULL UNIQUE CHECK (name_key <> ''),
    created_at TEXT NOT NULL,
    version TEXT NOT NULL,
    semantics TEXT NOT NULL,
    seed INTEGER NOT NULL CHECK (seed >= 0),
    digest TEXT NOT NULL CHECK (digest GLOB 'sha256:*'),
    "from" TEXT NOT NULL,
    until TEXT NOT NULL,
    cases INTEGER NOT NULL CHECK (cases >= 0),
    events INTEGER NOT NULL CHECK (events >= 0),
    configuration TEXT NOT NULL CHECK (json_valid(configuration)),
    options TEXT NOT NULL CHECK (json_valid(options)),
    summary TEXT NOT NULL CHECK (json_valid(summary))
) STRICT""",
    """CREATE TABLE run_files (
    run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('cases', 'events')),
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    size INTEGER NOT NULL CHECK (size >= 0),
    PRIMARY KEY (run_id, role)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE run_names (
    run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('queue', 'workstream', 'agent', 'reason')),
    position INTEGER NOT NULL CHECK (position >= 0),
    name TEXT NOT NULL,
    PRIMARY KEY (run_id, kind, position)
) STRICT, WITHOUT ROWID""",
    # A million rows a run: instants and lasting times are integers, names positions in run_names.
    f"""CREATE TABLE run_case_rows (
    run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    case_id TEXT NOT NULL,
    priority INTEGER,
    arrived_ms INTEGER NOT NULL,
    first_offered_ms INTEGER,
    accepted_ms INTEGER,
    closed_ms INTEGER,
    queue INTEGER,
    workstream INTEGER,
    agent INTEGER,
    outcome TEXT NOT NULL CHECK ({_OUTCOME}),
    offers INTEGER NOT NULL,
    declines INTEGER NOT NULL,
    timeouts INTEGER NOT NULL,
    transfers INTEGER NOT NULL,
    handle_ms INTEGER,
    reason INTEGER,
    PRIMARY KEY (run_id, position)
) STRICT, WITHOUT ROWID""",
)


def instant(column: str) -> str:
    """Return SQL that writes epoch milliseconds as ISO 8601 in UTC."""
    return f"strftime('%Y-%m-%dT%H:%M:%fZ', {column}_ms / 1000.0, 'unixepoch') AS {column}_at"


def _name(kind: str) -> str:
    """Return SQL that joins the names of one kind; a join that a query does not use is left out by SQLite."""
    return (
        f"LEFT JOIN run_names AS {kind}s ON {kind}s.run_id = rows.run_id"
        f" AND {kind}s.kind = '{kind}' AND {kind}s.position = rows.{kind}"
    )


def _part(section: str, fields: dict[str, str]) -> str:
    """Return SQL that has a list of the summary row by row."""
    columns = ", ".join(f"json_extract(part.value, '$.{path}') AS {name}" for name, path in fields.items())
    return f"""SELECT runs.name AS run, {columns}
FROM runs, json_each(runs.summary, '$.{section}') AS part ORDER BY runs.id, part.key"""


_PLACE = {
    "name": "name",
    "arrived": "cases.arrived",
    "closed": "cases.closed",
    "withdrawn": "cases.withdrawn",
    "open": "cases.open",
    "undistributed": "cases.undistributed",
    "wait_mean": "wait.mean",
    "wait_p95": "wait.p95",
    "wait_max": "wait.max",
    "handle_mean": "handle.mean",
    "service_level": "service_level.fraction",
    "backlog_max": "backlog.max",
}
_PERSON = {
    "name": "name",
    "handled": "handled",
    "offers": "offers.made",
    "declined": "offers.declined",
    "timed_out": "offers.timed_out",
    "picks": "picks.made",
    "occupancy": "occupancy",
    "utilisation": "utilisation",
    "signed_in_seconds": "signed_in_seconds",
}

VIEWS = {
    "run_list": """SELECT runs.id, runs.name, created_at, version, semantics, seed, digest, "from", until,
    cases, events, json_extract(summary, '$.wait.mean') AS wait_mean,
    json_extract(summary, '$.wait.p95') AS wait_p95,
    json_extract(summary, '$.service_level.fraction') AS service_level, run_files.path AS case_file
FROM runs LEFT JOIN run_files ON run_files.run_id = runs.id AND run_files.role = 'cases' ORDER BY runs.id""",
    "run_inputs": """SELECT runs.name AS run, role, path, sha256, size
FROM run_files JOIN runs ON runs.id = run_id ORDER BY run_id, role""",
    "run_cases": f"""SELECT runs.name AS run, rows.position + 1 AS number, rows.case_id, rows.priority,
    {instant("arrived")}, queues.name AS queue, workstreams.name AS workstream,
    CASE WHEN outcome IN ('resolved', 'auto-closed', 'withdrawn') THEN 'closed'
        WHEN outcome = 'undistributed' THEN 'open' ELSE outcome END AS state,
    outcome, agents.name AS agent, {instant("first_offered")}, {instant("accepted")},
    {instant("closed")}, offers, declines, timeouts, transfers,
    (accepted_ms - arrived_ms) / 1000.0 AS wait_seconds, handle_ms / 1000.0 AS handle_seconds,
    reasons.name AS reason
FROM run_case_rows AS rows JOIN runs ON runs.id = rows.run_id
{_name("queue")}
{_name("workstream")}
{_name("agent")}
{_name("reason")}""",
    "run_queues": _part("queues", _PLACE),
    "run_workstreams": _part("workstreams", _PLACE),
    "run_agents": _part("agents", _PERSON),
}
