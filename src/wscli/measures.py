"""What an Outcome comes to: waits, service level, offers, occupancy, backlog (rulebook 8).

Every measure is a ratio or a mean over cases or agents, in seconds; one with nothing to measure is
None, never 0. Totals over agents are ratios of sums. Nothing here knows where a run came from or how it
is shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any

from wscli.simulation.outcome import (
    CLOSED,
    OPEN,
    OUTCOMES,
    STATES,
    WITHDRAWN,
    AgentTotals,
    Backlog,
    Outcome,
)

Summary = dict[str, Any]


def seconds(milliseconds: float) -> float | int:
    """Return seconds: a whole number where it is one, else to the millisecond."""
    value = round(milliseconds / 1000, 3)
    return int(value) if value == int(value) else value


def ratio(part: float, whole: float) -> float | None:
    """Return part over whole to six places, or None of nothing."""
    return round(part / whole, 6) if whole else None


def percentile(ordered: Sequence[int], share: float) -> float:
    """Return a percentile of sorted values by linear interpolation between closest ranks."""
    place = (len(ordered) - 1) * share
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def spread_of(ordered: Sequence[int], shares: dict[str, float]) -> Summary:
    """Return count, mean and percentiles of sorted milliseconds, in seconds."""
    count = len(ordered)
    spread: Summary = {"count": count, "mean": seconds(sum(ordered) / count) if count else None}
    for name, share in shares.items():
        spread[name] = seconds(percentile(ordered, share)) if count else None
    return spread


WAIT = {"p50": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99, "max": 1.0}
_HANDLE = {"p50": 0.5, "p90": 0.9}


def service_level(waits: Sequence[int], gone: int, threshold: float) -> Summary:
    """Return the service level of sorted waits in milliseconds; `gone` withdrew without ever being answered.

    `threshold` is in seconds, and an answer counts below it.
    """
    from bisect import bisect_left

    within = bisect_left(waits, threshold * 1000)
    return {
        "threshold": threshold,
        "answered_within": within,
        "answered": len(waits),
        "fraction": ratio(within, len(waits)),
        "fraction_with_withdrawn": ratio(within, len(waits) + gone),
    }


_COUNTS = ("offers", "accepts", "declines", "timeouts", "cancels", "picks", "over_capacity", "transfers")


class _Cell:
    """The cases of one queue and one workstream, gone through once; every cut is made of cells."""

    def __init__(self, outcome: Outcome, cases: list[int], counted: Iterable[str]) -> None:
        arrived, accepted, state = outcome.cases.arrived, outcome.accepted, outcome.state
        answered = [case for case in cases if accepted[case] >= 0]
        done = [case for case in answered if state[case] == CLOSED]
        waiting = [case for case in cases if state[case] == OPEN]
        stuck = [case for case in waiting if outcome.outcome_of(case) == "undistributed"]
        self.waits = sorted([accepted[case] - arrived[case] for case in answered])
        self.handles = sorted(map(outcome.active_ms.__getitem__, done))
        self.gross = _sum(outcome.closed, done) - _sum(accepted, done)
        self.waits_so_far = [outcome.end - outcome.entered[case] for case in waiting]
        self.reasons = Counter(map(outcome.reason_of, stuck))
        self.totals = Counter({name: _sum(getattr(outcome, name), cases) for name in counted})
        self.totals["arrived"] = len(cases)
        self.totals["undistributed"] = len(stuck)
        states = Counter(map(state.__getitem__, cases))
        endings = Counter(map(outcome.ending.__getitem__, cases))
        self.totals.update({word: states[code] for code, word in STATES.items()})
        self.totals.update({word: endings[code] for code, word in OUTCOMES.items()})
        if endings[WITHDRAWN]:
            of_answered = Counter(map(outcome.ending.__getitem__, answered))
            self.totals["gone_unanswered"] = endings[WITHDRAWN] - of_answered[WITHDRAWN]


def _sum(column: Sequence[int], cases: list[int]) -> int:
    return sum(map(column.__getitem__, cases))


def _merged(ordered: Iterable[list[int]]) -> list[int]:
    """Return sorted lists as one; sorting finds and merges them in linear time."""
    return sorted(chain.from_iterable(ordered))


class _Cut:
    """The cases of one queue, one workstream, or all of them, measured."""

    def __init__(self, outcome: Outcome, cells: list[_Cell], threshold: int, backlog: Backlog) -> None:
        self.cells = cells
        self.threshold = threshold
        self.backlog = backlog
        self.passed = outcome.end - outcome.start
        self.totals: Counter[str] = Counter()
        for cell in cells:
            self.totals.update(cell.totals)

    def summary(self) -> Summary:
        """Return the measures that every cut has, in the order of the interface."""
        totals = self.totals
        waits = _merged(cell.waits for cell in self.cells)
        waits_so_far = sorted(chain.from_iterable(cell.waits_so_far for cell in self.cells))
        return {
            "cases": self._counts(),
            "wait": spread_of(waits, WAIT),
            "wait_so_far": spread_of(waits_so_far, {"max": 1.0}),
            "handle": self._handle(),
            "service_level": service_level(waits, self.totals["gone_unanswered"], self.threshold),
            "offers": self._offers(),
            "picks": {"made": totals["picks"], "over_capacity": totals["over_capacity"]},
            "transfers": totals["transfers"],
            "backlog": self._backlog(),
        }

    def _counts(self) -> Summary:
        totals = self.totals
        return {
            "arrived": totals["arrived"],
            "closed": totals["closed"],
            "resolved": totals["resolved"],
            "auto_closed": totals["auto-closed"],
            "withdrawn": totals["withdrawn"],
            "open": totals["open"],
            "active": totals["active"],
            "waiting": totals["waiting"],
            "undistributed": totals["undistributed"],
        }

    def _handle(self) -> Summary:
        handles = _merged(cell.handles for cell in self.cells)
        spread = spread_of(handles, _HANDLE)
        gross = sum(cell.gross for cell in self.cells)
        spread["gross_mean"] = seconds(gross / len(handles)) if handles else None
        return spread

    def _offers(self) -> Summary:
        totals = self.totals
        return {
            "made": totals["offers"],
            "accepted": totals["accepts"],
            "declined": totals["declines"],
            "timed_out": totals["timeouts"],
            "cancelled": totals["cancels"],
        }

    def _backlog(self) -> Summary:
        mean = round(self.backlog.open_ms / self.passed, 3) if self.passed else None
        return {"max": self.backlog.peak, "mean": mean}


def measure(outcome: Outcome, threshold: int) -> Summary:
    """Return all measures of an outcome; `threshold` is the service level's, in seconds (interface §7)."""
    cells = _cells(outcome)
    everywhere = list(cells.values())
    total = _Cut(outcome, everywhere, threshold, outcome.backlog).summary()
    reasons: Counter[str] = Counter()
    for cell in everywhere:
        reasons.update(cell.reasons)
    backlog = total.pop("backlog")

    def cuts(names: list[str], backlogs: list[Backlog], side: int) -> list[Summary]:
        """Return a summary for each queue (side 0) or workstream (side 1), in order of definition."""
        found = []
        for index, (name, backlog) in enumerate(zip(names, backlogs, strict=True)):
            own = [cell for place, cell in cells.items() if place[side] == index]
            found.append({"name": name, **_Cut(outcome, own, threshold, backlog).summary()})
        return found

    return {
        "cases": total.pop("cases"),
        "undistributed_reasons": dict(sorted(reasons.items())),
        **total,
        "occupancy": _occupancy(outcome.agents),
        "utilisation": _utilisation(outcome.agents),
        "backlog": backlog,
        "queues": cuts(outcome.queue_names, outcome.queue_backlogs, 0),
        "workstreams": cuts(outcome.workstream_names, outcome.workstream_backlogs, 1),
        "agents": [_agent(agent) for agent in outcome.agents],
    }


