"""信息处理费: the applicant's month, the sum in the notice, one method a case, and what the event says of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from gongkai.web.applications.domain import (
    dividing,
    entering,
    fees,
    letters_approving,
    letters_drafting,
    letters_numbers,
    letters_sending,
)
from gongkai.web.applications.enums import Kind
from gongkai.web.applications.models import Letter
from gongkai.web.common import days
from gongkai.web.common.reviewing import Verdict

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OTHER = {"name": "李四", "telephone": "13900139000"}


@pytest.fixture
def month():
    """A day of this year whose month is over, so that days around it stay in one month."""
    return (days.today().replace(day=1) - timedelta(days=1)).replace(day=10)


@pytest.fixture
def clerk(county):
    return county.staff("education", "clerk")


def notice(clerk, case):
    letter = letters_drafting.start(clerk, case, "fee_notice")
    letters_drafting.save(clerk, letter, letter.version, {"fee_way": "凭缴款码缴入县级国库", "fee_due": (days.today() + timedelta(days=30)).isoformat()})
    return Letter.objects.get(pk=letter.pk)


def test_items_of_earlier_cases_of_the_same_applicant_come_first(open_case, month, clerk):
    first, second = open_case(day=month, registered=True), open_case(day=month + timedelta(days=2), registered=True)
    open_case(day=month, applicant=OTHER)
    open_case(day=month - timedelta(days=40))
    assert [(other.case, other.items, other.earlier) for other in fees.others(second)] == [(first, 1, True)]
    assert [(other.case, other.earlier) for other in fees.others(first)] == [(second, False)]
    made = fees.charge(second, "items", 12)
    assert (made.prior, made.fee.amount) == (1, 300)  # places 2 to 13: the 11th to the 13th cost 100 each
    assert sum(item.amount for item in made.month.items if item.key == second.pk) == 300
    assert fees.charge(second, "items", 12, {first.pk: 30}).fee.amount == 10 * 200 + 2 * 300
    assert fees.charge(first, "items", 12, {second.pk: 99}).fee.amount == 200  # what comes later moves nothing


def test_pages_are_of_one_case_and_are_no_items_for_the_others(open_case, month, clerk):
    first, second = open_case(day=month, registered=True), open_case(day=month, registered=True)
    assert fees.charge(first, "pages", 150).fee.amount == 1700
    entering.enter(clerk, first, Kind.FEE_NOTIFIED, month + timedelta(days=3), details={"amount": "1700", "method": "pages", "pages": 150})
    assert [(other.items, "按量" in other.why) for other in fees.others(second)] == [(0, True)]


def test_a_case_is_charged_by_one_method(open_case, month, clerk):
    case = open_case(day=month, registered=True)
    with pytest.raises(ValidationError, match="第三条"):
        entering.enter(clerk, case, Kind.FEE_NOTIFIED, month, details={"amount": "1", "items": 11, "pages": 31})
    entering.enter(clerk, case, Kind.FEE_NOTIFIED, month, details={"amount": "100", "method": "items", "items": 11})
    with pytest.raises(ValidationError, match="已按件计收"):
        fees.charge(case, "pages", 50)
    assert [other.items for other in fees.others(open_case(day=month, registered=True))] == [11]


def test_parts_of_a_divided_case_count_and_the_whole_does_not(open_case, month, clerk):
    whole, later = open_case(day=month, registered=True), open_case(day=month + timedelta(days=1), registered=True)
    parts = dividing.split(clerk, whole, ["甲项", "乙项"], ["甲项", "乙项"], "一事一申请")
    assert {other.case.pk for other in fees.others(later)} == {part.pk for part in parts}


def test_the_notice_takes_sum_steps_and_basis_and_is_not_whole_without(open_case, month, clerk, county):
    open_case(day=month)
    case = open_case(day=month, registered=True)
    letter = notice(clerk, case)
    assert [lack.key for lack in letters_drafting.lacking(letter)] == ["fee"]
    fees.put(clerk, letter, letter.version, "items", 11)
    letter = Letter.objects.get(pk=letter.pk)
    values = letters_drafting.values_of(letter)
    assert values["fee_amount"] == "200" and values["fee_basis"] == "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）第四条"
    assert values["fee_steps"] == "本月在先的申请共1件；\n第2至10件，共9件，不收费；\n第11至12件，共2件，每件100元，计200元。"
    assert values["fee_standard"] == "按件计收，第1至10件不收费，第11至30件每件100元（同一申请人一个自然月内累计，超额累进）"
    assert letters_drafting.lacking(letter) == []
    open_case(day=month - timedelta(days=1))
    assert "在先的申请有变化" in letters_drafting.lacking(letter)[0].sentence
    fees.put(clerk, letter, letter.version, "items", 11)
    letter = Letter.objects.get(pk=letter.pk)
    version = letters_approving.send_for_review(clerk, letter, letters_approving.fill(letter))
    letters_approving.take_step(county.staff("education", "reviewer"), version, 1, Verdict.PASSED)
    letters_approving.take_step(county.staff("education", "signer"), version, 2, Verdict.PASSED)
    letter = Letter.objects.get(pk=letter.pk)
    letters_sending.keep_final(clerk, letter, letter.version, letters_sending.finish(letter, letters_numbers.proposed(letter, days.today().year), days.today()))
    letter = Letter.objects.get(pk=letter.pk)
    letters_sending.send(clerk, letter, letter.version, way="in_person", day=days.today(), receiver="本人", unstamped=True)
    told = case.events.get(kind=Kind.FEE_NOTIFIED)
    assert told.details == {"amount": "300", "method": "items", "items": 11} and fees.told_in(told) == "按件计收，11件"


def test_what_costs_nothing_needs_no_notice_and_no_other_letter_has_a_fee(open_case, month, clerk):
    case = open_case(day=month, registered=True)
    letter = notice(clerk, case)
    fees.put(clerk, letter, letter.version, "pages", 30)
    assert "不收费" in letters_drafting.lacking(Letter.objects.get(pk=letter.pk))[0].sentence
    other = letters_drafting.start(clerk, case, "extension_notice")
    with pytest.raises(ValidationError, match="收费通知书"):
        fees.put(clerk, other, other.version, "pages", 31)


def test_the_page_shows_the_month_tries_a_sum_and_writes_it(client, open_case, month, clerk):
    client.force_login(clerk, backend=BACKEND)
    before, case = open_case(day=month), open_case(day=month, registered=True)
    letter = notice(clerk, case)
    address = reverse("applications:letter_fee", args=[letter.pk])
    shown = client.get(address).content.decode()
    assert str(before) in shown and "在先" in shown and "一份申请按一件计" in shown and "王小满" not in shown
    data = {"method": "items", "items": "12", f"other-{before.pk}": "20", "version": letter.version}
    tried = client.post(address, {**data, "look": "1"}).content.decode()
    assert "应缴 1400 元" in tried and not Letter.objects.get(pk=letter.pk).answer
    assert client.post(address, {**data, "pages": "40"}).status_code == 422
    assert client.post(address, {**data, "items": ""}).status_code == 422
    assert client.post(address, data).status_code == 302
    assert client.post(address, data).status_code == 422  # the second of two
    edit = client.get(reverse("applications:letter_edit", args=[letter.pk])).content.decode()
    assert "1400 元" in edit and 'name="fee_amount"' not in edit
    step = client.get(reverse("applications:step", args=[case.pk, "fee_notified"])).content.decode()
    assert "计收方式" in step


BARE = {"name": "赵小草", "telephone": "13700137000"}


def test_who_is_alike_in_telephone_alone_is_counted_only_when_a_clerk_says_that_it_is_the_same(open_case, month, clerk):
    known = open_case(day=month)
    phone = open_case(day=month, applicant={"name": "周大河", "id_kind": "resident", "id_number": "110105195001010027", "telephone": "13800138000"})
    case = open_case(day=month + timedelta(days=1), registered=True)
    told = {other.case: (other.sure, other.ground) for other in fees.others(case)}
    assert told[known] == (True, "证件号码、电话、电子邮箱、姓名（名称）相同") and told[phone] == (False, "电话相同，证件号码、姓名（名称）不同")
    with pytest.raises(ValidationError, match=f"{phone}与本申请的申请人没有相同的证件号码"):
        fees.charge(case, "items", 12)
    assert fees.charge(case, "pages", 40).fee.amount == 100  # by pages nobody else counts
    assert fees.charge(case, "items", 12, same={phone.pk: True}).prior == 2
    assert fees.charge(case, "items", 12, {phone.pk: 30}, {phone.pk: False}).prior == 1


def test_who_gave_no_number_is_found_by_what_they_gave_and_what_comes_later_waits_for_nobody(open_case, month, clerk):
    case, later = open_case(day=month, applicant=BARE, registered=True), open_case(day=month + timedelta(days=1), applicant=BARE)
    assert [(other.case, other.sure, other.ground) for other in fees.others(case)] == [(later, False, "电话、姓名（名称）相同")]
    made = fees.charge(case, "items", 12)
    assert made.prior == 0 and len(made.month.items) == 12
    assert len(fees.charge(case, "items", 12, same={later.pk: True}).month.items) == 13


def test_the_page_asks_and_keeps_what_was_said(client, open_case, month, clerk):
    client.force_login(clerk, backend=BACKEND)
    before, case = open_case(day=month, applicant=BARE), open_case(day=month, applicant=BARE, registered=True)
    letter = notice(clerk, case)
    address = reverse("applications:letter_fee", args=[letter.pk])
    shown = client.get(address).content.decode()
    assert "电话、姓名（名称）相同" in shown and "是同一申请人" in shown and "赵小草" not in shown
    data = {"method": "items", "items": "12", f"other-{before.pk}": "3", "version": letter.version}
    asked = client.post(address, {**data, "look": "1"})
    assert asked.status_code == 422 and "确认是否同一人后再计算" in asked.content.decode()
    assert "应缴 200 元" in client.post(address, {**data, f"same-{before.pk}": "0", "look": "1"}).content.decode()
    assert client.post(address, {**data, f"same-{before.pk}": "1"}).status_code == 302
    letter = Letter.objects.get(pk=letter.pk)
    assert letter.answer["fee"]["same"] == {str(before.pk): True} and letter.answer["fee"]["counted"] == {str(before.pk): 3}
    again = client.get(address).content.decode()
    assert '<option value="1" selected>' in again and "应缴 500 元" in again
    assert client.post(address, {**data, "version": letter.version, f"same-{before.pk}": "0"}).status_code == 302
    assert Letter.objects.get(pk=letter.pk).answer["fee"]["counted"] == {str(before.pk): 0}
