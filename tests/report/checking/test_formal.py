"""The form: sections, edition, notice, wording, empty cells, and what must be told in words."""

from __future__ import annotations

import pytest
from factories import HEADINGS, applications, put, report
from hypothesis import given
from hypothesis.strategies import from_regex

from gongkai.report.checking import check
from gongkai.report.checking.wording_rules import Phrase, rules
from gongkai.report.form import edition
from gongkai.report.model import Cell, Finding, Report


def all_of(made: Report, code: str) -> list[Finding]:
    return [finding for finding in check(made) if finding.code == code]


def one(made: Report, code: str) -> Finding:
    [finding] = all_of(made, code)
    return finding


def test_a_report_as_the_form_wants_it_has_no_finding_at_all() -> None:
    assert check(report(applications({"granted": {"person": 4}}))) == []


def test_missing_sections_are_one_warning() -> None:
    made = report()
    made.sections = [section for section in made.sections if section.number not in (4, 6)]
    finding = one(made, "form.section_missing")
    assert finding.level == "warning" and finding.expected == [4, 6] and "“六、其他需要报告的事项”" in finding.message


def test_a_section_without_heading_is_missing_one_though_its_table_is_there() -> None:
    made = report(hints={"headings": [{"number": 1, "printed": "一、总体情况", "place": None}]})
    made.sections[3].printed = None
    assert one(made, "form.section_missing").expected == [4]


def test_a_renamed_section_is_a_notice_and_marks_or_spaces_are_no_renaming() -> None:
    made = report()
    made.sections[4].heading = "存在的主要问题及整改措施"
    made.sections[3].heading = "政府信息公开行政复议 、行政诉讼情况："
    made.sections[0].heading = "?总体情况 ?"
    finding = one(made, "form.section_renamed")
    assert finding.level == "notice" and "整改措施" in finding.message and HEADINGS[5] in finding.message


def test_a_heading_that_stands_twice_is_a_notice() -> None:
    headings = [{"number": number, "printed": f"{number}", "place": None} for number in (1, 1, 2, 3, 4, 5, 6)]
    assert one(report(hints={"headings": headings}), "form.section_repeated").level == "notice"


def test_the_old_form_for_a_new_year_is_an_error_where_the_tables_show_it() -> None:
    made = report(edition_name="2019", year=2022)
    finding = one(made, "form.edition")
    assert (finding.level, finding.found, finding.expected) == ("error", "2019", "2021")
    assert "〔2019〕60号" in finding.message and "〔2021〕30号" in finding.message


def test_the_edition_is_doubted_where_no_cell_of_its_own_was_read() -> None:
    made = report(edition_name="2019", year=2022)
    made.cells = {address: cell for address, cell in made.cells.items() if not address.startswith("2.")}
    assert one(made, "form.edition").level == "warning"


def test_the_right_edition_or_an_unknown_year_is_no_finding() -> None:
    assert all_of(report(edition_name="2019", year=2020), "form.edition") == []
    assert all_of(report(edition_name="2019", year=None), "form.edition") == []


@pytest.mark.parametrize(("year", "edition_name", "text", "says"), [
    (2022, "2021", "按照国办公开办函〔2019〕60号的格式编制。", "2019至2020年度"),
    (2020, "2019", "按照国办公开办函〔2020〕60 号编制。", "国办公开办函〔2019〕60号"),
    (2023, "2021", "按照年度报告格式（国办公开办函[2022]30号）编制。", "国办公开办函〔2021〕30号"),
    (2019, "2019", "按照国办公开办函【2021】第30号编制。", "〔2019〕60号"),
])
def test_another_editions_notice_or_a_wrong_year_of_it_is_a_warning(
        year: int, edition_name: str, text: str, says: str) -> None:
    finding = one(report(year=year, edition_name=edition_name, preamble=text), "form.notice")
    assert finding.level == "warning" and says in finding.message


@pytest.mark.parametrize(("text", "cited"), [
    ("根据年度报告格式的通知（国办公开函〔2021〕30号）编制。", "国办公开函〔2021〕30号"), ("主动公开内容按照国办发〔2021〕30号文件要求编制。", "国办发〔2021〕30号"),
    ("依据国办公开办〔2021〕30 号所附格式撰写。", "国办公开办〔2021〕30号")])
def test_the_number_of_the_notice_under_another_series_is_a_notice(text: str, cited: str) -> None:
    finding = one(report(preamble=text), "form.notice")
    assert (finding.level, finding.found, finding.expected) == ("notice", cited, "国办公开办函〔2021〕30号")


