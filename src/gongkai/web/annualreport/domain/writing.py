"""A report is written: title, preamble, six texts, cells, signature. Each save names the version that its author saw.

A number may be written over the counted one at once, so that nothing typed is lost; it then wants a reason, which is kept as an
`Override` and stays marked (domain/findings.py tells where one is missing).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.report.form import edition
from gongkai.web.annualreport.domain.contents import FACTS
from gongkai.web.annualreport.enums import Stage
from gongkai.web.annualreport.models import AnnualReport
from gongkai.web.common import eventlog
from gongkai.web.common.gate import require
from gongkai.web.common.models import Event

QUIET = timedelta(minutes=10)
"""Texts that one person saves again and again within this time are logged once; numbers always."""
LONGEST = 60_000
"""Characters that a text may have: more than any report."""


def is_open(row: AnnualReport) -> None:
    """A report is written only while it is a draft.

    Raises:
        ValidationError: it is being reviewed, signed or public.
    """
    if row.stage != Stage.DRAFT:
        raise ValidationError(f"这份报告正处于“{row.get_stage_display()}”，不能修改；确需修改的，请先撤回送审或者办理更正。")


def hands(actor: Any, row: AnnualReport) -> list[int]:
    """Everybody who has written in it, with the one who does now."""
    return sorted({*row.hands, actor.pk}) if getattr(actor, "is_person", False) else list(row.hands)


@transaction.atomic
def save_report(actor: Any, row: AnnualReport, version: int, **values: Any) -> AnnualReport:
    """Change what a report says.

    Args:
        version: the number that the author saw.
        values: any of `contents.FACTS`; of `texts` and `cells` only those given are changed. A cell is its number as text, or None.

    Raises:
        Refused; Conflict: somebody else saved first; ValidationError: it is no draft, or a text is absurdly long.
    """
    require(actor, "edit", row)
    is_open(row)
    if unknown := set(values) - set(FACTS):
        raise ValueError(f"no facts of a report: {unknown}")
    if unknown := set(values.get("cells", {})) - set(edition(row.edition).addresses()) - set(row.cells):
        raise ValueError(f"no cells of edition {row.edition}: {unknown}")
    if any(len(text) > LONGEST for text in (*values.get("texts", {}).values(), values.get("preamble", ""))):
        raise ValidationError(f"一个部分的文字最多 {LONGEST} 个字，请精简。")
    new = {**values}
    for name in ("texts", "cells"):
        if name in new:
            new[name] = {**getattr(row, name), **new[name]}
    new = {name: value for name, value in new.items() if value != getattr(row, name)}
    if not new:
        return row
    old_cells, changed = dict(row.cells), sorted(set(new) - {"cells"})
    row.save_over(version, **new, hands=hands(actor, row))
    numbers = {address: value for address, value in row.cells.items() if old_cells.get(address) != value}
    if numbers or not _lately(actor, row):
        eventlog.record("report.written", row, actor=actor, before={address: old_cells.get(address) for address in numbers},
                        after={**numbers, **({"fields": changed} if changed else {})})
    return row


def _lately(actor: Any, row: AnnualReport) -> bool:
    return Event.objects.filter(subject_type=row._meta.label_lower, subject_id=str(row.pk), action="report.written",
                                actor=getattr(actor, "pk", None), at__gte=timezone.now() - QUIET).exists()
