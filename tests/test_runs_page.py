"""The queries of docs/runs.md answer on the example week what the page says."""

from __future__ import annotations

import csv
import io
import re
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from frontdoor import run

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "runs.md").read_text(encoding="utf-8")
PAIRS = re.findall(r"```sql\n(.+?)```\n\n```csv\n(.+?)```", PAGE, re.DOTALL)
COMMANDS = re.findall(r"^wscli (.+)$", PAGE.replace("\\\n", ""), re.MULTILINE)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The database that the commands of the page leave."""
    place = tmp_path_factory.mktemp("runs") / "wscli.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        for line in COMMANDS:
            result = run([*shlex.split(line), "-q", "--db", str(place)])
            assert result.code == 0, result.err
    yield place


def test_the_page_has_queries_and_the_commands_before_them() -> None:
    assert len(PAIRS) == PAGE.count("```sql") == 3
    assert len(COMMANDS) == 2


@pytest.mark.parametrize(("question", "answer"), PAIRS, ids=range(len(PAIRS)))
def test_a_query_answers_what_the_page_says(database: Path, question: str, answer: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(question)
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\n")
        writer.writerow(column[0] for column in rows.description)
        writer.writerows(rows)

    assert written.getvalue() == answer


def test_every_view_of_runs_is_on_the_page(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        views = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'view' AND name LIKE 'run\\_%' ESCAPE '\\'"
        )
        assert [name for (name,) in views if f"`{name}`" not in PAGE] == []
