"""What is configured, in words."""

from __future__ import annotations

from typing import Any

import pytest

from wscli.model.words import condition_text, entry_text, item_text, numbered

A: dict[str, Any] = {"attribute": "priority", "equals": 1}
B: dict[str, Any] = {"attribute": "subject", "contains": "card"}
C: dict[str, Any] = {"attribute": "product", "in": ["Gold", "Platinum"]}


@pytest.mark.parametrize(
    ("plain", "text"),
    [
        (None, "all cases"),
        ({"all": []}, "all cases"),
        ({"any": []}, "all cases"),
        (A, "priority equals 1"),
        ({"attribute": "product line", "is-null": True}, '"product line" is-null'),
        ({"attribute": "a", "equals": ""}, 'a equals ""'),
        ({"attribute": "a", "equals": "bread and butter"}, 'a equals "bread and butter"'),
        ({"attribute": "a", "equals": "sandy corner"}, "a equals sandy corner"),
        ({"attribute": "a", "in": ["x, y", "z"]}, 'a in ["x, y", z]'),
        (
            {"all": [A, {"any": [B, C]}]},
            "priority equals 1 and (subject contains card or product in [Gold, Platinum])",
        ),
        ({"all": [A]}, "priority equals 1"),
        (
            {"any": [{"all": [A, B]}, {"all": [C]}]},
            "(priority equals 1 and subject contains card) or product in [Gold, Platinum]",
        ),
        ({"all": [{"any": [A, B]}]}, "priority equals 1 or subject contains card"),
        (
            {"all": [{"any": [{"any": [A, B]}]}, C]},
            "(priority equals 1 or subject contains card) and product in [Gold, Platinum]",
        ),
    ],
)
def test_conditions(plain: dict[str, Any] | None, text: str) -> None:
    assert condition_text(plain) == text


def test_rules_branches_and_entries() -> None:
    rule = {"name": "Cards", "when": B, "queue": "Cases"}
    assert item_text(rule) == "Cards: subject contains card → Cases"
    assert item_text({"workstream": "Urgent"}) == "all cases → Urgent"
    assert numbered([rule, rule])[1] == "2. Cards: subject contains card → Cases"
    shift = {"days": "mon-fri", "from": "08:00", "to": "16:30"}
    assert entry_text(shift) == "mon-fri 08:00-16:30"
    assert entry_text({**shift, "timezone": "Europe/Madrid"}) == "mon-fri 08:00-16:30 Europe/Madrid"
    assert (
        entry_text({"at": "2026-03-02T12:00:00", "presence": "In training"})
        == "2026-03-02T12:00:00 In training"
    )
