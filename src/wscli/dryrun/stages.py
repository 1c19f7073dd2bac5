"""The stages of a run, each as something that can be looked at while it lasts.

A stage holds on to what the work fills anyway (a table, a file, the world of a run) and reads from it when
it is asked, from another thread; the work knows nothing of it. Whoever runs something hands in a `Watch`,
which is told of each stage and decides whether anybody is shown it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta, tzinfo
from time import monotonic
from typing import Protocol

from wscli.cases import Meter
from wscli.simulation import World


class Stage(Protocol):
    """A piece of work, in words."""

    def line(self, passed: float) -> str:
        """Return how far it is after `passed` seconds."""


Watch = Callable[[Stage], AbstractContextManager[object]]
"""Takes a stage, and lasts as long as it does."""


def unwatched(stage: Stage) -> AbstractContextManager[object]:
    """Show nobody anything: the `Watch` of tests and of programs."""
    return nullcontext()


class Doing:
    """Work that says nothing of how far it is: writing a log, measuring."""

    def __init__(self, words: str) -> None:
        self.words = words

    def line(self, passed: float) -> str:
        """Return what is done, and for how long."""
        return f"{self.words}  {_seconds(passed)}"


class Reading:
    """Reading cases and events."""

    def __init__(self) -> None:
        self.meter = Meter()

    def line(self, passed: float) -> str:
        """Return which file is read, the share of its bytes if it has a size, and its rows so far."""
        meter = self.meter
        share = meter.share
        size = f"{meter.bytes / 1e6:,.0f} MB" if share is None else _percent(share)
        return f"reading {meter.what}  {size}  {meter.rows:,} rows"


class Simulating:
    """The simulation itself: routing the cases beforehand, then the event loop."""

    def __init__(self, zone: tzinfo, clock: Callable[[], float] = monotonic) -> None:
        self.zone = zone
        self.clock = clock
        self.world: World | None = None
        self.began = 0.0

    def started(self, world: World) -> None:
        """Take the world of the run whose loop begins now."""
        self.began = self.clock()
        self.world = world

    def line(self, passed: float) -> str:
        """Return how many cases have arrived, how fast, the simulated time, and how long it may take yet.

        What is left is reckoned by the cases that have not arrived: those that are there then may take
        longer, which nobody knows.
        """
        world = self.world
        if world is None:
            return f"routing  {_seconds(passed)}"
        now, cases = world.now, len(world.plan.order)
        entered = min(bisect_right(world.plan.enters, now), cases)
        spent = max(self.clock() - self.began, 0.001)
        words = [f"simulating  {_percent(entered / cases if cases else 1.0)}"]
        words.append(f"{entered / spent:,.0f} cases/s")
        if at := self._moment(now):
            words.append(f"at {at}")
        if 0 < entered < cases:
            words.append(f"{_seconds(spent * (cases - entered) / entered)} left")
        return "  ".join(words)

    def _moment(self, at: int) -> str:
        """Return simulated time to the minute; nothing behind the year 9999, which no calendar has."""
        try:
            moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at)
            return f"{moment.astimezone(self.zone):%Y-%m-%d %H:%M}"
        except OverflowError:
            return ""


def _percent(share: float) -> str:
    return f"{min(share, 1.0):.0%}"


def _seconds(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60}m{whole % 60:02d}s" if whole >= 60 else f"{whole}s"
