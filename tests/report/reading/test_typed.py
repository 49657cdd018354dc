"""A report that is typed gives the findings of the same report in a file, and leads to the line."""

from datetime import date
from decimal import Decimal

import pytest

import gongkai
from gongkai.report.form import edition
from gongkai.report.model import Report
from gongkai.report.reading.typed import empty_cells, number_of, place_of, typed
from gongkai.report.writing import write

TEXTS = {
    1: "2025年，我局依法做好政府信息公开工作。\n（一）主动公开\n全年公开政府信息120条。\n（二）依申请公开\n全年共收到政府信息公开申请3件。\n"
       "（三）政府信息管理\n（四）政府信息公开平台建设\n（五）监督保障\n预期开展培训1次。",
    5: "存在XX问题。", 6: "本年度未收取信息处理费。"}


def made(**more) -> Report:
    given = {
        "edition_name": "2021", "unit": "清川县教育局", "year": 2025, "title": "清川县教育局2025年政府信息公开工作年度报告",
        "preamble": "本报告统计期限自2025年1月1日起至2025年12月31日止。", "texts": TEXTS, "cells": dict.fromkeys(empty_cells(edition("2021")), 0),
        "signed": ("清川县教育局", date(2026, 1, 12))}
    return typed(**{**given, **more})


def test_a_finding_leads_to_the_cell_and_the_line():
    found = {finding.code: finding for finding in made().findings}
    assert found["text.received"].cells == ("3.received.total",)
    assert place_of(found["text.received"].place.path) == (1, 5)
    assert place_of(found["form.placeholder"].place.path) == (5, 1)


def test_the_same_report_in_a_file_gives_the_same_findings(tmp_path):
    report = made()
    path = tmp_path / "report.html"
    path.write_bytes(write(report, "html"))
    read = gongkai.read(path)
    assert {(f.code, f.message) for f in read.findings if not f.code.startswith("read.")} == {(f.code, f.message) for f in report.findings}
    assert [section.text for section in read.sections] == [section.text for section in report.sections]


def test_an_empty_cell_stays_empty():
    report = made(cells={**dict.fromkeys(empty_cells(edition("2021")), 0), "3.received.person": None})
    assert report.value("3.received.person") is None
    assert "3.received.person" in report.cells


def test_last_years_report_is_held_against_it():
    last = made(year=2024, check=False, cells={**dict.fromkeys(empty_cells(edition("2021")), 0), "3.carried_out.total": 4, "3.carried_out.person": 4})
    assert any("3.carried_in.total" in finding.cells for finding in made(previous=last).findings)


@pytest.mark.parametrize(("text", "value"), [("12", 12), (" 1,234 ", 1234), ("3.50", Decimal("3.50")), ("", None), (None, None), ("-2", -2)])
def test_numbers(text, value):
    assert number_of(text) == value


@pytest.mark.parametrize("text", ["十二", "1/2", "NaN", "1e999999999", "Infinity", "1" * 16, "0.1234567"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError):
        number_of(text)
