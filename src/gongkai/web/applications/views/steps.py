"""One step with a case: the form that its row of the table makes, the due day that would follow, and the entry."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.web.applications.domain import entering, parties, uploads
from gongkai.web.applications.enums import FileRole, Kind
from gongkai.web.applications.forms import StepForm
from gongkai.web.applications.models import Case
from gongkai.web.applications.steps import STEPS, Step
from gongkai.web.common.access import opens, takes_files
from gongkai.web.common.gate import require
from gongkai.web.common.generic.edits import attempt

ROLES = {Kind.CORRECTION_RECEIVED: FileRole.CORRECTION, Kind.SEARCHED: FileRole.EVIDENCE, Kind.POSTED: FileRole.PROOF, Kind.SERVED: FileRole.PROOF,
         Kind.DISCLOSURE_REVIEWED: FileRole.APPROVAL, Kind.THIRD_PARTY_ANSWERED: FileRole.OPINION, Kind.AGENCY_ANSWERED: FileRole.OPINION,
         Kind.COMAKER_ANSWERED: FileRole.OPINION}

OWN_PAGES = {Kind.RECEIVED: "applications:intake_confirm", Kind.REGISTERED: "applications:intake_register"}
"""Steps that have a page of their own, which shows beside them what the application says and what it is like."""


@takes_files
@opens(Case)
def step(request: HttpRequest, row: Case, kind: str) -> HttpResponse:
    """Enter one event by hand. With ``look`` in the form, the due day that would follow is shown and nothing is saved."""
    found = STEPS.get(kind) if kind in Kind.values else None  # type: ignore[call-overload]
    if found is None or not found.by_hand:
        raise Http404("没有这种办理事项，请返回申请页面重新选择。")
    require(request.user, found.action, row)
    if found.kind in OWN_PAGES:
        return redirect(OWN_PAGES[found.kind], row.pk)
    form = StepForm(request.POST or None, request.FILES or None, step=found, case=row, person=request.user)
    told: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        if "look" in request.POST:
            seen, fine = attempt(form, lambda: entering.preview(row, found.kind, form.day(), details=form.details(), party=form.party()))
            told = {"now": seen[0], "due": seen[1]} if fine else {}
        elif attempt(form, lambda: _enter(request, row, found, form))[1]:
            messages.success(request, f"已登记“{found.kind.label}”。")
            return redirect("applications:case", row.pk)
    return render(request, "applications/step.html", {"case": row, "step": found, "form": form, "told": told})


def _enter(request: HttpRequest, case: Case, step: Step, form: StepForm) -> None:
    """The file is looked at first, with no transaction open; then all of it is written, or none."""
    upload = form.cleaned_data.get("document")
    looked = uploads.look(upload) if upload else None
    with transaction.atomic():
        party = form.party()
        if step.party is not None and party is None:
            party = parties.add(request.user, case, step.party, form.new_party())
        document = uploads.keep(request.user, case, looked, ROLES.get(step.kind, FileRole.EVIDENCE), party=party) if looked else None
        entering.enter(request.user, case, step.kind, form.day(), details=form.details(), words=form.words(), party=party, document=document,
                       to_unit=form.cleaned_data.get("to_unit"), to_person=form.cleaned_data.get("to_person"))
