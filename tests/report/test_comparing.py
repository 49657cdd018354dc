"""Two reports held against each other, cell by cell and sentence by sentence."""

from __future__ import annotations

import json
from decimal import Decimal

from factories import applications, report
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.comparing import compare


def test_cells_that_differ_are_told_with_their_difference_in_the_order_of_the_form() -> None:
    old = report({"2.fees.amount": Decimal("1.5"), "4.review.total": 3, "2.rules.issued": None}, year=2022)
    new = report({"2.fees.amount": Decimal("2.25"), "4.review.total": 1, "2.rules.issued": 0})
    made = compare(old, new)
    assert [(c.address, c.old, c.new, c.difference) for c in made.cells] == [
        ("2.rules.issued", None, 0, None), ("2.fees.amount", Decimal("1.5"), Decimal("2.25"), Decimal("0.75")),
        ("4.review.total", 3, 1, -2)]
    assert made.cells[1].label == "表二“行政事业性收费”本年收费金额（单位：万元）"


def test_cells_of_another_edition_stand_by_themselves() -> None:
    made = compare(report(edition_name="2019", year=2020), report(year=2021))
    assert "2.licensing.previous" in [cell.address for cell in made.only_old]
    assert "3.closed.person" in [cell.address for cell in made.only_old]
    assert "3.closed.fee_unpaid.person" in [cell.address for cell in made.only_new]
    assert made.cells == []


def test_sentences_are_added_gone_or_changed_by_section() -> None:
    old = report(year=2022, sections={1: "全年公开信息36条，涉及七个领域。组织培训两次。设立查阅点一处。"})
    new = report(sections={1: "全年公开信息41条，涉及七个领域。组织培训三次。建成政务新媒体矩阵。"})
    section = next(section for section in compare(old, new).sections if section.number == 1)
    assert section.changed == (("全年公开信息36条，涉及七个领域。", "全年公开信息41条，涉及七个领域。"), ("组织培训两次。", "组织培训三次。"))
    assert (section.added, section.removed) == (("建成政务新媒体矩阵。",), ("设立查阅点一处。",))
    assert 0 < section.reused < 1


def test_a_section_that_only_one_report_has_is_all_new_or_all_gone() -> None:
    old, new = report(year=2022), report(sections={4: "未发生行政复议。"})
    old.sections = [section for section in old.sections if section.number != 4]
    section = next(section for section in compare(old, new).sections if section.number == 4)
    assert (section.added, section.reused, section.heading) == (("未发生行政复议。",), 0.0, "政府信息公开行政复议、行政诉讼情况")
    back = next(section for section in compare(new, old).sections if section.number == 4)
    assert back.removed == ("未发生行政复议。",)


def test_the_pairs_findings_come_along() -> None:
    old = report(applications({}, leaves={"person": 5}), year=2022)
    assert [finding.code for finding in compare(old, report()).findings] == ["year.carried"]


def test_a_report_is_the_same_as_itself_but_for_its_year() -> None:
    made = compare(report(), report())
    assert (made.cells, made.only_old, made.only_new, made.reused) == ([], [], [], 1.0)
    assert [finding.code for finding in made.findings] == ["year.not_consecutive"]


@given(st.dictionaries(st.sampled_from(["2.fees.amount", "3.received.total", "4.review.total"]),
                       st.one_of(st.none(), st.integers(0, 9), st.decimals(0, 9, places=2))))
def test_the_json_is_json_and_turns_around(values: dict) -> None:
    old, new = report(values, year=2022), report()
    there, back = compare(old, new), compare(new, old)
    assert json.loads(json.dumps(there.to_json())) == there.to_json()
    assert [(c.address, c.new, c.old) for c in there.cells] == [(c.address, c.old, c.new) for c in back.cells]
