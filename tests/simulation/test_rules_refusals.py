"""Rulebook 9: rows that cannot apply, with the first reason that holds."""

from __future__ import annotations

from typing import Any

import pytest

from scenario import Stage, agent, case, queue, workstream

STREAMS = [
    workstream("Push"),
    workstream("Open", enable_selecting_from_push=True, capacity=500),
    workstream("Pick", work_distribution_mode="pick", allowed_presences=["busy-dnd"]),
]
STAFF = [agent("ann"), agent("ben", 10), agent("cho", default_presence="away")]
QUEUES = [queue("Q", "ann ben", priority=1)]
CASES = [
    case("offered", "09:00:00", workstream="Push"),
    case("active", "08:00:00", 20_000, workstream="Push"),
    case("waiting", "07:00:00", "60|20000|60", workstream="Push"),
    case("closed", "07:00:00", 60, workstream="Push"),
    case("free", "07:00:00", workstream="Open"),
    case("listed", "07:00:00", workstream="Pick"),
    case("stray", "07:00:00"),
    case("later", "10:00:00", workstream="Push"),
    case("blocked", "07:00:00", workstream="Push", skills="spanish:9"),
]
EVENTS = [
    ("07:00:00", "sign-in", "", "ann"),
    ("07:00:10", "accept", "waiting"),
    ("07:00:10", "accept", "closed"),
    ("08:00:10", "accept", "active"),
    ("08:59:00", "sign-out", "", "cho"),
    ("09:00:10", "presence", "", "ann", "away"),
]


def refused(play: Stage, word: str, name: str, who: str = "", value: str = "") -> dict[str, Any]:
    """Return the row of the refusal of one event row at 09:01, when `offered` is being offered to ann."""
    events = [*EVENTS, ("09:01:00", word, name, who, value)]
    story = play(
        CASES,
        events,
        agents=STAFF,
        workstreams=STREAMS,
        queues=QUEUES,
        skills=["spanish"],
        behaviour={"accept_after": "119s", "pick_after": "9h"},
        options={"until": "09:01:30"},
    )
    rows = [row for row in story.log if row["event"] == "refused"]
    assert len(rows) == 1, [_short(row) for row in rows]
    reason = rows[0]["reason"].partition(": ")[2]
    assert story.outcome.refused == {reason: 1}
    return rows[0]


def _short(row: dict[str, Any]) -> str:
    return f"{row['case_id']} {row['reason']}"


ABOUT_CASES = ["accept", "decline", "ignore", "wait", "resume", "reply", "resolve", "withdraw"]


@pytest.mark.parametrize("word", [*ABOUT_CASES, "pick", "transfer"])
def test_not_arrived_and_closed_go_before_everything(play: Stage, word: str) -> None:
    """9: first `not-arrived`, then `closed`, whoever is named."""
    value = "Q" if word == "transfer" else ""
    row = refused(play, word, "later", "cho", value)
    assert (row["reason"], row["case_id"], row["agent"]) == (f"{word}: not-arrived", "later", "cho")
    assert (row["queue"], row["workstream"], row["state"]) == (None, None, None)

    row = refused(play, word, "closed", "cho", value)
    assert (row["reason"], row["queue"], row["workstream"], row["state"]) == (
        f"{word}: closed",
        "Q",
        "Push",
        "closed",
    )


