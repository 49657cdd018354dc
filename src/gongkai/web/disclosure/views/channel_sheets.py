"""What comes in of channels as sheets: dispatches, and figures by month."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from gongkai.web.common.access import adds, opens, takes_files
from gongkai.web.common.generic.columns import Column, Fault, Rows, at_most, day, whole
from gongkai.web.common.generic.imports import SheetImport, preview, upload
from gongkai.web.common.models import ImportRun
from gongkai.web.disclosure import vocabularies
from gongkai.web.disclosure.domain import channels
from gongkai.web.disclosure.models import Channel
from gongkai.web.disclosure.views.choosing import editable_unit
from gongkai.web.organs.models import Unit


def month_of(text: str) -> date:
    """A parser for months: 2026-03, 2026年3月, 202603, or a day of the month.

    Raises:
        ValueError: it is none.
    """
    plain = text.strip().rstrip("月").replace("年", "-").replace("/", "-").replace(".", "-")
    if len(plain) == 6 and plain.isdecimal():
        plain = f"{plain[:4]}-{plain[4:]}"
    try:
        return day(f"{plain}-01" if plain.count("-") == 1 else text).replace(day=1)
    except ValueError:
        raise ValueError("应为月份，例如 2026-03") from None


def _day(text: str) -> date:
    """A parser for days that drops the time of day, which exports of accounts have."""
    return day(re.sub(r"[ T]+\d{1,2}:\d{2}(:\d{2})?$", "", text))


def _reads(text: str) -> int:
    number = whole(text)
    if number > 2_147_483_647:
        raise ValueError("数字过大，请核对")
    return number


def _subject(text: str) -> str:
    for code, label in vocabularies.subjects().items():
        if text in (code, label):
            return code
    raise ValueError(f"应为：{'、'.join(vocabularies.subjects().values())}")


def _channel(name: str) -> tuple[Column, Column]:
    return (Column("kind", "渠道种类", ("种类", "平台", "渠道类型"), parse=at_most(30), help="本单位有同名渠道时用来区分", example="微信公众号"),
            Column("name", "渠道名称", ("渠道", "账号", "账号名称", "公众号", "栏目"), required=True, parse=at_most(100),
                   help=f"与“公开渠道”中登记的名称一致，{name}", example="清川发布"))


def _check_dispatches(actor: Any, unit: Unit, rows: Rows) -> Iterable[Fault]:
    return (Fault(*fault) for fault in channels.misfits(unit, rows, "sent_on"))


def _check_figures(actor: Any, unit: Unit, rows: Rows) -> Iterable[Fault]:
    return (Fault(*fault) for fault in channels.misfits(unit, rows, "month", whole_month=True))


DISPATCHES = SheetImport(
    kind="dispatches", title="导入发布登记", apply=channels.import_dispatches, check=_check_dispatches,
    unique=("kind", "name", "title", "sent_on"),
    hint="每行一条在某个渠道发布的信息，可以直接使用新媒体后台导出的表格。同一渠道、同一天、同一标题的，更新阅读量，不重复登记。",
    columns=(
        *_channel("导入前请先登记渠道"),
        Column("title", "标题", ("信息标题", "文章标题", "名称"), required=True, parse=at_most(200), example="清川县2026年义务教育招生政策解读"),
        Column("sent_on", "发布日期", ("日期", "发布时间", "发表时间"), required=True, parse=_day, example="2026-06-01", default=None),
        Column("address", "网址", ("链接", "内容链接", "地址"), parse=at_most(500), example="https://www.example.gov.cn/1.html"),
        Column("reads", "阅读量", ("阅读数", "浏览量", "点击量", "播放量", "总阅读人数", "阅读次数"), parse=_reads, example="1280", default=None),
        Column("subject", "主题", parse=_subject, help="主题分类的名称"),
    ))
FIGURES = SheetImport(
    kind="channel_figures", title="导入渠道月度数据", apply=channels.import_figures, check=_check_figures, unique=("kind", "name", "month"),
    hint="每行一个渠道一个月的数据。已有该月数据的，以表中填写的数字更新，空着的不变。",
    columns=(
        *_channel("导入前请先登记渠道"),
        Column("month", "月份", ("时间", "年月"), required=True, parse=month_of, example="2026-03", default=None),
        Column("posts", "发布数", ("发布量", "发文数", "发布条数"), parse=_reads, example="36", default=None),
        Column("reads", "阅读量", ("阅读数", "浏览量", "点击量", "播放量"), parse=whole, example="52000", default=None),
        Column("followers", "关注人数", ("粉丝数", "关注数", "用户数", "订阅数"), parse=whole, example="18500", default=None),
    ))


@adds(Channel, "edit")
@takes_files
def import_dispatches(request: HttpRequest) -> HttpResponseBase:
    """Take a sheet of dispatches."""
    return upload(request, DISPATCHES, editable_unit(request, Channel), preview="disclosure:dispatches_preview")


@opens(ImportRun, "add")
def dispatches_preview(request: HttpRequest, row: ImportRun) -> HttpResponse:
    """What was read, and the button that applies it."""
    return preview(request, DISPATCHES, row, again="disclosure:dispatches_import", done=reverse("disclosure:dispatches"))


@adds(Channel, "edit")
@takes_files
def import_figures(request: HttpRequest) -> HttpResponseBase:
    """Take a sheet of months."""
    return upload(request, FIGURES, editable_unit(request, Channel), preview="disclosure:figures_preview")


@opens(ImportRun, "add")
def figures_preview(request: HttpRequest, row: ImportRun) -> HttpResponse:
    """What was read, and the button that applies it."""
    return preview(request, FIGURES, row, again="disclosure:figures_import", done=reverse("disclosure:channel_counts"))
