"""Checks of workstreams: units, timers, switches without effect, use."""

from __future__ import annotations

from collections.abc import Iterator

from wscli.model.checks.facts import Facts
from wscli.model.checks.finding import Finding, command, warning
from wscli.model.duration import DAY, SECOND, write_duration
from wscli.model.terms import Channel, MatchingLogic, Mode, name_key
from wscli.model.workstream import Workstream

SECTION = "workstreams"
TIMERS = ("auto_close_after_inactivity", "assign_work_item_after_decline_or_timeout")
LONG = 90 * DAY // SECOND
"""Timers above this many seconds are more likely a slip of the unit than meant."""


def check_capacity_zero(facts: Facts) -> Iterator[Finding]:
    """A case of 0 units costs nothing: capacity never limits how many an agent gets (rulebook 4.8)."""
    for workstream in facts.organisation.workstreams:
        if workstream.capacity == 0:
            yield Finding(
                section=SECTION,
                name=workstream.name,
                path=("capacity",),
                message="a case takes 0 units: capacity never limits how many of them an agent holds",
                hint=f"give it units: {command('workstream', 'update', workstream.name, '--capacity', '50')}",
            )


def check_capacity_unreachable(facts: Facts) -> Iterator[Finding]:
    """Units above the capacity of every member of every queue: no case fits anybody.

    Documented as a trap (sources: traps). In pick mode a scripted pick may still take one (rulebook 6.3).
    """
    largest = facts.largest_capacity
    if largest is None:
        return
    for workstream in facts.organisation.workstreams:
        if workstream.capacity > largest:
            push = workstream.work_distribution_mode is Mode.PUSH
            result = (
                "none can ever be pushed"
                if push
                else "nobody takes one unless an events file scripts the pick"
            )
            yield Finding(
                section=SECTION,
                name=workstream.name,
                path=("capacity",),
                message=f"a case takes {workstream.capacity} units, but no member of any queue has more than "
                f"{largest}: {result}",
                hint="lower its units, or raise the capacity of an agent: "
                + command("agent", "update", facts.workers[0].name, "--capacity", str(workstream.capacity)),
            )


def check_selecting_without_push(facts: Facts) -> Iterator[Finding]:
    """Selecting from push-based work streams says nothing about a pick workstream (sources: L3)."""
    for workstream in _picked(facts):
        if workstream.enable_selecting_from_push:
            yield _without_effect(workstream, "enable_selecting_from_push")


def check_auto_assign_without_push(facts: Facts) -> Iterator[Finding]:
    """A pick case is never pushed (rulebook 5.9): there is nothing that could be assigned at once."""
    for workstream in _picked(facts):
        if workstream.auto_assign:
            yield _without_effect(workstream, "auto_assign")


def _picked(facts: Facts) -> Iterator[Workstream]:
    for workstream in facts.organisation.workstreams:
        if workstream.work_distribution_mode is Mode.PICK:
            yield workstream


def _without_effect(workstream: Workstream, field: str) -> Finding:
    option = f"--no-{field.replace('_', '-')}"
    return Finding(
        section=SECTION,
        name=workstream.name,
        path=(field,),
        message=f"{field} has no effect in pick mode",
        hint=f"switch it off ({command('workstream', 'update', workstream.name, option)}), or use push mode",
    )


def _timers(facts: Facts) -> Iterator[tuple[Workstream, str, int]]:
    for workstream in facts.organisation.workstreams:
        for field in TIMERS:
            seconds: int | None = getattr(workstream, field)
            if seconds:
                yield workstream, field, seconds