@pytest.mark.parametrize(
    ("word", "name", "who", "reason"),
    [
        ("pick", "active", "cho", "already-assigned"),
        ("pick", "waiting", "cho", "already-assigned"),
        ("accept", "active", "ann", "not-open"),
        ("decline", "waiting", "ann", "not-open"),
        ("ignore", "active", "", "not-open"),
        ("withdraw", "active", "ben", "not-open"),
        ("wait", "offered", "ben", "not-active"),
        ("wait", "waiting", "ben", "not-active"),
        ("transfer", "waiting", "ben", "not-active"),
        ("transfer", "offered", "", "not-active"),
        ("resume", "active", "ben", "not-waiting"),
        ("reply", "offered", "ben", "not-waiting"),
        ("accept", "blocked", "ann", "no-offer"),
        ("decline", "listed", "ann", "no-offer"),
        ("ignore", "stray", "", "no-offer"),
        ("accept", "offered", "ben", "not-offered-to-agent"),
        ("decline", "offered", "ben", "not-offered-to-agent"),
        ("ignore", "offered", "cho", "not-offered-to-agent"),
        ("wait", "active", "ben", "other-agent"),
        ("transfer", "active", "ben", "other-agent"),
        ("resume", "waiting", "ben", "other-agent"),
        ("reply", "waiting", "cho", "other-agent"),
        ("resolve", "active", "ben", "other-agent"),
        ("resolve", "waiting", "ben", "other-agent"),
        ("resolve", "blocked", "ann", "other-agent"),
        ("withdraw", "blocked", "ann", "other-agent"),
        ("pick", "stray", "cho", "not-signed-in"),
        ("pick", "stray", "ann", "undistributed"),
        ("pick", "blocked", "cho", "not-signed-in"),
        ("pick", "blocked", "ann", "not-selectable"),
    ],
)
def test_refusals(play: Stage, word: str, name: str, who: str, reason: str) -> None:
    """9: of several that hold, the first."""
    row = refused(play, word, name, who, "Q" if word == "transfer" else "")

    assert row["reason"] == f"{word}: {reason}"
    assert (row["case_id"], row["agent"]) == (name, who or None)


def test_an_agent_of_another_queue_is_no_member(play: Stage) -> None:
    """9: `not-member` goes before `not-selectable`."""
    story = play(
        [case("C1", "09:00:00", queue="Q")],
        [("09:01:00", "pick", "C1", "cho")],
        agents=[agent("ann", 10), agent("cho")],
        queues=[queue("Q", "ann", priority=1), queue("R", "cho", priority=1)],
    )

    assert story.refusals() == ["pick: not-member"]


@pytest.mark.parametrize(
    ("events", "reason"),
    [
        ([("09:01:00", "sign-in", "", "ann")], "sign-in: already-signed-in"),
        ([("09:01:00", "sign-out", "", "cho")], "sign-out: not-signed-in"),
        ([("09:01:00", "presence", "", "cho", "busy")], "presence: not-signed-in"),
    ],
)
def test_refusals_about_agents(play: Stage, events: list[tuple[str, ...]], reason: str) -> None:
    """9: the row names no case, and no state."""
    first = [("08:59:00", "sign-out", "", "cho"), ("08:58:00", "sign-in", "", "ann")]
    story = play([case("C1", "09:00:00", 5)], [*first, *events], agents=[agent("ann"), agent("cho")])
    row = story.log[-1]

    assert (row["event"], row["reason"], row["case_id"], row["state"]) == ("refused", reason, None, None)
    assert row["agent"] == events[0][3]


def test_a_refused_row_changes_nothing(play: Stage) -> None:
    """9: the story is the one without it."""
    cases = [case("C1", "09:00:00", "60|60|60")]
    plain = play(cases)
    story = play(cases, [("09:00:30", "resume", "C1"), ("09:00:31", "withdraw", "C1", "ann")])

    assert story.refusals() == ["resume: not-waiting", "withdraw: not-open"]
    assert story.told(but=("arrived", "routed", "presence", "refused")) == plain.told()


def test_an_agent_may_be_left_out_where_they_are_not_required(play: Stage) -> None:
    """9: `agent` is required for picks and about agents only."""
    rows = [
        ("09:00:05", "accept", "C1"),
        ("09:00:10", "wait", "C1"),
        ("09:00:15", "resume", "C1"),
        ("09:00:20", "transfer", "C1", "", "Q"),
        ("09:00:25", "decline", "C1"),
    ]
    story = play([case("C1", "09:00:00")], rows, workstreams=[workstream(offer_timeout="1m")])

    assert story.refusals() == []
    assert [line.split()[1] for line in story.told()] == [
        "offered",
        "accepted",
        "waiting",
        "resumed",
        "transferred",
        "offered",
        "declined",
    ]
