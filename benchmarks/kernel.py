"""How many cases a second wscli's kernel simulates, beside SimPy and Ciw on the same customers.

    pip install -e '.[bench]'
    python benchmarks/kernel.py [--customers 200000] [--servers 50] [--load 0.9] [--rounds 5]

All of them replay one M/M/c trace, customer by customer, in whole milliseconds. Each runs in a process of
its own, in turn, so that whatever else the machine does meets all of them alike. Only the run is measured:
not the imports, not the making of the trace, not what each is built from before it starts (wscli's plan,
SimPy's environment, Ciw's network). All must agree on how long every customer waited, to the millisecond,
or no figure is printed.

It is not the same work. SimPy and Ciw serve customers at alike servers; wscli offers each case to the agent
who ranks first by units left, sessions and idle time, follows units and presences, and keeps the account
of every agent, queue and case. `auto-assign` gives cases at once, like the other two; `offers` makes an
offer of each, accepted in the same instant.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from array import array
from collections.abc import Callable
from functools import partial
from importlib import metadata, util
from pathlib import Path

from measuring import Figures, clocked, in_child, machine, median, peak_mb, print_table

Waits = array  # of "q": milliseconds, in order of arrival
Prepared = tuple[Callable[[], object], Callable[[], Waits]]
"""The run that is measured, and what then tells the waits."""

FAR = 10**12
"""Milliseconds after the last customer: nobody else comes."""


def prepare_wscli(customers: int, servers: int, load: float, *, auto_assign: bool) -> Prepared:
    from centres import markovian, one_pool

    from wscli.simulation.kernel import World, run
    from wscli.simulation.ranking import most_capacity

    trace = markovian(customers, servers, load)
    plan, habits = one_pool(trace, servers, auto_assign=auto_assign).prepared()
    worlds: list[World] = []

    def waits() -> Waits:
        return array("q", map(int.__sub__, worlds[0].columns.accepted, plan.arrived))

    return lambda: worlds.append(run(plan, habits, most_capacity)), waits


def prepare_simpy(customers: int, servers: int, load: float) -> Prepared:
    import simpy
    from centres import markovian

    trace = markovian(customers, servers, load)
    waits = array("q", [-1]) * customers
    environment = simpy.Environment()
    desk = simpy.Resource(environment, capacity=servers)

    def customer(number, handle):
        arrived = environment.now
        with desk.request() as turn:
            yield turn
            waits[number] = environment.now - arrived
            yield environment.timeout(handle)

    def source():
        for number, (gap, handle) in enumerate(zip(*trace, strict=True)):
            yield environment.timeout(gap)
            environment.process(customer(number, handle))

    environment.process(source())
    return environment.run, lambda: waits


def prepare_ciw(customers: int, servers: int, load: float) -> Prepared:
    import ciw
    from centres import markovian

    trace = markovian(customers, servers, load)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Sequential([*trace.gaps, FAR])],
        service_distributions=[ciw.dists.Sequential(trace.handles)],
        number_of_servers=[servers],
    )
    simulation = ciw.Simulation(network)

    def waits() -> Waits:
        records = sorted(simulation.get_all_records(), key=lambda record: record.id_number)
        return array("q", (round(record.waiting_time) for record in records))

    return partial(simulation.simulate_until_max_customers, customers, method="Finish"), waits


CANDIDATES: dict[str, tuple[str, Callable[[int, int, float], Prepared]]] = {
    "wscli, auto-assign": ("wscli", partial(prepare_wscli, auto_assign=True)),
    "wscli, offers": ("wscli", partial(prepare_wscli, auto_assign=False)),
    "SimPy": ("simpy", prepare_simpy),
    "Ciw": ("ciw", prepare_ciw),
}


def work(name: str, customers: int, servers: int, load: float, file: str) -> None:
    """Be one process: run one candidate, leave the waits in a file, print the figures."""
    run, waits = CANDIDATES[name][1](customers, servers, load)
    _, figures = clocked(run)
    mb = peak_mb()
    Path(file).write_bytes(waits().tobytes())
    print(json.dumps(figures | {"mb": mb}))


def missing() -> list[str]:
    """Return the simulators that are not installed."""
    return [name for name, (package, _) in CANDIDATES.items() if util.find_spec(package) is None]


def agreement(files: dict[str, Path]) -> str:
    """Say that all waits are the same; leaves the program where they are not."""
    waits = {name: array("q", file.read_bytes()) for name, file in files.items()}
    first, *others = waits
    for other in others:
        if waits[other] != waits[first]:
            pairs = enumerate(zip(waits[first], waits[other], strict=False))
            at = next((place for place, (one, two) in pairs if one != two), "the end")
            raise SystemExit(f"{first} and {other} do not agree on the waits, first at customer {at}")
    waited = waits[first]
    late = sum(wait > 0 for wait in waited)
    mean = sum(waited) / len(waited) / 1000
    return (
        f"All {len(waits)} agree on the wait of each of {len(waited):,} customers, to the millisecond: "
        f"{late:,} of them waited, mean {mean:.3f} s."
    )


def report(rounds: dict[str, list[Figures]], customers: int) -> None:
    """Print medians, and ratios of medians within this run."""
    cpu = {name: median(figures, "cpu") for name, figures in rounds.items()}
    rows = []
    for name, figures in rounds.items():
        wall = median(figures, "wall")
        ratios = [f"{cpu[other] / cpu[name]:.2f}" if other in cpu else "-" for other in ("SimPy", "Ciw")]
        speeds = [f"{customers / wall:,.0f}", f"{customers / cpu[name]:,.0f}"]
        mb = f"{median(figures, 'mb'):.0f}"
        rows.append([name, f"{wall:.2f}", f"{cpu[name]:.2f}", *speeds, *ratios, mb])
    columns = ["wall s", "CPU s", "cases/s", "cases/CPU s", "× SimPy", "× Ciw", "peak MB"]
    print_table(["", *columns], rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--customers", type=int, default=200_000)
    parser.add_argument("--servers", type=int, default=50)
    parser.add_argument("--load", type=float, default=0.9)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    absent = missing()
    if absent:
        print(f"not installed: {', '.join(absent)}; `pip install -e '.[bench]'` does it", file=sys.stderr)
    able = [name for name in CANDIDATES if name not in absent]
    setting = (options.customers, options.servers, options.load)
    rounds: dict[str, list[Figures]] = {name: [] for name in able}
    with tempfile.TemporaryDirectory() as folder:
        files = {name: Path(folder, f"{place}.waits") for place, name in enumerate(able)}
        for _ in range(options.rounds):
            for name in able:
                rounds[name].append(in_child(__file__, name, *setting, files[name]))
        agreed = agreement(files)
    versions = [f"{name} {metadata.version(name)}" for name in ("simpy", "ciw") if util.find_spec(name)]
    print(f"M/M/{options.servers} at load {options.load}, {options.customers:,} customers")
    print(f"{', '.join([machine(), *versions])}; medians of {options.rounds} rounds\n")
    report(rounds, options.customers)
    print(f"\n{agreed}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        name, customers, servers, load, file = sys.argv[2:]
        work(name, int(customers), int(servers), float(load), file)
    else:
        main()
