"""Several processes that read and then write: all of it lands, from the first creation on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from wscli.model.organisation import Organisation
from wscli.store import Store

WORKER = """
import sys
from pathlib import Path
from wscli.model.organisation import Organisation
from wscli.model.workstream import Workstream
from wscli.store import Store

path, name, times, fails = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4] == "fails"
store = Store(path)
store.busy_seconds = 60.0
print("ready", flush=True)
sys.stdin.readline()
for number in range(times):
    if fails:
        try:
            with store.write() as transaction:
                raise LookupError
        except LookupError:
            continue
    store.load()
    with store.write() as transaction:
        current = transaction.load("workstreams")
        thing = Workstream(name=f"{name} {number}", capacity=len(current.workstreams))
        transaction.save(current, current.with_section("workstreams", (*current.workstreams, thing)))
"""


def run_workers(path: Path, workers: int, times: int, failing: int = 0) -> None:
    """Let processes write at once: all are started, then let go together."""
    kinds = ["writes"] * workers + ["fails"] * failing
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(path), f"w{number}", str(times), kind],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number, kind in enumerate(kinds)
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    said = [process.communicate(timeout=300)[1] for process in running]
    assert said == [""] * len(running)


def written(store: Store) -> Organisation:
    organisation = store.load()
    seen = [thing.capacity for thing in organisation.workstreams]
    assert seen == list(range(len(seen))), "somebody wrote without having seen what was there"
    return organisation


def test_every_write_of_several_processes_lands(store: Store) -> None:
    run_workers(store.path, workers=4, times=10)
    assert len(written(store).workstreams) == 40


def test_processes_that_create_the_database_at_once_all_land(tmp_path: Path) -> None:
    store = Store(tmp_path / "new" / "folder" / "wscli.db")
    run_workers(store.path, workers=6, times=1)
    assert len(written(store).workstreams) == 6
    facts = store.facts()
    assert (facts["integrity"], facts["journal_mode"]) == ("ok", "wal")
    assert sorted(file.name for file in store.path.parent.iterdir()) == ["wscli.db"]


def test_first_writes_that_fail_take_nothing_from_those_that_land(tmp_path: Path) -> None:
    store = Store(tmp_path / "new" / "folder" / "wscli.db")
    run_workers(store.path, workers=3, times=2, failing=3)
    assert len(written(store).workstreams) == 6


@pytest.mark.long
def test_a_storm_of_writes(tmp_path: Path) -> None:
    for number in range(10):
        store = Store(tmp_path / f"new {number}" / "wscli.db")
        run_workers(store.path, workers=8, times=50, failing=2)
        assert len(written(store).workstreams) == 400
        assert store.facts()["integrity"] == "ok"
