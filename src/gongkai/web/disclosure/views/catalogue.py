"""The catalogue: what the law and the county lay down, a unit's own rows, the import of a 标准目录."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from gongkai.web.common.access import adds, lists, opens, takes_files
from gongkai.web.common.generic import edits, imports
from gongkai.web.common.models import ImportRun
from gongkai.web.disclosure import vocabularies
from gongkai.web.disclosure.domain import catalogue, queries
from gongkai.web.disclosure.enums import Scheme
from gongkai.web.disclosure.forms import NodeForm
from gongkai.web.disclosure.models import CatalogueNode
from gongkai.web.disclosure.views.catalogue_sheet import STANDARD
from gongkai.web.disclosure.views.choosing import units_held
from gongkai.web.organs.models import Unit
from gongkai.web.organs.visitor import person_of

PER_PAGE = 100


@lists(CatalogueNode)
def tree(request: HttpRequest) -> HttpResponse:
    """The rows that hold for the person's unit: the law's, the county's, its own; of the county's 标准目录 the chapters, which open."""
    unit = _unit(request)
    own = CatalogueNode(unit=unit)
    seen = unit.above if CatalogueNode.gate.allows(request.user, "view", own) else []
    everything = CatalogueNode.objects.filter(unit_id__in=seen)
    rows = everything.select_related("unit", "parent")
    if (field := request.GET.get("field")) in vocabularies.fields():
        rows = rows.filter(field=field)
    words = request.GET.get("q", "").split()
    for word in words:
        rows = rows.filter(name__icontains=word) | rows.filter(content__icontains=word) | rows.filter(code__icontains=word)
    folded = not words and field not in vocabularies.fields()
    if folded:
        rows = rows.exclude(scheme=Scheme.STANDARD, parent__isnull=False)
    sizes = dict(everything.exclude(parent=None).order_by().values_list("field").annotate(Count("pk"))) if folded else {}
    listed = [(label, row, depth, sizes.get(row.field, 0)) for label, group in queries.catalogue_tree(rows) for row, depth in group]
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "disclosure/catalogue.html", {
        "page_obj": page, "folded": folded, "standard": Scheme.STANDARD, "unit": unit, "units": _units(request),
        "fields": vocabularies.fields(), "field": field or "", "q": " ".join(words),
        "may_edit": CatalogueNode.gate.allows(request.user, "edit", own), "fixed": (Scheme.ARTICLE_20, Scheme.ARTICLE_21)})


@adds(CatalogueNode, "edit")
def new(request: HttpRequest) -> HttpResponse:
    """A new row of the unit's own."""
    unit = _unit(request)
    node = CatalogueNode(unit=unit, scheme=Scheme.OWN)
    return edits.create(request, NodeForm, lambda form: catalogue.save_node(request.user, node, **form.cleaned_data), title="新增目录事项",
                        done=reverse("disclosure:catalogue"), form_kwargs={"unit": unit, "instance": node},
                        cancel=reverse("disclosure:catalogue"))


@opens(CatalogueNode, "edit")
def edit(request: HttpRequest, row: CatalogueNode) -> HttpResponse:
    """Change a row that the unit itself laid down."""
    return edits.create(request, NodeForm, lambda form: catalogue.save_node(request.user, row, **form.cleaned_data), title="修改目录事项",
                        done=reverse("disclosure:catalogue"), form_kwargs={"unit": row.unit, "instance": row},
                        cancel=reverse("disclosure:catalogue"))


@adds(CatalogueNode, "edit")
@takes_files
def import_sheet(request: HttpRequest) -> HttpResponseBase:
    """Take a 标准目录 for the person's unit."""
    return imports.upload(request, STANDARD, _unit(request), preview="disclosure:catalogue_import_preview")


@opens(ImportRun, "add")
def import_preview(request: HttpRequest, row: ImportRun) -> HttpResponse:
    """What was read, and the button that applies it."""
    return imports.preview(request, STANDARD, row, again="disclosure:catalogue_import", done=reverse("disclosure:catalogue"))


def _unit(request: HttpRequest) -> Unit:
    """The unit that the address names, or the first of the person's."""
    units = _units(request)
    return next((unit for unit in units if str(unit.pk) == request.GET.get("unit")), units[0])


def _units(request: HttpRequest) -> list[Unit]:
    """The units whose catalogue the person may look after, their own first; their own where there is none."""
    person = person_of(request)
    return sorted(units_held(request, CatalogueNode, "edit"), key=lambda unit: (unit.pk != person.home_id, unit.place)) or [person.home]
