"""Agents through the front door."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from frontdoor import Row

ROWS = (
    Row(
        "agent create zoe",
        err="created agent 'zoe'\n",
    ),
    Row(
        (
            "agent create zoe --capacity 100 --queue cards --queue Everything --skill SPANISH:2 --skill "
            "spanish:3"
        ),
        err="error: --skill spanish: 'spanish' is listed twice [duplicate-name]\n",
        code=3,
    ),
    Row(
        (
            "agent create zoe --capacity 100 --queue cards --queue Everything --skill SPANISH:2 "
            "--behaviour accept-after=15s --shift 'sat,sun 22:00-06:00' -o json"
        ),
        out=(
            "{\n"
            '  "name": "zoe",\n'
            '  "capacity": 100,\n'
            '  "default_presence": null,\n'
            '  "skills": {\n'
            '    "spanish": 2\n'
            "  },\n"
            '  "schedule": [\n'
            "    {\n"
            '      "days": "sat,sun",\n'
            '      "from": "22:00",\n'
            '      "to": "06:00"\n'
            "    }\n"
            "  ],\n"
            '  "behaviour": {\n'
            '    "accept_after": "15s"\n'
            "  },\n"
            '  "queues": [\n'
            '    "Cards",\n'
            '    "Everything"\n'
            "  ],\n"
            '  "referred_to_by": [\n'
            "    \"member of queue 'Cards'\",\n"
            "    \"member of queue 'Everything'\"\n"
            "  ]\n"
            "}\n"
        ),
        err="created agent 'zoe'\n",
    ),
    Row(
        "agent create zoe --shift 22-6 --behaviour speed=1 --skill spanish:many --capacity lots",
        err=(
            "error: the agent is not valid: 4 problems\n"
            "  --shift: '22-6' is neither a shift nor a dated presence\n"
            "    hint: write it like 'mon-fri 08:00-16:30 Europe/Madrid', or '2026-03-02T12:00 In training'\n"
            "  --capacity: must be a whole number from 0 to 2147483647 units, not 'lots'\n"
            "  --skill spanish: must be a whole number from 1 to 2147483647, not 'many'\n"
            "  --behaviour speed: unknown key 'speed'\n"
            "    hint: known: accept_after, decline_probability, no_response_probability, pick_after, "
            "pick_order\n"
        ),
        code=3,
    ),
    Row(
        "agent create zoe --queue Crads",
        err=("error: there is no queue 'Crads'\nhint: did you mean 'Cards'?\n"),
        code=4,
    ),
    Row(
        "agent create zoe --default-presence Bussy",
        err=(
            "error: --default-presence: there is no presence 'Bussy' [unknown-presence]\n"
            "hint: did you mean 'busy'?\n"
        ),
        code=3,
    ),
    Row(
        "agent create zoe --default-presence 'Busy - DND' -o jsonl --fields name,default_presence",
        out='{"name": "zoe", "default_presence": "busy-dnd"}\n',
        err="created agent 'zoe'\n",
    ),
    Row(
        "agent create zoe --capacity",
        err=(
            "error: option --capacity needs a value, in `wscli agent create`\n"
            "hint: see `wscli agent create --help`\n"
        ),
        code=2,
    ),
    Row(
        "agent create Ann",
        err=(
            "error: there is already an agent 'ann'\n"
            "hint: `wscli agent update ann …` changes it; with --if-not-exists one that agrees is "
            "accepted\n"
        ),
        code=5,
    ),
    Row(
        "agent create ann --capacity 100 --queue Everything --if-not-exists",
        err="agent 'ann' is unchanged\n",
    ),
    Row(
        "agent create ben --queue Cards --if-not-exists",
        err=(
            "error: there is already an agent 'ben', who is not a member of 'Cards'\n"
            "hint: wscli queue add-member Cards ben\n"
        ),
        code=5,
    ),
    Row(
        "agent create ben --capacity 60 --if-not-exists",
        err=(
            "error: there is already an agent 'ben', and it differs in capacity\n"
            "hint: `wscli agent show ben` shows it, `wscli agent update ben …` changes it\n"
        ),
        code=5,
    ),
    Row(
        "agent list",
        out=(
            "name  capacity  presence  skills      queues\n"
            "───────────────────────────────────────────────────────\n"
            "ann        100  -         spanish: 3  Cards, Everything\n"
            "ben         50  -         -           Everything\n"
        ),
    ),
    Row(
        "agent list -o csv",
        out=(
            "name,capacity,default_presence,skills,schedule,behaviour,queues\n"
            'ann,100,,"{""spanish"": 3}",[],{},"[""Cards"", ""Everything""]"\n'
            'ben,50,,{},[],{},"[""Everything""]"\n'
        ),
    ),
    Row(
        "agent list --queue cards",
        out=(
            "name  capacity  presence  skills      queues\n"
            "───────────────────────────────────────────────────────\n"
            "ann        100  -         spanish: 3  Cards, Everything\n"
        ),
    ),
    Row(
        "agent list --queue Crads",
        err=("error: there is no queue 'Crads'\nhint: did you mean 'Cards'?\n"),
        code=4,
    ),
    Row(
        "agent show ann",
        out=(
            "field             value\n"
            "───────────────────────────────────────────────────────────────────────\n"
            "name              ann\n"
            "capacity          100\n"
            "default_presence  -\n"
            "skills            spanish: 3\n"
            "schedule          -\n"
            "behaviour         -\n"
            "queues            Cards, Everything\n"
            "referred_to_by    member of queue 'Cards', member of queue 'Everything'\n"
        ),
    ),
    Row(
        "agent show anna",
        err=("error: there is no agent 'anna'\nhint: did you mean 'ann'?\n"),
        code=4,
    ),
    Row(
        "agent update ann --capacity 120 --skill ''",
        err="updated agent 'ann': capacity 100 → 120, skills {spanish: 3} → {}\n",
    ),
    Row(
        "agent update ann --behaviour decline_probability=2",
        err="error: --behaviour decline_probability: must be a number from 0 to 1, not '2'\n",
        code=3,
    ),
    Row(
        "agent update ann --queue everything --skill spanish:4",
        err=(
            "updated agent 'ann': skills {spanish: 3} → {spanish: 4}, queues [Cards, Everything] → "
            "[Everything]\n"
        ),
    ),
    Row(
        "agent update ann --queue ''",
        err="updated agent 'ann': queues [Cards, Everything] → []\n",
    ),
    Row(
        "agent update ann --queue Cards --queue Everything",
        err="agent 'ann' is unchanged\n",
    ),
    Row(
        "agent update ann --queue Crads",
        err="error: there is no queue 'Crads'\nhint: did you mean 'Cards'?\n",
        code=4,
    ),
    Row(
        (
            "agent update ann --default-presence '' --shift '2026-03-02 12:00 busy-dnd' "
            "--shift '2026-03-02T13:00+01:00 Busy'"
        ),
        err=(
            "updated agent 'ann': schedule [] → [2026-03-02T12:00:00 busy-dnd, "
            "2026-03-02T13:00:00+01:00 busy]\n"
        ),
    ),
    Row(
        "agent update ann --shift '2026-03-02T25:00 busy' --shift '2026-03-02T12:00 nowhere'",
        err="error: --shift at: must be an instant such as 2026-03-02T09:00, not '2026-03-02T25:00'\n",
        code=3,
    ),
    Row(
        "agent update ann",
        err=(
            "error: nothing to change, in `wscli agent update`\n"
            "hint: name a field and its new value: see `wscli agent update --help`\n"
        ),
        code=2,
    ),
    Row(
        "agent rename ann Anna",
        err="renamed agent 'ann' to 'Anna'\n",
    ),
    Row(
        "agent rename ann ben",
        err=("error: there is already an agent 'ben'\nhint: choose another name\n"),
        code=5,
    ),
    Row(
        "agent delete ann",
        err=(
            "error: agent 'ann' is still in use: member of queue 'Cards', member of queue 'Everything'\n"
            "hint: wscli queue remove-member Cards ann; wscli queue remove-member Everything ann\n"
        ),
        code=5,
    ),
    Row(
        "agent delete anna -o json",
        err=(
            '{"error": {"code": 4, "message": "there is no agent \'anna\'", "hint": "did you mean \'ann\'?", '
            '"problems": []}}\n'
        ),
        code=4,
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_agent(check: Callable[[Row], None], row: Row) -> None:
    check(row)
