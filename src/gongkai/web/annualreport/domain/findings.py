"""What the checks find in a report, and what was said about it: which findings hold up signing, which want a reason.

Only arithmetic inside the report holds up signing (sums of the form, whole numbers, none below nought), and a signer may sign all the
same, with a reason that the office above sees. Every other error and every warning asks the clerk for a reason, once, which is kept. A
finding is known by its digest: one that changes in any word is another one and asks anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.report.checking.sums import statements
from gongkai.report.form import editions
from gongkai.report.model import Finding
from gongkai.report.reading.typed import place_of
from gongkai.web.annualreport.domain.contents import Content, content_of, report_of
from gongkai.web.annualreport.domain.queries import previous_of
from gongkai.web.annualreport.models import AnnualReport, Waiver
from gongkai.web.common import eventlog
from gongkai.web.common.gate import require

_ARITHMETIC = ("sum.cell", "sum.negative", "sum.not_whole")
REASON = 500
"""Characters that a reason may have."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with what was said about it.

    Attributes:
        key: its digest.
        line: (section, line) of the text that it is about, section 0 being the preamble; None for any other.
        blocks: whether it holds up signing.
        waiver: the last reason given for it; for one that blocks only a signer's counts.
    """

    finding: Finding
    key: str
    line: tuple[int, int] | None
    blocks: bool
    waiver: Waiver | None

    @property
    def settled(self) -> bool:
        """Whether nothing more is asked: it has its reason, or is a notice."""
        return self.finding.level == "notice" or self.waiver is not None


@cache
def _arithmetic() -> frozenset[str]:
    return frozenset((*_ARITHMETIC, *(code for form in editions().values() for code, _ in statements(form))))


def key_of(finding: Finding) -> str:
    """A finding's digest, of code, cells and message."""
    return hashlib.sha256("\n".join((finding.code, " ".join(finding.cells), finding.message)).encode()).hexdigest()


def blocks(finding: Finding) -> bool:
    """Whether a finding holds up signing: an error of arithmetic inside the report."""
    return finding.level == "error" and finding.code in _arithmetic()


def told(row: AnnualReport, content: Content | None = None) -> list[Told]:
    """The findings of a report, errors first, with what was said about them.

    Args:
        content: what is checked, for example a version's; what the report says now unless given.

    Raises:
        ValueError: a cell of it holds no number.
    """
    found = report_of(content if content is not None else content_of(row), previous=previous_of(row.unit, row.year, row.scope)).findings
    return with_reasons(row, found)


def with_reasons(row: AnnualReport, found: Iterable[Finding]) -> list[Told]:
    """Findings, each with the last reason that was given for it."""
    given: dict[tuple[str, bool], Waiver] = {(one.key, one.override): one for one in row.waivers.select_related("by").order_by("id")}
    made = []
    for finding in found:
        key, blocking = key_of(finding), blocks(finding)
        made.append(Told(finding, key, place_of(finding.place.path if finding.place else None), blocking, given.get((key, blocking))))
    return made


def blocking(row: AnnualReport, content: Content | None = None) -> list[Told]:
    """What holds up signing and no signer has let pass."""
    return [one for one in told(row, content) if one.blocks and one.waiver is None]


def unexplained(row: AnnualReport, content: Content | None = None) -> list[Told]:
    """Errors that do not block, and warnings, for which nobody has given a reason yet."""
    return [one for one in told(row, content) if not one.blocks and not one.settled]


def overridden(row: AnnualReport, content: Content | None = None) -> list[Told]:
    """What would have held up signing but for a signer's reason; the office above sees these."""
    return [one for one in told(row, content) if one.blocks and one.waiver is not None]


@transaction.atomic
def explain(actor: Any, row: AnnualReport, reasons: Mapping[str, str], content: Content | None = None) -> list[Waiver]:
    """Keep the clerk's reasons.

    Args:
        reasons: key of a finding → why it is left as it is; an empty one, or the reason that is kept already, changes nothing.

    Raises:
        Refused: the actor may not work on the report.
        ValidationError: key → what is wrong; nothing is then kept.
    """
    require(actor, "edit", row)
    return _keep(actor, row, reasons, content, override=False)


@transaction.atomic
def override(actor: Any, row: AnnualReport, reasons: Mapping[str, str], content: Content | None = None) -> list[Waiver]:
    """Let pass what holds up signing, as the signer, with reasons that the office above sees; as `explain`.

    Raises:
        Refused: the actor does not sign for the unit.
        ValidationError: key → what is wrong; nothing is then kept.
    """
    require(actor, "sign", row)
    return _keep(actor, row, reasons, content, override=True)


def _keep(actor: Any, row: AnnualReport, reasons: Mapping[str, str], content: Content | None, *, override: bool) -> list[Waiver]:
    known = {one.key: one for one in told(row, content)}
    wrong: dict[str, str] = {}
    made = []
    for key, given in reasons.items():
        reason, one = given.strip(), known.get(key)
        if not reason or (one is not None and one.waiver is not None and one.waiver.reason == reason):
            continue
        if one is None:
            wrong[key] = "这一问题已经不存在或者有变化，请刷新页面后查看。"
        elif one.blocks is not override:
            wrong[key] = "表内数据勾稽不符，须改正；确需照此签发的，由签发人写明理由。" if one.blocks else "这一问题不影响签发，由编制人说明即可。"
        elif len(reason) > REASON:
            wrong[key] = f"说明有 {len(reason)} 个字，最多 {REASON} 个字，请精简。"
        else:
            made.append(Waiver(report=row, key=key, code=one.finding.code, level=one.finding.level, message=one.finding.message,
                               reason=reason, override=override, by=actor))
    if wrong:
        raise ValidationError(wrong)
    for waiver in made:
        waiver.save()
        eventlog.record("report.overridden" if override else "report.explained", row, actor=actor,
                        after={"code": waiver.code, "message": waiver.message}, note=waiver.reason)
    return made
