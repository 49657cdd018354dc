"""The server as an administrator starts it, in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def served(tmp_path, **more):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    process = subprocess.Popen([sys.executable, "-m", "gongkai", "serve", address, "--processes", "1"], cwd=tmp_path,
                               env={"PATH": os.environ["PATH"], "GONGKAI_DATA": str(tmp_path / "site"), **more},
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        yield address, process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(30)


def answer(address, path, seconds=30):
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(f"http://{address}{path}", timeout=5) as response:
                return response.status, response.headers, response.read()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def test_a_site_that_was_set_up_answers_and_stops_when_told(tmp_path, command):
    said = command("setup", "--unit", "清川县人民政府", "--username", "admin", "--name", "王某", GONGKAI_PASSWORD="qing-chuan-9")
    assert said.returncode == 0, said.stderr
    with served(tmp_path) as (address, process):
        status, headers, body = answer(address, "/health")
        assert (status, body) == (200, b'{"status": "ok"}')
        status, headers, _ = answer(address, "/")
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        if sys.platform == "linux":  # what the server and its background work write is their owner's alone
            assert re.search(r"^Umask:\t(\d+)$", Path(f"/proc/{process.pid}/status").read_text(), re.MULTILINE)[1] == "0077"
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


def test_a_worker_has_its_pages_loaded_before_the_first_visitor_comes(tmp_path):
    said = subprocess.run([sys.executable, "-c", "import gc, sys\n"
                           "from gongkai.web.operations.serving import Server\n"
                           "Server({}).load()\n"
                           "print('gongkai.web.portal.views' in sys.modules, gc.get_freeze_count() > 100_000)"], cwd=tmp_path, check=False,
                          env={"PATH": os.environ["PATH"], "GONGKAI_DATA": str(tmp_path / "site"), "GONGKAI_SECRET_KEY": "q" * 20 + "-" + "7" * 40},
                          capture_output=True, text=True)
    assert said.stdout.split() == ["True", "True"], said.stderr


@pytest.mark.parametrize(("name", "value", "told"), [("GONGKAI_DEBUG", "1", "调试模式"), ("GONGKAI_SECRET_KEY", "changeme", "密钥"),
                                                     ("GONGKAI_DEBUG", "maybe", "不是 1 或 0")])
def test_a_site_that_must_not_be_opened_does_not_start(command, name, value, told):
    said = command("serve", "127.0.0.1:1", **{name: value})
    assert said.returncode == 2
    assert told in said.stderr
    assert len(said.stderr.strip().splitlines()) == 1


def test_the_first_password_must_keep_the_rules(command):
    said = command("setup", "--unit", "清川县人民政府", "--username", "admin", "--name", "王某", GONGKAI_PASSWORD="12345678")
    assert said.returncode == 2
    assert "密码" in said.stderr
