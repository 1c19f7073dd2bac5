"""Write the day that the gate replays, day.cases.csv: some four hundred cases, made up.

    python generate_day.py [SEED] [--to FOLDER]

The same seed gives the same bytes everywhere: `Random.random()` alone is used, whose sequence Python
guarantees, and whole seconds are written.
"""

from __future__ import annotations

import argparse
import csv
import math
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

SEED = 7
MONDAY = datetime(2026, 3, 2)
CASES_PER_HOUR = {8: 38, 9: 52, 10: 56, 11: 48, 12: 34, 13: 40, 14: 48, 15: 42, 16: 26}
CARD_SHARE = 0.35
URGENT_SHARE = 0.08
MEAN_HANDLE_SECONDS = {"card": 300, "account": 480}
MEAN_PATIENCE_SECONDS = 2400


def exponential(rng: Random, mean: float) -> int:
    """Return an exponential time in whole seconds, at least one; always one draw."""
    return 1 + int(-mean * math.log(1 - rng.random()))


def case_rows(rng: Random) -> Iterable[dict[str, object]]:
    """Yield the rows in order of arrival: each second of the office hours has one case or none."""
    number = 0
    for hour, cases in CASES_PER_HOUR.items():
        for second in range(3600):
            if rng.random() >= cases / 3600:
                continue
            number += 1
            subject = "card" if rng.random() < CARD_SHARE else "account"
            yield {
                "case_id": f"D-{number:03}",
                "arrived_at": (MONDAY + timedelta(hours=hour, seconds=second)).isoformat(),
                "handle_seconds": exponential(rng, MEAN_HANDLE_SECONDS[subject]),
                "priority": "High" if rng.random() < URGENT_SHARE else "Normal",
                "subject": subject,
                "patience_seconds": exponential(rng, MEAN_PATIENCE_SECONDS),
            }


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description="Write day.cases.csv.")
    parser.add_argument("seed", nargs="?", type=int, default=SEED, help=f"default: {SEED}")
    parser.add_argument("--to", type=Path, default=Path(__file__).parent, help="default: beside this script")
    chosen = parser.parse_args()
    rows = list(case_rows(Random(chosen.seed)))
    with (chosen.to / "day.cases.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


if __name__ == "__main__":
    main()
