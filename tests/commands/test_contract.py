"""What holds for every command alike: help, formats, exit codes, dry runs, and what a refusal leaves."""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontdoor import Result, run
from wscli.app import COMMANDS
from wscli.front.tree import LazyGroup, root_group
from wscli.model.fields import NOUNS, PRESENCE, SKILL, WORKSTREAM, Noun
from wscli.terminal import printable

Wscli = Callable[..., Result]
FORMATS = ("table", "json", "jsonl", "csv", "tsv", "yaml", "none")
WRITES = (
    "workstream create New --capacity 5 --presence busy",
    "workstream create New --copy-from Urgent",
    "workstream update Urgent --capacity 5",
    "workstream rename Urgent New",
    "workstream rename Urgent New --update-flows",
    "queue create New --priority 3 --member ann",
    "queue update Cards --priority 3",
    "queue rename Cards New",
    "queue add-member Cards ben",
    "queue remove-member Cards ann",
    "queue delete Everything",
    "agent create New --queue Cards --skill spanish:1",
    "agent update ann --capacity 5",
    "agent update ann --queue Cards --shift '2026-03-02T12:00 away'",
    "agent rename ann New",
    "presence create New --base-status away",
    "skill create New",
    "skill rename spanish New",
    "ruleset create New",
    "ruleset update Rules --no-active",
    "ruleset rename Rules New",
    "ruleset delete Rules",
    "ruleset add-rule Rules New --when 'priority equals 1' --queue Cards --at 1",
    "ruleset update-rule Rules Cards --queue Everything",
    "ruleset remove-rule Rules Cards",
    "flow create New --entity order --default-workstream Routine",
    "flow update Flow --default-workstream Urgent",
    "flow rename Flow New",
    "flow delete Flow",
    "flow add-branch Flow --when 'subject contains card' --workstream Routine",
    "flow update-branch Flow 1 --workstream Routine",
    "flow remove-branch Flow 1",
)
REFUSED = (
    ("workstream create New --capacity five --presence busy", 3),
    ("workstream create New", 2),
    ("workstream create Urgent --capacity 5 --presence busy", 5),
    ("workstream update Urgent --mode pusch", 3),
    ("workstream update Nothing --capacity 5", 4),
    ("workstream rename Urgent Routine", 5),
    ("workstream delete Urgent", 5),
    ("workstream list --mode pusch", 3),
    ("queue create New", 3),
    ("queue create New --priority 1 --member nobody", 3),
    ("queue add-member Cards nobody", 4),
    ("queue delete Cards", 5),
    ("agent create New --queue Nothing", 4),
    ("agent delete ann", 5),
    ("presence create New", 2),
    ("presence create Busy --base-status away", 3),
    ("presence delete Nothing", 4),
    ("skill delete spanish", 5),
    ("ruleset add-rule Rules New --when priority --queue Cards", 3),
    ("ruleset add-rule Rules Cards --queue Cards", 5),
    ("ruleset move-rule Rules Cards", 2),
    ("ruleset move-rule Rules Cards --at 2", 3),
    ("flow create New --entity ''", 3),
    ("flow add-branch Nothing --workstream Urgent", 4),
    ("flow remove-branch Flow 2", 4),
    ("settings set nothing 5", 3),
    ("settings set timezone", 2),
    ("export nothing", 3),
    ("apply", 2),
    ("apply -f nothing.yaml", 4),
    ("nothing", 2),
    ("workstream list --nothing", 2),
)


def tree() -> Iterator[list[str]]:
    """Yield the words of every command, nouns included."""
    root = root_group(COMMANDS)
    yield []
    for name in COMMANDS:
        yield [name]
        command = root.load(name)
        if isinstance(command, LazyGroup):
            yield from ([name, verb] for verb in command.entries)


