"""Thousands of different small files through one process: does memory stay flat, and what is the pace?

Run as a process of its own (``python -m bench.stream COUNT``), so that nothing else's memory is counted. Files are
made from a seed, one after the other: reports in the layouts of ``tests/layouts`` with numbers of their own, every
fourth one mutilated. No two are alike, so that nothing is answered from memory but the words of the form.
"""

from __future__ import annotations

import json
import os
import re
import resource
import sys
import time
from collections.abc import Iterator
from random import Random

from bench.contenders import html_floor, read
from bench.files import ROOT
from gongkai.errors import UnreadableReport
from gongkai.report.reading import finish

LAYOUTS = ("html-plain", "html-word", "html-in-frame", "html-nested", "bars", "one-a-line-blank", "tabs-shifted")
_NAME = re.compile("示例|样例|虚构")
_SURNAMES = "东西南北上下前后青白红长大小新老金银石水"


def made(count: int) -> Iterator[tuple[bytes, str]]:
    """`count` different small reports, each as bytes and name."""
    from layouts import KINDS, make
    from layouts import LAYOUTS as PRINTERS

    for number in range(count):
        rng = Random(number)
        layout = LAYOUTS[number % len(LAYOUTS)]
        sheet = PRINTERS[layout](make(KINDS[number % len(KINDS)], rng), rng)
        name = "".join(rng.choices(_SURNAMES, k=3))
        data = _NAME.sub(name, sheet.data.decode()).encode()
        if _is_mutilated(number):
            data = _mutilated(data, rng)
        yield data, f"{number}.{sheet.extension}"


def _is_mutilated(number: int) -> bool:
    """Whether the file of that number, from 0, is."""
    return number % 4 == 3


def _mutilated(data: bytes, rng: Random) -> bytes:
    """A piece cut out, another one doubled, a few bytes changed."""
    a, b = sorted((rng.randrange(len(data)), rng.randrange(len(data))))
    if b - a < len(data) // 3:
        data = data[:a] + data[b:]
    a = rng.randrange(len(data))
    changed = bytearray(data[:a] + data[a: a + 400] + data[a:])
    for _ in range(20):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def resident() -> int:
    """The process's memory now, in bytes; its highest so far where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024


def run(count: int) -> dict[str, object]:
    """Read and check `count` files: memory at a tenth, at half and at the end; of the HTML files among them, the whole
    ones and the mutilated ones, seconds for ours, seconds for the floor and how many."""
    marks = {max(1, count // 10), max(1, count // 2), count}
    memory: dict[int, int] = {}
    html: dict[str, list[float]] = {"whole": [0.0, 0.0, 0], "mutilated": [0.0, 0.0, 0]}
    refused = 0
    for number, (data, name) in enumerate(made(count), 1):
        start = time.process_time()
        try:
            finish(read(data, name))
        except UnreadableReport:
            refused += 1
        between = time.process_time()
        if name.endswith("html"):
            html_floor(data)
            row = html["mutilated" if _is_mutilated(number - 1) else "whole"]
            row[0] += between - start
            row[1] += time.process_time() - between
            row[2] += 1
        if number in marks:
            memory[number] = resident()
    return {"memory": memory, "html": html, "refused": refused}


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    json.dump(run(int(sys.argv[1])), sys.stdout)
