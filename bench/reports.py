"""``python -m bench.reports --cases 100000``: a year's report of one unit is compiled among many cases, and looked at while it is written.

The county is that of bench/cases.py: ten units, five years of cases, six events each. Wanted: one press, from the click to the draft with
its frozen count, in one second.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median

from bench.cases import fill
from bench.files import ROOT

WANTED = 1.0
"""Seconds that one press may take with 100,000 cases."""
ROUNDS = 5


def measure(count: int) -> None:
    """Print one table."""
    from django.db import connection, transaction

    from gongkai.web.annualreport.domain.compiling import changes, compile_report
    from gongkai.web.annualreport.domain.facts import offers
    from gongkai.web.annualreport.domain.looking import look
    from gongkai.web.organs.models import Person, Unit

    class Again(Exception):
        """The report is taken back, so that it can be made again."""

    clerk, year = Person.objects.get(username="clerk"), date.today().year - 1
    unit = Unit.objects.get(slug="u3")
    taken: dict[str, list[float]] = {"compile": [], "what changed": [], "sentences": [], "check": []}
    for _ in range(ROUNDS):
        try:
            with transaction.atomic():
                start = time.perf_counter()
                row = compile_report(clerk, unit, year)
                taken["compile"].append(time.perf_counter() - start)
                for name, function in (("what changed", changes), ("sentences", offers), ("check", look)):
                    start = time.perf_counter()
                    function(row)
                    taken[name].append(time.perf_counter() - start)
                assert row.cells["3.received.total"] not in (None, "0")
                raise Again
        except Again:
            pass
    print(f"REPORTS  {count:,} cases, {connection.vendor}; milliseconds; load of the machine {os.getloadavg()[0]:.1f}\n")
    print(f"{'':14}{'p50':>8}{'most':>8}")
    for name, seconds in taken.items():
        said = f"   wanted ≤ {WANTED * 1000:.0f}  {'met' if max(seconds) <= WANTED else 'NOT MET'}" if name == "compile" else ""
        print(f"{name:14}{median(seconds) * 1000:8.1f}{max(seconds) * 1000:8.1f}{said}")


def main() -> None:
    """Fill, measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.reports", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="gk-", dir="/tmp"))
    try:
        os.environ |= {"GONGKAI_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "bench.websettings", "GONGKAI_SECRET_KEY": "only-for-the-bench"}
        import django
        from django.core.management import call_command

        django.setup()
        start = time.perf_counter()
        call_command("migrate", verbosity=0)
        fill(options.cases)
        print(f"       filled in {time.perf_counter() - start:.0f} s", flush=True)
        measure(options.cases)
        from django.db import connections

        connections.close_all()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
