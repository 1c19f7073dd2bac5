"""Names and ids that would be something else: markup, a formula, orders to a terminal, text turned round.

Whatever shows them shows them as the text that they are: nothing raw reaches a terminal, a page stays text,
a log can be read back.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from frontdoor import Result, run

Wscli = Callable[..., Result]

SCRIPT, FORMULA, TURNED = "<script>alert(1)</script>", "=HYPERLINK(A1)", "4\u202eC\u2066"
CASES = [SCRIPT, FORMULA, TURNED, "+left", "@stuck"]
AGENT, OTHER = "an\u202enrevo", "@ben"
QUEUE, EMPTY = "[red]x", "<b>Nobody"
BASE, MORE = "=run<b>\u202e", "[bold]more"
CENTRE = f"""\
workstreams:
  - {{name: "=Work", capacity: 50, allowed_presences: [available, busy]}}
queues:
  - {{name: "{QUEUE}", priority: 1, members: ["{AGENT}"]}}
  - {{name: "{EMPTY}", priority: 2}}
  - {{name: "${{Rest}}", default: true, members: ["{AGENT}", "{OTHER}"]}}
agents:
  - {{name: "{AGENT}", capacity: 50}}
  - {{name: "{OTHER}", capacity: 50}}
rulesets:
  - name: "<i>Rules</i>"
    active: true
    rules:
      - {{name: "=1+1", when: {{attribute: "=attr", equals: "=2+2"}}, queue: "{QUEUE}"}}
      - {{name: "\u2067none", when: {{attribute: "=attr", equals: "[/]"}}, queue: "{EMPTY}"}}
flows:
  - {{name: "<u>Flow", default_workstream: "=Work"}}
"""
ARRIVALS = zip(CASES, range(5), ["=2+2", "=2+2", "=2+2", "other", "[/]"], strict=True)
ROWS = ["case_id,arrived_at,handle_seconds,patience_seconds,=attr"]
ROWS += [
    f"{case},2026-03-02T09:00:0{at},600,{900 if case == TURNED else ''},{attr}" for case, at, attr in ARRIVALS
]
EVENTS = f"at,event,agent,case_id\n2026-03-02T08:59,sign-in,{AGENT},\n2026-03-02T08:59,sign-in,{OTHER},\n"

RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""What no line on a terminal may have in it: controls, and what turns the direction of text."""


@pytest.fixture
def hostile(wscli: Wscli) -> Wscli:
    """A contact centre of such names, stored, with two runs; their logs in log.* and cases-log.*."""
    Path("centre.yaml").write_text(CENTRE, encoding="utf-8")
    Path("changed.yaml").write_text(CENTRE.replace("@ben", "+ben\\u2068"), encoding="utf-8")
    Path("cases.csv").write_text("\n".join(ROWS) + "\n", encoding="utf-8")
    Path("events.csv").write_text(EVENTS, encoding="utf-8")
    assert wscli("apply", "-f", "centre.yaml", "-q").code == 0
    simulate = [
        "simulate",
        "cases.csv",
        "--events",
        "events.csv",
        "--until",
        "2026-03-02T10:00",
        "-o",
        "none",
    ]
    logs = ["--event-log", "log.csv", "--case-log", "cases-log.csv", "--save", BASE]
    for words in (
        logs,
        ["--event-log", "log.xes"],
        ["--event-log", "log.jsonl", "--case-log", "cases-log.jsonl"],
    ):
        done = wscli(*simulate, *words)
        assert done.code == 0, done.err
    done = wscli(*simulate, "--set", "agents.0.capacity=100", "--save", MORE)
    assert done.code == 0, done.err
    return wscli


