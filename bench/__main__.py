"""``python -m bench``: measure and print."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys

from bench import command, table
from bench.contenders import ways
from bench.files import ROOT, File, files
from bench.timing import Times, in_turn, repetitions


def measure(file: File, budget: float) -> dict[str, Times]:
    """All ways through a file by turns, within about `budget` seconds."""
    run = ways(file.data, file.name)
    slowest = repetitions(run["today"], budget / 2)
    return in_turn(run, max(5, min(slowest, 60)))


def stream(count: int) -> dict:
    """`count` files through a process of their own; see `bench.stream`."""
    done = subprocess.run([sys.executable, "-m", "bench.stream", str(count)], cwd=ROOT, check=True, capture_output=True)
    told: dict = json.loads(done.stdout)
    return told


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--all", action="store_true", help="10,000 files in the run for memory")
    parser.add_argument("--count", type=int, default=int(os.environ.get("GONGKAI_BENCH_FILES", "2000")),
                        help="how many files in the run for memory (GONGKAI_BENCH_FILES)")
    parser.add_argument("--budget", type=float, default=3.0, help="seconds for each file (3)")
    options = parser.parse_args()
    found, missing = files()
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors")
    for kind in ("html", "pdf"):
        print()
        measured = [(file, measure(file, options.budget)) for file in found if file.kind == kind]
        print("\n".join(table.speed(kind, measured)), flush=True)
    print()
    print("\n".join(table.commands(command.waits(ROOT, 7))), flush=True)
    print()
    print("\n".join(table.stream(stream(10_000 if options.all else options.count))), flush=True)
    for sentence in missing:
        print(f"!! {sentence}")


if __name__ == "__main__":
    main()
