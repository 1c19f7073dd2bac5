"""Gates: what an assertion says, and when it is met (interface §7)."""

from __future__ import annotations

from typing import Any

import pytest

from wscli.dryrun.gates import enforce, judge, read_gates
from wscli.errors import GateNotMet, Invalid

SUMMARY: dict[str, Any] = {
    "wait": {"p95": 599.5, "mean": None},
    "cases": {"arrived": 10},
    "service_level": {"fraction": 0.8},
    "digest": "sha256:ab",
    "identical": False,
    "settings": {"service_level": "3m"},
    "interval": {"wait": {"mean": [-9.5, -1], "p95": None}},
    "delta": {"wait": {"p95": -120.5, "mean": 0}, "service_level": {"fraction": -0.031}},
    "queues": [
        {"name": "Cases [x]", "cases": {"undistributed": 0}},
        {"name": "B", "cases": {"undistributed": 2}},
    ],
}


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("wait.p95<10m", True),
        ("wait.p95 < 599.5", False),
        ("wait.p95<=599.5", True),
        ("cases.arrived==10", True),
        ("cases.arrived!=10", False),
        ("service_level.fraction>=80%", True),
        ("service_level.fraction > 0.8", False),
        ("queues[Cases [x]].cases.undistributed==0", True),
        ("queues[b].cases.undistributed==0", False),
        ("queues[1].cases.undistributed>=2", True),
        ("digest=='sha256:ab'", True),
        ("wait.mean<1h", False),
        ("identical==false", True),
        ("identical==true", False),
        ("settings.service_level==3m", True),
        ("delta.wait.p95<=-2m", True),
        ("delta.wait.p95<=−2m", True),
        ("delta.wait.p95<=-121", False),
        ("delta.wait.p95<=-2m1s", False),
        ("delta.wait.mean<=0", True),
        ("interval.wait.mean[1]<0", True),
        ("interval.wait.mean[0]>-9s", False),
        ("interval.wait.p95[1]<0", False),
        ("delta.service_level.fraction>=-5%", True),
        ("delta.service_level.fraction>=-3%", False),
    ],
)
def test_a_gate_is_met_or_not(text: str, met: bool) -> None:
    [(_, _, is_met)] = judge(read_gates([text]), SUMMARY)

    assert is_met == met


def test_all_gates_that_are_not_met_are_named_with_their_figures() -> None:
    judged = judge(read_gates(["wait.p95<1m", "cases.arrived>5", "wait.mean<1h"]), SUMMARY)

    with pytest.raises(GateNotMet) as raised:
        enforce(judged)

    assert raised.value.code == 6
    assert raised.value.message == "2 of 3 gates not met"
    assert [problem.message for problem in raised.value.problems] == [
        "is 9m59s500ms, wanted < 1m",
        "is nothing to measure, wanted < 1h",
    ]


def test_negative_figures_are_told_as_their_gates_speak() -> None:
    gates = [
        "delta.wait.p95>=-2m",
        "delta.wait.p95>0",
        "delta.service_level.fraction>=-3%",
        "identical==true",
    ]

    with pytest.raises(GateNotMet) as raised:
        enforce(judge(read_gates(gates), SUMMARY))

    assert [problem.message for problem in raised.value.problems] == [
        "is -2m500ms, wanted >= -2m",
        "is -2m500ms, wanted > 0",
        "is -3.10%, wanted >= -3%",
        "is false, wanted == true",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("delta.wait.mean<=0", "+1s"),
        ("delta.Wait.mean-up<=1s", "+1s500ms"),
        ("delta.wait.mean_up<=0.5", "+1.5"),
        ("delta.wait.count<=0", "+1234567"),
        ("delta.occupancy<=0", "+1.25%"),
        ("occupancy<=0", "80.00%"),
        ("agents[ann].signed_in_seconds<=0", "2h"),
        ("wait.p95<=0", "9m59s500ms"),
        ("cases.arrived<=0", "10"),
    ],
)
def test_a_figure_held_against_nothing_is_told_as_what_it_is(text: str, said: str) -> None:
    own = {
        **SUMMARY,
        "occupancy": 0.8,
        "agents": [{"name": "ann", "signed_in_seconds": 7200}],
        "delta": {"wait": {"mean": 1, "mean_up": 1.5, "count": 1234567}, "occupancy": 0.0125},
    }
    with pytest.raises(GateNotMet, match=r"^1 of 1 gates not met$") as raised:
        enforce(judge(read_gates([text]), own))

    assert raised.value.problems[0].message.startswith(f"is {said}, wanted ")


def test_a_number_is_not_compared_with_a_word() -> None:
    with pytest.raises(Invalid, match=r"wait\.p95 is a time, and cannot be compared with '10mn'"):
        judge(read_gates(["wait.p95<10mn"]), SUMMARY)


@pytest.mark.parametrize(
    "text",
    [
        "service_level.fraction<=10m",
        "b.service_level.fraction<10m",
        "queues[1].cases.undistributed<=1m",
        "interval.wait.mean[1]<50%",
        "delta.wait.p95<=90%",
        "wait.count<5%",
        "backlog.max<1h",
        "wait.p95<nan",
        "wait.p95<inf",
    ],
)
def test_a_unit_that_a_figure_does_not_have_is_a_mistake(text: str) -> None:
    """It would pass, or fail, whatever came of the run."""
    own = {
        **SUMMARY,
        "service_level": {"fraction": 0.5},
        "backlog": {"max": 3},
        "wait": {"p95": 1, "count": 2},
        "b": {"service_level": {"fraction": 0.5}},
        "delta": {"wait": {"p95": 1}},
        "interval": {"wait": {"mean": [1, 2]}},
    }
    with pytest.raises(Invalid, match="cannot be compared with"):
        judge(read_gates([text]), own)


@pytest.mark.parametrize("path", ["wait", "queues", "queues[1]"])
def test_what_is_no_single_figure_is_a_mistake(path: str) -> None:
    with pytest.raises(Invalid, match="is not a single figure") as raised:
        judge(read_gates([f"{path}<1h"]), SUMMARY)
    assert raised.value.hint


def test_all_that_are_no_gates_are_told_at_once() -> None:
    with pytest.raises(Invalid) as raised:
        read_gates(["wait.p95", "<5", "a..b<5"])

    assert len(raised.value.problems) == 3


def test_a_path_that_leads_nowhere_suggests_the_near_word() -> None:
    with pytest.raises(Invalid, match="there is no 'wiat'") as raised:
        judge(read_gates(["wiat.p95<5"]), SUMMARY)

    assert raised.value.hint == "did you mean 'wait'?"
