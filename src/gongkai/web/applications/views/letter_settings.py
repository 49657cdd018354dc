"""What a unit sets for its letters: Word templates, reviewer and court, numbers with their gaps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from gongkai.engine import letters as kinds
from gongkai.errors import GongkaiError
from gongkai.web.applications.domain import letters_making, letters_numbers, letters_settings, letters_templates
from gongkai.web.applications.forms_letters import ReasonForm, SettingForm, TemplateForm
from gongkai.web.applications.models import LetterNumber, LetterSetting, LetterTemplate
from gongkai.web.applications.views.letter_help import attempt, served
from gongkai.web.common import days
from gongkai.web.common.access import adds, lists, opens, takes_files
from gongkai.web.common.generic.edits import VERSION
from gongkai.web.organs.models import Unit

MOST = 10 * 1024 * 1024
"""Bytes of a template."""


def units_of(person: Any, action: str) -> list[Unit]:
    """The units whose settings a person may look at, or change."""
    where = LetterSetting.gate.actions[action]
    keys = [grant.unit_id for grant in person.grants if grant.role in where]
    return list(Unit.objects.restrict(person, "view").filter(pk__in=keys).order_by("place"))


def unit_of(request: HttpRequest, action: str) -> Unit | None:
    """The unit that the page is about: the one asked for, where the person may, else their first."""
    units = units_of(request.user, action)
    wanted = request.POST.get("unit") or request.GET.get("unit") or ""
    return next((unit for unit in units if str(unit.pk) == wanted), units[0] if units and not wanted else None)


def _need(request: HttpRequest, action: str) -> Unit:
    unit = unit_of(request, action)
    if unit is None:
        raise Http404("没有这个单位的文书设置，或者您无权查看。")
    return unit


def _kind(key: str) -> kinds.Letter:
    known = kinds.letters(days.today())
    if key not in known:
        raise Http404("没有这种文书，请返回模板列表重新选择。")
    return known[key]


@lists(LetterTemplate)
def templates(request: HttpRequest) -> HttpResponse:
    """Every kind of letter with the template that holds."""
    unit = unit_of(request, "view")
    rows = letters_templates.in_use(unit) if unit else []
    return render(request, "applications/letters/templates.html", {
        "unit": unit, "units": units_of(request.user, "view"), "rows": rows, "may": unit in units_of(request.user, "edit") if unit else False})


@adds(LetterTemplate, "view")
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """One kind: which template holds, what may stand in it, and all that were in use."""
    unit, found = _need(request, "view"), _kind(kind)
    rows = LetterTemplate.objects.restrict(request.user).filter(unit=unit, kind=kind).select_related("file", "made_by").order_by("-id")
    return render(request, "applications/letters/template.html", {
        "unit": unit, "kind": found, "rows": rows, "own": rows.first() is not None and rows[0].file_id is not None, "form": TemplateForm(),
        "fields": letters_templates.vocabulary(found), "may": unit in units_of(request.user, "edit")})


@adds(LetterTemplate, "view")
def template_file(request: HttpRequest, kind: str, which: str) -> HttpResponseBase:
    """A template as a file: ``ours``, the one in ``use``, or an ``example`` made with it (``example-pdf``)."""
    unit, found = _need(request, "view"), _kind(kind)
    try:
        match which:
            case "ours":
                return served(letters_templates.ours(found), f"{found.label}（系统模板）.docx", "docx")
            case "use":
                return served(letters_making.template_of(unit, found).data, f"{found.label}（模板）.docx", "docx")
            case "example":
                return served(letters_templates.example(unit, found), f"{found.label}（示例）.docx", "docx")
            case "example-pdf":
                return served(letters_making.pdf(letters_templates.example(unit, found)), f"{found.label}（示例）.pdf", "pdf")
    except (GongkaiError, FileNotFoundError) as error:
        raise Http404(f"模板打不开：{error}") from None
    raise Http404("没有这种文件，请返回模板页面重新选择。")


@adds(LetterTemplate, "edit")
@takes_files
def template_put(request: HttpRequest, kind: str) -> HttpResponse:
    """A unit's own template comes in: looked at, its problems shown with their places, refused where it has errors."""
    unit, found = _need(request, "edit"), _kind(kind)
    form = TemplateForm(request.POST or None, request.FILES or None)
    problems: list[Any] = []
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        if upload.size > MOST:
            form.add_error("file", "模板超过 10 MB，请压缩其中的图片后再上传。")
        else:
            data = upload.read()
            problems = letters_templates.check(found, data)
            if all(problem.level != "error" for problem in problems):
                if attempt(form, lambda: letters_templates.put(request.user, unit, found, data, upload.name or "模板.docx", problems))[1]:
                    for problem in problems:
                        messages.warning(request, problem.message)
                    messages.success(request, "模板已启用，以后拟制的该种文书按此模板生成。")
                    return redirect(f"{reverse('applications:letter_template', args=[kind])}?unit={unit.pk}")
            else:
                form.add_error("file", "模板有错误，没有启用。请按下面的提示修改后重新上传。")
    return render(request, "applications/letters/template_put.html", {"unit": unit, "kind": found, "form": form, "problems": problems},
                  status=422 if form.errors else 200)


