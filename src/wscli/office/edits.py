"""One change of the configuration: from raw input, through the reader and the checks, into the store.

Every command that changes something comes through here, so that they all judge alike: what is read is
read by `model.parse`, what an edit breaks is found by `model.checks`, and what is written is the
difference, in one transaction. An edit is a function from what is stored to what shall be; a problem of
the object itself is named by its field (`capacity`), of another by its place. Nothing here knows of
options or prints.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from wscli.errors import Invalid, NotFound, Problem
from wscli.model.checks import Check, Finding, check, to_problems
from wscli.model.fields import AGENT, QUEUE, Noun
from wscli.model.findings import Findings
from wscli.model.organisation import Organisation, Thing, canonical
from wscli.model.parse import read_object
from wscli.model.references import Reference, references
from wscli.model.terms import Channel, did_you_mean, name_key, read_term
from wscli.model.values import BAD
from wscli.model.workforce import Queue
from wscli.model.write import raw_object
from wscli.office.conflicts import refuse_existing, refuse_in_use, repoint
from wscli.store import Change, Store

Raw = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What an edit did: the object as it is now and all around it, what changed, and what is to be said.

    Of a deleted object `thing` and `after` are as they were. `named`: the places of flows that said the old
    name of what was renamed.
    """

    thing: Thing
    after: Organisation
    change: Change
    warnings: tuple[Problem, ...] = ()
    named: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What shall be stored, the name of the object that is edited, and what reading it gave cause to say."""

    organisation: Organisation
    name: str
    warnings: tuple[Problem, ...] = ()


def create(
    store: Store,
    noun: Noun,
    raw: Raw,
    *,
    copy_from: str | None = None,
    if_not_exists: bool = False,
    queues: Collection[str] = (),
    dry_run: bool = False,
) -> Edit:
    """Create an object; with `queues` an agent also becomes a member of them.

    Raises:
        Invalid: it is not valid, or breaks something.
        Conflict: it exists; with `if_not_exists` only if it differs in what is given.
        NotFound: there is nothing to copy from, or no such queue.
    """

    def wanted(current: Organisation) -> _Wanted:
        base = {} if copy_from is None else raw_object(noun, find(current, noun, copy_from))
        thing, warnings = read_thing(noun, _laid_over(base, raw))
        things = (*current.section(noun.section), thing)
        existing = current.find(noun.section, thing.name)
        if existing is not None:
            things = tuple(thing if each is existing else each for each in things[:-1])
        result = canonical(join_queues(current.with_section(noun.section, things), thing.name, queues))
        if existing is not None:
            refuse_existing(noun, existing, current, result, raw, if_not_exists)
            return _Wanted(current, existing.name, warnings)
        return _Wanted(result, thing.name, warnings)

    return _write(store, noun, wanted, dry_run)


def update(store: Store, noun: Noun, name: str, raw: Raw, *, dry_run: bool = False) -> Edit:
    """Change the fields that `raw` gives; raises Invalid, NotFound."""

    def wanted(current: Organisation) -> _Wanted:
        existing = find(current, noun, name)
        thing, warnings = read_thing(noun, _laid_over(raw_object(noun, existing), raw))
        return _Wanted(replace_thing(current, noun, existing, thing), thing.name, warnings)

    return _write(store, noun, wanted, dry_run)


def change_members(
    store: Store,
    name: str,
    *,
    add: Collection[str] = (),
    remove: Collection[str] = (),
    dry_run: bool = False,
) -> Edit:
    """Add agents to a queue, or take them off it; raises NotFound for a queue, an agent or a membership."""

    def wanted(current: Organisation) -> _Wanted:
        queue = find(current, QUEUE, name)
        assert isinstance(queue, Queue)
        members = {name_key(member): member for member in queue.members}
        for agent in add:
            members.setdefault(name_key(agent), find(current, AGENT, agent).name)
        for agent in remove:
            if members.pop(name_key(agent), None) is None:
                hint = did_you_mean(agent, queue.members) or f"members: {', '.join(queue.members) or 'none'}"
                raise NotFound(f"{agent!r} is not a member of queue {queue.name!r}", hint=hint)
        changed = replace(queue, members=tuple(members.values()))
        return _Wanted(replace_thing(current, QUEUE, queue, changed), queue.name)

    return _write(store, QUEUE, wanted, dry_run)


def delete(store: Store, noun: Noun, name: str, *, dry_run: bool = False) -> Edit:
    """Delete an object that nothing refers to; raises NotFound, Conflict."""
    if not store.exists():
        find(Organisation(), noun, name)
    with store.write(dry_run=dry_run) as transaction:
        current = transaction.load()
        existing = find(current, noun, name)
        refuse_in_use(noun, existing.name, references(current, noun.section, existing.name))
        rest = [thing for thing in current.section(noun.section) if thing is not existing]
        changes = transaction.save(current, current.with_section(noun.section, rest))
    return Edit(thing=existing, after=current, change=_change_of(noun, existing.name, changes))


def rename(
    store: Store, noun: Noun, old: str, new: str, *, update_flows: bool = False, dry_run: bool = False
) -> Edit:
    """Rename an object; all that names it follows, but flows only with `update_flows`.

    Flows bind by name: without it they strand their cases (rulebook 2.3), unless the two names are one as
    names compare. Their places are in `named`.

    Raises:
        NotFound, Conflict: nothing has the old name, something has the new one.
        Invalid: the new name is none.
    """
    if not store.exists():
        find(Organisation(), noun, old)
    with store.write(dry_run=dry_run) as transaction:
        before = transaction.load()
        existing = find(before, noun, old)
        thing, _ = read_thing(noun, {**raw_object(noun, existing), "name": new})
        places = references(before, noun.section, existing.name)
        transaction.rename(noun.section, existing.name, thing.name)
        after = transaction.load()
        if update_flows:
            repointed = after.with_section("flows", [repoint(each, old, thing.name) for each in after.flows])
            transaction.save(after, repointed)
            after = repointed
    change = Change(noun.name, thing.name, "unchanged" if existing.name == thing.name else "renamed")
    apart = update_flows or name_key(existing.name) != name_key(thing.name)
    named = tuple(place for place in places if place.section == "flows" and apart)
    return Edit(thing=find(after, noun, thing.name), after=after, change=change, named=named)


def _write(store: Store, noun: Noun, wanted: Callable[[Organisation], _Wanted], dry_run: bool) -> Edit:
    """Write what is wanted in place of what is stored, if nothing speaks against it.

    Where there is no database yet it is judged without one first, so that a refusal leaves no file behind.
    """

    def judged(current: Organisation) -> _Wanted:
        result = wanted(current)
        after = canonical(result.organisation)
        stranded = refuse_new_errors(current, after, noun, result.name)
        return replace(result, organisation=after, warnings=(*result.warnings, *stranded))

    if not store.exists():
        judged(Organisation())
    with store.write(dry_run=dry_run) as transaction:
        current = transaction.load(*_sections(noun))
        result = judged(current)
        changes = transaction.save(current, result.organisation)
    thing = find(result.organisation, noun, result.name)
    known = _warnings(noun, current.find(noun.section, result.name))
    new = [warning for warning in _warnings(noun, thing) if warning not in known]
    return Edit(
        thing=thing,
        after=result.organisation,
        change=_change_of(noun, thing.name, changes),
        warnings=(*result.warnings, *new),
    )


def _sections(noun: Noun) -> tuple[str, ...]:
    """Return what has to be loaded for an edit: all, but of a workstream itself and what may name it."""
    return (noun.section, "flows") if noun.name == "workstream" else ()


def _change_of(noun: Noun, name: str, changes: Collection[Change]) -> Change:
    key = name_key(name)
    return next(each for each in changes if each.kind == noun.name and name_key(each.name) == key)


def _laid_over(base: Raw, raw: Raw) -> Raw:
    """Return the fields of an object with others in their place.

    Another channel than records has no entity: that of the object is not carried over to it.
    """
    leaves = read_term(Channel, str(raw.get("channel", Channel.ENTITY_RECORDS))) is not Channel.ENTITY_RECORDS
    kept = {name: value for name, value in base.items() if not (leaves and name == "entity")}
    return kept | raw


def read_thing(noun: Noun, raw: Raw) -> tuple[Thing, tuple[Problem, ...]]:
    """Return the object that raw input says, and the warnings about it; raises Invalid with all problems."""
    found = Findings()
    thing = read_object(noun, raw, (), found)
    if thing is BAD:
        raise Invalid(f"the {noun.name} is not valid", problems=found.errors)
    return thing, tuple(found.warnings)


def _warnings(noun: Noun, thing: Thing | None) -> list[Problem]:
    """Return what is odd about an object by itself; only a workstream can be judged alone."""
    if thing is None or noun.name != "workstream":
        return []
    alone = to_problems(check(Organisation().with_section(noun.section, (thing,))))
    return [_of_field(problem, noun, thing.name) for problem in alone if not problem.is_error]


def _of_field(problem: Problem, noun: Noun, name: str) -> Problem:
    """Name the field alone in a problem of the object that is edited."""
    return replace(problem, path=problem.path.removeprefix(f"{noun.section}[{name}]").removeprefix("."))


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


def join_queues(organisation: Organisation, agent: str, names: Collection[str]) -> Organisation:
    """Return the organisation with the agent a member of the queues; raises NotFound."""
    for name in names:
        queue = find(organisation, QUEUE, name)
        assert isinstance(queue, Queue)
        if name_key(agent) not in map(name_key, queue.members):
            joined = replace(queue, members=(*queue.members, agent))
            organisation = replace_thing(organisation, QUEUE, queue, joined)
    return organisation


def refuse_new_errors(current: Organisation, wanted: Organisation, noun: Noun, name: str) -> list[Problem]:
    """Raise Invalid if `wanted` has errors that `current` has not; return those that may be stored.

    An error that the product lets happen is no reason to refuse an edit, but one to warn of it.
    """
    before = {_identity(problem) for problem in to_problems(_errors(current))}
    new = [
        (each.storable, _of_field(problem, noun, name))
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
