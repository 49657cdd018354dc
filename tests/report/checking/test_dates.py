"""Dates and years: what is wrong is found, what stands rightly beside the report's year is let be."""

from __future__ import annotations

from datetime import date

import pytest
from factories import report

from gongkai.report.checking import check
from gongkai.report.model import Report


def codes(made: Report) -> list[str]:
    return [f.code for f in check(made) if f.code.startswith(("date.", "name."))]


def test_a_period_of_another_year_is_an_error() -> None:
    made = report(period=(date(2022, 1, 1), date(2022, 12, 31)), hints={"period_text": "2022年1月1日至2022年12月31日"})
    [finding] = [f for f in check(made) if f.code == "date.period_year"]
    assert finding.level == "error" and "2022年1月1日至2022年12月31日" in finding.message and "2023年度" in finding.message


@pytest.mark.parametrize("end", [date(2023, 11, 30), date(2024, 12, 31)])
def test_a_period_that_is_not_the_whole_year_is_a_warning(end: date) -> None:
    assert codes(report(period=(date(2023, 1, 1), end))) == ["date.period_whole"]


@pytest.mark.parametrize("preamble", [
    "现公布某县示例局2022年度政府信息公开工作年度报告。", "特公布《某县示例局2022年政府信息公开年度报告》。",
    "编制2022年政务信息公开工作报告，请审阅。",
    "现将某县示例局2022年政府信息公开工作年度报告公布如下。"])
def test_a_preamble_that_names_the_report_of_another_year_is_an_error(preamble: str) -> None:
    made = report(preamble=preamble)
    [finding] = [f for f in check(made) if f.code == "name.preamble_year"]
    assert (finding.level, finding.found, finding.expected) == ("error", 2022, 2023)


@pytest.mark.parametrize("preamble", [
    "现公布某县示例局2023年政府信息公开工作年度报告。",
    "根据《关于做好2022年政府信息公开工作年度报告编制工作的通知》编制本报告。",
    "根据某府办〔2022〕8号文件，结合2022年度政府信息公开工作年度报告编制经验，编制本报告。",
    "与2022年政府信息公开工作年度报告相比，本报告有所精简。",
    "根据县政府2024年工作要点编制。"])
def test_other_years_in_a_preamble_are_let_be(preamble: str) -> None:
    assert codes(report(preamble=preamble)) == []


def test_another_year_beside_the_right_name_is_only_a_warning() -> None:
    made = report(preamble="现公布2023年政府信息公开工作年度报告。2022年政府信息公开工作年度报告已于上年公布。")
    assert [(f.code, f.level) for f in check(made)] == [("name.preamble_year", "warning")]


def test_section_one_that_publishes_another_towns_report_of_another_year() -> None:
    made = report(unit="某县示例镇人民政府", sections={1: "我镇依法公开信息。现向社会公布假设乡2022年度政府信息公开工作年度报告。"})
    found = {f.code: f for f in check(made)}
    assert (found["name.preamble_year"].level, found["name.unit_differs"].level) == ("error", "warning")
    assert "第一部分" in found["name.preamble_year"].message and "第一部分" in found["name.unit_differs"].message


@pytest.mark.parametrize("text", [
    "按时发布了某县民政局2022年政府信息公开工作年度报告。", "现公布某县示例局2023年政府信息公开工作年度报告。", "现公布县民政局2022年部门决算。"])
def test_what_section_one_may_say_of_reports(text: str) -> None:
    assert not {"name.preamble_year", "name.unit_differs"} & set(codes(report(sections={1: text})))


def test_a_title_of_another_year_than_the_manifests_is_an_error() -> None:
    made = report(hints={"titles": [("某县示例局2022年政府信息公开工作年度报告", None)]})
    assert codes(made) == ["name.title_year"]


@pytest.mark.parametrize(("where", "text"), [
    (1, "（一）主动公开情况：截至2022年12月31日，我局公布信息77条。"), (1, "（三）政府信息管理\n2022年，我镇共制定规范性文件4件。"),
    (0, "结合2022年示例街道政府信息公开工作实际，编制本报告。"), (1, "2024年度，我局主动公开信息30余条。")])