# Help ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", list(tree()), ids=" ".join)
def test_every_command_has_a_page_of_80_columns_that_opens_with_its_purpose(words: list[str]) -> None:
    result = run([*words, "--help"])
    purpose = result.out.partition("\n\n")[0]

    assert (result.code, result.err) == (0, "")
    assert max(map(len, result.out.splitlines())) <= 80
    assert purpose.endswith(".") and purpose[0].isupper() and len(purpose) <= 160
    assert f"Usage: {' '.join(['wscli', *words])}" in result.out
    assert "[[" not in result.out and "..." not in result.out


@pytest.mark.parametrize("noun", [noun for noun in NOUNS if noun is not SKILL], ids=lambda noun: noun.name)
@pytest.mark.parametrize("verb", ["create", "update"])
def test_every_field_is_an_option(noun: Noun, verb: str) -> None:
    page = run([noun.name, verb, "--help"]).out

    for field in [field for field in noun.fields[1:] if field.kind not in ("rules", "branches")]:
        assert all(f"{name} " in page or f"{name}," in page for name in (field.option, *field.aliases))
    assert ("[required]" in page.partition("Options:")[2]) == (
        verb == "create" and noun in (WORKSTREAM, PRESENCE)
    )


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("ruleset add-rule", "--when --queue --at --dry-run"),
        ("ruleset move-rule", "--at --dry-run"),
        ("ruleset activate", "--dry-run"),
        ("flow create", "--entity --default-workstream --if-not-exists --dry-run"),
        ("flow add-branch", "--when --workstream --at --dry-run"),
        ("flow move-branch", "--at --dry-run"),
        ("settings set", "--dry-run"),
        ("presence create", "--base-status --if-not-exists --dry-run"),
        ("skill create", "--if-not-exists --dry-run"),
        ("workstream create", "--copy-from --if-not-exists --dry-run"),
        ("workstream list", "--mode --channel --status --allows --sort"),
        ("workstream rename", "--update-flows --dry-run"),
        ("queue create", "--priority --default --member --if-not-exists --dry-run"),
        ("agent create", "--capacity --default-presence --queue --skill --shift --behaviour --dry-run"),
        ("validate", "--strict --ignore --list"),
        ("apply", "--file --prune --dry-run"),
        ("diff", "--file --prune --exit-code"),
        ("workstream list", "--db --output --fields --quiet --no-color --no-input --yes --version --help"),
    ],
)
def test_options_of_the_contract_are_on_the_page(words: str, options: str) -> None:
    page = run([*words.split(), "--help"]).out

    assert [option for option in options.split() if option not in page] == []


def test_every_command_that_writes_has_a_dry_run() -> None:
    verbs = {" ".join(shlex.split(line)[:2]) for line in WRITES} | {"workstream delete", "agent delete"}

    assert [verb for verb in verbs if "--dry-run" not in run([*verb.split(), "--help"]).out] == []


# Formats and exit codes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("line", "code"), REFUSED)
def test_the_exit_code_never_depends_on_the_format(centre: Wscli, line: str, code: int) -> None:
    for format in FORMATS:
        result = centre(*shlex.split(line), "-o", format)
        assert (result.code, result.out) == (code, "")
        if format == "json":
            error = json.loads(result.err)["error"]
            assert (error["code"], bool(error["message"])) == (code, True)
            assert error["hint"] or error["problems"]
        else:
            assert result.err.startswith("error: ")


@pytest.mark.parametrize("line", WRITES)
def test_a_write_gives_programs_the_object_as_show_does(centre: Wscli, line: str) -> None:
    words = shlex.split(line)
    written = centre(*words, "-o", "json")
    name = json.loads(written.out)["name"]

    assert (written.code, len(written.err.splitlines()) >= 1) == (0, True)
    if words[1] != "delete":
        assert centre(words[0], "show", name, "-o", "json").out == written.out


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.name)
def test_a_list_has_all_fields_in_order_in_every_format(centre: Wscli, noun: Noun) -> None:
    centre("presence", "create", "Training", "--base-status", "away")
    rows = json.loads(centre(noun.name, "list", "-o", "json").out)
    keys = list(rows[0])

    assert tuple(keys[: len(noun.keys)]) == noun.keys
    shown = json.loads(centre(noun.name, "show", rows[0]["name"], "-o", "json").out)
    assert shown == rows[0] | {"referred_to_by": shown["referred_to_by"]}
    assert yaml.safe_load(centre(noun.name, "list", "-o", "yaml").out) == rows
    assert [json.loads(line) for line in centre(noun.name, "list", "-o", "jsonl").out.splitlines()] == rows
    for format, delimiter in (("csv", ","), ("tsv", "\t")):
        text = centre(noun.name, "list", "-o", format).out
        assert next(csv.reader(io.StringIO(text), delimiter=delimiter)) == keys