ON_A_TERMINAL = [
    ["simulate", "cases.csv", "--events", "events.csv", "--until", "2026-03-02T10:00", "--all"],
    ["simulate", "cases.csv", "--events", "events.csv", "-f", "centre.yaml", "--save", "\u202e=third"],
    *(["explain", case, "--run", BASE] for case in CASES),
    ["explain", SCRIPT, "--run", BASE, "--agent", AGENT],
    ["explain", "--run", BASE, "--agent", AGENT, "--at", "2026-03-02T09:01"],
    ["explain", "no\u202esuch", "--run", BASE],
    ["runs", "list"],
    ["runs", "show", BASE],
    ["runs", "export", BASE],
    ["runs", "export", BASE, "-o", "jsonl"],
    ["runs", "export", BASE, "-o", "json"],
    ["runs", "repeat", BASE],
    ["runs", "compare", BASE, MORE],
    ["runs", "show", "no\u202esuch"],
    ["report", BASE, "--html", "\u202epage.html"],
    ["report", BASE, "--html", "-"],
    ["report", BASE, MORE, "--html", "-"],
    ["replay", BASE, "--plain", "--speed", "max"],
    ["replay", BASE, "--case", "no\u202esuch"],
    ["validate"],
    ["validate", "centre.yaml"],
    ["diff", "-f", "changed.yaml", "--prune"],
    ["export"],
    ["agent", "list"],
    ["agent", "show", AGENT],
    ["agent", "show", "no\u202esuch"],
    ["queue", "show", QUEUE],
    ["ruleset", "show", "<i>Rules</i>"],
    ["flow", "show", "<u>Flow"],
]
"""Command lines whose every stream is a terminal."""
FORMATS = ["json", "jsonl", "csv", "tsv", "yaml"]
SHOWN = [
    ["replay", BASE],
    ["runs", "show", BASE],
    ["runs", "list"],
    ["agent", "list"],
    ["agent", "show", AGENT],
]


def words_of(words: list[str]) -> str:
    return " ".join(words).encode("ascii", "backslashreplace").decode()


