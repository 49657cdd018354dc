"""The receipt of an application by mail: number and query code, to the address that the applicant gave; nobody else is named in it.

The work in the background is told the case's id alone; what goes wrong leaves neither the address nor the code in a log or a task.
"""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from gongkai.web.applications.domain import vault
from gongkai.web.applications.enums import PartyRole
from gongkai.web.applications.models import Case
from gongkai.web.common import eventlog, sealing, work
from gongkai.web.common.models import Event

MAILED = "case.receipt_mailed"


class NotSent(Exception):
    """The letter did not go out; tried again by the queue."""


def can_be_mailed() -> bool:
    """Whether letters leave the house: a mail server is named. Without one they would lie readable in a folder."""
    return not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")


def mail_later(case: Case) -> bool:
    """Have the receipt mailed when the application is safe; tells whether it will be. To be called in the transaction that takes it in."""
    if not (can_be_mailed() and _address(case)):
        return False
    work.later(f"{__name__}.mail", case.pk)
    return True


def mail(number: int) -> None:
    """Mail the receipt of a case, once.

    Raises:
        NotSent: the mail server refused or was not there; without the reason, which may name the address.
    """
    case = Case.objects.select_related("unit", "body").get(pk=number)
    if Event.objects.filter(action=MAILED, subject_type=case._meta.label_lower, subject_id=str(case.pk)).exists():
        return
    try:
        address, code = _address(case), vault.application_of(case)["code"]
    except sealing.Unreadable:
        return
    if not address:
        return
    text = (f"您好：\n\n您向{case.body}提出的政府信息公开申请已经提交。\n\n回执编号：{case.receipt}\n查询码：{code}\n\n"
            f"查询进度、收取答复：{settings.SITE_ADDRESS}{reverse('apply:query')}\n\n"
            "提交不等于收到：依照《政府信息公开条例》第三十一条，通过互联网提交的，以双方确认之日为收到申请之日，工作机构会与您确认，"
            "答复期限从确认的次日起算。\n\n请妥善保管查询码，不要转发本邮件。本邮件由系统自动发出，请勿回复。")
    try:
        EmailMessage(f"【{settings.SITE_NAME}】政府信息公开申请回执", text, None, [address]).send()
    except (OSError, smtplib.SMTPException, ValueError):
        raise NotSent("the receipt was not mailed") from None
    eventlog.record(MAILED, case, unit=case.unit)


def _address(case: Case) -> str:
    party = case.parties.filter(role=PartyRole.AGENT).first() or case.parties.get(role=PartyRole.APPLICANT, number=1)
    return vault.party_of(party)["email"] or vault.party_of(case.parties.get(role=PartyRole.APPLICANT, number=1))["email"]
