"""Two years of one unit: what must carry over, jumps, copied text."""

from __future__ import annotations

import pytest
from factories import applications, put, report

from gongkai.report.checking import check
from gongkai.report.checking.years import rules
from gongkai.report.model import Finding, Report

ONES = ["新建查询终端两台，方便群众自助查阅各类公开信息", "组织业务骨干到各科室讲解公开属性源头认定的方法",
        "把惠民补贴发放结果按季度张贴到每个村的公示栏", "逐件核对历史文件目录并补齐缺失的文号和日期",
        "开通热线转办渠道，由专人登记群众来电询问", "邀请群众代表参加开放日活动并当场解答疑问",
        "把办事指南改写成图示并在服务大厅循环播放", "每月抽查栏目更新情况并在例会上逐项通报"]
OTHERS = ["梳理行政权力事项并同步调整对外公布的清单", "邀请媒体记者走进窗口体验全流程网上办理",
          "请第三方机构测评网站无障碍功能并逐条整改", "在图书馆设置专架陈列历年公报供读者翻阅",
          "编写问答手册发放给辖区企业和合作社负责人", "为老年读者印制大字版办事流程折页三千份",
          "与档案馆建立移交机制并完成首批文件移交", "试行政策发布前由一线人员预读提意见的办法"]


def pair_findings(made: Report, previous: Report) -> list[Finding]:
    return [f for f in check(made, previous) if f.code.startswith(("year.", "sum."))]


def last(values: dict | None = None, **more: object) -> Report:
    return report(values, **{"year": 2022, **more})  # type: ignore[arg-type]


def carried(into: dict[str, int]) -> dict[str, int]:
    """Table 3 with these carried in, all granted."""
    made = applications({"granted": into})
    for column, number in into.items():
        made[f"3.carried_in.{column}"], made[f"3.received.{column}"] = number, 0
    made["3.carried_in.total"], made["3.received.total"] = sum(into.values()), 0
    return made


def test_two_years_that_fit_have_no_finding() -> None:
    before = last({**applications({"granted": {"person": 2}}, leaves={"person": 3, "legal": 1}), "2.rules.in_force": 0,
                   "2.normative_documents.in_force": 7})
    now = report({**carried({"person": 3, "legal": 1}), "2.normative_documents.in_force": 8,
                  "2.normative_documents.issued": 2, "2.normative_documents.repealed": 1})
    assert check(now, before) == []


def test_another_total_carried_in_than_was_carried_out_is_an_error() -> None:
    before = last(applications({}, leaves={"person": 5}))
    [finding] = pair_findings(report(carried({"person": 3})), before)
    assert (finding.code, finding.level, finding.found, finding.expected) == ("year.carried", "error", 3, 5)
    assert "填 3，而2022年度报告“四、结转下年度继续办理”总计为 5，相差 2 件" in finding.message
    assert finding.cells == ("3.carried_in.total",)


def test_the_same_total_in_other_columns_is_one_warning() -> None:
    before = last(applications({}, leaves={"person": 1, "enterprise": 4}))
    [finding] = pair_findings(report(carried({"person": 5})), before)
    assert (finding.code, finding.level) == ("year.carried_shifted", "warning")
    assert "自然人 1 件变为 5 件、商业企业 4 件变为 0 件" in finding.message


def test_editions_may_differ_between_the_years_for_what_is_carried() -> None:
    before = report(applications({}, leaves={"person": 5}), edition_name="2019", year=2020)
    assert [f.code for f in pair_findings(report(carried({"person": 3}), year=2021), before)] == ["year.carried"]


def test_documents_in_force_follow_from_last_years_within_one_edition() -> None:
    before = last({"2.normative_documents.in_force": 7})
    now = report({"2.normative_documents.in_force": 7, "2.normative_documents.issued": 2, "2.normative_documents.repealed": 1})
    [finding] = pair_findings(now, before)
    assert (finding.code, finding.level, finding.expected) == ("year.in_force", "warning", 8)
    older = report(edition_name="2019", year=2022)
    assert "year.in_force" not in [f.code for f in pair_findings(now, older)]


def test_an_empty_cell_in_either_year_says_nothing() -> None:
    before, now = last(applications({}, leaves={"person": 5})), report(carried({"person": 3}))
    put(before, {"3.carried_out.total": None})
    assert pair_findings(now, before) == []


def test_a_jump_is_a_notice_and_money_a_hundredfold_a_warning() -> None:
    found = pair_findings(report({"2.licensing.decisions": 2420, "2.fees.amount": 251_000}),
                          last({"2.licensing.decisions": 24, "2.fees.amount": 25}))
    assert [(f.code, f.level, f.cells) for f in found if f.code == "year.jump"] == [
        ("year.jump", "warning", ("2.fees.amount",)), ("year.jump", "notice", ("2.licensing.decisions",))]
    assert pair_findings(report({"2.licensing.decisions": 90}), last({"2.licensing.decisions": 3})) == []


def test_other_units_are_told_and_nothing_between_them_is_an_error() -> None:
    before = last(applications({}, leaves={"person": 5}), unit="某县另一局")
    found = pair_findings(report(carried({"person": 3})), before)
    assert [(f.code, f.level) for f in found] == [("year.carried", "warning"), ("year.unit_differs", "notice")]
    assert pair_findings(report(unit="某县示例局"), last(unit="县示例局")) == []


def test_another_scope_makes_no_error() -> None:
    before = last(applications({}, leaves={"person": 5}), scope="全域")
    assert [f.level for f in pair_findings(report(carried({"person": 3}), scope="本级"), before)] == ["warning"]


@pytest.mark.parametrize("year", [2020, 2023, 2024])
def test_years_that_do_not_follow_are_told_and_nothing_is_carried_over(year: int) -> None:
    before = report(applications({}, leaves={"person": 5}), year=year)
    assert [(f.code, f.level) for f in pair_findings(report(carried({"person": 3})), before)] == [
        ("year.not_consecutive", "notice")]


def text(sentences: list[str], year: int = 2023) -> dict[int, str]:
    return {1: f"根据《中华人民共和国政府信息公开条例》编制本报告。{year}年公开信息{year - 1990}条。" + "。".join(sentences) + "。"}


def test_text_copied_from_last_year_is_told_with_its_share_though_figures_changed() -> None:
    before = last(sections=text(ONES, 2022))
    [finding] = pair_findings(report(sections=text(ONES)), before)
    assert (finding.code, finding.level) == ("year.text_copied", "warning") and finding.found == 1
    assert "100%" in finding.message


def test_half_the_text_anew_is_no_copy_and_boilerplate_does_not_count() -> None:
    before = last(sections=text(ONES, 2022))
    assert pair_findings(report(sections=text([*ONES[:3], *OTHERS])), before) == []
    assert pair_findings(report(sections=text([*ONES[:6], *OTHERS[:3]])), before)[0].level == "notice"
    assert pair_findings(report(sections={1: "根据《中华人民共和国政府信息公开条例》编制本报告。"}),
                         last(sections={1: "根据《中华人民共和国政府信息公开条例》编制本报告。"})) == []


def test_the_thresholds_fall_from_the_gravest() -> None:
    shares = [share for share, _ in rules().copied.levels]
    assert shares == sorted(shares, reverse=True) and all(0 < share <= 1 for share in shares)
