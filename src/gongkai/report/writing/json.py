"""json: the report as `Report.to_json` gives it; read again by `gongkai.report.reading.json_report.load`."""

from __future__ import annotations

import json

from gongkai.report.form import Form
from gongkai.report.model import Report


def render(report: Report, form: Form) -> bytes:
    """The report as UTF-8 JSON, Chinese unescaped; see `gongkai.report.writing.write`."""
    return (json.dumps(report.to_json(), ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")
