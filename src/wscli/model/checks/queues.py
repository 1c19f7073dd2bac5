"""Checks of queues: priorities, the default queue, members and whether they can do the work."""

from __future__ import annotations

from collections.abc import Iterator

from wscli.model.checks.conditions import is_unconditional
from wscli.model.checks.facts import Facts
from wscli.model.checks.finding import Finding, command, error, warning
from wscli.model.terms import name_key

SECTION = "queues"


def check_two_default_queues(facts: Facts) -> Iterator[Finding]:
    """One queue takes what no rule sends elsewhere (rulebook 2.4); two would leave it to chance."""
    defaults = [queue for queue in facts.organisation.queues if queue.default]
    for queue in defaults[1:]:
        yield Finding(
            section=SECTION,
            name=queue.name,
            path=("default",),
            message=f"{queue.name!r} and {defaults[0].name!r} are both the default queue",
            hint="leave it so at one of them, and give the other a priority",
            other=(SECTION, defaults[0].name, ("default",)),
        )


def check_queue_priority_missing(facts: Facts) -> Iterator[Finding]:
    """A queue has a priority of 1 or more (sources: L20); only the default queue may do without."""
    for queue in facts.organisation.queues:
        if queue.priority is None and not queue.default:
            yield Finding(
                section=SECTION,
                name=queue.name,
                path=("priority",),
                message=f"queue {queue.name!r} needs a priority: only the default queue may leave it out",
                hint="give it a priority (1 is served before 2), or make it the default queue",
            )


def check_unknown_member(facts: Facts) -> Iterator[Finding]:
    """A member of a queue is an agent that exists."""
    for queue in facts.organisation.queues:
        for index, member in enumerate(queue.members):
            if not facts.exists("agents", member):
                create = command("agent", "create", member, "--capacity", "100")
                yield Finding(
                    section=SECTION,
                    name=queue.name,
                    path=("members", index),
                    message=f"member {member!r} of queue {queue.name!r} is not an agent",
                    hint=facts.suggest("agents", member) or f"define the agent first: {create}",
                )


def check_queue_without_members(facts: Facts) -> Iterator[Finding]:
    """Cases wait for ever in a queue that nobody works on (sources: M14)."""
    for queue in facts.organisation.queues:
        if not queue.members:
            yield Finding(
                section=SECTION,
                name=queue.name,
                path=("members",),
                message=f"queue {queue.name!r} has no members: its cases wait for ever",
                hint=f"add one: {command('queue', 'add-member', queue.name, 'AGENT')}",
            )


def check_queue_no_agent_fits(facts: Facts) -> Iterator[Finding]:
    """None of a queue's members can hold even the smallest case of any active workstream (sources: traps).

    Where that is so of all queues, `capacity-unreachable` says it of the workstreams, once.
    """
    units = min((workstream.capacity for workstream in facts.active), default=0)
    if units > (facts.largest_capacity or 0):
        return
    for queue in facts.organisation.queues:
        members = facts.staff[name_key(queue.name)]
        largest = max((agent.capacity for agent in members), default=units)
        if largest < units:
            yield Finding(
                section=SECTION,
                name=queue.name,
                path=("members",),
                message=f"no member of queue {queue.name!r} has the {units} units of the smallest case: "
                f"the largest capacity is {largest}",
                hint="add a member with more capacity, or raise it: "
                + command("agent", "update", members[0].name, "--capacity", str(units)),
            )


def check_default_queue_missing(facts: Facts) -> Iterator[Finding]:
    """Without a default queue a case that no rule matches goes nowhere (rulebook 2.4).

    Not said where it cannot happen: a single queue without rule sets (rulebook 2.6), or active rule sets
    that each have a rule for everything, for all entities that are spoken of.
    """
    queues = facts.organisation.queues
    if not queues or any(queue.default for queue in queues) or _every_case_matches(facts):
        return
    if len(queues) == 1 and not facts.organisation.rulesets:
        return
    last = queues[-1].name
    yield Finding(
        section=SECTION,
        message="there is no default queue: a case that no rule sends anywhere is not distributed",
        hint=f"make one the default: {command('queue', 'update', last, '--default')}",
    )


def _every_case_matches(facts: Facts) -> bool:
    """Return whether the active rule sets leave no case of any entity without a queue."""
    organisation = facts.organisation
    active = [ruleset for ruleset in organisation.rulesets if ruleset.active]
    covered = {
        name_key(ruleset.entity)
        for ruleset in active
        if any(is_unconditional(rule.when) for rule in ruleset.rules)
    }
    entities = {ruleset.entity for ruleset in active} | {flow.entity for flow in organisation.flows}
    entities |= {workstream.entity for workstream in facts.active if workstream.entity is not None}
    return bool(covered) and covered >= {name_key(entity) for entity in entities}


def check_sole_agent_decline(facts: Facts) -> Iterator[Finding]:
    """The only member of a queue declines, nobody is asked again, and the case waits for ever.

    A documented trap (sources: traps). Said only where no active workstream with offers asks anybody twice
    (rulebook 5.6).
    """
    asked_once = [each for each in facts.offering if each.assign_work_item_after_decline_or_timeout is None]
    if not asked_once or len(asked_once) < len(facts.offering):
        return
    workstream = asked_once[0]
    for queue in facts.organisation.queues:
        if len(queue.members) == 1:
            yield Finding(
                section=SECTION,
                name=queue.name,
                path=("members",),
                message=f"{queue.members[0]!r} is the only member of queue {queue.name!r}: a case of "
                f"{workstream.name!r} that they decline or miss is never offered again",
                hint="add a member, or offer it again after a while: "
                + command("workstream", "update", workstream.name, "--reassign-after", "2m"),
                other=("workstreams", workstream.name, ("assign_work_item_after_decline_or_timeout",)),
            )


CHECKS = (
    error(
        "unknown-member",
        check_unknown_member,
        "A member of a queue is not an agent",
        "rulebook 5.1",
        "queues",
    ),
    error(
        "two-default-queues",
        check_two_default_queues,
        "Two queues are the default queue",
        "rulebook 2.4",
        "queues",
    ),
    error(
        "queue-priority-missing",
        check_queue_priority_missing,
        "A queue has no priority and is not the default queue",
        "rulebook 5.4, sources: L20",
        "queues",
    ),
    warning(
        "queue-without-members",
        check_queue_without_members,
        "Nobody works on a queue",
        "rulebook 5.1, sources: M14",
        "queues",
    ),
    warning(
        "queue-no-agent-fits",
        check_queue_no_agent_fits,
        "No member of a queue has the units of even the smallest case",
        "rulebook 5.1, sources: traps",
        "queues",
    ),
    warning(
        "sole-agent-decline",
        check_sole_agent_decline,
        "The only member of a queue is never asked twice",
        "rulebook 5.6, sources: traps",
        "queues",
    ),
    warning(
        "default-queue-missing",
        check_default_queue_missing,
        "No queue takes the cases that no rule matches",
        "rulebook 2.4, 2.6",
        "queues",
    ),
)
