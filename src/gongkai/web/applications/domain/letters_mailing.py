"""Service by e-mail: the letter's kept bytes go out from the site itself, and only what the mail server took counts as served.

It is for an applicant who chose to get the information by e-mail, and where service by e-mail is a way of that day
(law/parameters/service_other, with its doubt). The order keeps the two worlds together: what is to be entered is tried first and rolled
back; then it is noted that the mail is on its way, then it is sent with no transaction open, then the case learns of it. A mail that was
refused leaves the letter as it was, without a 盖章件 that nobody stamped. Broken off in between, the note stays 正在发送, and the page says that its end is not known.
"""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from datetime import date
from email.utils import make_msgid, parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction

from gongkai.engine import service
from gongkai.web.applications.domain import applicants, letters_sending, receipts, vault
from gongkai.web.applications.domain.letters_drafting import kind_of
from gongkai.web.applications.enums import MailingState
from gongkai.web.applications.models import CaseFile, Letter, Mailing
from gongkai.web.common import days, eventlog
from gongkai.web.common.gate import require
from gongkai.web.organs.models import Person

WAY = "email"
BIGGEST = 20 * 1024 * 1024
"""Bytes of all attachments together: what mail servers commonly take."""


def against(letter: Letter) -> str:
    """Why a letter can't be sent by e-mail from here; empty where it can. Raises sealing.Unreadable."""
    if kind_of(letter).to != "applicant":
        return "只有发给申请人的文书可以由本系统发送电子邮件。"
    if WAY not in service.ways(days.today()):
        return "现行规定没有电子邮件送达方式。"
    if letter.case.supply_way != WAY:
        return "申请人没有选择通过电子邮件获取信息，不能由本系统发送。"
    if not address_of(letter):
        return "申请人没有填写电子邮箱。"
    if not receipts.can_be_mailed():
        return "本站没有设置邮件服务器（GONGKAI_SMTP_HOST），不能发送电子邮件。"
    return ""


def address_of(letter: Letter) -> str:
    """The applicant's address of mail. Raises sealing.Unreadable."""
    party = letter.party or letter.case.parties.filter(role="applicant", number=1).first()
    return vault.party_of(party)["email"].strip() if party else ""


def send(actor: Person, letter: Letter, version: int, *, note: str = "", unstamped: bool = False, accepted: bool = False) -> Mailing:
    """Send a signed letter by e-mail, and enter its service.

    Args:
        version: of the letter, as the actor saw it.
        unstamped: it bears an electronic seal or none: the final PDF is what is sent.
        accepted: the warnings of the way were read.

    Returns:
        The mailing; its state is SENT.

    Raises:
        Refused, Conflict; ValidationError: `against`, or as `letters_sending.send` raises, before anything was sent; or the mail server
            did not take it, and the letter is not served.
        sealing.Unreadable: the case's personal data was erased.
    """
    require(actor, "send", letter.case)
    if sentence := against(letter):
        raise ValidationError({"way": sentence})
    today = days.today()
    _try(actor, letter, version, today, unstamped, accepted)
    letter.refresh_from_db()
    files = [*([] if letter.stamped_id else [_final(letter)]), *applicants.files_of(letter)]
    if sum(file.size for file in files) > BIGGEST:
        raise ValidationError({"way": f"文书和附件合计超过{BIGGEST // 1024 // 1024}MB，邮件服务器一般不接受，请改用其他方式。"})
    address, message_id = address_of(letter), make_msgid(domain=parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost")
    made = Mailing.objects.create(letter=letter, message_id=message_id, sealed=vault.seal(letter.case, {"email": address}, "mailing"), by=actor,
                                  files=_named(files))
    if problem := _deliver(letter, address, message_id, files):
        Mailing.objects.filter(pk=made.pk).update(state=MailingState.FAILED, problem=problem)
        eventlog.record("letter.mail_failed", letter, actor=actor, unit=letter.case.unit, after={"message_id": message_id}, title=str(letter.case))
        raise ValidationError({"way": f"电子邮件没有发出，该文书没有送达：{problem}。请核对后重试，或者改用其他方式。"})
    try:
        with transaction.atomic():
            letters_sending.send(actor, letter, version, way=WAY, day=today, note=f"{note}　邮件编号：{message_id}".strip(), unstamped=unstamped,
                                 accepted=accepted)
            Mailing.objects.filter(pk=made.pk).update(state=MailingState.SENT, files=_named(applicants.files_of(letter)))
            eventlog.record("letter.mailed", letter, actor=actor, unit=letter.case.unit, after={"message_id": message_id}, title=str(letter.case))
    except Exception:
        Mailing.objects.filter(pk=made.pk).update(state=MailingState.SENT, problem="邮件已经发出，但是没有能够登记送达，请补登记。")
        raise
    made.refresh_from_db()
    return made


def _try(actor: Person, letter: Letter, version: int, day: date, unstamped: bool, accepted: bool) -> None:
    """Whether the service could be entered; nothing of it stays."""
    with transaction.atomic():
        letters_sending.send(actor, Letter.objects.get(pk=letter.pk), version, way=WAY, day=day, unstamped=unstamped, accepted=accepted)
        transaction.set_rollback(True)


def _final(letter: Letter) -> CaseFile:
    """What goes out of a letter that has no stamped scan: the final file, which becomes 盖章件 only once it was taken."""
    held = letters_sending.finals(letter)
    file: CaseFile = held.get("pdf") or held["docx"]
    return file


def _named(files: Sequence[CaseFile]) -> list[dict[str, str]]:
    return [{"file": str(file.pk), "sha256": file.sha256} for file in files]


def _deliver(letter: Letter, address: str, message_id: str, files: Sequence[CaseFile]) -> str:
    """Hand the mail to the server; why it was not taken, without the address, or nothing."""
    kind, case = kind_of(letter), letter.case
    text = (f"您好：\n\n{case.body}就您提出的申请（编号：{case.number or case.receipt}）作出的《{kind.title}》{letter.number}随信送达，请查收附件。\n\n"
            "您在申请时选择了通过电子邮件获取信息。附件打不开或者有疑问的，请与工作机构联系。本邮件由系统自动发出，请勿回复。")
    mail = EmailMessage(f"【{settings.SITE_NAME}】{kind.title}{letter.number}", text, None, [address], headers={"Message-ID": message_id})
    for file in files:
        mail.attach(vault.file_name(file), vault.file_bytes(file), file.media_type)
    try:
        taken = mail.send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return f"邮件服务器没有接受（{type(error).__name__}）"
    return "" if taken else "邮件服务器没有接受"
