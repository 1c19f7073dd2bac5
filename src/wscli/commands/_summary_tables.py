"""The tables of a summary: which rows, which columns, and in which order.

A contact centre may have hundreds of queues and agents, and a reader ten seconds: unless everything is
wanted, the rows with the most trouble come first, and only the first of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from wscli.amounts import count, duration, percent, worked
from wscli.session import Column

Row = dict[str, Any]

SHOWN = 10
"""Rows of a table, unless `--all` is given."""
_SPARE = 2
"""Rows that are shown nevertheless: a line that says there are more takes as much room."""
_MATTERS = 0.01
"""How much of a service level may be owed to cases that are left without an answer before it says so."""


class Table(NamedTuple):
    """A table of the summary: its title, its rows as people read them, and how many are left out."""

    title: str
    columns: tuple[Column, ...]
    rows: list[Row]
    left_out: int


PLACE = (
    Column("name", "", cut=True),
    Column("arrived", right=True),
    Column("withdrawn", "withdr.", right=True),
    Column("open", right=True),
    Column("peak", right=True),
    Column("mean_wait", "mean wait", right=True),
    Column("p95_wait", "p95", right=True),
    Column("level", "in time", right=True),
)
AGENT = (
    Column("name", "", cut=True),
    Column("handled", right=True),
    Column("offers", right=True),
    Column("missed", right=True),
    Column("picks", right=True),
    Column("occupancy", right=True),
    Column("utilisation", right=True),
    Column("signed_in", "signed in", right=True),
)


def tables(summary: Row, *, everything: bool) -> list[Table]:
    """Return the tables of queues, workstreams and agents that have rows.

    With `everything` all rows in order of definition; else the first `SHOWN` by trouble.
    """
    made = []
    for what, columns, row, trouble in (
        ("queues", PLACE, _place, _trouble),
        ("workstreams", PLACE, _place, _trouble),
        ("agents", AGENT, _agent, _busy),
    ):
        found = summary[what]
        shown = found if everything else _first(sorted(found, key=trouble))
        title = what.capitalize()
        if not everything and len(found) > 1:
            title = f"{title}, {_order(what, found)} first"
        made.append(Table(title, columns, list(map(row, shown)), len(found) - len(shown)))
    return [table for table in made if table.rows]


def _first(rows: list[Row]) -> list[Row]:
    return rows if len(rows) <= SHOWN + _SPARE else rows[:SHOWN]


def _order(what: str, found: Sequence[Row]) -> str:
    if what != "agents":
        return "most trouble"
    return "most missed" if any(map(_missed, found)) else "busiest"


def _trouble(each: Row) -> tuple[float, ...]:
    """Sort by what is still open, then by the longest waits, then by the lowest service level."""
    level = each["service_level"]["fraction"]
    return (-each["cases"]["open"], -(each["wait"]["p95"] or 0), 1 if level is None else level)


def _missed(each: Row) -> int:
    offers = each["offers"]
    return int(offers["declined"] + offers["timed_out"])


def _busy(each: Row) -> tuple[float, ...]:
    """Sort by offers missed, then by occupancy, then by cases handled."""
    return (-_missed(each), -(each["occupancy"] or 0), -each["handled"])


def _place(each: Row) -> Row:
    cases, wait = each["cases"], each["wait"]
    return {
        "name": each["name"],
        "arrived": count(cases["arrived"]),
        "withdrawn": count(cases["withdrawn"]),
        "open": count(cases["open"]),
        "peak": count(each["backlog"]["max"]),
        "mean_wait": duration(wait["mean"]),
        "p95_wait": duration(wait["p95"]),
        "level": _level(each),
    }


def _level(each: Row) -> str:
    """Return the service level; of how many answers, where enough are without one to make it look good."""
    level, cases = each["service_level"], each["cases"]
    answered, said = level["answered"], percent(level["fraction"])
    left = min(cases["open"], cases["arrived"] - answered)
    if not answered or left <= 0:
        return said
    hidden = level["fraction"] - level["answered_within"] / (answered + left)
    return f"{said} of {count(answered)}" if hidden >= _MATTERS else said


def _agent(each: Row) -> Row:
    return {
        "name": each["name"],
        "handled": count(each["handled"]),
        "offers": count(each["offers"]["made"]),
        "missed": count(_missed(each)),
        "picks": count(each["picks"]["made"]),
        "occupancy": percent(each["occupancy"]),
        "utilisation": percent(each["utilisation"]),
        "signed_in": worked(each["signed_in_seconds"]),
    }
