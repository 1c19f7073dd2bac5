"""Looking up, replacing and laying one organisation over another."""

from dataclasses import replace

from checking import ANN, BEN, CARDS, FLOW, REST, SOUND, workstream

from wscli.model.behaviour import Behaviour
from wscli.model.organisation import SECTIONS, Organisation, Simulation, canonical, overlay
from wscli.model.workforce import Queue


def test_find_compares_names() -> None:
    assert SOUND.find("agents", " ANN ") is ANN
    assert SOUND.find("agents", "zoe") is None


def test_with_section_replaces_one() -> None:
    changed = SOUND.with_section("agents", [BEN])
    assert changed.agents == (BEN,)
    assert changed.queues is SOUND.queues


def test_overlay_replaces_in_place_and_adds_behind() -> None:
    new = Queue(name="New", priority=3)
    changed = replace(CARDS, name="CARDS", priority=9)
    top = Organisation(queues=(new, changed))
    result = overlay(SOUND, top, ["queues"])
    assert result.queues == (changed, REST, new)
    assert result.agents == SOUND.agents


def test_overlay_touches_only_the_sections_that_are_there() -> None:
    top = Organisation(behaviour=Behaviour(decline_probability=0.5), simulation=Simulation(max_offers=3))
    assert overlay(SOUND, top, []) == SOUND
    assert overlay(SOUND, top, ["simulation"]).simulation.max_offers == 3
    assert overlay(SOUND, top, ["behaviour"]).simulation == SOUND.simulation


def test_overlay_of_itself_changes_nothing() -> None:
    assert overlay(SOUND, SOUND, [*SECTIONS, "behaviour", "simulation"]) == SOUND


def test_canonical_spells_references_once_and_leaves_flows() -> None:
    loud = replace(
        SOUND,
        queues=(replace(CARDS, members=("ANN", "Zoe")), REST),
        flows=(replace(FLOW, default_workstream="CASES"),),
        workstreams=(workstream(),),
    )
    result = canonical(loud)
    assert result.queues[0].members == ("ann", "Zoe")
    assert result.flows[0].default_workstream == "CASES"
    assert canonical(result) == result
