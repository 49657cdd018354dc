"""A clerk takes an application in from paper, post, fax, mail or by word of mouth; confirms that it is received; registers it."""

from __future__ import annotations

import time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from gongkai.engine import applicants
from gongkai.errors import GongkaiError
from gongkai.web.applications.domain import alike, intake, numbering, opening, receipt_papers, uploads, vault
from gongkai.web.applications.enclosing import Enclosing, Slot, page_mark
from gongkai.web.applications.enums import FileRole, PartyRole, Stage
from gongkai.web.applications.forms_intake import ConfirmForm, PaperForm, RegisterForm
from gongkai.web.applications.models import Case
from gongkai.web.applications.views.cases import UNMASKED
from gongkai.web.applications.views.letter_help import served
from gongkai.web.common import days, eventlog, sealing
from gongkai.web.common.access import adds, opens, takes_files
from gongkai.web.common.gate import allows
from gongkai.web.common.generic.edits import attempt
from gongkai.web.organs.models import Unit

SLOTS = (
    Slot("scan", "申请书扫描件", FileRole.APPLICATION, "信封、邮件回执等一并扫描。口头提出的，上传申请人签字的申请表。"),
    Slot("identity", "证件的复印件或者扫描件", FileRole.IDENTITY),
    Slot("authorisation", "委托书和代理人的身份证明", FileRole.IDENTITY, of_agent=True),
    Slot("attachments", "其他材料", FileRole.ATTACHMENT),
)
SHOWN, SECONDS = "applications-receipts", 1800
"""Where the session remembers whose receipt a clerk may print with its code, and for how long; never the code."""


@adds(Case)
@takes_files
def new(request: HttpRequest) -> HttpResponse:
    """The form of a clerk."""
    where = Case.gate.where(request.user, "add")
    units = [unit for unit in Unit.objects.restrict(request.user, "view").select_related("parent").order_by("place")
             if where is not None and Case.gate.allows(request.user, "add", Case(unit=unit)) and unit.exists_on(days.today())]
    posted = request.method == "POST"
    initial = {"submitted_on": days.today(), "body": f"{units[0].pk}-{units[0].pk}" if len(units) == 1 else ""}
    form = PaperForm(request.POST if posted else None, units=units, initial=initial)
    files = Enclosing(request, SLOTS)
    page = page_mark(request)
    if posted and (request.POST.get("act") == "attach" or "drop" in request.POST):
        form = PaperForm(units=units, initial=request.POST.dict())
    elif posted and form.is_valid() and not files.refused:
        values = form.cleaned_data
        unit, body = form.parts()
        made, fine = attempt(form, lambda: intake.take_in(
            request.user, unit, body, values["how"], form.application(), files.enclosed(), submitted_on=values["submitted_on"],
            received_on=values["received_on"], read_back=values["read_back"], note=values["note"], page=page))
        if fine:
            files.done()
            _may_print(request, made[0])
            messages.success(request, "申请已经录入。")
            return redirect("applications:intake_receipt", made[0].pk)
    files.lay_aside()
    wrong = posted and bool(form.errors or files.refused)
    return render(request, "applications/intake/new.html", {
        "form": form, "files": files, "page": page, "accept": uploads.accepted(), "bounds": uploads.bounds()}, status=422 if wrong else 200)


@opens(Case, "add")
def receipt(request: HttpRequest, row: Case) -> HttpResponse:
    """The receipt to be printed for the applicant; with the query code for half an hour after it was made, for its clerk alone."""
    shown = request.session.get(SHOWN, {}).get(str(row.pk), 0) > time.time() - SECONDS
    held = _held(row)
    return render(request, "applications/intake/receipt.html", {
        "case": row, "code": held.get("code", "") if shown else "", "wanted": held, "way": intake.confirmed_by(row),
        "applicant": _applicant(row) if shown else "", "lacking": _lacking(row), "alike": _alike(request, row),
        "back": intake.link(row), "today": days.today()})


@opens(Case, "add")
def receipt_file(request: HttpRequest, row: Case, kind: str) -> HttpResponseBase:
    """The receipt as Word file or PDF; with the query code as `receipt` shows it."""
    if kind not in ("docx", "pdf"):
        raise Http404("没有这种格式，请选择 Word 或者 PDF。")
    shown = request.session.get(SHOWN, {}).get(str(row.pk), 0) > time.time() - SECONDS
    try:
        made = receipt_papers.make(row, _held(row).get("code", "") if shown else "", kind)
    except (GongkaiError, sealing.Unreadable, FileNotFoundError) as error:
        raise Http404(f"回执生成不了：{error}") from None
    eventlog.record("case.receipt_made", row, actor=request.user, unit=row.unit)
    return served(made, f"接收回执{row.receipt}.{kind}", kind)


