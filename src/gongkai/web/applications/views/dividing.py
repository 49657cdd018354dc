"""Divide a case into its matters, or answer several cases of one applicant in one letter."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.web.applications.domain import dividing, vault
from gongkai.web.applications.enums import Phase
from gongkai.web.applications.forms_settings import MergeForm, SplitForm
from gongkai.web.applications.models import Case
from gongkai.web.common.access import opens
from gongkai.web.common.generic.edits import attempt


@opens(Case, "work")
def split(request: HttpRequest, row: Case) -> HttpResponse:
    """Divide: a line for each matter, the applicant's words to copy from beside."""
    form = SplitForm(request.POST or None)
    titles, contents = form.parts(request.POST) if request.method == "POST" else ([], [])
    if request.method == "POST" and "more" not in request.POST and form.is_valid():
        parts, fine = attempt(form, lambda: dividing.split(request.user, row, titles, contents, form.cleaned_data["reason"]))
        if fine:
            messages.success(request, f"已拆分为 {len(parts)} 件，分别编号办理。")
            return redirect("applications:case", row.pk)
    filled = list(zip(titles, contents, strict=True))
    empty = max(2 - len(filled), 1 if "more" in request.POST else 0)
    return render(request, "applications/split.html", {"case": row, "form": form, "parts": [*filled, *[("", "")] * empty],
                                                       "application": vault.application_of(row)})


@opens(Case, "work")
def merge(request: HttpRequest, row: Case) -> HttpResponse:
    """Other open cases of the same applicant are answered along with this one."""
    form = MergeForm(request.POST or None, person=request.user, case=row)
    if request.method == "POST" and form.is_valid():
        chosen = list(form.cleaned_data["cases"])
        if attempt(form, lambda: dividing.merge(request.user, chosen, row, form.cleaned_data["reason"]))[1]:
            messages.success(request, f"已将 {len(chosen)} 件申请并入，答复时一并答复，各自计数。")
            return redirect("applications:case", row.pk)
    return render(request, "applications/merge.html", {"case": row, "form": form, "any": form.fields["cases"].queryset.exists(),  # type: ignore[attr-defined]
                                                       "working": row.phase == Phase.WORKING})
