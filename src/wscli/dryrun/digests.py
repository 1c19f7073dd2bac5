"""The digest of a run: the sha256 of its outcome columns (rulebook 7.4).

Two runs have the same digest if and only if the same came of the same cases: what stands in their case logs,
whatever order the file had the cases in and whatever order the configuration names things in. Columns are
hashed, not the log: a million cases take one second instead of five.
"""

from __future__ import annotations

import hashlib
import json
import sys
from array import array
from collections.abc import Iterable, Sequence

from wscli.simulation import Outcome
from wscli.simulation.outcome import CLOSED


def digest_of(outcome: Outcome) -> str:
    """Return the digest of an outcome, as `sha256:` and 64 hexadecimal digits.

    Hashed in turn, cases sorted by id: the ids; state, ending and all instants, counts and active time as
    64-bit integers, little end first; for each of queue, workstream and agent the names that occur, sorted,
    and which of them; the reasons that cases have.
    """
    ids = outcome.cases.ids
    order = sorted(outcome.present(), key=ids.__getitem__)
    digest = hashlib.sha256()
    digest.update(_text([ids[case] for case in order]))
    for column in (
        outcome.cases.arrived,
        outcome.state,
        outcome.ending,
        outcome.first_offered,
        outcome.accepted,
        outcome.closed,
        outcome.active_ms,
        outcome.offers,
        outcome.declines,
        outcome.timeouts,
        outcome.transfers,
    ):
        digest.update(_integers(map(column.__getitem__, order)))
    for names, places in (
        (outcome.queue_names, outcome.queue),
        (outcome.workstream_names, outcome.workstream),
        ([agent.name for agent in outcome.agents], outcome.agent),
    ):
        named = [places[case] for case in order]
        occurring = sorted({place for place in named if place >= 0}, key=names.__getitem__)
        digest.update(_text([names[place] for place in occurring]))
        ranks = {place: rank for rank, place in enumerate(occurring)}
        digest.update(_integers(ranks.get(place, -1) for place in named))
    digest.update(_text(_reasons(outcome, order)))
    return "sha256:" + digest.hexdigest()


def _text(values: Sequence[object]) -> bytes:
    """Return values so that no two lists read alike."""
    return json.dumps(values).encode()


def _integers(values: Iterable[int]) -> bytes:
    column = array("q", values)
    if sys.byteorder == "big":
        column.byteswap()
    return column.tobytes()


def _reasons(outcome: Outcome, order: Iterable[int]) -> list[tuple[str, str]]:
    """Return the cases that have a reason, and which."""
    state, said, ids = outcome.state, outcome.reasons, outcome.cases.ids
    some = [case for case in order if case in said or state[case] != CLOSED]
    return [(ids[case], reason) for case in some if (reason := outcome.reason_of(case))]
