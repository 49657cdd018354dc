"""Where to apply, the form, the receipt, and what is already published on what somebody types."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from gongkai.engine.parameters import parameters
from gongkai.errors import GongkaiError
from gongkai.web.applications.domain import drafts, intake, limits, opening, receipt_papers, receipts, uploads, vault
from gongkai.web.applications.enclosing import Enclosing, Slot, page_mark
from gongkai.web.applications.enums import FileRole
from gongkai.web.applications.forms_application import ApplicationForm, RecordForm
from gongkai.web.applications.public import access, offering
from gongkai.web.common import days, sealing
from gongkai.web.common import files as kept_files
from gongkai.web.organs.domain import queries as units
from gongkai.web.organs.models import OfficeContact, Unit

SLOTS = (
    Slot("identity", "证件的照片或者扫描件", FileRole.IDENTITY, "一时不便上传的，可以先提交申请，工作机构会再与您核对身份。"),
    Slot("authorisation", "委托书和代理人的身份证明", FileRole.IDENTITY, "由代理人办理的，请上传委托书和代理人的身份证明。", of_agent=True),
    Slot("attachments", "其他材料", FileRole.ATTACHMENT, "有助于查找信息的材料，可以不传。"),
)
MARKS = "applications-filed"
"""Where the session remembers digests of what was filed in it, each with the mark of its page."""
FEWEST = 4
"""Characters from which on it is looked for what is published."""


@access.anybody
def choose(request: HttpRequest) -> HttpResponse:
    """The bodies that can be applied to, and which of them take applications here."""
    today = days.today()
    bodies = list(units.units_on(today).order_by("place"))
    online = intake.online_bodies(bodies)
    return render(request, "applications/public/choose.html", {"bodies": [(body, body.pk in online) for body in bodies]})


@access.keeps_what_was_typed
@access.anybody
def form(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for one body; filed, it leads to the receipt."""
    return _form(request, slug, ApplicationForm)


@access.keeps_what_was_typed
@access.anybody
def record(request: HttpRequest, slug: str) -> HttpResponse:
    """The form by which a record of oneself is to be put right (条例第四十一条)."""
    return _form(request, slug, RecordForm)


def _form(request: HttpRequest, slug: str, made: type[ApplicationForm]) -> HttpResponse:
    body = Unit.objects.select_related("parent").filter(slug=slug).first()
    if body is None:
        raise Http404("没有这个单位，请从“选择受理机关”中重新选择。")
    if not intake.takes_online(body):
        return render(request, "applications/public/closed.html", {"body": body, "contact": contact_of(body), "heirs": units.heirs(body)})
    if request.method != "POST":
        response = _page(request, body, made(initial={"supply_form": "electronic"}), Enclosing(request, SLOTS))
        response["Cache-Control"] = "private, no-cache"  # a page without anybody's data: going back keeps what was typed
        return response
    trusted = not access.token_fails(request)
    filled = made(request.POST)
    try:
        limits.take("form", access.address(request))
    except limits.TooOften as stop:
        return _page(request, body, filled, Enclosing(request, SLOTS, trusted=False), stop=stopped(stop, body), status=429)
    files = Enclosing(request, SLOTS, trusted=trusted)
    if not trusted:
        return _page(request, body, filled, files, status=403, stop="页面打开的时间太久，已经过期，申请还没有提交。已填写的内容都在下面，请核对后再提交一次；"
                     "如仍出现此提示，请检查浏览器是否禁用了 Cookie。选好的文件需要重新选择。")
    if request.POST.get("act") == "attach" or "drop" in request.POST:
        filled = made(initial=request.POST.dict())
    elif filled.is_valid() and not files.refused:
        try:
            return _filed(request, body, filled, files)
        except limits.TooOften as stop:
            return _page(request, body, filled, files, stop=stopped(stop, body), status=429)
        except ValidationError as error:
            filled.add_error(None, error)
    return _page(request, body, filled, files, status=422 if filled.errors or files.refused else 200)


