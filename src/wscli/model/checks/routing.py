"""Checks of rule sets and flows: names that lead nowhere, and branches that are never reached."""

from __future__ import annotations

from collections.abc import Iterator

from wscli.errors import Path
from wscli.model.checks.conditions import covered, is_unconditional
from wscli.model.checks.facts import Facts
from wscli.model.checks.finding import Finding, command, error, warning
from wscli.model.routing import Flow, RuleSet
from wscli.model.terms import Channel, Status, name_key
from wscli.model.workstream import Workstream


def _rulesets_by_entity(facts: Facts) -> dict[str, list[RuleSet]]:
    found: dict[str, list[RuleSet]] = {}
    for ruleset in facts.organisation.rulesets:
        found.setdefault(name_key(ruleset.entity), []).append(ruleset)
    return found


def check_rule_unknown_queue(facts: Facts) -> Iterator[Finding]:
    """A rule sends cases to a queue that exists (sources: L5)."""
    for ruleset in facts.organisation.rulesets:
        for index, rule in enumerate(ruleset.rules):
            if not facts.exists("queues", rule.queue):
                create = command("queue", "create", rule.queue, "--priority", "1")
                yield Finding(
                    section="rulesets",
                    name=ruleset.name,
                    path=("rules", index, "queue"),
                    message=f"rule {rule.name!r} of rule set {ruleset.name!r} sends cases to {rule.queue!r}, "
                    "which is not a queue",
                    hint=facts.suggest("queues", rule.queue) or f"define the queue first: {create}",
                )


def check_two_active_rulesets(facts: Facts) -> Iterator[Finding]:
    """One rule set per entity is active at a time (sources: L6)."""
    for rulesets in _rulesets_by_entity(facts).values():
        active = [ruleset for ruleset in rulesets if ruleset.active]
        for ruleset in active[1:]:
            yield Finding(
                section="rulesets",
                name=ruleset.name,
                path=("active",),
                message=f"rule sets {ruleset.name!r} and {active[0].name!r} are both active for entity "
                f"{ruleset.entity!r}",
                hint=f"set active: false at one of them, or: {command('ruleset', 'activate', ruleset.name)}",
                other=("rulesets", active[0].name, ("active",)),
            )


def check_no_active_ruleset(facts: Facts) -> Iterator[Finding]:
    """Rule sets of which none is active decide nothing: cases go to the default queue (rulebook 2.4)."""
    for rulesets in _rulesets_by_entity(facts).values():
        first = rulesets[0]
        if not any(ruleset.active for ruleset in rulesets):
            yield Finding(
                section="rulesets",
                name=first.name,
                path=("active",),
                message=f"no rule set for entity {first.entity!r} is active: all go to the default queue",
                hint=f"activate one: {command('ruleset', 'activate', first.name)}",
            )


def check_rule_unreachable(facts: Facts) -> Iterator[Finding]:
    """First match wins: a rule behind one that takes all its cases is never reached (sources: L8)."""
    for ruleset in facts.organisation.rulesets:
        rules = ruleset.rules
        for later, earlier in covered(rule.when for rule in rules):
            yield Finding(
                section="rulesets",
                name=ruleset.name,
                path=("rules", later),
                message=f"rule {rules[later].name!r} is never reached: "
                f"rule {rules[earlier].name!r} before it takes all its cases",
                hint=f"move it up ({_move_rule(ruleset, later, earlier)}), or remove it: "
                + command("ruleset", "remove-rule", ruleset.name, rules[later].name),
                other=("rulesets", ruleset.name, ("rules", earlier)),
            )


def _move_rule(ruleset: RuleSet, later: int, earlier: int) -> str:
    name = ruleset.rules[later].name
    return command("ruleset", "move-rule", ruleset.name, name, "--at", str(earlier + 1))


def check_two_flows(facts: Facts) -> Iterator[Finding]:
    """An entity has one flow (rulebook 2.2); a second would never be asked."""
    for flows in facts.flows_by_entity.values():
        for flow in flows[1:]:
            yield Finding(
                section="flows",
                name=flow.name,
                path=("entity",),
                message=f"flows {flow.name!r} and {flows[0].name!r} are both for entity {flow.entity!r}",
                hint="put the branches of both into one flow, or give one its own entity",
                other=("flows", flows[0].name, ("entity",)),
            )


def check_flow_missing(facts: Facts) -> Iterator[Finding]:
    """Without a flow nothing chooses between several workstreams (rulebook 2.6).

    Said once there are queues to work on, so that a list of workstreams alone is not scolded.
    """
    records = [each for each in facts.active if each.channel is Channel.ENTITY_RECORDS]
    if facts.organisation.flows or not facts.organisation.queues or len(records) < 2:
        return
    yield Finding(
        section="flows",
        message=f"there is no flow to choose between {len(facts.active)} active workstreams: "
        "only cases whose file names the workstream are distributed",
        hint=command("flow", "create", "Cases", "--default-workstream", records[0].name),
    )


def _targets(flow: Flow) -> Iterator[tuple[str, str, Path]]:
    """Yield what refers to a workstream, the name it says, and where."""
    for index, branch in enumerate(flow.branches):
        yield f"branch {index + 1}", branch.workstream, ("branches", index, "workstream")
    if flow.default_workstream is not None:
        yield "the default", flow.default_workstream, ("default_workstream",)


