"""Rows of 依申请公开 for the walk; see rows.py."""

from __future__ import annotations

from types import SimpleNamespace

from rows import BESIDE, KEYWORDS, STRICTER, row_of

from gongkai.web.applications.domain import opening, vault
from gongkai.web.applications.enums import FileRole, Kind
from gongkai.web.applications.models import Case, Dispute, HolidayNotice, Webhook
from gongkai.web.common import days, sealing
from gongkai.web.organs.models import Unit


@row_of(Case)
def _case(county: SimpleNamespace, unit: Unit, mark: str) -> Case:
    """A case that is worked on; its title is the mark."""
    key = next(name for name in ("root", "office", "education", "water", "town") if getattr(county, name).pk == unit.pk)
    clerk = county.staff(key, "clerk")
    case, _ = opening.open_case(clerk, unit, channel="in_person", submitted_on=days.today(), applicant_kind="person",
                                applicant={"name": "王小满", "telephone": "13800138000"}, application={"content": "招标文件"})
    opening.register(clerk, case, days.today(), mark)
    return case


@row_of(Dispute)
def _dispute(county: SimpleNamespace, unit: Unit, mark: str) -> Dispute:
    """A review that is not decided; what it is about is the mark."""
    return Dispute.objects.create(unit=unit, body=unit, kind="review", tribunal="清川县人民政府", about=mark, notified_on=days.today(),
                                  wrapped=sealing.wrap(sealing.new_key(), "test"), sealed=b"")


@row_of(HolidayNotice)
def _notice(county: SimpleNamespace, unit: Unit, mark: str) -> HolidayNotice:
    return HolidayNotice.objects.create(unit=unit, title=mark, document=mark, issued_on=days.today(), off={"2031-01-01": "元旦"},
                                        made_by=county.people["root", "manager"])


@row_of(Webhook)
def _webhook(county: SimpleNamespace, unit: Unit, mark: str) -> Webhook:
    return Webhook.objects.create(unit=unit, url=f"https://example.com/{mark}")


def _file(case: Case) -> dict[str, object]:
    return {"file": vault.keep_file(case, b"text", "a.txt", FileRole.ATTACHMENT, kind="txt", media_type="text/plain").pk}


BESIDE["applications:case_file"] = _file
BESIDE["applications:step"] = lambda case: {"kind": Kind.NOTED.value}
BESIDE["applications:event_reverse"] = lambda case: {"event": case.events.last().pk}
STRICTER["applications:step"] = "report"
KEYWORDS["applications:counted_cases"] = lambda county, person: {"row": "received", "column": "total"}
KEYWORDS["applications:counted_disputes"] = lambda county, person: {"row": "review", "column": "pending"}
