"""`wscli explain --run`: the same answers from what is saved, without files and options."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from frontdoor import CENTRE, Result

Wscli = Callable[..., Result]

CASES = (
    "number,arrived_at,handle_seconds,priority,subject\n"
    "C1,2026-03-02T09:00:00,600,1,card lost\n"
    "C2,2026-03-02T09:00:01,600,1,loan\n"
    "C3,2026-03-02T09:00:02,600,1,card\n"
    "C4,2026-03-02T09:00:03,60,1,loan\n"
    "C5,2026-03-02T09:00:04,60,1,card\n"
)
EVENTS = "at,event,agent\n2026-03-02T08:59:00,sign-in,ann\n2026-03-02T08:59:30,sign-in,ben\n"
OPTIONS = "cases.csv -f centre.yaml --events events.csv --map case_id=number --timezone Europe/Madrid"


@pytest.fixture
def kept(wscli: Wscli) -> Wscli:
    """A run `the base` of files alone: the database holds nothing else."""
    Path("centre.yaml").write_text(CENTRE)
    Path("cases.csv").write_text(CASES)
    Path("events.csv").write_text(EVENTS)
    done = wscli("simulate", *shlex.split(OPTIONS), "--save", "the base")
    assert done.code == 0, done.err
    return wscli


def answer(result: Result) -> Any:
    assert result.code == 0, result.err
    return json.loads(result.out)


@pytest.mark.parametrize("asked", ["C1", "C4", "C5 --agent ben", "--agent ann --at 2026-03-02T09:05"])
@pytest.mark.parametrize("named", ["the base", "THE BASE", "1"])
def test_the_answer_is_that_of_the_files(kept: Wscli, asked: str, named: str) -> None:
    words = shlex.split(asked)
    of_files = answer(kept("explain", *words, *shlex.split(OPTIONS), "-o", "json"))
    result = kept("explain", *words, "--run", named, "-o", "json")
    of_run = answer(result)

    assert of_run.pop("next") == [
        row | {"command": _in_order(row["command"]).replace(OPTIONS, "--run 'the base'")}
        for row in of_files.pop("next")
    ]
    assert (of_files.pop("run"), of_run.pop("run")) == (None, "the base")
    assert of_run == of_files
    assert result.err == ""


def _in_order(command: str) -> str:
    """Return a command with the options of the run in the order in which the test has them."""
    options = "cases.csv -f centre.yaml --events events.csv --timezone Europe/Madrid --map case_id=number"
    return command.replace(options, OPTIONS)


def test_every_command_to_look_closer_can_be_typed_and_keeps_what_was_changed(kept: Wscli) -> None:
    set_ = ["--set", "workstreams[Urgent].capacity=100"]
    facts = answer(kept("explain", "C3", "--run", "the base", *set_, "-o", "json"))

    assert facts["next"]
    for command in (row["command"] for row in facts["next"]):
        assert "--run 'the base' --set 'workstreams[Urgent].capacity=100'" in command
        assert kept(*shlex.split(command)[1:]).code == 0


def test_a_configuration_is_changed_for_the_answer_only(kept: Wscli) -> None:
    Path("more.yaml").write_text("agents: [{name: cleo, capacity: 500}]\n")
    before = answer(kept("explain", "C5", "--run", "the base", "-o", "json"))
    more = ["--overlay", "more.yaml", "--set", "queues[Cards].members=[ann, cleo]"]
    after = answer(kept("explain", "C5", "--run", "the base", *more, "-o", "json"))

    assert "C5 did not wait" not in before["verdict"]
    assert "C5 did not wait: cleo accepted it at once" in after["verdict"]
    assert answer(kept("explain", "C5", "--run", "the base", "-o", "json")) == before


def test_a_stranded_case_of_a_run_does_not_send_to_what_is_stored(kept: Wscli) -> None:
    flow = "flows[Flow].branches[0].workstream=Urgnt"
    facts = answer(kept("explain", "C1", "--run", "the base", "--set", flow, "-o", "json"))

    assert "never distributed" in facts["verdict"]
    (trial,) = facts["next"]
    assert "branches[0].workstream=Urgent" in trial["command"]


def test_files_that_moved_or_changed(kept: Wscli) -> None:
    Path("cases.csv").rename("old.csv")
    gone = kept("explain", "C1", "--run", "the base")
    assert gone.code == 4
    assert "--cases FILE names the place where it is now" in gone.err

    found = kept("explain", "C5", "--run", "the base", "--cases", "old.csv", "-o", "json")
    assert found.err == ""
    assert all("--cases old.csv" in row["command"] for row in answer(found)["next"])

    Path("cases.csv").write_text(CASES.replace("C1,", "C1b,"))
    changed = kept("explain", "C1b", "--run", "the base")
    assert changed.code == 0
    assert "warning: cases.csv is not what the run read" in changed.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("C1 --run bass", 4, "there is no run 'bass'"),
        ("C9 --run 'the base'", 4, "C9"),
        ("--run 'the base'", 2, "missing argument CASE_ID"),
        ("C1 cases.csv --run 'the base'", 2, "unexpected argument 'cases.csv'"),
        ("C1 --agent ann --at 2026-03-02T09:05 --run 'the base'", 2, "unexpected argument 'C1'"),
        ("C1 --run 'the base' --seed 4 -f centre.yaml", 2, "-f, --seed cannot be given with --run"),
        ("C1 cases.csv --cases cases.csv", 2, "--cases says where the file of a saved run is now"),
        ("C1 --run 'the base' --set nothing=4", 3, "unknown key 'nothing'"),
        ("C1 --run 'the base' --events - --overlay -", 2, "standard input is named twice"),
    ],
)
def test_what_cannot_be_asked(kept: Wscli, words: str, code: int, said: str) -> None:
    done = kept("explain", *shlex.split(words))

    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_runs_are_completed(kept: Wscli) -> None:
    from wscli.commands._complete import saved_runs
    from wscli.session import Session, use

    with use(Session(db="wscli.db")):
        assert saved_runs(None, "") == ["the base"]  # type: ignore[arg-type]


WIDE = ["--set", "workstreams[Urgent].capacity=100"]
"""So that cases wait, and there is more to ask."""


def test_ids_that_look_like_options_are_asked_for_behind_those(kept: Wscli) -> None:
    Path("odd.csv").write_text(CASES.replace("C3,", "--help,"))
    assert kept("simulate", "odd.csv", *OPTIONS.split()[1:], "--save=-odd", "-q", "-o", "none").code == 0
    facts = answer(kept("explain", "--run=-odd", *WIDE, "-o", "json", "--", "--help"))

    assert facts["case_id"] == "--help"
    assert facts["next"]
    for command in (row["command"] for row in facts["next"]):
        assert "--run=-odd" in command
        assert kept(*shlex.split(command)[1:]).code == 0


def test_what_came_from_standard_input_is_not_asked_of_it_again(kept: Wscli) -> None:
    options = [*OPTIONS.split()[1:], *WIDE]

    def piped(*words: str) -> Any:
        line = [sys.executable, "-m", "wscli", *words, "-o", "json"]
        return json.loads(subprocess.run(line, input=CASES.encode(), capture_output=True, check=True).stdout)

    assert answer(kept("explain", "C3", "cases.csv", *options, "-o", "json"))["next"]
    assert piped("explain", "C3", "-", *options)["next"] == []

    lost = [*options, "--set", "flows[Flow].branches[0].workstream=Urgnt"]
    known = answer(kept("simulate", "cases.csv", *lost, "-o", "json"))["findings"]
    assert any(found["command"] for found in known)
    for save in ([], ["--save", "gone"]):
        said = piped("simulate", "-", *lost, *save)["findings"]
        assert [found["message"] for found in said] == [found["message"] for found in known]
        assert not any(found["command"] for found in said)

    found = answer(kept("explain", "C3", "--run", "gone", "--cases", "cases.csv", "-o", "json"))["next"]
    assert found
    assert all("--run gone --cases cases.csv" in row["command"] for row in found)
