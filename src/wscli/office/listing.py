"""What `list` and `show` give: objects as rows, filtered and sorted, and who refers to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wscli.errors import Invalid
from wscli.model.fields import AGENT, NOUNS, QUEUE, SETTINGS, Noun
from wscli.model.findings import Findings
from wscli.model.organisation import Organisation, Thing
from wscli.model.parse import reader_of
from wscli.model.references import references
from wscli.model.terms import did_you_mean, name_key, squash
from wscli.model.values import read_presences
from wscli.model.words import LINES
from wscli.model.write import write_object, write_organisation
from wscli.office.writing import find

Row = dict[str, Any]


def select(
    organisation: Organisation,
    noun: Noun,
    filters: Mapping[str, str | None],
    *,
    allows: str | None = None,
    sort: str | None = None,
) -> list[Thing]:
    """Return the objects whose fields have the values given; raises Invalid for a value that is none."""
    found = Findings()
    wanted = {
        name: reader_of(noun.field(name))(value, (name,), found)
        for name, value in filters.items()
        if value is not None
    }
    allowed = None if allows is None else read_presences(allows, ("allows",), found)
    if found.errors:
        raise Invalid("the filter is not valid", problems=found.errors)
    things = [
        thing
        for thing in organisation.section(noun.section)
        if all(getattr(thing, name) == value for name, value in wanted.items())
        and (allowed is None or set(allowed) <= set(getattr(thing, "allowed_presences", ())))
    ]
    return things if sort is None else sorted(things, key=_sort_key(noun, sort))


def _sort_key(noun: Noun, name: str) -> Any:
    known = {squash(field.short): field.name for field in noun.fields if field.short}
    known |= {squash(key): key for key in noun.keys}
    key = known.get(squash(name))
    if key is None:
        hint = did_you_mean(name, noun.keys) or f"known are {', '.join(noun.keys)}"
        raise Invalid(f"no such field {name!r}, in --sort", hint=hint)

    def place(thing: Thing) -> tuple[bool, Any]:
        value = getattr(thing, key)
        # None compares with nothing: what has no value comes last.
        return value is None, 0 if value is None else name_key(value) if isinstance(value, str) else value

    return place


def rows(noun: Noun, things: Iterable[Thing]) -> list[Row]:
    """Return objects as rows with all their fields."""
    return [write_object(noun, thing) for thing in things]


def in_words(row: Row) -> dict[str, tuple[str, ...]]:
    """Return the fields of a row that people read better in words, each as its lines."""
    return {name: write(row[name]) for name, write in LINES.items() if row.get(name)}


def counted(row: Row) -> dict[str, int]:
    """Return how many rules or branches a row has: a table of many objects has no room for more."""
    return {name: len(row[name]) for name in ("rules", "branches") if name in row}


def shown(organisation: Organisation, noun: Noun, name: str) -> Row:
    """Return one object with all fields, and in `referred_to_by` the places that name it; raises NotFound.

    Of an agent also the queues they work on.
    """
    thing = find(organisation, noun, name)
    places = references(organisation, noun.section, thing.name)
    row = write_object(noun, thing)
    if noun is AGENT:
        row["queues"] = _queues_of(organisation).get(name_key(thing.name), [])
    return {**row, "referred_to_by": [place.text for place in places]}


def agents(organisation: Organisation, queue: str | None) -> list[Row]:
    """Return the agents as rows, each with the queues they work on; raises NotFound for the queue."""
    queues = _queues_of(organisation)
    wanted = None if queue is None else find(organisation, QUEUE, queue).name
    return [
        {**write_object(AGENT, agent), "queues": queues.get(name_key(agent.name), [])}
        for agent in organisation.agents
        if wanted is None or wanted in queues.get(name_key(agent.name), [])
    ]


def _queues_of(organisation: Organisation) -> dict[str, list[str]]:
    """Return the queues that each agent works on, by the form in which names compare."""
    queues: dict[str, list[str]] = {}
    for each in organisation.queues:
        for member in each.members:
            queues.setdefault(name_key(member), []).append(each.name)
    return queues


def document(organisation: Organisation, kind: str | None, name: str | None) -> Row:
    """Return the canonical document, or the part of it that is one kind or one object.

    Raises:
        Invalid: there is no such kind. NotFound: there is no such object.
    """
    if kind is None:
        return write_organisation(organisation)
    by_word = {squash(word): noun for noun in NOUNS for word in (noun.name, noun.section)}
    noun = by_word.get(squash(kind))
    settings = {squash(noun.section): noun for noun in SETTINGS}.get(squash(kind))
    if settings is not None:
        if name is not None:
            raise Invalid(f"there is one {settings.section}, and it has no name", hint="leave the name out")
        whole = write_organisation(organisation)
        return {key: value for key, value in whole.items() if key in ("version", settings.section)}
    if noun is None:
        known = [each.section for each in (*NOUNS, *SETTINGS)]
        hint = did_you_mean(kind, known) or f"known are {', '.join(known)}"
        raise Invalid(f"there is no kind of object {kind!r}", hint=hint)
    things = organisation.section(noun.section) if name is None else (find(organisation, noun, name),)
    return write_organisation(Organisation().with_section(noun.section, things))
