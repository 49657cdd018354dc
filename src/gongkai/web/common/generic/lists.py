"""A list on a page of its own.

    @lists(Item)
    def index(request):
        return show(request, Item.objects.restrict(request.user).select_related("unit"), ItemTable, filters=ItemFilter,
                    title="公开事项", empty="本单位还没有公开事项。")

The rows are those that the caller has restricted; the export holds the same rows, filtered and sorted as on the screen. A
table's column takes part in the export unless it says ``exclude_from_export=True``.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django_filters import FilterSet
from django_tables2 import Column, Table

from gongkai.web.common import eventlog
from gongkai.web.common.generic import sheets
from gongkai.web.common.generic.ordering import total
from gongkai.web.common.generic.paging import page_of

PER_PAGE = (25, 50, 100)
EXPORTED = 20_000
"""Rows that one export holds at most."""
_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class DayColumn(Column):
    """A column of days, 2026-11-30; django-tables2's own makes a template for each cell."""

    def render(self, value: date) -> str:
        """The day."""
        return f"{value:%Y-%m-%d}"


def show(
    request: HttpRequest, rows: QuerySet[Any], table: type[Table], *, title: str, filters: type[FilterSet] | None = None,
    template: str = "common/list.html", empty: str = "没有内容。", add: tuple[str, str] | None = None, export: bool = True,
    narrow: bool = False, **context: Any,
) -> HttpResponseBase:
    """A page of the list, or its export.

    Args:
        rows: what the person may see; the view has restricted it.
        table: columns. Its ``sort`` comes from the address.
        filters: the line of filters above; what is wrong in the address shows no rows and says why.
        template: a template that extends ``common/list.html``.
        empty: the sentence where there is nothing at all.
        add: label and address of the button that makes a new row.
        export: whether the rows may be taken away as CSV or XLSX.
        narrow: see `paging.page_of`.
        context: what the template wants beside.
    """
    filtering = filters(request.GET, queryset=rows, request=request) if filters else None
    if filtering is not None:
        rows = filtering.qs if filtering.is_valid() else rows.none()
    made = table(rows, order_by=request.GET.get("sort") or table._meta.order_by or ())
    made.request = request  # given to the table itself it would count and cut the rows its own way
    ordered = total(made.data.data)
    if export and (kind := request.GET.get("export")) in _KINDS:
        if ordered.order_by()[:EXPORTED + 1].count() <= EXPORTED:
            return _export(request, made, ordered, title, kind)
        context["refusal"] = f"符合条件的超过 {EXPORTED} 条，一次导出不了，请先筛选（例如按年份），再分次导出。"
    per_page = next((size for size in PER_PAGE if str(size) == request.GET.get("per")), PER_PAGE[0])
    page = page_of(ordered, request.GET.get("page"), per_page, narrow=narrow)
    page.object_list = list(page.object_list)
    made.data.data = page.object_list
    filtered = filtering is not None and any(value not in (None, "", [], ()) for value in (
        filtering.form.cleaned_data.values() if filtering.is_valid() else ["?"]))
    return render(request, template, {
        "title": title, "table": made, "page_obj": page, "filter": filtering, "filtered": filtered, "empty": empty, "add": add,
        "exportable": export and page.paginator.count, "per_page": per_page, "sizes": PER_PAGE, **context})


def show_rows(
    request: HttpRequest, rows: Sequence[Any], table: type[Table], *, title: str, form: Any = None, filtered: bool = False,
    template: str = "common/list.html", empty: str = "没有内容。", export: bool = True, **context: Any,
) -> HttpResponseBase:
    """A page of rows that were computed, or its export; the caller has narrowed and sorted them.

    Args:
        form: the line of filters above, bound to the address.
        filtered: whether it narrows anything.
    """
    made = table(list(rows), orderable=False)
    made.request = request
    if export and (kind := request.GET.get("export")) in _KINDS:
        return send(request, made.as_values(), title, kind)
    per_page = next((size for size in PER_PAGE if str(size) == request.GET.get("per")), PER_PAGE[0])
    page = Paginator(rows, per_page).get_page(request.GET.get("page"))
    made.data.data = page.object_list
    return render(request, template, {
        "title": title, "table": made, "page_obj": page, "filter": {"form": form} if form is not None else None, "filtered": filtered,
        "empty": empty, "exportable": export and page.paginator.count, "per_page": per_page, "sizes": PER_PAGE, **context})


def _export(request: HttpRequest, table: Table, rows: QuerySet[Any], title: str, kind: str) -> FileResponse:
    """The rows as a file."""
    table.data.data = rows
    return send(request, table.as_values(), title, kind)


def send(request: HttpRequest, rows: Iterable[Any], title: str, kind: str) -> FileResponse:
    """Rows as a file, the first one their heads. Written whole before it is sent: a fault is a page of its own, never half a file.

    Args:
        kind: csv or xlsx.
    """
    file = tempfile.SpooledTemporaryFile(max_size=4 << 20)  # noqa: SIM115
    count = sheets.write_csv(file, rows) if kind == "csv" else sheets.write_xlsx(file, rows, title)
    eventlog.record("list.exported", actor=request.user, unit=getattr(request.user, "home", None), title=title,
                    after={"rows": count - 1, "format": kind, "filter": dict(request.GET.lists())})
    file.seek(0)
    name = f"{title}-{timezone.localdate():%Y%m%d}.{kind}"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=_KINDS[kind])
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