@pytest.mark.parametrize(("text", "wrong"), [
    ("根据《中华人民共和国政府信息公开条例》（国务院令第771号）编制。", True), ("根据《政府信息公开条例》(国令第717号)编制。", True),
    ("根据《中华人民共和国政府信息公开条例》（国务院令第711号）编制。", False), ("根据《政府信息公开条例》（国务院令 第 492 号）编制。", False),
    ("落实《保障农民工工资支付条例》（国务院令第724号）。", False)])
def test_a_wrong_number_of_the_decree_is_a_notice(text: str, wrong: bool) -> None:
    assert [finding.level for finding in all_of(report(preamble=text), "form.decree")] == (["notice"] if wrong else [])


@pytest.mark.parametrize("text", [
    "落实国办发〔2021〕30号关于住房的意见。按照格式编制。", "按照国办公开办函〔2021〕30号编制。", "按照国办公开办函〔2019〕61号建设平台。", "按照某府办函〔2020〕60号编制。",
    "按照国办公开办函〔2021〕30号编制，国办公开办函〔2019〕60号不再适用。", "按照国办函〔2020〕109号收费。",
    "落实国办公开办函〔2022〕30号关于平台的要求。"])
def test_the_right_notice_and_other_documents_are_no_finding(text: str) -> None:
    assert all_of(report(preamble=text), "form.notice") == []


@pytest.mark.parametrize(("code", "text"), [
    ("form.template_words", "编写说明：先综述，再分述。"), ("form.template_words", "（文字描述）"),
    ("form.template_words", "公开信息9条（请根据实际情况填写）。"), ("form.template_words", "有疑问请与行政机关规范全称联系。"), ("form.template_words", "（宋体加粗小四号字）"),
    ("form.placeholder", "XXXX年，本局公开信息。"), ("form.placeholder", "某县××局公开信息。"), ("form.placeholder", "公开信息____条。"),
    ("form.blank_number", "全年公开信息   条，答复及时。"), ("form.blank_number", "全年收到 件。"),
    ("form.blank_number", "公开信息80条，其中通知类20条、概况类信息条、文件类14条。"),
    ("form.misprint", "申请人预期不补正的，不再处理。"), ("form.misprint", "公开部门决赛情况。"),
])
def test_wording_left_from_a_template_or_mistyped_is_told_once_a_kind(code: str, text: str) -> None:
    made = report(sections={1: f"{text}\n{text}"})
    finding = one(made, code)
    assert finding.level == ("warning" if code == "form.template_words" else "notice")


@pytest.mark.parametrize("text", [
    "见 http://www.example.gov.cn/XXGK/xxgk。", "公开信息 36 条。", "达到预期效果，预期目标已完成。", "认真落实信息 条例要求。",
    "XML 接口、MAX 值、3×4 规格。", "部门决算已公开。", "请见《政府信息公开条例》 条文释义。", "参加决赛。"])
def test_harmless_wording_is_no_finding(text: str) -> None:
    assert [f.code for f in check(report(sections={1: text})) if f.code.startswith("form.")] == []


def test_section_six_without_a_word_on_the_fee_is_a_notice_from_edition_2021_on() -> None:
    assert one(report(sections={6: "无其他需要报告的事项。"}), "form.fee_untold").level == "notice"
    assert all_of(report(sections={6: "无。"}, edition_name="2019", year=2020), "form.fee_untold") == []
    assert all_of(report(sections={6: "发出收费通知0件，信息处理费总金额0元。"}), "form.fee_untold") == []


@pytest.mark.parametrize("unit", ["某县人民政府", "某县示例镇人民政府", "某市人民政府"])
def test_governments_that_do_not_tell_of_oversight_are_warned(unit: str) -> None:
    finding = one(report(unit=unit, sections={1: "工作考核纳入年度目标，未发生责任追究情形。"}), "form.oversight_untold")
    assert finding.level == "warning" and finding.expected == ["社会评议"]
    whole = report(unit=unit, sections={1: "开展考核和社会评议，未发生责任追究情形。"})
    assert all_of(whole, "form.oversight_untold") == []


@pytest.mark.parametrize("unit", ["某县司法局", "某市示例街道办事处", "某县政府办公室", "某县人民政府办公室", None])
def test_others_need_not_tell_of_it(unit: str | None) -> None:
    assert all_of(report(unit=unit), "form.oversight_untold") == []


def test_empty_cells_are_one_notice_a_table_that_names_whole_columns() -> None:
    made = report()
    put(made, {a: None for a in made.cells if a.startswith("3.") and a.endswith((".research", ".welfare"))})
    finding = one(made, "form.empty_cells")
    assert (finding.level, finding.found, len(finding.cells)) == ("notice", 50, 50)
    assert finding.message == "表三有 50 格未填数字（科研机构、社会公益组织整列），没有的应填 0，请核对。"


