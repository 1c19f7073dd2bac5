"""The one way into the store: what shall be is judged against what is, and the difference is written.

Every command that changes something comes through `write`, so that they all judge alike: what is read is
read by `model.parse`, what an edit breaks is found by `model.checks`, and what is written is the
difference, in one transaction. An edit is a function from what is stored to what shall be; a problem of
the object itself is named by its field (`capacity`), of another by its place. Nothing here knows of
options or prints, or what edits there are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from wscli.errors import Invalid, NotFound, Problem
from wscli.model.checks import RULES, Check, Finding, check, to_problems
from wscli.model.fields import Noun
from wscli.model.findings import Findings
from wscli.model.organisation import Organisation, Thing, canonical
from wscli.model.parse import read_object
from wscli.model.references import Reference
from wscli.model.terms import did_you_mean, name_key
from wscli.model.values import BAD
from wscli.office.shorthand import expand
from wscli.store import Change, Store

Raw = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What an edit did: the object as it is now and all around it, what changed, and what is to be said.

    Of a deleted object `thing` and `after` are as they were. `others`: what else changed with it. `named`:
    the places of flows that said the old name of what was renamed.
    """

    thing: Thing
    after: Organisation
    change: Change
    warnings: tuple[Problem, ...] = ()
    others: tuple[Change, ...] = ()
    named: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What shall be stored, the name of the object that is edited, and what reading it gave cause to say.

    `inside`: the part of the object that is edited, as `rules[2]`, where it is not all of it.
    """

    organisation: Organisation
    name: str
    warnings: tuple[Problem, ...] = ()
    inside: str = ""


def write(store: Store, noun: Noun, wanted: Callable[[Organisation], Wanted], dry_run: bool) -> Edit:
    """Write what is wanted in place of what is stored, if nothing speaks against it.

    Where there is no database yet it is judged without one first, so that a refusal leaves no file behind.
    """

    def judged(current: Organisation) -> Wanted:
        result = wanted(current)
        after = canonical(result.organisation)
        stranded = refuse_new_errors(current, after, noun, result.name, result.inside)
        return replace(result, organisation=after, warnings=(*result.warnings, *stranded))

    if not store.exists():
        judged(Organisation())
    with store.write(dry_run=dry_run) as transaction:
        current = transaction.load(*_sections(noun))
        result = judged(current)
        changes = transaction.save(current, result.organisation)
    thing = find(result.organisation, noun, result.name)
    known = _warnings(noun, current.find(noun.section, result.name), result.inside)
    new = [warning for warning in _warnings(noun, thing, result.inside) if warning not in known]
    change = change_of(noun, thing.name, changes)
    return Edit(
        thing=thing,
        after=result.organisation,
        change=change,
        warnings=(*result.warnings, *new),
        others=tuple(each for each in changes if each is not change and each.action != "unchanged"),
    )


def _sections(noun: Noun) -> tuple[str, ...]:
    """Return what has to be loaded for an edit: all, but of a workstream itself and what may name it."""
    return (noun.section, "flows") if noun.name == "workstream" else ()


def change_of(noun: Noun, name: str, changes: Collection[Change]) -> Change:
    """Return what became of one object among all."""
    key = name_key(name)
    return next(each for each in changes if each.kind == noun.name and name_key(each.name) == key)


def read_thing(noun: Noun, raw: Raw) -> tuple[Thing, tuple[Problem, ...]]:
    """Return the object that raw input says, and the warnings about it; raises Invalid with all problems."""
    found = Findings()
    thing = read_object(noun, expand(noun, raw, found), (), found)
    if thing is BAD or found.errors:
        raise Invalid(f"the {noun.name} is not valid", problems=found.errors)
    return thing, tuple(found.warnings)


_ALONE = {
    "workstream": RULES,
    "ruleset": ("rule-unreachable",),
    "flow": ("flow-unreachable-branch", "flow-no-default"),
}
"""What can be said of an object by itself, without the rest of the configuration."""


def _warnings(noun: Noun, thing: Thing | None, inside: str) -> list[Problem]:
    """Return what is odd about an object by itself."""
    rules = _ALONE.get(noun.name, ())
    if thing is None or not rules:
        return []
    alone = Organisation().with_section(noun.section, (thing,))
    problems = to_problems(check(alone, ignore=frozenset(RULES).difference(rules)))
    return [_of_field(problem, noun, thing.name, inside) for problem in problems if not problem.is_error]


def _of_field(problem: Problem, noun: Noun, name: str, inside: str) -> Problem:
    """Name the field alone in a problem of the object that is edited, or of the part of it that is."""
    path = problem.path
    for prefix in (f"{noun.section}[{name}]", inside):
        path = path.removeprefix(prefix).removeprefix(".")
    return replace(problem, path=path)


def find(organisation: Organisation, noun: Noun, name: str) -> Thing:
    """Return the object of that name; raises NotFound with the near name."""
    found = organisation.find(noun.section, name)
    if found is None:
        known = [thing.name for thing in organisation.section(noun.section)]
        hint = did_you_mean(name, known) or f"`wscli {noun.name} list` shows what there is"
        raise NotFound(f"there is no {noun.name} {name!r}", hint=hint)
    return found


def replace_thing(organisation: Organisation, noun: Noun, old: Thing, new: Thing) -> Organisation:
    """Return the organisation with one object in the place of another."""
    things = (new if thing is old else thing for thing in organisation.section(noun.section))
    return organisation.with_section(noun.section, things)


def refuse_new_errors(
    current: Organisation, wanted: Organisation, noun: Noun, name: str, inside: str = ""
) -> list[Problem]:
    """Raise Invalid if `wanted` has errors that `current` has not; return those that may be stored.

    An error that the product lets happen is no reason to refuse an edit, but one to warn of it.
    """
    before = {_identity(problem) for problem in to_problems(_errors(current))}
    new = [
        (each.storable, _of_field(problem, noun, name, inside))
        for each, finding in _errors(wanted)
        for problem in to_problems([(each, finding)])
        if _identity(problem) not in before
    ]
    refused = [problem for storable, problem in new if not storable]
    if refused:
        raise Invalid(f"the {noun.name} is not valid", problems=refused)
    return [problem for _, problem in new]


def _errors(organisation: Organisation) -> list[tuple[Check, Finding]]:
    return [(each, finding) for each, finding in check(organisation) if each.severity == "error"]


def _identity(problem: Problem) -> tuple[str, str, str]:
    return problem.rule, problem.path, problem.message
