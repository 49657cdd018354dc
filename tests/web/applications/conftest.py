"""Cases for the tests of 依申请公开."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from publishedcases import nodes, publish, withdraw

from gongkai.web.applications.domain import entering, opening
from gongkai.web.applications.enums import Kind
from gongkai.web.common import days

__all__ = ["nodes", "publish", "withdraw"]
APPLICANT = {"name": "王小满", "id_kind": "resident", "id_number": "11010519491231002X", "telephone": "13800138000",
             "address": "清川县城关镇河东路7号", "email": "xiaoman@example.com"}
APPLICATION = {"content": "2024年河道治理项目的招标文件", "features": "", "purpose": "", "note": ""}


@pytest.fixture(autouse=True)
def one_day(request, monkeypatch):
    """Where a module says what day its cases are told from (``TODAY``), it is that day throughout, whatever the hour the tests
    began at and whatever year it has become."""
    told = getattr(request.module, "TODAY", None)
    if isinstance(told, date):
        monkeypatch.setattr(days, "today", lambda: told)


@pytest.fixture
def open_case(county):
    """Makes a case of 教育局: ``open_case()`` is received; ``open_case(registered=True)`` is worked on."""

    def make(unit=None, *, channel="in_person", day=None, registered=False, applicant=APPLICANT, kind="person", **more):
        unit = unit or county.education
        clerk = county.staff(next(key for key in ("root", "office", "education", "water", "town") if getattr(county, key) == unit), "clerk")
        day = day or days.today() - timedelta(days=30)
        case, code = opening.open_case(clerk, unit, channel=channel, submitted_on=day, applicant_kind=kind, applicant=applicant,
                                       application=APPLICATION, **more)
        case.code = code
        if registered:
            if channel != "in_person":
                entering.enter(clerk, case, Kind.RECEIVED, day)
            opening.register(clerk, case, day, "河道治理招标文件")
        return case

    return make


def on(text: str) -> date:
    """A day from its text."""
    return date.fromisoformat(text)
