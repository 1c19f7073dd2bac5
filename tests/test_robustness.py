"""What goes wrong in the world: large files, hostile files, sudden deaths, many at once, odd names.

Everything runs as a user would run it, in processes of its own where that matters. What is marked long is
the same as the quick test beside it, in full size.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from doors import FrontDoor
from large import large_centre, large_text
from strategies import AWKWARD_NAMES, organisations
from wscli.documents import dump_yaml, read_documents
from wscli.model.findings import Findings
from wscli.model.organisation import Organisation
from wscli.model.parse import Source, parse_documents
from wscli.model.terms import BasePresence, name_key
from wscli.model.write import write_organisation
from wscli.terminal import printable

SMALL = {"workstreams": 60, "queues": 20, "agents": 120}
FULL = {"workstreams": 1_000, "queues": 300, "agents": 2_000}
SIZES = [pytest.param(SMALL, id="small"), pytest.param(FULL, id="full", marks=pytest.mark.long)]
MEMORY = 1 << 30
"""Bytes of address space that a process may take: far above what is needed, far below an explosion."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, the current one, with the database in it."""
    place = tmp_path / "work"
    place.mkdir()
    monkeypatch.chdir(place)
    monkeypatch.setenv("WSCLI_DB", "wscli.db")
    return place


def start(*words: str, **details: Any) -> subprocess.Popen[str]:
    """Start a command in a process of its own."""
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "wscli", *words]
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, **details)


def process(*words: str, input: str = "", bounded: bool = False) -> tuple[int, str, str]:
    """Run a command in a process of its own; `bounded`: it may take `MEMORY` and no more."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    with start(*words, preexec_fn=limit if bounded else None) as running:
        out, err = running.communicate(input, timeout=120)
    return running.returncode, out, err


def counts(text: str) -> dict[str, int]:
    found: dict[str, int] = json.loads(text)["counts"]
    return {action: number for action, number in found.items() if number}


# Large ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_a_large_configuration_is_applied_once_and_then_unchanged(folder: Path, size: dict[str, int]) -> None:
    Path("large.json").write_text(large_text(**size), encoding="utf-8")
    # 20 skills, the rule set, the flow
    total = sum(size.values()) + 22

    made = process("apply", "-f", "large.json", "-o", "json", bounded=True)
    again = process("apply", "-f", "large.json", "-o", "json", bounded=True)
    exported = process("export", bounded=True)
    back = process("apply", "-f", "-", "-o", "json", input=exported[1], bounded=True)
    diff = process("diff", "-f", "large.json", "--prune", "--exit-code", bounded=True)

    assert (made[0], counts(made[1])) == (0, {"created": total})
    assert (again[0], counts(again[1])) == (0, {"unchanged": total})
    assert (back[0], counts(back[1])) == (0, {"unchanged": total})
    assert diff[:2] == (0, "")
    assert process("validate", "--strict")[0] == 0
    assert json.loads(process("doctor", "-o", "json")[1])["integrity"] == "ok"


# Round trips ---------------------------------------------------------------------------------------------


def parsed(document: Any) -> Organisation:
    found = Findings()
    result = parse_documents([Source(document)], found)
    assert found.errors == []
    return result.organisation


def sound(drawn: Organisation) -> Organisation:
    """Return what was drawn, of the right shape, without what the checks refuse."""
    default = next((queue.name for queue in drawn.queues if queue.default), None)
    queues = [replace(each, default=each.name == default) for each in drawn.queues]
    active = {name_key(each.entity): each.name for each in drawn.rulesets if each.active}
    flows = {name_key(each.entity): each for each in drawn.flows}
    return replace(
        drawn,
        workstreams=tuple(
            replace(each, allowed_presences=each.allowed_presences or (BasePresence.BUSY,))
            for each in drawn.workstreams
        ),
        queues=tuple(each if each.default else replace(each, priority=each.priority or 1) for each in queues),
        rulesets=tuple(
            replace(each, active=active.get(name_key(each.entity)) == each.name) for each in drawn.rulesets
        ),
        flows=tuple(flows.values()),
    )


@given(organisation=organisations().map(sound))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_valid_document_comes_back_unchanged(
    front_door: FrontDoor, folder: Path, organisation: Organisation
) -> None:
    database = folder / "each.db"
    for name in ("each.db", "each.db-wal", "each.db-shm"):
        (folder / name).unlink(missing_ok=True)
    document = json.dumps(write_organisation(organisation)).encode()
    assert front_door("apply", "-f", "-", "--db", database, stdin=document).code == 0
    Path("export.yaml").write_text(front_door("export", "--db", database).stdout, encoding="utf-8")
    again = front_door("apply", "-f", "export.yaml", "--db", database, "-o", "json")
    same = front_door("diff", "-f", "-", "--db", database, "--exit-code", stdin=document)

    assert (again.code, set(counts(again.stdout)) <= {"unchanged"}) == (0, True)
    assert (same.code, same.stdout) == (0, "")
    (exported,) = read_documents(["export.yaml"], stdin=sys.stdin)
    (stated,) = read_documents(["-"], stdin=_bytes(document))
    assert parsed(exported.value) == parsed(stated.value)


def _bytes(content: bytes) -> Any:
    import io

    return io.BytesIO(content)


# Mistakes ------------------------------------------------------------------------------------------------

TWELVE = """\
version: 1
workstreams:
  - name: First
    capacity: five
    auto_close_after_inactivity: 5
    work_distribution_mode: pusch
    allowed_presences: [availabel]
  - name: Second
    capacity: 50
    colour: red
