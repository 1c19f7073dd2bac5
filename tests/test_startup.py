"""Start-up is a feature: what may be imported by whom, and what a start really imports."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "wscli"
HEAVY = {
    "rich",
    "yaml",
    "sqlite3",
    "sqlite_utils",
    "json",
    "csv",
    "decimal",
    "zoneinfo",
    "numpy",
    "wscli.model.parse",
    "wscli.store",
    "wscli.simulation",
}
COMMAND_IMPORTS = {
    "__future__",
    "collections.abc",
    "contextlib",
    "inspect",  # which Typer has imported already
    "pathlib",
    "typer",
    "typing",
    "wscli.errors",
    "wscli.model.fields",
    "wscli.model.terms",
    "wscli.amounts",  # imports nothing
    "wscli.session",
}


def imported_by(*words: str, **environ: str) -> set[str]:
    """Return the modules there are when `wscli WORDS` has ended with 0."""
    program = (
        "import sys\nfrom wscli.app import main\n"
        "code = main(sys.argv[1:])\nprint(*sys.modules, file=sys.stderr)\nsys.exit(code)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, *words],
        capture_output=True,
        text=True,
        env={**os.environ, **environ},
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return set(ended.stderr.splitlines()[-1].split())


def test_bare_version_imports_nothing_but_the_front_door() -> None:
    modules = imported_by("--version")

    assert not (HEAVY | {"typer", "dataclasses", "enum", "inspect"}) & modules
    assert {name for name in modules if name.startswith("wscli")} == {"wscli", "wscli.app"}


@pytest.mark.parametrize("words", [["-q", "--version"], ["--help"]])
def test_the_front_door_imports_nothing_heavy(words: list[str]) -> None:
    assert not HEAVY & imported_by(*words)


def test_a_write_imports_neither_tables_nor_documents(tmp_path: Path) -> None:
    words = ["--capacity", "50", "--presence", "available"]
    database = str(tmp_path / "w.db")
    # The very first write makes the tables, which is sqlite_utils' part.
    imported_by("workstream", "create", "First", *words, WSCLI_DB=database)
    modules = imported_by("workstream", "create", "Second", *words, WSCLI_DB=database)

    unwanted = {"rich", "yaml", "csv", "numpy", "sqlite_utils", "wscli.simulation", "wscli.documents"}
    assert not unwanted & modules


@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "tsv", "yaml", "none"])
def test_rich_is_for_tables_only(format: str) -> None:
    program = (
        "import io, sys\nfrom wscli.output import *\n"
        f"write_rows(io.StringIO(), [{{'a': 1}}], ['a'], Format({format!r}))\n"
        "sys.exit('rich' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def top_level_imports(module: Path) -> Iterator[str]:
    """Yield what is imported when the module is: also inside `try` and `if`, not inside functions."""
    waiting: list[ast.AST] = [ast.parse(module.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")
        waiting.extend(ast.iter_child_nodes(node))


@pytest.mark.parametrize("module", sorted((SOURCE / "commands").rglob("*.py")), ids=lambda path: path.stem)
def test_a_command_module_imports_only_what_parsing_needs(module: Path) -> None:
    found = {name for name in top_level_imports(module) if not name.startswith("wscli.commands")}

    assert found <= COMMAND_IMPORTS
