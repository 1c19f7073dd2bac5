"""Time in pieces, and step functions over them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wscli.report.html import scale

HOUR = scale.HOUR
STEPS = st.dictionaries(st.integers(0, 5_000_000), st.integers(0, 9), max_size=30).map(
    lambda steps: sorted(steps.items())
)
SPANS = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)).map(lambda pair: tuple(sorted(pair))))


@given(steps=STEPS, start=st.integers(-(10**6), 0), most=st.integers(1, 50))
@settings(max_examples=60)
def test_means_add_up_to_the_whole_and_peaks_are_reached(
    steps: list[tuple[int, int]], start: int, most: int
) -> None:
    end = 5_000_001
    grid = scale.bins(start, end, most)
    ends = [at for at, _ in steps[1:]] + [end]
    whole = sum(value * (until - at) for (at, value), until in zip(steps, ends, strict=bool(steps)))
    lengths = [right - left for left, right in zip(grid.edges, grid.edges[1:], strict=False)]

    means, peaks = scale.means(steps, grid), scale.peaks(steps, grid)
    assert len(grid) <= most + 1
    assert sum(mean * length for mean, length in zip(means, lengths, strict=True)) == pytest.approx(whole)
    assert max(peaks) == max((value for _, value in steps), default=0)
    assert all(mean <= peak + 1e-9 for mean, peak in zip(means, peaks, strict=True))


@given(spans=SPANS, others=SPANS)
@settings(max_examples=60)
def test_spans_in_common_are_those_instants_that_both_have(
    spans: list[tuple[int, int]], others: list[tuple[int, int]]
) -> None:
    def instants(found: list[tuple[int, int]]) -> set[int]:
        return {at for start, end in found for at in range(start, end)}

    found = scale.common(scale.united(spans), scale.united(others))

    assert instants(found) == instants(spans) & instants(others)
    assert instants(scale.united(spans)) == instants(spans)


def test_pieces_begin_on_the_hours_of_the_clock() -> None:
    offset = scale.offset_of(ZoneInfo("Asia/Kolkata"), 0)
    grid = scale.bins(10 * scale.MINUTE, 20 * HOUR, 24, ZoneInfo("Asia/Kolkata"))

    assert offset == 5.5 * HOUR
    assert grid.length == HOUR
    assert [(edge + offset) % HOUR for edge in grid.edges[1:-1]] == [0] * (len(grid) - 1)


@pytest.mark.parametrize("begin", ["2026-03-20T17:00", "2026-10-20T17:00", "2011-12-20T17:00"])
@pytest.mark.parametrize("zone", ["Europe/Madrid", "Australia/Lord_Howe", "Pacific/Apia", "UTC"])
@pytest.mark.parametrize("most", [16, 60])
def test_days_begin_at_midnight_before_and_after_clocks_change(begin: str, zone: str, most: int) -> None:
    local = ZoneInfo(zone)
    start = int(datetime.fromisoformat(begin).replace(tzinfo=local).timestamp() * 1000)
    grid = scale.bins(start, start + 16 * scale.DAY, most, local)
    clocks = [datetime.fromtimestamp(edge / 1000, local) for edge in grid.edges[1:-1]]

    assert list(grid.edges) == sorted(set(grid.edges))
    assert len(grid) <= most + 2
    # In an hour that is left out, or that comes twice, a piece begins as near to it as can be.
    odd = [
        clock
        for clock in clocks
        if (clock.hour * HOUR + clock.minute * scale.MINUTE) % min(grid.length, scale.DAY)
    ]
    assert len(odd) <= 1
    assert [grid.place(edge) for edge in grid.edges[:-1]] == list(range(len(grid)))


def test_a_run_without_length_is_one_piece() -> None:
    grid = scale.bins(7, 7, 10)

    assert len(grid) == 1
    assert scale.means([(7, 3)], grid) == [3]
    assert scale.tally([7, 7], grid) == [2]


def test_how_many_spans_go_on() -> None:
    assert scale.summed([(0, 5), (3, 5), (5, 6)]) == [(0, 1), (3, 2), (5, 1), (6, 0)]


def test_an_instant_behind_the_calendar_has_no_offset() -> None:
    assert scale.offset_of(ZoneInfo("Europe/Madrid"), 1 << 60) == 0
