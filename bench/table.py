"""What the bench prints: 80 columns, with what is wanted and whether it is met.

The verdict on a kind is that of all its files together, as a folder of them takes; a file that is above it by itself is
marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bench.files import File
from bench.timing import Times

WANTED = {"html": 5.0, "pdf": 2.5}
"""Read and check, at most this many times the floor."""
GOAL = {"html": 3.0}
FASTER = {"pdf": 10.0}
"""At least this many times as fast as what people use today."""
HELP = 0.3
"""Seconds that `gongkai --help` may take."""
FLAT = 1.10
"""Memory at the end against memory after half of the files, at most; by then what is remembered on purpose is full."""


def verdict(met: bool) -> str:
    """Whether a wanted figure is met."""
    return "met" if met else "NOT MET"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:8.2f}"


def speed(kind: str, measured: Iterable[tuple[File, dict[str, Times]]]) -> list[str]:
    """The lines on one kind of file: milliseconds (median, least below), ratios, verdicts."""
    floor, today = (("selectolax parse + text of all cells", "pandas.read_html") if kind == "html"
                    else ("pypdfium2 text of all pages", "pdfplumber extract_tables"))
    goal = f", goal {GOAL[kind]:g} ×" if kind in GOAL else ""
    faster = f", {FASTER[kind]:g} × as fast as today" if kind in FASTER else ""
    lines = [f"{kind.upper():7}floor: {floor}; today: {today}",
             f"       wanted: read + check within {WANTED[kind]:g} × floor{goal}{faster}",
             "       milliseconds of processor time, median over least of the repetitions", "",
             f"{'':20}{'floor':>8}{'read':>8}{'check':>8}{'both':>8}{'today':>9}{'÷floor':>8}{'today÷':>8}",
             "-" * 77]
    all_usual: dict[str, float] = {}
    all_least: dict[str, float] = {}
    for file, times in measured:
        usual = {way: time.median for way, time in times.items()}
        least = {way: time.least for way, time in times.items()}
        all_usual = {way: all_usual.get(way, 0) + seconds for way, seconds in usual.items()}
        all_least = {way: all_least.get(way, 0) + seconds for way, seconds in least.items()}
        lines += _rows(_short(file.name), usual, least)
        lines.append(f"{'' if _met(kind, usual) else 'by itself not what is wanted':>77}".rstrip())
    lines += _rows("all of them together", all_usual, all_least)
    lines.append(f"{verdict(_met(kind, all_usual)):>77}")
    return lines


def _rows(title: str, usual: Mapping[str, float], least: Mapping[str, float]) -> list[str]:
    """Two lines: the medians and the least."""
    made = []
    for name, row in ((title, usual), ("", least)):
        both = row["read"] + row["check"]
        made.append(f"{name:20}{_ms(row['floor'])}{_ms(row['read'])}{_ms(row['check'])}{_ms(both)}"
                    f"{row['today'] * 1000:9.1f}{both / row['floor']:8.2f}{row['today'] / both:8.1f}")
    return made


def _met(kind: str, row: Mapping[str, float]) -> bool:
    both = row["read"] + row["check"]
    return both <= WANTED[kind] * row["floor"] and row["today"] >= FASTER.get(kind, 0) * both


def _short(name: str) -> str:
    return name if len(name) < 20 else name[:18] + "…"


def stream(told: dict) -> list[str]:
    """The lines on thousands of different files."""
    memory = {int(number): size for number, size in told["memory"].items()}
    first, last = memory[sorted(memory)[-2]], memory[max(memory)]
    sizes = ", ".join(f"{number:,}: {size / 1e6:.0f} MB" for number, size in sorted(memory.items()))
    paces = ", ".join(f"{name} {ours / floor:.1f} × floor" for name, (ours, floor, _) in told["html"].items() if floor)
    spent = sum(ours for ours, _, _ in told["html"].values())
    pace = sum(pages for *_, pages in told["html"].values()) / spent if spent else 0.0
    return [f"STREAM {max(memory):,} different small files in one process, every fourth one mutilated",
            f"       memory after {sizes}",
            f"       second half: {last / first:.2f} × (wanted: flat, at most {FLAT:g})".ljust(66) + verdict(last / first <= FLAT),
            f"       HTML among them: {paces}; {pace:.0f} a second",
            f"       refused as no reports: {told['refused']:,}"]


def commands(taken: dict[str, Times]) -> list[str]:
    """The lines on the command."""
    lines = ["COMMAND  seconds of wall time for the whole process, median and least"]
    for name, times in taken.items():
        line = f"       {name:24}{times.median:8.2f}{times.least:8.2f}"
        if name.endswith("--help"):
            line = f"{line}   wanted < {HELP:g}".ljust(66) + verdict(times.median < HELP)
        lines.append(line)
    return lines