def check_flow_dangling_workstream(facts: Facts) -> Iterator[Finding]:
    """A flow binds to a workstream by name; after a rename its cases are never distributed (rulebook 2.3).

    The same holds while the workstream is inactive. The product lets both happen, so they may be stored.
    """
    for flow in facts.organisation.flows:
        for what, name, path in _targets(flow):
            target = facts.find("workstreams", name)
            if isinstance(target, Workstream) and target.status is Status.INACTIVE:
                activate = command("workstream", "update", target.name, "--status", "active")
                yield Finding(
                    section="flows",
                    name=flow.name,
                    path=path,
                    message=f"{what} of flow {flow.name!r} names workstream {name!r}, which is inactive: "
                    "its cases are not distributed",
                    hint=f"activate it: {activate}",
                    other=("workstreams", target.name, ("status",)),
                )
            elif not facts.exists("workstreams", name):
                yield Finding(
                    section="flows",
                    name=flow.name,
                    path=path,
                    message=f"{what} of flow {flow.name!r} names workstream {name!r}, which does not exist: "
                    "its cases are not distributed",
                    hint=_repair(facts, flow, name, path),
                )


def _repair(facts: Facts, flow: Flow, name: str, path: Path) -> str:
    meant = facts.meant(name)
    near = meant.name if meant is not None else None
    if path[0] == "default_workstream":
        edit = command("flow", "update", flow.name, "--default-workstream", near or "WORKSTREAM")
    else:
        number = str(int(path[1]) + 1)
        edit = command("flow", "update-branch", flow.name, number, "--workstream", near or "WORKSTREAM")
    if meant is not None and meant.slip:
        return f"did you mean {near!r}? {edit}"
    if meant is not None:
        return f"no flow uses {near!r}; was it renamed to that? {edit}"
    create = command("workstream", "create", name, "--capacity", "50", "--presence", "available,busy")
    return f"name the one that is meant: {edit}; or create it: {create}"


def check_flow_entity_mismatch(facts: Facts) -> Iterator[Finding]:
    """A flow serves one entity, and so does a workstream for records (sources: L2, L6)."""
    for flow in facts.organisation.flows:
        for what, name, path in _targets(flow):
            target = facts.find("workstreams", name)
            entity = target.entity if isinstance(target, Workstream) else None
            if target is not None and entity is not None and name_key(entity) != name_key(flow.entity):
                yield Finding(
                    section="flows",
                    name=flow.name,
                    path=path,
                    message=f"flow {flow.name!r} is for entity {flow.entity!r}, but {what} names workstream "
                    f"{target.name!r}, which is for entity {entity!r}",
                    hint="name a workstream of the flow's entity, or correct the entity of one of them",
                    other=("workstreams", target.name, ("entity",)),
                )


def check_flow_unreachable_branch(facts: Facts) -> Iterator[Finding]:
    """The first branch that holds wins: one behind a branch that takes all its cases is never reached."""
    for flow in facts.organisation.flows:
        for later, earlier in covered(branch.when for branch in flow.branches):
            yield Finding(
                section="flows",
                name=flow.name,
                path=("branches", later),
                message=f"branch {later + 1} of flow {flow.name!r} is never reached: "
                f"branch {earlier + 1} takes all its cases",
                hint="move it up "
                f"({command('flow', 'move-branch', flow.name, str(later + 1), '--at', str(earlier + 1))}), "
                f"or remove it: {command('flow', 'remove-branch', flow.name, str(later + 1))}",
                other=("flows", flow.name, ("branches", earlier)),
            )


def check_flow_no_default(facts: Facts) -> Iterator[Finding]:
    """A case that no branch takes has no workstream where the flow has no default (rulebook 2.2)."""
    for flow in facts.organisation.flows:
        open_end = not any(is_unconditional(branch.when) for branch in flow.branches)
        if flow.default_workstream is None and open_end:
            yield Finding(
                section="flows",
                name=flow.name,
                path=("default_workstream",),
                message=f"flow {flow.name!r} has no default workstream: a case that no branch takes "
                "is not distributed",
                hint="state one, or a last branch without a condition: "
                + command("flow", "update", flow.name, "--default-workstream", "WORKSTREAM"),
            )


CHECKS = (
    error(
        "rule-unknown-queue",
        check_rule_unknown_queue,
        "A rule sends cases to a queue that does not exist",
        "rulebook 2.4, sources: L5",
        "rulesets",
    ),
    error(
        "two-active-rulesets",
        check_two_active_rulesets,
        "Two rule sets of one entity are active",
        "rulebook 2.4, sources: L6, L28",
        "rulesets",
    ),
    error("two-flows", check_two_flows, "Two flows are for one entity", "rulebook 2.2", "flows"),
    error(
        "flow-dangling-workstream",
        check_flow_dangling_workstream,
        "A flow names a workstream that does not exist or is inactive",
        "rulebook 2.3, sources: L1, L4",
        "flows",
        storable=True,
    ),
    warning(
        "rule-unreachable",
        check_rule_unreachable,
        "An earlier rule takes all cases of this one",
        "rulebook 2.4, sources: L8",
        "rulesets",
    ),
    warning(
        "no-active-ruleset",
        check_no_active_ruleset,
        "None of an entity's rule sets is active",
        "rulebook 2.4",
        "rulesets",
    ),
    warning(
        "flow-missing",
        check_flow_missing,
        "No flow chooses between several workstreams",
        "rulebook 2.6",
        "flows",
    ),
    warning(
        "flow-entity-mismatch",
        check_flow_entity_mismatch,
        "A flow names a workstream of another entity",
        "sources: L2, L6",
        "flows",
    ),
    warning(
        "flow-unreachable-branch",
        check_flow_unreachable_branch,
        "An earlier branch takes all cases of this one",
        "rulebook 2.2",
        "flows",
    ),
    warning(
        "flow-no-default",
        check_flow_no_default,
        "A flow has no workstream for cases that no branch takes",
        "rulebook 2.2",
        "flows",
    ),
)
