"""Collected reports before the public: a batch's numbers, and the files themselves where they may be downloaded."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from gongkai.web.annualreport.domain import collect_orders, originals
from gongkai.web.annualreport.models import CollectBatch, CollectedFile
from gongkai.web.common.access import opens
from gongkai.web.common.generic import steps
from gongkai.web.organs.visitor import person_of


@opens(CollectBatch, "edit")
def public(request: HttpRequest, row: CollectBatch) -> HttpResponse:
    """Put the used reports of a batch before the public (``public=1``), or take them away."""
    wanted = request.POST.get("public") == "1"
    return steps.take(request, lambda: collect_orders.make_public(person_of(request), row, wanted),
                      "采用的报告将在门户公开，原文件正在检查。" if wanted else "已停止公开，门户上不再显示这些报告。", "annualreport:collect_batch", row.pk)


@opens(CollectBatch, "edit")
def offer_all(request: HttpRequest, row: CollectBatch) -> HttpResponse:
    """Offer all files of a batch that had hints alone, with one reason."""
    reason = request.POST.get("reason", "")
    return steps.take(request, lambda: collect_orders.give(person_of(request), row, "offer", reason), "已安排提供下载，进度见本页。",
                      "annualreport:collect_batch", row.pk)


@opens(CollectedFile, "edit")
def offer(request: HttpRequest, row: CollectedFile) -> HttpResponse:
    """Offer one file."""
    return steps.take(request, lambda: originals.offer(person_of(request), row, request.POST.get("reason", "")), "原文件已在门户提供下载。",
                      "annualreport:collect_file", row.pk)


@opens(CollectedFile, "edit")
def withhold(request: HttpRequest, row: CollectedFile) -> HttpResponse:
    """Do not offer one file."""
    return steps.take(request, lambda: originals.withhold(person_of(request), row, request.POST.get("reason", "")), "原文件不在门户提供下载。",
                      "annualreport:collect_file", row.pk)
