"""The declared sums: broken ones are told with both values, whole ones never, and blank is not zero."""

from __future__ import annotations

from random import Random

import pytest
from factories import APPLICANTS, applications, put, report
from hypothesis import given
from hypothesis import strategies as st
from layouts.reports import make

from gongkai.report.checking import sums
from gongkai.report.form import edition
from gongkai.report.model import Cell, Finding, Report

FINE = applications({"granted": {"person": 9, "enterprise": 2}, "unable.not_held": {"person": 4}, "partial": {"other": 1}},
                    leaves={"person": 3})


def found(made: Report) -> list[Finding]:
    return sums.check(made, edition(made.edition))


def test_a_report_whose_sums_hold_has_no_finding() -> None:
    assert found(report(FINE)) == []


def test_a_row_whose_total_is_left_zero_is_told_with_both_sums_and_its_cells() -> None:
    made = report({"4.review.upheld": 10, "4.review.corrected": 1})
    [finding] = found(made)
    assert (finding.code, finding.level, finding.found, finding.expected) == ("sum.4.total", "error", 0, 11)
    assert finding.message == ("表四“行政复议”总计填 0，结果维持 10、结果纠正 1、其他结果 0、尚未审结 0 之和为 11，相差 11 件，请核对。")
    assert finding.cells[0] == "4.review.total" and "4.review.upheld" in finding.cells
    assert finding.basis == "国办公开办函〔2021〕30号所附格式的勾稽关系：" + next(
        declared.statement for declared in edition("2021").sums if declared.id == "4.total")


def test_a_column_out_of_balance_is_told_in_the_words_of_the_form() -> None:
    made = report({**FINE, "3.carried_out.person": 0, "3.carried_out.total": 0})
    messages = [finding.message for finding in found(made)]
    assert messages == [
        "表三自然人列“一、本年新收政府信息公开申请数量” 16、“二、上年结转政府信息公开申请数量” 0 之和为 16，"
        "“（七）总计” 13、“四、结转下年度继续办理” 0 之和为 13，相差 3 件，请核对。",
        "表三总计列“一、本年新收政府信息公开申请数量” 19、“二、上年结转政府信息公开申请数量” 0 之和为 19，"
        "“（七）总计” 16、“四、结转下年度继续办理” 0 之和为 16，相差 3 件，请核对。",
    ]


@pytest.mark.parametrize(("address", "value"), [
    ("3.processed.person", 19), ("3.granted.person", 8), ("3.received.enterprise", 5), ("3.processed.total", 0),
    ("3.unable.not_held.total", 5), ("3.carried_out.person", 4)])
def test_one_wrong_cell_that_explains_several_sums_is_named_with_what_it_should_be(address: str, value: int) -> None:
    right = FINE[address]
    [finding] = found(report({**FINE, address: value}))
    assert (finding.code, finding.level) == ("sum.cell", "error")
    assert (finding.cells[0], finding.found, finding.expected) == (address, value, right)
    assert f"填 {value}" in finding.message and f"改为 {right} " in finding.message


def test_two_wrong_cells_in_different_rows_and_columns_are_both_named() -> None:
    made = report({**FINE, "3.granted.enterprise": 7, "3.partial.other": 5})
    assert {(finding.cells[0], finding.expected) for finding in found(made)} == {
        ("3.granted.enterprise", 2), ("3.partial.other", 1)}


def test_two_wrong_cells_that_no_single_cell_explains_stay_plain_sums() -> None:
    made = report({**FINE, "3.granted.person": 12, "3.partial.person": 5})
    codes = [finding.code for finding in found(made)]
    assert "sum.cell" not in codes and sorted(codes) == ["sum.3.processed", "sum.3.total", "sum.3.total"]


def test_cells_that_explain_equally_are_all_named_and_none_is_chosen() -> None:
    # 予以公开 of persons 3 too many and the total of 部分公开 3 too few: the other two corners explain as well.
    counts = applications({"granted": {"person": 9}, "partial": {"person": 5}})
    findings = found(report({**counts, "3.granted.person": 12, "3.partial.total": 2}))
    assert sorted(finding.code for finding in findings) == ["sum.3.processed"] * 2 + ["sum.3.total"] * 2
    row = next(finding for finding in findings if finding.cells[0] == "3.granted.total")
    assert "可能是表三“（一）予以公开”自然人应为 9或表三“（一）予以公开”总计应为 12" in row.message


def test_a_form_of_which_only_person_and_total_are_filled_has_no_broken_sum() -> None:
    made = report(FINE)
    for address, cell in made.cells.items():
        if address.startswith("3.") and address.rpartition(".")[2] in APPLICANTS[1:]:
            cell.value, cell.raw = None, ""
    for row in ("granted", "partial", "processed", "received"):
        made.cells[f"3.{row}.total"].value = made.cells[f"3.{row}.person"].value
    assert found(made) == []


