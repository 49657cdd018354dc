"""Rows of 依申请公开 for the walk; see rows.py."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace
from uuid import uuid4

from PIL import Image
from redactioncases import packed
from rows import BESIDE, INSTEAD, KEYWORDS, STRICTER, _run, row_of

from gongkai.engine.letters import every_letter
from gongkai.web.applications.domain import (
    complaints,
    dispute_papers,
    disputing,
    entering,
    letters_approving,
    letters_drafting,
    letters_settings,
    letters_templates,
    opening,
    strongbox,
    vault,
)
from gongkai.web.applications.enums import FileRole, Kind
from gongkai.web.applications.models import (
    Case,
    Complaint,
    Dispute,
    DisputePaper,
    HolidayNotice,
    Letter,
    LetterNumber,
    LetterSetting,
    LetterTemplate,
    LetterVersion,
    Proposal,
    Redaction,
    RedactionBox,
    Webhook,
)
from gongkai.web.common import days, files
from gongkai.web.organs.models import Person, Unit


@row_of(Case)
def _case(county: SimpleNamespace, unit: Unit, mark: str) -> Case:
    """A case that is worked on; its title is the mark."""
    key = next(name for name in ("root", "office", "education", "water", "town") if getattr(county, name).pk == unit.pk)
    clerk = county.staff(key, "clerk")
    case, _ = opening.open_case(clerk, unit, channel="in_person", submitted_on=days.today(), applicant_kind="person",
                                applicant={"name": "王小满", "telephone": "13800138000"}, application={"content": "招标文件"})
    opening.register(clerk, case, days.today(), mark)
    return case


def _of(county: SimpleNamespace, unit: Unit, role: str) -> Person:
    return county.staff(next(name for name in ("root", "office", "education", "water", "town") if getattr(county, name).pk == unit.pk), role)


@row_of(Dispute)
def _dispute(county: SimpleNamespace, unit: Unit, mark: str) -> Dispute:
    """A review that is not decided; what it is about is the mark."""
    row = disputing.open_dispute(_of(county, unit, "clerk"), unit, kind="review", notified_on=days.today(), tribunal="清川县人民政府", about=mark,
                                 words={"claimant": "王小满"})
    strongbox.keep_file(row, b"text", "a.txt", "txt", "text/plain", None)
    return row


@row_of(DisputePaper)
def _dispute_paper(county: SimpleNamespace, unit: Unit, mark: str) -> DisputePaper:
    """A draft; what its dispute is about is the mark."""
    return dispute_papers.start(_of(county, unit, "clerk"), _dispute(county, unit, mark))


@row_of(Complaint)
def _complaint(county: SimpleNamespace, unit: Unit, mark: str) -> Complaint:
    row = complaints.take(_of(county, unit, "clerk"), unit, ground="duty", words={"text": "没有答复"}, about=mark)[0]
    strongbox.keep_file(row, b"text", "a.txt", "txt", "text/plain", None)
    return row


@row_of(Proposal)
def _proposal(county: SimpleNamespace, unit: Unit, mark: str) -> Proposal:
    """An open one, of one case; its title is the mark."""
    row = Proposal.objects.create(unit=unit, body=unit, title=mark, people=2)
    row.cases.add(_case(county, unit, mark))
    return row


@row_of(HolidayNotice)
def _notice(county: SimpleNamespace, unit: Unit, mark: str) -> HolidayNotice:
    return HolidayNotice.objects.create(unit=unit, title=mark, document=mark, issued_on=days.today(), off={"2031-01-01": "元旦"},
                                        made_by=county.people["root", "manager"])


@row_of(Webhook)
def _webhook(county: SimpleNamespace, unit: Unit, mark: str) -> Webhook:
    return Webhook.objects.create(unit=unit, url=f"https://example.com/{mark}")


@row_of(Letter)
def _letter(county: SimpleNamespace, unit: Unit, mark: str) -> Letter:
    """A draft that lacks its search; its case's title is the mark."""
    case = _case(county, unit, mark)
    return letters_drafting.start(_clerk_of(county, unit), case, "", answer="not_existing")


def _fee_notice(county: SimpleNamespace, unit: Unit, mark: str) -> Letter:
    """A draft of a fee notice."""
    return letters_drafting.start(_clerk_of(county, unit), _case(county, unit, mark), "fee_notice")


INSTEAD["applications:letter_fee"] = _fee_notice


@row_of(LetterVersion)
def _letter_version(county: SimpleNamespace, unit: Unit, mark: str) -> LetterVersion:
    """A version that waits for its review."""
    letter, clerk = _letter(county, unit, mark), _clerk_of(county, unit)
    entering.enter(clerk, letter.case, Kind.SEARCHED, days.today(), details={"period": "2024年"}, words={"places": "档案室", "words": "招标", "found": "无"})
    letters_drafting.save(clerk, letter, letter.version, {"search_record": "查了档案室"})
    LetterSetting.objects.get_or_create(unit=unit, body=unit, defaults={
        name: getattr(letters_settings.proposal(unit, unit), name) or "清川县" for name in letters_settings.FIELDS if name not in ("alternative", "online")})
    letter = Letter.objects.get(pk=letter.pk)
    return letters_approving.send_for_review(clerk, letter, letters_approving.fill(letter))


