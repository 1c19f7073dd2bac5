"""Rulebook 4: who is signed in, which presence they have, and what follows from it."""

from __future__ import annotations

import pytest

from scenario import Stage, agent, case, queue, workstream

MEETING = [{"name": "Meeting", "base_status": "away"}, {"name": "Desk", "base_status": "available"}]
ONE_MINUTE = {"accept_after": "1m"}


def test_an_agent_is_signed_in_for_the_whole_run_unless_a_sign_in_says_otherwise(play: Stage) -> None:
    """4.1: one whose first sign row is a `sign-in` is signed out until then."""
    staff = [agent("ann", 50), agent("ben", 50)]
    events = [("09:05:00", "sign-in", "", "ben"), ("09:30:00", "sign-out", "", "ben")]
    story = play([case("C1", "09:00:00"), case("C2", "09:00:00")], events, agents=staff)

    assert (story.case("C1")["agent"], story.case("C2")["accepted_at"]) == ("ann", "09:05:00")
    assert story.presences("ann")[0] == "09:00:00 busy-dnd automatic"
    assert story.presences("ben") == [
        "09:05:00 available sign-in",
        "09:05:00 busy-dnd automatic",
        "09:15:00 available automatic",
        "09:30:00 offline sign-out",
    ]
    assert [each.signed_ms // 60_000 for each in story.outcome.agents] == [30, 25]


def test_a_presence_row_alone_does_not_sign_anybody_out(play: Stage) -> None:
    """4.1: only sign rows count."""
    story = play([case("C1", "09:00:00")], [("09:05:00", "presence", "", "ann", "away")])

    assert story.case("C1")["accepted_at"] == "09:00:00"


def test_sign_in_sets_the_default_presence(play: Stage) -> None:
    """4.2: which then behaves as a scripted one: Away stays."""
    staff = [agent("ann", default_presence="Meeting")]
    events = [("09:00:00", "sign-in", "", "ann"), ("09:02:00", "presence", "", "ann", "desk")]
    story = play([case("C1", "09:01:00")], events, agents=staff, presences=MEETING)

    assert story.presences("ann")[:2] == ["09:00:00 away sign-in", "09:02:00 available scripted"]
    assert story.case("C1")["accepted_at"] == "09:02:00"


def test_a_custom_presence_counts_as_its_base(play: Stage) -> None:
    """4.4."""
    staff = [agent("ann", default_presence="Desk"), agent("ben", default_presence="Meeting")]
    story = play(
        [case("C1", "09:00:00"), case("C2", "09:00:00"), case("C3", "09:00:00")],
        agents=staff,
        presences=MEETING,
    )

    assert [story.case(name)["agent"] for name in ("C1", "C2", "C3")] == ["ann", "ann", "ann"]
    assert story.case("C3")["accepted_at"] == "09:10:00"


def test_presence_follows_the_units_held(play: Stage) -> None:
    """4.3: none → Available, some held and some left → Busy, nothing left → Busy-DND."""
    story = play([case("C1", "09:00:00", 60), case("C2", "09:00:30", 60)])

    assert story.presences("ann") == [
        "09:00:00 busy automatic",
        "09:00:30 busy-dnd automatic",
        "09:01:00 busy automatic",
        "09:01:30 available automatic",
    ]


@pytest.mark.parametrize(
    ("allowed", "starts"),
    [
        (["available"], ["09:00:00", "09:10:00", "09:20:00"]),
        (["available", "busy"], ["09:00:00", "09:00:00", "09:10:00"]),
    ],
)
def test_available_alone_is_one_case_at_a_time(play: Stage, allowed: list[str], starts: list[str]) -> None:
    """4.3: with room for two of 50 units, `[available]` gives one at a time, `[available, busy]` two."""
    cases = [case(f"C{n}", "09:00:00") for n in (1, 2, 3)]
    story = play(cases, workstreams=[workstream(allowed_presences=allowed)])

    assert [story.case(f"C{n}")["accepted_at"] for n in (1, 2, 3)] == starts


def test_work_of_no_units_does_not_recompute_the_presence(play: Stage) -> None:
    """4.3: recomputed when held units change by more than 0: a scripted Busy stays Busy."""
    story = play(
        [case("C1", "09:01:00", 60)],
        [("09:00:00", "presence", "", "ann", "busy")],
        workstreams=[workstream(capacity=0)],
    )

    assert story.presences("ann") == ["09:00:00 busy scripted"]


@pytest.mark.parametrize("stays", ["away", "busy-dnd", "offline"])
def test_a_scripted_presence_that_stays(play: Stage, stays: str) -> None:
    """4.3: Away, Busy-DND and Offline stay until the next scripted presence or sign-in."""
    events = [("09:00:30", "presence", "", "ann", stays), ("09:05:00", "presence", "", "ann", "available")]
    story = play([case("C1", "09:00:00", 60), case("C2", "09:02:00", 60)], events)

    assert story.presences("ann")[1:3] == [f"09:00:30 {stays} scripted", "09:05:00 available scripted"]
    assert story.case("C2")["accepted_at"] == "09:05:00"


def test_a_scripted_available_is_overwritten_at_the_next_change(play: Stage) -> None:
    """4.3: although 50 of 100 units are held."""
    events = [("09:00:30", "presence", "", "ann", "available")]
    story = play([case("C1", "09:00:00", 60), case("C2", "09:00:40", 60)], events)

    assert story.presences("ann")[1:3] == ["09:00:30 available scripted", "09:00:40 busy-dnd automatic"]


def test_without_automatic_presence_what_is_said_stays(play: Stage) -> None:
    """4.3."""
    only = [workstream(allowed_presences=["available"])]
    cases = [case("C1", "09:00:00", 60), case("C2", "09:00:00", 60)]
    story = play(cases, workstreams=only, simulation={"automatic_presence": False})

    assert (story.presences("ann"), story.case("C2")["accepted_at"]) == ([], "09:00:00")


@pytest.mark.parametrize("event", [("sign-out", ""), ("presence", "offline")])
def test_going_offline_turns_offers_into_timeouts_as_they_were_made(
    play: Stage, event: tuple[str, str]
) -> None:
    """4.5: at once, without Inactive; Active cases stay."""
    cases = [case("C0", "08:00:00", 7200), case("C2", "09:00:00"), case("C1", "09:00:10")]
    word, value = event
    story = play(
        cases,
        [("08:01:00", "accept", "C0"), ("09:01:00", word, "", "ann", value)],
        agents=[agent("ann", 150)],
        behaviour={"accept_after": "119s"},
        simulation={"presence_after_missed_offer": True},
        options={"until": "09:30:00"},
    )

    reason = "sign-out" if word == "sign-out" else "scripted"
    assert story.presences("ann")[-1] == f"09:01:00 offline {reason}"
    assert story.told()[-2:] == [
        "09:01:00 timed-out C2 ann (offline)",
        "09:01:00 timed-out C1 ann (offline)",
    ]
    assert story.case("C0")["outcome"] == "active"


def test_a_timeout_may_make_inactive(play: Stage) -> None:
    """4.7: counts as Away, until the next scripted presence or sign-in; the units come back first."""
    story = play(
        [case("C1", "09:00:00")],
        [("09:10:00", "presence", "", "ann", "available"), ("09:00:00", "ignore", "C1")],
        workstreams=[workstream(assign_work_item_after_decline_or_timeout="1m")],
        simulation={"presence_after_missed_offer": True},
        options={"until": "09:10:00"},
    )

    assert story.presences("ann") == [
        "09:00:00 busy automatic",
        "09:02:00 available automatic",
        "09:02:00 away missed-offer",
        "09:10:00 available scripted",
        "09:10:00 busy automatic",
    ]
    assert story.case("C1")["offers"] == 2


def test_a_decline_may_make_busy_dnd(play: Stage) -> None:
    """4.7."""
    story = play(
        [case("C1", "09:00:00"), case("C2", "09:00:05")],
        behaviour={"accept_after": "10s", "decline_probability": 1},
        simulation={"presence_after_decline": True},
        agents=[agent("ann", 50)],
    )

    assert story.presences("ann")[-1] == "09:00:10 busy-dnd declined-offer"
    assert story.case("C2")["offers"] == 0


def test_an_agent_without_capacity_takes_what_has_no_units(play: Stage) -> None:
    """4.8."""
    streams = [workstream(capacity=1), workstream("Free", capacity=0)]
    cases = [case("C1", "09:00:00", 60, workstream="W"), case("C2", "09:00:00", 60, workstream="Free")]
    story = play(cases, agents=[agent("ann", 0)], workstreams=streams)

    assert (story.case("C1")["outcome"], story.case("C2")["outcome"]) == ("open", "resolved")


def test_occupancy_and_signed_in_time_count_offers(play: Stage) -> None:
    """8: units are held from offer on; utilisation counts offers too; only while signed in."""
    story = play(
        [case("C1", "09:00:00", 60)],
        [("09:02:00", "sign-out", "", "ann")],
        behaviour=ONE_MINUTE,
        queues=[queue("Q", "ann", priority=1)],
        options={"until": "09:10:00"},
    )

    ann = story.outcome.agents[0]
    assert (ann.signed_ms, ann.held_ms, ann.busy_ms, ann.handled) == (120_000, 120_000 * 50, 120_000, 1)
