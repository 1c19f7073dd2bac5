"""`wscli explain` through the front door: what somebody asks who is angry, and the answers they get."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from doors import FrontDoor, Result
from scenario import agent, case, queue, workstream

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
TRACE = EXAMPLES / "worked-trace"
Ask = Callable[..., Result]


@pytest.fixture
def ask(front_door: FrontDoor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Ask for an explanation of a small centre: one workstream W, one queue Q of all agents, or as said."""
    monkeypatch.chdir(tmp_path)

    def explain(
        words: str, cases: list[dict[str, str]], events: list[tuple[str, ...]] | None = None, **parts: Any
    ) -> Result:
        staff = parts.pop("agents", None) or [agent("ann")]
        document = {
            "version": 1,
            "workstreams": [workstream()],
            "agents": staff,
            "queues": [queue("Q", " ".join(each["name"] for each in staff), priority=1)],
            **parts,
        }
        (tmp_path / "centre.json").write_text(json.dumps(document), encoding="utf-8")
        columns = list(dict.fromkeys(key for row in cases for key in row))
        lines = [columns, *[[row.get(column, "") for column in columns] for row in cases]]
        (tmp_path / "cases.csv").write_text("\n".join(map(",".join, lines)) + "\n", encoding="utf-8")
        options = ["cases.csv", "-f", "centre.json"]
        if events:
            rows = [f"2026-03-02T{','.join((*row, '', '', '')[:5])}" for row in events]
            (tmp_path / "events.csv").write_text("\n".join(["at,event,case_id,agent,value", *rows]))
            options += ["--events", "events.csv"]
        return front_door("explain", *shlex.split(words), *options)

    return explain


def answer_of(result: Result) -> str:
    """Return the first paragraph, on one line."""
    assert (result.code, result.stderr) == (0, "")
    assert max(map(len, result.stdout.split("\nNext\n")[0].splitlines())) <= 80
    return " ".join(result.stdout.split("\n\n")[0].split())


