"""What is stored as a document."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from frontdoor import Row

ROWS = (
    Row(
        "export",
        out=(
            "version: 1\n"
            "workstreams:\n"
            "  - name: Urgent\n"
            "    channel: entity-records\n"
            "    capacity: 50\n"
            '    auto_close_after_inactivity: "0"\n'
            "    assign_work_item_after_decline_or_timeout: 2m\n"
            "    work_distribution_mode: push\n"
            "    allowed_presences: [available, busy]\n"
            "  - name: Routine\n"
            "    channel: entity-records\n"
            "    capacity: 25\n"
            '    auto_close_after_inactivity: "0"\n'
            "    assign_work_item_after_decline_or_timeout: null\n"
            "    work_distribution_mode: pick\n"
            "    allowed_presences: [available]\n"
            "queues:\n"
            "  - name: Cards\n"
            "    priority: 1\n"
            "    members: [ann]\n"
            "  - name: Everything\n"
            "    default: true\n"
            "    members: [ann, ben]\n"
            "agents:\n"
            "  - name: ann\n"
            "    capacity: 100\n"
            "    skills: {spanish: 3}\n"
            "  - {name: ben, capacity: 50}\n"
            "skills: [spanish]\n"
            "rulesets:\n"
            "  - name: Rules\n"
            "    entity: case\n"
            "    active: true\n"
            "    rules:\n"
            "      - name: Cards\n"
            "        when: {attribute: subject, contains: card}\n"
            "        queue: Cards\n"
            "flows:\n"
            "  - name: Flow\n"
            "    entity: case\n"
            "    branches:\n"
            "      - when: {attribute: priority, equals: 1}\n"
            "        workstream: Urgent\n"
            "    default_workstream: Routine\n"
        ),
    ),
    Row(
        "export workstreams",
        out=(
            "version: 1\n"
            "workstreams:\n"
            "  - name: Urgent\n"
            "    channel: entity-records\n"
            "    capacity: 50\n"
            '    auto_close_after_inactivity: "0"\n'
            "    assign_work_item_after_decline_or_timeout: 2m\n"
            "    work_distribution_mode: push\n"
            "    allowed_presences: [available, busy]\n"
            "  - name: Routine\n"
            "    channel: entity-records\n"
            "    capacity: 25\n"
            '    auto_close_after_inactivity: "0"\n'
            "    assign_work_item_after_decline_or_timeout: null\n"
            "    work_distribution_mode: pick\n"
            "    allowed_presences: [available]\n"
        ),
    ),
    Row(
        "export workstream urgent -o json",
        out=(
            "{\n"
            '  "version": 1,\n'
            '  "workstreams": [\n'
            "    {\n"
            '      "name": "Urgent",\n'
            '      "channel": "entity-records",\n'
            '      "capacity": 50,\n'
            '      "auto_close_after_inactivity": "0",\n'
            '      "assign_work_item_after_decline_or_timeout": "2m",\n'
            '      "work_distribution_mode": "push",\n'
            '      "allowed_presences": [\n'
            '        "available",\n'
            '        "busy"\n'
            "      ]\n"
            "    }\n"
            "  ]\n"
            "}\n"
        ),
    ),
    Row(
        "export agent ann",
        out=("version: 1\nagents:\n  - name: ann\n    capacity: 100\n    skills: {spanish: 3}\n"),
    ),
    Row(
        "export skills",
        out=("version: 1\nskills: [spanish]\n"),
    ),
    Row(
        "export settings",
        err=(
            "error: there is no kind of object 'settings'\n"
            "hint: known are workstreams, queues, agents, presences, skills, rulesets, flows, behaviour, "
            "simulation\n"
        ),
        code=3,
    ),
    Row(
        "export behaviour",
        out="version: 1\n",
    ),
    Row(
        "export behaviour x",
        err=("error: there is one behaviour, and it has no name\nhint: leave the name out\n"),
        code=3,
    ),
    Row(
        "export workstreams Urgnt",
        err=("error: there is no workstream 'Urgnt'\nhint: did you mean 'Urgent'?\n"),
        code=4,
    ),
    Row(
        "export workstraem",
        err=("error: there is no kind of object 'workstraem'\nhint: did you mean 'workstreams'?\n"),
        code=3,
    ),
    Row(
        "export -o csv",
        err=("error: a document is yaml or json, not csv, in --output\nhint: leave -o out for YAML\n"),
        code=3,
    ),
    Row(
        "export -o table",
        err=("error: a document is yaml or json, not table, in --output\nhint: leave -o out for YAML\n"),
        code=3,
    ),
    Row(
        "export a b c",
        err=(
            "error: more arguments than expected: c, in `wscli export`\n"
            "hint: a name with spaces is written in quotes; see `wscli export --help`\n"
        ),
        code=2,
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_export(check: Callable[[Row], None], row: Row) -> None:
    check(row)
