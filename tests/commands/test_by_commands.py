"""Whatever a document can say, commands can do: both ways to the same centre, and to any other."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

from frontdoor import Result
from strategies import organisations
from wscli.documents import dump_json
from wscli.model.fields import BEHAVIOUR, NOUNS, SETTINGS, Noun
from wscli.model.organisation import Organisation
from wscli.model.terms import BasePresence
from wscli.model.words import entry_text
from wscli.model.write import write_object, write_organisation
from wscli.office.settings import shown

Wscli = Callable[..., Result]
SESSION = Path(__file__).parent.parent / "sessions" / "newcomer.txt"


def test_the_centre_of_the_newcomer_is_that_of_the_file(wscli: Wscli, database: Path) -> None:
    story = SESSION.read_text(encoding="utf-8")
    commands, _, rest = story.partition("> centre.yaml\n")
    file = "".join(line[2:] + "\n" for line in rest.splitlines() if line.startswith("| "))
    for line in commands.splitlines():
        if line.startswith("$ "):
            wscli(*shlex.split(line[2:])[1:])
    assert wscli("validate").err == "valid\n"
    assert wscli("apply", "-q", "-f", "-", input=file, db="other.db").code == 0

    assert wscli("export").out == wscli("export", db="other.db").out
    assert {path.name for path in database.parent.iterdir()} <= {
        f"{name}.db{end}" for name in ("wscli", "other") for end in ("", "-wal", "-shm")
    }


# Any organisation ---------------------------------------------------------------------------------------


def words_of(noun: Noun, written: dict[str, object]) -> Iterator[str]:
    """Yield the options that say what a document says of an object."""
    for field in noun.fields[1:]:
        value = written.get(field.name)
        if field.kind in ("rules", "branches") or value is None or field.name not in written:
            continue
        if isinstance(value, bool):
            yield field.option if value else field.option.replace("--", "--no-", 1)
        else:
            yield from (f"{field.option}={text}" for text in said(field.name, value))


def said(name: str, value: object) -> list[str]:
    """Return the values of the option of a field, one for each time that it is given."""
    if name == "schedule" and isinstance(value, list):
        return [entry_text(entry) for entry in value]
    if isinstance(value, dict):
        joint = ":" if name == "skills" else "="
        return [f"{key}{joint}{item}" for key, item in value.items()]
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def condition(item: dict[str, object]) -> list[str]:
    import io

    if item.get("when") is None:
        return []
    text = io.StringIO()
    dump_json(item["when"], text)
    return [f"--when={text.getvalue()}"]


def commands(organisation: Organisation) -> Iterator[list[str]]:
    """Yield the commands that make an organisation out of nothing, in an order in which each can be done."""
    by_name = {noun.section: noun for noun in NOUNS}
    for section in ("presences", "skills", "agents", "queues", "workstreams", "rulesets", "flows"):
        noun = by_name[section]
        for thing in organisation.section(section):
            written = write_object(noun, thing, terse=True)
            yield [noun.name, "create", *words_of(noun, written), "--", thing.name]
            for rule in written.get("rules", []):
                options = [*condition(rule), f"--queue={rule['queue']}"]
                yield ["ruleset", "add-rule", *options, "--", thing.name, rule["name"]]
            for branch in written.get("branches", []):
                options = [*condition(branch), f"--workstream={branch['workstream']}"]
                yield ["flow", "add-branch", *options, "--", thing.name]
    for noun in SETTINGS:
        for key, value in write_object(noun, getattr(organisation, noun.section), terse=True).items():
            yield ["settings", "set", "--", f"{noun.section}.{key}", str(value)]


def valid(organisation: Organisation) -> Organisation:
    """Return an organisation that apply takes: what names nothing or comes twice is made good."""
    some = (BasePresence.AVAILABLE,)
    return replace(
        organisation,
        workstreams=tuple(
            each if each.allowed_presences else replace(each, allowed_presences=some)
            for each in organisation.workstreams
        ),
        queues=tuple(
            replace(each, default=not index, priority=each.priority or 1)
            for index, each in enumerate(organisation.queues)
        ),
        rulesets=tuple(replace(each, active=not index) for index, each in enumerate(organisation.rulesets)),
        flows=tuple(replace(each, entity=f"entity{index}") for index, each in enumerate(organisation.flows)),
    )


@given(organisations().map(valid))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_document_can_be_said_by_commands(
    wscli: Wscli, database: Path, organisation: Organisation
) -> None:
    import io

    for left in database.parent.iterdir():
        left.unlink()
    document = io.StringIO()
    dump_json(write_organisation(organisation), document)
    applied = wscli("apply", "-q", "-f", "-", input=document.getvalue(), db="other.db")
    assume(applied.code == 0)
    for words in commands(organisation):
        done = wscli("-q", *words)
        assert done.code == 0, (words, done.err)

    assert wscli("export").out == wscli("export", db="other.db").out


def test_no_setting_is_in_both_parts() -> None:
    names = [field.name for noun in SETTINGS for field in noun.fields]

    assert len(names) == len(set(names)) == len(shown(Organisation()))
    assert BEHAVIOUR in SETTINGS


@pytest.mark.parametrize("key", ["accept_after", "behaviour.accept-after", "Accept After"])
def test_a_setting_is_found_by_each_of_its_names(wscli: Wscli, key: str) -> None:
    assert wscli("settings", "set", key, "5s").err == "updated behaviour: accept_after none → 5s\n"
