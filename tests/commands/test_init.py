"""A configuration and cases to start from: they work as they are, and nothing is overwritten."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from frontdoor import Result
from wscli.office import starter

Wscli = Callable[..., Result]
NAMES = ["cases.csv", "centre.yaml"]


def files(folder: Path = Path()) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_init_writes_two_files_and_says_what_to_run(wscli: Wscli) -> None:
    result = wscli("init")

    assert (result.code, result.out) == (0, "")
    assert result.err == (
        "wrote centre.yaml\n"
        "wrote cases.csv\n"
        "next: wscli validate centre.yaml\n"
        "next: wscli simulate cases.csv -f centre.yaml\n"
        "next: wscli apply -f centre.yaml\n"
    )
    assert files() == NAMES


def test_what_it_says_works_as_it_stands(wscli: Wscli) -> None:
    said = wscli("init").err.splitlines()
    steps = [line.removeprefix("next: wscli ").split() for line in said if line.startswith("next: ")]
    validated, simulated, applied = (wscli(*words) for words in steps)

    assert validated == (0, "", "valid\n")
    assert simulated.code == 0 and "12 arrived: 12 resolved" in simulated.out
    assert not [line for line in simulated.err.splitlines() if line.startswith(("warning", "error"))]
    assert (applied.code, "warning" in applied.err) == (0, False)
    assert wscli("validate", "--strict") == (0, "", "valid\n")
    assert wscli("diff", "-f", "centre.yaml", "--prune", "--exit-code").code == 0


def test_every_kind_of_work_is_in_it(wscli: Wscli) -> None:
    wscli("init")
    summary = json.loads(wscli("simulate", "cases.csv", "-f", "centre.yaml", "-o", "json").out)

    assert summary["cases"]["resolved"] == 12
    assert summary["offers"]["accepted"] and summary["picks"]["made"]
    assert all(queue["cases"]["arrived"] for queue in summary["queues"])
    assert all(agent["handled"] for agent in summary["agents"])


def test_init_makes_the_folder_that_it_is_given(wscli: Wscli) -> None:
    result = wscli("init", "my centre/new", "-o", "json")

    assert json.loads(result.out) == {"files": ["my centre/new/centre.yaml", "my centre/new/cases.csv"]}
    assert "next: wscli validate 'my centre/new/centre.yaml'\n" in result.err
    assert files(Path("my centre/new")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_overwritten(wscli: Wscli, name: str) -> None:
    Path(name).write_text("mine", encoding="utf-8")
    result = wscli("init")

    assert result == (
        5,
        "",
        f"error: there is already {name}: nothing was written\nhint: name another folder\n",
    )
    assert (files(), Path(name).read_text(encoding="utf-8")) == ([name], "mine")


def test_a_link_to_nothing_is_not_overwritten_either(wscli: Wscli) -> None:
    Path("cases.csv").symlink_to("elsewhere")

    assert wscli("init").code == 5
    assert files() == ["cases.csv"]


def test_a_file_in_the_way_of_the_folder_is_said(wscli: Wscli) -> None:
    Path("file").write_text("", encoding="utf-8")
    result = wscli("init", "file/below")

    assert (result.code, files()) == (1, ["file"])
    assert result.err.startswith("error: file")


def test_a_dry_run_writes_nothing_but_sees_what_is_there(wscli: Wscli) -> None:
    result = wscli("init", "--dry-run")

    assert (result.code, files()) == (0, [])
    assert result.err.startswith("(dry run) wrote centre.yaml\n(dry run) wrote cases.csv\n")
    Path("centre.yaml").touch()
    assert wscli("init", "--dry-run").code == 5


def test_unknown_fields_are_refused_before_anything_is_written(wscli: Wscli) -> None:
    assert wscli("init", "--fields", "nothing").code == 3
    assert files() == []


def test_every_line_of_the_configuration_fits_a_page() -> None:
    lines = [line for text in starter.FILES.values() for line in text.splitlines()]

    assert max(map(len, lines)) <= 105
    assert len(lines) < 100
    assert set(yaml.safe_load(starter.CONFIGURATION)) >= {"workstreams", "queues", "agents", "flows"}
