"""The sheet of a 标准目录: its columns, in one head row as in the template or in two as in official files, ticks below 公开对象, 公开方式 and
公开层级."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.web.common.generic.columns import Column, Rows, Tick, at_most, one_of
from gongkai.web.common.generic.imports import SheetImport
from gongkai.web.disclosure import vocabularies
from gongkai.web.disclosure.domain import catalogue
from gongkai.web.organs.models import Unit


def field_of(title: str) -> dict[str, str]:
    """The 试点领域 that a title names; nothing where it names none or several."""
    named = [name for name in vocabularies.fields() if name in title]
    return {"field": named[0]} if len(named) == 1 else {}


def _apply(actor: Any, unit: Unit, rows: Rows) -> Mapping[str, int]:
    counts = catalogue.import_standard(actor, unit, rows)
    return {"新增": counts["made"], "更新": counts["changed"]}


def _column(key: str, variants: tuple[str, ...], most: int | None, **more: Any) -> Column:
    return Column(key, catalogue.COLUMNS[key], variants, parse=at_most(most) if most else str, **more)


STANDARD = SheetImport(
    kind="standard_catalogue", title="导入标准目录", apply=_apply, unique=("field", "first", "second"), merged=True, above=field_of,
    hint="基层政务公开标准目录，每行一个公开事项。可以用本页的模板，也可以直接上传按国家统一格式编制的目录（两行表头、合并单元格、打“√”的都能读取）；"
         "表中没有“试点领域”列的，按标题中的领域名称读取。已有的事项按“试点领域、一级、二级”对应更新，没有的新增，不会删除。",
    columns=(
        Column("field", catalogue.COLUMNS["field"], ("领域",), required=True, parse=one_of(
            [(name, name) for name in vocabularies.fields()]), example="义务教育"),
        _column("first", ("公开事项一级", "一级公开事项"), 200, required=True, example="政策文件"),
        _column("second", ("公开事项二级", "二级公开事项"), 200, example="部门和地方政策"),
        _column("content", ("公开内容", "内容（要素）", "公开内容要素"), None, required=True, example="本地区招生入学政策"),
        _column("basis", ("依据",), None, example="《中华人民共和国政府信息公开条例》"),
        _column("deadline", ("时限",), 200, example="信息形成之日起20个工作日内"),
        _column("subject", ("主体", "公开责任主体"), 200, example="县教育局"),
        _column("channels", ("公开渠道", "渠道和载体", "公开载体", "公开渠道及载体"), 300, example="政府网站、公示栏", any_tick=True),
        _column("audience", ("对象",), 100, example="全社会", ticks=(
            Tick("全社会"), Tick("特定群体", ("特定群众", "特定人群", "特定对象"), named=True))),
        _column("manner", ("方式",), 100, example="主动", ticks=(
            Tick("主动", ("主动公开",)), Tick("依申请公开", ("依申请",)))),
        _column("tier", ("层级",), 100, example="县级", any_tick=True, ticks=(
            Tick("省级"), Tick("市级", ("设区的市级",)), Tick("县级", ("县区级", "区级", "县（市、区）级", "县")),
            Tick("乡级", ("乡镇级", "乡、村级", "乡村级", "乡（镇）级", "镇级", "街道级", "乡镇（街道）级", "乡")))),
    ))
