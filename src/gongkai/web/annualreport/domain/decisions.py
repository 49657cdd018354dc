"""The year's numbers that the platform does not count itself (licences, penalties, coercion, fees): entered, imported or pushed.

Rows only grow; the last for a cell holds, and one without a value takes the number back. The same number from the same source
changes nothing, so that a sheet or a push may come twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.report.form import Form, edition_for, split_address
from gongkai.report.model import Number
from gongkai.report.reading.typed import number_of
from gongkai.web.annualreport.domain.counted import TABLE, counted_addresses
from gongkai.web.annualreport.enums import Origin
from gongkai.web.annualreport.models import DecisionCount
from gongkai.web.common import days, eventlog
from gongkai.web.common.gate import require
from gongkai.web.organs.models import Unit

SOURCE = 200
"""Characters that the name of a source may have."""
WHOLE = 11
"""Digits that a number may have before its point (`domain/figures.py` packs them)."""


def form_of(year: int) -> Form:
    """The form of a year's report.

    Raises:
        ValidationError: the year has none, or has not begun.
    """
    form = edition_for(year)
    if form is None or year > days.today().year:
        raise ValidationError({"year": f"{year}年度没有可以填报的年度报告，请核对年度。"})
    return form


def entered_addresses(form: Form) -> list[str]:
    """The cells of table 2 that somebody has to enter, in official order."""
    counted = counted_addresses(form)
    return [address for address in form.addresses() if split_address(address)[0] == TABLE and address not in counted]


def current(unit: Unit, year: int) -> dict[str, DecisionCount]:
    """The rows that hold, by address; a cell whose number was taken back has none."""
    last = {row.address: row for row in DecisionCount.objects.filter(unit=unit, year=year).order_by("id")}
    return {address: row for address, row in last.items() if row.value is not None}


def number_in(form: Form, address: str, text: str) -> Number | None:
    """What a field says for a cell, None where it is empty.

    Raises:
        ValidationError: no number, one with a fraction where pieces are counted, one below nought where the form has none.
    """
    _, row, key = split_address(address)
    column = form.tables[TABLE].column(row, key)
    try:
        number = number_of(text)
    except ValueError:
        raise ValidationError(f"“{text.strip()[:20]}”不是数字，请只填数字。") from None
    if number is None:
        return None
    if number != int(number) and column.unit != "万元":
        raise ValidationError(f"“{text.strip()}”应为整数（单位：{column.unit}）。")
    if number < 0 and not column.negative:
        raise ValidationError(f"“{text.strip()}”不能小于0。")
    if len(str(abs(int(number)))) > WHOLE:
        raise ValidationError(f"“{text.strip()[:20]}”数字过大，请核对单位（{column.unit}）。")
    return number


@transaction.atomic
def enter(actor: Any, unit: Unit, year: int, values: Mapping[str, Number | None], source: str, origin: str = Origin.ENTERED) -> list[DecisionCount]:
    """Note numbers of a year.

    Args:
        values: address → number, None to take back what was entered.
        source: where they were taken from, for example 行政审批系统.
        origin: how they came.

    Returns:
        The rows that were new; a number that holds already, from the same source, makes none.

    Raises:
        Refused: the actor does not work on the unit's report.
        ValidationError: by field (year, source, or an address).
    """
    require(actor, "edit", DecisionCount(unit=unit))
    form = form_of(year)
    known, now = set(entered_addresses(form)), current(unit, year)
    if wrong := [address for address in values if address not in known]:
        raise ValidationError({wrong[0]: f"{year}年度的格式没有需要填报的“{wrong[0]}”，请核对。"})
    if not source.strip() and any(value is not None for value in values.values()):
        raise ValidationError({"source": "请写明数据来源，例如：行政审批系统、法规科台账。"})
    if len(source.strip()) > SOURCE:
        raise ValidationError({"source": f"数据来源有 {len(source.strip())} 个字，最多 {SOURCE} 个字。"})
    made = []
    for address, value in values.items():
        held = now.get(address)
        if value is None and held is None:
            continue
        if held is not None and value is not None and held.value == value and held.source == source.strip():
            continue
        made.append(DecisionCount.objects.create(
            unit=unit, year=year, address=address, value=value if value is None else Decimal(value), origin=origin,
            source=source.strip() or "撤回", by=actor if getattr(actor, "is_person", False) else None, by_name=str(actor)[:80]))
    if made:
        eventlog.record("decisions.entered", made[0], actor=actor, unit=unit, title=f"{year}年度行政行为数据",
                        before={row.address: plain(now[row.address].value) for row in made if row.address in now},
                        after={row.address: plain(row.value) for row in made}, note=source.strip())
    return made


def import_rows(actor: Any, unit: Unit, rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Enter the rows of a sheet, each of ``year``, ``address``, ``value``, ``source``; in the caller's transaction."""
    made = 0
    for row in rows:
        made += len(enter(actor, unit, row["year"], {row["address"]: row["value"]}, row["source"], Origin.SHEET))
    return {"填报数据": made, "与已填报的相同": len(rows) - made}


def plain(value: Decimal | None) -> str | None:
    """A kept number as text, without needless nought: ``12``, ``3.5``."""
    if value is None:
        return None
    return f"{value.normalize():f}"
