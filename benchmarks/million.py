"""A million cases from a gzipped CSV to the summary: the whole of `wscli simulate`, and where time goes.

    python benchmarks/million.py [--cases 1000000] [--rounds 3]

One workstream of 50 units, four queues chosen by rules, 100 agents of 100 units in two queues each, offers
accepted after 10 s, load 0.85. The first table is `wscli simulate cases.csv.gz -f centre.json -o json` as a
process: wall time, CPU time, peak memory. The second is the same work step by step in another process.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC
from itertools import accumulate
from pathlib import Path
from typing import Any

from measuring import Figures, as_child, clocked, in_child, machine, median, peak_mb, print_table

PRODUCTS = ("cards", "loans", "savings", "insurance")
LOAD = 0.85


def document() -> dict[str, Any]:
    """Return the centre as a configuration document."""
    agents = [f"agent {number}" for number in range(100)]
    return {
        "version": 1,
        "workstreams": [{"name": "Cases", "capacity": 50, "allowed_presences": ["available", "busy"]}],
        "queues": [
            {
                "name": product,
                "priority": place + 1,
                "members": [
                    name for number, name in enumerate(agents) if place in (number % 4, (number + 1) % 4)
                ],
            }
            for place, product in enumerate(PRODUCTS)
        ],
        "agents": [{"name": name, "capacity": 100} for name in agents],
        "rulesets": [
            {
                "name": "By product",
                "active": True,
                "rules": [
                    {"name": product, "when": {"attribute": "product", "equals": product}, "queue": product}
                    for product in PRODUCTS
                ],
            }
        ],
        "flows": [{"name": "All", "default_workstream": "Cases"}],
        "behaviour": {"accept_after": "10s"},
    }


def generate(folder: Path, cases: int) -> None:
    """Write the centre and the case file."""
    from centres import HANDLE, START, markovian

    from wscli.dryrun.logs import Instants

    (folder / "centre.json").write_text(json.dumps(document()))
    random_ = random.Random(1)
    trace = markovian(cases, 200 * HANDLE / (HANDLE + 10_000), LOAD)
    instant = Instants(UTC)
    with gzip.open(folder / "cases.csv.gz", "wt", compresslevel=6, newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["case_id", "arrived_at", "handle_seconds", "priority", "product", "subject"])
        for number, (passed, handle) in enumerate(zip(accumulate(trace.gaps), trace.handles, strict=True)):
            product = random_.choice(PRODUCTS)
            writer.writerow(
                [
                    f"CAS-{number:07d}",
                    instant(START + passed),
                    f"{handle / 1000:.3f}",
                    random_.randint(1, 3),
                    product,
                    f"Question about {product}",
                ]
            )


class Steps:
    """Clocks step after step, and remembers how large the process has become."""

    def __init__(self) -> None:
        self.figures: dict[str, Figures] = {}

    def __call__(self, name: str, work: Any) -> Any:
        result, figures = clocked(work)
        self.figures[name] = figures | {"mb": peak_mb()}
        return result


def centre(folder: Path) -> Any:
    """Return the centre, read as a document of a user's would be."""
    from wscli.documents import read_text
    from wscli.dryrun import execute  # noqa: F401
    from wscli.model.findings import Findings
    from wscli.model.parse import Source, parse_documents

    documents = read_text((folder / "centre.json").read_text(), "centre.json", json=True)
    found = Findings()
    return parse_documents([Source(document.value) for document in documents], found).organisation


def reader(folder: Path, organisation: Any) -> Callable[[], Any]:
    """Return what reads the case file."""
    from wscli.cases import Format, Vocabulary, read_inputs
    from wscli.simulation.routing import wanted_attributes

    vocabulary = Vocabulary.of(queues=[queue.name for queue in organisation.queues])
    wanted = wanted_attributes(organisation)
    return lambda: read_inputs(str(folder / "cases.csv.gz"), None, Format(), vocabulary, wanted=wanted)


def work_steps(folder: Path) -> None:
    """Be one process: do what `simulate` does, step by step, and print the figures."""
    step = Steps()

    organisation = step("imports, configuration", lambda: centre(folder))
    read, zone = reader(folder, organisation), UTC

    from wscli.dryrun.digests import digest_of
    from wscli.measures import measure
    from wscli.simulation import Window
    from wscli.simulation.answers import habits
    from wscli.simulation.kernel import run
    from wscli.simulation.outcome import outcome_of
    from wscli.simulation.plan import PlanBuilder
    from wscli.simulation.ranking import most_capacity
    from wscli.simulation.routing import route_cases

    cases, _ = step("read", read)
    routes = step("route", lambda: route_cases(organisation, cases, zone))
    plan = step("plan", lambda: PlanBuilder(organisation, cases, None, routes, Window(), zone).build())
    world = step("run", lambda: run(plan, habits(organisation, cases, 0), most_capacity))
    names = tuple(
        [thing.name for thing in organisation.section(kind)] for kind in ("queues", "workstreams", "agents")
    )
    outcome = step("outcome", lambda: outcome_of(world, plan, cases, routes, names))
    step("digest", lambda: digest_of(outcome))
    step("measure", lambda: measure(outcome, organisation.simulation.service_level))
    print(json.dumps(step.figures))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        in_child(__file__, "generate", name, options.cases)
        command = [sys.executable, "-m", "wscli", "--db", f"{name}/none.db", "simulate"]
        command += [f"{name}/cases.csv.gz", "-f", f"{name}/centre.json", "-o", "json"]
        whole, steps = [], []
        for _ in range(options.rounds):
            whole.append(as_child(command))
            steps.append(in_child(__file__, "steps", name))
    print(f"{options.cases:,} cases; {machine()}; medians of {options.rounds} rounds\n")
    report_whole(whole, options.cases)
    print()
    report_steps(steps)


def report_whole(rounds: list[Figures], cases: int) -> None:
    wall, cpu, mb = (median(rounds, name) for name in ("wall", "cpu", "mb"))
    cells = ["whole process", f"{wall:.1f}", f"{cpu:.1f}", f"{cases / wall:,.0f}", f"{mb:.0f}"]
    print_table(["wscli simulate", "wall s", "CPU s", "cases/s", "peak MB"], [cells])


def report_steps(rounds: list[dict[str, Figures]]) -> None:
    figures = {step: [each[step] for each in rounds] for step in rounds[0]}
    cpu = {step: median(each, "cpu") for step, each in figures.items()}
    total = sum(cpu.values())
    rows = []
    for step, each in figures.items():
        share, mb = f"{cpu[step] / total:.0%}", f"{median(each, 'mb'):.0f}"
        rows.append([step, f"{median(each, 'wall'):.2f}", f"{cpu[step]:.2f}", share, mb])
    print_table(["step", "wall s", "CPU s", "share", "peak MB so far"], rows)


if __name__ == "__main__":
    if sys.argv[1:3] == ["--worker", "generate"]:
        generate(Path(sys.argv[3]), int(sys.argv[4]))
        print("{}")
    elif sys.argv[1:3] == ["--worker", "steps"]:
        work_steps(Path(sys.argv[3]))
    else:
        main()
