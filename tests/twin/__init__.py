"""A second, slow and literal implementation of the rules of `classic-2019`.

It is there to be read beside the rulebook: every function names the rule it implements, and at
each step everything is looked at again. There are no queues by time, no indexes and no caches, so
it is for worlds of a few agents and cases. It shares no code with the simulator; where both give
the same event log, two readings of the rules agree.

What is left to chance is asked of `draw(purpose, case id, agent, ordinal)`, a number of (0, 1):
`answer` and `accept-after` for the nth offer of a case to an agent, `pick-after` for the nth look of
an agent (no case), `pick-order` for each listed case in that look, `handle-time` for a case (no agent).
"""

from collections.abc import Iterable
from typing import Any

from .beginning import build_world
from .chance import read_time
from .clock import run_to_end
from .definitions import Draw, read_configuration
from .result import Result, result_of
from .rows import read_case, read_event

__all__ = ["Result", "run"]


def run(
    document: dict[str, Any],
    cases: list[dict[str, Any]],
    events: Iterable[dict[str, Any]] = (),
    *,
    from_: str | None = None,
    until: str | None = None,
    timezone: str | None = None,
    handle_time: str | None = None,
    draw: Draw | None = None,
) -> Result:
    """Run a valid document on rows of a case file and an events file, all as plain text.

    `handle_time` is that of cases that have none of their own.
    """
    configuration = read_configuration(document, timezone, draw)
    zone = configuration.zone
    case_rows = [read_case(index, row, zone) for index, row in enumerate(cases)]
    if handle_time is not None:
        time = read_time(handle_time)
        for row in case_rows:
            if row.parts is None:
                row.parts = [configuration.sample(time, "handle-time", row.case_id, "", 1)]
    event_rows = [read_event(index, row, zone) for index, row in enumerate(events)]
    world = build_world(configuration, case_rows, event_rows, from_, until)
    return result_of(run_to_end(world))
