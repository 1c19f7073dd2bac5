"""Which cases two runs have in common, whatever order their files had."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st
from sides import side

from wscli.comparison import compare
from wscli.comparison.pairing import pair
from wscli.comparison.side import Side


def arrivals(label: str = "a", **at: int) -> Side:
    return side(label, ids=list(at), arrived=list(at.values()), accepted=[time + 5 for time in at.values()])


def test_the_same_file() -> None:
    found = pair(arrivals(x=1, y=2), arrivals(x=1, y=2))

    assert (found.paired, found.why_not) == (True, None)
    assert list(found.order_a) == list(found.order_b) == list(found.both_a) == list(found.both_b) == [0, 1]


@given(st.lists(st.integers(0, 20), max_size=30), st.randoms(use_true_random=False))
def test_another_order_of_the_file(times: list[int], chance: random.Random) -> None:
    at = {f"c{number}": time for number, time in enumerate(times)}
    mixed = list(at)
    chance.shuffle(mixed)
    a, b = arrivals(**at), arrivals("b", **{name: at[name] for name in mixed})
    found = pair(a, b)

    assert found.paired
    assert [a.ids[row] for row in found.order_a] == [b.ids[row] for row in found.order_b]
    assert [a.ids[row] for row in found.both_a] == [b.ids[row] for row in found.both_b] == list(a.ids)
    in_order = [a.arrived[row] for row in found.order_a]
    assert in_order == sorted(in_order)


def test_cases_of_one_instant_stay_in_the_order_of_the_first_file() -> None:
    a, b = arrivals(x=3, y=1, z=1), arrivals("b", z=1, y=1, x=3)

    assert [a.ids[row] for row in pair(a, b).order_a] == ["y", "z", "x"]


def test_other_cases_are_not_paired_and_it_says_why() -> None:
    found = compare(arrivals("old", x=1, y=2, z=3), arrivals("new", y=2, z=4, w=9, v=9))

    assert found["paired"] is False
    assert found["why_unpaired"] == (
        "the cases are not the same: 1 only in old, 2 only in new, 1 at another time of arrival"
    )
    assert found["method"].startswith("There are no intervals, because there are too few cases")
    cases = found["cases"]
    assert [cases[key] for key in ("a", "b", "both", "only_a", "only_b")] == [3, 4, 1, 2, 3]


def test_a_case_more_is_no_pair() -> None:
    found = compare(arrivals(x=1), arrivals("b", x=1, y=2))

    assert found["why_unpaired"] == "the cases are not the same: 1 only in b"
    assert found["cases"]["answered_in_both"] == 1


def test_no_cases_at_all() -> None:
    found = compare(arrivals(), arrivals("b"))

    assert (found["paired"], found["cases"]["both"], found["changed"]) == (True, 0, [])
    assert found["interval"]["wait"]["mean"] is None
    assert found["priorities"] == []
