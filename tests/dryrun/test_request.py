"""The options of a run, judged together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from wscli.dryrun.inputs import check_places
from wscli.dryrun.request import Options, understand
from wscli.errors import Invalid, Usage
from wscli.model.organisation import Organisation, Simulation
from wscli.model.terms import Semantics

MADRID = Organisation(simulation=Simulation(timezone="Europe/Madrid", service_level=600))


def wrong(**given: Any) -> list[str]:
    """Return the places of what is wrong with options."""
    with pytest.raises(Invalid) as caught:
        understand(Options(**given), MADRID)
    assert caught.value.code == 3
    return [problem.path for problem in caught.value.problems]


def test_what_is_not_said_comes_from_the_configuration() -> None:
    request = understand(Options(), MADRID)

    assert (request.timezone, request.service_level, request.seed) == ("Europe/Madrid", 600, 0)
    assert request.semantics is Semantics.CLASSIC_2019
    assert (request.start, request.until, request.handle_time, request.event_log) == (None, None, None, None)


def test_options_go_before_the_configuration() -> None:
    request = understand(
        Options(
            timezone="America/New_York",
            service_level="90s",
            seed="7",
            start="2026-03-02T09:00",
            until="2026-03-02T15:00Z",
            semantics="Classic 2019",
            handle_time="1m30s",
            case_log="out.CSV",
            mapping=("case_id=number,arrived_at=opened", "priority=urgency"),
        ),
        MADRID,
    )

    assert (request.service_level, request.seed, request.case_log) == (90, 7, Path("out.CSV"))
    assert request.until is not None and request.start is not None
    assert request.until - request.start == 3_600_000
    assert request.mapping == {"case_id": "number", "arrived_at": "opened", "priority": "urgency"}
    assert request.handle_time is not None and request.handle_time.a == 90_000


def test_all_wrong_options_come_at_once() -> None:
    found = wrong(
        seed="x",
        semantics="unified-2025",
        start="yesterday",
        until="",
        timezone="Mars",
        handle_time="5",
        service_level="soon",
        event_log="events.txt",
        case_log="cases",
        case_format="xls",
        mapping=("number",),
        time_format="%Q",
    )

    assert sorted(set(found)) == [
        "--case-format",
        "--case-log",
        "--event-log",
        "--from",
        "--handle-time",
        "--map",
        "--seed",
        "--semantics",
        "--service-level",
        "--time-format",
        "--timezone",
        "--until",
    ]


@pytest.mark.parametrize("seed", ["-1", "1.5", "", "9223372036854775808", "٣", "0x1"])
def test_a_seed_is_a_whole_number_from_nought(seed: str) -> None:
    assert wrong(seed=seed) == ["--seed"]


@pytest.mark.parametrize("name", ["unified-2025", "classic", ""])
def test_semantics_that_are_not_simulated(name: str) -> None:
    assert wrong(semantics=name) == ["--semantics"]


def test_a_run_must_not_end_before_it_begins() -> None:
    with pytest.raises(Usage, match="before --from"):
        understand(Options(start="2026-03-02", until="2026-03-01"), MADRID)
    same = understand(Options(start="2026-03-02", until="2026-03-02"), MADRID)
    assert same.start == same.until


def test_from_and_until_may_be_in_the_users_own_form() -> None:
    given = Options(start="03/02/2026 09:00", time_format="%m/%d/%Y %H:%M")

    assert understand(given, MADRID).start == understand(Options(start="2026-03-02T09:00"), MADRID).start


@pytest.mark.parametrize(
    ("cases", "files", "given", "said"),
    [
        ("-", ["-"], {}, "standard input is named twice"),
        ("-", [], {"events": "-"}, "standard input is named twice"),
        ("c.csv", ["-"], {"events": "-"}, "standard input is named twice"),
        (
            "c.csv",
            [],
            {"event_log": "x.csv", "case_log": "./x.csv"},
            "--case-log ./x.csv would overwrite --event-log",
        ),
        ("c.csv", [], {"case_log": "c.csv"}, "--case-log c.csv would overwrite c.csv"),
        ("c.csv", [], {"events": "e.csv", "event_log": "folder/../e.csv"}, "would overwrite e.csv"),
    ],
)
def test_one_file_is_one_thing(cases: str, files: list[str], given: dict[str, str], said: str) -> None:
    with pytest.raises(Usage) as caught:
        check_places(cases, Options(files=tuple(files), **given))
    assert said in caught.value.message


def test_different_files_are_fine() -> None:
    check_places("-", Options(files=("a.yaml",), events="e.csv", event_log="x.csv", case_log="x.jsonl"))
