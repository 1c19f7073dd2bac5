"""Presences through the front door."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from frontdoor import Row

ROWS = (
    Row(
        "presence create 'In training' --base-status away",
        err="created presence 'In training'\n",
    ),
    Row(
        "presence create 'In training' --base-status 'Busy - DND' -o json",
        out=('{\n  "name": "In training",\n  "base_status": "busy-dnd",\n  "referred_to_by": []\n}\n'),
        err="created presence 'In training'\n",
    ),
    Row(
        "presence create 'In training'",
        err=(
            "error: missing option --base-status, in `wscli presence create`\n"
            "hint: see `wscli presence create --help`\n"
        ),
        code=2,
    ),
    Row(
        "presence create 'In training' --base-status awy",
        err=(
            "error: --base-status: 'awy' is not one of available, busy, busy-dnd, away, offline\n"
            "hint: did you mean 'away'?\n"
        ),
        code=3,
    ),
    Row(
        "presence create 'busy DND' --base-status away",
        err=(
            "error: NAME: 'busy DND' is the base presence busy-dnd: your own needs another name "
            "[presence-shadows-base]\n"
            "hint: give it a name that says what the agent does, such as In training\n"
        ),
        code=3,
    ),
    Row(
        "presence list",
        err="no presences\n",
    ),
    Row(
        "presence list -o json",
        out="[]\n",
    ),
    Row(
        "presence show Training",
        err=("error: there is no presence 'Training'\nhint: `wscli presence list` shows what there is\n"),
        code=4,
    ),
    Row(
        "presence update Training --base-status away",
        err=("error: there is no presence 'Training'\nhint: `wscli presence list` shows what there is\n"),
        code=4,
    ),
    Row(
        "presence delete Training",
        err=("error: there is no presence 'Training'\nhint: `wscli presence list` shows what there is\n"),
        code=4,
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_presence(check: Callable[[Row], None], row: Row) -> None:
    check(row)
