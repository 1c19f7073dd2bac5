"""What if: paths and documents that change a configuration for one run (interface §7)."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from wscli.dryrun.overrides import changed, overlaid
from wscli.errors import Invalid
from wscli.model.behaviour import Behaviour
from wscli.model.organisation import Organisation, Simulation
from wscli.model.terms import Mode
from wscli.office import validation

EXAMPLE = Path(__file__).parents[2] / "examples" / "contact-centre.yaml"


@pytest.fixture(scope="module")
def centre() -> Organisation:
    parsed, shape = validation.read([str(EXAMPLE)], io.StringIO())
    organisation, _ = validation.accept(parsed, shape, Organisation())
    return organisation


def test_a_path_changes_one_field_and_nothing_else(centre: Organisation) -> None:
    after = changed(
        centre, ["workstreams[routine cases].work_distribution_mode=pick", "behaviour.pick_after=5s"]
    )

    stream = after.find("workstreams", "Routine cases")
    assert stream is not None and stream.work_distribution_mode is Mode.PICK
    assert after.behaviour.pick_after is not None and after.behaviour.pick_after.a == 5000
    assert after.queues == centre.queues and after.agents == centre.agents


def test_fields_with_their_defaults_can_be_set_too(centre: Organisation) -> None:
    after = changed(
        centre,
        [
            "workstreams[0].offer-timeout=30s",
            "simulation.max_offers=7",
            "agents[ana].behaviour.decline_probability=0.5",
            "queues[Business].members=[ana]",
            "flows[0].branches[0].workstream=Routine cases",
        ],
    )

    assert after.workstreams[0].offer_timeout == 30
    assert after.simulation.max_offers == 7
    assert after.agents[0].behaviour.decline_probability == 0.5
    assert after.queues[0].members == ("ana",)
    assert after.flows[0].branches[0].workstream == "Routine cases"


def test_parts_that_are_all_defaults_can_be_set_too(centre: Organisation) -> None:
    """Neither stands in the document of such a configuration."""
    bare = replace(centre, behaviour=Behaviour(), simulation=Simulation())
    after = changed(bare, ["behaviour.decline_probability=0.25", "Simulation.max-offers=7"])

    assert after.behaviour.decline_probability == 0.25
    assert after.simulation.max_offers == 7
    with pytest.raises(Invalid) as raised:
        changed(bare, ["behavour.decline_probability=0.25"])
    assert raised.value.problems[0].hint == "did you mean 'behaviour'?"


def test_everything_that_cannot_be_set_is_told_at_once(centre: Organisation) -> None:
    with pytest.raises(Invalid) as raised:
        changed(
            centre, ["workstreams[Routne cases].capacity=5", "behavour.x=1", "queues", "queues[0].priority=x"]
        )

    hints = [problem.hint for problem in raised.value.problems]
    assert "did you mean 'Routine cases'?" in hints and "did you mean 'behaviour'?" in hints
    assert len(raised.value.problems) == 4


def test_what_is_set_is_judged_like_a_document(centre: Organisation) -> None:
    with pytest.raises(Invalid):
        changed(centre, ["queues[Business].members=[nobody]"])


def test_an_overlay_replaces_objects_of_the_same_name_and_adds_others(
    centre: Organisation, tmp_path: Path
) -> None:
    file = tmp_path / "more.yaml"
    file.write_text("agents:\n  - {name: ana, capacity: 7}\n  - {name: zoe, capacity: 9}\n", encoding="utf-8")

    after, _ = overlaid(centre, [str(file)], io.StringIO())

    assert after.agents[0].capacity == 7 and after.agents[-1].name == "zoe"
    assert len(after.agents) == len(centre.agents) + 1
