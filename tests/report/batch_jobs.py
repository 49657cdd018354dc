"""What the workers are made to do in test_batch.py."""

import os
import time
from decimal import Decimal
from pathlib import Path

from gongkai.errors import UnreadableReport
from gongkai.report.model import Cell, Place, Report, Source


def echo(path, **known):
    """A small report that names its file, after a pause that the file's name may ask for."""
    time.sleep(float(known.pop("pause", 0)))
    report = Report("2021", source=Source(file=path), **known)
    report.cells["2.fees.amount"] = Cell(Decimal("1.50"), "1.50", place=Place(line=3))
    report.contacts = [str(os.getpid())]
    report.hints["working memory"] = Path(path)
    return report


def bad(path, **known):
    """What a file that is no report does."""
    if "bad" in path:
        raise UnreadableReport(f"“{path}”不是年度报告，请核对。")
    return echo(path)


def hang(path, **known):
    """What a file does that is never done with."""
    while "hang" in path:
        time.sleep(0.01)
    return echo(path)


def crash(path, **known):
    """What a broken library does."""
    if "crash" in path:
        os._exit(11)
    print("a library that chats")
    os.write(1, b"\x80\x04chatter")
    return echo(path)


def bug(path, **known):
    """What a fault of ours does."""
    if "deep" in path:
        return bug(path)
    if "big" in path:
        raise MemoryError
    return {}["missing"]


def smuggle(path, **known):
    """An answer that is no report."""
    return Path(path) if "smuggle" in path else echo(path)
