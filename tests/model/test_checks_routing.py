"""Checks of rule sets and flows: what triggers each, and the nearest case that must not."""

from dataclasses import replace

import pytest
from checking import (
    BEN,
    FLOW,
    RULES,
    SOUND,
    at,
    every,
    found,
    is_,
    rules,
    some,
    with_workstream,
    workstream,
)
from hypothesis import given
from hypothesis import strategies as st

from wscli.model.checks.conditions import conjuncts, covered
from wscli.model.organisation import Organisation
from wscli.model.routing import Branch, Compare, Condition, Rule
from wscli.model.terms import Operator, Status


def with_rules(*conditions: Condition | None) -> Organisation:
    some_rules = tuple(Rule(name=f"r{n}", when=when, queue="Cards") for n, when in enumerate(conditions))
    return replace(SOUND, rulesets=(replace(RULES, rules=some_rules),))


def with_branches(*conditions: Condition | None, default: str | None = "Cases") -> Organisation:
    branches = tuple(Branch(when=when, workstream="Cases") for when in conditions)
    return replace(SOUND, flows=(replace(FLOW, branches=branches, default_workstream=default),))


def test_rule_unknown_queue() -> None:
    wrong = replace(RULES, rules=(Rule(name="x", queue="Card"),))
    organisation = replace(SOUND, rulesets=(wrong,))
    assert at(organisation, "rule-unknown-queue") == [("rulesets", "Rules", "rules", 0, "queue")]
    assert found(organisation, "rule-unknown-queue")[0].hint == "did you mean 'Cards'?"
    assert rules(replace(SOUND, rulesets=(replace(RULES, rules=(Rule(name="x", queue="CARDS"),)),))) == []


def test_two_active_rulesets() -> None:
    second = replace(RULES, name="Second", entity="CASE")
    assert at(replace(SOUND, rulesets=(RULES, second)), "two-active-rulesets") == [
        ("rulesets", "Second", "active")
    ]
    assert rules(replace(SOUND, rulesets=(RULES, replace(second, active=False)))) == []
    assert rules(replace(SOUND, rulesets=(RULES, replace(second, entity="incident")))) == []


def test_no_active_ruleset() -> None:
    asleep = replace(RULES, active=False)
    organisation = replace(SOUND, rulesets=(asleep, replace(asleep, name="Second")))
    assert at(organisation, "no-active-ruleset") == [("rulesets", "Rules", "active")]
    incident = replace(asleep, name="Incidents", entity="incident")
    assert at(replace(SOUND, rulesets=(RULES, incident)), "no-active-ruleset") == [
        ("rulesets", "Incidents", "active")
    ]


ALWAYS_FIRST: list[tuple[Condition | None, Condition | None]] = [
    (None, is_("a", "1")),
    (every(), is_("a", "1")),
    (some(), None),
    (is_("a", "x"), is_("a", "X")),
    (is_("a", "1"), every(is_("b", "2"), is_("a", "1"))),
    (every(is_("a", "1"), is_("b", "2")), every(is_("b", "2"), is_("a", "1"))),
    (some(is_("a", "1"), is_("b", "2")), some(is_("b", "2"), is_("a", "1"))),
    (some(is_("a", "1")), is_("a", "1")),
    (some(is_("a", "1"), every()), is_("c", "1")),
]
BOTH_REACHED: list[tuple[Condition | None, Condition | None]] = [
    (is_("a", "1"), None),
    (is_("a", "1"), is_("a", "2")),
    (is_("a", "1"), is_("b", "1")),
    (every(is_("b", "2"), is_("a", "1")), is_("a", "1")),
    (every(is_("a", "1"), is_("b", "2")), some(is_("a", "1"), is_("b", "2"))),
    (is_("a", "1"), Compare(attribute="a", operator=Operator.NOT_EQUALS, value="1")),
]


@pytest.mark.parametrize(("first", "second"), ALWAYS_FIRST)
def test_unreachable(first: Condition | None, second: Condition | None) -> None:
    assert at(with_rules(first, second), "rule-unreachable") == [("rulesets", "Rules", "rules", 1)]
    assert at(with_branches(first, second), "flow-unreachable-branch") == [("flows", "Flow", "branches", 1)]


@pytest.mark.parametrize(("first", "second"), BOTH_REACHED)
def test_reachable(first: Condition | None, second: Condition | None) -> None:
    assert "rule-unreachable" not in rules(with_rules(first, second))
    assert "flow-unreachable-branch" not in rules(with_branches(first, second))


def test_unreachable_names_the_first_that_takes_all() -> None:
    organisation = with_rules(is_("a", "1"), is_("b", "1"), every(is_("b", "1"), is_("a", "1")))
    assert "'r0' before it" in found(organisation, "rule-unreachable")[0].message


