"""Workstreams through the front door: what is typed, and all that comes of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from frontdoor import Row

ROWS = (
    Row(
        "workstream create Cards --capacity 5 --presence busy --auto-close 90m",
        err="created workstream 'Cards'\n",
    ),
    Row(
        "workstream create 'Urgent' --capacity 5 --presence busy",
        err=(
            "error: there is already a workstream 'Urgent'\n"
            "hint: `wscli workstream update Urgent …` changes it; with --if-not-exists one that agrees "
            "is accepted\n"
        ),
        code=5,
    ),
    Row(
        "workstream create urgent --capacity 50 --presence 'Available, Busy' --if-not-exists",
        err="workstream 'Urgent' is unchanged\n",
    ),
    Row(
        "workstream create urgent --capacity 60 --presence busy --if-not-exists",
        err=(
            "error: there is already a workstream 'Urgent', and it differs in capacity, "
            "allowed_presences\n"
            "hint: `wscli workstream show Urgent` shows it, `wscli workstream update Urgent …` changes "
            "it\n"
        ),
        code=5,
    ),
    Row(
        (
            "workstream create urgent --capacity 50 --presence busy --presence available --if-not-exists "
            "-o json --fields name,referred_to_by"
        ),
        out=('{\n  "name": "Urgent",\n  "referred_to_by": [\n    "branch 1 of flow \'Flow\'"\n  ]\n}\n'),
        err="workstream 'Urgent' is unchanged\n",
    ),
    Row(
        (
            "workstream create Copy --copy-from routine --capacity 30 -o csv --fields "
            "name,capacity,work_distribution_mode"
        ),
        out=("name,capacity,work_distribution_mode\nCopy,30,pick\n"),
        err="created workstream 'Copy'\n",
    ),
    Row(
        "workstream create Copy --copy-from Rutine",
        err=("error: there is no workstream 'Rutine'\nhint: did you mean 'Routine'?\n"),
        code=4,
    ),
    Row(
        "workstream create X --capacity five --presence busy",
        err="error: --capacity: must be a whole number from 0 to 2147483647 units, not 'five'\n",
        code=3,
    ),
    Row(
        "workstream create X --capacity five --presence busy",
        err="error: --capacity: must be a whole number from 0 to 2147483647 units, not 'five'\n",
        code=3,
        tty=True,
    ),
    Row(
        "workstream create X",
        err=(
            "error: missing option --capacity, in `wscli workstream create`\n"
            "hint: see `wscli workstream create --help`\n"
        ),
        code=2,
    ),
    Row(
        "workstream create 'a\x1b[2Jb' --capacity 5 --presence busy",
        err="error: NAME: must not contain control characters or line breaks: found U+001B\n",
        code=3,
    ),
    Row(
        "workstream create X --capacity 5 --presence Allowed --dry-run",
        err=(
            "warning: --allowed-presences: there is no presence called 'Allowed': read as 'available' "
            "[presence-allowed]\n"
            "hint: write available; the product page's own example has this slip\n"
            "(dry run) created workstream 'X'\n"
        ),
    ),
    Row(
        "workstream create X --capacity 7 --presence away -q",
    ),
    Row(
        (
            "workstream create X --capacity=5 --presence=busy --mode=PUSH --no-auto-assign --fields=name "
            "-o=json"
        ),
        out=('{\n  "name": "X"\n}\n'),
        err="created workstream 'X'\n",
    ),
    Row(
        (
            "workstream create X --capacity=5 --presence=busy --mode=PUSH --no-auto-assign --fields=name "
            "-ojson"
        ),
        out=('{\n  "name": "X"\n}\n'),
        err="created workstream 'X'\n",
    ),
    Row(
        "workstream list",
        out=(
            "name     capacity  auto-close  reassign  mode  presences        status\n"
            "──────────────────────────────────────────────────────────────────────\n"
            "Urgent         50  0           2m        push  available, busy  active\n"
            "Routine        25  0           -         pick  available        active\n"
        ),
    ),
    Row(
        "workstream list",
        out=(
            "name     capacity  auto-close  reassign  mode  presences        status\n"
            "──────────────────────────────────────────────────────────────────────\n"
            "Urgent         50  0           2m        push  available, busy  active\n"
            "Routine        25  0           -         pick  available        active\n"
        ),
        tty=True,
    ),
    Row(
        "workstream show Urgent --fields name,referred_to_by",
        out=(
            "field           value\n"
            "───────────────────────────────────────\n"
            "name            Urgent\n"
            "referred_to_by  branch 1 of flow 'Flow'\n"
        ),
        tty=True,
    ),
    Row(
        "workstream list --mode pick -o json",
        out=(
            "[\n"
            "  {\n"
            '    "name": "Routine",\n'
            '    "channel": "entity-records",\n'
            '    "entity": "case",\n'
            '    "capacity": 25,\n'
            '    "auto_close_after_inactivity": "0",\n'
            '    "assign_work_item_after_decline_or_timeout": null,\n'
            '    "work_distribution_mode": "pick",\n'
            '    "allowed_presences": [\n'
            '      "available"\n'
            "    ],\n"
            '    "offer_timeout": "2m",\n'
            '    "auto_assign": false,\n'
            '    "enable_selecting_from_push": false,\n'
            '    "matching_logic": "exact",\n'
            '    "status": "active"\n'
            "  }\n"
            "]\n"
        ),
    ),
    Row(
        "workstream list --allows busy,available --fields capacity,name",
        out=("capacity  name\n────────────────\n      50  Urgent\n"),
    ),
    Row(
        "workstream list --status inactive",
        err="no such workstreams\n",
    ),
    Row(
        "workstream list --status inactive -o json",
        out="[]\n",
    ),
    Row(
        "workstream list --sort capacity --fields name",
        out=("name\n───────\nRoutine\nUrgent\n"),
    ),
    Row(
        "workstream show urgent",
        out=(
            "field                                      value\n"
            "──────────────────────────────────────────────────────────────────\n"
            "name                                       Urgent\n"
            "channel                                    entity-records\n"
            "entity                                     case\n"
            "capacity                                   50\n"
            "auto_close_after_inactivity                0\n"
            "assign_work_item_after_decline_or_timeout  2m\n"
            "work_distribution_mode                     push\n"
            "allowed_presences                          available, busy\n"
            "offer_timeout                              2m\n"
            "auto_assign                                no\n"
            "enable_selecting_from_push                 no\n"
            "matching_logic                             exact\n"
            "status                                     active\n"
            "referred_to_by                             branch 1 of flow 'Flow'\n"
        ),
    ),
    Row(
        "workstream show Urgnt",
        err=("error: there is no workstream 'Urgnt'\nhint: did you mean 'Urgent'?\n"),
        code=4,
    ),
    Row(
        "workstream show",
        err=(
            "error: missing argument NAME, in `wscli workstream show`\n"
            "hint: see `wscli workstream show --help`\n"
        ),
        code=2,
    ),
    Row(
        "workstream show Urgent -o csv --fields name,allowed_presences,auto_assign,entity",
        out=('name,allowed_presences,auto_assign,entity\nUrgent,"[""available"", ""busy""]",false,case\n'),
    ),
    Row(
        "workstream update Urgent --capacity 40 --reassign-after none --auto-assign",
        err=(
            "updated workstream 'Urgent': capacity 50 → 40, assign_work_item_after_decline_or_timeout 2m "
            "→ none, auto_assign no → yes\n"
        ),
    ),
    Row(
        "workstream update Urgent --capacity 50",
        err="workstream 'Urgent' is unchanged\n",
    ),
    Row(
        "workstream update Urgent",
        err=(
            "error: nothing to change, in `wscli workstream update`\n"
            "hint: name a field and its new value: see `wscli workstream update --help`\n"
        ),
        code=2,
    ),
    Row(
        "workstream update Urgent --capacity 40 --dry-run",
        err="(dry run) updated workstream 'Urgent': capacity 50 → 40\n",
    ),
    Row(
        "workstream update Urgent --presence ''",
        err=(
            "error: --allowed-presences: push workstream 'Urgent' allows no presence: nobody gets its "
            "cases [presence-empty]\n"
            "hint: say which: allowed_presences: [available, busy], or --allowed-presences "
            "available,busy\n"
        ),
        code=3,
    ),
    Row(
        "workstream update Urgent --status inactive -o jsonl --fields name,status",
        out='{"name": "Urgent", "status": "inactive"}\n',
        err=(
            "warning: flows[Flow].branches[0].workstream: branch 1 of flow 'Flow' names workstream "
            "'Urgent', which is inactive: its cases are not distributed [flow-dangling-workstream]\n"
            "hint: activate it: wscli workstream update Urgent --status active\n"
            "updated workstream 'Urgent': status active → inactive\n"
        ),
    ),
    Row(
        "workstream update Urgnt --capacity 40",
        err=("error: there is no workstream 'Urgnt'\nhint: did you mean 'Urgent'?\n"),
        code=4,
    ),
    Row(
        "workstream update Urgent --mode pick --presence ''",
        err=(
            "warning: --allowed-presences: pick workstream 'Urgent' allows no presence: read as any but "
            "offline [presence-empty]\n"
            "hint: say which: wscli workstream update Urgent --allowed-presences available,busy\n"
            "updated workstream 'Urgent': work_distribution_mode push → pick, allowed_presences "
            "[available, busy] → []\n"
        ),
    ),
    Row(
        "workstream update Urgent --channel sms",
        err="updated workstream 'Urgent': channel entity-records → sms, entity case → none\n",
    ),
    Row(
        "workstream update Urgent --channel 'Entity Records' --entity incident",
        err="updated workstream 'Urgent': entity case → incident\n",
    ),
    Row(
        "workstream rename Urgent Pressing",
        err=(
            "renamed workstream 'Urgent' to 'Pressing'\n"
            "warning: branch 1 of flow 'Flow' still says 'Urgent': its cases are not distributed "
            "[flow-dangling-workstream]\n"
            "hint: rename it back (wscli workstream rename Pressing Urgent), then again: --update-flows "
            "re-points the flows\n"
        ),
    ),
    Row(
        "workstream rename Urgent Pressing --update-flows",
        err=("renamed workstream 'Urgent' to 'Pressing'\nre-pointed branch 1 of flow 'Flow' to 'Pressing'\n"),
    ),
    Row(
        "workstream rename Urgent Pressing --dry-run",
        err=(
            "(dry run) renamed workstream 'Urgent' to 'Pressing'\n"
            "warning: (dry run) branch 1 of flow 'Flow' still says 'Urgent': its cases are not "
            "distributed [flow-dangling-workstream]\n"
            "hint: --update-flows re-points the flows\n"
        ),
    ),
    Row(
        "workstream rename Urgent URGENT",
        err="renamed workstream 'Urgent' to 'URGENT'\n",
    ),
    Row(
        "workstream rename Urgent Urgent",
        err="workstream 'Urgent' is unchanged\n",
    ),
    Row(
        "workstream rename Urgent routine",
        err=("error: there is already a workstream 'routine'\nhint: choose another name\n"),
        code=5,
    ),
    Row(
        "workstream rename Urgent ''",
        err="error: NEW: must not be empty\n",
        code=3,
    ),
    Row(
        "workstream rename Urgent",
        err=(
            "error: missing argument NEW, in `wscli workstream rename`\n"
            "hint: see `wscli workstream rename --help`\n"
        ),
        code=2,
    ),
    Row(
        "workstream delete Urgent",
        err=(
            "error: workstream 'Urgent' is still in use: branch 1 of flow 'Flow'\n"
            "hint: wscli flow update-branch Flow 1 --workstream OTHER\n"
        ),
        code=5,
    ),
    Row(
        "workstream delete Urgnt",
        err=("error: there is no workstream 'Urgnt'\nhint: did you mean 'Urgent'?\n"),
        code=4,
    ),
    Row(
        "workstream validate",
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
        "workstream validate Urgent routine",
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
        "workstream validate --strict",
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
        "workstream validate --strict --ignore presence-single-available -o json",
        out=(
            "{\n"
            '  "schema_version": 1,\n'
            '  "ok": true,\n'
            '  "errors": 0,\n'
            '  "warnings": 0,\n'
            '  "problems": []\n'
            "}\n"
        ),
        err="valid\n",
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_workstream(check: Callable[[Row], None], row: Row) -> None:
    check(row)
