"""Queueing theory: what the simulator must come to on average, from closed forms.

Queues with room for only k cases have no counterpart: cases are lost by patience, never for want of room.

The recursion of `test_recursion.py` is the sharper test where it applies; here are rules that it cannot
reach: patience, priorities, the order of picks, agents with room for several cases, groups of agents.

A result is accepted if it is within three standard errors of the exact value. That says something only
where the standard error is small, so it is limited: in the suite that always runs to 9 % of a mean wait,
4 % of a probability, 15 % of a variance (which is accepted within three times that limit: its own error
is not to be relied on). Then an agent more or less, which halves or doubles every mean wait here, is far
outside, and so is another discipline, whose variance is half or twice as much. All rows, on more cases
and within a 2.5th of these limits, are the long tests. Seeds are fixed, so nothing fails by chance; on
other seeds a right simulator fails a figure in a hundred.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import Any

import pytest

from queueing import (
    Class,
    Measure,
    Run,
    System,
    constant,
    exponential,
    lognormal,
    markov,
    run,
)
from wscli.simulation.kernel import queues

FEW, MANY, SHARPER = 60_000, 500_000, 2.5


@dataclass(frozen=True)
class Exact:
    """A measure with its exact mean, of one class of cases or of all, and the most that its error may be.

    What is `skewed` is held against that most itself: where few cases make the most of a mean, batches
    without such a case make it small and its error too.
    """

    name: str
    measure: Measure
    value: float
    kind: int | None = None
    most: float = 0.09
    skewed: bool = False

    def faults(self, found: Run, sharper: float) -> Iterator[str]:
        estimate, error = found.judge(self.measure, self.kind)
        said = f"{self.name}: {estimate:.5g} ± {error:.2g}, exactly {self.value:.5g}"
        most = self.most * self.value / sharper
        if abs(estimate - self.value) > 3 * (most if self.skewed else error):
            yield said
        if error > most:
            yield f"{said}: too coarse to say anything"


def wait(value: float, kind: int | None = None) -> Exact:
    """The mean wait of all cases, those that nobody had included."""
    return Exact("mean wait", lambda waited, served: waited, value, kind)


def waits(value: float) -> Exact:
    """The share that waits at all."""
    return Exact("share that waits", lambda waited, served: waited > 0, value, most=0.04)


def spread(mean: float, deviation: float) -> Exact:
    """The variance of the wait, around its exact mean."""
    return Exact("variance", lambda waited, served: (waited - mean) ** 2, deviation**2, None, 0.15, True)


def within(time: float, value: float) -> Exact:
    """The share that is served within a time."""
    return Exact(f"within {time:.3g}", lambda waited, served: served and waited < time, value, most=0.04)


def abandon(value: float) -> Exact:
    return Exact("share that leaves", lambda waited, served: not served, value, most=0.04)


@dataclass(frozen=True)
class Row:
    """A system and what is known of it; how many cases in the suite that always runs, if at all."""

    name: str
    system: System
    exact: tuple[Exact, ...]
    always: bool = False
    few: int = FEW

    def faults(self, count: int, sharper: float = 1) -> list[str]:
        found = run(self.system, count)
        return [fault for exact in self.exact for fault in exact.faults(found, sharper)]


def erlang_b() -> Iterator[Row]:
    """Who does not wait is lost: patience of nothing. The law of service is of no account."""
    losses = [
        (1, 5, 0.833333333333), (5, 3, 0.110054347826), (10, 7, 0.0787408829696), (10, 10, 0.214582343107),
        (10, 20, 0.537963168632), (20, 15, 0.0455932155898), (50, 45, 0.0541044721646),
    ]  # fmt: skip
    for servers, load, blocked in losses:
        for name, law in {"M": exponential(1), "D": constant(1)}.items():
            system = System((Class(load, 1, law),), servers, patience=0)
            always = (servers, load) in ((5, 3), (10, 10)) and name == ("M" if load == 3 else "D")
            yield Row(f"M/{name}/{servers}/{servers} {load}", system, (abandon(blocked),), always, FEW // 2)


def erlang_c() -> Iterator[Row]:
    """Rate, service rate, agents; share that waits, mean wait, its deviation, two quantiles."""
    rows = [
        (0.8, 1, 1, 0.8, 4.0, 4.89897949, 10.39720771, 13.86294361),
        (1.6, 1, 2, 0.711111111111, 1.77777777778, 2.39340658, 4.90414627, 6.63701422),
        (4, 1, 5, 0.554112554113, 0.554112554113, 0.89508904, 1.71219765, 2.40534483),
        (8, 1, 10, 0.409180150796, 0.204590075398, 0.40340176, 0.70449267, 1.05106626),
        (18, 1, 20, 0.550769004816, 0.275384502408, 0.44670782, 0.85307265, 1.19964624),
        (5, 8, 1, 0.625, 0.208333333333, 0.30900827, 0.61086049, 0.84190955),
        (0.2, 0.1, 3, 0.444444444444, 4.44444444444, 8.31479419, 14.91654877, 21.84802057),
        (0.2, 0.1, 4, 0.173913043478, 0.869565217391, 2.81771335, 2.76692619, 6.23266209),
        (5, 10, 2, 0.1, 0.00666666666667, 0.02905933, inf, 0.04620981),
    ]
    for rate, speed, servers, share, mean, deviation, ninety, ninety_five in rows:
        exact = (waits(share), wait(mean), spread(mean, deviation), within(ninety_five, 0.95))
        if ninety < inf:
            exact = (*exact, within(ninety, 0.9))
        system = System((markov(rate, 1 / speed),), servers)
        yield Row(f"M/M/{servers} {rate}", system, exact, servers in (3, 5))
    # A hundred calls in half an hour, three minutes each, fourteen agents; twenty seconds are the target.
    calls = (waits(0.174131933595), wait(7.835937012 / 180), within(20 / 180, 0.888350019179))
    yield Row("call centre", System((markov(10),), 14), calls)


def erlang_a() -> Iterator[Row]:
    """Rate, service rate, agents, rate of leaving; shares that wait and leave, and are served in a time."""
    rows = [
        (4.2, 0.5, 12, 1, 0.127372281809, 0.0296789055424, 1 / 3, 0.945269576),
        (10, 1, 10, 1, 0.542070285528, 0.125110035721, 0.5, 0.829512643),
        (10, 1, 10, 0.5, 0.619655230884, 0.103913212326, 0.5, 0.768132399),
        (12, 1, 10, 0.25, 0.925599104229, 0.181082517025, 0.5, 0.297613982),
        (0.9, 1, 1, 0.1, 0.757956699976, 0.157825888916, 1, 0.436769549),
    ]
    for rate, speed, servers, leaving, share, gone, time, served in rows:
        exact = (waits(share), abandon(gone), wait(gone / leaving), within(time, served))
        system = System((markov(rate, 1 / speed),), servers, patience=1 / leaving)
        yield Row(f"M/M/{servers}+M {rate} {leaving}", system, exact, leaving in (0.5, 0.25))


def one_server() -> Iterator[Row]:
    """Pollaczek and Khinchine: arrivals 0.8, service 1, whatever its law."""
    for name, law, mean in [
        ("D", constant(1), 2.0),
        ("M", exponential(1), 4.0),
        ("lognormal", lognormal(-0.5, 1), 5.43656365692),
    ]:
        system = System((Class(0.8, 1, law),), 1)
        yield Row(f"M/{name}/1", system, (wait(mean), waits(0.8)), name != "M")


def several_servers() -> Iterator[Row]:
    for servers, rate, mean in [(5, 4, 0.28906000726), (20, 18, 0.14428607501)]:
        system = System((Class(rate, 1, constant(1)),), servers)
        yield Row(f"M/D/{servers} {rate}", system, (wait(mean),))


def priorities() -> Iterator[Row]:
    """Cobham: queues of different priority, the same agents; whoever is first in line is not interrupted."""
    short, long = Class(0.3, 1, exponential(1)), Class(0.2, 2, constant(2))
    rows: list[tuple[tuple[Class, ...], int, list[float], bool]] = [
        ((markov(0.3), markov(0.5)), 1, [1.14285714286, 5.71428571429], False),
        (tuple(markov(0.2) for _ in range(4)), 1, [1, 1.66666666667, 3.33333333333, 10], False),
        ((markov(1), markov(1), markov(2)), 5, [0.138528138528, 0.23088023088, 0.923520923521], True),
        ((markov(2), markov(3), markov(4)), 10, [0.0835914405135, 0.167182881027, 1.33746304822], False),
        ((short, long), 1, [1.0, 3.33333333333], True),
        ((long, short), 1, [1.16666666667, 3.88888888889], False),
    ]
    for classes, servers, means, always in rows:
        exact = tuple(wait(mean, kind) for kind, mean in enumerate(means))
        rates = "/".join(str(each.rate) for each in classes)
        yield Row(f"priorities {servers} {rates}", System(classes, servers), exact, always)


def disciplines() -> Iterator[Row]:
    """The order in which agents pick: the mean is the same, the spread is not."""
    for rate, servers, mean, deviations in [
        (0.8, 1, 4.0, (4.89897948557, 7.11805216802, 13.5646599663)),
        (4, 5, 0.554112554113, (0.895089037806, 1.24096781764, 2.2878122341)),
    ]:
        for order, deviation in zip(("oldest", "random", "newest"), deviations, strict=True):
            system = System((markov(rate),), servers, order=order)
            exact = (wait(mean), spread(mean, deviation))
            always = (servers, order) in ((1, "random"), (5, "newest"))
            yield Row(f"{order} M/M/{servers}", system, exact, always, FEW // 2 if servers == 1 else FEW)


TEN = (waits(0.409180150796), wait(0.204590075398), spread(0.204590075398, 0.40340176))


def capacity() -> Iterator[Row]:
    """Agents with room for k cases, who are none the slower for it, are k times as many agents."""
    yield Row("5 agents x 2", System((markov(8),), 5, each=2), TEN, True)
    yield Row("2 agents x 5", System((markov(8),), 2, each=5), TEN)
    yield Row(
        "1 agent x 5", System((markov(4),), 1, each=5), (waits(0.554112554113), wait(0.554112554113)), True
    )


def pooling() -> Iterator[Row]:
    """Two groups of five beside one of ten: the same cases, waits of 0.55 and of 0.20."""
    halves = (markov(4), markov(4))
    apart = (wait(0.554112554113, 0), wait(0.554112554113, 1), waits(0.554112554113))
    yield Row("two groups of 5", System(halves, 10, pools=True), apart, True)
    yield Row("one group of 10", System((markov(8),), 10), TEN, True)


FAMILIES = (
    erlang_b, erlang_c, erlang_a, one_server, several_servers, priorities, disciplines, capacity, pooling,
)  # fmt: skip
ROWS = {row.name: row for family in FAMILIES for row in family()}


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.always])
def test_rows_of_every_family(name: str) -> None:
    assert ROWS[name].faults(ROWS[name].few) == []


@pytest.mark.long
@pytest.mark.parametrize("name", ROWS)
def test_all_rows(name: str) -> None:
    assert ROWS[name].faults(MANY, SHARPER) == []


class TestThatTheseTestsCanFail:
    """A simulator that is wrong by as little as one rule is found by the same rows."""

    def test_last_come_first_served(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The mean is right, so it is the variance that tells."""

        def to_the_front(line: list[Any], ticket: Any) -> None:
            line.insert(0, ticket)

        monkeypatch.setattr(queues, "heappush", to_the_front)
        monkeypatch.setattr(queues, "heappop", lambda line: line.pop(0))
        faults = ROWS["M/M/5 4"].faults(FEW // 2)

        assert any(fault.startswith("variance") for fault in faults)
        assert not any(fault.startswith("share") for fault in faults)

    def test_one_agent_too_many(self) -> None:
        for servers, rate in ((5, 4), (20, 18)):
            row = ROWS[f"M/M/{servers} {rate}"]
            faults = Row("", System((markov(rate),), servers + 1), row.exact).faults(FEW // 2)

            assert any(fault.startswith("mean wait") for fault in faults)

    def test_nobody_loses_patience(self) -> None:
        row = ROWS["M/M/10+M 12 0.25"]
        fewer = System((markov(9.5),), 10)

        assert Row("", fewer, row.exact).faults(FEW // 4)

    def test_queues_of_equal_priority(self) -> None:
        """The first and the last class wait as long as all do."""
        exact = (wait(0.138528138528), wait(0.923520923521))

        assert len(Row("", System((markov(4),), 5), exact).faults(FEW // 2)) >= 2

    def test_a_rate_that_is_a_tenth_too_high(self) -> None:
        row = ROWS["M/D/1"]

        assert Row("", System((Class(0.88, 1, constant(1)),), 1), row.exact).faults(FEW // 2)
