"""From the model to plain values: terse, complete, and read back the same."""

from dataclasses import replace
from typing import Any

import pytest
from checking import SOUND, workstream
from hypothesis import given

import strategies
from wscli.model import fields as tables
from wscli.model.findings import Findings
from wscli.model.organisation import Organisation, Simulation
from wscli.model.parse import Source, parse_documents, read_object
from wscli.model.workstream import Workstream
from wscli.model.write import write_days, write_object, write_organisation


def as_typed(written: Any) -> Any:
    """What a document reader yields for plain values: the source text of scalars."""
    if isinstance(written, dict):
        return {key: as_typed(value) for key, value in written.items()}
    if isinstance(written, list):
        return [as_typed(value) for value in written]
    if isinstance(written, bool):
        return str(written).lower()
    return None if written is None else str(written)


def test_terse_workstream_shows_what_matters() -> None:
    assert write_object(tables.WORKSTREAM, workstream(), terse=True) == {
        "name": "Cases",
        "channel": "entity-records",
        "capacity": 50,
        "auto_close_after_inactivity": "0",
        "assign_work_item_after_decline_or_timeout": "2m",
        "work_distribution_mode": "push",
        "allowed_presences": ["available", "busy"],
    }


def test_complete_workstream_has_every_field_in_order() -> None:
    written = write_object(tables.WORKSTREAM, workstream(assign_work_item_after_decline_or_timeout=None))
    assert tuple(written) == tables.WORKSTREAM.keys
    assert (written["entity"], written["offer_timeout"], written["auto_assign"]) == ("case", "2m", False)
    assert written["assign_work_item_after_decline_or_timeout"] is None


def test_none_and_zero_of_the_second_timer_stay_apart() -> None:
    for value, text in ((None, None), (0, "0")):
        written = write_object(
            tables.WORKSTREAM, workstream(assign_work_item_after_decline_or_timeout=value), terse=True
        )
        assert written["assign_work_item_after_decline_or_timeout"] == text


def test_document_has_only_what_there_is() -> None:
    assert write_organisation(Organisation()) == {"version": 1}
    document = write_organisation(replace(SOUND, simulation=Simulation(max_offers=3)))
    assert list(document) == [
        "version", "workstreams", "queues", "agents", "skills", "rulesets", "flows", "simulation"
    ]  # fmt: skip
    assert document["skills"] == ["spanish"]
    assert document["simulation"] == {"max_offers": 3}
    assert document["flows"][0]["branches"] == [
        {"when": {"attribute": "priority", "equals": 1}, "workstream": "Cases"}
    ]


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ((0, 1, 2, 3, 4), "mon-fri"),
        ((5, 6), "sat,sun"),
        ((0,), "mon"),
        ((0, 1, 4), "mon,tue,fri"),
        ((0, 1, 2, 3, 4, 5, 6), "mon-sun"),
    ],
)
def test_days(days: tuple[int, ...], text: str) -> None:
    assert write_days(days) == text


@given(strategies.organisations())
def test_what_is_written_reads_the_same(organisation: Organisation) -> None:
    notes = Findings()
    parsed = parse_documents([Source(as_typed(write_organisation(organisation)))], notes)
    assert notes.problems == []
    assert parsed.organisation == organisation


@given(strategies.workstreams("Cases"))
def test_complete_form_reads_the_same(given_: Workstream) -> None:
    notes = Findings()
    raw = as_typed(write_object(tables.WORKSTREAM, given_))
    assert read_object(tables.WORKSTREAM, raw, (), notes) == given_
    assert notes.problems == []
