"""Versions before their reviewers: the list of what waits, a version with its findings, one's own step, a step recorded from paper."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.web.annualreport.domain import approving
from gongkai.web.annualreport.domain.places import cell_called, of_finding
from gongkai.web.annualreport.forms_road import PaperForm, StepForm
from gongkai.web.annualreport.models import ReportVersion
from gongkai.web.annualreport.showing import marks_of_findings, paper
from gongkai.web.annualreport.views.road import acted, attempt
from gongkai.web.common import days
from gongkai.web.common.access import lists, opens, takes_files
from gongkai.web.common.gate import allows
from gongkai.web.common.generic import edits
from gongkai.web.common.generic.paging import page_of
from gongkai.web.common.reviewing import Verdict
from gongkai.web.disclosure.domain.files import keep_scan, scan_looked_at
from gongkai.web.organs.visitor import person_of


@lists(ReportVersion)
def waiting(request: HttpRequest) -> HttpResponse:
    """The versions whose next step is this person's."""
    page = page_of(approving.waiting_for(request.user), request.GET.get("page"), 50)
    rows = [{"version": version, "level": approving.NAMES[approving.next_level(version.report) or 1]} for version in page.object_list]
    return render(request, "annualreport/road/waiting.html", {"page_obj": page, "rows": rows})


@opens(ReportVersion)
def version(request: HttpRequest, row: ReportVersion) -> HttpResponse:
    """A frozen version as it will be published, what was found in it and said about it, and this person's own step where it is theirs."""
    level, why_not = approving.level_open_to(request.user, row)
    found = row.content.get("findings", [])
    wrong = level == 2 and any(one["blocks"] for one in found)
    form = StepForm(request.POST if request.method == "POST" else None, wrong=wrong) if level is not None else None
    if request.method == "POST":
        if form is None or level is None or str(level) != request.POST.get("level"):
            messages.error(request, why_not or "这一版现在没有由您办理的环节，请核对最新状态。")
            return redirect("annualreport:version", row.pk)
        if form.is_valid() and attempt(form, lambda: approving.take_step(
                person_of(request), row, level, form.cleaned_data["verdict"], form.cleaned_data["note"], form.cleaned_data.get("override", "")))[1]:
            messages.success(request, "已退回修改。" if form.cleaned_data["verdict"] == Verdict.RETURNED else f"已{approving.NAMES[level]}。")
            return redirect(approving.page_of(row.report))
    return render(request, "annualreport/road/version.html", {
        "version": row, "report": row.report, "paper": paper(row.content, marks_of_findings(row.content)), "content": row.content,
        "overrides": [(cell_called(row.content["edition"], address), mark) for address, mark in row.content.get("overrides", {}).items()],
        "findings": [(one, of_finding(row.content, one)) for one in found], "level": level, "level_name": approving.NAMES.get(level or 0, ""),
        "why_not": why_not, "form": form, "newest": approving.latest(row.report) == row, "names": approving.NAMES,
        "steps": row.steps.select_related("person", "recorded_by", "scan"), "overridden": approving.overridden(row),
        "paper_open": approving.next_level(row.report) is not None and allows(request.user, "record", row)},
        status=422 if form is not None and form.errors else 200)


@takes_files
@opens(ReportVersion, "record")
def on_paper(request: HttpRequest, row: ReportVersion) -> HttpResponse:
    """A step that was taken on paper or in an OA, entered with its scan."""
    level = approving.next_level(row.report)
    if level is None or approving.latest(row.report) != row:
        messages.error(request, "这一版没有等待办理的环节，不能补录审批。")
        return redirect(approving.page_of(row.report))
    wrong = level == 2 and any(one["blocks"] for one in row.content.get("findings", ()))
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PaperForm(*posted, wrong=wrong, initial={"verdict": Verdict.PASSED, "approved_on": days.today()})

    scan = None
    if request.method == "POST" and form.is_valid():  # looked at with no transaction open
        scan, _ = edits.attempt(form, lambda: scan_looked_at(request.user, row.report.unit, form.cleaned_data["scan"]))

    @transaction.atomic  # a step that is refused leaves no file behind
    def act() -> None:
        values = {name: value for name, value in form.cleaned_data.items() if name != "scan"}
        assert scan is not None
        approving.record_step(person_of(request), row, level, values.pop("verdict"), scan=keep_scan(request.user, row.report.unit, scan), **values)

    return acted(request, row.report, form, act, title=f"补录审批：{approving.NAMES[level]}", submit="补录", done=f"已补录{approving.NAMES[level]}意见。",
                 question="审批已经在纸上或者办公系统作出的，在这里如实补录，并上传签批扫描件。", to=reverse("annualreport:progress", args=[row.report_id]))
