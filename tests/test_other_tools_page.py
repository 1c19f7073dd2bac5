"""What docs/other-tools.md shows is so: its `python` and `sh` blocks print the `text` block below them.

The `console` blocks, which need nothing but wscli, are run first and always, as on every page; the others
where the tool is installed.
"""

from __future__ import annotations

import csv
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from doors import FrontDoor
from test_readme import run, steps_of

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "other-tools.md").read_text(encoding="utf-8")
BLOCKS = re.findall(
    r"^```(python|sh)\n(.+?)^```$(?:\n\n^```text\n(.+?)^```$)?", PAGE, re.MULTILINE | re.DOTALL
)
HARMLESS = next(block for _, block, _ in BLOCKS if "def harmless" in block)
HOSTILE = ["=cmd|' /C calc'!A1", "+1", "-1", "@SUM(A1)"]
CENTRE = """{"workstreams": [{"name": "=W", "capacity": 1, "allowed_presences": ["available"]}],
 "queues": [{"name": "@Q", "default": true, "members": ["+ann"]}],
 "agents": [{"name": "+ann", "capacity": 1}]}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the commands of the page leave."""
    place = tmp_path_factory.mktemp("other-tools")
    shutil.copytree(ROOT / "examples", place / "examples")
    assert [code for _, code in run(steps_of(PAGE), place) if code] == []
    return place


def tools_of(kind: str, block: str) -> list[str]:
    """Return what a block needs that may not be installed."""
    if kind == "sh":
        return [line.split()[0] for line in block.splitlines()]
    modules = re.findall(r"^(?:import|from) (\w+)", block, re.MULTILINE)
    return [module for module in modules if module not in sys.stdlib_module_names]


@pytest.mark.skipif(os.name == "nt", reason="the page shows a POSIX shell")
@pytest.mark.parametrize(("kind", "block", "shown"), BLOCKS, ids=range(len(BLOCKS)))
def test_a_block_prints_what_the_page_says(kind: str, block: str, shown: str, folder: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for tool in tools_of(kind, block):
        there = importlib.util.find_spec(tool) if kind == "python" else shutil.which(tool, path=path)
        if not there:
            pytest.skip(f"{tool} is not installed")
    words = ["sh", "-c", block] if kind == "sh" else [sys.executable, "-c", block]
    environ = {**os.environ, "PATH": path, "PYTHONUTF8": "1"}
    ended = subprocess.run(words, cwd=folder, env=environ, capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stdout) == (0, shown), ended.stderr


def test_the_page_has_blocks_of_every_tool() -> None:
    tools = {tool for kind, block, _ in BLOCKS for tool in tools_of(kind, block)}

    assert tools == {"pandas", "duckdb", "datasette", "pm4py"}
    assert len(steps_of(PAGE)) == 4


def test_text_is_written_as_it_is_and_the_copy_is_harmless(
    front_door: FrontDoor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What begins like a formula comes back from every CSV; the page's own lines make a copy that is text."""
    monkeypatch.chdir(tmp_path)
    rows = "".join(f"{name},2026-03-02T09:00:00,30\n" for name in HOSTILE)
    Path("cases-in.csv").write_text(f"case_id,arrived_at,handle_seconds\n{rows}", encoding="utf-8")
    Path("centre.json").write_text(CENTRE, encoding="utf-8")
    words = ["cases-in.csv", "-f", "centre.json", "--case-log", "cases.csv", "--event-log", "events.csv"]
    assert front_door("simulate", *words, "--save", "r", "-o", "none", "--db", "w.db").code == 0
    assert front_door("runs", "export", "r", "exported.csv", "--db", "w.db").code == 0
    assert front_door("apply", "-f", "centre.json", "-q", "--db", "w.db").code == 0

    listed = front_door("queue", "list", "-o", "csv", "--fields", "name", "--db", "w.db").stdout
    assert listed == "name\n@Q\n"
    assert Path("exported.csv").read_bytes() == Path("cases.csv").read_bytes()
    logged = {row["case_id"]: row for row in _rows("cases.csv")}
    assert list(logged) == HOSTILE
    assert {row["workstream"] for row in logged.values()} == {"=W"}
    assert {row["case_id"] for row in _rows("events.csv")} == {*HOSTILE, ""}

    exec(compile(HARMLESS, "other-tools.md", "exec"), {})
    copied = _rows("to-hand-on.csv")
    assert [row["case_id"] for row in copied] == [f"'{name}" for name in HOSTILE]
    assert not [cell for row in copied for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
    plain = [{key: cell.removeprefix("'") for key, cell in row.items()} for row in copied]
    assert plain == list(logged.values())


def _rows(name: str) -> list[dict[str, str]]:
    with Path(name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
