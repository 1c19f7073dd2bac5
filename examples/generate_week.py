"""Write the working week of cases and agents that the examples replay: week.cases.csv, week.events.csv.

    python generate_week.py [SEED] [--to FOLDER]

The figures follow what real service desks and call centres show: two peaks of arrivals a day, nearly all
priorities normal, one category far ahead of the others, handle times with a long tail. The names and the
cases are made up.

The same seed gives the same bytes everywhere. Therefore only `Random.random()` is used, the one method
whose sequence Python guarantees between versions; how often it is called never depends on a logarithm or
an exponential, whose last digit differs between platforms; and what is written is whole seconds.
"""

from __future__ import annotations

import argparse
import csv
import math
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

SEED = 2026
MONDAY = datetime(2026, 3, 2)
DAY_LOAD = (1.16, 1.06, 1.0, 0.94, 0.84)  # Monday to Friday
CASES_PER_HOUR = {8: 46, 9: 56, 10: 52, 11: 46, 12: 26, 13: 34, 14: 42, 15: 39, 16: 34, 17: 18, 18: 8}

PRIORITIES = (("Normal", 0.94), ("Low", 0.03), ("High", 0.03))
CATEGORIES = (("fault", 0.38), ("billing", 0.24), ("contract", 0.18), ("other", 0.20))
PRODUCTS = (
    ("Fibre", 0.44),
    ("Mobile", 0.27),
    ("TV", 0.17),
    ("Business fibre", 0.08),
    ("Business mobile", 0.04),
)
SUBJECTS = {
    "fault": (
        "No connection",
        "Slow connection",
        "Router keeps restarting",
        "No dial tone",
        "Picture freezes",
    ),
    "billing": ("Amount is not clear", "Invoice not received", "Payment returned", "Charged twice"),
    "contract": ("Change of tariff", "Moving house", "Cancellation", "New line"),
    "other": ("Copy of an invoice", "Opening hours", "Feedback", "Where is my order", "Password forgotten"),
}

# Time a case keeps an agent busy: lognormal, with the spread of a call centre and the length of case work.
MEDIAN_HANDLE_SECONDS = {"fault": 1000, "billing": 720, "contract": 870, "other": 550}
HANDLE_SIGMA = 1.15
HANDLE_LIMITS = (60, 4 * 3600)
FOLLOW_UP_SHARE = 0.04  # cases that wait for the customer in between
FOLLOW_UP_MEDIAN_WAIT = 7200
FOLLOW_UP_SIGMA = 1.6  # some wait for more than a day, and are closed for inactivity
IMPATIENT_SHARE = 0.12  # cases that are withdrawn when nobody has them in time
IMPATIENT_MEAN_SECONDS = 2 * 3600

# Agent: start and end of the working day, begin of lunch; minutes after midnight.
ROSTER = {
    "ana": (480, 990, 720),
    "bruno": (480, 990, 765),
    "carla": (480, 990, 720),
    "david": (630, 1140, 825),
    "elena": (540, 1050, 780),
    "fran": (630, 1140, 840),
    "gema": (480, 990, 735),
    "hugo": (540, 1050, 765),
    "ines": (630, 1140, 840),
    "javi": (540, 1050, 795),
    "lucia": (540, 1050, 810),
    "marcos": (630, 1140, 855),
}
ABSENCE_SHARE = 0.04
LUNCH_MINUTES = (35, 50)


def pick(rng: Random, weighted: Sequence[tuple[str, float]]) -> str:
    """Return one of the values, each as likely as its weight (the weights sum to 1)."""
    u = rng.random()
    for value, weight in weighted:
        u -= weight
        if u < 0:
            return value
    return weighted[-1][0]


def one_of(rng: Random, values: Sequence[str]) -> str:
    """Return one of the values, all equally likely."""
    return values[int(rng.random() * len(values))]


def lognormal(rng: Random, median: float, sigma: float) -> float:
    """Return a lognormal time; always two draws."""
    radius = math.sqrt(-2 * math.log(1 - rng.random()))
    return median * math.exp(sigma * radius * math.cos(2 * math.pi * rng.random()))


