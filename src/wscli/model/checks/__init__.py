"""What is wrong with a configuration beyond the shape of its values (interface §5).

A check looks at the organisation as a whole, because a name, a presence or a number is right only in the
light of the others. One named function per rule, in modules by subject; `table` lists them, `runner` runs
them. Checks neither read nor repair: a warning says what will happen, the decision stays with people.
"""

from __future__ import annotations

from wscli.model.checks.finding import Check, Finding
from wscli.model.checks.runner import check, to_problems
from wscli.model.checks.table import CHECKS, RULES

__all__ = ["CHECKS", "RULES", "Check", "Finding", "check", "to_problems"]