@adds(LetterTemplate, "edit")
@require_POST
def template_back(request: HttpRequest, kind: str) -> HttpResponse:
    """The template that comes with the system holds again."""
    unit, found = _need(request, "edit"), _kind(kind)
    letters_templates.back_to_ours(request.user, unit, found)
    messages.success(request, "已恢复系统模板；本单位的模板仍保留，可以下载后重新上传。")
    return redirect(f"{reverse('applications:letter_template', args=[kind])}?unit={unit.pk}")


@adds(LetterSetting, "edit")
def settings(request: HttpRequest) -> HttpResponse:
    """Reviewer, court and numbers, for each body that the unit answers for."""
    unit = _need(request, "edit")
    rows = letters_settings.settings_of(unit)
    wanted = request.POST.get("body") or request.GET.get("body") or ""
    row = next((one for one in rows if str(one.body_id) == wanted), rows[0])
    form = SettingForm(request.POST if request.method == "POST" else None, instance=row)
    version = row.version if row.pk else 0
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get(VERSION, "")
        if attempt(form, lambda: letters_settings.change(request.user, unit, row.body, int(seen) if seen.isdecimal() else version, **form.cleaned_data))[1]:
            messages.success(request, "已保存。")
            return redirect(f"{reverse('applications:letter_settings')}?unit={unit.pk}&body={row.body_id}")
    form.marks = {VERSION: version, "unit": unit.pk, "body": row.body_id}  # type: ignore[attr-defined]
    return render(request, "applications/letters/settings.html", {
        "unit": unit, "units": units_of(request.user, "edit"), "row": row, "rows": rows, "form": form, "proposed": row.pk is None},
        status=422 if form.errors else 200)


@lists(LetterNumber)
def numbers(request: HttpRequest) -> HttpResponse:
    """The numbers that were given, by word and year, with their gaps."""
    unit = unit_of(request, "view")
    return render(request, "applications/letters/numbers.html", {
        "unit": unit, "units": units_of(request.user, "view"), "series": letters_numbers.series(unit) if unit else [],
        "may": unit in units_of(request.user, "edit") if unit else False})


@adds(LetterNumber, "edit")
def number_gap(request: HttpRequest) -> HttpResponse:
    """Explain a number that no letter here bears."""
    unit = _need(request, "edit")
    given = request.POST or request.GET
    word, year, serial = given.get("word", ""), given.get("year", ""), given.get("serial", "")
    form = ReasonForm(request.POST if request.method == "POST" else None)
    form.marks = {"unit": unit.pk, "word": word, "year": year, "serial": serial}  # type: ignore[attr-defined]

    def act() -> None:
        if not (year.isdecimal() and serial.isdecimal() and len(year) == 4 and len(serial) < 6):
            raise ValidationError("请从文号列表中选择空号。")
        letters_numbers.note_gap(request.user, unit, word, int(year), int(serial), form.cleaned_data["reason"])

    if request.method == "POST" and form.is_valid() and attempt(form, act)[1]:
        messages.success(request, "已登记空号。")
        return redirect(f"{reverse('applications:letter_numbers')}?unit={unit.pk}")
    return render(request, "common/edit.html", {
        "title": "登记空号", "form": form, "hint": f"{word}〔{year}〕{serial}号没有对应的文书，请写明原因，例如用于纸质文书、误编作废。",
        "cancel": f"{reverse('applications:letter_numbers')}?unit={unit.pk}"}, status=422 if form.errors else 200)


@opens(LetterNumber, "edit")
def number_void(request: HttpRequest, row: LetterNumber) -> HttpResponse:
    """Put a number out of use."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: letters_numbers.void(request.user, row, form.cleaned_data["reason"]))[1]:
        messages.success(request, "已作废，该号不再使用。")
        return redirect(f"{reverse('applications:letter_numbers')}?unit={row.unit_id}")
    return render(request, "common/edit.html", {
        "title": f"作废文号{row}", "form": form, "submit": "作废", "tone": "danger", "hint": "作废的号保留在登记中，不再编给其他文书；该文书须重新编号定稿。",
        "cancel": f"{reverse('applications:letter_numbers')}?unit={row.unit_id}"}, status=422 if form.errors else 200)
