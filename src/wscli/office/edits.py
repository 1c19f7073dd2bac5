"""The edits of named objects: create, update, rename, delete, and what belongs to one kind alone.

An edit is a function from what is stored to what shall be; `writing` judges and stores it. What stands in the
way of one, and how to get past it, is said by `conflicts`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from wscli.errors import NotFound
from wscli.model.fields import AGENT, QUEUE, RULESET, Noun
from wscli.model.organisation import Organisation, canonical
from wscli.model.references import references
from wscli.model.routing import RuleSet
from wscli.model.terms import Channel, did_you_mean, name_key, read_term
from wscli.model.workforce import Queue
from wscli.model.write import raw_object
from wscli.office.conflicts import refuse_existing, refuse_in_use, repoint
from wscli.office.writing import (
    Edit,
    Raw,
    Wanted,
    change_of,
    find,
    read_thing,
    refuse_new_errors,
    replace_thing,
    write,
)
from wscli.store import Change, Store


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

    def wanted(current: Organisation) -> Wanted:
        base = {} if copy_from is None else raw_object(noun, find(current, noun, copy_from))
        thing, warnings = read_thing(noun, _laid_over(base, raw))
        things = (*current.section(noun.section), thing)
        existing = current.find(noun.section, thing.name)
        if existing is not None:
            things = tuple(thing if each is existing else each for each in things[:-1])
        result = canonical(join_queues(current.with_section(noun.section, things), thing.name, queues))
        if existing is not None:
            refuse_existing(noun, existing, current, result, raw, if_not_exists)
            return Wanted(current, existing.name, warnings)
        return Wanted(result, thing.name, warnings)

    return write(store, noun, wanted, dry_run)


def update(
    store: Store,
    noun: Noun,
    name: str,
    raw: Raw,
    *,
    queues: Collection[str] | None = None,
    dry_run: bool = False,
) -> Edit:
    """Change the fields that `raw` gives; with `queues` an agent is a member of those and no others.

    Raises:
        Invalid: it would not be valid, or break something.
        NotFound: there is no such object, or no such queue.
    """
    before: list[str] = []

    def wanted(current: Organisation) -> Wanted:
        existing = find(current, noun, name)
        thing, warnings = read_thing(noun, _laid_over(raw_object(noun, existing), raw))
        result = replace_thing(current, noun, existing, thing)
        if queues is not None:
            before[:] = _queues_of(current, thing.name)
            result = join_queues(_leave_queues(result, thing.name, queues), thing.name, queues)
        return Wanted(result, thing.name, warnings)

    edit = write(store, noun, wanted, dry_run)
    after = _queues_of(edit.after, edit.thing.name)
    if queues is None or before == after:
        return edit
    fields = {**edit.change.fields, "queues": {"old": before, "new": after}}
    return replace(edit, change=replace(edit.change, action="updated", fields=fields))


def activate(store: Store, name: str, *, dry_run: bool = False) -> Edit:
    """Make a rule set the active one of its entity; those that were are in `others`. Raises NotFound."""

    def wanted(current: Organisation) -> Wanted:
        chosen = find(current, RULESET, name)
        assert isinstance(chosen, RuleSet)
        entity = name_key(chosen.entity)
        rulesets = [
            replace(each, active=each is chosen) if name_key(each.entity) == entity else each
            for each in current.rulesets
        ]
        return Wanted(current.with_section("rulesets", rulesets), chosen.name)

    return write(store, RULESET, wanted, dry_run)


def change_members(
    store: Store,
    name: str,
    *,
    add: Collection[str] = (),
    remove: Collection[str] = (),
    dry_run: bool = False,
) -> Edit:
    """Add agents to a queue, or take them off it; raises NotFound for a queue, an agent or a membership."""

    def wanted(current: Organisation) -> Wanted:
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
        return Wanted(replace_thing(current, QUEUE, queue, changed), queue.name)

    return write(store, QUEUE, wanted, dry_run)


def delete(store: Store, noun: Noun, name: str, *, dry_run: bool = False) -> Edit:
    """Delete an object that nothing refers to; raises NotFound, Conflict."""
    if not store.exists():
        find(Organisation(), noun, name)
    with store.write(dry_run=dry_run) as transaction:
        current = transaction.load()
        existing = find(current, noun, name)
        refuse_in_use(current, noun, existing.name)
        rest = [thing for thing in current.section(noun.section) if thing is not existing]
        changes = transaction.save(current, current.with_section(noun.section, rest))
    return Edit(thing=existing, after=current, change=change_of(noun, existing.name, changes))


def rename(
    store: Store, noun: Noun, old: str, new: str, *, update_flows: bool = False, dry_run: bool = False
) -> Edit:
    """Rename an object; all that names it follows, but flows only with `update_flows`.

    Flows bind by name: without it they strand their cases (rulebook 2.3), unless the two names are one as
    names compare. Their places are in `named`.

    Raises:
        NotFound, Conflict: nothing has the old name, something has the new one.
        Invalid: the new name is none, or breaks something.
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
        # What was wrong under the old name is wrong under the new one, and may be stored as well.
        refuse_new_errors(before, after, noun, thing.name)
    change = Change(noun.name, thing.name, "unchanged" if existing.name == thing.name else "renamed")
    apart = update_flows or name_key(existing.name) != name_key(thing.name)
    named = tuple(place for place in places if place.section == "flows" and apart)
    return Edit(thing=find(after, noun, thing.name), after=after, change=change, named=named)


def _laid_over(base: Raw, raw: Raw) -> Raw:
    """Return the fields of an object with others in their place.

    Another channel than records has no entity: that of the object is not carried over to it.
    """
    leaves = read_term(Channel, str(raw.get("channel", Channel.ENTITY_RECORDS))) is not Channel.ENTITY_RECORDS
    kept = {name: value for name, value in base.items() if not (leaves and name == "entity")}
    return kept | raw


def join_queues(organisation: Organisation, agent: str, names: Collection[str]) -> Organisation:
    """Return the organisation with the agent a member of the queues; raises NotFound."""
    for name in names:
        queue = find(organisation, QUEUE, name)
        assert isinstance(queue, Queue)
        if name_key(agent) not in map(name_key, queue.members):
            joined = replace(queue, members=(*queue.members, agent))
            organisation = replace_thing(organisation, QUEUE, queue, joined)
    return organisation


def _leave_queues(organisation: Organisation, agent: str, but: Collection[str]) -> Organisation:
    """Return the organisation with the agent a member of no queue but those named."""
    kept, key = set(map(name_key, but)), name_key(agent)
    queues = [
        queue
        if name_key(queue.name) in kept
        else replace(queue, members=tuple(each for each in queue.members if name_key(each) != key))
        for queue in organisation.queues
    ]
    return organisation.with_section("queues", queues)


def _queues_of(organisation: Organisation, agent: str) -> list[str]:
    return [place.name for place in references(organisation, "agents", agent)]
