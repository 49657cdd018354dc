"""The list of reports, and the press that makes one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from gongkai.web.annualreport.domain import compiling, queries
from gongkai.web.annualreport.forms import CompileForm
from gongkai.web.annualreport.models import AnnualReport
from gongkai.web.annualreport.tables import ReportFilter, ReportTable
from gongkai.web.common import days
from gongkai.web.common.access import adds, lists
from gongkai.web.common.generic.edits import create
from gongkai.web.common.generic.lists import show


@lists(AnnualReport)
def index(request: HttpRequest) -> HttpResponseBase:
    """Reports that the person may see; above, what is to be compiled."""
    rows = AnnualReport.objects.restrict(request.user).select_related("unit", "created_by")
    adding, last = AnnualReport.gate.somewhere(request.user, "add"), days.today().year - 1
    return show(request, rows, ReportTable, filters=ReportFilter, title="年度报告", template="annualreport/index.html",
                empty="还没有年度报告。编制时，系统按办理记录、规范性文件登记和填报的数据生成各表，并写好标题和引言。" if adding else "还没有年度报告。",
                add=("编制年度报告", reverse("annualreport:compile")) if adding else None, last=last,
                waiting=queries.without_report(request.user, last) if adding else [])


@adds(AnnualReport)
def compile_new(request: HttpRequest) -> HttpResponse:
    """One press: the draft of a year, counted at this moment."""
    units = queries.units_of(request.user)
    asked = {name: request.GET[name] for name in ("unit", "year") if request.GET.get(name, "").isdecimal() and len(request.GET[name]) < 10}

    if "year" not in asked:
        asked["year"] = str(queries.year_to_compile(units))

    def save(form: Any) -> AnnualReport:
        return compiling.compile_report(request.user, form.cleaned_data["unit"], form.cleaned_data["year"])

    return create(request, CompileForm, save, title="编制年度报告", done=lambda row: reverse("annualreport:report", args=[row.pk]),
                  form_kwargs={"units": units, "initial": asked}, submit="生成报告稿", cancel=reverse("annualreport:reports"),
                  message="已生成报告稿，各表数字按现在的记录统计。请编写文字，并逐项处理检查结果。",
                  hint="按所选年度的格式生成标题、引言、各表和落款。表三、表四按办理记录和复议诉讼记录统计，规章、规范性文件按登记统计，行政许可、处罚、强制和收费取填报的数据，没有填报的留空。年度没有结束的，按目前的记录统计，以后可以重新统计。")