def exponential(rng: Random, mean: float) -> float:
    """Return an exponential time; always one draw."""
    return -mean * math.log(1 - rng.random())


def arrivals(rng: Random) -> Iterable[datetime]:
    """Yield the arrivals of the week in order: each second of the office hours has one case or none."""
    for day, load in enumerate(DAY_LOAD):
        for hour, cases in CASES_PER_HOUR.items():
            for second in range(3600):
                if rng.random() < cases * load / 3600:
                    yield MONDAY + timedelta(days=day, hours=hour, seconds=second)


def handle_seconds(rng: Random, category: str) -> str:
    """Return the work a case takes, in seconds, or as a pattern `active|waiting|active`."""
    shortest, longest = HANDLE_LIMITS
    drawn = lognormal(rng, MEDIAN_HANDLE_SECONDS[category], HANDLE_SIGMA)
    work = round(min(max(drawn, shortest), longest))
    waiting = round(lognormal(rng, FOLLOW_UP_MEDIAN_WAIT, FOLLOW_UP_SIGMA))
    if rng.random() >= FOLLOW_UP_SHARE:
        return str(work)
    before = work * 2 // 3
    return f"{before}|{waiting}|{work - before}"


def patience_seconds(rng: Random) -> str:
    """Return how long the customer waits for somebody to take the case, or nothing: for ever."""
    patience = 30 + round(exponential(rng, IMPATIENT_MEAN_SECONDS))
    return str(patience) if rng.random() < IMPATIENT_SHARE else ""


def case_rows(rng: Random) -> Iterable[dict[str, str]]:
    """Yield the rows of the case file, in order of arrival."""
    for number, arrived in enumerate(arrivals(rng), start=1):
        category = pick(rng, CATEGORIES)
        yield {
            "case_id": f"CAS-{number:04}",
            "arrived_at": arrived.isoformat(),
            "handle_seconds": handle_seconds(rng, category),
            "priority": pick(rng, PRIORITIES),
            "patience_seconds": patience_seconds(rng),
            "category": category,
            "product": pick(rng, PRODUCTS),
            "subject": one_of(rng, SUBJECTS[category]),
        }


def working_day(rng: Random, agent: str) -> list[tuple[int, str, str]]:
    """Return what an agent does in a day: (seconds after midnight, event, value); nothing if absent."""
    start, end, lunch = ROSTER[agent]
    absent = rng.random() < ABSENCE_SHARE
    signs_in = int(60 * (start - 5 + 11 * rng.random()))  # up to 5 minutes early or 6 late
    leaves = int(60 * (lunch - 8 + 16 * rng.random()))
    shortest, longest = LUNCH_MINUTES
    returns = leaves + int(60 * (shortest + (longest - shortest) * rng.random()))
    signs_out = int(60 * (end - 3 + 15 * rng.random()))  # up to 3 minutes early or 12 late
    if absent:
        return []
    return [
        (signs_in, "sign-in", ""),
        (leaves, "presence", "away"),
        (returns, "presence", "available"),
        (signs_out, "sign-out", ""),
    ]


def event_rows(rng: Random) -> Iterable[dict[str, str]]:
    """Yield the rows of the events file in order of time."""
    for day in range(len(DAY_LOAD)):
        events = [
            (at, agent, event, value) for agent in ROSTER for at, event, value in working_day(rng, agent)
        ]
        for at, agent, event, value in sorted(events):
            moment = MONDAY + timedelta(days=day, seconds=at)
            yield {"at": moment.isoformat(), "event": event, "agent": agent, "value": value}


def write(path: Path, rows: Iterable[dict[str, str]]) -> None:
    """Write the rows as CSV with the line ends of Unix."""
    listed = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, fieldnames=list(listed[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(listed)


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(description="Write week.cases.csv and week.events.csv.")
    parser.add_argument("seed", nargs="?", type=int, default=SEED, help=f"default: {SEED}")
    parser.add_argument("--to", type=Path, default=Path(__file__).parent, help="default: beside this script")
    chosen = parser.parse_args()
    rng = Random(chosen.seed)
    write(chosen.to / "week.cases.csv", case_rows(rng))
    write(chosen.to / "week.events.csv", event_rows(rng))


if __name__ == "__main__":
    main()
