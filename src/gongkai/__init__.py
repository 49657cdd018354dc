"""Gongkai 公开: the open platform for 政府信息公开.

    report = gongkai.read("report.html")
    report.findings
    report.tables["3"]["received"]["total"]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["GongkaiError", "Report", "UnreadableReport", "compare", "read", "rollup", "write"]

if TYPE_CHECKING:
    from gongkai.errors import GongkaiError, UnreadableReport
    from gongkai.report.comparing import compare
    from gongkai.report.model import Report
    from gongkai.report.reading import read
    from gongkai.report.rollup import rollup
    from gongkai.report.writing import write

_HOME = {
    "GongkaiError": "gongkai.errors", "UnreadableReport": "gongkai.errors", "Report": "gongkai.report.model",
    "read": "gongkai.report.reading", "compare": "gongkai.report.comparing", "rollup": "gongkai.report.rollup",
    "write": "gongkai.report.writing",
}


def __getattr__(name: str) -> Any:
    # Loaded when first used: the command line answers --help without the readers.
    if name not in _HOME:
        raise AttributeError(f"module 'gongkai' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
