"""The command as a user waits for it: wall time of the whole process."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from bench.timing import Times

LINES = {
    "gongkai --help": ("--help",),
    "gongkai due …": ("due", "--received", "2026-09-18", "--channel", "online"),
    "gongkai check FILE": ("check", "examples/qingchuan-shili-town-2023.txt"),
}


def waits(root: Path, repeat: int) -> dict[str, Times]:
    """The wall time of each command line, by turns."""
    program = Path(sys.executable).with_name("gongkai")
    taken: dict[str, list[float]] = {name: [] for name in LINES}
    for _ in range(repeat):
        for name, words in LINES.items():
            start = time.perf_counter()
            subprocess.run([str(program), *words], cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                           check=False)
            taken[name].append(time.perf_counter() - start)
    return {name: Times(tuple(seconds)) for name, seconds in taken.items()}