def commands_of(result: Result) -> list[str]:
    lines = result.stdout.partition("\nNext\n")[2].splitlines()
    assert [line[:4].strip() == "" for line in lines] == [False, True] * (len(lines) // 2)  # each has its why
    return [line.strip() for line in lines[1::2]]


def facts_of(result: Result) -> dict[str, Any]:
    assert result.code == 0, result.stderr
    facts: dict[str, Any] = json.loads(result.stdout)
    return facts


# Why nobody -----------------------------------------------------------------------------------------------


def test_what_is_said_of_everybody_is_said_of_the_time_when_it_was_so(ask: Ask) -> None:
    """Four are full until ten and gone from 09:40 on: signed out for part of the wait, not for all of it."""
    shift = {"days": "mon-fri", "from": "08:00", "to": "09:40"}
    staff = [agent(name, schedule=[shift]) for name in ("ann", "ben", "eva", "pau")]
    cases = [case(f"A{number}", "09:00:00", 3600) for number in range(8)] + [case("B", "09:20:00", 60)]

    said = answer_of(ask("B", cases, agents=staff))
    assert said.startswith("B waited 22h40m until ann accepted it")
    assert "For 22h20m of that nobody in Q was signed in" in said


def test_a_case_that_a_renamed_workstream_stranded(ask: Ask, front_door: FrontDoor) -> None:
    streams = [workstream("Routine cases", work_distribution_mode="pick"), workstream("Priority one")]
    branch = {"when": {"attribute": "priority", "equals": 1}, "workstream": "Urgent cases"}
    flow = {"name": "Flow", "branches": [branch], "default_workstream": "Routine cases"}
    result = ask("C1", [case("C1", "09:00:00", priority="1")], workstreams=streams, flows=[flow])

    # By spelling it would be `Routine cases`; after a rename the new name is the one that no flow says.
    assert answer_of(result) == (
        "C1 was never distributed: branch 1 of flow 'Flow' sends it to workstream 'Urgent cases', which does "
        "not exist. No flow uses 'Priority one': was it renamed to that? Nobody could be offered it, and "
        "nobody could pick it."
    )
    assert "1. priority equals 1 → Urgent cases: matched (priority is 1)" in result.stdout
    assert "09:00:00  not placed: no active workstream of that name" in result.stdout
    repaired = front_door(*shlex.split(commands_of(result)[0])[1:])
    assert "C1 did not wait: ann accepted it at once" in answer_of(repaired)
    assert commands_of(result)[-1] == "wscli validate centre.json"


def test_a_slip_of_the_pen_and_an_inactive_workstream(ask: Ask) -> None:
    streams = [workstream("Cases"), workstream("Other")]
    flow = [{"name": "Flow", "default_workstream": "Casse"}]
    answer = answer_of(ask("C1", [case("C1", "09:00:00")], flows=flow, workstreams=streams))
    assert "sends it to workstream 'Casse', which does not exist. Is 'Cases' meant? Nobody" in answer
    flow = [{"name": "Flow", "default_workstream": "Zebra"}]
    answer = answer_of(ask("C1", [case("C1", "09:00:00")], flows=flow, workstreams=streams))
    assert "sends it to workstream 'Zebra', which does not exist. Nobody could be" in answer
    streams = [workstream("W"), workstream("Old", status="inactive")]
    flow = [{"name": "Flow", "default_workstream": "Old"}]
    result = ask("C1", [case("C1", "09:00:00")], flows=flow, workstreams=streams)
    assert "sends it to workstream 'Old', which is inactive." in answer_of(result)


def test_undistributed_for_want_of_a_workstream_or_a_queue(ask: Ask) -> None:
    two = [workstream("V"), workstream("W")]
    assert "there is no flow for it, and not just one active workstream." in answer_of(
        ask("C1", [case("C1", "09:00:00")], workstreams=two)
    )
    flow = [{"name": "F", "branches": [{"when": {"attribute": "x", "equals": 1}, "workstream": "W"}]}]
    assert "no branch of flow 'F' matched, and it has no default workstream." in answer_of(
        ask("C1", [case("C1", "09:00:00", patience_seconds="60")], flows=flow)
    )
    queues = [queue("Q", "ann", priority=1), queue("R", "ann", priority=2)]
    result = ask("C1", [case("C1", "09:00:00", patience_seconds="60")], queues=queues)
    assert answer_of(result) == (
        "C1 was never distributed: there is no active rule set, and there is no default queue. "
        "It was withdrawn at 09:01:00 (patience)."
    )


def test_everyone_in_a_cool_down(ask: Ask) -> None:
    stream = workstream(assign_work_item_after_decline_or_timeout="2m", offer_timeout="20s")
    events = [
        ("09:00:10", "decline", "C1", "ann"),
        ("09:00:15", "decline", "C1", "ben"),
        ("09:02:20", "accept", "C1", "ann"),
    ]
    staff = [agent("ann"), agent("ben")]
    result = ask("C1", [case("C1", "09:00:00")], events, workstreams=[stream], agents=staff)

    assert answer_of(result) == (
        "C1 waited 2m20s until ann accepted it at 09:02:20. For 1m55s of that everyone in Q had declined it "
        "or let it time out, and was in a cool-down, until that of ann was over at 09:02:10. "
        "Of its earlier offers 2 were declined."
    )
    assert "ended by ann: cool-down over at 09:02:10" in result.stdout
    assert "assign_work_item_after_decline_or_timeout=0" in commands_of(result)[0]


def test_never_asked_again(ask: Ask) -> None:
    events = [("09:00:10", "decline", "C1", "ann"), ("10:00:00", "withdraw", "C1")]
    result = ask("C1", [case("C1", "09:00:00")], events)

    assert "everyone in Q had declined it or let it time out, and nobody is asked twice" in answer_of(result)
    assert "ann had declined it before." in answer_of(result)


def test_a_smaller_case_overtook_it(ask: Ask) -> None:
    streams = [workstream("S"), workstream("L", capacity=100)]
    cases = [
        case("C1", "09:00:00", 600, workstream="S"),
        case("C2", "09:00:00", 900, workstream="S"),
        case("BIG", "09:01:00", 60, workstream="L"),
        case("C3", "09:02:00", 1200, workstream="S"),
        case("C4", "09:03:00", 1200, workstream="S"),
    ]
    result = ask("BIG", cases, workstreams=streams)

    assert answer_of(result) == (
        "BIG waited 34m until ann accepted it at 09:35:00: nobody in Q had 100 units free (at most 50); "
        "2 later, smaller cases overtook it (C3, C4), until C4 gave back 50 units of ann."
    )
    assert "ann — capacity: needs 100, has 50, for 5m" in result.stdout
    assert "ended by ann: finished C4, which gave back 50 units at 09:35:00" in result.stdout
    assert "2 cases overtook it, needing less: C3, C4" in result.stdout
    assert "agents[ann].capacity=150" in commands_of(result)[0]


def test_whether_being_overtaken_cost_any_time(ask: Ask) -> None:
    """With 40 units left where 60 are needed, those who take 30 of the 40 take nothing from it."""
    streams = [workstream("B", capacity=60), workstream("S", capacity=30)]
    cases = [
        case("B1", "09:00:00", 600, workstream="B"),
        case("BIG", "09:01:00", 60, workstream="B"),
        case("S1", "09:02:00", 300, workstream="S"),
        case("S2", "09:08:00", 300, workstream="S"),
    ]
    parts: dict[str, Any] = {"workstreams": streams, "agents": [agent("ann", 100)]}
    result = ask("BIG", cases, **parts)
    told = " ".join(result.stdout.split())
    assert "needing less: S1, S2; without them it would have waited as long" in told

    cases[0] = case("S0", "09:00:00", 600, workstream="S")
    cases[1:1] = [case("S9", "09:00:00", 150, workstream="S")]
    result = ask("BIG", cases, **parts)
    assert "overtook it" in result.stdout and "waited as long" not in result.stdout


def test_nobody_could_ever_take_it(ask: Ask, front_door: FrontDoor) -> None:
    small = [agent("ann", 30), agent("ben", 40)]
    result = ask("C1", [case("C1", "09:00:00", 60, patience_seconds="600")], agents=small)
    assert answer_of(result) == (
        "Nobody took C1: it needs 50 units, and nobody in Q has a capacity of more than 40, "
        "so nobody can ever take it. It was withdrawn at 09:10:00 (its patience was over), "
        "10m after it arrived."
    )
    repaired = front_door(*shlex.split(commands_of(result)[0])[1:])
    assert "C1 did not wait: ben accepted it" in answer_of(repaired)

    queues = [queue("Q", "", priority=1)]
    result = ask("C1", [case("C1", "09:00:00", 60)], queues=queues)
    assert answer_of(result) == "Nobody took C1: queue Q has no members. The run ended at 09:00:00."
    assert "C1 did not wait" in answer_of(front_door(*shlex.split(commands_of(result)[0])[1:]))

    away = [agent("ann", default_presence="away"), agent("ben", default_presence="away")]
    result = ask("C1", [case("C1", "09:00:00", 60, patience_seconds="60")], agents=away)
    assert (
        "workstream W gives its cases only to agents who are available or busy, and nobody in Q was: they "
        "were away. It was withdrawn at 09:01:00"
    ) in answer_of(result)
    assert "C1 did not wait" in answer_of(front_door(*shlex.split(commands_of(result)[0])[1:]))

    result = ask("C1", [case("C1", "09:00:00", 60, skills="spanish:2")], skills=["spanish"])
    assert "nobody in Q has the skills that it needs (spanish:2)" in answer_of(result)
    assert "ann — skills: needs spanish:2, has none" in result.stdout


def test_nobody_was_signed_in(ask: Ask) -> None:
    events = [("09:30:00", "sign-in", "", "ann")]
    assert answer_of(ask("C1", [case("C1", "09:00:00", 60)], events)) == (
        "C1 waited 30m until ann accepted it at 09:30:00: nobody in Q was signed in, until ann signed in."
    )


def test_what_took_most_of_the_time_is_told_all_of_it(ask: Ask) -> None:
    stream = workstream(assign_work_item_after_decline_or_timeout="5m")
    events = [("09:00:10", "decline", "C1"), ("09:05:20", "decline", "C1"), ("09:10:30", "accept", "C1")]
    result = ask("C1", [case("C1", "09:00:00")], events, workstreams=[stream])

    assert answer_of(result) == (
        "C1 waited 10m30s until ann accepted it at 09:10:30. For 10m of that, in 2 stretches, everyone in Q "
        "had declined it or let it time out, and was in a cool-down, the last of them until that of ann was "
        "over at 09:10:20. Of its earlier offers 2 were declined."
    )


def test_a_case_that_nobody_answered(ask: Ask) -> None:
    stream = workstream(assign_work_item_after_decline_or_timeout="0m", offer_timeout="1m")
    events = [("09:00:05", "decline", "C1"), ("09:03:30", "accept", "C1")]
    staff = [agent("ann"), agent("ben")]
    result = ask("C1", [case("C1", "09:00:00")], events, workstreams=[stream], agents=staff)

    assert answer_of(result) == (
        "C1 waited 3m30s until ann accepted it at 09:03:30. It was on offer all the while, to ann and ben: "
        "3 offers timed out after 1m each and 1 was declined. C1 has answers in the events file, so only "
        "those count: while there was none, its offers timed out."
    )
    assert "1ms" not in result.stdout and "<0.1s" not in result.stdout
    parts: dict[str, Any] = {"workstreams": [stream], "agents": staff, "simulation": {"max_offers": 4}}
    assert answer_of(ask("C1", [case("C1", "09:00:00")], events[:1], **parts)).startswith(
        "Nobody took C1: it was offered 4 times, which is as often as a case may be (simulation.max_offers), "
        "and is not offered again. C1 has answers in the events file, so only those count, and there is "
        "none after 09:00:05: add an accept row, or remove its rows."
    )


def test_the_only_one_at_work_and_one_who_is_in_another_queue(ask: Ask, front_door: FrontDoor) -> None:
    queues = [queue("Q", "ann ben eve kim", priority=1), queue("R", "ann zoe", priority=2)]
    staff = [agent(name, 50) for name in ("ann", "ben", "eve", "kim", "zoe")]
    cases = [case("C1", "09:00:00", 600, queue="R"), case("C2", "09:01:00", 60, queue="Q")]
    events = [("08:00:00", "sign-in", "", "ann"), ("09:00:30", "sign-in", "", "zoe")]
    events += [("10:00:00", "sign-in", "", name) for name in ("ben", "eve", "kim")]
    result = ask("C2", cases, events, queues=queues, agents=staff)

    assert answer_of(result) == (
        "C2 waited 9m until ann accepted it at 09:10:00: the only member of Q at work, ann, was full with C1 "
        "(a case of R) from 09:00:00 until 09:10:00. zoe could have had it at 09:01:00, but is not in Q."
    )
    joined = front_door(*shlex.split(commands_of(result)[0])[1:])
    assert "C2 did not wait: zoe accepted it at once" in answer_of(joined)


# Who, and why not another ---------------------------------------------------------------------------------


def test_a_picked_case(ask: Ask) -> None:
    stream = workstream(work_distribution_mode="pick")
    cases = [case(f"C{n}", "09:00:00", 100) for n in range(1, 5)]
    staff = [agent("ann", 50), agent("ben", 50)]
    result = ask("C3", cases, workstreams=[stream], agents=staff, behaviour={"pick_after": "30s"})

    assert answer_of(result) == (
        "C3 waited 2m40s until ann picked it at 09:02:40: ann got C1 first, then was full with it until "
        "09:02:10, then took 30s to pick it; ben got C2 first, then was full with it until 09:02:10."
    )
    assert "ann, ben — list: C1 stands before it, for 30s" in result.stdout
    assert "ended by ann: took it from the list at 09:02:40" in result.stdout


def test_a_picked_case_that_others_were_before(ask: Ask) -> None:
    queues = [queue("Desk", "ann ben", priority=1), queue("Rest", "ann ben eva", priority=2)]
    staff = [agent("ann", 50), agent("ben"), agent("eva", default_presence="away")]
    cases = [
        case("P1", "09:00:00", 600, queue="Desk"),
        case("P2", "09:00:10", 900, queue="Desk"),
        case("P3", "09:00:20", 300, queue="Desk"),
        case("P4", "09:01:00", 300, queue="Desk"),
        case("P5", "09:05:00", 300, queue="Rest"),
    ]
    stream = workstream(work_distribution_mode="pick")
    parts: dict[str, Any] = {"workstreams": [stream], "agents": staff, "queues": queues}
    result = ask("P5", cases, behaviour={"pick_after": "30s"}, **parts)

    assert answer_of(result) == (
        "P5 waited 6m until ann picked it at 09:11:00: ann was full with P1 (a case of Desk) from 09:00:30 "
        "until 09:10:30, then took 30s to pick it; ben was full with P2 and P3 until 09:06:00, then got P4 "
        "first, as Desk comes before Rest, then was full with it; eva was away (W wants available or busy) "
        "all the while."
    )
    assert "P4 went first, because its queue has a better priority" in result.stdout


def test_a_case_on_the_list_that_blocks_those_behind_it(ask: Ask) -> None:
    streams = [workstream(name, work_distribution_mode="pick") for name in "SL"]
    streams[1]["capacity"] = 80
    cases = [case("BIG", "09:00:00", 60, workstream="L"), case("C1", "09:01:00", 60, workstream="S")]
    events = [("09:30:00", "withdraw", "BIG")]
    result = ask("C1", cases, events, workstreams=streams, agents=[agent("ann", 50)])

    assert "what stood before it on the list could not be taken (BIG), and nobody skips it" in answer_of(
        result
    )
    assert "ended by ann: it came first on the list at 09:30:00" in result.stdout


def test_a_pick_of_the_events_file(ask: Ask) -> None:
    stream = workstream(work_distribution_mode="pick")
    result = ask(
        "C1", [case("C1", "09:00:00", 60)], [("09:05:00", "pick", "C1", "ann")], workstreams=[stream]
    )

    assert "the events file says who picks it, so everybody else left it" in answer_of(result)
    assert "ended by ann: picked it, as the events file says, at 09:05:00" in result.stdout


def test_withdrawn_while_it_was_on_offer(ask: Ask) -> None:
    events = [("09:00:30", "ignore", "C1", "ann"), ("09:01:00", "withdraw", "C1")]
    assert answer_of(ask("C1", [case("C1", "09:00:00")], events)) == (
        "C1 was withdrawn at 09:01:00 (a row of the events file says so) while it was on offer to ann, "
        "who had not answered: the offer was cancelled."
    )


STAFF = [agent("ann", 100), agent("ben", 50), agent("eve", 20), agent("zoe", 100)]
WHY_NOT = {
    "ann": "ann did get C1: ann accepted it at 09:00:00, at once.",
    "ben": "C1 did not go to ben: at 09:00:00 it went to ann, as ann had more units left (100 against 50).",
    "eve": "eve could never get C1: it needs 50 units, and eve has 20 in all.",
    "zoe": "zoe could not get C1: it is in queue Q, and zoe is a member of no queue.",
}


@pytest.mark.parametrize("name", WHY_NOT)
def test_why_not_that_one(ask: Ask, name: str) -> None:
    queues = [queue("Q", "ann ben eve", priority=1)]
    words = f"C1 --agent {name.upper()}"
    assert answer_of(ask(words, [case("C1", "09:00:00")], agents=STAFF, queues=queues)).startswith(
        WHY_NOT[name]
    )
    told = facts_of(ask(f"{words} -o json", [case("C1", "09:00:00")], agents=STAFF, queues=queues))
    candidates = [each["agent"] for row in told["story"] for each in row.get("candidates", ())]
    assert set(candidates) <= {"ann", name}


def test_why_not_one_who_declined(ask: Ask) -> None:
    staff = [agent("ann"), agent("ben")]
    events = [("09:00:10", "decline", "C1", "ann"), ("09:00:20", "accept", "C1", "ben")]
    answer = answer_of(ask("C1 --agent ann", [case("C1", "09:00:00")], events, agents=staff))

    assert answer == (
        "ann was offered C1 and declined it at 09:00:10. ben accepted it at 09:00:20, 20s after it arrived."
    )


def test_what_kept_one_agent_away_is_told_in_order_of_time(ask: Ask) -> None:
    stream = workstream(work_distribution_mode="pick")
    cases = [case("C1", "09:00:00", 100), case("C2", "09:00:10", 600), case("C3", "09:00:20", 60)]
    staff = [agent("ann", 50), agent("ben", 50)]
    parts: dict[str, Any] = {"workstreams": [stream], "agents": staff, "behaviour": {"pick_after": "30s"}}

    assert answer_of(ask("C3 --agent ann", cases, **parts)) == (
        "ann did get C3: ann picked it at 09:02:40, 2m20s after it arrived. Before that ann had C1 before it "
        "on the list until 09:00:30, then was full with C1 until 09:02:10, then was looking at the list."
    )
    assert answer_of(ask("C3 --agent ben", cases, **parts)) == (
        "C3 did not go to ben, who had C1 before it on the list until 09:00:30, then was full with C2. "
        "ann picked it at 09:02:40, 2m20s after it arrived."
    )


def test_units_that_were_never_enough_and_somebody_signed_out(ask: Ask) -> None:
    streams = [workstream("B", capacity=60), workstream("S", capacity=30)]
    cases = [
        case("B1", "09:00:00", 600, workstream="B"),
        case("B2", "09:00:30", 900, workstream="B"),
        case("BIG", "09:01:00", 60, workstream="B"),
        case("S1", "09:02:00", 300, workstream="S"),
        case("S2", "09:03:00", 600, workstream="S"),
    ]
    staff = [agent("ann", 100), agent("ben", 100), agent("eve", 100)]
    events = [("08:59:00", "sign-in", "", "ann"), ("08:59:00", "sign-in", "", "ben")]
    events += [("10:00:00", "sign-in", "", "eve")]
    parts: dict[str, Any] = {"workstreams": streams, "agents": staff}

    assert answer_of(ask("BIG --agent ben", cases, events, **parts)) == (
        "BIG did not go to ben, who never had the 60 units that it needs: 40, and 10 from 09:03:00 on, with "
        "B2 and S2 in hand. ann accepted it at 09:10:00, 9m after it arrived."
    )
    assert answer_of(ask("BIG --agent eve", cases, events, **parts)) == (
        "BIG did not go to eve, who was signed out all the while. "
        "ann accepted it at 09:10:00, 9m after it arrived."
    )
    result = ask("S1 --agent ben", cases, events, **parts)
    assert "both had 40 units left and ann's last case came earlier (09:00:00) than ben's" in answer_of(
        result
    )
    told = " ".join(ask("S1", cases, events, **parts).stdout.split())
    assert "1. ann — 40 of 100 units left, holds B1, last given a case at 09:00:00" in told
    assert "2. ben — 40 of 100 units left, holds B2, last given a case at 09:00:30" in told


def test_skills_that_somebody_else_has_and_that_do_not_count(ask: Ask, front_door: FrontDoor) -> None:
    staff = [agent("ann", skills={"spanish": 2}), agent("eva", skills={"spanish": 5})]
    queues = [queue("Q", "ann", priority=1), queue("R", "eva", priority=2, default=True)]
    rules = [{"name": "R", "active": True, "rules": [{"name": "all", "queue": "Q"}]}]
    parts: dict[str, Any] = {"agents": staff, "queues": queues, "skills": ["spanish"], "rulesets": rules}
    cases = [case("C1", "09:00:00", 60, skills="spanish:4"), case("C2", "09:00:10")]
    result = ask("C1", cases, **parts)
    joined, taught = commands_of(result)
    assert "'queues[Q].members=[ann, eva]'" in joined and "'agents[ann].skills={spanish: 4}'" in taught
    for command, who in ((joined, "eva"), (taught, "ann")):
        assert f"C1 did not wait: {who} accepted it" in answer_of(front_door(*shlex.split(command)[1:]))
    assert answer_of(ask("C1 --agent eva", cases, **parts)) == (
        "eva could not get C1: it is in queue Q, and eva is a member of R. It needs spanish:4, and eva has "
        "spanish:5. Nobody else took it either."
    )
    assert answer_of(ask("C1 --agent ann", cases, **parts)) == (
        "C1 did not go to ann, who lacks spanish:4 (has spanish:2). Nobody else took it either."
    )
    picked = [workstream(work_distribution_mode="pick")]
    assert "It names skills (spanish:4), which do not count: cases of W are picked." in answer_of(
        ask("C1", cases, workstreams=picked, **parts)
    )


def test_a_trial_takes_the_place_of_the_one_before(ask: Ask) -> None:
    words = "C1 --set 'agents[ann].capacity=10'"
    (*_, command) = commands_of(ask(words, [case("C1", "09:00:00")]))

    assert command.count("agents[ann].capacity") == 1 and "agents[ann].capacity=50" in command


# An agent at an instant -----------------------------------------------------------------------------------


def test_what_an_agent_held_saw_and_could_have_taken(ask: Ask) -> None:
    stream = workstream(work_distribution_mode="pick")
    big = workstream("X", capacity=120)
    cases = [case(f"C{n}", "09:00:00", 100, workstream="W") for n in range(1, 5)]
    cases.append(case("P1", "09:00:05", workstream="X"))
    words = "--agent ann --at 2026-03-02T09:00:40"
    parts: dict[str, Any] = {"workstreams": [stream, big], "behaviour": {"pick_after": "30s"}}
    result = ask(words, cases, **parts)

    assert answer_of(result) == (
        "At 2026-03-02 09:00:40 ann was busy and held C1; 50 of 100 units were left. Of 3 open work items "
        "on the list ann could have taken C2, C3 and C4. 1 case waited to be pushed, but it could not go to "
        "ann. Member of Q."
    )
    assert "ann has turned to the list, for C2." in result.stdout
    facts = facts_of(ask(f"{words} -o json", cases, **parts))
    assert facts["could_take"] == ["C2", "C3", "C4"] and facts["takes_next"] == "C2"
    assert facts["held"] == [
        {"case_id": "C1", "how": "active", "since": "2026-03-02T09:00:30.000Z", "units": 50}
    ]
    (pushed,) = facts["waiting_for_push"]
    assert (pushed["case_id"], pushed["check"], pushed["need"], pushed["have"]) == ("P1", "capacity", 120, 50)


def test_an_agent_who_was_signed_out(ask: Ask) -> None:
    events = [("09:30:00", "sign-in", "", "ann")]
    result = ask("--agent ann --at 2026-03-02T09:10", [case("C1", "09:00:00")], events)

    assert answer_of(result) == "At 2026-03-02 09:10:00 ann was signed out. Member of Q."


def test_what_waited_out_of_an_agents_reach(ask: Ask, front_door: FrontDoor) -> None:
    queues = [queue("Q", "ann", priority=1), queue("R", "eva", priority=2, default=True)]
    rules = [{"name": "R", "active": True, "rules": [{"name": "all", "queue": "Q"}]}]
    parts: dict[str, Any] = {"agents": [agent("ann", 10), agent("eva")], "queues": queues, "rulesets": rules}
    flow = {"name": "F", "branches": [{"when": {"attribute": "priority", "equals": 1}, "workstream": "Gone"}]}
    parts |= {"flows": [flow | {"default_workstream": "W"}]}
    cases = [case("C1", "09:00:00"), case("C2", "09:01:00"), case("C3", "09:02:00", priority="1")]
    result = ask("--agent eva --at 09:03", cases, **parts)

    assert answer_of(result) == (
        "At 2026-03-02 09:03:00 eva was available and held nothing; 100 of 100 units were left. Nothing "
        "waited in R. 2 cases waited elsewhere: C1 and C2 in Q, of which eva is not a member. C3 was never "
        "distributed: nobody could see it. Member of R."
    )
    assert "eva did get C1" in answer_of(front_door(*shlex.split(commands_of(result)[0])[1:]))
    assert commands_of(result)[1] == "wscli explain C3 cases.csv -f centre.json"


def test_nobody_is_said_to_turn_to_what_they_could_not_take(ask: Ask) -> None:
    stream = workstream(work_distribution_mode="pick")
    cases = [case("C1", "09:00:00"), case("C2", "09:01:00")]
    result = ask("--agent ann --at +3m", cases, workstreams=[stream], agents=[agent("ann", 50)])

    assert "1 open work item stood on the list (C2); ann could take none." in answer_of(result)
    assert "turn" not in result.stdout


def test_an_instant_that_the_run_does_not_have(ask: Ask) -> None:
    cases = [case("C1", "09:00:00")]
    early = ask("--agent ann --at 2026-03-02T08:59", cases)
    late = ask("--agent ann --at 2026-03-02T10:01 --until 2026-03-02T10:00", cases)
    wrong = ask("--agent ann --at yesterday", cases)

    assert (early.code, late.code, wrong.code) == (3, 3, 3)
    assert "before the run begins" in early.stderr and "it begins at 2026-03-02T09:00:00" in early.stderr
    assert "after the run ends" in late.stderr
    assert "in --at" in wrong.stderr


# What is not there, and what was not asked rightly --------------------------------------------------------


def test_a_case_outside_of_the_run(ask: Ask) -> None:
    cases = [case("C0", "07:00:00", 60), case("C1", "09:00:00", 60), case("C2", "11:00:00", 60)]
    assert answer_of(ask("C1 --until 2026-03-02T08:00", cases)) == (
        "C1 is not part of the run: it arrives at 2026-03-02T09:00:00.000Z, and the run ends at "
        "2026-03-02T08:00:00.000Z (--until)."
    )
    result = ask("C1 --from 2026-03-02T10:00", cases, [("09:30:00", "resolve", "C1")])
    assert answer_of(result) == (
        "C1 is not part of the run: a resolve row at 2026-03-02T09:30:00.000Z finished it before the run "
        "begins at 2026-03-02T10:00:00.000Z (--from)."
    )


def test_an_unknown_case_and_an_unknown_agent(ask: Ask) -> None:
    cases = [case("C-1001", "09:00:00"), case("C-1002", "09:00:00"), case("X", "09:00:00")]
    for words, hint in (
        ("C-1003", "did you mean 'C-1002' or 'C-1001'?"),
        ("x", "did you mean 'X'?"),
        ("zebra", "it has 3 cases, such as 'C-1001'"),
        ("C-1001 --agent anne", "did you mean 'ann'?"),
        ("--at 2026-03-02T09:00 --agent Bob", "known: ann"),
    ):
        result = ask(words, cases)
        assert (result.code, result.stdout) == (4, "")
        assert f"hint: {hint}" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "missing argument CASE_ID, CASES"),
        ("C1", "missing argument CASES"),
        ("--at 2026-03-02T09:00 cases.csv", "missing option --agent"),
        ("--at 2026-03-02T09:00 --agent ann", "missing argument CASES"),
        ("--agent ann pyproject.toml", "missing argument CASE_ID, in"),
        ("--agent ann pyproject.toml", "give a case, or --at"),
        ("C1 cases.csv more", "more arguments than expected: more"),
        ("C1 cases.csv --at 2026-03-02T09:00 --agent ann", "unexpected argument 'C1'"),
    ],
)
def test_wrong_words_are_usage(front_door: FrontDoor, words: str, said: str) -> None:
    result = front_door("explain", *words.split())

    assert (result.code, result.stdout) == (2, "")
    assert said in result.stderr


