"""Rule sets and their rules through the front door."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from frontdoor import Row

ROWS = (
    Row(
        "ruleset create More",
        err="created ruleset 'More'\n",
    ),
    Row(
        "ruleset create More --entity order --active -o json",
        out=(
            "{\n"
            '  "name": "More",\n'
            '  "entity": "order",\n'
            '  "active": true,\n'
            '  "rules": [],\n'
            '  "referred_to_by": []\n'
            "}\n"
        ),
        err="created ruleset 'More'\n",
    ),
    Row(
        "ruleset create More --active",
        err=(
            "error: --active: rule sets 'More' and 'Rules' are both active for entity 'case' "
            "[two-active-rulesets]\n"
            "hint: set active: false at one of them, or: wscli ruleset activate More\n"
        ),
        code=3,
    ),
    Row(
        "ruleset create rules",
        err=(
            "error: there is already a ruleset 'Rules'\n"
            "hint: `wscli ruleset update Rules …` changes it; with --if-not-exists one that agrees is "
            "accepted\n"
        ),
        code=5,
    ),
    Row(
        "ruleset create Rules --active --if-not-exists",
        err="ruleset 'Rules' is unchanged\n",
    ),
    Row(
        "ruleset create Rules --no-active --if-not-exists",
        err=(
            "error: there is already a ruleset 'Rules', and it differs in active\n"
            "hint: `wscli ruleset show Rules` shows it, `wscli ruleset update Rules …` changes it\n"
        ),
        code=5,
    ),
    Row(
        "ruleset list",
        out=("name   entity  active  rules\n────────────────────────────\nRules  case    yes         1\n"),
    ),
    Row(
        "ruleset list -o json",
        out=(
            "[\n"
            "  {\n"
            '    "name": "Rules",\n'
            '    "entity": "case",\n'
            '    "active": true,\n'
            '    "rules": [\n'
            "      {\n"
            '        "name": "Cards",\n'
            '        "when": {\n'
            '          "attribute": "subject",\n'
            '          "contains": "card"\n'
            "        },\n"
            '        "queue": "Cards"\n'
            "      }\n"
            "    ]\n"
            "  }\n"
            "]\n"
        ),
    ),
    Row(
        "ruleset show rules",
        out=(
            "field           value\n"
            "───────────────────────────────────────────────────────\n"
            "name            Rules\n"
            "entity          case\n"
            "active          yes\n"
            "rules           1. Cards: subject contains card → Cards\n"
            "referred_to_by  -\n"
        ),
    ),
    Row(
        "ruleset show Rules -o yaml",
        out=(
            "name: Rules\n"
            "entity: case\n"
            "active: true\n"
            "rules:\n"
            "- name: Cards\n"
            "  when:\n"
            "    attribute: subject\n"
            "    contains: card\n"
            "  queue: Cards\n"
            "referred_to_by: []\n"
        ),
    ),
    Row(
        "ruleset show Roles",
        err=("error: there is no ruleset 'Roles'\nhint: did you mean 'Rules'?\n"),
        code=4,
    ),
    Row(
        "ruleset update Rules --no-active",
        err="updated ruleset 'Rules': active yes → no\n",
    ),
    Row(
        "ruleset update Rules",
        err=(
            "error: nothing to change, in `wscli ruleset update`\n"
            "hint: name a field and its new value: see `wscli ruleset update --help`\n"
        ),
        code=2,
    ),
    Row(
        "ruleset rename Rules Routing",
        err="renamed ruleset 'Rules' to 'Routing'\n",
    ),
    Row(
        "ruleset delete Rules",
        err="deleted ruleset 'Rules'\n",
    ),
    Row(
        "ruleset delete Rules --dry-run",
        err="(dry run) deleted ruleset 'Rules'\n",
    ),
    Row(
        "ruleset activate Rules",
        err="ruleset 'Rules' is unchanged\n",
    ),
    Row(
        "ruleset activate Nothing",
        err=("error: there is no ruleset 'Nothing'\nhint: `wscli ruleset list` shows what there is\n"),
        code=4,
    ),
    Row(
        "ruleset add-rule Rules Rest --queue everything",
        err="added rule 'Rest' to ruleset 'Rules' as number 2: all cases → Everything\n",
    ),
    Row(
        (
            "ruleset add-rule Rules Gold --when 'priority equals 1' --when 'product in Gold, "
            "Platinum' --queue Cases --at 1"
        ),
        err=(
            "error: --queue: rule 'Gold' of rule set 'Rules' sends cases to 'Cases', which is not a "
            "queue [rule-unknown-queue]\n"
            "hint: did you mean 'Cards'?\n"
        ),
        code=3,
    ),
    Row(
        (
            "ruleset add-rule Rules Gold --when 'priority equals 1' --when 'product in Gold, "
            "Platinum' --queue Cards --at 1"
        ),
        err=(
            "added rule 'Gold' to ruleset 'Rules' as number 1: priority equals 1 and product in "
            "[Gold, Platinum] → Cards\n"
        ),
    ),
    Row(
        (
            'ruleset add-rule Rules Gold --when \'{"any": [{"attribute": "product line", "in": ["A, '
            'B", "C and D"]}, {"attribute": "priority", "equals": 1}]}\' --queue Cards -o json '
            "--fields rules"
        ),
        out=(
            "{\n"
            '  "rules": [\n'
            "    {\n"
            '      "name": "Cards",\n'
            '      "when": {\n'
            '        "attribute": "subject",\n'
            '        "contains": "card"\n'
            "      },\n"
            '      "queue": "Cards"\n'
            "    },\n"
            "    {\n"
            '      "name": "Gold",\n'
            '      "when": {\n'
            '        "any": [\n'
            "          {\n"
            '            "attribute": "product line",\n'
            '            "in": [\n'
            '              "A, B",\n'
            '              "C and D"\n'
            "            ]\n"
            "          },\n"
            "          {\n"
            '            "attribute": "priority",\n'
            '            "equals": 1\n'
            "          }\n"
            "        ]\n"
            "      },\n"
            '      "queue": "Cards"\n'
            "    }\n"
            "  ]\n"
            "}\n"
        ),
        err=(
            'added rule \'Gold\' to ruleset \'Rules\' as number 2: "product line" in ["A, B", "C and '
            'D"] or priority equals 1 → Cards\n'
        ),
    ),
    Row(
        (
            'ruleset add-rule Rules Gold --when \'{"any": [{"attribute": "priority", "equal": 1}]}\' '
            "--queue Cards"
        ),
        err=("error: --when any equal: 'equal' is not an operator\nhint: did you mean 'equals'?\n"),
        code=3,
    ),
    Row(
        ("ruleset add-rule Rules Gold --when 'priority equal 1' --when subject --queue Crads --at 5"),
        err=(
            "error: the rule is not valid: 3 problems\n"
            "  --when: 'priority equal 1' needs an operator after 'priority', not 'equal'\n"
            "    hint: did you mean 'equals'?\n"
            "  --when: 'subject' needs an operator after 'subject'\n"
            "    hint: write it like 'priority equals 1', or 'product in Gold, Platinum'; operators: "
            "equals, not-equals, greater-than, greater-or-equal, less-than, less-or-equal, contains, "
            "not-contains, begins-with, ends-with, in, not-in, is-null, is-not-null\n"
            "  --at: must be from 1 to 2, not 5\n"
        ),
        code=3,
    ),
    Row(
        "ruleset add-rule Rules Gold --when 'priority = 1' --queue Cards",
        err=(
            "error: --when: 'priority = 1' needs an operator after 'priority', not '='\n"
            "hint: did you mean 'equals'?\n"
        ),
        code=3,
    ),
    Row(
        "ruleset add-rule Rules Gold --when 'product line contains x' --queue Cards",
        err=(
            "error: --when: 'product line contains x' needs an operator after 'product', not 'line'\n"
            'hint: an attribute with blanks stands in quotes: "product line" contains x\n'
        ),
        code=3,
    ),
    Row(
        "ruleset add-rule Rules Gold --when 'a equals b and c equals d' --queue Cards",
        err=(
            "error: --when: 'a equals b and c equals d' holds two conditions, with 'and' between "
            "them\n"
            'hint: repeat the option where all must hold, write JSON where any may ({"any": […]}), or '
            "put the value in quotes if 'and' belongs to it\n"
        ),
        code=3,
    ),
    Row(
        "ruleset add-rule Rules Gold --queue Crads",
        err=(
            "error: --queue: rule 'Gold' of rule set 'Rules' sends cases to 'Crads', which is not a "
            "queue [rule-unknown-queue]\n"
            "hint: did you mean 'Cards'?\n"
        ),
        code=3,
    ),
    Row(
        "ruleset add-rule Rules Gold",
        err=(
            "error: missing option --queue, in `wscli ruleset add-rule`\n"
            "hint: see `wscli ruleset add-rule --help`\n"
        ),
        code=2,
    ),
    Row(
        "ruleset add-rule Rules Cards --queue Everything",
        err=(
            "error: there is already a rule 'Cards' in ruleset 'Rules'\n"
            "hint: `wscli ruleset update-rule Rules Cards …` changes it\n"
        ),
        code=5,
    ),
    Row(
        "ruleset add-rule Nothing Cards --queue Everything",
        err=("error: there is no ruleset 'Nothing'\nhint: `wscli ruleset list` shows what there is\n"),
        code=4,
    ),
    Row(
        "ruleset add-rule Rules All --queue Everything --at 1",
        err=(
            "warning: rules[1]: rule 'Cards' is never reached: rule 'All' before it takes all its "
            "cases [rule-unreachable]\n"
            "hint: move it up (wscli ruleset move-rule Rules Cards --at 1), or remove it: wscli "
            "ruleset remove-rule Rules Cards\n"
            "added rule 'All' to ruleset 'Rules' as number 1: all cases → Everything\n"
        ),
    ),
    Row(
        "ruleset add-rule Rules All --queue Everything --dry-run",
        err="(dry run) added rule 'All' to ruleset 'Rules' as number 2: all cases → Everything\n",
    ),
    Row(
        "ruleset update-rule Rules cards --queue Everything",
        err="updated rule 'Cards' of ruleset 'Rules': subject contains card → Everything\n",
    ),
    Row(
        "ruleset update-rule Rules Cards --when ''",
        err="updated rule 'Cards' of ruleset 'Rules': all cases → Cards\n",
    ),
    Row(
        "ruleset update-rule Rules Cards",
        err=(
            "error: nothing to change, in `wscli ruleset update-rule`\n"
            "hint: name a field and its new value: see `wscli ruleset update-rule --help`\n"
        ),
        code=2,
    ),
    Row(
        "ruleset update-rule Rules Crads --when ''",
        err=("error: there is no rule 'Crads' in ruleset 'Rules'\nhint: did you mean 'Cards'?\n"),
        code=4,
    ),
    Row(
        "ruleset update-rule Rules Cards --queue cards",
        err="ruleset 'Rules' is unchanged\n",
    ),
    Row(
        "ruleset remove-rule Rules cards",
        err="removed rule 'Cards' from ruleset 'Rules': subject contains card → Cards\n",
    ),
    Row(
        "ruleset remove-rule Rules Gold",
        err=("error: there is no rule 'Gold' in ruleset 'Rules'\nhint: rules: Cards\n"),
        code=4,
    ),
    Row(
        "ruleset move-rule Rules Cards --at 1",
        err="ruleset 'Rules' is unchanged\n",
    ),
    Row(
        "ruleset move-rule Rules Cards --at 2",
        err="error: --at: must be from 1 to 1, not 2\n",
        code=3,
    ),
    Row(
        "ruleset move-rule Rules Cards",
        err=(
            "error: missing option --at, in `wscli ruleset move-rule`\n"
            "hint: see `wscli ruleset move-rule --help`\n"
        ),
        code=2,
    ),
    Row(
        "ruleset remove-rule Rules",
        err=(
            "error: missing argument NAME, in `wscli ruleset remove-rule`\n"
            "hint: see `wscli ruleset remove-rule --help`\n"
        ),
        code=2,
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_ruleset(check: Callable[[Row], None], row: Row) -> None:
    check(row)
