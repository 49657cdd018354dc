"""The office above judges what was handed in: remarks at cells and paragraphs, sent back or taken."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.web.annualreport.domain import approving, deadlines, handing
from gongkai.web.annualreport.domain.places import called, of_finding
from gongkai.web.annualreport.enums import HandAct, Handing
from gongkai.web.annualreport.forms_road import JudgeForm
from gongkai.web.annualreport.models import AnnualReport
from gongkai.web.annualreport.showing import marks_of_findings, marks_of_remarks, paper
from gongkai.web.annualreport.views.road import attempt
from gongkai.web.common.access import opens


@opens(AnnualReport, "examine")
def examine(request: HttpRequest, row: AnnualReport) -> HttpResponse:
    """The version that was handed in, what its signer let pass on top; a click on a cell or paragraph writes a remark there."""
    handed = handing.last_handed(row)
    if handed is None:
        messages.error(request, f"{row}还没有报送，报送以后才能审核。")
        return redirect(approving.page_of(row))
    form = JudgeForm(request.POST if request.method == "POST" else None)
    notes = [handing.Note(*one) for one in zip(*(request.POST.getlist(name) for name in ("target", "text", "quote")), strict=False)]
    open_ = row.handing in (Handing.HANDED, Handing.ACCEPTED)
    if request.method == "POST" and form.is_valid():
        given = request.POST.get("seen", "")
        seen = int(given) if given.isdecimal() and len(given) < 18 else 0
        accept = request.POST.get("verdict") == HandAct.ACCEPTED
        said = form.cleaned_data["note"]
        if accept and any(one.text.strip() for one in notes):
            form.add_error(None, "审核通过的，请先删除已写的各处意见；有意见需要修改的，请选“退回修改”。")
        elif attempt(form, lambda: handing.accept(request.user, row, seen, said) if accept else
                     handing.send_back(request.user, row, seen, notes, said))[1]:
            messages.success(request, "已审核通过。" if accept else "已退回修改，并提醒了该单位。")
            return redirect(f"{reverse('annualreport:board')}?year={row.year}")
    content = handed.version.content
    earlier = list(row.hand_ins.filter(act=HandAct.RETURNED).select_related("version", "by").prefetch_related("remarks").order_by("-id"))
    marks = marks_of_findings(content)
    if not open_ and earlier and earlier[0].version_id == handed.version_id:  # a place of one version is another in the next
        for target, found in marks_of_remarks(earlier[0].remarks.all()).items():
            marks.setdefault(target, []).extend(found)
    return render(request, "annualreport/road/examine.html", {
        "report": row, "handed": handed, "version": handed.version, "content": content, "paper": paper(content, marks), "form": form, "open": open_,
        "findings": [(one, of_finding(content, one)) for one in content.get("findings", [])], "overridden": approving.overridden(handed.version),
        "days": deadlines.days_of(row.unit, row.year, row.scope), "notes": [(called(content, one.target), one) for one in notes],
        "earlier": [(act, [(called(act.version.content, one.target), one) for one in act.remarks.all()]) for act in earlier],
        "accepted": row.handing == Handing.ACCEPTED}, status=422 if form.errors else 200)
