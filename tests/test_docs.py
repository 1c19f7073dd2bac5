"""The pages of docs/ speak of files and functions that exist, and those that are generated are current."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tokenize
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "wscli"
PAGES = ["README.md", "CONTRIBUTING.md", "examples/README.md"]
PAGES += sorted(str(page.relative_to(ROOT)) for page in (ROOT / "docs").rglob("*.md"))
CODE = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"[\w./-]+\.(?:py|sh|md|yaml|csv|jsonl|toml)")
NAME = re.compile(r"(?:wscli\.)?([a-z_]+(?:\.[A-Za-z_]+)+)(?:\(\))?")
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)[^)]*\)")
STEPS = ("docs/walkthrough.md",)
"""Pages in which every dotted name is one of ours."""

NUMBER = r"§?\d+(?:\.\d+)?"
KEY = re.compile(r"\b[LM]\d+\b")
CITED = {
    "interface": re.compile(rf"\binterface (§\d+(?:(?:, | and ){NUMBER})*)", re.IGNORECASE),
    "rulebook": re.compile(rf"\brulebook ({NUMBER}(?:(?:, |–| and ){NUMBER})*)", re.IGNORECASE),
    "sources": re.compile(r"\bsources: ((?:[LM]\d+|[a-z]+)(?:, [LM]\d+)*)"),
}
"""How the pages are cited: `interface §3, §5`, `rulebook 5.1, 5.2`, `sources: L1, L4`, `sources: traps`."""
ENTRIES = {
    "interface": re.compile(r"^## (\d+)\. ", re.MULTILINE),
    "rulebook": re.compile(r"^(?:## (?=\d+\. ))?(\d+(?:\.\d+)?)\.? ", re.MULTILINE),
    "sources": re.compile(r"^(?:\| ([LM]\d+) \||## (\w+)$)", re.MULTILINE),
}
CITING = [page for page in PAGES if page.startswith("docs/")]
CITING += sorted(str(file.relative_to(ROOT)) for file in SOURCE.rglob("*.py"))


def words_of(page: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return CODE.findall(re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL))


@cache
def definitions(file: Path) -> frozenset[str]:
    """Return what a module defines: its names, and those inside its classes as `Class.name`."""
    found = set()
    nodes = [("", node) for node in ast.parse(file.read_text(encoding="utf-8")).body]
    for prefix, node in nodes:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(prefix + node.name)
        elif isinstance(node, ast.Assign):
            found |= {prefix + target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(prefix + node.target.id)
        if isinstance(node, ast.ClassDef):
            nodes += [(f"{node.name}.", inner) for inner in node.body]
    return frozenset(found)


def is_defined(name: str) -> bool:
    """Whether `office.edits.create`, `edits.create` or `Store.write` is there."""
    files = sorted(SOURCE.rglob("*.py"))
    parts = name.split(".")
    for split in range(len(parts)):
        inside, rest = "/".join(parts[:split]), ".".join(parts[split:])
        ends = (f"/{inside}.py", f"/{inside}/__init__.py") if inside else (".py",)
        if any(str(file).endswith(ends) and rest in definitions(file) for file in files):
            return True
    return any(str(file).endswith(f"/{'/'.join(parts)}.py") for file in files)


@pytest.mark.parametrize("page", PAGES)
def test_files_that_a_page_names_are_there(page: str) -> None:
    named = [word for word in words_of(page) if FILE.fullmatch(word) and "/" in word and "NNNN" not in word]
    places = (ROOT, SOURCE, SOURCE / "simulation", (ROOT / page).parent)
    missing = [word for word in named if not any((place / word).exists() for place in places)]
    links = LINK.findall((ROOT / page).read_text(encoding="utf-8"))
    missing += [link for link in links if not ((ROOT / page).parent / link).exists()]

    assert missing == []


@pytest.mark.parametrize("page", STEPS)
def test_functions_that_a_page_names_are_there(page: str) -> None:
    named = [match[1] for word in words_of(page) if (match := NAME.fullmatch(word))]
    named = [name for name in named if not FILE.fullmatch(name)]

    assert len(named) > 30
    assert [name for name in named if not is_defined(name)] == []


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = [page.removeprefix("docs/") for page in PAGES if page.startswith("docs/")]

    assert [page for page in pages if page != "README.md" and f"]({page})" not in index] == []


def test_the_page_of_commands_is_current() -> None:
    script = ROOT / "scripts" / "commands_page.py"
    ended = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)

    assert ended.returncode == 0, ended.stdout + ended.stderr


@cache
def entries_of(page: str) -> frozenset[str]:
    """Return what may be cited of a page: section and rule numbers, keys, or headings in small letters."""
    found = ENTRIES[page].findall((ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8"))
    return frozenset(
        entry if KEY.fullmatch(entry) else entry.lower()
        for each in found
        for entry in ([each] if isinstance(each, str) else filter(None, each))
    )


def prose_of(file: str) -> str:
    """Return a page, or the strings and comments of a module, on one line."""
    path = ROOT / file
    if path.suffix == ".md":
        text = path.read_text(encoding="utf-8")
    else:
        with path.open("rb") as source:
            tokens = list(tokenize.tokenize(source.readline))
        kept = (token for token in tokens if token.type in (tokenize.STRING, tokenize.COMMENT))
        text = " ".join(token.string.lstrip("#") for token in kept)
    return " ".join(text.split())


def cited_in(text: str) -> list[tuple[str, str]]:
    """Return every page and entry that a text cites."""
    return [
        (page, entry.lstrip("§"))
        for page, pattern in CITED.items()
        for cited in pattern.findall(text)
        for entry in re.split(r", |–| and ", cited)
    ]


@pytest.mark.parametrize("file", CITING)
def test_what_is_cited_is_there(file: str) -> None:
    text = prose_of(file)
    strangers = re.findall(r"(\S+) §\d", re.sub(r"(?:,| and) §\d+", "", text))

    assert [each for each in cited_in(text) if each[1] not in entries_of(each[0])] == []
    assert [name for name in strangers if name.strip("(`\"'").lower() not in CITED] == []


def test_citations_are_found() -> None:
    """What the test above would pass if it found nothing."""
    text = "(interface §3 and §9), rulebook 5.1–5.77, 10; sources: L1, L99, rulebook 1; sources: nothing"
    wrong = [("interface", "9"), ("rulebook", "5.77"), ("sources", "L99"), ("sources", "nothing")]

    assert [each for each in cited_in(text) if each[1] not in entries_of(each[0])] == wrong
    assert sum(len(cited_in(prose_of(file))) for file in CITING) > 150


def test_keys_on_the_page_of_sources_are_documents() -> None:
    text = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")

    assert set(KEY.findall(text)) <= entries_of("sources")


def test_the_contract_names_the_commands_that_there_are() -> None:
    """A command is in its tables, and marked as not yet there as long as it is not."""
    commands = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    there = set(re.findall(r"^#+ wscli (.+)$", commands, re.MULTILINE))
    groups = {name.rpartition(" ")[0] for name in there}
    contract = (ROOT / "docs" / "interface.md").read_text(encoding="utf-8")
    announced: dict[str, bool] = {}
    for table in re.findall(r"^\| command \|.*\n\|[-|]+\n((?:\|.*\n)+)", contract, re.MULTILINE):
        for cells in (line.split(" | ") for line in table.splitlines()):
            for usage in CODE.findall(cells[0]):
                words = re.match(r"[a-z-]+(?: (?!-)[a-z-]+)*", usage)
                announced[words[0] if words else usage] = not cells[1].startswith("**not yet**")

    assert len(announced) > 50
    assert {name for name, now in announced.items() if now} == there - groups
