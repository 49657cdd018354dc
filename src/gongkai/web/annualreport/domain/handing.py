"""A signed report is handed in to the office above; taken, or sent back with remarks at cells and paragraphs; called back by its unit.

Each is a row of `HandIn`, never changed; the last tells how a report stands. Only what was signed can be handed in. What a version was
signed in spite of is told first (approving.overridden).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from gongkai.web.annualreport.domain import approving, deadlines, figures
from gongkai.web.annualreport.domain.places import called, exists
from gongkai.web.annualreport.enums import HandAct, Handing
from gongkai.web.annualreport.models import AnnualReport, HandIn, Remark
from gongkai.web.common import days, eventlog
from gongkai.web.common.gate import allows, require
from gongkai.web.organs.domain import roles
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Person

MOST = 200
"""Remarks that go with one return."""
QUOTE = 300
TEXT = 500


@dataclass(frozen=True, slots=True)
class Note:
    """A remark to be made: at a cell's address, ``text.1.3`` (third paragraph of section one), or "" for the whole."""

    target: str
    text: str
    quote: str = ""


@transaction.atomic
def hand_in(actor: Any, report: AnnualReport, note: str = "") -> HandIn:
    """Hand in the version that was signed.

    Raises:
        Refused: the actor may not hand in for the unit.
        ValidationError: it is not signed, lies with the office above already, or there is no office above.
    """
    row = approving.locked(report)
    require(actor, "hand", row)
    version = approving.signed(row)
    if version is None:
        raise ValidationError(f"这份报告正处于“{row.get_stage_display()}”，签发以后才能报送。")
    last = last_of(row)
    if row.handing == Handing.HANDED:
        raise ValidationError("这份报告已经报送，正由主管部门审核，不必重复报送。")
    if last is not None and last.version_id == version.pk and row.handing in (Handing.ACCEPTED, Handing.RETURNED):
        raise ValidationError("这一版主管部门已审核通过，不必再报。" if row.handing == Handing.ACCEPTED else
                              "主管部门退回的正是这一版，请撤回修改，重新审核签发以后再报送。")
    people = examiners(row)
    if not people:
        raise ValidationError("本平台上没有负责审核您单位年度报告的主管部门人员，请联系系统管理员设置，或者线下报送。")
    days_ = deadlines.days_of(row.unit, row.year, row.scope)
    made = HandIn.objects.create(report=row, version=version, act=HandAct.HANDED, note=_said(note), late=days_.late_to_hand_in(days.today()),
                                 by=_person(actor))
    _stands(row, Handing.HANDED)
    eventlog.record("report.handed_in", row, actor=actor, note=made.note, after={"version": version.number, "late": made.late})
    again = HandIn.objects.filter(report=row, act=HandAct.RETURNED).exists()
    approving.tell(people, f"{row.unit.name}{'重新' if again else ''}报送了{row.year}年度报告{'（逾期）' if made.late else ''}，请审核。",
                   reverse("annualreport:examine", args=[row.pk]), f"report-handed-{made.pk}")
    return made


@transaction.atomic
def recall(actor: Any, report: AnnualReport, reason: str) -> HandIn:
    """Call back what the office above has not judged yet.

    Raises:
        Refused: the actor may not hand in for the unit.
        ValidationError: it does not lie with the office above, or the reason is missing.
    """
    row = approving.locked(report)
    require(actor, "hand", row)
    last = last_of(row)
    if row.handing != Handing.HANDED or last is None:
        raise ValidationError(f"这份报告现在是“{row.get_handing_display()}”，不能撤回报送，请刷新页面查看。")
    if not reason.strip():
        raise ValidationError({"reason": "请说明撤回报送的理由。"})
    made = HandIn.objects.create(report=row, version=last.version, act=HandAct.RECALLED, note=_said(reason), by=_person(actor))
    _stands(row, Handing.NONE)
    eventlog.record("report.hand_in_recalled", row, actor=actor, note=made.note)
    return made