def _cells(outcome: Outcome) -> dict[tuple[int, int], _Cell]:
    """Return the cases of the run by queue and workstream, each -1 for none."""
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    places = zip(outcome.queue, outcome.workstream, strict=True)
    for case, (present, place) in enumerate(zip(outcome.state, places, strict=True)):
        if present:
            groups[place].append(case)
    # Most runs have no picks, transfers or declines: what is nowhere need not be summed.
    counted = [name for name in _COUNTS if any(getattr(outcome, name))]
    return {place: _Cell(outcome, cases, counted) for place, cases in groups.items()}


def _total(agents: Iterable[AgentTotals], value: Callable[[AgentTotals], int]) -> int:
    return sum(map(value, agents))


def _occupancy(agents: Sequence[AgentTotals]) -> float | None:
    """Return unit-time held over unit-time there was, while signed in."""
    return ratio(
        _total(agents, lambda agent: agent.held_ms),
        _total(agents, lambda agent: agent.capacity * agent.signed_ms),
    )


def _utilisation(agents: Sequence[AgentTotals]) -> float | None:
    """Return the share of signed-in time with at least one case or offer held."""
    return ratio(_total(agents, lambda agent: agent.busy_ms), _total(agents, lambda agent: agent.signed_ms))


def _agent(agent: AgentTotals) -> Summary:
    return {
        "name": agent.name,
        "offers": {
            "made": agent.made,
            "accepted": agent.accepted,
            "declined": agent.declined,
            "timed_out": agent.timed_out,
            "cancelled": agent.cancelled,
        },
        "picks": {"made": agent.picks, "over_capacity": agent.over_capacity},
        "handled": agent.handled,
        "occupancy": _occupancy([agent]),
        "utilisation": _utilisation([agent]),
        "signed_in_seconds": seconds(agent.signed_ms),
    }
