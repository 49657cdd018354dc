"""How applications come in: once for one form, by every channel of Art. 31, with the reminder until they are received."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from gongkai.web.applications.domain import alike, entering, intake, opening, receipts, reminding, standing, vault
from gongkai.web.applications.domain.intake import Application, Enclosed
from gongkai.web.applications.domain.uploads import Looked
from gongkai.web.applications.enums import FileRole, Kind, Origin, PartyRole, Stage
from gongkai.web.applications.models import Case, CaseFile, Filing
from gongkai.web.common import days
from gongkai.web.common.gate import Refused
from gongkai.web.common.models import Event, Notice
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import RoleHeld, Unit

PERSON = {"name": "王小满", "id_kind": "identity_card", "id_number": "11010519491231002X", "telephone": "13800138000", "email": "xiaoman@example.com"}
WANTED = {"content": "2024年河道治理项目的招标文件", "features": "", "purpose": ""}
APPLICATION = Application("person", PERSON, WANTED, "electronic", "online")
PROOF = Enclosed(Looked(b"card", "身份证.png", "png", "image/png"), FileRole.IDENTITY)


def filed(body, application=APPLICATION, enclosed=(PROOF,), page="p" * 32):
    return intake.file_online(body, application, enclosed, page)


def test_what_is_filed_on_the_portal_is_submitted_and_not_yet_received(county):
    case, code, fresh = filed(county.education)
    assert (fresh, case.stage, case.received_on, case.due_on, case.channel) == (True, Stage.UNCONFIRMED, None, None, "online")
    assert (case.origin, case.created_by, case.supply_form, case.supply_way) == (Origin.PORTAL, None, "electronic", "online")
    assert opening.find(case.receipt, code) == case
    assert [(file.role, file.by_applicant, vault.file_bytes(file)) for file in case.files.all()] == [(FileRole.IDENTITY, True, b"card")]
    notice = Notice.objects.get()
    assert notice.person == county.people["education", "clerk"] and case.receipt in notice.text and "王小满" not in notice.text


def test_a_form_sent_twice_is_one_application_with_one_code(county):
    first, second = filed(county.education), filed(county.education)
    assert first[:2] == second[:2] and second[2] is False
    assert (Case.objects.count(), Filing.objects.count(), CaseFile.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("other", [
    {"page": "q" * 32}, {"application": replace(APPLICATION, wanted={**WANTED, "content": "另一份文件"})}, {"enclosed": ()},
    {"application": replace(APPLICATION, supply_way="post")},
    {"enclosed": (Enclosed(Looked(b"other", "身份证.png", "png", "image/png"), FileRole.IDENTITY),)},
])
def test_another_page_or_another_content_is_another_application(county, other):
    filed(county.education)
    assert filed(county.education, **other)[2] is True
    assert Case.objects.count() == 2


def test_the_mark_of_a_form_tells_nothing(county):
    filed(county.education)
    key = Filing.objects.get().key
    assert len(key) < 100 and "王" not in key and "ppp" not in key


def test_a_government_is_answered_for_by_its_office_and_counts_the_case(county):
    case, _, _ = filed(county.root)
    assert (case.unit, case.body) == (county.office, county.root)


def test_where_nobody_would_see_it_nothing_can_be_filed(county):
    RoleHeld.objects.filter(unit=county.water, role=Role.CLERK).update(until=days.today() - timedelta(days=1))
    assert not intake.takes_online(county.water)
    with pytest.raises(ValidationError, match="清川县水利局目前没有开通网上申请"):
        filed(county.water)
    Unit.objects.filter(pk=county.education.pk).update(abolished_on=days.today())
    assert not intake.takes_online(Unit.objects.get(pk=county.education.pk))


def test_an_agent_has_papers_of_their_own(county):
    letter = Enclosed(Looked(b"letter", "委托书.pdf", "pdf", "application/pdf"), FileRole.IDENTITY, of_agent=True)
    case, _, _ = filed(county.education, replace(APPLICATION, agent={"name": "孙律师", "telephone": "0571-12345678"}), (PROOF, letter))
    agent = case.parties.get(role=PartyRole.AGENT)
    assert vault.party_of(agent)["name"] == "孙律师"
    assert sorted(file.party_id or 0 for file in case.files.all()) == [0, agent.pk]


TODAY = days.today()
DAY = TODAY - timedelta(days=10)


def taken(county, how, who="clerk", **more):
    given = {"submitted_on": DAY, **more}
    return intake.take_in(county.staff("education", who), county.education, county.education, how, APPLICATION, (PROOF,), **given)[0]


@pytest.mark.parametrize("how, more, stage, received", [
    ("in_person", {}, Stage.RECEIVED, DAY),
    ("oral", {"read_back": True}, Stage.RECEIVED, DAY),
    ("post", {"received_on": DAY + timedelta(days=1)}, Stage.RECEIVED, DAY + timedelta(days=1)),
    ("letter", {}, Stage.UNCONFIRMED, None),
    ("letter", {"received_on": DAY, "note": "电话确认"}, Stage.RECEIVED, DAY),
    ("fax", {}, Stage.UNCONFIRMED, None),
    ("email", {"received_on": DAY + timedelta(days=2)}, Stage.RECEIVED, DAY + timedelta(days=2)),
])
def test_the_channel_sets_the_day_of_receipt(county, how, more, stage, received):
    case = taken(county, how, **more)
    assert (case.stage, case.received_on, case.submitted_on, case.origin) == (stage, received, DAY, Origin.STAFF)
    assert vault.application_of(case)["how"] == how
    file = case.files.get()
    assert (file.by_applicant, file.uploaded_by) == (False, county.people["education", "clerk"])


def test_what_a_clerk_wrote_down_is_read_back_first(county):
    with pytest.raises(ValidationError, match="宣读"):
        taken(county, "oral")
    assert Case.objects.count() == 0


@pytest.mark.parametrize("who", ["reviewer", "secrecy", "signer", "supervisor", "manager"])
def test_only_a_clerk_takes_applications_in(county, who):
    with pytest.raises(Refused):
        taken(county, "in_person", who)


def test_receipt_is_confirmed_on_a_day_that_can_be_and_once(county):
    clerk, case = county.staff("education", "clerk"), taken(county, "fax")
    with pytest.raises(ValidationError, match="早于提交日期"):
        intake.confirm(clerk, case, DAY - timedelta(days=1))
    with pytest.raises(ValidationError, match="晚于今天"):
        intake.confirm(clerk, case, days.today() + timedelta(days=1))
    intake.confirm(clerk, case, DAY + timedelta(days=3), method="telephone", note="上午10点与王小满通话")
    assert (case.stage, case.received_on) == (Stage.RECEIVED, DAY + timedelta(days=3))
    event = case.events.get(kind=Kind.RECEIVED)
    assert event.details == {"method": "telephone"} and vault.note_of(event) == {"note": "上午10点与王小满通话"}
    with pytest.raises(ValidationError, match="已经确认收到"):
        intake.confirm(clerk, case, days.today())


def test_what_is_not_confirmed_alarms_every_day_until_it_is(county):
    case = taken(county, "fax")
    Notice.objects.all().delete()
    today = days.today()
    assert [reminding.remind(day) for day in (today, today, today + timedelta(days=1))] == [1, 0, 1]
    texts = list(Notice.objects.order_by("id").values_list("text", flat=True))
    assert "提交已 10 天，尚未双方确认" in texts[0] and "第三十一条第三项" in texts[0] and "提交已 11 天" in texts[1]
    assert not [text for text in texts if "王小满" in text]
    intake.confirm(county.staff("education", "clerk"), case, days.today())
    assert reminding.remind(today + timedelta(days=2)) == 0


def test_where_there_is_no_clerk_the_head_is_reminded(county):
    taken(county, "fax")
    Notice.objects.all().delete()
    RoleHeld.objects.filter(unit=county.education, role=Role.CLERK).update(until=days.today() - timedelta(days=1))
    assert reminding.remind() == 1
    assert Notice.objects.get().person == county.people["education", "head"]


def test_another_code_ends_the_one_before_and_is_logged(county):
    case, code, _ = filed(county.education)
    with pytest.raises(Refused):
        intake.new_code(county.staff("water", "clerk"), case)
    again = intake.new_code(county.staff("education", "clerk"), case)
    assert opening.find(case.receipt, code) is None and opening.find(case.receipt, again) == case
    assert vault.application_of(Case.objects.get(pk=case.pk))["content"] == WANTED["content"]
    event = Event.objects.get(action="case.code_renewed")
    assert again not in f"{event.before}{event.after}{event.note}{event.subject_title}"


def test_what_the_article_asks_for_and_the_paper_lacks_is_named(county):
    case, _ = intake.take_in(county.staff("education", "clerk"), county.education, county.education, "letter",
                             Application("person", {"name": "王小满"}, {"content": "文件"}), submitted_on=DAY)
    assert [line[:9] for line in intake.lacking(case)] == ["申请人的身份证明", "申请人的联系方式", "申请公开的政府信息"]


def test_near_duplicates_are_the_same_applicants_likest_first_and_only_what_the_clerk_may_see(county):
    case, _, _ = filed(county.education)
    near, _, _ = filed(county.education, replace(APPLICATION, wanted={**WANTED, "content": "2024年河道治理项目招标文件"}), page="2" * 32)
    far, _, _ = filed(county.education, replace(APPLICATION, wanted={**WANTED, "content": "学校食堂采购合同"}), page="3" * 32)
    filed(county.water, page="4" * 32)
    filed(county.education, replace(APPLICATION, applicant={"name": "李大成", "telephone": "13900139000"}), page="5" * 32)
    found = alike.near(county.staff("education", "clerk"), case)
    assert [one.case for one in found] == [near, far]
    assert [one.near for one in found] == [True, False]
    assert alike.near(county.staff("town", "clerk"), case) == []


def test_the_receipt_is_mailed_once_and_leaves_no_address_behind(county, mailoutbox, settings):
    case, code, _ = filed(county.education)
    receipts.mail(case.pk)
    receipts.mail(case.pk)
    letter, = mailoutbox
    assert letter.to == ["xiaoman@example.com"] and code in letter.body and case.receipt in letter.body and "王小满" not in letter.body
    for event in Event.objects.all():
        assert "example.com" not in f"{event.before}{event.after}{event.note}{event.subject_title}"


def test_a_mail_server_that_refuses_is_not_quoted(county, monkeypatch):
    import smtplib

    from django.core.mail import EmailMessage

    def refuse(self):
        raise smtplib.SMTPRecipientsRefused({"xiaoman@example.com": (550, b"no")})

    case, _, _ = filed(county.education)
    monkeypatch.setattr(EmailMessage, "send", refuse)
    with pytest.raises(receipts.NotSent) as error:
        receipts.mail(case.pk)
    assert "example.com" not in str(error.value) and error.value.__cause__ is None and error.value.__suppress_context__


def test_without_a_mail_server_nothing_is_written_to_the_disk(county, settings, django_capture_on_commit_callbacks):
    case, _, _ = filed(county.education)
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    with django_capture_on_commit_callbacks() as waiting:
        assert receipts.mail_later(case) is False
    assert waiting == []


def test_after_a_withdrawal_nothing_alarms(county):
    case, _, _ = filed(county.education)
    entering.enter(None, case, Kind.WITHDRAWN, days.today(), words={"reason": "不需要了"}, by_site=True)
    assert standing.of(case).stage is Stage.CONCLUDED
    assert reminding.remind(days.today() + timedelta(days=3)) == 0