@transaction.atomic
def send_back(actor: Any, report: AnnualReport, seen: int, notes: Iterable[Note], note: str = "") -> HandIn:
    """Send a report back to its unit with remarks.

    Args:
        seen: the id of the `HandIn` that the actor judged.
        notes: remarks at places.
        note: what is said of the whole.

    Raises:
        Refused: the actor is not of the office above.
        ValidationError: nothing is said, a remark's place is none, the unit has called it back or handed in anew.
    """
    row, handed = _judged(actor, report, seen, (Handing.HANDED, Handing.ACCEPTED))
    kept, content = [one for one in notes if one.text.strip()], handed.version.content
    if not kept and not note.strip():
        raise ValidationError("退回修改的，请点击有问题的单元格或者段落写明意见，或者填写总的意见。")
    if len(kept) > MOST:
        raise ValidationError(f"一次最多提{MOST}处意见，请合并后再退回。")
    for one in kept:
        if one.target and not exists(content, one.target):
            raise ValidationError(f"意见所指的位置“{one.target}”在这一版报告中没有，请刷新页面后重新填写。")
        if len(one.text.strip()) > TEXT:
            raise ValidationError(f"“{called(content, one.target)}”的意见有{len(one.text.strip())}个字，最多{TEXT}个字，请精简。")
    made = HandIn.objects.create(report=row, version=handed.version, act=HandAct.RETURNED, note=_said(note), by=_person(actor))
    Remark.objects.bulk_create(Remark(hand_in=made, target=one.target, quote=one.quote.strip()[:QUOTE], text=one.text.strip()) for one in kept)
    _stands(row, Handing.RETURNED)
    eventlog.record("report.examined", row, actor=actor, after={"verdict": HandAct.RETURNED.label, "remarks": len(kept)}, note=made.note)
    _tell_unit(row, f"{row}被主管部门退回修改，{f'共{len(kept)}处意见，' if kept else ''}请查看并修改后重新报送。", f"report-hand-returned-{made.pk}")
    return made


@transaction.atomic
def accept(actor: Any, report: AnnualReport, seen: int, note: str = "") -> HandIn:
    """Take a report that was handed in.

    Raises:
        Refused: the actor is not of the office above.
        ValidationError: the unit has called it back or handed in anew, or it was judged already.
    """
    row, handed = _judged(actor, report, seen, (Handing.HANDED,))
    made = HandIn.objects.create(report=row, version=handed.version, act=HandAct.ACCEPTED, note=_said(note), by=_person(actor))
    _stands(row, Handing.ACCEPTED)
    eventlog.record("report.examined", row, actor=actor, after={"verdict": HandAct.ACCEPTED.label}, note=made.note)
    _tell_unit(row, f"{row}已由主管部门审核通过。", f"report-hand-accepted-{made.pk}")
    return made


def last_of(report: AnnualReport) -> HandIn | None:
    """The last thing that passed between a unit and the office above."""
    return report.hand_ins.select_related("version", "by").order_by("-id").first()


def last_handed(report: AnnualReport) -> HandIn | None:
    """The last time that a report was handed in."""
    return report.hand_ins.filter(act=HandAct.HANDED).select_related("version", "by").order_by("-id").first()


def returned(report: AnnualReport) -> HandIn | None:
    """The return with its remarks that waits for the unit; None where none does. Editors show the remarks beside their places."""
    if report.handing != Handing.RETURNED:
        return None
    return report.hand_ins.filter(act=HandAct.RETURNED).select_related("version", "by").prefetch_related("remarks").order_by("-id").first()


def remarks_open(report: AnnualReport) -> list[Remark]:
    """The remarks of the return that waits for the unit."""
    last = returned(report)
    return list(last.remarks.all()) if last is not None else []


def examiners(report: AnnualReport) -> list[Person]:
    """The people of the office above: of the nearest unit above that has any."""
    people = [person for person in roles.supervisors(report.unit) if allows(person, "examine", report)]
    near = max((grant.path for person in people for grant in person.grants if grant.role == Role.SUPERVISOR and report.unit.path.startswith(grant.path)
                and grant.unit_id != report.unit_id), key=len, default="")
    return [person for person in people if any(grant.role == Role.SUPERVISOR and grant.path == near for grant in person.grants)]


def _judged(actor: Any, report: AnnualReport, seen: int, open_to: tuple[Handing, ...]) -> tuple[AnnualReport, HandIn]:
    row = approving.locked(report)
    require(actor, "examine", row)
    handed = last_handed(row)
    if handed is None or row.handing not in open_to:
        raise ValidationError(f"这份报告现在是“{row.get_handing_display()}”，不能办理，请刷新页面查看。")
    if handed.pk != seen:
        raise ValidationError("您打开之后该单位又重新报送，请刷新页面，按最新的一版审核。")
    return row, handed


def _stands(row: AnnualReport, handing: Handing) -> None:
    row.save_over(row.version, handing=handing)
    figures.renew(row.unit, row.year, row.scope)


def _tell_unit(row: AnnualReport, text: str, key: str) -> None:
    people = {person.pk: person for person in (*roles.holders(row.unit, Role.CLERK), *approving.writers_of(row))}
    approving.tell(list(people.values()), text, approving.page_of(row), key)


def _person(actor: Any) -> Any:
    return actor if getattr(actor, "is_person", False) else None


def _said(text: str) -> str:
    if len(text.strip()) > 1000:
        raise ValidationError(f"说明有{len(text.strip())}个字，最多1000个字，请精简。")
    return text.strip()
