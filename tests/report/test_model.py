"""A report as read: its JSON, places as people name them, the tables as a view of the cells."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import __version__
from gongkai.report.form import edition
from gongkai.report.model import Cell, Fact, Finding, Part, Place, Report, Section, Source


@pytest.mark.parametrize(("place", "words"), [
    (Place(line=7), "第7行"),
    (Place(page=3, box=(1, 2, 3, 4)), "第3页"),
    (Place(line=7, page=3), "第7行"),
    (Place(path="(//table)[2]//tr[5]/*[3]"), "第2个表格第5行第3格"),
    (Place(path="(//table)[2]//tr[5]"), "第2个表格第5行"),
    (Place(path="(//table)[2]"), "第2个表格"),
    (Place(path="(//table)[2]/caption"), "第2个表格"),
    (Place(path="/w:document/w:body/w:tbl[4]/w:tr[2]/w:tc[1]".replace("w:", "")), "第4个表格第2行第1格"),
    (Place(path="(//p)[12]"), "第12段"),
    (Place(path="/body/p[8]"), "第8段"),
    (Place(path="(//div)[9]"), "第9块文字"),
    (Place(path="(//li)[2]"), "第2块文字"),
    (Place(path="/html/body"), "/html/body"),
    (Place(), ""),
])
def test_a_place_is_named_as_people_name_it(place: Place, words: str) -> None:
    assert str(place) == words


@pytest.mark.parametrize(("place", "told"), [
    (Place(), {}),
    (Place(line=1), {"line": 1}),
    (Place(path="(//p)[1]"), {"path": "(//p)[1]"}),
    (Place(page=2, box=(10.04, 20.06, 30.0, 40.96)), {"page": 2, "box": [10.0, 20.1, 30.0, 41.0]}),
])
def test_a_places_json_holds_what_is_known(place: Place, told: dict[str, object]) -> None:
    assert place.to_json() == told


def test_the_tables_are_a_view_of_the_cells() -> None:
    report = Report("2021")
    assert report.tables == {"2": {}, "3": {}, "4": {}}
    report.cells["3.denied.state_secret.person"] = Cell(2, "2")
    report.cells["3.closed.total"] = Cell(None, "/")
    report.cells["2.fees.amount"] = Cell(Decimal("25.1"), "251000元")
    assert report.tables == {"2": {"fees": {"amount": Decimal("25.1")}}, "4": {},
                             "3": {"denied.state_secret": {"person": 2}, "closed": {"total": None}}}
    report.cells["3.closed.total"] = Cell(5, "5")
    assert report.tables["3"]["closed"]["total"] == 5


def test_a_value_is_none_where_the_cell_is_empty_or_absent() -> None:
    report = Report("2021", cells={"3.received.total": Cell(0, "0"), "3.received.person": Cell(None, "")})
    assert report.value("3.received.total") == 0
    assert report.value("3.received.person") is None
    assert report.value("3.received.enterprise") is None


def test_sections_are_found_by_number_and_errors_by_level() -> None:
    report = Report("2021", sections=[Section(2, "主动公开政府信息情况", "文")])
    report.findings = [Finding("a.b", level, "一句。") for level in ("notice", "error", "warning", "error")]  # type: ignore[arg-type]
    assert report.section(2) is report.sections[0]
    assert report.section(3) is None
    assert [finding.level for finding in report.errors()] == ["error", "error"]


FULL = Report(
    "2021", unit="某县民政局", year=2023, title="某县民政局2023年年度报告", unit_kind="部门", region_code="330122",
    scope="本级", contacts=["电话：0570-1234567"], period=(date(2023, 1, 1), date(2023, 12, 31)),
    published=date(2024, 1, 10), preamble="依条例编制。",
    cells={"3.received.person": Cell(4, "4件", "inferred", Place(line=9), "（含网上）"),
           "2.fees.amount": Cell(Decimal("25.10"), "25.10", "read", Place(path="(//table)[1]//tr[9]/*[2]")),
           "4.review.total": Cell(None)},
    sections=[Section(1, "总体情况", "（一）主动公开\n好。", [Part("proactive", "主动公开", "好。", Place(line=4))],
                      Place(line=3), "一、总体情况")],
    facts=[Fact("共受理申请4件", "受理申请", 4, "件", 2023, 1, False, Place(line=4),
                [Fact("其中网上2.5件", "网上", Decimal("2.5"), "件", approximate=True)])],
    findings=[Finding("sum.total", "error", "不符。", ("3.received.total",), 4, Decimal("0"), Place(line=9), "勾稽关系")],
    source=Source("a.txt", "ab", "https://example.invalid/1", "2024-01-11T00:00:00+00:00", "txt"),
    hints={"format": "txt"},
)


def test_the_json_is_the_documented_one() -> None:
    assert FULL.to_json() == {
        "source": {"file": "a.txt", "sha256": "ab", "url": "https://example.invalid/1",
                   "read_at": "2024-01-11T00:00:00+00:00"},
        "gongkai": __version__, "unit": "某县民政局", "unit_kind": "部门", "region_code": "330122", "scope": "本级",
        "contacts": ["电话：0570-1234567"], "year": 2023, "edition": "2021", "title": "某县民政局2023年年度报告",
        "period": ["2023-01-01", "2023-12-31"], "published": "2024-01-10", "preamble": "依条例编制。",
        "tables": {"2": {"fees": {"amount": 25.1}}, "3": {"received": {"person": 4}}, "4": {"review": {"total": None}}},
        "cells": {
            "3.received.person": {"raw": "4件", "origin": "inferred", "note": "（含网上）", "source": {"line": 9}},
            "2.fees.amount": {"raw": "25.10", "origin": "read", "note": None,
                              "source": {"path": "(//table)[1]//tr[9]/*[2]"}},
            "4.review.total": {"raw": None, "origin": "read", "note": None, "source": None}},
        "sections": [{"number": 1, "heading": "总体情况", "text": "（一）主动公开\n好。", "printed": "一、总体情况",
                      "source": {"line": 3}, "parts": [{"key": "proactive", "heading": "主动公开", "text": "好。",
                                                        "source": {"line": 4}}]}],
        "facts": [{"text": "共受理申请4件", "subject": "受理申请", "value": 4, "unit": "件", "year": 2023, "section": 1,
                   "approximate": False, "source": {"line": 4}, "parts": [
                       {"text": "其中网上2.5件", "subject": "网上", "value": 2.5, "unit": "件", "year": None, "section": 0,
                        "approximate": True, "source": None, "parts": []}]}],
        "findings": [{"code": "sum.total", "level": "error", "message": "不符。", "cells": ["3.received.total"],
                      "expected": 4, "found": 0, "source": {"line": 9}, "basis": "勾稽关系"}],
    }


def test_the_json_of_an_empty_report_holds_null_for_what_is_unknown() -> None:
    told = Report("2021").to_json()
    unknown = ("unit", "unit_kind", "region_code", "scope", "year", "title", "period", "published")
    assert [told[key] for key in unknown] == [None] * len(unknown)
    assert (told["tables"], told["sections"], told["facts"], told["findings"]) == ({"2": {}, "3": {}, "4": {}}, [], [], [])


@given(st.dictionaries(st.sampled_from(edition("2021").addresses()),
                       st.none() | st.integers(0, 10**9) | st.decimals(0, 10**6, places=2), max_size=30))
def test_every_value_survives_json(values: dict[str, int | Decimal | None]) -> None:
    report = Report("2021", cells={address: Cell(value, str(value)) for address, value in values.items()})
    told = json.loads(json.dumps(report.to_json()), parse_float=Decimal)
    for address, value in values.items():
        table, row, column = address.split(".", 1)[0], address.split(".", 1)[1].rsplit(".", 1)[0], address.rsplit(".", 1)[1]
        assert told["tables"][table][row][column] == value


@pytest.mark.parametrize(("value", "told"), [
    (Decimal("3.00"), 3), (Decimal("3.5"), 3.5), (date(2024, 1, 31), "2024-01-31"), ("字", "字"), (None, None),
    ([Decimal("1.0"), None], [1, None]), ({"a": date(2024, 1, 1)}, {"a": "2024-01-01"}), (("甲", "乙"), ["甲", "乙"]),
])
def test_what_a_finding_expected_is_told_in_plain_values(value: object, told: object) -> None:
    assert Finding("a.b", "notice", "一句。", expected=value).to_json()["expected"] == told
