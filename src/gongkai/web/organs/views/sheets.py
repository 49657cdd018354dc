"""Units that come in as a sheet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from gongkai.web.common.access import adds, opens, takes_files
from gongkai.web.common.generic.columns import Column, Fault, Rows, day, faults_in, one_of, whole
from gongkai.web.common.generic.imports import SheetImport, preview, upload
from gongkai.web.common.models import ImportRun
from gongkai.web.organs.domain.importing import faults_of, import_units
from gongkai.web.organs.enums import UnitKind
from gongkai.web.organs.models import Unit
from gongkai.web.organs.validators import credit_code
from gongkai.web.organs.visitor import person_of


def _code(text: str) -> str:
    credit_code(text)
    return text


def _level(text: str) -> int:
    if text not in ("1", "2", "3"):
        raise ValueError("应为 1、2 或 3")
    return int(text)


def _known_faults(actor: Any, unit: Unit, rows: Rows) -> Iterable[Fault]:
    by_number = {row["row"]: row for row in rows}
    return (fault for number, error in faults_of(actor, unit, rows) for fault in faults_in(error, by_number[number], UNITS.columns))


_KIND = one_of(UnitKind.choices, 部门=UnitKind.DEPARTMENT, 政府=UnitKind.GOVERNMENT, 办公室=UnitKind.OFFICE, 乡镇=UnitKind.TOWN,
               街道=UnitKind.SUBDISTRICT, 授权组织=UnitKind.AUTHORISED)

UNITS = SheetImport(
    kind="units", title="导入单位", unique=("parent", "name"), apply=import_units,
    check=_known_faults,
    hint="上级单位应列在下属单位之前。已有的单位（上级和名称都相同）只更新表中填写了的内容，空着的单元格不改动原来的内容。",
    columns=(
        Column("name", "名称", ("单位名称", "机关名称", "单位全称"), required=True, help="全称", example="清川县教育局"),
        Column("parent", "上级单位", ("隶属单位", "主管单位"), help="全称，留空则为您所在的单位"),
        Column("kind", "类别", ("单位类别",), parse=_KIND, help="、".join(UnitKind.labels), example=UnitKind.DEPARTMENT.label),
        Column("short_name", "简称", example="县教育局"),
        Column("region_code", "行政区划代码", ("区划代码",), help="6、9 或 12 位"),
        Column("credit_code", "统一社会信用代码", ("信用代码",), parse=_code),
        Column("document_word", "机关代字", ("发文字号代字",), example="清教"),
        Column("founded_on", "设立日期", parse=day, default=None),
        Column("review_levels", "审核级数", parse=_level, help="1、2 或 3", default=None),
        Column("order", "排序", ("序号",), parse=whole, help="同一上级之下，数字小的排在前面", default=None),
        Column("office", "工作机构名称", ("工作机构",), example="清川县教育局办公室"),
        Column("address", "办公地址", ("地址",)),
        Column("postcode", "邮政编码", ("邮编",)),
        Column("hours", "办公时间"),
        Column("telephone", "联系电话", ("电话",)),
        Column("fax", "传真号码", ("传真",)),
        Column("email", "电子邮箱", ("邮箱",)),
        Column("website", "网址", ("网站",)),
    ))


@adds(Unit)
@takes_files
def take(request: HttpRequest) -> HttpResponseBase:
    """A sheet of units for the visitor's own unit, or the nearest one where they may set up units."""
    top = person_of(request).home
    if not Unit.objects.restrict(request.user, "add").filter(pk=top.pk).exists():
        top = Unit.objects.restrict(request.user, "add").order_by("place")[0]
    return upload(request, UNITS, top, preview="organs:units_import_preview")


@opens(ImportRun, "manage")
def look(request: HttpRequest, row: ImportRun) -> HttpResponse:
    """What was read, to be applied."""
    return preview(request, UNITS, row, again="organs:units_import", done=reverse("organs:units"))
