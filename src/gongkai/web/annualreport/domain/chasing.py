"""What the office above sends out: reminders to units that have not handed in, a text for a chat, all problems as one sheet, a feedback
sheet for each unit in Word, all of them as a ZIP."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse

from gongkai.engine.days import chinese
from gongkai.web.annualreport.domain import approving
from gongkai.web.annualreport.domain.boarding import MISSING, Row, Standing, problems_of, sheet_of
from gongkai.web.annualreport.models import ReportDuty
from gongkai.web.common import days, eventlog
from gongkai.web.common.gate import require
from gongkai.web.organs.domain import roles
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Unit

HEAD = ("单位", "类别", "问题代码", "级别", "问题", "单元格", "位置", "依据", "单位的说明")


@dataclass(slots=True)
class Reminded:
    """Whom a reminder reached: units, and those that have nobody who could read it."""

    told: list[str] = field(default_factory=list)
    nobody: list[str] = field(default_factory=list)


@transaction.atomic
def remind(actor: Any, area: Unit, year: int, rows: Sequence[Row], note: str = "") -> Reminded:
    """Remind the clerks and heads of the units that the office still waits for; each unit once a day. The reminder shows in the site and
    goes out by mail and to the units' own addresses with all others.

    Raises:
        Refused: the actor keeps no list in that unit.
    """
    require(actor, "edit", ReportDuty(unit=area, year=year))
    today, done = days.today(), Reminded()
    for row in rows:
        if row.standing not in MISSING:
            continue
        people = list(roles.holders(row.unit, Role.CLERK, Role.HEAD))
        (done.told if people else done.nobody).append(row.unit.name)
        link = approving.page_of(row.report) if row.report is not None else reverse("annualreport:reports")
        approving.tell(people, sentence(row, year, today) + (note.strip() and f"{note.strip()[:200]}"), link, f"report-chased-{row.duty.pk}-{today}")
    if done.told or done.nobody:
        eventlog.record("report.reminded", area, actor=actor, unit=area, note=note.strip(), after={"year": year, "told": done.told, "nobody": done.nobody})
    return done


def sentence(row: Row, year: int, today: date) -> str:
    """What a unit is reminded of."""
    due = row.days.hand_in_by or row.days.publish_by
    if row.standing == Standing.RETURNED:
        return f"{row.unit.name}{year}年度政府信息公开工作年度报告已退回修改，请尽快改好重新报送。"
    if due is None:
        return f"{row.unit.name}{year}年度政府信息公开工作年度报告尚未报送，请尽快报送。"
    if today > due:
        return f"{row.unit.name}{year}年度政府信息公开工作年度报告应于{chinese(due)}前报送，已经逾期，请立即报送。"
    return f"{row.unit.name}{year}年度政府信息公开工作年度报告应于{chinese(due)}前报送，请按时报送。"


def chat_text(area: Unit, year: int, rows: Iterable[Row], today: date) -> str:
    """A text to paste into a chat: who is still waited for, by what is due. "" where nobody is."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        if row.standing not in MISSING:
            continue
        if row.standing == Standing.RETURNED:
            head = "已退回，请尽快修改后重新报送"
        elif row.overdue:
            head = f"应于{chinese(row.days.hand_in_by)}前报送，已逾期" if row.days.hand_in_by else "已逾期"
        else:
            head = f"请于{chinese(row.days.hand_in_by)}前报送" if row.days.hand_in_by else "请尽快报送"
        groups.setdefault(head, []).append(row.unit.called)
    if not groups:
        return ""
    lines = [f"【{year}年度政府信息公开工作年度报告报送提醒】截至{chinese(today)}："]
    lines += [f"{head}（{len(names)}家）：{'、'.join(names)}。" for head, names in groups.items()]
    return "\n".join([*lines, f"{area.called}政府信息公开工作主管部门"])


def problem_rows(rows: Iterable[Row]) -> Iterator[Sequence[Any]]:
    """All problems of all units as a sheet, the head first."""
    yield HEAD
    for row in rows:
        for one in problems_of(row):
            yield (one.unit, row.unit.get_kind_display(), one.code, one.level, one.message, one.cells, one.place, one.basis, one.said)


def feedback_sheets(rows: Iterable[Row], year: int) -> tuple[bytes, int]:
    """A ZIP with the feedback sheet of each unit that has anything to be told, and how many there are."""
    from gongkai.web.annualreport.feedback import sheet

    file, count = io.BytesIO(), 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for row in rows:
            told = sheet_of(row)
            if told.problems or told.remarks or told.note:
                count += 1
                archive.writestr(f"{count:03d}-{_plain(row.unit.name)}-问题反馈单.docx", sheet(told, year, days.today()))
    return file.getvalue(), count


def _plain(name: str) -> str:
    return re.sub(r'[\\/:*?"<>|\s]', "", name)[:60]
