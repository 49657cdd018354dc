"""What an applicant does with their case: correct, give reasons, withdraw, confirm a reply, suggest, put the contact right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.web.applications.domain import applicants, limits, uploads
from gongkai.web.applications.domain.uploads import Looked
from gongkai.web.applications.enclosing import Enclosing, Slot
from gongkai.web.applications.enums import FileRole
from gongkai.web.applications.forms_application import ContactForm, Typed
from gongkai.web.applications.models import Case
from gongkai.web.applications.public import access
from gongkai.web.applications.public.filing import stopped
from gongkai.web.common.access import View
from gongkai.web.common.generic.edits import attempt

LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that may be done: its page, what it asks for, the function that does it."""

    key: str
    title: str
    label: str
    submit: str
    hint: str
    done: str
    do: Callable[[Case, str, Sequence[Looked]], Any]
    role: FileRole | None = None
    needed: bool = True
    tone: str = ""


ACTS = {act.key: act for act in (
    Act("correct", "提交补正", "补正内容", "提交补正", "请按补正告知书列明的事项逐项说明，可以同时上传材料。答复期限从收到补正的次日起重新计算（《条例》第三十条）。",
        "补正已经提交，答复期限重新计算。", applicants.correct, FileRole.CORRECTION, needed=False),
    Act("reasons", "说明申请理由", "申请理由", "提交说明", "申请的数量、频次明显超过合理范围的，行政机关可以要求说明理由（《条例》第三十五条）。请如实说明，可以同时上传材料。",
        "理由说明已经提交。", applicants.give_reasons, FileRole.OPINION, needed=False),
    Act("withdraw", "撤回申请", "撤回的原因", "确认撤回", "撤回后，该申请不再办理，也不能恢复；仍需要信息的，可以重新提出申请。",
        "申请已经撤回。", lambda case, text, files: applicants.withdraw(case, text), needed=False, tone="danger"),
    Act("suggest", "建议主动公开", "建议的理由", "提交建议", "您认为所申请的信息应当让公众普遍知晓的，可以建议行政机关纳入主动公开的范围。行政机关经审核认为属于主动公开范围的，应当及时主动公开"
        "（《条例》第四十四条第二款）。", "建议已经提交，工作机构会进行审核。", lambda case, text, files: applicants.suggest(case, text)),
)}


class TextForm(Typed):
    """A text, and where it is asked for files."""

    text = forms.CharField(label="内容", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8}), required=False,
                           error_messages={"required": "请填写后再提交。"})

    def __init__(self, *given: Any, act: Act, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["text"].label, self.fields["text"].required = act.label, act.needed


def _page(key: str) -> View:
    """The page of an act."""

    @access.keeps_what_was_typed
    @access.anybody
    def view(request: HttpRequest) -> HttpResponse:
        case = access.opened(request)
        if case is None:  # the half hour is over: what was typed waits until the code is typed again
            if request.method == "POST" and request.POST.get("text"):
                return render(request, "applications/public/query.html", {
                    "carried": {"then": key, "text": request.POST["text"][:20_000]}, "minutes": access.MINUTES,
                    "sentence": "为保护您的信息，查询页面超过半小时没有操作已自动退出，内容还没有提交。请重新输入回执编号和查询码，刚才填写的文字会保留，文件需要重新选择。"},
                    status=403)
            return redirect("apply:query")
        return _act(request, case, ACTS[key])

    view.applicant = True  # type: ignore[attr-defined]
    view.__name__, view.__doc__ = key, f"{ACTS[key].title}."
    return view


def _act(request: HttpRequest, case: Case, act: Act) -> HttpResponse:
    if act.key not in applicants.view(case).may:
        messages.warning(request, f"该申请现在不需要或者不能{act.title}，请查看最新状态。")
        return redirect("apply:case")
    posted = request.method == "POST"
    trusted = not posted or not access.token_fails(request)
    form = TextForm(request.POST if posted else None, act=act)
    files = Enclosing(request, _slots(act), trusted=trusted)
    status = 200
    if posted and not trusted:
        form.add_error(None, "页面已经过期，内容还没有提交，请核对后再提交一次。")
    elif posted and (request.POST.get("act") == "attach" or "drop" in request.POST):
        form = TextForm(initial={"text": request.POST.get("text", "")}, act=act)
    elif posted and form.is_valid() and not files.refused:
        try:
            limits.take("act", access.address(request))
        except limits.TooOften as stop:
            form.add_error(None, stopped(stop, case.body, "内容还没有提交。"))
        else:
            _, fine = attempt(form, lambda: act.do(case, form.cleaned_data["text"], [file for _, file in files.files]))
            if fine:
                files.done()
                messages.success(request, act.done)
                return redirect("apply:case")
    files.lay_aside()
    if posted and (form.errors or files.refused):
        status = 422
    return _shown(request, case, act, form, files, status)


def _shown(request: HttpRequest, case: Case, act: Act, form: TextForm, files: Enclosing, status: int = 200) -> HttpResponse:
    return render(request, "applications/public/act.html", {
        "case": case, "act": act, "form": form, "files": files, "accept": uploads.accepted(), "bounds": uploads.bounds(),
        "address": reverse(f"apply:{act.key}")}, status=status)


def again(request: HttpRequest, case: Case, carried: dict[str, str]) -> HttpResponse:
    """After the code was typed again: the page that somebody was at, with what they had typed."""
    act = ACTS.get(carried.get("then", ""))
    if act is None or act.key not in applicants.view(case).may:
        return redirect("apply:case")
    form = TextForm(initial={"text": carried.get("text", "")}, act=act)
    return _shown(request, case, act, form, Enclosing(request, _slots(act), trusted=False))


def _slots(act: Act) -> tuple[Slot, ...]:
    return (Slot("files", "材料", act.role),) if act.role else ()


correct, reasons, withdraw, suggest = (_page(key) for key in ("correct", "reasons", "withdraw", "suggest"))


@access.applicant
def contact(request: HttpRequest, case: Any) -> HttpResponse:
    """Put right how one is reached."""
    if "contact" not in applicants.view(case).may:
        messages.warning(request, "该申请已经归档，不能再更正联系方式。")
        return redirect("apply:case")
    form = ContactForm(request.POST if request.method == "POST" else None, initial=applicants.contact_of(case))
    if request.method == "POST" and form.is_valid():
        try:
            limits.take("act", access.address(request))
        except limits.TooOften as stop:
            form.add_error(None, stopped(stop, case.body, "内容还没有保存。"))
        else:
            made, fine = attempt(form, lambda: applicants.change_contact(case, form.cleaned_data))
            if fine:
                messages.success(request, "联系方式已经更正。" if made else "联系方式没有改动。")
                return redirect("apply:case")
    return render(request, "applications/public/contact.html", {"case": case, "form": form}, status=422 if form.errors else 200)


@access.applicant
def confirm(request: HttpRequest, case: Any, letter: int) -> HttpResponse:
    """The applicant says that they have a letter."""
    found = next((reply.letter for reply in applicants.view(case).replies if reply.letter.pk == letter and reply.confirmable), None)
    if request.method == "POST" and found is not None:
        try:
            applicants.confirm_reply(case, found)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, "已确认收到，谢谢。")
    elif request.method == "POST":
        messages.warning(request, "这份文书不需要确认，或者已经确认过。")
    return redirect("apply:case")
