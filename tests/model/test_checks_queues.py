"""Checks of queues: what triggers each, and the nearest case that must not."""

from dataclasses import replace

from checking import (
    ANN,
    BEN,
    CARDS,
    FLOW,
    PICK,
    REST,
    RULES,
    SOUND,
    at,
    found,
    rules,
    with_workstream,
    workstream,
)

from wscli.model.organisation import Organisation
from wscli.model.routing import Rule
from wscli.model.workforce import Agent, Queue


def with_queues(*queues: Queue) -> Organisation:
    return replace(SOUND, queues=queues)


def test_two_default_queues() -> None:
    both = with_queues(replace(CARDS, default=True), REST)
    assert at(both, "two-default-queues") == [("queues", "Everything else", "default")]
    assert "'Cards'" in found(both, "two-default-queues")[0].message


def test_queue_priority_missing() -> None:
    assert at(with_queues(replace(CARDS, priority=None), REST), "queue-priority-missing") == [
        ("queues", "Cards", "priority")
    ]
    assert rules(with_queues(CARDS, replace(REST, priority=1))) == []


def test_unknown_member() -> None:
    wrong = with_queues(replace(CARDS, members=("ann", "bem", "ben")), REST)
    assert at(wrong, "unknown-member") == [("queues", "Cards", "members", 1)]
    assert found(wrong, "unknown-member")[0].hint == "did you mean 'ben'?"
    assert rules(with_queues(replace(CARDS, members=("ANN", "ben")), REST)) == []
    stranger = with_queues(replace(CARDS, members=("ann", "ben", "Q 1")), REST)
    assert "wscli agent create 'Q 1'" in found(stranger, "unknown-member")[0].hint


def test_queue_without_members() -> None:
    assert at(with_queues(CARDS, replace(REST, members=())), "queue-without-members") == [
        ("queues", "Everything else", "members")
    ]


def test_queue_no_agent_fits() -> None:
    weak = Agent(name="weak", capacity=40)
    queues = (replace(CARDS, members=("weak",)), REST)
    organisation = replace(SOUND, agents=(ANN, BEN, weak), queues=queues)
    assert at(organisation, "queue-no-agent-fits") == [("queues", "Cards", "members")]
    assert "units of the smallest case" in found(organisation, "queue-no-agent-fits")[0].message
    enough = replace(organisation, agents=(ANN, BEN, replace(weak, capacity=50)))
    assert "queue-no-agent-fits" not in rules(enough)
    one_small = replace(organisation, workstreams=(workstream(), workstream("Small", capacity=40)))
    assert "queue-no-agent-fits" not in rules(one_small)


def test_queue_no_agent_fits_leaves_it_to_capacity_unreachable_where_nobody_fits_anywhere() -> None:
    said = rules(with_workstream(capacity=101))
    assert "capacity-unreachable" in said
    assert "queue-no-agent-fits" not in said


def test_default_queue_missing() -> None:
    rest = replace(REST, default=False, priority=2)
    assert at(with_queues(CARDS, rest), "default-queue-missing") == [("queues", "")]
    single = replace(SOUND, queues=(CARDS,), rulesets=())
    assert rules(single) == []
    assert "default-queue-missing" in rules(replace(SOUND, queues=(CARDS,)))
    assert "default-queue-missing" in rules(replace(SOUND, queues=(CARDS, rest), rulesets=()))


def test_default_queue_is_not_missed_where_a_rule_takes_everything() -> None:
    rest = replace(REST, default=False, priority=2)
    everything = replace(RULES, rules=(*RULES.rules, Rule(name="Rest", queue="Everything else")))
    closed = replace(SOUND, queues=(CARDS, rest), rulesets=(everything,))
    assert rules(closed) == []
    assert "default-queue-missing" in rules(replace(closed, rulesets=(replace(everything, active=False),)))
    incident = replace(FLOW, name="Incidents", entity="incident")
    assert "default-queue-missing" in rules(replace(closed, flows=(FLOW, incident)))


def test_sole_agent_decline() -> None:
    once = with_workstream(assign_work_item_after_decline_or_timeout=None)
    alone = replace(once, queues=(replace(CARDS, members=("ann",)), REST))
    assert at(alone, "sole-agent-decline") == [("queues", "Cards", "members")]
    assert "sole-agent-decline" not in rules(once)
    assert "sole-agent-decline" not in rules(replace(alone, workstreams=SOUND.workstreams))


def test_sole_agent_decline_needs_offers_that_are_made_once() -> None:
    alone = replace(SOUND, queues=(replace(CARDS, members=("ann",)), REST))
    once = workstream(assign_work_item_after_decline_or_timeout=None)
    for quiet in (
        replace(once, auto_assign=True),
        replace(once, work_distribution_mode=PICK),
        replace(once, assign_work_item_after_decline_or_timeout=0),
    ):
        assert "sole-agent-decline" not in rules(replace(alone, workstreams=(quiet,)))
    mixed = replace(alone, workstreams=(once, workstream("Again")))
    assert "sole-agent-decline" not in rules(mixed)
