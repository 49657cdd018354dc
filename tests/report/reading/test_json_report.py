"""json: what was written comes back whole; what is not of the schema is refused with its path."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gongkai.errors import UnreadableReport
from gongkai.report.model import Cell, Fact, Finding, Part, Place, Report, Section, Source
from gongkai.report.reading.json_report import load
from gongkai.report.writing import write


def full() -> Report:
    """A report in which every field is set."""
    place = Place(line=3, path="/a", page=2, box=(1.0, 2.5, 3.0, 4.0))
    return Report(
        edition="2021", unit="某县水利局", year=2023, title="年报", unit_kind="department", region_code="510000",
        scope="本级", contacts=["000-0000000"], period=(date(2023, 1, 1), date(2023, 12, 31)), published=date(2024, 1, 9),
        preamble="导语。",
        cells={"2.fees.amount": Cell(Decimal("12.5"), "12.50", "corrected", place, "万元"),
               "3.denied.state_secret.person": Cell(None, "/", "read", None), "3.received.total": Cell(4, "4", "inferred")},
        sections=[Section(1, "总体情况", "甲\n乙", [Part("proactive", "主动公开", "甲", place), Part(None, "其他", "乙")], place, "一、总体情况")],
        facts=[Fact("收到4件", "收到申请", 4, "件", 2023, 1, True, place, [Fact("其中1件", "申请", Decimal("1.5"), "件")])],
        findings=[Finding("sum.row", "error", "不相等。", ("3.received.total",), 4, None, place, "勾稽关系")],
        source=Source("a.html", "00", "site", "2024-02-01"),
    )


def test_everything_comes_back() -> None:
    report = full()
    assert load(write(report, "json")) == report


def test_numbers_with_a_fraction_are_decimal() -> None:
    value = load(write(full(), "json")).cells["2.fees.amount"].value
    assert isinstance(value, Decimal)
    assert value == Decimal("12.5")


def test_byte_order_mark_is_no_hindrance() -> None:
    assert load(b"\xef\xbb\xbf" + write(full(), "json")) == full()


def _changed(path: str, value: Any) -> bytes:
    data = json.loads(write(full(), "json"))
    node = data
    *way, last = path.split("/")
    for key in way:
        node = node[int(key) if isinstance(node, list) else key]
    node[int(last) if isinstance(node, list) else last] = value
    return json.dumps(data).encode()


@pytest.mark.parametrize(("path", "value", "message"), [
    ("edition", None, "“edition”应为文字"), ("edition", "1999", "“edition”应为已有的格式版本（2019、2021）"),
    ("year", "2023", "“year”应为整数"),
    ("year", True, "“year”应为整数"),
    ("published", "昨天", "“published”应为日期"),
    ("period", ["2023-01-01"], "“period”应为起止两个日期"),
    ("tables/3/received/total", "4", "“tables.3.received.total”应为数字或空值"),
    ("tables/3/received/person", 1, "tables 中有“3.received.person”，cells 中却没有"),
    ("tables/3", {}, "cells 中有“3.denied.state_secret.person”，tables 中却没有"),
    ("cells/3.received.total/origin", "guessed", "“cells.3.received.total.origin”应为"),
    ("cells/3.received.total", 4, "“cells.3.received.total”应为对象"),
    ("sections/0/number", "一", "“sections[0].number”应为整数"),
    ("sections/0", None, "“sections[0]”应为对象"),
    ("facts/0/value", None, "“facts[0].value”应为数字"),
    ("findings/0/level", "bad", "“findings[0].level”应为"),
    ("contacts", [1], "“contacts”应为文字的数组"),
    ("sections/0/source/box", [1, 2], "“sections[0].source.box”应为四个数字"),
])
def test_what_is_wrong_is_refused_with_its_path(path: str, value: Any, message: str) -> None:
    with pytest.raises(UnreadableReport, match=re.escape(message)):
        load(_changed(path, value))


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"{}", b"null", b'{"edition": NaN}', b"\xff\xfe", b"[" * 100_000,
                                  b'{"edition": "2021", "cells": [1]}', b"1" * 10_000])
def test_anything_else_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableReport, match=r"。$"):
        load(data)
