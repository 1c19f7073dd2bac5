"""Checks of agents, skills and behaviour: what triggers each, and the nearest case that must not."""

from dataclasses import replace

import pytest
from checking import ANN, BEN, PICK, SOUND, at, found, rules, with_agents, with_behaviour, workstream

from wscli.model.behaviour import Behaviour, Distribution, constant
from wscli.model.terms import Status
from wscli.model.values import LARGEST
from wscli.model.workforce import Agent, Skill


def test_unknown_skill() -> None:
    ann = replace(ANN, skills=(("spanish", 1), ("spansh", 2)))
    wrong = replace(SOUND, agents=(ann, BEN))
    assert at(wrong, "unknown-skill") == [("agents", "ann", "skills", "spansh")]
    assert found(wrong, "unknown-skill")[0].hint == "did you mean 'spanish'?"
    assert rules(replace(SOUND, agents=(replace(ANN, skills=(("Spanish", 1),)), BEN))) == []


def test_agent_without_queue() -> None:
    zoe = Agent(name="zoe", capacity=50)
    organisation = replace(SOUND, agents=(ANN, BEN, zoe))
    assert at(organisation, "agent-without-queue") == [("agents", "zoe")]
    assert "agent-without-queue" not in rules(replace(organisation, queues=(), rulesets=()))


def test_agent_zero_capacity() -> None:
    idle = with_agents(ANN, replace(BEN, capacity=0))
    assert at(idle, "agent-zero-capacity") == [("agents", "ben", "capacity")]
    assert "agent-zero-capacity" not in rules(replace(idle, workstreams=(workstream(capacity=0),)))
    assert rules(with_agents(ANN, replace(BEN, capacity=50))) == []


def test_capacity_not_multiple() -> None:
    odd = with_agents(ANN, replace(BEN, capacity=120))
    assert at(odd, "capacity-not-multiple") == [("agents", "ben", "capacity")]
    finding = found(odd, "capacity-not-multiple")[0]
    assert "20 units are never used" in finding.message
    assert finding.hint.endswith("--capacity 100")


@pytest.mark.parametrize(
    ("capacity", "nearest"), [(90, 100), (75, 50), (76, 100), (LARGEST, LARGEST // 50 * 50)]
)
def test_capacity_not_multiple_names_the_nearest_that_can_be(capacity: int, nearest: int) -> None:
    odd = with_agents(ANN, replace(BEN, capacity=capacity))
    assert found(odd, "capacity-not-multiple")[0].hint.endswith(f"--capacity {nearest}")


def test_capacity_not_multiple_allows_for_mixes_and_for_who_fits_nothing() -> None:
    odd = with_agents(ANN, replace(BEN, capacity=120))
    mixed = replace(odd, workstreams=(workstream(), workstream("Small", capacity=20)))
    assert "capacity-not-multiple" not in rules(mixed)
    still = with_agents(ANN, replace(BEN, capacity=125))
    assert "capacity-not-multiple" in rules(replace(still, workstreams=mixed.workstreams))
    sleeping = workstream("Small", capacity=20, status=Status.INACTIVE)
    assert "capacity-not-multiple" in rules(replace(odd, workstreams=(workstream(), sleeping)))
    assert "capacity-not-multiple" not in rules(with_agents(ANN, replace(BEN, capacity=40)))
    assert "capacity-not-multiple" not in rules(replace(odd, workstreams=(workstream(capacity=0),)))


def test_skill_nobody_has() -> None:
    more = replace(SOUND, skills=(Skill(name="Spanish"), Skill(name="French")))
    assert at(more, "skill-nobody-has") == [("skills", "French")]
    assert "skill-nobody-has" not in rules(replace(more, agents=(), queues=(), rulesets=()))


def test_answer_after_timeout() -> None:
    late = with_behaviour(SOUND, accept_after=constant(120_001))
    assert at(late, "answer-after-timeout") == [("behaviour", "", "accept_after")]
    assert rules(with_behaviour(SOUND, accept_after=constant(120_000))) == []
    ann = replace(ANN, behaviour=Behaviour(accept_after=Distribution(law="uniform", a=121e3, b=130e3)))
    assert at(replace(SOUND, agents=(ann, BEN)), "answer-after-timeout") == [
        ("agents", "ann", "behaviour", "accept_after")
    ]


def test_answer_after_timeout_is_fine_where_it_may_be_in_time_or_nothing_is_offered() -> None:
    late = with_behaviour(SOUND, accept_after=constant(121_000))
    patient = workstream("Patient", offer_timeout=300)
    assert "answer-after-timeout" not in rules(replace(late, workstreams=(workstream(), patient)))
    for changes in ({"work_distribution_mode": PICK}, {"auto_assign": True}):
        assert "answer-after-timeout" not in rules(replace(late, workstreams=(workstream(**changes),)))
    drawn = with_behaviour(SOUND, accept_after=Distribution(law="exponential", a=500e3))
    assert rules(drawn) == []
    straddling = with_behaviour(SOUND, accept_after=Distribution(law="uniform", a=0, b=500e3))
    assert rules(straddling) == []


def test_shares_above_one() -> None:
    ann = replace(ANN, behaviour=Behaviour(no_response_probability=0.5))
    declines = with_behaviour(replace(SOUND, agents=(ann, BEN)), decline_probability=0.6)
    assert at(declines, "shares-above-one") == [("agents", "ann", "behaviour")]
    assert rules(with_behaviour(replace(SOUND, agents=(ann, BEN)), decline_probability=0.5)) == []