def test_a_sentence_of_section_one_that_counts_of_another_year_is_a_notice(where: int, text: str) -> None:
    made = report(preamble=text) if where == 0 else report(sections={1: text})
    [finding] = [f for f in check(made) if f.code == "date.section_one_year"]
    assert finding.level == "notice" and f"{finding.found}年" in finding.message


@pytest.mark.parametrize("text", [
    "2022年，我局公开信息30条；2023年，公开信息40条。", "公开2022年部门决算1份、信息9条。", "2022年，我局被评为先进单位。", "较2022年公开信息30条有所增加。",
    "2022年结转申请2件。", "2022年12月，发布信息3条。", "落实《2022年公开要点》，公开信息9条。", "自2022年以来，公开信息90条。", "2022年度部门决算公开信息4条。"])
def test_what_stands_rightly_beside_the_year_in_section_one_is_let_be(text: str) -> None:
    assert codes(report(sections={1: text})) == []


@pytest.mark.parametrize("text", [
    "2022年度，我局未产生信息处理费。", "（一）收取信息处理费情况\n2022年，本机关未收取信息处理费。", "一是2021年度没有收取费用。"])
def test_a_clause_of_section_six_on_another_year_is_a_warning(text: str) -> None:
    made = report(sections={6: text})
    assert codes(made) == ["date.section_six_year"]
    assert [f.level for f in check(made) if f.code == "date.section_six_year"] == ["warning"]


@pytest.mark.parametrize("text", [
    "2023年度未收取信息处理费。", "较2022年没有变化，未收取信息处理费。", "2023年收取信息处理费0元，2022年收取20元。",
    "依据国办函〔2020〕109号，未收取信息处理费。", "已完成党的十八大以来信息录入，未收取信息处理费。",
    "公开2022年度部门预算，未收取费用。", "落实2021—2023年行动计划，未收取信息处理费。", "2024年，我局将继续做好信息处理费收取工作。",
    "落实《某县2022年政务公开工作要点》，办理事项6项。", "截至2024年1月，未收取信息处理费。", "2022年12月前受理的申请没有收取信息处理费。"])
def test_other_years_in_section_six_are_let_be(text: str) -> None:
    assert codes(report(sections={6: text})) == []


def test_a_plan_for_the_reports_own_year_is_a_notice() -> None:
    made = report(sections={5: "针对上述问题，2023年我局将加强培训。"})
    assert [(f.code, f.level) for f in check(made)] == [("date.plan_year", "notice")]
    assert codes(report(sections={5: "2023年工作中还有不足，2024年我局将加强培训。"})) == []


@pytest.mark.parametrize(("text", "lost"), [
    ("统计期限为20231月1日至202312月31日。", ["20231月1日", "202312月31日"]), ("统计期限为20201月至12月。", ["20201月"]),
    ("统计期限自202311日至20231231日止。", ["202311日", "20231231日"]), ("统计期限自2023年11日至2023年1231日止。", ["2023年11日", "2023年1231日"]),
    ("统计期限自2023年1日1日起。", ["2023年1日"]), ("统计期限自2023年1月1至2023年12月31止。", ["2023年1月1", "2023年12月31"]),
    ("统计期限自203年1月1日起。", ["203年1月"]), ("本报告于2024年1月日公布。", ["2024年1月日"])])
def test_dates_that_lost_characters_are_told_together(text: str, lost: list[str]) -> None:
    made = report(preamble=text)
    [finding] = [f for f in check(made) if f.code.startswith("date.")]
    assert (finding.code, finding.level, finding.found) == ("date.characters_lost", "warning", lost)


@pytest.mark.parametrize(("text", "more"), [
    ("统计期限自2023年1月1日起至202023年12月31日止。", ["202023年12月31日"]), ("统计期限自20233年1月1日起。", ["20233年1月1日"])])
def test_years_with_too_many_digits_are_told(text: str, more: list[str]) -> None:
    [finding] = [f for f in check(report(preamble=text)) if f.code.startswith("date.")]
    assert (finding.code, finding.level, finding.found) == ("date.characters_extra", "warning", more)


