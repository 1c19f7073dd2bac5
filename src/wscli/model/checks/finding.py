"""What a check is, and what it finds: in the organisation's own terms, without files or lines.

Where an object came from is known to whoever read it; `runner.to_problems` brings the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from wscli.errors import Path
from wscli.model.checks.facts import Facts

Place = tuple[str, str, Path]
"""Section, name of the object, and path inside it."""

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that a check found.

    `section` and `name` say which object (name "" for a whole section or a settings section), `path` where
    in it. `other` is the other side of a contradiction, if there is one.
    """

    section: str
    name: str = ""
    path: Path = ()
    message: str
    hint: str
    other: Place | None = None


Run = Callable[[Facts], Iterable[Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One rule: how it is called, how bad it is, where it comes from, and the function that looks.

    `storable`: an error that `apply` lets through, because the product lets it happen. `scope`: the sections
    in which it may find something. `run` None: the reader finds it while it reads.
    """

    rule: str
    severity: Severity
    summary: str
    source: str
    scope: frozenset[str]
    storable: bool = False
    run: Run | None = None


def error(
    rule: str, run: Run | None, summary: str, source: str, *scope: str, storable: bool = False
) -> Check:
    """Return the entry of a rule that refuses a configuration; `storable`: only when it is validated."""
    return Check(
        rule=rule,
        severity="error",
        summary=summary,
        source=source,
        scope=frozenset(scope),
        storable=storable,
        run=run,
    )


def warning(rule: str, run: Run | None, summary: str, source: str, *scope: str) -> Check:
    """Return the entry of a rule that only says what will happen."""
    return Check(
        rule=rule, severity="warning", summary=summary, source=source, scope=frozenset(scope), run=run
    )


def command(*words: str) -> str:
    """Return a command line of ours as one may paste it into a shell: noun, verb, names, options.

    A name that begins with a dash would be taken for an option: then the names stand at the end, behind `--`.
    """
    import shlex
    from itertools import takewhile

    names = (*words[2:3], *takewhile(lambda word: not word.startswith("--"), words[3:]))
    if words[0] != "apply" and any(name.startswith("-") for name in names):
        words = (*words[:2], *words[2 + len(names) :], "--", *names)
    return shlex.join(("wscli", *words))
