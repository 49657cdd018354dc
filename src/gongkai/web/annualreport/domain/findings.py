"""What the checks find in a report, and what was said about it: which findings hold up signing, which want a reason.

Only arithmetic inside the report holds up signing (sums of the form, whole numbers, none below nought), and a signer may sign all the
same, with a reason that the office above sees. Every other error and every warning asks the clerk for a reason, once, which is kept. A
finding is known by its digest: one that changes in any word is another one and asks anew. A number that was written over the counted one is such
a finding too (`OVERWRITTEN`); its reason is kept as an `Override`.
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
from gongkai.report.form import edition, editions
from gongkai.report.model import Finding
from gongkai.report.reading.typed import place_of
from gongkai.web.annualreport.domain import inherited
from gongkai.web.annualreport.domain.contents import Content, content_of, report_of
from gongkai.web.annualreport.domain.queries import previous_of
from gongkai.web.annualreport.enums import Scope
from gongkai.web.annualreport.models import AnnualReport, Override, Snapshot, Waiver
from gongkai.web.common import eventlog
from gongkai.web.common.gate import require

_ARITHMETIC = ("sum.cell", "sum.negative", "sum.not_whole")
OVERWRITTEN = "count.overwritten"
"""The finding of a number that is not the counted one."""
REASON = 500
"""Characters that a reason may have."""
NUMBER_REASON = 300
"""Characters that the reason for a number may have."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with what was said about it.

    Attributes:
        key: its digest.
        line: (section, line) of the text that it is about, section 0 being the preamble, line 0 the whole text; None for any other.
        blocks: whether it holds up signing.
        waiver: the last reason given for it; for one that blocks only a signer's counts, for a number written over the counted one
            it is an Override.
    """

    finding: Finding
    key: str
    line: tuple[int, int] | None
    blocks: bool
    waiver: Waiver | Override | None

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
    content = content if content is not None else content_of(row)
    found = report_of(content, previous=previous_of(row.unit, row.year, row.scope)).findings
    left = inherited.findings_of(row.unit, row.year) if row.scope == Scope.OWN else []
    return with_reasons(row, [*found, *overwritten(row, content), *left])


def counted_of(row: AnnualReport) -> dict[str, str | None]:
    """What the last snapshot of a report counted, by address; {} where it was never counted."""
    snapshot: Snapshot | None = row.snapshots.order_by("-number").first()
    return {address: one["value"] for address, one in snapshot.cells.items()} if snapshot is not None else {}


def overwritten(row: AnnualReport, content: Content) -> list[Finding]:
    """A finding for each number that is not the counted one, the reason given or not. Where nothing was counted, none is written over."""
    made = []
    for address, count in counted_of(row).items():
        written = content["cells"].get(address)
        if count is not None and written != count:
            said = f"填 {written}" if written not in (None, "") else "为空"
            made.append(Finding(OVERWRITTEN, "warning", f"{edition(row.edition).label(address)}{said}，系统统计为 {count}，请写明改动的理由，或者改回统计数。",
                                (address,), int(count) if count.isdecimal() else count, written))
    return made


def with_reasons(row: AnnualReport, found: Iterable[Finding]) -> list[Told]:
    """Findings, each with the last reason that was given for it."""
    given: dict[tuple[str, bool], Waiver] = {(one.key, one.override): one for one in row.waivers.select_related("by").order_by("id")}
    written = {one.address: one for one in row.overrides.select_related("by").order_by("id")}
    made = []
    for finding in found:
        key, blocking = key_of(finding), blocks(finding)
        reason: Waiver | Override | None = given.get((key, blocking))
        if finding.code == OVERWRITTEN:
            one = written.get(finding.cells[0])
            fits = one is not None and (one.counted, one.written) == (str(finding.expected), finding.found or "")
            reason = one if fits else None
        made.append(Told(finding, key, _line(finding), blocking, reason))
    return made


def _line(finding: Finding) -> tuple[int, int] | None:
    path = finding.place.path if finding.place is not None else None
    head, _, number = (path or "").partition("/")
    return (int(number), 0) if head == "text" and number.isdecimal() else place_of(path)


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
def explain(actor: Any, row: AnnualReport, reasons: Mapping[str, str], content: Content | None = None) -> list[Waiver | Override]:
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
def override(actor: Any, row: AnnualReport, reasons: Mapping[str, str], content: Content | None = None) -> list[Waiver | Override]:
    """Let pass what holds up signing, as the signer, with reasons that the office above sees; as `explain`.

    Raises:
        Refused: the actor does not sign for the unit.
        ValidationError: key → what is wrong; nothing is then kept.
    """
    require(actor, "sign", row)
    return _keep(actor, row, reasons, content, override=True)


def _keep(actor: Any, row: AnnualReport, reasons: Mapping[str, str], content: Content | None, *, override: bool) -> list[Waiver | Override]:
    known = {one.key: one for one in told(row, content)}
    wrong: dict[str, str] = {}
    made: list[Waiver | Override] = []
    for key, given in reasons.items():
        reason, one = given.strip(), known.get(key)
        if not reason or (one is not None and one.waiver is not None and one.waiver.reason == reason):
            continue
        if one is None:
            wrong[key] = "这一问题已经不存在或者有变化，请刷新页面后查看。"
        elif one.blocks is not override:
            wrong[key] = "表内数据勾稽不符，须改正；确需照此签发的，由签发人写明理由。" if one.blocks else "这一问题不影响签发，由编制人说明即可。"
        elif len(reason) > (most := NUMBER_REASON if one.finding.code == OVERWRITTEN else REASON):
            wrong[key] = f"说明有 {len(reason)} 个字，最多 {most} 个字，请精简。"
        elif one.finding.code == OVERWRITTEN:
            made.append(Override(report=row, address=one.finding.cells[0], counted=str(one.finding.expected), written=one.finding.found or "",
                                 reason=reason, by=actor))
        else:
            made.append(Waiver(report=row, key=key, code=one.finding.code, level=one.finding.level, message=one.finding.message,
                               reason=reason, override=override, by=actor))
    if wrong:
        raise ValidationError(wrong)
    for given_reason in made:
        given_reason.save()
        if isinstance(given_reason, Override):
            eventlog.record("report.number_written", row, actor=actor, before={given_reason.address: given_reason.counted},
                            after={given_reason.address: given_reason.written}, note=given_reason.reason)
        else:
            eventlog.record("report.overridden" if override else "report.explained", row, actor=actor,
                            after={"code": given_reason.code, "message": given_reason.message}, note=given_reason.reason)
    return made
