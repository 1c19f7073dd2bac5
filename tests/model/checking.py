"""A small organisation with nothing to complain about, ways to spoil it, and what the checks then say."""

from dataclasses import replace

from wscli.model.behaviour import Behaviour
from wscli.model.checks import Finding, check
from wscli.model.organisation import Organisation, Simulation
from wscli.model.routing import Branch, Compare, Condition, Flow, Group, Rule, RuleSet
from wscli.model.terms import BasePresence, Mode, Operator
from wscli.model.workforce import Agent, Queue, Skill
from wscli.model.workstream import Workstream

AVAILABLE, BUSY, DND, AWAY, OFFLINE = BasePresence
PUSH, PICK = Mode


def workstream(name: str = "Cases", **changes: object) -> Workstream:
    sound = Workstream(
        name=name,
        capacity=50,
        allowed_presences=(AVAILABLE, BUSY),
        assign_work_item_after_decline_or_timeout=120,
    )
    return replace(sound, **changes)  # type: ignore[arg-type]


def is_(attribute: str, value: str) -> Compare:
    return Compare(attribute=attribute, operator=Operator.EQUALS, value=value)


def every(*parts: Condition) -> Group:
    return Group(every=True, parts=parts)


def some(*parts: Condition) -> Group:
    return Group(every=False, parts=parts)


ANN = Agent(name="ann", capacity=100, skills=(("spanish", 2),))
BEN = Agent(name="ben", capacity=100)
CARDS = Queue(name="Cards", priority=1, members=("ann", "ben"))
REST = Queue(name="Everything else", default=True, members=("ann", "ben"))
RULES = RuleSet(name="Rules", active=True, rules=(Rule(name="Cards", when=is_("a", "1"), queue="Cards"),))
FLOW = Flow(
    name="Flow",
    branches=(Branch(when=is_("priority", "1"), workstream="Cases"),),
    default_workstream="Cases",
)
SOUND = Organisation(
    workstreams=(workstream(),),
    queues=(CARDS, REST),
    agents=(ANN, BEN),
    skills=(Skill(name="spanish"),),
    rulesets=(RULES,),
    flows=(FLOW,),
)


def with_workstream(**changes: object) -> Organisation:
    return SOUND.with_section("workstreams", [workstream(**changes)])  # type: ignore[arg-type]


def with_simulation(organisation: Organisation, **changes: object) -> Organisation:
    return replace(organisation, simulation=Simulation(**changes))  # type: ignore[arg-type]


def with_agents(*agents: Agent) -> Organisation:
    """The sound organisation with these agents, all of them members of both queues."""
    members = tuple(agent.name for agent in agents)
    queues = (replace(CARDS, members=members), replace(REST, members=members))
    skilled = replace(agents[0], skills=ANN.skills)
    return replace(SOUND, agents=(skilled, *agents[1:]), queues=queues)


def with_behaviour(organisation: Organisation, **said: object) -> Organisation:
    return replace(organisation, behaviour=Behaviour(**said))  # type: ignore[arg-type]


def found(organisation: Organisation, rule: str) -> list[Finding]:
    return [finding for each, finding in check(organisation) if each.rule == rule]


def rules(organisation: Organisation) -> list[str]:
    return [each.rule for each, _ in check(organisation)]


def at(organisation: Organisation, rule: str) -> list[tuple[object, ...]]:
    """Where a rule found something: section, name, and the path inside."""
    return [(each.section, each.name, *each.path) for each in found(organisation, rule)]
