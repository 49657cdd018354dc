"""Many files, each read by a worker process: in order, within time, with flat memory.

    for result in read_many(tasks):
        if result.report: ...          # the Report, findings included
        else: print(result.error)      # one Chinese sentence

A worker is a process of its own (report/_worker.py), so that a file which takes too long or brings its reader down
costs that file alone: the worker is killed, the file reported in one sentence, the next file gets a new worker.
Results come in the order of the tasks; no more than a window of them is under way, and a worker is renewed after
`RENEW` files, so memory stays flat however many files there are. Leaving the loop, or Ctrl-C, ends every worker.

Which files: report/gathering.py.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from gongkai.report import model
from gongkai.report.model import Report

SECONDS = 20.0
"""The time one file may take."""
RENEW = 200
"""Files after which a worker is replaced by a fresh one."""
WINDOW = 8
"""Files under way or waiting to be handed over, for each worker."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read and what is known of it from elsewhere (keywords of `gongkai.read`: unit, year …)."""

    path: str
    known: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """One file: its `report`, or in one Chinese sentence why there is none."""

    path: str
    report: Report | None = None
    error: str | None = None


def cores() -> int:
    """The processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def read_many(
    tasks: Iterable[Task | str | os.PathLike[str]],
    *,
    jobs: int | None = None,
    seconds: float = SECONDS,
    renew: int = RENEW,
    function: str = "gongkai:read",
) -> Iterator[Result]:
    """Read files in worker processes and yield a `Result` for each, in the order given.

    Args:
        tasks: paths, or `Task`s where more is known of a file; may be a generator, it is drawn on as needed.
        jobs: worker processes at once; all cores unless told.
        seconds: the time one file may take before its worker is killed.
        renew: files after which a worker is replaced.
        function: what a worker calls with the path, ``module:name``; returns a Report or raises GongkaiError.

    Nothing a file contains makes this raise: bad input is a `Result` with an error. A report's `hints` stay behind in
    the worker.
    """
    jobs = max(1, jobs if jobs is not None else cores())
    workers: list[_Worker] = []
    own = threading.local()
    closing = threading.Event()

    def work(task: Task) -> Result:
        worker = getattr(own, "worker", None)
        if worker is None:
            worker = own.worker = _Worker(function, seconds, renew, closing)
            workers.append(worker)
        return worker.read(task)

    waiting: deque[Future[Result]] = deque()
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="gongkai-batch")
    try:
        for item in tasks:
            task = item if isinstance(item, Task) else Task(os.fspath(item))
            waiting.append(pool.submit(work, task))
            if len(waiting) >= jobs * WINDOW:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        closing.set()
        for worker in list(workers):
            worker.stop()
        pool.shutdown(wait=True, cancel_futures=True)
        for worker in workers:
            worker.stop()


class _Answer(pickle.Unpickler):
    """Takes nothing from a worker but the model's own classes: what read a hostile file is not trusted."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in (("decimal", "Decimal"), ("datetime", "date")):
            return super().find_class(module, name)
        found = getattr(model, name, None) if module == model.__name__ else None
        if isinstance(found, type) and found.__module__ == module:
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a report")


class _Worker:
    """One worker process, started when first needed and replaced when worn or dead. Used by one thread."""

    def __init__(self, function: str, seconds: float, renew: int, closing: threading.Event) -> None:
        self.function, self.seconds, self.renew, self.closing = function, seconds, renew, closing
        self.process: subprocess.Popen[bytes] | None = None
        self.done = 0

    def read(self, task: Task) -> Result:
        """Have one file read; the sentence where it cannot be."""
        if self.closing.is_set():
            return Result(task.path, error="已中断，未处理。")
        if self.process is None:
            self._start()
        late = threading.Event()

        def kill() -> None:
            late.set()
            self._kill()

        timer = threading.Timer(self.seconds, kill)
        timer.daemon = True
        timer.start()
        try:
            kind, value = self._ask((self.function, task.path, task.known, self.seconds))
        except (EOFError, OSError):
            kind, value = "dead", None
        except (ValueError, pickle.UnpicklingError):
            kind, value = "odd", None
        timer.cancel()
        timer.join()  # a timer that has just gone off is let finish, so that it cannot kill the next file's worker
        self.done += 1
        if late.is_set() or kind in ("dead", "odd") or self.done >= self.renew:
            self.stop()
        if kind == "done":
            return Result(task.path, report=value)
        if kind in ("bad", "bug"):
            return Result(task.path, error=value)
        if late.is_set():
            return Result(task.path, error=f"读取超过 {self.seconds:g} 秒仍未完成，已停止，请检查文件是否过大或已损坏。")
        if kind == "odd":
            return Result(task.path, error="读取进程的回答不是报告，该文件未处理，请把文件反馈给维护者。")
        return Result(task.path, error="读取时程序意外退出，文件可能已损坏，请用办公软件另存后再试。")

    def stop(self) -> None:
        """End the process, at once."""
        process, self.process, self.done = self.process, None, 0
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                stream.close()  # type: ignore[union-attr]

    def _start(self) -> None:
        paths = [path or os.getcwd() for path in sys.path]
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "gongkai.report._worker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=None if os.environ.get("GONGKAI_DEBUG") else subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"},
            start_new_session=True,  # Ctrl-C in the terminal reaches the parent alone, which ends the workers
        )

    def _kill(self) -> None:
        process = self.process
        if process is not None:
            process.kill()

    def _ask(self, request: tuple[Any, ...]) -> tuple[str, Any]:
        process = self.process
        if process is None or process.stdin is None or process.stdout is None:
            raise EOFError
        process.stdin.write(pickle.dumps(request))
        process.stdin.flush()
        answer = _Answer(process.stdout).load()
        if not (isinstance(answer, tuple) and len(answer) == 2 and answer[0] in ("done", "bad", "bug")):
            raise pickle.UnpicklingError("no answer of a worker")
        return answer
