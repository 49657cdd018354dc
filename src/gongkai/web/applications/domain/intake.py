"""How an application comes in: filed on the portal, or entered by a clerk from paper, post, fax, mail or by word of mouth; and what
is to be done until it is received in the sense of Art. 31.

An application that was sent is not yet received: on the portal and by fax both sides confirm it, a plain letter is confirmed with
the applicant on the day it arrives, registered post is received when it is signed for. Until then the unit's clerks are
reminded every day (domain/reminding.py).
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from gongkai.engine import applicants, receipt
from gongkai.web.applications.domain import entering, opening, queries, receipts, uploads, vault
from gongkai.web.applications.domain.uploads import Looked
from gongkai.web.applications.enums import FileRole, Kind, Matter, Origin, PartyRole, Stage
from gongkai.web.applications.models import Case, CaseFile, Filing
from gongkai.web.common import days, notices, sealing
from gongkai.web.common.gate import require
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import RoleHeld, Unit

PORTAL = "online"


@dataclass(frozen=True, slots=True)
class How:
    """A way in which an application reaches a clerk: its channel of Art. 31, and whether the clerk wrote it down (Art. 29)."""

    label: str
    channel: str
    oral: bool = False


HOW = {
    "in_person": How("当面提交", "in_person"),
    "oral": How("口头提出，由工作人员代为填写", "in_person", oral=True),
    "post": How("邮寄（挂号、特快专递等需签收的）", "post"),
    "letter": How("平常信函（无需签收）", "letter"),
    "fax": How("传真到工作机构", "fax"),
    "email": How("电子邮件等其他互联网渠道", "online"),
}
"""What a clerk chooses from. Mail is one of the channels of the internet (条例第三十一条第三项)."""


@dataclass(frozen=True, slots=True)
class Application:
    """What an applicant says, checked by its form: who they are, how they are reached, what they want, how they want it.

    `applicant` and `agent` are fields of `vault.PARTY_FIELDS`; `wanted` is ``content``, ``features``, ``purpose``, ``note``.
    """

    kind: str
    applicant: Mapping[str, str]
    wanted: Mapping[str, str]
    supply_form: str = ""
    supply_way: str = ""
    agent: Mapping[str, str] = field(default_factory=dict)
    matter: Matter = Matter.ACCESS


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that came with it, and what it is; `of_agent` where it is the agent's (委托书)."""

    file: Looked
    role: FileRole
    of_agent: bool = False


def online_bodies(bodies: Iterable[Unit]) -> set[int]:
    """The ids of those bodies that can be applied to on the portal: they stand, and a clerk is there who will see it today."""
    today = days.today()
    staffed = set(RoleHeld.objects.on(today).filter(role=Role.CLERK, person__is_active=True, unit__isnull=False).values_list("unit_id", flat=True))
    found = set()
    for body in bodies:
        unit = opening.office_for(body)
        if body.exists_on(today) and unit.exists_on(today) and unit.pk in staffed:
            found.add(body.pk)
    return found


def takes_online(body: Unit) -> bool:
    """Whether a body can be applied to on the portal."""
    return body.pk in online_bodies([body])


def file_online(body: Unit, application: Application, enclosed: Sequence[Enclosed], page: str) -> tuple[Case, str, bool]:
    """Take in what an applicant filed on the portal; the same page sent twice with the same content is one application.

    Args:
        body: the body applied to; its office answers.
        page: the mark of the page that was filled in, random, different each time the form is opened.

    Returns:
        The case, its query code, and whether it is new.

    Raises:
        ValidationError: the body takes no applications here.
    """
    if not takes_online(body):
        raise ValidationError(f"{body}目前没有开通网上申请，请当面提交或者邮寄。")

    def make() -> tuple[Case, str]:
        case, code = opening.open_case(
            None, opening.office_for(body), body=body, channel=PORTAL, submitted_on=days.today(), applicant_kind=application.kind,
            applicant=application.applicant, agent=application.agent, application=application.wanted, origin=Origin.PORTAL,
            supply_form=application.supply_form, supply_way=application.supply_way, matter=application.matter)
        _enclose(case, enclosed, None)
        what = "更正政府信息记录的申请" if application.matter == Matter.RECORD else "政府信息公开申请"
        notices.tell(queries.staff(case, Role.CLERK), f"收到网上提交的{what}（回执编号{case.receipt}），请与申请人确认收到。",
                     kind="新申请", link=link(case), key=f"case-submitted-{case.pk}")
        receipts.mail_later(case)
        return case, code

    return _once(_content(body, application, enclosed, page), make)


def _once(content: str, make: Callable[[], tuple[Case, str]]) -> tuple[Case, str, bool]:
    """What `make` makes, or what it made when the same page was sent before with the same content."""
    known = sealing.indexes("filing", content)
    try:
        with transaction.atomic():
            if before := Filing.objects.filter(key__in=known, case__isnull=False).select_related("case").first():
                return _again(before)
            filing = Filing.objects.create(key=sealing.index("filing", content))  # a second click at the same moment waits here
            case, code = make()
            Filing.objects.filter(pk=filing.pk).update(case=case)
            return case, code, True
    except IntegrityError:
        found = Filing.objects.filter(key__in=known, case__isnull=False).select_related("case").first()
        if found is None:
            raise
        return _again(found)


def _again(filing: Filing) -> tuple[Case, str, bool]:
    assert filing.case is not None
    return filing.case, vault.application_of(filing.case)["code"], False


