"""`wscli simulate --save` and `wscli runs`: kept, listed, shown, handed on, repeated, deleted."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from doors import FrontDoor
from frontdoor import CENTRE, Result

Wscli = Callable[..., Result]

HEADER = "case_id,arrived_at,handle_seconds,priority,subject,patience_seconds\n"
CASES = HEADER + (
    "C1,2026-03-02T09:00:00,60,1,card lost,\n"
    "C2,2026-03-02T09:00:01,600.5,1,loan,\n"
    "C3,2026-03-02T09:00:02,60,1,loan,30\n"
    "C4,2026-03-02T09:00:03,60,1,card,\n"
)
LATER = "C5,2026-03-02T09:30:00,60,1,card,\n"
EVENTS = "at,event,agent\n2026-03-02T08:59:00,sign-in,ann\n2026-03-02T08:59:30,sign-in,ben\n"


@pytest.fixture
def kept(centre: Wscli) -> Wscli:
    """The small contact centre with cases.csv and events.csv, and a run of them, `base`."""
    Path("cases.csv").write_text(CASES)
    Path("events.csv").write_text(EVENTS)
    words = ["simulate", "cases.csv", "--events", "events.csv", "--until", "2026-03-02T09:05"]
    done = centre(*words, "--save", "base")
    assert done.code == 0, done.err
    assert "saved as run 'base'\n" in done.err
    return centre


def json_of(result: Result) -> Any:
    assert result.code == 0, result.err
    return json.loads(result.out)


# Saving ---------------------------------------------------------------------------------------------------


def test_the_summary_names_the_run_only_if_it_is_saved(kept: Wscli) -> None:
    assert json_of(kept("simulate", "cases.csv", "-o", "json"))["run"] is None
    assert json_of(kept("simulate", "cases.csv", "--save", "Two", "-o", "json"))["run"] == "Two"
    assert json_of(kept("runs", "show", "two", "-o", "json"))["run"] == "Two"


@pytest.mark.parametrize("words", ["--save", "--save=", "--save -o json", "-o json --save"])
def test_a_run_gets_a_name_where_none_is_given(kept: Wscli, words: str) -> None:
    done = kept("simulate", "cases.csv", *words.split())

    assert done.code == 0
    assert "saved as run 'run-2'\n" in done.err


def test_a_name_before_the_cases_is_a_name(kept: Wscli) -> None:
    assert kept("simulate", "--save", "cases.csv") == Result(
        2, "", "error: missing argument CASES, in `wscli simulate`\nhint: see `wscli simulate --help`\n"
    )


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("BASE", 5, "there is already a run 'base'"),
        ("12", 3, "12 is a number"),
        ("a\nb", 3, "control characters"),
        ("x" * 101, 3, "at most 100 characters"),
    ],
)
def test_a_name_that_cannot_be_is_refused_before_anything_is_read(
    kept: Wscli, name: str, code: int, said: str
) -> None:
    done = kept("simulate", "nothing.csv", "--save", name)

    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert "nothing.csv" not in done.err


def test_a_place_that_cannot_be_written_is_refused_before_anything_is_read(wscli: Wscli) -> None:
    Path("centre.yaml").write_text(CENTRE)
    done = wscli("simulate", "nothing.csv", "-f", "centre.yaml", "--save", db="/dev/null/x")

    assert done.code == 1
    assert "nothing.csv" not in done.err


def test_the_first_thing_that_is_kept_may_be_a_run(wscli: Wscli, database: Path) -> None:
    Path("centre.yaml").write_text(CENTRE)
    Path("cases.csv").write_text(CASES)
    assert wscli("simulate", "cases.csv", "-f", "centre.yaml").code == 0
    assert not database.exists()
    assert wscli("simulate", "cases.csv", "-f", "centre.yaml", "--save").code == 0
    assert len(json_of(wscli("runs", "list", "-o", "json"))) == 1
    assert wscli("export").out == "version: 1\n"


# Listing and showing --------------------------------------------------------------------------------------


def test_nothing_saved_is_said(wscli: Wscli, database: Path) -> None:
    assert wscli("runs", "list") == Result(0, "", "no saved runs\n")
    assert wscli("runs", "list", "-o", "json").out == "[]\n"
    assert not database.exists()


def test_the_list_has_what_one_looks_for(kept: Wscli) -> None:
    (row,) = json_of(kept("runs", "list", "-o", "json"))
    summary = json_of(kept("runs", "show", "base", "-o", "json"))
    page = kept("runs", "list").out

    assert row["created_at"].endswith("Z")
    assert row["name"] == "base"
    assert row["digest"] == summary["digest"]
    assert row["wait_mean"] == summary["wait"]["mean"]
    assert row["service_level"] == summary["service_level"]["fraction"]
    assert row["case_file"] == "cases.csv"
    assert max(map(len, page.splitlines())) <= 100
    assert row["digest"][7:19] in page


def test_a_narrow_list_leaves_out_what_matters_least(kept: Wscli, monkeypatch: pytest.MonkeyPatch) -> None:
    widths = {}
    for width in (60, 80, 100):
        monkeypatch.setenv("COLUMNS", str(width))
        page = kept("runs", "list").out.splitlines()
        widths[width] = [word for word in ("in time", "digest", "version") if word in page[0]]
        assert len(page) == 3, "nothing is folded"
        assert kept("runs", "list", tty=True).out.splitlines()[0].split() == page[0].split()

    assert widths == {
        60: ["in time"],
        80: ["in time", "digest"],
        100: ["in time", "digest", "version"],
    }
    asked = kept("runs", "list", "--fields", "name,digest,version").out
    assert "version" in asked.splitlines()[0]


def test_show_gives_what_simulate_gave(kept: Wscli) -> None:
    words = ("simulate", "cases.csv", "--events", "events.csv")
    page = kept(*words, "--save", "two").out
    summary = kept(*words, "--save", "three", "-o", "json").out

    assert kept("runs", "show", "two").out == page
    assert kept("runs", "show", "three", "-o", "json").out == summary
    some = json_of(kept("runs", "show", "3", "-o", "json", "--fields", "run,seed"))
    assert some == {"run": "three", "seed": 0}


@pytest.mark.parametrize(
    "words", ["show bass", "export bass", "repeat bass", "delete bass", "delete base bass"]
)
def test_a_run_that_is_not_there_is_not_found(kept: Wscli, words: str) -> None:
    done = kept("runs", *words.split())

    assert done == Result(4, "", "error: there is no run 'bass'\nhint: did you mean 'base'?\n")
    assert len(json_of(kept("runs", "list", "-o", "json"))) == 1


# Exporting ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
@pytest.mark.parametrize("zone", ["UTC", "Asia/Kathmandu"])
def test_an_export_is_the_case_log_byte_for_byte(kept: Wscli, ending: str, zone: str) -> None:
    log, copy = Path(f"log.{ending}"), Path(f"copy.{ending}")
    words = ["--until", "2026-03-02T09:01:30", "--timezone", zone]
    assert kept("simulate", "cases.csv", *words, "--case-log", str(log), "--save", "logged").code == 0
    done = kept("runs", "export", "logged", str(copy))

    assert done == Result(0, "", f"exported run 'logged': 4 cases, to {copy}\n")
    assert copy.read_bytes() == log.read_bytes()
    assert kept("runs", "export", "logged", "-o", ending).out == log.read_text()
    assert len({line.split(",")[5] for line in log.read_text().splitlines()}) > 1


def test_the_whole_run_is_one_document(kept: Wscli) -> None:
    whole = json_of(kept("runs", "export", "base", "-o", "json"))
    configuration = json_of(kept("export", "-o", "json"))
    rows = [json.loads(line) for line in kept("runs", "export", "base", "-o", "jsonl").out.splitlines()]

    assert list(whole) == [
        "schema_version", "run", "id", "created_at", "files", "options", "configuration", "summary", "cases",
    ]  # fmt: skip
    assert whole["configuration"] == configuration
    assert whole["options"] == {
        "cases": "cases.csv", "events": "events.csv", "until": "2026-03-02T09:05",
    }  # fmt: skip
    assert whole["cases"] == rows
    assert [file["role"] for file in whole["files"]] == ["cases", "events"]
    assert whole["files"][0]["size"] == len(CASES)
    assert kept("runs", "export", "base", "all.json").code == 0
    assert json.loads(Path("all.json").read_text()) == whole


def test_an_export_may_have_some_columns_only(kept: Wscli) -> None:
    done = kept("runs", "export", "base", "--fields", "agent,case-id")
    assert done.out.splitlines()[0] == "agent,case_id"
    assert kept("runs", "export", "base", "--fields", "agents").code == 3


@pytest.mark.parametrize("words", ["-o yaml", "cases.txt", "copy.csv -o json", "cases"])
def test_an_export_that_is_none_is_refused(kept: Wscli, words: str) -> None:
    before = sorted(Path().iterdir())
    done = kept("runs", "export", "base", *words.split())

    assert (done.code, done.out) == (3, "")
    assert "hint" in done.err
    assert sorted(Path().iterdir()) == before


def test_an_export_never_takes_the_place_of_what_the_run_read(kept: Wscli) -> None:
    before = Path("cases.csv").read_bytes()
    done = kept("runs", "export", "base", str(Path("cases.csv").resolve()))

    assert (done.code, done.out) == (2, "")
    assert "would overwrite the cases file of run 'base'" in done.err
    assert Path("cases.csv").read_bytes() == before


# Repeating ------------------------------------------------------------------------------------------------


def test_a_repetition_is_identical(kept: Wscli) -> None:
    again = kept("runs", "repeat", "base", "-o", "json")
    summary = json_of(kept("runs", "show", "base", "-o", "json"))

    assert again.err == "identical to run 'base': the digest is the same\n"
    assert json_of(again) == {**summary, "run": None}


def test_what_is_stored_is_repeated_whatever_becomes_of_the_rest(kept: Wscli) -> None:
    Path("map.yaml").write_text("case_id: number\n")
    Path("over.yaml").write_text("agents: [{name: ben, capacity: 150}]\n")
    Path("other.csv").write_text(CASES.replace("case_id", "number"))
    words = ["--map", "@map.yaml", "--overlay", "over.yaml", "--set", "queues[Cards].priority=5"]
    assert kept("simulate", "other.csv", *words, "--case-log", "log.csv", "--save", "b").code == 0
    for name in ("map.yaml", "over.yaml", "log.csv"):
        Path(name).unlink()
    assert kept("workstream", "update", "Urgent", "--capacity", "1").code == 0
    again = kept("runs", "repeat", "b", "-o", "json")

    assert again.code == 0, again.err
    assert json_of(again)["settings"]["set"] == ["queues[Cards].priority=5"]
    assert not Path("log.csv").exists()


def test_a_changed_file_with_another_outcome_is_told_and_fails(kept: Wscli) -> None:
    Path("cases.csv").write_text(CASES.replace("600.5", "30"))
    again = kept("runs", "repeat", "base")

    assert again.code == 6
    assert "warning: cases.csv is not what the run read: " in again.err
    assert "error: not what run 'base' was: the digest is sha256:" in again.err
    assert again.err.endswith("hint: a file has changed\n")
    assert "4 arrived: 4 resolved" in again.out


def test_a_change_that_does_not_matter_is_told_and_no_more(kept: Wscli) -> None:
    Path("cases.csv").write_text(CASES.replace("loan", "home loan"))
    Path("events.csv").write_text(EVENTS.replace("T", " "))
    again = kept("runs", "repeat", "base", "-q")

    assert again.code == 0
    assert again.err.count("is not what the run read") == 2


def test_another_version_is_a_reason_that_is_named(kept: Wscli, monkeypatch: pytest.MonkeyPatch) -> None:
    from wscli.dryrun import repeating

    monkeypatch.setattr(repeating, "__version__", "99.0")
    assert kept("runs", "repeat", "base").code == 0
    Path("cases.csv").write_text(CASES + LATER.replace("09:30", "09:01"))
    again = kept("runs", "repeat", "base")

    assert again.code == 6
    assert "hint: a file has changed; it was run by wscli 0.1.0, and this is 99.0\n" in again.err


def test_a_file_that_has_moved_can_be_named(kept: Wscli) -> None:
    Path("cases.csv").rename("moved.csv")
    missing = kept("runs", "repeat", "base")
    packed = Path("moved.csv.gz")
    packed.write_bytes(gzip.compress(CASES.encode()))

    assert missing.code == 4
    assert "hint: if it has moved: --cases FILE names the place where it is now" in missing.err
    assert kept("runs", "repeat", "base", "--cases", "moved.csv").err.startswith("identical")
    other = kept("runs", "repeat", "base", "--cases", str(packed))
    assert other.code == 0
    assert "moved.csv.gz is not what the run read" in other.err


def test_standard_input_cannot_be_read_again_but_recognised(kept: Wscli, front_door: FrontDoor) -> None:
    assert front_door("simulate", "-", "--save", "piped", stdin=CASES.encode()).code == 0
    refused = kept("runs", "repeat", "piped")

    assert refused.code == 2
    assert "read its cases from standard input, which cannot be read again" in refused.err
    assert "--cases FILE" in refused.err
    repeat = ("runs", "repeat", "piped", "--cases")
    assert "identical to run 'piped'" in kept(*repeat, "cases.csv").err
    assert front_door(*repeat, "-", stdin=CASES.encode()).code == 0
    other = front_door(*repeat, "-", stdin=(CASES + LATER).encode())
    assert other.code == 6
    assert "warning: standard input is not what the run read" in other.stderr


def test_events_stand_for_events_only(kept: Wscli) -> None:
    assert kept("simulate", "cases.csv", "--save", "without").code == 0
    assert kept("runs", "repeat", "without", "--events", "events.csv").code == 2
    assert kept("runs", "repeat", "base", "--events", "events.csv").code == 0
    assert kept("runs", "repeat", "base", "--cases", "-", "--events", "-", input=CASES).code == 2


# Deleting -------------------------------------------------------------------------------------------------


def test_deleting_asks(kept: Wscli) -> None:
    assert kept("runs", "delete", "base").code == 2
    refused = kept("runs", "delete", "base", tty=True, input="no\n")
    assert refused.code == 1
    assert "delete run 'base'? [y/N]" in refused.err
    assert kept("runs", "delete", "1", tty=True, input="y\n").err.endswith("deleted run 'base'\n")
    assert kept("runs", "list", "-o", "json").out == "[]\n"


def test_several_go_together_or_not_at_all(kept: Wscli) -> None:
    assert kept("simulate", "cases.csv", "--save").code == 0
    assert kept("runs", "delete", "base", "run-9", "--yes").code == 4
    tried = kept("runs", "delete", "base", "2", "BASE", "--dry-run")
    assert tried == Result(0, "", "(dry run) deleted run 'base'\n(dry run) deleted run 'run-2'\n")
    assert len(json_of(kept("runs", "list", "-o", "json"))) == 2
    done = kept("runs", "delete", "base", "2", "--yes", "-o", "json")
    assert json_of(done) == {"deleted": ["base", "run-2"]}
    assert kept("runs", "list", "-o", "json").out == "[]\n"
