"""The twin by itself: documented traces and the edges of the timers."""

from datetime import UTC, datetime
from typing import Any

import pytest

import twin


def at(text: str, day: str = "2026-03-02") -> int:
    """Epoch milliseconds of a time of day, in UTC."""
    whole = datetime.fromisoformat(f"{day}T{text}").replace(tzinfo=UTC)
    return round(whole.timestamp() * 1000)


def document(agents: list[dict[str, Any]], **workstream: Any) -> dict[str, Any]:
    """One queue, one workstream; the numbers of the source page unless said."""
    stream = {
        "name": "Cases",
        "capacity": 50,
        "auto_close_after_inactivity": "5m",
        "assign_work_item_after_decline_or_timeout": "2m",
        "work_distribution_mode": "push",
        "allowed_presences": ["available", "busy"],
        **workstream,
    }
    members = [agent["name"] for agent in agents]
    return {
        "version": 1,
        "workstreams": [stream],
        "queues": [{"name": "Q", "priority": 1, "members": members}],
        "agents": agents,
    }


def case(name: str, when: str, **columns: str) -> dict[str, str]:
    return {"case_id": name, "arrived_at": f"2026-03-02T{when}", "handle_seconds": "600", **columns}


def row(when: str, event: str, case_id: str = "", agent: str = "", value: str = "") -> dict[str, str]:
    moment = f"2026-03-02T{when}"
    return {"at": moment, "event": event, "case_id": case_id, "agent": agent, "value": value}


def told(result: twin.Result, *leave_out: str) -> list[tuple[Any, ...]]:
    """The event log without presences and arrivals, and without what else is left out."""
    return [
        (each["at"], each["event"], each["case_id"], each["agent"])
        for each in result.event_log
        if each["event"] not in ("presence", "arrived", "routed", *leave_out)
    ]


def presences(result: twin.Result) -> list[tuple[int, str, str, str]]:
    return [
        (each["at"], each["agent"], each["state"], each["reason"])
        for each in result.event_log
        if each["event"] == "presence"
    ]


ANN = {"name": "Ann", "capacity": 100}
BEN = {"name": "Ben", "capacity": 50}


def test_trace_of_the_source_page() -> None:
    """The worked trace of `examples/README.md`, row by row."""
    arrivals = {"C1": "09:00:00", "C2": "09:05:00", "C3": "09:06:00", "C4": "09:07:00"}
    cases = [case(name, when, handle_seconds="") for name, when in arrivals.items()]
    events = [
        row("08:50:00", "sign-in", agent="ann"),
        row("08:55:00", "sign-in", agent="ben"),
        row("09:00:20", "decline", "C1", "Ann"),
        row("09:02:30", "accept", "C1", "Ann"),
        row("09:05:10", "accept", "C2", "Ben"),
        row("09:06:05", "accept", "C3", "Ann"),
        row("09:10:00", "resolve", "C2", "Ben"),
        row("23:00:00", "ignore", "C4"),
    ]
    result = twin.run(document([ANN, BEN]), cases, events, until="2026-03-02T09:10:00")
    assert told(result) == [
        (at("09:00:00"), "offered", "C1", "Ann"),
        (at("09:00:20"), "declined", "C1", "Ann"),
        (at("09:00:20"), "offered", "C1", "Ben"),
        (at("09:02:20"), "timed-out", "C1", "Ben"),
        (at("09:02:20"), "offered", "C1", "Ann"),
        (at("09:02:30"), "accepted", "C1", "Ann"),
        (at("09:05:00"), "offered", "C2", "Ben"),
        (at("09:05:10"), "accepted", "C2", "Ben"),
        (at("09:06:00"), "offered", "C3", "Ann"),
        (at("09:06:05"), "accepted", "C3", "Ann"),
        (at("09:10:00"), "resolved", "C2", "Ben"),
        (at("09:10:00"), "offered", "C4", "Ben"),
    ]
    assert presences(result) == [
        (at("08:50:00"), "Ann", "available", "sign-in"),
        (at("08:55:00"), "Ben", "available", "sign-in"),
        (at("09:00:00"), "Ann", "busy", "automatic"),
        (at("09:00:20"), "Ann", "available", "automatic"),
        (at("09:00:20"), "Ben", "busy-dnd", "automatic"),
        (at("09:02:20"), "Ben", "available", "automatic"),
        (at("09:02:20"), "Ann", "busy", "automatic"),
        (at("09:05:00"), "Ben", "busy-dnd", "automatic"),
        (at("09:06:00"), "Ann", "busy-dnd", "automatic"),
        (at("09:10:00"), "Ben", "available", "automatic"),
        (at("09:10:00"), "Ben", "busy-dnd", "automatic"),
    ]
    first = result.case_log[0]
    assert (first["wait_seconds"], first["offers"]) == (150_000, 3)
    assert list(result.agents[0]["offers"].values()) == [3, 2, 1, 0, 0]
    assert list(result.agents[1]["offers"].values()) == [3, 1, 0, 1, 0]
    assert [each["seq"] for each in result.event_log] == list(range(1, len(result.event_log) + 1))
    assert result.end == at("09:10:00")


