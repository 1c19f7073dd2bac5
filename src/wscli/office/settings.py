"""The two parts of the configuration that are one object each: `behaviour` and `simulation` (interface §3).

A setting is called by its field, with or without the part in front: `simulation.service_level`,
`service-level`. No field is in both parts, which a test holds. What is shown is what holds, defaults
included; what was said is in `export`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wscli.errors import Invalid
from wscli.model.behaviour import PROMPT
from wscli.model.fields import SETTINGS, Field, Noun
from wscli.model.findings import Findings
from wscli.model.organisation import Organisation
from wscli.model.parse import read_object
from wscli.model.terms import did_you_mean, squash
from wscli.model.values import BAD
from wscli.model.write import raw_object, write_object
from wscli.office.writing import change_of, refuse_new_errors
from wscli.store import Change, Store


def shown(organisation: Organisation) -> dict[str, Any]:
    """Return every setting by its full name, with the value that holds."""
    holds = replace(organisation, behaviour=organisation.behaviour.over(PROMPT))
    return {
        f"{noun.section}.{name}": value
        for noun in SETTINGS
        for name, value in write_object(noun, getattr(holds, noun.section)).items()
    }


def change(store: Store, key: str, value: str, *, dry_run: bool = False) -> tuple[Change, Organisation]:
    """Set one setting; an empty value takes it back to its default. Return what changed, and all around it.

    Raises:
        Invalid: there is no such setting, or the value is not valid.
    """
    noun, field = _field(key)
    if not store.exists():
        _changed(Organisation(), noun, field, value)
    with store.write(dry_run=dry_run) as transaction:
        current = transaction.load()
        wanted = _changed(current, noun, field, value)
        refuse_new_errors(current, wanted, noun, "")
        changes = transaction.save(current, wanted)
    return change_of(noun, noun.section, changes), wanted


def _changed(organisation: Organisation, noun: Noun, field: Field, value: str) -> Organisation:
    found = Findings()
    said = raw_object(noun, getattr(organisation, noun.section))
    raw = {**said, field.name: value if value.strip() else None}
    settings = read_object(noun, raw, (noun.section,), found)
    if settings is BAD:
        raise Invalid("the setting is not valid", problems=found.errors)
    return replace(organisation, **{noun.section: settings})


def _field(key: str) -> tuple[Noun, Field]:
    """Return the part and the field that a key names; raises Invalid."""
    names = {f"{noun.section}.{field.name}": (noun, field) for noun in SETTINGS for field in noun.fields}
    for name, found in names.items():
        if squash(key) in (squash(name), squash(found[1].name)):
            return found
    short = [field.name for _, field in names.values()]
    near = did_you_mean(key, names) if "." in key else did_you_mean(key, short)
    raise Invalid(f"there is no setting {key!r}", hint=near or f"known are {', '.join(names)}")
