"""What has changed since a report was counted: taken or left, cell by cell."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.report.form import edition
from gongkai.web.annualreport.domain import compiling
from gongkai.web.annualreport.domain.counted import SOURCES, counted_addresses, opens_to
from gongkai.web.annualreport.models import AnnualReport
from gongkai.web.common.access import opens
from gongkai.web.common.editing import Conflict


@opens(AnnualReport, "edit")
def changes(request: HttpRequest, row: AnnualReport) -> HttpResponse:
    """The cells whose count is another one by now."""
    wrong: dict[str, str] = {}
    problem = ""
    if request.method == "POST":
        shown = request.POST.getlist("shown")
        left = {address: request.POST.get(f"reason-{address}", "").replace("\x00", "") for address in shown if request.POST.get(f"take-{address}") == "left"}
        asked = request.POST.get("version", "")
        try:
            compiling.take_changes(request.user, row, int(asked) if asked.isdecimal() and len(asked) < 10 else 0, left, shown)
        except Conflict:
            problem = "您打开之后，这份报告已被他人修改并保存，请对照刷新后的内容重新选择。"
        except ValidationError as error:
            wrong = {address: "".join(texts) for address, texts in error.message_dict.items()} if hasattr(error, "error_dict") else {}
            problem = "" if wrong else "".join(error.messages)
        else:
            messages.success(request, f"已重新统计，采用新数 {len(shown) - len(left)} 处，保留原数 {len(left)} 处。")
            return redirect("annualreport:report", id=row.pk)
        row.refresh_from_db()
    sources = counted_addresses(edition(row.edition))
    rows = []
    for one in compiling.changes(row):
        source = sources.get(one.address, "decisions")
        rows.append({"change": one, "source": SOURCES[source], "link": opens_to(row.unit, row.year, one.address, source),
                     "left": request.POST.get(f"take-{one.address}") == "left" or (not request.POST and bool(one.reason)),
                     "reason": request.POST.get(f"reason-{one.address}", one.reason), "wrong": wrong.get(one.address, "")})
    return render(request, "annualreport/changes.html", {
        "row": row, "rows": rows, "problem": problem, "snapshot": row.snapshots.select_related("made_by").order_by("-number").first()},
        status=400 if request.method == "POST" else 200)