def test_auto_close_after_exactly_five_minutes() -> None:
    """Rules 3.1 and 1.2."""
    events = [row("09:01:00", "wait", "C1", "Ann")]
    result = twin.run(document([ANN]), [case("C1", "09:00:00")], events)
    assert told(result)[-1] == (at("09:06:00"), "auto-closed", "C1", "Ann")
    assert result.end == at("09:06:00")
    assert result.case_log[0]["handle_seconds"] == 60_000


def test_resumed_a_millisecond_before_auto_close() -> None:
    """Rules 3.2 and 3.5: the rest of the active part is done, and nothing is auto-closed."""
    events = [row("09:01:00", "wait", "C1", "Ann"), row("09:05:59.999", "resume", "C1")]
    result = twin.run(document([ANN]), [case("C1", "09:00:00")], events)
    assert told(result)[-2:] == [
        (at("09:05:59.999"), "resumed", "C1", "Ann"),
        (at("09:14:59.999"), "resolved", "C1", "Ann"),
    ]
    assert result.case_log[0]["handle_seconds"] == 600_000


def test_auto_close_wins_over_a_resume_at_the_same_instant() -> None:
    """Rule 1.3: timers come before resumes."""
    events = [row("09:01:00", "wait", "C1", "Ann"), row("09:06:00", "resume", "C1")]
    result = twin.run(document([ANN]), [case("C1", "09:00:00")], events)
    assert [each["event"] for each in result.event_log][-2:] == ["auto-closed", "refused"]
    assert result.event_log[-1]["reason"] == "resume: closed"


def test_available_alone_means_one_case_at_a_time() -> None:
    """Rule 4.3."""
    setting = document([ANN], allowed_presences=["available"])
    result = twin.run(setting, [case("C1", "09:00:00"), case("C2", "09:00:00")])
    assert [each["accepted_at"] for each in result.case_log] == [at("09:00:00"), at("09:10:00")]


def test_cool_down_of_zero_is_over_at_the_next_millisecond() -> None:
    """Rule 5.6."""
    setting = document([ANN], assign_work_item_after_decline_or_timeout=0)
    setting["behaviour"] = {"decline_probability": 1}
    setting["simulation"] = {"max_offers": 3}
    result = twin.run(setting, [case("C1", "09:00:00")])
    assert told(result) == [
        (at("09:00:00"), "offered", "C1", "Ann"),
        (at("09:00:00"), "declined", "C1", "Ann"),
        (at("09:00:00.001"), "offered", "C1", "Ann"),
        (at("09:00:00.001"), "declined", "C1", "Ann"),
        (at("09:00:00.002"), "offered", "C1", "Ann"),
        (at("09:00:00.002"), "declined", "C1", "Ann"),
    ]
    assert result.case_log[0]["reason"] == "offer-limit"
    assert result.end == at("09:00:00.003")


@pytest.mark.parametrize(("cool_down", "reason"), [(None, "all-declined"), ("1d", None)])
def test_a_case_that_everybody_declined(cool_down: str | None, reason: str | None) -> None:
    """Rule 5.6."""
    setting = document([ANN, BEN], assign_work_item_after_decline_or_timeout=cool_down)
    setting["behaviour"] = {"decline_probability": 1}
    result = twin.run(setting, [case("C1", "09:00:00")], until="2026-03-02T10:00:00")
    assert result.case_log[0]["reason"] == reason
    assert result.case_log[0]["declines"] == 2


def test_patience_goes_last() -> None:
    """Rule 1.3: what frees an agent at the instant at which patience ends still comes in time."""
    cases = [case("C1", "09:00:00"), case("C2", "09:00:00", patience_seconds="600")]
    result = twin.run(document([BEN]), cases)
    assert result.case_log[1]["accepted_at"] == at("09:10:00")
    cases[1]["patience_seconds"] = "599.999"
    late = twin.run(document([BEN]), cases).case_log[1]
    assert (late["reason"], late["closed_at"]) == ("patience", at("09:09:59.999"))


def test_patience_that_cancels_an_offer_frees_units_for_others() -> None:
    """Rules 1.3 and 3: the row of the cancelled offer comes first, then a matching pass."""
    setting = document([BEN])
    setting["behaviour"] = {"no_response_probability": 1}
    cases = [case("C1", "09:00:00", patience_seconds="60"), case("C2", "09:00:30")]
    result = twin.run(setting, cases, until="2026-03-02T09:02:00")
    assert told(result) == [
        (at("09:00:00"), "offered", "C1", "Ben"),
        (at("09:01:00"), "cancelled", "C1", "Ben"),
        (at("09:01:00"), "withdrawn", "C1", None),
        (at("09:01:00"), "offered", "C2", "Ben"),
    ]


def test_an_accept_at_the_millisecond_of_the_timeout_wins() -> None:
    """Rules 1.3 and 7.1."""
    setting = document([ANN])
    setting["behaviour"] = {"accept_after": "2m"}
    assert twin.run(setting, [case("C1", "09:00:00")]).case_log[0]["accepted_at"] == at("09:02:00")
    setting["behaviour"] = {"accept_after": "120001ms"}
    result = twin.run(setting, [case("C1", "09:00:00")], until="2026-03-02T09:02:00")
    assert told(result)[-1] == (at("09:02:00"), "timed-out", "C1", "Ann")


