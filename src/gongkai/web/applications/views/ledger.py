"""The year's 台账 as a sheet: its template, preview with what is wrong row by row, and the import."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from gongkai.engine import applicants, receipt, service
from gongkai.engine.answers import every_answer
from gongkai.web.applications.domain import ledgering
from gongkai.web.applications.forms_settings import held
from gongkai.web.applications.models import Case
from gongkai.web.common import days
from gongkai.web.common.access import adds, opens, takes_files
from gongkai.web.common.generic.columns import Column, Fault, Rows, at_most, day, one_of, whole
from gongkai.web.common.generic.imports import SheetImport, preview, upload
from gongkai.web.common.models import ImportRun
from gongkai.web.organs.models import Unit

USUAL = {"予以公开": "provided", "部分公开": "partial", "信息不存在": "not_existing", "不存在": "not_existing", "非本机关": "not_responsible",
         "不属于本机关": "not_responsible", "重复申请": "repeat", "撤回": "withdrawn", "逾期不补正": "not_corrected", "逾期不缴费": "fee_unpaid", "其他": "other"}
"""What 台账 in use call an answer, beside the official labels; a bare 不予公开 says too little and is refused."""

_MONEY = re.compile(r"[0-9]{1,8}(\.[0-9]{1,2})?")


def _channels() -> dict[str, str]:
    known = receipt.channels(days.today())
    return {name: key for key, (channel, names) in known.items() for name in (key, channel.label, *names)}


def _channel(text: str) -> str:
    known = _channels()
    if text not in known:
        raise ValueError(f"应为：{'、'.join(channel.label for channel, _ in receipt.channels(days.today()).values())}")
    return known[text]


def _way(text: str) -> str:
    for key, way in service.ways(days.today()).items():
        if text in (key, way.label, *way.names):
            return key
    raise ValueError(f"应为：{'、'.join(way.label for way in service.ways(days.today()).values())}")


def _answer(text: str) -> str:
    known = {**{answer.label: key for key, answer in every_answer().items()}, **{key: key for key in every_answer()}, **USUAL}
    if text not in known:
        raise ValueError(f"不是答复类型，请填写：{'、'.join(answer.label for answer in every_answer().values())}")
    return known[text]


def _amount(text: str) -> str:
    """Yuan, as an event holds them.

    Raises:
        ValueError: no sum of money.
    """
    plain = text.removesuffix("元").replace(",", "").strip()
    if not _MONEY.fullmatch(plain):
        raise ValueError("应为金额，例如 200 或者 200.00")
    return plain


def _date(key: str, label: str, *variants: str, required: bool = False, example: str = "", help: str = "") -> Column:
    return Column(key, label, variants, required=required, parse=day, example=example, help=help, default=None)


def _check(actor: Any, unit: Unit, rows: Rows) -> Iterable[Fault]:
    labels = {column.key: column.label for column in LEDGER.columns}
    return (Fault(row, labels.get(key, ""), text) for row, key, text in ledgering.check(actor, unit, rows, {column.key: column.label for column in LEDGER.columns}))


LEDGER = SheetImport(
    kind="cases", title="导入依申请公开台账", apply=ledgering.apply, check=_check, unique=("external_id",), private=True,
    hint="每行一件申请，包括在办的和上年结转的。已有编号的申请，只补充表中新增的记录，不会重复。申请人信息加密保存，上传的表格不留存。",
    columns=(
        Column("external_id", "编号", ("登记编号", "申请编号", "受理编号", "序号"), required=True, parse=at_most(60), example="清教公开申〔2026〕1号"),
        Column("name", "申请人", ("申请人姓名", "姓名", "申请人姓名（名称）", "申请人名称"), required=True, parse=at_most(100), example="王小满"),
        Column("applicant_kind", "申请人类别", ("类别", "申请人类型"), required=True, example="自然人", default="",
               parse=one_of([(key, kind.label) for key, kind in applicants.kinds().items()], 公民="person", 个人="person")),
        Column("id_number", "证件号码", ("身份证号", "身份证号码", "统一社会信用代码"), parse=at_most(40)),
        Column("telephone", "联系电话", ("电话", "手机"), parse=at_most(40)),
        Column("address", "联系地址", ("地址", "通信地址"), parse=at_most(200)),
        Column("channel", "提交方式", ("申请方式", "渠道", "申请渠道"), required=True, parse=_channel, example="互联网提交", default=""),
        Column("body", "被申请机关", ("受理机关",), parse=at_most(100), help="代本级政府办理的，填该政府的名称；向本机关申请的空着"),
        _date("submitted_on", "提交日期", "申请日期", "申请时间", required=True, example="2026-03-02"),
        _date("received_on", "收到日期", "收到申请日期", "受理日期", "登记日期", example="2026-03-02", help="尚未与申请人确认收到的空着"),
        Column("title", "事由", ("申请事项", "标题"), required=True, parse=at_most(100), example="校车运营补助发放标准", help="不写姓名等个人信息"),
        Column("content", "申请内容", ("内容描述", "所需信息"), parse=at_most(4000)),
        _date("correction_asked_on", "告知补正日期", "补正告知日期"),
        _date("correction_until", "补正期限"),
        _date("correction_received_on", "收到补正日期", "补正日期"),
        Column("third_party", "第三方", parse=at_most(100)),
        _date("third_party_asked_on", "征求第三方意见日期"),
        _date("third_party_received_on", "第三方收到日期"),
        _date("third_party_answered_on", "第三方答复日期"),
        Column("agency", "其他机关", parse=at_most(100)),
        _date("agency_asked_on", "征求其他机关意见日期"),
        _date("agency_answered_on", "其他机关答复日期"),
        _date("extended_on", "延期告知日期", "延期日期"),
        Column("extended_days", "延期工作日数", ("延期天数",), parse=whole, default=None),
        _date("fee_notified_on", "收费通知日期"),
        Column("fee_amount", "收费金额", parse=_amount, help="元"),
        _date("fee_paid_on", "缴费日期"),
        Column("answer", "答复类型", ("办理结果", "答复结果", "处理结果"), parse=_answer, example="予以公开，提供信息"),
        _date("answered_on", "答复日期", "答复时间", "办结日期", example="2026-03-20", help="邮寄的填交邮之日，当面的填签收之日"),
        Column("way", "送达方式", ("答复方式",), parse=_way, example="邮政企业邮寄"),
    ))


def _unit(request: HttpRequest) -> Unit:
    """The unit for which the 台账 is: named in the address, or the first where the person is clerk."""
    units = list(held(request.user, Case, "add"))
    wanted = request.POST.get("unit") or request.GET.get("unit")
    return next((unit for unit in units if str(unit.pk) == wanted), units[0])


@adds(Case)
@takes_files
def take(request: HttpRequest) -> HttpResponseBase:
    """Take a 台账."""
    return upload(request, LEDGER, _unit(request), preview="applications:ledger_preview")


@opens(ImportRun, "add")
def look(request: HttpRequest, row: ImportRun) -> HttpResponse:
    """What was read, and the button that applies it."""
    return preview(request, LEDGER, row, again="applications:ledger", done=reverse("applications:cases"))


