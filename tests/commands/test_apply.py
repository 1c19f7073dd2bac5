"""Documents laid over what is stored."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from frontdoor import CENTRE, Row

NEW = """\
workstreams:
  - {name: urgent, capacity: 40, allowed_presences: [available, busy],
     assign_work_item_after_decline_or_timeout: 2m}
  - {name: New, capacity: 50, allowed_presences: [available, busy],
     assign_work_item_after_decline_or_timeout: 2m}
behaviour: {accept_after: 10s}
"""
BAD = """\
workstreams:
  - {name: Urgent, capacity: five, allowed_presences: [availabel]}
queues:
  - {name: New, priority: 1, members: [zoe]}
"""

ROWS = (
    Row(
        "apply",
        err=("error: missing option -f, in `wscli apply`\nhint: name a file: wscli apply -f FILE\n"),
        code=2,
    ),
    Row(
        "apply -f",
        err=("error: option -f needs a value, in `wscli apply`\nhint: see `wscli apply --help`\n"),
        code=2,
    ),
    Row(
        "apply -f -",
        err=(
            "warning: <stdin>:4:84 workstreams[1].allowed_presences: one case at a time per agent: "
            "whoever holds one is busy, which is not allowed here, although a capacity of 100 would hold "
            "4 [presence-single-available]\n"
            "hint: if more is meant, allow busy too: wscli workstream update Routine --allowed-presences "
            "available,busy\n"
            "0 created, 0 updated, 9 unchanged\n"
        ),
        input=CENTRE,
    ),
    Row(
        "apply -f -",
        err=(
            "warning: <stdin>:4:5 workstreams[1]: no flow refers to workstream 'New': it gets only cases "
            "whose file names it [workstream-unused]\n"
            "hint: name it in a branch or as the default workstream of a flow, or deactivate it: wscli "
            "workstream update New --status inactive\n"
            "warning: workstreams[Routine].allowed_presences: one case at a time per agent: whoever "
            "holds one is busy, which is not allowed here, although a capacity of 100 would hold 4 "
            "[presence-single-available]\n"
            "hint: if more is meant, allow busy too: wscli workstream update Routine --allowed-presences "
            "available,busy\n"
            "updated workstream 'urgent': name Urgent → urgent, capacity 50 → 40\n"
            "created workstream 'New'\n"
            "updated behaviour: accept_after none → 10s\n"
            "1 created, 2 updated, 0 unchanged\n"
        ),
        input=NEW,
    ),
    Row(
        "apply -f - --dry-run",
        err=(
            "warning: <stdin>:4:5 workstreams[1]: no flow refers to workstream 'New': it gets only cases "
            "whose file names it [workstream-unused]\n"
            "hint: name it in a branch or as the default workstream of a flow, or deactivate it: wscli "
            "workstream update New --status inactive\n"
            "warning: workstreams[Routine].allowed_presences: one case at a time per agent: whoever "
            "holds one is busy, which is not allowed here, although a capacity of 100 would hold 4 "
            "[presence-single-available]\n"
            "hint: if more is meant, allow busy too: wscli workstream update Routine --allowed-presences "
            "available,busy\n"
            "(dry run) updated workstream 'urgent': name Urgent → urgent, capacity 50 → 40\n"
            "(dry run) created workstream 'New'\n"
            "(dry run) updated behaviour: accept_after none → 10s\n"
            "(dry run) 1 created, 2 updated, 0 unchanged\n"
        ),
        input=NEW,
    ),
    Row(
        "apply -f - -o json",
        out=(
            "{\n"
            '  "schema_version": 1,\n'
            '  "changes": [\n'
            "    {\n"
            '      "kind": "workstream",\n'
            '      "name": "urgent",\n'
            '      "action": "updated",\n'
            '      "fields": {\n'
            '        "name": {\n'
            '          "old": "Urgent",\n'
            '          "new": "urgent"\n'
            "        },\n"
            '        "capacity": {\n'
            '          "old": 50,\n'
            '          "new": 40\n'
            "        }\n"
            "      }\n"
            "    },\n"
            "    {\n"
            '      "kind": "workstream",\n'
            '      "name": "New",\n'
            '      "action": "created",\n'
            '      "fields": {}\n'
            "    },\n"
            "    {\n"
            '      "kind": "behaviour",\n'
            '      "name": "behaviour",\n'
            '      "action": "updated",\n'
            '      "fields": {\n'
            '        "accept_after": {\n'
            '          "old": null,\n'
            '          "new": "10s"\n'
            "        }\n"
            "      }\n"
            "    }\n"
            "  ],\n"
            '  "counts": {\n'
            '    "created": 1,\n'
            '    "updated": 2,\n'
            '    "unchanged": 0,\n'
            '    "deleted": 0\n'
            "  }\n"
            "}\n"
        ),
        err=(
            "warning: <stdin>:4:5 workstreams[1]: no flow refers to workstream 'New': it gets only cases "
            "whose file names it [workstream-unused]\n"
            "hint: name it in a branch or as the default workstream of a flow, or deactivate it: wscli "
            "workstream update New --status inactive\n"
            "warning: workstreams[Routine].allowed_presences: one case at a time per agent: whoever "
            "holds one is busy, which is not allowed here, although a capacity of 100 would hold 4 "
            "[presence-single-available]\n"
            "hint: if more is meant, allow busy too: wscli workstream update Routine --allowed-presences "
            "available,busy\n"
            "1 created, 2 updated, 0 unchanged\n"
        ),
        input=NEW,
    ),
    Row(
        "apply -f - -o json --fields counts -q",
        out=(
            "{\n"
            '  "counts": {\n'
            '    "created": 0,\n'
            '    "updated": 0,\n'
            '    "unchanged": 9,\n'
            '    "deleted": 0\n'
            "  }\n"
            "}\n"
        ),
        err=(
            "warning: <stdin>:4:84 workstreams[1].allowed_presences: one case at a time per agent: "
            "whoever holds one is busy, which is not allowed here, although a capacity of 100 would hold "
            "4 [presence-single-available]\n"
            "hint: if more is meant, allow busy too: wscli workstream update Routine --allowed-presences "
            "available,busy\n"
        ),
        input=CENTRE,
    ),
    Row(
        "apply -f - --fields nothing",
        err=(
            "error: no such field 'nothing', in --fields\nhint: known are schema_version, changes, counts\n"
        ),
        code=3,
        input=NEW,
    ),
    Row(
        "apply -f -",
        err=(
            "error: the configuration is not valid: 3 errors\n"
            "  <stdin>:2:30 workstreams[0].capacity: must be a whole number from 0 to 2147483647 units, "
            "not 'five'\n"
            "  <stdin>:2:56 workstreams[0].allowed_presences[0]: 'availabel' is not a base presence: "
            "available, busy, busy-dnd, away, offline\n"
            "    hint: did you mean 'available'?\n"
            "  <stdin>:4:40 queues[0].members[0]: member 'zoe' of queue 'New' is not an agent "
            "[unknown-member]\n"
            "    hint: define the agent first: wscli agent create zoe --capacity 100\n"
        ),
        code=3,
        input=BAD,
    ),
    Row(
        "apply -f -",
        err=(
            "warning: workstreams[Routine].allowed_presences: one case at a time per agent: whoever "
            "holds one is busy, which is not allowed here, although a capacity of 100 would hold 4 "
            "[presence-single-available]\n"
            "hint: if more is meant, allow busy too: wscli workstream update Routine --allowed-presences "
            "available,busy\n"
            "0 created, 0 updated, 0 unchanged\n"
        ),
    ),
    Row(
        "apply -f -",
        err=(
            "error: <stdin> cannot be read\n"
            "  <stdin>:2:1: a bracket or comma in place of a value\n"
            "    hint: remove it, or use quotes\n"
        ),
        code=3,
        input="workstreams: [",
    ),
    Row(
        "apply -f none.yaml",
        err=("error: there is no file none.yaml\nhint: check the name and the folder\n"),
        code=4,
    ),
    Row(
        "apply none.yaml",
        err=(
            "error: more arguments than expected: none.yaml, in `wscli apply`\n"
            "hint: a name with spaces is written in quotes; see `wscli apply --help`\n"
        ),
        code=2,
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_apply(check: Callable[[Row], None], row: Row) -> None:
    check(row)
