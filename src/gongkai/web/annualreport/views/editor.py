"""A report on the screen: written where the person may, read by all others who see it; checked while it is written."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gongkai.report.form import edition
from gongkai.report.writing.manuscript import numeral
from gongkai.web.annualreport.domain import compiling, facts, writing
from gongkai.web.annualreport.domain.looking import Looked, guide, look
from gongkai.web.annualreport.domain.queries import previous_of
from gongkai.web.annualreport.enums import Stage
from gongkai.web.annualreport.forms import CELL, TEXT, ReportForm
from gongkai.web.annualreport.laying import tables_of
from gongkai.web.annualreport.models import AnnualReport
from gongkai.web.annualreport.taking import with_sentence
from gongkai.web.annualreport.views.parts import parts_of
from gongkai.web.common.access import opens
from gongkai.web.common.editing import Conflict
from gongkai.web.common.gate import allows
from gongkai.web.common.generic.edits import SEEN, VERSION, change, marked

TEMPLATE = "annualreport/report.html"


@opens(AnnualReport)
@require_safe
def page(request: HttpRequest, row: AnnualReport) -> HttpResponse:
    """The report: fields where the person may write in it now, else as it reads."""
    editable = row.stage == Stage.DRAFT and allows(request.user, "edit", row)
    return render(request, TEMPLATE, _shown(request, row, marked(ReportForm(instance=row), row.version) if editable else None))


@opens(AnnualReport, "edit")
def save(request: HttpRequest, row: AnnualReport) -> HttpResponse:
    """Save the form; with ``take`` a sentence is put into its section's text first."""
    back = reverse("annualreport:report", args=[row.pk])
    if request.method != "POST":
        return redirect(back)
    try:
        writing.is_open(row)
    except ValidationError as error:
        messages.error(request, "".join(error.messages))
        return redirect(back)
    if key := request.POST.get("take"):
        request.POST = with_sentence(request.POST, row, key)  # type: ignore[assignment]
    at = request.POST.get("at", "")
    return change(request, row, ReportForm, lambda form, version: writing.save_report(request.user, row, version, **form.values()), title=f"编写{row}",
                  done=f"{back}{at[:60] if at.startswith('#') else ''}", template=TEMPLATE, filling=lambda form: _shown(request, row, form))


def _shown(request: HttpRequest, row: AnnualReport, form: Any) -> dict[str, Any]:
    """What the page shows: section by section the text, what it must cover, sentences to take, tables; findings beside."""
    told, offered = edition(row.edition), facts.offers(row) if form is not None else []
    tables, looked = tables_of(row, form), look(row, form.values() if form is not None and form.is_bound and hasattr(form, "cleaned_data") else None)
    names = {part.key: part.heading for section in told.sections for part in section.parts}
    sections = [{
        "number": section.number, "heading": f"{numeral(section.number)}、{section.heading}", "field": form[f"{TEXT}{section.number}"] if form is not None else None,
        "text": row.texts.get(str(section.number), ""), "tables": tables.get(section.number, []), "guide": guide(section.number),
        "length": looked.lengths.get(section.number, 0), "points": [one for one in looked.points if one[0].section == section.number],
        "offers": [(names.get(one.part, ""), one) for one in offered if one.section == section.number]} for section in told.sections]
    counted = row.snapshots.select_related("made_by").order_by("-number").first()
    return {"title": str(row), "row": row, "form": form, "sections": sections, "looked": looked, "citation": told.citation,
            "snapshot": counted, "changed": len(compiling.changes(row)) if form is not None else 0, "parts": parts_of(request, row),
            "last": form is not None and previous_of(row.unit, row.year, row.scope) is not None,
            "sisters": allows(request.user, "examine", row)}


@opens(AnnualReport, "edit")
@require_POST
def check(request: HttpRequest, row: AnnualReport) -> JsonResponse:
    """What the checks say of what stands on the screen; nothing is saved."""
    form = ReportForm(request.POST, instance=row)
    form.is_valid()
    return JsonResponse(_answer(row, form))


@opens(AnnualReport, "edit")
@require_POST
def keep(request: HttpRequest, row: AnnualReport) -> JsonResponse:
    """Save what stands on the screen while it is being written; fields that hold nothing valid stay as they were.

    ``version`` and ``seen`` of the answer are what the form sends next; ``problem`` says why nothing was saved.
    """
    form = ReportForm(request.POST, instance=row)
    form.is_valid()
    asked, problem, values = request.POST.get(VERSION, ""), "", form.values()
    version = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
    try:
        row = writing.save_report(request.user, row, version, **values) if values else row
        if not values and version != row.version:
            problem = "您打开之后，这份报告已被他人修改并保存。请按“保存”对照两个版本。"
    except Conflict as conflict:
        row = conflict.current
        problem = "您打开之后，这份报告已被他人修改并保存，您的修改还没有保存，也没有丢失。请按“保存”对照两个版本。"
    except ValidationError as error:
        row.refresh_from_db()
        problem = "".join(error.messages)
    answer = _answer(row, form)
    if problem:
        return JsonResponse({**answer, "problem": problem})
    fresh = marked(ReportForm(instance=row), row.version)
    return JsonResponse({**answer, "version": row.version, "seen": fresh.marks[SEEN], "said": f"已自动保存（{timezone.localtime():%H:%M}）"})  # type: ignore[attr-defined]


def _answer(row: AnnualReport, form: ReportForm) -> dict[str, Any]:
    """What changes on the page: findings, points, lengths, cells that hold no number, cells that are not as counted."""
    looked: Looked = look(row, form.values())
    bad = {name: "".join(map(str, errors)) for name, errors in form.errors.items()}
    return {
        "findings": render_to_string("annualreport/_findings.html", {"looked": looked, "row": row, "form": form}),
        "blocking": looked.blocking, "unexplained": looked.unexplained, "points": {point.key: covered for point, covered in looked.points},
        "lengths": looked.lengths, "bad": bad, "over": [f"{CELL}{one.finding.cells[0]}" for one in looked.told if one.finding.code == "count.overwritten"]}


