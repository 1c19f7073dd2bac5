"""What a start costs: wscli beside the bare interpreter, a minimal Typer program and sqlite-utils.

    python benchmarks/startup.py [ROUNDS]

Every round starts each program once, in turn, so that whatever else the machine does meets all of them
alike; the table gives medians in milliseconds and ratios of medians. `wscli --version` answers before
anything is imported, so the line below it, the same answer through the whole command line, is the one that
tells what the front door costs. Needs only the standard library and an environment with wscli in it.
"""

from __future__ import annotations

import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

MINIMAL = """\
import typer

app = typer.Typer()


@app.command()
def hello(name: str = "you") -> None:
    print(f"hello {name}")


app()
"""

ROUNDS = 25


def programs(folder: Path) -> dict[str, Callable[[], list[str]]]:
    """Return name → a function that gives the next command line."""
    bin_folder = Path(sys.executable).parent
    minimal = folder / "minimal.py"
    minimal.write_text(MINIMAL)
    numbers = itertools.count()

    def create() -> list[str]:
        database = folder / f"{next(numbers)}.db"
        arguments = ["--capacity", "50", "--presence", "available"]
        return [str(bin_folder / "wscli"), "--db", str(database), "workstream", "create", "Cases", *arguments]

    standing = folder / "standing.db"

    def create_again() -> list[str]:
        arguments = ["--capacity", "50", "--presence", "available"]
        name = f"Cases {next(numbers)}"
        return [str(bin_folder / "wscli"), "--db", str(standing), "workstream", "create", name, *arguments]

    subprocess.run(create_again(), capture_output=True, check=False)
    return {
        "bare interpreter": lambda: [sys.executable, "-c", ""],
        "minimal Typer program": lambda: [sys.executable, str(minimal)],
        "sqlite-utils --version": lambda: [str(bin_folder / "sqlite-utils"), "--version"],
        "wscli --version": lambda: [str(bin_folder / "wscli"), "--version"],
        "wscli -q --version": lambda: [str(bin_folder / "wscli"), "-q", "--version"],
        "wscli --help": lambda: [str(bin_folder / "wscli"), "--help"],
        "workstream create": create_again,
        "... that makes the database": create,
    }


def runs(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def measure(candidates: dict[str, Callable[[], list[str]]], rounds: int) -> dict[str, list[float]]:
    """Return name → milliseconds of each round."""
    times: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(rounds):
        for name, command in candidates.items():
            words = command()
            started = time.perf_counter()
            subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
            times[name].append((time.perf_counter() - started) * 1000)
    return times


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    os.environ.pop("WSCLI_DB", None)
    # An installed program has its bytecode; a checkout under this variable would compile at every start.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        candidates = programs(Path(folder))
        # A first run also fills the caches of bytecode and of the file system.
        able = {name: command for name, command in candidates.items() if runs(command())}
        times = measure(able, rounds)
    median = {name: statistics.median(values) for name, values in times.items()}
    print(f"{'':<26}{'median ms':>10}{'best ms':>10}{'× Typer':>10}{'× sqlite-utils':>16}")
    for name in candidates:
        if name not in able:
            print(f"{name:<26}{'does not run here':>20}")
            continue
        ratios = [
            f"{median[name] / median[other]:.2f}" if other in median else "-"
            for other in ("minimal Typer program", "sqlite-utils --version")
        ]
        print(f"{name:<26}{median[name]:>10.1f}{min(times[name]):>10.1f}{ratios[0]:>10}{ratios[1]:>16}")


if __name__ == "__main__":
    main()
