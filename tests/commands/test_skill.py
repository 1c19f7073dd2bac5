"""Skills through the front door."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from frontdoor import Row

ROWS = (
    Row(
        "skill create cards",
        err="created skill 'cards'\n",
    ),
    Row(
        "skill create cards -o json",
        out=('{\n  "name": "cards",\n  "referred_to_by": []\n}\n'),
        err="created skill 'cards'\n",
    ),
    Row(
        "skill create SPANISH",
        err=(
            "error: there is already a skill 'spanish'\n"
            "hint: with --if-not-exists one that agrees is accepted\n"
        ),
        code=5,
    ),
    Row(
        "skill create SPANISH --if-not-exists",
        err="skill 'spanish' is unchanged\n",
    ),
    Row(
        "skill create ''",
        err="error: NAME: must not be empty\n",
        code=3,
    ),
    Row(
        "skill list",
        out=("name\n───────\nspanish\n"),
    ),
    Row(
        "skill list -o json",
        out=('[\n  {\n    "name": "spanish"\n  }\n]\n'),
    ),
    Row(
        "skill show Spanish",
        out=(
            "field           value\n"
            "───────────────────────────────────────\n"
            "name            spanish\n"
            "referred_to_by  rating 3 of agent 'ann'\n"
        ),
    ),
    Row(
        "skill show spanisch",
        err=("error: there is no skill 'spanisch'\nhint: did you mean 'spanish'?\n"),
        code=4,
    ),
    Row(
        "skill rename spanish Español",
        err="renamed skill 'spanish' to 'Español'\n",
    ),
    Row(
        "skill rename nothing else",
        err=("error: there is no skill 'nothing'\nhint: `wscli skill list` shows what there is\n"),
        code=4,
    ),
    Row(
        "skill delete spanish",
        err=(
            "error: skill 'spanish' is still in use: rating 3 of agent 'ann'\n"
            "hint: wscli agent update ann --skill ''\n"
        ),
        code=5,
    ),
    Row(
        "skill delete spanish --dry-run",
        err=(
            "error: skill 'spanish' is still in use: rating 3 of agent 'ann'\n"
            "hint: wscli agent update ann --skill ''\n"
        ),
        code=5,
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_skill(check: Callable[[Row], None], row: Row) -> None:
    check(row)
