"""Number and query code, the case they open, its files."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from gongkai.engine import receipt
from gongkai.web.applications.domain import applicants, complaints, opening, vault
from gongkai.web.applications.models import Case, Complaint
from gongkai.web.applications.public import access, complaining, knocking
from gongkai.web.applications.public.filing import contact_of
from gongkai.web.common import eventlog, sealing
from gongkai.web.organs.models import OfficeContact, Unit

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
    number = request.POST.get("number", "").strip()[:60]
    answer: knocking.Answer[Case | Complaint] = knocking.knock(request, number, request.POST.get("code", "").strip()[:60], either)
    if answer.row is None:
        return _asked(request, number, answer.sentence, answer.status, carried)
    if isinstance(answer.row, Complaint):
        complaining.open_for(request, answer.row)
        return redirect("apply:complaint")
    access.open_for(request, answer.row)
    from gongkai.web.applications.public import acts

    return acts.again(request, answer.row, carried) if carried else redirect("apply:case")


def either(number: str, code: str) -> Case | Complaint | None:
    """The application, or the complaint (whose numbers begin with T), that a number and a code open together."""
    return complaints.find(number, code) if number.startswith("T") else opening.find(number, code)


def _asked(request: HttpRequest, number: str, sentence: str, status: int, carried: dict[str, str]) -> HttpResponse:
    return render(request, "applications/public/query.html", {
        "number": number, "sentence": sentence, "carried": carried, "contact": county_contact(), "minutes": access.MINUTES}, status=status)


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
