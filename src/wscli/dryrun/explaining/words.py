"""Facts as people read them: times of day, checks, rankings, and what ended a wait."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from wscli.amounts import count, duration
from wscli.model.duration import write_duration

Row = dict[str, Any]


class Clock:
    """Writes instants as times of day, with the date where it is not that of the story."""

    def __init__(self, day: str) -> None:
        self.day = day[:10]

    def __call__(self, instant: str | None) -> str:
        """Return `09:00:00`, `09:00:00.2`, or `2026-03-03 09:00:00`: to the tenth, cut off."""
        if instant is None:
            return "never"
        fraction = instant[19:21] if instant[20] != "0" else ""
        time = instant[11:19] + fraction
        return time if instant[:10] == self.day else f"{instant[:10]} {time}"


def lasting(seconds: float) -> str:
    """Return seconds as a duration, largest unit first: to the second, below a minute to the tenth."""
    if 0 < seconds < 60:
        return duration(seconds)
    return write_duration(round(seconds) * 1000) if seconds else "0s"


def either(words: Sequence[str]) -> str:
    """Return `a`, `a or b`, `a, b or c`."""
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else list(words))


def both(words: Sequence[str]) -> str:
    """Return `a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else list(words))


def cases_text(found: Row) -> str:
    """Return the ids of a list that is cut: `C-1, C-2 … (14)`."""
    ids = [each["case_id"] if isinstance(each, dict) else each for each in found["cases"]]
    shown = list(dict.fromkeys(ids))[:3]
    more = found["count"] - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def failure_text(found: Row, clock: Clock) -> str:
    """Return a failed check with need and have: `capacity: needs 50, has 30`."""
    return _FAILURES[found["check"]](found, clock)


def _presence(found: Row, clock: Clock) -> str:
    if found["have"] in ("busy", "busy-dnd") and found["units_left"] <= 0:
        return "full"
    left = f" ({count(found['units_left'], 'unit')} left)" if found["have"] in ("busy", "busy-dnd") else ""
    return f"presence: needs {either(found['need'])}, is {found['have']}{left}"


def _capacity(found: Row, clock: Clock) -> str:
    least = found.get("have_least")
    has = f"{found['have']}" if least is None else f"{least} to {found['have']}"
    return f"capacity: needs {found['need']}, has {has}"


def _cool_down(found: Row, clock: Clock) -> str:
    again = "not asked again" if found["until"] is None else f"asked again from {clock(found['until'])}"
    return f"cool-down: declined or missed it, {again}"


def _skills(found: Row, clock: Clock) -> str:
    needs = both([f"{name}:{rating}" for name, rating in found["need"].items()])
    has = both([f"{name}:{rating}" for name, rating in found["have"].items()]) or "none"
    return f"skills: needs {needs}, has {has}"


def _first(found: Row, clock: Clock) -> str:
    before = found["before"]
    stands = "stands" if before["count"] == 1 else "stand"
    blocked = ", and cannot be taken either" if found["blocked"] else ""
    return f"list: {cases_text(before)} {stands} before it{blocked}"


_FAILURES: dict[str, Callable[[Row, Clock], str]] = {
    "member": lambda found, clock: "not a member of the queue",
    "signed-in": lambda found, clock: "signed out",
    "presence": _presence,
    "capacity": _capacity,
    "cool-down": _cool_down,
    "skills": _skills,
    "left-to-row": lambda found, clock: "events file: it says who picks this case",
    "first-on-list": _first,
    "look": lambda found, clock: "was looking at the list",
    "offer-limit": lambda found, clock: "limit: offered as often as it may be (max_offers)",
}


_EVENTS = {"timed-out": "not answered", "undistributed": "not placed", "auto-closed": "closed by itself"}
_FAULTS = {
    "dangling-workstream": "no active workstream of that name",
    "no-workstream": "nothing names a workstream",
    "no-queue": "nothing names a queue",
}
"""Why a case was not distributed (rulebook 2), as the event log has it and as people say it."""


def event_text(row: Row) -> str:
    """Return a row of the event log as people say it: `not answered by ben`, `withdrawn (patience)`."""
    event, reason = str(row["event"]), row["reason"]
    said = _EVENTS.get(event, event)
    if event == "undistributed":
        return f"{said}: {_FAULTS.get(reason, reason)}"
    joint = "with" if event in ("waiting", "replied", "cancelled", "auto-closed") else "by"
    return said + (f" {joint} {row['agent']}" if row["agent"] else "") + (f" ({reason})" if reason else "")


def repeated_text(row: Row) -> str:
    """Return what came again and again: `996 more offers to ben and ann, none answered`."""
    offers, ended = row.get("offered", 0), row["ended"]
    if offers and ended.get("timed-out") == offers:
        return f"{count(offers, 'more offer')} to {both(row['agents'])}, none answered"
    if offers and ended.get("declined") == offers:
        return f"{count(offers, 'more offer')} to {both(row['agents'])}, all declined"
    steps = "the last step" if row["steps"] == 1 else f"the last {row['steps']} steps"
    times = "once" if row["times"] == 1 else f"{row['times']:,} times"
    return f"{steps} again, {times}"


def ending_text(found: Row, clock: Clock) -> str:
    """Return what ended a wait: `ann: 50 units freed by C-104 at 09:10:00`."""
    what = found["what"]
    if what == "end-of-run":
        return "the end of the run"
    if "agent" not in found or found["agent"] is None:
        reason = f" ({found['reason']})" if found.get("reason") else ""
        return f"{what}{reason}"
    return f"{found['agent']}: {_BECAUSE[what](found)} at {clock(found['at'])}"


_BECAUSE: dict[str, Callable[[Row], str]] = {
    "units-freed": lambda found: (
        f"{'finished ' if found.get('finished') else ''}{both(found['cases']) or 'a case'}"
        f"{', which' if found.get('finished') else ''} gave back {count(found['units'], 'unit')}"
    ),
    "presence": lambda found: f"presence became {found['presence']} ({found['reason']})",
    "signed-in": lambda found: f"signed in ({found['reason']})",
    "cool-down-over": lambda found: "cool-down over",
    "list": lambda found: "it came first on the list",
    "look": lambda found: "took it from the list",
    "row": lambda found: "picked it, as the events file says,",
    "other": lambda found: "became free",
}


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> Iterable[str]:
    """Return a text in lines of a width, with what stands before the first and before the others."""
    import textwrap

    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
        break_long_words=False,
    )
