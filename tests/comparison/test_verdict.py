"""The verdict in sentences: what was changed, what came of it, how sure that is, and for how many."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from sides import side

from wscli.comparison import Side, compare
from wscli.comparison.changed import what_changed
from wscli.comparison.verdict import same_came

COUNT = 1800
ARRIVED = [1_772_442_000_000 + 10_000 * number for number in range(COUNT)]
FEWER = ["Q"] * 3 + ["P"] * 2 + ["Rare"]
"""Half of the cases are in Q, a third in P, and a sixth, too few for an interval, in Rare."""


def run(label: str, members: list[str], **seconds: int) -> Side:
    """Return a run of three queues; in each the wait is about so many seconds, -1 for no answer."""
    queue = [FEWER[number % 6] for number in range(COUNT)]
    waits = [seconds.get(name, 20) + (number * 7 % 5) for number, name in enumerate(queue)]
    made = side(
        label,
        arrived=ARRIVED,
        accepted=[
            at + 1000 * wait if seconds.get(name) != -1 else -1
            for at, wait, name in zip(ARRIVED, waits, queue, strict=True)
        ],
        queue=queue,
    )
    return replace(made, configuration={"queues": [{"name": "Q", "members": members}]})


def verdict(a: Side, b: Side) -> list[str]:
    found: Any = compare(a, b)["verdict"]
    assert all(isinstance(sentence, str) and sentence.endswith(".") for sentence in found)
    return list(found)


BEFORE = run("a", ["ann"])


def test_the_queue_that_was_changed_comes_first_and_who_pays_is_named() -> None:
    after = run("b", ["ann", "ben", "eva"], Q=10, P=25)

    assert verdict(BEFORE, after) == [
        "2 more members in Q (ben, eva): its mean wait falls from 22s to 12s (more than chance), and 100.0% "
        "are in time, as before.",
        "Elsewhere the only clear change is P, +5s.",
        "All cases together: the mean wait falls from 22s to 18.7s (more than chance), and 100.0% are in "
        "time, as before.",
        "900 cases waited less (on average 10s, at most 10s), 600 longer (on average 5s, at most 5s), 300 as "
        "long.",
    ]


def test_the_workstream_that_pays_for_it_is_named() -> None:
    """Whoever reads only the mean of all would not know that one case in six waits four times as long."""
    streams = ["Urgent" if name == "Rare" else "Routine" for name in BEFORE.queue]
    before = side("a", arrived=ARRIVED, accepted=BEFORE.accepted, workstream=streams)

    def of(rare: int) -> str:
        waits = run("b", [], Q=5, P=5, Rare=rare).accepted
        return " ".join(verdict(before, side("b", arrived=ARRIVED, accepted=waits, workstream=streams)))

    assert "The mean wait falls" in of(80)
    assert "Against that, in workstream Urgent the mean wait rises from 22s to 1m22s" in of(80)
    assert "Against that" not in of(25)  # a little longer, and less than others wait less


def test_of_few_cases_it_says_that_nobody_can_say() -> None:
    after = run("b", ["ann", "ben"], Rare=400)

    assert verdict(BEFORE, after)[:2] == [
        "1 more member in Q (ben): the mean wait rises from 22s to 1m25s, and 83.3% are in "
        "time instead of 100.0% (more than chance).",
        "By queue, with too few cases to say whether by chance: Rare, +6m20s.",
    ]


def test_a_queue_that_nobody_answers_any_more_is_not_passed_over() -> None:
    after = run("b", [], Q=-1)
    found = verdict(BEFORE, after)

    assert "Answered: 900 of 1,800 cases instead of 1,800 of 1,800 cases; in Q 0 of 900 cases instead of" in (
        " ".join(found)
    )
    assert found[-1] == "900 were answered only in a."


def by_chance(seed: int, queues: int, label: str) -> Side:
    """Return a run whose waits are drawn, whatever is tried."""
    chance = random.Random(f"{seed} {label}")
    waits = [at + chance.randrange(4_000, 40_000) for at in ARRIVED]
    return side(label, arrived=ARRIVED, accepted=waits, queue=[f"Q{at % queues}" for at in range(COUNT)])


def test_nothing_but_chance() -> None:
    found = verdict(by_chance(1, 3, "a"), by_chance(1, 3, "b"))

    assert found[0].startswith("The mean wait ") and " (may be chance), and 100.0% are in time" in found[0]
    assert found[1] == "In a single queue no change is more than chance."


def test_of_several_queues_one_does_not_seem_to_have_changed_by_luck() -> None:
    """Judged each by itself, one of four would in 19 of 100 pairs; together it is to be 5."""
    lucky = [
        seed
        for seed in range(120)
        if "clear" in " ".join(verdict(by_chance(seed, 4, "a"), by_chance(seed, 4, "b")))
    ]

    assert len(lucky) <= 12


def test_the_same_with_and_without_a_change() -> None:
    assert verdict(BEFORE, replace(BEFORE, label="b")) == [
        "The same came of all 1,800 cases: nothing was changed."
    ]
    other = replace(BEFORE, label="b", inputs={"seed": 4})
    assert verdict(BEFORE, other) == [
        "The same came of all 1,800 cases, with other options: what was changed made no difference."
    ]


def test_how_many_the_same_came_of() -> None:
    assert [same_came(many) for many in (0, 1, 2)] == [
        "no case took part in either",
        "the same came of the one case",
        "the same came of all 2 cases",
    ]


def test_of_other_cases_it_says_so() -> None:
    after = run("b", ["ann"], Q=10)
    other = replace(after, ids=[f"other {case}" for case in after.ids])

    assert verdict(BEFORE, other)[-1] == (
        "The cases are not the same in both, so part of this is their doing."
    )


def test_nobody_answered() -> None:
    none = run("a", ["ann"], Q=-1, P=-1, Rare=-1)

    assert verdict(none, replace(BEFORE, label="b"))[0] == "No case is answered in a."


def differ(path: str, a: Any, b: Any) -> dict[str, Any]:
    return {"path": path, "a": a, "b": b}


@pytest.mark.parametrize(
    ("differences", "text"),
    [
        ([], ""),
        ([differ("queues[PE].members", ["a"], ["a", "b"])], "1 more member in PE (b)"),
        ([differ("queues[PE].members", ["a", "b"], None)], "2 members fewer in PE (a, b)"),
        ([differ("queues[PE].members", ["a"], ["b"])], "other members of PE"),
        ([differ("queues[PE].members", ["a", "b"], ["b", "a"])], "another order of members of PE"),
        ([differ("queues[PE].members", [], list("abcd"))], "4 more members in PE"),
        (
            [differ("workstreams[W].allowed_presences", ["available"], ["available", "busy"])],
            "1 more allowed presence in W (busy)",
        ),
        (
            [differ("workstreams[Routine cases].capacity", 50, 40)],
            "capacity of Routine cases 40 instead of 50",
        ),
        ([differ("queues[New]", None, {"name": "New"})], "a new queue New"),
        ([differ("agents[ann]", {"name": "ann"}, None)], "without agent ann"),
        ([differ("agents[ann].skills.latin", None, 1)], "latin of ann 1 instead of none"),
        ([differ("rulesets[R].rules[Cards].when", {"x": 1}, {"x": 2})], "other conditions of Cards"),
        (
            [differ("seed", 0, 4), differ("cases_sha256", "0f", "1a")],
            "seed 4 instead of 0 and another cases file",
        ),
        ([differ("events_sha256", "0f", None)], "without the events file"),
        ([differ("events_sha256", None, "0f")], "now with an events file"),
        ([differ("seed", 0, 4)] * 3, "3 changes together"),
        ([differ("handle_time", None, "x" * 200)], "1 change"),
    ],
)
def test_what_was_changed_in_a_few_words(differences: list[dict[str, Any]], text: str) -> None:
    assert what_changed(differences) == text
