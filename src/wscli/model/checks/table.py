"""The table of all rules: errors first, then warnings, by subject.

`wscli validate --list` and the page docs/checks.md are made from it. The rule ids are a contract
(interface §5): scripts ignore rules by them.
"""

from __future__ import annotations

from wscli.model.checks import agents, presences, queues, routing, workstreams
from wscli.model.checks.finding import Check, error, warning
from wscli.model.organisation import SECTIONS

_OF_THE_READER = (
    error("duplicate-name", None, "A name is there twice, ignoring case", "interface §1", *SECTIONS),
    error(
        "range-backwards",
        None,
        "The low end of a range is above its high end",
        "interface §4",
        "agents",
        "behaviour",
    ),
    warning(
        "presence-allowed", None, "'Allowed' is read as the presence available", "interface §1", "workstreams"
    ),
)

_ALL: tuple[Check, ...] = (
    *_OF_THE_READER,
    *workstreams.CHECKS,
    *presences.CHECKS,
    *queues.CHECKS,
    *agents.CHECKS,
    *routing.CHECKS,
)

CHECKS = (
    *(each for each in _ALL if each.severity == "error" and not each.storable),
    *(each for each in _ALL if each.storable),
    *(each for each in _ALL if each.severity == "warning"),
)
"""Every check, in the order in which problems are listed."""

RULES = tuple(dict.fromkeys(check.rule for check in CHECKS))
"""Every rule id once; `presence-empty` is an error of push and a warning of pick."""
