from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from wscli.cases import EventKind
from wscli.errors import Invalid

AT = "2026-03-02T09:00:00"
NINE = 1772442000000
CASES = f"case_id,arrived_at,handle_seconds\nA,{AT},60\nB,{AT},60\n"
HEADER = "at,event,case_id,agent,value\n"

Refused = Callable[..., Invalid]
Read = Callable[..., Any]


def places(error: Invalid) -> list[tuple[int | None, str]]:
    return [(problem.line, problem.path) for problem in error.problems]


def test_all_events(read: Read) -> None:
    rows = [
        "Sign In,,ann,",
        "sign_out,,ben,",
        "presence,,ann,Busy - DND",
        "presence,,ann,in training",
        "accept,A,,",
        "decline,A,ann,",
        "ignore,A,,",
        "pick,B,Ben,",
        "wait,B,,",
        "resume,B,,",
        "reply,B,,",
        "resolve,B,,",
        "withdraw,A,,",
        "transfer,A,,everything else",
    ]
    _, events = read(CASES, HEADER + "".join(f"{AT},{row}\n" for row in rows))
    assert events.event[:4] == [EventKind.SIGN_IN, EventKind.SIGN_OUT, EventKind.PRESENCE, EventKind.PRESENCE]
    assert set(events.event) == set(EventKind)
    assert list(events.at) == [NINE] * 14
    assert list(events.case) == [-1, -1, -1, -1, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0]
    assert list(events.agent) == [0, 1, 0, 0, -1, 0, -1, 1, -1, -1, -1, -1, -1, -1]
    assert list(events.value) == [-1, -1, 2, 5, *[-1] * 9, 1]
    assert list(events.lines) == list(range(2, 16))
    assert (len(events), events.skipped) == (14, 0)


def test_events_need_no_columns_that_no_row_uses(read: Read) -> None:
    _, events = read(CASES, f"at,event,agent\n{AT},sign-in,ann\n")
    assert list(events.agent) == [0]


def test_columns_of_events_cannot_be_renamed_and_nobody_says_so(refused: Refused) -> None:
    error = refused(CASES, f"when,event,agent\n{AT},sign-in,ann\n")
    assert places(error) == [(1, "at")]
    assert error.problems[0].hint == "the columns are: when, event, agent"


@pytest.mark.parametrize("name", ["events.csv", "events.jsonl"])
def test_an_event_log_is_told_in_one_sentence(refused: Refused, name: str) -> None:
    """It has an `event` in each of its many rows, and nearly none of them is one of an events file."""
    rows = [f"{number},{AT},routed,A,,Q,W,open,default" for number in range(1, 50)]
    header = "seq,at,event,case_id,agent,queue,workstream,state,reason"
    log = "".join(f"{line}\n" for line in (header, *rows))
    if name.endswith("jsonl"):
        keys = header.split(",")
        log = "".join(json.dumps(dict(zip(keys, row.split(","), strict=True))) + "\n" for row in rows)

    (problem,) = refused(CASES, log, events_name=name).problems
    assert problem.message.startswith("this is an event log")
    assert "at, event, case_id, agent, value" in str(problem.hint)


def test_json_lines_events(read: Read) -> None:
    row = f'{{"event": "pick", "agent": "ann", "at": "{AT}", "case_id": "B"}}\n'
    _, events = read(CASES, row, events_name="events.jsonl")
    assert list(events.case) == [1]


def test_no_events(read: Read, refused: Refused) -> None:
    assert len(read(CASES, HEADER)[1]) == 0
    assert len(read(CASES, "", events_name="events.jsonl")[1]) == 0
    assert refused(CASES, "").problems[0].message == "it is empty"


def test_what_each_event_needs(refused: Refused) -> None:
    """Rulebook §9: a missing required field is a bad row, not a refusal."""
    words = ["sign-in", "sign-out", "presence", "pick", "transfer", "accept", "withdraw"]
    error = refused(CASES, HEADER + "".join(f"{AT},{word},,,\n" for word in words))
    assert places(error) == [
        (2, "agent"),
        (3, "agent"),
        (4, "agent"),
        (4, "value"),
        (5, "case_id"),
        (5, "agent"),
        (6, "case_id"),
        (6, "value"),
        (7, "case_id"),
        (8, "case_id"),
    ]
    assert error.problems[0].message == "it is missing: sign-in needs one"


