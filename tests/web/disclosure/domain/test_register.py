"""The register, and the counts of table 2 that come of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from gongkai.web.common.gate import Refused
from gongkai.web.disclosure import register_tables
from gongkai.web.disclosure.domain import counting, register
from gongkai.web.disclosure.enums import NormativeAct
from gongkai.web.disclosure.models import NormativeDocument, NormativeEvent

D = date


@pytest.fixture
def clerk(county):
    return county.staff("education", "clerk")


def entered(clerk, county, number="清教〔2024〕1号", issued_on=None, **more):
    facts = {"kind": "normative_documents", "title": f"关于印发办法的通知（{number}）", **more}
    return register.register_document(clerk, county.education, document_number=number, issued_on=issued_on or D(2024, 3, 1), **facts)


def numbers(year, **more):
    return counting.count(NormativeDocument.objects.all(), year, **more)["normative_documents"].numbers


def test_a_document_counts_in_its_year_and_stays_in_force(county, clerk):
    entered(clerk, county)
    assert numbers(2023) == {"issued": 0, "repealed": 0, "in_force": 0}
    assert numbers(2024) == {"issued": 1, "repealed": 0, "in_force": 1}
    assert numbers(2025) == {"issued": 0, "repealed": 0, "in_force": 1}


def test_repealed_run_out_and_superseded_all_count_as_repealed(county, clerk):
    first, _, third = (entered(clerk, county, f"清教〔2023〕{n}号", D(2023, 1, n), valid_until=D(2024, 6, 30) if n == 2 else None)
                       for n in (1, 2, 3))
    register.record_act(clerk, first, NormativeAct.REPEALED, on=D(2024, 2, 1))
    entered(clerk, county, "清教〔2024〕9号", D(2024, 9, 1), supersedes=third)
    assert numbers(2023) == {"issued": 3, "repealed": 0, "in_force": 3}
    assert numbers(2024) == {"issued": 1, "repealed": 3, "in_force": 1}
    assert numbers(2024, until=D(2024, 6, 30)) == {"issued": 0, "repealed": 1, "in_force": 2}


def test_each_number_opens_to_its_documents_and_the_balance_holds(county, clerk):
    row = entered(clerk, county)
    register.record_act(clerk, row, NormativeAct.AMENDED, on=D(2024, 8, 1))
    counted = counting.count(NormativeDocument.objects.all(), 2024)["normative_documents"]
    assert (list(counted.issued), list(counted.in_force), list(counted.beside)) == ([row], [row], [row])
    assert counted.adds_up


def test_a_wrong_entry_is_reversed_by_another_and_counts_for_nothing(county, clerk):
    row = entered(clerk, county)
    event = register.record_act(clerk, row, NormativeAct.REPEALED, on=D(2024, 5, 1))
    register.reverse_event(clerk, event, "文号看错")
    assert numbers(2024) == {"issued": 1, "repealed": 0, "in_force": 1}
    assert row.events.count() == 3
    with pytest.raises(ValidationError, match="已经撤销"):
        register.reverse_event(clerk, event, "再撤一次")


@pytest.mark.parametrize(("act", "more", "told"), [
    ("repealed", {"on": D(2024, 2, 1)}, "不能早于制发日期"),
    ("extended", {"on": D(2024, 5, 1)}, "请填写新的有效期"),
    ("extended", {"on": D(2024, 5, 1), "valid_until": D(2025, 1, 1)}, "应当晚于原有效期"),
    ("superseded", {"on": D(2024, 5, 1)}, "请选择替代它的文件"),
    ("issued", {"on": D(2024, 5, 1)}, "制发只登记一次"),
    ("repealed", {"on": D(2026, 3, 2)}, "自2026-03-01起已失效"),
    ("repealed", {"on": D(2024, 5, 1), "valid_until": D(2030, 1, 1)}, "只有修订和延长有效期"),
])
def test_what_cannot_have_happened_is_refused_with_its_reason(county, clerk, act, more, told):
    row = entered(clerk, county, valid_until=D(2026, 2, 28))
    with pytest.raises(ValidationError, match=told):
        register.record_act(clerk, row, act, **more)


@pytest.mark.parametrize(("facts", "told"), [
    ({"issued_on": D(2099, 1, 1)}, "不能晚于今天"),
    ({"effective_on": D(2024, 2, 1)}, "施行日期不能早于制发日期"),
    ({"valid_until": D(2024, 2, 1)}, "有效期截止日期不能早于施行日期"),
])
def test_days_out_of_order_are_refused(county, clerk, facts, told):
    with pytest.raises(ValidationError, match=told):
        entered(clerk, county, **facts)


def test_a_number_is_given_once_in_a_unit(county, clerk):
    entered(clerk, county)
    with pytest.raises(ValidationError, match="已经登记过文号为“清教〔2024〕1号”的文件"):
        entered(clerk, county)


def test_a_clean_up_tells_each_document_and_one_that_fails_holds_up_no_other(county, clerk):
    kept, gone, ended = (entered(clerk, county, f"清教〔2020〕{n}号", D(2020, 1, n)) for n in (1, 2, 3))
    register.record_act(clerk, ended, NormativeAct.REPEALED, on=D(2021, 1, 1))
    done = register.clean_up(clerk, county.education, [
        register.Decision(kept, "kept"), register.Decision(gone, "repealed"), register.Decision(ended, "repealed"),
    ], on=D(2026, 1, 1), basis="清教〔2026〕1号")
    assert [row.done for row in done] == [True, True, False]
    assert "自2021-01-01起已废止" in done[2].sentence
    assert numbers(2026) == {"issued": 0, "repealed": 1, "in_force": 1}


def test_what_a_clean_up_leaves_in_force_is_on_record_and_can_be_reversed(county, clerk):
    kept, changing = (entered(clerk, county, f"清教〔2020〕{n}号", D(2020, 1, n)) for n in (1, 2))
    register.clean_up(clerk, county.education, [register.Decision(kept, "kept"), register.Decision(changing, "to_amend")],
                      on=D(2026, 1, 1), basis="清教〔2026〕1号")
    assert [(row.act, row.on, row.note) for row in NormativeEvent.objects.filter(in_clean_up=True).order_by("id")] == [
        ("kept", D(2026, 1, 1), "清教〔2026〕1号"), ("to_amend", D(2026, 1, 1), "清教〔2026〕1号")]
    assert register_tables.cleaned(changing).act == "to_amend"
    register.reverse_event(clerk, changing.events.get(in_clean_up=True), "选错了文件")
    assert register_tables.cleaned(changing) is None
    assert numbers(2026) == {"issued": 0, "repealed": 0, "in_force": 2}


def test_nobody_registers_for_another_unit(county):
    with pytest.raises(Refused):
        entered(county.staff("water", "clerk"), county)
    with pytest.raises(Refused):
        entered(county.staff("root", "supervisor"), county)