def test_shift_over_a_clock_change() -> None:
    """Rule 4.9: 22:00 to 06:00 in Madrid is seven hours long in the night of 29 March 2026."""
    shift = {"days": "sat", "from": "22:00", "to": "06:00", "timezone": "Europe/Madrid"}
    setting = document([{**BEN, "schedule": [shift]}])
    setting["simulation"] = {"shift_end": "requeue"}
    arrived = {"case_id": "C1", "arrived_at": "2026-03-28T20:00:00Z", "handle_seconds": "90000"}
    result = twin.run(setting, [arrived], until="2026-03-29T12:00:00Z")
    assert presences(result) == [
        (at("21:00:00", "2026-03-28"), "Ben", "available", "shift-start"),
        (at("21:00:00", "2026-03-28"), "Ben", "busy-dnd", "automatic"),
        (at("04:00:00", "2026-03-29"), "Ben", "offline", "shift-end"),
    ]
    assert result.agents[0]["signed_in_ms"] == 7 * 3_600_000
    assert result.case_log[0]["transfers"] == 1


def test_the_run_waits_for_a_shift_that_helps_and_forgets_one_that_does_not() -> None:
    """Rule 1.6."""
    shift = {"days": "thu", "from": "08:00", "to": "16:00"}
    setting = document([{**ANN, "schedule": [shift]}])
    result = twin.run(setting, [case("C1", "09:00:00")])
    assert result.end == at("08:10:00", "2026-03-05")
    setting["agents"][0]["capacity"] = 10
    result = twin.run(setting, [case("C1", "09:00:00")])
    assert result.end == at("09:00:00")
    assert [each["event"] for each in result.event_log] == ["arrived", "routed"]
    assert result.agents[0]["signed_in_ms"] == 0


def test_going_offline_turns_offers_into_timeouts() -> None:
    """Rules 4.5 and 7.2, and the order of the rows."""
    events = [row("09:00:10", "ignore", "C1"), row("09:00:30", "sign-out", agent="ann")]
    result = twin.run(document([ANN]), [case("C1", "09:00:00")], events)
    rows = [(each["event"], each["reason"]) for each in result.event_log]
    assert rows[-2:] == [("presence", "sign-out"), ("timed-out", "offline")]


def test_picks_one_after_the_other_as_long_as_they_fit() -> None:
    """Rule 6.5."""
    setting = document([ANN, BEN], work_distribution_mode="pick")
    setting["behaviour"] = {"pick_after": "30s"}
    cases = [case(name, "09:00:00") for name in ("C1", "C2", "C3", "C4")]
    result = twin.run(setting, cases, until="2026-03-02T09:05:00")
    assert told(result) == [
        (at("09:00:30"), "picked", "C1", "Ann"),
        (at("09:00:30"), "picked", "C2", "Ben"),
        (at("09:01:00"), "picked", "C3", "Ann"),
    ]


def test_a_scripted_pick_may_go_over_capacity() -> None:
    """Rules 6.3 and 6.4."""
    setting = document([BEN], enable_selecting_from_push=True)
    events = [row("09:01:00", "pick", "C2", "BEN"), row("09:01:00", "pick", "C2", "BEN")]
    result = twin.run(setting, [case("C1", "09:00:00"), case("C2", "09:00:00")], events)
    assert result.agents[0]["picks"] == {"made": 1, "over_capacity": 1}
    refused = [each["reason"] for each in result.event_log if each["event"] == "refused"]
    assert refused == ["pick: already-assigned"]


def test_a_pattern_waits_and_goes_on() -> None:
    """Interface §6 and rule 3.4: waiting holds no units, resuming takes them again."""
    first = case("C1", "09:00:00", handle_seconds="300|120|60")
    second = case("C2", "09:01:00", handle_seconds="300")
    result = twin.run(document([BEN]), [first, second])
    assert told(result, "offered", "accepted") == [
        (at("09:05:00"), "waiting", "C1", "Ben"),
        (at("09:07:00"), "resumed", "C1", "Ben"),
        (at("09:08:00"), "resolved", "C1", "Ben"),
        (at("09:10:00"), "resolved", "C2", "Ben"),
    ]


def test_backlog_before_the_start() -> None:
    """Rule 1.5."""
    cases = [case("C1", "08:00:00"), case("C2", "07:00:00"), case("C3", "07:30:00")]
    events = [row("08:30:00", "resolve", "C3"), row("08:10:00", "sign-out", agent="Ben")]
    result = twin.run(document([ANN, BEN]), cases, events, from_="2026-03-02T09:00:00")
    assert told(result, "resolved") == [
        (at("09:00:00"), "offered", "C2", "Ann"),
        (at("09:00:00"), "offered", "C1", "Ann"),
        (at("09:00:00"), "accepted", "C2", "Ann"),
        (at("09:00:00"), "accepted", "C1", "Ann"),
    ]
    assert [each["wait_seconds"] for each in result.case_log] == [3_600_000, 7_200_000]
