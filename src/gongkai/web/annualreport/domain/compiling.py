"""One press makes the year's draft; later counts are held beside it and taken or left.

A draft's numbers are those of its last `Snapshot`, which never changes: what happens to cases afterwards shows as a difference, cell by
cell, until somebody takes the new number or keeps the old one with a reason.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.report.form import edition
from gongkai.web.annualreport.domain import writing
from gongkai.web.annualreport.domain.counted import Counted, count
from gongkai.web.annualreport.domain.decisions import form_of
from gongkai.web.annualreport.domain.drafting import draft
from gongkai.web.annualreport.enums import Scope
from gongkai.web.annualreport.models import AnnualReport, Override, Snapshot
from gongkai.web.common import days, eventlog
from gongkai.web.common.gate import require
from gongkai.web.organs.models import Unit


@dataclass(frozen=True, slots=True)
class Change:
    """A cell whose count is another one by now.

    Attributes:
        before, now: the count of the snapshot and that of this moment, None where there is none.
        written: what the report says.
        reason: why the report says something else than it was counted, where it does.
    """

    address: str
    label: str
    before: str | None
    now: str | None
    written: str | None
    reason: str


@transaction.atomic
def compile_report(actor: Any, unit: Unit, year: int) -> AnnualReport:
    """Make the draft of a unit's own report of a year, with what was counted at this moment.

    Raises:
        Refused: the actor does not work on the unit's report.
        ValidationError: the year has no form or has not begun, the unit did not stand in it, or there is a report already.
    """
    row = AnnualReport(unit=unit, year=year, scope=Scope.OWN, created_by=actor if getattr(actor, "is_person", False) else None)
    require(actor, "add", row)
    form = form_of(year)
    if (unit.founded_on and unit.founded_on > days.last_of(year)) or (unit.abolished_on and unit.abolished_on.year < year):
        raise ValidationError({"year": f"{unit.name}在{year}年不存在（设立于{unit.founded_on or '—'}，撤销于{unit.abolished_on or '—'}），不编制该年度报告。"})
    words, cells = draft(unit, year, form, days.today()), count(unit, year, form.edition)
    row.edition, row.title, row.preamble, row.texts = form.edition, words.title, words.preamble, words.texts
    row.signature_unit, row.cells = words.signature_unit, {address: one.value for address, one in cells.items()}
    row.hands = [actor.pk] if row.created_by else []
    row.validate_constraints()
    row.save()
    snapshot = keep(actor, row, cells)
    eventlog.record("report.started", row, actor=actor, after={"year": year, "edition": form.edition, "snapshot": snapshot.sha256})
    return row


def keep(actor: Any, row: AnnualReport, cells: Mapping[str, Counted], note: str = "") -> Snapshot:
    """Freeze a count beside a report; the caller has asked the gate.

    Args:
        note: what the report's text was given to say of the count.
    """
    told = {address: one.as_json() for address, one in cells.items()}
    last = row.snapshots.order_by("-number").values_list("number", flat=True).first() or 0
    digest = hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    return Snapshot.objects.create(report=row, number=last + 1, cells=told, sha256=digest, note=note,
                                   made_by=actor if getattr(actor, "is_person", False) else None)


def changes(row: AnnualReport) -> list[Change]:
    """The cells whose count has changed since the last snapshot, in official order; none for a report that was not counted so."""
    snapshot = row.snapshots.order_by("-number").first()
    if snapshot is None or row.scope != Scope.OWN:
        return []
    form, now = edition(row.edition), count(row.unit, row.year, row.edition)
    reasons = {one.address: one.reason for one in row.overrides.order_by("id")}
    found = []
    for address, one in now.items():
        before = (snapshot.cells.get(address) or {}).get("value")
        if before != one.value:
            written = row.cells.get(address)
            found.append(Change(address, form.label(address), before, one.value, written, reasons.get(address, "") if written != before else ""))
    return found


@transaction.atomic
def take_changes(actor: Any, row: AnnualReport, version: int, left: Mapping[str, str], shown: Collection[str]) -> AnnualReport:
    """Count anew: cells get their new number, but those that are left keep what they say, each with a reason.

    Args:
        version: the report's, as the actor saw it.
        left: address → why it keeps its number.
        shown: the addresses that the actor saw as changed; one that has changed since holds up the whole.

    Raises:
        Refused, Conflict; ValidationError: by address, a reason is missing; or the count has changed again; or it is under review.
    """
    require(actor, "edit", row)
    writing.is_open(row)
    found = changes(row)
    if {one.address for one in found} != set(shown):
        raise ValidationError("统计数又有变化，请对照刷新后的内容重新选择。")
    if wrong := {address: "保留原数的，请写明理由。" for address, reason in left.items() if not reason.strip()}:
        raise ValidationError(wrong)
    cells = dict(row.cells)
    for one in found:
        if one.address not in left:
            cells[one.address] = one.now
    before = {one.address: one.written for one in found if one.address not in left}
    row.save_over(version, cells=cells, hands=writing.hands(actor, row))
    keep(actor, row, count(row.unit, row.year, row.edition))
    for one in found:
        if one.address in left and one.now is not None and one.written != one.now:
            Override.objects.create(report=row, address=one.address, counted=one.now, written=one.written or "",
                                    reason=left[one.address].strip()[:300], by=actor)
    eventlog.record("report.recounted", row, actor=actor, before=before, after={address: cells[address] for address in before},
                    note="；".join(f"{edition(row.edition).label(address)}：{reason.strip()}" for address, reason in left.items()))
    return row
