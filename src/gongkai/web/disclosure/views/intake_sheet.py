"""The sheet of items: its columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.web.common.generic.columns import Column, Rows, at_most, day, one_of
from gongkai.web.common.generic.imports import SheetImport
from gongkai.web.disclosure import vocabularies
from gongkai.web.disclosure.enums import Attribute


def _address(text: str) -> str:
    if not text.startswith(("http://", "https://")) or len(text) > 500:
        raise ValueError("应为 http:// 或 https:// 开头的网址")
    return text


def _named(entries: Mapping[str, str]) -> Any:
    return one_of([(code, name) for code, name in entries.items()])


def _not_here(actor: Any, unit: Any, rows: Rows) -> Mapping[str, int]:
    raise AssertionError("rows of items come in through domain/intake_runs.py")


ITEMS = SheetImport(kind="items", title="公开事项", apply=_not_here, columns=(
    Column("title", "名称", ("标题", "信息名称"), required=True, example="清川县教育事业发展规划"),
    Column("made_on", "生成日期", ("成文日期", "形成日期"), parse=day, example="2026-03-02"),
    Column("document_number", "文号", ("发文字号",), example="清教〔2026〕3号"),
    Column("summary", "内容概述", ("摘要",)),
    Column("node", "公开目录", ("目录编号", "公开事项", "目录"), help="目录的编号或者名称；不填的用上传时选择的目录"),
    Column("genre", "体裁", ("体裁分类",), parse=_named(vocabularies.genres()), example="规划、计划"),
    Column("subject", "主题", ("主题分类",), parse=_named(vocabularies.subjects()), example="科技、教育"),
    Column("attribute", "公开属性", ("公开方式",), parse=one_of(Attribute.choices), example="主动公开"),
    Column("attribute_reason", "公开属性理由", ("公开理由", "依据"), example="属于条例第二十条第三项"),
    Column("reassess_on", "下次评估日期", parse=day, default=None, help="不予公开的必填"),
    Column("body", "正文", ("内容", "全文"), help="文字按行分段"),
    Column("valid_from", "生效日期", ("施行日期",), parse=day, default=None),
    Column("valid_until", "有效期至", ("失效日期",), parse=day, default=None),
    Column("reprinted_from", "转载来源", ("信息来源",)),
    Column("external_id", "来源编号", ("来源系统编号", "原编号"), parse=at_most(120), help="原系统中的编号，用来认出重复"),
    Column("index_number", "索引号", ("原索引号",), parse=at_most(80), help="沿用原索引号的填写，不填的自动编制"),
    Column("published_on", "原公开日期", ("公开日期", "发布日期", "发布时间"), parse=day, default=None, help="历史数据必填"),
    Column("source_url", "原网址", ("网址", "链接", "URL"), parse=_address, help="历史数据必填"),
))