def test_unknown_words_and_names(refused: Refused) -> None:
    error = refused(
        CASES,
        HEADER + f"{AT},sing-in,,ann,\nsoon,pick,A,anne,\n{AT},presence,,ann,bussy\n{AT},transfer,A,,Csaes\n"
        f"{AT},accept,C,,\n,,,,\n",
    )
    assert places(error) == [
        (2, "event"),
        (3, "at"),
        (3, "agent"),
        (4, "value"),
        (5, "value"),
        (6, "case_id"),
        (7, "at"),
        (7, "event"),
    ]
    hints = [problem.hint for problem in error.problems]
    assert hints[0] == "did you mean 'sign-in'?"
    assert hints[2] == "did you mean 'ann'?"
    assert hints[3] == "did you mean 'busy'?"
    assert hints[4] == "did you mean 'Cases'?"
    assert "no case 'C' in " in error.problems[5].message


def test_bad_rows_of_both_files_come_together(refused: Refused) -> None:
    error = refused(CASES + f"C,{AT},x\n", HEADER + f"{AT},accept,C,,\n{AT},accept,D,,\n")
    assert [problem.file.rpartition("/")[2] for problem in error.problems if problem.file] == [
        "cases.csv",
        "events.csv",
    ]
    assert places(error) == [(4, "handle_seconds"), (3, "case_id")], "C is a case, if a bad one"
    assert "1 bad row in " in error.message
    assert "; 1 bad row in " in error.message


def test_skipped_event_rows_are_counted(read: Read) -> None:
    cases, events = read(
        CASES + f"C,{AT},x\n",
        HEADER + f"{AT},accept,C,,\n{AT},accept,B,,\n{AT},jump,,,\n{AT},pick,A,ann,\n",
        skip_bad_rows=True,
    )
    assert (cases.skipped, events.skipped) == (1, 2)
    assert list(events.case) == [1, 0]
    assert list(events.lines) == [3, 5]
    assert list(events.agent) == [-1, 0]
    assert events.event == [EventKind.ACCEPT, EventKind.PICK]


@pytest.mark.parametrize(
    "cases", [f"case_id,arrived_at\nA,{AT}\n", f"case_id,arrived_at,handle_seconds\nA,{AT},\n"]
)
def test_a_resolve_row_stands_for_the_handle_time(read: Read, refused: Refused, cases: str) -> None:
    resolve = HEADER + f"{AT},resolve,A,,\n"
    assert list(read(cases, resolve)[0].handle) == [-1]
    more = cases + (f"B,{AT}\n" if "handle" not in cases else f"B,{AT},\n")
    assert places(refused(more, resolve)) == [(3, "handle_seconds")]


def test_a_bad_resolve_row_finishes_nothing_if_it_is_skipped(read: Read, refused: Refused) -> None:
    cases = f"case_id,arrived_at,handle_seconds\nA,{AT},\nB,{AT},1\n"
    resolve = HEADER + "soon,resolve,A,,\n"
    assert places(refused(cases, resolve)) == [(2, "at")]
    table, events = read(cases, resolve, skip_bad_rows=True)
    assert (table.ids, table.skipped, events.skipped) == (["B"], 1, 1)


def test_without_resolve_rows_the_column_is_required(refused: Refused) -> None:
    error = refused(f"case_id,arrived_at\nA,{AT}\n", HEADER + f"{AT},accept,A,,\n")
    assert [problem.message for problem in error.problems] == ["no column handle_seconds"]


def test_a_broken_events_file_blames_no_case(refused: Refused) -> None:
    error = refused(f"case_id,arrived_at\nA,{AT}\nB,never\n", "when,event\n")
    assert places(error) == [(3, "arrived_at"), (1, "at")]


def test_an_offset_a_zone_and_a_format_count_for_events_too(read: Read) -> None:
    events = "at,event,agent\n03/02/2026 09:00,sign-in,ann\n2026-03-02T10:00+01:00,sign-out,ann\n"
    _, table = read(CASES, events, time_format="%m/%d/%Y %H:%M")
    assert list(table.at) == [NINE, NINE]
