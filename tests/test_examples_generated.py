"""The example week is what its generator writes, and looks like the week its comments promise."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import yaml

EXAMPLES = Path(__file__).parent.parent / "examples"
WEEK = ("week.cases.csv", "week.events.csv")


def generate(folder: Path, *arguments: str) -> dict[str, bytes]:
    command = [sys.executable, str(EXAMPLES / "generate_week.py"), *arguments, "--to", str(folder)]
    subprocess.run(command, check=True)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def rows(name: str) -> list[dict[str, str]]:
    with (EXAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_committed_week_is_what_the_generator_writes(tmp_path: Path) -> None:
    written = generate(tmp_path)

    assert {name: (EXAMPLES / name).read_bytes() for name in WEEK} == written


def test_another_seed_gives_another_week(tmp_path: Path) -> None:
    written = generate(tmp_path, "7")

    assert sorted(written) == sorted(WEEK)
    assert all(written[name] != (EXAMPLES / name).read_bytes() for name in WEEK)


def test_cases_arrive_in_order_within_the_office_hours_of_the_working_week() -> None:
    cases = rows("week.cases.csv")

    arrivals = [case["arrived_at"] for case in cases]
    assert 1900 <= len(cases) <= 2100
    assert len({case["case_id"] for case in cases}) == len(cases)
    assert arrivals == sorted(arrivals)
    assert {arrival[:10] for arrival in arrivals} == {f"2026-03-0{day}" for day in range(2, 7)}
    assert all("08:00:00" <= arrival[11:] < "19:00:00" for arrival in arrivals)


@pytest.mark.parametrize(
    ("column", "value", "share"),
    [("priority", "Normal", 0.94), ("priority", "High", 0.03), ("category", "fault", 0.38)],
)
def test_shares_are_those_of_real_queues(column: str, value: str, share: float) -> None:
    cases = rows("week.cases.csv")

    count = Counter(case[column] for case in cases)[value]
    assert count / len(cases) == pytest.approx(share, abs=0.025)


def test_some_cases_wait_for_the_customer_and_some_customers_do_not_wait() -> None:
    cases = rows("week.cases.csv")

    patterns = [case["handle_seconds"].split("|") for case in cases if "|" in case["handle_seconds"]]
    impatient = [case for case in cases if case["patience_seconds"]]
    assert 40 <= len(patterns) <= 120
    assert {len(parts) for parts in patterns} == {3}
    assert 180 <= len(impatient) <= 300


def test_agents_sign_in_go_to_lunch_and_sign_out_each_day() -> None:
    events = rows("week.events.csv")

    days: dict[tuple[str, str], list[str]] = {}
    for event in events:
        days.setdefault((event["agent"], event["at"][:10]), []).append(event["value"] or event["event"])
    assert [event["at"] for event in events] == sorted(event["at"] for event in events)
    assert all(day == ["sign-in", "away", "available", "sign-out"] for day in days.values())
    assert len({agent for agent, _ in days}) == 12


def test_the_file_that_the_setup_applies_is_part_of_the_whole_document() -> None:
    whole = yaml.safe_load((EXAMPLES / "contact-centre.yaml").read_text(encoding="utf-8"))
    part = yaml.safe_load((EXAMPLES / "routing.yaml").read_text(encoding="utf-8"))

    assert part == {key: whole[key] for key in part}