def check_timer_not_whole_minutes(facts: Facts) -> Iterator[Finding]:
    """The product stores both timers as whole minutes (sources: L20); only the simulation keeps seconds."""
    for workstream, field, seconds in _timers(facts):
        if seconds % 60:
            minutes = max(1, (seconds + 30) // 60)
            yield Finding(
                section=SECTION,
                name=workstream.name,
                path=(field,),
                message=f"{write_duration(seconds * SECOND)} is not whole minutes: the product stores those",
                hint=f"the nearest is {write_duration(minutes * 60 * SECOND)}",
            )


def check_timer_huge(facts: Facts) -> Iterator[Finding]:
    """A timer above 90 days is more likely a slip of the unit; never and none have words of their own."""
    for workstream, field, seconds in _timers(facts):
        if seconds > LONG:
            never = "0" if field == TIMERS[0] else "none"
            yield Finding(
                section=SECTION,
                name=workstream.name,
                path=(field,),
                message=f"{write_duration(seconds * SECOND)} is more than {write_duration(LONG * SECOND)}",
                hint=f"check the unit (m is minutes, d is days); never is written {never}",
            )


def check_workstream_unused(facts: Facts) -> Iterator[Finding]:
    """An active workstream that no flow refers to gets no case by routing (rulebook 2.2).

    Not said where there is no flow, where it is the only one and its entity has no flow (rulebook 2.6), or of
    other channels than records, which flows do not serve.
    """
    flows = facts.organisation.flows
    used = {name_key(branch.workstream) for flow in flows for branch in flow.branches}
    used |= {name_key(flow.default_workstream) for flow in flows if flow.default_workstream is not None}
    for workstream in facts.active if flows else ():
        entity = name_key(workstream.entity or "")
        only_one = len(facts.active) == 1 and entity not in facts.flows_by_entity
        records = workstream.channel is Channel.ENTITY_RECORDS
        if name_key(workstream.name) not in used and records and not only_one:
            yield Finding(
                section=SECTION,
                name=workstream.name,
                message=f"no flow refers to workstream {workstream.name!r}: "
                "it gets only cases whose file names it",
                hint="name it in a branch or as the default workstream of a flow, or deactivate it: "
                + command("workstream", "update", workstream.name, "--status", "inactive"),
            )


def check_matching_closest(facts: Facts) -> Iterator[Finding]:
    """Closest match can be stored, but classic-2019 knows exact match only (rulebook 5.1, sources: L25).

    No run takes a configuration in which an active workstream has it: its cases would go to others than the
    product gives them to. Said of pick workstreams too, although skills do not matter there (rulebook 6.1).
    """
    from shlex import quote

    for workstream in facts.active:
        if workstream.matching_logic is MatchingLogic.CLOSEST:
            setting = quote(f"workstreams[{workstream.name}].matching_logic=exact")
            update = command("workstream", "update", workstream.name, "--matching-logic", "exact")
            yield Finding(
                section=SECTION,
                name=workstream.name,
                path=("matching_logic",),
                message=f"workstream {workstream.name!r} has matching_logic closest, which is not part of "
                "classic-2019 and cannot be simulated",
                hint=f"for one run say --set {setting}, or change it for good: {update}",
            )


CHECKS = (
    warning(
        "capacity-zero",
        check_capacity_zero,
        "A case takes 0 units, so capacity never limits",
        "rulebook 4.8",
        "workstreams",
    ),
    warning(
        "capacity-unreachable",
        check_capacity_unreachable,
        "A case takes more units than any member of a queue has",
        "rulebook 5.1, sources: traps",
        "workstreams",
    ),
    warning(
        "selecting-without-push",
        check_selecting_without_push,
        "Selecting from push is on in pick mode",
        "rulebook 6.4, sources: L3",
        "workstreams",
    ),
    warning(
        "auto-assign-without-push",
        check_auto_assign_without_push,
        "Auto-assign is on in pick mode",
        "rulebook 5.8, 5.9",
        "workstreams",
    ),
    warning(
        "timer-not-whole-minutes",
        check_timer_not_whole_minutes,
        "A timer is not whole minutes, which is what the product stores",
        "sources: L20",
        "workstreams",
    ),
    warning("timer-huge", check_timer_huge, "A timer is above 90 days", "sources: L20", "workstreams"),
    warning(
        "workstream-unused",
        check_workstream_unused,
        "No flow refers to an active workstream",
        "rulebook 2.2, 2.6",
        "workstreams",
    ),
    warning(
        "matching-closest-not-simulated",
        check_matching_closest,
        "An active workstream has matching_logic closest, which no run takes",
        "rulebook 5.1, sources: L25",
        "workstreams",
    ),
)
