"""Whether a case costs the same however many cases, agents and queues there are: the kernel alone.

    python benchmarks/scaling.py [--rounds 3] [--largest 1000000]

Three tables. M/M/50 at load 0.9 with offers, from a thousand cases up; 50,000 cases at load 0.9 with ever
more agents in the one queue; and a centre of ten queues, 200 agents and cases of three sizes, each offer
accepted after 10 s. Only the run is measured, in CPU time of a process of its own; peak memory is that of
the whole process, with the cases and the plan in it.
"""

from __future__ import annotations

import argparse
import json
import sys

from measuring import Figures, clocked, in_child, machine, median, peak_mb, print_table

CASES = (1_000, 10_000, 100_000, 1_000_000)
AGENTS = (10, 50, 200, 500, 1_000, 2_000)
LOAD_OF_TEN_QUEUES = 0.88


def work(kind: str, customers: int, agents: int) -> None:
    """Be one process: run one centre and print the figures."""
    from centres import markovian, one_pool, ten_queues

    from wscli.simulation.kernel import run
    from wscli.simulation.ranking import most_capacity

    if kind == "ten":
        centre = ten_queues(customers, LOAD_OF_TEN_QUEUES)
    else:
        centre = one_pool(markovian(customers, agents, 0.9), agents)
    plan, habits = centre.prepared()
    before = peak_mb()
    world, figures = clocked(lambda: run(plan, habits, most_capacity))
    held = sum(agent.held_ms for agent in world.agents)
    there = sum(agent.capacity * agent.signed_ms for agent in world.agents)
    figures |= {
        "mb": peak_mb(),
        "run_mb": peak_mb() - before,
        "occupancy": held / there,
        "backlog": world.anywhere.peak,
        "events": world.events,
    }
    print(json.dumps(figures))


def measured(kind: str, customers: int, agents: int, rounds: int) -> list[Figures]:
    return [in_child(__file__, kind, customers, agents) for _ in range(rounds)]


def row(name: str, customers: int, figures: list[Figures]) -> list[str]:
    cpu = median(figures, "cpu")
    return [
        name,
        f"{cpu:.3f}",
        f"{cpu / customers * 1e6:.1f}",
        f"{customers / cpu:,.0f}",
        f"{median(figures, 'occupancy'):.1%}",
        f"{figures[0]['backlog']:,}",
        f"{median(figures, 'mb'):.0f}",
        f"{median(figures, 'run_mb'):.0f}",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--largest", type=int, default=CASES[-1])
    options = parser.parse_args()
    rounds = options.rounds
    columns = ["CPU s", "µs/case", "cases/CPU s", "occupancy", "most waiting", "peak MB", "of it the run"]
    print(f"{machine()}; medians of {rounds} rounds\n\nM/M/50 at load 0.9, offers accepted at once\n")
    by_cases = [
        row(f"{number:,}", number, measured("one", number, 50, rounds))
        for number in CASES
        if number <= options.largest
    ]
    print_table(["cases", *columns], by_cases)
    print("\n50,000 cases at load 0.9, one queue, offers accepted at once\n")
    by_agents = [row(f"{agents:,}", 50_000, measured("one", 50_000, agents, rounds)) for agents in AGENTS]
    print_table(["agents", *columns], by_agents)
    print("\nTen queues, workstreams of 20, 34 and 50 units, 200 agents of 100, accepted after 10 s\n")
    ten = row("200,000", 200_000, measured("ten", 200_000, 200, rounds))
    print_table(["cases", *columns], [ten])


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        work(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        main()
