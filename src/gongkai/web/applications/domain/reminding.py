"""Reminders of cases: the day before things are due, every day that something is late, not confirmed, or waits for an applicant whose time
to correct or to pay is over, or for somebody whose time to answer is, and a summary each morning.

In the site at once, by mail and by the unit's webhooks from the background work. No reminder names an applicant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from gongkai.engine import receipt
from gongkai.engine.calendar import Calendar
from gongkai.engine.deadline import State
from gongkai.web.applications.domain import clocks, standing
from gongkai.web.applications.enums import OPEN, Stage
from gongkai.web.applications.models import Case
from gongkai.web.common import days, notices
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Person, RoleHeld

AHEAD = (5, 2, 1)
"""Working days before the due day on which a case is told of."""
KIND = "依申请公开"


def remind(today: date | None = None) -> int:
    """Tell the people of all units what of their cases is due or late today; once a case and day.

    Returns:
        How many reminders are new.
    """
    today = today or days.today()
    clerks, heads = _holders(today, Role.CLERK), _holders(today, Role.HEAD)
    told = 0
    near = today + timedelta(days=30)  # a calendar month holds any AHEAD, whatever the holidays
    rows = Case.objects.filter(stage__in=OPEN).select_related("unit", "handler", "clerk").defer("sealed")
    calendars: dict[int, Calendar] = {}
    for case in rows.filter(due_on__lte=near):
        assert case.due_on is not None
        left = _working_days(calendars.setdefault(case.unit_id, clocks.calendar_of(case.unit)), today, case.due_on)
        if left in AHEAD or left <= 0:
            told += notices.tell([*_own(case, clerks, heads), *(heads[case.unit_id] if left <= 1 else [])], _due_text(case, left), kind=KIND, link=_link(case),
                                 key=f"case-due-{case.pk}-{case.due_on}-{today if left <= 0 else left}")
    for case in rows.filter(stage=Stage.UNCONFIRMED, submitted_on__lt=today):
        way = receipt.channel(case.channel, case.submitted_on)
        told += notices.tell(clerks[case.unit_id] or heads[case.unit_id], f"申请 {case}（{way.label}）提交已 {(today - case.submitted_on).days} 天，"
                             f"尚未{way.act}，{way.advice}（{way.article}）。", kind=KIND, link=_link(case), key=f"case-unconfirmed-{case.pk}-{today}")
    for case in rows.filter(Q(stage__in=(Stage.CORRECTION, Stage.FEE, Stage.CONSULTING)) | Q(stage=Stage.WORKING, due_on=None)):
        if text := _waited_out(case, today):
            told += notices.tell(_own(case, clerks, heads), text, kind=KIND, link=_link(case), key=f"case-waited-{case.pk}-{today}")
    for case in rows.filter(inner_due_on__lte=today, handler__isnull=False):
        people = clerks[case.handler_id or 0] or clerks[case.unit_id]
        told += notices.tell(people, f"申请 {case} 的内部期限 {case.inner_due_on} 已到，请尽快反馈。", kind=KIND, link=_link(case),
                             key=f"case-inner-{case.pk}-{case.inner_due_on}")
    return told


def summary(today: date | None = None) -> int:
    """On a working day's morning, one sentence to each clerk and head whose unit has open cases.

    Returns:
        How many summaries are new.
    """
    today = today or days.today()
    told = 0
    week = today + timedelta(days=6 - today.weekday())
    open_cases: dict[int, list[Case]] = defaultdict(list)
    for case in Case.objects.filter(stage__in=OPEN).select_related("unit").defer("sealed"):
        open_cases[case.unit_id].append(case)
    clerks, heads = _holders(today, Role.CLERK), _holders(today, Role.HEAD)
    for unit, cases in open_cases.items():
        if not clocks.calendar_of(cases[0].unit).is_working(today):
            continue
        late = sum(1 for case in cases if case.due_on and case.due_on < today)
        due = sum(1 for case in cases if case.due_on and today <= case.due_on <= week)
        new = sum(1 for case in cases if case.stage in (Stage.UNCONFIRMED, Stage.RECEIVED))
        parts = [f"在办 {len(cases)} 件", *([f"已逾期 {late} 件"] if late else []), *([f"本周到期 {due} 件"] if due else []),
                 *([f"待确认和登记 {new} 件"] if new else [])]
        told += notices.tell({person.pk: person for person in (*clerks[unit], *heads[unit])}.values(), f"{today.month}月{today.day}日依申请公开：{'，'.join(parts)}。",
                             kind=KIND, link=reverse("applications:cases"), key=f"case-summary-{unit}-{today}")
    return told


def daily() -> int:
    """Both, for the background work, which calls every hour: nobody is woken before seven, and each day tells a thing once."""
    return remind() + summary() if timezone.localtime().hour >= 7 else 0


def _own(case: Case, clerks: Mapping[int, list[Person]], heads: Mapping[int, list[Person]]) -> list[Person]:
    """Whose case it is: its clerk, as long as they are one of the unit's; else all of them; in a unit without clerks the heads."""
    mine = clerks.get(case.unit_id, [])
    return [person for person in mine if person.pk == case.clerk_id] or mine or heads.get(case.unit_id, [])


