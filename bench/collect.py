"""``python -m bench.collect --files 100``: Word files dropped into a batch, read, matched and checked by two workers, the site answering.

Half of the files are .docx, half .doc (one that LibreOffice saved, with another unit's name and other numbers put in its text, so that no
two are equal). The clock starts when the files have come in and stops when the last is read; meanwhile a gunicorn with two workers is asked
for the batch's page again and again.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date
from pathlib import Path

from bench.files import ROOT
from bench.web import gunicorn

WANTED = 30
"""Seconds that 100 Word files may take on two processors."""
OLD = ROOT / "tests" / "report" / "reading" / "olddocs" / "report.doc"
UNIT = "示例镇"
"""The name in that file, put out by others of the same length."""
READ = "import django; django.setup(); from gongkai.web.annualreport.domain.collect_reading import read_waiting; read_waiting()"


def files(count: int) -> list[tuple[str, bytes]]:
    """Word files of as many units, named after them."""
    from gongkai.web.demonstration import foreign

    lots, old = random.Random(5), OLD.read_bytes()
    made = []
    for number in range(count):
        unit = f"清川县第{number}局"
        if number % 2:
            letters = "".join(chr(lots.randrange(0x4E00, 0x9000)) for _ in range(2)) + "镇"
            made.append((f"{number}.doc", old.replace(UNIT.encode("utf-16-le"), letters.encode("utf-16-le"))))
        else:
            made.append((f"{unit}.docx", foreign.file_of(foreign.report(unit, date.today().year - 1, number), "docx")))
    return made


def ask(port: int, path: str, cookie: str, over: threading.Event, waits: list[float]) -> None:
    """Ask for a page until it is over, and note how long each answer took."""
    while not over.is_set() or not waits:
        start = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        assert answer.status == 200, answer.status
        waits.append(time.perf_counter() - start)
        over.wait(0.1)


def measure(count: int) -> None:
    """Print what it came to."""
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from gongkai.web.annualreport.domain import collecting
    from gongkai.web.annualreport.domain.unpacking import Drop
    from gongkai.web.annualreport.enums import FileState
    from gongkai.web.organs.enums import Role, UnitKind
    from gongkai.web.organs.models import Person, RoleHeld, Unit

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    root = Unit.objects.create(name="清川县人民政府", kind=UnitKind.GOVERNMENT, slug="qingchuan")
    for number in range(count):
        Unit.objects.create(name=f"清川县第{number}局", kind=UnitKind.DEPARTMENT, slug=f"u{number}", parent=root)
    boss = Person.objects.create(username="boss", name="主管", home=root)
    RoleHeld.objects.create(person=boss, unit=root, role=Role.SUPERVISOR, since=date(2020, 1, 1))
    client = Client()
    client.force_login(Person.objects.get(pk=boss.pk), backend="allauth.account.auth_backends.AuthenticationBackend")
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    batch = collecting.open_batch(boss, root, year=date.today().year - 1)
    came = collecting.take_in(boss, batch, Drop(files(count)))
    with gunicorn() as port:
        waits: list[float] = []
        over = threading.Event()
        warm = threading.Event()
        warm.set()
        for _ in range(4):  # both workers have loaded what they need before the clock starts
            ask(port, f"/workbench/annual/collect/{batch.pk}/", cookie, warm, [])
        asker = threading.Thread(target=ask, args=(port, f"/workbench/annual/collect/{batch.pk}/", cookie, over, waits))
        asker.start()
        start, before = time.perf_counter(), os.times()
        workers = [subprocess.Popen([sys.executable, "-c", READ], cwd=ROOT) for _ in range(2)]
        for worker in workers:
            worker.wait()
        spent, after = time.perf_counter() - start, os.times()
        over.set()
        asker.join()
    states = dict.fromkeys(FileState.values, 0)
    for state in batch.files.values_list("state", flat=True):
        states[state] += 1
    work = after.children_user + after.children_system - before.children_user - before.children_system
    late = sorted(waits)[int(len(waits) * 0.95)] * 1000 if waits else 0
    read = came - states[FileState.WAITING] - states[FileState.READING]
    print(f"| {came} Word files | read | clock | processors | a second | page, 95 of 100 | slowest page |")
    print("|---|---|---|---|---|---|---|")
    print(f"| half .doc, half .docx | {read} | {spent:.1f} s | {work:.1f} s | {read / spent:.1f} | {late:.0f} ms | {max(waits, default=0) * 1000:.0f} ms |")
    print(f"wanted: 100 in {WANTED} s on two processors; {', '.join(f'{state} {many}' for state, many in states.items() if many)}")


def main() -> None:
    """Measure in a folder that goes away again."""
    parser = argparse.ArgumentParser(prog="python -m bench.collect", description=__doc__)
    parser.add_argument("--files", type=int, default=100)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="gongkai-bench-")
    os.environ |= {"GONGKAI_DATA": folder, "DJANGO_SETTINGS_MODULE": "bench.websettings"}
    try:
        import django

        django.setup()
        measure(options.files)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(ROOT)))
    main()
