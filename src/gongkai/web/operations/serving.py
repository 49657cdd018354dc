"""The site for its visitors: gunicorn, static files by whitenoise, and one process of background work beside it."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
from typing import Any

from gunicorn.app.base import BaseApplication

from gongkai.errors import GongkaiError
from gongkai.report.batch import cores
from gongkai.web.common import proxies

THREADS = 4
OWNER_ALONE = 0o077
"""What the site writes (letters, counts of readings) is its owner's alone. Gunicorn sets its own umask, 0 unless told, for a moment
while it starts a worker, and the process of background work, started at that moment, would keep it."""


class Background:
    """The process that works through the queue; started again should it die."""

    def __init__(self) -> None:
        self.ending = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and watch over it."""
        threading.Thread(target=self._watch, daemon=True, name="gongkai-background").start()

    def stop(self) -> None:
        """End it; what it was at is taken up again at the next start."""
        self.ending.set()
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()

    def _watch(self) -> None:
        while not self.ending.is_set():
            self.process = subprocess.Popen([sys.executable, "-m", "gongkai.web.manage", "qcluster"],
                                            stdout=subprocess.DEVNULL, start_new_session=True)
            self.process.wait()
            self.ending.wait(5)


class Server(BaseApplication):
    """Gunicorn with options that come from us, none from a file."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.own = options
        super().__init__()

    def load_config(self) -> None:
        """Take the options over."""
        for name, value in self.own.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The site, in each worker."""
        from gongkai.web.wsgi import application

        warm()
        return application


def warm() -> None:
    """Load the pages before the first visitor waits for it, and keep Python from going through all that is loaded again and again when
    it looks for what can be thrown away: one page in a few hundred took 0.3 s longer."""
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018 (Django imports the views only when it is asked)
    gc.collect()
    gc.freeze()


def serve(address: str, *, processes: int | None = None, background: bool = True) -> None:
    """Serve until told to stop (SIGTERM, Ctrl-C).

    Args:
        address: ``host:port``.
        processes: worker processes; one for each core unless told.
        background: whether the background work runs beside it; on several machines it runs on one.

    Raises:
        GongkaiError: it could not start, for example because the address is taken.
    """
    os.umask(OWNER_ALONE)
    if told := proxies.announcement():
        print(told, file=sys.stderr)
    beside = Background()
    options: dict[str, Any] = {
        "bind": address, "workers": processes or cores(), "worker_class": "gthread", "threads": THREADS, "timeout": 60,
        "graceful_timeout": 20, "keepalive": 5, "loglevel": "warning", "proc_name": "gongkai", "control_socket_disable": True,
        "max_requests": 10_000, "max_requests_jitter": 1_000, "forwarded_allow_ips": "127.0.0.1,::1",
        "umask": OWNER_ALONE, "limit_request_line": 8190,  # what a proxy passes on too; a Chinese character takes nine bytes of an address
    }
    if background:
        options |= {"when_ready": lambda server: beside.start(), "on_exit": lambda server: beside.stop()}
    starter = os.getpid()
    try:
        Server(options).run()
    except SystemExit as end:  # gunicorn ends so, in the worker processes too, whose code its master reads
        code = end.code if isinstance(end.code, int) else 1
        if os.getpid() != starter:
            os._exit(code)
        if code:
            raise GongkaiError(f"服务未能启动，请查看上面的记录；常见的原因是地址 {address} 已被其他程序占用。") from end
