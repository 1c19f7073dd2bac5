"""Rulebook 6: the list of open work items, looks, and cases taken from it."""

from __future__ import annotations

from typing import Any

import pytest

from scenario import Stage, agent, case, queue, workstream

PICK = workstream(work_distribution_mode="pick", allowed_presences=[])
PUSH = workstream("Push", enable_selecting_from_push=True)
AFTER = {"pick_after": "30s"}
TWO = [agent("ann"), agent("ben")]


def picked(play: Stage, *cases: dict[str, str], **parts: Any) -> list[str]:
    """Return what was picked by whom, in order, as `09:00:30 C1 ann`."""
    parts = {"workstreams": [PICK], "behaviour": AFTER} | parts
    return [line.replace("picked ", "") for line in play(list(cases), **parts).told() if " picked " in line]


def test_looks_follow_one_another_as_long_as_cases_fit(play: Stage) -> None:
    """6.5: a look `pick_after` later, and the next one after it; ann has room for two."""
    cases = [case(f"C{n}", "09:00:00") for n in (1, 2, 3, 4)]

    assert picked(play, *cases, options={"until": "09:05:00"}) == ["09:00:30 C1 ann", "09:01:00 C2 ann"]


def test_agents_look_in_order_of_definition(play: Stage) -> None:
    """6.5."""
    cases = [case("C1", "09:00:00", 300), case("C2", "09:00:00", 300), case("C3", "09:00:00", 300)]

    assert picked(play, *cases, agents=TWO) == ["09:00:30 C1 ann", "09:00:30 C2 ben", "09:01:00 C3 ann"]


def test_a_look_takes_what_is_first_when_it_is_due(play: Stage) -> None:
    """6.5: a more urgent case has come meanwhile."""
    queues = [queue("Low", "ann", priority=2), queue("High", "ann", priority=1)]
    cases = [case("C1", "09:00:00", queue="Low"), case("C2", "09:00:29", queue="High")]

    assert picked(play, *cases, queues=queues) == ["09:00:30 C2 ann", "09:01:00 C1 ann"]


def test_a_look_that_takes_nothing_does_not_move_the_end(play: Stage) -> None:
    """1.4, 6.5: somebody else was quicker."""
    staff = [agent("ann", behaviour={"pick_after": "10m"}), agent("ben", behaviour={"pick_after": "10s"})]
    story = play([case("C1", "09:00:00", 60)], workstreams=[PICK], agents=staff)

    assert (story.case("C1")["agent"], story.end) == ("ben", "09:01:10")


@pytest.mark.parametrize(
    ("order", "expected"),
    [("oldest", "C1 C2 C3 C4"), ("priority", "C2 C4 C1 C3"), ("newest", "C4 C3 C2 C1")],
)
def test_pick_orders(play: Stage, order: str, expected: str) -> None:
    """6.5: priority, none last, then age; newest is the reverse of age and file order."""
    cases = [
        case("C1", "09:00:00", 5, priority="3"),
        case("C2", "09:00:01", 5, priority="1"),
        case("C3", "09:00:02", 5),
        case("C4", "09:00:02", 5, priority="1"),
    ]
    taken = picked(play, *cases, behaviour={"pick_after": "10s", "pick_order": order})

    assert " ".join(line.split()[1] for line in taken) == expected


def test_the_first_case_of_the_list_may_block_the_others(play: Stage) -> None:
    """6.5: only the first case counts; a push case beside it is not on the list."""
    streams = [workstream("Big", capacity=101, work_distribution_mode="pick", allowed_presences=[]), PICK]
    cases = [case("C1", "09:00:00", workstream="Big"), case("C2", "09:00:00", workstream="W")]

    assert picked(play, *cases, workstreams=streams) == []


@pytest.mark.parametrize(
    ("allowed", "said", "expected"),
    [
        ([], "away", ["09:00:30 C1 ann"]),
        ([], "offline", []),
        (["available"], "away", []),
        (["away"], "away", ["09:00:30 C1 ann"]),
        (["offline"], "offline", ["09:00:30 C1 ann"]),
    ],
)
def test_presences_that_may_pick(play: Stage, allowed: list[str], said: str, expected: list[str]) -> None:
    """6.5: those of the workstream; where none are given any but Offline."""
    streams = [workstream(work_distribution_mode="pick", allowed_presences=allowed)]
    events = [("08:59:00", "presence", "", "ann", said)]

    assert picked(play, case("C1", "09:00:00"), workstreams=streams, events=events) == expected


