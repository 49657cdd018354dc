"""The interface with which a unit's other systems push the year's numbers of decisions, under ``/api/v1/pushed/decisions/``."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from ninja import Field, Path, Router, Schema
from pydantic import ConfigDict

from gongkai.web.annualreport.domain import decisions
from gongkai.web.annualreport.enums import Origin
from gongkai.web.annualreport.models import DecisionCount
from gongkai.web.common.access import public
from gongkai.web.common.gate import require
from gongkai.web.disclosure.api.keys import Key
from gongkai.web.disclosure.api.problems import ProblemOut
from gongkai.web.organs.models import Unit

router = Router(tags=["行政行为数据"], auth=Key())
Year = Path[int]
_WRONG = dict.fromkeys((400, 401, 403, 413, 422, 429), ProblemOut)


class NumbersIn(Schema):
    """Numbers of a year; cells that are not named stay as they are."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {
        "source": "行政审批系统", "values": {"2.licensing.decisions": 120, "2.penalty.decisions": 8, "2.fees.amount": 3.5}}})

    source: str = Field(min_length=1, max_length=decisions.SOURCE, description="数据来源")
    values: dict[str, Decimal | None] = Field(min_length=1, max_length=50, description="表二单元格的地址和数量；null 为撤回已填报的数字。收费金额的单位是万元")


class NumberOut(Schema):
    """A number as it holds."""

    value: float
    source: str
    origin: str = Field(description="来源方式")
    by: str = Field(description="填报人或者系统")
    at: datetime


class NumbersOut(Schema):
    """What holds for a year."""

    year: int
    outcome: str = Field("", description="changed 有改动，unchanged 与已填报的相同；查询时为空")
    changed: list[str] = Field([], description="这一次改动的单元格")
    wanted: list[str] = Field(description="该年度格式中需要填报的单元格")
    values: dict[str, NumberOut]


@router.put("/{year}", response={200: NumbersOut, **_WRONG}, summary="报送本年的数量", url_name="pushed_decisions")
@public
def put_numbers(request: HttpRequest, year: Year, numbers: NumbersIn) -> Any:
    """行政许可、行政处罚、行政强制的处理决定数量和行政事业性收费金额，用于编制年度报告。重复报送相同的内容不产生新的记录。"""
    token = request.auth  # type: ignore[attr-defined]
    require(token, "edit", DecisionCount(unit=token.unit))
    form, values, wrong = decisions.form_of(year), {}, {}
    known = set(decisions.entered_addresses(form))
    for address, value in numbers.values.items():
        if address not in known:
            wrong[f"values.{address}"[:100]] = f"{year}年度的格式没有需要填报的这一格，可以填报的有：{'、'.join(sorted(known))}。"
            continue
        try:
            values[address] = None if value is None else decisions.number_in(form, address, f"{value:f}")
        except ValidationError as error:
            wrong[f"values.{address}"] = "".join(error.messages)
    if wrong:
        raise ValidationError(wrong)
    made = decisions.enter(token, token.unit, year, values, numbers.source.replace("\x00", ""), Origin.API)
    return {**_held(token.unit, year), "outcome": "changed" if made else "unchanged", "changed": [row.address for row in made]}


@router.get("/{year}", response={200: NumbersOut, **dict.fromkeys((401, 403, 422, 429), ProblemOut)}, summary="查询已填报的数量",
            url_name="pushed_decisions_held")
@public
def get_numbers(request: HttpRequest, year: Year) -> Any:
    """本单位该年度已填报的数字和来源。"""
    token = request.auth  # type: ignore[attr-defined]
    require(token, "view", DecisionCount(unit=token.unit))
    return _held(token.unit, year)


def _held(unit: Unit, year: int) -> dict[str, Any]:
    return {"year": year, "wanted": decisions.entered_addresses(decisions.form_of(year)), "values": {
        address: {"value": float(row.value), "source": row.source, "origin": row.get_origin_display(), "by": row.by_name, "at": row.at}
        for address, row in decisions.current(unit, year).items() if row.value is not None}}
