"""Who fared better and worse, by how much, and the cases that did most."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sides import side

from wscli.comparison import compare

T = 1_772_442_000_000


def waited(a: list[int | None], b: list[int | None], **columns: Any) -> dict[str, Any]:
    """Compare runs of cases that arrived a second apart and waited so many milliseconds, None for ever."""
    arrived = [T + 1000 * number for number in range(len(a))]
    answers = [
        [at + wait if wait is not None else -1 for at, wait in zip(arrived, waits, strict=True)]
        for waits in (a, b)
    ]
    first = side("a", arrived=arrived, accepted=answers[0], **columns)
    return compare(first, side("b", arrived=arrived, accepted=answers[1], **columns))


def test_better_worse_and_the_same() -> None:
    found = waited([9000, 9000, 5000, 0, 700, 1, None, None], [3000, 6500, 5000, 10, None, None, 5, None])

    assert found["cases"] == {
        "a": 8,
        "b": 8,
        "both": 8,
        "only_a": 0,
        "only_b": 0,
        "answered_in_both": 4,
        "better": {"count": 2, "mean_seconds": 4.25, "max_seconds": 6},
        "worse": {"count": 1, "mean_seconds": 0.01, "max_seconds": 0.01},
        "same": 1,
        "answered_only_in_a": 2,
        "answered_only_in_b": 1,
    }


def test_the_one_that_gained_most_and_the_one_that_lost_most() -> None:
    found = waited([9000, 9000, 0], [3000, 8000, 10], priority=[0, 2, 3], agent=["ann", None, "ben"])

    assert found["gained"] == {
        "case_id": "c0",
        "priority": None,
        "a": {"queue": "Cases", "workstream": "Case Workstream", "agent": "ann", "wait_seconds": 9},
        "b": {"queue": "Cases", "workstream": "Case Workstream", "agent": "ann", "wait_seconds": 3},
        "delta_seconds": -6,
    }
    assert (found["lost"]["case_id"], found["lost"]["priority"]) == ("c2", 3)
    assert found["lost"]["delta_seconds"] == 0.01


def test_nobody_gained_or_lost() -> None:
    found = waited([5, 5], [5, 5])

    assert (found["gained"], found["lost"], found["changed"]) == (None, None, [])
    assert found["cases"]["better"] == {"count": 0, "mean_seconds": None, "max_seconds": None}


def ids(found: dict[str, Any]) -> list[str]:
    return [record["case_id"] for record in found["changed"]]


def test_five_that_gained_and_five_that_lost_most_and_ties_in_the_order_of_the_file() -> None:
    found = waited([50] * 20, [50, *[10] * 6, *[9] * 2, *[60] * 10, 90])

    assert ids(found) == ["c7", "c8", "c1", "c2", "c3", "c19", "c9", "c10", "c11", "c12"]


def test_where_few_gained_or_lost_there_are_more_of_the_others() -> None:
    assert ids(waited([50] * 15, [50, 90, 10, *[60] * 12])) == [
        "c2", "c1", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10",
    ]  # fmt: skip
    assert ids(waited([50] * 12, [*[10] * 11, 51])) == [*(f"c{number}" for number in range(9)), "c11"]


@given(st.lists(st.tuples(st.none() | st.integers(0, 50), st.none() | st.integers(0, 50)), max_size=40))
def test_the_counts_add_up(waits: list[tuple[int | None, int | None]]) -> None:
    found = waited([a for a, _ in waits], [b for _, b in waits])
    cases = found["cases"]
    moved = [b - a for a, b in waits if a is not None and b is not None]

    assert cases["answered_in_both"] == len(moved)
    assert cases["better"]["count"] + cases["worse"]["count"] + cases["same"] == len(moved)
    assert cases["answered_only_in_a"] == sum(a is not None and b is None for a, b in waits)
    gained = sorted(change for change in moved if change < 0)
    lost = sorted((change for change in moved if change > 0), reverse=True)
    shown = [round(record["delta_seconds"] * 1000) for record in found["changed"]]
    of_gained = sum(change < 0 for change in shown)
    assert shown == [*gained[:of_gained], *lost[: len(shown) - of_gained]]
    assert len(shown) == min(10, len(gained) + len(lost))
    assert of_gained >= min(5, len(gained)) and len(shown) - of_gained >= min(5, len(lost))
    assert (found["gained"] or {"delta_seconds": 0})["delta_seconds"] == min([0, *moved]) / 1000