queues:
  - {name: Cases, priority: 0, members: [zoe]}
  - {name: Other, priority: 2}
  - {name: other, priority: 3}
agents:
  - {name: ben, skills: {french: 1}}
  - name: ann
    schedule: [{days: mon-fry, from: "08:00", to: "25:00"}]
flows:
  - {name: Flow, branches: [{when: {attribute: priority, equals: 1, in: [2]}, workstream: First}]}
quees: []
"""


def test_twelve_mistakes_are_twelve_problems_each_at_its_place(folder: Path) -> None:
    Path("bad.yaml").write_text(TWELVE, encoding="utf-8")
    code, out, err = process("apply", "-f", "bad.yaml", "-o", "json")
    problems = json.loads(err.splitlines()[-1])["error"]["problems"]
    lines = TWELVE.splitlines()

    assert (code, out) == (3, "")
    assert [
        (each["line"], lines[each["line"] - 1][each["column"] - 1 :].split(",")[0].rstrip("]}"), each["rule"])
        for each in problems
    ] == [
        (4, "five", "shape"),
        (5, "5", "shape"),
        (6, "pusch", "shape"),
        (7, "availabel", "shape"),
        (10, "colour: red", "shape"),
        (12, "0", "shape"),
        (14, "{name: other", "duplicate-name"),
        (16, "1", "unknown-skill"),
        (18, "mon-fry", "shape"),
        (18, '"25:00"', "shape"),
        (20, "{attribute: priority", "shape"),
        (21, "quees: [", "shape"),
    ]
    assert all(each["file"] == "bad.yaml" and each["message"] for each in problems)
    assert [each.name for each in folder.iterdir()] == ["bad.yaml"]


# Hostile files -------------------------------------------------------------------------------------------


def _laughs(depth: int = 12) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, depth)]
    return "\n".join(lines) + "\n"


HOSTILE: dict[str, tuple[str, Callable[[], str], str]] = {
    "nine megabytes": (
        "x.yaml",
        lambda: "skills:\n" + "".join(f"  - skill {n}\n" for n in range(600_000)),
        "8 MiB",
    ),
    "nine megabytes of one text": ("x.json", lambda: json.dumps({"skills": ["x" * 9_000_000]}), "8 MiB"),
    "lists in lists": ("x.yaml", lambda: "skills: " + "[" * 100_000 + "]" * 100_000, "more than 100 levels"),
    "open brackets": ("x.yaml", lambda: "[" * 100_000, "more than 100 levels"),
    "mappings in mappings": ("x.yaml", lambda: "{a: " * 100_000, "more than 100 levels"),
    "dashes": ("x.yaml", lambda: "- " * 100_000 + "x", "more than 100 levels"),
    "indents": ("x.yaml", lambda: "\n".join(" " * n + "a:" for n in range(3_000)), "more than 100 levels"),
    "JSON in depth": ("x.json", lambda: '{"a":' * 100_000 + "1" + "}" * 100_000, "more than 100 levels"),
    "conditions in depth": (
        "x.json",
        lambda: (
            '{"flows": [{"name": "F", "branches": [{"workstream": "W", "when": '
            + '{"all": [' * 100_000
            + "]}" * 100_000
            + "}]}]}"
        ),
        "more than 100 levels",
    ),
    "aliases that multiply": ("x.yaml", _laughs, "aliases followed"),
    "an alias of a long text": (
        "x.yaml",
        lambda: "a: &a '" + "x" * 1_000_000 + "'\nb: [" + ", ".join(["*a"] * 10_000) + "]\n",
        "aliases followed",
    ),
    "an alias inside its anchor": ("x.yaml", lambda: "skills: &a [*a]\n", "inside its own anchor"),
    "a million empty documents": ("x.yaml", lambda: "---\n" * 1_000_000, "documents in one file"),
    "a number of megabytes": (
        "x.json",
        lambda: '{"workstreams": [{"name": "a", "capacity": ' + "9" * 7_000_000 + "}]}",
        "must be from 0 to",
    ),
    "quotes that never close": ("x.yaml", lambda: 'a: "' * 500_000, ""),
    "zero bytes": ("x.yaml", lambda: "\x00" * 1_000_000, "control character"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_soon_and_in_bounded_memory(folder: Path, name: str) -> None:
    file, content, message = HOSTILE[name]
    Path(file).write_text(content(), encoding="utf-8")
    for words in (("validate", file), ("apply", "-f", file)):
        started = time.monotonic()
        code, out, err = process(*words, bounded=True)
        assert (code, out) == (3, ""), err[:500]
        assert message in err
        assert len(err) < 5_000
        # A second or two alone; a machine that is busy with other tests gets its time.
        assert time.monotonic() - started < 20
    assert [each.name for each in folder.iterdir()] == [file]


# Sudden death --------------------------------------------------------------------------------------------


def two_states(size: dict[str, int]) -> list[str]:
    """Write two large files that differ in every object, and return their names."""
    for number, name in enumerate(("one.yaml", "two.yaml")):
        document = large_centre(**size)
        for section in ("workstreams", "agents"):
            for each in document[section]:
                each["capacity"] = 100 + number
        if number:
            document["queues"] = document["queues"][::-1][: size["queues"] // 2 * 2]
            document["skills"] = [*document["skills"], *(f"more {each}" for each in range(50))]
        with Path(name).open("w", encoding="utf-8") as stream:
            dump_yaml(document, stream)
    return ["one.yaml", "two.yaml"]


def kill_at_random(size: dict[str, int], times: int, seed: int) -> int:
    """Kill `times` applications at random moments; return how many were in time to leave the state before."""
    files = two_states(size)
    states = []
    for file in (*files, files[0]):
        started = time.monotonic()
        assert process("apply", "-q", "-y", "--prune", "-f", file)[0] == 0
        lasted = time.monotonic() - started
        states.append(process("export")[1])
    moments = random.Random(seed)
    current, undone = states[0], 0
    for _ in range(times):
        wanted = files[1] if current == states[0] else files[0]
        with start("apply", "-q", "-y", "--prune", "-f", wanted) as running:
            try:
                running.wait(timeout=lasted * moments.uniform(0.2, 1.1))
            except subprocess.TimeoutExpired:
                running.kill()
        found = process("export")[1]
        health = json.loads(process("doctor", "-o", "json")[1])
        assert found in states, "the database is neither as before nor as after"
        assert (health["integrity"], health["problems"]) == ("ok", [])
        undone += found == current
        current = found
    assert process("apply", "-q", "-y", "--prune", "-f", files[1])[0] == 0
    return undone


def test_a_process_killed_while_it_applies_leaves_all_or_nothing(folder: Path) -> None:
    kill_at_random(SMALL, 4, seed=1)


@pytest.mark.long
def test_fifty_kills_of_the_large_file(folder: Path) -> None:
    undone = kill_at_random(FULL, 50, seed=2)

    assert 0 < undone <= 50


def test_a_process_killed_inside_its_transaction_leaves_the_state_before(folder: Path) -> None:
    """Not at a random moment: after everything is written, and before it is committed."""
    assert process("apply", "-q", "-f", "-", input="skills: [before]")[0] == 0
    program = """
