"""Places in a report: a cell by its address, a paragraph as ``text.1.3`` (third line of section one), the preamble as ``text.0.1``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from gongkai.report.form import edition
from gongkai.report.model import Place
from gongkai.report.reading.typed import place_of
from gongkai.report.writing.manuscript import numeral

_TEXT = re.compile(r"text\.(\d{1,2})\.(\d{1,4})")


def of_line(section: int, line: int) -> str:
    """The place of a line.

        >>> of_line(1, 3)
        'text.1.3'
    """
    return f"text.{section}.{line}"


def line_of(target: str) -> tuple[int, int] | None:
    """(section, line) of a place; None for any other.

        >>> line_of("text.1.3"), line_of("3.received.total")
        ((1, 3), None)
    """
    found = _TEXT.fullmatch(target)
    return (int(found[1]), int(found[2])) if found else None


def text_of(content: Mapping[str, Any], section: int) -> str:
    """The text of a section of a content, 0 for the preamble."""
    return str(content["preamble"] if section == 0 else content["texts"].get(str(section), ""))


def exists(content: Mapping[str, Any], target: str) -> bool:
    """Whether a content has that place."""
    line = line_of(target)
    if line is None:
        return target in content["cells"] or target == "title"
    lines = text_of(content, line[0]).splitlines()
    return 1 <= line[1] <= len(lines) and bool(lines[line[1] - 1].strip())


def called(content: Mapping[str, Any], target: str) -> str:
    """What a place is called."""
    if not target:
        return "全文"
    if target == "title":
        return "标题"
    line = line_of(target)
    if line is None:
        return cell_called(content["edition"], target)
    return f"{'引言' if line[0] == 0 else f'第{numeral(line[0])}部分'}第{line[1]}段"


def cell_called(form: str, address: str) -> str:
    """What a cell is called: the form's own words, or the address where the form has none of it."""
    try:
        return edition(form).label(address)
    except (LookupError, ValueError):
        return address


def of_finding(content: Mapping[str, Any], finding: Mapping[str, Any]) -> str:
    """Where a finding is, in words: its cells, its line, or where a file's reader saw it."""
    if finding["cells"]:
        names = [cell_called(content["edition"], address) for address in finding["cells"][:4]]
        more = len(finding["cells"]) - len(names)
        return "；".join(names) + (f"等{len(finding['cells'])}格" if more > 0 else "")
    source = finding.get("source") or {}
    line = place_of(source.get("path"))
    if line is not None:
        return called(content, of_line(*line))
    return str(Place(source.get("line"), None if source.get("path") == "title" else source.get("path"), source.get("page"))) or (
        "标题" if source.get("path") == "title" else "")
