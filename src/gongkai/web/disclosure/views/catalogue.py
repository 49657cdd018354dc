"""The catalogue: what the law and the county lay down, a unit's own rows, the import of a 标准目录."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
from gongkai.web.disclosure.views.choosing import units_held
from gongkai.web.organs.models import Unit
from gongkai.web.organs.visitor import person_of


def _apply(actor: Any, unit: Unit, rows: imports.Rows) -> Mapping[str, int]:
    counts = catalogue.import_standard(actor, unit, rows)
    return {"新增": counts["made"], "更新": counts["changed"]}


STANDARD = imports.SheetImport(
    kind="standard_catalogue", title="导入标准目录", apply=_apply, unique=("field", "first", "second"),
    hint="基层政务公开标准目录，每行一个公开事项。已有的事项按“试点领域、一级、二级”对应更新，没有的新增，不会删除。",
    columns=(
        imports.Column("field", catalogue.COLUMNS["field"], ("领域",), required=True, parse=imports.one_of(
            [(name, name) for name in vocabularies.fields()]), example="义务教育"),
        imports.Column("first", catalogue.COLUMNS["first"], ("公开事项一级", "一级公开事项"), required=True, example="政策文件"),
        imports.Column("second", catalogue.COLUMNS["second"], ("公开事项二级", "二级公开事项"), example="部门和地方政策"),
        imports.Column("content", catalogue.COLUMNS["content"], ("公开内容", "内容（要素）"), required=True, example="本地区招生入学政策"),
        imports.Column("basis", catalogue.COLUMNS["basis"], ("依据",), example="《中华人民共和国政府信息公开条例》"),
        imports.Column("deadline", catalogue.COLUMNS["deadline"], ("时限",), example="信息形成之日起20个工作日内"),
        imports.Column("subject", catalogue.COLUMNS["subject"], ("主体",), example="县教育局"),
        imports.Column("channels", catalogue.COLUMNS["channels"], ("公开渠道", "渠道和载体"), example="政府网站、公示栏"),
        imports.Column("audience", catalogue.COLUMNS["audience"], ("对象",), example="全社会"),
        imports.Column("manner", catalogue.COLUMNS["manner"], ("方式",), example="主动"),
        imports.Column("tier", catalogue.COLUMNS["tier"], ("层级",), example="县级"),
    ))


@lists(CatalogueNode)
def tree(request: HttpRequest) -> HttpResponse:
    """The rows that hold for the person's unit: the law's, the county's, its own."""
    unit = _unit(request)
    own = CatalogueNode(unit=unit)
    seen = queries.above(unit) if CatalogueNode.gate.allows(request.user, "view", own) else []
    rows = CatalogueNode.objects.filter(unit_id__in=seen).select_related("unit", "parent")
    if (field := request.GET.get("field")) in vocabularies.fields():
        rows = rows.filter(field=field)
    if words := request.GET.get("q", "").split():
        for word in words:
            rows = rows.filter(name__icontains=word) | rows.filter(content__icontains=word) | rows.filter(code__icontains=word)
    return render(request, "disclosure/catalogue.html", {
        "schemes": queries.catalogue_tree(rows), "unit": unit, "units": _units(request), "fields": vocabularies.fields(), "field": field or "",
        "q": " ".join(words), "may_edit": CatalogueNode.gate.allows(request.user, "edit", own), "fixed": (Scheme.ARTICLE_20, Scheme.ARTICLE_21)})


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
    return sorted(units_held(request, CatalogueNode, "edit"), key=lambda unit: (unit.pk != person.home_id, unit.path)) or [person.home]
