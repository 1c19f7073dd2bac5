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
    return [line.strip() for line in result.stdout.partition("\nNext\n")[2].splitlines()]


def facts_of(result: Result) -> dict[str, Any]:
    assert result.code == 0, result.stderr
    facts: dict[str, Any] = json.loads(result.stdout)
    return facts


# Why nobody -----------------------------------------------------------------------------------------------


def test_a_case_that_a_renamed_workstream_stranded(ask: Ask, front_door: FrontDoor) -> None:
    streams = [workstream("Case Workstream 2026")]
    branch = {"when": {"attribute": "priority", "equals": 1}, "workstream": "Case Workstream"}
    flow = {"name": "Flow", "branches": [branch], "default_workstream": "Case Workstream 2026"}
    result = ask("C1", [case("C1", "09:00:00", priority="1")], workstreams=streams, flows=[flow])

    assert answer_of(result) == (
        "C1 was never distributed: branch 1 of flow 'Flow' says workstream 'Case Workstream', and there is "
        "none of that name. The nearest name is 'Case Workstream 2026': was it renamed? Nobody could be "
        "offered it, and nobody could pick it."
    )
    assert "1. priority equals 1 → Case Workstream: matched (priority is 1)" in result.stdout
    repaired = front_door(*shlex.split(commands_of(result)[1])[1:])
    assert "C1 did not wait: ann accepted it at once" in answer_of(repaired)


def test_a_flow_that_points_to_nothing_like_it_and_an_inactive_one(ask: Ask) -> None:
    flow = [{"name": "Flow", "default_workstream": "Zebra"}]
    assert "the default of flow 'Flow' says workstream 'Zebra', and there is none of that name. Nobody" in (
        answer_of(ask("C1", [case("C1", "09:00:00")], flows=flow))
    )
    streams = [workstream("W"), workstream("Old", status="inactive")]
    flow = [{"name": "Flow", "default_workstream": "Old"}]
    result = ask("C1", [case("C1", "09:00:00")], flows=flow, workstreams=streams)
    assert "says workstream 'Old', which is inactive." in answer_of(result)


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
    assert "ended by ann: 50 units freed by C4 at 09:35:00" in result.stdout
    assert commands_of(result)[1] == "wscli explain C3 cases.csv -f centre.json"


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
    assert "nobody in Q was available or busy (all away). It was withdrawn at 09:01:00" in answer_of(result)
    assert "C1 did not wait" in answer_of(front_door(*shlex.split(commands_of(result)[0])[1:]))

    result = ask("C1", [case("C1", "09:00:00", 60, skills="spanish:2")], skills=["spanish"])
    assert "nobody in Q has the skills that it needs (spanish:2)" in answer_of(result)
    assert "ann — skills: needs spanish:2, has none" in result.stdout


def test_nobody_was_signed_in(ask: Ask) -> None:
    events = [("09:30:00", "sign-in", "", "ann")]
    assert answer_of(ask("C1", [case("C1", "09:00:00", 60)], events)) == (
        "C1 waited 30m until ann accepted it at 09:30:00: nobody in Q was signed in, until ann signed in."
    )


# Who, and why not another ---------------------------------------------------------------------------------


def test_a_picked_case(ask: Ask) -> None:
    stream = workstream(work_distribution_mode="pick")
    cases = [case(f"C{n}", "09:00:00", 100) for n in range(1, 5)]
    staff = [agent("ann", 50), agent("ben", 50)]
    result = ask("C3", cases, workstreams=[stream], agents=staff, behaviour={"pick_after": "30s"})

    assert answer_of(result) == (
        "C3 waited 2m40s until ann picked it at 09:02:40: everybody in Q was full; "
        "2 cases went first (C1, C2)."
    )
    assert "ann, ben — list: C1 stands before it, for 30s" in result.stdout
    assert "ended by ann: took it from the list at 09:02:40" in result.stdout


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
    "ann": "ann did get C1. C1 did not wait: ann accepted it at once, at 09:00:00.",
    "ben": "ben did not get C1: at 09:00:00 ann ranked before ben: more units left (100 against 50).",
    "eve": "eve did not get C1: capacity: needs 50, has 20 at 09:00:00.",
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

    assert answer.startswith("ann was offered C1 and declined it at 09:00:10. C1 waited 20s until ben ")


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
        ("C1 cases.csv more", "more arguments than expected: more"),
        ("C1 cases.csv --at 2026-03-02T09:00 --agent ann", "unexpected argument 'cases.csv'"),
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
    assert "again, 48 times, until" in ask("C1", [case("C1", "09:00:00")], **parts).stdout


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