compares = st.builds(is_, st.sampled_from("ab"), st.sampled_from("12"))
conditions = st.recursive(
    compares, lambda inner: st.builds(every, inner, inner) | st.builds(some, inner, inner)
)


def holds(condition: Condition | None, case: dict[str, str]) -> bool:
    if condition is None:
        return True
    if isinstance(condition, Compare):
        return case[condition.attribute] == condition.value
    results = [holds(part, case) for part in condition.parts]
    return not results or (all(results) if condition.every else any(results))


@given(st.lists(st.none() | conditions, max_size=8))
def test_what_is_called_unreachable_is(ordered: list[Condition | None]) -> None:
    cases = [{"a": a, "b": b} for a in "123" for b in "123"]
    for later, earlier in covered(ordered):
        assert earlier < later
        assert all(holds(ordered[earlier], case) for case in cases if holds(ordered[later], case))


@given(st.lists(st.none() | conditions, max_size=8))
def test_index_finds_what_comparing_all_pairs_finds(ordered: list[Condition | None]) -> None:
    sets = [conjuncts(each) for each in ordered]
    pairs = {later for later in range(len(sets)) if any(sets[n] <= sets[later] for n in range(later))}
    assert {later for later, _ in covered(ordered)} == pairs


def test_two_flows() -> None:
    second = replace(FLOW, name="Second", entity="Case")
    assert at(replace(SOUND, flows=(FLOW, second)), "two-flows") == [("flows", "Second", "entity")]
    other = replace(FLOW, name="Second", entity="incident")
    assert "two-flows" not in rules(replace(SOUND, flows=(FLOW, other)))


def test_flow_missing() -> None:
    two = replace(SOUND, flows=(), workstreams=(workstream(), workstream("Other")))
    assert at(two, "flow-missing") == [("flows", "")]
    asleep = replace(two, workstreams=(workstream(), workstream("Other", status=Status.INACTIVE)))
    assert rules(asleep) == []
    assert rules(Organisation(workstreams=two.workstreams)) == []


def test_flow_dangling_workstream_after_a_rename() -> None:
    renamed = with_workstream(name="Cases 2")
    assert at(renamed, "flow-dangling-workstream") == [
        ("flows", "Flow", "branches", 0, "workstream"),
        ("flows", "Flow", "default_workstream"),
    ]
    first = found(renamed, "flow-dangling-workstream")[0]
    assert first.message.startswith("branch 1 of flow 'Flow' names workstream 'Cases', which does not exist")
    assert first.hint == (
        "no flow uses 'Cases 2'; was it renamed to that? "
        "wscli flow update-branch Flow 1 --workstream 'Cases 2'"
    )
    two = replace(renamed, workstreams=(*renamed.workstreams, workstream("Other")))
    hint = found(two, "flow-dangling-workstream")[0].hint
    assert hint is not None
    assert hint.startswith("name the one that is meant: wscli flow update-branch Flow 1 --workstream ")
    slip = found(with_workstream(name="Casse"), "flow-dangling-workstream")
    assert [finding.hint for finding in slip] == [
        "did you mean 'Casse'? wscli flow update-branch Flow 1 --workstream Casse",
        "did you mean 'Casse'? wscli flow update Flow --default-workstream Casse",
    ]
    assert "flow-dangling-workstream" not in rules(with_workstream(name="CASES"))


def test_flow_dangling_workstream_that_is_inactive_or_far_from_any_name() -> None:
    asleep = with_workstream(status=Status.INACTIVE)
    finding = found(asleep, "flow-dangling-workstream")[0]
    assert "inactive" in finding.message
    assert "wscli workstream update Cases --status active" in finding.hint
    far = replace(SOUND, flows=(replace(FLOW, default_workstream="Zzz 9"),))
    assert "wscli workstream create 'Zzz 9'" in found(far, "flow-dangling-workstream")[0].hint


def test_flow_entity_mismatch() -> None:
    incidents = replace(FLOW, entity="incident")
    organisation = replace(SOUND, flows=(incidents,), agents=(*SOUND.agents[:1], BEN))
    assert at(organisation, "flow-entity-mismatch") == [
        ("flows", "Flow", "branches", 0, "workstream"),
        ("flows", "Flow", "default_workstream"),
    ]
    assert rules(replace(SOUND, flows=(replace(FLOW, entity="Case"),))) == []


def test_flow_no_default() -> None:
    open_end = with_branches(is_("a", "1"), default=None)
    assert at(open_end, "flow-no-default") == [("flows", "Flow", "default_workstream")]
    assert "flow-no-default" not in rules(with_branches(is_("a", "1"), None, default=None))
    assert "flow-no-default" not in rules(with_branches(is_("a", "1"), every(), default=None))
    assert "flow-no-default" in rules(with_branches(default=None))
