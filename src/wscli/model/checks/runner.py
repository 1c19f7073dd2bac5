"""Runs the checks, and brings what they found together with where it was written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from wscli.errors import Path, Problem, path_text
from wscli.model.checks.facts import Facts
from wscli.model.checks.finding import Check, Finding
from wscli.model.checks.table import CHECKS
from wscli.model.findings import Locator
from wscli.model.organisation import Organisation
from wscli.model.terms import name_key

Origins = Mapping[tuple[str, str], tuple[Locator, Path]]
Found = tuple[Check, Finding]
_NO_ORIGINS: Origins = {}


def check(
    organisation: Organisation,
    *,
    ignore: Collection[str] = frozenset(),
    broken: Collection[tuple[str, str]] = frozenset(),
) -> list[Found]:
    """Return what is wrong with an organisation, in the order of the table.

    `ignore`: rule ids that are left out. `broken`: section and name key of objects that are missing because
    they could not be read; references to them are in order, and warnings, which judge a whole, are withheld.
    """
    facts = Facts(organisation, frozenset(broken))
    found: list[Found] = []
    for each in CHECKS:
        withheld = bool(broken) and each.severity == "warning"
        if each.run is not None and each.rule not in ignore and not withheld:
            found.extend((each, finding) for finding in each.run(facts))
    return found


def to_problems(found: Iterable[Found], origins: Origins = _NO_ORIGINS) -> list[Problem]:
    """Return problems as people and programs read them.

    `origins` tells where objects stand that came from documents: `workstreams[2].capacity`, with file, line
    and column. Others are named: `workstreams[Case Workstream].capacity`.
    """
    return [_to_problem(each, finding, origins) for each, finding in found]


def _to_problem(each: Check, finding: Finding, origins: Origins) -> Problem:
    path, (file, line, column) = locate(finding.section, finding.name, finding.path, origins)
    message = finding.message
    if finding.other is not None:
        _, (other_file, other_line, _) = locate(*finding.other, origins)
        message += f" (see {other_file}:{other_line})" if other_file and other_line else ""
    return Problem(
        path=path,
        message=message,
        hint=finding.hint,
        rule=each.rule,
        severity=each.severity,
        file=file,
        line=line,
        column=column,
    )


Position = tuple[str | None, int | None, int | None]


def locate(section: str, name: str, path: Path, origins: Origins) -> tuple[str, Position]:
    """Return the text of a path and its position; what is not written stands where its object does."""
    origin = origins.get((section, name_key(name)))
    if origin is None:
        text = f"{section}[{name}]" if name else section
        rest = path_text(path)
        return text + (rest if not rest or rest.startswith("[") else f".{rest}"), (None, None, None)
    find, start = origin
    for length in range(len(path), -1, -1):
        position = find((*start, *path[:length]))
        if position[1] is not None:
            break
    return path_text((*start, *path)), position
