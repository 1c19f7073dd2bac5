"""The invariants hold in every world, and each is broken by somebody: a lying kernel, or doctored rows.

A kernel is made to lie by handing it another plan than the observer, by another rank, or by a function of it
that does something else. Rows are doctored between a run and a second observer that is read them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain, tee
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import worlds
from scenario import DAY, agent, case, queue, workstream
from worlds import World, make_full_world, make_world, seeded
from wscli.simulation import Outcome
from wscli.simulation.answers import habits
from wscli.simulation.invariants import KEPT, RULES, Invariants, Violation, watched
from wscli.simulation.invariants.checks import MOVES
from wscli.simulation.invariants.entities import Totals
from wscli.simulation.kernel import (
    AgentPlan,
    Plan,
    PoolPlan,
    codes,
    loop,
    pick,
    presence,
    push,
    run,
    staff,
    work,
)
from wscli.simulation.kernel import World as KernelWorld
from wscli.simulation.kernel import rows as kernel_rows
from wscli.simulation.kernel.world import Emit, Rank
from wscli.simulation.observers import together
from wscli.simulation.outcome import outcome_of
from wscli.simulation.plan import PlanBuilder
from wscli.simulation.ranking import most_capacity
from wscli.simulation.routing import route_cases

Row = tuple[Any, ...]
Lie = Callable[[Plan], Plan]
Doctor = Callable[[list[Row]], list[Row] | None]
AT, EVENT, CASE, AGENT, QUEUE, WORKSTREAM, STATE, REASON = range(8)
AFTERWARDS = {"balance", "totals", "run-end"}
"""Found at the end, where the outcome of a run is compared with rows that were doctored after it."""
MAKERS = (make_world, make_full_world)


@dataclass
class Stage:
    """A world made ready to be run: organisation, cases, events, and how."""

    organisation: Any
    cases: Any
    events: Any
    how: dict[str, Any]
    routes: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.routes = route_cases(self.organisation, self.cases, self.how["zone"])

    def plan(self) -> Plan:
        how = self.how
        return PlanBuilder(
            self.organisation, self.cases, self.events, self.routes, how["window"], how["zone"]
        ).build()

    def run(self, plan: Plan, emit: Emit, rank: Rank = most_capacity) -> Outcome:
        organisation = self.organisation
        kernel = run(plan, habits(organisation, self.cases, self.how["seed"]), rank, emit)
        names = tuple(
            [thing.name for thing in section]
            for section in (organisation.queues, organisation.workstreams, organisation.agents)
        )
        return outcome_of(kernel, plan, self.cases, self.routes, names)  # type: ignore[arg-type]

    def observer(self, plan: Plan) -> tuple[Plan, Invariants]:
        return watched(self.organisation, self.cases, self.routes, plan)


def staged(world: World) -> Stage | None:
    """Return a world as it reaches the simulator; None for one that ends before it begins."""
    if (world.options.get("from") or "") > (world.options.get("until") or "~"):
        return None
    reached: list[Stage] = []

    def catch(organisation: Any, cases: Any, events: Any = None, **how: Any) -> None:
        reached.append(Stage(organisation, cases, events, how))

    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(worlds, "simulate", catch)
        worlds.run_world(world, Path(folder))
    return reached[0]


@cache
def stage_of(make: Callable[..., World], seed: int) -> Stage | None:
    return staged(make(seeded(seed)))


def stages(count: int = 300) -> Iterator[Stage]:
    for seed in range(count):
        for make in MAKERS:
            stage = stage_of(make, seed)
            if stage is not None:
                yield stage


def violations(stage: Stage, lie: Lie | None = None, rank: Rank = most_capacity) -> list[Violation]:
    """Run a world with an observer; the kernel may be given a plan that is not true."""
    plan, observer = stage.observer(stage.plan())
    outcome = stage.run(plan if lie is None else lie(plan), observer, rank)
    return observer.finish(outcome)


# They hold.


@st.composite
def drawn_worlds(draw: st.DrawFn) -> World:
    make = draw(st.sampled_from(MAKERS))
    return make(lambda options: draw(st.sampled_from(options)))


@given(world=drawn_worlds())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_they_hold_in_drawn_worlds(world: World) -> None:
    stage = staged(world)
    assert stage is None or violations(stage) == []


def test_they_hold_in_hundreds_of_worlds() -> None:
    assert [found for stage in stages(300) if (found := violations(stage))] == []


def test_a_case_further_back_may_come_first_where_work_changed_the_presence_in_the_pass() -> None:
    # Work brings an agent to Busy after the turn of a case that only Busy agents get.
    assert violations(stage_of(make_world, 630)) == []  # type: ignore[arg-type]


@pytest.mark.long
@pytest.mark.parametrize("thousand", range(5))
def test_they_hold_in_ten_thousand_worlds(thousand: int) -> None:
    found = {}
    for seed in range(1000 * thousand, 1000 * thousand + 1000):
        for make in MAKERS:
            stage = staged(make(seeded(seed)))
            if stage is not None and (wrong := violations(stage)):
                found[make.__name__, seed] = wrong
    assert found == {}


# A kernel that is told something else.


def of_pools(**change: Callable[[PoolPlan, Plan], Any]) -> Lie:
    """Return what changes fields of every pool of a plan."""

    def lie(plan: Plan) -> Plan:
        changes = [{name: value(pool, plan) for name, value in change.items()} for pool in plan.pools]
        pools = tuple(replace(pool, **fields) for pool, fields in zip(plan.pools, changes, strict=True))
        return replace(plan, pools=pools)

    return lie


def of_agents(**change: Callable[[AgentPlan], Any]) -> Lie:
    """Return what changes fields of every agent of a plan."""

    def lie(plan: Plan) -> Plan:
        changes = [{name: value(agent) for name, value in change.items()} for agent in plan.agents]
        agents = tuple(replace(agent, **fields) for agent, fields in zip(plan.agents, changes, strict=True))
        return replace(plan, agents=agents)

    return lie


def everybody(pool: PoolPlan, plan: Plan) -> tuple[int, ...]:
    return tuple(range(len(plan.agents)))


def later(column: Any) -> Any:
    return type(column)("q", (value + 1000 if value >= 0 else value for value in column))


def without(code: int) -> Lie:
    return lambda plan: replace(plan, rows=[row for row in plan.rows if row[3] != code])


def adding(code: int) -> Lie:
    """Return what adds a row about every case, twenty seconds after it arrived."""

    def lie(plan: Plan) -> Plan:
        rows = [
            (at, codes.KIND_OF_ROW[code], 1 << 40, code, case, codes.NEVER, codes.NEVER)
            for case in plan.order
            if (at := plan.arrived[case] + 20_000) >= plan.start
        ]
        return replace(plan, rows=sorted([*plan.rows, *rows]))

    return lie


def backwards(plan: Plan) -> Plan:
    """Let cases that arrive at one instant enter in the opposite order."""
    order = type(plan.order)("q", sorted(plan.order, key=lambda case: (plan.arrived[case], -case)))
    return replace(plan, order=order)


LIES: dict[str, tuple[str, Lie]] = {
    "any presence will do": (
        "allowed-presence",
        of_pools(allowed=lambda pool, _: 31 if pool.push else pool.allowed),
    ),
    "any presence will do for picks": (
        "pick-presence",
        of_pools(allowed=lambda pool, _: pool.allowed if pool.push else 31),
    ),
    "everybody is a member": ("member", of_pools(members=everybody)),
    "skills do not matter": ("skills", of_pools(members=lambda pool, _: pool.listeners)),
    "everybody sees the list": ("pick-member", of_pools(listeners=everybody)),
    "no cool-down": ("cool-down", of_pools(cooldown=lambda pool, _: 0)),
    "a longer cool-down": (
        "nobody-left",
        of_pools(cooldown=lambda pool, _: None if pool.cooldown is None else pool.cooldown + 1000),
    ),
    "nobody is a member": ("nobody-left", of_pools(members=lambda pool, _: ())),
    "pick cases are pushed": ("push", of_pools(push=lambda pool, _: True)),
    "assigned instead of offered": ("offer-or-assign", of_pools(auto_assign=lambda pool, _: True)),
    "offered instead of assigned": ("offer-or-assign", of_pools(auto_assign=lambda pool, _: False)),
    "offers stand longer": ("offer-timeout", of_pools(offer_timeout=lambda pool, _: pool.offer_timeout + 9)),
    "offers end sooner": ("offer-timeout", of_pools(offer_timeout=lambda pool, _: pool.offer_timeout - 9)),
    "push cases can be picked": ("selectable", of_pools(selectable=lambda pool, _: True)),
    "push cases are on the list": ("selectable", of_pools(push=lambda pool, _: False)),
    "closed late": (
        "auto-close",
        of_pools(auto_close=lambda pool, _: pool.auto_close and pool.auto_close + 1),
    ),
    "closed early": (
        "auto-close",
        of_pools(auto_close=lambda pool, _: pool.auto_close and pool.auto_close - 1),
    ),
    "never closed": ("auto-close", of_pools(auto_close=lambda pool, _: 0)),
    "more patience": ("patience", lambda plan: replace(plan, patience=later(plan.patience))),
    "more offers": ("max-offers", lambda plan: replace(plan, max_offers=1000)),
    "picks are left to nobody": ("reserved", lambda plan: replace(plan, reserved=frozenset())),
    "shifts end otherwise": ("shift-end", lambda plan: replace(plan, requeue=not plan.requeue)),
    "presence after a miss": (
        "presence",
        lambda plan: replace(plan, away_after_miss=not plan.away_after_miss),
    ),
    "presence after a decline": (
        "presence",
        lambda plan: replace(plan, dnd_after_decline=not plan.dnd_after_decline),
    ),
    "presence does not follow": ("presence", of_agents(sticky=lambda agent: True)),
    "no sign-outs": ("sign-in", without(codes.SIGN_OUT)),
    "no presences": ("sign-in", without(codes.SET_PRESENCE)),
    "withdrawn by nobody": ("asked-for", adding(codes.WITHDRAW)),
    "resolved by nobody elsewhere": ("asked-for", adding(codes.RESOLVE)),
    "a reply from nobody": ("asked-for", adding(codes.REPLY)),
    "arrivals in another order": ("order-of-arrival", backwards),
    "an end that nobody set": ("run-end", lambda plan: replace(plan, until=plan.start + 60_000)),
    "less capacity": ("nobody-left", of_agents(capacity=lambda agent: agent.capacity // 2)),
    "more capacity": ("units", of_agents(capacity=lambda agent: agent.capacity * 2)),
}


def caught_alone(
    expected: str, find: Callable[[Stage], list[Violation]], among: Iterable[Stage] | None = None
) -> bool:
    """Whether there is a world in which what is wrong is found by one check and no other."""
    beside = AFTERWARDS - {expected}
    return any({wrong.check for wrong in find(stage)} - beside == {expected} for stage in among or stages())


@pytest.mark.parametrize("name", LIES)
def test_a_kernel_with_another_plan_is_caught(name: str) -> None:
    expected, lie = LIES[name]
    assert caught_alone(expected, lambda stage: violations(stage, lie))


def test_a_kernel_with_another_rank_is_caught() -> None:
    def no_idle_time(remaining: int, sessions: int, idle_since: int, agent: int) -> tuple[int, ...]:
        return -remaining, sessions, agent

    assert caught_alone("rank", lambda stage: violations(stage, rank=no_idle_time))


# A kernel that does something else.


def newest_in_line(line: Any) -> Any:
    return max((ticket for ticket in line.tickets if ticket[3].ticket is ticket), default=(None,))[-1]


def fits_without_units(agent: Any, pool: Any) -> bool:
    return bool(pool.allowed >> agent.presence & 1 if pool.allowed else agent.presence != codes.OFFLINE)


def stay(w: KernelWorld, agent: Any) -> None:
    """Leave an agent's offers standing."""


