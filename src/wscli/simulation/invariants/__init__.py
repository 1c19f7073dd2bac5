"""The invariants of rulebook 10, checked while a run happens (`wscli simulate --check`).

The observer sees what a reader of the event log sees, and the inputs; it has its own picture of agents,
pools and cases, and so it can disagree with the kernel.

    entities  pools, agents and cases as rows show them
    picture   who holds what, who waits where, and what must come next
    effects   what each row about a case means for the picture
    script    what the inputs say of agents and cases, followed beside the rows
    checks    the invariants, one named function each
    endings   those of the end of the run
    reports   what is found wrong
    rows      rows about cases, judged and followed
    observer  rows one by one, instants, and what must come
"""

from wscli.simulation.invariants.checks import RULES, Violation
from wscli.simulation.invariants.observer import Invariants, watched
from wscli.simulation.invariants.reports import KEPT

__all__ = ["KEPT", "RULES", "Invariants", "Violation", "watched"]
