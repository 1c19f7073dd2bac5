"""Who may enter which room: the directions of the house, read from the imports."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "wscli"
MODEL = "errors model"
DOORS = {  # room → the rooms, or the modules of them, that it may import; a room not named may enter none
    "model": "errors",
    "documents": "errors model.terms",  # the words of did-you-mean; a document knows no noun
    "store": MODEL,
    "cases": MODEL,
    "simulation": f"{MODEL} cases.table",  # the columns it reads; no file, no parser
    "measures": f"{MODEL} simulation.outcome",
    "amounts": "",
    "comparison": f"{MODEL} amounts measures simulation.outcome",  # two runs as columns
    "interchange": MODEL,  # handed rows and columns: it reads nobody's files
    "report": f"{MODEL} amounts measures simulation.outcome terminal",
    "messages": "errors terminal",
    "tables": "terminal",
    "output": f"{MODEL} terminal tables",
    "progress": "terminal",
    "session": f"{MODEL} terminal messages output progress store",
    "office": f"{MODEL} documents store",
    "dryrun": f"{MODEL} __version__ amounts office documents store cases simulation measures comparison"
    " interchange terminal",
    "conformance": "errors model.terms documents",  # files of the house, read; nothing is run there
    "selftest": f"{MODEL} conformance office dryrun",  # the way of a user's files
    "commands": f"{MODEL} amounts terminal session output documents store office dryrun report conformance"
    " selftest",
    "front": f"{MODEL} terminal messages output session",
    "app": "front",
    "__main__": "app",
}


def imports(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "a relative import hides where it leads"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("name", sorted(str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py")))
def test_a_module_enters_only_rooms_open_to_it(name: str) -> None:
    parts = Path(name).with_suffix("").parts
    doors = ["__version__", parts[0], *DOORS.get(parts[0], "").split()]
    found = list(imports(SOURCE / name))
    if parts[:2] == ("simulation", "kernel"):
        doors = ["simulation.kernel"]
        assert all(at.startswith("wscli.") or at.split(".")[0] in sys.stdlib_module_names for at in found)
    closed = [at for at in found if not any(f"{at}.".startswith(f"wscli.{door}.") for door in doors)]
    assert [at for at in closed if at.startswith("wscli.")] == []