def half_sign_out(w: KernelWorld, agent: Any, reason: str) -> None:
    """Put an agent Offline, and go on giving them work."""
    agent.sticky = True
    staff.set_presence(w, agent, codes.OFFLINE, reason)
    staff.refresh(w, agent)


refusal_of_pick = kernel_rows._refusal_of_pick


def anybody_picks(agent: Any, case: Any) -> str:
    was, agent.signed_in = agent.signed_in, True
    reason = refusal_of_pick(agent, case)
    agent.signed_in = was
    return reason


def blind_patience(w: KernelWorld, case: Any, stamp: int) -> bool:
    if case.state != codes.OPEN:
        return False
    work.withdraw(w, case, "patience")
    return True


SABOTAGE: dict[str, tuple[str, list[tuple[Any, str, Any]]]] = {
    "last come, first served": ("fifo", [(push, "first_in_line", newest_in_line)]),
    "units do not matter for picks": ("pick-units", [(pick, "_fits", fits_without_units)]),
    "offers survive going offline": ("offline", [(presence, "drop_offers", stay)]),
    "signed-out agents get work": (
        "signed-in",
        [(presence, "sign_out", half_sign_out), (kernel_rows, "sign_out", half_sign_out)],
    ),
    "signed-out agents pick": ("pick-signed-in", [(kernel_rows, "_refusal_of_pick", anybody_picks)]),
    "patience after somebody had it": ("patience", [(loop, "patience_over", blind_patience)]),
    "no matching pass": ("nobody-left", [(loop, "match", lambda w: w.dirty.clear())]),
}