@pytest.mark.parametrize("words", ON_A_TERMINAL, ids=words_of)
def test_nothing_raw_reaches_a_terminal(
    hostile: Wscli, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    done = run(words, tty=True)

    assert done.code == (4 if any("no\u202esuch" in word for word in words) else 0), done.err
    assert done.out or done.err
    for line in [*done.out.split("\n"), *done.err.split("\n")]:
        assert not RAW.search(line), (line, done.err)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("words", SHOWN, ids=words_of)
def test_nor_does_it_in_other_formats(hostile: Wscli, words: list[str], form: str) -> None:
    done = run([*words, "-o", form], tty=True)

    assert done.code == 0, done.err
    assert not RAW.search(done.out.replace("\t", " "))


def test_a_summary_names_them_in_its_findings_and_tables(hostile: Wscli) -> None:
    out = hostile("runs", "show", BASE, "--all").out

    assert f"'{EMPTY}'" in out.partition("\nQueues\n")[0]
    assert {QUEUE, EMPTY, "=Work", "an\\u202enrevo", OTHER} <= {
        line.split("  ")[0] for line in out.split("\n")
    }


def test_an_explanation_names_them_as_they_are(hostile: Wscli) -> None:
    out = hostile("explain", SCRIPT, "--run", BASE).out

    assert all(name in out for name in (SCRIPT, QUEUE, "an\\u202enrevo"))
    assert '"=attr" equals "=2+2"' in out


def test_a_replay_names_them_as_they_are_line_by_line(hostile: Wscli) -> None:
    lines = hostile("replay", BASE, "--plain", "--speed", "max").out.splitlines()

    assert any(line.split()[1:5] == ["accepted", SCRIPT, "an\\u202enrevo", QUEUE] for line in lines)
    assert any(line.split()[1:3] == ["arrived", "4\\u202eC\\u2066"] for line in lines)


def test_a_screen_shows_them_as_text(hostile: Wscli, database: Path) -> None:
    pytest.importorskip("termios")
    from pseudoterminal import ESCAPES, terminal

    with terminal(100, 30) as screen:
        screen.start([BASE, "--case", TURNED], database)
        text = screen.wait_for("q quit")
        screen.press(b"G")
        text += screen.wait_for("4\\u202eC\\u2066  withdrawn at 09:15:02, never answered")
        screen.press(b"q")
        assert screen.end() == 0

    text = ESCAPES.sub("", text).replace("\r", "")
    assert not [line for line in text.split("\n") if RAW.search(line)]
    assert all(name in text for name in ("=run<b>\\u202e", QUEUE, EMPTY, "an\\u202enrevo", OTHER, SCRIPT))


class Read(HTMLParser):
    """The names of elements and attributes of a page, and its texts."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: set[str] = set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.texts.add(data)


def test_a_page_is_text(hostile: Wscli) -> None:
    for runs in ([BASE], [BASE, MORE]):
        page = Read(hostile("report", *runs, "--html", "-").out)

        assert not page.names & {"script", "b", "i", "u", "img", "red"}
        assert not [name for name in page.attributes if name.startswith("on")]
        assert page.texts >= {QUEUE, EMPTY, SCRIPT, FORMULA, "an\\u202enrevo"}


def read_csv(path: str) -> Iterator[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def read_lines(text: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in text.splitlines()]


def test_logs_are_read_back_as_they_were(hostile: Wscli) -> None:
    log = list(read_csv("cases-log.csv"))
    assert [row["case_id"] for row in log] == CASES
    assert {row["queue"] for row in log} == {QUEUE, EMPTY, "${Rest}"}
    assert {row["agent"] for row in log} == {AGENT, OTHER, ""}
    lines = read_lines(Path("cases-log.jsonl").read_text(encoding="utf-8"))
    exported = hostile("runs", "export", BASE).out
    assert [(row["case_id"], row["agent"] or "") for row in lines] == [
        (row["case_id"], row["agent"]) for row in log
    ]
    assert list(csv.DictReader(io.StringIO(exported))) == log
    assert read_lines(hostile("runs", "export", BASE, "-o", "jsonl").out) == lines

    events = list(read_csv("log.csv"))
    others = read_lines(Path("log.jsonl").read_text(encoding="utf-8"))
    assert [[value or "" for value in map(str, row.values())] for row in events] == [
        ["" if value is None else str(value) for value in row.values()] for row in others
    ]
    assert list(csv.DictReader(io.StringIO(hostile("replay", BASE, "-o", "csv").out))) == events


def test_xes_is_xml_with_the_same_names(hostile: Wscli) -> None:
    traces = ElementTree.parse("log.xes").getroot().findall("{*}trace")
    said = {each.get("value") for trace in traces for each in trace.iter() if each.get("value")}

    assert [trace[0].get("value") for trace in traces] == CASES
    assert said >= {SCRIPT, FORMULA, TURNED, AGENT, OTHER, QUEUE, EMPTY, "=Work", "=1+1", "\u2067none"}


def test_the_configuration_comes_back_as_it_was(hostile: Wscli, tmp_path: Path) -> None:
    text = hostile("export").out
    assert [agent["name"] for agent in yaml.safe_load(text)["agents"]] == [AGENT, OTHER]
    assert hostile("apply", "-q", "-f", "-", input=text, db=tmp_path / "other.db").code == 0
    assert hostile("export", db=tmp_path / "other.db").out == text


def test_a_summary_for_programs_has_them_as_they_are(hostile: Wscli) -> None:
    for summary in (
        json.loads(hostile("runs", "show", BASE, "-o", "json").out),
        yaml.safe_load(hostile("runs", "show", BASE, "-o", "yaml").out),
    ):
        assert summary["run"] == BASE
        assert [queue["name"] for queue in summary["queues"]] == [QUEUE, EMPTY, "${Rest}"]
        assert [agent["name"] for agent in summary["agents"]] == [AGENT, OTHER]
