"""A signed letter on its way: numbered, stamped, sent, arrived, or come back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.errors import GongkaiError
from gongkai.web.applications.domain import (
    letters_approving,
    letters_drafting,
    letters_mailing,
    letters_numbers,
    letters_sending,
    uploads,
)
from gongkai.web.applications.enums import FileRole, LetterStage
from gongkai.web.applications.forms_letters import ArrivalForm, NumberForm, ReturnForm, SendForm, StampForm
from gongkai.web.applications.models import CaseFile, Letter
from gongkai.web.applications.views.letter_help import attempt, scan_of
from gongkai.web.common import days
from gongkai.web.common.access import opens, takes_files
from gongkai.web.organs.visitor import person_of


def _page(request: HttpRequest, row: Letter, form: forms.Form, act: Callable[[], Any], stages: tuple[LetterStage, ...], *, title: str, submit: str, done: str,
          question: str = "", **context: Any) -> HttpResponse:
    """A step of a letter with its form; told to come back where the letter stands elsewhere."""
    if row.stage not in stages:
        messages.error(request, f"该文书{LetterStage(row.stage).label}，现在不能{title}，请核对最新状态。")
        return redirect("applications:letter", row.pk)
    if request.method == "POST" and form.is_valid() and attempt(form, act)[1]:
        messages.success(request, done)
        return redirect("applications:letter", row.pk)
    return render(request, "applications/letters/act.html", {
        "letter": row, "case": row.case, "title": title, "form": form, "submit": submit, "question": question,
        "cancel": reverse("applications:letter", args=[row.pk]), **context}, status=422 if form.errors else 200)


def _posted(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _proof(request: HttpRequest, row: Letter, upload: Any, role: FileRole = FileRole.PROOF) -> Callable[[], CaseFile | None]:
    """Look at an upload now, with no transaction open; what is returned keeps it within one."""
    looked = scan_of(upload) if upload else None
    return lambda: uploads.keep(request.user, row.case, looked, role, party=row.party) if looked else None


@opens(Letter, "send")
@takes_files
def number(request: HttpRequest, row: Letter) -> HttpResponse:
    """文号 and day: the letter is made with them, everything else as it was signed."""
    numbered, proposed = letters_drafting.kind_of(row).number, ""
    if numbered and row.stage == LetterStage.SIGNED:
        try:
            proposed = row.number or letters_numbers.proposed(row, days.today().year)
        except GongkaiError:
            proposed = ""
    signed = row.versions.order_by("-number").first()
    last = signed.steps.order_by("-id").first() if signed else None
    form = NumberForm(_posted(request)[0], numbered=numbered, initial={"number": proposed, "issued_on": last.approved_on if last else days.today()})

    def act() -> None:
        final = letters_sending.finish(row, form.cleaned_data.get("number", ""), form.cleaned_data["issued_on"])
        letters_sending.keep_final(request.user, row, row.version, final)
        if final.no_pdf:
            messages.warning(request, f"没有生成 PDF：{final.no_pdf}请下载 Word 定稿打印盖章。")

    return _page(request, row, form, act, (LetterStage.SIGNED,), title="编号定稿", submit="编号定稿", done="已编号定稿，请下载盖章，或者直接发出。",
                 question="文号和成文日期填入签发稿，其余内容与签发稿一致。")


@opens(Letter, "send")
@takes_files
def stamp(request: HttpRequest, row: Letter) -> HttpResponse:
    """The stamped scan comes in, byte for byte."""
    form = StampForm(*_posted(request))

    def act() -> None:
        keep = _proof(request, row, form.cleaned_data["scan"], FileRole.STAMPED)
        with transaction.atomic():
            file = keep()
            assert file is not None
            letters_sending.stamp(request.user, row, row.version, file)

    return _page(request, row, form, act, (LetterStage.SIGNED,), title="上传盖章件", submit="上传", done="已上传盖章件。",
                 question="发给收件人的以盖章件为准。")


@opens(Letter, "send")
@takes_files
def send(request: HttpRequest, row: Letter) -> HttpResponse:
    """How and when it went out; what follows for the case is entered with it."""
    form = SendForm(*_posted(request), letter=row)
    kind = letters_drafting.kind_of(row)

    def act() -> None:
        values = dict(form.cleaned_data)
        upload = values.pop("proof")
        if values.pop("by_site", False):
            mailed = letters_mailing.send(person_of(request), row, row.version, note=values["note"], unstamped=values.get("unstamped", False),
                                          accepted=values.get("accepted", False))
            messages.info(request, f"邮件编号：{mailed.message_id}")
            return
        keep = _proof(request, row, upload)
        with transaction.atomic():
            letters_sending.send(request.user, row, row.version, proof=keep(), **values)

    tells = []
    if kind.answer:
        tells.append("发出后，该申请即按此答复办结；并入该申请的其他申请一并办结。")
    elif kind.event == "fee_notified":
        tells.append("通知缴费以申请人收到之日为准：邮寄的，在登记签收时开始计算缴费期限。")
    elif kind.event == "extended" and not _agreed(row):
        tells.append("延期须经工作机构负责人同意；该文书的审核意见中还没有其同意的记录。")
    if row.stage in (LetterStage.SIGNED, LetterStage.RETURNED):
        tells += [f"还不能发出：{lack.sentence}" for lack in letters_drafting.lacking(row)]
    return _page(request, row, form, act, (LetterStage.SIGNED, LetterStage.RETURNED), title="发出文书", submit="登记发出", done="已登记发出。",
                 question="".join(tells))


def _agreed(row: Letter) -> bool:
    version = row.versions.order_by("-number").first()
    return version is not None and letters_approving.agreed_by_head(version) is not None


@opens(Letter, "send")
@takes_files
def arrived(request: HttpRequest, row: Letter) -> HttpResponse:
    """What was posted was signed for."""
    form = ArrivalForm(*_posted(request), initial={"day": days.today()})

    def act() -> None:
        values = dict(form.cleaned_data)
        keep = _proof(request, row, values.pop("proof"))
        with transaction.atomic():
            letters_sending.arrived(request.user, row, row.version, values.pop("day"), proof=keep(), **values)

    return _page(request, row, form, act, (LetterStage.SENT,), title="登记签收", submit="登记签收", done="已登记签收。")


@opens(Letter, "send")
@takes_files
def undelivered(request: HttpRequest, row: Letter) -> HttpResponse:
    """What was posted came back."""
    form = ReturnForm(*_posted(request), initial={"day": days.today()})

    def act() -> None:
        values = dict(form.cleaned_data)
        keep = _proof(request, row, values.pop("proof"))
        with transaction.atomic():
            letters_sending.undelivered(request.user, row, row.version, values.pop("day"), values.pop("cause"), proof=keep(), **values)

    return _page(request, row, form, act, (LetterStage.SENT,), title="登记退件", submit="登记退件", done="已登记退件，请另行送达。",
                 question="邮件被退回的，都应当另行送达。")