def lonely_world() -> World:
    """Return a world of one agent, who leaves; one case comes back after that, and one arrives."""
    work = workstream("W", allowed_presences=["available", "busy", "offline"], auto_assign=True)
    document = {
        "version": 1,
        "workstreams": [work],
        "agents": [agent("ann")],
        "queues": [queue("Q", "ann", priority=1)],
    }
    told = [
        ("wait", "C1", "", 10),
        ("sign-out", "", "ann", 20),
        ("reply", "C1", "", 30),
        ("pick", "C2", "ann", 50),
    ]
    events = [
        {"at": f"{DAY}09:00:{at}", "event": word, "case_id": name, "agent": who, "value": ""}
        for word, name, who, at in told
    ]
    cases = [
        case("C1", "09:00:00", 20, patience_seconds="40"),
        case("C2", "09:00:45", 20, patience_seconds=""),
    ]
    return World(document, cases, events)


@pytest.mark.parametrize("name", SABOTAGE)
def test_a_sabotaged_kernel_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected, patches = SABOTAGE[name]
    for module, function, instead in patches:
        monkeypatch.setattr(module, function, instead)
    lonely = staged(lonely_world())
    assert lonely is not None
    assert caught_alone(expected, violations, chain([lonely], stages()))


# Rows that are not those of the run.