# For programs ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["C1", "C2", "C3", "C4"])
def test_the_explanation_and_the_event_log_say_the_same(front_door: FrontDoor, name: str) -> None:
    """Every row of the worked trace is in the story of its case, and nothing else is."""
    words = [
        TRACE / "cases.csv",
        "--events",
        TRACE / "events.csv",
        "-f",
        TRACE / "configuration.yaml",
        "-o",
        "json",
    ]
    lines = (TRACE / "expected-events.jsonl").read_text(encoding="utf-8").splitlines()
    ids = list(dict.fromkeys(row["case_id"] for row in map(json.loads, lines) if row["case_id"]))
    case_id = ids[int(name[1]) - 1]
    story = facts_of(front_door("explain", case_id, *words))["story"]
    own = [row for row in map(json.loads, lines) if row["case_id"] == case_id and row["event"] != "routed"]

    assert [(row["at"], row["event"], row["agent"]) for row in own] == [
        (row["at"], row["event"], row["agent"]) for row in story if row["event"] != "waited"
    ]
    for row in story:
        if row["event"] in ("offered", "assigned", "picked"):
            assert [each["agent"] for each in row["candidates"] if each.get("chosen")] == [row["agent"]]


def test_what_repeats_is_told_once(ask: Ask) -> None:
    """An agent who never answers is offered the case again and again: four steps say it."""
    stream = workstream(assign_work_item_after_decline_or_timeout="1m", offer_timeout="1m")
    parts: dict[str, Any] = {
        "workstreams": [stream],
        "behaviour": {"no_response_probability": 1},
        "simulation": {"max_offers": 50},
    }
    facts = facts_of(ask("C1 -o json", [case("C1", "09:00:00")], **parts))
    events = [row["event"] for row in facts["story"]]
    offers = sum(row.get("offered", row["event"] == "offered") for row in facts["story"])

    assert events.count("repeated") == 1 and len(events) < 10
    assert offers == 50
    assert (
        "48 more offers to ann, none answered, until" in ask("C1", [case("C1", "09:00:00")], **parts).stdout
    )


