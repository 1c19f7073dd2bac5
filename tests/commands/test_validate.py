"""Validation of files, and of what is stored."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from frontdoor import CENTRE, Result, Row
from wscli.model.checks import RULES

BAD = """\
workstreams:
  - {name: Urgent, capacity: five, allowed_presences: [availabel]}
queues:
  - {name: New, priority: 1, members: [zoe]}
"""

ROWS = (
    Row(
        "validate",
        err=(
            "warning: workstreams[Routine].allowed_presences: one case at a time per agent: whoever "
            "holds one is busy, which is not allowed here, although a capacity of 100 would hold 4 "
            "[presence-single-available]\n"
            "hint: if more is meant, allow busy too: wscli workstream update Routine --allowed-presences "
            "available,busy\n"
            "valid, with 1 warning\n"
        ),
    ),
    Row(
        "validate --strict",
        err=(
            "error: not valid: 1 warning, and --strict takes no warnings\n"
            "  warning: workstreams[Routine].allowed_presences: one case at a time per agent: whoever "
            "holds one is busy, which is not allowed here, although a capacity of 100 would hold 4 "
            "[presence-single-available]\n"
            "    hint: if more is meant, allow busy too: wscli workstream update Routine "
            "--allowed-presences available,busy\n"
        ),
        code=3,
    ),
    Row(
        "validate --ignore presence-single-available",
        err="valid\n",
    ),
    Row(
        "validate --ignore presence-singel-available",
        err=(
            "error: no such rule 'presence-singel-available', in --ignore\n"
            "hint: did you mean 'presence-single-available'?\n"
        ),
        code=3,
    ),
    Row(
        "validate -",
        err=(
            "warning: <stdin>:4:84 workstreams[1].allowed_presences: one case at a time per agent: "
            "whoever holds one is busy, which is not allowed here, although a capacity of 100 would hold "
            "4 [presence-single-available]\n"
            "hint: if more is meant, allow busy too: wscli workstream update Routine --allowed-presences "
            "available,busy\n"
            "valid, with 1 warning\n"
        ),
        input=CENTRE,
    ),
    Row(
        "validate -",
        err=(
            "error: not valid: 3 errors\n"
            "  <stdin>:2:30 workstreams[0].capacity: must be a whole number from 0 to 2147483647 units, "
            "not 'five'\n"
            "  <stdin>:2:56 workstreams[0].allowed_presences[0]: 'availabel' is not a base presence: "
            "available, busy, busy-dnd, away, offline\n"
            "    hint: did you mean 'available'?\n"
            "  <stdin>:4:40 queues[0].members[0]: member 'zoe' of queue 'New' is not an agent "
            "[unknown-member]\n"
            "    hint: define the agent first: wscli agent create zoe --capacity 100\n"
            "hint: the files have no agents of their own; in the light of what is stored: wscli apply -f - "
            "--dry-run\n"
        ),
        code=3,
        input=BAD,
    ),
    Row(
        "validate - -o json",
        out=(
            "{\n"
            '  "schema_version": 1,\n'
            '  "ok": false,\n'
            '  "errors": 3,\n'
            '  "warnings": 0,\n'
            '  "problems": [\n'
            "    {\n"
            '      "path": "workstreams[0].capacity",\n'
            '      "file": "<stdin>",\n'
            '      "line": 2,\n'
            '      "column": 30,\n'
            '      "severity": "error",\n'
            '      "rule": "shape",\n'
            '      "message": "must be a whole number from 0 to 2147483647 units, not \'five\'",\n'
            '      "hint": null\n'
            "    },\n"
            "    {\n"
            '      "path": "workstreams[0].allowed_presences[0]",\n'
            '      "file": "<stdin>",\n'
            '      "line": 2,\n'
            '      "column": 56,\n'
            '      "severity": "error",\n'
            '      "rule": "shape",\n'
            '      "message": "\'availabel\' is not a base presence: available, busy, busy-dnd, away, '
            'offline",\n'
            '      "hint": "did you mean \'available\'?"\n'
            "    },\n"
            "    {\n"
            '      "path": "queues[0].members[0]",\n'
            '      "file": "<stdin>",\n'
            '      "line": 4,\n'
            '      "column": 40,\n'
            '      "severity": "error",\n'
            '      "rule": "unknown-member",\n'
            "      \"message\": \"member 'zoe' of queue 'New' is not an agent\",\n"
            '      "hint": "define the agent first: wscli agent create zoe --capacity 100"\n'
            "    }\n"
            "  ]\n"
            "}\n"
        ),
        err=(
            '{"error": {"code": 3, "message": "not valid: 3 errors", "hint": "the files have no agents of '
            'their own; in the light of what is stored: wscli apply -f - --dry-run", "problems": []}}\n'
        ),
        code=3,
        input=BAD,
    ),
    Row(
        "validate - -o jsonl --fields ok,errors",
        out='{"ok": false, "errors": 3}\n',
        err=(
            "error: not valid: 3 errors\n"
            "hint: the files have no agents of their own; in the light of what is stored: wscli apply -f - "
            "--dry-run\n"
        ),
        code=3,
        input=BAD,
    ),
    Row(
        "validate -o json --fields ok,warnings",
        out=('{\n  "ok": true,\n  "warnings": 1\n}\n'),
        err="valid, with 1 warning\n",
    ),
    Row(
        "validate -",
        err=(
            "error: not valid: 1 error\n"
            "  <stdin>:2:43 queues[0].members[0]: member 'ann' of queue 'More' is not an agent "
            "[unknown-member]\n"
            "    hint: define the agent first: wscli agent create ann --capacity 100\n"
            "hint: the files have no agents of their own; in the light of what is stored: wscli apply -f - "
            "--dry-run\n"
        ),
        code=3,
        input="queues:\n  - {name: More, default: true, members: [ann]}\n",
    ),
    Row(
        "validate none.yaml",
        err=("error: there is no file none.yaml\nhint: check the name and the folder\n"),
        code=4,
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_validate(check: Callable[[Row], None], row: Row) -> None:
    check(row)


@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "tsv", "yaml", "table"])
def test_the_rules_are_rows_in_every_format(wscli: Callable[..., Result], format: str) -> None:
    result = wscli("validate", "--list", "-o", format)

    assert (result.code, result.err) == (0, "")
    assert [rule for rule in RULES if rule not in result.out] == []
    if format == "json":
        rows = json.loads(result.out)
        assert list(rows[0]) == ["rule", "severity", "summary", "source"]
        assert {row["severity"] for row in rows} == {"error", "warning"}
        assert all(row["summary"] and row["source"] for row in rows)


def test_ignored_rules_are_neither_listed_nor_counted(centre: Callable[..., Result]) -> None:
    strict = ["validate", "--strict", "-o", "json"]

    assert json.loads(centre(*strict).out)["ok"] is False
    record = json.loads(centre(*strict, "--ignore", "presence-single-available").out)
    assert record == {"schema_version": 1, "ok": True, "errors": 0, "warnings": 0, "problems": []}
