"""The event log as XES: what the schema of the standard asks for, and the same rows as in the CSV log."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import warnings
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doors import FrontDoor
from worlds import make_full_world, run_world, seeded
from wscli.dryrun.logs import Instants, opened
from wscli.interchange.xes import TRANSITIONS, XesLog, escaped

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
WEEK = [EXAMPLES / "week.cases.csv", "--events", EXAMPLES / "week.events.csv"]
WEEK += ["-f", EXAMPLES / "contact-centre.yaml"]

ORDER = ["extension", "global", "classifier", "attribute", "trace", "event"]
"""The order of what is in a log."""
VALUES = {
    "string": re.compile(r".*", re.DOTALL),
    "int": re.compile(r"-?[0-9]+"),
    "date": re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-9:]{8}\.[0-9]{3}(Z|[+-][01][0-9]:[0-5][0-9])"),
}
"""The kinds of attribute that are used, as XML Schema writes their values."""
NAME, NCNAME = re.compile(r"[A-Za-z_:][\w:.-]*"), re.compile(r"[A-Za-z_][\w.-]*")
STANDARD = "schedule assign withdraw reassign start suspend resume pi_abort ate_abort complete"
STANDARD += " autoskip manualskip unknown"


def attributes(component: Element) -> dict[str, str]:
    """Return the attributes of a log, trace or event, each there once and of its type."""
    found: dict[str, str] = {}
    for each in component:
        if each.tag not in VALUES:
            continue
        assert list(each.attrib) == ["key", "value"] and len(each) == 0
        assert NAME.fullmatch(each.attrib["key"]) and each.attrib["key"] not in found
        assert VALUES[each.tag].fullmatch(each.attrib["value"]), each.attrib
        found[each.attrib["key"]] = each.attrib["value"]
    return found


def read(content: bytes) -> Element:
    """Return a log that the schema of the standard allows, and whose globals and classifiers hold."""
    log = ElementTree.fromstring(content)
    assert log.tag == "log" and re.fullmatch(r"[0-9.]+", log.attrib["xes.version"])
    kinds = [each.tag if each.tag in ORDER else "attribute" for each in log]
    assert kinds == sorted(kinds, key=ORDER.index)
    prefixes = {NCNAME.fullmatch(each.attrib["prefix"])[0] for each in log.iter("extension")}
    promised = {each.attrib["scope"]: set(attributes(each)) for each in log.iter("global")}
    for each in log.iter("classifier"):
        assert NCNAME.fullmatch(each.attrib["name"])
        assert set(each.attrib["keys"].split()) <= promised[each.attrib["scope"]]
    keys = set(attributes(log))
    for trace in log.iter("trace"):
        keys |= (own := set(attributes(trace)))
        assert own >= promised["trace"] and {each.tag for each in trace} <= {*VALUES, "event"}
        tags = [each.tag == "event" for each in trace]
        assert tags == sorted(tags), "attributes stand before events"
        for event in trace.iter("event"):
            keys |= (own := set(attributes(event)))
            assert own >= promised["event"] and {each.tag for each in event} <= set(VALUES)
    assert {key.split(":")[0] for key in keys if ":" in key} <= prefixes
    return log


def traces(log: Element) -> Iterator[tuple[dict[str, str], list[dict[str, str]]]]:
    for trace in log.iter("trace"):
        yield attributes(trace), [attributes(event) for event in trace.iter("event")]


def simulated(front_door: FrontDoor, folder: Path, *words: str | Path) -> tuple[Element, Any, Any]:
    """Run once for the XES log, once for both logs in CSV; return the first, and the rows of the others."""
    places = [folder / name for name in ("log.xes", "event-log.csv", "case-log.csv")]
    for logs in (["--event-log", places[0]], ["--event-log", places[1], "--case-log", places[2]]):
        result = front_door("simulate", *words, *logs, "-o", "none")
        assert result.code == 0, result.stderr
    rows = [list(csv.DictReader(io.StringIO(place.read_text("utf-8"), newline=""))) for place in places[1:]]
    return read(places[0].read_bytes()), *rows


def as_row(event: dict[str, str]) -> tuple[str, ...]:
    keys = ["seq", "time:timestamp", "concept:name", "org:resource", "queue", "workstream", "state", "reason"]
    return tuple(event.get(key, "") for key in keys)


def rows_by_case(rows: list[dict[str, str]]) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for row in rows:
        if row["event"] not in ("presence", "refused"):
            case_id = row.pop("case_id")
            found[case_id].append(tuple(row.values()))
    return found


def agree(log: Element, events: Any, cases: Any) -> None:
    """Every event of a case is there, in order, and every case as the case log has it."""
    counts = Counter(row["event"] for row in events)
    given = {row["case_id"]: row for row in cases}
    expected = rows_by_case(events)

    assert [case["concept:name"] for case, _ in traces(log)] == list(expected)  # in order of arrival
    for case, happened in traces(log):
        name = case["concept:name"]
        assert [as_row(event) for event in happened] == expected[name]
        for key in ("arrived_at", "outcome", "queue", "workstream"):
            assert case.get(key, "") == given[name][key]
    assert len(expected) == len(given)
    head = attributes(log)
    for event in ("presence", "refused"):
        assert head[f"{event}_rows"] == str(counts[event])


def test_the_example_week_row_by_row(front_door: FrontDoor, tmp_path: Path) -> None:
    agree(*simulated(front_door, tmp_path, *WEEK))


def test_every_event_of_the_contract_has_a_transition_of_the_standard() -> None:
    section = (ROOT / "docs" / "interface.md").read_text("utf-8").split("### Event log")[1]
    first = re.findall(r"^\| (`.+?) \|", section, re.MULTILINE)
    named = {word for cell in first for word in re.findall(r"`([a-z-]+)`", cell)}

    assert set(TRANSITIONS) == named - {"presence", "refused"}
    assert set(TRANSITIONS.values()) <= set(STANDARD.split())


CENTRE = {
    "version": 1,
    "simulation": {"timezone": "Europe/Madrid"},
    "workstreams": [
        {"name": "<script>alert(1)</script>", "capacity": 1, "allowed_presences": ["available"]},
    ],
    "queues": [{"name": '=1+1 & "Q"', "default": True, "members": ["\u202egro.ann", "O'Neill ]]>"]}],
    "agents": [{"name": "\u202egro.ann", "capacity": 1}, {"name": "O'Neill ]]>", "capacity": 1}],
}
HOSTILE = [
    "'a\"b'",
    "x\u0085y",
    "<!--",
    "\u202eabc",
    "=cmd|' /C calc'!A1",
    "&lt;",
    "\U0001f4a9",
    "b  b",
    "\ufffe",
]


@pytest.fixture
def hostile(tmp_path: Path) -> list[str | Path]:
    """The words of a run whose names are what a markup language trips over."""
    (tmp_path / "centre.json").write_text(json.dumps(CENTRE), encoding="utf-8")
    with (tmp_path / "cases.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["case_id", "arrived_at", "handle_seconds", "patience_seconds", "priority"])
        for number, name in enumerate(HOSTILE):
            writer.writerow([name, f"2026-03-29T01:59:{58 - number}", 30, 45, number % 4 or ""])
    return [tmp_path / "cases.csv", "-f", tmp_path / "centre.json"]


def test_hostile_names_come_back_as_they_were(
    front_door: FrontDoor, tmp_path: Path, hostile: list[str | Path]
) -> None:
    """All but what XML cannot hold; over a change of the clock, in the zone of the run."""
    log, events, cases = simulated(front_door, tmp_path, *hostile)
    for row in (*events, *cases):
        row["case_id"] = row["case_id"].replace("\ufffe", "\ufffd")

    agree(log, events, cases)
    text = (tmp_path / "log.xes").read_text("utf-8")
    assert "<script" not in text and "]]>" not in text
    stamps = [event["time:timestamp"] for _, happened in traces(log) for event in happened]
    assert {stamp[-6:] for stamp in stamps} == {"+01:00", "+02:00"}
    assert [case.get("priority", "0") for case, _ in traces(log)] == [
        str(number % 4) for number in reversed(range(len(HOSTILE)))
    ]


def test_refused_rows_are_counted_and_in_no_trace(front_door: FrontDoor, tmp_path: Path) -> None:
    """A case that never arrives, because the run ends before, would be a trace of nothing but a refusal."""
    (tmp_path / "centre.json").write_text(json.dumps(CENTRE), encoding="utf-8")
    rows = "C1,2026-03-02T09:00:00,30\nC2,2026-03-02T12:00:00,30\n"
    (tmp_path / "cases.csv").write_text(f"case_id,arrived_at,handle_seconds\n{rows}")
    (tmp_path / "events.csv").write_text(
        "at,event,case_id\n2026-03-02T09:00:10,reply,C2\n2026-03-02T09:00:10,reply,C1\n"
    )
    words = [tmp_path / "cases.csv", "-f", tmp_path / "centre.json", "--events", tmp_path / "events.csv"]
    log, events, cases = simulated(front_door, tmp_path, *words, "--until", "2026-03-02T10:00")

    agree(log, events, cases)
    assert attributes(log)["refused_rows"] == "2"
    assert [case["concept:name"] for case, _ in traces(log)] == ["C1"]


def test_a_run_without_cases_is_a_log_without_traces(front_door: FrontDoor, tmp_path: Path) -> None:
    """All of them arrive after the end of the run."""
    log, *_ = simulated(front_door, tmp_path, *WEEK, "--until", "2026-03-01T12:00")

    assert list(traces(log)) == []
    assert attributes(log)["refused_rows"] == "0"


def test_packed_it_is_the_same_log_and_always_the_same_bytes(
    front_door: FrontDoor, tmp_path: Path, hostile: list[str | Path]
) -> None:
    places = [tmp_path / name for name in ("a.xes", "b.XES", "c.xes.gz", "other.xes.gz")]
    for place in places:
        assert front_door("simulate", *hostile, "--event-log", place, "-o", "none").code == 0
    plain, again, packed, other = (place.read_bytes() for place in places)

    assert plain == again == gzip.decompress(packed)
    assert packed == other
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz"])
def test_a_run_that_fails_leaves_what_was_there(tmp_path: Path, name: str) -> None:
    place = tmp_path / name
    place.write_text("before")
    with pytest.raises(ZeroDivisionError), opened(place) as stream:
        stream.write("half")
        raise ZeroDivisionError

    assert place.read_text() == "before"
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize(
    ("option", "name", "endings"),
    [
        ("--event-log", "log.xml", ".csv, .jsonl, .xes or .xes.gz"),
        ("--event-log", "log.csv.gz", ".csv, .jsonl, .xes or .xes.gz"),
        ("--event-log", ".xes", ".csv, .jsonl, .xes or .xes.gz"),
        ("--case-log", "log.xes", ".csv or .jsonl"),
        ("--case-log", "log.xes.gz", ".csv or .jsonl"),
    ],
)
def test_only_the_event_log_can_be_xes(front_door: FrontDoor, option: str, name: str, endings: str) -> None:
    result = front_door("simulate", *WEEK, option, name, "-o", "json")

    problem = json.loads(result.stderr)["error"]["problems"][0]
    assert result.code == 3
    assert (problem["path"], problem["message"]) == (option, f"{name!r} must end in {endings}")


def one_case(at: int, zone: str) -> Element:
    cases = SimpleNamespace(ids=["C1"], arrived=array("q", [at]), priority=array("q", [0]))
    log = XesLog(cases, Instants(ZoneInfo(zone)))
    log.add((1, at, "arrived", "C1", None, None, None, "open", None))
    written = io.StringIO()
    log.write(written)
    return read(written.getvalue().encode())


@given(at=st.integers(-2_208_988_800_000, 32_503_680_000_000))
def test_an_instant_is_written_as_the_standard_has_it(at: int) -> None:
    """Offsets with seconds, which Monrovia had until 1972, are none in XML Schema: those are in UTC."""
    for zone in ("Africa/Monrovia", "Europe/Amsterdam", "UTC"):
        ((case, (event,)),) = traces(one_case(at, zone))
        moment = datetime.fromisoformat(event["time:timestamp"])
        assert case["arrived_at"] == event["time:timestamp"]
        assert (moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1000 == pytest.approx(at)


@given(text=st.text(st.characters(exclude_categories=[])))
def test_any_text_survives_the_quotation_marks(text: str) -> None:
    """A lone surrogate and most control characters are what XML 1.0 cannot hold."""
    back = ElementTree.fromstring(f'<string value="{escaped(text)}"/>').attrib["value"]

    assert len(back) == len(text)
    for before, after in zip(text, back, strict=True):
        assert after in (before, "\ufffd")
        if after != before:
            assert ord(before) < 32 or 0xD800 <= ord(before) < 0xE000 or ord(before) in (0xFFFE, 0xFFFF)


def test_random_worlds(tmp_path: Path) -> None:
    """Worlds with every kind of row: each present case is a trace that ends as the run says it does."""
    seen: set[str] = set()
    for seed in range(80):
        rows, outcome = run_world(make_full_world(seeded(seed)), tmp_path)
        log = XesLog(outcome.cases, Instants(UTC))
        for row in rows:
            log.add(tuple(row.values()))
        written = io.StringIO()
        log.write(written)
        found = {
            case["concept:name"]: case["outcome"] for case, _ in traces(read(written.getvalue().encode()))
        }
        ids = outcome.cases.ids
        assert found == {ids[case]: outcome.outcome_of(case) for case in outcome.present()}
        seen |= {row["event"] for row in rows}

    assert set(TRANSITIONS) <= seen | {"replied"}  # too rare to wait for


def test_pm4py_reads_it(front_door: FrontDoor, tmp_path: Path, hostile: list[str | Path]) -> None:
    """The library that most people open such a log with: cases, resources and transitions are the run's."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about its own optional parts, at the import and at every read
        pm4py = pytest.importorskip("pm4py")
        _, events, cases = simulated(front_door, tmp_path, *WEEK)
        log = pm4py.read_xes(str(tmp_path / "log.xes"))
        followed, start, end = pm4py.discover_dfg(log)
        durations = pm4py.get_all_case_durations(log)
        hostile_log, *_ = simulated(front_door, tmp_path, *hostile)
        names = pm4py.read_xes(str(tmp_path / "log.xes"))

    counts = Counter(row["event"] for row in events)
    assert log["case:concept:name"].nunique() == len(cases) == sum(start.values()) == len(durations)
    assert set(log["org:resource"].dropna()) == {row["agent"] for row in events if row["case_id"]} - {""}
    transitions: Counter[str] = Counter()
    for event, transition in TRANSITIONS.items():
        transitions[transition] += counts[event]
    assert dict(log["lifecycle:transition"].value_counts()) == {k: n for k, n in transitions.items() if n}
    assert followed["arrived", "routed"] == len(cases)
    assert end == {name: counts[name] for name in ("resolved", "auto-closed", "withdrawn")}
    assert list(names["case:concept:name"].drop_duplicates()) == [
        case["concept:name"] for case, _ in traces(hostile_log)
    ]
    assert set(names["org:resource"].dropna()) == {agent["name"] for agent in CENTRE["agents"]}
