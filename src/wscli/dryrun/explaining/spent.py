"""What a case spent its time on before somebody had it: waits for one and the same reason together.

A case that comes back from an offer waits again, and again for the same reason: what it lost by that is the
sum. So waits in which the same kept the same number of people away are one part, told as if they were one
wait; the time on offer is what is left.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from wscli.dryrun.explaining.names import presence_name
from wscli.dryrun.explaining.reasons import kind_of, kind_of_failure
from wscli.simulation.eligibility import PRESENCE, Failure
from wscli.simulation.trace_steps import Wait
from wscli.simulation.tracing import CaseTrace

Row = dict[str, Any]
NO_TIME = 0.05
"""A wait of the moment in which one offer ends and the next is made, in seconds, is none to people."""
_MOST_LISTED = 10


@dataclass(frozen=True, slots=True)
class Part:
    """Waits of one reason: `row` tells them as one, `waits` are what the probe kept of each."""

    row: Row
    waits: tuple[Wait, ...]

    @property
    def seconds(self) -> float:
        """How long they were in all."""
        return float(self.row["seconds"])

    def alike_seconds(self, kind: str, units: int | None) -> float:
        """Return for how long it was what kept all away at once: each may have had their longest elsewhen."""
        return sum(_alike(wait, kind, units) for wait in self.waits) / 1000


def is_felt(row: Row) -> bool:
    """Whether a wait of a story is one to people: it took time, or the run ended in it."""
    return bool(row["seconds"] >= NO_TIME or row["ended_by"]["what"] == "end-of-run")


def parts(facts: Row, story: list[Row], trace: CaseTrace) -> list[Part]:
    """Return the waits of a story, or of its beginning, by reason: the longest part first."""
    waits = [step for step in trace.steps if isinstance(step, Wait)]
    rows = [row for row in story if row["event"] == "waited"]
    groups: dict[Any, list[tuple[Row, Wait]]] = {}
    for row, wait in zip(rows, waits, strict=False):
        groups.setdefault(_reason(row, facts["units"]), []).append((row, wait))
    found = [
        Part(_as_one([row for row, _ in group]), tuple(wait for _, wait in group))
        for group in groups.values()
    ]
    return sorted(found, key=lambda part: -part.seconds)


def _alike(wait: Wait, kind: str, units: int | None) -> int:
    """Return for how many milliseconds of a wait the same kept every candidate away."""
    changes: Counter[int] = Counter()
    for agent in wait.found:
        for at, until, failure in wait.spans(agent):
            if failure is not None and _kind(failure, units) == kind:
                changes[at] += 1
                changes[until] -= 1
    kept, alike, since = 0, 0, wait.start
    for at in sorted(changes):
        alike += at - since if kept == len(wait.found) else 0
        kept, since = kept + changes[at], at
    return alike


def _kind(failure: Failure, units: int | None) -> str:
    """Return a check in a word, as `kind_of_failure` does for the facts of one."""
    have = presence_name(failure.have) if failure.check == PRESENCE else None
    return kind_of_failure({"check": failure.check, "have": have, "units_left": failure.beside}, units)


def _reason(row: Row, units: int | None) -> tuple[Any, ...]:
    kinds = Counter(kind_of(each, units) for each in row["candidates"])
    return row["queue"], row["workstream"], tuple(sorted(kinds.items()))


def _as_one(rows: list[Row]) -> Row:
    """Return several waits as one that has all of what was in them."""
    if len(rows) == 1:
        return rows[0]
    return {
        **rows[-1],
        "at": rows[0]["at"],
        "seconds": sum(row["seconds"] for row in rows),
        "candidates": _candidates(rows),
        "went_first": _lists(rows, "went_first")
        | {"more_urgent": sum(row["went_first"]["more_urgent"] for row in rows)},
        "overtaken_by": _lists(rows, "overtaken_by"),
        "free_elsewhere": rows[0]["free_elsewhere"],
    }


def _lists(rows: list[Row], key: str) -> Row:
    cases = [each for row in rows for each in row[key]["cases"]]
    return {"count": sum(row[key]["count"] for row in rows), "cases": cases[:_MOST_LISTED]}


def _candidates(rows: list[Row]) -> list[Row]:
    """Return each candidate once, and of each check the time that it stood in the way in all."""
    found: dict[str, dict[Any, Row]] = {}
    for row in rows:
        for each in row["candidates"]:
            failures = found.setdefault(each["agent"], {})
            for failure in each["failures"]:
                presence = failure["have"] if failure["check"] == "presence" else None
                key = failure["check"], presence
                before = failures.get(key)
                failures[key] = failure if before is None else _both(before, failure)
    return [{"agent": agent, "failures": list(failures.values())} for agent, failures in found.items()]


def _both(one: Row, other: Row) -> Row:
    """Return one check that failed twice: of several the nearest to being met counts."""
    told = {**other, "seconds": one["seconds"] + other["seconds"]}
    if other["check"] == "presence":
        told["units_left"] = max(one["units_left"], other["units_left"])
    if other["check"] == "capacity":
        told["have"] = max(one["have"], other["have"])
        least = min(int(each["have_least" if "have_least" in each else "have"]) for each in (one, other))
        if least < told["have"]:
            told["have_least"] = least
    return told
