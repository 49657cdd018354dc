"""A report's content: plain values that can be frozen, and the core's Report made of them, with its findings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from gongkai.report.model import Report
from gongkai.report.reading.typed import number_of, typed
from gongkai.web.annualreport.enums import Scope
from gongkai.web.annualreport.models import AnnualReport
from gongkai.web.common import days
from gongkai.web.organs.domain.queries import name_on

Content = dict[str, Any]
"""title, preamble, texts, cells, signature_unit, signature_day, edition, unit, year, scope, overrides: JSON values only."""
FACTS = ("title", "preamble", "texts", "cells", "signature_unit", "signature_day")
"""What a clerk writes."""


def content_of(row: AnnualReport) -> Content:
    """What a report says now, under the name that its unit had at the end of the year. `overrides` holds, for each number written over the counted one, both and the reason."""
    last = row.snapshots.order_by("-number").first()
    counts = last.cells if last is not None else {}
    marked = {one.address: {"counted": one.counted, "written": one.written, "reason": one.reason, "by": one.by.name}
              for one in row.overrides.select_related("by").order_by("id")}
    return {
        "unit": name_on(row.unit, days.last_of(row.year)), "year": row.year, "scope": row.scope, "edition": row.edition, "title": row.title, "preamble": row.preamble,
        "texts": dict(row.texts), "cells": dict(row.cells), "signature_unit": row.signature_unit,
        "signature_day": row.signature_day.isoformat() if row.signature_day else None,
        "overrides": {address: mark for address, mark in marked.items() if (row.cells.get(address) or "") == mark["written"]
                      and mark["written"] not in (mark["counted"], counts.get(address, {}).get("value"))},
    }


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of a content, the same on every machine."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def report_of(content: Mapping[str, Any], *, check: bool = True, previous: Report | None = None, published: date | None = None) -> Report:
    """The core's Report of a content.

    Args:
        check: whether it carries the findings of all checks.
        previous: last year's report, for the checks across years.
        published: the day of publication, where it is published.
    """
    day = content.get("signature_day")
    return typed(
        edition_name=content["edition"], unit=content["unit"], year=content["year"], title=content["title"], preamble=content["preamble"],
        texts={int(number): text for number, text in content["texts"].items()},
        cells={address: number_of(text) for address, text in content["cells"].items()},
        signed=(content.get("signature_unit") or "", date.fromisoformat(day) if day else None),
        scope=Scope(content["scope"]).label, published=published, check=check, previous=previous)
