"""What the README and the pages of docs/ show in ```console blocks is what the program prints.

A line `$ …` is a command, and a line that ends in a backslash goes on in the next; what follows is its
output, both streams as they come. `…` stands for anything: alone on a line for any number of lines, inside a
line for the rest of a word or more. All blocks of a page are run in order in one shell, in a temporary folder
with the examples and without a database. A command may fail only where the page shows an error.

`WSCLI_UPDATE_PAGES=1` writes what is printed into the pages, where it is not what they show: look at the
difference before it is kept.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*)\n", re.MULTILINE)
MARK = "--- ended with"
UPDATE = bool(os.environ.get("WSCLI_UPDATE_PAGES"))


class Step(NamedTuple):
    """A command of a page, and the output that the page shows for it."""

    command: str
    shown: str


def steps_of(text: str) -> list[Step]:
    steps = []
    for block in BLOCK.findall(text):
        before, *parts = COMMAND.split(block)
        assert not before, f"a console block begins with a command, not with {before!r}"
        steps += [Step(*pair) for pair in zip(parts[::2], parts[1::2], strict=True)]
    return steps


def pattern(shown: str) -> str:
    """Return the regular expression that a shown output stands for."""
    lines = [
        r"(?:.*\n)*?" if line == "…" else ".*?".join(map(re.escape, line.split("…"))) + r"\n"
        for line in shown.splitlines()
    ]
    return "".join(lines)


def run(steps: list[Step], folder: Path) -> list[tuple[str, int]]:
    """Run all commands in one shell; return the output and the exit code of each."""
    script = "exec 2>&1\n" + "".join(f"{step.command}\nprintf '\\n{MARK} %s\\n' $?\n" for step in steps)
    environ = {name: value for name, value in os.environ.items() if not name.startswith("WSCLI_")}
    environ |= {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{environ['PATH']}", "HOME": str(folder)}
    environ |= {"COLUMNS": "80", "XDG_DATA_HOME": str(folder), "TERM": "xterm", "LC_ALL": "C.UTF-8"}
    ended = subprocess.run(
        ["sh"], input=script, cwd=folder, env=environ, capture_output=True, text=True, check=False
    )
    pieces = re.split(rf"\n{MARK} (\d+)\n", ended.stdout)
    return [(output, int(code)) for output, code in zip(pieces[::2], pieces[1::2], strict=False)]


def update(page: Path, steps: list[Step], outputs: list[str]) -> None:
    """Put what was printed into a page, where something else is shown."""
    text, at = page.read_text(encoding="utf-8"), 0
    for step, output in zip(steps, outputs, strict=True):
        at = text.index(f"$ {step.command}\n{step.shown}", at) + len(f"$ {step.command}\n")
        if re.fullmatch(pattern(step.shown), output) is None:
            text = text[:at] + output + text[at + len(step.shown) :]
    page.write_text(text, encoding="utf-8")


PAGES = [ROOT / "README.md", ROOT / "examples" / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
RUNNABLE = [str(page.relative_to(ROOT)) for page in PAGES if BLOCK.search(page.read_text(encoding="utf-8"))]


@pytest.mark.skipif(os.name == "nt", reason="the pages show a POSIX shell")
@pytest.mark.parametrize("page", RUNNABLE)
def test_a_page_shows_what_the_program_prints(page: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    steps = steps_of((ROOT / page).read_text(encoding="utf-8"))
    results = run(steps, tmp_path)

    if UPDATE:
        update(ROOT / page, steps, [output for output, _ in results])
        return
    for step, (output, code) in zip(steps, results, strict=True):
        agrees = re.fullmatch(pattern(step.shown), output) is not None
        assert agrees, f"$ {step.command}\nis shown with:\n{step.shown}\nand prints:\n{output}"
        fails = re.search("^error: ", step.shown, re.MULTILINE) is not None
        assert (code != 0) == fails, f"exit code {code} of $ {step.command}"


def test_the_readme_is_among_the_pages() -> None:
    assert "README.md" in RUNNABLE
