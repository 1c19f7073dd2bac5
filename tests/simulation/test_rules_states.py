"""Rulebook 3: the states of a case, Waiting and auto-close above all."""

from __future__ import annotations

import pytest

from scenario import Stage, agent, case, queue, workstream

CLOSING = [workstream(auto_close_after_inactivity="5m")]


def test_auto_close_is_exactly_n_after_waiting_began(play: Stage) -> None:
    """3, 3.1: Active, then Waiting, and 300.000 s later closed; the time Active is the handle time."""
    story = play([case("C1", "09:00:00")], [("09:01:00.250", "wait", "C1")], workstreams=CLOSING)

    assert story.told()[2:] == ["09:01:00.250 waiting C1 ann", "09:06:00.250 auto-closed C1 ann"]
    ended = story.case("C1")
    assert (ended["outcome"], ended["closed_at"], ended["handle_seconds"], story.end) == (
        "auto-closed",
        "09:06:00.250",
        "60.25",
        "09:06:00.250",
    )


def test_resumed_a_millisecond_before_it_is_not_auto_closed(play: Stage) -> None:
    """3.2, 3.5: after 299.999 s; the rest of the active part is done."""
    events = [("09:01:00", "wait", "C1"), ("09:05:59.999", "resume", "C1")]
    story = play([case("C1", "09:00:00")], events, workstreams=CLOSING)

    assert story.told()[3:] == ["09:05:59.999 resumed C1 ann", "09:14:59.999 resolved C1 ann"]


def test_entering_waiting_again_starts_the_timer_anew(play: Stage) -> None:
    """3.2."""
    events = [("09:01:00", "wait", "C1"), ("09:05:00", "resume", "C1"), ("09:05:30", "wait", "C1")]
    story = play([case("C1", "09:00:00")], events, workstreams=CLOSING)

    assert story.told()[-1] == "09:10:30 auto-closed C1 ann"


def test_a_case_that_nobody_ever_had_is_never_auto_closed(play: Stage) -> None:
    """3.1: Waiting is entered only from Active."""
    story = play(
        [case("C1", "09:00:00")],
        agents=[agent("ann", 10)],
        workstreams=CLOSING,
        options={"until": "23:00:00"},
    )

    assert story.case("C1")["outcome"] == "open"


def test_auto_close_of_nought_is_never(play: Stage) -> None:
    """3.2."""
    options = {"until": "23:00:00"}
    story = play([case("C1", "09:00:00")], [("09:01:00", "wait", "C1")], options=options)

    assert story.case("C1")["outcome"] == "waiting"


@pytest.mark.parametrize(
    ("wait", "outcome"), [("299", "resolved"), ("300", "auto-closed"), ("301", "auto-closed")]
)
def test_a_pattern_that_waits_as_long_as_auto_close_is_closed(play: Stage, wait: str, outcome: str) -> None:
    """3, 1.3: timers come before the resume of the pattern."""
    assert (
        play([case("C1", "09:00:00", f"60|{wait}|60")], workstreams=CLOSING).case("C1")["outcome"] == outcome
    )


def test_waiting_holds_no_units_and_resuming_takes_them_back(play: Stage) -> None:
    """3.4: even where that makes the remainder negative; then nothing fits (4.8)."""
    small = workstream("Small", capacity=0)
    cases = [
        case("C1", "09:00:00", "60|120|60", workstream="W"),
        case("C2", "09:01:30", 300, workstream="W"),
        case("C3", "09:03:30", 5, workstream="Small"),
    ]
    story = play(
        cases,
        agents=[agent("ann", 50)],
        workstreams=[
            workstream(allowed_presences=["available", "busy-dnd"]),
            {**small, "allowed_presences": ["available", "busy", "busy-dnd"]},
        ],
    )

    assert story.told() == [
        "09:00:00 offered C1 ann",
        "09:00:00 accepted C1 ann",
        "09:01:00 waiting C1 ann",
        "09:01:30 offered C2 ann",
        "09:01:30 accepted C2 ann",
        "09:03:00 resumed C1 ann",
        "09:04:00 resolved C1 ann",
        "09:04:00 offered C3 ann",
        "09:04:00 accepted C3 ann",
        "09:04:05 resolved C3 ann",
        "09:06:30 resolved C2 ann",
    ]


def test_whoever_has_signed_out_resumes_all_the_same(play: Stage) -> None:
    """3: resumed by the same agent, signed in or not; they get nothing new."""
    cases = [case("C1", "09:00:00", "60|60|60"), case("C2", "09:02:30", 5)]
    story = play(cases, [("09:01:30", "sign-out", "", "ann")])

    assert story.told("C1")[-2:] == ["09:02:00 resumed C1 ann", "09:03:00 resolved C1 ann"]
    assert story.case("C2")["outcome"] == "open"