def _content(body: Unit, application: Application, enclosed: Sequence[Enclosed], page: str) -> str:
    return json.dumps([page, body.pk, application.kind, application.matter, sorted(application.applicant.items()), sorted(application.agent.items()),
                       sorted(application.wanted.items()), application.supply_form, application.supply_way,
                       [(one.role, one.of_agent, one.file.sha256) for one in enclosed]], ensure_ascii=False)


def digest(body: Unit, application: Application, enclosed: Sequence[Enclosed]) -> str:
    """What an application is told by, whatever page it was written on; nobody can read it."""
    return sealing.index("filed", _content(body, application, enclosed, ""))


def _enclose(case: Case, enclosed: Sequence[Enclosed], by: Any) -> list[CaseFile]:
    agent = case.parties.filter(role=PartyRole.AGENT).first()
    return [uploads.keep(by, case, one.file, one.role, party=agent if one.of_agent else None, by_applicant=by is None)
            for one in enclosed]


def take_in(
    actor: Any, unit: Unit, body: Unit, how: str, application: Application, enclosed: Sequence[Enclosed] = (), *, submitted_on: date,
    received_on: date | None = None, read_back: bool = False, note: str = "", page: str = "",
) -> tuple[Case, str]:
    """Enter an application that reached a clerk; the same page sent twice with the same content is one application.

    Args:
        how: a key of `HOW`.
        submitted_on: the day it reached the office; what came in person was received on that day too.
        received_on: the day that Art. 31 makes the day of receipt, where it has come already (signed for, confirmed).
        read_back: for one that the clerk wrote down: it was read to the applicant, who agreed (条例第二十九条).
        note: how it was confirmed; sealed.
        page: the mark of the page that was filled in, as for `file_online`; "" where there is no page.

    Returns:
        The case and its query code.

    Raises:
        Refused: the actor is no clerk of the unit.
        ValidationError: a day that cannot be; an oral application that was not read back.
    """
    way = HOW[how]
    if way.oral and not read_back:
        raise ValidationError({"read_back": "代为填写的申请，请向申请人宣读并由其确认后再提交（《条例》第二十九条）。"})

    def make() -> tuple[Case, str]:
        case, code = opening.open_case(
            actor, unit, body=body, channel=way.channel, submitted_on=submitted_on, applicant_kind=application.kind,
            applicant=application.applicant, agent=application.agent, application={**application.wanted, "how": how},
            origin=Origin.STAFF, supply_form=application.supply_form, supply_way=application.supply_way, matter=application.matter)
        _enclose(case, enclosed, actor)
        if received_on is not None and case.received_on is None:
            confirm(actor, case, received_on, note=note)
        return case, code

    mark = page or secrets.token_urlsafe(24)
    return _once(_content(body, application, enclosed, f"{mark} {how} {submitted_on} {received_on}"), make)[:2]


def confirm(actor: Any, case: Case, day: date, *, method: str = "", note: str = "") -> None:
    """确认收到: the act that Art. 31 asks for has happened; the answer is due from the day after.

    Args:
        day: the day of that act: signed for, confirmed with the applicant.
        method: how it was confirmed (telephone, message …), a key of `METHODS`.
        note: with whom, at what time, in what words; sealed.

    Raises:
        Refused: the actor may not register cases of the unit.
        ValidationError: a day before the submission or to come; it is confirmed already.
    """
    if case.stage != Stage.UNCONFIRMED:
        raise ValidationError("该申请已经确认收到，请刷新页面查看。")
    if day < case.submitted_on:
        raise ValidationError({"day": f"确认收到的日期早于提交日期{case.submitted_on:%Y-%m-%d}，请核对。"})
    entering.enter(actor, case, Kind.RECEIVED, day, details={"method": method} if method else {}, words={"note": note} if note else {})


def lacking(case: Case) -> list[str]:
    """What an application lacks of its contents (条例第二十九条), in the article's words. Raises sealing.Unreadable."""
    held = vault.application_of(case)
    party = vault.party_of(case.parties.get(role=PartyRole.APPLICANT, number=1))
    return [item.label for item in applicants.lacking({
        "name": party["name"], "proof": party["id_number"] or party["organisation_code"],
        "contact": party["telephone"] or party["email"] or party["address"],
        "description": held.get("content") or held.get("features"),
        "form": case.supply_form or case.supply_way or case.matter == Matter.RECORD})]


METHODS = {"telephone": "电话", "message": "短信", "email": "电子邮件", "in_person": "当面", "signed": "签收邮件", "other": "其他方式"}
"""How receipt is confirmed."""


def confirmed_by(case: Case) -> receipt.Channel:
    """The channel of a case: what makes its day of receipt, and by which article."""
    return receipt.channel(case.channel, case.submitted_on)


@transaction.atomic
def new_code(actor: Any, case: Case) -> str:
    """Give the applicant another query code, after the clerk has seen who they are; the one before opens nothing any more.

    Raises:
        Refused: the actor may not register cases of the unit.
        sealing.Unreadable: what the case sealed is gone.
    """
    from gongkai.web.common import eventlog

    require(actor, "register", case)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    code = opening.new_code()
    Case.objects.filter(pk=case.pk).update(
        sealed=vault.seal(locked, {**vault.application_of(locked), "code": code}, "application"),
        code_index=vault.code_index(locked.receipt, code))
    case.refresh_from_db(fields=["sealed", "code_index"])
    eventlog.record("case.code_renewed", case, actor=actor, unit=case.unit)
    return code


def link(case: Case) -> str:
    """The page of a case in the workbench, for reminders."""
    return reverse("applications:case", args=[case.pk])
