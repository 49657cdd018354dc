"""Each report beside the report of the same unit a year before, where many are checked at once.

The parent reads last year's files once for their units; a worker then finds the one that fits the report at hand,
so that neither holds more than two reports.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from gongkai.errors import GongkaiError
from gongkai.report.batch import Task, read_many
from gongkai.report.gathering import gather
from gongkai.report.model import Report
from gongkai.report.unitnames import plain, same_unit

FUNCTION = "gongkai.report.pairing:read_beside"
"""What `read_many` is to call for the tasks of `pair`."""


@dataclass(slots=True)
class Pairs:
    """The tasks, each knowing where last year's reports are listed, and what could not be read of those."""

    tasks: list[Task]
    notices: list[str] = field(default_factory=list)
    index: tempfile.TemporaryDirectory[str] | None = None


def pair(previous: str, tasks: list[Task], *, jobs: int | None = None) -> Pairs:
    """Tasks for `read_many(…, function=FUNCTION)`: this year's files beside last year's, a file or a folder of them.

    Raises:
        GongkaiError: `previous` holds no report that can be read.
    """
    found = gather([previous])
    if found.problems:
        raise GongkaiError(found.problems[0][1])
    units: list[tuple[str | None, int | None, str]] = []
    notices = []
    for result in read_many([Task(path, {"check": False}) for path in found.files], jobs=jobs):
        if result.report is None:
            notices.append(f"上年报告“{result.path}”无法读取，未用于核对：{(result.error or '').removeprefix(f'{result.path}：')}")
        else:
            units.append((result.report.unit, result.report.year, os.path.abspath(result.path)))
    if not units:
        raise GongkaiError(notices[0] if len(notices) == 1 else f"上年报告“{previous}”无法读取，请核对路径和文件。")
    folder = tempfile.TemporaryDirectory(prefix="gongkai-")
    index = Path(folder.name) / "previous.json"
    alone = len(units) == 1 and len(tasks) == 1
    index.write_text(json.dumps({"alone": alone, "units": units}, ensure_ascii=False), encoding="utf-8")
    made = [replace(task, known={**task.known, "previous": str(index)}) for task in tasks]
    return Pairs(made, notices, folder)


def read_beside(path: str, *, previous: str, **known: Any) -> Report:
    """A report with the findings of its check against last year's, where the index at `previous` has one.

    One file beside one file is taken as a pair whatever the units' names.

    Raises:
        UnreadableReport: as `gongkai.read`.
    """
    import gongkai
    from gongkai.report.checking import check

    report = gongkai.read(path, **{**known, "check": False})
    beside = _previous(report, _index(previous))
    old = gongkai.read(beside, check=False) if beside else None
    told = {(finding.code, finding.message) for finding in report.findings}
    report.findings += [found for found in check(report, previous=old) if (found.code, found.message) not in told]
    return report


@lru_cache(maxsize=4)
def _index(path: str) -> dict[str, Any]:
    return json.loads(Path(path).read_text(encoding="utf-8"))


def _previous(report: Report, index: dict[str, Any]) -> str | None:
    if index["alone"]:
        return index["units"][0][2]
    if not report.unit:
        return None
    candidates = [(unit, file) for unit, year, file in index["units"]
                  if unit and (year is None or report.year is None or year == report.year - 1)]
    exact = [file for unit, file in candidates if plain(unit) == plain(report.unit)]
    fitting = exact or [file for unit, file in candidates if same_unit(unit, report.unit)]
    return fitting[0] if len(fitting) == 1 else None