def test_who_has_signed_out_does_not_look(play: Stage) -> None:
    """6.5: a look is not cancelled, but takes nothing; after the next sign-in there is a new one."""
    events = [("09:00:10", "sign-out", "", "ann"), ("09:05:00", "sign-in", "", "ann")]

    assert picked(play, case("C1", "09:00:00"), events=events) == ["09:05:30 C1 ann"]


def test_picks_ignore_skills(play: Stage) -> None:
    """6.1."""
    row = case("C1", "09:00:00", skills="spanish:3")

    assert picked(play, row, skills=["spanish"]) == ["09:00:30 C1 ann"]


def test_of_two_picks_at_one_instant_the_first_wins(play: Stage) -> None:
    """6.2."""
    events = [("09:01:00", "pick", "C1", "ben"), ("09:01:00", "pick", "C1", "ann")]
    story = play([case("C1", "09:00:00", 60)], events, workstreams=[PICK], agents=TWO)

    assert story.told()[:2] == [
        "09:01:00 picked C1 ben",
        "09:01:00 refused C1 ann (pick: already-assigned)",
    ]


def test_a_scripted_pick_needs_neither_room_nor_presence(play: Stage) -> None:
    """6.3: it may make the remainder negative, which is counted."""
    events = [
        ("09:00:00", "presence", "", "ann", "away"),
        ("09:01:00", "pick", "C1", "ann"),
        ("09:02:00", "pick", "C2", "ann"),
    ]
    story = play(
        [case("C1", "09:00:00"), case("C2", "09:00:00")],
        events,
        workstreams=[PICK],
        agents=[agent("ann", 60)],
    )

    ann = story.outcome.agents[0]
    assert (ann.picks, ann.over_capacity) == (2, 1)
    assert list(story.outcome.over_capacity) == [0, 1]


def test_a_scripted_pick_of_a_push_case_cancels_its_offer(play: Stage) -> None:
    """6.4: the row of the cancelled offer comes first; the agent may pick what they are being offered."""
    for who in ("ann", "ben"):
        story = play(
            [case("C1", "09:00:00", 60)],
            [("09:00:30", "pick", "C1", who)],
            workstreams=[PUSH],
            agents=TWO,
            behaviour={"accept_after": "1m"},
        )
        assert story.told() == [
            "09:00:00 offered C1 ann",
            "09:00:30 cancelled C1 ann (picked)",
            f"09:00:30 picked C1 {who}",
            f"09:01:30 resolved C1 {who}",
        ]
        assert story.outcome.agents[0].cancelled == 1


def test_a_case_with_a_pick_row_is_left_to_it(play: Stage) -> None:
    """6.5."""
    events = [("09:10:00", "pick", "C1", "ann")]

    assert picked(play, case("C1", "09:00:00"), case("C2", "09:00:00", 60), events=events) == [
        "09:00:30 C2 ann",
        "09:10:00 C1 ann",
    ]


def test_a_matching_pass_that_assigned_may_bring_a_look(play: Stage) -> None:
    """6.5: after it looks are considered again in the same instant: ann is Busy only then."""
    push = workstream("Push", auto_assign=True, allowed_presences=["available"])
    pick = workstream("Pick", work_distribution_mode="pick", allowed_presences=["busy"])
    cases = [case("C1", "09:00:00", 60, workstream="Push"), case("C2", "09:00:00", 60, workstream="Pick")]
    story = play(cases, workstreams=[push, pick])

    assert story.told()[:2] == ["09:00:00 assigned C1 ann", "09:00:00 picked C2 ann"]


def test_patience_that_shortens_the_list_may_bring_a_look(play: Stage) -> None:
    """6.5: after patience looks are considered again in the same instant: C2 is first only then."""
    big = workstream("Big", capacity=200, work_distribution_mode="pick", allowed_presences=[])
    cases = [
        case("C1", "09:00:00", 60, workstream="Big", patience_seconds="60"),
        case("C2", "09:00:00", 60, workstream="W"),
    ]
    story = play(cases, workstreams=[big, PICK])

    assert story.told()[:2] == ["09:01:00 withdrawn C1 (patience)", "09:01:00 picked C2 ann"]


def test_a_reply_puts_a_pick_case_back_on_the_list(play: Stage) -> None:
    """3, 6.1: with a new queue-entry time."""
    events = [("09:02:00", "reply", "C1")]
    story = play([case("C1", "09:00:00", "30|600|30")], events, workstreams=[PICK], behaviour=AFTER)

    assert story.told() == [
        "09:00:30 picked C1 ann",
        "09:01:00 waiting C1 ann",
        "09:02:00 replied C1 ann",
        "09:02:30 picked C1 ann",
        "09:03:00 resolved C1 ann",
    ]
    assert story.outcome.agents[0].picks == 2
