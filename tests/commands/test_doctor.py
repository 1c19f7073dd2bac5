"""What an installation is, and whether it is well."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from frontdoor import Result
from wscli import __version__

Wscli = Callable[..., Result]


def record(result: Result) -> dict[str, object]:
    found: dict[str, object] = json.loads(result.out)
    return found


def test_a_database_that_is_not_there_is_nothing_wrong(wscli: Wscli, database: Path) -> None:
    result = wscli("doctor", "-o", "json")
    found = record(result)

    assert (result.code, result.err) == (0, "all is well\n")
    assert found["version"] == __version__
    assert (found["database"], found["database_origin"]) == (str(database), "WSCLI_DB")
    assert (found["exists"], found["integrity"], found["counts"]) == (False, None, None)
    assert found["problems"] == []
    assert list(database.parent.iterdir()) == []


def test_a_sound_database_is_counted(centre: Wscli) -> None:
    result = centre("doctor", "-o", "json")
    found = record(result)

    assert result.code == 0
    assert (found["exists"], found["integrity"], found["journal_mode"]) == (True, "ok", "wal")
    assert isinstance(found["size"], int)
    counts = found["counts"]
    assert isinstance(counts, dict)
    assert (counts["workstreams"], counts["queues"], counts["agents"], counts["rules"]) == (2, 2, 2, 1)


def test_the_table_says_the_same_as_json(centre: Wscli) -> None:
    keys = list(record(centre("doctor", "-o", "json")))
    page = centre("doctor").out

    assert [line.split()[0] for line in page.splitlines()[2:]] == keys
    assert "integrity" in page and "workstreams: 2" in page


def test_the_origin_of_the_path_is_said(
    wscli: Wscli, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = record(wscli("doctor", "-o", "json", db="other.db"))
    monkeypatch.delenv("WSCLI_DB")
    default = record(wscli("doctor", "-o", "json"))

    assert (named["database"], named["database_origin"]) == (str(database.parent / "other.db"), "--db")
    assert default["database_origin"] == "default"
    assert str(default["database"]).endswith("wscli.db")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no database at all, only text", "is not an SQLite database"),
        (b"SQLite format 3\x00" + b"\x00" * 600, ""),
    ],
)
def test_what_is_no_database_of_ours_is_wrong(wscli: Wscli, content: bytes, message: str) -> None:
    Path("bad.db").write_bytes(content)
    result = wscli("doctor", "-o", "json", db="bad.db")
    found = record(result)

    assert result.code == 1
    problems = found["problems"]
    assert isinstance(problems, list) and len(problems) == 1 and message in problems[0]
    assert json.loads(result.err)["error"]["message"] == problems[0]
    assert json.loads(result.err)["error"]["hint"]
    assert (found["exists"], found["integrity"], found["version"]) == (True, None, __version__)
    assert Path("bad.db").read_bytes() == content


def test_damage_is_found(centre: Wscli, database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM agents")
        connection.commit()
    result = centre("doctor")

    assert result.code == 1
    assert "dangling agents" in result.err and "hint: restore a copy" in result.err
    assert "dangling agents" in result.out


def test_fields_pick_and_an_unknown_one_is_refused(centre: Wscli) -> None:
    assert json.loads(centre("doctor", "-o", "json", "--fields", "integrity").out) == {"integrity": "ok"}
    assert centre("doctor", "--fields", "health").code == 3
    assert centre("doctor", "-o", "csv").out.startswith("version,")