# Nothing is written -------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", WRITES)
@pytest.mark.parametrize(
    ("more", "code"),
    [("--dry-run", 0), ("--fields nothing", 3), ("-o nothing", 3), ("--nothing", 2)],
    ids=["dry run", "fields", "output", "option"],
)
def test_neither_a_dry_run_nor_a_refusal_leaves_anything(
    centre: Wscli, line: str, more: str, code: int
) -> None:
    before = centre("export").out
    result = centre(*shlex.split(line), *shlex.split(more))

    assert result.code == code
    assert centre("export").out == before
    said = [each for each in result.err.splitlines() if not each.startswith("hint: ")]
    assert code != 0 or all("(dry run) " in each for each in said)


@pytest.mark.parametrize("line", [line for line, _ in REFUSED if "create Urgent" not in line])
def test_a_refusal_leaves_nothing_where_there_was_nothing(wscli: Wscli, database: Path, line: str) -> None:
    assert wscli(*shlex.split(line)).code in (2, 3, 4)
    assert list(database.parent.iterdir()) == []


def test_deactivating_what_a_flow_names_is_said(centre: Wscli) -> None:
    result = centre("workstream", "update", "Urgent", "--status", "inactive")

    assert result.code == 0
    assert "flows[Flow].branches[0].workstream: " in result.err
    assert "[flow-dangling-workstream]" in result.err


# Names --------------------------------------------------------------------------------------------------

NAMES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=100).filter(
    str.strip
)


@given(name=NAMES)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_name_is_kept_and_printed_harmlessly(wscli: Wscli, name: str) -> None:
    made = wscli("workstream", "create", "--capacity=5", "--presence=busy", "-o", "json", "--", name)
    listed = wscli("workstream", "list")
    gone = wscli("workstream", "delete", "--", name)

    assert (made.code, listed.code, gone.code) == (0, 0, 0)
    assert json.loads(made.out)["name"] == name.strip()
    for text in (made.err, listed.out, gone.err):
        assert [line for line in text.split("\n") if printable(line) != line] == []
    assert wscli("workstream", "list", "-o", "json").out == "[]\n"


# In a process of its own --------------------------------------------------------------------------------


def process(*words: str, folder: Path, input: str = "") -> Result:
    environ = os.environ | {"WSCLI_DB": "wscli.db"}
    ended = subprocess.run(
        [sys.executable, "-m", "wscli", *words],
        cwd=folder,
        env=environ,
        input=input.encode(),
        capture_output=True,
        check=False,
    )
    return Result(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


def test_a_session_of_real_processes(tmp_path: Path) -> None:
    create = ["workstream", "create", "Fälle 🎉", "--capacity", "50", "--presence", "available,busy"]

    assert process(*create, folder=tmp_path) == (0, "", "created workstream 'Fälle 🎉'\n")
    assert process(*create, folder=tmp_path).code == 5
    document = process("export", folder=tmp_path)
    assert document.code == 0 and "Fälle 🎉" in document.out
    again = process("apply", "-f", "-", folder=tmp_path, input=document.out)
    assert again == (0, "", "0 created, 0 updated, 1 unchanged\n")
    listed = process("workstream", "list", "-o", "json", "--fields", "name", folder=tmp_path)
    assert json.loads(listed.out) == [{"name": "Fälle 🎉"}]
    assert process("workstream", "list", "--mode", "pusch", folder=tmp_path).code == 3
