"""A report's way on the page where it is written: what comes next, and what the office above has remarked, beside its places."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from gongkai.web.annualreport.domain import approving, handing, places
from gongkai.web.annualreport.enums import Handing, Stage
from gongkai.web.annualreport.models import AnnualReport, ReportVersion
from gongkai.web.annualreport.views.road import HANDING_TONES, may


def way(request: HttpRequest, row: AnnualReport) -> dict[str, Any]:
    """What the part shows; see views/parts.py."""
    returned = handing.returned(row)
    remarks = [(anchor(one.target), places.called(returned.version.content, one.target), one) for one in returned.remarks.all()] if returned else []
    return {"may": may(request.user, row), "returned": returned, "remarks": remarks, "handing_tone": HANDING_TONES[Handing(row.handing)],
            "version": approving.latest(row), "sent_back": _sent_back(row)}


def anchor(target: str) -> str:
    """The id, on the page where the report is written, of the place that a remark is about.

        >>> anchor("text.1.3"), anchor("text.0.1"), anchor("3.received.total"), anchor("")
        ('id_text-1', 'id_preamble', 'id_cell-3.received.total', '')
    """
    line = places.line_of(target)
    if line is not None:
        return f"id_text-{line[0]}" if line[0] else "id_preamble"
    return "id_title" if target == "title" else f"id_cell-{target}" if target else ""


def _sent_back(row: AnnualReport) -> Any:
    """The step with which a reviewer has sent the last version back, while it is being mended."""
    last: ReportVersion | None = approving.latest(row) if row.stage == Stage.DRAFT else None
    return last.steps.filter(verdict="returned").select_related("person").first() if last is not None else None