def replayed(stage: Stage, doctor: Doctor) -> list[Violation]:
    """Run a world, doctor its rows, and read them to an observer; nothing if there is nothing to doctor."""
    rows: list[Row] = []
    plan = stage.plan()
    first, second = tee(plan.schedule)
    outcome = stage.run(replace(plan, schedule=first), lambda *row: rows.append(row))
    doctored = doctor(rows)
    if doctored is None:
        return []
    _, observer = stage.observer(replace(plan, schedule=second))
    for row in doctored:
        observer(*row)
    return observer.finish(outcome)


def replaced(where: Callable[[Row], bool], by: Callable[[Row], list[Row]]) -> Doctor:
    """Return what puts other rows in the place of the first of a kind."""

    def doctor(rows: list[Row]) -> list[Row] | None:
        index = next((index for index, row in enumerate(rows) if where(row)), None)
        return None if index is None else [*rows[:index], *by(rows[index]), *rows[index + 1 :]]

    return doctor


def dropped(where: Callable[[Row], bool]) -> Doctor:
    return replaced(where, lambda row: [])


def doubled(where: Callable[[Row], bool]) -> Doctor:
    return replaced(where, lambda row: [row, row])


def with_field(row: Row, place: int, value: Any) -> Row:
    return (*row[:place], value, *row[place + 1 :])


