"""One matter, one case; and several cases in one letter."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from gongkai.web.applications.domain import counting, dividing, entering, vault
from gongkai.web.applications.enums import Kind, PartyRole, Stage
from gongkai.web.applications.models import Case
from gongkai.web.common import days
from gongkai.web.common.gate import Refused

DAY = date(2026, 9, 18)
TODAY = date(2026, 11, 30)
REASON = "三项内容互不关联"


def parts_of(county, case, count=3):
    return dividing.split(county.staff("education", "clerk"), case, [f"事由{n}" for n in range(count)], [f"内容{n}" for n in range(count)], REASON)


def test_parts_keep_the_day_of_receipt_and_the_parent_counts_no_more(county, open_case):
    case = open_case(day=DAY, registered=True)
    parts = parts_of(county, case)
    assert [part.due_on for part in parts] == [date(2026, 10, 22)] * 3
    assert [part.number for part in parts] == [f"{case.number}-{n}" for n in (1, 2, 3)]
    assert Case.objects.get(pk=case.pk).stage == Stage.DIVIDED
    assert counting.table_3([county.education.pk], 2026)["received"]["total"] == 3
    assert vault.application_of(Case.objects.get(pk=parts[1].pk))["content"] == "内容1"


def test_a_part_goes_on_where_the_parents_clock_stood(county, open_case):
    clerk = county.staff("education", "clerk")
    case = open_case(day=DAY, registered=True)
    entering.enter(clerk, case, Kind.CORRECTION_ASKED, date(2026, 9, 22), details={"until": date(2026, 10, 15)})
    with pytest.raises(ValidationError, match="正在等待补正"):
        parts_of(county, case)
    entering.enter(clerk, case, Kind.CORRECTION_RECEIVED, date(2026, 10, 9))
    assert {part.due_on for part in parts_of(county, case)} == {date(2026, 11, 5)}


def test_a_division_is_taken_back_while_no_part_has_gone_on(county, open_case, client):
    clerk, head, body = county.staff("education", "clerk"), county.staff("education", "head"), [county.education.pk]
    case = open_case(day=DAY, registered=True)
    asked = vault.add_party(case, PartyRole.THIRD_PARTY, {"name": "清川水利公司"})
    entering.enter(clerk, case, Kind.THIRD_PARTY_ASKED, date(2026, 9, 21), party=asked, details={"way": "post"})
    entering.enter(clerk, case, Kind.THIRD_PARTY_ANSWERED, date(2026, 9, 28), party=asked, words={"opinion": "不同意公开"})
    due, parts = case.due_on, parts_of(county, case)
    division = case.events.get(kind=Kind.SPLIT)
    with pytest.raises(Refused):
        entering.reverse(clerk, division, "拆分有误")
    note = entering.enter(clerk, parts[1], Kind.NOTED, days.today(), words={"reason": "已电话联系"})
    with pytest.raises(ValidationError, match=f"拆分出的{parts[1]}已有后续办理的记录"):
        entering.reverse(head, division, "拆分有误")
    assert counting.table_3(body, 2026)["received"]["total"] == 3 and not Case.objects.filter(stage=Stage.REJOINED).exists()
    entering.reverse(head, note, "录错了")
    client.force_login(head, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert f"/workbench/cases/{case.pk}/events/{division.pk}/reverse/" in client.get(f"/workbench/cases/{case.pk}/").content.decode()
    entering.reverse(head, division, "拆分有误")
    case = Case.objects.get(pk=case.pk)
    assert (case.stage, case.due_on, counting.table_3(body, 2026)["received"]["total"]) == (Stage.WORKING, due, 1)
    assert {part.stage for part in case.parts.all()} == {Stage.REJOINED}
    page = client.get(f"/workbench/cases/{parts[0].pk}/").content.decode()
    assert "已并回" in page and "由原申请办理" in page and "答复期限" not in page, "the day of a case that nobody works on is no news"
    with pytest.raises(ValidationError, match="“并回原申请”不能冲销"):
        entering.reverse(head, parts[0].events.get(kind=Kind.REJOINED), "录错了")
    again = parts_of(county, case, 2)
    assert [part.number for part in again] == [f"{case.number}-4", f"{case.number}-5"] and {part.due_on for part in again} == {due}
    assert counting.table_3(body, 2026)["received"]["total"] == 2
    with pytest.raises(ValidationError, match="已经冲销"):
        entering.reverse(head, division, "拆分有误")


def test_a_division_of_a_year_that_is_over_stands(county, open_case, monkeypatch):
    case = open_case(day=DAY, registered=True)
    parts_of(county, case)
    monkeypatch.setattr(days, "today", lambda: date(2027, 1, 5))
    with pytest.raises(ValidationError, match="已计入该年的统计，不能撤销拆分"):
        entering.reverse(county.staff("education", "head"), case.events.get(kind=Kind.SPLIT), "拆分有误")


def test_a_division_in_a_later_year_leaves_last_years_figure_as_it_was(county, open_case):
    case = open_case(day=date(2025, 12, 26), registered=True)
    body = [county.education.pk]
    before = counting.table_3(body, 2025)["carried_out"]["total"]
    parts_of(county, case)
    assert before == counting.table_3(body, 2025)["carried_out"]["total"] == counting.table_3(body, 2026)["carried_in"]["total"] == 1
    assert counting.table_3(body, 2026)["received"]["total"] == 2


def test_only_cases_of_one_applicant_are_merged(county, open_case):
    clerk = county.staff("education", "clerk")
    one, two = open_case(day=DAY, registered=True), open_case(day=DAY, registered=True)
    stranger = open_case(day=DAY, registered=True, applicant={"name": "李大成", "telephone": "13900139000"})
    with pytest.raises(ValidationError, match="不是同一申请人"):
        dividing.merge(clerk, [stranger], one, "一并答复")
    dividing.merge(clerk, [two], one, "一并答复")
    assert Case.objects.get(pk=two.pk).merged_into == one
    assert counting.table_3([county.education.pk], 2026)["received"]["total"] == 3
    assert days.today() >= DAY


def test_time_in_which_others_were_asked_does_not_count_for_the_parts_either(county, open_case):
    clerk, case = county.staff("education", "clerk"), open_case(day=DAY, registered=True)
    party = vault.add_party(case, PartyRole.THIRD_PARTY, {"name": "安行公司"})
    entering.enter(clerk, case, Kind.THIRD_PARTY_ASKED, date(2026, 9, 22), details={"way": "post"}, party=party)
    entering.enter(clerk, case, Kind.THIRD_PARTY_RECEIVED, date(2026, 9, 24), party=party)
    entering.enter(clerk, case, Kind.THIRD_PARTY_ANSWERED, date(2026, 10, 14), words={"opinion": "不同意公开"}, party=party)
    parts = parts_of(county, case)
    assert {part.due_on for part in parts} == {case.due_on} == {date(2026, 11, 6)}
    [asked] = parts[1].parties.filter(role=PartyRole.THIRD_PARTY)
    assert vault.party_of(asked)["name"] == "安行公司" and asked.events.count() == 3


def test_what_was_counted_or_is_merged_is_not_divided(county, open_case):
    clerk, body = county.staff("education", "clerk"), [county.education.pk]
    case = open_case(day=date(2025, 11, 3), registered=True)
    entering.enter(clerk, case, Kind.POSTED, date(2025, 11, 20), details={"way": "post", "answer": "provided"})
    entering.enter(clerk, case, Kind.REANSWER_ORDERED, date(2026, 3, 2), words={"reason": "判决"})
    before = counting.table_3(body, 2025)
    with pytest.raises(ValidationError, match="已于2025-11-20答复并计入统计"):
        parts_of(county, case)
    assert counting.table_3(body, 2025) == before and not case.parts.exists()
    one, two = open_case(day=DAY, registered=True), open_case(day=DAY, registered=True)
    dividing.merge(clerk, [two], one, "一并答复")
    for merged in (one, Case.objects.get(pk=two.pk)):
        with pytest.raises(ValidationError, match="合并办理"):
            parts_of(county, merged)
    entering.enter(clerk, one, Kind.WITHDRAWN, days.today(), words={"reason": "不再需要"})
    with pytest.raises(ValidationError, match="不再答复，不能并入"):
        dividing.merge(clerk, [open_case(day=DAY, registered=True)], one, "一并答复")


def test_a_part_is_not_answered_before_the_day_from_which_it_counts(county, open_case):
    clerk, case = county.staff("education", "clerk"), open_case(day=date(2025, 12, 26), registered=True)
    first, second = parts_of(county, case, 2)
    for part in (first, second):
        if part == second:
            with pytest.raises(ValidationError, match="拆分后单独计数"):
                entering.enter(clerk, part, Kind.POSTED, date(2025, 12, 30), details={"way": "post", "answer": "provided"})
        else:
            entering.enter(clerk, part, Kind.POSTED, date(2025, 12, 30), details={"way": "post", "answer": "provided"})
    for year in (2025, days.today().year):
        table = counting.table_3([county.education.pk], year)
        at = {row: table.get(row, {}).get("total", 0) for row in counting.CASE_ROWS}
        assert at["received"] + at["carried_in"] == at["processed"] + at["carried_out"]