@pytest.mark.parametrize("text", ["2023年2月29日培训。", "11月31日培训。", "统计截至2023年13月1日。", "2023年12月32日止。"])
def test_days_that_no_calendar_has_are_errors(text: str) -> None:
    made = report(sections={1: text})
    assert [(f.code, f.level) for f in check(made)] == [("date.impossible", "error")]


@pytest.mark.parametrize("text", ["2024年2月29日培训。", "2月29日培训。", "自2023年起20日内答复。", "2023年20日内答复。", "收到后于2023年12月31日前办结。", "编号2023110。",
                                  "2023年1月1日至12月31日，较2022年增长。", "1203年，2月成立。", "1月至12月31日。", "每月15日更新。", "发布信息20239条，日均12件。",
                                  "12月 31 日止。", "截至1 2月31日。", "截至1\n2月31日。"])
def test_days_that_can_be_are_let_be(text: str) -> None:
    assert codes(report(sections={1: text})) == []


@pytest.mark.parametrize(("unit", "published", "wanted"), [
    ("某县司法局", date(2024, 1, 31), []), ("某县司法局", date(2024, 2, 1), ["date.published_late"]),
    ("某县人民政府", date(2024, 3, 31), []), ("某县人民政府", date(2024, 4, 1), ["date.published_late"]),
    ("某县人民政府办公室", date(2024, 3, 1), []), ("某县示例镇人民政府", date(2024, 9, 1), []),
    ("某市示例街道办事处", date(2025, 9, 1), []), (None, date(2024, 9, 1), []),
    ("某县司法局", date(2023, 12, 29), ["date.published_early"]), ("某县示例镇人民政府", date(2023, 6, 1), ["date.published_early"])])
def test_the_day_of_publication_is_held_against_the_statutory_day(
        unit: str | None, published: date, wanted: list[str]) -> None:
    made = report(unit=unit, published=published)
    assert codes(made) == wanted
    assert all(f.level != "error" for f in check(made))


@pytest.mark.parametrize(("unit", "preamble", "signed"), [
    ("某县司法局", "现公布某县民政局2023年政府信息公开工作年度报告。", None), ("某县司法局", "", "某县民政局"),
    ("某县司法局", "现将某县民政局2023年政府信息公开工作年度报告公布如下。", None),
    ("某县示例镇人民政府", "现向社会公布假设乡人民政府2023年度政府信息公开工作年度报告。", None)])
def test_another_units_name_in_preamble_or_signature_is_a_warning(unit: str, preamble: str, signed: str | None) -> None:
    made = report(unit=unit, preamble=preamble, hints={"signed_unit": signed})
    assert [f.level for f in check(made) if f.code == "name.unit_differs"] == ["warning"]


@pytest.mark.parametrize(("unit", "preamble", "signed"), [
    ("某县司法局", "现公布县司法局2023年政府信息公开工作年度报告。", "司法局"),
    ("某县发展和改革委员会", "现公布某县发改委2023年政府信息公开工作年度报告。", "某县发展改革局"),
    ("某县司法局", "现将县司法局2023年政府信息公开工作年度报告公布如下。", None),
    ("某县司法局", "报告回顾总结我局2023年度政府信息公开工作情况，形成本报告。", None), ("某县司法局", "今年公布县财政局2023年部门预算一份。", None),
    ("某县司法局", "根据县政府办公室2023年政府信息公开工作年度报告编制通知，编制本报告。", "某县人民政府"),
    ("某县示例镇人民政府", "依照省人民政府2023年要点编制。", "示例镇党政综合办公室"), ("某县人民政府", "", "某县人民政府办公室")])
def test_short_names_and_other_bodies_are_let_be(unit: str, preamble: str, signed: str | None) -> None:
    assert "name.unit_differs" not in codes(report(unit=unit, preamble=preamble, hints={"signed_unit": signed}))


def test_the_year_of_schools_is_a_whole_year() -> None:
    made = report(unit="某市示例大学")
    made.period = (date(2023, 9, 1), date(2024, 8, 31))
    assert "date.period_whole" not in {finding.code for finding in check(made)}
    made.period = (date(2023, 9, 1), date(2024, 9, 30))
    assert "date.period_whole" in {finding.code for finding in check(made)}