def followed(where: Callable[[Row], bool], place: int, value: Any) -> Doctor:
    """Return what puts another row behind the first of a kind: the same but for one field."""
    return replaced(where, lambda row: [row, with_field(row, place, value)])


def changed(where: Callable[[Row], bool], place: int, change: Callable[[Any], Any]) -> Doctor:
    return replaced(where, lambda row: [with_field(row, place, change(row[place]))])


def arriving_again(rows: list[Row]) -> list[Row]:
    arrival = next(row for row in rows if row[EVENT] == "arrived")
    return [*rows, with_field(arrival, AT, rows[-1][AT])]


def event(*words: str, reason: str | None = None) -> Callable[[Row], bool]:
    return lambda row: row[EVENT] in words and reason in (None, row[REASON])


def about_an_agent(row: Row) -> bool:
    return bool(row[EVENT] == "refused" and row[CASE] < 0)


DOCTORED: dict[str, tuple[str, Doctor]] = {
    "the clock goes back": ("clock", changed(event("accepted", "picked"), AT, lambda at: at - 1)),
    "another state": ("state", changed(event("waiting"), STATE, lambda state: codes.OPEN)),
    "another queue": ("state", changed(event("offered"), QUEUE, lambda queue: queue + 1)),
    "another workstream": (
        "state",
        changed(event("resolved"), WORKSTREAM, lambda index: index + 1),
    ),
    "somebody else accepts": ("holder", changed(event("accepted"), AGENT, lambda agent: int(not agent))),
    "somebody else resolves": ("holder", changed(event("resolved"), AGENT, lambda agent: int(not agent))),
    "routed elsewhere": ("routed", changed(event("routed"), QUEUE, lambda queue: queue + 1)),
    "not routed": ("routed", dropped(event("routed"))),
    "undistributed unsaid": ("routed", dropped(event("undistributed"))),
    "presence unsaid": ("presence", dropped(event("presence", reason="automatic"))),
    "another presence": (
        "presence",
        changed(event("presence", reason="automatic"), STATE, lambda state: (state + 1) % 3),
    ),
    "a presence twice": ("presence", doubled(event("presence", reason="automatic"))),
    "sign-in unsaid": ("sign-in", dropped(event("presence", reason="sign-in"))),
    "shift start unsaid": ("sign-in", dropped(event("presence", reason="shift-start"))),
    "refusal unsaid": ("refused", dropped(about_an_agent)),
    "a refusal twice": ("refused", doubled(about_an_agent)),
    "closed twice": ("transition", doubled(event("resolved", "withdrawn", "auto-closed"))),
    "accepted twice": ("transition", doubled(event("accepted"))),
    "offered twice": ("transition", doubled(event("offered"))),
    "arrived twice": ("transition", arriving_again),
    "taken without an offer": ("transition", followed(event("routed"), EVENT, "accepted")),
    "an unknown event": ("transition", followed(event("routed"), EVENT, "lost")),
    "nobody is offered it": ("transition", followed(event("routed"), EVENT, "offered")),
    "cancelled for nothing": ("transition", dropped(event("withdrawn"))),
    "auto-closed unsaid": ("auto-close", dropped(event("auto-closed"))),
    "patience unsaid": ("patience", dropped(event("withdrawn", reason="patience"))),
}


@pytest.mark.parametrize("name", DOCTORED)
def test_doctored_rows_are_caught(name: str) -> None:
    expected, doctor = DOCTORED[name]
    assert caught_alone(expected, lambda stage: replayed(stage, doctor))