@opens(Case, "register")
def confirm(request: HttpRequest, row: Case) -> HttpResponse:
    """That an application is received (第三十一条); then it is registered."""
    if row.stage != Stage.UNCONFIRMED:
        messages.info(request, "该申请已经确认收到。")
        return _on(row)
    form = ConfirmForm(request.POST if request.method == "POST" else None, initial={"day": days.today()})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if attempt(form, lambda: intake.confirm(request.user, row, values["day"], method=values["method"], note=values["note"]))[1]:
            messages.success(request, f"已确认收到，答复期限至 {row.due_on:%Y-%m-%d}。请登记。")
            return redirect("applications:intake_register", row.pk)
    return render(request, "applications/intake/confirm.html", {**_about(request, row), "form": form}, status=422 if form.errors else 200)


@opens(Case, "register")
def register(request: HttpRequest, row: Case) -> HttpResponse:
    """登记: its number, and what it is about."""
    if row.stage == Stage.UNCONFIRMED:
        return redirect("applications:intake_confirm", row.pk)
    if row.stage != Stage.RECEIVED:
        messages.info(request, "该申请已经登记。")
        return _on(row)
    form = RegisterForm(request.POST if request.method == "POST" else None, case=row, initial={"day": days.today()})
    form.fields["number"].help_text = f"不填则编为“{numbering.next_case_number(row.unit, days.today().year)}”。"
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if attempt(form, lambda: opening.register(request.user, row, values["day"], values["title"], values["number"]))[1]:
            messages.success(request, f"已登记，编号{row.number}。")
            return _on(row)
    return render(request, "applications/intake/register.html", {**_about(request, row), "form": form}, status=422 if form.errors else 200)


@opens(Case, "register")
def code(request: HttpRequest, row: Case) -> HttpResponse:
    """Give the applicant another query code, after looking at who they are."""
    if request.method == "POST":
        intake.new_code(request.user, row)
        _may_print(request, row)
        messages.success(request, "已重新生成查询码，原查询码作废，请打印回执交给申请人。")
        return redirect("applications:intake_receipt", row.pk)
    return render(request, "applications/intake/code.html", {"case": row, "back": intake.link(row)})


def section_of_alike(request: HttpRequest, case: Case, standing: Any) -> dict[str, Any] | None:
    """For a case's page: other applications of the same applicant, for those who work on it."""
    found = _alike(request, case) if allows(request.user, "files", case) else []
    return {"alike": found} if found else None


def section_of_receipt(request: HttpRequest, case: Case, standing: Any) -> dict[str, Any] | None:
    """For a case's page: the way to its receipt, for its clerks."""
    return {} if allows(request.user, "add", case) else None


def _may_print(request: HttpRequest, case: Case) -> None:
    held = {key: at for key, at in request.session.get(SHOWN, {}).items() if at > time.time() - SECONDS}
    request.session[SHOWN] = {**held, str(case.pk): int(time.time())}


def _on(case: Case) -> HttpResponse:
    """On to the case's page."""
    return redirect("applications:case", case.pk)


def _about(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What both pages show of a case."""
    way, form = applicants.ways().get(case.supply_way), applicants.forms().get(case.supply_form)
    unmasked = allows(request.user, "unmask", case) and case.pk in request.session.get(UNMASKED, [])
    return {"case": case, "way": intake.confirmed_by(case), "wanted": _held(case), "contact": _contact(case, unmasked), "unmasked": unmasked, "lacking": _lacking(case),
            "alike": _alike(request, case), "back": intake.link(case), "kind": applicants.kinds()[case.applicant_kind].label,
            "supply": "；".join(each.label for each in (form, way) if each)}


def _held(case: Case) -> dict[str, Any]:
    try:
        return vault.application_of(case)
    except sealing.Unreadable as error:
        return {"content": str(error)}


def _lacking(case: Case) -> list[str]:
    try:
        return intake.lacking(case)
    except sealing.Unreadable:
        return []


def _alike(request: HttpRequest, case: Case) -> list[alike.Alike]:
    try:
        return alike.near(request.user, case)
    except sealing.Unreadable:
        return []


def _applicant(case: Case) -> str:
    """The applicant's name, for the receipt that is handed to them."""
    return vault.party_of(case.parties.get(role=PartyRole.APPLICANT, number=1))["name"]


def _contact(case: Case, unmasked: bool) -> list[tuple[str, str]]:
    """How the applicant is reached, masked unless the case's page has unmasked it in this session, which noted the look."""
    from gongkai.web.applications.domain.applicants import CONTACT_LABELS

    try:
        held = vault.party_of(case.parties.get(role=PartyRole.APPLICANT, number=1))
    except sealing.Unreadable:
        return []
    shown = {"name": "申请人", **CONTACT_LABELS}
    return [(label, held[name] if unmasked else vault.masked(name, held[name])) for name, label in shown.items() if held[name]]
