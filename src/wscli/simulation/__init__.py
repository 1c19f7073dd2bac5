"""The simulator: an organisation and its cases become a plan, the plan is run, the outcome is columns.

It reads no file and prints nothing; a command loads, calls `simulate`, and hands the outcome on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from wscli.cases.table import CaseTable, EventTable
from wscli.errors import Failed, Problem
from wscli.model.organisation import Organisation
from wscli.simulation.answers import habits
from wscli.simulation.invariants import Invariants, watched
from wscli.simulation.kernel import Emit, Probe, World, run
from wscli.simulation.observers import EventLog, LogRow, together
from wscli.simulation.outcome import Outcome, outcome_of
from wscli.simulation.plan import PlanBuilder, Window
from wscli.simulation.ranking import most_capacity
from wscli.simulation.routing import route_cases

__all__ = ["Outcome", "Window", "World", "simulate"]


def simulate(
    organisation: Organisation,
    cases: CaseTable,
    events: EventTable | None = None,
    *,
    window: Window | None = None,
    zone: tzinfo,
    seed: int = 0,
    log: Callable[[LogRow], object] | None = None,
    probe: Probe | None = None,
    check: bool = False,
    started: Callable[[World], object] | None = None,
) -> Outcome:
    """Replay cases through an organisation under classic-2019 and return what came of them.

    `zone` is that of instants without an offset in conditions; `log` takes each row of the event log,
    `probe` looks into the run, `check` holds it against the invariants (rulebook 10), `started` is given
    its world as the run begins. The organisation must be sound (`model.checks`).

    Raises:
        Failed: an invariant does not hold, which is a fault of the simulator.
    """
    routes = route_cases(organisation, cases, zone)
    plan = PlanBuilder(organisation, cases, events, routes, window or Window(), zone).build()
    listener: Emit | None = EventLog(organisation, cases, routes, log) if log is not None else None
    invariants: Invariants | None = None
    if check:
        plan, invariants = watched(organisation, cases, routes, plan)
        listener = invariants if listener is None else together(listener, invariants)
    world = run(plan, habits(organisation, cases, seed), most_capacity, listener, probe, started)
    names = (
        [queue.name for queue in organisation.queues],
        [workstream.name for workstream in organisation.workstreams],
        [agent.name for agent in organisation.agents],
    )
    outcome = outcome_of(world, plan, cases, routes, names)
    if invariants is not None:
        _require_sound(invariants, outcome)
    return outcome


def _require_sound(invariants: Invariants, outcome: Outcome) -> None:
    """Raise Failed if the run has broken an invariant."""
    violations = invariants.finish(outcome)
    if not violations:
        return
    problems = [
        Problem(path=f"rule {found.rule}", message=found.message, rule=found.check) for found in violations
    ]
    raise Failed(
        f"the run broke {invariants.count} invariants of the rulebook",
        hint="this is a fault of the simulator; please report it with the configuration and the cases",
        problems=problems,
    )
