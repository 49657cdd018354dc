"""Tables 3 and 4 as they stand, each number a way to its cases."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from gongkai.report.form import Table, edition
from gongkai.report.model import Cell
from gongkai.report.writing.layout import LaidTable, lay_out
from gongkai.web.applications.domain import counting, queries
from gongkai.web.applications.forms import CountForm
from gongkai.web.applications.models import Case, Dispute
from gongkai.web.applications.tables import CaseFilter, CaseTable
from gongkai.web.common import days
from gongkai.web.common.access import lists
from gongkai.web.common.addresses import addresses
from gongkai.web.common.generic.lists import show


def _chosen(request: HttpRequest) -> tuple[CountForm, list[int], int, date | None]:
    """The form, the bodies, the year and the day; what is wrong in the address counts nothing and says so."""
    given, seen = request.GET.copy(), list(queries.bodies_seen(request.user))
    if "year" not in given:
        given["year"] = str(days.today().year)
    if "body" not in given and seen:
        given["body"] = str(seen[0].pk)
    form = CountForm(given, bodies=seen)
    if not form.is_valid():
        return form, [], days.today().year, None
    unit, subtree = form.cleaned_data["body"], form.cleaned_data["scope"] == "all"
    bodies = counting.bodies_below(unit, subtree=subtree)
    if subtree:  # of the units below, those whose cases the person may see
        bodies = queries.bodies_counted(request.user, bodies)
    return form, bodies, form.cleaned_data["year"], form.cleaned_data["until"]


@lists(Case)
def tables(request: HttpRequest) -> HttpResponse:
    """Both tables for a body, a year and a day."""
    form, bodies, year, until = _chosen(request)
    asked = request.GET.copy()
    asked["year"] = str(year)
    made = edition(counting.edition_of(year))
    counted = {"3": counting.table_3(bodies, year, until), "4": counting.table_4(bodies, year, until)}
    # The form prints no number of a group (（三）不予公开): its items have them.
    cells = {f"{number}.{row.key}.{column.key}": Cell(counted[number][row.key][column.key] if row.key in counted[number] else 0, "")
             for number in counted for row in made.tables[number].leaves() for column in made.tables[number].columns}
    laid = [table for table in lay_out(made, cells) if table.number in counted]
    query = asked.urlencode()
    return render(request, "applications/counts.html", {
        "form": form, "year": year, "until": until, "shown": bool(bodies) or form.is_valid(), "edition": made,
        "tables": [(table, _rows(table, query)) for table in laid]})


def _rows(table: LaidTable, query: str) -> list[list[dict[str, Any]]]:
    """The cells of a table, each number that is not 0 with the address of its cases."""
    made, address = [], addresses("applications:counted_cases" if table.number == "3" else "applications:counted_disputes", 2)
    for row in table.rows:
        cells = []
        for cell in row:
            link = ""
            if cell.address and cell.value:
                key, _, column = cell.address.partition(".")[2].rpartition(".")
                link = f"{address(key, column)}?{query}"
            cells.append({"cell": cell, "link": link})
        made.append(cells)
    return made


@lists(Case)
def cases(request: HttpRequest, row: str, column: str) -> HttpResponseBase:
    """The cases behind one number of table 3, of those that the person may see."""
    _, bodies, year, until = _chosen(request)
    table = edition(counting.edition_of(year)).tables["3"]
    if row not in [*table, *(group.key for group in table.groups())] or column not in [one.key for one in table.columns]:
        raise Http404("没有这一行或者这一列，请从统计表中选择。")
    found = counting.cases_of(bodies, year, row, column, until).values("pk")
    rows = queries.cases_seen(request.user).filter(pk__in=found)
    label = _label(table, row, column)
    return show(request, rows, CaseTable, filters=CaseFilter, title=f"{year}年度：{label}", empty="没有相应的申请。")


@lists(Dispute)
def disputes(request: HttpRequest, row: str, column: str) -> HttpResponse:
    """The disputes behind one number of table 4, of those that the person may see."""
    _, bodies, year, until = _chosen(request)
    table = edition(counting.edition_of(year)).tables["4"]
    if row not in table or column not in [one.key for one in table.columns]:
        raise Http404("没有这一行或者这一列，请从统计表中选择。")
    found = counting.disputes_of(bodies, year, row, column, until).values("pk")
    rows = Dispute.objects.restrict(request.user, "view").filter(pk__in=found).select_related("body", "unit")
    return render(request, "applications/counted_disputes.html", {"rows": rows, "title": f"{year}年度：{_label(table, row, column)}"})


def _label(table: Table, row: str, column: str) -> str:
    """What a number of a table is called."""
    found = next((one.label for one in (*table.leaves(), *table.groups()) if one.key == row), row)
    return f"{found}（{next(one.label for one in table.columns if one.key == column)}）"
