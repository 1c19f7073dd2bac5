"""The two decisions of routing: workstream and queue (rules 2.1 to 2.7)."""

from dataclasses import dataclass

from .conditions import holds
from .definitions import Configuration, Queue, Workstream
from .reading import key
from .rows import CaseRow


@dataclass
class Route:
    """What was decided; `undistributed` is the reason if it is not enough (rule 2.7)."""

    workstream: Workstream | None
    queue: Queue | None
    routed_by: str | None
    undistributed: str | None


def route(configuration: Configuration, case: CaseRow) -> Route:
    """Rule 2.1: two independent decisions; rule 2.7: the workstream's reason goes first."""
    workstream, no_workstream = choose_workstream(configuration, case)
    queue, routed_by = choose_queue(configuration, case)
    no_queue = "no-queue" if queue is None else None
    return Route(workstream, queue, routed_by, no_workstream or no_queue)


def choose_workstream(configuration: Configuration, case: CaseRow) -> tuple[Workstream | None, str | None]:
    """Rules 2.2, 2.5 and 2.6: the workstream, or the reason why there is none."""
    if case.workstream is not None:
        return by_name(configuration, case.workstream)
    flows = [flow for flow in configuration.flows if same_entity(flow, case)]
    if not flows:
        active = [each for each in configuration.workstreams if each.active]
        if len(active) == 1:
            return active[0], None
        return None, "no-workstream"
    for branch in flows[0].get("branches") or []:
        if holds(branch.get("when"), case.attributes, configuration.zone):
            return by_name(configuration, branch["workstream"])
    if flows[0].get("default_workstream"):
        return by_name(configuration, flows[0]["default_workstream"])
    return None, "no-workstream"


def by_name(configuration: Configuration, name: str) -> tuple[Workstream | None, str | None]:
    """Rule 2.3: a name that does not exist or is inactive strands the case."""
    workstream = configuration.workstream(name)
    if workstream is None or not workstream.active:
        return None, "dangling-workstream"
    return workstream, None


def choose_queue(configuration: Configuration, case: CaseRow) -> tuple[Queue | None, str | None]:
    """Rules 2.4, 2.5 and 2.6: the queue and what the `routed` row says."""
    if case.queue is not None:
        return configuration.queue(case.queue), None
    rulesets = [each for each in configuration.rulesets if same_entity(each, case)]
    for ruleset in rulesets:
        if not ruleset.get("active", False):
            continue
        for rule in ruleset.get("rules") or []:
            if holds(rule.get("when"), case.attributes, configuration.zone):
                return configuration.queue(rule["queue"]), rule["name"]
    for queue in configuration.queues:
        if queue.default:
            return queue, "default"
    # 2.6, literally: an inactive rule set is a rule set.
    if not rulesets and len(configuration.queues) == 1:
        return configuration.queues[0], "default"
    return None, None


def same_entity(definition: dict[str, object], case: CaseRow) -> bool:
    """A flow or rule set is for one entity, `case` unless said."""
    return key(str(definition.get("entity") or "case")) == key(case.entity)