def _waited_out(case: Case, today: date) -> str:
    """What the applicant, or who was asked, let pass, and what is to be done now; empty while their time runs."""
    due = clocks.deadline(standing.of(case), case.channel, case.submitted_on, clocks.calendar_of(case.unit))
    if due.correct_by and due.correct_by < today:
        return (f"申请 {case}（{case.title[:30]}）的补正期限 {due.correct_by} 已过，申请人没有补正，无正当理由的请发出不再处理告知书"
                "（条例第三十条）。")
    if due.pay_by and due.pay_by < today:
        paid = "才缴费" if due.state is State.ABANDONED else "没有缴费"
        return f"申请 {case}（{case.title[:30]}）的缴费期限 {due.pay_by} 已过，申请人{paid}，视为放弃申请，请发出不再处理告知书。"
    if case.stage == Stage.CONSULTING and (lapsed := [mark for mark in due.silent if mark.date < today]):
        return (f"申请 {case}（{case.title[:30]}）征求意见的期限 {max(mark.date for mark in lapsed)} 已过，答复期限继续计算，请登记对方未提出意见并作出决定"
                f"（{'、'.join(dict.fromkeys(mark.article for mark in lapsed))}）。")
    return ""


def _due_text(case: Case, left: int) -> str:
    if left < 0:
        return f"申请 {case}（{case.title[:30]}）已于 {case.due_on} 到期，逾期 {-left} 个工作日，请立即答复。"
    if left == 0:
        return f"申请 {case}（{case.title[:30]}）今天到期，请于今天送达或者交邮。"
    return f"申请 {case}（{case.title[:30]}）将于 {case.due_on} 到期，还有 {left} 个工作日。"


def _working_days(calendar: Calendar, today: date, due: date) -> int:
    """Working days until a day, below 0 where it is past."""
    return calendar.count(today, due) if due >= today else -calendar.count(due, today)


def _holders(today: date, role: Role) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = defaultdict(list)
    for row in RoleHeld.objects.on(today).filter(role=role, person__is_active=True).select_related("person"):
        found[row.unit_id].append(row.person)
    return found


def _link(case: Case) -> str:
    return reverse("applications:case", args=[case.pk])


def tell_moved(moved: Iterable[tuple[Case, date | None, date | None]]) -> int:
    """Tell the clerks and heads whose cases' due days a new notice of holidays has moved."""
    today = days.today()
    clerks, heads = _holders(today, Role.CLERK), _holders(today, Role.HEAD)
    told = 0
    for case, before, now in moved:
        told += notices.tell([*_own(case, clerks, heads), *heads[case.unit_id]], f"放假安排变动，申请 {case} 的答复期限由 {before or '不能确定'} 改为 {now or '不能确定'}。", kind=KIND, link=_link(case),
                             key=f"case-moved-{case.pk}-{before}-{now}")
    return told
