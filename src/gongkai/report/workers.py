"""A process of its own that reads hostile files, one after the other, within time and memory.

    worker = Worker("gongkai:read", seconds=20, trusted=classes_of(model))
    kind, value = worker.ask("a.docx", {"year": 2023})       # "done", the Report
    worker.stop()

A file that takes too long or brings the process down costs that file alone: the process is killed, the next file gets a
new one. What comes back is taken apart with distrust: nothing is made of it but the classes named as trusted.
report/batch.py keeps several workers busy; the other end is report/_worker.py.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Collection
from contextlib import suppress
from types import ModuleType
from typing import Any, Literal

MEMORY = 4 << 30
"""Bytes of address space a worker may take; past it a file is refused instead of the machine swapping."""

Kind = Literal["done", "bad", "bug", "late", "odd", "dead"]


def classes_of(*modules: ModuleType) -> frozenset[tuple[str, str]]:
    """The classes that these modules define, and dates and decimals: what a worker's answer may be made of."""
    return frozenset({("decimal", "Decimal"), ("datetime", "date")}) | {
        (module.__name__, name) for module in modules for name, found in vars(module).items()
        if isinstance(found, type) and found.__module__ == module.__name__}


class _Answer(pickle.Unpickler):
    """Takes nothing from a worker but trusted classes: what read a hostile file is not trusted itself."""

    def __init__(self, stream: Any, trusted: Collection[tuple[str, str]]) -> None:
        super().__init__(stream)
        self.trusted = trusted

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in self.trusted:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no part of an answer")


class Worker:
    """One worker process, started when first needed and replaced when worn or dead. Used by one thread.

    Args:
        function: what the process calls with the path and keywords, ``module:name``.
        seconds: the time one file may take before the process is killed.
        trusted: the classes an answer may be made of (`classes_of`).
        renew: files after which the process is replaced; never, unless told.
        memory: bytes of address space the process may take.
    """

    def __init__(self, function: str, seconds: float, trusted: Collection[tuple[str, str]], *, renew: int | None = None,
                 memory: int = MEMORY) -> None:
        self.function, self.seconds, self.trusted, self.renew, self.memory = function, seconds, trusted, renew, memory
        self.process: subprocess.Popen[bytes] | None = None
        self.done = 0

    def ask(self, path: str, known: dict[str, Any]) -> tuple[Kind, Any]:
        """Have the function called for one file: how it went, and its value, or the sentence why there is none.

        `done` brings the value; `bad` (the file) and `bug` (a fault of ours) bring a Chinese sentence; `late`, `odd` (an
        answer that is not to be trusted) and `dead` bring None. Never raises for what a file holds.
        """
        if self.process is None:
            self._start()
        late = threading.Event()

        def kill() -> None:
            late.set()
            self._kill()

        timer = threading.Timer(self.seconds, kill)
        timer.daemon = True
        timer.start()
        kind: Kind
        try:
            kind, value = self._exchange((self.function, path, known, self.seconds))
        except (EOFError, OSError):
            kind, value = "dead", None
        except (ValueError, pickle.UnpicklingError):
            kind, value = "odd", None
        timer.cancel()
        timer.join()  # a timer that has just gone off is let finish, so that it cannot kill the next file's worker
        self.done += 1
        if late.is_set() or kind in ("dead", "odd") or self.done == self.renew:
            self.stop()
        return ("late", None) if late.is_set() and kind in ("dead", "odd") else (kind, value)

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
            [sys.executable, "-P", "-m", "gongkai.report._worker", str(self.memory)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=None if os.environ.get("GONGKAI_DEBUG") else subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"},
            start_new_session=True,  # Ctrl-C in the terminal reaches the parent alone, which ends the workers
        )

    def _kill(self) -> None:
        process = self.process
        if process is not None:
            process.kill()

    def _exchange(self, request: tuple[Any, ...]) -> tuple[Kind, Any]:
        process = self.process
        if process is None or process.stdin is None or process.stdout is None:
            raise EOFError
        process.stdin.write(pickle.dumps(request))
        process.stdin.flush()
        answer = _Answer(process.stdout, self.trusted).load()
        if not (isinstance(answer, tuple) and len(answer) == 2 and answer[0] in ("done", "bad", "bug")):
            raise pickle.UnpicklingError("no answer of a worker")
        return answer
