"""Write docs/checks.md from the table of checks, or say whether it is current.

python scripts/checks_page.py           writes the page
python scripts/checks_page.py --check   exit 1 if it would change

The page is made from the code so that it cannot say anything else; reasons are the docstrings of the checks.
"""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

from wscli.model.checks import CHECKS, Check

PAGE = Path(__file__).resolve().parent.parent / "docs" / "checks.md"

HEAD = """\
# Checks

What `wscli validate` looks at beyond the shape of single values; `wscli validate --list` prints the same
rules. `apply` and the commands that write refuse a configuration with errors, except those that may be stored
because the product lets them happen. Warnings refuse nothing unless `--strict` is given; `--ignore RULE`
leaves a rule out. A value that cannot be read at all has rule `shape`.

Sources: *rulebook* is [rulebook.md](rulebook.md), *interface* [interface.md](interface.md), and *sources* the
row or section of that name in [sources.md](sources.md).

This page is written by `scripts/checks_page.py`.
"""

PARTS = (
    ("Errors", lambda check: check.severity == "error" and not check.storable),
    ("Errors that may be stored", lambda check: check.storable),
    ("Warnings", lambda check: check.severity == "warning"),
)


def page() -> str:
    """Return the whole page."""
    lines = [HEAD]
    for title, belongs in PARTS:
        lines += [f"## {title}", "", "| rule | about | what it finds | source |", "|---|---|---|---|"]
        lines += [_row(check) for check in CHECKS if belongs(check)]
        lines.append("")
    lines += ["## Why", ""]
    for check in CHECKS:
        lines += [f"**`{check.rule}`** ({check.severity}): {_reason(check)}", ""]
    return "\n".join(lines)


def _row(check: Check) -> str:
    scope = "anything named" if len(check.scope) > 2 else ", ".join(sorted(check.scope))
    return f"| `{check.rule}` | {scope} | {check.summary} | {check.source} |"


def _reason(check: Check) -> str:
    if check.run is None:
        return f"{check.summary}. Found while the input is read."
    return " ".join((inspect.getdoc(check.run) or "").split())


def main() -> int:
    """Write the page, or compare it."""
    if "--check" in sys.argv[1:]:
        current = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page()
        print(f"{PAGE.name} is {'current' if current else 'not current: run scripts/checks_page.py'}")
        return 0 if current else 1
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
