"""归档: bind a case; cases whose time of retention is over."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.web.applications.domain import archiving, retention
from gongkai.web.applications.forms_settings import ReasonForm
from gongkai.web.applications.models import Case
from gongkai.web.common.access import lists, opens, takes_files
from gongkai.web.common.gate import allows
from gongkai.web.common.generic.edits import create
from gongkai.web.common.generic.paging import page_of
from gongkai.web.common.generic.steps import attempt
from gongkai.web.common.views import refuse


@takes_files
@opens(Case, "archive")
def archive(request: HttpRequest, row: Case) -> HttpResponse:
    """What archiving does, and the button; the two files lie with the case afterwards."""
    if request.method == "POST":
        attempt(request, lambda: archiving.archive(request.user, row), "已归档。案卷 PDF 和全部原件的压缩包可以在“材料”中下载。")
        return redirect("applications:case", row.pk)
    return render(request, "applications/archive.html", {"case": row, "rule": retention.rule_of(row), "files": row.files.count()})


@lists(Case)
def expired(request: HttpRequest) -> HttpResponse:
    """Archived cases whose time is over."""
    page = page_of(archiving.overdue_for_erasure(request.user).select_related("unit").defer("sealed").order_by("pk"), request.GET.get("page"), 25)
    return render(request, "applications/expired.html", {"page_obj": page, "rows": [(row, allows(request.user, "reverse", row)) for row in page.object_list]})


@opens(Case, "reverse")
def erase(request: HttpRequest, row: Case) -> HttpResponse:
    """Destroy what the case holds of persons."""
    if not archiving.overdue_for_erasure(request.user).filter(pk=row.pk).exists():
        return refuse(request, 409, "不能销毁", "该案卷的保管期限还没有届满，或者个人信息已经销毁。")
    return create(request, ReasonForm, lambda form: archiving.erase(request.user, row, form.cleaned_data["reason"]), title=f"销毁个人信息：{row}",
                  done=reverse("applications:expired"), cancel=reverse("applications:expired"), submit="销毁", tone="danger",
                  message="已销毁，统计和办理记录保留。", hint="销毁密钥后，申请人信息、材料和案卷任何人都无法再打开，不能恢复。")
