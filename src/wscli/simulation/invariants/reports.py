"""What is found wrong: the first violations are kept, the rest is counted."""

from __future__ import annotations

from wscli.simulation.invariants.checks import RULES, Fault, Violation
from wscli.simulation.invariants.picture import Picture

KEPT = 20
"""How many violations are kept; the rest is counted."""


class Reports:
    """Collects violations; `count` is how many there were, `kept` the first of them."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.kept: list[Violation] = []
        self.count = 0

    def fault(self, check: str, message: str) -> None:
        """Report what a check found, at the instant that the picture has reached."""
        self.count += 1
        if len(self.kept) < KEPT:
            self.kept.append(Violation(self.picture.now, RULES[check], check, message))

    def row_fault(self, fault: Fault, event: str, case: int, agent: int) -> None:
        """Report what is wrong with a row, if anything is."""
        if fault is not None:
            self.fault(fault[0], f"{self.row(event, case, agent)}: {fault[1]}")

    def row(self, event: str, case: int, agent: int) -> str:
        """Return a row in words: `case C1 offered, agent ann`."""
        said = f"case {self.picture.table.ids[case]} {event}" if case >= 0 else event
        return f"{said}, agent {self.picture.agents[agent].name}" if agent >= 0 else said
