"""The clock of a replay: how fast simulated time goes by, where it stands, and where it jumps to.

Real time comes from a function that is handed in, so that nobody has to wait in order to test it. Nothing
here knows of screens or keys.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

from wscli.errors import Invalid
from wscli.report.replay.timeline import Timeline

SLOWEST, FASTEST = 0.125, 86_400.0
"""Simulated seconds per second: from a quiet look to a day in a second."""
MAX = float("inf")
"""As fast as it can be."""


def read_speed(text: str) -> float:
    """Return the speed that `text` says, more than nothing, and `MAX` for `max`; raises Invalid."""
    word = text.strip().casefold()
    if word == "max":
        return MAX
    try:
        speed = float(word.removesuffix("x").removesuffix("×"))
    except ValueError:
        speed = 0.0
    if not (speed > 0 and isfinite(speed)):
        raise Invalid(
            f"--speed: {text!r} is not a speed",
            hint="simulated seconds per second, as in 60 or 0.5; max: as fast as it can be",
        )
    return speed


def speed_text(speed: float) -> str:
    """Return a speed for people: `60×`, `max`."""
    return "max" if speed == MAX else f"{speed:,.12g}×" if speed < 1 else f"{speed:,.6g}×"


class Player:
    """Plays a timeline: `now` is simulated time in epoch milliseconds, `clock` real time in seconds."""

    def __init__(self, timeline: Timeline, clock: Callable[[], float], speed: float = 60.0) -> None:
        self.timeline = timeline
        self.clock = clock
        self.speed = max(SLOWEST, min(speed, FASTEST))
        self.now = timeline.start
        self.paused = False
        self._last = clock()
        self._rest = 0.0
        timeline.reach(self.now)

    @property
    def ended(self) -> bool:
        """Whether all has happened."""
        return self.now >= self.timeline.end and self.timeline.index == len(self.timeline)

    @property
    def left(self) -> int:
        """How long it takes from here to the end at this speed, in milliseconds of the clock."""
        return round((self.timeline.end - self.now) / self.speed)

    def tick(self) -> None:
        """Let simulated time follow the clock; at the end it stops."""
        real = self.clock()
        passed, self._last = real - self._last, real
        if self.paused:
            return
        whole, self._rest = divmod(self._rest + passed * self.speed * 1000, 1)
        self._stand(min(self.now + int(whole), self.timeline.end))
        self.paused = self.ended

    def skip_real_time(self) -> None:
        """Let the time since the last tick not count: the program was not running."""
        self._last = self.clock()

    def toggle(self) -> None:
        """Stop, or go on; at the end there is nothing to go on to."""
        self.tick()
        self.paused = self.ended or not self.paused

    def faster(self) -> None:
        """Double the speed."""
        self.tick()
        self.speed = min(self.speed * 2, FASTEST)

    def slower(self) -> None:
        """Halve the speed."""
        self.tick()
        self.speed = max(self.speed / 2, SLOWEST)

    def step_instant(self, forward: bool = True) -> None:
        """Go to the next instant at which anything happens, or back to the one before; and stop there."""
        self.jump(self.timeline.following() if forward else self.timeline.preceding(self.now))

    def step_event(self, forward: bool = True) -> None:
        """Let one more row happen, or one less, and stop there."""
        index = self.timeline.index + (1 if forward else -1)
        if 0 <= index <= len(self.timeline):
            self.jump_to_row(index)

    def jump(self, instant: int) -> None:
        """Go to an instant of the run, everything at it included, and stop there."""
        self.paused, self._rest = True, 0.0
        self._stand(max(self.timeline.start, min(instant, self.timeline.end)))

    def jump_to_row(self, index: int) -> None:
        """Go to where the first `index` rows have happened, perhaps in the middle of an instant; and stop."""
        self.paused, self._rest = True, 0.0
        self.timeline.seek(index)
        self.now = self.timeline.instant(self.timeline.index)

    def _stand(self, now: int) -> None:
        self.now = now
        self.timeline.reach(now)
