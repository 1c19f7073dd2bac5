"""The difference of two summaries, in the shape of a summary."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from wscli.comparison.delta import difference
from wscli.model.paths import look_up

WEEK: dict[str, Any] = json.loads((Path(__file__).parents[2] / "examples" / "week.expected.json").read_text())


def leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for key, part in value.items() if key != "name" for leaf in leaves(part)]
    return [leaf for part in value for leaf in leaves(part)] if isinstance(value, list) else [value]


def test_a_summary_less_itself_is_nought_wherever_there_is_a_figure() -> None:
    found = difference(WEEK, WEEK)

    assert {leaf for leaf in leaves(found) if leaf is not None} == {0}
    assert (look_up(found, "wait.p95"), look_up(found, "queues[Business].service_level.fraction")) == (0, 0)
    assert look_up(found, "wait_so_far.mean") is None


def test_only_figures() -> None:
    left_out = {
        "schema_version",
        "run",
        "semantics",
        "seed",
        "version",
        "digest",
        "settings",
        "from",
        "until",
    }

    assert set(WEEK) - set(difference(WEEK, WEEK)) == left_out | {"assumptions", "findings"}


def test_b_less_a_without_the_dust_of_subtraction() -> None:
    found = difference({"wait": {"mean": 0.3}, "share": 0.1}, {"wait": {"mean": 0.1}, "share": 0.3})

    assert found == {"wait": {"mean": -0.2}, "share": 0.2}
    assert str(difference({"x": 1.0}, {"x": 1.0 - 1e-9})["x"]) == "0.0"


def test_nothing_to_measure_on_one_side_is_none() -> None:
    assert difference({"x": None, "y": 1, "z": None}, {"x": 1, "y": None, "z": None}) == dict.fromkeys("xyz")


def test_parts_are_matched_by_name_whatever_their_order() -> None:
    a = {"queues": [{"name": "Cases", "n": 1}, {"name": "Gone", "n": 2, "wait": {"mean": 3}}]}
    b = {"queues": [{"name": "New", "n": 5}, {"name": "cases", "n": 4}]}

    assert difference(a, b)["queues"] == [
        {"name": "Cases", "n": 3},
        {"name": "Gone", "n": None, "wait": {"mean": None}},
        {"name": "New", "n": None},
    ]


def test_a_part_that_one_summary_does_not_have() -> None:
    assert difference({}, {"queues": [{"name": "New", "n": 5}]}) == {"queues": [{"name": "New", "n": None}]}
    assert difference({"wait": {"mean": 1}}, {}) == {"wait": {"mean": None}}


def test_a_reason_that_did_not_occur_is_none_of_it() -> None:
    a, b = {"undistributed_reasons": {"no-queue": 2}}, {"undistributed_reasons": {"no-workstream": 3}}

    assert difference(a, b)["undistributed_reasons"] == {"no-queue": -2, "no-workstream": 3}


def test_texts_truth_and_lists_of_what_has_no_name_are_left_out() -> None:
    summary = {"findings": [{"rule": "x"}], "assumptions": ["y"], "done": True, "count": 1}

    assert difference(summary, summary) == {"count": 0}
