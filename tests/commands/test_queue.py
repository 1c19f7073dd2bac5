"""Queues through the front door."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from frontdoor import Row

ROWS = (
    Row(
        "queue create Spare --priority 2 --member ann --member BEN",
        err="created queue 'Spare'\n",
    ),
    Row(
        "queue create Spare --priority 2 --member ann --member BEN -o json",
        out=(
            "{\n"
            '  "name": "Spare",\n'
            '  "priority": 2,\n'
            '  "default": false,\n'
            '  "members": [\n'
            '    "ann",\n'
            '    "ben"\n'
            "  ],\n"
            '  "referred_to_by": []\n'
            "}\n"
        ),
        err="created queue 'Spare'\n",
    ),
    Row(
        "queue create Spare",
        err=(
            "error: --priority: queue 'Spare' needs a priority: only the default queue may leave it out "
            "[queue-priority-missing]\n"
            "hint: give it a priority (1 is served before 2), or make it the default queue\n"
        ),
        code=3,
    ),
    Row(
        "queue create Spare --priority 0",
        err="error: --priority: must be from 1 to 2147483647, not 0\n",
        code=3,
    ),
    Row(
        "queue create Spare --priority 2 --member zoe --default",
        err=(
            "error: the queue is not valid: 2 problems\n"
            "  --member: member 'zoe' of queue 'Spare' is not an agent [unknown-member]\n"
            "    hint: define the agent first: wscli agent create zoe --capacity 100\n"
            "  --default: 'Spare' and 'Everything' are both the default queue [two-default-queues]\n"
            "    hint: leave it so at one of them, and give the other a priority\n"
        ),
        code=3,
    ),
    Row(
        "queue create Spare --priority 2 --member ann,ben",
        err=(
            "error: --member: member 'ann,ben' of queue 'Spare' is not an agent [unknown-member]\n"
            "hint: did you mean 'ben'?\n"
        ),
        code=3,
    ),
    Row(
        "queue create cards --priority 1",
        err=(
            "error: there is already a queue 'Cards'\n"
            "hint: `wscli queue update Cards …` changes it; with --if-not-exists one that agrees is "
            "accepted\n"
        ),
        code=5,
    ),
    Row(
        "queue create cards --priority 1 --if-not-exists",
        err="queue 'Cards' is unchanged\n",
    ),
    Row(
        "queue create cards --priority 1 --member ANN --if-not-exists",
        err="queue 'Cards' is unchanged\n",
    ),
    Row(
        "queue create cards --priority 2 --if-not-exists",
        err=(
            "error: there is already a queue 'Cards', and it differs in priority\n"
            "hint: `wscli queue show Cards` shows it, `wscli queue update Cards …` changes it\n"
        ),
        code=5,
    ),
    Row(
        "queue list",
        out=(
            "name        priority  default  members\n"
            "───────────────────────────────────────\n"
            "Cards              1  no       ann\n"
            "Everything         -  yes      ann, ben\n"
        ),
    ),
    Row(
        "queue list -o json",
        out=(
            "[\n"
            "  {\n"
            '    "name": "Cards",\n'
            '    "priority": 1,\n'
            '    "default": false,\n'
            '    "members": [\n'
            '      "ann"\n'
            "    ]\n"
            "  },\n"
            "  {\n"
            '    "name": "Everything",\n'
            '    "priority": null,\n'
            '    "default": true,\n'
            '    "members": [\n'
            '      "ann",\n'
            '      "ben"\n'
            "    ]\n"
            "  }\n"
            "]\n"
        ),
    ),
    Row(
        "queue show cards",
        out=(
            "field           value\n"
            "────────────────────────────────────────────────\n"
            "name            Cards\n"
            "priority        1\n"
            "default         no\n"
            "members         ann\n"
            "referred_to_by  rule 'Cards' of rule set 'Rules'\n"
        ),
    ),
    Row(
        "queue show Crads",
        err=("error: there is no queue 'Crads'\nhint: did you mean 'Cards'?\n"),
        code=4,
    ),
    Row(
        "queue update Cards --priority 3 --member ben",
        err="updated queue 'Cards': priority 1 → 3, members [ann] → [ben]\n",
    ),
    Row(
        "queue update Cards --member ''",
        err="updated queue 'Cards': members [ann] → []\n",
    ),
    Row(
        "queue update Everything --priority 4",
        err="updated queue 'Everything': priority none → 4\n",
    ),
    Row(
        "queue update Cards --priority ''",
        err=(
            "error: --priority: queue 'Cards' needs a priority: only the default queue may leave it out "
            "[queue-priority-missing]\n"
            "hint: give it a priority (1 is served before 2), or make it the default queue\n"
        ),
        code=3,
    ),
    Row(
        "queue update Cards --no-default",
        err="queue 'Cards' is unchanged\n",
    ),
    Row(
        "queue update Cards --default",
        err=(
            "error: queues[Everything].default: 'Everything' and 'Cards' are both the default queue "
            "[two-default-queues]\n"
            "hint: leave it so at one of them, and give the other a priority\n"
        ),
        code=3,
    ),
    Row(
        "queue update Everything --no-default",
        err=(
            "error: --priority: queue 'Everything' needs a priority: only the default queue may leave it "
            "out [queue-priority-missing]\n"
            "hint: give it a priority (1 is served before 2), or make it the default queue\n"
        ),
        code=3,
    ),
    Row(
        "queue add-member Cards ben",
        err="updated queue 'Cards': members [ann] → [ann, ben]\n",
    ),
    Row(
        "queue add-member Cards ANN",
        err="queue 'Cards' is unchanged\n",
    ),
    Row(
        "queue add-member Cards zoe",
        err=("error: there is no agent 'zoe'\nhint: `wscli agent list` shows what there is\n"),
        code=4,
    ),
    Row(
        "queue add-member Cards",
        err=(
            "error: missing argument AGENT, in `wscli queue add-member`\n"
            "hint: see `wscli queue add-member --help`\n"
        ),
        code=2,
    ),
    Row(
        "queue remove-member Everything ann ben",
        err="updated queue 'Everything': members [ann, ben] → []\n",
    ),
    Row(
        "queue remove-member Cards ben",
        err=("error: 'ben' is not a member of queue 'Cards'\nhint: members: ann\n"),
        code=4,
    ),
    Row(
        "queue rename Cards Kaarten",
        err="renamed queue 'Cards' to 'Kaarten'\n",
    ),
    Row(
        "queue rename Cards everything",
        err=("error: there is already a queue 'everything'\nhint: choose another name\n"),
        code=5,
    ),
    Row(
        "queue delete Cards",
        err=(
            "error: queue 'Cards' is still in use: rule 'Cards' of rule set 'Rules'\n"
            "hint: wscli ruleset update-rule Rules Cards --queue OTHER\n"
        ),
        code=5,
    ),
    Row(
        "queue delete Everything",
        err="deleted queue 'Everything'\n",
    ),
    Row(
        "queue delete Everything --dry-run -o yaml --fields name,members",
        out=("name: Everything\nmembers:\n- ann\n- ben\n"),
        err="(dry run) deleted queue 'Everything'\n",
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_queue(check: Callable[[Row], None], row: Row) -> None:
    check(row)
