"""Reading and judging configuration: documents by themselves, and what is stored."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, BinaryIO, TextIO

from wscli.errors import Invalid, Path, Problem
from wscli.model.checks import CHECKS, RULES, check, to_problems
from wscli.model.checks.finding import command
from wscli.model.fields import NOUNS, SETTINGS, Noun
from wscli.model.findings import Findings
from wscli.model.organisation import Organisation, overlay
from wscli.model.parse import Parsed, Source, parse_documents
from wscli.model.terms import did_you_mean, name_key

if TYPE_CHECKING:
    from wscli.documents import Document
    from wscli.store import Change


def read(sources: Sequence[str], stdin: TextIO | BinaryIO) -> tuple[Parsed, list[Problem]]:
    """Return what documents say together, and everything that is wrong with their shape.

    Raises:
        Invalid, NotFound, Failed: a file cannot be read at all.
    """
    from wscli.documents import read_documents

    documents = read_documents(sources, stdin=stdin)
    found = Findings()
    parsed = parse_documents([Source(document.value, _Locate(document)) for document in documents], found)
    shape = [problem for document in documents for problem in document.problems]
    return parsed, shape + found.problems


class _Locate:
    """Tells where a path stands in a document."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def __call__(self, path: Path, *, key: bool = False) -> tuple[str | None, int | None, int | None]:
        place = self.document.keys.get(path) if key else None
        line, column = place or self.document.place(path) or (None, None)
        return self.document.file, line, column


def judge(
    parsed: Parsed, shape: list[Problem], base: Organisation, *, ignore: Collection[str] = ()
) -> tuple[Organisation, list[Problem]]:
    """Return documents laid over `base`, and all problems of the result, sorted by place."""
    merged = merge(parsed, base)
    return merged, problems_of(merged, parsed, shape, ignore=ignore)


def merge(parsed: Parsed, base: Organisation) -> Organisation:
    """Return documents laid over `base`."""
    return overlay(base, parsed.organisation, parsed.sections)


def problems_of(
    merged: Organisation, parsed: Parsed, shape: list[Problem], *, ignore: Collection[str] = ()
) -> list[Problem]:
    """Return all problems of what documents make of a configuration, sorted by place."""
    found = check(merged, ignore=known_rules(ignore), broken=parsed.broken)
    beyond = to_problems(found, parsed.origins)
    return sorted([*(each for each in shape if each.rule not in ignore), *beyond], key=_place)


def _place(problem: Problem) -> tuple[bool, str, int, int]:
    return problem.file is None, problem.file or "", problem.line or 0, problem.column or 0


def accept(parsed: Parsed, shape: list[Problem], base: Organisation) -> tuple[Organisation, list[Problem]]:
    """Return documents laid over `base` with what is to be warned of; raises Invalid if they are refused.

    An error that the product lets happen is stored all the same, and is among the warnings.
    """
    merged, problems = judge(parsed, shape, base)
    refuse(problems)
    return merged, problems


def refuse(problems: list[Problem]) -> None:
    """Raise Invalid if anything among the problems keeps a configuration from being stored."""
    errors = len(refused(problems))
    if errors:
        count = f"{errors} error{'' if errors == 1 else 's'}"
        raise Invalid(f"the configuration is not valid: {count}", problems=problems)


def refused(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that keep a configuration from being stored."""
    storable = {each.rule for each in CHECKS if each.storable}
    return [problem for problem in problems if problem.is_error and problem.rule not in storable]


_NAMED_BY = {
    "rule-unknown-queue": "queues",
    "unknown-member": "agents",
    "unknown-skill": "skills",
    "unknown-presence": "presences",
    "flow-dangling-workstream": "workstreams",
}
"""Rules about a name that nothing has, and the section where it would be."""


def partly_hint(parsed: Parsed, problems: Iterable[Problem], files: Sequence[str]) -> str | None:
    """Return how to judge documents with what is stored, if they name what only that can have; else None."""
    missing = {_NAMED_BY[problem.rule] for problem in problems if problem.rule in _NAMED_BY}
    missing -= set(parsed.sections)
    if not missing:
        return None
    words = [word for file in files for word in ("-f", file)]
    sections = " and no ".join(section for section in _NAMED_BY.values() if section in missing)
    judge = command("apply", *words, "--dry-run")
    return f"the files have no {sections} of their own; in the light of what is stored: {judge}"


def stored(
    organisation: Organisation,
    *,
    ignore: Collection[str] = (),
    noun: Noun | None = None,
    names: Iterable[str] = (),
) -> list[Problem]:
    """Return the problems of what is stored, of one kind or of single objects if asked; raises NotFound."""
    from wscli.office.writing import find

    found = check(organisation, ignore=known_rules(ignore))
    if noun is not None:
        keys = {name_key(find(organisation, noun, name).name) for name in names}
        found = [
            (rule, finding)
            for rule, finding in found
            if finding.section == noun.section and (not keys or name_key(finding.name) in keys)
        ]
    return to_problems(found)


def known_rules(names: Collection[str]) -> frozenset[str]:
    """Return rule ids as they are; raises Invalid for one that is none."""
    unknown = [name for name in names if name not in RULES]
    if unknown:
        hint = did_you_mean(unknown[0], RULES) or "`wscli validate --list` shows the rules"
        raise Invalid(f"no such rule {unknown[0]!r}, in --ignore", hint=hint)
    return frozenset(names)


def states(parsed: Parsed, change: Change) -> bool:
    """Whether documents state the object of a change, or the change does something to it."""
    noun = next(noun for noun in (*NOUNS, *SETTINGS) if noun.name == change.kind)
    key = "" if noun in SETTINGS else name_key(change.name)
    return change.action != "unchanged" or (noun.section, key) in parsed.origins


def rule_rows() -> list[dict[str, str]]:
    """Return the rules as rows: id, severity, summary, source."""
    return [
        {"rule": each.rule, "severity": each.severity, "summary": each.summary, "source": each.source}
        for each in CHECKS
    ]
