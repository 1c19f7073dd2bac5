"""Flows and their branches through the front door."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from frontdoor import Row

ROWS = (
    Row(
        "flow create More",
        err=(
            "error: --entity: flows 'More' and 'Flow' are both for entity 'case' [two-flows]\n"
            "hint: put the branches of both into one flow, or give one its own entity\n"
        ),
        code=3,
    ),
    Row(
        "flow create More --entity order --default-workstream Routine -o json",
        out=(
            "{\n"
            '  "name": "More",\n'
            '  "entity": "order",\n'
            '  "branches": [],\n'
            '  "default_workstream": "Routine",\n'
            '  "referred_to_by": []\n'
            "}\n"
        ),
        err="created flow 'More'\n",
    ),
    Row(
        "flow create Flow",
        err=(
            "error: there is already a flow 'Flow'\n"
            "hint: `wscli flow update Flow …` changes it; with --if-not-exists one that agrees is "
            "accepted\n"
        ),
        code=5,
    ),
    Row(
        "flow create Flow --default-workstream ROUTINE --if-not-exists",
        err="flow 'Flow' is unchanged\n",
    ),
    Row(
        "flow create Flow --default-workstream Urgent --if-not-exists",
        err=(
            "error: there is already a flow 'Flow', and it differs in default_workstream\n"
            "hint: `wscli flow show Flow` shows it, `wscli flow update Flow …` changes it\n"
        ),
        code=5,
    ),
    Row(
        "flow list",
        out=(
            "name  entity  branches  default\n"
            "───────────────────────────────\n"
            "Flow  case           1  Routine\n"
        ),
    ),
    Row(
        "flow list -o json",
        out=(
            "[\n"
            "  {\n"
            '    "name": "Flow",\n'
            '    "entity": "case",\n'
            '    "branches": [\n'
            "      {\n"
            '        "when": {\n'
            '          "attribute": "priority",\n'
            '          "equals": 1\n'
            "        },\n"
            '        "workstream": "Urgent"\n'
            "      }\n"
            "    ],\n"
            '    "default_workstream": "Routine"\n'
            "  }\n"
            "]\n"
        ),
    ),
    Row(
        "flow show flow",
        out=(
            "field               value\n"
            "─────────────────────────────────────────────────\n"
            "name                Flow\n"
            "entity              case\n"
            "branches            1. priority equals 1 → Urgent\n"
            "default_workstream  Routine\n"
            "referred_to_by      -\n"
        ),
    ),
    Row(
        "flow show Flow -o yaml --fields default",
        out="default_workstream: Routine\n",
    ),
    Row(
        "flow show Flwo",
        err=("error: there is no flow 'Flwo'\nhint: did you mean 'Flow'?\n"),
        code=4,
    ),
    Row(
        "flow update Flow --default-workstream Urgent",
        err="updated flow 'Flow': default_workstream Routine → Urgent\n",
    ),
    Row(
        "flow update Flow --default-workstream ''",
        err=(
            "warning: --default-workstream: flow 'Flow' has no default workstream: a case that no "
            "branch takes is not distributed [flow-no-default]\n"
            "hint: state one, or a last branch without a condition: wscli flow update Flow "
            "--default-workstream WORKSTREAM\n"
            "updated flow 'Flow': default_workstream Routine → none\n"
        ),
    ),
    Row(
        "flow update Flow --default-workstream Rutine",
        err=(
            "warning: --default-workstream: the default of flow 'Flow' names workstream 'Rutine', "
            "which does not exist: its cases are not distributed [flow-dangling-workstream]\n"
            "hint: did you mean 'Routine'? wscli flow update Flow --default-workstream Routine\n"
            "updated flow 'Flow': default_workstream Routine → Rutine\n"
        ),
    ),
    Row(
        "flow update Flow --default-workstream 'Other cases'",
        err=(
            "warning: --default-workstream: the default of flow 'Flow' names workstream 'Other "
            "cases', which does not exist: its cases are not distributed [flow-dangling-workstream]\n"
            "hint: no flow uses 'Routine'; was it renamed to that? wscli flow update Flow "
            "--default-workstream Routine\n"
            "updated flow 'Flow': default_workstream Routine → Other cases\n"
        ),
    ),
    Row(
        "flow rename Flow Distribution",
        err="renamed flow 'Flow' to 'Distribution'\n",
    ),
    Row(
        "flow delete Flow",
        err="deleted flow 'Flow'\n",
    ),
    Row(
        "flow add-branch Flow --when 'subject contains card' --workstream Routine",
        err="added branch 2 to flow 'Flow': subject contains card → Routine\n",
    ),
    Row(
        (
            "flow add-branch Flow --when 'subject contains card' --workstream Routine --at 1 -o json "
            "--fields name,branches"
        ),
        out=(
            "{\n"
            '  "name": "Flow",\n'
            '  "branches": [\n'
            "    {\n"
            '      "when": {\n'
            '        "attribute": "subject",\n'
            '        "contains": "card"\n'
            "      },\n"
            '      "workstream": "Routine"\n'
            "    },\n"
            "    {\n"
            '      "when": {\n'
            '        "attribute": "priority",\n'
            '        "equals": 1\n'
            "      },\n"
            '      "workstream": "Urgent"\n'
            "    }\n"
            "  ]\n"
            "}\n"
        ),
        err="added branch 1 to flow 'Flow': subject contains card → Routine\n",
    ),
    Row(
        "flow add-branch Flow --when 'PRIORITY equals 1' --workstream Nowhere",
        err=(
            "warning: --workstream: branch 2 of flow 'Flow' names workstream 'Nowhere', which does "
            "not exist: its cases are not distributed [flow-dangling-workstream]\n"
            "hint: name the one that is meant: wscli flow update-branch Flow 2 --workstream "
            "WORKSTREAM; or create it: wscli workstream create Nowhere --capacity 50 --presence "
            "available,busy\n"
            "added branch 2 to flow 'Flow': PRIORITY equals 1 → Nowhere\n"
        ),
    ),
    Row(
        "flow add-branch Flow --when 'priority equals 1' --workstream Routine",
        err=(
            "warning: branch 2 of flow 'Flow' is never reached: branch 1 takes all its cases "
            "[flow-unreachable-branch]\n"
            "hint: move it up (wscli flow move-branch Flow 2 --at 1), or remove it: wscli flow "
            "remove-branch Flow 2\n"
            "added branch 2 to flow 'Flow': priority equals 1 → Routine\n"
        ),
    ),
    Row(
        "flow add-branch Flow --workstream Routine --at 1",
        err=(
            "warning: branches[1]: branch 2 of flow 'Flow' is never reached: branch 1 takes all its "
            "cases [flow-unreachable-branch]\n"
            "hint: move it up (wscli flow move-branch Flow 2 --at 1), or remove it: wscli flow "
            "remove-branch Flow 2\n"
            "added branch 1 to flow 'Flow': all cases → Routine\n"
        ),
    ),
    Row(
        "flow add-branch Flow --workstream Routine --at 0",
        err="error: --at: must be from 1 to 2, not 0\n",
        code=3,
    ),
    Row(
        "flow add-branch Flow",
        err=(
            "error: missing option --workstream, in `wscli flow add-branch`\n"
            "hint: see `wscli flow add-branch --help`\n"
        ),
        code=2,
    ),
    Row(
        "flow add-branch Nothing --workstream Routine",
        err=("error: there is no flow 'Nothing'\nhint: `wscli flow list` shows what there is\n"),
        code=4,
    ),
    Row(
        "flow update-branch Flow 1 --workstream Routine",
        err="updated branch 1 of flow 'Flow': priority equals 1 → Routine\n",
    ),
    Row(
        "flow update-branch Flow 1 --when ''",
        err="updated branch 1 of flow 'Flow': all cases → Urgent\n",
    ),
    Row(
        "flow update-branch Flow 2 --when ''",
        err=(
            "error: there is no branch '2' in flow 'Flow'\n"
            "hint: it has 1, numbered from 1: wscli flow show Flow\n"
        ),
        code=4,
    ),
    Row(
        "flow update-branch Flow one --when ''",
        err=(
            "error: there is no branch 'one' in flow 'Flow'\n"
            "hint: it has 1, numbered from 1: wscli flow show Flow\n"
        ),
        code=4,
    ),
    Row(
        "flow remove-branch Flow 1",
        err="removed branch 1 from flow 'Flow': priority equals 1 → Urgent\n",
    ),
    Row(
        "flow remove-branch Flow 0",
        err=(
            "error: there is no branch '0' in flow 'Flow'\n"
            "hint: it has 1, numbered from 1: wscli flow show Flow\n"
        ),
        code=4,
    ),
    Row(
        "flow move-branch Flow 1 --at 1",
        err="flow 'Flow' is unchanged\n",
    ),
    Row(
        "flow move-branch Flow 1 --at 2",
        err="error: --at: must be from 1 to 1, not 2\n",
        code=3,
    ),
    Row(
        "flow move-branch Flow 1",
        err=(
            "error: missing option --at, in `wscli flow move-branch`\n"
            "hint: see `wscli flow move-branch --help`\n"
        ),
        code=2,
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_flow(check: Callable[[Row], None], row: Row) -> None:
    check(row)
