"""A reader for tests of the command line: a file holds, as JSON, the report that it is read as."""

import json
import os
from pathlib import Path

from gongkai.errors import UnreadableReport
from gongkai.report.model import Cell, Finding, Place, Report, Section, Source


def read(path, *, unit=None, code=None, kind=None, year=None, url=None, check=True):
    """As `gongkai.read`."""
    if "crash" in path:
        os._exit(9)
    said = json.loads(Path(path).read_text(encoding="utf-8"))
    if "bad" in said:
        raise UnreadableReport(said["bad"])
    report = Report("2021", unit=said.get("unit") or unit, year=said.get("year") or year, unit_kind=kind,
                    region_code=code, source=Source(file=path, url=url))
    report.cells = {address: Cell(value, str(value)) for address, value in said.get("cells", {}).items()}
    report.sections = [Section(1, "总体情况", "本年度工作平稳。")]
    report.findings = [Finding(code, level, message, ("3.received.total",), 4, 0, Place(line=12), "《条例》第五十条")
                       for code, level, message in said.get("findings", ())]
    return report
