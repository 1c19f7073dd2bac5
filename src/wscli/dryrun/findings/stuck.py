"""Cases that nobody could ever take, and those that wait on a list behind them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from wscli.amounts import count
from wscli.dryrun.findings.ended import Ended
from wscli.dryrun.findings.finding import Finding, explains
from wscli.dryrun.findings.reach import Reach
from wscli.model.terms import Mode, PickOrder
from wscli.simulation.outcome import OPEN
from wscli.simulation.plan import NO_PRIORITY
from wscli.simulation.staffing import behaviour_of


def unreachable_cases(run: Ended) -> Iterator[Finding]:
    """Say which cases nobody could ever have taken, and why."""
    cases = run.summary["cases"]
    reach = run.once(Reach)
    if (cases["arrived"] == run.summary["wait"]["count"] and not cases["open"]) or not reach.anything():
        return
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    outcome = run.outcome
    for case, (state, accepted) in enumerate(zip(outcome.state, outcome.accepted, strict=True)):
        if not state or (accepted >= 0 and state != OPEN) or outcome.routes[case].fault:
            continue
        never = reach.never(case)
        if never is not None:
            place = outcome.workstream if never.kind in _OF_WORKSTREAM else outcome.queue
            found[never.kind, place[case]].append(case)
    for (kind, index), lost in sorted(found.items(), key=lambda each: -len(each[1])):
        workstream = outcome.workstream_names[index] if kind in _OF_WORKSTREAM else ""
        yield _unreachable(run, reach, lost, workstream)


_OF_WORKSTREAM = ("capacity", "skilled capacity", "presence")
"""What is told once for a workstream; the rest is told once for a queue."""


def _unreachable(run: Ended, reach: Reach, cases: list[int], workstream: str) -> Finding:
    queues = Counter(run.outcome.queue[case] for case in cases)
    ((most, _),) = queues.most_common(1)
    first = next(case for case in cases if run.outcome.queue[case] == most)
    never = reach.never(first)
    assert never is not None
    of = f" of workstream {workstream!r}" if workstream else ""
    others = len(queues) - 1 if "capacity" in never.kind else 0
    likewise = f"; nor in {count(others, 'other queue')}" if others else ""
    why = reach.lacking(cases) if never.kind == "skills" else never.text
    message = f"{count(len(cases), 'case')}{of} could never be taken: {why}{likewise}"
    return Finding("unreachable-cases", message, explains(run.id_of(first)))


def blocked_list(run: Ended) -> Iterator[Finding]:
    """Say that cases wait on a list behind some that nobody can take: nothing is skipped (rulebook 6.5)."""
    blocking, behind = run.once(blocked)
    if behind:
        wait = "waits" if len(behind) == 1 else "wait"
        others = f" and {len(blocking) - 1:,} more" if len(blocking) > 1 else ""
        yield Finding(
            "blocked-list",
            f"{count(len(behind), 'case')} {wait} on the list behind {run.id_of(blocking[0])}{others}, which "
            "nobody can take: an agent takes what comes first and skips nothing",
            explains(run.id_of(behind[0])),
        )


def blocked(run: Ended) -> tuple[list[int], list[int]]:
    """Return the listed cases that nobody can take, and those that everybody finds behind some of them."""
    reach, outcome = run.once(Reach), run.outcome
    picks = [each.work_distribution_mode is Mode.PICK for each in run.organisation.workstreams]
    listed = [case for case in run.open_cases if picks[outcome.workstream[case]]]
    blocking = [case for case in listed if reach.never(case) and _oldest_first(run, outcome.queue[case])]
    if not blocking:
        return [], []
    firsts: dict[int, tuple[int, int, int]] = {}
    for case in blocking:
        place = _place(run, case)
        firsts[outcome.queue[case]] = min(place, firsts.get(outcome.queue[case], place))
    never = (NO_PRIORITY + 1, 0, 0)
    # What an agent finds first on the lists of all their queues, taken together: the rest is behind it.
    by_agent = [min((firsts.get(queue, never) for queue in each), default=never) for each in run.queues_of]
    before = [max((by_agent[agent] for agent in members), default=never) for members in run.members]
    behind = [
        case for case in listed if _place(run, case) > before[outcome.queue[case]] and not reach.never(case)
    ]
    return blocking, behind


def _place(run: Ended, case: int) -> tuple[int, int, int]:
    """Return where a case stands on a list in order of age (rulebook 6.1)."""
    priority = run.organisation.queues[run.outcome.queue[case]].priority
    return priority if priority is not None else NO_PRIORITY, run.outcome.entered[case], case


def _oldest_first(run: Ended, queue: int) -> bool:
    agents = run.organisation.agents
    orders = {behaviour_of(run.organisation, agents[agent]).pick_order for agent in run.members[queue]}
    return orders == {PickOrder.OLDEST}