def _filed(request: HttpRequest, body: Unit, form: ApplicationForm, files: Enclosing) -> HttpResponse:
    who, application, enclosed = access.address(request), form.application(), files.enclosed()
    limits.take("apply", who)
    # Who goes back and sends the same once more has another page before them, and means the same application.
    marks, same = request.session.get(MARKS, {}), intake.digest(body, application, enclosed)
    case, _, fresh = intake.file_online(body, application, enclosed, marks.get(same) or page_mark(request))
    if fresh:
        marks = {**marks, same: page_mark(request)}
    else:
        limits.give_back("apply", who)
        messages.info(request, "这份申请已经提交过，没有重复提交，回执如下。")
    files.done()
    access.open_for(request, case, fresh=True)
    request.session[MARKS] = dict(list(marks.items())[-20:])
    return redirect("apply:receipt")


def _page(request: HttpRequest, body: Unit, form: ApplicationForm, files: Enclosing, *, stop: str = "", status: int = 200) -> HttpResponse:
    files.lay_aside()
    return render(request, "applications/public/form.html", {
        "record": isinstance(form, RecordForm), "record_term": parameters().on("record_term", days.today()),
        "body": body, "unit": opening.office_for(body), "contact": contact_of(body), "form": form, "files": files, "stop": stop,
        "page": page_mark(request), "hours": drafts.HOURS, "accept": uploads.accepted(),
        "bounds": uploads.bounds()}, status=status)


def stopped(stop: limits.TooOften, body: Unit, what: str = "申请还没有提交，已填写的内容都在下面。") -> str:
    """Why somebody is stopped, when again, and what else they can do: no one is kept from applying."""
    contact = contact_of(body)
    other = f"急需提交的，可以拨打{contact.office}电话 {contact.telephone}，或者当面提交、邮寄。" if contact else "急需提交的，可以当面提交或者邮寄。"
    return f"{stop}{what}{other}"


def contact_of(body: Unit) -> OfficeContact | None:
    """How to reach the 工作机构 that answers for a body."""
    unit = opening.office_for(body)
    found = OfficeContact.objects.on(days.today()).filter(unit__in=[unit, body]).order_by(F("since").desc(nulls_last=True), "-pk")
    return next((row for row in found if row.unit_id == unit.pk), found.first())


@access.applicant
def receipt(request: HttpRequest, case: Any) -> HttpResponse:
    """The receipt, with the query code as long as the session that filed it is open."""
    fresh = access.is_fresh(request)
    mailed = fresh and receipts.can_be_mailed() and any(vault.party_of(party)["email"] for party in case.parties.all())
    return render(request, "applications/public/receipt.html", {
        "case": case, "code": vault.application_of(case)["code"] if fresh else "", "way": intake.confirmed_by(case),
        "contact": contact_of(case.body), "minutes": access.MINUTES, "mailed": mailed, "wanted": vault.application_of(case)})


@access.applicant
def receipt_file(request: HttpRequest, case: Any) -> HttpResponseBase:
    """The receipt as PDF; with the query code as `receipt` shows it."""
    try:
        made = receipt_papers.make(case, vault.application_of(case)["code"] if access.is_fresh(request) else "", "pdf")
    except (GongkaiError, sealing.Unreadable, FileNotFoundError) as error:
        raise Http404(f"回执生成不了：{error}") from None
    return kept_files.answer(BytesIO(made), f"接收回执{case.receipt}.pdf", "application/pdf", inline=True)


@access.anybody
def offer(request: HttpRequest) -> HttpResponse:
    """A piece of a page: what is published on what was typed so far. Sent as a form, so that no address holds it."""
    if request.method != "POST":
        return redirect("apply:choose")
    text = request.POST.get("text", "").replace("\x00", "").strip()[:500]
    try:
        limits.take("offer", access.address(request))
    except limits.TooOften as stop:
        return render(request, "applications/public/_offers.html", {"stop": stop}, status=200)
    rows = offering.offers(text) if len(text) >= FEWEST else []
    return render(request, "applications/public/_offers.html", {"rows": rows})
