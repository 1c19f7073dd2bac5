"""What the probe keeps of a case, held against the event log: each can be derived from the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenario import agent, case, clock, queue, workstream
from worlds import World, make_full_world, make_world, run_world, seeded
from wscli.simulation import Outcome
from wscli.simulation.eligibility import CAPACITY, CHECKS, COOL_DOWN, FIRST, LOOK, PRESENCE
from wscli.simulation.tracing import CaseTrace, Placement, Wait

PLACED = ("offered", "assigned", "picked")
TAKES = (*PLACED, "resumed")
GIVES = ("declined", "timed-out", "cancelled", "waiting", "transferred", "resolved")
Log = list[dict[str, Any]]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("traced")


def traced(world: World, folder: Path, name: str) -> tuple[CaseTrace, Log, Outcome]:
    """Run a world and watch the case of that name."""
    names = [row["case_id"] for row in world.cases]
    agents = [each["name"] for each in world.document["agents"]]
    trace = CaseTrace(names.index(name), name, agents)
    log, outcome = run_world(world, folder, probe=trace, listen=trace.row)
    trace.finish(outcome.end)
    return trace, log, outcome


def is_refused(world: World) -> bool:
    """Whether the front door would not run a world."""
    return (world.options.get("from") or "") > (world.options.get("until") or "~")


@st.composite
def worlds(draw: st.DrawFn) -> World:
    make = draw(st.sampled_from([make_world, make_world, make_full_world]))
    return make(lambda options: draw(st.sampled_from(options)))


class Units:
    """What every agent has left after each row of a log, counted in the plainest way there is."""

    def __init__(self, world: World, log: Log) -> None:
        self.names = [each["name"] for each in world.document["agents"]]
        self.cases = [row["case_id"] for row in world.cases]
        costs = {each["name"]: each["capacity"] for each in world.document["workstreams"]}
        left = {each["name"]: each["capacity"] for each in world.document["agents"]}
        holds: dict[str, tuple[str, int]] = {}
        self.costs = list(costs.values())
        self.after: list[dict[str, int]] = [dict(left)]
        self.hands: list[dict[str, str]] = [{}]
        for row in log:
            name = row["case_id"]
            if row["event"] in GIVES and name in holds:
                agent, units = holds.pop(name)
                left[agent] += units
            if row["event"] in TAKES:
                holds[name] = (row["agent"], costs[row["workstream"]])
                left[row["agent"]] -= costs[row["workstream"]]
            self.after.append(dict(left))
            self.hands.append({case: agent for case, (agent, _) in holds.items()})
        self.log = log

    def settled(self, at: int) -> dict[str, int]:
        """Return what was left when an instant was settled."""
        return self.after[sum(row["at"] <= at for row in self.log)]

    def in_hand(self, at: int) -> dict[str, str]:
        """Return who had which case in hand when an instant was settled."""
        return self.hands[sum(row["at"] <= at for row in self.log)]

    def before(self, place: int) -> dict[str, int]:
        """Return what was left before a row."""
        return self.after[place]


def faults(world: World, folder: Path) -> Iterator[str]:
    """Yield every way in which the traces of a world do not agree with its event log."""
    for row in world.cases:
        trace, log, outcome = traced(world, folder, row["case_id"])
        own = [each for each in log if each["case_id"] == row["case_id"]]
        units = Units(world, log)
        yield from _attempts(trace, log, units)
        yield from _waits(trace, own, units, outcome)


def _attempts(trace: CaseTrace, log: Log, units: Units) -> Iterator[str]:
    placed = [(place, row) for place, row in enumerate(log) if _is_placed(row, trace)]
    attempts = [step for step in trace.steps if isinstance(step, Placement)]
    said = [(step.at, step.how, trace.agents[step.agent]) for step in attempts]
    if said != [(row["at"], row["event"], row["agent"]) for _, row in placed]:
        yield f"{trace.case_id}: attempts {said}"
        return
    for (place, row), step in zip(placed, attempts, strict=True):
        left = units.before(_asked_at(log, place))
        chosen = next(each for each in step.candidates if each.agent == step.agent)
        if row["event"] != "picked" and (chosen.failure or chosen is not step.candidates[0]):
            yield f"{trace.case_id}: chosen {chosen} is not the first of {step.candidates}"
        for each in step.candidates:
            failure, name = each.failure, trace.agents[each.agent]
            if failure is not None and failure.check == CAPACITY:
                if not failure.have == left[name] < failure.need:
                    yield f"{trace.case_id}: {name} had {left[name]}, not {failure}"
            elif failure is None and each.ranking is not None and each.ranking.remaining != left[name]:
                yield f"{trace.case_id}: {name} had {left[name]}, not {each.ranking}"


def _is_placed(row: dict[str, Any], trace: CaseTrace) -> bool:
    return row["case_id"] == trace.case_id and row["event"] in PLACED


def _asked_at(log: Log, place: int) -> int:
    """Return the row before which it was decided: a pick first takes back an offer that stands."""
    row = log[place]
    if row["event"] != "picked":
        return place
    for earlier in range(place - 1, -1, -1):
        other = log[earlier]
        if other["at"] != row["at"]:
            break
        if other["case_id"] == row["case_id"]:
            return earlier if other["reason"] == "picked" else place
    return place


def _waits(trace: CaseTrace, own: Log, units: Units, outcome: Outcome) -> Iterator[str]:
    waits = [step for step in trace.steps if isinstance(step, Wait)]
    for wait in waits:
        if [at for at in wait.attempts if not wait.start <= at <= wait.end] or wait.end > outcome.end:
            yield f"{trace.case_id}: attempts outside of {wait}"
        yield from _others(trace, wait, units)
        for index, found in wait.found.items():
            for place, (at, failure) in enumerate(found):
                last = found[place + 1][0] if place + 1 < len(found) else wait.end
                yield from _failure(trace, units, index, failure, at, last)
    expected = list(_open_times(own, outcome.end))
    told = [(wait.start, wait.end) for wait in waits if wait.end > wait.start]
    if trace.rows and own[-1]["event"] != "undistributed" and told != expected and not _is_stray(own):
        yield f"{trace.case_id}: waits {told}, by the log {expected}"


def _others(trace: CaseTrace, wait: Wait, units: Units) -> Iterator[str]:
    """Yield what a wait has wrong of those who had no room, and of those who had it and were no members."""
    for index, held in wait.held.items():
        for number, each in held.items():
            name = units.cases[number]
            for at in {max(each.since, wait.start), each.last}:
                if units.in_hand(at).get(name) != trace.agents[index]:
                    yield f"{trace.case_id}: {trace.agents[index]} did not have {name} at {clock(at)}"
    for index in wait.elsewhere:
        left = units.settled(wait.start)[trace.agents[index]]
        if index in wait.found or left < units.costs[wait.place[0]]:
            yield f"{trace.case_id}: {trace.agents[index]} had no room at {clock(wait.start)}"


def _is_stray(own: Log) -> bool:
    return any(row["event"] == "undistributed" for row in own)


def _failure(trace: CaseTrace, units: Units, index: int, failure: Any, at: int, last: int) -> Iterator[str]:
    name = trace.agents[index]
    if failure is None or failure.check not in CHECKS:
        yield f"{trace.case_id}: nothing kept {name} from it at {clock(at)}"
    elif failure.check == CAPACITY:
        instants = {at} | {row["at"] for row in units.log if at <= row["at"] < last}
        for instant in instants:
            left = units.settled(instant)[name]
            if not failure.have == left < failure.need:
                yield f"{trace.case_id}: {name} had {left} at {clock(instant)}, not {failure}"


def _open_times(own: Log, end: int) -> Iterator[tuple[int, int]]:
    """Yield the times in which a distributed case is Open without an offer, by its rows."""
    since: int | None = None
    for row in own:
        if row["event"] == "refused":
            continue
        waits = row["state"] == "open" and row["event"] != "offered"
        if waits and since is None:
            since = row["at"]
        elif not waits and since is not None:
            if row["at"] > since:
                yield since, row["at"]
            since = None
    if since is not None and end > since:
        yield since, end


@given(world=worlds())
@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_trace_and_the_event_log_say_the_same(world: World, folder: Path) -> None:
    assert is_refused(world) or list(faults(world, folder)) == []


@pytest.mark.long
@pytest.mark.parametrize("hundred", range(10))
def test_a_thousand_seeds_say_the_same(hundred: int, folder: Path) -> None:
    found = {}
    for seed in range(hundred * 100, hundred * 100 + 100):
        world = (make_full_world if seed % 2 else make_world)(seeded(seed))
        if not is_refused(world) and (wrong := list(faults(world, folder))):
            found[seed] = wrong

    assert found == {}


def test_the_probe_changes_nothing(folder: Path) -> None:
    for seed in range(60):
        world = make_full_world(seeded(seed))
        if not is_refused(world):
            plain, _ = run_world(world, folder)
            assert traced(world, folder, world.cases[0]["case_id"])[1] == plain


# What is kept ---------------------------------------------------------------------------------------------


def centre(cases: list[dict[str, str]], events: list[dict[str, str]] | None = None, **parts: Any) -> World:
    document = {
        "version": 1,
        "workstreams": [workstream()],
        "agents": [agent("ann")],
        "queues": [queue("Q", "ann", priority=1)],
        **parts,
    }
    return World(document, cases, events or [])


def waits_of(trace: CaseTrace) -> list[Wait]:
    return [step for step in trace.steps if isinstance(step, Wait)]


def test_what_ended_a_wait(folder: Path) -> None:
    cases = [case("C1", "09:00:00", 600), case("C2", "09:00:00", 900), case("C3", "09:05:00", 60)]
    trace, _, _ = traced(centre(cases), folder, "C3")
    wait = waits_of(trace)[0]

    assert (clock(wait.start), clock(wait.end)) == ("09:05:00", "09:10:00")
    assert [failure.check for _, failure in wait.found[0] if failure] == [PRESENCE]
    assert wait.ending is not None and wait.ending.what == "units-freed"
    assert [(row[2], row[3]) for row in wait.ending.rows] == [("resolved", "C1")]


def test_a_cool_down(folder: Path) -> None:
    soon = workstream(assign_work_item_after_decline_or_timeout="2m", offer_timeout="20s")
    event = {"at": "2026-03-02T09:00:10", "event": "decline", "case_id": "C1", "agent": "ann", "value": ""}
    trace, _, _ = traced(centre([case("C1", "09:00:00")], [event], workstreams=[soon]), folder, "C1")
    wait = waits_of(trace)[0]
    (_, failure), *_ = wait.found[0]

    assert failure is not None and failure.check == COOL_DOWN and clock(failure.need) == "09:02:10"
    assert wait.ending is not None and wait.ending.what == "cool-down-over"


def test_a_smaller_case_that_overtakes_is_noted_as_later(folder: Path) -> None:
    streams = [workstream("S"), workstream("L", capacity=100)]
    cases = [
        case("C1", "09:00:00", 600, workstream="S"),
        case("BIG", "09:01:00", 60, workstream="L"),
        case("C2", "09:02:00", 600, workstream="S"),
    ]
    trace, _, _ = traced(centre(cases, workstreams=streams), folder, "BIG")
    taken = waits_of(trace)[0].taken

    assert [(each.case, each.later, each.failure and each.failure.check) for each in taken] == [
        (2, True, CAPACITY)
    ]


def test_a_list_is_told_from_its_first_case_to_the_look(folder: Path) -> None:
    cases = [case("C1", "09:00:00", 60), case("C2", "09:00:00", 60)]
    pick = workstream(work_distribution_mode="pick")
    world = centre(cases, workstreams=[pick], behaviour={"pick_after": "30s"}, agents=[agent("ann", 50)])
    trace, _, _ = traced(world, folder, "C2")
    wait = waits_of(trace)[0]

    assert [(clock(at), failure.check) for at, failure in wait.found[0] if failure] == [
        ("09:00:00", FIRST),
        ("09:00:30", PRESENCE),
        ("09:01:30", LOOK),
    ]
    assert wait.ending is not None and wait.ending.what == "look"