@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "tsv", "yaml", "none"])
def test_every_format_is_clean(ask: Ask, format: str) -> None:
    result = ask(f"C1 -o {format}", [case("C1", "09:00:00")])

    assert (result.code, result.stderr) == (0, "")
    assert ("did not wait" in result.stdout) is (format != "none")


def test_fields_and_a_configuration_changed_for_the_run(ask: Ask) -> None:
    words = "C1 --fields verdict,wait_seconds -o json --set 'agents[ann].capacity=10'"
    facts = facts_of(ask(words, [case("C1", "09:00:00")]))

    assert list(facts) == ["verdict", "wait_seconds"]
    assert "it needs 50 units, and nobody in Q has a capacity of more than 10" in facts["verdict"]


def test_hostile_names_are_printed_harmlessly(ask: Ask) -> None:
    flow = [{"name": "F", "default_workstream": "Nothing\u202elike"}]
    result = ask("C1", [case("C1", "09:00:00")], flows=flow)

    assert result.code == 0
    assert "\u202e" not in result.stdout and "\\u202e" in result.stdout


def test_the_week_explains_every_kind_of_case(front_door: FrontDoor) -> None:
    words = [
        EXAMPLES / "week.cases.csv",
        "--events",
        EXAMPLES / "week.events.csv",
        "-f",
        EXAMPLES / "contact-centre.yaml",
    ]
    result = front_door("explain", "CAS-0002", *words)

    assert answer_of(result).startswith("CAS-0002 waited 36s until carla picked it at 08:02:56: 4 of ")
    assert "2. Faults: category equals fault → Technical support: matched (category is" in result.stdout
