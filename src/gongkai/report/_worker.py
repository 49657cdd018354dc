"""The process that reads files for report/workers.py: ``python -P -m gongkai.report._worker BYTES``.

It takes pickled requests (function, path, keywords, seconds) on its standard input, answers on its standard output
with ("done", value), ("bad", sentence) or ("bug", sentence), and ends when its input does. What a library prints
cannot get between: standard output is moved out of the way first. BYTES is the address space it may take. It dies by its
own alarm should its parent be gone.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from importlib import import_module
from typing import Any, BinaryIO

from gongkai.engine.lawfile import LawError
from gongkai.errors import GongkaiError
from gongkai.report.model import Report

GRACE = 5.0
"""Seconds after its time that a worker whose parent has not killed it ends by itself."""


def _bound_memory(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _answer(function: str, path: str, keywords: dict[str, Any]) -> tuple[str, Any]:
    module, name = function.split(":")
    try:
        made = getattr(import_module(module), name)(path, **keywords)
        if isinstance(made, Report):
            made.hints = {}  # the reader's working memory; the checks that want it have run
        return "done", made
    except GongkaiError as error:
        return "bad", str(error)
    except MemoryError:
        return "bad", "读取这个文件所需的内存超出限度，请拆分文件或另存为较小的文件后再试。"
    except RecursionError:
        return "bad", "文件的结构嵌套过深，无法读取，请用办公软件另存后再试。"
    except LawError as error:
        return "bug", f"法规数据文件有误（{error}），请改正该文件后再试。"
    except Exception as error:
        if os.environ.get("GONGKAI_DEBUG"):
            traceback.print_exc()
        frames = traceback.extract_tb(error.__traceback__)
        last = [frame for frame in frames if "<" not in frame.filename][-1]
        where = f"{type(error).__name__}，{os.path.basename(last.filename)}:{last.lineno}"
        return "bug", f"读取时程序出错（{where}），该文件未处理，请把文件和括号中的文字一并反馈给维护者。"


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more."""
    while True:
        try:
            function, path, keywords, seconds = pickle.load(requests)
        except EOFError:
            return
        _alarm(seconds + GRACE)
        answer = _answer(function, path, keywords)
        _alarm(0)
        answers.write(pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL))
        answers.flush()


def main() -> None:
    """Serve on the process's own standard streams."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _bound_memory(int(sys.argv[1]))
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
