"""Rulebook 5.5 to 5.9: offers and their ends, cool-downs, auto-assign."""

from __future__ import annotations

import pytest

from scenario import Stage, agent, case, queue, workstream

TWO = [agent("ann"), agent("ben")]
ASKING_AGAIN = [workstream(assign_work_item_after_decline_or_timeout="2m")]
DECLINES = {"accept_after": "20s", "decline_probability": 1}


def test_units_are_held_from_offer_to_answer(play: Stage) -> None:
    """5.5: a second case has no room while the first is being offered."""
    cases = [case("C1", "09:00:00", 60), case("C2", "09:00:05", 60)]
    story = play(cases, agents=[agent("ann", 50, behaviour=DECLINES)])

    assert story.told() == [
        "09:00:00 offered C1 ann",
        "09:00:20 declined C1 ann",
        "09:00:20 offered C2 ann",
        "09:00:40 declined C2 ann",
    ]


def test_a_declined_case_keeps_its_place(play: Stage) -> None:
    """5.4, 5.5: its queue-entry time survives; others may get it in the same instant."""
    staff = [agent("ann", 50, behaviour=DECLINES), agent("ben", 50)]
    cases = [case("C0", "08:59:00", 80), case("C1", "08:59:50", 60), case("C2", "08:59:55", 60)]
    story = play(cases, agents=staff, queues=[queue("Q", "ann ben", priority=1)])

    # ann declines C0 at 08:59:20, ben has it until 09:00:40; ann declines C1 at 09:00:10 and is offered C2
    assert story.told("C1", "C2") == [
        "08:59:50 offered C1 ann",
        "09:00:10 declined C1 ann",
        "09:00:10 offered C2 ann",
        "09:00:30 declined C2 ann",
        "09:00:40 offered C1 ben",
        "09:00:40 accepted C1 ben",
        "09:01:40 resolved C1 ben",
        "09:01:40 offered C2 ben",
        "09:01:40 accepted C2 ben",
        "09:02:40 resolved C2 ben",
    ]


def test_the_cool_down_is_inclusive(play: Stage) -> None:
    """1.2, 5.6: a cool-down of 2 minutes that starts at 09:00:20 is over at 09:02:20."""
    story = play(
        [case("C1", "09:00:00", 60)],
        workstreams=ASKING_AGAIN,
        behaviour=DECLINES,
        options={"until": "09:02:20"},
    )

    assert story.told() == [
        "09:00:00 offered C1 ann",
        "09:00:20 declined C1 ann",
        "09:02:20 offered C1 ann",
    ]


def test_a_cool_down_is_for_this_case_only(play: Stage) -> None:
    """5.6."""
    cases = [case("C1", "09:00:00", 60), case("C2", "09:00:30", 60)]
    story = play(cases, workstreams=ASKING_AGAIN, behaviour=DECLINES, options={"until": "09:01:00"})

    assert story.case("C2")["first_offered_at"] == "09:00:30"


def test_a_cool_down_of_nought_is_over_at_the_next_millisecond(play: Stage) -> None:
    """5.6."""
    streams = [workstream(assign_work_item_after_decline_or_timeout="0")]
    story = play(
        [case("C1", "09:00:00")],
        workstreams=streams,
        behaviour={"decline_probability": 1},
        simulation={"max_offers": 3},
    )

    assert [line for line in story.told() if "offered" in line] == [
        "09:00:00 offered C1 ann",
        "09:00:00.001 offered C1 ann",
        "09:00:00.002 offered C1 ann",
    ]


def test_after_max_offers_a_case_waits(play: Stage) -> None:
    """5.7: reason `offer-limit`."""
    story = play(
        [case("C1", "09:00:00")],
        workstreams=ASKING_AGAIN,
        behaviour=DECLINES,
        simulation={"max_offers": 3},
    )

    ended = story.case("C1")
    assert (ended["offers"], ended["outcome"], ended["reason"]) == (3, "open", "offer-limit")


