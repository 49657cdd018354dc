"""The interface for reading the figures of annual reports that are public: a report each, sums, and what the cells mean."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from gongkai.report import dictionary
from gongkai.report.indicators import vocabulary
from gongkai.report.model import Number
from gongkai.web.annualreport.domain.adding import add_public
from gongkai.web.annualreport.domain.measures import of_cells
from gongkai.web.common.access import public
from gongkai.web.portal import annualset, tree
from gongkai.web.portal.annualfiles import plain
from gongkai.web.portal.api import Error

router = Router(tags=["年报数据"])
MOST = 100
NO_UNIT = "没有这个单位，请对照 /units。"
NO_YEAR = "这一年度没有公布的年报数据，有数据的年度见 /annual-figures/years。"


class ReportOut(Schema):
    """One report's figures."""

    unit: str = Field(description="单位的网址名，见 /units")
    unit_name: str = Field(description="单位在年末的名称")
    unit_kind: str
    region_code: str | None
    scope: str = Field(description="本级或者全域；两者不能相加")
    year: int
    edition: str = Field(description="格式版本")
    published_on: date | None
    late: bool = Field(description="是否逾期公布")
    source: str = Field(description="report：在本平台编制；file：从单位公布的文件读取")
    cells: dict[str, int | float | None] = Field(description="单元格地址 → 数字；null 是没有填写的单元格，见 /annual-figures/dictionary")


class ReportPage(Schema):
    """A page of reports, unit by unit, year by year."""

    items: list[ReportOut]
    next: str | None = Field(description="下一页的 cursor；没有下一页为空")


class RateOut(Schema):
    """An indicator of a sum."""

    key: str
    label: str
    value: float | None = Field(description="占比，1为全部；不能计算的为 null")
    divided_by: int | float | None = Field(description="分母")
    formula: str
    basis: str


class TotalOut(Schema):
    """The sum of the public figures of a unit and all below it, of their own work."""

    unit: str
    year: int
    edition: str
    units: list[str] = Field(description="计入的单位的网址名")
    left_out: list[str] = Field(description="用了另一版格式、没有计入的单位")
    cells: dict[str, int | float | None]
    stated: dict[str, int] = Field(description="单元格地址 → 填写了该格的单位数")
    indicators: list[RateOut]


class CellOut(Schema):
    """What a cell means."""

    address: str
    label: str
    unit_of_measure: str
    editions: list[str]
    group: bool = Field(description="只填一行、不分项的报告用此地址")


@router.get("", response={200: ReportPage, 404: Error}, summary="各单位的年报数据", url_name="annual_figures")
@public
def list_figures(request: HttpRequest, unit: Annotated[str, Query(description="单位的网址名，含其下级")] = "",
                 year: Annotated[int | None, Query(ge=2000, lt=2200)] = None,
                 scope: Annotated[str, Query(pattern="^(own|area)?$", description="own 本级，area 全域")] = "", cursor: str = "",
                 limit: Annotated[int, Query(ge=1, le=MOST)] = 20) -> Any:
    """按单位、年度排列。"""
    entry = tree.units().by_slug.get(unit)
    if unit and entry is None:
        return Status(404, {"detail": NO_UNIT})
    found = annualset.public(annualset.Narrowed(entry, year, scope))
    after = cursor.rsplit("_", 2)
    if len(after) == 3 and after[1].isdecimal() and len(after[1]) == 4 and after[2] in ("own", "area"):
        place, at = after[0], int(after[1])
        found = found.filter(Q(unit__place__gt=place) | Q(unit__place=place, year__gt=at) | Q(unit__place=place, year=at, scope__gt=after[2]))
    rows, names = list(found[:limit + 1]), annualset.Names()
    shown = rows[:limit]
    return {"items": [{**annualset.about(row, names.of(row)), "cells": _cells(annualset.cells_of(row))} for row in shown],
            "next": f"{shown[-1].unit.place}_{shown[-1].year}_{shown[-1].scope}" if len(rows) > limit else None}


@router.get("/years", response=list[int], summary="有年报数据的年度", url_name="annual_years")
@public
def list_years(request: HttpRequest) -> Any:
    """新的在前。"""
    return annualset.years()


@router.get("/totals/{year}", response={200: TotalOut, 404: Error}, summary="年报数据的合计", url_name="annual_totals")
@public
def total(request: HttpRequest, year: Annotated[int, Field(ge=2000, lt=2200)], unit: Annotated[str, Query(description="单位的网址名；默认全部")] = "") -> Any:
    """一个单位及其下级单位已公布的本级数据之和；不同格式版本不相加。"""
    units = tree.units()
    entry = units.by_slug.get(unit) if unit else units.root
    if entry is None:
        return Status(404, {"detail": NO_UNIT})
    made = add_public(tree.row_of(entry), [year])[year]
    if not made.counted:
        return Status(404, {"detail": NO_YEAR})
    said = of_cells(made.edition, made.cells)
    return {"unit": entry.slug, "year": year, "edition": made.edition, "units": [units.by_id[id].slug for id in made.counted if id in units.by_id],
            "left_out": [units.by_id[id].slug for id in made.left_out if id in units.by_id], "cells": _cells(made.cells), "stated": made.stated,
            "indicators": [{"key": key, "label": one.label, "value": None if said[key].value is None else float(Decimal(said[key].value or 0)),
                            "divided_by": None if said[key].over is None else plain(Decimal(said[key].over or 0)), "formula": one.formula(made.edition), "basis": one.basis}
                           for key, one in vocabulary().indicators.items() if key in said]}


@router.get("/dictionary", response=list[CellOut], summary="数据字典", url_name="annual_dictionary")
@public
def explain(request: HttpRequest) -> Any:
    """每个单元格地址的名称、计量单位和所在的格式版本。"""
    return [{"address": entry.address, "label": entry.label, "unit_of_measure": entry.unit, "editions": sorted(entry.labels), "group": entry.group}
            for entry in dictionary.entries()]


def _cells(cells: dict[str, Number | None]) -> dict[str, int | float | None]:
    return {address: value if value is None or isinstance(value, int) else plain(value) for address, value in cells.items()}
