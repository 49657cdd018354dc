"""A real server whose process dies by SIGKILL while a step is under way, at moments that chance picks: the case shows the step or nothing,
and the site answers again. Every write of every step in turn: test_killed.py."""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from applicantforms import text_file
from django.db import connection
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from gongkai.web.common import days

HERE = Path(__file__).resolve().parent
SECRET = "only-for-the-site-whose-server-is-killed-in-a-test"
TRIES = 12
"""At most; three deaths in the midst of a step are enough."""
pytestmark = [pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
              pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="a site of its own on SQLite")]


class Site:
    """A site in a folder, its server, and a visitor with cookies. Its database is the test's own, in a file."""

    def __init__(self, folder: Path, case: int, cookies: dict[str, str]) -> None:
        self.folder, self.cookies, self.address = folder, cookies, f"/workbench/cases/{case}/steps/noted/"
        paths = os.pathsep.join(filter(None, (str(HERE), str(HERE.parent), str(HERE.parent.parent), os.environ.get("PYTHONPATH", ""))))
        self.environment = {"PATH": os.environ["PATH"], "GONGKAI_DATA": str(folder / "site"), "PYTHONUTF8": "1", "PYTHONPATH": paths, "HOME": str(folder),
                            "GONGKAI_SECRET_KEY": SECRET}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    def look(self) -> dict:
        """What killed_server.py says."""
        done = subprocess.run([sys.executable, str(HERE / "killed_server.py")], env=self.environment, cwd=self.folder, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.splitlines()[-1])

    def start(self) -> None:
        self.master = subprocess.Popen([sys.executable, "-m", "gongkai", "serve", f"127.0.0.1:{self.port}", "--processes", "1", "--no-background"], cwd=self.folder,
                                       env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def workers(self) -> list[int]:
        return [int(pid) for pid in Path(f"/proc/{self.master.pid}/task/{self.master.pid}/children").read_text().split()]

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, str]:
        """What the site answers. Raises OSError, http.client.HTTPException where it dies before it has."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        connection.request(method, path, body, {**headers, "Content-Type": MULTIPART_CONTENT} if body is not None else headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        return answer.status, text

    def page(self, path: str) -> str:
        """A page, as soon as the site answers again."""
        end = time.monotonic() + 120
        while True:
            try:
                status, text = self.ask("GET", path)
            except (OSError, http.client.HTTPException):
                assert time.monotonic() < end, "the site does not answer"
                time.sleep(0.05)
            else:
                assert status == 200, text[:2000]
                return text

    def form(self, name: str) -> bytes:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.page(self.address))[1]
        return encode_multipart(BOUNDARY, {"csrfmiddlewaretoken": token, "day": str(days.today()), "reason": name, "document": text_file(f"{name}.txt", name.encode())})


@pytest.fixture
def site(tmp_path, settings, county, open_case):
    settings.SECRET_KEY = SECRET
    case, client = open_case(registered=True), Client()
    client.force_login(county.staff("education", "clerk"), backend="allauth.account.auth_backends.AuthenticationBackend")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "gongkai.sqlite3").write_bytes(connection.connection.serialize())  # what the test's transaction holds, too
    shutil.copy(settings.SEALING_FILE, tmp_path / "site" / "sealing.keys")
    made = Site(tmp_path, case.pk, {name: cookie.value for name, cookie in client.cookies.items()})
    yield made
    made.master.terminate()
    made.master.wait(60)


def test_a_server_that_dies_in_a_step_leaves_all_of_it_or_nothing_and_answers_again(site):
    seed = random.randrange(1 << 30)
    chance, promised, sent, deaths = random.Random(seed), {"第一步"}, ["第一步"], 0
    assert site.ask("POST", site.address, site.form("第一步"))[0] == 302
    site.page(site.address)
    body = site.form("第二步")
    began = time.monotonic()
    assert site.ask("POST", site.address, body)[0] == 302
    length = time.monotonic() - began  # of a step that nobody disturbs
    promised.add("第二步")
    for number in range(TRIES):
        name = f"被中断的第{number}步"
        body, said = site.form(name), []

        def send(body: bytes = body, said: list[int] = said) -> None:
            try:
                said.append(site.ask("POST", site.address, body)[0])
            except (OSError, http.client.HTTPException):
                said.append(0)

        sending = threading.Thread(target=send)
        sending.start()
        time.sleep(chance.uniform(0.05, 0.95) * length)
        dying = [*site.workers(), *([site.master.pid] if number == 0 else [])]  # once the whole server, which does not start itself again
        for pid in dying[::-1]:
            os.kill(pid, signal.SIGKILL)
        if number == 0:
            site.master.wait()
            site.start()
        sending.join()
        sent.append(name)
        if said == [302]:
            promised.add(name)
        deaths += said == [0]
        site.page(site.address)  # it answers again
        if deaths == 3:
            break
    assert deaths, f"seed {seed}: no death fell into a step"
    told = site.look()
    assert told["faults"] == [], f"seed {seed}"
    assert promised <= set(told["steps"]) <= {"第一步", "第二步", *sent}, f"seed {seed}"
    assert all(words == name for name, words in told["steps"].items()) and told["files"] == len(told["steps"]), f"seed {seed}"
    shown = site.page(site.address.replace("steps/noted/", ""))
    assert {name for name in {"第二步", *sent} if name in shown} == set(told["steps"]), f"seed {seed}"
