"""Measuring in processes of their own, shared by the benchmarks: clocks, peak memory, children, tables.

What is measured runs in a fresh process, so that nothing before it has filled memory or warmed a cache for
it. CPU time stands beside wall time because a machine that does other things as well shows in the second
and hardly in the first.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

Figures = dict[str, Any]


def clocked(work: Callable[[], Any]) -> tuple[Any, Figures]:
    """Return what `work` returns, and the seconds it took: `wall`, and `cpu` of this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return result, {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}


def peak_mb(usage: resource.struct_rusage | None = None) -> float:
    """Return the most memory that this process, or the one of `usage`, has held, in MB."""
    most = (usage or resource.getrusage(resource.RUSAGE_SELF)).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


def in_child(script: str, *arguments: object) -> Figures:
    """Run `script --worker ARGUMENTS` in a process of its own and return the JSON that it prints."""
    command = [sys.executable, script, "--worker", *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    figures: Figures = json.loads(done.stdout)
    return figures


def as_child(command: Sequence[str]) -> Figures:
    """Run a program with its output thrown away: `wall`, `cpu` and peak memory `mb` of the process."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    said = process.stderr.read().decode()
    # wait4 tells what this one child used; getrusage would give the largest of all children.
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{said}")
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "mb": peak_mb(usage)}


def median(rounds: Iterable[Figures], name: str) -> float:
    """Return the median of one figure over several rounds."""
    return statistics.median(each[name] for each in rounds)


def machine() -> str:
    """Return what the figures were measured on."""
    cores = os.cpu_count()
    return (
        f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, {cores} cores"
    )


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a Markdown table: the first column to the left, the others to the right."""
    listed = [list(columns), *map(list, rows)]
    widths = [max(len(row[place]) for row in listed) for place in range(len(columns))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    for row in [listed[0], rule, *listed[1:]]:
        cells = [
            row[0].ljust(widths[0]),
            *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True)),
        ]
        print(f"| {' | '.join(cells)} |")
