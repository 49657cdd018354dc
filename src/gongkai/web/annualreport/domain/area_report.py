"""A government's own report (全域), made from what its units report: its cells are the sums, frozen beside it as every count is.

    made = make(supervisor, county, 2025)
    recount(supervisor, made, version)      # when more units have handed in
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.web.annualreport import permissions
from gongkai.web.annualreport.domain import writing
from gongkai.web.annualreport.domain.adding import Total, add_up, written
from gongkai.web.annualreport.domain.compiling import keep
from gongkai.web.annualreport.domain.counted import Counted
from gongkai.web.annualreport.domain.decisions import form_of
from gongkai.web.annualreport.domain.drafting import draft
from gongkai.web.annualreport.enums import Scope
from gongkai.web.annualreport.models import AnnualReport, Snapshot
from gongkai.web.common import days, eventlog
from gongkai.web.common.gate import Gate, Refused, allows
from gongkai.web.organs.enums import UnitKind
from gongkai.web.organs.models import Unit

SOURCE = "rollup"
"""Where the numbers of such a report come from, in `Snapshot.cells`."""
SECTION = "6"
"""其他需要报告的事项: it says which units are in the sums."""
_AREA = Gate("年报收集和汇总", "", permissions.AREA.actions, permissions.AREA.verbs)


def may_make(person: Any, unit: Unit) -> bool:
    """Whether a person makes a government's report: its 主管部门 (条例第49条), or who works on the unit's reports."""
    return unit.kind == UnitKind.GOVERNMENT and (
        _AREA.allows(person, "edit", unit) or allows(person, "add", AnnualReport(unit=unit, scope=Scope.AREA)))


def report_of(unit: Unit, year: int) -> AnnualReport | None:
    """The report of an area that there is already."""
    return AnnualReport.objects.filter(unit=unit, year=year, scope=Scope.AREA).first()


@transaction.atomic
def make(actor: Any, unit: Unit, year: int) -> AnnualReport:
    """Make the draft of a government's report of a year from the reports of its units.

    Raises:
        Refused: the actor may not make it, or may not see the figures of all its units.
        ValidationError: the unit is no government; there are no figures; there is such a report already; the units' reports are in an
            edition that is not the year's.
    """
    if unit.kind != UnitKind.GOVERNMENT:
        raise ValidationError({"unit": f"{unit.name}不是县级以上人民政府，不编制全域报告；可以查看和下载汇总表。"})
    _require(actor, unit)
    form = form_of(year)
    total = add_up(actor, unit, [year])[year]
    _whole(total, year)
    words = draft(unit, year, form, days.today())
    row = AnnualReport(
        unit=unit, year=year, scope=Scope.AREA, edition=form.edition, title=words.title, preamble=words.preamble, signature_unit=words.signature_unit,
        texts={**words.texts, SECTION: "\n".join(filter(None, (words.texts.get(SECTION, ""), total.sentence)))}, cells=_cells(total),
        created_by=actor if getattr(actor, "is_person", False) else None, hands=[actor.pk] if getattr(actor, "is_person", False) else [])
    row.validate_constraints()
    row.save()
    snapshot = _keep(actor, row, total)
    eventlog.record("report.added_up", row, actor=actor, after={"year": year, "units": len(total.counted), "missing": len(total.missing), "snapshot": snapshot.sha256})
    return row


@transaction.atomic
def recount(actor: Any, row: AnnualReport, version: int) -> AnnualReport:
    """Add up anew: cells that say what the last sum said get the new one; those that somebody has written over stay, with their reason.

    What section six says of the units is said anew where it still stands as the last sum put it; a text that its writer has changed is
    left as it is (`says_so` tells).

    Raises:
        Refused, Conflict; ValidationError: it is no report of an area, or under review.
    """
    _require(actor, row.unit)
    writing.is_open(row)
    if row.scope != Scope.AREA:
        raise ValidationError("这份报告不是全域报告，不能重新汇总。")
    total = add_up(actor, row.unit, [row.year])[row.year]
    _whole(total, row.year)
    last = row.snapshots.order_by("-number").first()
    before = {address: one["value"] for address, one in last.cells.items()} if last is not None else {}
    now = _cells(total)
    cells = {address: value if row.cells.get(address) == before.get(address) else row.cells.get(address) for address, value in now.items()}
    changed = {address: value for address, value in cells.items() if row.cells.get(address) != value}
    lines, told = row.texts.get(SECTION, "").split("\n"), last.note if last is not None else ""
    texts = {**row.texts, SECTION: "\n".join(total.sentence if line == told else line for line in lines)} if told else row.texts
    row.save_over(version, cells=cells, texts=texts, hands=writing.hands(actor, row))
    _keep(actor, row, total)
    eventlog.record("report.added_up", row, actor=actor, after={"units": len(total.counted), "missing": len(total.missing), **changed})
    return row


def says_so(row: AnnualReport) -> str:
    """The sentence on the units that the last sum has and that section six does not, because its writer changed it; "" where it has it."""
    last = row.snapshots.order_by("-number").first()
    return last.note if last is not None and last.note and last.note not in row.texts.get(SECTION, "").split("\n") else ""


def _require(actor: Any, unit: Unit) -> None:
    if not may_make(actor, unit):
        raise Refused(f"您没有编制{unit.name}全域报告的权限，由其政府信息公开主管部门或者报告的经办人编制。")


def _whole(total: Total, year: int) -> None:
    if not total.counted:
        raise ValidationError({"year": f"{year}年度还没有可以汇总的报告，请先收集或者接收报送。"})
    if total.edition != form_of(year).edition:
        raise ValidationError({"year": f"多数单位的{year}年度报告用的是{total.edition}年版格式，与本年应当使用的{form_of(year).edition}年版不同，请先请各单位改正。"})


def _cells(total: Total) -> dict[str, str | None]:
    return {address: None if value is None else written(value) for address, value in total.cells.items()}


def _keep(actor: Any, row: AnnualReport, total: Total) -> Snapshot:
    return keep(actor, row, {address: Counted(value, SOURCE) for address, value in _cells(total).items()}, total.sentence)