@row_of(LetterNumber)
def _letter_number(county: SimpleNamespace, unit: Unit, mark: str) -> LetterNumber:
    """A number that was given on paper; its word is the mark."""
    return LetterNumber.objects.create(unit=unit, word=mark, year=days.today().year, serial=2, given_by=_clerk_of(county, unit))


@row_of(LetterSetting)
def _letter_setting(county: SimpleNamespace, unit: Unit, mark: str) -> LetterSetting:
    """What a unit has set for its letters."""
    row, _ = LetterSetting.objects.get_or_create(unit=unit, body=unit, defaults={
        name: getattr(letters_settings.proposal(unit, unit), name) for name in letters_settings.FIELDS})
    return row


@row_of(LetterTemplate)
def _letter_template(county: SimpleNamespace, unit: Unit, mark: str) -> LetterTemplate:
    """A template of the unit's own; its file is called by the mark."""
    kind = every_letter()["correction_notice"]
    file = files.keep(letters_templates.ours(kind), f"{mark}.docx", unit=unit, kind="docx", media_type="application/octet-stream")
    return LetterTemplate.objects.create(unit=unit, kind=kind.key, file=file, made_by=_clerk_of(county, unit))


def _clerk_of(county: SimpleNamespace, unit: Unit) -> Person:
    return county.staff(next(name for name in ("root", "office", "education", "water", "town") if getattr(county, name).pk == unit.pk), "clerk")


@row_of(Redaction)
def _redaction(county: SimpleNamespace, unit: Unit, mark: str) -> Redaction:
    """A draft over a small picture, with one box."""
    case = _case(county, unit, mark)
    picture = packed(Image.new("L", (60, 80), 255), "PNG")
    source = vault.keep_file(case, picture, f"{mark}.png", FileRole.SOURCE, kind="png", media_type="image/png")
    about = {"kind": "picture", "remarks": [], "sheets": [[60.0, 80.0, 0, True, False]]}
    row = Redaction.objects.create(case=case, source=source, about=about, started_by=case.created_by)
    RedactionBox.objects.create(redaction=row, page=1, left=1, top=1, right=9, bottom=9, ground="privacy", batch=1, by=case.created_by)
    return row


def _source(case: Case) -> dict[str, object]:
    picture = packed(Image.new("L", (60, 80), 255), "PNG")
    return {"file": vault.keep_file(case, picture, "a.png", FileRole.SOURCE, kind="png", media_type="image/png").pk}


def _file(case: Case) -> dict[str, object]:
    return {"file": vault.keep_file(case, b"text", "a.txt", FileRole.ATTACHMENT, kind="txt", media_type="text/plain").pk}


BESIDE["applications:case_file"] = _file
BESIDE["applications:step"] = lambda case: {"kind": Kind.NOTED.value}
BESIDE["applications:intake_receipt_file"] = lambda case: {"kind": "docx"}
BESIDE["applications:event_reverse"] = lambda case: {"event": case.events.last().pk}
STRICTER["applications:step"] = "report"
KEYWORDS["applications:counted_cases"] = lambda county, person: {"row": "received", "column": "total"}
BESIDE["applications:complaint_file"] = lambda row: {"file": row.files.get().pk}
KEYWORDS["applications:counted_disputes"] = lambda county, person: {"row": "review", "column": "pending"}
BESIDE["applications:dispute_file"] = lambda row: {"file": row.files.get().pk}
BESIDE["applications:dispute_paper_preview"] = lambda row: {"kind": "docx"}
BESIDE["applications:dispute_reverse"] = lambda row: {"event": row.events.get().pk}
INSTEAD["applications:ledger_preview"] = partial(_run, kind="cases")
KEYWORDS["apply:form"] = lambda county, person: {"slug": county.education.slug}
KEYWORDS["apply:record"] = KEYWORDS["apply:form"]
KEYWORDS["apply:file"] = lambda county, person: {"file": uuid4()}
KEYWORDS["apply:confirm"] = lambda county, person: {"letter": 1}
BESIDE["applications:letter_preview"] = BESIDE["applications:letter_version_file"] = lambda row: {"kind": "docx"}
for _route in ("letter_template", "letter_template_put", "letter_template_back"):
    KEYWORDS[f"applications:{_route}"] = lambda county, person: {"kind": "correction_notice"}
KEYWORDS["applications:letter_template_file"] = lambda county, person: {"kind": "correction_notice", "which": "ours"}
KEYWORDS["apply:part"] = lambda county, person: {"id": 1}
BESIDE["applications:redaction_start"] = _source
BESIDE["applications:redaction_picture"] = lambda row: {"number": 1}
BESIDE["applications:redaction_box"] = lambda row: {"box": row.boxes.first().pk}
