"""The narrative against the tables: what must be found, and above all what must not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from narratives import report

from gongkai.engine import lawfile
from gongkai.report.checking.narrative import check
from gongkai.report.model import Cell, Finding, Number, Place, Report, Section
from gongkai.report.reading.facts import extract
from gongkai.report.reading.facts_topics import topics

APPLIED = "（二）依申请公开情况\n"


def said(text: str, cells: dict[str, Number | None] | None = None, **more: object) -> list[tuple[str, str]]:
    return [(finding.code, finding.level) for finding in check(report(text, cells, **more))]  # type: ignore[arg-type]


RECEIVED = "3.received.total"


@pytest.mark.parametrize("text", [
    "2023年，共收到依申请公开事项4项。",
    "全年共受理政府信息公开申请4件。",
    "全年收到4份政府信息公开申请。",
    "我局接到政府信息公开申请4宗。",
    "2023年新收政府信息公开申请4件。",
    "我局收到依申请信息公开4件。",
    "我办共收到依申请公开信件4件。",
    "收到申请公开政府信息的要求4件。",
    "我委收到依法申请公开4件。",
    "依申请公开共受理4件。",
    "今年以来，收到公民提出的信息公开申请四件。",
    "收到政府信息公开申请 4 件。",
    "收到公民、法人和其他组织提出的政府信息公开申请4件。",
    "共收到公民、法人或者其他组织政府信息公开申请4件。",
    "收到政府信息公开申请４件。",
    "本年度共收到申请公开政府信息4条。",
    APPLIED + "2023年共受理4件。",
    APPLIED + "全年共收到申请4件，均按期答复。",
    APPLIED + "2023年，我局收到4件申请。",
    "（二）依申请公开情况。2023年，共收到4件，已办结。",
])
def test_received_in_the_text_against_the_table(text: str) -> None:
    assert ("text.received", "error") in said(text, {RECEIVED: 0})
    assert ("text.received", "error") in said(text, {RECEIVED: 5, "3.processed.total": 5})
    assert said(text, {RECEIVED: 4, "3.processed.total": 4}) == []


@pytest.mark.parametrize("text", [
    "全年未收到政府信息公开申请。", "2023年，我镇未接到提出公开政府信息的申请。", "本年度没有收到依申请公开。", "2023年依申请公开为零申请。",
    "全年收到政府信息公开申请0件。", "全年共受理依申请公开0件。", APPLIED + "2023年未收到申请公开事项。", "收到政府信息公开申请数量为0，",
])
def test_nothing_received_against_the_table(text: str) -> None:
    assert said(text, {RECEIVED: 3, "3.processed.total": 3}) == [("text.received", "error")]
    assert said(text) == []


@pytest.mark.parametrize("text", [
    "2023年受理投诉67件，回复率100%。",
    "全年受理网络问政182件。",
    "12345热线共受理工单300件。",
    "收到人大建议和政协提案12件。",
    "受理群众信访15件。",
    "收到群众留言20条。",
    "通过12345等渠道共受理投诉举报67件。",
    "2022年共收到政府信息公开申请9件。",
    "上年收到政府信息公开申请9件。",
    "收到政府信息公开申请较上年增加2件。",
    "街道层面，收到政府信息公开申请9件。",
    "市直各部门收到政府信息公开申请9件。",
    "上半年收到政府信息公开申请9件。",
    "全年公开政府信息1136条。",
    "通过政府网站收到政府信息公开申请9件。",
    "全年召开依申请公开业务培训会2次。",
    "发放依申请公开宣传册500册。",
    "办理行政许可申请30件。",
    "受理低保申请30件。",
    "我局对依申请公开工作收到的意见12条进行整改。",
    APPLIED + "举办培训2次，参加30人次。",
    APPLIED + "受理咨询30件。",
    APPLIED + "未办结2件。",
    "全年收取政府信息公开信息处理费0元。",
    "公开依申请公开指南1份。",
    "依申请公开规定20个工作日内答复。",
    "根据《条例》第二十七条受理申请。",
    "《条例》实施以来累计受理政府信息公开申请50件。",
    "2019年以来，累计受理政府信息公开申请50件。",
    APPLIED + "延期答复2件。",
    APPLIED + "要求补正2件。",
    APPLIED + "出具依申请公开答复书2份。",
    APPLIED + "受理企业开办申请30件。",
    "发放政府信息公开申请表20份。",
    "收到政府信息公开申请3件，较2022年的8件减少5件。",
    "对9件依申请公开件逐件审核。",
    "依申请公开栏目发布信息12条。",
    "收到政府信息公开申请后会商9次。",
    "受理依申请公开时核对材料9份。",
    "为办理政府信息公开申请增设窗口9个。",
    APPLIED + "不予公开情形的案例9个。",
    APPLIED + "予以公开：对5种常见申请编制答复口径9条。",
    APPLIED + "答复前组织会商9次。",
    APPLIED + "行政复议、行政诉讼数据经核对9次。",
    APPLIED + "召开9次行政复议工作会议。",
    APPLIED + "行政复议答复规范9项。",
    APPLIED + "本年新收申请数量按登记台账填报，台账共9册。",
])
def test_what_is_no_application_is_not_compared(text: str) -> None:
    assert said(text, {RECEIVED: 3, "3.processed.total": 3}) == []


@pytest.mark.parametrize(("text", "expected"), [
    ("共收到政府信息公开申请57件（含上年结转件1件），经沟通，撤件39件，受理18件，无超期办件。", []),
    ("共收到政府信息公开申请56件，受理18件。", []),
    ("共受理政府信息公开申请18件。", [("text.received", "error")]),
    ("共受理政府信息公开申请18件，收到信件90件。", [("text.received", "error")]),
])
def test_those_taken_on_are_part_of_those_that_came(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(APPLIED + text, {RECEIVED: 56, "3.carried_in.total": 1, "3.processed.total": 57}) == expected


@pytest.mark.parametrize("text", ["共收到和办理依申请公开9件。", "共收到和办理依申请公开7件。"])
def test_what_came_and_was_handled_may_be_either(text: str) -> None:
    assert said(APPLIED + text, {RECEIVED: 9, "3.processed.total": 7, "3.carried_out.total": 2}) == []
    assert said(APPLIED + text.replace("9", "8").replace("7", "8"), {RECEIVED: 9, "3.processed.total": 7}) == [("text.handled", "warning")]


def test_carried_over_to_be_handled_is_no_handing_on() -> None:
    cells: dict[str, Number | None] = {RECEIVED: 30, "3.carried_in.total": 2, "3.processed.total": 25, "3.carried_out.total": 7}
    assert said(APPLIED + "收到依申请公开件30件，上年度结转办理件1件，办结25件，结转到2024年办理7件。", cells) == [("text.carried", "error")]


def test_section_five_is_not_compared() -> None:
    assert said("收到政府信息公开申请4件。", {RECEIVED: 3}, section=5) == []


def test_an_empty_cell_is_not_compared() -> None:
    assert said("收到政府信息公开申请4件。", {RECEIVED: None}) == []


def test_a_wrong_total_that_the_columns_mend_is_left_to_the_sums() -> None:
    assert said("收到政府信息公开申请4件。", {RECEIVED: 0, "3.received.person": 4}) == []


@pytest.mark.parametrize(("text", "cells", "expected"), [
    # Explained by another cell.
    ("收到政府信息公开申请8件。", {RECEIVED: 6, "3.carried_in.total": 2, "3.processed.total": 7}, [("text.received", "notice")]),
    ("收到政府信息公开申请5件。", {RECEIVED: 6, "3.carried_out.total": 1, "3.processed.total": 7}, [("text.received", "notice")]),
    # Said to include them.
    ("共办理政府信息公开申请8件，其中新收6件、上年结转2件。", {RECEIVED: 6, "3.carried_in.total": 2, "3.processed.total": 7}, []),
    ("收到政府信息公开申请8件（含上年结转2件）。", {RECEIVED: 6, "3.carried_in.total": 2, "3.processed.total": 8}, []),
    ("除结转上年的以外，结转上年后新收到依申请公开事项6件。", {RECEIVED: 6, "3.carried_in.total": 2, "3.processed.total": 8}, []),
    # Approximate.
    ("收到政府信息公开申请400余件。", {RECEIVED: 412}, []),
    ("收到政府信息公开申请近400件。", {RECEIVED: 391}, []),
    ("收到政府信息公开申请约400件。", {RECEIVED: 380}, []),
    ("收到政府信息公开申请400余件。", {RECEIVED: 512}, [("text.received", "notice")]),
    ("收到政府信息公开申请近400件。", {RECEIVED: 420}, [("text.received", "notice")]),
    # Another scope.
    ("全市共收到政府信息公开申请95件。", {RECEIVED: 17}, [("text.received", "notice")]),
    ("本级收到政府信息公开申请17件。", {RECEIVED: 95}, [("text.received", "notice")]),
    ("全市共收到政府信息公开申请17件。", {RECEIVED: 17}, []),
    ("县政府办公室收到政府信息公开申请17件。", {RECEIVED: 95}, [("text.received", "notice")]),
    ("全县共收到政府信息公开申请45件，县政府办公室收到12件。", {RECEIVED: 12}, []),
    # One of its parts is what the table counts.
    ("收到政府信息公开申请15件，其中有效申请12件。", {RECEIVED: 12}, [("text.received", "notice")]),
    # Two parts of the year, two halves of the whole.
    ("科室甲收到政府信息公开申请2件，科室乙收到政府信息公开申请3件。", {RECEIVED: 5}, []),
    # Said twice, once rightly.
    ("收到政府信息公开申请5件。\n收到政府信息公开申请4件。", {RECEIVED: 5}, [("text.received", "warning")]),
    # Said twice wrongly: one finding.
    ("收到政府信息公开申请4件。\n收到政府信息公开申请4件。", {RECEIVED: 5}, [("text.received", "error")]),
])
def test_gaps_that_are_explained(text: str, cells: dict[str, Number | None], expected: list[tuple[str, str]]) -> None:
    assert said(text, cells) == expected


@pytest.mark.parametrize(("text", "address"), [
    ("收到依申请公开10件，已办结8件。", "3.processed.total"),
    ("收到依申请公开10件，答复8件。", "3.processed.total"),
    (APPLIED + "全年办结8件。", "3.processed.total"),
    (APPLIED + "上年结转8件。", "3.carried_in.total"),
    ("政府信息公开申请结转下年度8件。", "3.carried_out.total"),
    (APPLIED + "予以公开8件。", "3.granted.total"),
    (APPLIED + "其中，予以公开8件。", "3.granted.total"),
    (APPLIED + "8件予以公开。", "3.granted.total"),
    (APPLIED + "部分公开8件。", "3.partial.total"),
    (APPLIED + "本机关不掌握相关政府信息8件。", "3.unable.not_held.total"),
    (APPLIED + "重复申请8件。", "3.declined.repeat.total"),
    (APPLIED + "属于行政执法案卷8件。", "3.denied.enforcement_file.total"),
])
def test_what_became_of_the_applications(text: str, address: str) -> None:
    cells: dict[str, Number | None] = {RECEIVED: 10, address: 3}
    assert [finding.cells[0] for finding in check(report(text, cells))] == [address]
    assert said(text, {RECEIVED: 10, address: 8}) == []


@pytest.mark.parametrize(("text", "group", "leaf"), [
    ("不予公开8件", "denied", "state_secret"), ("无法提供8件", "unable", "not_held"), ("不予处理8件", "declined", "petition"),
    ("其他处理8件", "closed", "other"),
])
def test_a_group_is_the_sum_of_its_items(text: str, group: str, leaf: str) -> None:
    leaves: dict[str, Number | None] = {f"3.{group}.{leaf}.total": 5}
    found = check(report(APPLIED + text, leaves))
    assert [(finding.expected, finding.found, finding.level) for finding in found] == [(8, 5, "error")]
    assert f"3.{group}.{leaf}.total" in found[0].cells
    assert check(report(APPLIED + text, {f"3.{group}.{leaf}.total": 8})) == []


def test_a_group_printed_as_one_row() -> None:
    made = report(APPLIED + "其他处理8件", {}, edition="2019", year=2020)
    made.cells["3.closed.total"] = Cell(5, "5")
    assert [finding.cells for finding in check(made)] == [("3.closed.total",)]


def test_a_list_of_outcomes_is_compared_item_by_item() -> None:
    text = APPLIED + "全年收到申请12件，其中予以公开5件，部分公开2件，不予公开1件，无法提供3件，不予处理1件。"
    cells: dict[str, Number | None] = {
        RECEIVED: 12, "3.granted.total": 5, "3.partial.total": 2, "3.denied.third_party.total": 1,
        "3.unable.not_held.total": 3, "3.declined.repeat.total": 1, "3.processed.total": 12}
    assert said(text, cells) == []
    assert [finding.cells for finding in check(report(text, {**cells, "3.partial.total": 3}))] == [("3.partial.total",)]


def test_outcomes_in_the_sentence_after_the_applications() -> None:
    text = "共受理政府信息公开申请5件。已全部办结，其中：予以公开2件，占40%；部分公开3件，占60%。"
    cells: dict[str, Number | None] = {RECEIVED: 5, "3.processed.total": 5, "3.granted.total": 2, "3.partial.total": 3}
    assert said(text, cells) == []
    assert [finding.cells for finding in check(report(text, {**cells, "3.granted.total": 3}))] == [("3.granted.total",)]


def test_outcomes_named_together_share_their_number() -> None:
    text = APPLIED + "予以公开、部分公开7件。"
    assert said(text, {"3.granted.total": 5, "3.partial.total": 2}) == []
    assert said(text, {"3.granted.total": 5, "3.partial.total": 1}) == [("text.outcome", "warning")]


@pytest.mark.parametrize("text", [
    "对36条信息予以公开。", "会议纪要5份不予公开。", "（一）主动公开情况\n予以公开文件5件。",
])
def test_disclosure_outside_applications_is_no_outcome(text: str) -> None:
    assert said(text) == []


def test_applicants_are_held_against_their_column() -> None:
    text = "收到政府信息公开申请10件，其中自然人8件，法人2件。"
    cells: dict[str, Number | None] = {RECEIVED: 10, "3.received.person": 8, "3.received.enterprise": 2}
    assert said(text, cells) == []
    assert said(text, {RECEIVED: 10, "3.received.person": 7, "3.received.enterprise": 3}) == [
        ("text.applicant", "warning"), ("text.applicant", "warning")]


def test_an_item_named_with_its_group_is_the_item() -> None:
    text = APPLIED + "因本机关不掌握相关政府信息无法提供4件。"
    assert said(text, {"3.unable.not_held.total": 4, "3.unable.needs_creation.total": 1}) == []
    assert [finding.cells for finding in check(report(text, {"3.unable.not_held.total": 3}))] == [("3.unable.not_held.total",)]


def test_two_lists_of_one_whole() -> None:
    text = (APPLIED + "收到政府信息公开申请12件，其中自然人10件、法人2件，均按时答复，其中予以公开1件、部分公开2件、"
            "无法提供6件、不予处理3件。")
    cells: dict[str, Number | None] = {
        RECEIVED: 12, "3.received.person": 10, "3.received.enterprise": 2, "3.granted.total": 1, "3.partial.total": 2,
        "3.unable.not_held.total": 6, "3.declined.repeat.total": 3, "3.processed.total": 12}
    assert said(text, cells) == []


def test_a_dispute_taken_in_may_be_the_offices_own_work() -> None:
    assert said("受理政府信息公开类行政复议30件。") == [("text.dispute", "notice")]
    assert said("收到因政府信息公开引发的行政复议30件。") == [("text.dispute", "error")]


def test_all_granted() -> None:
    text = APPLIED + "共收到申请4件，已全部办理完毕，均按要求答复予以公开。"
    both: dict[str, Number | None] = {RECEIVED: 4, "3.processed.total": 4}
    assert said(text, {**both, "3.granted.total": 4}) == []
    assert said(text, both) == [("text.outcome", "error")]
    assert said(text, {**both, "3.granted.total": 1, "3.unable.not_held.total": 3}) == [("text.outcome", "warning")]
    assert said(text, {**both, "3.granted.total": 3, "3.partial.total": 1}) == [("text.outcome", "notice")]
    assert said(text) == [("text.received", "error"), ("text.outcome", "error")]


@pytest.mark.parametrize("text", [
    "共收到申请4件，均按期答复。", "共收到申请4件，均在法定期限内办结。", "共收到申请4件，均不予公开。", "共收到申请4件，均未予以公开。",
    "共收到申请4件，全部部分公开。",
])
def test_what_does_not_say_all_was_granted(text: str) -> None:
    assert said(APPLIED + text, {RECEIVED: 4, "3.processed.total": 4, "3.unable.not_held.total": 4}) == []


@pytest.mark.parametrize(("text", "row"), [
    ("因政府信息公开被申请行政复议2件。", "review"),
    ("发生2件涉及政府信息公开的行政复议案件。", "review"),
    ("因政府信息公开被提起行政诉讼2件。", "litigation_direct"),
    ("政府信息公开行政诉讼案件，未经复议直接起诉2件。", "litigation_direct"),
    ("政府信息公开案件复议后起诉2件。", "litigation_after_review"),
])
def test_disputes_against_table_four(text: str, row: str) -> None:
    assert said(text, {f"4.{row}.total": 2, f"4.{row}.upheld": 2}) == []
    assert said(text) == [("text.dispute", "error")]


@pytest.mark.parametrize(("text", "address"), [
    ("未发生行政复议。", "4.review"), ("未发生因政府信息公开被申请行政复议、提起行政诉讼的情况。", "4.review"),
    ("未出现被申请行政复议或被提起行政诉讼的情况。", "4.litigation_direct"),
    ("无政府信息公开行政诉讼。", "4.litigation_after_review"), ("行政复议、行政诉讼0件。", "4.review"),
])
def test_no_dispute_against_table_four(text: str, address: str) -> None:
    assert said(APPLIED + text) == []
    cells: dict[str, Number | None] = {f"{address}.total": 2, f"{address}.upheld": 2}
    assert said(APPLIED + text, cells) == [("text.dispute", "error")]


def test_a_gap_that_is_just_the_pending_cases_is_a_notice() -> None:
    text = "涉及政府信息公开的行政复议134件。"
    assert said(text, {"4.review.total": 170, "4.review.pending": 36, "4.review.upheld": 134}) == [("text.dispute", "notice")]


def test_results_of_disputes() -> None:
    text = "因政府信息公开被申请行政复议5件，其中维持3件，纠正1件，尚未审结1件。"
    cells: dict[str, Number | None] = {"4.review.total": 5, "4.review.upheld": 3, "4.review.corrected": 1, "4.review.pending": 1}
    assert said(text, cells) == []
    changed = check(report(text, {**cells, "4.review.upheld": 4, "4.review.corrected": 0}))
    assert [finding.cells for finding in changed] == [("4.review.upheld",), ("4.review.corrected",)]


@pytest.mark.parametrize("text", [
    "全年受理行政复议案件134件。", "全年行政复议案件134件。", "审理行政复议案件134件，办理行政应诉案件20件。", "举办行政复议培训2次。", "上年行政复议3件，涉及政府信息公开。",
])
def test_the_work_of_a_reviewing_organ_is_not_compared(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(("text", "cells", "expected"), [
    ("被申请行政复议3件，均获维持。", {"upheld": 3}, []),
    ("被申请行政复议3件，均获维持。", {"upheld": 2, "pending": 1}, [("text.upheld", "warning")]),
    ("被申请行政复议3件，结果均为维持。", {"upheld": 2, "corrected": 1}, [("text.upheld", "error")]),
    ("被申请行政复议3件，全部维持。", {"upheld": 2, "corrected": 1}, [("text.upheld", "error")]),
    ("被申请行政复议3件，均已审结。", {"upheld": 3}, []),
    ("被申请行政复议3件，均已审结。", {"upheld": 2, "pending": 1}, [("text.concluded", "warning")]),
    ("被申请行政复议3件，已全部审结，均获维持。", {"upheld": 2, "pending": 1}, [("text.concluded", "warning")]),
    ("被申请行政复议3件，未全部审结。", {"upheld": 2, "pending": 1}, []),
    ("被申请行政复议3件，结果并非全部维持。", {"upheld": 2, "corrected": 1}, []),
    ("被申请行政复议3件，已审结的均获维持。", {"upheld": 2, "pending": 1}, []),
])
def test_all_upheld(text: str, cells: dict[str, Number], expected: list[tuple[str, str]]) -> None:
    made: dict[str, Number | None] = {f"4.review.{key}": value for key, value in cells.items()}
    assert said(text, {**made, "4.review.total": 3}, section=4) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("因政府信息公开被申请行政复议3件，被诉2件，均获维持。", 0), ("因政府信息公开被申请行政复议3件，诉讼2件，均获维持。", 2),
    ("因政府信息公开被申请行政复议3件，网上2件，均获维持。", 0)])
def test_all_of_two_kinds_of_dispute_were_upheld(text: str, expected: int) -> None:
    cells: dict[str, Number | None] = {
        "4.review.upheld": 2, "4.review.pending": 1, "4.review.total": 3, "4.litigation_direct.upheld": 1, "4.litigation_direct.pending": 1,
        "4.litigation_direct.total": 2, "4.litigation_after_review.pending": None, "4.litigation_after_review.total": 0}
    assert said(text, cells, section=4) == [("text.upheld", "warning")] * expected


def _unprinted(rows: dict[str, list[int | None]], text: str) -> list[tuple[str, str, object]]:
    """Findings on a report whose rows of table 3 hold these numbers before a total that was left empty."""
    made = report(text)
    for row, numbers in rows.items():
        for column, value in zip(("person", "enterprise", "research", "welfare", "legal", "other", "total"), [*numbers, None], strict=True):
            made.cells[f"3.{row}.{column}"] = Cell(value, "" if value is None else str(value))
    return [(finding.code, finding.level, finding.found) for finding in check(made)]


@pytest.mark.parametrize(("text", "expected"), [
    (APPLIED + "予以公开及部分公开12件。", [("text.outcome", "warning", 15)]),
    (APPLIED + "予以公开及部分公开15件。", []),
    (APPLIED + "部分公开3件。", []),
    (APPLIED + "部分公开4件。", [("text.outcome", "warning", 3)]),
])
def test_totals_that_were_left_empty_are_added_up(text: str, expected: list[tuple[str, str, object]]) -> None:
    assert _unprinted({"granted": [10, 2, None, None, None, None], "partial": [3, None, None, None, None, None]}, text) == expected


def test_rows_that_were_left_empty_say_nothing() -> None:
    assert _unprinted({"granted": [None] * 6}, APPLIED + "予以公开12件。") == []


MADE = "2.normative_documents.issued"


@pytest.mark.parametrize(("text", "level"), [
    ("全年制发行政规范性文件8件。", "error"), ("制定发布规范性文件8件。", "warning"), ("出台规范性文件8件。", "warning"),
    ("印发行政规范性文件8件，现行有效18件。", "error"), ("全年制定出台8件行政规范性文件。", "error"),
])
def test_documents_made(text: str, level: str) -> None:
    cells: dict[str, Number | None] = {MADE: 8, "2.normative_documents.in_force": 18}
    assert said(text, cells) == []
    assert said(text, {**cells, MADE: 3}) == [("text.document", level)]


@pytest.mark.parametrize("text", [
    "主动公开规范性文件1条。", "公开行政规范性文件数8件。", "清理规范性文件8件。", "备案审查规范性文件8件。", "制定并公开规范性文件8件。",
    "解读规范性文件8件。", "制定规范性文件管理制度1项。", "现行有效规章制度12项。", "制定规章制度3项。", "发布信息8条，涉及规范性文件。", "2022年制发行政规范性文件8件。", "印发文件8件。",
])
def test_documents_disclosed_or_checked_are_not_made(text: str) -> None:
    assert said(text) == []


def test_documents_repealed_and_in_force() -> None:
    text = "废止行政规范性文件5件，现行有效的行政规范性文件12件。"
    cells: dict[str, Number | None] = {"2.normative_documents.repealed": 5, "2.normative_documents.in_force": 12}
    assert said(text, cells) == []
    assert said(text) == [("text.document", "error")] * 2


def test_a_document_named_once_serves_its_sentence() -> None:
    text = "制发行政规范性文件3件，废止2件，现行有效件数15件。"
    cells: dict[str, Number | None] = {MADE: 3, "2.normative_documents.repealed": 2, "2.normative_documents.in_force": 15}
    assert said(text, cells) == []
    assert said(text, {MADE: 3}) == [("text.document", "warning")] * 2


def test_documents_made_in_the_older_edition() -> None:
    made = report("制发行政规范性文件8件。", edition="2019", year=2020)
    assert [finding.cells for finding in check(made)] == [("2.normative_documents.made",)]


@pytest.mark.parametrize(("text", "row"), [
    ("全年作出行政许可决定242件。", "licensing"), ("作出行政处罚决定242件。", "penalty"), ("作出行政强制决定242件。", "coercion"),
    ("行政许可处理决定数量242件。", "licensing"), ("行政许可2023年处理决定数量242件。", "licensing"),
    ("主动公开信息9条，行政许可处理决定数量242件。", "licensing"),
])
def test_decisions_taken(text: str, row: str) -> None:
    assert said(text, {f"2.{row}.decisions": 242}) == []
    assert said(text, {f"2.{row}.decisions": 200}) == [("text.decision", "warning")]


@pytest.mark.parametrize("text", ["作出行政许可决定242件、行政处罚决定7件。", "作出行政许可决定242件，行政处罚7件。"])
def test_the_verb_of_decisions_is_said_once(text: str) -> None:
    assert said(text, {"2.licensing.decisions": 242, "2.penalty.decisions": 7}) == []
    assert said(text, {"2.licensing.decisions": 242, "2.penalty.decisions": 5}) == [("text.decision", "warning")]


@pytest.mark.parametrize("text", [
    "公开行政许可决定242件。", "公示作出的行政处罚决定242条。", "梳理行政许可事项242项。", "办理行政许可242件。", "作出不予行政处罚决定3件。",
    "作出行政处罚、行政强制决定9件。", "作出行政处罚告知9件。", "公开行政许可决定242件、行政处罚决定7件。",
    "公示作出的行政许可决定242件，行政处罚决定7件。",
])
def test_decisions_disclosed_are_another_thing(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(("text", "expected"), [
    ("公开信息30条，其中政策18条、财政12条。", []),
    ("公开信息30条，其中政策18条。", []),
    ("公开信息30条，其中政策18条、财政15条。", [("text.parts", "warning")]),
    ("公开信息30条，其中网站公开32条。", [("text.parts", "warning")]),
    ("公开信息30条，其中网站公开32条、公众号5条。", [("text.parts", "warning")]),
    ("收到咨询19件，上年结转1件，其中自然人20件。", []),
    ("公开信息30余条，其中网站公开32条。", []),
    ("公开信息30条，主要包括政策18条、财政10条等。", []),
    ("公开信息30条，政策、财政分别为18条、10条。", [("text.parts", "warning")]),
    ("公开信息30条：一是政策18条；二是财政10条。", [("text.parts", "warning")]),
    ("公开信息30条，其中政策18条，其余10条。", [("text.parts", "warning")]),
    ("公开信息30条，其中政策18条，其余12条。", []),
    ("公开信息30条，公众号另发布50条。", []),
    ("公开信息30余条，其中政策18条、财政15条。", []),
    ("公开信息30条，其中甲类20条，乙类10条；其中网站25条，报刊5条。", []),
    ("公开信息30条，其中政策18条、财政15篇。", []),
    ("收到申请10件，其中网上6件，已办结10件。", []),
    ("公开信息30条，其中网站15条（公告3条），公众号10条，抖音5条。", []),
    ("公开信息30条，其中网站15条（公告3条、通知2条），公众号10条，抖音5条。", []),
    ("公开信息30条，其中网站15条（公告3条），公众号20条。", [("text.parts", "warning")]),
    ("公开信息30条（含上年的3条），其中，政策18条，财政12条。", []),
    ("公开信息30条（含上年的3条），其中，政策18条，财政13条。", [("text.parts", "warning")]),
    ("公开信息30条。通过公众号发布信息50条。", []),
    ("公开信息30条，其中通过网站公开28条，通过公众号公开5条。", [("text.parts", "warning")]),
    ("公开信息30条，其中通过网站公开28条，通过公众号公开2条。", []),
    ("公开信息30条，其中通过网站公开28条；通过公众号发布5条。", []),
    ("公开信息30条，其中政策18条、财政12条、会议1条。", [("text.parts", "notice")]),
    ("公开信息30条。其中机构信息20条，内有领导简历15条、机构职能5条；政策信息7条；财政信息3条。", []),
    ("公开信息30条。其中机构信息20条，内有领导简历15条、机构职能9条；政策信息7条；财政信息3条。", [("text.parts", "warning")]),
    ("公开信息30条，通过网站公开9条、公众号公开23条、其他方式公开4条。", [("text.parts", "warning")]),
    ("公开信息30条，通过网站公开9条，通过公众号公开13条，通过其他渠道公开4条。", [("text.parts", "warning")]),
    ("公开信息30条，通过网站公开9条、公众号公开17条、其他方式公开4条。", []),
    ("公开信息30条，解读政策9条、回应留言13条、其他事项4条。", []),
    ("公开信息30条，通过网站公开9条、公众号公开13条。", []),
    ("公开信息30条，其中政策18条、财政12条、网站20条、报刊10条。", []),
    ("公开信息30条，其中政策18条、财政12条，转载1条。", []),
])
def test_parts_and_their_whole(text: str, expected: list[tuple[str, str]]) -> None:
    assert said("（一）主动公开情况\n" + text, {RECEIVED: 10, "3.processed.total": 10}) == expected


@pytest.mark.parametrize(("letters", "expected"), [(5, []), (6, [("text.parts", "warning")])])
def test_parts_may_divide_what_was_carried_in_as_well(letters: int, expected: list[tuple[str, str]]) -> None:
    text = f"收到申请10件，上年结转1件，其中网上6件，信函{letters}件。"
    assert said(APPLIED + text, {RECEIVED: 10, "3.carried_in.total": 1, "3.processed.total": 11}) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("公开信息40条，其中政策10条，占25%。", []),
    ("公开信息40条，其中政策10条，占比25%。", []),
    ("公开文件40份，历年累计900份。其中政策10份，占比25%。", []),
    ("公开信息30条，其中政策10条，占33.3%。", []),
    ("公开信息30条，其中政策20条，占66.6%。", []),
    ("公开信息30条，其中政策20条，占66.7%。", []),
    ("公开信息40条，其中政策10条，占35%。", [("text.percentage", "warning")]),
    ("公开信息40条，其中政策10条，占总数的35%。", [("text.percentage", "warning")]),
    ("公开信息40条，其中政策10条，占约35%。", []),
    ("公开信息40条，满意率98%。", []),
    ("公开信息12条，同比增长20%，其中上年10条。", []),
    ("公开信息12条，较上年增加2条，增长20%。", []),
    ("公开信息12条，较上年增加2条，增长50%。", [("text.percentage", "warning")]),
    ("2022年公开信息10条，2023年公开信息12条，同比增长20%。", []),
    ("2022年公开信息10条，2023年公开信息12条，同比增长30%。", [("text.percentage", "warning")]),
    ("公开信息8条，较上年减少2条，下降20%。", []),
    ("公开信息8条，较上年减少2条，下降25%。", [("text.percentage", "warning")]),
    ("公开信息8条，同比下降25%。", []),
    ("办结率100%，答复率100%。", []),
    ("公开信息12条，较上年的10条增长20%。", []),
    ("公开信息12条，较2022年的10条增长50%。", [("text.percentage", "warning")]),
    ("收到建议10件，其中采纳8件，满意10件。", []),
    ("答复80件。公开40件，占50%；不公开20件，占25%；其他8件，占10%；退回4件，占9%。", [("text.percentage", "warning")]),
    ("答复80件。公开40件，占50%；不公开20件，占25%；其他8件，占10%；退回4件，占5%。", []),
    ("答复80件。公开40件，占50%；不公开20件，占25%。", []),
    ("答复80件。公开40件，占50%；不公开20件，占35%；其他8件，占19%。", []),
    ("答复80件。公开40件，占50%；不公开20件，占25%；其他8件，占网上申请的90%。", []),
])
def test_percentages(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


def test_the_share_due_is_rounded_up_at_the_half() -> None:
    [finding] = [finding for finding in check(report("公开信息80条，其中年报1条，占1.1%。")) if finding.code == "text.percentage"]
    assert "1÷80＝1.3%" in finding.message


def test_a_finding_says_table_row_values_and_sentence() -> None:
    made = report(APPLIED + "2023年，共收到依申请公开事项4项。", {RECEIVED: 0})
    made.hints["lines"] = [("（二）依申请公开情况", Place(line=30), 1), ("2023年，共收到依申请公开事项4项。", Place(line=31), 1)]
    assert check(made) == [Finding(
        "text.received", "error",
        "表三“一、本年新收政府信息公开申请数量”总计填 0，而正文“（二）依申请公开情况”称“共收到依申请公开事项4项”，相差 4 件，请核对。",
        (RECEIVED,), 4, 0, Place(line=31), "《中华人民共和国政府信息公开条例》第五十条第一款第二项")]


def test_an_unknown_edition_and_bare_reports_raise_nothing() -> None:
    assert check(Report("1999", year=2023, sections=[Section(1, "总体情况", "收到政府信息公开申请4件，予以公开3件。")])) == []
    assert check(Report("2021")) == []


def test_a_section_without_parts_is_quoted_by_its_own_heading() -> None:
    made = report("共收到政府信息公开申请4件。", {RECEIVED: 0})
    assert "正文“一、总体情况”称" in check(made)[0].message
    made.sections[0].printed = "一、 总体情况"
    made.sections[0].text += "另。"
    assert "正文“一、 总体情况”称" in check(made)[0].message


def test_an_unknown_cell_in_the_vocabulary_is_refused(tmp_path: Path) -> None:
    source = (lawfile.LAW / "vocabularies" / "narrative.yaml").read_text(encoding="utf-8")
    broken = tmp_path / "narrative.yaml"
    broken.write_text(source.replace("3.granted.total]", "3.given.total]", 1), encoding="utf-8")
    with pytest.raises(lawfile.LawError, match=r"3\.given\.total"):
        type(topics())(broken)


# ---- any report ---------------------------------------------------------------------------------------------------

OUTCOMES = {"予以公开": "3.granted.total", "部分公开": "3.partial.total", "不予公开": "3.denied.third_party.total",
            "无法提供": "3.unable.not_held.total", "不予处理": "3.declined.repeat.total", "其他处理": "3.closed.other.total"}


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, dict[str, Number | None]]:
    """A narrative in one of several manners, and the cells it truly states."""
    number = st.integers(0, 3000)
    results = {word: draw(number) for word in OUTCOMES}
    carried_in, carried_out = draw(number), draw(number)
    processed = sum(results.values())
    received = max(0, processed + carried_out - carried_in)
    review, litigation = draw(st.integers(0, 30)), draw(st.integers(0, 30))
    made, repealed, force = draw(st.integers(0, 90)), draw(st.integers(0, 90)), draw(st.integers(0, 900))
    cells: dict[str, Number | None] = {OUTCOMES[word]: value for word, value in results.items()}
    cells |= {RECEIVED: received, "3.carried_in.total": carried_in, "3.carried_out.total": carried_out,
              "3.processed.total": processed, "4.review.total": review, "4.review.upheld": review,
              "4.litigation_direct.total": litigation, "4.litigation_direct.upheld": litigation,
              MADE: made, "2.normative_documents.repealed": repealed, "2.normative_documents.in_force": force}
    unit = draw(st.sampled_from(["件", "份", "宗", "项"]))
    shown = draw(st.sampled_from(["{}", "{:,}", " {} "]))
    listed = draw(st.sampled_from(["、", "，", "；"])).join(f"{word}{shown.format(value)}{unit}" for word, value in results.items())
    opening = draw(st.sampled_from(["2023年，我局共收到政府信息公开申请{}", "全年新收政府信息公开申请{}", "本年度共受理依申请公开{}"]))
    text = "".join([
        "（一）主动公开情况\n全年公开信息999条，较2022年的800条增加199条。", f"制发行政规范性文件{made}件，废止行政规范性文件{repealed}件，",
        f"现行有效行政规范性文件{force}件。\n（二）依申请公开情况\n", opening.format(shown.format(received)), unit,
        f"，上年结转{carried_in}{unit}。全年共办结政府信息公开申请{shown.format(processed)}{unit}，其中{listed}，"
        f"结转下年度继续办理{carried_out}{unit}。因政府信息公开被申请行政复议{review}件，被提起行政诉讼{litigation}件。",
        draw(st.sampled_from(["", "受理投诉67件。", "12345热线办理工单321件。", "2022年收到政府信息公开申请7件。"]))])
    return text, cells


@given(tables())
def test_a_narrative_that_tells_the_truth_is_left_alone(made: tuple[str, dict[str, Number | None]]) -> None:
    assert check(report(*made)) == []


@given(tables(), st.data())
def test_a_changed_cell_is_found(made: tuple[str, dict[str, Number | None]], data: st.DataObject) -> None:
    text, cells = made
    address = data.draw(st.sampled_from(sorted(set(cells) - {"4.review.upheld", "4.litigation_direct.upheld"})))
    value = cells[address]
    assert value is not None
    wrong = report(text, {**cells, address: value + data.draw(st.integers(10_000, 20_000))})
    for column in ("person", "enterprise", "research", "welfare", "legal", "other"):
        wrong.cells.pop(address.replace(".total", f".{column}"), None) if address.startswith("3.") else None
    if address.startswith("4."):
        wrong.cells[address.replace("total", "upheld")] = Cell(None)
    assert address in {cell for finding in check(wrong) for cell in finding.cells}


def test_more_numbers_than_any_report_holds_are_left_alone_and_told() -> None:
    made = report("收到政府信息公开申请3件。" * 10_001, {RECEIVED: 3})
    assert len(extract(made)) == 10_000
    assert [(f.code, f.level) for f in check(made)] == [("text.too_many", "notice")]
    assert check(report("收到政府信息公开申请3件。" * 10_000, {RECEIVED: 3})) == []


# ---- the real reports -------------------------------------------------------------------------------------------


def _real(folder: Path, name: str, sections: dict[int, str]) -> Report:
    truth = json.loads((folder / "truth" / f"{name}.json").read_text(encoding="utf-8"))
    made = Report(truth["edition"], unit=truth["unit"], year=truth["year"])
    for table, rows in truth["tables"].items():
        for row, columns in rows.items():
            for column, value in columns.items():
                made.cells[f"{table}.{row}.{column}"] = Cell(value, None if value is None else str(value))
    made.sections = [Section(number, "", text) for number, text in sections.items()]
    return made


def _narrative(text: str) -> dict[int, str]:
    """The prose of a text report, by a rough cut that serves here: long lines without table marks, by section."""
    made: dict[int, list[str]] = {}
    number = 0
    for line in text.split("\n"):
        bare = line.strip()
        head = "一二三四五六".find(bare[:1]) + 1
        if head and bare[1:2] == "、" and len(bare) < 45 and "办理" not in bare and "数量" not in bare:
            number = head
        elif number and ("。" in bare or bare.startswith(("（", "("))) and "|" not in bare and "\t" not in bare:
            made.setdefault(number, []).append(bare)
    return {key: "\n".join(lines) for key, lines in made.items()}


@pytest.mark.parametrize("name", ["caozhen-township-2020", "dongsheng-ndrc-2024", "muluan-subdistrict-2023",
                                  "oroqen-civil-affairs-2023"])
def test_real_reports_without_contradiction_stay_silent(shared_reports: Path, name: str) -> None:
    text = (shared_reports / f"{name}.txt").read_text(encoding="utf-8")
    made = _real(shared_reports, name, _narrative(text))
    assert sum(len(section.text) for section in made.sections) > 400
    assert check(made) == []


def test_the_real_report_that_contradicts_its_table(shared_reports: Path) -> None:
    name = "baiyu-county-office-2023"
    text = (shared_reports / f"{name}.txt").read_text(encoding="utf-8")
    found = check(_real(shared_reports, name, _narrative(text)))
    assert [(finding.code, finding.level, finding.cells) for finding in found] == [
        ("text.received", "error", ("3.received.total",)), ("text.outcome", "error", ("3.granted.total",))]


def test_cases_lost_are_not_all_cases() -> None:
    assert said("全年办结申请公开政府信息5件，未出现行政复议败诉和被诉讼情形。",
                {RECEIVED: 5, "3.processed.total": 5, "4.review.total": 1, "4.review.upheld": 1}) == []


def test_an_answer_that_includes_what_was_carried_in_is_what_was_handled() -> None:
    cells: dict[str, Number | None] = {RECEIVED: 13, "3.carried_in.total": 1, "3.processed.total": 13, "3.carried_out.total": 1}
    assert said("共收到依申请公开13件，已答复13件，其中，上年结转答复1件，结转下一年答复1件。", cells) == []
    assert said("共收到依申请公开13件，已答复15件，其中，上年结转答复1件。", cells) == [("text.handled", "error")]


@pytest.mark.parametrize("text", ["全年收政府信息公开申请9件，办结7件。", "共收到依申请公开办理事项9件，办结7件。"])
def test_what_came_by_other_words(text: str) -> None:
    cells: dict[str, Number | None] = {RECEIVED: 9, "3.processed.total": 7, "3.carried_out.total": 2}
    assert said(APPLIED + text, cells) == []
    assert said(APPLIED + text, {**cells, RECEIVED: 8}) == [("text.received", "error")]


@pytest.mark.parametrize("words", ["下年度继续办理81件", "下一年度继续办理81件", "次年继续办理81件"])
def test_what_goes_on_next_year_is_carried_over(words: str) -> None:
    cells: dict[str, Number | None] = {RECEIVED: 164, "3.carried_in.total": 2, "3.processed.total": 85, "3.carried_out.total": 81}
    assert said(APPLIED + f"收到依申请公开164件，结转上年2件；办理85件，{words}。", cells) == []
    assert said(APPLIED + f"收到依申请公开164件，结转上年2件；办理85件，{words}。", {**cells, "3.carried_out.total": 80}) == [("text.carried", "error")]


def test_what_was_handled_may_be_all_that_came_where_the_rest_is_told() -> None:
    cells: dict[str, Number | None] = {RECEIVED: 20, "3.processed.total": 19, "3.carried_out.total": 1}
    assert said(APPLIED + "2023年，累计办理依申请公开合计20件，19件按期答复办结，1件结转到2024年度办理。", cells) == []
    assert said(APPLIED + "2023年，累计办理依申请公开合计21件，19件按期答复办结，1件结转到2024年度办理。", cells) != []


def test_all_there_was_may_be_said_to_be_handled() -> None:
    cells: dict[str, Number | None] = {RECEIVED: 10, "3.carried_in.total": 2, "3.processed.total": 11, "3.carried_out.total": 1}
    assert said(APPLIED + "新收政府信息公开申请10件，上年结转2件，共办理12件，其中当年办结11件，1件延期至2024年办理。", cells) == []
    assert said(APPLIED + "新收政府信息公开申请10件，上年结转2件，共办理13件，其中当年办结12件，1件延期至2024年办理。", cells) != []


def test_what_was_dealt_with_may_be_all_that_was_there() -> None:
    cells: dict[str, Number | None] = {RECEIVED: 1187, "3.carried_in.total": 74, "3.processed.total": 1181, "3.carried_out.total": 80}
    text = APPLIED + "全年共处理政府信息公开申请{}件（含上年度结转申请74件），答复1181件，结转下年度继续办理80件。"
    assert said(text.format(1261), cells) == []
    assert said(text.format(1262), cells) == [("text.handled", "warning")]  # the other number agrees


@pytest.mark.parametrize(("unit", "expected"), [("晴川县示例街道", [("text.received", "error")]), ("晴川县示例街道办事处", [("text.received", "error")]), ("晴川县人民政府", [])])
def test_a_street_office_that_writes_its_own_name_means_itself(unit: str, expected: list[tuple[str, str]]) -> None:
    made = report("2023年度示例街道收到政府信息公开申请4件。")
    made.unit = unit
    assert [(finding.code, finding.level) for finding in check(made)] == expected


def test_other_courts_matters_are_no_disputes_about_disclosure() -> None:
    assert said("（三）政府信息公开行政诉讼情况\n我局处理民事诉讼2件。", {"4.litigation_direct.total": 0, "4.litigation_after_review.total": 0}) == []


@pytest.mark.parametrize(("text", "expected"), [
    ("（三）政府信息公开行政诉讼情况\n分局因具体行政行为被提起行政诉讼2起。", []),
    ("（三）政府信息公开行政诉讼情况\n因征收信息公开被提起行政诉讼2起。", [("text.dispute", "error")]),
])
def test_disputes_of_another_cause_are_none_about_disclosure(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text, {"4.litigation_direct.total": 0, "4.litigation_after_review.total": 0}) == expected


def test_one_way_among_others_that_things_ended_is_no_error() -> None:
    cells = {RECEIVED: 12, "3.processed.total": 12}
    listed = said("（二）依申请公开情况\n受理申请12件，答复7件，不予受理4件，另案处理1件。", cells)
    assert [level for _, level in listed] == ["warning"]
    assert [level for _, level in said("（二）依申请公开情况\n受理申请12件，答复7件。", cells)] == ["error"]


def test_what_was_carried_in_may_be_said_in_a_sentence_of_its_own() -> None:
    text = "（二）依申请公开情况\n全年受理依申请公开45件。其中，予以公开31件。包括{}结转2023年申请4件，其中予以公开4件。"
    cells: dict[str, Number | None] = {RECEIVED: 41, "3.carried_in.total": 4, "3.granted.total": 31}
    assert said(text.format("2022年"), cells) == []
    assert said(text.format("2022年").replace("45", "46"), cells) == [("text.received", "error")]
    assert ("text.carried", "error") in said(text.format("2022年"), {**cells, "3.carried_in.total": 5})


def test_so_many_further_applications_may_be_carried_over() -> None:
    text = "（二）依申请公开情况\n新收政府信息公开申请10件，已办结4件。另有6件申请结转到下年度继续办理。"
    cells: dict[str, Number | None] = {RECEIVED: 10, "3.processed.total": 4, "3.carried_out.total": 6}
    assert said(text, cells) == []
    assert said(text, {**cells, "3.carried_out.total": 5}) == [("text.carried", "error")]


def test_no_letter_that_applies_is_no_application() -> None:
    assert said("（二）依申请公开情况\n2023年，我局未接到依申请公开来信。", {RECEIVED: 1}) == [("text.received", "error")]
