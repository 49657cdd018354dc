"""Reasons for findings: the clerk's for what stays as it is, the signer's for what would hold up signing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.web.annualreport.domain import findings
from gongkai.web.annualreport.domain.findings import Told
from gongkai.web.annualreport.domain.looking import look
from gongkai.web.annualreport.models import AnnualReport
from gongkai.web.common.access import opens

FIELD = "reason-"


@opens(AnnualReport, "edit")
def explain(request: HttpRequest, row: AnnualReport) -> HttpResponse:
    """A reason for each warning and each error that does not hold up signing."""
    return _page(request, row, findings.explain, lambda one: not one.blocks and one.finding.level != "notice",
                 title="说明检查结果", hint="逐条改正；确实无误、不需要改正的，写明理由。理由随报告保存，审核人、签发人和上级主管部门都能看到。内容改动后，有变化的问题须重新说明。",
                 empty="没有需要说明的问题。")


@opens(AnnualReport, "sign")
def override(request: HttpRequest, row: AnnualReport) -> HttpResponse:
    """A signer's reason for each error of arithmetic."""
    return _page(request, row, findings.override, lambda one: one.blocks, title="照此签发的理由",
                 hint="以下数据在表内勾稽不符，一般应退回改正。确需照此签发的，写明理由；理由上级主管部门能看到。", empty="表内数据勾稽一致，不需要说明。")


def _page(request: HttpRequest, row: AnnualReport, keep: Callable[..., Any], wanted: Callable[[Told], bool], **context: Any) -> HttpResponse:
    given = {name.removeprefix(FIELD): str(value).replace("\x00", "") for name, value in request.POST.items() if name.startswith(FIELD)}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = keep(request.user, row, given)
        except ValidationError as error:
            wrong = {key: "".join(texts) for key, texts in error.message_dict.items()}
        else:
            messages.success(request, f"已保存 {len(made)} 条理由。" if made else "没有新的理由。")
            return redirect(reverse("annualreport:report", args=[row.pk]))
    rows = [(one, given.get(one.key, one.waiver.reason if one.waiver else ""), wrong.pop(one.key, "")) for one in look(row).told if wanted(one)]
    return render(request, "annualreport/reasons.html", {"row": row, "rows": rows, "gone": list(wrong.values()), "field": FIELD, **context},
                  status=400 if request.method == "POST" else 200)
