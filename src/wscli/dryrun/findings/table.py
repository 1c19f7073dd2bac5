"""The rules in their order, the most telling first: what was never distributed before what took long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from wscli.dryrun.findings import attendance, given, offers, staff, stranded, stuck, waiting
from wscli.dryrun.findings.ended import Ended
from wscli.dryrun.findings.finding import Finding
from wscli.dryrun.inputs import Inputs
from wscli.dryrun.request import Request
from wscli.model.organisation import Organisation
from wscli.simulation import Outcome

MOST = 8
"""Whoever reads more than this reads none."""

RULES: tuple[Callable[[Ended], Iterator[Finding]], ...] = (
    stranded.stranded_cases,
    stuck.unreachable_cases,
    stuck.blocked_list,
    offers.offers_over,
    given.skipped_rows,
    given.refused_events,
    waiting.left_waiting,
    waiting.inverted_priority,
    waiting.starved_queue,
    waiting.many_withdrawn,
    waiting.low_service_level,
    attendance.out_of_hours,
    waiting.waiting_concentrated,
    staff.full_queues,
    offers.offers_timed_out,
    offers.missed_offers,
    staff.idle_agents,
    staff.uneven_load,
    given.always_signed_in,
    given.prompt_agents,
    given.endless_patience,
    staff.never_signed_in,
)


def findings_of(
    organisation: Organisation, outcome: Outcome, inputs: Inputs, request: Request, summary: dict[str, Any]
) -> tuple[Finding, ...]:
    """Return what stands out in a run, the most telling first, `MOST` at most.

    `summary` has the measures, and how many rows were skipped and refused (interface §7).
    """
    if not outcome.cases or not summary["cases"]["arrived"]:
        return ()
    run = Ended(organisation, outcome, inputs, request, summary)
    return tuple(islice((found for rule in RULES for found in rule(run)), MOST))
