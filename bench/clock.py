"""``python -m bench.clock``: the clock over the open cases of a large office.

Ten thousand made-up cases: most without an event, others with a consultation, an extension, a correction, an answer. For each
kind of work the time of a case, the least of several rounds, since what is measured is our own work.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from gongkai.engine.calendar import national
from gongkai.engine.calendarfile import Notice
from gongkai.engine.clock import due
from gongkai.engine.events import Event, parse_event
from gongkai.engine.moved import moved

WANTED = 0.1
"""Milliseconds for the due day of a case without events, at most."""

Case = tuple[int, date, list[Event]]


def cases(count: int) -> list[Case]:
    """`count` cases received over half a year."""
    rng = Random(7)
    made: list[Case] = []
    for number in range(count):
        received = date(2026, 3, 2) + timedelta(days=rng.randrange(180))
        day = [received + timedelta(days=step) for step in range(60)]
        kinds = [
            [],
            [f"third_party_asked={day[3]}", f"third_party_received={day[5]}", f"third_party_answered={day[12]}"],
            [f"extended={day[20]}:10"],
            [f"correction_asked={day[4]}:{day[20]}", f"correction_received={day[10]}"],
            [f"served={day[25]}:post"],
        ]
        texts = kinds[0] if rng.random() < 0.6 else rng.choice(kinds[1:])
        made.append((number, received, [parse_event(text) for text in texts]))
    return made


def least(work: Callable[[], object], rounds: int = 3) -> float:
    """Seconds of processor time, the least of some rounds."""
    found = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.clock", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    count = parser.parse_args().cases
    open_cases = cases(count)
    plain = [(received, events) for _, received, events in open_cases if not events]
    told = open_cases[: count // 10]
    notice = Notice("临时放假", None, None, None, {date(2026, 9, 21): (False, "临时")})
    longer = national().overlay(notice)
    due(date(2026, 3, 2))  # a warm calendar
    rows = [
        ("due day, no events", len(plain), least(lambda: [due(received) for received, _ in plain])),
        ("due day, as they come", count, least(lambda: [due(received, events) for _, received, events in open_cases])),
        ("whose day moved", count, least(lambda: moved(open_cases, national(), longer))),
        (
            "sentence and strip",
            len(told),
            least(lambda: [(f.summary, f.strip()) for f in (due(r, e) for _, r, e in told)]),
        ),
    ]
    for name, number, seconds in rows:
        print(f"{name:<24} {number:>6} cases {seconds:>7.2f} s {seconds / number * 1000:>7.3f} ms each")
    plainly = rows[0][2] / rows[0][1] * 1000
    print(f"wanted: a plain due day within {WANTED} ms: {'met' if plainly <= WANTED else 'missed'}")


if __name__ == "__main__":
    main()
