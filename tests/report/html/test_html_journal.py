"""The journal of an event log against the simulator's own totals."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from worlds import make_full_world, make_world, organisation_of, run_world, seeded
from wscli.model.terms import BasePresence
from wscli.report.html import scale
from wscli.report.html.journal import OFFER, Journal, Span, read
from wscli.simulation import Outcome

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


class Beginning:
    """A probe that looks who is signed in when the run begins."""

    def __init__(self) -> None:
        self.present: dict[int, str] = {}

    def placing(self, *_: object) -> None:
        pass

    def settled(self, w: object) -> None:
        bases = [base.value for base in BasePresence]
        plans = enumerate(w.plan.agents)  # type: ignore[attr-defined]
        self.present = {index: bases[plan.presence] for index, plan in plans if plan.signed_in}


def journal_of(seed: int, folder: Path, *, full: bool) -> tuple[Journal, Outcome, list[tuple[object, ...]]]:
    world = (make_full_world if full else make_world)(seeded(seed))
    organisation = organisation_of(world)
    rows: list[tuple[object, ...]] = []
    probe = Beginning()
    _, outcome = run_world(world, folder, probe=probe, listen=rows.append)  # type: ignore[arg-type]
    beginning = {organisation.agents[index].name: presence for index, presence in probe.present.items()}
    units: dict[str | None, int] = {each.name: each.capacity for each in organisation.workstreams}
    return read(rows, beginning, units, outcome.start, outcome.end), outcome, rows


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("journals")


@given(seed=st.integers(0, 10**6), full=st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
def test_it_has_the_backlog_of_the_simulator(folder: Path, seed: int, full: bool) -> None:
    journal, outcome, _ = journal_of(seed, folder, full=full)
    ends = [at for at, _ in journal.open[1:]] + [outcome.end]
    spent = sum(value * (end - at) for (at, value), end in zip(journal.open, ends, strict=bool(journal.open)))

    assert max((value for _, value in journal.open), default=0) == outcome.backlog.peak
    assert spent == outcome.backlog.open_ms
    assert len(journal.arrivals) == len(list(outcome.present()))


@given(seed=st.integers(0, 10**6), full=st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
def test_it_has_the_times_of_the_agents(folder: Path, seed: int, full: bool) -> None:
    journal, outcome, rows = journal_of(seed, folder, full=full)
    # Who is Offline while signed in, or signs in as that, counts as signed in there and as absent here.
    unclear = {
        row[4] for row in rows if row[2] == "presence" and row[7] == "offline" and "s" not in str(row[8])[:1]
    }
    for agent in outcome.agents:
        present = journal.present.get(agent.name, [])
        if agent.name in unclear or sum(end - at for at, end in present) != agent.signed_ms:
            continue
        spans = [span for span in journal.spans if span.agent == agent.name]
        busy = scale.common(present, scale.united((span.start, span.end) for span in spans))
        held = sum(
            span.units * (end - at) for span in spans for at, end in scale.common(present, [span[3:5]])
        )
        assert sum(end - at for at, end in busy) == agent.busy_ms
        assert held == agent.held_ms
        assert sum(span.kind == OFFER for span in spans) == agent.made


def row(at: int, event: str, case: str | None, agent: str | None, state: str) -> tuple[object, ...]:
    return (0, at, event, case, agent, "Q" if case else None, "W" if case else None, state, None)


def test_what_goes_on_at_the_end_ends_there() -> None:
    rows = [
        row(0, "arrived", "C1", None, "open"),
        row(5, "offered", "C1", "ann", "open"),
        row(9, "accepted", "C1", "ann", "active"),
        row(10, "presence", None, "ben", "available"),
    ]
    journal = read(rows, {"ann": "available"}, {"W": 30}, 0, 20)

    assert journal.spans == [
        Span("ann", "C1", "offer", 5, 9, 30, "Q"),
        Span("ann", "C1", "active", 9, 20, 30, "Q"),
    ]
    assert journal.present == {"ann": [(0, 20)], "ben": [(10, 20)]}
    assert journal.open == [(0, 1), (9, 0)]
    assert journal.answers == [9]


def test_a_refused_row_is_nothing_that_happened() -> None:
    rows = [row(0, "arrived", "C1", None, "open"), row(3, "refused", "C1", "ann", "closed")]

    assert read(rows, {}, {}, 0, 9).open == [(0, 1)]