import os, signal, sys
from wscli.store import Transaction
save = Transaction.save
def save_and_die(self, current, wanted):
    save(self, current, wanted)
    os.kill(os.getpid(), signal.SIGKILL)
Transaction.save = save_and_die
from wscli.app import main
main(sys.argv[1:])
"""
    words = ["apply", "-f", "-"]
    died = subprocess.run([sys.executable, "-c", program, *words], input=b"skills: [after]", check=False)

    assert died.returncode == -9
    assert process("export")[1] == "version: 1\nskills: [before]\n"
    assert process("doctor", "-q")[0] == 0


# Many at once --------------------------------------------------------------------------------------------


def at_once(lines: Sequence[Sequence[Sequence[str]]]) -> list[tuple[int, str, str]]:
    """Run several lists of commands at the same time, each list in its order; return how all ended."""
    with ThreadPoolExecutor(len(lines)) as pool:
        return [
            each
            for ended in pool.map(lambda each: [process(*words) for words in each], lines)
            for each in ended
        ]


def storm(processes: int, commands: int) -> None:
    """Let several create and update, objects of their own and one that is everybody's."""
    assert process("workstream", "create", "Shared", "--capacity", "1", "--presence", "busy")[0] == 0

    def command(number: int, step: int) -> list[str]:
        name = f"w{number}-{step // 2}"
        if step % 2:
            target = "Shared" if step % 5 == 0 else name
            return ["workstream", "update", target, "--capacity", str(1000 * (number + 1) + step)]
        return ["workstream", "create", name, "--capacity", "1", "--presence", "busy"]

    ended = at_once([[command(number, step) for step in range(commands)] for number in range(processes)])
    refused = [each for each in ended if each[0] != 0]
    assert refused == []
    listed = {
        row["name"]: row["capacity"] for row in json.loads(process("workstream", "list", "-o", "json")[1])
    }
    assert len(listed) == 1 + processes * -(-commands // 2)
    for number in range(processes):
        for step in range(1, commands, 2):
            wanted = 1 if step % 5 == 0 else 1000 * (number + 1) + step
            assert listed[f"w{number}-{step // 2}"] == wanted
    assert json.loads(process("doctor", "-o", "json")[1])["integrity"] == "ok"


def test_processes_that_write_at_the_same_time_all_land(folder: Path) -> None:
    storm(4, 4)


@pytest.mark.long
def test_eight_processes_with_fifty_commands_each(folder: Path) -> None:
    storm(8, 50)


def test_the_first_write_of_all_by_eight_processes_at_once(folder: Path) -> None:
    create = ["workstream", "create", "--capacity=1", "--presence=busy", "-q"]
    ended = at_once([[[*create, f"w{number}"]] for number in range(8)])

    assert [each for each in ended if each != (0, "", "")] == []
    names = {row["name"] for row in json.loads(process("workstream", "list", "-o", "json")[1])}
    assert names == {f"w{number}" for number in range(8)}
    assert [each.name for each in folder.iterdir()] == ["wscli.db"]
    assert json.loads(process("doctor", "-o", "json")[1])["integrity"] == "ok"


# Names ---------------------------------------------------------------------------------------------------

NAMES = (
    *AWKWARD_NAMES,
    "-dash",
    "--capacity",
    "--",
    "[bold]red[/bold]",
    "[/] [link=x]",
    "'; DELETE FROM workstreams; --",
    "C:\\new\\table",
    "%s %(x)s {0} ${HOME} `id`",
    "\u202egnp.exe",
    "zero\u200bwidth",
    "a" * 100,
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "true",
    "~",
    "- a: b",
    "# no comment",
    "&anchor *alias !tag",
)
FORMATS = ("table", "json", "jsonl", "csv", "tsv", "yaml")


def everything(name: str) -> dict[str, Any]:
    """Return a document in which everything has the same name."""
    when = {"attribute": name, "equals": name}
    return {
        "workstreams": [{"name": name, "capacity": 5, "allowed_presences": ["available", "busy"]}],
        "queues": [{"name": name, "default": True, "members": [name]}],
        "agents": [{"name": name, "capacity": 10, "skills": {name: 1}, "default_presence": name}],
        "presences": [{"name": name, "base_status": "available"}],
        "skills": [name],
        "rulesets": [{"name": name, "active": True, "rules": [{"name": name, "when": when, "queue": name}]}],
        "flows": [
            {"name": name, "branches": [{"when": when, "workstream": name}], "default_workstream": name}
        ],
    }


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_an_awkward_name_is_kept_and_printed_harmlessly_everywhere(
    front_door: FrontDoor, folder: Path, name: str
) -> None:
    document = json.dumps(everything(name)).encode()
    printed = [front_door("diff", "-f", "-", stdin=document), front_door("apply", "-f", "-", stdin=document)]
    for noun in ("workstream", "queue", "agent"):
        assert json.loads(front_door(noun, "show", "-o", "json", "--", name).stdout)["name"] == name
        printed.append(front_door(noun, "show", "--", name))
        for format in FORMATS:
            listed = front_door(noun, "list", "-o", format)
            assert listed.code == 0
            if format == "yaml":
                assert yaml.safe_load(listed.stdout)[0]["name"] == name
            elif format == "json":
                assert json.loads(listed.stdout)[0]["name"] == name
            elif format == "table":
                printed.append(listed)
        printed.append(front_door(noun, "rename", "--", name, f"{name[:97]} x"))
        printed.append(front_door(noun, "rename", "--", f"{name[:97]} x", name))
        printed.append(front_door(noun, "delete", "--", name))
        printed[-1] = printed[-1]._replace(code=0) if printed[-1].code == 5 else printed[-1]
    printed += [front_door("validate"), front_door("apply", "-f", "-", "--prune", "-y", stdin=document)]

    assert [result for result in printed if result.code != 0] == []
    for text in (text for result in printed for text in (result.stdout, result.stderr)):
        assert [line for line in text.split("\n") if printable(line) != line] == []
    exported = front_door("export").stdout
    assert yaml.safe_load(exported)["workstreams"][0]["name"] == name
    again = front_door("apply", "-f", "-", "-o", "json", stdin=exported.encode())
    assert counts(again.stdout) == {"unchanged": 7}
    assert list(folder.iterdir()) == [folder / "wscli.db"]


def test_a_name_is_one_name_however_it_is_composed_and_in_either_case(
    front_door: FrontDoor, folder: Path
) -> None:
    create = ["workstream", "create", "--capacity", "5", "--presence", "busy"]

    assert front_door(*create, "É").code == 0
    for same in ("é", "E\u0301", "e\u0301", " É "):
        result = front_door(*create, same)
        assert (result.code, "there is already a workstream 'É'" in result.stderr) == (5, True)
    assert front_door(*create, "E").code == 0
    assert front_door("workstream", "show", "e\u0301", "--fields", "name", "-o", "csv").stdout == "name\nÉ\n"


@pytest.mark.parametrize("odd", ["\n", "\r", "\t", "\x00", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u2029"])
def test_control_characters_and_line_breaks_are_refused_with_a_reason(
    front_door: FrontDoor, folder: Path, odd: str
) -> None:
    name = f"a{odd}b"
    code = f"U+{ord(odd[0]):04X}"
    results = [front_door("apply", "-f", "-", stdin=json.dumps({"skills": [name]}).encode())]
    if odd != "\x00":  # which no command line can hold
        results += [
            front_door("workstream", "create", name, "--capacity", "5", "--presence", "busy"),
            front_door("agent", "create", "ann", "--default-presence", name),
        ]

    for result in results:
        assert (result.code, result.stdout) == (3, "")
        assert f"must not contain control characters or line breaks: found {code}" in result.stderr
        assert [line for line in result.stderr.split("\n") if printable(line) != line] == []
    assert list(folder.iterdir()) == []


def test_an_invalid_byte_in_a_name_is_refused_with_a_reason(folder: Path) -> None:
    with start("workstream", "create", os.fsdecode(b"a\xff"), "--capacity=5", "--presence=busy") as running:
        _, err = running.communicate()

    assert (running.returncode, "found U+DCFF" in err) == (3, True)