def test_without_a_time_nobody_is_asked_twice(play: Stage) -> None:
    """5.6: a case that every member has declined or missed waits, reason `all-declined`."""
    story = play([case("C1", "09:00:00")], agents=TWO, behaviour=DECLINES, options={"until": "23:00:00"})

    assert story.told() == [
        "09:00:00 offered C1 ann",
        "09:00:20 declined C1 ann",
        "09:00:20 offered C1 ben",
        "09:00:40 declined C1 ben",
    ]
    ended = story.case("C1")
    assert (ended["declines"], ended["reason"]) == (2, "all-declined")


def test_with_a_time_all_declined_is_no_reason(play: Stage) -> None:
    """5.6."""
    options = {"until": "09:01:00"}
    story = play([case("C1", "09:00:00")], workstreams=ASKING_AGAIN, behaviour=DECLINES, options=options)

    assert story.case("C1")["reason"] is None


def test_who_declined_is_remembered_in_every_queue(play: Stage) -> None:
    """5.6: for the whole run, whatever queue the case is in."""
    queues = [queue("One", "ann ben", default=True), queue("Two", "ann", priority=1)]
    staff = [agent("ann", behaviour=DECLINES), agent("ben")]
    events = [("09:01:00", "transfer", "C1", "ben", "Two")]
    story = play([case("C1", "09:00:00")], events, agents=staff, queues=queues)

    assert story.told()[-1] == "09:01:00 transferred C1 ben"
    assert (story.case("C1")["queue"], story.case("C1")["reason"]) == ("Two", "all-declined")


def test_auto_assign_is_active_at_once(play: Stage) -> None:
    """5.8: neither an offer nor a pick in the counts."""
    story = play([case("C1", "09:00:00", 60)], workstreams=[workstream(auto_assign=True)])

    assert story.told() == ["09:00:00 assigned C1 ann", "09:01:00 resolved C1 ann"]
    ended = story.case("C1")
    assert (ended["offers"], ended["first_offered_at"], ended["accepted_at"]) == (0, None, "09:00:00")
    ann = story.outcome.agents[0]
    assert (ann.made, ann.picks, ann.handled) == (0, 0, 1)


def test_a_pick_case_is_never_pushed(play: Stage) -> None:
    """5.9."""
    story = play(
        [case("C1", "09:00:00", 60)],
        workstreams=[workstream(work_distribution_mode="pick")],
        behaviour={"pick_after": "10s"},
    )

    assert story.told() == ["09:00:10 picked C1 ann", "09:01:10 resolved C1 ann"]


def test_the_standing_offer_can_be_left_unanswered(play: Stage) -> None:
    """7.2, 9: `ignore` writes no row; an offer that the file does not answer times out."""
    story = play(
        [case("C1", "09:00:00", 60)],
        [("09:00:10", "ignore", "C1", "ann")],
        agents=TWO,
        options={"until": "09:05:00"},
    )

    assert story.told() == [
        "09:00:00 offered C1 ann",
        "09:02:00 timed-out C1 ann",
        "09:02:00 offered C1 ben",
        "09:04:00 timed-out C1 ben",
    ]


@pytest.mark.parametrize("last", ["09:01:59.999", "09:02:00"])
def test_a_scripted_answer_is_in_time_until_the_timeout(play: Stage, last: str) -> None:
    """1.3, 7.2."""
    story = play([case("C1", "09:00:00", 60)], [(last, "accept", "C1", "ann")])

    assert story.told()[1] == f"{last} accepted C1 ann"


def test_nobody_answers(play: Stage) -> None:
    """7.1: `no_response_probability` 1 goes before `decline_probability` 1."""
    behaviour = {"no_response_probability": 1}
    staff = [agent("ann", behaviour={"decline_probability": 0})]
    story = play([case("C1", "09:00:00")], agents=staff, behaviour=behaviour)

    assert story.told()[-1] == "09:02:00 timed-out C1 ann"
    assert (story.case("C1")["timeouts"], story.outcome.agents[0].timed_out) == (1, 1)
