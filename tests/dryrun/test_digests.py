"""The digest of a run: equal exactly where the same came of the same cases (rulebook 7.4)."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import UTC
from typing import Any

import pytest

from worlds import make_full_world, run_world, seeded
from wscli.dryrun.digests import digest_of
from wscli.dryrun.logs import case_rows
from wscli.simulation import Outcome
from wscli.simulation.outcome import OPEN


def rows(outcome: Outcome) -> list[tuple[Any, ...]]:
    return sorted(case_rows(outcome, UTC, plain=True), key=lambda row: row[0])


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    return [
        run_world(make_full_world(seeded(seed)), tmp_path_factory.mktemp("world"))[1] for seed in range(60)
    ]


def test_runs_have_the_same_digest_exactly_if_their_case_logs_are_the_same(outcomes: list[Outcome]) -> None:
    """Over random worlds: neither more nor less than the case log is told apart."""
    seen: dict[str, list[tuple[Any, ...]]] = {}
    for outcome in outcomes:
        assert seen.setdefault(digest_of(outcome), rows(outcome)) == rows(outcome)
    assert len(seen) == len({str(found) for found in seen.values()}) > 50


def test_every_column_of_every_case_counts(outcomes: list[Outcome]) -> None:
    """One cell of one column changed, and the digest is another."""
    choose = random.Random(5)
    columns = (
        "first_offered",
        "accepted",
        "closed",
        "active_ms",
        "offers",
        "declines",
        "timeouts",
        "transfers",
    )
    for outcome in outcomes:
        case = choose.choice(list(outcome.present()))
        for name in columns:
            column = deepcopy(getattr(outcome, name))
            column[case] += 1
            assert digest_of(replace(outcome, **{name: column})) != digest_of(outcome), name


def test_who_had_a_case_and_where_counts(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        had = [case for case in outcome.present() if outcome.agent[case] >= 0]
        for case in had[:1]:
            agents = deepcopy(outcome.agent)
            agents[case] = -1
            assert digest_of(replace(outcome, agent=agents)) != digest_of(outcome)


@pytest.mark.parametrize(
    "order", [sorted, lambda names: sorted(names, reverse=True)], ids=["sorted", "reversed"]
)
def test_the_order_of_definition_does_not_count(
    outcomes: list[Outcome], order: Callable[[list[str]], list[str]]
) -> None:
    """Queues in another order, and one more that no case is in: the same case log, the same digest."""
    for outcome in outcomes:
        names = [*order(outcome.queue_names), "nobody here"]
        moved = [-1 if old < 0 else names.index(outcome.queue_names[old]) for old in outcome.queue]
        queues = type(outcome.queue)("i", moved)
        assert digest_of(replace(outcome, queue=queues, queue_names=names)) == digest_of(outcome)


def test_why_a_case_still_waits_counts(outcomes: list[Outcome]) -> None:
    waiting = [
        (outcome, case) for outcome in outcomes for case in outcome.present() if outcome.state[case] == OPEN
    ]
    assert waiting
    for outcome, case in waiting:
        reasons = {**outcome.reasons, case: "another reason"}
        assert digest_of(replace(outcome, reasons=reasons)) != digest_of(outcome)
