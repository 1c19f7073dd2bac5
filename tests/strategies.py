"""Organisations as Hypothesis draws them: every field, every kind of condition, consistent references.

What is drawn is what `model.parse` could have built: trimmed names without control characters, unique by
`name_key` within their section, probabilities that add up to at most 1, terms in their order. References are
spelled as the object they name, so an organisation that was drawn is `canonical` already.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime

from hypothesis import strategies as st

from wscli.model.behaviour import Behaviour, Distribution, constant
from wscli.model.organisation import Organisation, Simulation, canonical
from wscli.model.routing import Branch, Compare, Condition, Flow, Group, Rule, RuleSet
from wscli.model.terms import (
    BasePresence,
    Channel,
    MatchingLogic,
    Mode,
    Operator,
    PickOrder,
    ShiftEnd,
    Status,
    name_key,
)
from wscli.model.workforce import Agent, DatedPresence, Presence, Queue, Shift, Skill
from wscli.model.workstream import Workstream

LARGEST = 2_147_483_647
SECONDS = LARGEST * 60
ZONES = ("UTC", "Europe/Madrid", "America/New_York", "Asia/Kathmandu")

AWKWARD_NAMES = (
    "Robert'); DROP TABLE agents;--",
    '"quoted" and [bracketed] `ticked`',
    "Müller",
    "Mu\u0308ller",
    "İstanbul ẞ ß",
    "שלום עולם",
    "مرحبا \u200f!",
    "👩🏽‍💻 🇪🇸",
    "50% _off_ *all*",
    "?1 :name @name $name",
    "NULL",
    "a.b[0]",
    "0",
    "e\u0301\u0323",
)


def _is_name(text: str) -> bool:
    odd = any(unicodedata.category(ch) in ("Cc", "Cs", "Zl", "Zp") for ch in text)
    return text == text.strip() and 1 <= len(text) <= 100 and not odd


_unicode_names = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=30
).filter(_is_name)
names = st.sampled_from(AWKWARD_NAMES) | st.sampled_from(("ann", "Ben", "Cases", "Gold")) | _unicode_names
"""What may be the name of an object."""

units = st.integers(0, 200) | st.integers(0, LARGEST)
seconds = st.integers(0, 90_000) | st.integers(0, SECONDS)


def unique_names(max_size: int = 4) -> st.SearchStrategy[list[str]]:
    """Return lists of names of which no two are the same name."""
    return st.lists(names, max_size=max_size, unique_by=name_key)


def some(items: list[str], max_size: int = 4) -> st.SearchStrategy[list[str]]:
    """Return lists of some of the items, each at most once, in any order."""
    if not items:
        return st.just([])
    return st.lists(st.sampled_from(items), unique=True, max_size=max_size)


@st.composite
def workstreams(draw: st.DrawFn, name: str) -> Workstream:
    """Draw a workstream of that name."""
    channel = draw(st.sampled_from(Channel))
    allowed = draw(st.sets(st.sampled_from(BasePresence)))
    return Workstream(
        name=name,
        channel=channel,
        entity=draw(names) if channel is Channel.ENTITY_RECORDS else None,
        capacity=draw(units),
        auto_close_after_inactivity=draw(seconds),
        assign_work_item_after_decline_or_timeout=draw(st.none() | seconds),
        work_distribution_mode=draw(st.sampled_from(Mode)),
        allowed_presences=tuple(term for term in BasePresence if term in allowed),
        offer_timeout=draw(st.integers(1, 3600)),
        auto_assign=draw(st.booleans()),
        enable_selecting_from_push=draw(st.booleans()),
        matching_logic=draw(st.sampled_from(MatchingLogic)),
        status=draw(st.sampled_from(Status)),
    )


@st.composite
def distributions(draw: st.DrawFn) -> Distribution:
    """Draw a time or a law of times, in whole milliseconds."""
    first = draw(st.integers(0, 10**9))
    law = draw(st.sampled_from(("constant", "exponential", "lognormal", "uniform")))
    if law == "constant":
        return constant(first)
    if law == "uniform":
        return Distribution(law=law, a=float(first), b=float(draw(st.integers(first, 2 * 10**9))))
    cv = draw(st.floats(0, 100).map(abs)) if law == "lognormal" else 0.0
    return Distribution(law=law, a=float(first), b=cv)


@st.composite
def behaviours(draw: st.DrawFn) -> Behaviour:
    """Draw a behaviour of which any part may be left unsaid."""
    decline = draw(st.none() | st.floats(0, 1))
    silent = draw(st.none() | st.floats(0, 1).filter(lambda share: share + (decline or 0.0) <= 1))
    return Behaviour(
        accept_after=draw(st.none() | distributions()),
        decline_probability=decline,
        no_response_probability=silent,
        pick_after=draw(st.none() | distributions()),
        pick_order=draw(st.none() | st.sampled_from(PickOrder)),
    )


shifts = st.builds(
    Shift,
    days=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    start=st.integers(0, 1439),
    end=st.integers(0, 1439),
    timezone=st.none() | st.sampled_from(ZONES),
)
instants = st.datetimes(min_value=datetime(1990, 1, 1)).map(datetime.isoformat)


@st.composite
def agents(draw: st.DrawFn, name: str, skills: list[str], presences: list[str]) -> Agent:
    """Draw an agent of that name who has some of the skills and refers to some of the presences."""
    presence = st.sampled_from([*presences, *BasePresence, "Available", "Busy - DND"]).map(str)
    dated = st.builds(DatedPresence, at=instants, presence=presence)
    return Agent(
        name=name,
        capacity=draw(units),
        default_presence=draw(st.none() | presence),
        skills=tuple((skill, draw(st.integers(1, LARGEST))) for skill in draw(some(skills))),
        schedule=tuple(draw(st.lists(shifts | dated, max_size=3))),
        behaviour=draw(behaviours()),
    )


_words = (
    st.text(max_size=12) | st.integers(-1000, 1000).map(str) | st.sampled_from(("007", "1.10", "1e3", "NO"))
)


@st.composite
def comparisons(draw: st.DrawFn) -> Compare:
    """Draw an attribute compared with any value: control characters and half surrogates included."""
    operator = draw(st.sampled_from(Operator))
    value: str | tuple[str, ...] | None = draw(_words.filter(str.strip))
    if operator in (Operator.IN, Operator.NOT_IN):
        value = tuple(draw(st.lists(_words, min_size=1, max_size=3)))
    elif operator in (Operator.IS_NULL, Operator.IS_NOT_NULL):
        value = None
    attribute = draw(st.sampled_from(("priority", "all", "any", "attribute", "equals")) | names)
    return Compare(attribute=attribute, operator=operator, value=value)


def _groups(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    return st.builds(Group, every=st.booleans(), parts=st.lists(parts, max_size=3).map(tuple))


conditions: st.SearchStrategy[Condition] = st.recursive(comparisons(), _groups, max_leaves=5)
"""Comparisons, and groups of them to any depth; a group may be empty."""

simulations = st.builds(
    Simulation,
    service_level=seconds,
    timezone=st.sampled_from(ZONES),
    automatic_presence=st.booleans(),
    shift_end=st.sampled_from(ShiftEnd),
    presence_after_missed_offer=st.booleans(),
    presence_after_decline=st.booleans(),
    max_offers=st.integers(1, LARGEST),
)


@st.composite
def rulesets(draw: st.DrawFn, name: str, queues: list[str]) -> RuleSet:
    """Draw a rule set of that name whose rules lead to some of the queues."""
    whens = st.none() | conditions
    rules = [
        Rule(name=rule, when=draw(whens), queue=draw(st.sampled_from(queues)))
        for rule in (draw(unique_names(3)) if queues else ())
    ]
    return RuleSet(name=name, entity=draw(names), active=draw(st.booleans()), rules=tuple(rules))


@st.composite
def flows(draw: st.DrawFn, name: str) -> Flow:
    """Draw a flow of that name; its workstreams are said by name and need not be there."""
    branch = st.builds(Branch, when=st.none() | conditions, workstream=names)
    return Flow(
        name=name,
        entity=draw(names),
        branches=tuple(draw(st.lists(branch, max_size=3))),
        default_workstream=draw(st.none() | names),
    )


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    """Draw an organisation in which every reference, but those of flows, names something that is there."""
    own = draw(unique_names(3))
    skills, people, places = draw(unique_names(3)), draw(unique_names()), draw(unique_names(3))
    return canonical(
        Organisation(
            workstreams=tuple(draw(workstreams(name)) for name in draw(unique_names())),
            queues=tuple(
                Queue(
                    name=name,
                    priority=draw(st.none() | st.integers(1, LARGEST)),
                    default=draw(st.booleans()),
                    members=tuple(draw(some(people))),
                )
                for name in places
            ),
            agents=tuple(draw(agents(name, skills, own)) for name in people),
            presences=tuple(
                Presence(name=name, base_status=draw(st.sampled_from(BasePresence))) for name in own
            ),
            skills=tuple(Skill(name=name) for name in skills),
            rulesets=tuple(draw(rulesets(name, places)) for name in draw(unique_names(2))),
            flows=tuple(draw(flows(name)) for name in draw(unique_names(2))),
            behaviour=draw(behaviours()),
            simulation=draw(simulations),
        )
    )
