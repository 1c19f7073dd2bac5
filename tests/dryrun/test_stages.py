"""The words of progress: how far the reading and the run are."""

from __future__ import annotations

import gzip
import io
from array import array
from datetime import UTC
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from wscli.cases import Format, Vocabulary, read_inputs
from wscli.dryrun.stages import Doing, Reading, Simulating, unwatched

ROWS = "case_id,arrived_at,handle_seconds\n" + "".join(
    f"C{number},2026-03-02T09:00:00,60\n" for number in range(20_000)
)
NOBODY = Vocabulary.of(queues=[], workstreams=[], skills=[], agents=[], presences=[])


def test_reading_says_the_share_of_the_bytes(tmp_path: Path) -> None:
    """Of the file as it is packed: only that size is known beforehand."""
    for packed in (False, True):
        place = tmp_path / "cases.csv"
        place.write_bytes(gzip.compress(ROWS.encode()) if packed else ROWS.encode())
        stage = Reading()
        assert stage.line(0) == "reading cases  0 MB  0 rows"
        read_inputs(str(place), None, Format(), NOBODY, meter=stage.meter)

        assert stage.line(1) == "reading cases  100%  20,000 rows"


def test_reading_from_a_pipe_says_how_much_there_was() -> None:
    stage = Reading()
    read_inputs("-", None, Format(), NOBODY, stdin=io.BytesIO(ROWS.encode()), meter=stage.meter)

    assert stage.line(1) == "reading cases  1 MB  20,000 rows"


def test_reading_in_the_middle_of_a_file() -> None:
    """What another thread may see at any time: bytes that have passed, and rows so far."""
    stage = Reading()
    seen: list[str] = []

    class Slow(io.BytesIO):
        def readinto1(self, buffer: Any) -> int:
            seen.append(stage.line(0))
            return super().readinto1(buffer)

    read_inputs("-", None, Format(), NOBODY, stdin=Slow(ROWS.encode()), meter=stage.meter)

    assert len(seen) > 2
    assert seen[0].endswith(" 0 rows")
    rows = [int(line.split()[-2].replace(",", "")) for line in seen]
    assert rows == sorted(rows) and 0 < rows[-1] <= 20_000


def world(now: int, enters: list[int]) -> Any:
    """Return what is seen of a world; the kernel puts an end behind the arrivals."""
    plan = SimpleNamespace(order=array("q", range(len(enters))), enters=array("q", [*enters, 1 << 62]))
    return SimpleNamespace(now=now, plan=plan)


def test_a_run_is_routed_then_simulated() -> None:
    times = iter([10.0, 14.0, 18.0])
    stage = Simulating(ZoneInfo("Europe/Madrid"), clock=lambda: next(times))
    assert stage.line(2.4) == "routing  2s"
    nine = 1_772_442_000_000
    stage.started(seen := world(nine + 24, [nine + at for at in range(100)]))

    assert stage.line(7) == "simulating  25%  6 cases/s  at 2026-03-02 10:00  12s left"
    seen.now = nine + 3_600_000
    assert stage.line(11) == "simulating  100%  12 cases/s  at 2026-03-02 11:00"


def test_a_long_rest_is_said_in_minutes_and_no_calendar_ends_the_line() -> None:
    times = iter([0.0, 10.0])
    stage = Simulating(UTC, clock=lambda: next(times))
    stage.started(world(10**15, [0, *[10**15 + 1] * 99]))

    assert stage.line(10) == "simulating  1%  0 cases/s  16m30s left"


def test_work_without_a_measure_says_what_it_is() -> None:
    assert Doing("saving 12 cases").line(61.2) == "saving 12 cases  1m01s"
    with unwatched(Doing("anything")):
        pass
