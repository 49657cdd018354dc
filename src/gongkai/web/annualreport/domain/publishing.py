"""A signed version is put before the public exactly as it was signed, in every format; later ones as corrections (更正), the older
still to be seen.

The files are written with no transaction open, for some take a second, and are kept byte for byte: the page, a fragment to paste into
a website's editor, DOCX, PDF, XLSX, JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.report.writing import write
from gongkai.web.annualreport.domain import approving, deadlines, figures
from gongkai.web.annualreport.domain.contents import digest, report_of
from gongkai.web.annualreport.enums import Act, Stage
from gongkai.web.annualreport.models import AnnualReport, Publication, ReportVersion
from gongkai.web.common import days, eventlog, files
from gongkai.web.common.gate import require
from gongkai.web.common.models import StoredFile
from gongkai.web.disclosure.domain.files import MEDIA_TYPES

FORMATS = ("page", "fragment", "docx", "pdf", "xlsx", "json")
"""What a publication keeps; `page` and `fragment` are HTML."""
OFFERED = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel", "json": "JSON"}
"""What the public may download, with its name."""
_TYPES = {"page": "text/html; charset=utf-8", "fragment": "text/html; charset=utf-8", "json": "application/json"}


@dataclass(frozen=True, slots=True)
class Made:
    """The files of a version, written but not yet kept."""

    version: int
    on: date
    files: dict[str, bytes]


def make(version: ReportVersion) -> Made:
    """Write a version's files, with no transaction open.

    Raises:
        ValidationError: the version is not what was frozen.
    """
    if digest(version.content) != version.sha256:
        raise ValidationError("这一版的内容与送审时的校验值不符，不能公布，请联系系统管理员从备份核对。")
    on = days.today()
    report = report_of(version.content, check=False)
    if report.published is None:  # no day of signature: the day of publication stands at the end
        report.published = on
    dated = replace(report, published=on)
    written = {"page": write(report, "html"), "fragment": write(report, "html", fragment=True), "json": write(dated, "json")}
    return Made(version.pk, on, written | {name: write(report, name) for name in ("docx", "pdf", "xlsx")})


@transaction.atomic
def publish(actor: Any, report: AnnualReport, made: Made, reason: str = "") -> Publication:
    """Publish the version that was signed, or the correction of what is public.

    Args:
        made: the files of that version (`make`).
        reason: what was corrected, shown to the public; wanted for a correction.

    Raises:
        Refused: the actor may not publish for the unit.
        ValidationError: nothing is signed, it is public already, another version was signed meanwhile, no reason.
    """
    row = approving.locked(report)
    require(actor, "publish", row)
    version = approving.signed(row)
    if version is None:
        raise ValidationError(f"这份报告正处于“{row.get_stage_display()}”，签发以后才能公布。")
    if row.stage == Stage.PUBLISHED:
        raise ValidationError("这一版已经公布，不必重复公布，请刷新页面查看。")
    if version.pk != made.version or made.on != days.today():
        raise ValidationError("您打开之后又有新的一版签发，请刷新页面后重新公布。")
    first = row.publications.order_by("id").first()
    reason = reason.strip()
    if first is not None and not reason:
        raise ValidationError({"reason": "更正已公布的年度报告，请说明更正了什么、为什么更正，说明会一并公布。"})
    if len(reason) > approving.NOTE:
        raise ValidationError({"reason": f"更正说明有{len(reason)}个字，最多{approving.NOTE}个字，请精简。"})
    known = deadlines.days_of(row.unit, row.year, row.scope)
    kept = {name: str(_keep(actor, row, name, data).pk) for name, data in made.files.items()}
    act = Publication.objects.create(
        report=row, version=version, act=Act.PUBLISHED if first is None else Act.CORRECTED, reason=reason if first is not None else "", files=kept,
        on=made.on, by=actor if getattr(actor, "is_person", False) else None,
        due=known.publish_by if first is None else first.due, late=known.late_to_publish(made.on) if first is None else first.late)
    row.save_over(row.version, stage=Stage.PUBLISHED)
    figures.renew(row.unit, row.year, row.scope)
    eventlog.record("report.published" if first is None else "report.corrected", row, actor=actor, note=reason,
                    after={"version": version.number, "sha256": version.sha256, "late": act.late})
    return act


def fragment_of(publication: Publication) -> str:
    """The fragment of what is public, to be pasted into a website's editor.

    Raises:
        FileNotFoundError: its bytes are gone from the disk.
    """
    return files.read(StoredFile.objects.get(pk=publication.files["fragment"])).decode()


def public_file(publication: Publication, name: str) -> StoredFile | None:
    """The kept file of one format; None where there is none of that name."""
    return StoredFile.objects.filter(pk=publication.files[name]).first() if name in publication.files else None


def current(report: AnnualReport) -> Publication | None:
    """What is public of a report now."""
    return report.publications.select_related("version").order_by("-id").first()


def _keep(actor: Any, row: AnnualReport, name: str, data: bytes) -> StoredFile:
    kind = "html" if name in ("page", "fragment") else name
    called = f"{row}{'（网页片段）' if name == 'fragment' else ''}.{kind}"
    return files.keep(data, called, unit=row.unit, kind=kind, media_type=_TYPES.get(name) or MEDIA_TYPES[kind],
                      by=actor if getattr(actor, "is_person", False) else None)
