"""Service by e-mail: the kept bytes go out, only what the server took is served, and nobody gets mail who did not ask for it."""

from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.urls import reverse

from gongkai.web.applications.domain import (
    entering,
    letters_approving,
    letters_drafting,
    letters_mailing,
    letters_numbers,
    letters_sending,
    vault,
)
from gongkai.web.applications.enums import FileRole, Kind, LetterStage, MailingState, Phase
from gongkai.web.applications.models import Case, Letter, Mailing
from gongkai.web.common import days
from gongkai.web.common.gate import Refused
from gongkai.web.common.models import Event
from gongkai.web.common.reviewing import Verdict

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def staff(county):
    return lambda role: county.staff("education", role)


@pytest.fixture
def letter(open_case, staff, settings):
    """A signed answer with its number, for an applicant who chose e-mail."""
    settings.DEFAULT_FROM_EMAIL = "gongkai@example.gov.cn"
    case = open_case(registered=True, supply_form="electronic", supply_way="email", day=days.today() - timedelta(days=5))
    entering.enter(staff("clerk"), case, Kind.SEARCHED, days.today() - timedelta(days=2), details={"period": "2020年至2024年"},
                   words={"places": "档案室", "words": "河道", "found": "没有找到"})
    made = letters_drafting.start(staff("clerk"), case, "", answer="not_existing")
    version = letters_approving.send_for_review(staff("clerk"), made, letters_approving.fill(made))
    letters_approving.take_step(staff("reviewer"), version, 1, Verdict.PASSED)
    letters_approving.take_step(staff("signer"), version, 2, Verdict.PASSED)
    made = Letter.objects.get(pk=made.pk)
    letters_sending.keep_final(staff("clerk"), made, made.version, letters_sending.finish(made, letters_numbers.proposed(made, days.today().year), days.today()))
    return Letter.objects.get(pk=made.pk)


def fresh(letter):
    return Letter.objects.select_related("case").get(pk=letter.pk)


def send(staff, letter, **more):
    letter = fresh(letter)
    return letters_mailing.send(staff("clerk"), letter, letter.version, **{"unstamped": True, "accepted": True, **more})


def test_the_kept_bytes_go_out_under_an_id_that_is_kept_and_the_case_ends(letter, staff):
    made = send(staff, letter)
    [sent] = mail.outbox
    letter = fresh(letter)
    stamped = letter.stamped
    assert sent.to == ["xiaoman@example.com"] and sent.extra_headers["Message-ID"] == made.message_id and made.message_id.endswith("@example.gov.cn>")
    assert [bytes(content) if isinstance(content, (bytes, bytearray)) else content for _, content, _ in sent.attachments] == [vault.file_bytes(stamped)]
    assert made.files == [{"file": str(stamped.pk), "sha256": stamped.sha256}] and (made.state, made.problem) == (MailingState.SENT, "")
    assert "王小满" not in sent.subject + sent.body
    case = Case.objects.get(pk=letter.case_id)
    event = case.events.get(kind=Kind.SERVED)
    assert (letter.stage, case.phase, event.details["way"]) == (LetterStage.SERVED, Phase.CONCLUDED, "email")
    assert made.message_id in vault.note_of(event)["note"]
    assert "xiaoman@example.com" not in str(list(Event.objects.values())) and Event.objects.filter(action="letter.mailed").count() == 1


def test_what_the_server_does_not_take_is_not_served_and_can_be_sent_again(letter, staff, monkeypatch):
    real = EmailMessage.send

    def refused(self, fail_silently=False):
        raise smtplib.SMTPRecipientsRefused({"xiaoman@example.com": (550, b"no such user")})

    monkeypatch.setattr(EmailMessage, "send", refused)
    with pytest.raises(ValidationError, match="没有送达") as told:
        send(staff, letter)
    assert "xiaoman" not in str(told.value)
    row = Mailing.objects.get()
    assert (row.state, fresh(letter).stage) == (MailingState.FAILED, LetterStage.SIGNED) and "SMTPRecipientsRefused" in row.problem
    assert Case.objects.get(pk=letter.case_id).phase == Phase.WORKING and not fresh(letter).case.events.filter(kind=Kind.SERVED).exists()
    letter = fresh(letter)
    assert letter.stamped is None and not letter.case.files.filter(role=FileRole.STAMPED).exists()  # another way, it is stamped first
    with pytest.raises(ValidationError, match="盖章件"):
        letters_sending.send(staff("clerk"), letter, letter.version, way="in_person", day=days.today())
    monkeypatch.setattr(EmailMessage, "send", real)
    assert send(staff, letter).state == MailingState.SENT and Mailing.objects.count() == 2


