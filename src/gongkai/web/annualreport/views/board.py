"""The board of the office above, and what it sends out from there: reminders, all problems as one sheet, a feedback sheet for each unit."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from gongkai.web.annualreport.domain import boarding, chasing, duties
from gongkai.web.annualreport.domain.boarding import Row, Standing
from gongkai.web.annualreport.enums import Group
from gongkai.web.annualreport.models import ReportDuty
from gongkai.web.common import days, eventlog, files
from gongkai.web.common.access import adds, lists, opens
from gongkai.web.common.gate import allows, require
from gongkai.web.common.generic import lists as generic
from gongkai.web.common.generic import steps
from gongkai.web.organs.models import Unit

TONES = {Standing.NONE: "bad", Standing.WRITING: "warn", Standing.REVIEWING: "warn", Standing.SIGNED: "warn", Standing.HANDED: "info",
         Standing.RETURNED: "bad", Standing.ACCEPTED: "ok", Standing.COLLECTED: "ok", Standing.EXEMPT: "quiet"}
VIEWS = {"": "全部", "missing": "未报", "overdue": "逾期", "handed": "待审核", "returned": "已退回", "accepted": "审核通过", "unpublished": "未公布", "wrong": "有错误"}
SORTS = {"": "单位顺序", "errors": "错误多的在前", "warnings": "警告多的在前", "handed": "最近报送的在前", "standing": "报送情况"}


class BoardForm(forms.Form):
    """What the board is narrowed to."""

    q = forms.CharField(label="单位名称", required=False)
    group = forms.ChoiceField(label="类别", required=False, choices=[("", "全部类别"), *Group.choices])
    sort = forms.ChoiceField(label="排序", required=False, choices=list(SORTS.items()))
    year = forms.IntegerField(required=False, widget=forms.HiddenInput)
    area = forms.IntegerField(required=False, widget=forms.HiddenInput)
    view = forms.CharField(required=False, widget=forms.HiddenInput)


class BoardTable(tables.Table):
    """One unit a row."""

    unit = tables.Column(verbose_name="单位", attrs={"td": {"class": "title"}})
    standing = tables.Column(verbose_name="报送情况")
    handed_at = tables.Column(verbose_name="报送时间", attrs={"td": {"class": "date"}})
    hand_in_by = tables.Column(verbose_name="报送截止", accessor="days__hand_in_by", attrs={"td": {"class": "date"}}, default="未设定")
    errors = tables.Column(verbose_name="错误", attrs={"td": {"class": "num"}}, default="—")
    warnings = tables.Column(verbose_name="警告", attrs={"td": {"class": "num"}}, default="—")
    published_on = tables.Column(verbose_name="公布", empty_values=())
    act = tables.Column(verbose_name="办理", accessor="unit", exclude_from_export=True, attrs={"td": {"class": "nowrap nolabel"}})

    def render_unit(self, record: Row) -> str:
        """The unit, leading to its report or its collected file where there is one."""
        if record.standing == Standing.COLLECTED and record.file is not None:
            return format_html('<a href="{}">{}</a>', reverse("annualreport:collect_file", args=[record.file.pk]), record.unit.name)
        if record.report is None:
            return record.unit.name
        return format_html('<a href="{}">{}</a>', reverse("annualreport:progress", args=[record.report.pk]), record.unit.name)

    def value_unit(self, record: Row) -> str:
        """For a file."""
        return record.unit.name

    def render_standing(self, record: Row) -> str:
        """Where it stands, and what is late or was let pass."""
        late = format_html(' <span class="badge bad">{}</span>', "逾期未报" if record.overdue else "逾期报送") if record.overdue or record.handed_late else ""
        passed = format_html(' <span class="badge warn">{} 处照签</span>', record.overrides) if record.overrides else ""
        return format_html('<span class="badge {}">{}</span>{}{}', TONES[record.standing], record.standing.label, late, passed)

    def value_standing(self, record: Row) -> str:
        """For a file."""
        return record.standing.label + ("（逾期）" if record.overdue or record.handed_late else "")

    def render_handed_at(self, record: Row) -> str:
        """To the minute."""
        return timezone.localtime(record.handed_at).strftime("%Y-%m-%d %H:%M") if record.handed_at else "—"

    def render_published_on(self, record: Row) -> str:
        """The day, and whether it was late; of a unit that publishes elsewhere that it does, as far as the office knows."""
        if record.published_on is None:
            return self.value_published_on(record)
        mark = format_html(' <span class="badge bad">{}</span>', "逾期") if record.published_late else ""
        return format_html("{}{}", record.published_on, mark)

    def value_published_on(self, record: Row) -> str:
        """For a file."""
        if record.published_on is not None:
            return record.published_on.isoformat()
        return "未公布" if record.file is None else "单位自行公布" if record.file.batch.public else "—"

    def render_act(self, record: Row) -> str:
        """What the office may do."""
        made = []
        if record.report is not None and record.standing in (Standing.HANDED, Standing.ACCEPTED, Standing.RETURNED):
            made.append((reverse("annualreport:examine", args=[record.report.pk]), "审核" if record.standing == Standing.HANDED else "查看"))
        if record.errors is not None:
            made.append((reverse("annualreport:feedback", args=[record.duty.pk]), "反馈单"))
        return format_html_join("　", '<a href="{}">{}</a>', made)


def place_of(request: HttpRequest) -> tuple[Unit | None, int, list[Unit], list[int]]:
    """Whose area and which year a page shows, and what there is to choose from."""
    areas = list(duties.areas_of(request.user))
    chosen = next((one for one in areas if str(one.pk) == request.GET.get("area")), areas[0] if areas else None)
    last = days.today().year - 1
    known = sorted({last, *ReportDuty.objects.restrict(request.user).filter(unit__in=areas).values_list("year", flat=True)}, reverse=True)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and 2000 <= int(asked[:5]) <= days.today().year else last
    return chosen, year, areas, sorted({*known, year}, reverse=True)


@lists(ReportDuty)
def board(request: HttpRequest) -> HttpResponseBase:
    """Who has handed in, who is late, what was sent back, how many findings there are."""
    area, year, areas, years = place_of(request)
    form = BoardForm(request.GET)
    form.is_valid()
    rows = boarding.board(area, year) if area is not None else []
    view = request.GET.get("view", "")
    shown = _sorted(_narrowed(rows, view if view in VIEWS else "", form.cleaned_data), form.cleaned_data.get("sort", ""))
    edits = area is not None and allows(request.user, "edit", ReportDuty(unit=area))
    return generic.show_rows(
        request, shown, BoardTable, title=f"{year}年度年报报送", form=form, filtered=bool(view or form.cleaned_data.get("q") or form.cleaned_data.get("group")),
        template="annualreport/area/board.html", empty="还没有应报名单，请先生成。" if area is not None else "没有可以列出的单位。", area=area, areas=areas, year=year, years=years, counted=boarding.counted(rows),
        views=[(key, label, len(_narrowed(rows, key, {}))) for key, label in VIEWS.items()], view=view, edits=edits, listed=bool(rows),
        chat=chasing.chat_text(area, year, rows, days.today()) if area is not None else "", today=days.today())


@opens(ReportDuty)
def feedback(request: HttpRequest, row: ReportDuty) -> HttpResponseBase:
    """The 问题反馈单 of one unit."""
    from gongkai.web.annualreport.feedback import sheet

    found = next((one for one in boarding.board(row.unit, row.year) if one.duty.pk == row.pk), None)
    if found is None or found.errors is None:
        raise Http404(f"{row.reporter.name}还没有可以反馈的报告。")
    data = sheet(boarding.sheet_of(found), row.year, days.today())
    return files.answer(BytesIO(data), f"{row.reporter.name}{row.year}年度年报问题反馈单.docx",
                        "application/vnd.openxmlformats-officedocument.wordprocessingml.document")


@adds(ReportDuty, "view")
def problems(request: HttpRequest) -> HttpResponseBase:
    """All problems of an area and a year as one sheet."""
    area, year, _, _ = place_of(request)
    if area is None:
        raise Http404("您没有负责的年报报送范围。")
    return generic.send(request, chasing.problem_rows(boarding.board(area, year)), f"{year}年度年报问题清单", "xlsx")


@adds(ReportDuty, "view")
def feedback_all(request: HttpRequest) -> HttpResponseBase:
    """The feedback sheets of all units that have anything to be told, as a ZIP."""
    area, year, _, _ = place_of(request)
    if area is None:
        raise Http404("您没有负责的年报报送范围。")
    data, count = chasing.feedback_sheets(boarding.board(area, year), year)
    if not count:
        messages.info(request, "各单位的报告都没有需要反馈的问题。")
        return redirect(f"{reverse('annualreport:board')}?area={area.pk}&year={year}")
    eventlog.record("list.exported", actor=request.user, unit=area, title=f"{year}年度年报问题反馈单", after={"rows": count, "format": "zip"})
    return files.answer(BytesIO(data), f"{year}年度年报问题反馈单（{count}家）.zip", "application/zip")


@adds(ReportDuty, "edit")
def remind(request: HttpRequest) -> HttpResponse:
    """Remind all units that the office waits for, or those that are late."""
    area, year, _, _ = place_of(request)
    if area is None:
        raise Http404("您没有负责的年报报送范围。")
    require(request.user, "edit", ReportDuty(unit=area, year=year))
    back = f"{reverse('annualreport:board')}?area={area.pk}&year={year}"
    if request.method != "POST":
        return redirect(back)
    rows = [row for row in boarding.board(area, year) if row.standing in boarding.MISSING and (row.overdue or request.POST.get("whom") != "overdue")]
    done: list[Any] = []
    if steps.attempt(request, lambda: done.append(chasing.remind(request.user, area, year, rows, request.POST.get("note", ""))), "") and done:
        told = done[0]
        _ = list(messages.get_messages(request))
        messages.success(request, f"已提醒{len(told.told)}家单位的经办人和工作机构负责人。" if told.told else "没有需要提醒的单位。")
        if told.nobody:
            messages.warning(request, f"以下单位没有可以接收提醒的人员，请另行联系：{'、'.join(told.nobody)}。")
    return redirect(back)


def _narrowed(rows: list[Row], view: str, asked: dict[str, Any]) -> list[Row]:
    tests = {
        "missing": lambda row: row.standing in boarding.MISSING, "overdue": lambda row: row.overdue or row.handed_late,
        "handed": lambda row: row.standing == Standing.HANDED, "returned": lambda row: row.standing == Standing.RETURNED,
        "accepted": lambda row: row.standing == Standing.ACCEPTED, "wrong": lambda row: bool(row.errors),
        "unpublished": lambda row: row.standing not in (Standing.EXEMPT, Standing.COLLECTED) and row.published_on is None,
    }
    found = [row for row in rows if view not in tests or tests[view](row)]
    if name := (asked.get("q") or "").strip():
        found = [row for row in found if name in row.unit.name or name in row.unit.short_name]
    return [row for row in found if not asked.get("group") or row.days.group == asked["group"]]


def _sorted(rows: list[Row], sort: str) -> list[Row]:
    order = list(Standing)
    keys: dict[str, Any] = {
        "errors": lambda row: -(row.errors or 0), "warnings": lambda row: -(row.warnings or 0), "standing": lambda row: order.index(row.standing),
        "handed": lambda row: -(row.handed_at.timestamp() if row.handed_at else 0),
    }
    return sorted(rows, key=keys[sort]) if sort in keys else rows
