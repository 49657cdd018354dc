"""json → Report: what `gongkai.report.writing.write(report, "json")` wrote, or anything else wrote to that schema.

Everything comes back but the reader's hints. Numbers with a fraction become Decimal, never float.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from gongkai.errors import UnreadableReport
from gongkai.report.form import editions
from gongkai.report.model import Cell, Fact, Finding, Number, Part, Place, Report, Section, Source

_TYPES: dict[type, str] = {str: "文字", int: "整数", dict: "对象", list: "数组", bool: "真假"}


def load(data: bytes | str) -> Report:
    """The report in a JSON file of ours.

    Args:
        data: UTF-8 (with or without BOM) or text.

    Raises:
        UnreadableReport: no JSON, or not that of a report; says at which key and what is wanted there.
    """
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
        root = json.loads(text, parse_float=Decimal, parse_constant=_constant)
    except UnicodeDecodeError as error:
        raise UnreadableReport("JSON 文件不是 UTF-8 编码，请转换编码后重试。") from error
    except json.JSONDecodeError as error:
        raise UnreadableReport(f"JSON 文件第{error.lineno}行第{error.colno}列不合语法，请核对文件是否完整。") from error
    except (RecursionError, ValueError, InvalidOperation) as error:
        raise UnreadableReport("JSON 文件中有无法读取的内容，请核对后只提交年度报告的 JSON 文件。") from error
    if not isinstance(root, dict) or "edition" not in root or "cells" not in root:
        raise UnreadableReport("JSON 文件不是年度报告：缺少 edition 或 cells，请提交由本工具写出的 JSON 文件。")
    return _report(_Node(root, ""))


def load_finding(values: dict[str, Any]) -> Finding:
    """One finding of a report's JSON.

    Raises:
        UnreadableReport: it is none.
    """
    return _finding(_Node(values, "findings"))


def _constant(name: str) -> Any:
    raise ValueError(name)


class _Node:
    """A JSON object that knows its path, and complains in one sentence."""

    def __init__(self, values: dict[str, Any], path: str) -> None:
        self.values, self.path = values, path

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def wrong(self, key: str, wanted: str) -> UnreadableReport:
        return UnreadableReport(f"JSON 文件中的“{self.at(key)}”应为{wanted}，请核对文件内容。")

    def get(self, key: str, kind: type, default: Any = None) -> Any:
        value = self.values.get(key)
        if value is None:
            return default
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.wrong(key, _TYPES[kind])
        return value

    def need(self, key: str, kind: type) -> Any:
        value = self.get(key, kind)
        if value is None:
            raise self.wrong(key, _TYPES[kind])
        return value

    def node(self, key: str) -> _Node | None:
        value = self.get(key, dict)
        return None if value is None else _Node(value, self.at(key))

    def nodes(self, key: str) -> list[_Node]:
        made = []
        for index, value in enumerate(self.get(key, list, [])):
            if not isinstance(value, dict):
                raise self.wrong(f"{key}[{index}]", "对象")
            made.append(_Node(value, self.at(f"{key}[{index}]")))
        return made

    def members(self) -> list[tuple[str, _Node]]:
        for name, value in self.values.items():
            if not isinstance(value, dict):
                raise self.wrong(name, "对象")
        return [(name, _Node(value, self.at(name))) for name, value in self.values.items()]

    def texts(self, key: str) -> list[str]:
        values = self.get(key, list, [])
        if not all(isinstance(value, str) for value in values):
            raise self.wrong(key, "文字的数组")
        return values

    def number(self, key: str) -> Number | None:
        value = self.values.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | Decimal)):
            raise self.wrong(key, "数字或空值")
        return value

    def day(self, key: str) -> date | None:
        text = self.get(key, str)
        return None if text is None else self._day(key, text)

    def _day(self, key: str, text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise self.wrong(key, "日期（如 2024-01-31）") from error

    def period(self, key: str) -> tuple[date, date] | None:
        days = self.texts(key)
        if not days:
            return None
        if len(days) != 2:
            raise self.wrong(key, "起止两个日期")
        return self._day(key, days[0]), self._day(key, days[1])

    def place(self, key: str) -> Place | None:
        node = self.node(key)
        if node is None:
            return None
        box = node.get("box", list)
        if box is not None and (len(box) != 4 or not all(isinstance(edge, int | Decimal) for edge in box)):
            raise node.wrong("box", "四个数字")
        edges = (float(box[0]), float(box[1]), float(box[2]), float(box[3])) if box is not None else None
        return Place(node.get("line", int), node.get("path", str), node.get("page", int), edges)


def _report(root: _Node) -> Report:
    source = root.node("source")
    report = Report(
        edition=_edition(root), unit=root.get("unit", str), year=root.get("year", int),
        title=root.get("title", str), unit_kind=root.get("unit_kind", str), region_code=root.get("region_code", str),
        scope=root.get("scope", str), contacts=root.texts("contacts"), period=root.period("period"),
        published=root.day("published"), preamble=root.get("preamble", str, ""), cells=_cells(root),
        sections=[_section(node) for node in root.nodes("sections")],
        facts=[_fact(node) for node in root.nodes("facts")],
        findings=[_finding(node) for node in root.nodes("findings")],
    )
    if source is not None:
        report.source = Source(source.get("file", str), source.get("sha256", str), source.get("url", str),
                               source.get("read_at", str), source.get("format", str))
    return report


def _cells(root: _Node) -> dict[str, Cell]:
    """Values from ``tables``, everything else from ``cells``; the two must name the same addresses."""
    values: dict[str, Number | None] = {}
    tables, cells_of = root.node("tables"), root.node("cells")
    for table, rows in tables.members() if tables else []:
        for row, cells in rows.members():
            for column in cells.values:
                values[f"{table}.{row}.{column}"] = cells.number(column)
    made: dict[str, Cell] = {}
    for address, node in cells_of.members() if cells_of else []:
        if address.count(".") < 2:
            raise root.wrong(f"cells.{address}", "“表.行.列”形式的地址")
        if address not in values:
            raise UnreadableReport(f"JSON 文件的 cells 中有“{address}”，tables 中却没有，请核对文件内容。")
        origin = node.get("origin", str, "read")
        if origin not in ("read", "inferred", "corrected"):
            raise node.wrong("origin", "read、inferred 或 corrected")
        made[address] = Cell(values.pop(address), node.get("raw", str), origin, node.place("source"),
                             node.get("note", str))
    if values:
        raise UnreadableReport(f"JSON 文件的 tables 中有“{next(iter(values))}”，cells 中却没有，请核对文件内容。")
    return made


def _section(node: _Node) -> Section:
    parts = [Part(part.get("key", str), part.need("heading", str), part.get("text", str, ""), part.place("source"))
             for part in node.nodes("parts")]
    return Section(node.need("number", int), node.need("heading", str), node.get("text", str, ""), parts,
                   node.place("source"), node.get("printed", str))


def _fact(node: _Node) -> Fact:
    value = node.number("value")
    if value is None:
        raise node.wrong("value", "数字")
    return Fact(node.need("text", str), node.get("subject", str, ""), value, node.get("unit", str, ""),
                node.get("year", int), node.get("section", int, 0), node.get("approximate", bool, False),
                node.place("source"), [_fact(part) for part in node.nodes("parts")])


def _finding(node: _Node) -> Finding:
    level = node.need("level", str)
    if level not in ("error", "warning", "notice"):
        raise node.wrong("level", "error、warning 或 notice")
    return Finding(node.need("code", str), level, node.need("message", str), tuple(node.texts("cells")),
                   node.values.get("expected"), node.values.get("found"), node.place("source"),
                   node.get("basis", str))


def _edition(root: _Node) -> str:
    name: str = root.need("edition", str)
    if name not in editions():
        raise root.wrong("edition", f"已有的格式版本（{'、'.join(editions())}）")
    return name