def test_a_few_empty_cells_and_empty_rows_are_named() -> None:
    made = report({"4.review.total": None, "2.fees.amount": None})
    assert [f.message for f in all_of(made, "form.empty_cells")] == [
        "表二有 1 格未填数字（“行政事业性收费”本年收费金额（单位：万元）），没有的应填 0，请核对。",
        "表四有 1 格未填数字（“行政复议”总计），没有的应填 0，请核对。"]
    row = report()
    put(row, {a: None for a in row.cells if a.startswith("4.review.")})
    assert "“行政复议”整行" in one(row, "form.empty_cells").message


def test_an_empty_table_is_a_warning() -> None:
    made = report()
    put(made, {a: None for a in made.cells if a.startswith("4.")})
    assert (one(made, "form.empty_cells").level, one(made, "form.empty_cells").found) == ("warning", 15)


def test_a_cell_that_reading_withheld_is_not_called_empty() -> None:
    made = report({"4.review.total": None})
    made.findings.append(Finding("read.cell_missing", "warning", "读不出。", ("4.review.total",)))
    assert all_of(made, "form.empty_cells") == []


@pytest.mark.parametrize(("address", "value", "code"), [
    ("3.received.person", -1, "sum.negative"), ("2.fees.amount", -2, "sum.negative")])
def test_numbers_below_nought_are_errors(address: str, value: int, code: str) -> None:
    assert one(report({address: value}), code).level == "error"


def test_counts_are_whole_amounts_need_not_be_and_changes_may_be_negative() -> None:
    from decimal import Decimal

    finding = one(report({"2.licensing.decisions": Decimal("3.5"), "2.fees.amount": Decimal("25.1")}), "sum.not_whole")
    assert finding.cells == ("2.licensing.decisions",) and "3.5" in finding.message
    assert all_of(report({"2.licensing.change": -4}, edition_name="2019", year=2020), "sum.negative") == []


def test_a_report_of_an_unknown_edition_is_checked_by_its_years_form() -> None:
    made = report({"4.review.upheld": 2})
    made.edition = "?"
    assert [f.code for f in check(made) if f.level == "error"] == ["sum.4.total"]
    made.year = made.period = None
    assert check(made) is not None


def test_a_town_that_moves_the_whole_province_is_a_notice() -> None:
    text = {1: "推动全省政务公开工作再上台阶，开展考核和社会评议，未发生责任追究情形。"}
    assert one(report(unit="某县示例镇人民政府", sections=text), "form.reach").level == "notice"
    assert all_of(report(unit="某省人民政府", sections=text), "form.reach") == []
    assert all_of(report(unit="某县示例镇人民政府", sections={1: "按照全省统一部署推进。"}), "form.reach") == []


def test_the_empty_cells_of_a_group_printed_as_one_row_are_told() -> None:
    made = report()
    group = {address: cell for address, cell in made.cells.items() if address.startswith("3.closed.")}
    made.cells = {address: cell for address, cell in made.cells.items() if address not in group}
    line = tuple(f"3.closed.{column.key}" for column in edition("2021").tables["3"].columns)
    made.cells |= {address: Cell(None, "") for address in line}
    made.findings = [Finding("read.group_one_row", "notice", "表三“（六）其他处理”只填一行。", line)]
    finding = one(made, "form.empty_cells")
    assert (finding.cells, finding.level) == (line, "notice") and "其他处理" in finding.message


def test_a_report_from_before_the_form_is_not_held_against_it() -> None:
    made = report(year=2016, unit="晴川县人民政府")
    made.sections[0].heading = "概述"
    del made.sections[3]
    assert not {"form.section_missing", "form.section_renamed", "form.oversight_untold"} & {finding.code for finding in check(made)}
    made.year = 2023
    assert {"form.section_missing", "form.section_renamed", "form.oversight_untold"} <= {finding.code for finding in check(made)}


def test_what_is_headed_as_said_by_the_compiler_is_no_template() -> None:
    made = report()
    made.preamble = "编制说明：本年度报告根据《中华人民共和国政府信息公开条例》编制。"
    assert not all_of(made, "form.template_words")
    made.preamble = "编制说明：（字数不限）"
    assert all_of(made, "form.template_words")


@pytest.mark.parametrize("phrase", [phrase for phrase in rules().phrases if phrase.needs != ("",)], ids=lambda phrase: phrase.code)
def test_what_a_phrase_needs_stands_in_whatever_matches_it(phrase: Phrase) -> None:
    @given(from_regex(phrase.pattern))
    def holds(text: str) -> None:
        for match in phrase.pattern.finditer(text):
            assert any(map(text.__contains__, phrase.needs)), match[0]

    holds()
