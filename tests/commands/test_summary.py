"""The summary as people read it: its parts in order, at 80 columns, with 200 agents, in any script."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from doors import FrontDoor
from frontdoor import Terminal
from wscli.app import main
from wscli.commands import _summary
from wscli.session import Session

QUEUES = 14
AGENTS = 200
HEADER = "case_id,arrived_at,handle_seconds,queue"
LONG = "Claims and complaints of the northern region, desk {:02d}"
Simulate = Callable[..., str]


def queue(number: int) -> str:
    return f"顧客サポート部門の特別な案件 {number:02d}" if number == 13 else LONG.format(number)


def document(agents: int = AGENTS) -> str:
    """Return a contact centre in which queue 13 is served by nobody who could take its cases."""
    people = [{"name": f"agent-{number:03d}", "capacity": 1} for number in range(agents)]
    names = [each["name"] for each in people]
    return json.dumps(
        {
            "version": 1,
            "workstreams": [{"name": "W", "capacity": 1, "allowed_presences": ["available", "busy"]}],
            "queues": [
                {"name": queue(n), "priority": n + 1, "members": names[n::QUEUES] if n != 13 else []}
                for n in range(QUEUES)
            ],
            "agents": people,
        }
    )


def rows() -> list[str]:
    """Queue 5 gets far more cases than its agents can take at once, the others three or four."""
    counts = {5: 1_200, **dict.fromkeys(range(6, QUEUES), 3), **dict.fromkeys(range(5), 4)}
    return [
        f"C{n}-{number},2026-03-02T{9 + number % 3:02d}:00:00,600,{queue(n)}"
        for n, count in counts.items()
        for number in range(count)
    ]


@pytest.fixture
def files(tmp_path: Path) -> list[str | Path]:
    (tmp_path / "cases.csv").write_text("\n".join([HEADER, *_quoted(rows())]))
    (tmp_path / "centre.json").write_text(document())
    return ["-q", "simulate", tmp_path / "cases.csv", "-f", tmp_path / "centre.json"]


def _quoted(lines: list[str]) -> list[str]:
    return [",".join([*line.split(",")[:3], f'"{",".join(line.split(",")[3:])}"']) for line in lines]


def section(page: str, title: str) -> list[str]:
    """Return the lines of a part of the page, without its title."""
    lines = page.splitlines()
    begin = next(at for at, line in enumerate(lines) if line == title or line.startswith(f"{title},"))
    end = next((at for at in range(begin, len(lines)) if not lines[at]), len(lines))
    return lines[begin + 1 : end]


def test_the_parts_stand_in_order(front_door: FrontDoor, files: list[str | Path]) -> None:
    page = front_door(*files).stdout
    titles = ["Cases  ", "Findings", "Open cases", "Waits of", "Queues", "Workstreams", "Agents, "]

    assert [page.index(f"\n{title}") for title in titles] == sorted(page.index(f"\n{t}") for t in titles)


def test_eighty_columns_hold_it_and_no_name_is_folded(front_door: FrontDoor, files: list[str | Path]) -> None:
    from rich.cells import cell_len

    page = front_door(*files).stdout
    figures = [line for line in page.splitlines() if not line.startswith(("- ", "  "))]

    assert max(map(cell_len, figures)) <= 80
    assert len(section(page, "Queues")) == 2 + 10 + 1


def test_what_has_most_trouble_comes_first_and_the_rest_is_counted(
    front_door: FrontDoor, files: list[str | Path]
) -> None:
    page = front_door(*files).stdout
    queues, agents = section(page, "Queues"), section(page, "Agents")

    assert "\nQueues, most trouble first\n" in page and "\nAgents, busiest first\n" in page
    # Queue 13 still has its cases at the end, queue 5 had the longest waits.
    assert [line.split("  ")[0][-2:] for line in queues[2:4]] == ["13", "05"]
    assert queues[-1] == "… 4 more: --all"
    assert len(agents) == 2 + 10 + 1 and agents[-1] == "… 190 more: --all"


def test_all_shows_everything_in_order_of_definition(front_door: FrontDoor, files: list[str | Path]) -> None:
    page = front_door(*files, "--all").stdout
    agents, queues = section(page, "Agents")[2:], section(page, "Queues")[2:]

    assert [line.split()[0] for line in agents] == [f"agent-{number:03d}" for number in range(AGENTS)]
    assert len(queues) == QUEUES and "1,200" in queues[5]
    assert "more: --all" not in page and "trouble first" not in page


def test_saved_runs_show_the_same(front_door: FrontDoor, files: list[str | Path], tmp_path: Path) -> None:
    database = ["--db", tmp_path / "w.db"]
    page = front_door(*files, *database, "--save", "one").stdout
    shown = front_door("-q", *database, "runs", "show", "one").stdout
    again = front_door("-q", *database, "runs", "repeat", "one").stdout

    def figures(text: str) -> str:
        """Return the page without the findings: their commands name the run, or the files."""
        totals, _, rest = text.partition("\nFindings\n")
        return totals + rest[rest.index("\n\n") :]

    assert figures(page) == figures(shown) == figures(again)
    everything = front_door("-q", *database, "runs", "show", "one", "--all").stdout
    assert figures(everything) == figures(front_door(*files, "--all").stdout)
    assert figures(everything) == figures(front_door("-q", *database, "runs", "repeat", "1", "--all").stdout)


def test_programs_get_what_they_got(front_door: FrontDoor, files: list[str | Path]) -> None:
    plain, everything = (front_door(*files, *words, "-o", "json").stdout for words in ([], ["--all"]))

    assert plain == everything
    assert "entered" not in json.loads(plain)


def page_of(words: list[str | Path], out: Any) -> Any:
    """Return the stream with what a command wrote to it."""
    with patch.object(sys, "stdout", out), patch.object(sys, "stderr", io.StringIO()):
        assert main([str(word) for word in words]) == 0
    return out


def test_a_terminal_and_a_file_get_the_same(files: list[str | Path]) -> None:
    assert page_of(files, Terminal()).getvalue() == page_of(files, io.StringIO()).getvalue()


def test_a_wider_page_cuts_less(
    front_door: FrontDoor, files: list[str | Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = "".join(section(front_door(*files).stdout, "Queues"))
    assert LONG.format(5) not in narrow and "Claims and com…esk 05 " in narrow
    monkeypatch.setenv("COLUMNS", "160")
    assert LONG.format(5) in front_door(*files).stdout


def test_figures_are_never_cut(
    front_door: FrontDoor, files: list[str | Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    agents = section(front_door(*files, "--all").stdout, "Agents")[2:]

    assert {len(line.split()) for line in agents} == {8}


def test_an_ascii_stream_gets_ascii(files: list[str | Path]) -> None:
    """But for the letters of names: those are written as escapes."""
    out = page_of(files, io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    out.flush()
    text = out.buffer.getvalue().decode("ascii")
    totals, _, rest = text.partition("\nFindings\n")
    figures = totals + rest[rest.index("\n\n") :]

    assert "... 4 more: --all" in text and "####" in text
    escapes = {part[:4] for part in figures.split("\\u")[1:]}
    assert escapes <= {f"{ord(ch):04x}" for ch in queue(13)}


def test_a_dumb_terminal_gets_no_blocks(
    front_door: FrontDoor, files: list[str | Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    page = front_door(*files).stdout

    assert "█" not in page and "####" in page


def test_a_handful_of_cases_is_not_drawn(front_door: FrontDoor, tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("\n".join([HEADER, *_quoted(rows())[1200:1203]]))
    (tmp_path / "centre.json").write_text(document())
    page = front_door("-q", "simulate", tmp_path / "cases.csv", "-f", tmp_path / "centre.json").stdout

    assert "Open cases" not in page and "Waits of" not in page


# Findings -------------------------------------------------------------------------------------------------


def written(summary: dict[str, Any], width: int, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COLUMNS", str(width))
    session = Session(stdout=io.StringIO(), stderr=io.StringIO(), quiet=True)
    _summary.show(session, summary)
    page = session.stdout
    assert isinstance(page, io.StringIO)
    return page.getvalue()


@pytest.fixture
def summary(front_door: FrontDoor, files: list[str | Path]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(front_door(*files, "-o", "json").stdout)
    return found


def test_findings_are_wrapped_and_their_commands_are_not(
    summary: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = "wscli explain C5-1 cases.csv " + "--set x=1 " * 20
    message = "word " * 30 + "\x1b[2Jend"
    summary["findings"] = [
        {"rule": "a", "message": message, "command": command},
        {"rule": "b", "message": "short", "command": None},
    ]
    lines = section(written(summary, 60, monkeypatch), "Findings")

    assert lines[0].startswith("- word word") and lines[1].startswith("  word") and len(lines) == 5
    assert max(map(len, lines[:3])) <= 60
    assert lines[2].endswith("\\x1b[2Jend")
    assert lines[3:] == [f"    {command}", "- short"]


def test_without_findings_there_is_no_such_part(
    summary: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for found in ({}, {"findings": []}):
        page = written({**{k: v for k, v in summary.items() if k != "findings"}, **found}, 80, monkeypatch)
        assert "Findings" not in page


def test_cases_that_are_left_say_how_long_they_have_waited(
    summary: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = written(summary, 80, monkeypatch)
    left = summary["wait_so_far"]

    assert f"Still open     {left['count']}, waiting for" in page


def place(arrived: int, answered: int, within: int, still_open: int) -> dict[str, Any]:
    return {
        "name": "Q",
        "cases": {"arrived": arrived, "withdrawn": 0, "open": still_open},
        "wait": {"mean": 1, "p95": 1},
        "service_level": {
            "answered": answered,
            "answered_within": within,
            "fraction": within / answered if answered else None,
        },
        "backlog": {"max": 1},
    }


@pytest.mark.parametrize(
    ("each", "said"),
    [
        (place(6, 2, 2, 4), "100.0% of 2"),
        (place(1000, 995, 995, 5), "100.0%"),
        (place(1000, 980, 980, 20), "100.0% of 980"),
        (place(100, 100, 80, 0), "80.0%"),
        (place(100, 100, 0, 100), "0.0%"),
        (place(6, 0, 0, 6), "–"),
    ],
)
def test_a_share_in_time_says_of_how_many_where_others_are_left(each: dict[str, Any], said: str) -> None:
    from wscli.commands._summary_tables import tables

    summary = {"queues": [each], "workstreams": [], "agents": []}
    assert tables(summary, everything=False)[0].rows[0]["level"] == said


def test_a_service_level_says_how_many_had_no_answer(
    summary: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    level = summary["service_level"]
    without = summary["cases"]["arrived"] - level["answered"]

    assert without and f"answered in less than 3m ({without} more unanswered)\n" in written(
        summary, 80, monkeypatch
    )
    level["answered"] = summary["cases"]["arrived"]
    assert "unanswered" not in written(summary, 80, monkeypatch)


@pytest.mark.parametrize(
    ("seconds", "said"), [(583_200, "162h"), (86_399, "24h"), (34_200, "9h30m"), (90, "1m30s")]
)
def test_time_at_work_is_in_hours(
    summary: dict[str, Any], monkeypatch: pytest.MonkeyPatch, seconds: int, said: str
) -> None:
    summary["agents"] = [{**summary["agents"][0], "signed_in_seconds": seconds}]

    assert section(written(summary, 80, monkeypatch), "Agents")[2].endswith(f"  {said}")


def test_only_titles_are_coloured(summary: dict[str, Any]) -> None:
    session = Session(stdout=Terminal(), stderr=io.StringIO(), quiet=True, environ={"TERM": "xterm-256color"})
    _summary.show(session, summary)
    page = session.stdout
    assert isinstance(page, io.StringIO)

    escapes = {part.partition("m")[0] for part in page.getvalue().split("\x1b[")[1:]}
    assert escapes == {"1", "0"}, "bold, which is seen on light and on dark"
