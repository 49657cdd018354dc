"""Many units into one: sums, and who is missing, doubled or left out."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.batch import Result
from gongkai.report.form import edition
from gongkai.report.model import Cell, Finding, Report, Source
from gongkai.report.rollup import rollup
from gongkai.report.unitnames import same_unit

ADDRESSES = edition("2021").addresses()


def report(unit, value=0, *, year=2023, name="2021", file=None, **cells):
    """A report in which every cell says `value` but those given (dots written as __)."""
    made = Report(name, unit=unit, year=year, source=Source(file=file))
    made.cells = {address: Cell(value, str(value)) for address in edition(name).addresses()}
    for address, number in cells.items():
        made.cells["3." + address.replace("__", ".")] = Cell(number, "" if number is None else str(number))
    return made


def messages(made, code):
    return [finding.message for finding in made.findings if finding.code == code]


def test_cells_are_the_sums_of_the_units():
    made = rollup([report("县司法局", 1), report("县财政局", 2, received__total=40)], unit="某县")
    assert (made.unit, made.year, made.edition, made.title) == (
        "某县", 2023, "2021", "某县2023年政府信息公开工作年度报告（汇总）")
    assert made.tables["3"]["received"]["total"] == 41
    assert {made.value(address) for address in ADDRESSES if address != "3.received.total"} == {3}
    assert list(made.cells) == ADDRESSES
    assert made.findings == []
    assert [section.heading for section in made.sections] == [section.heading for section in edition("2021").sections]


@given(st.lists(st.dictionaries(st.sampled_from(ADDRESSES), st.none() | st.integers(0, 999), max_size=20), max_size=6))
def test_a_sum_is_over_the_units_that_state_the_cell_and_null_where_none_does(units):
    reports = [Report("2021", unit=f"第{n}局", year=2023, cells={a: Cell(v) for a, v in cells.items()})
               for n, cells in enumerate(units)]
    made = rollup(reports, year=2023)
    for address in made.cells:
        stated = [cells[address] for cells in units if cells.get(address) is not None]
        assert made.value(address) == (sum(stated) if stated else None)
        assert made.stated[address] == len(stated)


def test_money_stays_exact():
    one, two = report("甲局"), report("乙局")
    one.cells["2.fees.amount"] = Cell(Decimal("0.1"))
    two.cells["2.fees.amount"] = Cell(Decimal("0.2"))
    assert rollup([one, two]).value("2.fees.amount") == Decimal("0.3")


def test_a_unit_that_leaves_cells_empty_is_named_and_the_others_are_added():
    made = rollup([report("县司法局", 2), report("县财政局", 3, received__total=None, granted__person=None)])
    assert made.value("3.received.total") == 2
    [finding] = made.findings
    assert (finding.code, finding.level, finding.cells) == (
        "rollup.empty", "warning", ("3.received.total", "3.granted.person"))
    assert finding.message == ("县财政局的报告有 2 格未填数字（如表三“一、本年新收政府信息公开申请数量”总计），"
                               "汇总数不含这些格，请与该单位核实是否为 0。")


def test_a_cell_that_the_reader_withheld_is_an_error_not_an_empty_cell():
    member = report("县财政局", 3, received__total=None)
    member.findings = [Finding("read.ambiguous", "error", "两种读法", ("3.received.total",))]
    made = rollup([report("县司法局"), member])
    assert [(finding.code, finding.level) for finding in made.findings] == [
        ("rollup.withheld", "error"), ("rollup.member_errors", "warning")]
    assert made.findings[0].cells == ("3.received.total",)


def test_a_unit_that_comes_twice_is_counted_once():
    made = rollup([report("县司法局", 1, file="a.html"), report("县 司法局", 1, file="b.pdf"),
                   report("某县司法局", 2, file="c.docx"), report("县财政局", 5)])
    assert made.value("3.received.total") == 6
    assert [member.standing for member in made.members] == ["counted", "doubled", "doubled", "counted"]
    assert messages(made, "rollup.doubled") == [
        "县 司法局（b.pdf）与县司法局（a.html）是同一单位，数字完全相同，只计前一份，请核实应以哪一份为准。",
        "某县司法局（c.docx）与县司法局（a.html）是同一单位，数字不同，只计前一份，请核实应以哪一份为准。"]


def test_units_of_different_regions_are_not_one():
    made = rollup([report("甲县司法局", 1), report("乙县司法局", 2)])
    assert made.value("3.received.total") == 3


@pytest.mark.parametrize(("one", "other", "same"), [
    ("某县司法局", "某县司法局", True), ("某县 司法局", "某县司法局", True), ("县司法局", "某县司法局", True),
    ("司法局", "某市某县司法局", True), ("某县人民政府", "某市某县人民政府", True), ("甲县司法局", "乙县司法局", False),
    ("政府办公室", "某县人民政府办公室", False), ("人民政府", "某镇人民政府", False), ("司法局", "财政局", False),
    ("司法局", "驻某县国家司法局", False)])
def test_names_are_the_same_but_for_the_region_in_front(one, other, same):
    assert same_unit(one, other) is same
    assert same_unit(other, one) is same


def test_other_years_and_editions_are_left_out_and_named():
    made = rollup([report("甲局", 1), report("乙局", 1), report("丙局", 9, year=2022), report("丁局", 9, name="2019"),
                   report("戊局", 9, year=None)])
    assert made.value("3.received.total") == 2
    assert messages(made, "rollup.year") == [
        "丙局的报告为2022年度，不是2023年度，未计入汇总，请核实。", "戊局的报告为不明年度，不是2023年度，未计入汇总，请核实。"]
    assert messages(made, "rollup.edition") == [
        "丁局的报告用的是2019年版格式，与本次汇总的2021年版不能相加，未计入，请该单位改用正确格式。"]
    assert {finding.level for finding in made.findings} == {"error"}


def test_the_year_asked_for_wins_over_the_year_of_most():
    made = rollup([report("甲局", 1), report("乙局", 1), report("丙局", 9, year=2022)], year=2022)
    assert (made.year, made.value("3.received.total")) == (2022, 9)


def test_a_group_that_one_unit_prints_as_one_row_is_one_row_in_the_sum():
    grouped = report("甲局", 1)
    for address in list(grouped.cells):
        if address.startswith("3.closed."):
            del grouped.cells[address]
    for column in edition("2021").tables["3"].columns:
        grouped.cells[f"3.closed.{column.key}"] = Cell(7)
    made = rollup([report("乙局", 2), grouped])
    assert made.value("3.closed.person") == 2 * 3 + 7
    assert made.stated["3.closed.person"] == 2
    assert not [address for address in made.cells if address.startswith("3.closed.fee_unpaid")]
    assert messages(made, "rollup.grouped") == ["“（六）其他处理”在甲局的报告中只有一行，汇总时各单位的分项并入该行。"]
    assert messages(made, "rollup.empty") == []


def test_missing_unexpected_unreadable_and_nameless_are_named():
    results = [Result("a.html", report=report("某县司法局", 1, file="a.html")),
               Result("dir/县财政局2023.doc", error="尚不能读取 doc，请另存为 docx。"),
               Result("b.html", report=report("县档案局", 1, file="b.html")),
               Result("c.html", report=report(None, 1, file="c.html"))]
    made = rollup(results, expected=["县司法局", "县财政局", "县教育局", ""])
    assert made.missing == ["县财政局", "县教育局"]
    assert messages(made, "rollup.missing") == [
        "缺县财政局的报告（文件“dir/县财政局2023.doc”可能是该单位的，但无法读取），请催报。", "缺县教育局的报告，请催报。"]
    assert messages(made, "rollup.unexpected") == ["县档案局不在应报单位名单中，其数字已计入汇总，请核实。"]
    assert messages(made, "rollup.unreadable") == ["文件“dir/县财政局2023.doc”无法读取，未计入汇总：尚不能读取 doc，请另存为 docx。"]
    assert messages(made, "rollup.nameless") == [
        "文件“c.html”看不出是哪个单位的报告，未计入汇总，请用清单（--manifest）写明单位。"]
    assert made.value("3.received.total") == 2


def test_a_report_of_the_whole_area_is_warned_of():
    whole = report("某县人民政府", 9)
    whole.scope = "全域"
    assert messages(rollup([whole, report("县司法局")]), "rollup.scope") == [
        "某县人民政府的报告统计口径为全域，与所属单位的报告相加可能重复计算，请核实。"]


def test_nothing_to_add_up_is_an_error_not_a_table_of_zeros():
    made = rollup([])
    assert [finding.code for finding in made.findings] == ["rollup.none"]
    assert made.cells == {}


def test_the_json_tells_the_members_and_how_many_stated_each_cell():
    made = rollup([report("甲局", 1), report("乙局", 1, received__total=None)], expected=["甲局", "乙局", "丙局"]).to_json()
    assert made["tables"]["3"]["received"]["total"] == 1
    assert made["rollup"]["stated"]["3.received.total"] == 1
    assert made["rollup"]["missing"] == ["丙局"]
    assert [member["standing"] for member in made["rollup"]["members"]] == ["counted", "counted"]
