"""A complaint about disclosure itself (条例第四十七条、第五十一条): the form, the receipt with its query code, its progress and its answer."""

from __future__ import annotations

import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.web.applications.domain import complaints, drafts, limits, strongbox, uploads
from gongkai.web.applications.enclosing import Enclosing, Slot, page_mark
from gongkai.web.applications.enums import ComplaintGround, FileRole
from gongkai.web.applications.forms_application import Typed
from gongkai.web.applications.models import Complaint
from gongkai.web.applications.public import access
from gongkai.web.applications.public.filing import contact_of, stopped
from gongkai.web.common import days, sealing
from gongkai.web.organs.domain import queries as units

SLOTS = (Slot("files", "材料", FileRole.ATTACHMENT, "能够说明情况的材料，例如申请的回执、收到的答复书、网页截图，可以不传。"),)
OWN = "complaint"
"""Where the session remembers which complaint was opened with which code, and until when."""


class ComplainForm(Typed):
    """What is complained of, and by whom; who complains need not say who they are."""

    unit = forms.ChoiceField(label="被投诉的单位", error_messages={"required": "请选择被投诉的单位。", "invalid_choice": "没有这个单位，请重新选择。"})
    ground = forms.ChoiceField(label="事由", choices=ComplaintGround.choices, widget=forms.RadioSelect, error_messages={"required": "请选择事由。"})
    text = forms.CharField(label="投诉举报的内容", max_length=8000, widget=forms.Textarea(attrs={"rows": 8}), error_messages={"required": "请写明投诉举报的内容。"},
                           help_text="写明什么时候、什么事项、哪里不符合规定，希望怎样处理。")
    name = forms.CharField(label="您的姓名或者名称", max_length=100, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    contact = forms.CharField(label="联系方式", max_length=200, required=False, help_text="电话、电子邮箱或者地址，便于核实情况；不留的，凭编号和查询码在这里查看答复。")

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.units = {unit.slug: unit for unit in units.units_on(days.today()).order_by("order", "id")}
        self.fields["unit"].choices = [("", "请选择"), *((slug, unit.name) for slug, unit in self.units.items())]  # type: ignore[attr-defined]


@access.keeps_what_was_typed
@access.anybody
def form(request: HttpRequest) -> HttpResponse:
    """The form; filed, it leads to the receipt."""
    case = access.opened(request)
    if request.method != "POST":
        named = case.body.slug if case is not None and "case" in request.GET else request.GET.get("unit", "")
        return _page(request, ComplainForm(initial={"unit": named, "ground": "answer" if case is not None and "case" in request.GET else ""}), case,
                     Enclosing(request, SLOTS))
    filled, trusted = ComplainForm(request.POST), not access.token_fails(request)
    if not trusted:
        return _page(request, filled, case, Enclosing(request, SLOTS, trusted=False), status=403,
                     stop="页面打开的时间太久，已经过期，还没有提交。已填写的内容都在下面，请核对后再提交一次，选好的文件需要重新选择。")
    try:
        limits.take("form", access.address(request))  # before files are looked at
    except limits.TooOften as stop:
        unit = filled.units.get(request.POST.get("unit", ""))
        words = stopped(stop, unit, "还没有提交，已填写的内容都在下面。") if unit else f"{stop}还没有提交，已填写的内容都在下面。"
        return _page(request, filled, case, Enclosing(request, SLOTS, trusted=False), stop=words, status=429)
    files = Enclosing(request, SLOTS)
    if request.POST.get("act") == "attach" or "drop" in request.POST:
        return _page(request, ComplainForm(initial=request.POST.dict()), case, files, status=422 if files.refused else 200)
    if not filled.is_valid() or files.refused:
        return _page(request, filled, case, files, status=422)
    values, unit, who = filled.cleaned_data, filled.units[filled.cleaned_data["unit"]], access.address(request)
    try:
        limits.take("complain", who)
        row, _, fresh = complaints.file_online(unit, ground=values["ground"], words={name: values[name] for name in complaints.FIELDS}, page=page_mark(request),
                                               case=case if case is not None and request.POST.get("about_case") else None,
                                               files=[file for _, file in files.files])
    except limits.TooOften as stop:
        return _page(request, filled, case, files, stop=stopped(stop, unit, "还没有提交，已填写的内容都在下面。"), status=429)
    except ValidationError as error:
        filled.add_error(None, error)
        return _page(request, filled, case, files, status=422)
    if not fresh:
        limits.give_back("complain", who)
    files.done()
    _open_for(request, row, fresh=True)
    return redirect("apply:complaint")


def _page(request: HttpRequest, form: ComplainForm, case: Any, files: Enclosing, *, stop: str = "", status: int = 200) -> HttpResponse:
    about = case is not None and ("case" in request.GET or bool(request.POST.get("about_case")))
    files.lay_aside()
    return render(request, "applications/public/complain.html", {
        "form": form, "stop": stop, "page": page_mark(request), "case": case if about else None, "files": files, "hours": drafts.HOURS,
        "accept": uploads.accepted(), "bounds": uploads.bounds()}, status=status)


def open_for(request: HttpRequest, row: Complaint) -> None:
    """Let this session into a complaint, for half an hour."""
    _open_for(request, row, fresh=False)


def _open_for(request: HttpRequest, row: Complaint, *, fresh: bool) -> None:
    if not request.user.is_authenticated:
        request.session.cycle_key()
    request.session[OWN] = {"complaint": row.pk, "code": row.code_index, "until": time.time() + access.MINUTES * 60, "fresh": fresh}


@access.anybody
def status(request: HttpRequest) -> HttpResponse:
    """Where a complaint stands, and its answer; with its query code as long as the session that filed it is open."""
    held = request.session.get(OWN) or {"until": 0.0}
    live = held["until"] > time.time()
    row = Complaint.objects.select_related("unit").filter(pk=held["complaint"], code_index=held["code"]).first() if live else None
    if row is None:
        return redirect("apply:query")
    try:
        words, shown = strongbox.unseal(row, row.sealed, "text"), complaints.told(row)
        sent = [(strongbox.file_name(file), file.size) for file in complaints.came_with(row)]
    except sealing.Unreadable as error:
        raise Http404(str(error)) from None
    return render(request, "applications/public/complaint.html", {
        "row": row, "code": words.get("code", "") if held.get("fresh") else "", "text": words.get("text", ""), "view": shown, "files": sent, "minutes": access.MINUTES,
        "contact": contact_of(row.unit)})


@access.anybody
def leave(request: HttpRequest) -> HttpResponse:
    """Close it again."""
    if request.method == "POST":
        request.session.pop(OWN, None)
    return redirect("apply:query")


