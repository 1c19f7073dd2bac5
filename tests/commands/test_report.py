"""`wscli report`: the page in its place, and what is said where there can be none."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from frontdoor import Result

Wscli = Callable[..., Result]

CASES = "case_id,arrived_at,handle_seconds\nC1,2026-03-02T09:00:00,60\nC2,2026-03-02T09:00:10,90\n"
EVENTS = "at,event,agent\n2026-03-02T08:59:00,sign-in,ann\n"


@pytest.fixture
def kept(centre: Wscli) -> Wscli:
    """The small contact centre, and a run of it, `base`."""
    Path("cases.csv").write_text(CASES)
    Path("events.csv").write_text(EVENTS)
    done = centre("simulate", "cases.csv", "--events", "events.csv", "--save", "base", "-o", "none")
    assert done.code == 0, done.err
    return centre


def test_it_writes_the_page_and_says_so(kept: Wscli) -> None:
    done = kept("report", "base", "--html", "page.html")

    size = Path("page.html").stat().st_size // 1000
    assert done == Result(0, "", f"wrote the report of run 'base' to page.html ({size} kB)\n")
    assert Path("page.html").read_text().startswith("<!doctype html>")
    assert kept("report", "1", "--html", "page.html", "-q") == Result(0, "", "")


def test_the_page_can_go_to_stdout(kept: Wscli) -> None:
    done = kept("report", "base", "--html", "-")

    assert done.out.startswith("<!doctype html>") and done.out.endswith("</html>\n")
    assert done.err == ""


def test_two_runs_are_named_in_the_order_of_runs_compare(kept: Wscli) -> None:
    assert kept("simulate", "cases.csv", "--events", "events.csv", "--save", "b", "-o", "none").code == 0
    done = kept("report", "base", "b", "--html", "page.html")

    assert done.err.startswith("wrote the report of run 'b' against 'base' to page.html")


def test_programs_are_told_what_was_written(kept: Wscli) -> None:
    done = kept("report", "base", "--html", "page.html", "-o", "json", "-q")

    size = Path("page.html").stat().st_size
    assert json.loads(done.out) == {"html": "page.html", "bytes": size, "run": "base", "against": None}
    assert kept("report", "base", "--html", "page.html", "-q", "-o", "json", "--fields", "run").out == (
        '{\n  "run": "base"\n}\n'
    )


def test_a_field_that_is_not_there_is_refused_before_anything_is_written(kept: Wscli) -> None:
    done = kept("report", "base", "--html", "page.html", "--fields", "nope")

    assert done.code == 3 and "known are html, bytes, run, against" in done.err
    assert not Path("page.html").exists()


def test_one_file_cannot_stand_for_two(kept: Wscli) -> None:
    Path("more.csv").write_text(CASES + "C3,2026-03-02T09:00:20,90\n")
    assert kept("simulate", "more.csv", "--events", "events.csv", "--save", "b", "-o", "none").code == 0
    done = kept("report", "base", "b", "--html", "page.html", "--cases", "cases.csv")

    assert done.code == 2
    assert "the runs read two files of cases, cases.csv and more.csv, and --cases is one" in done.err
    assert kept("report", "base", "b", "--html", "page.html", "--events", "events.csv").code == 0


def test_a_comparison_of_runs_that_come_out_otherwise_now_says_of_what_it_is(kept: Wscli) -> None:
    assert kept("simulate", "cases.csv", "--save", "b", "-o", "none").code == 0
    assert kept("report", "base", "b", "--html", "page.html").code == 0
    assert "as they were saved" not in Path("page.html").read_text()

    Path("cases.csv").write_text(CASES.replace("90", "91"))
    assert kept("report", "base", "b", "--html", "page.html").code == 0
    page = Path("page.html").read_text()
    assert "This compares the runs as they were saved." in page
    assert "From here on the page is of b, <bdi>b</bdi>, as it comes out now." in page


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ("base", 2, "missing option --html"),
        ("base --html cases.csv", 3, "'cases.csv' must end in .html, in --html"),
        ("base --html no/page.html", 1, "no/page.html cannot be written: there is no folder no"),
        ("nope --html page.html", 4, "there is no run 'nope'"),
        ("base nope --html page.html", 4, "there is no run 'nope'"),
        ("base BASE --html page.html", 2, "run 'base' is named twice"),
        ("base --html page.html --cases gone.csv", 4, "gone.csv"),
    ],
)
def test_what_cannot_be_is_refused(kept: Wscli, words: str, code: int, says: str) -> None:
    done = kept("report", *words.split())

    assert done.code == code
    assert says in done.err
    assert not Path("page.html").exists()


def test_standard_input_is_for_one_run(kept: Wscli) -> None:
    assert kept("simulate", "cases.csv", "--save", "b", "-o", "none").code == 0

    assert kept("report", "base", "b", "--html", "-", "--cases", "-").code == 2


def test_without_the_library_it_says_how_to_get_it(kept: Wscli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    done = kept("report", "base", "--html", "page.html")

    assert done == Result(
        1,
        "",
        "error: the library that draws the charts is not installed\nhint: pip install 'wscli[report]'\n",
    )


def test_a_file_that_has_gone_is_told_as_by_repeat(kept: Wscli) -> None:
    Path("cases.csv").rename("moved.csv")
    done = kept("report", "base", "--html", "page.html")

    assert done == kept("runs", "repeat", "base")
    assert "--cases FILE" in done.err
    assert kept("report", "base", "--html", "page.html", "--cases", "moved.csv").code == 0


def test_a_run_that_comes_out_otherwise_is_told_on_the_page_too(kept: Wscli) -> None:
    Path("cases.csv").write_text(CASES.replace("90", "91"))
    done = kept("report", "base", "--html", "page.html")
    page = Path("page.html").read_text()

    assert done.code == 0
    assert "warning: cases.csv is not what the run read" in done.err
    assert "warning: not what run 'base' was: the digest is" in done.err
    assert "cases.csv is not what the run read" in page
    assert "not what run &#x27;base&#x27; was" in page


def test_a_page_that_fails_leaves_what_was_there(kept: Wscli, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("page.html").write_text("old")

    def break_down(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("wscli.report.html.page.page", break_down)
    assert kept("report", "base", "--html", "page.html").code == 1
    assert Path("page.html").read_text() == "old"


def test_a_page_is_ascii_where_stdout_can_carry_no_more(kept: Wscli, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = kept("report", "base", "--html", "-").out
    monkeypatch.setattr("wscli.terminal.is_unicode", lambda stream: False)
    narrow = kept("report", "base", "--html", "-").out

    assert narrow.isascii() and not whole.isascii()
    assert unescape(narrow) == unescape(whole)