@given(data=st.data())
@settings(max_examples=200)
def test_no_row_breaks_the_observer(data: st.DataObject) -> None:
    """Whatever rows say, they are reported, not stumbled over."""
    stage = stage_of(make_full_world, data.draw(st.integers(0, 40))) or stage_of(make_world, 0)
    assert stage is not None
    agents, cases = len(stage.organisation.agents), len(stage.cases)
    words = st.sampled_from([*MOVES, "routed", "undistributed", "presence", "refused", "lost"])

    def doctor(rows: list[Row]) -> list[Row]:
        for _ in range(data.draw(st.integers(1, 8))):
            index = data.draw(st.integers(0, len(rows) - 1))
            case, agent = data.draw(st.integers(0, cases - 1)), data.draw(st.integers(-1, agents - 1))
            row = (rows[index][AT], data.draw(words), case, agent, *rows[index][QUEUE:])
            rows[index : index + data.draw(st.integers(0, 2))] = [row]
        return rows

    assert all(wrong.rule == RULES[wrong.check] for wrong in replayed(stage, doctor))


# The end.


def finished(doctor: Callable[[Outcome], Outcome], stage: Stage) -> list[Violation]:
    plan, observer = stage.observer(stage.plan())
    return observer.finish(doctor(stage.run(plan, observer)))


def with_agent(**change: Callable[[int], int]) -> Callable[[Outcome], Outcome]:
    def doctor(outcome: Outcome) -> Outcome:
        first, *rest = outcome.agents
        given = {name: value(getattr(first, name)) for name, value in change.items()}
        return replace(outcome, agents=[replace(first, **given), *rest])

    return doctor


COUNTED = list(Totals.__slots__)


@pytest.mark.parametrize("name", COUNTED)
def test_totals_of_an_agent_are_those_of_the_rows(name: str) -> None:
    stage = next(stages())
    found = finished(with_agent(**{name: lambda value: value + 1}), stage)
    assert [wrong.check for wrong in found] == ["totals"]
    assert stage.organisation.agents[0].name in found[0].message and name in found[0].message


def lost(outcome: Outcome) -> Outcome:
    state = bytearray(outcome.state)
    state[next(outcome.present())] = 9
    return replace(outcome, state=state)


def unended(outcome: Outcome) -> Outcome:
    return replace(outcome, ending=bytearray(len(outcome.ending)))


@pytest.mark.parametrize("doctor", [lost, unended])
def test_cases_add_up(doctor: Callable[[Outcome], Outcome]) -> None:
    assert {wrong.check for wrong in finished(doctor, next(stages()))} == {"balance"}


def test_a_run_does_not_end_before_its_last_row() -> None:
    found = finished(lambda outcome: replace(outcome, end=outcome.start - 1), next(stages()))
    assert found[0].check == "clock"


# What is said.


def test_a_violation_names_instant_rule_case_and_agent() -> None:
    _, lie = LIES["any presence will do"]
    for stage in stages():
        for wrong in violations(stage, lie):
            if wrong.check == "allowed-presence":
                assert wrong.rule == "5.1"
                assert any(f"case {name} " in wrong.message for name in stage.cases.ids)
                assert any(f"agent {agent.name}" in wrong.message for agent in stage.organisation.agents)
                assert abs(wrong.at - worlds.START.timestamp() * 1000) < 86_400_000 * 9
                return
    raise AssertionError("nobody lied")


def test_the_first_are_kept_and_all_are_counted() -> None:
    stage = next(stages())
    plan, observer = stage.observer(stage.plan())
    for _ in range(KEPT + 5):
        observer(plan.start, "lost", 0, 0, 0, 0, codes.OPEN, "")
    found = observer.finish(stage.run(plan, lambda *row: None))
    assert len(found) == KEPT < observer.count


def test_every_check_is_broken_by_somebody() -> None:
    broken = {expected for expected, _ in (*LIES.values(), *SABOTAGE.values(), *DOCTORED.values())}
    assert broken | {"rank", "balance", "totals"} == set(RULES)


def test_two_listeners_hear_the_same() -> None:
    stage = next(stages())
    heard: list[Row] = []
    plan, observer = stage.observer(stage.plan())
    outcome = stage.run(plan, together(observer, lambda *row: heard.append(row)))
    assert observer.finish(outcome) == [] and len(heard) == outcome.events
