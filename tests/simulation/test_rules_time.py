"""Rulebook 1: the clock, the order of events at one instant, where a run starts and ends."""

from __future__ import annotations

import pytest

from scenario import Stage, agent, case, clock, queue, workstream


def test_an_accept_at_the_very_millisecond_of_the_timeout_wins(play: Stage) -> None:
    """1.3: responses (1) come before timers (3)."""
    story = play([case("C1", "09:00:00", 60)], behaviour={"accept_after": "120s"})
    assert story.told() == [
        "09:00:00 offered C1 ann",
        "09:02:00 accepted C1 ann",
        "09:03:00 resolved C1 ann",
    ]

    late = play([case("C1", "09:00:00", 60)], behaviour={"accept_after": "120001ms"})
    assert late.told() == ["09:00:00 offered C1 ann", "09:02:00 timed-out C1 ann"]


def test_a_scripted_accept_at_the_instant_of_the_offer_finds_none(play: Stage) -> None:
    """1.3: offers are made in the matching pass, after responses."""
    story = play([case("C1", "09:00:00", 60)], [("09:00:00", "accept", "C1", "ann")])

    assert story.refusals() == ["accept: not-arrived"]
    assert story.told()[1:] == ["09:00:00 offered C1 ann", "09:02:00 timed-out C1 ann"]


def test_units_that_come_back_serve_who_arrives_at_that_instant(play: Stage) -> None:
    """1.3: releases (0) come before arrivals (4)."""
    cases = [case("C1", "09:00:00", 60), case("C2", "09:01:00", 60)]

    assert play(cases, agents=[agent("ann", 50)]).case("C2")["accepted_at"] == "09:01:00"


def test_an_accept_comes_before_the_sign_out_of_that_instant(play: Stage) -> None:
    """1.3: responses (1) come before presences (2)."""
    story = play(
        [case("C1", "09:00:00", 60)], [("09:00:10", "sign-out", "", "ann")], behaviour={"accept_after": "10s"}
    )

    assert story.told()[1:] == ["09:00:10 accepted C1 ann", "09:01:10 resolved C1 ann"]
    assert story.presences("ann") == ["09:00:00 busy automatic", "09:00:10 offline sign-out"]


def test_auto_close_wins_over_a_resume_at_the_same_instant(play: Stage) -> None:
    """1.3: timers (3) come before resumes (4)."""
    closing = [workstream(auto_close_after_inactivity="5m")]
    events = [("09:01:00", "wait", "C1"), ("09:06:00", "resume", "C1")]
    story = play([case("C1", "09:00:00")], events, workstreams=closing)

    assert story.told()[2:] == [
        "09:01:00 waiting C1 ann",
        "09:06:00 auto-closed C1 ann",
        "09:06:00 refused C1 (resume: closed)",
    ]


def test_within_a_kind_cases_come_before_rows_and_rows_before_the_run_itself(play: Stage) -> None:
    """1.3: order within a kind: arrivals, event rows, then what the run scheduled; each as in its file."""
    cases = [case("C1", "09:00:00", "60|60|60"), case("C2", "09:02:00", 5), case("C3", "09:02:00", 5)]
    rows = [("09:02:00", "transfer", "C4", "", "Q"), ("09:02:00", "resume", "C2")]
    story = play([*cases, case("C4", "09:00:00")], rows)

    at_two = [
        (row["event"], row["case_id"]) for row in story.log if row["at"] == story.log[0]["at"] + 120_000
    ]
    assert [each for each in at_two if each[0] in ("arrived", "transferred", "refused", "resumed")] == [
        ("arrived", "C2"),
        ("arrived", "C3"),
        ("transferred", "C4"),
        ("refused", "C2"),
        ("resumed", "C1"),
    ]


def test_patience_is_last(play: Stage) -> None:
    """1.3: what frees an agent at the instant at which patience ends still comes in time."""
    first = case("C1", "09:00:00", 60)
    for patience, expected in (("30", "resolved"), ("29.999", "withdrawn")):
        story = play(
            [first, case("C2", "09:00:30", 60, patience_seconds=patience)], agents=[agent("ann", 50)]
        )
        assert story.case("C2")["outcome"] == expected


def test_a_response_at_the_end_of_patience_still_counts(play: Stage) -> None:
    """1.3: an accept (1) comes before patience."""
    cases = [case("C1", "09:00:00", 60, patience_seconds="60")]

    assert play(cases, behaviour={"accept_after": "1m"}).case("C1")["outcome"] == "resolved"


