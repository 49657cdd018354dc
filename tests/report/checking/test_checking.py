"""All checks together: whatever a report holds, they answer with findings and never raise."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from factories import report
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.checking import check, form_of
from gongkai.report.checking.registry import codes
from gongkai.report.comparing import compare
from gongkai.report.form import edition
from gongkai.report.model import Cell, Finding, Report, Section

ADDRESSES = sorted({address for name in ("2019", "2021") for address in edition(name).addresses()}
                   | {"3.closed.person", "3.closed.total", "3.denied.total", "9.nothing.here", "3.denied.unknown.total"})
NUMBERS = st.one_of(st.none(), st.integers(-5, 10**12), st.decimals(-5, 10**6, places=2))
TEXT = st.lists(st.sampled_from(["2023年", "2022年度", "20231月1日", "本局", "未收取信息处理费", "。", "，", "《", "》", "〔2019〕60号", "国办公开办函",
                                 "XX", "\n", "（一）", "36条", "13月40日", "年度报告", "政府信息公开工作", "“", "截至", " ", "条", "信息"]),
                max_size=25).map("".join)
REPORTS = st.builds(
    Report, st.sampled_from(["2019", "2021", "1999"]), unit=st.one_of(st.none(), st.text("某县市局镇区人民政府（）", max_size=8)),
    year=st.one_of(st.none(), st.sampled_from([1999, 2018, 2020, 2021, 2023, 2099])),
    period=st.one_of(st.none(), st.tuples(st.dates(date(2020, 1, 1), date(2024, 1, 1)), st.dates(date(2020, 1, 1), date(2024, 1, 1)))),
    published=st.one_of(st.none(), st.dates(date(2019, 1, 1), date(2025, 1, 1))), preamble=TEXT,
    cells=st.dictionaries(st.sampled_from(ADDRESSES), NUMBERS.map(lambda value: Cell(value, "")), max_size=60),
    sections=st.lists(st.builds(Section, st.integers(1, 7), TEXT, TEXT), max_size=6))


@settings(max_examples=150)
@given(REPORTS, st.one_of(st.none(), REPORTS))
def test_whatever_a_report_holds_every_finding_is_registered_and_one_sentence(made: Report, previous: Report | None) -> None:
    for finding in check(made, previous):
        assert finding.level in codes()[finding.code].levels
        assert finding.message.endswith("。") and "{" not in finding.message
        assert finding.to_json()["message"] == finding.message
    compare(made, previous or made).to_json()


def test_errors_come_first_then_warnings() -> None:
    made = report({"4.review.upheld": 2}, sections={1: "XX", 6: "无。"}, unit="某县示例镇人民政府")
    levels = [finding.level for finding in check(made)]
    assert levels == sorted(levels, key=["error", "warning", "notice"].index) and set(levels) == {"error", "warning", "notice"}


def test_checking_changes_nothing_in_the_report() -> None:
    made = report({"4.review.upheld": 2, "2.fees.amount": None})
    before = made.to_json()
    check(made, report(year=2022))
    assert made.to_json() == before


def test_the_form_is_the_reports_own_or_that_of_its_year() -> None:
    assert getattr(form_of(Report("2019", year=2023)), "edition", None) == "2019"
    assert getattr(form_of(Report("?", year=2023)), "edition", None) == "2021"
    assert form_of(Report("?")) is None


@pytest.mark.parametrize("text", ["《" * 40_000, "编制《" * 15_000 + "2022年政府信息公开报告", "2022年，费" * 20_000, "信息 " * 40_000,
                                  "a" * 60_000 + "XX", "“" * 60_000 + "2022年费", "1" * 60_000 + "月", "公布" + "局" * 60_000])
def test_hostile_text_does_not_hang(text: str) -> None:
    made = report(preamble=text, sections={5: text, 6: text})
    findings: list[Finding] = check(made, report(year=2022, sections={5: text, 6: text}))
    assert all(len(finding.message) < 1_000 for finding in findings)


def test_numbers_of_any_size_are_shown_in_full() -> None:
    made = report({"4.review.upheld": 10**15, "4.review.total": Decimal("1E+3")})
    assert "1000000000000000" in check(made)[0].message and "填 1000，" in check(made)[0].message