def test_a_transfer_gives_units_back_and_resets_the_queue_entry(play: Stage) -> None:
    """3, 3.5, 5.4: what is left of the work goes on with whoever takes it; the wait is the first one's."""
    queues = [queue("First", "ann", default=True, priority=1), queue("Second", "ben", priority=1)]
    events = [("09:04:00", "transfer", "C1", "ann", "second")]
    story = play([case("C1", "09:00:00", 600)], events, agents=[agent("ann"), agent("ben")], queues=queues)

    assert story.told() == [
        "09:00:00 offered C1 ann",
        "09:00:00 accepted C1 ann",
        "09:04:00 transferred C1 ann",
        "09:04:00 offered C1 ben",
        "09:04:00 accepted C1 ben",
        "09:10:00 resolved C1 ben",
    ]
    ended = story.case("C1")
    assert [
        ended[key] for key in ("queue", "agent", "transfers", "offers", "wait_seconds", "handle_seconds")
    ] == [
        "Second",
        "ben",
        1,
        2,
        "0",
        "600",
    ]


def test_a_transferred_case_stands_behind_those_that_came_before(play: Stage) -> None:
    """5.4: a new queue-entry time."""
    cases = [case("C1", "09:00:00", 60), case("C2", "09:00:30", 60)]
    story = play(cases, [("09:00:40", "transfer", "C1", "ann", "Q")], agents=[agent("ann", 50)])

    assert [line for line in story.told() if "accepted" in line] == [
        "09:00:00 accepted C1 ann",
        "09:00:40 accepted C2 ann",
        "09:01:40 accepted C1 ann",
    ]
    assert story.told()[-1] == "09:02:00 resolved C1 ann"


def test_a_reply_skips_the_rest_of_the_waiting_part(play: Stage) -> None:
    """3, 3.5: back to the queue with a new queue-entry time, and on with the next active part."""
    story = play([case("C1", "09:00:00", "60|3600|30")], [("09:05:00", "reply", "C1")])

    assert story.told()[2:] == [
        "09:01:00 waiting C1 ann",
        "09:05:00 replied C1 ann",
        "09:05:00 offered C1 ann",
        "09:05:00 accepted C1 ann",
        "09:05:30 resolved C1 ann",
    ]
    assert story.case("C1")["accepted_at"] == "09:00:00"


def test_a_scripted_wait_suspends_the_active_part(play: Stage) -> None:
    """3.5: until `resume`, and the rest of it is done then; the pattern has not moved on."""
    events = [("09:00:20", "wait", "C1"), ("09:10:00", "resume", "C1")]
    story = play([case("C1", "09:00:00", "60|60|60")], events)

    assert story.told()[2:] == [
        "09:00:20 waiting C1 ann",
        "09:10:00 resumed C1 ann",
        "09:10:40 waiting C1 ann",
        "09:11:40 resumed C1 ann",
        "09:12:40 resolved C1 ann",
    ]


def test_patience_no_longer_applies_once_anybody_had_the_case(play: Stage) -> None:
    """3.1: also when it is Open again."""
    story = play(
        [case("C1", "09:00:00", "60", patience_seconds="300")],
        [("09:00:30", "transfer", "C1", "", "Q"), ("09:00:10", "sign-out", "", "ann")],
        options={"until": "10:00:00"},
    )

    assert story.case("C1")["outcome"] == "open"


def test_withdrawing_cancels_the_offer_first(play: Stage) -> None:
    """3, interface 7: the row of the cancelled offer comes first, and the case is Open in it."""
    story = play([case("C1", "09:00:00")], [("09:00:30", "withdraw", "C1")], behaviour={"accept_after": "1m"})

    rows = [(row["event"], row["state"], row["agent"], row["reason"]) for row in story.log[-3:]]
    assert rows == [
        ("cancelled", "open", "ann", "withdrawn"),
        ("presence", "available", "ann", "automatic"),
        ("withdrawn", "closed", None, None),
    ]
    assert (story.outcome.cancels[0], story.outcome.agents[0].cancelled, story.end) == (1, 1, "09:00:30")


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("09:00:30", "withdrawn C1 (resolved-elsewhere)"),
        ("09:01:30", "resolved C1 ann"),
        ("09:03:00", "resolved C1 ann"),
    ],
)
def test_resolve_ends_a_case_in_every_state(play: Stage, when: str, expected: str) -> None:
    """9: Open is withdrawn, Active and Waiting are resolved."""
    pattern = [case("C1", "09:00:00", "60|600|60")]
    story = play(pattern, [(when, "resolve", "C1")], behaviour={"accept_after": "1m"})

    assert story.told()[-1] == f"{when} {expected}"
    assert story.end == when


def test_a_case_without_handle_time_is_active_until_a_row_says_so(play: Stage) -> None:
    """Interface 6: `handle_seconds` may be left out where a `resolve` row gives it."""
    story = play([case("C1", "09:00:00", "")], [("09:07:00", "resolve", "C1", "ann")])

    assert story.case("C1")["handle_seconds"] == "420"


def test_work_of_no_length_is_over_at_once(play: Stage) -> None:
    """Interface 6: `handle_seconds` may be 0, also in a pattern."""
    story = play([case("C1", "09:00:00", "0|0|0")])

    words = [line.split()[1] for line in story.told()]
    assert words == ["offered", "accepted", "waiting", "resumed", "resolved"]
    assert story.end == "09:00:00"