@pytest.mark.parametrize("change", ["way", "address", "server", "kind"])
def test_nobody_gets_mail_who_did_not_ask_for_it(letter, staff, settings, change, monkeypatch):
    case = Case.objects.get(pk=letter.case_id)
    if change == "way":
        Case.objects.filter(pk=case.pk).update(supply_way="post")
    elif change == "address":
        party = case.parties.get(role="applicant", number=1)
        vault.change_party(party, party.version, {**vault.party_of(party), "email": ""})
    elif change == "server":
        settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    else:
        Letter.objects.filter(pk=letter.pk).update(kind="third_party_inquiry")
    assert letters_mailing.against(fresh(letter))
    with pytest.raises(ValidationError):
        send(staff, letter)
    assert mail.outbox == [] and not Mailing.objects.exists()


def test_what_could_not_be_entered_is_not_sent(letter, staff):
    with pytest.raises(ValidationError):  # neither stamped nor said to bear an electronic seal
        send(staff, letter, unstamped=False)
    with pytest.raises(ValidationError):  # the doubt of the way was not read
        send(staff, letter, accepted=False)
    with pytest.raises(Refused):
        letters_mailing.send(staff("reviewer"), fresh(letter), fresh(letter).version, unstamped=True, accepted=True)
    assert mail.outbox == [] and not Mailing.objects.exists() and fresh(letter).stage == LetterStage.SIGNED


def test_a_mail_that_went_out_and_could_not_be_entered_says_so(letter, staff, monkeypatch):
    real, calls = letters_sending.send, []

    def second_fails(*args, **more):
        calls.append(1)
        if len(calls) > 1:
            raise ValidationError("别人先办了")
        return real(*args, **more)

    monkeypatch.setattr(letters_sending, "send", second_fails)
    with pytest.raises(ValidationError, match="别人先办了"):
        send(staff, letter)
    row = Mailing.objects.get()
    assert len(mail.outbox) == 1 and row.state == MailingState.SENT and "请补登记" in row.problem


def test_the_form_offers_it_only_where_it_may_and_the_page_shows_what_became_of_it(client, letter, staff):
    client.force_login(staff("clerk"), backend=BACKEND)
    address = reverse("applications:letter_send", args=[letter.pk])
    page = client.get(address)
    assert page.context["form"].fields["by_site"].initial is True and "由本系统把文书和附件发送" in page.content.decode()
    data = {"way": "email", "day": days.today().isoformat(), "unstamped": "on", "by_site": "on"}
    assert client.post(address, {**data, "way": "post"}).status_code == 422
    warned = client.post(address, data)
    assert warned.status_code == 422 and mail.outbox == []
    assert client.post(address, {**data, "accepted": "on"}).status_code == 302
    page = client.get(reverse("applications:letter", args=[letter.pk])).content.decode()
    assert "邮件编号" in page and "已送达" in page and len(mail.outbox) == 1 and "xiaoman@example.com" not in page
    Case.objects.filter(pk=letter.case_id).update(supply_way="post")
    assert "by_site" not in client.get(address, follow=True).content.decode()


def test_the_receipt_is_a_word_file_and_a_pdf_before_and_after_the_day_of_receipt(client, open_case, staff):
    client.force_login(staff("clerk"), backend=BACKEND)
    for channel, told in (("in_person", "本机关已于"), ("online", "向本机关提交政府信息公开申请")):
        case = open_case(channel=channel, day=days.today())
        answer = client.get(reverse("applications:intake_receipt_file", args=[case.pk, "docx"]))
        from io import BytesIO

        from docx import Document

        text = "\n".join(line.text for line in Document(BytesIO(b"".join(answer.streaming_content))).paragraphs)
        assert told in text and case.receipt in text and "王小满" in text and "查询码" not in text
    pdf = client.get(reverse("applications:intake_receipt_file", args=[case.pk, "pdf"]))
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")
    assert client.get(reverse("applications:intake_receipt_file", args=[case.pk, "txt"])).status_code == 404
    client.logout()
    assert client.get(reverse("apply:receipt_file")).status_code == 302
    client.post(reverse("apply:query"), {"number": case.receipt, "code": case.code})
    assert b"".join(client.get(reverse("apply:receipt_file")).streaming_content).startswith(b"%PDF")
