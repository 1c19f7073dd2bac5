"""The gate of examples/ci-gate: it lets the candidate pass, stops what is worse, and its day is generated."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

GATE = Path(__file__).parent.parent / "examples" / "ci-gate"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the gate is a POSIX shell script")


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GATE, tmp_path / "gate"))


def check(gate: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("WSCLI_")}
    environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environ['PATH']}"
    return subprocess.run(
        ["sh", str(gate / "check.sh"), *words], env=environ, capture_output=True, text=True, check=False
    )


def test_the_candidate_passes_and_shows_what_it_changes(gate: Path) -> None:
    passed = check(gate)

    assert passed.returncode == 0, passed.stderr
    assert "queues[Everything else].members:" in passed.stdout
    assert "The same 399 cases, case by case." in passed.stdout


def test_what_is_worse_is_stopped_with_the_figures(gate: Path) -> None:
    stopped = check(gate, str(gate / "in-force.yaml"), str(gate / "candidate.yaml"))
    assert stopped.returncode == 6
    assert "service_level.fraction: is 71.55%, wanted >= 75%" in stopped.stderr

    ruthless = (gate / "candidate.yaml").read_text().replace("finn, ben]", "finn, ann, ben]")
    (gate / "candidate.yaml").write_text(ruthless)
    stopped = check(gate)
    assert stopped.returncode == 6
    assert "1 of 5 gates not met\n  delta.queues[Cards].wait.mean: is +2m18s" in stopped.stderr


def test_what_is_not_sound_is_stopped_before_anything_is_run(gate: Path) -> None:
    (gate / "candidate.yaml").write_text((gate / "candidate.yaml").read_text().replace("ben]", "bne]"))
    stopped = check(gate)

    assert stopped.returncode == 3
    assert "bne" in stopped.stderr
    assert "Good enough?" not in stopped.stdout


def test_the_day_is_what_its_generator_writes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(GATE / "generate_day.py"), "--to", str(tmp_path)], check=True)

    assert (tmp_path / "day.cases.csv").read_bytes() == (GATE / "day.cases.csv").read_bytes()


def test_the_workflow_runs_the_gate_on_files_that_are_there() -> None:
    workflow = yaml.safe_load((GATE / "github" / "workflow.yaml").read_text(encoding="utf-8"))
    steps = [step["run"] for step in workflow["jobs"]["check"]["steps"] if "run" in step]

    assert steps[-1].startswith("sh routing/check.sh routing/candidate.yaml ")
    assert workflow[True] == {"pull_request": {"paths": ["routing/**"]}}  # `on` is a boolean in YAML 1.1
