"""Number and query code, the case they open, its files."""

from __future__ import annotations

import re
import unicodedata
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from gongkai.engine import receipt
from gongkai.web.applications.domain import applicants, limits, opening, vault
from gongkai.web.applications.public import access
from gongkai.web.applications.public.filing import contact_of
from gongkai.web.common import eventlog, sealing
from gongkai.web.organs.models import OfficeContact, Unit

WRONG = "回执编号或者查询码不正确，请对照回执核对后重新输入。查询码不分大小写，不含数字0、1和字母I、O。"
MOST_CARRIED = 20_000
"""Characters of a text that a visitor typed while the half hour ran out, and that wait until the code is typed again."""


@access.anybody
def query(request: HttpRequest) -> HttpResponse:
    """Ask for number and code. A wrong one tells nothing, whichever of them it was; who tries too often waits."""
    carried = {name: request.POST.get(name, "")[:MOST_CARRIED] for name in ("then", "text") if request.POST.get(name)}
    if request.method != "POST":
        if access.opened(request) is not None:
            return redirect("apply:case")
        return render(request, "applications/public/query.html", {"contact": county_contact(), "minutes": access.MINUTES})
    number, code = request.POST.get("number", "").strip()[:60], request.POST.get("code", "").strip()[:60]
    sentence, status = "请填写回执编号和查询码。", 422
    if number and code:
        who = access.address(request)
        try:
            limits.take("code_address", who)
            limits.take("code_number", _plain(number) or "none")
        except limits.TooOften as stop:
            return _asked(request, number, f"{stop}", 429, carried)
        case = opening.find(_plain(number), _characters(code))
        if case is not None:
            limits.give_back("code_address", who)
            limits.give_back("code_number", _plain(number))
            access.open_for(request, case)
            from gongkai.web.applications.public import acts

            return acts.again(request, case, carried) if carried else redirect("apply:case")
        sentence = WRONG
    return _asked(request, number, sentence, status, carried)


def _asked(request: HttpRequest, number: str, sentence: str, status: int, carried: dict[str, str]) -> HttpResponse:
    return render(request, "applications/public/query.html", {
        "number": number, "sentence": sentence, "carried": carried, "contact": county_contact(), "minutes": access.MINUTES}, status=status)


def _plain(number: str) -> str:
    """A number as `opening.find` takes it, however it was typed; so that no other spelling of it is counted apart.

        >>> _plain("２０２６0918 7kx3qm"), _plain(" 20260918—7KX3QM")
        ('20260918-7KX3QM', '20260918-7KX3QM')
    """
    found = re.fullmatch(r"(\d{8})([0-9A-Z]{6})", plain := _characters(number))
    return f"{found[1]}-{found[2]}" if found else plain


def _characters(typed: str) -> str:
    """Letters and digits alone, half-width, in capitals: codes are read out, copied by hand and pasted with blanks."""
    return re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", typed).upper())


def county_contact() -> OfficeContact | None:
    """Whom to ask where nobody knows yet which unit it is about: the office of the unit at the top."""
    root = Unit.objects.filter(parent=None).order_by("order", "id").first()
    return contact_of(root) if root is not None else None


@access.applicant
def case(request: HttpRequest, case: Any) -> HttpResponse:
    """Where the case stands, by when and why, what was sent, what may be done."""
    try:
        shown, wanted = applicants.view(case), vault.application_of(case)
    except sealing.Unreadable as error:
        raise Http404(str(error)) from None
    return render(request, "applications/public/case.html", {
        "case": case, "view": shown, "wanted": wanted, "channel": receipt.channel(case.channel, case.submitted_on),
        "contact": contact_of(case.body), "minutes": access.MINUTES})


@access.applicant
def file(request: HttpRequest, case: Any, file: uuid.UUID) -> HttpResponseBase:
    """A file of a letter that was sent to the applicant."""
    found = next((row for row in applicants.files_for(case) if row.pk == file), None)
    if found is None:
        raise Http404("没有这份文件，请返回查询页面重新选择。")
    try:
        response: HttpResponseBase = vault.serve_file(request, found, inline="inline" in request.GET)
    except (sealing.Unreadable, FileNotFoundError) as error:
        raise Http404(str(error) if isinstance(error, sealing.Unreadable) else "这份文件暂时无法读取，请联系工作机构。") from None
    eventlog.record("case.file_read", case, unit=case.unit, after={"file": str(found.pk), "role": found.role, "by": "applicant"})
    return response


@access.applicant
def part(request: HttpRequest, case: Any, id: int) -> HttpResponse:
    """From a divided application to one of its parts, or back."""
    found = applicants.part_or_whole(case, id)
    if found is not None:
        access.open_for(request, found)
    return redirect("apply:case")


@access.anybody
def leave(request: HttpRequest) -> HttpResponse:
    """Leave the case, on a computer that others use too."""
    if request.method == "POST":
        access.close(request)
    return redirect("apply:query")


@access.anybody
def alive(request: HttpRequest) -> HttpResponse:
    """Whoever types is there: the half hour goes on."""
    return HttpResponse("open" if access.opened(request) is not None else "", content_type="text/plain")
