"""Many files, each read by a worker process: in order, within time, with flat memory.

    for result in read_many(tasks):
        if result.report: ...          # the Report, findings included
        else: print(result.error)      # one Chinese sentence

A worker is a process of its own (report/workers.py), so that a file which takes too long or brings its reader down
costs that file alone: the worker is killed, the file reported in one sentence, the next file gets a new worker.
Results come in the order of the tasks; no more than a window of them is under way, and a worker is renewed after
`RENEW` files, so memory stays flat however many files there are. Leaving the loop, or Ctrl-C, ends every worker.

Which files: report/gathering.py.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from gongkai.report import model
from gongkai.report.model import Report
from gongkai.report.workers import Worker, classes_of

SECONDS = 20.0
"""The time one file may take."""
RENEW = 200
"""Files after which a worker is replaced by a fresh one."""
WINDOW = 8
"""Files under way or waiting to be handed over, for each worker."""
_TRUSTED = classes_of(model)


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
    workers: list[Worker] = []
    own = threading.local()
    closing = threading.Event()

    def work(task: Task) -> Result:
        if closing.is_set():
            return Result(task.path, error="已中断，未处理。")
        worker = getattr(own, "worker", None)
        if worker is None:
            worker = own.worker = Worker(function, seconds, _TRUSTED, renew=renew)
            workers.append(worker)
        return _read(worker, task, seconds)

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


def _read(worker: Worker, task: Task, seconds: float) -> Result:
    kind, value = worker.ask(task.path, task.known)
    if kind == "done":
        return Result(task.path, report=value)
    if kind in ("bad", "bug"):
        return Result(task.path, error=value)
    return Result(task.path, error={
        "late": f"读取超过 {seconds:g} 秒仍未完成，已停止，请检查文件是否过大或已损坏。",
        "odd": "读取进程的回答不是报告，该文件未处理，请把文件反馈给维护者。",
        "dead": "读取时程序意外退出，文件可能已损坏，请用办公软件另存后再试。",
    }[kind])