def test_patience_that_cancels_an_offer_brings_a_matching_pass(play: Stage) -> None:
    """1.3: if patience freed units, a matching pass and again from the top."""
    cases = [case("C1", "09:00:00", 60, patience_seconds="60"), case("C2", "09:00:30", 60)]
    story = play(cases, agents=[agent("ann", 50)], behaviour={"accept_after": "90s"})

    assert story.told()[:4] == [
        "09:00:00 offered C1 ann",
        "09:01:00 cancelled C1 ann (withdrawn)",
        "09:01:00 withdrawn C1 (patience)",
        "09:01:00 offered C2 ann",
    ]


def test_what_no_longer_applies_does_not_move_the_end(play: Stage) -> None:
    """1.4: the timeout of an answered offer, patience of a case that somebody has."""
    story = play([case("C1", "09:00:00", 30, patience_seconds="900")], behaviour={"accept_after": "10s"})

    assert story.end == "09:00:40"


def test_a_refused_row_moves_the_end(play: Stage) -> None:
    """1.6: it happened, and wrote a row."""
    assert play([case("C1", "09:00:00", 30)], [("09:10:00", "resume", "C1")]).end == "09:10:00"


def test_the_start_is_the_earliest_arrival_or_row(play: Stage) -> None:
    """1.5."""
    arrived = [case("C2", "09:00:30", 30), case("C1", "09:00:00", 60)]
    assert clock(play(arrived).outcome.start) == "09:00:00"
    story = play(arrived, [("08:59:00", "presence", "", "ann", "busy")])
    assert clock(story.outcome.start) == "08:59:00"


def test_before_the_start_rows_are_state_and_open_cases_are_backlog(play: Stage) -> None:
    """1.5: nothing of it is logged; the backlog enters in order of arrival and keeps its arrival."""
    cases = [case("C1", "08:30:00", 60), case("C2", "08:00:00", 60), case("C3", "08:10:00", 60)]
    events = [
        ("08:20:00", "resolve", "C3"),
        ("08:40:00", "sign-out", "", "ben"),
        ("08:41:00", "presence", "", "ann", "busy"),
    ]
    story = play(cases, events, agents=[agent("ann", 50), agent("ben", 50)], options={"from": "09:00:00"})

    assert story.told()[:4] == [
        "09:00:00 offered C2 ann",
        "09:00:00 accepted C2 ann",
        "09:01:00 resolved C2 ann",
        "09:01:00 offered C1 ann",
    ]
    assert story.presences("ann")[0] == "09:00:00 busy-dnd automatic"
    assert story.case("C1")["wait_seconds"] == "1860"
    assert [row["case_id"] for row in story.log if row["event"] == "arrived"] == ["C2", "C1"]
    assert len(list(story.outcome.present())) == 2


def test_patience_that_was_over_before_the_start_ends_there(play: Stage) -> None:
    """1.5, 3.1: such a case is offered first, for patience is last."""
    story = play(
        [
            case("C1", "08:00:00", 60, patience_seconds="60"),
            case("C2", "08:00:00", 60, patience_seconds="60"),
        ],
        agents=[agent("ann", 50)],
        options={"from": "09:00:00"},
    )

    assert story.told()[2:] == ["09:00:00 withdrawn C2 (patience)", "09:01:00 resolved C1 ann"]


@pytest.mark.parametrize(
    ("until", "last"),
    [("09:01:00", "09:01:00 resolved C1 ann"), ("09:00:59.999", "09:00:00 accepted C1 ann")],
)
def test_what_is_due_at_the_end_still_happens(play: Stage, until: str, last: str) -> None:
    """1.6: with `--until T`, T is the end."""
    story = play([case("C1", "09:00:00", 60), case("C2", "09:01:00.001")], options={"until": until})

    assert (story.end, story.told()[-1]) == (until, last)
    assert len(list(story.outcome.present())) == 1


def test_an_end_before_everything_is_a_run_of_nothing(play: Stage) -> None:
    """1.5, 1.6: the start is not after the end, and nobody was signed in for a negative time."""
    story = play([case("C1", "09:00:00")], options={"until": "08:00:00"})

    assert (story.outcome.start, story.log) == (story.outcome.end, [])
    assert story.outcome.agents[0].signed_ms == 0


def test_a_run_without_until_ends_when_nothing_is_left(play: Stage) -> None:
    """1.6: a case that nobody can take does not keep the clock going."""
    blocked = [agent("ann", 10)]
    story = play([case("C1", "09:00:00")], agents=blocked, queues=[queue("Q", "ann", priority=1)])

    assert (story.end, story.case("C1")["outcome"]) == ("09:00:00", "open")