def test_an_empty_total_beside_filled_parts_is_no_broken_sum() -> None:
    made = report({**FINE, "3.unable.not_held.total": None, "4.review.upheld": 2, "4.review.total": None})
    assert found(made) == []


def test_numbers_that_exceed_their_total_are_an_error_also_beside_empty_cells() -> None:
    [finding] = found(report({"4.review.upheld": 7, "4.review.other": None, "4.review.total": 5}))
    assert (finding.code, finding.level) == ("sum.4.total", "error")
    assert "其他结果（空）" in finding.message


def test_numbers_that_fall_short_beside_an_empty_cell_are_a_warning() -> None:
    [finding] = found(report({"4.review.upheld": 3, "4.review.other": None, "4.review.total": 5}))
    assert (finding.code, finding.level) == ("sum.4.total", "warning")
    assert "另有 1 格为空" in finding.message


def test_a_cell_that_reading_withheld_excuses_the_sum() -> None:
    made = report({"4.review.upheld": 3, "4.review.other": None, "4.review.total": 5})
    made.findings.append(Finding("read.ambiguous", "warning", "读不出。", ("4.review.other",)))
    assert found(made) == []


def test_an_empty_cell_that_another_sum_proves_is_no_shortfall() -> None:
    made = report({**FINE, "3.granted.total": None})
    assert found(made) == []


def test_group_six_counts_by_its_items_or_by_its_one_row_in_either_edition() -> None:
    counts = applications({"closed": {"person": 2}})
    assert found(report(counts, grouped=True)) == []
    assert found(report(counts, edition_name="2019", year=2020)) == []
    assert found(report(applications({"closed.other": {"person": 2}}))) == []
    wrong = {**counts, "3.closed.person": 3}
    [finding] = found(report(wrong, grouped=True))
    assert (finding.code, finding.cells[0], finding.expected) == ("sum.cell", "3.closed.person", 2)


def test_cells_of_two_editions_in_one_report_do_no_harm() -> None:
    made = report(FINE)
    put(made, {"2.licensing.previous": 3, "2.licensing.change": -1, "3.closed.person": 0})
    assert found(made) == []


@pytest.mark.parametrize("kind", ["quiet", "light", "busy", "no_detail_totals", "empty"])
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_reports_made_to_fit_have_no_broken_sum(kind: str, form: str) -> None:
    for seed in range(4):
        synthetic = make(kind, Random(seed), form=form, grouped=form == "2021" and seed % 2 == 1)
        cells = {address: Cell(value, "") for address, value in synthetic.values.items()}
        assert found(Report(form, cells=cells)) == []


@given(st.integers(0, 10_000), st.data())
def test_any_single_wrong_cell_of_table_three_is_found_and_mended(seed: int, data: st.DataObject) -> None:
    synthetic = make("busy", Random(seed), form="2021")
    values = dict(synthetic.values)
    address = data.draw(st.sampled_from([a for a in values if a.startswith("3.")]))
    right = int(values[address] or 0)
    values[address] = data.draw(st.integers(0, 500).filter(lambda value: value != right))
    findings = found(Report("2021", cells={a: Cell(value, "") for a, value in values.items()}))
    assert [(f.code, f.level, f.cells[0], f.expected) for f in findings] == [("sum.cell", "error", address, right)]


def test_the_worked_table_of_the_documentation_comes_out_as_told() -> None:
    counts = applications({"granted": {"person": 9, "enterprise": 2}, "unable.not_held": {"person": 7}})
    [finding] = found(report({**counts, "3.processed.person": 19}))
    assert finding.message.startswith("表三“（七）总计”自然人填 19，与 3 处勾稽关系不符（")
    assert finding.message.endswith("），改为 16 则全部相符，请核对。")
    assert finding.cells[0] == "3.processed.person"


@pytest.mark.parametrize(("parts", "total", "withheld", "verdict"), [
    ((5, 1, None, None), 6, False, None), ((None, None, None, None), 6, False, None), ((5, 1, None, None), None, False, None),
    ((5, 3, None, None), 6, False, "error"), ((5, 0, None, None), 6, False, "warning"), ((5, 0, None, None), 6, True, None)])
def test_the_documented_verdicts_on_empty_cells(
        parts: tuple[int | None, ...], total: int | None, withheld: bool, verdict: str | None) -> None:
    names = ("upheld", "corrected", "other", "pending")
    made = report({**{f"4.review.{name}": value for name, value in zip(names, parts, strict=True)}, "4.review.total": total})
    if withheld:
        made.findings.append(Finding("read.ambiguous", "warning", "读不出。", ("4.review.other",)))
    assert [finding.level for finding in found(made)] == ([verdict] if verdict else [])
